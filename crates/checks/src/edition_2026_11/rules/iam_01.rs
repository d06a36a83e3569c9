//! IAM-01: a role of an administrator.

use evidence::facts::Function;
use iam::policy::{Actions, Effect};
use iam::role::{Question, Role};

use super::granted::Collected;
use super::rights::Rights;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-01",
    title: "Role of an administrator",
    severity: Severity::Critical,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "all policies of the role together, less what they deny, inside its permissions boundary; the ARNs of AdministratorAccess, \
              PowerUserAccess and IAMFullAccess also without their documents",
    why: "Whoever makes the function run a line of their own, by a flaw in its code or in a library, has the whole account: all data, \
          all services, and all rights besides.",
    fix: "Give the role the actions that the code calls, on the resources that it uses. IAM Access Analyzer writes such a policy from \
          the trail of what the function did.",
    command: Some("aws iam list-attached-role-policies --role-name {role}"),
    sources: "prowler; steampipe; checkov CKV_AWS_62, CKV_AWS_63; cfn_nag; IAM User Guide, \"Security best practices\"",
    needs: &[
        "iam:GetAccountAuthorizationDetails",
        "iam:ListAttachedRolePolicies",
        "iam:GetRolePolicy",
        "iam:GetPolicyVersion",
    ],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const ALL: &str = "do everything on everything";
const IAM_ALL: &str = "change all of IAM, and so give itself any right";
const POWER: &str = "use nearly every service without limits, as PowerUserAccess does";

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    if !rights.could("*:*") && !rights.could("iam:*") {
        return pass();
    }
    let role = rights.role(function.arn);
    let mut collected = Collected::default();
    collected.ask(&role, &Question::every("*:*", "*"), ALL);
    if collected.granted.is_empty() {
        collected.ask(&role, &Question::every("iam:*", "*"), IAM_ALL);
        power(&role, &rights, &mut collected);
    }
    collected.judged(&rights, |granted, name| {
        let words = granted.rights.first().map_or(ALL, |(_, words)| words);
        Found::new(format!("`{name}` lets the function {words}."))
    })
}

/// Statements that grant all but a few services.
fn power(role: &Role<'_>, rights: &Rights, collected: &mut Collected) {
    const SAMPLE: [&str; 6] = ["ec2:*", "s3:*", "lambda:*", "dynamodb:*", "kms:*", "secretsmanager:*"];
    for (at, _, statement) in rights.allows() {
        let excepts = matches!(statement.actions, Actions::Except(_)) && statement.effect == Effect::Allow;
        let is_granted =
            |action: &str| role.may(&Question::every(action, "*")).grants.iter().any(|grant| grant.at == at);
        if excepts && SAMPLE.iter().all(|action| is_granted(action)) {
            collected.ask_of(role, &Question::every("ec2:*", "*"), POWER, Some(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, attached, check, check_role, details};

    #[test]
    fn administrators_by_meaning() {
        check("IAM-01", json!([allow("*", "*")]), "FAIL CRITICAL");
        check("IAM-01", json!([allow("*:*", "*")]), "FAIL CRITICAL");
        check("IAM-01", json!([allow("iam:*", "*")]), "FAIL CRITICAL");
        check(
            "IAM-01",
            json!([{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}]),
            "FAIL CRITICAL",
        );
        check("IAM-01", json!([allow("s3:*", "*")]), "PASS");
        check("IAM-01", json!([allow("*", "arn:aws:s3:::orders/*")]), "PASS");
        let denied = json!([allow("*", "*"), {"Effect": "Deny", "Action": "*", "Resource": "*"}]);
        check("IAM-01", denied, "PASS");
    }

    #[test]
    fn policies_of_aws_count_by_their_name() {
        check_role("IAM-01", attached("arn:aws:iam::aws:policy/AdministratorAccess"), "FAIL CRITICAL");
        check_role("IAM-01", attached("arn:aws:iam::aws:policy/PowerUserAccess"), "FAIL CRITICAL");
        check_role("IAM-01", attached("arn:aws:iam::aws:policy/IAMFullAccess"), "FAIL CRITICAL");
        let open = "NOT_ASSESSED iam:GetPolicy";
        check_role("IAM-01", attached("arn:aws:iam::aws:policy/ReadOnlyAccess"), open);
        check_role("IAM-01", attached("arn:aws:iam::123456789012:policy/AdministratorAccess"), open);
    }

    #[test]
    fn a_boundary_limits_and_one_that_is_missing_leaves_it_open() {
        let admin = || json!({"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": allow("*", "*")}});
        let bounded = |policies| {
            let boundary = json!({"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::123456789012:policy/edge"});
            details(json!({"RolePolicyList": [admin()], "PermissionsBoundary": boundary}), policies)
        };
        check_role("IAM-01", bounded(json!([])), "NOT_ASSESSED iam:GetPolicy");
        let edge = json!([{"Arn": "arn:aws:iam::123456789012:policy/edge", "DefaultVersionId": "v1", "PolicyVersionList": [
            {"VersionId": "v1", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": [allow("s3:*", "*")]}}]}]);
        check_role("IAM-01", bounded(edge), "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-01",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
