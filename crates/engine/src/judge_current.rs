//! Judging evidence under edition 2026-11, the current rules, in slices, into a report.

use checks::edition_2025_09 as published;
use checks::edition_2026_11::{Audit, Auditor, Data, Date, Finding as Found, Learned, Subject, rules};
use checks::{Evidence, EvidenceRef};
use compliance::edition_2026_11 as frameworks;
use evidence::Reading;
use report::{
    Catalogue, CheckScore, Finding, FrameworkEntry, FrameworkOutcome, FunctionReport, Remediation, Report,
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

fn function(evidence: &Evidence, mut audit: Audit) -> FunctionReport {
    let names: Vec<_> = audit.findings.iter_mut().map(|found| std::mem::take(&mut found.names)).collect();
    let mut report = described(evidence, audit);
    for (at, names) in names.iter().enumerate().filter(|(_, names)| !names.is_empty()) {
        let rule = report.findings.get(at).and_then(|finding| rules::get(&finding.rule));
        let Some((rule, template)) = rule.and_then(|rule| Some((rule, rule.command?))) else { continue };
        let subject = report.findings.get(at).and_then(|finding| finding.subject.as_deref());
        let command = report::command::fill_with(template, &report, subject, names);
        if let Some(finding) =
            report.findings.get_mut(at).filter(|finding| finding.status != checks::Status::NotApplicable)
        {
            finding.remediation = Some(Box::new(Remediation { text: rule.fix.into(), command }));
        }
    }
    report
}

fn described(evidence: &Evidence, audit: Audit) -> FunctionReport {
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

/// What a rule came to on a function, or on the account where the account answers for it.
fn status(function: &FunctionReport, rule: &str) -> Option<frameworks::RuleStatus> {
    use checks::Status;
    use frameworks::RuleStatus;
    let found =
        function.findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.status).min();
    match found {
        Some(Status::Fail) => Some(RuleStatus::Fail),
        Some(Status::Manual) => Some(RuleStatus::Manual),
        Some(Status::NotApplicable) => Some(RuleStatus::NotApplicable),
        None if function.not_assessed.iter().any(|(id, _)| id == rule) => Some(RuleStatus::NotAssessed),
        None if function.passed.iter().any(|id| id == rule) => Some(RuleStatus::Pass),
        None => None,
    }
}

/// Only what fails or needs a person is kept per function with its reason; the rest is its state.
fn outcomes(of: &FunctionReport, account: &FunctionReport) -> Vec<FrameworkOutcome> {
    let status = |rule: &str| {
        status(of, rule).or_else(|| status(account, rule)).unwrap_or(frameworks::RuleStatus::NotAssessed)
    };
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
