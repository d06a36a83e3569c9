//! SEC-07: a key that can't be used.

use evidence::facts::{Function, Gap};

use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "SEC-07",
    title: "Key that the function can't use",
    severity: Severity::High,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`StateReasonCode`, `LastUpdateStatusReasonCode` and `Environment.Error` of the configuration",
    why: "A function whose key is disabled, deleted or out of its reach does not start.",
    fix: "Enable the key or cancel its deletion, and let the function's role and AWS Lambda use it.",
    command: Some("aws lambda get-function-configuration --function-name {function}"),
    sources: "AWS Lambda API, FunctionConfiguration; no other tool checks it",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let mut outcomes = Vec::new();
    for key in ["StateReasonCode", "LastUpdateStatusReasonCode"] {
        match function.config(key) {
            Ok(Some(code)) if code.text().is_some_and(|code| code.to_ascii_uppercase().contains("KMS")) => {
                let message =
                    format!("AWS Lambda can't use the function's key: {}.", code.text().unwrap_or_default());
                outcomes.push(Outcome::Fail(Found::new(message).at(&code)));
            }
            Ok(_) => {}
            Err(gap) => note_once(&mut outcomes, gap),
        }
    }
    let error = function.config("Environment")?.and_then(|environment| environment.get("Error"));
    if let Some(error) = error {
        let code = error.text_of("ErrorCode").unwrap_or_default();
        let upper = code.to_ascii_uppercase();
        if upper.contains("KMS")
            || upper.contains("DISABLED")
            || upper.contains("INVALIDSTATE")
            || upper.contains("NOTFOUND")
        {
            let message = format!("The variables can't be decrypted: {code}.");
            outcomes.push(Outcome::Fail(Found::new(message).at(&error)));
        } else {
            // The one who asked may lack the right to decrypt, which the function may well have.
            let message = format!(
                "AWS did not show the variables ({code}). Find out whether that is for want of the auditor's rights or the function's."
            );
            outcomes.push(Outcome::Manual(Found::new(message).at(&error)));
        }
    }
    Ok(outcomes)
}

fn note_once(outcomes: &mut Vec<Outcome>, gap: Gap) {
    if !outcomes.iter().any(|known| matches!(known, Outcome::NotAssessed(_))) {
        outcomes.push(Outcome::NotAssessed(gap));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, denied, function};

    #[test]
    fn keys_that_fail() {
        let judged = |changes: Value, expected: &str| check("SEC-07", vec![function(changes)], expected);
        judged(json!({}), "PASS");
        judged(json!({"State": "Inactive", "StateReasonCode": "Idle"}), "PASS");
        for code in ["DisabledKMSKey", "InvalidStateKMSKey", "KMSKeyAccessDenied", "KMSKeyNotFound"] {
            judged(json!({"State": "Inactive", "StateReasonCode": code}), "FAIL HIGH");
            judged(json!({"LastUpdateStatus": "Failed", "LastUpdateStatusReasonCode": code}), "FAIL HIGH");
        }
        let error = |code: &str| json!({"Environment": {"Error": {"ErrorCode": code, "Message": "m"}}});
        judged(error("KMSNotFoundException"), "FAIL HIGH");
        judged(error("AccessDeniedException"), "MANUAL");
        let listed =
            call("lambda:ListFunctions", json!({}), json!({"Functions": [{"FunctionName": "orders"}]}));
        check("SEC-07", vec![listed], "NOT_ASSESSED lambda:GetFunction");
        check("SEC-07", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
