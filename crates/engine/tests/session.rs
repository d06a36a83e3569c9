//! The engine as the page uses it: files in, questions answered.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

use engine::messages::*;
use engine::{Opening, Published, Session, Settings};
use sha2::{Digest as _, Sha256};

const ORDERS: &str = include_str!("../../../tests/fixtures/orders.json");

fn try_open(files: &[(&str, &str)]) -> Result<Session, Vec<ProblemRow>> {
    let mut opening = Opening::new(Settings { edition: &Published, ..Settings::page("2026-11-23") });
    for (name, text) in files {
        opening.add((*name).to_owned(), text.as_bytes().to_vec());
    }
    // Slices as short as they can be: every pause is tried.
    while !opening.step(&mut || false) {}
    opening.finish()
}

fn open(files: &[(&str, &str)]) -> Session {
    try_open(files).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn export(session: &Session, kind: ExportKind) -> String {
    String::from_utf8(session.export(&kind).unwrap().bytes).unwrap()
}

fn query() -> Query {
    Query { count: 100, ..Query::default() }
}

fn head(session: &mut Session) -> Head {
    let Answer::Head(head) = session.answer(&Ask::Head) else { panic!("no head") };
    head
}

fn findings(session: &mut Session, query: Query) -> Rows<FindingRow> {
    let Answer::Findings(rows) = session.answer(&Ask::Findings(query)) else { panic!("no findings") };
    rows
}

fn finding(session: &mut Session, rule: &str) -> FindingDetail {
    let filters = vec![("rule".to_owned(), vec![rule.to_owned()])];
    let id = findings(session, Query { filters, ..query() }).rows[0].id.clone();
    let Answer::Finding(finding) = session.answer(&Ask::Finding { id }) else { panic!("no finding") };
    finding
}

#[test]
fn the_head_says_what_is_open() {
    let mut session = open(&[("orders.json", ORDERS)]);
    // The trail is read when all else is done.
    assert_eq!(head(&mut session).trail, None);
    assert!(session.tell_trail(&mut || false));
    let head = head(&mut session);
    assert_eq!((head.functions, head.trail), (2, Some(3)));
    assert_eq!(head.accounts, ["123456789012"]);
    assert_eq!(head.regions, ["eu-central-1"]);
    assert_eq!((head.rules.as_str(), head.as_of.as_str()), ("2025-09", "2026-11-01"));
    assert_eq!((head.as_of_source.as_str(), head.stamp.as_str()), ("exported_at", "2026-11-01T12:30:00"));
    assert_eq!(head.shown, Some(Shown::Judged));
    assert!(!head.can_switch && head.warning.is_some());
    assert_eq!(head.files.len(), 1);
}

#[test]
fn the_overview_explains_every_lost_point() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let Answer::Overview(overview) = session.answer(&Ask::Overview) else { panic!("no overview") };
    assert_eq!(overview.checks.len(), 8);
    for check in &overview.checks {
        let explained: u32 = check.pieces.iter().map(|piece| piece.lost_total).sum();
        assert_eq!(explained, check.lost_total, "{}", check.name);
    }
    let counted: u32 = overview.severities.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, head(&mut session).findings);
    assert_eq!(overview.frameworks.len(), 5);
    assert_eq!(overview.first.len(), 3);
    assert_eq!(overview.first[0].function.name, "orders");
    assert_eq!(overview.runtimes, [("container image".to_owned(), 1), ("python3.6".to_owned(), 1)]);
    let missing: Vec<&str> = overview.missing.iter().map(|answer| answer.operation.as_str()).collect();
    assert!(missing.contains(&"iam:ListAttachedRolePolicies"), "{missing:?}");
    assert!(overview.assessed < 1.0);
}

#[test]
fn findings_are_filtered_counted_and_paged() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let all = findings(&mut session, query());
    assert_eq!(all.total, all.matched);
    assert_eq!(all.rows[0].severity, "HIGH");
    let high = vec![("severity".to_owned(), vec!["HIGH".to_owned()])];
    let some = findings(&mut session, Query { filters: high.clone(), ..query() });
    assert!(some.matched < all.matched && some.rows.iter().all(|row| row.severity == "HIGH"));
    let severities = &some.facets.iter().find(|facet| facet.name == "severity").unwrap().values;
    assert_eq!(severities.iter().map(|(_, count)| count).sum::<u32>(), all.matched);
    let second = findings(&mut session, Query { filters: high, from: 1, count: 1, ..query() });
    assert_eq!(second.rows, some.rows[1..2]);
    let text = findings(&mut session, Query { text: "PYTHON3.6 orders".into(), ..query() });
    assert_eq!(text.rows.iter().map(|row| row.rule.as_str()).collect::<Vec<_>>(), ["C25-CFG-1"]);
}

#[test]
fn findings_are_saved_as_they_are_shown() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let high = Query { filters: vec![("severity".to_owned(), vec!["HIGH".to_owned()])], ..query() };
    let shown = findings(&mut session, high.clone());
    // All pages of it, whichever is on the screen.
    let table = export(&session, ExportKind::Shown(Query { count: 1, ..high }));
    let mut rest = table.as_str();
    for row in &shown.rows {
        let at =
            rest.find(&format!("\"{}\"", row.id)).unwrap_or_else(|| panic!("{} is out of order", row.id));
        rest = &rest[at..];
    }
    assert_eq!(table.matches("\"HIGH\"").count(), shown.rows.len());
    assert!(!table.contains("\"LOW\"") && !table.contains("\"MEDIUM\""));
}

#[test]
fn a_finding_shows_the_deciding_line() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let timeout = finding(&mut session, "C25-CFG-2");
    let [excerpt] = timeout.evidence.as_slice() else { panic!("one excerpt expected: {timeout:?}") };
    assert_eq!(excerpt.place.pointer, "/calls/0/response/Configuration/Timeout");
    assert_eq!(excerpt.call, "lambda get-function");
    let marked: Vec<&str> =
        excerpt.lines.iter().filter(|line| line.mark).map(|line| line.text.as_str()).collect();
    assert_eq!(marked, ["\"Timeout\": 900,"]);
    assert!(timeout.command.is_some_and(|command| command.contains("--function-name orders")));
    assert!(!timeout.requirements.is_empty());
}

#[test]
fn secret_values_are_shown_only_one_by_one() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let secret = "correct horse";
    let detail = finding(&mut session, "C25-ENV-1");
    assert!(!format!("{detail:?}").contains(secret));
    let masked =
        detail.evidence.iter().flat_map(|excerpt| &excerpt.lines).find_map(|line| line.masked.clone());
    let place = masked.expect("the variable is shown masked").place;
    let Answer::Revealed { text } = session.answer(&Ask::Reveal(place)) else { panic!("not revealed") };
    assert_eq!(text, "correct horse battery staple");
    let Answer::Function(function) = session.answer(&Ask::Function { key: "orders".into() }) else {
        panic!()
    };
    for call in &function.calls {
        let Answer::Excerpt(excerpt) = session.answer(&Ask::Excerpt(call.place.clone())) else {
            panic!("{call:?}")
        };
        let shown = format!("{excerpt:?}");
        assert!(!shown.contains(secret) && !shown.contains("X-Amz-Signature"), "{shown}");
    }
    for kind in [ExportKind::Report, ExportKind::Classic, ExportKind::Shown(Query::default())] {
        let text = export(&session, kind);
        assert!(!text.contains(secret) && !text.contains("X-Amz-Signature"));
    }
}

#[test]
fn a_function_shows_its_checks_answers_and_trail() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let Answer::Function(function) = session.answer(&Ask::Function { key: "orders".into() }) else {
        panic!()
    };
    let kept = function.checks.iter().map(|check| check.score).sum::<u32>();
    assert_eq!(function.row.score, Some(kept * 100 / 80));
    for check in &function.checks {
        let lost: u32 = check.losses.iter().map(|(_, _, points)| points).sum();
        assert_eq!(lost, check.max - check.score, "{}", check.name);
    }
    let events: Vec<&str> = function.trail.iter().map(|event| event.event.as_str()).collect();
    assert_eq!(events, ["UpdateFunctionCode20150331v2", "GetFunction20150331v2"]);
    let calls: Vec<&str> = function.calls.iter().map(|call| call.call.as_str()).collect();
    for expected in
        ["lambda get-function", "iam get-role-policy", "logs describe-log-groups", "cloudtrail lookup-events"]
    {
        assert!(calls.contains(&expected), "{expected}: {calls:?}");
    }
    let Answer::Text { text, file } =
        session.answer(&Ask::Text { function: "orders".into(), kind: TextKind::Security })
    else {
        panic!("no text")
    };
    assert!(text.contains("AWS LAMBDA SECURITY AUDIT REPORT"));
    assert_eq!(file, "orders_security_audit.txt");
}

#[test]
fn frameworks_lead_to_functions() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let Answer::Framework(gdpr) = session.answer(&Ask::Framework { id: "GDPR".into() }) else {
        panic!("no framework")
    };
    assert_eq!((gdpr.functions, gdpr.requirements.len()), (2, 3));
    let manual = gdpr.requirements.iter().find(|row| row.states.manual > 0).expect("the trails were refused");
    let ask = Ask::Requirement { framework: "GDPR".into(), requirement: manual.id.clone(), query: query() };
    let Answer::Requirement(rows) = session.answer(&ask) else { panic!("no requirement") };
    assert!(rows.rows.iter().all(|row| row.state == "MANUAL"), "{rows:?}");
}

#[test]
fn what_is_exported_opens_again_as_it_was_written() {
    let mut judged = open(&[("orders.json", ORDERS)]);
    judged.hash_slice(&mut || true);
    let report = export(&judged, ExportKind::Report);
    let mut again = open(&[("report.json", &report)]);
    assert_eq!(head(&mut again).shown, Some(Shown::AsWritten));
    assert_eq!(findings(&mut again, query()).rows, findings(&mut judged, query()).rows);
    let same = export(&again, ExportKind::Classic) == export(&judged, ExportKind::Classic);
    assert!(same, "the classic documents differ");
    let (Answer::Overview(one), Answer::Overview(other)) =
        (judged.answer(&Ask::Overview), again.answer(&Ask::Overview))
    else {
        panic!("no overview")
    };
    assert_eq!((one.score, one.severities, one.scores), (other.score, other.severities, other.scores));
}

#[test]
fn hashing_goes_on_where_it_stopped() {
    // More than is hashed in two slices.
    let large = ORDERS.to_owned() + &" ".repeat(5 << 19);
    let mut session = open(&[("orders.json", ORDERS), ("large.json", &large)]);
    let mut slices = 0;
    while !session.hash_slice(&mut || false) {
        slices += 1;
    }
    assert_eq!(slices, 4, "one for the small file, three for the large one");
    let hashes: Vec<_> = head(&mut session).files.into_iter().map(|file| file.sha256.unwrap()).collect();
    let expected = [ORDERS, &large]
        .map(|text| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    assert_eq!(hashes, expected);
}

#[test]
fn classic_documents_open_as_they_were_written() {
    let judged = open(&[("orders.json", ORDERS)]);
    let security = export(&judged, ExportKind::SecurityAudit { function: "orders".into() });
    let compliance = export(&judged, ExportKind::ComplianceReport { function: "orders".into() });
    let mut written =
        open(&[("orders_security_audit.json", &security), ("orders_compliance_report.json", &compliance)]);
    let shown = head(&mut written);
    assert_eq!((shown.functions, shown.trail, shown.shown), (1, Some(2), Some(Shown::AsWritten)));
    let text = |session: &mut Session, kind| {
        let Answer::Text { text, .. } = session.answer(&Ask::Text { function: "orders".into(), kind }) else {
            panic!()
        };
        text
    };
    let mut judged = judged;
    for kind in [TextKind::Security, TextKind::Compliance] {
        assert_eq!(text(&mut written, kind), text(&mut judged, kind));
    }
    // What the frameworks came to, and what a person must look at, is what the file says.
    let Answer::Overview(overview) = written.answer(&Ask::Overview) else { panic!("no overview") };
    assert_eq!(overview.frameworks.len(), 5);
    for framework in overview.frameworks {
        let query = || Query { filters: vec![("function".to_owned(), vec!["orders".to_owned()])], ..query() };
        let state = |session: &mut Session, requirement: &str| {
            let (framework, requirement) = (framework.id.clone(), requirement.to_owned());
            let ask = Ask::Requirement { framework, requirement, query: query() };
            let Answer::Requirement(rows) = session.answer(&ask) else { panic!("no requirement") };
            rows.rows.into_iter().map(|row| (row.function.name, row.state)).collect::<Vec<_>>()
        };
        let Answer::Framework(detail) = written.answer(&Ask::Framework { id: framework.id.clone() }) else {
            panic!("no framework")
        };
        for requirement in detail.requirements {
            let told = state(&mut written, &requirement.id);
            assert_eq!(told, state(&mut judged, &requirement.id), "{} {}", framework.id, requirement.id);
            assert_ne!(told[0].1, "NOT_ASSESSED", "{} {}", framework.id, requirement.id);
        }
    }
    let statuses = |session: &mut Session| {
        let filters = vec![("function".to_owned(), vec!["orders".to_owned()])];
        let mut rows: Vec<(String, String)> = findings(session, Query { filters, ..query() })
            .rows
            .into_iter()
            .map(|row| (row.rule, row.status))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(statuses(&mut written), statuses(&mut judged));
    assert!(finding(&mut written, "C25-CFG-1").no_evidence.is_some());
}

#[test]
fn an_audit_beside_its_evidence_can_be_judged_again() {
    let judged = open(&[("orders.json", ORDERS)]);
    let security = export(&judged, ExportKind::SecurityAudit { function: "orders".into() })
        .replace("\"security_score\": ", "\"security_score\": 1")
        .replace("Function uses deprecated runtime: python3.6", "Function uses deprecated runtime: ruby2.5");
    let mut session = open(&[("orders.json", ORDERS), ("orders_security_audit.json", &security)]);
    let shown = head(&mut session);
    assert_eq!((shown.shown, shown.can_switch, shown.functions), (Some(Shown::AsWritten), true, 1));
    let Answer::Changes(changes) = session.answer(&Ask::Changes) else { panic!("no changes") };
    let [change] = changes.functions.as_slice() else { panic!("one change expected: {changes:?}") };
    assert_eq!(change.gone, ["HIGH RUNTIME_SECURITY: Function uses deprecated runtime: ruby2.5"]);
    assert_eq!(change.new, ["HIGH RUNTIME_SECURITY: Function uses deprecated runtime: python3.6"]);
    let Answer::Head(now) = session.answer(&Ask::Show(Shown::Judged)) else { panic!("no head") };
    assert_eq!((now.functions, now.shown), (2, Some(Shown::Judged)));
}

#[test]
fn newer_reports_are_refused_with_both_numbers() {
    let newer = r#"{"format":"lambdascope-report","version":7,"functions":[]}"#;
    let problems = try_open(&[("new.json", newer)]).unwrap_err();
    let said: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
    assert!(said.iter().any(|what| what.contains('7') && what.contains('1')), "{said:?}");
}

#[test]
fn answers_without_a_function_say_what_is_needed() {
    let answer = r#"{"format":"lambda-evidence","version":1,"calls":[
        {"service":"cloudtrail","operation":"DescribeTrails","parameters":{},"response":{"trailList":[]}}]}"#;
    let problems = try_open(&[("trails.json", answer)]).unwrap_err();
    assert!(problems.iter().any(|problem| problem.remedy.contains("get-function")), "{problems:?}");
}

#[test]
fn an_empty_bundle_is_answered_with_why() {
    let problems =
        try_open(&[("empty.json", r#"{"format":"lambda-evidence","version":1,"calls":[]}"#)]).unwrap_err();
    assert!(problems.iter().any(|problem| problem.what.contains("no answer of AWS")), "{problems:?}");
}

#[test]
fn the_answers_on_a_function_hold_those_on_its_roles_policies() {
    let evidence = r#"{"format":"lambda-evidence","version":1,"account":"123456789012","region":"us-east-1","calls":[
        {"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"f"},"response":{"Configuration":{"FunctionName":"f",
            "FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:f","Role":"arn:aws:iam::123456789012:role/r"}}},
        {"service":"iam","operation":"ListAttachedRolePolicies","parameters":{"RoleName":"r"},
            "response":{"AttachedPolicies":[{"PolicyName":"p","PolicyArn":"arn:aws:iam::123456789012:policy/p"}]}},
        {"service":"iam","operation":"GetPolicy","parameters":{"PolicyArn":"arn:aws:iam::123456789012:policy/p"},"response":{"Policy":{}}},
        {"service":"iam","operation":"GetPolicy","parameters":{"PolicyArn":"arn:aws:iam::123456789012:policy/q"},"response":{"Policy":{}}}]}"#;
    let mut session = open(&[("f.json", evidence)]);
    let Answer::Function(function) = session.answer(&Ask::Function { key: "f".into() }) else { panic!() };
    let places: Vec<&str> = function.calls.iter().map(|row| row.place.pointer.as_str()).collect();
    assert_eq!(places, ["/calls/0/response", "/calls/1/response", "/calls/2/response"]);
}

#[test]
fn names_that_repeat_are_told_apart_by_their_arn() {
    let other = ORDERS.replace("123456789012", "210987654321");
    let mut session = open(&[("one.json", ORDERS), ("two.json", &other)]);
    let Answer::Functions(rows) = session.answer(&Ask::Functions(query())) else { panic!("no functions") };
    let keys: Vec<&str> = rows.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys.len(), 4);
    assert!(keys.contains(&"arn:aws:lambda:eu-central-1:210987654321:function:orders"), "{keys:?}");
    for key in keys {
        assert!(
            matches!(session.answer(&Ask::Function { key: key.to_owned() }), Answer::Function(_)),
            "{key}"
        );
    }
}

#[test]
fn a_listing_of_many_log_groups_answers_for_each_function() {
    let function = r#"{"Configuration":{"FunctionName":"orders","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:orders"}}"#;
    let groups = |retention: u32| {
        format!(
            r#"{{"logGroups":[{{"logGroupName":"/aws/lambda/billing"}},
                {{"logGroupName":"/aws/lambda/orders","retentionInDays":{retention},"kmsKeyId":"k"}}]}}"#
        )
    };
    let rules = |retention| {
        let groups = groups(retention);
        let mut session = open(&[("get-function.json", function), ("describe-log-groups.json", &groups)]);
        let text = Query { text: "log".into(), ..query() };
        findings(&mut session, text).rows.into_iter().map(|row| row.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(30), Vec::<String>::new());
    assert_eq!(rules(400), ["C25-LOG-2"]);
}

#[test]
fn what_is_shown_is_compared_with_an_older_audit() {
    let older = ORDERS.replace("python3.6", "python3.14").replace("2026-11-01T", "2026-10-01T");
    let report = export(&open(&[("older.json", &older)]), ExportKind::Report);
    let compared = |session: &mut Session| {
        let Answer::Compared(compared) = session.answer(&Ask::Compared) else { panic!("not compared") };
        compared
    };
    let fates = |session: &mut Session, change: &str| {
        let filters = vec![("change".to_owned(), vec![change.to_owned()])];
        let Answer::Fates(rows) = session.answer(&Ask::Fates(Query { filters, ..query() })) else { panic!() };
        rows
    };
    let mut session = open(&[("orders.json", ORDERS)]);
    // The evidence of an audit and its report say the same.
    for (name, text) in [("older.json", older.as_str()), ("report.json", report.as_str())] {
        assert!(matches!(session.set_older(open(&[(name, text)])), Answer::Compared(_)));
        let told = compared(&mut session);
        let side = told.older.expect("an older audit");
        assert_eq!((side.files, side.as_of.as_str()), (vec![name.to_owned()], "2026-10-01"));
        assert_eq!((told.newer.as_of.as_str(), told.trouble), ("2026-11-01", None));
        let new = fates(&mut session, "new");
        assert_eq!(new.rows.len(), 1, "{new:?}");
        let row = &new.rows[0];
        assert_eq!((row.rule.as_str(), row.function.name.as_str()), ("C25-CFG-1", "orders"));
        let id = row.finding.clone().expect("it is shown");
        assert!(matches!(session.answer(&Ask::Finding { id }), Answer::Finding(_)));
        let count = |change: &str| told.counts.iter().find(|(of, _)| of == change).map(|(_, count)| *count);
        assert_eq!((count("new"), count("fixed"), count("unknown_now")), (Some(1), Some(0), Some(0)));
        assert_eq!(count("still_open"), Some(fates(&mut session, "still_open").matched));
    }
    // By other rules there is nothing to compare, until it is judged by them.
    let mut again = session.rejudge(&How { rules: Some("2026-11".to_owned()), ..How::default() }).unwrap();
    while !again.step(&session, &mut || true) {}
    session.take(again);
    let told = compared(&mut session);
    assert!(told.trouble.is_some_and(|told| told.contains("2025-09")));
    assert!(told.counts.iter().all(|(_, count)| *count == 0));
    // What is taken for the older one is the newer one.
    let mut session = open(&[("older.json", &older)]);
    session.set_older(open(&[("orders.json", ORDERS)]));
    assert!(compared(&mut session).trouble.is_some_and(|told| told.contains("2026-11-01, after 2026-10-01")));
    let fixed = fates(&mut session, "fixed");
    assert_eq!((fixed.rows.len(), &fixed.rows[0].finding), (1, &None));
    // More files beside what is open: the older audit stays.
    let mut more = open(&[("older.json", &older)]);
    more.take_older(&mut session);
    assert!(compared(&mut more).older.is_some());
    assert!(compared(&mut session).older.is_none());
}

#[test]
fn a_further_page_of_a_function_is_not_its_configuration() {
    let call = |parameters: &str, timeout: u32| {
        format!(
            r#"{{"service":"lambda","operation":"GetFunction","parameters":{parameters},"response":{{"Configuration":{{"FunctionName":"f","Timeout":{timeout}}}}}}}"#
        )
    };
    let page = call(r#"{"FunctionName":"f","Marker":"x"}"#, 900);
    let evidence = |calls: &[String]| {
        format!(r#"{{"format":"lambda-evidence","version":1,"calls":[{}]}}"#, calls.join(","))
    };
    let rules = |calls: &[String]| -> Vec<String> {
        let mut session = open(&[("f.json", &evidence(calls))]);
        findings(&mut session, query()).rows.into_iter().map(|row| row.rule).collect()
    };
    let both = rules(&[page.clone(), call(r#"{"FunctionName":"f"}"#, 3)]);
    assert!(!both.contains(&"C25-CFG-2".to_owned()) && both.contains(&"C25-ENC-1".to_owned()), "{both:?}");
    assert_eq!(rules(&[page]), ["C25-AUDIT-1"]);
}
