//! SEC-09: a key that is gone, or soon will be.

use evidence::facts::{Answer, Function, Gap};

use super::keys::judge_each;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "SEC-09",
    title: "Key that is gone, disabled or about to be deleted",
    severity: Severity::Critical,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`KeyState` of describe-key",
    why: "Without its key the function does not start, and what the key encrypted can't be read by anybody, ever, once the key is deleted.",
    fix: "Cancel the deletion and enable the key, or give the function another key first.",
    command: Some("aws kms cancel-key-deletion --key-id {subject}"),
    sources: "AWS KMS developer guide, \"Key states\"; AWS Config kms-cmk-not-scheduled-for-deletion; prowler; steampipe",
    needs: &["kms:DescribeKey"],
    exempt: "The function uses no customer managed key.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge_each(context, function, |key| {
        let found = |message: String| Found::new(message).about(key.arn.as_ref());
        let metadata = match key.metadata(context) {
            Answer::Known(metadata) => metadata,
            Answer::Absent(call) => {
                let found = found("The function's key does not exist.".to_owned()).at_call(Some(call));
                return Ok(Some(Outcome::Fail(found.at(&key.field))));
            }
            Answer::Refused(gap) | Answer::Missing(gap) => return Err(gap),
        };
        let Some(state) = metadata.text_of("KeyState") else {
            return Err(Gap { operation: "kms:DescribeKey", call: Some(metadata.call) });
        };
        let message = match state.as_ref() {
            "PendingDeletion" | "PendingReplicaDeletion" => match metadata.text_of("DeletionDate") {
                Some(day) => {
                    format!("The function's key is to be deleted on {}.", day.get(..10).unwrap_or(&day))
                }
                None => "The function's key is about to be deleted.".to_owned(),
            },
            "Disabled" | "Unavailable" | "PendingImport" => {
                format!("The function's key can't be used: it is {state}.")
            }
            _ => return Ok(None),
        };
        let place = metadata.get("KeyState").unwrap_or(metadata);
        Ok(Some(Outcome::Fail(found(message).at(&place).at(&key.field))))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{call, check, error, function};

    const KEY: &str = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn key_states() {
        let get = || function(json!({"KMSKeyArn": KEY}));
        let state = |state: &str| {
            let metadata = json!({"Arn": KEY, "KeyManager": "CUSTOMER", "KeyState": state});
            call("kms:DescribeKey", json!({"KeyId": KEY}), json!({"KeyMetadata": metadata}))
        };
        check("SEC-09", vec![get(), state("Enabled")], "PASS");
        check("SEC-09", vec![get(), state("PendingDeletion")], "FAIL CRITICAL");
        check("SEC-09", vec![get(), state("Disabled")], "FAIL CRITICAL");
        let failed = |code: &str| error("kms:DescribeKey", json!({"KeyId": KEY}), code);
        check("SEC-09", vec![get(), failed("NotFoundException")], "FAIL CRITICAL");
        check("SEC-09", vec![get(), failed("ThrottlingException")], "NOT_ASSESSED kms:DescribeKey");
        check("SEC-09", vec![get()], "NOT_ASSESSED kms:DescribeKey");
        check("SEC-09", vec![function(json!({}))], "NOT_APPLICABLE");
    }
}
