//! Judging functions, one after the other, and the account that they share.

use std::borrow::Cow;

use evidence::Evidence;
use evidence::facts::{Facts, Function, Shared, Whereabouts};

use super::context::Kept;
use super::rule::{Evaluate, Found, Judged, Outcome};
use super::{Context, Data, Date, Rule, rules, score};
use crate::{CheckScore, EvidenceRef, Severity, Status};

/// One problem on one function, or what a person must look at, or why a rule does not apply.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// What it says about the rule.
    pub status: Status,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about within the function, such as a key's ARN.
    pub subject: Option<String>,
    /// One sentence or two.
    pub message: Cow<'static, str>,
    /// The points actually lost.
    pub points: u8,
    /// Where the evidence shows it.
    pub evidence: Vec<EvidenceRef>,
    /// Operations whose answers were missing beside it.
    pub missing: Vec<&'static str>,
    /// Names for the rule's command that the evidence tells, by their placeholders.
    pub names: Vec<(&'static str, String)>,
    /// Another command than the rule's.
    pub command: Option<&'static str>,
}

/// A rule that could not look.
#[derive(Clone, Debug)]
pub struct NotAssessed {
    /// The rule.
    pub rule: &'static Rule,
    /// The operations whose answers were missing, refused or unreadable.
    pub missing: Vec<&'static str>,
    /// The calls that were refused or failed.
    pub evidence: Vec<EvidenceRef>,
}

/// What the rules say about a function, or about the account.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// The function's name; empty for the account.
    pub name: String,
    /// Its ARN, where known.
    pub arn: Option<String>,
    /// Its account, where known.
    pub account: Option<String>,
    /// Its region, where known.
    pub region: Option<String>,
    /// Its runtime, or `container image`, where known.
    pub runtime: Option<String>,
    /// Its role's name, where known.
    pub role: Option<String>,
    /// When it was last changed, where known.
    pub modified: Option<String>,
    /// 0 to 100; 100 where nothing could be assessed, which [`Audit::assessed`] then tells.
    pub score: u8,
    /// The share of the rules that concern it and could be assessed, from 0 to 1.
    pub assessed: f64,
    /// The checks that something of could be assessed.
    pub checks: Vec<CheckScore>,
    /// In the order of the rules.
    pub findings: Vec<Finding>,
    /// The rules that looked and found nothing.
    pub passed: Vec<&'static Rule>,
    /// The rules that could not look.
    pub not_assessed: Vec<NotAssessed>,
    /// How many days the function's log group keeps what is written to it, as it says: `Some(None)` for ever; nothing where
    /// there is no group or it is not known.
    pub log_retention: Option<Option<i64>>,
}

/// A function to audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// Its ARN, where known.
    pub arn: Option<String>,
    /// Its place among all functions.
    at: usize,
}

/// What an auditor learned, for one of the same evidence that goes on later.
#[derive(Debug, Default)]
pub struct Learned {
    facts: Shared,
    kept: Kept,
}

impl Learned {
    /// Finds out which functions there are, until that is known, which gives `true`, or until `go_on` says no. An auditor that
    /// comes before does the rest of it at once.
    pub fn prepare(&mut self, evidence: &Evidence, go_on: &mut dyn FnMut() -> bool) -> bool {
        self.facts.read(evidence, go_on)
    }
}

/// Audits functions, and keeps what they share.
#[derive(Debug)]
pub struct Auditor<'e> {
    facts: Facts<'e>,
    as_of: Date,
    data: &'e Data,
    kept: Kept,
}

impl<'e> Auditor<'e> {
    /// An auditor of an evidence at a date.
    pub fn new(evidence: &'e Evidence, as_of: Date, data: &'e Data) -> Self {
        Self { facts: Facts::new(evidence), as_of, data, kept: Kept::default() }
    }

    /// Goes on with what an earlier auditor of the same evidence, date and data learned: see [`Auditor::into_learned`].
    pub fn resume(evidence: &'e Evidence, as_of: Date, data: &'e Data, learned: Learned) -> Self {
        Self { facts: Facts::resume(evidence, learned.facts), as_of, data, kept: learned.kept }
    }

    /// What functions share, for an auditor that goes on later.
    pub fn into_learned(self) -> Learned {
        Learned { facts: self.facts.into_shared(), kept: self.kept }
    }

    /// The functions to audit, in the order in which they are first named.
    pub fn subjects(&self) -> Vec<Subject> {
        let functions = self.facts.functions().enumerate();
        functions
            .map(|(at, function)| Subject {
                name: function.name.to_owned(),
                arn: function.arn.map(str::to_owned),
                at,
            })
            .collect()
    }

    /// Audits one function.
    pub fn judge(&mut self, subject: &Subject) -> Audit {
        let context = Context::new(&self.facts, self.as_of, self.data, &self.kept);
        let Some(function) = self.facts.function(subject.at) else { return Audit::default() };
        let mut audit = described(&function);
        let gone = function.is_gone();
        let mut tally = score::Tally::default();
        for rule in rules::all() {
            let Evaluate::Function(evaluate) = rule.evaluate else { continue };
            let judged = if gone {
                Ok(vec![Outcome::NotApplicable("The function does not exist any more.".into())])
            } else {
                evaluate(&context, &function)
            };
            audit.take(rule, judged, &mut tally);
        }
        audit.settle(&tally, self.data);
        audit.log_retention = self.log_retention(&function);
        audit
    }

    /// Lets the rules look at the first of the functions that isn't gone, one rule after the other from `next` on, until all have,
    /// which gives `true`, or until `go_on` says no. Nothing is said of it yet: what functions share is read meanwhile, which for
    /// all of it may take long.
    pub fn look(&self, subjects: &[Subject], next: &mut usize, go_on: &mut dyn FnMut() -> bool) -> bool {
        let context = Context::new(&self.facts, self.as_of, self.data, &self.kept);
        let mut functions = subjects.iter().filter_map(|subject| self.facts.function(subject.at));
        let Some(function) = functions.find(|function| !function.is_gone()) else { return true };
        for rule in rules::all().skip(*next) {
            *next += 1;
            let Evaluate::Function(evaluate) = rule.evaluate else { continue };
            // What it says is asked again when the function is judged.
            drop(evaluate(&context, &function));
            if !go_on() {
                return false;
            }
        }
        true
    }

    /// Who can call a function, and what it reaches.
    pub fn reach(&self, subject: &Subject) -> super::Reach {
        let context = Context::new(&self.facts, self.as_of, self.data, &self.kept);
        let function = self.facts.function(subject.at);
        function.map(|function| super::reach(&context, &function)).unwrap_or_default()
    }

    fn log_retention(&self, function: &Function<'_>) -> Option<Option<i64>> {
        let name = function.log_group().ok()?;
        let group = self.facts.log_group(function.at, &name).known()?;
        match group.get("retentionInDays").filter(|days| !days.is_null()) {
            None => Some(None),
            Some(days) => days.integer().map(Some),
        }
    }

    /// Judges what functions share: one audit for all accounts and regions of the evidence.
    pub fn account(&mut self) -> Audit {
        let context = Context::new(&self.facts, self.as_of, self.data, &self.kept);
        let mut places: Vec<Whereabouts<'_>> = Vec::new();
        for function in self.facts.functions() {
            if !places.contains(&function.at) {
                places.push(function.at);
            }
        }
        if places.is_empty() {
            places.push(Whereabouts::default());
        }
        let mut audit = Audit::default();
        let mut tally = score::Tally::default();
        for rule in rules::all() {
            let Evaluate::Account(evaluate) = rule.evaluate else { continue };
            let mut outcomes = Vec::new();
            for &place in &places {
                let first = outcomes.len();
                match evaluate(&context, place) {
                    Ok(found) => outcomes.extend(found),
                    Err(gap) => outcomes.push(Outcome::NotAssessed(gap)),
                }
                if places.len() > 1 {
                    for outcome in &mut outcomes[first..] {
                        name_place(outcome, place);
                    }
                }
            }
            audit.take(rule, Ok(outcomes), &mut tally);
        }
        audit.settle(&tally, self.data);
        // Scores are of functions: what is wrong with the account costs none of them a point.
        audit.findings.iter_mut().for_each(|finding| finding.points = 0);
        audit
    }
}

/// Says where an account's finding is, where there are several places.
fn name_place(outcome: &mut Outcome, place: Whereabouts<'_>) {
    let (Outcome::Fail(found) | Outcome::Manual(found)) = outcome else { return };
    let parts = [place.account, place.region, found.subject.as_deref()];
    found.subject = Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
}

fn described(function: &Function<'_>) -> Audit {
    let text = |key: &str| function.config_text(key).ok().flatten().map(Cow::into_owned);
    let runtime = match function.is_image() {
        Ok(true) => Some("container image".to_owned()),
        _ => text("Runtime"),
    };
    Audit {
        name: function.name.to_owned(),
        arn: function.arn.map(str::to_owned),
        account: function.at.account.map(str::to_owned),
        region: function.at.region.map(str::to_owned),
        runtime,
        role: text("Role").map(|arn| arn.rsplit('/').next().unwrap_or_default().to_owned()),
        modified: text("LastModified"),
        // Most rules pass.
        passed: Vec::with_capacity(rules::all().count()),
        ..Audit::default()
    }
}

impl Audit {
    /// Gives a rule its one place: the strongest of its answers.
    fn take(&mut self, rule: &'static Rule, judged: Judged, tally: &mut score::Tally) {
        let outcomes = judged.unwrap_or_else(|gap| vec![Outcome::NotAssessed(gap)]);
        let mut missing: Vec<&'static str> = Vec::new();
        let (mut fails, mut asks) = (false, false);
        for outcome in &outcomes {
            match outcome {
                Outcome::Fail(_) => fails = true,
                Outcome::Manual(_) => asks = true,
                Outcome::NotAssessed(gap) if !missing.contains(&gap.operation) => missing.push(gap.operation),
                _ => {}
            }
        }
        if fails || asks {
            let first = self.findings.len();
            let status = if fails { Status::Fail } else { Status::Manual };
            self.findings.extend(outcomes.into_iter().filter_map(|outcome| match outcome {
                Outcome::Fail(found) if fails => Some(finding(rule, status, found)),
                Outcome::Manual(found) if !fails => Some(finding(rule, status, found)),
                _ => None,
            }));
            let found = self.findings.get_mut(first..).unwrap_or_default();
            match status {
                Status::Fail => {
                    let worst = found.iter().map(|found| found.severity).min();
                    tally.failed(rule, worst.unwrap_or(rule.severity));
                }
                _ => tally.open(rule),
            }
            if let Some(first) = found.first_mut() {
                missing.retain(|operation| !first.missing.contains(operation));
                first.missing.append(&mut missing);
            }
            return;
        }
        if !missing.is_empty() {
            tally.open(rule);
            let place = |outcome| match outcome {
                Outcome::NotAssessed(gap) => gap.call.map(|call| EvidenceRef { call, pointer: "".into() }),
                _ => None,
            };
            let mut evidence: Vec<EvidenceRef> = outcomes.into_iter().filter_map(place).collect();
            evidence.dedup();
            self.not_assessed.push(NotAssessed { rule, missing, evidence });
            return;
        }
        for outcome in outcomes {
            if let Outcome::NotApplicable(why) = outcome {
                let found = Found::new(why).severity(Severity::Info);
                return self.findings.push(finding(rule, Status::NotApplicable, found));
            }
        }
        tally.passed(rule);
        self.passed.push(rule);
    }

    fn settle(&mut self, tally: &score::Tally, data: &Data) {
        let score = tally.score(&data.weights);
        for (rule, points) in score.points {
            let mut own = self.findings.iter_mut().filter(|finding| std::ptr::eq(finding.rule, rule));
            // The worst finding of a rule bears what the rule costs.
            if let Some(first) = own.next() {
                let worst =
                    own.fold(first, |worst, next| if next.severity < worst.severity { next } else { worst });
                worst.points = points;
            }
        }
        self.checks = score.checks;
        self.score = score.score;
        self.assessed = score.assessed;
    }
}

fn finding(rule: &'static Rule, status: Status, found: Found) -> Finding {
    Finding {
        rule,
        status,
        severity: found.severity.unwrap_or(rule.severity),
        subject: found.subject,
        message: found.message,
        points: 0,
        evidence: found.evidence,
        missing: found.missing,
        names: found.names,
        command: found.command,
    }
}
