//! The current edition as the page uses it: judging again, comparing, requirements, judgements, tables, exports.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

use engine::messages::*;
use engine::{Opening, Session, Settings};

const ORDERS: &str = include_str!("../../../tests/fixtures/orders.json");
const SAMPLE: &str = include_str!("../../../sample/sample.json");

fn load(files: &[(&str, &str)]) -> Opening {
    let mut opening = Opening::new(Settings::page("2026-11-23"));
    for (name, text) in files {
        opening.add((*name).to_owned(), text.as_bytes().to_vec());
    }
    while !opening.step(&mut || false) {}
    opening
}

fn open(files: &[(&str, &str)]) -> Session {
    let mut session = load(files).finish().unwrap_or_else(|problems| panic!("{problems:?}"));
    session.hash_slice(&mut || true);
    session
}

fn head(session: &mut Session) -> Head {
    let Answer::Head(head) = session.answer(&Ask::Head) else { panic!("no head") };
    head
}

fn judge(session: &mut Session, rules: Option<&str>, as_of: Option<&str>) -> Head {
    let how = How { rules: rules.map(str::to_owned), as_of: as_of.map(str::to_owned) };
    let mut again = session.rejudge(&how).unwrap();
    while !again.step(session, &mut || false) {}
    let Answer::Head(head) = session.take(again) else { panic!("no head") };
    head
}

fn compare(session: &mut Session) -> Faults {
    let mut other = session.compare().unwrap();
    while !other.step(session, &mut || false) {}
    let Answer::Faults(faults) = session.take(other) else { panic!("not compared") };
    faults
}

fn framework(session: &mut Session, id: &str) -> FrameworkDetail {
    let Answer::Framework(framework) = session.answer(&Ask::Framework { id: id.to_owned() }) else {
        panic!("no framework")
    };
    framework
}

fn requirement(session: &mut Session, framework: &str, id: &str) -> Vec<RequirementFunction> {
    let query = Query { count: 100, ..Query::default() };
    let ask = Ask::Requirement { framework: framework.to_owned(), requirement: id.to_owned(), query };
    let Answer::Requirement(rows) = session.answer(&ask) else { panic!("no requirement") };
    rows.rows
}

fn export(session: &Session, kind: ExportKind) -> String {
    String::from_utf8(session.export(&kind).unwrap().bytes).unwrap()
}

#[test]
fn the_page_judges_by_the_current_edition_and_by_the_other_on_request() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let first = head(&mut session);
    assert_eq!(
        (first.rules.as_str(), first.as_of.as_str(), first.can_judge),
        ("2026-11", "2026-11-01", true)
    );
    let report = export(&session, ExportKind::Report);
    let published = judge(&mut session, Some("2025-09"), None);
    assert_eq!((published.rules.as_str(), published.as_of_source.as_str()), ("2025-09", "exported_at"));
    assert!(published.warning.is_some() && published.runtimes.is_none());
    let later = judge(&mut session, None, Some("2030-01-01"));
    assert_eq!(
        (later.rules.as_str(), later.as_of.as_str(), later.as_of_source.as_str()),
        ("2026-11", "2030-01-01", "asked")
    );
    // Back where it began, all is as it was, the hashes too.
    judge(&mut session, None, None);
    assert_eq!(export(&session, ExportKind::Report), report);
}

#[test]
fn what_is_shown_stays_until_the_other_judgement_is_done() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let mut again = session.rejudge(&How { rules: Some("2025-09".into()), as_of: None }).unwrap();
    again.step(&session, &mut || false);
    assert_eq!(head(&mut session).rules, "2026-11");
}

#[test]
fn an_unknown_edition_or_date_counts_as_none() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let head = judge(&mut session, Some("2031-01"), Some("2026-13-40"));
    assert_eq!((head.rules.as_str(), head.as_of.as_str()), ("2026-11", "2026-11-01"));
}

#[test]
fn differences_stand_under_the_fault_that_explains_them() {
    let mut session = open(&[("sample.json", SAMPLE)]);
    let Answer::Failed { .. } = session.answer(&Ask::Differences(Query::default())) else {
        panic!("nothing was compared yet")
    };
    let faults = compare(&mut session);
    assert!(faults.functions > 0 && faults.differ > 0);
    assert_eq!(faults.faults.len(), 53);
    let shown: Vec<u32> = faults.faults.iter().filter(|f| f.functions > 0).map(|f| f.number).collect();
    // Free points and totals that can't be reached are there whatever the evidence says.
    assert!(shown.contains(&4) && shown.contains(&9), "{shown:?}");
    for number in shown {
        let query = Query {
            filters: vec![("fault".into(), vec![number.to_string()])],
            count: 1000,
            ..Query::default()
        };
        let Answer::Differences(rows) = session.answer(&Ask::Differences(query)) else { panic!("no rows") };
        let functions = faults.faults.iter().find(|fault| fault.number == number).unwrap().functions;
        assert_eq!(rows.matched, functions, "{number}");
        for row in rows.rows {
            assert!(!row.old.is_empty() || !row.new.is_empty(), "{number} {row:?}");
        }
    }
    // Of one function the facet says how often each fault shows.
    let filters = vec![("function".into(), vec!["crm-bridge".to_owned()])];
    let ask = Ask::Differences(Query { filters, count: 1000, ..Query::default() });
    let Answer::Differences(rows) = session.answer(&ask) else { panic!("no rows") };
    let counted: u32 = rows.facets.iter().flat_map(|facet| &facet.values).map(|(_, count)| count).sum();
    assert!(rows.matched > 0 && rows.rows.iter().all(|row| row.function.name == "crm-bridge"));
    assert_eq!((counted, rows.facets[0].name.as_str()), (rows.matched, "fault"));
    // From the other side it is the same.
    judge(&mut session, Some("2025-09"), None);
    assert_eq!(compare(&mut session).faults, faults.faults);
}

#[test]
fn a_requirement_says_why_and_which_rules_and_findings() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let soc2 = framework(&mut session, "SOC2");
    assert!(soc2.sentence.contains("assessable") && !soc2.sentence.to_lowercase().contains("compliant"));
    let row = soc2.requirements.iter().find(|row| row.state == "FAIL").unwrap().clone();
    assert!(!row.why.is_empty() && !row.rules.is_empty());
    let functions = requirement(&mut session, "SOC2", &row.id);
    let fails = functions.iter().find(|function| function.state == "FAIL").unwrap();
    assert!(fails.message.contains("fail"), "{}", fails.message);
    let (rule, finding) = fails.rules.first().unwrap();
    let Answer::Finding(detail) = session.answer(&Ask::Finding { id: finding.clone().unwrap() }) else {
        panic!("no finding")
    };
    assert_eq!(&detail.row.rule, rule);
    // And back: the finding names the requirement.
    assert!(detail.requirements.iter().any(|name| name.framework == "SOC2" && name.id == row.id));
}

#[test]
fn what_is_inherited_or_does_not_apply_is_said_and_read_back() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let hipaa = framework(&mut session, "HIPAA");
    let inherited = hipaa.requirements.iter().find(|row| row.state == "INHERITED").unwrap().id.clone();
    assert!(hipaa.summary.states.inherited > 0);
    let report = export(&session, ExportKind::Report);
    assert!(report.contains("\"INHERITED\"") && !report.contains("COMPLIANT"));
    let mut written = open(&[("report.json", &report)]);
    assert_eq!(head(&mut written).shown, Some(Shown::AsWritten));
    let again = framework(&mut written, "HIPAA");
    assert_eq!(again.sentence, hipaa.sentence);
    assert_eq!(again.requirements.iter().find(|row| row.id == inherited).unwrap().state, "INHERITED");
    let both = |session: &mut Session| requirement(session, "PCI_DSS", "10.5.1");
    assert_eq!(both(&mut written)[0].message, both(&mut session)[0].message);
}

fn bundle(calls: &str) -> String {
    format!(
        r#"{{"format":"lambda-evidence","version":1,"exported_at":"2026-11-01T00:00:00Z","account":"123456789012","region":"us-east-1","calls":[
{{"service":"lambda","operation":"GetFunction","parameters":{{"FunctionName":"orders"}},"response":{{"Configuration":{{"FunctionName":"orders","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:orders","Runtime":"python3.13","Role":"arn:aws:iam::123456789012:role/orders"}}}}}},
{calls}]}}"#
    )
}

fn group(retention: &str) -> String {
    bundle(&format!(
        r#"{{"service":"logs","operation":"DescribeLogGroups","parameters":{{"logGroupNamePrefix":"/aws/lambda/orders"}},"response":{{"logGroups":[{{"logGroupName":"/aws/lambda/orders"{retention}}}]}}}}"#
    ))
}

#[test]
fn pci_dss_10_5_1_asks_for_a_year_of_logs() {
    let check = |retention: &str, state: &str, words: &str| {
        let mut session = open(&[("evidence.json", &group(retention))]);
        let row = &requirement(&mut session, "PCI_DSS", "10.5.1")[0];
        assert_eq!(row.state, state, "{retention}");
        assert!(row.message.contains(words), "{}", row.message);
    };
    check(r#","retentionInDays":400"#, "PASS", "kept 400 days");
    check(r#","retentionInDays":30"#, "FAIL", "kept 30 days");
    // LOG-02 fails, and logs that are kept for ever are kept for a year.
    check("", "PASS", "kept for ever");
}

fn judgement(verdict: &str) -> JudgementRow {
    JudgementRow {
        framework: "GDPR".into(),
        requirement: "Art. 35".into(),
        verdict: verdict.into(),
        author: "Ada Lovelace".into(),
        date: "2026-11-20".into(),
        note: "=1+1".into(),
        ..JudgementRow::default()
    }
}

#[test]
fn a_persons_judgement_stands_beside_the_state_and_comes_back_with_its_file() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let before = framework(&mut session, "GDPR");
    let Answer::Head(head) = session.answer(&Ask::SetJudgement(judgement("MET"))) else { panic!("refused") };
    assert_eq!(head.judgements, 1);
    let after = framework(&mut session, "GDPR");
    let row = |of: &FrameworkDetail| of.requirements.iter().find(|row| row.id == "Art. 35").unwrap().clone();
    assert_eq!((row(&after).state, after.sentence.as_str()), (row(&before).state, before.sentence.as_str()));
    assert!(!row(&after).judgement.unwrap().of_other_evidence);
    let sheet = export(&session, ExportKind::Worksheet);
    assert!(sheet.contains("\"MET\",\"Ada Lovelace\",\"2026-11-20\",\"'=1+1\",\"this evidence\""));
    let file = export(&session, ExportKind::Judgements);
    // Dropped with the evidence again, and alone beside it.
    let mut with = open(&[("orders.json", ORDERS), ("judgements.json", &file)]);
    assert!(!row(&framework(&mut with, "GDPR")).judgement.unwrap().of_other_evidence);
    let mut other = open(&[("sample.json", SAMPLE)]);
    let beside = load(&[("judgements.json", &file)]);
    assert!(beside.is_only_beside());
    assert!(!other.lay_beside(beside), "judgements ask for no new judgement");
    assert!(row(&framework(&mut other, "GDPR")).judgement.unwrap().of_other_evidence);
    // With nothing open they are refused with a word.
    assert!(load(&[("judgements.json", &file)]).finish().is_err());
    session.answer(&Ask::RemoveJudgement { framework: "GDPR".into(), requirement: "Art. 35".into() });
    assert!(session.export(&ExportKind::Judgements).is_err());
}

#[test]
fn what_is_no_judgement_is_refused() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let mut check = |change: fn(&mut JudgementRow)| {
        let mut row = judgement("MET");
        change(&mut row);
        assert!(matches!(session.answer(&Ask::SetJudgement(row)), Answer::Failed { .. }));
    };
    check(|row| row.author = "  ".into());
    check(|row| row.date = "yesterday".into());
    check(|row| row.verdict = "PASS".into());
    check(|row| row.requirement = "Art. 999".into());
    check(|row| row.note = "x".repeat(20_000));
}

const TABLE: &str = r#"{"format":"lambda-runtimes","version":1,"as_of":"2027-03-01","source":"a test","runtimes":{"python3.13":{"deprecated":"2026-01-01"}}}"#;

#[test]
fn a_dropped_table_of_runtimes_replaces_the_shipped_one() {
    let evidence =
        bundle(r#"{"service":"lambda","operation":"ListTags","parameters":{"Resource":"x"},"response":{}}"#);
    let mut session = open(&[("evidence.json", &evidence)]);
    assert_eq!(head(&mut session).runtimes.unwrap().file, None);
    let fails = |session: &mut Session| {
        let query =
            Query { filters: vec![("rule".into(), vec!["RT-01".into()])], count: 9, ..Query::default() };
        let Answer::Findings(rows) = session.answer(&Ask::Findings(query)) else { panic!("no findings") };
        rows.rows
    };
    assert!(fails(&mut session).iter().all(|row| row.status != "FAIL"));
    assert!(session.lay_beside(load(&[("mine.json", TABLE)])), "a table asks for a new judgement");
    let how = session.how();
    let head = judge(&mut session, how.rules.as_deref(), how.as_of.as_deref());
    assert_eq!(head.runtimes, Some(TableRow { as_of: "2027-03-01".into(), file: Some("mine.json".into()) }));
    let row = fails(&mut session).remove(0);
    assert_eq!(row.status, "FAIL");
    let Answer::Finding(finding) = session.answer(&Ask::Finding { id: row.id }) else { panic!("no finding") };
    assert!(finding.dated.unwrap().contains("mine.json, which was true on 2027-03-01"));
    // A damaged one is a problem, and the evidence opens all the same.
    let mut session =
        open(&[("evidence.json", &evidence), ("mine.json", &TABLE.replace("2026-01-01", "soon"))]);
    let Answer::Problems(problems) = session.answer(&Ask::Problems) else { panic!("no problems") };
    assert!(problems.iter().any(|problem| problem.what.contains("is not a day")), "{problems:?}");
}

#[test]
fn the_trail_reads_what_events_say_of_themselves() {
    let calls = r#"{"service":"cloudtrail","operation":"LookupEvents","parameters":{"LookupAttributes":[{"AttributeKey":"ResourceName","AttributeValue":"orders"}]},"response":{"Events":[
{"EventId":"1","EventName":"UpdateFunctionCode20150331v2","EventTime":"2026-10-30T05:00:00-07:00","Username":"ada","CloudTrailEvent":"{\"sourceIPAddress\":\"198.51.100.7\",\"userAgent\":\"aws-cli/2\",\"errorCode\":\"AccessDenied\"}"},
{"EventId":"2","EventName":"Invoke","EventTime":"2026-10-31T05:00:00Z"}]}}"#;
    let mut session = open(&[("evidence.json", &bundle(calls))]);
    let Answer::Trail(rows) = session.answer(&Ask::Trail(Query { count: 9, ..Query::default() })) else {
        panic!("no trail")
    };
    let rows: Vec<_> =
        rows.rows.iter().map(|row| (row.time.as_str(), row.event.as_str(), row.source_ip.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("2026-10-31T05:00:00+00:00", "Invoke", ""),
            ("2026-10-30T12:00:00+00:00", "UpdateFunctionCode20150331v2 (AccessDenied)", "198.51.100.7"),
        ]
    );
    // Nobody asked: that is said, and is not the same as nothing happening.
    let mut session = open(&[("evidence.json", &group(""))]);
    let Answer::Trail(rows) = session.answer(&Ask::Trail(Query { count: 9, ..Query::default() })) else {
        panic!("no trail")
    };
    assert!(rows.rows[0].error.as_ref().unwrap().contains("Nobody asked"));
}

#[test]
fn the_matrix_has_a_letter_for_each_requirement() {
    let mut session = open(&[("sample.json", SAMPLE)]);
    let gdpr = framework(&mut session, "GDPR");
    let query =
        Query { filters: vec![("framework".into(), vec!["GDPR".into()])], count: 50, ..Query::default() };
    let Answer::Matrix(rows) = session.answer(&Ask::Matrix(query)) else { panic!("no matrix") };
    assert_eq!(rows.total, gdpr.functions);
    for row in &rows.rows {
        assert_eq!(row.states.len(), gdpr.requirements.len());
        assert!(row.states.bytes().all(|letter| b"PFAMNI".contains(&letter)));
    }
    let fails: usize = rows.rows.iter().map(|row| row.states.matches('F').count()).sum();
    assert_eq!(fails as u32, gdpr.requirements.iter().map(|row| row.states.fail).sum::<u32>());
    // The framework's own numbers count each requirement once, as its list shows them.
    let failing = gdpr.requirements.iter().filter(|row| row.state == "FAIL").count();
    assert_eq!(failing as u32, gdpr.summary.states.fail);
}

#[test]
fn rules_are_told_from_their_registry() {
    let mut session = open(&[("orders.json", ORDERS)]);
    let Answer::Rules(rules) = session.answer(&Ask::Rules) else { panic!("no rules") };
    assert_eq!(rules.len(), 93);
    assert!(rules.iter().all(|rule| !rule.severity.is_empty()));
    let Answer::Rule(rule) = session.answer(&Ask::Rule { id: "RT-01".into() }) else { panic!("no rule") };
    assert!(!rule.why.is_empty() && !rule.sources.is_empty() && rule.dated.is_some());
    assert!(rule.requirements.iter().any(|name| name.framework == "PCI_DSS"));
    assert!(rule.faults.iter().any(|(number, _)| *number == 28));
}

#[test]
fn findings_as_csv_run_nowhere() {
    let evil = ORDERS.replace("\"orders\"", "\"=cmd|' /C calc'!A0\"");
    let session = open(&[("orders.json", &evil)]);
    let text = export(&session, ExportKind::Findings);
    assert!(text.starts_with("\"function\",\"arn\""));
    assert!(!text.contains("\"=cmd") && !text.contains("correct horse"));
}

#[test]
fn a_function_that_is_gone_fails_nothing_and_has_no_say_in_the_mean() {
    let gone = r#"{"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"gone"},"error":{"code":"ResourceNotFoundException","message":"Function not found"}},
{"service":"cloudtrail","operation":"DescribeTrails","parameters":{},"response":{"trailList":[]}}"#;
    let mut session = open(&[("evidence.json", &bundle(gone))]);
    let Answer::Overview(overview) = session.answer(&Ask::Overview) else { panic!("no overview") };
    assert_eq!(overview.range.0, overview.range.1, "one function has a score");
    for framework in ["SOC2", "PCI_DSS"] {
        for row in framework_rows(&mut session, framework) {
            let functions = requirement(&mut session, framework, &row);
            let gone = functions.iter().find(|row| row.function.name == "gone").unwrap();
            assert!(!["FAIL", "PASS", "NOT_ASSESSED"].contains(&gone.state.as_str()), "{framework} {row}");
        }
    }
}

fn framework_rows(session: &mut Session, id: &str) -> Vec<String> {
    framework(session, id).requirements.into_iter().map(|row| row.id).collect()
}

#[test]
fn threads_say_what_one_says() {
    let judged = |edition: &'static dyn engine::Edition, threads: usize| {
        let settings = Settings { edition, threads, classic: true, ..Settings::page("2026-11-23") };
        let mut opening = Opening::new(settings);
        opening.add("sample.json".to_owned(), SAMPLE.as_bytes().to_vec());
        while !opening.step(&mut || false) {
            if opening.wants_actions() {
                opening.give_actions(None);
            }
        }
        let mut session = opening.finish().unwrap();
        let trail = session.answer(&Ask::Trail(Query { count: 1000, ..Query::default() }));
        // Only one of the editions has classic documents.
        let kinds = [ExportKind::Report, ExportKind::Classic, ExportKind::Findings];
        (kinds.map(|kind| session.export(&kind)), trail)
    };
    for edition in [&engine::Published as &dyn engine::Edition, &engine::Current] {
        let alone = judged(edition, 1);
        for threads in [2, 3, 50] {
            assert_eq!(judged(edition, threads), alone, "{} on {threads} threads", edition.name());
        }
    }
}

#[test]
fn what_many_functions_share_is_read_rule_by_rule_before_the_first_is_judged() {
    let calls: Vec<String> = (0..150)
        .map(|n| {
            let answer = match n {
                0 => r#""error":{"code":"ResourceNotFoundException","message":"gone"}"#.to_owned(),
                _ => format!(
                    r#""response":{{"Configuration":{{"FunctionName":"f{n}","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:f{n}","Runtime":"python3.9"}}}}"#
                ),
            };
            format!(r#"{{"service":"lambda","operation":"GetFunction","parameters":{{"FunctionName":"f{n}"}},{answer}}}"#)
        })
        .collect();
    let evidence = format!(
        r#"{{"format":"lambda-evidence","version":1,"account":"123456789012","region":"us-east-1","calls":[{}]}}"#,
        calls.join(",")
    );
    let open = |go_on: bool| {
        let mut opening = Opening::new(Settings::page("2026-11-23"));
        opening.add("evidence.json".to_owned(), evidence.clone().into_bytes());
        let mut before = 0;
        while !opening.step(&mut || go_on) {
            let progress = opening.progress();
            before += usize::from(progress.stage == "judging" && progress.done == 0);
        }
        (export(&opening.finish().unwrap(), ExportKind::Report), before)
    };
    let (at_once, _) = open(true);
    let (in_slices, before) = open(false);
    assert!(before > 50, "judged after {before} slices");
    assert_eq!(in_slices, at_once);
}

#[test]
fn a_report_that_is_opened_twice_counts_once() {
    let sample = open(&[("sample.json", SAMPLE)]);
    let report = export(&sample, ExportKind::Report);
    let mut session = open(&[("a.json", &report), ("b.json", &report)]);
    assert_eq!(head(&mut session).functions, 11);
    let said: Vec<&str> = session.problems().iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(said, ["This is the same report as one that is open already."]);
}

#[test]
fn an_audit_and_evidence_of_other_functions_tell_of_each_other() {
    let sample = open(&[("sample.json", SAMPLE)]);
    let report = export(&sample, ExportKind::Report);
    let mut session = open(&[("report.json", &report), ("another.json", &group(""))]);
    let head = head(&mut session);
    assert_eq!((head.functions, head.can_switch, head.apart), (11, true, (11, 1)));
    let mut together = open(&[("report.json", &report), ("sample.json", SAMPLE)]);
    assert_eq!(self::head(&mut together).apart, (0, 0));
}

#[test]
fn what_could_not_be_scored_has_no_score() {
    let refused = r#"{"format":"lambda-evidence","version":1,"exported_at":"2026-11-01T00:00:00Z","account":"123456789012","region":"us-east-1","calls":[
        {"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"orders"},"error":{"code":"AccessDeniedException","message":"no"}},
        {"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"gone"},"error":{"code":"ResourceNotFoundException","message":"no"}}]}"#;
    let mut session = open(&[("refused.json", refused)]);
    let ask = Ask::Functions(Query { count: 10, ..Query::default() });
    let Answer::Functions(rows) = session.answer(&ask) else { panic!("no functions") };
    let scores: Vec<_> = rows.rows.iter().map(|row| (row.name.as_str(), row.score)).collect();
    assert!(scores.contains(&("orders", None)) && scores.contains(&("gone", None)), "{scores:?}");
    let Answer::Overview(overview) = session.answer(&Ask::Overview) else { panic!("no overview") };
    assert_eq!((overview.score, overview.points, overview.worst.len()), (None, (0.0, 0.0), 0));
    // A report says so too, and is read as it was written.
    let report = export(&session, ExportKind::Report);
    assert!(!report.contains(r#""score":100"#) && !report.contains(r#""score": 100"#), "{report}");
    let mut again = open(&[("report.json", &report)]);
    let Answer::Functions(rows) = again.answer(&ask) else { panic!("no functions") };
    assert!(rows.rows.iter().all(|row| row.score.is_none()));
}
