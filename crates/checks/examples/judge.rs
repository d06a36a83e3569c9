//! `judge audit FILE [--as-of DAY]`: what edition 2026-11 says about a bundle, in the shape of a report. For development.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for developers")]

use checks::edition_2026_11::{Audit, Auditor, Data, Date};
use evidence::{Evidence, Input, Limits, Reader, Step};
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file =
        arguments.iter().find(|argument| argument.ends_with("json") && argument.contains('.')).unwrap();
    let asked = arguments.iter().skip_while(|argument| *argument != "--as-of").nth(1);
    let mut reader = Reader::new(Limits::COMMAND);
    reader.add(Input { name: file.clone(), bytes: std::fs::read(file).unwrap() });
    while reader.step(&mut || true) != Step::Done {}
    let evidence = reader.finish().evidence;
    let exported = evidence.files().iter().filter_map(|file| file.exported_at.as_deref()).max();
    let as_of = Date::parse(asked.map_or(exported.unwrap_or("2026-11-23"), String::as_str)).unwrap();
    let data = Data::default();
    let started = std::time::Instant::now();
    let mut auditor = Auditor::new(&evidence, as_of, &data);
    let subjects = auditor.subjects();
    let found = started.elapsed();
    let audits: Vec<Audit> = subjects.iter().map(|subject| auditor.judge(subject)).collect();
    let account = auditor.account();
    if arguments.iter().any(|argument| argument == "--time") {
        println!("{} functions found in {found:?}, judged in {:?}", audits.len(), started.elapsed() - found);
        return;
    }
    let functions: Vec<Value> = audits.iter().map(|audit| write(&evidence, audit)).collect();
    let report = json!({
        "format": "lambdascope-report", "version": 1, "rules": "2026-11", "as_of": as_of.to_string(),
        "account": write(&evidence, &account), "functions": functions,
    });
    println!("{}", serde_json::to_string_pretty(&report).unwrap());
}

fn write(evidence: &Evidence, audit: &Audit) -> Value {
    let places = |places: &[checks::EvidenceRef]| -> Vec<String> {
        let front = |call| match evidence.error(call) {
            Some(_) => evidence.call(call).pointer.error(),
            None => evidence.call(call).pointer.response(),
        };
        places.iter().map(|place| front(place.call) + &place.pointer).collect()
    };
    json!({
        "name": audit.name, "arn": audit.arn, "score": audit.score, "assessed": audit.assessed,
        "checks": audit.checks.iter().map(|check| json!([check.name, check.score, check.max])).collect::<Vec<_>>(),
        "findings": audit.findings.iter().map(|finding| json!({
            "rule": finding.rule.id, "status": finding.status.as_str(), "severity": finding.severity.as_str(),
            "subject": finding.subject, "message": finding.message, "points": finding.points,
            "evidence": places(&finding.evidence), "missing": finding.missing,
        })).collect::<Vec<_>>(),
        "passed": audit.passed.iter().map(|rule| rule.id).collect::<Vec<_>>(),
        "not_assessed": audit.not_assessed.iter().map(|open| json!({"rule": open.rule.id, "missing": open.missing})).collect::<Vec<_>>(),
    })
}
