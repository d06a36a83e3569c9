use checks::Severity;

use super::*;
use crate::model::Text;

fn finding(rule: &'static str, subject: &str) -> Finding {
    Finding {
        id: None,
        rule: rule.into(),
        severity: Severity::High,
        status: Status::Fail,
        category: "C".into(),
        subject: (!subject.is_empty()).then(|| subject.into()),
        message: format!("{rule} {subject}").into(),
        details: Vec::new(),
        points: 1,
        evidence: Vec::new(),
        remediation: None,
        missing: Vec::new(),
        muted: None,
    }
}

/// A function on which nothing told `DARK`.
fn function(findings: Vec<Finding>, passed: &[&'static str]) -> FunctionReport {
    FunctionReport {
        name: "f".to_owned(),
        arn: Some("arn:aws:lambda:us-east-1:123456789012:function:f".to_owned()),
        findings,
        passed: passed.iter().map(|&rule| Text::from(rule)).collect(),
        not_assessed: vec![("DARK".into(), vec!["lambda:GetPolicy".into()])],
        ..FunctionReport::default()
    }
}

/// What became of the problems of one function, and why.
#[track_caller]
fn check(
    old: impl Into<Option<FunctionReport>>,
    new: impl Into<Option<FunctionReport>>,
    expected: &[(Fate, &str, &str)],
) {
    let of = |function: Option<FunctionReport>| Report {
        functions: function.into_iter().collect(),
        ..Report::default()
    };
    let (old, new) = (of(old.into()), of(new.into()));
    let comparison = compare(&old, &new);
    assert_eq!(comparison.functions.len(), 1, "one function in both");
    let finding = |of: &Report, at: Option<u32>| {
        let at = at? as usize;
        Some(of.functions[0].findings[at].message.clone())
    };
    let changes = &comparison.functions[0].changes;
    let messages: Vec<Text> = changes
        .iter()
        .map(|one| finding(&new, one.new).or_else(|| finding(&old, one.old)).unwrap())
        .collect();
    let told: Vec<(Fate, &str, &str)> = changes
        .iter()
        .zip(&messages)
        .map(|(change, message)| (change.fate, message.as_ref(), change.why.as_str()))
        .collect();
    assert_eq!(told, expected);
    for fate in Fate::ALL {
        assert_eq!(comparison.count(fate), expected.iter().filter(|(known, ..)| *known == fate).count());
    }
}

#[test]
fn what_was_looked_for_is_new_or_fixed() {
    check(
        function(vec![finding("A", "x"), finding("B", "")], &["C"]),
        function(vec![finding("A", "x"), finding("C", "")], &["B"]),
        &[(Fate::New, "C ", ""), (Fate::Fixed, "B ", ""), (Fate::StillOpen, "A x", "")],
    );
    // Of one rule, another variable.
    check(
        function(vec![finding("A", "x")], &[]),
        function(vec![finding("A", "y")], &[]),
        &[(Fate::New, "A y", ""), (Fate::Fixed, "A x", "")],
    );
    // It doesn't apply any more.
    let dull = Finding { status: Status::NotApplicable, ..finding("A", "") };
    check(
        function(vec![finding("A", "x")], &[]),
        function(vec![dull], &[]),
        &[(Fate::Fixed, "A x", "A doesn't apply in the newer audit.")],
    );
}

#[test]
fn what_could_not_be_assessed_is_neither_new_nor_fixed() {
    let why = |audit: &str| format!("The {audit} audit could not assess DARK (lambda:GetPolicy).");
    let lit = || FunctionReport { not_assessed: Vec::new(), ..function(vec![finding("DARK", "")], &[]) };
    check(function(Vec::new(), &[]), lit(), &[(Fate::FirstSeen, "DARK ", &why("older"))]);
    check(lit(), function(Vec::new(), &[]), &[(Fate::UnknownNow, "DARK ", &why("newer"))]);
    // A rule that the other audit doesn't speak of at all, as audits of the published original.
    check(
        function(vec![finding("A", "")], &[]),
        function(Vec::new(), &[]),
        &[(Fate::UnknownNow, "A ", "The newer audit doesn't say what A came to.")],
    );
    // Who found it is not told either.
    check(
        function(vec![finding("", "x")], &[]),
        function(Vec::new(), &["A"]),
        &[(Fate::UnknownNow, " x", "The audit doesn't tell which rule found it.")],
    );
}

#[test]
fn what_a_person_must_settle_is_not_told() {
    let told = "The newer audit leaves a part of A to a person, or lacks answers for it.";
    let before = || function(vec![finding("A", "x"), finding("A", "y")], &[]);
    let manual = Finding { status: Status::Manual, ..finding("A", "y") };
    check(
        before(),
        function(vec![manual], &[]),
        &[(Fate::Changed, "A y", ""), (Fate::UnknownNow, "A x", told)],
    );
    let lacking = Finding { missing: vec!["iam:GetRole".into()], ..finding("A", "y") };
    check(
        before(),
        function(vec![lacking], &[]),
        &[(Fate::UnknownNow, "A x", told), (Fate::StillOpen, "A y", "")],
    );
}

#[test]
fn what_changed_is_told_apart_from_what_is_the_same() {
    let muted = Finding { muted: Some(Box::default()), ..finding("A", "") };
    for other in [
        Finding { severity: Severity::Low, ..finding("A", "") },
        Finding { message: "A otherwise".into(), ..finding("A", "") },
        muted,
    ] {
        let message = other.message.clone();
        check(
            function(vec![finding("A", "")], &[]),
            function(vec![other], &[]),
            &[(Fate::Changed, &message, "")],
        );
    }
    // Days pass.
    let days = |message: &'static str| Finding { message: message.into(), ..finding("A", "") };
    check(
        function(vec![days("unchanged for 99 days")], &[]),
        function(vec![days("unchanged for 129 days")], &[]),
        &[(Fate::StillOpen, "unchanged for 129 days", "")],
    );
    // Two that can't be told apart are counted.
    check(
        function(vec![finding("A", ""), finding("A", "")], &[]),
        function(vec![finding("A", "")], &[]),
        &[(Fate::Fixed, "A ", ""), (Fate::StillOpen, "A ", "")],
    );
}

#[test]
fn functions_are_found_by_arn_and_where_there_is_none_by_name() {
    let nameless = |findings| FunctionReport { arn: None, ..function(findings, &[]) };
    check(
        nameless(vec![finding("A", "x")]),
        function(vec![finding("A", "x")], &[]),
        &[(Fate::StillOpen, "A x", "")],
    );
    check(
        function(vec![finding("A", "x")], &[]),
        None,
        &[(Fate::UnknownNow, "A x", "The function is not in the newer audit.")],
    );
    check(
        None,
        function(vec![finding("A", "x")], &[]),
        &[(Fate::FirstSeen, "A x", "The function is not in the older audit.")],
    );
    // Of another account, it is another function.
    let elsewhere = FunctionReport {
        arn: Some("arn:aws:lambda:us-east-1:210987654321:function:f".to_owned()),
        ..function(vec![finding("A", "")], &[])
    };
    let of = |function| Report { functions: vec![function], ..Report::default() };
    let (old, new) = (of(elsewhere), of(function(vec![finding("A", "")], &[])));
    assert_eq!(compare(&old, &new).functions.len(), 2);
    // One that is gone has no problems.
    let dull = Finding { status: Status::NotApplicable, ..finding("B", "") };
    let gone = FunctionReport { not_assessed: Vec::new(), ..function(vec![dull], &[]) };
    check(
        function(vec![finding("A", "")], &[]),
        gone,
        &[(Fate::Fixed, "A ", "The newer audit says that there is no such function.")],
    );
}
