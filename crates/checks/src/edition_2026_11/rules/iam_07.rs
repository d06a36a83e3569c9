//! IAM-07: changing any resource.

use evidence::facts::Function;

use super::wide;
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-07",
    title: "May change any resource",
    severity: Severity::Low,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "actions that write, tag or manage permissions, allowed on all resources though a policy could name them",
    why: "A fault in the code, or whoever makes it run a line of their own, can change or delete more than the function's own resources.",
    fix: "Name the resources that the function changes.",
    command: None,
    sources: "cloudsplaining (infrastructure modification); checkov CKV_AWS_111; AWS Service Authorization Reference",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "Policies that AWS wrote for Lambda's own needs, such as AWSLambdaBasicExecutionRole.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    wide::judge(context, function, |kind| kind.modifies, "lets the function change any resource")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, allow_if, attached, check, check_role};

    #[test]
    fn changes_of_everything() {
        check("IAM-07", json!([allow("ec2:TerminateInstances", "*")]), "FAIL LOW");
        check("IAM-07", json!([allow("s3:Put*", "arn:aws:s3:::*")]), "FAIL LOW");
        check("IAM-07", json!([allow("s3:GetObject", "*")]), "PASS");
        check("IAM-07", json!([allow("cloudwatch:PutMetricData", "*")]), "PASS");
        check("IAM-07", json!([allow("s3:PutObject", "arn:aws:s3:::orders/*")]), "PASS");
        let tagged = json!({"StringEquals": {"ec2:ResourceTag/team": "orders"}});
        check("IAM-07", json!([allow_if("ec2:TerminateInstances", "*", tagged)]), "PASS");
    }

    #[test]
    fn policies_for_lambda_itself_are_no_fault() {
        let basic = attached("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
        check_role("IAM-07", basic, "NOT_ASSESSED iam:GetPolicy");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-07",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
