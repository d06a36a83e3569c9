//! IAM-06: changing who may reach resources.

use evidence::facts::Function;

use super::wide;
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-06",
    title: "May change who reaches resources",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "actions of the access level \"permissions management\" that are allowed on all resources",
    why: "Whoever changes bucket policies, key policies or function policies opens what they protect to anybody, also to other accounts.",
    fix: "Take the actions away, or name the resources whose policies the function looks after.",
    command: None,
    sources: "cloudsplaining (resource exposure); parliament; checkov CKV_AWS_109; AWS Service Authorization Reference",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "Policies that AWS wrote for Lambda's own needs, such as AWSLambdaBasicExecutionRole.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    wide::judge(
        context,
        function,
        |kind| kind.permissions,
        "lets the function change who may reach any resource",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role};

    #[test]
    fn permissions_on_everything() {
        check("IAM-06", json!([allow("s3:PutBucketPolicy", "*")]), "FAIL HIGH");
        check("IAM-06", json!([allow("kms:*", "*")]), "FAIL HIGH");
        check("IAM-06", json!([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}]), "FAIL HIGH");
        check("IAM-06", json!([allow("s3:PutBucketPolicy", "arn:aws:s3:::orders")]), "PASS");
        check("IAM-06", json!([allow("s3:PutObject", "*")]), "PASS");
        let denied = json!([allow("s3:*", "*"), {"Effect": "Deny", "Action": ["s3:Put*Policy", "s3:*Acl", "s3:*AccessPoint*", "s3:*Policy*",
            "s3:*AccessGrant*", "s3:*OwnershipControls", "s3:*PublicAccessBlock", "s3:BypassGovernanceRetention", "s3:ObjectOwner*",
            "s3:PutObject*", "s3:PutBucket*", "s3:*Access*"], "Resource": "*"}]);
        check("IAM-06", denied, "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-06",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
