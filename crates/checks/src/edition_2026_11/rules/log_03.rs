//! LOG-03: logs without a key of one's own.

use evidence::facts::Function;

use super::log_group;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-03",
    title: "Logs not encrypted with a customer managed key",
    severity: Severity::Medium,
    category: "LOGGING",
    check: LOG,
    decides: "`logGroups[].kmsKeyId` of describe-log-groups",
    why: "CloudWatch always encrypts, but with a key of AWS whoever may read the logs reads them in the clear; a key of your own is a \
          second permission, and a record of each use.",
    fix: "Let CloudWatch Logs use a key, and set it on the group. It counts for what is logged from then on.",
    command: Some("aws logs associate-kms-key --log-group-name {subject} --kms-key-id {key-arn}"),
    sources: "prowler; checkov CKV_AWS_158; steampipe",
    needs: &["lambda:GetFunction", log_group::OPERATION],
    exempt: log_group::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    log_group::judge(context, function, |name, group| match group.text_of("kmsKeyId") {
        Some(_) => pass(),
        None => {
            let found = Found::new(format!("Log group {name} has no customer managed key."));
            fail(found.about(name).at(&group))
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::log_group::testing::{groups, with_group};
    use crate::edition_2026_11::testing::{check, function};

    #[test]
    fn the_key_is_the_groups_own() {
        check("LOG-03", with_group(json!({"kmsKeyId": "arn:aws:kms:us-east-1:1:key/k"})), "PASS");
        check("LOG-03", with_group(json!({})), "FAIL MEDIUM");
        check("LOG-03", with_group(json!({"kmsKeyId": " "})), "FAIL MEDIUM");
        check("LOG-03", vec![function(json!({})), groups(json!({}), &[])], "NOT_APPLICABLE");
        check("LOG-03", vec![function(json!({}))], "NOT_ASSESSED logs:DescribeLogGroups");
    }
}
