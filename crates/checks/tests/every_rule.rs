//! Every rule of edition 2026-11 fails, passes and stays open somewhere: what small bundles come to, and that none is left out.
//!
//! A bundle in `every_rule/` is evidence with one function, `orders`, and what each rule says of it. A rule that is added needs a
//! place in a bundle where it fails, in one where it passes, and in one where it can't be assessed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use checks::Status;
use checks::edition_2026_11::{Audit, Auditor, Data, Date, rules};
use serde_json::Value;

#[allow(dead_code, reason = "the editions' tests use the rest")]
mod common;

/// Rules that hand the failure to a person, since the evidence can't show it.
const NEVER_FAIL: [&str; 1] = ["RT-04"];

/// What an audit says about each rule.
fn said(audit: &Audit) -> impl Iterator<Item = (&'static str, &'static str)> {
    let found = audit.findings.iter().map(|found| (found.rule.id, found.status.as_str()));
    let passed = audit.passed.iter().map(|rule| (rule.id, "PASS"));
    let open = audit.not_assessed.iter().map(|open| (open.rule.id, "NOT_ASSESSED"));
    found.chain(passed).chain(open)
}

#[test]
fn every_rule_fails_passes_and_stays_open_somewhere() {
    let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let data = Data::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/every_rule");
    for bundle in std::fs::read_dir(folder).unwrap() {
        let bundle = bundle.unwrap().path();
        let text = std::fs::read_to_string(&bundle).unwrap();
        let evidence = common::bundle(&text);
        let mut auditor = Auditor::new(&evidence, Date::parse("2026-11-23").unwrap(), &data);
        let subjects = auditor.subjects();
        let orders = subjects.iter().find(|subject| subject.name == "orders").unwrap();
        let (audit, account) = (auditor.judge(orders), auditor.account());
        let said: BTreeMap<&str, &str> = said(&audit).chain(said(&account)).collect();
        let expected: Value = serde_json::from_str(&text).unwrap();
        for (status, ids) in expected["expect"].as_object().unwrap() {
            for id in ids.as_str().unwrap().split(' ') {
                assert_eq!(said.get(id), Some(&status.as_str()), "{id} in {}", bundle.display());
                let rule = rules::get(id).unwrap_or_else(|| panic!("{id} is no rule"));
                seen.entry(rule.id).or_default().insert(said[id]);
            }
        }
    }
    let asked = [Status::Fail.as_str(), "PASS", "NOT_ASSESSED"];
    let lacks = |id: &str, status: &str| {
        let status = if status == "FAIL" && NEVER_FAIL.contains(&id) { "MANUAL" } else { status };
        !seen.get(id).is_some_and(|seen| seen.contains(status))
    };
    let lacking: Vec<String> = rules::all()
        .flat_map(|rule| {
            asked.iter().filter(|status| lacks(rule.id, status)).map(|status| format!("{} {status}", rule.id))
        })
        .collect();
    assert!(lacking.is_empty(), "no bundle in tests/every_rule shows: {}", lacking.join(", "));
}
