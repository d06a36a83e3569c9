//! Loading, in slices: files are read, functions judged, written audits opened. Nothing here knows a clock: whoever runs it
//! says when a slice is over.

use evidence::{Input, Limits, Problem, ProblemSeverity, Reader, Reading, ReportKind, Stage, Step};
use report::{ClassicFile, ClassicKind, ReadError, Report};

use crate::beside::Beside;
use crate::judge::{Edition, Judging, Nobody};
use crate::lists::Indexed;
use crate::messages::{ProblemRow, Progress, Shown};
use crate::parts::{self, Part};
use crate::session::{OpenedFile, Session};
use crate::trail::Telling;

/// What each action of IAM does.
pub type Actions = std::sync::Arc<iam::catalogue::Catalogue>;

/// Reads the catalogue of actions that ships beside the page. `None` for bytes that aren't it.
pub fn actions(bytes: &[u8]) -> Option<Actions> {
    iam::catalogue::Catalogue::parse(bytes).ok().map(std::sync::Arc::new)
}

/// What a load is told by its caller.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Today, `YYYY-MM-DD`: the audit date where neither the caller nor the evidence names one.
    pub today: String,
    /// The audit date, when the caller chooses it: `YYYY-MM-DD`.
    pub as_of: Option<String>,
    /// Judge these functions only; empty for all.
    pub functions: Vec<String>,
    /// Where the files came from, when not from the person's own disk.
    pub origin: Option<String>,
    /// What is refused before anything is allocated.
    pub limits: Limits,
    /// Whether the list of AWS's actions and parts of the engine are handed over when they are wanted, as in the page.
    pub hands_actions: bool,
    /// The rules that judge.
    pub edition: &'static dyn Edition,
    /// Whether all classic documents will be asked for: they are made while judging, then, and kept.
    pub classic: bool,
    /// On how many threads functions are judged; with more than one they are judged all at once, not in slices.
    pub threads: usize,
    /// What each action of IAM does, where it is not compiled in: on the page, see [`actions`].
    pub actions: Option<Actions>,
    /// What is open already that the files are added to: a table of runtimes, judgements.
    pub beside: Beside,
}

impl Settings {
    /// The page's settings.
    pub fn page(today: &str) -> Self {
        Self {
            today: today.to_owned(),
            as_of: None,
            functions: Vec::new(),
            origin: None,
            limits: Limits::PAGE,
            hands_actions: cfg!(target_arch = "wasm32"),
            edition: &crate::judge_current::Current,
            actions: None,
            beside: Beside::default(),
            classic: false,
            threads: 1,
        }
    }
}

/// What tells the rights of roles. Only of these it matters what an action does.
const RIGHTS: [&str; 4] = [
    "iam:GetAccountAuthorizationDetails",
    "iam:GetRolePolicy",
    "iam:GetPolicyVersion",
    "iam:ListAttachedRolePolicies",
];

fn tells_rights(evidence: &evidence::Evidence) -> bool {
    RIGHTS.iter().any(|operation| evidence.calls_of(operation).next().is_some())
}

/// What happened where the list of actions didn't come.
const NO_ACTIONS: &str = "The list of AWS's actions, a part of this page, did not arrive whole: what an action does could not be told, so \
                          IAM-06, IAM-07, IAM-08 and a part of IAM-22 were not assessed.";
/// What to do then.
const NO_ACTIONS_REMEDY: &str = "Reload the page and open the files again.";

/// A load that is under way.
#[derive(Debug)]
pub struct Opening {
    settings: Settings,
    phase: Phase,
    progress: Progress,
    /// Whether somebody is to hand over the list of actions.
    actions: Handing,
    problems: Vec<ProblemRow>,
    /// What has to be there before what was read can be looked at and judged.
    parts: Vec<Part>,
    /// What came beside the evidence, with the names of the files that it came in.
    came: Beside,
}

/// Whether the list of AWS's actions is to be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handing {
    /// Nobody wants it, or it is there.
    No,
    /// Judging would go better with it.
    Wanted,
    /// It didn't arrive whole.
    Lacking,
}

#[derive(Debug)]
enum Phase {
    Reading(Box<Reader>),
    Read(Box<Reading>),
    Judging(Box<Reading>, Box<dyn Judging>),
    Done(Box<Reading>, Box<dyn Judging>),
    /// Between two phases.
    Turning,
}

impl Opening {
    /// Begins, with no files.
    pub fn new(settings: Settings) -> Self {
        let reader = Reader::new(settings.limits);
        Self {
            settings,
            phase: Phase::Reading(Box::new(reader)),
            progress: Progress::default(),
            actions: Handing::No,
            problems: Vec::new(),
            parts: Vec::new(),
            came: Beside::default(),
        }
    }

    /// Adds a file. Files that are added after the first [`Opening::step`] has finished reading are not read.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        if let Phase::Reading(reader) = &mut self.phase {
            reader.add(Input { name, bytes });
        }
    }

    /// Works until everything is done, which gives `true`, or until `go_on`, which is asked every few milliseconds of work,
    /// says no.
    pub fn step(&mut self, go_on: &mut dyn FnMut() -> bool) -> bool {
        loop {
            match std::mem::replace(&mut self.phase, Phase::Turning) {
                Phase::Reading(mut reader) => match reader.step(go_on) {
                    Step::Working(at) => {
                        let stage = match at.stage {
                            Stage::Unpacking => "unpacking",
                            Stage::Reading | Stage::Indexing => "reading",
                        };
                        self.progress =
                            Progress { stage: stage.into(), file: at.file, done: at.done, total: at.total };
                        self.phase = Phase::Reading(reader);
                        return false;
                    }
                    Step::Done => {
                        let reading = reader.finish();
                        self.parts = parts::to_open(&reading, &self.settings);
                        let asked = self.settings.hands_actions && self.settings.actions.is_none();
                        let wanted = asked && tells_rights(&reading.evidence);
                        self.phase = Phase::Read(Box::new(reading));
                        if wanted {
                            self.actions = Handing::Wanted;
                        }
                        if self.settings.hands_actions {
                            return false;
                        }
                    }
                },
                Phase::Read(mut reading) => {
                    let (came, problems) = (&mut self.came, &mut self.problems);
                    reading.reports.retain(|file| !came.take(file, problems));
                    self.settings.beside.join(self.came.clone());
                    let files = crate::judge::files(&reading);
                    let judging = if reading.evidence.calls().is_empty() {
                        Box::new(Nobody)
                    } else {
                        self.settings.edition.begin(&reading.evidence, files, &self.settings)
                    };
                    self.phase = Phase::Judging(reading, judging);
                }
                Phase::Judging(reading, mut judging) => {
                    let done = judging.step(&reading.evidence, go_on);
                    let (at, total) = judging.progress();
                    self.progress =
                        Progress { stage: "judging".into(), file: String::new(), done: at, total };
                    if !done {
                        self.phase = Phase::Judging(reading, judging);
                        return false;
                    }
                    self.phase = Phase::Done(reading, judging);
                }
                phase @ (Phase::Done(..) | Phase::Turning) => {
                    self.phase = phase;
                    return true;
                }
            }
        }
    }

    /// Whether the list of AWS's actions is to be handed over before the next step. Without it the rest is judged all the same.
    pub fn wants_actions(&self) -> bool {
        self.actions == Handing::Wanted
    }

    /// What has to be there before the next step, where parts of the engine load when they are needed. What was read is told
    /// here once; the step after begins to use it.
    pub fn wants_parts(&self) -> &[Part] {
        if matches!(self.phase, Phase::Read(_)) { &self.parts } else { &[] }
    }

    /// Hands over the list of AWS's actions; none where it could not be had.
    pub fn give_actions(&mut self, list: Option<Actions>) {
        self.actions = if list.is_some() { Handing::No } else { Handing::Lacking };
        self.settings.actions = list;
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Whether all that was read stands beside evidence, and there is none: it can be laid beside what is open, see
    /// [`Session::lay_beside`].
    pub fn is_only_beside(&self) -> bool {
        let Phase::Done(reading, _) = &self.phase else { return false };
        reading.evidence.calls().is_empty() && reading.reports.is_empty() && !self.came.is_empty()
    }

    /// What came beside evidence, the files it came in, and what was wrong with them.
    pub(crate) fn into_beside(self) -> (Beside, Vec<OpenedFile>, Vec<ProblemRow>) {
        let mut problems = self.problems;
        let mut files = Vec::new();
        if let Phase::Done(reading, _) = self.phase {
            problems.extend(reading.problems.iter().map(row));
            files.extend(reading.sources.iter().map(opened));
        }
        (self.came, files, problems)
    }

    /// The session, once [`Opening::step`] gave `true`.
    ///
    /// # Errors
    /// The problems, where nothing could be opened.
    pub fn finish(self) -> Result<Session, Vec<ProblemRow>> {
        let Phase::Done(reading, mut judging) = self.phase else {
            return Err(vec![row(&Problem::refused(
                "",
                "The load was not finished.",
                "Open the files again.",
            ))]);
        };
        let mut problems: Vec<ProblemRow> = reading.problems.iter().map(row).collect();
        if self.actions == Handing::Lacking {
            problems.push(row(&Problem::note("", NO_ACTIONS, NO_ACTIONS_REMEDY)));
        }
        problems.extend(self.problems);
        let written = if reading.reports.is_empty() { None } else { written(&reading, &mut problems) };
        let stamp = judging.stamp().to_owned();
        let classic = judging.classic();
        let (reaching, telling) = (judging.reaching(), judging.events().map(Telling::new));
        let (mut judged, subjects) = judging.finish();
        if judged.is_none() && written.is_none() {
            let calls = reading.evidence.calls().len();
            if let Some(name) = self.settings.functions.first().filter(|_| calls > 0) {
                problems.push(row(&Problem::refused(
                    reading.sources.first().map_or("", |source| &source.name),
                    format!("No function {name:?} is in the evidence."),
                    "Check the name, or export that function too.",
                )));
            } else if !self.came.is_empty() {
                problems.push(row(&Problem::refused(
                    reading.sources.first().map_or("", |source| &source.name),
                    "This stands beside evidence, and there is none.",
                    "Open it together with the evidence or the report that it belongs to.",
                )));
            } else if calls > 0 {
                problems.push(row(&Problem::refused(
                    reading.sources.first().map_or("", |source| &source.name),
                    format!("{calls} answers were read, but none of them is a function's configuration."),
                    "Add the output of `aws lambda get-function --function-name NAME` for each function.",
                )));
            } else if problems.is_empty() {
                problems.push(row(&Problem::refused(
                    reading.sources.first().map_or("", |source| &source.name),
                    "This holds no answer of AWS and no audit.",
                    "Look whether the export was broken off, and export it again.",
                )));
            }
            return Err(problems);
        }
        if let Some(judged) = &mut judged {
            judged.report.problems = problems.iter().map(problem).collect();
        }
        let mut session = Session {
            files: reading.sources.iter().map(opened).collect(),
            problems,
            shown: if written.is_some() { Shown::AsWritten } else { Shown::Judged },
            judged,
            written,
            stamp,
            settings: self.settings,
            other: None,
            subjects,
            classic,
            reaching,
            telling,
            hashing: None,
            older: None,
            last: None,
            evidence: reading.evidence,
        };
        crate::aside::apply(&mut session);
        Ok(session)
    }
}

fn opened(source: &evidence::Source) -> OpenedFile {
    OpenedFile { name: source.name.clone(), bytes: source.bytes, sha256: None, kind: source.read_as.clone() }
}

/// The audits among the files, joined into one report that is shown as they were written.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
fn written(reading: &Reading, problems: &mut Vec<ProblemRow>) -> Option<Indexed> {
    let mut whole: Option<Report> = None;
    let mut add = |report: Report| match &mut whole {
        None => whole = Some(report),
        Some(known) => join(known, report),
    };
    let mut classic = Vec::new();
    for (at, file) in reading.reports.iter().enumerate() {
        if reading.reports[..at].iter().any(|before| before.text == file.text) {
            let what = "This is the same report as one that is open already.";
            problems.push(row(&Problem::note(&file.name, what, "It counts once.")));
            continue;
        }
        let kind = match file.kind {
            ReportKind::Lambdascope => {
                match report::read(&file.text) {
                    Ok(report) => add(report),
                    Err(error) => problems.push(unreadable(&file.name, &error)),
                }
                continue;
            }
            ReportKind::SecurityAudit => ClassicKind::SecurityAudit,
            ReportKind::ComplianceReport => ClassicKind::ComplianceReport,
            ReportKind::ClassicBoth => ClassicKind::Both,
            // Taken before.
            ReportKind::Runtimes | ReportKind::Judgements => continue,
        };
        classic.push(ClassicFile { name: &file.name, kind, text: &file.text });
    }
    if !classic.is_empty() {
        let (mut report, errors) = report::read_classic(&classic);
        problems.extend(errors.iter().map(|(name, error)| unreadable(name, error)));
        report.catalogue = crate::judge_published::catalogue();
        if !report.functions.is_empty() {
            add(report);
        }
    }
    whole.map(|report| {
        let trail = crate::trail::written(&report);
        let mut indexed = Indexed::new(report);
        indexed.trail = trail;
        indexed
    })
}

/// Two reports in one session: the functions of both, under the first one's head.
fn join(known: &mut Report, other: Report) {
    let offset = known.evidence.len() as u32;
    known.evidence.extend(other.evidence);
    known.problems.extend(other.problems);
    for rule in other.catalogue.rules {
        if known.catalogue.rule(&rule.id).is_none() {
            known.catalogue.rules.push(rule);
        }
    }
    for framework in other.catalogue.frameworks {
        if known.catalogue.framework(&framework.id).is_none() {
            known.catalogue.frameworks.push(framework);
        }
    }
    for mut function in other.functions {
        for finding in &mut function.findings {
            finding.evidence.iter_mut().for_each(|place| place.file += offset);
        }
        known.functions.push(function);
    }
    known.account.findings.extend(other.account.findings);
    if known.rules != other.rules {
        known.rules = format!("{}, {}", known.rules, other.rules);
    }
}

fn unreadable(file: &str, error: &ReadError) -> ProblemRow {
    ProblemRow {
        file: file.to_owned(),
        severity: "refused".into(),
        line: error.place.map(|(line, _)| line),
        column: error.place.map(|(_, column)| column),
        pointer: None,
        what: error.what.clone(),
        remedy: error.remedy.clone(),
        sealed: false,
    }
}

fn row(problem: &Problem) -> ProblemRow {
    ProblemRow {
        file: problem.file.clone(),
        severity: match problem.severity {
            ProblemSeverity::Note => "note",
            ProblemSeverity::Skipped => "skipped",
            ProblemSeverity::Refused => "refused",
        }
        .into(),
        line: problem.place.map(|place| place.line),
        column: problem.place.map(|place| place.column),
        pointer: problem.pointer.clone(),
        what: problem.what.clone(),
        remedy: problem.remedy.clone(),
        sealed: problem.sealed,
    }
}

pub(crate) fn problem(row: &ProblemRow) -> report::Problem {
    report::Problem {
        file: row.file.clone(),
        line: row.line,
        column: row.column,
        pointer: row.pointer.clone(),
        severity: row.severity.clone().into(),
        what: row.what.clone(),
        remedy: row.remedy.clone(),
    }
}
