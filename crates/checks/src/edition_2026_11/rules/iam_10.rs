//! IAM-10: taking on any role.

use evidence::facts::Function;

use super::granted::Wide::Every;
use super::granted::{Right, judge};
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-10",
    title: "May take on any role",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "sts:AssumeRole on all roles, of any account or of its own",
    why: "The function can become every role whose trust policy lets its account in, also in other accounts. Which those are is decided \
          elsewhere, by others, and later.",
    fix: "Name the roles that the code takes on.",
    command: None,
    sources: "prowler; checkov CKV_AWS_61; cloudsplaining",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const fn right(on: &'static str, words: &'static str) -> Right {
    Right { action: "sts:AssumeRole", on, reach: Every, words }
}

static ASSUMES: &[Right] = &[
    right("arn:{p}:iam::*:role/*", "take on any role of any account that lets it"),
    right("arn:{p}:iam::{a}:role/*", "take on any role of the account that lets it"),
];

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge(context, function, ASSUMES, "")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role};

    #[test]
    fn any_role() {
        check("IAM-10", json!([allow("sts:AssumeRole", "*")]), "FAIL HIGH");
        check("IAM-10", json!([allow("sts:*", "arn:aws:iam::*:role/*")]), "FAIL HIGH");
        check("IAM-10", json!([allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/*")]), "FAIL HIGH");
        check("IAM-10", json!([allow("sts:AssumeRole", "arn:aws:iam::999988887777:role/reader")]), "PASS");
        check("IAM-10", json!([allow("sts:GetCallerIdentity", "*")]), "PASS");
        let denied =
            json!([allow("sts:*", "*"), {"Effect": "Deny", "Action": "sts:AssumeRole*", "Resource": "*"}]);
        check("IAM-10", denied, "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-10",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
