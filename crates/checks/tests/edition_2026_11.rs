//! Edition 2026-11 against the right answers that stand outside the repository.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests panic and say what they skip"
)]

use std::path::{Path, PathBuf};

use checks::Status;
use checks::edition_2026_11::{Audit, Auditor, Data, Date, Learned, rules};
use serde_json::Value;

#[allow(dead_code, reason = "the other edition's tests use the rest")]
mod common;

/// What an audit says about a rule, as the right answers write it; `None` where it does not mention the rule.
fn status(audit: &Audit, rule: &str) -> Option<&'static str> {
    let of = |status| audit.findings.iter().any(|found| found.rule.id == rule && found.status == status);
    let found = [Status::Fail, Status::Manual, Status::NotApplicable].into_iter().find(|status| of(*status));
    let passed = audit.passed.iter().any(|passed| passed.id == rule);
    let open = audit.not_assessed.iter().any(|open| open.rule.id == rule);
    let places = usize::from(found.is_some()) + usize::from(passed) + usize::from(open);
    assert!(places <= 1, "{rule} stands in {places} places");
    found.map(Status::as_str).or(passed.then_some("PASS")).or(open.then_some("NOT_ASSESSED"))
}

#[test]
fn the_right_answers_agree() {
    let shared = std::env::var_os("LAMBDASCOPE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(shared.join("rules")) else {
        assert!(std::env::var_os("CI").is_none(), "no right answers in {}", shared.display());
        println!("skipped: no right answers in {}", shared.display());
        return;
    };
    let data = Data::default();
    let (mut wrong, mut right) = (Vec::new(), 0);
    for case in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let read = |name: &str| std::fs::read_to_string(case.join(name)).ok();
        let (Some(evidence), Some(expected)) = (read("evidence.json"), read("expect.json")) else { continue };
        let evidence = common::bundle(&evidence);
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let as_of = Date::parse(expected["as_of"].as_str().unwrap()).unwrap();
        let mut auditor = Auditor::new(&evidence, as_of, &data);
        let audits: Vec<Audit> = auditor.subjects().iter().map(|subject| auditor.judge(subject)).collect();
        let account = auditor.account();
        for expectation in expected["expect"].as_array().into_iter().flatten() {
            let rule = expectation["rule"].as_str().unwrap();
            if rules::get(rule).is_none() {
                continue;
            }
            let function = expectation["function"].as_str();
            let audit = audits.iter().find(|audit| Some(audit.name.as_str()) == function).unwrap_or(&account);
            let got = status(audit, rule).or_else(|| status(&account, rule)).unwrap_or("ABSENT");
            let wanted = expectation["status"].as_str().unwrap();
            if wanted.split('|').any(|wanted| wanted == got) {
                right += 1;
            } else {
                wrong.push(format!("{}: {rule} {function:?} is {got}, not {wanted}", case.display()));
            }
        }
    }
    assert!(wrong.is_empty() && right > 0, "{}", wrong.join("\n"));
}

#[test]
fn an_auditor_that_goes_on_later_says_the_same() {
    let data = Data::default();
    let as_of = Date::parse("2026-11-23").unwrap();
    for case in common::cases().iter().take(40) {
        let mut whole = Auditor::new(&case.evidence, as_of, &data);
        let subjects = whole.subjects();
        let at_once: Vec<Audit> = subjects.iter().map(|subject| whole.judge(subject)).collect();
        let (mut learned, mut looked) = (Learned::default(), 0);
        while !learned.prepare(&case.evidence, &mut || false) {}
        // What functions share is read rule by rule, by auditors that break off after each.
        loop {
            let before = looked;
            let slice = Auditor::resume(&case.evidence, as_of, &data, learned);
            let done = slice.look(&subjects, &mut looked, &mut || false);
            learned = slice.into_learned();
            if done {
                break;
            }
            assert!(looked > before);
        }
        for (subject, expected) in subjects.iter().zip(&at_once) {
            let mut slice = Auditor::resume(&case.evidence, as_of, &data, learned);
            assert_eq!(format!("{:?}", slice.judge(subject)), format!("{expected:?}"), "{}", case.name);
            learned = slice.into_learned();
        }
    }
}
