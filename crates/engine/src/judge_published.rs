//! Judging evidence under edition 2025-09, the published original, in slices, into a report.

use std::sync::Arc;

use checks::edition_2025_09::{Auditor, Field, Opened, RULES, SecurityAudit, Shared, Subject, subjects};
use checks::python::{Py, Timestamp, parse_timestamp};
use compliance::edition_2025_09::{self as frameworks, Answers, ComplianceReport, FRAMEWORKS, Judge};
use evidence::{Evidence, Map};
use report::{
    Catalogue, CheckScore, EvidenceFile, Finding, FrameworkEntry, FrameworkOutcome, FunctionReport, Report,
    RequirementEntry, RequirementOutcome, RuleEntry, State, Text,
};

use crate::export::Classic;
use crate::judge::{Dated, Edition, Judging, RuleWords, place};
use crate::lists::Indexed;
use crate::opening::Settings;
use crate::parts::Part;
use crate::shares::in_shares;
use crate::trail::{Events, TrailEntry};

/// Edition 2025-09: the published original, its faults included.
#[derive(Debug)]
pub struct Published;

impl Edition for Published {
    fn name(&self) -> &'static str {
        "2025-09"
    }

    fn part(&self) -> Part {
        Part::Published
    }

    fn catalogue(&self) -> Catalogue {
        catalogue()
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    fn begin(&self, evidence: &Evidence, files: Vec<EvidenceFile>, settings: &Settings) -> Box<dyn Judging> {
        Box::new(Judging2025::new(evidence, files, settings))
    }

    fn rule(&self, id: &str) -> Option<RuleWords> {
        let rule = RULES.iter().find(|rule| rule.id == id)?;
        Some(RuleWords { severity: rule.severity.as_str(), ..RuleWords::default() })
    }
}

/// Functions are judged so many at a time before anybody is asked whether to go on.
const SLICE: usize = 16;

/// A judgement that is under way.
#[derive(Debug, Default)]
struct Judging2025 {
    subjects: Vec<Subject>,
    next: usize,
    threads: usize,
    stamp: String,
    shared: Shared,
    compliances: Compliances,
    report: Report,
    /// The classic documents, where they are asked for.
    classic: Option<Vec<Classic>>,
}

impl Judging2025 {
    fn new(evidence: &Evidence, files: Vec<EvidenceFile>, settings: &Settings) -> Self {
        let wanted =
            |subject: &Subject| settings.functions.is_empty() || settings.functions.contains(&subject.name);
        let Dated { as_of, source, stamp } = Dated::new(evidence, settings);
        let report = Report {
            generator: ("lambdascope".into(), env!("CARGO_PKG_VERSION").into()),
            rules: "2025-09".into(),
            as_of,
            as_of_source: source.into(),
            evidence: files,
            catalogue: catalogue(),
            ..Report::default()
        };
        Self {
            subjects: subjects(evidence).into_iter().filter(wanted).collect(),
            stamp,
            report,
            classic: settings.classic.then(Vec::new),
            threads: settings.threads,
            ..Self::default()
        }
    }

    fn take(&mut self, judged: Judged2025) {
        self.report.functions.push(judged.function);
        if let Some(classic) = &mut self.classic {
            classic.extend(judged.documents);
        }
    }
}

/// What the frameworks say, kept once for all functions that answer the same.
type Compliances = Map<Option<Answers>, Vec<Arc<FrameworkOutcome>>>;

/// What came of one function.
struct Judged2025 {
    function: FunctionReport,
    documents: Option<Classic>,
}

/// Judges one function; with its classic documents, where they are asked for.
fn judged<'e>(
    evidence: &'e Evidence,
    auditor: &mut Auditor<'e>,
    judge: &mut Judge<'e>,
    compliances: &mut Compliances,
    subject: &Subject,
    classic: bool,
) -> Judged2025 {
    let opened = auditor.open(subject);
    let audit = auditor.judge(subject, &opened);
    let answers = judge.answers(subject, &opened);
    let known = answers.as_ref().ok().copied();
    let compliance = compliances.entry(known).or_insert_with(|| outcomes(judge, known)).clone();
    let documents = classic.then(|| documents(&audit, &judge.report(subject, answers))).flatten();
    let function = joined(evidence, subject, &opened, audit, compliance);
    Judged2025 { function, documents }
}

impl Judging for Judging2025 {
    /// Judges until all is done, which gives `true`, or until `go_on` says no.
    fn step(&mut self, evidence: &Evidence, go_on: &mut dyn FnMut() -> bool) -> bool {
        let classic = self.classic.is_some();
        if self.threads > 1 && self.next == 0 {
            let stamp = &self.stamp;
            let all = in_shares(&self.subjects, self.threads, |share| {
                let (mut auditor, mut judge) = (Auditor::new(evidence, stamp), Judge::new(evidence, stamp));
                let mut compliances = Compliances::default();
                let one =
                    |subject| judged(evidence, &mut auditor, &mut judge, &mut compliances, subject, classic);
                share.iter().map(one).collect()
            });
            all.into_iter().for_each(|judged| self.take(judged));
            self.next = self.subjects.len();
            return true;
        }
        let mut auditor = Auditor::resume(evidence, &self.stamp, std::mem::take(&mut self.shared));
        let mut judge = Judge::new(evidence, &self.stamp);
        while self.next < self.subjects.len() {
            let end = (self.next + SLICE).min(self.subjects.len());
            for at in self.next..end {
                let subject = &self.subjects[at];
                let judged =
                    judged(evidence, &mut auditor, &mut judge, &mut self.compliances, subject, classic);
                self.take(judged);
            }
            self.next = end;
            if self.next < self.subjects.len() && !go_on() {
                self.shared = auditor.into_shared();
                return false;
            }
        }
        true
    }

    fn progress(&self) -> (u64, u64) {
        (self.next as u64, self.subjects.len() as u64)
    }

    fn stamp(&self) -> &str {
        &self.stamp
    }

    fn classic(&mut self) -> Vec<Classic> {
        self.classic.take().unwrap_or_default()
    }

    fn events(&mut self) -> Option<Box<dyn Events>> {
        let now = parse_timestamp(&Py::Text(self.stamp.as_str().into()), None).ok();
        Some(Box::new(PublishedEvents { now }))
    }

    fn finish(self: Box<Self>) -> (Option<Indexed>, Vec<Subject>) {
        let Self { report, subjects, .. } = *self;
        let judged = (!report.functions.is_empty()).then(|| Indexed::new(report));
        (judged, subjects)
    }
}

/// What both checkers found on a function, in the shape of a report.
// Kept apart, as below: ARCHITECTURE.md, "Size and speed", says why.
#[inline(never)]
fn joined(
    evidence: &Evidence,
    subject: &Subject,
    opened: &Opened<'_>,
    audit: SecurityAudit,
    compliance: Vec<Arc<FrameworkOutcome>>,
) -> FunctionReport {
    let scope = |symbol: Option<evidence::Symbol>| symbol.map(|symbol| evidence.name(symbol).to_owned());
    let check = |check: &checks::CheckScore| CheckScore {
        name: check.name.into(),
        score: u32::from(check.score),
        max: u32::from(check.max),
    };
    let mut function = FunctionReport {
        name: subject.name.clone(),
        account: scope(subject.scope.account),
        region: scope(subject.scope.region),
        score: u32::from(audit.security_score),
        assessed: assessed(&audit),
        checks: audit.checks.iter().map(check).collect(),
        // Collected, they would stay in the room of the checker's own, which is larger.
        findings: {
            let mut findings = Vec::with_capacity(audit.findings.len());
            findings.extend(audit.findings.into_iter().map(|found| finding(evidence, found)));
            findings
        },
        passed: audit.passed.iter().map(|rule| Text::from(rule.id)).collect(),
        not_assessed: audit
            .not_assessed
            .into_iter()
            .map(|entry| (Text::from(entry.rule.id), entry.missing.into_iter().map(Text::from).collect()))
            .collect(),
        compliance,
        ..FunctionReport::default()
    };
    describe(&mut function, opened);
    function
}

/// The share of the rules that could look: those that could not, and those that a person must settle, count against it.
fn assessed(audit: &SecurityAudit) -> f64 {
    let manual = audit.findings.iter().filter(|finding| finding.rule.status == checks::Status::Manual);
    let mut open: Vec<&str> = manual.map(|finding| finding.rule.id).collect();
    open.extend(audit.not_assessed.iter().map(|entry| entry.rule.id));
    order::sort(&mut open);
    open.dedup();
    let all = RULES.len();
    if open.contains(&"C25-AUDIT-1") { 0.0 } else { (all - open.len().min(all)) as f64 / all as f64 }
}

/// What the frameworks say; where the original breaks off it says nothing of any requirement.
#[inline(never)]
fn outcomes(judge: &Judge<'_>, answers: Option<Answers>) -> Vec<Arc<FrameworkOutcome>> {
    let Some(answers) = answers else {
        let failed = |framework: &frameworks::Framework| FrameworkOutcome {
            framework: framework.id.into(),
            requirements: framework
                .requirements
                .iter()
                .map(|requirement| RequirementOutcome {
                    id: requirement.id.into(),
                    state: State::NotAssessed,
                    message: Text::default(),
                })
                .collect(),
            ..FrameworkOutcome::default()
        };
        return FRAMEWORKS.iter().map(|framework| Arc::new(failed(framework))).collect();
    };
    let requirement = |result: &frameworks::RequirementResult| {
        let of = result.requirement;
        let state = State::from(result.status);
        let message = match state {
            State::Pass => Some(of.pass),
            State::Fail => of.fail,
            State::Manual => of.unknown,
            _ => None,
        };
        RequirementOutcome { id: of.id.into(), state, message: message.unwrap_or_default().into() }
    };
    let outcome = |result: frameworks::FrameworkResult| FrameworkOutcome {
        framework: result.framework.id.into(),
        percentage: Some(result.percentage),
        compliant: Some(result.is_compliant()),
        requirements: result.requirements.iter().map(requirement).collect(),
    };
    judge.frameworks(answers).into_iter().map(outcome).map(Arc::new).collect()
}

/// How the original's refusal ends where the evidence has no answer.
const UNANSWERED: &str = "no answer in the evidence bundle";
/// What that means.
const UNASKED: &str = "Nobody asked for this function's events. The published original writes: ";

/// Reads the audit trail as the original does.
#[derive(Debug)]
struct PublishedEvents {
    now: Option<Timestamp>,
}

impl Events for PublishedEvents {
    fn of(
        &mut self,
        evidence: &Evidence,
        subject: Option<&Subject>,
        function: &FunctionReport,
    ) -> Vec<TrailEntry> {
        // Where its compliance check broke off, the original never came to the trail.
        let came_to_it = function.compliance.iter().any(|outcome| outcome.percentage.is_some());
        let Some(subject) = subject.filter(|_| came_to_it) else { return Vec::new() };
        frameworks::trail(evidence, subject, self.now).into_iter().map(trail_entry).collect()
    }
}

fn trail_entry(entry: frameworks::TrailEntry) -> TrailEntry {
    match entry {
        frameworks::TrailEntry::Event { event_time, event_name, user_name, source_ip, user_agent } => {
            TrailEntry {
                time: event_time,
                event: event_name.to_text(),
                user: user_name.to_text(),
                source_ip: source_ip.to_text(),
                user_agent: user_agent.to_text(),
                error: None,
            }
        }
        // The published original was refused where its recorded answers end; nobody may take that for AWS's word.
        frameworks::TrailEntry::Error(error) => {
            let asked = if error.contains(UNANSWERED) { UNASKED } else { "" };
            TrailEntry { error: Some(asked.to_owned() + &error), ..TrailEntry::default() }
        }
    }
}

/// What the configuration says about the function itself.
#[inline(never)]
fn describe(function: &mut FunctionReport, opened: &Opened<'_>) {
    function.arn = opened.text(Field::FunctionArn);
    function.runtime = match opened.field(Field::PackageType) {
        Some(kind) if kind.is_text("Image") => Some("container image".into()),
        _ => opened.text(Field::Runtime),
    };
    let role = opened.field(Field::Role).and_then(|role| role.text());
    function.role = role.map(|arn| arn.rsplit('/').next().unwrap_or_default().to_owned());
    function.modified = opened.text(Field::LastModified);
    // An ARN says where the function is, whatever the file's head says.
    let mut parts = function.arn.as_deref().unwrap_or_default().split(':').skip(3);
    if let (Some(region), Some(account)) = (parts.next(), parts.next()) {
        function.region = Some(region.to_owned());
        function.account = Some(account.to_owned());
    }
}

#[inline(never)]
fn finding(evidence: &Evidence, found: checks::Finding) -> Finding {
    let details = match found.details {
        None => Vec::new(),
        Some(checks::Details::List(list)) => list.into_iter().map(Text::from).collect(),
        Some(checks::Details::Variable { variable, pattern }) => {
            vec![["variable: ", &variable].concat().into(), ["pattern: ", pattern].concat().into()]
        }
        Some(checks::Details::Json(text)) => vec![text.into()],
    };
    Finding {
        id: None,
        rule: found.rule.id.into(),
        severity: found.rule.severity,
        status: found.rule.status,
        category: found.rule.category.into(),
        subject: found.subject.map(String::into_boxed_str),
        message: found.message,
        details,
        points: u32::from(found.points),
        evidence: found
            .evidence
            .into_iter()
            .map(|place| self::place(evidence, place.call, place.pointer))
            .collect(),
        remediation: None,
        missing: found.missing.into_iter().map(Text::from).collect(),
        muted: None,
    }
}

/// Makes the classic documents of functions, and keeps what they share.
pub(crate) struct ClassicJudge<'e> {
    auditor: Auditor<'e>,
    judge: Judge<'e>,
}

impl<'e> ClassicJudge<'e> {
    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub fn new(evidence: &'e Evidence, stamp: &str) -> Self {
        Self { auditor: Auditor::new(evidence, stamp), judge: Judge::new(evidence, stamp) }
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub fn documents(&mut self, subject: &Subject) -> Option<Classic> {
        let opened = self.auditor.open(subject);
        let audit = self.auditor.judge(subject, &opened);
        let compliance = self.judge.judge(subject, &opened);
        documents(&audit, &compliance)
    }
}

#[inline(never)]
fn documents(audit: &SecurityAudit, compliance: &ComplianceReport) -> Option<Classic> {
    Some(Classic {
        security_audit: Some(serde_json::value::to_raw_value(&audit.classic()).ok()?),
        compliance_report: Some(serde_json::value::to_raw_value(&compliance.classic()).ok()?),
        security_text: audit.text(),
        compliance_text: compliance.text(),
    })
}

/// The rules and frameworks of edition 2025-09.
pub(crate) fn catalogue() -> Catalogue {
    let rules = RULES.iter().map(|rule| RuleEntry {
        id: rule.id.into(),
        title: rule.title.into(),
        check: rule.check.into(),
        why: rule.why.into(),
        fix: rule.fix.into(),
        needs: rule.needs.iter().map(|&operation| Text::from(operation)).collect(),
        command: rule.command.map(Text::from),
    });
    let frameworks = FRAMEWORKS.iter().map(|framework| FrameworkEntry {
        id: framework.id.into(),
        title: framework.title.into(),
        requirements: framework
            .requirements
            .iter()
            .map(|requirement| RequirementEntry {
                id: requirement.id.into(),
                title: requirement.title.into(),
                support: Text::default(),
                rules: requirement.rules.iter().map(|&rule| Text::from(rule)).collect(),
                decides: requirement.decided_by.into(),
            })
            .collect(),
    });
    Catalogue { rules: rules.collect(), frameworks: frameworks.collect() }
}
