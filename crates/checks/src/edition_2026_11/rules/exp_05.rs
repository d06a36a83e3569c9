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
    fn a_deny_on_another_resource_leaves_the_door_open() {
        let with = |denied: &[&str], expected: &str| {
            let allow = json!({"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": ARN});
            let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "lambda:*", "Resource": denied});
            check("EXP-05", vec![function(json!({})), policy(json!([allow, deny]))], expected);
        };
        let alias = format!("{ARN}:live");
        with(&[&alias], "FAIL CRITICAL");
        with(&["arn:aws:lambda:us-east-1:123456789012:function:orders2"], "FAIL CRITICAL");
        with(&[&alias, ARN], "PASS");
        with(&["arn:aws:lambda:*:*:function:*"], "PASS");
    }

    #[test]
    fn each_way_to_narrow_and_not_to() {
        const ACCOUNT: &str = "123456789012";
        let narrow = [
            ("ArnLike", "aws:SourceArn", "arn:aws:events:us-east-1:123456789012:rule/x"),
            ("StringEquals", "aws:SourceArn", "arn:aws:sns:us-east-1:123456789012:t"),
            ("stringequals", "AWS:sourceaccount", ACCOUNT),
            ("ForAnyValue:StringEquals", "aws:SourceAccount", ACCOUNT),
            ("StringEquals", "aws:SourceOrgID", "o-a1b2c3d4e5"),
            ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"),
            ("StringEqualsIgnoreCase", "aws:PrincipalOrgID", "o-A1B2C3D4E5"),
            ("StringEquals", "aws:PrincipalAccount", ACCOUNT),
            ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/x"),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:*"),
            ("StringEquals", "aws:SourceVpc", "vpc-1"),
            ("StringEquals", "aws:SourceVpce", "vpce-1"),
            ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
        ];
        let wide = [
            ("ArnLike", "aws:SourceArn", "*"),
            ("ArnLike", "aws:SourceArn", "arn:aws:s3:::*"),
            ("ArnLike", "aws:SourceArn", "arn:aws:events:*:*:rule/*"),
            ("StringLike", "aws:SourceAccount", "*"),
            ("StringLike", "aws:PrincipalOrgID", "o-*"),
            ("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*"),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x"),
            ("StringLike", "aws:SourceVpce", "vpce-*"),
            ("IpAddress", "aws:SourceIp", "::/0"),
            ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"),
            ("StringNotEquals", "aws:SourceAccount", "111122223333"),
            ("StringNotEquals", "aws:PrincipalOrgID", "o-x"),
            ("Null", "aws:SourceArn", "false"),
            ("Null", "aws:SourceArn", "true"),
            ("StringLike", "aws:UserAgent", "x*"),
            ("StringEquals", "aws:Referer", "x"),
            ("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z"),
            ("Bool", "aws:MultiFactorAuthPresent", "true"),
            ("StringEquals", "aws:PrincipalTag/team", "x"),
            ("StringEquals", "aws:PrincipalType", "AssumedRole"),
            ("StringEquals", "aws:RequestedRegion", "us-east-1"),
            ("Bool", "lambda:InvokedViaFunctionUrl", "true"),
        ];
        let judged = |condition: Value, expected: &str| {
            let policy = policy(statement(json!("*"), condition.clone()));
            check("EXP-05", vec![function(json!({})), policy], expected);
        };
        for (operator, key, value) in narrow {
            judged(json!({operator: {key: value}}), "PASS");
        }
        for (operator, key, value) in wide {
            judged(json!({operator: {key: value}}), "FAIL CRITICAL");
        }
        let account = || json!({"aws:SourceAccount": ACCOUNT});
        judged(json!({"StringEqualsIfExists": account(), "Null": {"aws:SourceAccount": "false"}}), "PASS");
        judged(json!({"Bool": {"aws:SecureTransport": "true"}, "StringEquals": account()}), "PASS");
        let halves = json!({"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]});
        judged(json!({"IpAddress": halves}), "FAIL CRITICAL");
        let one_open = json!({"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "*"]});
        judged(json!({"StringLike": one_open}), "FAIL CRITICAL");
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
