//! Roles for the tests of rules about them.

use serde_json::{Value, json};

use crate::edition_2026_11::testing;

/// A statement that allows.
pub fn allow(actions: &str, resource: &str) -> Value {
    let actions: Vec<&str> = actions.split(' ').collect();
    json!({"Effect": "Allow", "Action": actions, "Resource": resource})
}

/// A statement that allows under a condition.
pub fn allow_if(actions: &str, resource: &str, condition: Value) -> Value {
    let mut statement = allow(actions, resource);
    statement["Condition"] = condition;
    statement
}

/// The trust policy of an ordinary role.
pub fn trust() -> Value {
    json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
}

/// A role as authorization details list it, with changes.
pub fn detail(name: &str, changes: Value) -> Value {
    let mut role = json!({
        "Path": "/", "RoleName": name, "Arn": format!("arn:aws:iam::123456789012:role/{name}"),
        "CreateDate": "2024-01-01T00:00:00+00:00", "AssumeRolePolicyDocument": trust(), "RolePolicyList": [],
        "AttachedManagedPolicies": [], "RoleLastUsed": {"LastUsedDate": "2026-11-20T10:00:00+00:00"},
    });
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    for (key, value) in changes {
        match value {
            Value::Null => role.as_object_mut().unwrap().remove(&key),
            value => role.as_object_mut().unwrap().insert(key, value),
        };
    }
    role
}

/// A role with one inline policy.
pub fn inline(name: &str, statements: Value) -> Value {
    let document = json!({"Version": "2012-10-17", "Statement": statements});
    detail(name, json!({"RolePolicyList": [{"PolicyName": "p", "PolicyDocument": document}]}))
}

/// Authorization details of these roles and managed policies.
pub fn roles(roles: Vec<Value>, policies: Value) -> Value {
    let answer = json!({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": roles, "Policies": policies, "IsTruncated": false});
    testing::call("iam:GetAccountAuthorizationDetails", json!({}), answer)
}

/// Authorization details of the function's role.
pub fn details(changes: Value, policies: Value) -> Vec<Value> {
    vec![roles(vec![detail("orders-role", changes)], policies)]
}

/// The function's role with one managed policy whose document is missing.
pub fn attached(arn: &str) -> Vec<Value> {
    let name = arn.rsplit('/').next().unwrap();
    details(json!({"AttachedManagedPolicies": [{"PolicyName": name, "PolicyArn": arn}]}), json!([]))
}

/// Judges the function whose role has one inline policy.
#[track_caller]
pub fn check(rule: &str, statements: Value, expected: &str) {
    check_role(rule, vec![roles(vec![inline("orders-role", statements)], json!([]))], expected);
}

/// Judges the function beside calls about its role.
#[track_caller]
pub fn check_role(rule: &str, mut calls: Vec<Value>, expected: &str) {
    calls.insert(0, testing::function(json!({})));
    testing::check(rule, calls, expected);
}

/// The messages of a rule about the function beside calls about its role.
pub fn messages(rule: &str, mut calls: Vec<Value>) -> Vec<String> {
    calls.insert(0, testing::function(json!({})));
    let audit = testing::audit(calls, "2026-11-23");
    let found = audit.findings.iter().filter(|finding| finding.rule.id == rule);
    found.map(|finding| finding.message.clone().into_owned()).collect()
}
