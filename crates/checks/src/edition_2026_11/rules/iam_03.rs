//! IAM-03: all actions of a service.

use evidence::facts::Function;
use iam::policy::Actions;
use iam::role::Question;

use super::granted::{Collected, some_of};
use super::rights::Rights;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-03",
    title: "All actions of a service",
    severity: Severity::Medium,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`Action` of the role's policies: `service:*`, in any spelling, less what is denied for all of the service",
    why: "A wildcard over a service holds actions that the code never calls: deleting, sharing, changing who may do what; and those that \
          AWS adds later.",
    fix: "Name the actions that the code calls.",
    command: None,
    sources: "cloudsplaining; prowler; steampipe; checkov CKV_AWS_63",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    let role = rights.role(function.arn);
    let mut collected = Collected { open: !rights.gaps.is_empty(), ..Collected::default() };
    for (at, _, statement) in rights.allows() {
        let services: Vec<String> = match &statement.actions {
            // What remains is all of every other service; one of those that matter stands for them.
            Actions::Except(_) => ["s3:*", "ec2:*", "iam:*"].map(str::to_owned).to_vec(),
            Actions::Only(patterns) => {
                let wide = patterns.iter().filter(|pattern| pattern.text.contains(['*', '?']));
                wide.map(|pattern| match pattern.service() {
                    Some(service) => format!("{service}:*"),
                    None => "*:*".to_owned(),
                })
                .collect()
            }
        };
        let before = collected.granted.len();
        for service in services {
            collected.ask_of(&role, &Question::some(&service, "*"), "", Some(at));
            if matches!(statement.actions, Actions::Except(_)) && collected.granted.len() > before {
                break;
            }
        }
    }
    collected.judged(&rights, |granted, name| {
        let actions: Vec<&str> = granted.rights.iter().map(|(action, _)| action.as_str()).collect();
        let excepts = rights
            .allows()
            .any(|(at, _, statement)| at == granted.at && matches!(statement.actions, Actions::Except(_)));
        Found::new(match actions.as_slice() {
            _ if excepts => format!("`{name}` allows all actions of every service but those it excepts."),
            ["*:*"] => format!("`{name}` allows all actions of all services."),
            [one] => format!("`{name}` allows all actions of a service: {one}."),
            several => {
                format!("`{name}` allows all actions of {} services: {}.", several.len(), some_of(several))
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role};

    #[test]
    fn wildcards_over_a_service() {
        check("IAM-03", json!([allow("s3:*", "arn:aws:s3:::orders/*")]), "FAIL MEDIUM");
        check("IAM-03", json!([allow("S3:*", "*")]), "FAIL MEDIUM");
        check("IAM-03", json!([allow("*", "*")]), "FAIL MEDIUM");
        check("IAM-03", json!([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]), "FAIL MEDIUM");
        check("IAM-03", json!([allow("s3:Get* s3:List*", "*")]), "PASS");
        let denied = json!([allow("s3:*", "*"), {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]);
        check("IAM-03", denied, "PASS");
        let part =
            json!([allow("s3:*", "*"), {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}]);
        check("IAM-03", part, "FAIL MEDIUM");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-03",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
