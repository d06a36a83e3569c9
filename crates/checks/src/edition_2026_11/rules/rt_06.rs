//! RT-06: a runtime that is pinned.

use evidence::facts::{Function, Gap};

use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const GET: &str = "lambda:GetRuntimeManagementConfig";

pub(super) static RULE: Rule = Rule {
    id: "RT-06",
    title: "Runtime version that is pinned",
    severity: Severity::Medium,
    category: "RUNTIME_SECURITY",
    check: CFG,
    decides: "`UpdateRuntimeOn` of get-runtime-management-config",
    why: "With `Manual` the function stays on one version of its runtime and misses the security fixes that AWS brings to all others. It is \
          meant for the few days after a runtime update went wrong.",
    fix: "Set runtime updates back to automatic.",
    command: Some(
        "aws lambda put-runtime-management-config --function-name {function} --update-runtime-on Auto",
    ),
    sources: "AWS Lambda developer guide, \"Runtime version updates\"; no other tool checks it",
    needs: &[GET],
    exempt: "The function is a container image.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    if function.is_image() == Ok(true) {
        return not_applicable("A container image brings its own runtime.");
    }
    let Some(config) = function.ask(GET).settled()? else { return Err(Gap::new(GET)) };
    match config.get("UpdateRuntimeOn") {
        None => Err(Gap { operation: GET, call: Some(config.call) }),
        Some(manual) if manual.is_text("Manual") => {
            let version = config.text_of("RuntimeVersionArn");
            let message = "The runtime is pinned to one version (Manual): security fixes don't reach it.";
            let found = Found::new(message).at(&manual);
            fail(version.into_iter().fold(found, |found, version| found.about(version)))
        }
        Some(_) => pass(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{about, check, denied, function};

    #[test]
    fn pinned_runtimes() {
        let mode = |mode: &str| about("lambda:GetRuntimeManagementConfig", json!({"UpdateRuntimeOn": mode}));
        check("RT-06", vec![function(json!({})), mode("Manual")], "FAIL MEDIUM");
        check("RT-06", vec![function(json!({})), mode("Auto")], "PASS");
        check("RT-06", vec![function(json!({})), mode("FunctionUpdate")], "PASS");
        let missing = "NOT_ASSESSED lambda:GetRuntimeManagementConfig";
        check("RT-06", vec![function(json!({})), denied("lambda:GetRuntimeManagementConfig")], missing);
        check("RT-06", vec![function(json!({"PackageType": "Image"}))], "NOT_APPLICABLE");
    }
}
