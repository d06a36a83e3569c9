//! INV-02: a function without a description.

use evidence::facts::Function;

use crate::Severity;
use crate::edition_2026_11::rule::{Found, INV, Judged, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "INV-02",
    title: "Function without a description",
    severity: Severity::Info,
    category: "INVENTORY",
    check: INV,
    decides: "`Description` of the configuration",
    why: "Who reviews the function must first find out what it is for.",
    fix: "Say in a sentence what the function does and for whom.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --description {description}",
    ),
    sources: "AWS Config lambda-function-description",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    match function.config_text("Description")? {
        Some(_) => pass(),
        None => fail(Found::new("The function has no description.").at_config(function, "Description")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn descriptions() {
        check("INV-02", vec![function(json!({"Description": " "}))], "FAIL INFO");
        check("INV-02", vec![function(json!({"Description": null}))], "FAIL INFO");
        check("INV-02", vec![function(json!({}))], "PASS");
        check("INV-02", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
