//! IAM-11: allowing all but some.

use evidence::facts::Function;
use iam::policy::{Actions, Resources};

use super::granted::{point, some_of};
use super::rights::Rights;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-11",
    title: "Allows all but some",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`NotAction` or `NotResource` in statements that allow",
    why: "Everything that the statement doesn't name is granted, also what AWS adds tomorrow. That is nearly always more than was meant.",
    fix: "Write what is allowed in `Action` and `Resource`. To take some away, use a statement that denies.",
    command: None,
    sources: "cfn_nag W12, W21; ScoutSuite; cloudsplaining; IAM Access Analyzer; IAM User Guide, \"NotAction\"",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    let mut outcomes: Vec<Outcome> = rights.open().collect();
    for (at, _, statement) in rights.allows() {
        let name = rights.name(at);
        let message = match (&statement.actions, &statement.resources) {
            (Actions::Except(patterns), _) => {
                let but: Vec<&str> = patterns.iter().map(|pattern| pattern.text.as_str()).collect();
                format!("`{name}` allows every action but {} (NotAction).", some_of(&but))
            }
            (_, Resources::Except(patterns)) => {
                let but: Vec<&str> = patterns.iter().map(|pattern| pattern.text.as_str()).collect();
                format!("`{name}` allows its actions on every resource but {} (NotResource).", some_of(&but))
            }
            _ => continue,
        };
        outcomes.push(Outcome::Fail(point(Found::new(message).about(name), &rights, at, &[])));
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role};

    #[test]
    fn all_but_some() {
        check("IAM-11", json!([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]), "FAIL HIGH");
        check(
            "IAM-11",
            json!([{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::x"}]),
            "FAIL HIGH",
        );
        check(
            "IAM-11",
            json!([allow("s3:*", "*"), {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]),
            "PASS",
        );
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-11",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
