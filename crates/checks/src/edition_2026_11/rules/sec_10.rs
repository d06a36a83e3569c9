//! SEC-10: a key that everybody may use.

use evidence::facts::{Function, Gap};
use iam::callers::callers;

use super::keys::judge_each;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const POLICY: &str = "kms:GetKeyPolicy";

pub(super) static RULE: Rule = Rule {
    id: "SEC-10",
    title: "Key that everybody may use or manage",
    severity: Severity::Critical,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`Policy` of get-key-policy: statements that allow `Principal` `*`, and their conditions",
    why: "A key policy decides alone who may use a key. Principal `*` without a condition on who lets every AWS account decrypt with it, or \
          delete it.",
    fix: "Name the account's root and the roles that use the key, and remove the public statement.",
    command: Some(
        "aws kms put-key-policy --key-id {subject} --policy-name default --policy {key-policy-json}",
    ),
    sources: "AWS KMS developer guide, \"Key policies\"; prowler; cfn_nag",
    needs: &[POLICY],
    exempt: "The function uses no customer managed key.",
    evaluate: Evaluate::Function(evaluate),
};

/// What a key's policy may let others do; each is asked on its own, so that a Deny of some doesn't hide the rest.
const ACTIONS: [&str; 6] = [
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
];

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge_each(context, function, |key| {
        let Some(answer) = key.ask(context, POLICY).settled()? else { return Ok(None) };
        let Some(document) = answer.get("Policy") else {
            return Err(Gap { operation: POLICY, call: Some(answer.call) });
        };
        let policy = context.policy(&document, POLICY)?;
        let public = ACTIONS.iter().find_map(|action| {
            let callers = callers(&policy.policy, &[action], None);
            callers.into_iter().find(|caller| caller.is_public()).map(|caller| (action, caller.statement))
        });
        Ok(public.map(|(action, statement)| {
            let message =
                format!("The key's policy lets everybody do {action} (`{}`).", policy.name(statement));
            let found = Found::new(message).about(key.arn.as_ref()).at_place(policy.statement(statement));
            Outcome::Fail(found.at(&key.field))
        }))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, function};

    const KEY: &str = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn public_keys() {
        let judged = |statement: Value, expected: &str| {
            let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
            let policy = call(
                "kms:GetKeyPolicy",
                json!({"KeyId": KEY, "PolicyName": "default"}),
                json!({"Policy": document}),
            );
            check("SEC-10", vec![function(json!({"KMSKeyArn": KEY})), policy], expected);
        };
        let root = json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"});
        judged(root, "PASS");
        judged(
            json!({"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}),
            "FAIL CRITICAL",
        );
        judged(
            json!([{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*"}]),
            "FAIL CRITICAL",
        );
        let own = json!({"StringEquals": {"kms:CallerAccount": "123456789012"}});
        judged(
            json!([{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": own}]),
            "PASS",
        );
        check("SEC-10", vec![function(json!({"KMSKeyArn": KEY}))], "NOT_ASSESSED kms:GetKeyPolicy");
    }
}
