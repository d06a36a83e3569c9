//! IAM-20: a function that may not write its log.

use evidence::facts::{Answer, Function};
use iam::role::{Question, Role, Verdict};

use super::granted::fill;
use super::rights::Rights;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-20",
    title: "May not write its own log",
    severity: Severity::Low,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "logs:CreateLogStream and logs:PutLogEvents on the function's log group, and logs:CreateLogGroup where the group isn't there",
    why: "What the function writes is lost: errors, and the traces of an attack.",
    fix: "Attach AWSLambdaBasicExecutionRole, or allow both actions on the function's log group, also in the permissions boundary.",
    command: Some(
        "aws iam attach-role-policy --role-name {role} --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    ),
    sources: "cfn_nag W58; CloudSploit; AWS Lambda developer guide, \"Sending Lambda function logs to CloudWatch Logs\"",
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
    let name = function.log_group()?;
    let group = fill("arn:{p}:logs:{r}:{a}:log-group:", function, &role) + &name;
    let mut needed = vec!["logs:CreateLogStream", "logs:PutLogEvents"];
    let gone = matches!(context.facts.log_group(function.at, &name), Answer::Absent(_));
    if gone {
        needed.push("logs:CreateLogGroup");
    }
    let verdicts: Vec<(&str, Verdict)> =
        needed.iter().map(|action| (*action, may(&role, action, &group))).collect();
    let lacking: Vec<&str> =
        verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::No).map(|(action, _)| *action).collect();
    if !lacking.is_empty() {
        let why = if gone { ", which does not exist yet" } else { "" };
        let message = format!(
            "The role may not do {} on the function's log group `{name}`{why}.",
            lacking.join(" and ")
        );
        let mut found = Found::new(message).about(name);
        for (at, document) in rights.documents.iter().enumerate() {
            // A Deny is what an auditor wants to see; without one the policies lack the Allow.
            let policy = iam::role::PolicyRef::Identity(at);
            let denies = lacking.iter().flat_map(|action| role.may(&Question::some(action, &group)).denies);
            let denies: Vec<usize> =
                denies.filter(|deny| deny.policy == policy).map(|deny| deny.statement).collect();
            for place in denies.into_iter().filter_map(|statement| document.place(statement)) {
                found = found.at_place(place);
            }
        }
        if found.evidence.is_empty() {
            found = found.at_config(function, "Role");
        }
        return fail(found);
    }
    if verdicts.iter().any(|(_, verdict)| *verdict == Verdict::CannotTell) {
        return Ok(rights.open().collect());
    }
    pass()
}

/// Whether a role may do something with a log group, however its policies write the group's ARN: with `:*` behind it, or without.
fn may(role: &Role<'_>, action: &str, group: &str) -> Verdict {
    let streams = role.may(&Question::some(action, &format!("{group}:*"))).verdict;
    streams.max(role.may(&Question::exactly(action, group)).verdict)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, attached, check, check_role};
    use crate::edition_2026_11::testing::call;

    const BOTH: &str = "logs:CreateLogStream logs:PutLogEvents";

    #[test]
    fn logs() {
        let on = |resource: &str| json!([allow(BOTH, resource)]);
        check("IAM-20", on("*"), "PASS");
        check("IAM-20", on("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders:*"), "PASS");
        check("IAM-20", on("arn:aws:logs:*:*:*"), "PASS");
        check("IAM-20", on("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/mail:*"), "FAIL LOW");
        check("IAM-20", json!([allow("logs:CreateLogStream", "*")]), "FAIL LOW");
        let denied =
            json!([allow("logs:*", "*"), {"Effect": "Deny", "Action": "logs:Put*", "Resource": "*"}]);
        check("IAM-20", denied, "FAIL LOW");
        let basic = attached("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
        check_role("IAM-20", basic, "PASS");
    }

    #[test]
    fn a_group_that_is_gone_has_to_be_made() {
        let with = |actions: &str| {
            let role = crate::edition_2026_11::rules::iam_testing::inline(
                "orders-role",
                json!([allow(actions, "*")]),
            );
            let groups = call("logs:DescribeLogGroups", json!({}), json!({"logGroups": []}));
            vec![crate::edition_2026_11::rules::iam_testing::roles(vec![role], json!([])), groups]
        };
        check_role("IAM-20", with(BOTH), "FAIL LOW");
        check_role("IAM-20", with("logs:*"), "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-20",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
