//! The audit trail is read when all else is done, in slices, and comes to the same however it is read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

use engine::messages::*;
use engine::{Current, Edition, Opening, Published, Session, Settings};

/// More functions than are read in one slice; of the second nobody may see the configuration.
const FUNCTIONS: usize = 150;

fn evidence() -> String {
    let calls: Vec<String> = (0..FUNCTIONS)
        .map(|n| {
            let answer = match n {
                1 => r#""error":{"code":"AccessDeniedException","message":"no"}"#.to_owned(),
                _ => format!(
                    r#""response":{{"Configuration":{{"FunctionName":"f{n}","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:f{n}","Role":"arn:aws:iam::123456789012:role/r"}}}}"#
                ),
            };
            format!(
                r#"{{"service":"lambda","operation":"GetFunction","parameters":{{"FunctionName":"f{n}"}},{answer}}},
{{"service":"cloudtrail","operation":"LookupEvents","parameters":{{"LookupAttributes":[{{"AttributeKey":"ResourceName","AttributeValue":"f{n}"}}]}},"response":{{"Events":[{{"EventId":"{n}","EventName":"Invoke{n}","EventTime":"2026-10-01T00:{:02}:00Z","Username":"ada"}}]}}}}"#,
                n % 60
            )
        })
        .collect();
    format!(
        r#"{{"format":"lambda-evidence","version":1,"exported_at":"2026-11-01T00:00:00Z","account":"123456789012","region":"us-east-1","calls":[{}]}}"#,
        calls.join(",\n")
    )
}

fn open(edition: &'static dyn Edition, functions: &[&str]) -> Session {
    opened(edition, functions, evidence())
}

fn opened(edition: &'static dyn Edition, functions: &[&str], evidence: String) -> Session {
    let functions = functions.iter().map(|&name| name.to_owned()).collect();
    let mut opening = Opening::new(Settings { edition, functions, ..Settings::page("2026-11-23") });
    opening.add("evidence.json".to_owned(), evidence.into_bytes());
    while !opening.step(&mut || true) {}
    opening.finish().unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn told(session: &mut Session) -> Option<u32> {
    let Answer::Head(head) = session.answer(&Ask::Head) else { panic!("no head") };
    head.trail
}

fn rows(session: &mut Session) -> Vec<TrailRow> {
    let query = Query { count: 1000, ..Query::default() };
    let Answer::Trail(rows) = session.answer(&Ask::Trail(query)) else { panic!("no trail") };
    rows.rows
}

#[test]
fn slices_come_to_what_is_read_at_once() {
    for edition in [&Published as &'static dyn Edition, &Current] {
        let mut session = open(edition, &[]);
        let mut slices = 0;
        while !session.tell_trail(&mut || false) {
            slices += 1;
            assert_eq!(told(&mut session), None, "{}", edition.name());
        }
        assert_eq!(slices, 2, "{}", edition.name());
        let rows_of = rows(&mut session);
        assert_eq!(rows_of, rows(&mut open(edition, &[])), "{}", edition.name());
        assert_eq!(told(&mut session), Some(rows_of.len() as u32));
        for row in rows_of.iter().filter(|row| row.error.is_none()) {
            assert_eq!(row.event, format!("Invoke{}", &row.function.name[1..]), "{}", edition.name());
        }
        assert!(rows_of.is_sorted_by(|one, next| one.time >= next.time));
    }
}

#[test]
fn the_original_never_comes_to_the_trail_of_a_function_that_breaks_off() {
    let of_second = |edition| rows(&mut open(edition, &[])).iter().any(|row| row.function.name == "f1");
    assert!(!of_second(&Published));
    assert!(of_second(&Current));
}

#[test]
fn of_chosen_functions_each_has_its_own_events() {
    for edition in [&Published as &'static dyn Edition, &Current] {
        let rows = rows(&mut open(edition, &["f7", "f3"]));
        let events: Vec<_> =
            rows.iter().map(|row| (row.function.name.as_str(), row.event.as_str())).collect();
        assert_eq!(events, [("f7", "Invoke7"), ("f3", "Invoke3")], "{}", edition.name());
    }
}

#[test]
fn judged_again_while_it_is_read_the_trail_begins_anew() {
    let mut session = open(&Published, &[]);
    assert!(!session.tell_trail(&mut || false));
    // What is only compared leaves it alone.
    let mut other = session.compare().unwrap();
    while !other.step(&session, &mut || true) {}
    session.take(other);
    assert!(!session.is_told());
    let mut again = session.rejudge(&How { rules: Some("2026-11".to_owned()), ..How::default() }).unwrap();
    while !again.step(&session, &mut || true) {}
    session.take(again);
    assert_eq!(told(&mut session), None);
    assert!(session.tell_trail(&mut || true));
    assert_eq!(rows(&mut session), rows(&mut open(&Current, &[])));
}

#[test]
fn answers_about_all_functions_are_read_one_by_one() {
    let pages: Vec<String> = (0..5)
        .map(|n| {
            let asked = if n == 0 { "{}".to_owned() } else { format!(r#"{{"NextToken":"t{n}"}}"#) };
            format!(
                r#",{{"service":"cloudtrail","operation":"LookupEvents","parameters":{asked},"response":{{"Events":[{{"EventId":"w{n}","EventName":"Wide{n}","EventTime":"2026-10-0{}T00:00:00Z","Resources":[{{"ResourceName":"f4"}}]}}]}}}}]}}"#,
                n + 1
            )
        })
        .collect();
    let evidence =
        pages.iter().fold(evidence(), |all, page| all.strip_suffix("]}").unwrap().to_owned() + page);
    let mut session = opened(&Current, &["f4"], evidence.clone());
    let mut slices = 0;
    while !session.tell_trail(&mut || false) {
        slices += 1;
    }
    assert_eq!(slices, 5);
    let found = rows(&mut session);
    assert_eq!(found, rows(&mut opened(&Current, &["f4"], evidence)));
    let events: Vec<_> = found.iter().map(|row| row.event.as_str()).collect();
    assert_eq!(events, ["Wide4", "Wide3", "Wide2", "Wide1", "Invoke4", "Wide0"]);
}

#[test]
fn the_trail_of_a_written_report_waits_for_nobody() {
    let mut before = open(&Published, &["f3"]);
    before.tell_trail(&mut || true);
    let audit = before.export(&ExportKind::ComplianceReport { function: "f3".to_owned() }).unwrap();
    let mut opening = Opening::new(Settings { edition: &Published, ..Settings::page("2026-11-23") });
    opening.add("evidence.json".to_owned(), evidence().into_bytes());
    opening.add(audit.name, audit.bytes);
    while !opening.step(&mut || true) {}
    let mut session = opening.finish().unwrap();
    // What was written is shown, with its one event; what was judged has a trail that nobody has read yet.
    assert_eq!(told(&mut session), Some(1));
    assert_eq!(rows(&mut session)[0].event, "Invoke3");
    assert!(!session.is_told());
    session.answer(&Ask::Show(Shown::Judged));
    assert_eq!(told(&mut session), None);
    assert!(rows(&mut session).len() > 1);
    session.answer(&Ask::Show(Shown::AsWritten));
    assert_eq!(told(&mut session), Some(1));
}
