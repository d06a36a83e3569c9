//! IAM-09: handing over any role, or to any service.

use evidence::facts::Function;
use iam::context::{Context as Request, Known};
use iam::role::Question;

use super::granted::{Collected, fill};
use super::rights::Rights;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-09",
    title: "May hand over any role, or to any service",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "iam:PassRole on all roles; or without a condition on iam:PassedToService that names services",
    why: "Whoever may pass a role and start something with it acts with that role's rights. On all roles, that is the strongest one of \
          the account; without iam:PassedToService, any service that can take a role will do.",
    fix: "Name the role that the function passes, and add the condition StringEquals iam:PassedToService with the service that takes it.",
    command: None,
    sources: "IAM Access Analyzer (PASS_ROLE_WITH_STAR_IN_RESOURCE); cfn_nag F3, F38; checkov",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const ACTION: &str = "iam:PassRole";
const ROLES: &str = "arn:{p}:iam::{a}:role/*";
const ANY_ROLE: &str = "hand over any role of the account (iam:PassRole)";
const ANY_SERVICE: &str = "hand over a role to any service (iam:PassRole without iam:PassedToService)";

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    if !rights.could(ACTION) {
        return pass();
    }
    let role = rights.role(function.arn);
    let roles = fill(ROLES, function, &role);
    let mut collected = Collected::default();
    collected.ask(&role, &Question::every(ACTION, &roles), ANY_ROLE);
    // A policy that names services doesn't let a role go to one that it never heard of.
    let unheard_of = Request::new().with("iam:PassedToService", Known::one("unheard-of.amazonaws.com"));
    let mut to_any = Collected::default();
    to_any.ask(&role, &Question::some(ACTION, &roles).given(unheard_of), ANY_SERVICE);
    to_any.granted.retain(|granted| collected.granted.iter().all(|known| known.at != granted.at));
    collected.granted.append(&mut to_any.granted);
    collected.open |= to_any.open;
    collected.judged(&rights, |granted, name| {
        let words = granted.rights.first().map_or(ANY_ROLE, |(_, words)| words);
        let found = Found::new(format!("`{name}` lets the function {words}."));
        if words == ANY_SERVICE { found.severity(Severity::Medium) } else { found }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, allow_if, check, check_role};

    const WORKER: &str = "arn:aws:iam::123456789012:role/worker";

    #[test]
    fn any_role_or_any_service() {
        let to = |service: &str| json!({"StringEquals": {"iam:PassedToService": service}});
        check("IAM-09", json!([allow("iam:PassRole", "*")]), "FAIL HIGH");
        check("IAM-09", json!([allow("iam:Pass*", "arn:aws:iam::123456789012:role/*")]), "FAIL HIGH");
        check("IAM-09", json!([allow_if("iam:PassRole", "*", to("ecs-tasks.amazonaws.com"))]), "FAIL HIGH");
        check("IAM-09", json!([allow("iam:PassRole", WORKER)]), "FAIL MEDIUM");
        let any = json!({"StringLike": {"iam:PassedToService": "*.amazonaws.com"}});
        check("IAM-09", json!([allow_if("iam:PassRole", WORKER, any)]), "FAIL MEDIUM");
        check("IAM-09", json!([allow_if("iam:PassRole", WORKER, to("glue.amazonaws.com"))]), "PASS");
        check("IAM-09", json!([allow("iam:PassRole", "arn:aws:iam::999988887777:role/*")]), "PASS");
        check("IAM-09", json!([allow("s3:GetObject", "*")]), "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-09",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
