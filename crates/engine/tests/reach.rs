//! How far functions reach, as a session of the current rules tells it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

use engine::messages::*;
use engine::{Current, Opening, Session, Settings};
use serde_json::{Value, json};

const ACCOUNT: &str = "123456789012";

fn arn(name: &str) -> String {
    format!("arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}")
}

fn call(operation: &str, parameters: Value, response: Value) -> Value {
    let (service, operation) = operation.split_once(':').unwrap();
    json!({"service": service, "operation": operation, "parameters": parameters, "response": response})
}

fn function(name: &str, role: &str, variables: Value) -> Value {
    let configuration = json!({"FunctionName": name, "FunctionArn": arn(name), "Runtime": "python3.13", "Timeout": 900,
        "Role": format!("arn:aws:iam::{ACCOUNT}:role/{role}"), "Environment": {"Variables": variables}});
    call("lambda:GetFunction", json!({"FunctionName": name}), json!({"Configuration": configuration}))
}

fn public(name: &str) -> Value {
    let statement = json!({"Sid": "open", "Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": arn(name)});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]});
    call("lambda:GetPolicy", json!({"FunctionName": name}), json!({"Policy": policy.to_string()}))
}

fn role(name: &str, action: &str) -> Value {
    let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
    let trust = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]});
    json!({"RoleName": name, "Arn": format!("arn:aws:iam::{ACCOUNT}:role/{name}"), "AssumeRolePolicyDocument": trust,
        "AttachedManagedPolicies": [], "RolePolicyList": [{"PolicyName": "p",
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}]})
}

fn roles(roles: Vec<Value>) -> Value {
    call(
        "iam:GetAccountAuthorizationDetails",
        json!({}),
        json!({"RoleDetailList": roles, "Policies": [], "IsTruncated": false}),
    )
}

fn open(calls: Vec<Value>) -> Session {
    let evidence = json!({"format": "lambda-evidence", "version": 1, "exported_at": "2026-11-01T00:00:00Z",
        "account": ACCOUNT, "region": "us-east-1", "calls": calls});
    let mut opening = Opening::new(Settings { edition: &Current, ..Settings::page("2026-11-23") });
    opening.add("evidence.json".to_owned(), evidence.to_string().into_bytes());
    while !opening.step(&mut || false) {}
    opening.finish().unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn reach(session: &mut Session, key: &str) -> Reach {
    let Answer::Function(function) = session.answer(&Ask::Function { key: key.to_owned() }) else {
        panic!("no function")
    };
    function.reach.unwrap()
}

fn rows(session: &mut Session) -> Vec<FindingRow> {
    let Answer::Findings(rows) = session.answer(&Ask::Findings(Query { count: 1000, ..Query::default() }))
    else {
        panic!("no findings")
    };
    rows.rows
}

/// Many functions whose findings cost more, and one that everybody can call and whose role leads on.
fn account() -> Session {
    let mut calls = vec![roles(vec![role("all", "*"), role("way", "iam:CreatePolicyVersion")])];
    for at in 0..5 {
        calls.push(function(&format!("admin-{at}"), "all", json!({})));
    }
    calls.push(function("quiet", "way", json!({})));
    calls.push(function("worst", "way", json!({})));
    calls.push(public("worst"));
    open(calls)
}

#[test]
fn a_public_function_with_a_way_to_more_rights_stands_first() {
    let mut session = account();
    let first = rows(&mut session).swap_remove(0);
    assert_eq!(
        (first.rule.as_str(), first.severity.as_str(), first.function.name.as_str()),
        ("IAM-02", "CRITICAL", "worst")
    );
    let Answer::Overview(overview) = session.answer(&Ask::Overview) else { panic!("no overview") };
    let things: Vec<(&str, &str, u32)> = overview
        .first
        .iter()
        .map(|thing| (thing.rule.as_str(), thing.function.name.as_str(), thing.functions))
        .collect();
    assert_eq!(things[0], ("IAM-02", "worst", 1));
    assert_eq!(overview.first[0].title, "Everybody can call it, and its role leads to more rights");
    assert_eq!(overview.first[0].finding, first.id);
    // What others cost together doesn't come before it, and milder findings of its rule stand apart.
    assert!(
        overview
            .checks
            .iter()
            .flat_map(|check| &check.pieces)
            .any(|piece| piece.rule == "IAM-01" && piece.lost_total > 5)
    );
}

#[test]
fn each_part_names_what_it_rests_on() {
    let mut session = account();
    let reach = reach(&mut session, "worst");
    let caller = &reach.callers[0];
    assert_eq!((caller.kind, caller.public), (CallerKind::Everyone, true));
    let way = reach.way.as_ref().unwrap();
    assert_eq!(way.steps.len(), 1);
    assert_eq!(way.steps[0].0, "iam:CreatePolicyVersion");
    let rows = rows(&mut session);
    let rule = |behind: &Behind| {
        let id = behind.finding.as_ref().unwrap();
        rows.iter().find(|row| row.id == *id).map(|row| row.rule.clone()).unwrap()
    };
    assert_eq!(rule(&caller.behind), "EXP-05");
    assert_eq!(rule(&way.behind), "IAM-02");
    assert_eq!(reach.targets[0].service, "iam");
    assert!(rule(&reach.targets[0].behind).starts_with("IAM-"));
    // Each place can be looked at.
    for place in caller.behind.places.iter().chain(&way.behind.places).chain(&reach.targets[0].behind.places)
    {
        let Answer::Excerpt(excerpt) = session.answer(&Ask::Excerpt(place.clone())) else {
            panic!("{place:?}")
        };
        assert!(!excerpt.lines.is_empty());
    }
    assert_eq!(reach.callers_missing, ["lambda:GetFunctionUrlConfig", "lambda:ListEventSourceMappings"]);
    assert!(reach.rights_missing.is_empty());
}

#[test]
fn an_answer_at_a_plain_value_is_shown_in_its_object() {
    let url = call(
        "lambda:GetFunctionUrlConfig",
        json!({"FunctionName": "f"}),
        json!({"FunctionUrl": "https://x.lambda-url.us-east-1.on.aws/", "AuthType": "NONE"}),
    );
    let mut session = open(vec![function("f", "all", json!({})), url]);
    let reach = reach(&mut session, "f");
    let place = reach.callers[0].behind.places[0].clone();
    assert!(place.pointer.ends_with("/AuthType"));
    let Answer::Excerpt(excerpt) = session.answer(&Ask::Excerpt(place)) else { panic!("no excerpt") };
    assert!(excerpt.lines.iter().any(|line| line.mark && line.text.contains("AuthType")));
    assert!(excerpt.lines.iter().any(|line| line.text.contains("FunctionUrl")));
}

#[test]
fn the_published_edition_tells_no_reach() {
    let mut opening = Opening::new(Settings { edition: &engine::Published, ..Settings::page("2026-11-23") });
    let evidence =
        json!({"format": "lambda-evidence", "version": 1, "calls": [function("f", "all", json!({}))]});
    opening.add("e.json".to_owned(), evidence.to_string().into_bytes());
    while !opening.step(&mut || true) {}
    let mut session = opening.finish().unwrap();
    let Answer::Function(function) = session.answer(&Ask::Function { key: "f".to_owned() }) else {
        panic!("no function")
    };
    assert_eq!(function.reach, None);
}

/// Opens evidence as the page does, which has to hand over the list of actions when it is wanted.
fn handed(calls: Vec<Value>, list: Option<&[u8]>) -> (Session, u32) {
    let evidence = json!({"format": "lambda-evidence", "version": 1, "exported_at": "2026-11-01T00:00:00Z",
        "account": ACCOUNT, "region": "us-east-1", "calls": calls});
    let settings = Settings { edition: &Current, hands_actions: true, ..Settings::page("2026-11-23") };
    let mut opening = Opening::new(settings);
    opening.add("evidence.json".to_owned(), evidence.to_string().into_bytes());
    let mut asked = 0;
    while !opening.step(&mut || true) {
        if opening.wants_actions() {
            asked += 1;
            opening.give_actions(list);
        }
    }
    (opening.finish().unwrap_or_else(|problems| panic!("{problems:?}")), asked)
}

fn not_assessed(session: &mut Session) -> Vec<String> {
    let Answer::Function(function) = session.answer(&Ask::Function { key: "f".to_owned() }) else {
        panic!("no function")
    };
    function.missing.into_iter().map(|answer| answer.operation).collect()
}

#[test]
fn the_list_of_actions_is_wanted_once_and_only_for_rights() {
    const LIST: &[u8] = include_bytes!("../../iam/data/actions.txt");
    let reads = || vec![roles(vec![role("r", "s3:GetObjekt")]), function("f", "r", json!({}))];
    let (mut session, asked) = handed(reads(), Some(LIST));
    assert_eq!(asked, 1);
    assert!(!not_assessed(&mut session).contains(&"actions.txt".to_owned()));
    assert!(rows(&mut session).iter().any(|row| row.rule == "IAM-22"));
    assert_eq!(session.problems(), []);
    assert_eq!(handed(vec![function("f", "r", json!({}))], None).1, 0, "nothing speaks of rights");
}

#[test]
fn without_the_list_of_actions_nothing_passes_by_it_and_that_is_said() {
    let reads = || vec![roles(vec![role("r", "s3:GetObjekt")]), function("f", "r", json!({}))];
    for list in [None, Some(&b""[..]), Some(b"<html>"), Some(b"# as_of 2026-11\ns3\n X Get")] {
        let (mut session, _) = handed(reads(), list);
        assert!(not_assessed(&mut session).contains(&"actions.txt".to_owned()));
        assert!(session.problems()[0].what.contains("did not arrive whole"));
        assert_eq!(reach(&mut session, "f").targets[0].changes, None);
    }
}
