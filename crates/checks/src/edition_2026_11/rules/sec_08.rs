//! SEC-08: a key that is never rotated.

use evidence::facts::{Field, Function, Gap};

use super::keys::judge_each;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const ROTATION: &str = "kms:GetKeyRotationStatus";

pub(super) static RULE: Rule = Rule {
    id: "SEC-08",
    title: "Key that is not rotated",
    severity: Severity::Medium,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`KeyRotationEnabled` of get-key-rotation-status; `KeySpec` and `Origin` of describe-key",
    why: "A key that stays the same protects ever more data, and its loss all of it. Rotation costs nothing and breaks nothing: what was \
          encrypted before can still be read.",
    fix: "Switch automatic rotation on.",
    command: Some("aws kms enable-key-rotation --key-id {subject}"),
    sources: "AWS KMS developer guide, \"Rotate AWS KMS keys\"; prowler; steampipe; ScoutSuite",
    needs: &[ROTATION, "kms:DescribeKey"],
    exempt: "The function uses no customer managed key. Keys that AWS can't rotate (asymmetric, imported, in a key store of one's own) \
             are for a person to judge.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge_each(context, function, |key| {
        // That a key is not there says nothing of its rotation; SEC-09 tells that.
        let Some(answer) = key.ask(context, ROTATION).settled()? else { return Err(Gap::new(ROTATION)) };
        let enabled = answer.get("KeyRotationEnabled");
        match enabled.and_then(|enabled| enabled.bool()) {
            Some(true) => return Ok(None),
            Some(false) => {}
            None => return Err(Gap { operation: ROTATION, call: Some(answer.call) }),
        }
        let found = |message: &'static str| {
            Found::new(message).about(key.arn.as_ref()).at(&enabled.unwrap_or(answer)).at(&key.field)
        };
        let metadata = key.metadata(context);
        let gap = metadata.gap();
        let can_rotate = metadata.known().is_none_or(|metadata| {
            let is = |key: &str, value: &str| {
                metadata.get(key).is_none_or(|field: Field<'_>| field.is_text(value))
            };
            is("KeySpec", "SYMMETRIC_DEFAULT") && is("Origin", "AWS_KMS")
        });
        Ok(Some(if can_rotate {
            let found = found("The key is not rotated.");
            Outcome::Fail(if gap.is_some() { found.missing("kms:DescribeKey") } else { found })
        } else {
            Outcome::Manual(found(
                "AWS can't rotate a key of this kind. Make sure that somebody does, by hand.",
            ))
        }))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";
    const KEY: &str = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn what_is_not_told_of_a_key_is_not_assessed() {
        let ask = || json!({"KeyId": KEY});
        let get = || function(json!({"KMSKeyArn": KEY}));
        let open = "NOT_ASSESSED kms:GetKeyRotationStatus";
        check("SEC-08", vec![get(), error("kms:GetKeyRotationStatus", ask(), "NotFoundException")], open);
        check("SEC-08", vec![get(), call("kms:GetKeyRotationStatus", ask(), json!({"KeyId": KEY}))], open);
        let gone = error("kms:GetKeyPolicy", ask(), "NotFoundException");
        check("SEC-10", vec![get(), gone], "NOT_ASSESSED kms:GetKeyPolicy");
        let stateless = call("kms:DescribeKey", ask(), json!({"KeyMetadata": {"Arn": KEY}}));
        check("SEC-09", vec![get(), stateless], "NOT_ASSESSED kms:DescribeKey");
        // A list of functions doesn't tell the package's key.
        let listed =
            json!({"Functions": [{"FunctionName": "orders", "PackageType": "Zip", "KMSKeyArn": KEY}]});
        let rotated = call("kms:GetKeyRotationStatus", ask(), json!({"KeyRotationEnabled": true}));
        let listed = vec![call("lambda:ListFunctions", json!({}), listed), rotated];
        check("SEC-08", listed, "NOT_ASSESSED lambda:GetFunction");
    }

    #[test]
    fn rotation_by_whatever_name() {
        let with = |calls: Vec<Value>| {
            let mut all = vec![function(json!({"KMSKeyArn": KEY}))];
            all.extend(calls);
            all
        };
        let rotated = |name: &str, on: bool| {
            call("kms:GetKeyRotationStatus", json!({"KeyId": name}), json!({"KeyRotationEnabled": on}))
        };
        check("SEC-08", with(vec![rotated(KEY, true)]), "PASS");
        check("SEC-08", with(vec![rotated(ID, false)]), "FAIL MEDIUM");
        let describe = |origin: &str| {
            let metadata = json!({"Arn": KEY, "KeyManager": "CUSTOMER", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": origin});
            call("kms:DescribeKey", json!({"KeyId": "alias/orders"}), json!({"KeyMetadata": metadata}))
        };
        check("SEC-08", with(vec![rotated("alias/orders", false), describe("AWS_KMS")]), "FAIL MEDIUM");
        check("SEC-08", with(vec![rotated(ID, false), describe("EXTERNAL")]), "MANUAL");
        let missing = "NOT_ASSESSED kms:GetKeyRotationStatus";
        check("SEC-08", with(vec![rotated("other", false)]), missing);
        check(
            "SEC-08",
            with(vec![error("kms:GetKeyRotationStatus", json!({"KeyId": KEY}), "AccessDeniedException")]),
            missing,
        );
        check("SEC-08", vec![function(json!({}))], "NOT_APPLICABLE");
    }
}
