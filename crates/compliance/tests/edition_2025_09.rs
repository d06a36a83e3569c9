//! The compliance check of edition 2025-09 against the original's own results.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

#[path = "../../checks/tests/common/mod.rs"]
mod common;

use checks::edition_2025_09::{Auditor, RULES, stamp, subjects};
use common::{Case, cases, collapse};
use compliance::edition_2025_09::{FRAMEWORKS, Judge};
use serde_json::Value;

#[track_caller]
fn check(case: &Case) {
    let stamp = stamp(case.evidence.files()[0].exported_at.as_deref().unwrap()).unwrap();
    let auditor = Auditor::new(&case.evidence, &stamp);
    let mut judge = Judge::new(&case.evidence, &stamp);
    for subject in subjects(&case.evidence) {
        let report = judge.judge(&subject, &auditor.open(&subject));
        let at = format!("{}: {}", case.name, subject.name);
        let expected = &case.expected[&subject.name];
        assert_eq!(serde_json::to_value(report.classic()).unwrap(), expected["compliance_report"], "{at}");
        let Value::String(text) = &expected["compliance_text"] else { panic!("{at}") };
        assert_eq!(collapse(&report.text()), collapse(text), "{at}");
    }
}

#[test]
fn reports_are_equal_to_the_original() {
    cases().iter().for_each(check);
}

#[test]
fn requirements_are_told_apart_and_name_rules_that_exist() {
    for framework in FRAMEWORKS {
        let mut ids: Vec<&str> = framework.requirements.iter().map(|requirement| requirement.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), framework.requirements.len(), "{}", framework.id);
        assert!(framework.requirements.len() <= usize::from(framework.checks_counted), "{}", framework.id);
        for rule in framework.requirements.iter().flat_map(|requirement| requirement.rules) {
            assert!(RULES.iter().any(|known| known.id == *rule), "{}: {rule}", framework.id);
        }
    }
}

#[test]
fn frameworks_can_be_chosen() {
    let evidence = common::bundle(
        r#"{"format":"lambda-evidence","version":1,"calls":[{"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"f"},
            "response":{"Configuration":{"Role":"r"}}}]}"#,
    );
    let auditor = Auditor::new(&evidence, "2026-11-01T00:00:00");
    let chosen = [&FRAMEWORKS[4], &FRAMEWORKS[0]];
    let mut judge = Judge::new(&evidence, "2026-11-01T00:00:00").with_frameworks(&chosen);
    let subject = &subjects(&evidence)[0];
    let report = judge.judge(subject, &auditor.open(subject));
    let classic = serde_json::to_value(report.classic()).unwrap();
    assert_eq!(classic["frameworks_checked"], serde_json::json!(["ISO27001", "SOC2"]));
    assert_eq!(classic["compliance_status"].as_object().unwrap().len(), 2);
    assert!(
        report
            .text()
            .contains("Frameworks Checked: ISO27001, SOC2\n\nCOMPLIANCE STATUS:\n  ❌ ISO27001: 33.3%")
    );
}
