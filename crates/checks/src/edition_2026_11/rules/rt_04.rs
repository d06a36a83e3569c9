//! RT-04: a runtime that only a person can judge.

use evidence::facts::Function;

use super::runtime::{RunsOn, runs_on, unknown};
use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged, manual, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-04",
    title: "Runtime that a person must judge",
    severity: Severity::Info,
    category: "RUNTIME_SECURITY",
    check: CFG,
    decides: "`PackageType`, `Runtime` and `RuntimeConfig` of the configuration",
    why: "A container image brings its own language and operating system, a custom runtime its own maker's dates: the configuration does \
          not tell how old they are. Other tools pass or skip them silently.",
    fix: "Look at the image's base and its scan findings, or at the custom runtime's own lifecycle.",
    command: Some("aws lambda get-function --function-name {function} --query Code"),
    sources: "AWS Security Hub Lambda.2 skips images",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    match runs_on(context, function)? {
        RunsOn::Known(name, _) if name != "custom" => pass(),
        RunsOn::Known(name, _) | RunsOn::Unknown(Some(name)) if name == "custom" => {
            let message = "The function runs on a runtime of the customer's own. Look up its dates in the account that owns it.";
            manual(Found::new(message).at_config(function, "RuntimeConfig"))
        }
        RunsOn::Image => {
            let message =
                "A container image brings its own runtime. Look at its base image, and at when it was built.";
            manual(Found::new(message).at_config(function, "PackageType"))
        }
        RunsOn::Known(name, _) => manual(unknown(context, Some(&name)).at_config(function, "Runtime")),
        RunsOn::Unknown(name) => manual(unknown(context, name.as_deref()).at_config(function, "Runtime")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn what_the_table_does_not_know_is_for_a_person() {
        let judged = |changes: Value, expected: &str| check("RT-04", vec![function(changes)], expected);
        judged(json!({"PackageType": "Image", "Runtime": null}), "MANUAL");
        judged(json!({"Runtime": "python9.9"}), "MANUAL");
        judged(json!({"Runtime": "custom"}), "MANUAL");
        judged(json!({"Runtime": null}), "MANUAL");
        judged(json!({"Runtime": "provided.al2023"}), "PASS");
        check("RT-04", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
