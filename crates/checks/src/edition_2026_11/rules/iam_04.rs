//! IAM-04: reading all data there is.

use evidence::facts::Function;

use super::granted::Wide::Every;
use super::granted::{Right, judge};
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-04",
    title: "May read all data of a kind",
    severity: Severity::Medium,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "actions that read data, allowed on all buckets, parameters, secrets, tables, queues, streams or snapshots of the account",
    why: "Whoever makes the function run a line of their own can carry all of it away, not only what the function works with.",
    fix: "Name the buckets, parameters, secrets and tables that the code reads.",
    command: None,
    sources: "cloudsplaining (data exfiltration); checkov CKV_AWS_108",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const fn right(action: &'static str, on: &'static str, words: &'static str) -> Right {
    Right { action, on, reach: Every, words }
}

const OBJECTS: &str = "arn:{p}:s3:::*/*";
const PARAMETERS: &str = "arn:{p}:ssm:{r}:{a}:parameter/*";
const TABLES: &str = "arn:{p}:dynamodb:{r}:{a}:table/*";

static READS: &[Right] = &[
    right("s3:GetObject", OBJECTS, "read every object of every bucket"),
    right("s3:GetObjectVersion", OBJECTS, "read every object of every bucket"),
    right("ssm:GetParameter", PARAMETERS, "read every parameter"),
    right("ssm:GetParameters", PARAMETERS, "read every parameter"),
    right("ssm:GetParametersByPath", PARAMETERS, "read every parameter"),
    right("ssm:GetParameterHistory", PARAMETERS, "read every parameter"),
    right("secretsmanager:GetSecretValue", "arn:{p}:secretsmanager:{r}:{a}:secret:*", "read every secret"),
    right("secretsmanager:BatchGetSecretValue", "*", "read every secret"),
    right("dynamodb:Scan", TABLES, "read every table"),
    right("dynamodb:Query", TABLES, "read every table"),
    right("dynamodb:GetItem", TABLES, "read every table"),
    right("dynamodb:BatchGetItem", TABLES, "read every table"),
    right("dynamodb:PartiQLSelect", TABLES, "read every table"),
    right("dynamodb:ExportTableToPointInTime", TABLES, "read every table"),
    right("rds:CopyDBSnapshot", "arn:{p}:rds:{r}:{a}:snapshot:*", "copy every database"),
    right("rds:CreateDBSnapshot", "arn:{p}:rds:{r}:{a}:db:*", "copy every database"),
    right("rds:StartExportTask", "*", "copy every database"),
    right("rds-data:ExecuteStatement", "arn:{p}:rds:{r}:{a}:cluster:*", "query every database cluster"),
    right("sqs:ReceiveMessage", "arn:{p}:sqs:{r}:{a}:*", "read every queue"),
    right("kinesis:GetRecords", "arn:{p}:kinesis:{r}:{a}:stream/*", "read every stream"),
    right("ebs:GetSnapshotBlock", "arn:{p}:ec2:{r}::snapshot/*", "read every disk snapshot"),
    right("codecommit:GitPull", "arn:{p}:codecommit:{r}:{a}:*", "read every code repository"),
    right(
        "lambda:GetFunction",
        "arn:{p}:lambda:{r}:{a}:function:*",
        "read the code and variables of every function",
    ),
];

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge(context, function, READS, "")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{
        allow, allow_if, check, check_role, inline, messages, roles,
    };

    #[test]
    fn all_data_of_a_kind() {
        check("IAM-04", json!([allow("s3:GetObject", "*")]), "FAIL MEDIUM");
        check("IAM-04", json!([allow("s3:Get*", "arn:aws:s3:::*")]), "FAIL MEDIUM");
        check(
            "IAM-04",
            json!([allow("dynamodb:Scan", "arn:aws:dynamodb:us-east-1:123456789012:table/*")]),
            "FAIL MEDIUM",
        );
        check("IAM-04", json!([allow("s3:GetObject", "arn:aws:s3:::orders/*")]), "PASS");
        check("IAM-04", json!([allow("s3:PutObject", "*")]), "PASS");
        let denied =
            json!([allow("s3:*", "*"), {"Effect": "Deny", "Action": "s3:GetObject*", "Resource": "*"}]);
        check("IAM-04", denied, "PASS");
    }

    #[test]
    fn conditions_narrow_if_they_speak_of_the_resource() {
        let tagged = |condition| json!([allow_if("secretsmanager:GetSecretValue", "*", condition)]);
        let check = |condition, expected| check("IAM-04", tagged(condition), expected);
        check(json!({"StringEquals": {"aws:ResourceTag/team": "orders"}}), "PASS");
        check(json!({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}), "FAIL MEDIUM");
        check(json!({"StringLike": {"aws:ResourceTag/team": "*"}}), "FAIL MEDIUM");
        check(json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}), "PASS");
        check(json!({"StringEquals": {"aws:ResourceAccount": "123456789012"}}), "FAIL MEDIUM");
        check(json!({"StringEquals": {"aws:ResourceAccount": "999988887777"}}), "PASS");
        check(json!({"Bool": {"aws:ViaAWSService": "false"}}), "FAIL MEDIUM");
        check(json!({"DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}}), "PASS");
        check(json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}), "FAIL MEDIUM");
    }

    #[test]
    fn words() {
        let role = inline("orders-role", json!([allow("s3:GetObject* ssm:GetParameter", "*")]));
        let found = messages("IAM-04", vec![roles(vec![role], json!([]))]);
        assert_eq!(
            found,
            [
                "`p/statement 1` lets the function read every object of every bucket (s3:GetObject, s3:GetObjectVersion) and \
              read every parameter (ssm:GetParameter)."
            ]
        );
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-04",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
