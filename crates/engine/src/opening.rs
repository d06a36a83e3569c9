//! Loading, in slices: files are read, functions judged, written audits opened. Nothing here knows a clock: whoever runs it
//! says when a slice is over.

use evidence::{Input, Limits, Problem, ProblemSeverity, Reader, Reading, ReportKind, Stage, Step};
use report::{ClassicFile, ClassicKind, ReadError, Report};

use crate::judge::{Edition, Judging};
use crate::lists::Indexed;
use crate::messages::{ProblemRow, Progress, Shown};
use crate::session::{OpenedFile, Session};

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
    /// The rules that judge.
    pub edition: &'static dyn Edition,
    /// Whether all classic documents will be asked for: they are made while judging, then, and kept.
    pub classic: bool,
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
            edition: &crate::judge::Published,
            classic: false,
        }
    }
}

/// A load that is under way.
#[derive(Debug)]
pub struct Opening {
    settings: Settings,
    phase: Phase,
    progress: Progress,
}

#[derive(Debug)]
enum Phase {
    Reading(Box<Reader>),
    Judging(Box<Reading>, Box<dyn Judging>),
    Done(Box<Reading>, Box<dyn Judging>),
    /// Between two phases.
    Turning,
}

impl Opening {
    /// Begins, with no files.
    pub fn new(settings: Settings) -> Self {
        let reader = Reader::new(settings.limits);
        Self { settings, phase: Phase::Reading(Box::new(reader)), progress: Progress::default() }
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
                        let judging = self.settings.edition.begin(&reading, &self.settings);
                        self.phase = Phase::Judging(Box::new(reading), judging);
                    }
                },
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

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
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
        let written = written(&reading, &mut problems);
        let stamp = judging.stamp().to_owned();
        let classic = judging.classic();
        let (mut judged, subjects) = judging.finish();
        if judged.is_none() && written.is_none() {
            let calls = reading.evidence.calls().len();
            if let Some(name) = self.settings.functions.first().filter(|_| calls > 0) {
                problems.push(row(&Problem::refused(
                    reading.sources.first().map_or("", |source| &source.name),
                    format!("No function {name:?} is in the evidence."),
                    "Check the name, or export that function too.",
                )));
            } else if calls > 0 {
                problems.push(row(&Problem::refused(
                    reading.sources.first().map_or("", |source| &source.name),
                    format!("{calls} answers were read, but none of them is a function's configuration."),
                    "Add the output of `aws lambda get-function --function-name NAME` for each function.",
                )));
            }
            return Err(problems);
        }
        if let Some(judged) = &mut judged {
            judged.report.problems = problems.iter().map(problem).collect();
        }
        let files = reading.sources.iter().map(|source| OpenedFile {
            name: source.name.clone(),
            bytes: source.bytes,
            sha256: None,
            kind: source.read_as.clone(),
        });
        Ok(Session {
            files: files.collect(),
            problems,
            shown: if written.is_some() { Shown::AsWritten } else { Shown::Judged },
            judged,
            written,
            stamp,
            origin: self.settings.origin,
            subjects,
            classic,
            hashing: None,
            last: None,
            evidence: reading.evidence,
        })
    }
}

/// The audits among the files, joined into one report that is shown as they were written.
fn written(reading: &Reading, problems: &mut Vec<ProblemRow>) -> Option<Indexed> {
    let mut whole: Option<Report> = None;
    let mut add = |report: Report| match &mut whole {
        None => whole = Some(report),
        Some(known) => join(known, report),
    };
    let mut classic = Vec::new();
    for file in &reading.reports {
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
        };
        classic.push(ClassicFile { name: &file.name, kind, text: &file.text });
    }
    if !classic.is_empty() {
        let (mut report, errors) = report::read_classic(&classic);
        problems.extend(errors.iter().map(|(name, error)| unreadable(name, error)));
        report.catalogue = crate::judge::catalogue_2025_09();
        if !report.functions.is_empty() {
            add(report);
        }
    }
    whole.map(|report| {
        let trail = crate::trail::written(&report);
        Indexed::new(report, trail)
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
    }
}

fn problem(row: &ProblemRow) -> report::Problem {
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
