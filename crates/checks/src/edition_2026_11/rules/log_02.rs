//! LOG-02: logs that are kept for ever.

use evidence::facts::Function;

use super::log_group;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-02",
    title: "Logs never expire",
    severity: Severity::Medium,
    category: "LOGGING",
    check: LOG,
    decides: "`logGroups[].retentionInDays` of describe-log-groups",
    why: "What is logged often names persons, who may ask that it is not kept longer than needed; and it costs more each month. How long \
          logs must be kept at least is a framework's matter, not this rule's.",
    fix: "Set a retention that your purpose and your frameworks ask for; PCI DSS 10.5.1 asks for a year.",
    command: Some("aws logs put-retention-policy --log-group-name {subject} --retention-in-days 365"),
    sources: "GDPR Art. 5(1)(e); prowler; checkov CKV_AWS_66; steampipe",
    needs: &["lambda:GetFunction", log_group::OPERATION],
    exempt: log_group::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    log_group::judge(context, function, |name, group| match group.get("retentionInDays") {
        Some(_) => pass(),
        None => {
            let found = Found::new(format!("Log group {name} keeps its logs for ever."));
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
    fn retention_is_the_groups_own() {
        check("LOG-02", with_group(json!({"retentionInDays": 30})), "PASS");
        check("LOG-02", with_group(json!({})), "FAIL MEDIUM");
        check("LOG-02", with_group(json!({"retentionInDays": null})), "FAIL MEDIUM");
        check("LOG-02", vec![function(json!({})), groups(json!({}), &[])], "NOT_APPLICABLE");
        check("LOG-02", vec![function(json!({}))], "NOT_ASSESSED logs:DescribeLogGroups");
    }
}
