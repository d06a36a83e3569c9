//! RT-12: an update that failed.

use evidence::facts::Function;

use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-12",
    title: "Update that failed",
    severity: Severity::Medium,
    category: "FUNCTION_CONFIG",
    check: CFG,
    decides: "`LastUpdateStatus` and `State` of the configuration, with their reasons",
    why: "What was meant to be deployed, perhaps a fix, does not run: the function goes on with the code from before, or not at all.",
    fix: "Read the reason, remove it, and deploy again.",
    command: Some("aws lambda get-function-configuration --function-name {function}"),
    sources: "AWS Lambda developer guide, \"Lambda function states\"; no other tool checks it",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let failed = [
        ("LastUpdateStatus", "LastUpdateStatusReasonCode", "The last update failed"),
        ("State", "StateReasonCode", "The function could not be set up"),
    ];
    for (status, reason, what) in failed {
        let Some(status) = function.config(status)?.filter(|status| status.is_text("Failed")) else {
            continue;
        };
        let code = function.config_text(reason)?;
        let found = Found::new(match &code {
            Some(code) => format!("{what}: {code}."),
            None => format!("{what}."),
        });
        return fail(found.at(&status));
    }
    pass()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, function};

    #[test]
    fn failed_updates() {
        let judged = |changes: Value, expected: &str| check("RT-12", vec![function(changes)], expected);
        judged(
            json!({"LastUpdateStatus": "Failed", "LastUpdateStatusReasonCode": "ImageDeleted"}),
            "FAIL MEDIUM",
        );
        judged(json!({"State": "Failed"}), "FAIL MEDIUM");
        judged(json!({}), "PASS");
        let listed =
            call("lambda:ListFunctions", json!({}), json!({"Functions": [{"FunctionName": "orders"}]}));
        check("RT-12", vec![listed], "NOT_ASSESSED lambda:GetFunction");
    }
}
