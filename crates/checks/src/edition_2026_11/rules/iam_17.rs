//! IAM-17: a role that nobody uses.

use evidence::facts::{Answer, Function, Gap, Role};

use super::rights::role_arn;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Date, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-17",
    title: "Role that nobody uses",
    severity: Severity::Low,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`RoleLastUsed.LastUsedDate` of get-role at the date of the audit; the number of days is in thresholds.json. A role without \
              one was not used within the 400 days that IAM looks back.",
    why: "Rights that nobody uses help nobody but whoever finds them. A function whose role is idle hasn't run.",
    fix: "Delete the function with its role, or note why it is kept.",
    command: None,
    sources: "IAM Access Analyzer (unused access); prowler",
    needs: &["iam:GetRole", "iam:GetAccountAuthorizationDetails"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const GET: &str = "iam:GetRole";

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let arn = role_arn(function)?;
    let detail = match Role::detail(context.facts, &arn) {
        Answer::Known(detail) => detail,
        Answer::Absent(_) => return not_applicable("The role does not exist."),
        Answer::Refused(gap) | Answer::Missing(gap) => return Err(gap),
    };
    let most = context.data.thresholds.number("IAM-17", "unused_days", 90);
    let unknown = Gap { operation: GET, call: Some(detail.call) };
    let used = detail.get("RoleLastUsed").ok_or(unknown)?;
    let idle = |date: &evidence::facts::Field<'_>| {
        let date = date.text().and_then(|date| Date::parse(&date));
        date.map(|date| context.as_of.days_since(date)).ok_or(unknown)
    };
    match used.get("LastUsedDate") {
        Some(last) => {
            let days = idle(&last)?;
            if days < most {
                return pass();
            }
            fail(Found::new(format!("The role was last used {days} days ago.")).about(arn.clone()).at(&last))
        }
        None => {
            let age = idle(&detail.get("CreateDate").ok_or(unknown)?)?;
            if age < most {
                return pass();
            }
            let message =
                format!("The role has not been used; it is {age} days old, and IAM looks back 400 days.");
            fail(Found::new(message).about(arn.clone()).at(&used))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::rules::iam_testing::{check_role, details};

    #[track_caller]
    fn check(changes: Value, expected: &str) {
        check_role("IAM-17", details(changes, json!([])), expected);
    }

    #[test]
    fn idle_roles() {
        let last = |date: &str| json!({"RoleLastUsed": {"LastUsedDate": date}});
        check(last("2026-11-20T10:00:00+00:00"), "PASS");
        check(last("2026-08-26T10:00:00+00:00"), "PASS");
        check(last("2026-08-25T10:00:00+00:00"), "FAIL LOW");
        check(last("2024-01-01"), "FAIL LOW");
        check(json!({"RoleLastUsed": {}}), "FAIL LOW");
        check(json!({"RoleLastUsed": {}, "CreateDate": "2026-11-01T00:00:00+00:00"}), "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role("IAM-17", Vec::new(), "NOT_ASSESSED iam:GetRole");
        check(json!({"RoleLastUsed": null}), "NOT_ASSESSED iam:GetRole");
    }
}
