use super::*;

fn finding(rule: &'static str, subject: Option<&str>, details: &[&str]) -> Finding {
    Finding {
        id: None,
        rule: rule.into(),
        severity: checks::Severity::High,
        status: Status::Fail,
        category: "".into(),
        subject: subject.map(Into::into),
        message: rule.into(),
        details: details.iter().map(|&line| Text::from(line.to_owned())).collect(),
        points: 0,
        evidence: Vec::new(),
        remediation: None,
        missing: Vec::new(),
        muted: None,
    }
}

fn with(findings: Vec<Finding>) -> FunctionReport {
    FunctionReport { findings, ..FunctionReport::default() }
}

/// Which faults explain what differs.
#[track_caller]
fn check(old: FunctionReport, new: FunctionReport, expected: &[u32]) {
    let mut found: Vec<u32> =
        differences(&old, &new, &FunctionReport::default()).into_iter().map(|(fault, _)| fault).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn what_both_find_is_no_difference() {
    check(with(vec![finding("C25-IAM-3", None, &[])]), with(vec![finding("IAM-19", None, &[])]), &[]);
    check(with(vec![]), with(vec![]), &[]);
}

#[test]
fn a_false_alarm_is_explained_by_its_fault() {
    check(with(vec![finding("C25-CFG-2", None, &[])]), with(vec![]), &[29]);
    check(with(vec![finding("C25-CFG-3", None, &[])]), with(vec![]), &[5]);
    check(with(vec![finding("C25-LOG-2", None, &[])]), with(vec![]), &[0]);
}

#[test]
fn a_variable_is_compared_by_its_name() {
    let monkey = || finding("C25-ENV-1", Some("MONKEY"), &["pattern: Potential password/secret"]);
    let hash = || finding("C25-ENV-1", Some("COMMIT"), &["pattern: Potential AWS Secret Key"]);
    let real = || finding("SEC-02", Some("DB_PASSWORD"), &[]);
    check(with(vec![monkey()]), with(vec![real()]), &[22, 24]);
    check(with(vec![hash()]), with(vec![]), &[24]);
    let same = finding("C25-ENV-1", Some("DB_PASSWORD"), &["pattern: Potential password/secret"]);
    check(with(vec![same.clone()]), with(vec![real()]), &[]);
    check(with(vec![same.clone(), same]), with(vec![real()]), &[23]);
}

#[test]
fn what_only_the_current_edition_finds_has_a_fault_or_is_new() {
    check(with(vec![]), with(vec![finding("EXP-05", None, &[])]), &[19]);
    check(with(vec![]), with(vec![finding("INV-01", None, &[])]), &[0]);
}

#[test]
fn one_key_that_is_charged_three_times() {
    let old = ["C25-ENV-2", "C25-ENC-1", "C25-ENC-2"].map(|rule| finding(rule, None, &[])).to_vec();
    let new = with(vec![finding("SEC-05", None, &[]), finding("SEC-06", None, &[])]);
    check(with(old), new, &[25]);
}

#[test]
fn full_marks_for_what_could_not_be_read() {
    let new =
        FunctionReport { not_assessed: vec![("IAM-01".into(), Vec::new())], ..FunctionReport::default() };
    let old =
        FunctionReport { not_assessed: vec![("C25-IAM-1".into(), Vec::new())], ..FunctionReport::default() };
    check(old, new.clone(), &[16]);
    // Where the published edition could look, the current one only wants to see more.
    check(with(vec![]), new, &[]);
}

#[test]
fn a_point_that_is_given_for_free() {
    let outcome = report::RequirementOutcome {
        id: "Physical: Facility Controls".into(),
        state: State::Pass,
        message: "".into(),
    };
    let hipaa = report::FrameworkOutcome {
        framework: "HIPAA".into(),
        requirements: vec![outcome],
        ..Default::default()
    };
    check(FunctionReport { compliance: vec![hipaa.into()], ..FunctionReport::default() }, with(vec![]), &[9]);
}
