//! IAM-19: inline policies.

use evidence::facts::{Answer, Function, Role};

use super::granted::some_of;
use super::rights::role_arn;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, Outcome, not_applicable};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-19",
    title: "Inline policies",
    severity: Severity::Low,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`PolicyNames` of list-role-policies, `RolePolicyList` of get-account-authorization-details",
    why: "An inline policy has no versions, no history and no name that other roles could use; nobody sees it in a list of policies.",
    fix: "Make it a managed policy, and attach that.",
    command: Some("aws iam list-role-policies --role-name {role}"),
    sources: "ScoutSuite; steampipe; AWS Foundational Security Best Practices IAM.2 (for users)",
    needs: &["iam:ListRolePolicies", "iam:GetAccountAuthorizationDetails"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const LIST: &str = "iam:ListRolePolicies";

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let arn = role_arn(function)?;
    let role = Role::new(context.facts, &arn);
    if matches!(role.detail, Answer::Absent(_)) {
        return not_applicable("The role does not exist.");
    }
    let mut outcomes: Vec<Outcome> = role.inline_gap.map(Outcome::NotAssessed).into_iter().collect();
    let names: Vec<&str> =
        role.policies.iter().filter(|policy| policy.inline).map(|policy| policy.name.as_ref()).collect();
    if !names.is_empty() {
        let plural = if names.len() == 1 { "an inline policy" } else { "inline policies" };
        let mut found = Found::new(format!("The role has {plural}: {}.", some_of(&names))).about(arn.clone());
        let listed = context.facts.asked_list(role.at, LIST, "RoleName", role.name, "PolicyNames");
        let details = role.detail.clone().known();
        let details = details.iter().flat_map(|detail| detail.list("RolePolicyList"));
        let read = role
            .policies
            .iter()
            .filter(|policy| policy.inline)
            .filter_map(|policy| policy.document.clone().known());
        for place in listed.items.into_iter().chain(details).chain(read).take(names.len()) {
            found = found.at(&place);
        }
        outcomes.push(Outcome::Fail(found));
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role, details};

    #[test]
    fn inline_policies() {
        check("IAM-19", json!([allow("s3:GetObject", "*")]), "FAIL LOW");
        check_role("IAM-19", details(json!({}), json!([])), "PASS");
        check_role("IAM-19", Vec::new(), "NOT_ASSESSED iam:ListRolePolicies");
    }
}
