//! RT-10: an architecture that stands alone.

use evidence::facts::Function;

use super::survey::{Survey, architecture};
use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-10",
    title: "Architecture other than that of most functions",
    severity: Severity::Info,
    category: "FUNCTION_CONFIG",
    check: CFG,
    decides: "`Architectures` of all functions in the account and region",
    why: "Native libraries and layers are built per architecture. A few functions on another one than the rest need their own builds and \
          scans, and are easily forgotten.",
    fix: "Move the function to the architecture of the others, where nothing speaks against it.",
    command: None,
    sources: "decided here; for information only",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

/// A tenth: below that, functions stand alone.
const ALONE: usize = 10;

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let own = architecture(function)?;
    let survey = Survey::of(context);
    let Some(here) = survey.beside(function) else { return pass() };
    let (all, same) = (here.values().sum::<usize>(), here.get(&own).copied().unwrap_or_default());
    if same * ALONE >= all {
        return pass();
    }
    let message =
        format!("The function runs on {own}, as {same} of {all} functions of its account and region.");
    fail(Found::new(message).at_config(function, "Architectures"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, call, check, denied, function};

    #[test]
    fn the_odd_one_out() {
        let list = |count: usize, architecture: &str| -> Value {
            let entry = |n: usize| {
                json!({"FunctionName": format!("f{n}"), "FunctionArn": ARN.replace("orders", &format!("f{n}")),
                    "Architectures": [architecture]})
            };
            let functions: Vec<Value> = (0..count).map(entry).collect();
            call("lambda:ListFunctions", json!({}), json!({"Functions": functions}))
        };
        check("RT-10", vec![function(json!({})), list(20, "x86_64")], "FAIL INFO");
        check("RT-10", vec![function(json!({})), list(20, "arm64")], "PASS");
        check("RT-10", vec![function(json!({})), list(5, "x86_64")], "PASS");
        check("RT-10", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
