//! IAM-05: getting credentials of others.

use evidence::facts::Function;

use super::granted::Wide::{Every, Some};
use super::granted::{Right, judge};
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-05",
    title: "May get credentials of others",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "actions that make or hand out credentials: in IAM for any user, elsewhere for all resources of the account",
    why: "Credentials that the function can make or fetch outlive it and its logs: whoever takes it over goes on as somebody else.",
    fix: "Take the action away, or limit it to the one user, cluster or database that the function looks after.",
    command: None,
    sources: "cloudsplaining (credentials exposure); parliament; checkov CKV_AWS_107",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const USERS: &str = "arn:{p}:iam::{a}:user/*";
const MADE: &str = "make credentials for other users";

const fn of_users(action: &'static str) -> Right {
    Right { action, on: USERS, reach: Some, words: MADE }
}

const fn right(action: &'static str, on: &'static str, words: &'static str) -> Right {
    Right { action, on, reach: Every, words }
}

/// Tokens that carry no more than the role's own rights, like those of ecr:GetAuthorizationToken, are left out.
static CREDENTIALS: &[Right] = &[
    of_users("iam:CreateAccessKey"),
    of_users("iam:UpdateAccessKey"),
    of_users("iam:CreateLoginProfile"),
    of_users("iam:UpdateLoginProfile"),
    of_users("iam:CreateServiceSpecificCredential"),
    of_users("iam:ResetServiceSpecificCredential"),
    of_users("iam:UploadSSHPublicKey"),
    of_users("iam:UploadSigningCertificate"),
    right("sts:GetFederationToken", "arn:{p}:sts::{a}:federated-user/*", "make sessions for federated users"),
    right("sso:GetRoleCredentials", "*", "fetch credentials of people's roles"),
    right(
        "ec2:GetPasswordData",
        "arn:{p}:ec2:{r}:{a}:instance/*",
        "fetch the administrator's password of every instance",
    ),
    right("redshift:GetClusterCredentials", "arn:{p}:redshift:{r}:{a}:dbuser:*", "sign in to every database"),
    right(
        "redshift:GetClusterCredentialsWithIAM",
        "arn:{p}:redshift:{r}:{a}:dbname:*",
        "sign in to every database",
    ),
    right("redshift:CreateClusterUser", "arn:{p}:redshift:{r}:{a}:dbuser:*", "sign in to every database"),
    right(
        "redshift-serverless:GetCredentials",
        "arn:{p}:redshift-serverless:{r}:{a}:workgroup/*",
        "sign in to every database",
    ),
    right("rds-db:connect", "arn:{p}:rds-db:{r}:{a}:dbuser:*", "sign in to every database"),
    right("lightsail:GetInstanceAccessDetails", "*", "sign in to every Lightsail instance"),
    right("lightsail:GetRelationalDatabaseMasterUserPassword", "*", "sign in to every database"),
    right("lightsail:DownloadDefaultKeyPair", "*", "sign in to every Lightsail instance"),
    right("lightsail:CreateBucketAccessKey", "*", "make keys for Lightsail buckets"),
    right(
        "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
        "arn:{p}:cognito-identity:{r}:{a}:identitypool/*",
        "sign in as any user of an identity pool",
    ),
    right(
        "cognito-idp:AdminSetUserPassword",
        "arn:{p}:cognito-idp:{r}:{a}:userpool/*",
        "set the password of any user of a user pool",
    ),
    right(
        "connect:GetFederationToken",
        "arn:{p}:connect:{r}:{a}:instance/*",
        "sign in to every Connect instance",
    ),
    right(
        "connect:AdminGetEmergencyAccessToken",
        "arn:{p}:connect:{r}:{a}:instance/*",
        "sign in to every Connect instance",
    ),
    right("gamelift:RequestUploadCredentials", "*", "fetch credentials for uploads of builds"),
    right("codepipeline:PollForJobs", "*", "fetch credentials for the artifacts of pipelines"),
    right("chime:CreateApiKey", "*", "make API keys of Chime"),
    right("apigateway:GET", "arn:{p}:apigateway:{r}::/apikeys/*", "read every API key"),
    right("mediapackage:RotateChannelCredentials", "*", "fetch credentials of every channel"),
    right("mediapackage:RotateIngestEndpointCredentials", "*", "fetch credentials of every channel"),
];

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge(context, function, CREDENTIALS, "")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role};

    #[test]
    fn credentials_of_others() {
        check("IAM-05", json!([allow("iam:CreateAccessKey", "*")]), "FAIL HIGH");
        check("IAM-05", json!([allow("iam:*AccessKey*", "arn:aws:iam::123456789012:user/ci")]), "FAIL HIGH");
        check(
            "IAM-05",
            json!([allow("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/${aws:username}")]),
            "PASS",
        );
        check("IAM-05", json!([allow("ec2:GetPasswordData", "*")]), "FAIL HIGH");
        check(
            "IAM-05",
            json!([allow("rds-db:connect", "arn:aws:rds-db:us-east-1:123456789012:dbuser:db-X/orders")]),
            "PASS",
        );
        check("IAM-05", json!([allow("iam:ListAccessKeys ecr:GetAuthorizationToken", "*")]), "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-05",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
