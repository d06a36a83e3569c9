//! EXP-05: a resource policy that lets everybody in.

use evidence::facts::Function;

use super::resource_policy;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-05",
    title: "Resource policy that lets everybody in",
    severity: Severity::Critical,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Policy` of get-policy: statements that allow `Principal` `*`, and their conditions",
    why: "Principal `*` is every AWS account there is. Only a condition on who or whence narrows that: an account, an organisation, a \
          source, a VPC, an address range or a token. Encryption in transit, a wildcard value, IfExists or ForAllValues do not, and \
          lambda:FunctionUrlAuthType AWS_IAM still admits every account whose own policy allows it.",
    fix: "Remove the statement, or name the callers, or add a condition such as aws:PrincipalOrgID or aws:SourceArn with \
          aws:SourceAccount.",
    command: Some("aws lambda remove-permission --function-name {function} --statement-id {subject}"),
    sources: "AWS Security Hub Lambda.1; AWS Config lambda-function-public-access-prohibited; prowler; checkov CKV_AWS_301; IAM Access \
              Analyzer",
    needs: &["lambda:GetPolicy"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let policies = resource_policy::read(context, function);
    let mut outcomes = Vec::new();
    note(&mut outcomes, policies.gap);
    for admitted in policies.admitted().iter().filter(|admitted| admitted.caller.is_public()) {
        let statement = admitted.statement();
        let message = match admitted.caller.wide.first() {
            Some(wide) => format!(
                "`{statement}` lets everybody in: its condition on {} does not narrow who that is.",
                wide.key
            ),
            None if !admitted.caller.but.is_empty() => format!("`{statement}` lets everybody in but a few."),
            None => format!("`{statement}` lets everybody in, with no condition that narrows who that is."),
        };
        outcomes.push(Outcome::Fail(Found::new(message).about(statement).at_place(admitted.place())));
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, absent, call, check, denied, function, policy};

    fn statement(principal: Value, condition: Value) -> Value {
        json!([{"Sid": "s", "Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction", "Resource": ARN,
            "Condition": condition}])
    }

    #[test]
    fn everybody_is_everybody_unless_a_condition_narrows_it() {
        let judged = |principal: Value, condition: Value, expected: &str| {
            check("EXP-05", vec![function(json!({})), policy(statement(principal, condition))], expected);
        };
        let everybody = || json!("*");
        judged(everybody(), json!({}), "FAIL CRITICAL");
        judged(json!({"AWS": ["123456789012", "*"]}), json!({}), "FAIL CRITICAL");
        judged(everybody(), json!({"Bool": {"aws:SecureTransport": "true"}}), "FAIL CRITICAL");
        judged(everybody(), json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}), "FAIL CRITICAL");
        judged(
            everybody(),
            json!({"StringEqualsIfExists": {"aws:SourceAccount": "123456789012"}}),
            "FAIL CRITICAL",
        );
        judged(
            everybody(),
            json!({"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}),
            "FAIL CRITICAL",
        );
        judged(everybody(), json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}), "PASS");
        judged(
            everybody(),
            json!({"StringEquals": {"lambda:EventSourceToken": "amzn1.ask.skill.x"}}),
            "PASS",
        );
        judged(json!({"AWS": "999988887777"}), json!({}), "PASS");
    }

    #[test]
    fn aliases_have_policies_of_their_own_and_calls_name_functions_in_many_ways() {
        let alias = json!({"FunctionName": ARN, "Qualifier": "live"});
        let document =
            json!({"Version": "2012-10-17", "Statement": statement(json!("*"), json!({}))}).to_string();
        let alias = call("lambda:GetPolicy", alias, json!({"Policy": document}));
        check(
            "EXP-05",
            vec![function(json!({})), absent("lambda:GetPolicy"), alias.clone()],
            "FAIL CRITICAL",
        );
        check("EXP-05", vec![function(json!({})), alias], "FAIL CRITICAL");
    }

    #[test]
    fn a_deny_counts_and_what_is_unknown_stays_open() {
        let both = json!([
            {"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": ARN},
            {"Effect": "Deny", "Principal": "*", "Action": "lambda:*", "Resource": ARN},
        ]);
        check("EXP-05", vec![function(json!({})), policy(both)], "PASS");
        let part = json!([
            {"Effect": "Allow", "Principal": "*", "Action": "lambda:*", "Resource": ARN},
            {"Effect": "Deny", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": ARN},
        ]);
        check("EXP-05", vec![function(json!({})), policy(part)], "FAIL CRITICAL");
        check("EXP-05", vec![function(json!({})), absent("lambda:GetPolicy")], "PASS");
        check(
            "EXP-05",
            vec![function(json!({})), denied("lambda:GetPolicy")],
            "NOT_ASSESSED lambda:GetPolicy",
        );
        let broken = crate::edition_2026_11::testing::about("lambda:GetPolicy", json!({"Policy": "{"}));
        check("EXP-05", vec![function(json!({})), broken], "NOT_ASSESSED lambda:GetPolicy");
    }
}
