//! IAM-08: all resources where a policy could name some.

use evidence::facts::Function;

use super::wide;
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-08",
    title: "All resources where some could be named",
    severity: Severity::Medium,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`Resource` `*`, or all of a service, with actions for which a policy can name resources",
    why: "The function can do the same to the resources of everybody else in the account, today's and tomorrow's.",
    fix: "Name the resources. Actions that know none, such as s3:ListAllMyBuckets, keep `*` in a statement of their own.",
    command: None,
    sources: "cloudsplaining; parliament; checkov CKV_AWS_355; steampipe; AWS Service Authorization Reference",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "Policies that AWS wrote for Lambda's own needs, such as AWSLambdaBasicExecutionRole.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    wide::judge(context, function, |kind| kind.restrictable, "names no resource for actions that know some")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role};

    #[test]
    fn resources_that_could_be_named() {
        check("IAM-08", json!([allow("s3:GetObject", "*")]), "FAIL MEDIUM");
        check(
            "IAM-08",
            json!([{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::x/*"}]),
            "FAIL MEDIUM",
        );
        check(
            "IAM-08",
            json!([allow("s3:ListAllMyBuckets ec2:DescribeInstances xray:PutTraceSegments", "*")]),
            "PASS",
        );
        check("IAM-08", json!([allow("s3:GetObject", "arn:aws:s3:::orders/*")]), "PASS");
        check(
            "IAM-08",
            json!([allow("logs:CreateLogGroup", "arn:aws:logs:us-east-1:123456789012:*")]),
            "PASS",
        );
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-08",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
