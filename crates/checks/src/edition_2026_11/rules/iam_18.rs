//! IAM-18: a role without a permissions boundary.

use evidence::facts::{Answer, Function, Role};

use super::rights::role_arn;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-18",
    title: "Role without a permissions boundary",
    severity: Severity::Info,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`PermissionsBoundary` of get-role",
    why: "A boundary holds a role back whatever policies somebody attaches to it. Whether an account works with boundaries is its own \
          decision; where it does, a role without one stands out.",
    fix: "Where boundaries are the custom, set one.",
    command: Some(
        "aws iam put-role-permissions-boundary --role-name {role} --permissions-boundary BOUNDARY_ARN",
    ),
    sources: "IAM User Guide, \"Permissions boundaries for IAM entities\"",
    needs: &["iam:GetRole", "iam:GetAccountAuthorizationDetails"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let arn = role_arn(function)?;
    let detail = Role::detail(context.facts, &arn);
    match (&detail, &Role::boundary(context.facts, &arn, &detail)) {
        (Answer::Absent(_), _) => not_applicable("The role does not exist."),
        (_, Answer::Known(_)) => pass(),
        (Answer::Known(detail), Answer::Absent(_)) => {
            fail(Found::new("The role has no permissions boundary.").about(arn.clone()).at(detail))
        }
        (_, Answer::Absent(call)) => {
            fail(Found::new("The role has no permissions boundary.").about(arn.clone()).at_call(Some(*call)))
        }
        (_, Answer::Refused(gap) | Answer::Missing(gap)) => Err(*gap),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{check_role, details};

    #[test]
    fn boundaries() {
        let boundary = json!({"PermissionsBoundary": {"PermissionsBoundaryArn": "arn:aws:iam::123456789012:policy/edge"}});
        check_role("IAM-18", details(boundary, json!([])), "PASS");
        check_role("IAM-18", details(json!({}), json!([])), "FAIL INFO");
        check_role("IAM-18", Vec::new(), "NOT_ASSESSED iam:GetRole");
    }
}
