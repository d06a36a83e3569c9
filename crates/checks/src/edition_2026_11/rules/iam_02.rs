//! IAM-02: a way to more rights.

use evidence::facts::Function;
use iam::escalation::Class;

use super::escalation::{Way, ways};
use super::exposure::public;
use super::rights::Rights;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-02",
    title: "Way to more rights",
    severity: Severity::High,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "known sets of actions (prowler, cloudsplaining, pathfinding.cloud), each of which the role may do over all its policies \
              together, less what they deny, inside its boundary; and whether the roles that it can pass have more rights",
    why: "With such a set of actions the role can give itself rights that nobody meant it to have. Whoever makes the function run a line \
          of their own takes that way. It is critical where everybody can call the function, and medium where the way leads through \
          something that happens to run with more rights.",
    fix: "Take one step of the way out: name the resources of the action, limit iam:PassRole to the one role and service that are needed, \
          or set a permissions boundary.",
    command: None,
    sources: "prowler; cloudsplaining; parliament; checkov CKV_AWS_110; pathfinding.cloud",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

/// Further ways are named only.
const SHOWN: usize = 5;

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    let found = ways(context, function, &rights);
    let mut outcomes: Vec<Outcome> = Vec::new();
    if found.open || !found.ways.is_empty() {
        outcomes.extend(rights.open());
    }
    if found.ways.is_empty() {
        return Ok(outcomes);
    }
    let exposed = public(context, function);
    let shown = if found.is_admin { 1 } else { SHOWN };
    for way in found.ways.iter().take(shown) {
        let mut one = finding(way, exposed.is_some());
        if let Some(place) = &exposed {
            one = one.at_place(place.clone());
        }
        outcomes.push(Outcome::Fail(one));
    }
    let further: Vec<&str> = found.ways.iter().skip(shown).map(|way| way.id).collect();
    if let (Some(Outcome::Fail(last)), false) = (outcomes.last_mut(), further.is_empty()) {
        let front =
            if found.is_admin { "The role may do everything, so this is one way of many. " } else { "" };
        let names = super::granted::some_of(&further);
        last.message = format!("{front}{} {} further ways: {names}.", last.message, further.len()).into();
    }
    Ok(outcomes)
}

fn finding(way: &Way, is_public: bool) -> Found {
    let severity = match (way.class, is_public) {
        (Class::Existing, true) => Severity::High,
        (Class::Existing, false) => Severity::Medium,
        (_, true) => Severity::Critical,
        (_, false) => Severity::High,
    };
    let who = if is_public { "Everybody can call the function, and its role" } else { "The role" };
    let what = match way.class {
        Class::Itself => "can raise its own rights",
        Class::PassRole => "can have something run with the rights of another role",
        Class::Existing => "can use what already runs, perhaps with more rights",
    };
    let steps = match way.steps.as_slice() {
        [one] => one.to_string(),
        steps => {
            let numbered = steps.iter().zip(1..).map(|(step, number)| format!("{number}. {step}"));
            numbered.collect::<Vec<_>>().join("; ")
        }
    };
    let mut message = format!("{who} {what}: {steps}.");
    if !way.only_if.is_empty() {
        message.push_str(&format!(" It depends on conditions on {}.", way.only_if.join(", ")));
    }
    if !way.about_roles.is_empty() {
        message.push(' ');
        message.push_str(&way.about_roles);
    }
    let mut found = Found::new(message).about(way.id).severity(severity);
    found = way.evidence.iter().cloned().fold(found, Found::at_place);
    way.missing.into_iter().fold(found, Found::missing)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::rules::iam_testing::{
        allow, allow_if, attached, check, check_role, details, inline, messages, roles,
    };
    use crate::edition_2026_11::testing::{ARN, about, policy};

    const WORKER: &str = "arn:aws:iam::123456789012:role/worker";

    fn path(passed: &str) -> Value {
        json!([allow("iam:PassRole", passed), allow("lambda:CreateFunction lambda:InvokeFunction", "*")])
    }

    #[test]
    fn ways_are_joined_over_policies_and_denied() {
        check("IAM-02", json!([allow("iam:CreatePolicyVersion", "*")]), "FAIL HIGH");
        check("IAM-02", path("*"), "FAIL HIGH");
        check("IAM-02", json!([allow("iam:PassRole", "*")]), "PASS");
        check("IAM-02", json!([allow("iam:PutRolePolicy", "arn:aws:iam::999988887777:role/*")]), "PASS");
        check("IAM-02", json!([allow("ssm:StartSession", "*")]), "FAIL MEDIUM");
        check("IAM-02", json!([allow("lambda:UpdateFunctionCode", ARN)]), "PASS");
        check("IAM-02", json!([allow("lambda:UpdateFunctionCode", &format!("{ARN}-v2"))]), "FAIL MEDIUM");
        let denied = json!([allow("*", "*"), {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]);
        check("IAM-02", denied, "PASS");
        check_role("IAM-02", attached("arn:aws:iam::aws:policy/AdministratorAccess"), "FAIL HIGH");
    }

    #[test]
    fn a_public_function_makes_it_critical() {
        let role =
            || roles(vec![inline("orders-role", json!([allow("iam:CreatePolicyVersion", "*")]))], json!([]));
        let public = policy(
            json!([{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": ARN}]),
        );
        check_role("IAM-02", vec![role(), public], "FAIL CRITICAL");
        let url =
            about("lambda:GetFunctionUrlConfig", json!({"FunctionUrl": "https://x/", "AuthType": "NONE"}));
        check_role("IAM-02", vec![role(), url.clone()], "FAIL CRITICAL");
        check_role("IAM-02", vec![role(), url, policy(json!([]))], "FAIL HIGH");
        let existing = roles(vec![inline("orders-role", json!([allow("ssm:StartSession", "*")]))], json!([]));
        let public = policy(
            json!([{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": ARN}]),
        );
        check_role("IAM-02", vec![existing, public], "FAIL HIGH");
    }

    #[test]
    fn passing_a_role_counts_if_it_gains_anything() {
        let with = |passed: &str, worker: Value| {
            vec![roles(vec![inline("orders-role", path(passed)), worker], json!([]))]
        };
        let weak = || inline("worker", json!([allow("lambda:InvokeFunction", ARN)]));
        let strong = || inline("worker", json!([allow("dynamodb:*", "*")]));
        check_role("IAM-02", with(WORKER, weak()), "PASS");
        check_role("IAM-02", with(WORKER, strong()), "FAIL HIGH");
        check_role("IAM-02", with("arn:aws:iam::123456789012:role/work*", weak()), "PASS");
        check_role("IAM-02", with("arn:aws:iam::123456789012:role/work*", strong()), "FAIL HIGH");
        check_role("IAM-02", with("*", weak()), "FAIL HIGH");
        check_role("IAM-02", with("arn:aws:iam::123456789012:role/orders-role", strong()), "PASS");
        // All but one are denied.
        let mut statements = path("*");
        statements
            .as_array_mut()
            .unwrap()
            .push(json!({"Effect": "Deny", "Action": "iam:PassRole", "NotResource": WORKER}));
        let all_but = |worker: Value| {
            let own = inline("orders-role", statements.clone());
            vec![roles(vec![own, worker, inline("admin", json!([allow("*", "*")]))], json!([]))]
        };
        check_role("IAM-02", all_but(weak()), "PASS");
        check_role("IAM-02", all_but(strong()), "FAIL HIGH");
        // Whoever can't be taken on by the service gains nothing.
        let mut ecs = strong();
        ecs["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"] =
            "ecs-tasks.amazonaws.com".into();
        check_role("IAM-02", with(WORKER, ecs), "PASS");
        let found = messages("IAM-02", with(WORKER, strong()));
        assert!(found[0].contains("`worker` may do dynamodb:* on *"), "{found:?}");
    }

    #[test]
    fn attaching_policies_counts_unless_they_are_harmless() {
        let only = |policy: &str| {
            let condition =
                json!({"ArnEquals": {"iam:PolicyARN": format!("arn:aws:iam::aws:policy/{policy}")}});
            json!([allow_if("iam:AttachRolePolicy", "*", condition)])
        };
        check("IAM-02", json!([allow("iam:AttachRolePolicy", "*")]), "FAIL HIGH");
        check("IAM-02", only("AdministratorAccess"), "FAIL HIGH");
        check("IAM-02", only("service-role/AWSLambdaBasicExecutionRole"), "PASS");
    }

    #[test]
    fn other_functions_count_if_their_roles_have_more() {
        let mail = "arn:aws:lambda:us-east-1:123456789012:function:mail";
        let with = |worker: Value| {
            let other =
                json!({"Configuration": {"FunctionName": "mail", "FunctionArn": mail, "Role": WORKER}});
            let own = inline("orders-role", json!([allow("lambda:UpdateFunctionCode", mail)]));
            let other = crate::edition_2026_11::testing::call(
                "lambda:GetFunction",
                json!({"FunctionName": "mail"}),
                other,
            );
            vec![roles(vec![own, worker], json!([])), other]
        };
        check_role(
            "IAM-02",
            with(inline("worker", json!([allow("lambda:UpdateFunctionCode", mail)]))),
            "PASS",
        );
        check_role("IAM-02", with(inline("worker", json!([allow("s3:GetObject", "*")]))), "FAIL MEDIUM");
    }

    #[test]
    fn a_role_that_nobody_looked_at_stays_suspect() {
        let own =
            json!({"Role": crate::edition_2026_11::rules::iam_testing::detail("orders-role", json!({}))});
        let asked = |operation: &str, parameters: Value, response: Value| {
            crate::edition_2026_11::testing::call(operation, parameters, response)
        };
        let name = || json!({"RoleName": "orders-role"});
        let document = json!({"Version": "2012-10-17", "Statement": path(WORKER)});
        let calls = vec![
            asked("iam:GetRole", name(), own),
            asked("iam:ListAttachedRolePolicies", name(), json!({"AttachedPolicies": []})),
            asked("iam:ListRolePolicies", name(), json!({"PolicyNames": ["p"]})),
            asked(
                "iam:GetRolePolicy",
                json!({"RoleName": "orders-role", "PolicyName": "p"}),
                json!({"RoleName": "orders-role", "PolicyName": "p", "PolicyDocument": document}),
            ),
        ];
        check_role("IAM-02", calls.clone(), "FAIL HIGH");
        assert!(
            messages("IAM-02", calls)[0]
                .contains("What arn:aws:iam::123456789012:role/worker may do is not in the evidence.")
        );
    }

    #[test]
    fn words() {
        let role = inline("orders-role", path("*"));
        let found = messages("IAM-02", vec![roles(vec![role], json!([]))]);
        assert_eq!(
            found[0],
            "The role can have something run with the rights of another role: 1. it hands a role to lambda.amazonaws.com \
             (iam:PassRole, by `p/statement 1`); 2. it creates a function with its own code that runs as that role \
             (lambda:CreateFunction, by `p/statement 2`); 3. it invokes it (lambda:InvokeFunction, by `p/statement 2`)."
        );
        let conditional =
            allow_if("iam:CreatePolicyVersion", "*", json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}));
        let role = inline("orders-role", json!([conditional]));
        let found = messages("IAM-02", vec![roles(vec![role], json!([]))]);
        assert!(found[0].ends_with("It depends on conditions on aws:SourceIp."), "{found:?}");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-02",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
        let unread = json!({"AttachedManagedPolicies": [{"PolicyName": "x", "PolicyArn": "arn:aws:iam::123456789012:policy/x"}]});
        check_role("IAM-02", details(unread, json!([])), "NOT_ASSESSED iam:GetPolicy");
    }
}
