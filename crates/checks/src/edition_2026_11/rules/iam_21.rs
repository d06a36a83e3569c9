//! IAM-21: a function that may change itself.

use evidence::facts::Function;

use super::granted::Wide::Some;
use super::granted::{Right, judge};
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-21",
    title: "May change itself",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "actions of Lambda that change a function or who may call it, allowed on the function's own ARN",
    why: "Whoever makes the function run a line of their own can make that last: put other code into it, take off its limits, or let \
          others call it.",
    fix: "Take the actions away, or name other functions than this one.",
    command: None,
    sources: "AWS Lambda developer guide, \"Defining permissions with an execution role\"",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const fn right(action: &'static str, words: &'static str) -> Right {
    Right { action, on: "{f}", reach: Some, words }
}

static CHANGES: &[Right] = &[
    right("lambda:UpdateFunctionCode", "replace its own code"),
    right("lambda:UpdateFunctionConfiguration", "change its own settings, layers and variables"),
    right("lambda:PutFunctionConcurrency", "change its own limits"),
    right("lambda:DeleteFunctionConcurrency", "change its own limits"),
    right("lambda:PutFunctionRecursionConfig", "change its own limits"),
    right("lambda:PutRuntimeManagementConfig", "change its own settings, layers and variables"),
    right("lambda:AddPermission", "let others call it"),
    right("lambda:CreateFunctionUrlConfig", "let others call it"),
    right("lambda:UpdateFunctionUrlConfig", "let others call it"),
    right("lambda:PutFunctionCodeSigningConfig", "change whose code it accepts"),
    right("lambda:DeleteFunctionCodeSigningConfig", "change whose code it accepts"),
    right("lambda:DeleteFunction", "delete itself"),
];

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge(context, function, CHANGES, "")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, check, check_role};
    use crate::edition_2026_11::testing::ARN;

    #[test]
    fn changes_of_itself() {
        check("IAM-21", json!([allow("lambda:UpdateFunctionCode", ARN)]), "FAIL HIGH");
        check("IAM-21", json!([allow("lambda:Put*", "*")]), "FAIL HIGH");
        check("IAM-21", json!([allow("lambda:UpdateFunctionCode", &format!("{ARN}*"))]), "FAIL HIGH");
        check("IAM-21", json!([allow("lambda:UpdateFunctionCode", &format!("{ARN}-v2"))]), "PASS");
        check("IAM-21", json!([allow("lambda:InvokeFunction lambda:GetFunction", "*")]), "PASS");
        let denied =
            json!([allow("lambda:*", "*"), {"Effect": "Deny", "Action": "lambda:*", "Resource": ARN}]);
        check("IAM-21", denied, "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-21",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
