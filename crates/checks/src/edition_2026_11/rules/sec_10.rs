//! SEC-10: a key that everybody may use.

use evidence::facts::{Function, Gap};
use iam::callers::callers;
use iam::policy::{Actions, Effect};

use super::keys::judge_each;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Read, Rule};

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

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge_each(context, function, |key| {
        // That a key is not there says nothing of its policy; SEC-09 tells that.
        let Some(answer) = key.ask(context, POLICY).settled()? else { return Err(Gap::new(POLICY)) };
        let Some(document) = answer.get("Policy") else {
            return Err(Gap { operation: POLICY, call: Some(answer.call) });
        };
        let policy = context.policy(&document, POLICY)?;
        Ok(public(&policy).map(|(action, statement)| {
            let message =
                format!("The key's policy lets everybody do {action} (`{}`).", policy.name(statement));
            let found = Found::new(message).about(key.arn.as_ref()).at_place(policy.statement(statement));
            Outcome::Fail(found.at(&key.field))
        }))
    })
}

/// What a policy lets everybody do, and the statement that does. A Deny counts where it covers what a statement allows, so
/// each of its patterns is asked on its own.
fn public(read: &Read) -> Option<(String, usize)> {
    let allows = read.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    let mut asked = allows.flat_map(|statement| {
        let actions: Vec<&str> = match &statement.actions {
            Actions::Only(patterns) => patterns.iter().map(|pattern| pattern.text.as_str()).collect(),
            Actions::Except(_) => vec![ALL],
        };
        actions.into_iter().map(|action| (if action == "*" { ALL } else { action }, statement.index))
    });
    let is_public = |&(action, statement): &(&str, usize)| {
        let callers = callers(&read.policy, &[action], None);
        callers.iter().any(|caller| caller.statement == statement && caller.is_public())
    };
    asked.find(is_public).map(|(action, statement)| (action.to_owned(), statement))
}

const ALL: &str = "kms:*";

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
        judged(
            json!([{"Effect": "Allow", "Principal": "*", "Action": "kms:ReEncrypt*", "Resource": "*"}]),
            "FAIL CRITICAL",
        );
        judged(
            json!([{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"},
                {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"}]),
            "PASS",
        );
        let own = json!({"StringEquals": {"kms:CallerAccount": "123456789012"}});
        judged(
            json!([{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": own}]),
            "PASS",
        );
        check("SEC-10", vec![function(json!({"KMSKeyArn": KEY}))], "NOT_ASSESSED kms:GetKeyPolicy");
    }
}
