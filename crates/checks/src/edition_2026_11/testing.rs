//! Judges small bundles of calls in tests.

use evidence::{Evidence, Input, Limits, Reader, Step};
use serde_json::{Value, json};

use super::{Audit, Auditor, Data, Date};
use crate::Status;

/// The ARN of the function that tests judge.
pub const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:orders";

/// Reads a bundle of these calls.
pub fn evidence(calls: Vec<Value>) -> Evidence {
    let bundle = json!({
        "format": "lambda-evidence", "version": 1, "exported_at": "2026-11-23T00:00:00Z",
        "account": "123456789012", "region": "us-east-1", "calls": calls,
    });
    let mut reader = Reader::new(Limits::COMMAND);
    reader.add(Input { name: "evidence.json".into(), bytes: bundle.to_string().into() });
    while reader.step(&mut || true) != Step::Done {}
    reader.finish().evidence
}

/// A call that was answered: `call("lambda:GetPolicy", json!({"FunctionName": "orders"}), json!({...}))`.
pub fn call(operation: &str, parameters: Value, response: Value) -> Value {
    let (service, operation) = operation.split_once(':').unwrap();
    json!({"service": service, "operation": operation, "parameters": parameters, "response": response})
}

/// A call that AWS answered with an error.
pub fn error(operation: &str, parameters: Value, code: &str) -> Value {
    let (service, operation) = operation.split_once(':').unwrap();
    json!({"service": service, "operation": operation, "parameters": parameters, "error": {"code": code, "message": "m"}})
}

/// A call about the function.
pub fn about(operation: &str, response: Value) -> Value {
    call(operation, json!({"FunctionName": "orders"}), response)
}

/// A call about the function that was refused.
pub fn denied(operation: &str) -> Value {
    error(operation, json!({"FunctionName": "orders"}), "AccessDeniedException")
}

/// A call about the function that found nothing.
pub fn absent(operation: &str) -> Value {
    error(operation, json!({"FunctionName": "orders"}), "ResourceNotFoundException")
}

/// GetFunction of an ordinary function, with members of its configuration added or, by `null`, taken away.
pub fn function(changes: Value) -> Value {
    whole(changes, json!({}))
}

/// The same with members beside the configuration.
pub fn whole(changes: Value, beside: Value) -> Value {
    let mut configuration = json!({
        "FunctionName": "orders", "FunctionArn": ARN, "Runtime": "python3.13",
        "Role": "arn:aws:iam::123456789012:role/orders-role", "Handler": "app.handler", "CodeSize": 48213,
        "Description": "Takes orders", "Timeout": 30, "MemorySize": 512,
        "LastModified": "2026-10-12T09:30:00.000+0000", "Version": "$LATEST", "TracingConfig": {"Mode": "Active"},
        "State": "Active", "LastUpdateStatus": "Successful", "PackageType": "Zip", "Architectures": ["arm64"],
        "EphemeralStorage": {"Size": 512}, "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
    });
    merge(&mut configuration, changes);
    let mut answer =
        json!({"Configuration": configuration, "Code": {"RepositoryType": "S3", "Location": "x"}});
    merge(&mut answer, beside);
    about("lambda:GetFunction", answer)
}

fn merge(into: &mut Value, changes: Value) {
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    for (key, value) in changes {
        match value {
            Value::Null => into.as_object_mut().unwrap().remove(&key),
            value => into.as_object_mut().unwrap().insert(key, value),
        };
    }
}

/// A GetPolicy answer with these statements.
pub fn policy(statements: Value) -> Value {
    let document = json!({"Version": "2012-10-17", "Id": "default", "Statement": statements});
    about("lambda:GetPolicy", json!({"Policy": document.to_string(), "RevisionId": "r"}))
}

/// Judges the first function at a date.
pub fn audit(calls: Vec<Value>, as_of: &str) -> Audit {
    audit_of(calls, as_of, &Data::default())
}

/// The same with other data.
pub fn audit_of(calls: Vec<Value>, as_of: &str, data: &Data) -> Audit {
    let evidence = evidence(calls);
    let mut auditor = Auditor::new(&evidence, Date::parse(as_of).unwrap(), data);
    let subject = auditor.subjects().into_iter().next().unwrap();
    auditor.judge(&subject)
}

/// Judges the account.
pub fn audit_account(calls: Vec<Value>) -> Audit {
    let evidence = evidence(calls);
    let data = Data::default();
    Auditor::new(&evidence, Date::parse("2026-11-23").unwrap(), &data).account()
}

/// What a rule came to: `PASS`, `FAIL HIGH`, `MANUAL`, `NOT_APPLICABLE`, or `NOT_ASSESSED` with what is missing.
pub fn outcome(audit: &Audit, rule: &str) -> String {
    let finding =
        audit.findings.iter().filter(|finding| finding.rule.id == rule).min_by_key(|found| found.severity);
    if let Some(finding) = finding {
        return match finding.status {
            Status::Fail => format!("FAIL {}", finding.severity.as_str()),
            status => status.as_str().to_owned(),
        };
    }
    if audit.passed.iter().any(|passed| passed.id == rule) {
        return "PASS".to_owned();
    }
    match audit.not_assessed.iter().find(|open| open.rule.id == rule) {
        Some(open) => format!("NOT_ASSESSED {}", open.missing.join(" ")),
        None => "ABSENT".to_owned(),
    }
}

/// Judges the calls and checks what a rule came to.
#[track_caller]
pub fn check(rule: &str, calls: Vec<Value>, expected: &str) {
    check_at("2026-11-23", rule, calls, expected);
}

/// The same at another date.
#[track_caller]
pub fn check_at(as_of: &str, rule: &str, calls: Vec<Value>, expected: &str) {
    let audit = audit(calls, as_of);
    let findings: Vec<&str> = audit
        .findings
        .iter()
        .filter(|found| found.rule.id == rule)
        .map(|found| found.message.as_ref())
        .collect();
    assert_eq!(outcome(&audit, rule), expected, "{rule}: {findings:?}");
}
