//! IAM-16: a role that isn't there.

use evidence::facts::{Answer, Function, Role};

use super::rights::{LIST, role_arn};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-16",
    title: "Role that does not exist",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`Role` of the function, which get-role doesn't find or a complete list of roles doesn't hold",
    why: "The function can't run. And whoever may create roles of that name and trust decides what it may do when it runs again.",
    fix: "Give the function a role that exists, or delete the function if nobody misses it.",
    command: Some("aws lambda update-function-configuration --function-name {function} --role NEW_ROLE_ARN"),
    sources: "CloudSploit",
    needs: &["iam:GetRole", "iam:GetAccountAuthorizationDetails"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let arn = role_arn(function)?;
    let account = Role::account(&arn);
    match Role::detail(context.facts, &arn) {
        Answer::Absent(call) => {
            let found = Found::new("The function's role does not exist.").about(arn.clone());
            fail(found.at_config(function, "Role").at_call(Some(call)))
        }
        Answer::Known(detail) => match detail.text_of("Arn") {
            // A name is one role's in an account, whatever its path.
            Some(found) if found != arn => {
                let message =
                    format!("The function's role does not exist: the role of that name is {found}.");
                let found = Found::new(message).about(arn.clone()).at_config(function, "Role");
                fail(found.at(&detail.get("Arn").unwrap_or(detail)))
            }
            _ => pass(),
        },
        Answer::Refused(gap) | Answer::Missing(gap) => {
            if !context.facts.find(account, LIST, "Roles", "Arn", &arn).is_empty() {
                return pass();
            }
            let call = context.facts.unfiltered(account, LIST).map_err(|_| gap)?;
            let found = Found::new("The function's role does not exist.").about(arn.clone());
            fail(found.at_config(function, "Role").at_call(Some(call)))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{check_role, detail, details, roles};
    use crate::edition_2026_11::testing::error;

    fn about(code: &str) -> serde_json::Value {
        error("iam:GetRole", json!({"RoleName": "orders-role"}), code)
    }

    #[test]
    fn roles_that_are_gone() {
        check_role("IAM-16", details(json!({}), json!([])), "PASS");
        check_role("IAM-16", vec![about("NoSuchEntity")], "FAIL HIGH");
        check_role("IAM-16", vec![roles(vec![detail("other", json!({}))], json!([]))], "FAIL HIGH");
        // The other rules have nothing to say about it.
        check_role("IAM-01", vec![about("NoSuchEntity")], "NOT_APPLICABLE");
        let moved = json!({"Role": detail("orders-role", json!({"Arn": "arn:aws:iam::123456789012:role/new/orders-role"}))});
        let moved =
            crate::edition_2026_11::testing::call("iam:GetRole", json!({"RoleName": "orders-role"}), moved);
        check_role("IAM-16", vec![moved], "FAIL HIGH");
    }

    #[test]
    fn a_list_of_roles_will_do() {
        let list = |name: &str, more: bool| {
            let answer = json!({"Roles": [detail(name, json!({}))], "IsTruncated": more});
            vec![crate::edition_2026_11::testing::call("iam:ListRoles", json!({}), answer)]
        };
        check_role("IAM-16", list("orders-role", true), "PASS");
        check_role("IAM-16", list("other", false), "FAIL HIGH");
        check_role("IAM-16", list("other", true), "NOT_ASSESSED iam:GetRole");
        check_role("IAM-13", list("orders-role", true), "PASS");
        check_role("IAM-17", list("orders-role", true), "NOT_ASSESSED iam:GetRole");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role("IAM-16", Vec::new(), "NOT_ASSESSED iam:GetRole");
        check_role("IAM-16", vec![about("AccessDenied")], "NOT_ASSESSED iam:GetRole");
        let mut cut = roles(vec![detail("other", json!({}))], json!([]));
        cut["response"]["IsTruncated"] = true.into();
        check_role("IAM-16", vec![cut], "NOT_ASSESSED iam:GetRole");
    }
}
