//! EXP-06: a resource policy that lets another account in.

use evidence::facts::{Function, Gap};
use iam::limit::LimitKind;
use iam::principal::Who;

use super::resource_policy;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-06",
    title: "Resource policy that lets another account in",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Policy` of get-policy: principals and accounts in conditions, beside the account in `FunctionArn`",
    why: "Whoever runs the other account decides who there may call this function, and its own audit does not reach there.",
    fix: "Make sure that the account is yours or a partner's who still needs this, and name the one role there that calls. Remove the \
          permission otherwise.",
    command: Some("aws lambda remove-permission --function-name {function} --statement-id {subject}"),
    sources: "IAM Access Analyzer; cloudsploit; prowler by a flag",
    needs: &["lambda:GetPolicy"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let policies = resource_policy::read(context, function);
    let mut outcomes = Vec::new();
    note(&mut outcomes, policies.gap);
    let admitted = policies.admitted();
    let Some(own) = function.account() else {
        if !admitted.is_empty() {
            outcomes.push(Outcome::NotAssessed(Gap::new("lambda:GetFunction")));
        }
        return Ok(outcomes);
    };
    for admitted in admitted {
        let caller = &admitted.caller;
        let statement = admitted.statement();
        let accounts = caller.accounts().unwrap_or_default();
        let mut others: Vec<&str> = accounts.into_iter().filter(|account| is_other(account, own)).collect();
        others.dedup();
        if !others.is_empty() {
            let others = others.join(", ");
            let message = match &caller.who {
                Who::Service(service) => format!("`{statement}` lets {service} in for account {others}."),
                _ => format!("`{statement}` lets account {others} in."),
            };
            outcomes.push(Outcome::Fail(Found::new(message).about(statement).at_place(admitted.place())));
            continue;
        }
        let organisation = caller.limits.iter().find(|limit| limit.kind == LimitKind::Organization);
        if let Some(limit) =
            organisation.filter(|_| caller.who == Who::Everyone && caller.accounts().is_none())
        {
            let message = format!(
                "`{statement}` lets every account of {} in. Make sure that each of them is meant.",
                limit.values.join(", ")
            );
            outcomes.push(Outcome::Manual(Found::new(message).about(statement).at_place(admitted.place())));
        }
    }
    Ok(outcomes)
}

/// Whether it is an account, and not this one. A variable stands for the resource's own.
fn is_other(account: &str, own: &str) -> bool {
    account != own && iam::principal::is_account(account)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, check, denied, function, policy};

    #[test]
    fn other_accounts_are_found_wherever_they_are_named() {
        let judged = |principal: Value, condition: Value, expected: &str| {
            let statement = json!([{"Sid": "s", "Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction",
                "Resource": ARN, "Condition": condition}]);
            check("EXP-06", vec![function(json!({})), policy(statement)], expected);
        };
        judged(json!({"AWS": "arn:aws:iam::999988887777:role/x"}), json!({}), "FAIL MEDIUM");
        judged(json!({"AWS": "999988887777"}), json!({}), "FAIL MEDIUM");
        judged(json!({"AWS": "arn:aws:iam::123456789012:root"}), json!({}), "PASS");
        judged(json!("*"), json!({"StringEquals": {"aws:PrincipalAccount": "999988887777"}}), "FAIL MEDIUM");
        judged(json!("*"), json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}), "MANUAL");
        let sns = || json!({"Service": "sns.amazonaws.com"});
        let source = |account: &str| json!({"ArnLike": {"AWS:SourceArn": format!("arn:aws:sns:us-east-1:{account}:t")}});
        judged(sns(), source("999988887777"), "FAIL MEDIUM");
        judged(sns(), source("123456789012"), "PASS");
        check(
            "EXP-06",
            vec![function(json!({})), denied("lambda:GetPolicy")],
            "NOT_ASSESSED lambda:GetPolicy",
        );
    }
}
