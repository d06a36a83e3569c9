//! IAM-13: a role that others than Lambda may take on.

use evidence::facts::Function;
use iam::callers::Caller;
use iam::limit::LimitKind;
use iam::principal::Who;

use super::trust::{Trust, is_lambda, words};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-13",
    title: "Role that others may take on",
    severity: Severity::Medium,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`AssumeRolePolicyDocument` of get-role: everybody, other accounts, identity providers, services besides Lambda",
    why: "The role is there for the function. Whoever else may take it on has its rights without the function, its code and its logs. \
          It is critical where that is everybody.",
    fix: "Let lambda.amazonaws.com alone take on the role; give others a role of their own.",
    command: Some("aws iam update-assume-role-policy --role-name {role} --policy-document file://trust.json"),
    sources: "cloudsplaining; checkov CKV_AWS_60; prowler; IAM Access Analyzer",
    needs: &["iam:GetRole", "iam:GetAccountAuthorizationDetails"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let trust = match Trust::of(context, function) {
        Ok(trust) => trust,
        Err(judged) => return judged,
    };
    let mut outcomes = Vec::new();
    for caller in trust.callers() {
        let name = trust.name(caller.statement);
        let Some((severity, who)) = other(&caller, trust.account()) else { continue };
        let mut found = Found::new(format!("`{name}` of the trust policy lets {who} take on the role."));
        found = found.about(format!("{name}: {}", words(&caller.who))).severity(severity);
        if let Some(place) = trust.place(caller.statement) {
            found = found.at_place(place);
        }
        outcomes.push(Outcome::Fail(found));
    }
    Ok(outcomes)
}

/// Whether a caller is somebody else, and how bad that is.
fn other(caller: &Caller, own: &str) -> Option<(Severity, String)> {
    let only_own =
        || caller.accounts().is_some_and(|accounts| accounts.iter().all(|account| *account == own));
    match &caller.who {
        Who::Everyone if caller.is_public() => Some((Severity::Critical, "everybody".to_owned())),
        Who::Everyone if only_own() => None,
        Who::Everyone => {
            let keys: Vec<&str> = caller.limits.iter().map(|limit| limit.key.as_str()).collect();
            Some((Severity::Medium, format!("everybody whom {} allows", keys.join(", "))))
        }
        Who::Account(account) if account != own => {
            Some((Severity::Medium, format!("another account, {account},")))
        }
        Who::Arn { arn, account } if account != own => {
            Some((Severity::Medium, format!("{arn}, of another account,")))
        }
        Who::Account(_) | Who::Arn { .. } => None,
        Who::Service(service) if is_lambda(service) => None,
        Who::Service(service) => Some((Severity::Medium, service.clone())),
        Who::Federated(_) => {
            let is_bound = caller.limits.iter().any(|limit| limit.kind == LimitKind::Subject);
            let who = words(&caller.who);
            Some(if is_bound {
                (Severity::Medium, format!("people of {who}"))
            } else {
                (Severity::High, format!("anybody whom {who} signs in"))
            })
        }
        // A principal that is gone can't take on anything.
        Who::CanonicalUser(_) | Who::Other(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::rules::iam_testing::{check_role, details};

    #[track_caller]
    fn check(principal: Value, condition: Value, expected: &str) {
        let trust = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"], "Condition": condition}]});
        check_role("IAM-13", details(json!({"AssumeRolePolicyDocument": trust}), json!([])), expected);
    }

    #[test]
    fn others_than_lambda() {
        let none = || json!({});
        check(json!({"Service": "lambda.amazonaws.com"}), none(), "PASS");
        check(json!({"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]}), none(), "PASS");
        check(json!({"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}), none(), "FAIL MEDIUM");
        check(json!("*"), none(), "FAIL CRITICAL");
        check(json!({"AWS": "*"}), json!({"StringEquals": {"sts:ExternalId": "x"}}), "FAIL CRITICAL");
        check(
            json!({"AWS": "*"}),
            json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
            "FAIL MEDIUM",
        );
        check(json!({"AWS": "*"}), json!({"StringEquals": {"aws:PrincipalAccount": "123456789012"}}), "PASS");
        check(json!({"AWS": "arn:aws:iam::999988887777:root"}), none(), "FAIL MEDIUM");
        check(json!({"AWS": "arn:aws:iam::123456789012:role/ci"}), none(), "PASS");
        check(json!({"AWS": "AROAEXAMPLEEXAMPLE123"}), none(), "PASS");
    }

    #[test]
    fn identity_providers() {
        let github = || json!({"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"});
        check(github(), json!({}), "FAIL HIGH");
        let subject =
            json!({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:shop/orders:*"}});
        check(github(), subject, "FAIL MEDIUM");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role("IAM-13", Vec::new(), "NOT_ASSESSED iam:GetRole");
    }
}
