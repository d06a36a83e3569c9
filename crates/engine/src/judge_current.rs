//! Judging evidence under edition 2026-11, the current rules, in slices, into a report.

use std::cell::Cell;

use checks::edition_2025_09 as published;
use checks::edition_2026_11::{Audit, Auditor, Data, Date, Finding as Found, Learned, Subject, rules};
use checks::{Evidence, EvidenceRef};
use compliance::edition_2026_11 as frameworks;
use evidence::Reading;
use report::{
    Catalogue, CheckScore, Finding, FrameworkEntry, FrameworkOutcome, FunctionReport, Report,
    RequirementEntry, RequirementOutcome, RuleEntry, State, Text,
};

use crate::judge::{Dated, Edition, Judging, files, place};
use crate::lists::Indexed;
use crate::opening::Settings;

/// Edition 2026-11: the current rules.
#[derive(Debug)]
pub struct Current;

impl Edition for Current {
    fn name(&self) -> &'static str {
        "2026-11"
    }

    fn catalogue(&self) -> Catalogue {
        catalogue()
    }

    fn begin(&self, reading: &Reading, settings: &Settings) -> Box<dyn Judging> {
        Box::new(JudgingCurrent::new(reading, settings))
    }
}

/// Functions are judged so many at a time before anybody is asked whether to go on.
const SLICE: usize = 4;

#[derive(Debug)]
struct JudgingCurrent {
    /// None where today, which the caller hands in, is no date: then nothing can be judged.
    as_of: Option<Date>,
    stamp: String,
    data: Data,
    learned: Learned,
    wanted: Vec<String>,
    subjects: Option<Vec<Subject>>,
    next: usize,
    report: Report,
}

impl JudgingCurrent {
    fn new(reading: &Reading, settings: &Settings) -> Self {
        let Dated { as_of, source, stamp } = Dated::new(reading, settings);
        let report = Report {
            generator: ("lambdascope".into(), env!("CARGO_PKG_VERSION").into()),
            rules: "2026-11".into(),
            as_of: as_of.clone(),
            as_of_source: source.into(),
            evidence: files(reading),
            catalogue: catalogue(),
            ..Report::default()
        };
        Self {
            as_of: Date::parse(&as_of),
            stamp,
            data: Data::default(),
            learned: Learned::default(),
            wanted: settings.functions.clone(),
            subjects: None,
            next: 0,
            report,
        }
    }
}

impl Judging for JudgingCurrent {
    fn step(&mut self, evidence: &Evidence, go_on: &mut dyn FnMut() -> bool) -> bool {
        let Some(as_of) = self.as_of else { return true };
        let mut auditor = Auditor::resume(evidence, as_of, &self.data, std::mem::take(&mut self.learned));
        let wanted = |subject: &Subject| self.wanted.is_empty() || self.wanted.contains(&subject.name);
        let subjects =
            self.subjects.get_or_insert_with(|| auditor.subjects().into_iter().filter(wanted).collect());
        if self.next == 0 {
            self.report.account = function(evidence, auditor.account());
        }
        while self.next < subjects.len() {
            let end = (self.next + SLICE).min(subjects.len());
            for subject in subjects.get(self.next..end).unwrap_or_default() {
                let mut judged = function(evidence, auditor.judge(subject));
                judged.compliance = outcomes(&judged, &self.report.account);
                self.report.functions.push(judged);
            }
            self.next = end;
            if self.next < subjects.len() && !go_on() {
                self.learned = auditor.into_learned();
                return false;
            }
        }
        true
    }

    fn progress(&self) -> (u64, u64) {
        (self.next as u64, self.subjects.as_ref().map_or(0, Vec::len) as u64)
    }

    fn stamp(&self) -> &str {
        &self.stamp
    }

    fn finish(self: Box<Self>) -> (Option<Indexed>, Vec<published::Subject>) {
        let judged = (!self.report.functions.is_empty()).then(|| Indexed::new(self.report, Vec::new()));
        (judged, Vec::new())
    }
}

fn function(evidence: &Evidence, audit: Audit) -> FunctionReport {
    let check = |check: &checks::CheckScore| CheckScore {
        name: check.name.into(),
        score: u32::from(check.score),
        max: u32::from(check.max),
    };
    FunctionReport {
        name: audit.name,
        arn: audit.arn,
        account: audit.account,
        region: audit.region,
        runtime: audit.runtime,
        role: audit.role,
        modified: audit.modified,
        score: u32::from(audit.score),
        assessed: audit.assessed,
        checks: audit.checks.iter().map(check).collect(),
        findings: audit.findings.into_iter().map(|found| finding(evidence, found)).collect(),
        passed: audit.passed.iter().map(|rule| Text::from(rule.id)).collect(),
        not_assessed: audit
            .not_assessed
            .into_iter()
            .map(|open| (Text::from(open.rule.id), open.missing.into_iter().map(Text::from).collect()))
            .collect(),
        ..FunctionReport::default()
    }
}

fn finding(evidence: &Evidence, found: Found) -> Finding {
    let at = |of: EvidenceRef| place(evidence, of.call, of.pointer);
    Finding {
        id: None,
        rule: found.rule.id.into(),
        severity: found.severity,
        status: found.status,
        category: found.rule.category.into(),
        subject: found.subject.map(String::into_boxed_str),
        message: found.message,
        details: Vec::new(),
        points: u32::from(found.points),
        evidence: found.evidence.into_iter().map(at).collect(),
        remediation: None,
        missing: found.missing.into_iter().map(Text::from).collect(),
    }
}

/// What the rules came to on a function, or on the account where the account answers for it. Asked in the rules' own order, each
/// answer stands where the last one of its list ended.
struct Statuses<'r> {
    lists: [&'r FunctionReport; 2],
    /// How many of each list's entries were asked for: findings, passed, not assessed.
    seen: Cell<[[usize; 3]; 2]>,
}

impl<'r> Statuses<'r> {
    fn of(function: &'r FunctionReport, account: &'r FunctionReport) -> Self {
        Self { lists: [function, account], seen: Cell::default() }
    }

    fn status(&self, rule: &str) -> frameworks::RuleStatus {
        let mut seen = self.seen.get();
        let near = self.lists.iter().zip(&mut seen).find_map(|(of, seen)| status(of, rule, seen));
        self.seen.set(seen);
        let far = |of: &&FunctionReport| {
            let at = [
                of.findings.iter().position(|finding| finding.rule == rule),
                of.passed.iter().position(|id| id == rule),
                of.not_assessed.iter().position(|(id, _)| id == rule),
            ];
            status(of, rule, &mut at.map(|at| at.unwrap_or(usize::MAX)))
        };
        near.or_else(|| self.lists.iter().find_map(far)).unwrap_or(frameworks::RuleStatus::NotAssessed)
    }
}

/// What a rule came to where its entries stand right behind those that were seen.
fn status(
    of: &FunctionReport,
    rule: &str,
    [findings, passed, open]: &mut [usize; 3],
) -> Option<frameworks::RuleStatus> {
    use checks::Status;
    use frameworks::RuleStatus;
    if of.passed.get(*passed).is_some_and(|id| id == rule) {
        *passed += 1;
        return Some(RuleStatus::Pass);
    }
    if of.not_assessed.get(*open).is_some_and(|(id, _)| id == rule) {
        *open += 1;
        return Some(RuleStatus::NotAssessed);
    }
    let found = of.findings.get(*findings..).unwrap_or_default();
    let found = found.iter().take_while(|finding| finding.rule == rule).map(|finding| finding.status);
    let worst = found.clone().min()?;
    *findings += found.count();
    Some(match worst {
        Status::Fail => RuleStatus::Fail,
        Status::Manual => RuleStatus::Manual,
        Status::NotApplicable => RuleStatus::NotApplicable,
    })
}

/// Only what fails or needs a person is kept per function with its reason; the rest is its state.
fn outcomes(of: &FunctionReport, account: &FunctionReport) -> Vec<FrameworkOutcome> {
    let statuses = Statuses::of(of, account);
    let status = |rule: &str| statuses.status(rule);
    let judged = frameworks::judge(&status, &frameworks::Facts::default());
    let requirement = |outcome: &frameworks::RequirementOutcome| RequirementOutcome {
        id: outcome.requirement.id.into(),
        state: state(outcome.state),
        message: Text::default(),
    };
    judged
        .iter()
        .map(|outcome| FrameworkOutcome {
            framework: outcome.framework.id.into(),
            percentage: None,
            compliant: None,
            requirements: outcome.requirements.iter().map(requirement).collect(),
        })
        .collect()
}

/// In a report a requirement that is inherited or doesn't apply is one that a person has to settle: never a pass.
fn state(state: frameworks::State) -> State {
    match state {
        frameworks::State::Pass => State::Pass,
        frameworks::State::Fail => State::Fail,
        frameworks::State::NotAssessed => State::NotAssessed,
        _ => State::Manual,
    }
}

/// The rules and frameworks of edition 2026-11.
fn catalogue() -> Catalogue {
    let rules = rules::all().map(|rule| RuleEntry {
        id: rule.id.into(),
        title: rule.title.into(),
        check: rule.check.into(),
        why: rule.why.into(),
        fix: rule.fix.into(),
        needs: rule.needs.iter().map(|&operation| Text::from(operation)).collect(),
        command: rule.command.map(Text::from),
    });
    let frameworks = frameworks::FRAMEWORKS.iter().map(|framework| FrameworkEntry {
        id: framework.id.into(),
        title: framework.title.into(),
        requirements: framework
            .requirements
            .iter()
            .map(|requirement| RequirementEntry {
                id: requirement.id.into(),
                title: requirement.title.into(),
                support: requirement.support.as_str().into(),
                rules: requirement.rules().ids().map(Text::from).collect(),
                decides: requirement.reason.into(),
            })
            .collect(),
    });
    Catalogue { rules: rules.collect(), frameworks: frameworks.collect() }
}
