//! EXP-10: a resource policy that says who or what is not meant.

use evidence::facts::Function;
use iam::policy::{Actions, Effect};
use iam::principal::Principals;

use super::resource_policy;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-10",
    title: "Resource policy that allows all but what it names",
    severity: Severity::High,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Policy` of get-policy: Allow with `NotPrincipal` or `NotAction`",
    why: "Allow with NotPrincipal lets everybody in but those named; Allow with NotAction lets them do everything else, and all that AWS \
          adds later. Both are nearly always a mistake for Deny.",
    fix: "Name who may do what, with Principal and Action.",
    command: Some("aws lambda remove-permission --function-name {function} --statement-id {subject}"),
    sources: "IAM user guide, \"NotPrincipal\" and \"NotAction\"; IAM Access Analyzer; parliament",
    needs: &["lambda:GetPolicy"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let policies = resource_policy::read(context, function);
    let mut outcomes = Vec::new();
    note(&mut outcomes, policies.gap);
    for policy in &policies.known {
        for statement in policy.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow)
        {
            let name = policy.name(statement.index);
            let message = match (&statement.principals, &statement.actions) {
                (Principals::Except(_), _) => {
                    format!("`{name}` allows everybody but those it names (NotPrincipal).")
                }
                (_, Actions::Except(_)) => {
                    format!("`{name}` allows all actions but those it names (NotAction).")
                }
                _ => continue,
            };
            let place = policy.statement(statement.index);
            outcomes.push(Outcome::Fail(Found::new(message).about(name).at_place(place)));
        }
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, check, denied, function, policy};

    #[test]
    fn negations_in_allows() {
        let judged = |statement: Value, expected: &str| {
            check("EXP-10", vec![function(json!({})), policy(statement)], expected);
        };
        let other = json!({"AWS": "arn:aws:iam::999988887777:role/x"});
        let with = |effect: &str, principal: &str, action: &str| json!([{"Effect": effect, principal: other, action: "lambda:InvokeFunction", "Resource": ARN}]);
        judged(with("Allow", "NotPrincipal", "Action"), "FAIL HIGH");
        judged(with("Allow", "Principal", "NotAction"), "FAIL HIGH");
        judged(with("Deny", "NotPrincipal", "NotAction"), "PASS");
        judged(with("Allow", "Principal", "Action"), "PASS");
        check(
            "EXP-10",
            vec![function(json!({})), denied("lambda:GetPolicy")],
            "NOT_ASSESSED lambda:GetPolicy",
        );
    }
}
