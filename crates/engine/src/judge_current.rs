//! Judging evidence under edition 2026-11, the current rules, in slices, into a report.

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::edition_2025_09 as published;
use checks::edition_2026_11::{Audit, Auditor, Data, Date, Finding as Found, Learned, Subject, rules};
use checks::{Evidence, EvidenceRef, Severity, Status};
use compliance::edition_2026_11 as frameworks;
use report::{
    Catalogue, CheckScore, DatedTable, EvidenceFile, Finding, FrameworkEntry, FrameworkOutcome,
    FunctionReport, Remediation, Report, RequirementEntry, RequirementOutcome, Retention, RuleEntry, Text,
};

use crate::judge::{Dated, Edition, Judging, RuleWords, place};
use crate::lists::Indexed;
use crate::messages::Reach;
use crate::opening::Settings;
use crate::outcomes::Outcomes;
use crate::parts::Part;
use crate::reach::{self, Reaching};
use crate::requirements;
use crate::shares::in_shares;
use crate::trail::{Events, Trails};

/// Edition 2026-11: the current rules.
#[derive(Debug)]
pub struct Current;

impl Edition for Current {
    fn name(&self) -> &'static str {
        "2026-11"
    }

    fn part(&self) -> Part {
        Part::Rules
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    fn catalogue(&self) -> Catalogue {
        catalogue()
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    fn begin(&self, evidence: &Evidence, files: Vec<EvidenceFile>, settings: &Settings) -> Box<dyn Judging> {
        Box::new(JudgingCurrent::new(evidence, files, settings))
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    fn rule(&self, id: &str) -> Option<RuleWords> {
        let rule = rules::all().find(|rule| rule.id == id)?;
        Some(RuleWords {
            severity: rule.severity.as_str(),
            decides: rule.decides,
            exempt: rule.exempt,
            sources: rule.sources,
        })
    }
}

/// Functions are judged so many at a time before anybody is asked whether to go on.
const SLICE: usize = 4;

/// From so many functions on what they share is read before the first is judged.
const MANY: usize = 100;

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
    /// So many rules looked at a function, so that what functions share is read in slices too.
    looked: usize,
    found: FoundSoFar,
    threads: usize,
    outcomes: Outcomes,
}

impl JudgingCurrent {
    fn new(evidence: &Evidence, files: Vec<EvidenceFile>, settings: &Settings) -> Self {
        let Dated { as_of, source, stamp } = Dated::new(evidence, settings);
        let mut data = if settings.hands_actions { Data::without_actions() } else { Data::default() };
        if let Some(actions) = &settings.actions {
            data.set_actions(actions.clone());
        }
        let dropped = settings.beside.runtimes.clone();
        let file = dropped.map(|(file, runtimes)| {
            data.runtimes = runtimes;
            file
        });
        let runtimes = DatedTable { name: "runtimes".into(), as_of: data.runtimes.as_of.clone(), file };
        let report = Report {
            generator: ("lambdascope".into(), env!("CARGO_PKG_VERSION").into()),
            rules: "2026-11".into(),
            as_of: as_of.clone(),
            as_of_source: source.into(),
            evidence: files,
            tables: vec![runtimes],
            catalogue: catalogue(),
            ..Report::default()
        };
        Self {
            as_of: Date::parse(&as_of),
            stamp,
            data,
            learned: Learned::default(),
            wanted: settings.functions.clone(),
            subjects: None,
            next: 0,
            looked: 0,
            found: FoundSoFar { report, overall: frameworks::Overall::new() },
            threads: settings.threads,
            outcomes: Outcomes::default(),
        }
    }
}

/// What was found so far.
#[derive(Debug)]
struct FoundSoFar {
    report: Report,
    overall: frameworks::Overall,
}

impl FoundSoFar {
    fn take(&mut self, judged: JudgedCurrent) {
        let JudgedCurrent { function, outcomes } = judged;
        self.overall.add(&outcomes);
        self.report.functions.push(function);
    }
}

/// What came of one function.
struct JudgedCurrent {
    function: FunctionReport,
    outcomes: Vec<frameworks::FrameworkOutcome>,
}

fn judged(
    evidence: &Evidence,
    auditor: &mut Auditor<'_>,
    known: &mut Outcomes,
    subject: &Subject,
    account: &FunctionReport,
) -> JudgedCurrent {
    let mut function = function(evidence, auditor.judge(subject));
    let outcomes = requirements::judged(&function, account);
    function.compliance = states(&outcomes, known);
    JudgedCurrent { function, outcomes }
}

impl Judging for JudgingCurrent {
    fn step(&mut self, evidence: &Evidence, go_on: &mut dyn FnMut() -> bool) -> bool {
        let Some(as_of) = self.as_of else { return true };
        if !self.learned.prepare(evidence, go_on) {
            return false;
        }
        let mut auditor = Auditor::resume(evidence, as_of, &self.data, std::mem::take(&mut self.learned));
        let wanted = |subject: &Subject| self.wanted.is_empty() || self.wanted.contains(&subject.name);
        let subjects = &*self.subjects.get_or_insert_with(|| {
            self.found.report.account = function(evidence, auditor.account());
            auditor.subjects().into_iter().filter(wanted).collect()
        });
        if self.next == 0 {
            // Of few functions nothing that they share takes long.
            let many = self.threads == 1 && subjects.len() > MANY;
            if many && !auditor.look(subjects, &mut self.looked, go_on) {
                self.learned = auditor.into_learned();
                return false;
            }
            if self.threads > 1 {
                let account = &self.found.report.account;
                let all = in_shares(subjects, self.threads, |share| {
                    let mut auditor = Auditor::new(evidence, as_of, &self.data);
                    let mut known = Outcomes::default();
                    let one = |subject| judged(evidence, &mut auditor, &mut known, subject, account);
                    share.iter().map(one).collect()
                });
                all.into_iter().for_each(|judged| self.found.take(judged));
                self.next = subjects.len();
            }
        }
        while self.next < subjects.len() {
            let end = (self.next + SLICE).min(subjects.len());
            for subject in subjects.get(self.next..end).unwrap_or_default() {
                let (known, account) = (&mut self.outcomes, &self.found.report.account);
                let judged = judged(evidence, &mut auditor, known, subject, account);
                self.found.take(judged);
            }
            self.next = end;
            if self.next < subjects.len() && !go_on() {
                self.learned = auditor.into_learned();
                return false;
            }
        }
        self.learned = auditor.into_learned();
        true
    }

    fn progress(&self) -> (u64, u64) {
        (self.next as u64, self.subjects.as_ref().map_or(0, Vec::len) as u64)
    }

    fn stamp(&self) -> &str {
        &self.stamp
    }

    fn events(&mut self) -> Option<Box<dyn Events>> {
        Some(Box::<Trails>::default())
    }

    fn reaching(&mut self) -> Option<Box<dyn Reaching>> {
        Some(Box::new(ReachingCurrent {
            as_of: self.as_of?,
            data: self.data.clone(),
            learned: std::mem::take(&mut self.learned),
            subjects: self.subjects.take()?,
        }))
    }

    fn finish(self: Box<Self>) -> (Option<Indexed>, Vec<published::Subject>) {
        let FoundSoFar { report, overall } = self.found;
        let judged = (!report.functions.is_empty()).then(|| {
            let indexed = Indexed::new(report);
            // Nobody else has it yet.
            let _ = indexed.overall.set(overall);
            indexed
        });
        (judged, Vec::new())
    }
}

/// What judging learned, for questions about how far functions reach.
#[derive(Debug)]
struct ReachingCurrent {
    as_of: Date,
    data: Data,
    learned: Learned,
    /// In the order of the report.
    subjects: Vec<Subject>,
}

impl Reaching for ReachingCurrent {
    fn score_without(&self, function: &FunctionReport, catalogue: &Catalogue) -> u32 {
        let (mut kept, mut all) = (0, 0);
        for of in &function.checks {
            let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
            for finding in &function.findings {
                let counts = finding.status == Status::Fail && finding.muted.is_none();
                let rule = catalogue.rule(&finding.rule).filter(|rule| counts && rule.check == of.name);
                if rule.is_some() {
                    let known = worst.entry(&finding.rule).or_insert(finding.severity);
                    *known = finding.severity.min(*known);
                }
            }
            kept += of.max - self.data.weights.lost(of.max, worst.into_values()).min(of.max);
            all += of.max;
        }
        (100 * kept).checked_div(all).unwrap_or(function.score)
    }

    fn reach(&mut self, evidence: &Evidence, function: &FunctionReport, at: usize) -> Option<Reach> {
        let subject = self.subjects.get(at)?;
        let auditor = Auditor::resume(evidence, self.as_of, &self.data, std::mem::take(&mut self.learned));
        let found = auditor.reach(subject);
        self.learned = auditor.into_learned();
        Some(reach::told(evidence, function, found))
    }
}

fn function(evidence: &Evidence, mut audit: Audit) -> FunctionReport {
    let mut known = Vec::with_capacity(audit.findings.len());
    for found in &mut audit.findings {
        known.push((std::mem::take(&mut found.names), found.command, found.rule));
    }
    let mut report = described(evidence, audit);
    for (at, (names, own, rule)) in known.iter().enumerate() {
        let Some(template) = own.or(rule.command).filter(|_| own.is_some() || !names.is_empty()) else {
            continue;
        };
        let subject = report.findings.get(at).and_then(|finding| finding.subject.as_deref());
        let command = report::command::fill_with(template, &report, subject, names);
        if let Some(finding) = report.findings.get_mut(at) {
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
        log_retention: audit.log_retention.and_then(|days| match days {
            None => Some(Retention::Never),
            Some(days) => u32::try_from(days).ok().map(Retention::Days),
        }),
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
        muted: None,
    }
}

/// The states alone: why each came about is worked out for the rows that somebody looks at.
fn states(outcomes: &[frameworks::FrameworkOutcome], known: &mut Outcomes) -> Vec<Arc<FrameworkOutcome>> {
    let requirement = |outcome: &frameworks::RequirementOutcome| RequirementOutcome {
        id: outcome.requirement.id.into(),
        state: outcome.state,
        message: Text::default(),
    };
    let of = |outcome: &frameworks::FrameworkOutcome| {
        let make = || FrameworkOutcome {
            framework: outcome.framework.id.into(),
            percentage: None,
            compliant: None,
            requirements: outcome.requirements.iter().map(requirement).collect(),
        };
        known.of(outcome.framework.id, outcome.requirements.iter().map(|one| one.state), make)
    };
    outcomes.iter().map(of).collect()
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
