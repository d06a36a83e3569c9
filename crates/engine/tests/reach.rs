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
    assert!(overview.first[0].only_severity && !overview.first[1].only_severity);
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
            opening.give_actions(list.and_then(engine::actions));
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

const SECRET: &str = "x9#Lq2!vT7pWz4";

fn secret(session: &mut Session) -> FindingDetail {
    let id = rows(session).iter().find(|row| row.rule == "SEC-02").unwrap().id.clone();
    let Answer::Finding(finding) = session.answer(&Ask::Finding { id }) else { panic!("no finding") };
    finding
}

fn overview(session: &mut Session) -> Overview {
    let Answer::Overview(overview) = session.answer(&Ask::Overview) else { panic!("no overview") };
    overview
}

fn set_aside(session: &mut Session, id: &str, aside: bool) -> Answer {
    session.answer(&Ask::SetAside { id: id.to_owned(), aside })
}

#[test]
fn a_value_is_set_aside_as_the_readers_decision_and_taken_back() {
    let mut session = open(vec![function("f", "r", json!({"DB_PASSWORD": SECRET}))]);
    let export = |session: &Session| {
        let file = session.export(&ExportKind::Report).unwrap();
        let report: Value = serde_json::from_slice(&file.bytes).unwrap();
        report
    };
    let (before, untouched) = (overview(&mut session), export(&session));
    let found = secret(&mut session);
    assert!(found.can_set_aside && found.set_aside.is_none());
    let id = found.row.id;

    let Answer::Finding(finding) = set_aside(&mut session, &id, true) else { panic!("not set aside") };
    let decision = finding.set_aside.unwrap();
    assert_eq!(
        (decision.by.as_str(), decision.why.as_str(), decision.when.as_str()),
        ("the reader of this report", "not a secret", "2026-11-23")
    );
    assert_eq!(finding.row.status, "SET_ASIDE");
    // The score stays as it was judged; what it would be stands beside it.
    let after = overview(&mut session);
    assert_eq!((after.score, after.set_aside), (before.score, 1));
    assert!(after.score_without.unwrap() > before.score.unwrap());
    assert!(after.first.iter().all(|thing| thing.rule != "SEC-02"));
    let filters = vec![("status".to_owned(), vec!["SET_ASIDE".to_owned()])];
    let Answer::Findings(only) =
        session.answer(&Ask::Findings(Query { filters, count: 10, ..Query::default() }))
    else {
        panic!()
    };
    assert_eq!(only.matched, 1);

    let report = export(&session);
    let muted: Vec<&Value> = report["functions"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| !finding["muted"].is_null())
        .collect();
    assert_eq!(muted.len(), 1);
    assert_eq!(
        muted[0]["muted"],
        json!({"by": "the reader of this report", "why": "not a secret", "when": "2026-11-23"})
    );
    assert_eq!(muted[0]["status"], "FAIL");
    assert_eq!(report["summary"]["set_aside"], 1);
    assert_eq!(report["summary"]["score_without_set_aside"], after.score_without.unwrap());
    assert_eq!(report["functions"][0]["score"], untouched["functions"][0]["score"]);

    // Opened again it is shown as it was written, and is nobody else's to change.
    let mut opening = Opening::new(Settings { edition: &Current, ..Settings::page("2027-01-01") });
    opening.add("report.json".to_owned(), report.to_string().into_bytes());
    while !opening.step(&mut || true) {}
    let mut written = opening.finish().unwrap();
    let shown = secret(&mut written);
    assert_eq!(shown.set_aside.unwrap().when, "2026-11-23");
    assert!(!shown.can_set_aside);
    assert!(matches!(set_aside(&mut written, &id, false), Answer::Failed { .. }));

    assert!(matches!(set_aside(&mut session, &id, false), Answer::Finding(_)));
    assert_eq!(export(&session), untouched);
    assert_eq!(overview(&mut session), before);
}

#[test]
fn only_secrets_are_set_aside() {
    let mut session = account();
    let id = rows(&mut session)[0].id.clone();
    assert!(matches!(set_aside(&mut session, &id, true), Answer::Failed { .. }));
    assert!(matches!(set_aside(&mut session, "nonsense", true), Answer::Failed { .. }));
}

#[test]
fn the_score_without_anything_set_aside_is_the_score() {
    let mut calls = vec![roles(vec![role("r", "*")]), public("f")];
    calls.push(function(
        "f",
        "r",
        json!({"DB_PASSWORD": SECRET, "API_TOKEN": "ghp_x", "K": "sk_live_9fKx2VnQ7tRb4LmZc8WyHs3P"}),
    ));
    let mut session = open(calls);
    let before = overview(&mut session).score;
    let (rule, others): (Vec<FindingRow>, Vec<FindingRow>) = rows(&mut session)
        .into_iter()
        .filter(|row| row.rule.starts_with("SEC-0") && row.rule.as_str() < "SEC-05")
        .partition(|row| row.rule == "SEC-01");
    assert!(!rule.is_empty() && !others.is_empty());
    // Setting aside one of several findings of a rule leaves the rule failed; all of them lift what it cost and no more.
    for row in rule.iter().chain(&others) {
        set_aside(&mut session, &row.id, true);
        assert!(overview(&mut session).score_without >= before);
    }
    for row in rule.iter().chain(&others) {
        set_aside(&mut session, &row.id, false);
    }
    assert_eq!((overview(&mut session).score, overview(&mut session).score_without), (before, None));
}

#[test]
fn a_secret_outside_the_variables_is_masked_in_its_evidence() {
    let key = "sk_live_9fKx2VnQ7tRb4LmZc8WyHs3P";
    let mapping = json!({"UUID": "u", "FunctionArn": arn("f"), "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:q",
        "FilterCriteria": {"Filters": [{"Pattern": format!("{{\"body\":{{\"token\":[\"{key}\"]}}}}")}]}});
    let mut with = function("f", "r", json!({}));
    with["response"]["Configuration"]["Description"] = format!("key {key}").into();
    with["response"]["Tags"] = json!({"db_password": SECRET});
    let mut session = open(vec![
        with,
        call(
            "lambda:ListEventSourceMappings",
            json!({"FunctionName": "f"}),
            json!({"EventSourceMappings": [mapping]}),
        ),
    ]);
    let Answer::Function(detail) = session.answer(&Ask::Function { key: "f".to_owned() }) else {
        panic!("no function")
    };
    let mut shown = String::new();
    for row in rows(&mut session) {
        let Answer::Finding(finding) = session.answer(&Ask::Finding { id: row.id }) else {
            panic!("no finding")
        };
        shown.push_str(&format!("{finding:?}"));
    }
    for call in &detail.calls {
        let Answer::Excerpt(excerpt) = session.answer(&Ask::Excerpt(call.place.clone())) else {
            panic!("no excerpt")
        };
        shown.push_str(&format!("{excerpt:?}"));
    }
    shown.push_str(&format!("{detail:?}"));
    assert!(shown.contains("SEC-03") && shown.contains("SEC-04"));
    assert!(!shown.contains(key) && !shown.contains(SECRET), "a secret is shown in clear");
    // Where it stands masked, the finding that says so is named.
    assert!(shown.contains("finding: Some("));
}

#[test]
fn statements_of_a_policy_that_is_text_are_told_apart() {
    let statement = |sid: &str, principal: Value, condition: Value| {
        json!({"Sid": sid, "Effect": "Allow", "Principal": principal,
        "Action": "lambda:InvokeFunction", "Resource": arn("f"), "Condition": condition})
    };
    let own = json!({"ArnLike": {"AWS:SourceArn": format!("arn:aws:events:us-east-1:{ACCOUNT}:rule/r")}});
    let policy = json!({"Version": "2012-10-17", "Statement": [
        statement("open", json!("*"), json!({})), statement("rule", json!({"Service": "events.amazonaws.com"}), own)]});
    let policy =
        call("lambda:GetPolicy", json!({"FunctionName": "f"}), json!({"Policy": policy.to_string()}));
    let mut session = open(vec![function("f", "r", json!({})), policy]);
    let reach = reach(&mut session, "f");
    let found: Vec<(&str, bool)> =
        reach.callers.iter().map(|caller| (caller.name.as_str(), caller.behind.finding.is_some())).collect();
    assert_eq!(found, [("everybody", true), ("events.amazonaws.com", false)]);
}

#[test]
fn what_was_set_aside_stays_so_when_the_evidence_is_judged_again() {
    let mut session = open(vec![function("f", "r", json!({"DB_PASSWORD": SECRET}))]);
    let id = secret(&mut session).row.id;
    set_aside(&mut session, &id, true);
    let before = overview(&mut session);
    for rules in ["2025-09", "2026-11"] {
        let how = How { rules: Some(rules.to_owned()), ..How::default() };
        let mut again = session.rejudge(&how).unwrap();
        while !again.step(&session, &mut || true) {}
        session.take(again);
        if rules == "2025-09" {
            assert_eq!(overview(&mut session).set_aside, 0);
        }
    }
    assert_eq!(overview(&mut session), before);
    assert!(secret(&mut session).set_aside.is_some());
    assert!(!reach(&mut session, "f").callers_missing.is_empty());
}
