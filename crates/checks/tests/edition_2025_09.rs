//! The security audit of edition 2025-09 against the original's own results.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use checks::edition_2025_09::{Auditor, RULES, stamp, subjects};
use common::{Case, cases, collapse};
use serde_json::Value;

#[track_caller]
fn check(case: &Case) {
    let stamp = stamp(case.evidence.files()[0].exported_at.as_deref().unwrap()).unwrap();
    let mut auditor = Auditor::new(&case.evidence, &stamp);
    let subjects = subjects(&case.evidence);
    let names: Vec<&str> = subjects.iter().map(|subject| subject.name.as_str()).collect();
    assert_eq!(names.len(), case.expected.len(), "{}", case.name);
    for subject in &subjects {
        let audit = auditor.judge(subject, &auditor.open(subject));
        let at = format!("{}: {}", case.name, subject.name);
        let expected = &case.expected[&subject.name];
        assert_eq!(serde_json::to_value(audit.classic()).unwrap(), expected["security_audit"], "{at}");
        let Value::String(text) = &expected["security_text"] else { panic!("{at}") };
        assert_eq!(collapse(&audit.text()), collapse(text), "{at}");

        // Every rule has one place, and every lost point its finding.
        let found = |rule| audit.findings.iter().any(|finding| std::ptr::eq(finding.rule, rule));
        for &rule in RULES {
            let places = [
                found(rule),
                audit.passed.iter().any(|passed| std::ptr::eq(*passed, rule)),
                audit.not_assessed.iter().any(|not| std::ptr::eq(not.rule, rule)),
            ];
            assert_eq!(places.iter().filter(|place| **place).count(), 1, "{at}: {}", rule.id);
        }
        for score in &audit.checks {
            let findings = audit.findings.iter().filter(|finding| finding.rule.check == score.name);
            let lost: u8 = findings.map(|finding| finding.points).sum();
            assert_eq!(lost, score.max - score.score, "{at}: {}", score.name);
        }
    }
}

#[test]
fn audits_are_equal_to_the_original() {
    cases().iter().for_each(check);
}

#[test]
fn rules_describe_themselves_each_under_its_own_id() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    for rule in RULES {
        assert!(rule.id.starts_with("C25-") && !rule.why.is_empty() && !rule.fix.is_empty(), "{}", rule.id);
        assert!(rule.needs.iter().all(|need| need.contains(':')), "{}", rule.id);
        assert!(!rule.why.contains("  ") && !rule.fix.contains("  "), "{}", rule.id);
    }
}
