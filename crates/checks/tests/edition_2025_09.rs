//! The security audit of edition 2025-09 against the original's own results.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use checks::edition_2025_09::{Auditor, RULES, SecurityAudit, stamp, subjects};
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

        // Every finding points to what is there.
        for place in audit.findings.iter().flat_map(|finding| &finding.evidence) {
            let shown = case.evidence.response(place.call);
            let there = shown.as_ref().and_then(|answer| answer.root().pointer(&place.pointer));
            assert!(there.is_some() || place.pointer.is_empty(), "{at}: {}", place.pointer);
        }

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

/// The one function of a bundle of these calls, judged.
fn judged(calls: &str) -> SecurityAudit {
    let evidence = common::bundle(&format!(
        r#"{{"format":"lambda-evidence","version":1,"account":"123456789012","region":"us-east-1","calls":[{calls}]}}"#
    ));
    let subjects = subjects(&evidence);
    let mut auditor = Auditor::new(&evidence, "2026-11-01T00:00:00");
    auditor.judge(&subjects[0], &auditor.open(&subjects[0]))
}

/// Rule ids, and what was missing to them, of what could not be assessed.
fn not_assessed(audit: &SecurityAudit) -> Vec<(&'static str, String)> {
    audit.not_assessed.iter().map(|not| (not.rule.id, not.missing.join(" "))).collect()
}

const FUNCTION: &str = r#"{"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"f"},"response":
    {"Configuration":{"Role":"arn:aws:iam::123456789012:role/r","KMSKeyArn":"k","ReservedConcurrencyConfig":1}}}"#;

#[test]
fn what_was_not_seen_is_not_passed() {
    let audit = judged(FUNCTION);
    let missing = not_assessed(&audit);
    let lists = "iam:ListAttachedRolePolicies iam:ListRolePolicies";
    assert_eq!(
        missing,
        [
            ("C25-IAM-1", lists.to_owned()),
            ("C25-IAM-2", lists.to_owned()),
            ("C25-IAM-3", "iam:ListRolePolicies".to_owned()),
            ("C25-IAM-4", lists.to_owned()),
            ("C25-LOG-1", "logs:DescribeLogGroups".to_owned()),
            ("C25-LOG-2", "logs:DescribeLogGroups".to_owned()),
            ("C25-LOG-3", "logs:DescribeLogGroups".to_owned()),
            ("C25-NET-1", "lambda:GetFunctionUrlConfig".to_owned()),
            ("C25-NET-2", "lambda:GetFunctionUrlConfig".to_owned()),
        ]
    );
    // The original gives full marks for the role all the same.
    assert_eq!(audit.checks[0].score, 10);
}

#[test]
fn a_policy_that_stops_the_original_leaves_its_rules_open() {
    let call = |operation: &str, parameters: &str, response: &str| {
        format!(
            r#",{{"service":"iam","operation":"{operation}","parameters":{parameters},"response":{response}}}"#
        )
    };
    let role = r#"{"RoleName":"r"}"#;
    let mut calls = FUNCTION.to_owned();
    calls += &call(
        "ListAttachedRolePolicies",
        role,
        r#"{"AttachedPolicies":[{"PolicyName":"gone","PolicyArn":"a"},{"PolicyName":"x"}]}"#,
    );
    calls += &call("ListRolePolicies", role, r#"{"PolicyNames":["in"]}"#);
    calls += &call(
        "GetRolePolicy",
        r#"{"RoleName":"r","PolicyName":"in"}"#,
        r#"{"PolicyDocument":{"Statement":
        {"Effect":"Allow","Action":"*","Resource":"*"}}}"#,
    );
    let audit = judged(&calls);
    let missing = not_assessed(&audit);
    assert_eq!(missing[0], ("C25-IAM-1", "iam:GetPolicy iam:ListAttachedRolePolicies".to_owned()));
    // It lists the inline policy, whose document it did not look at.
    assert_eq!(audit.findings[0].rule.id, "C25-IAM-3");
    assert_eq!(audit.findings[0].message, "Function role uses inline policies: 1 found");
}

#[test]
fn a_broken_audit_takes_all_points_and_says_what_it_did_not_reach() {
    let audit = judged(
        r#"{"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"f"},
            "response":{"Configuration":{"Environment":null}}}"#,
    );
    assert_eq!(audit.security_score, 0);
    assert_eq!(audit.checks.len(), 1);
    let last = audit.findings.last().unwrap();
    assert_eq!(last.message, "Failed to perform security audit: 'NoneType' object has no attribute 'get'");
    assert_eq!(last.points, 80);
    assert_eq!(
        audit.text(),
        "\nAWS LAMBDA SECURITY AUDIT REPORT\n================================\n\nFunction: f\n\
         Audit Date: 2026-11-01T00:00:00\nSecurity Score: 0/100\n\n\
         🔴 HIGH SEVERITY ISSUES (1):\n  • AUDIT_ERROR: Failed to perform security audit: \
         'NoneType' object has no attribute 'get'\n\nCHECKS PERFORMED:\n  ✓ IAM Permissions Check\n"
    );
    assert!(audit.passed.is_empty());
    assert_eq!(audit.not_assessed.len(), RULES.len() - 1);
}

#[test]
fn variables_that_lambda_could_not_decrypt_are_not_passed() {
    let audit = judged(
        r#"{"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"f"},
            "response":{"Configuration":{"Environment":{"Error":{"ErrorCode":"AccessDeniedException"}}}}}"#,
    );
    let ids: Vec<&str> = audit.not_assessed.iter().map(|not| not.rule.id).collect();
    for rule in ["C25-ENV-1", "C25-ENV-2", "C25-ENC-2"] {
        assert!(ids.contains(&rule), "{rule}");
    }
}

#[test]
fn functions_are_those_that_get_function_names() {
    let evidence = common::bundle(
        r#"{"format":"lambda-evidence","version":1,"account":"1","region":"r","calls":[
            {"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"b","Qualifier":"1"},"response":{}},
            {"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"a\"b"},"response":{}},
            {"service":"lambda","operation":"GetFunction","parameters":{},"response":{}},
            {"service":"lambda","operation":"ListFunctions","parameters":{},"response":{"Functions":[{"FunctionName":"c"}]}}]}"#,
    );
    let subjects = subjects(&evidence);
    let seen: Vec<(&str, bool)> =
        subjects.iter().map(|subject| (subject.name.as_str(), subject.call.is_some())).collect();
    assert_eq!(seen, [("b", false), ("a\"b", true)]);
}

#[test]
fn stamps_are_whole_times() {
    assert_eq!(stamp("2026-11-01T05:00:00-07:00").as_deref(), Some("2026-11-01T12:00:00"));
    assert_eq!(stamp("2026-11-01T05:00:00.25Z").as_deref(), Some("2026-11-01T05:00:00.250000"));
    assert_eq!(stamp("2026-11-01").as_deref(), Some("2026-11-01T00:00:00"));
    for open in ["05:00", "Nov 2026", "Sunday", "26-11-01", "", "soon"] {
        assert_eq!(stamp(open), None, "{open}");
    }
}
