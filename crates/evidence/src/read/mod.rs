//! Reading what was dropped: a resumable job that turns files into calls, reports and problems.
//!
//! Files are told apart by their content. Archives are unpacked, texts are split into documents, documents are recognised,
//! and each of these is done in slices, so that whoever runs the job can draw, or stop.

mod answer;
mod bare;
mod bundle;
mod guess;
mod gzip;
mod names;
mod problems;
mod recorded;
mod stream;
mod text;
mod unpack;

use std::collections::{HashSet, VecDeque};

use crate::calls::{CallId, Evidence};
use crate::problem::Problem;
pub use guess::is_cruft;
use problems::{Group, Problems};
use text::TextJob;
use unpack::{Bytes, Unpacking, ZipJob};

/// One dropped file.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name; from a folder, the way to it: `export/get-policy.orders.json`.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What is refused before anything is allocated for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that all archives together may unpack to.
    pub unpacked: u64,
    /// Entries that all archives together may hold.
    pub entries: usize,
    /// How many times larger than its packed form an entry may be, once it is larger than `ratio_from`.
    pub ratio: u64,
    /// Bytes up to which the ratio doesn't matter.
    pub ratio_from: u64,
    /// How deep archives may lie in archives; 1 is an archive without archives in it.
    pub nesting: usize,
}

impl Limits {
    /// What the page takes.
    pub const PAGE: Self =
        Self { unpacked: 1 << 30, entries: 100_000, ratio: 200, ratio_from: 10_000_000, nesting: 3 };
    /// What the command takes.
    pub const COMMAND: Self = Self { unpacked: 4 << 30, ..Self::PAGE };
}

/// What a [`Reader`] is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Inflating an archive's entry.
    Unpacking,
    /// Checking that a text is JSON, and finding the documents in it.
    Reading,
    /// Keeping the calls that were found.
    Indexing,
}

/// How far a [`Reader`] came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The file, with the way into an archive.
    pub file: String,
    /// What is being done to it.
    pub stage: Stage,
    /// Bytes of it that are done in this stage.
    pub done: u64,
    /// Its bytes.
    pub total: u64,
}

/// What became of a [`Reader::step`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    Working(Progress),
    /// Everything that was added is read.
    Done,
}

/// Which report a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// `*_security_audit.json` of the published chapter.
    SecurityAudit,
    /// `*_compliance_report.json` of the published chapter.
    ComplianceReport,
    /// Both by function, as `--format classic` writes them: `{"FUNCTION": {"security_audit": {}, ...}}`.
    ClassicBoth,
    /// `lambdascope-report`, of whatever version.
    Lambdascope,
    /// `lambda-runtimes`, of whatever version: a table of dates in place of the shipped one.
    Runtimes,
    /// `lambdascope-judgements`, of whatever version: what people judged, beside a report.
    Judgements,
}

/// A report that was among the files, as its text: shown as it is, never recomputed silently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// The file, with the way into an archive.
    pub name: String,
    /// Which report it is.
    pub kind: ReportKind,
    /// The JSON of the report alone.
    pub text: String,
}

/// What a dropped file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, as it was dropped.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// What it was read as, in the auditor's words: `evidence`, `zip archive: answers of get-function, get-policy`.
    pub read_as: String,
    /// The calls that were kept from it.
    pub calls: usize,
}

/// All that was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The recorded calls.
    pub evidence: Evidence,
    /// The reports.
    pub reports: Vec<ReportFile>,
    /// What could not be read, or should be known.
    pub problems: Vec<Problem>,
    /// The dropped files, in the order in which they were added.
    pub sources: Vec<Source>,
}

/// What jobs write to.
#[derive(Debug, Default)]
struct Found {
    evidence: Evidence,
    reports: Vec<ReportFile>,
    problems: Problems,
    sources: Vec<Source>,
    /// What the parts of each source were read as, each once.
    labels: Vec<Vec<String>>,
    /// Bare answers that say that they go on.
    going_on: HashSet<CallId>,
}

impl Found {
    fn label(&mut self, source: usize, label: &str) {
        if let Some(labels) = self.labels.get_mut(source)
            && !labels.iter().any(|known| known == label)
        {
            labels.push(label.to_owned());
        }
    }
}

/// A file, or an entry of an archive, that is to be read.
#[derive(Debug)]
struct Part {
    /// With the way into an archive.
    name: String,
    /// The dropped file it belongs to.
    source: usize,
    /// How many archives it lies in.
    nesting: usize,
    bytes: Vec<u8>,
}

/// Work that is begun. Those further down in the stack wait for those above.
#[derive(Debug)]
enum Job {
    Zip(ZipJob),
    Unpack(Box<Unpacking>),
    Text(Box<TextJob>),
}

/// How much there was of everything before a reading went on.
#[derive(Clone, Copy, Debug)]
struct Before {
    files: usize,
    calls: usize,
    reports: usize,
    problems: usize,
    sources: usize,
}

/// Reads dropped files, in as many steps as the caller likes.
#[derive(Debug)]
pub struct Reader {
    limits: Limits,
    before: Before,
    found: Found,
    waiting: VecDeque<Part>,
    jobs: Vec<Job>,
    /// Bytes that archives may still unpack to.
    room: u64,
    /// Entries that archives may still hold.
    entries: usize,
}

impl Reader {
    /// Starts with nothing.
    pub fn new(limits: Limits) -> Self {
        Self::onto(limits, Reading::default())
    }

    /// Reads on: what is added joins what was read before, and of equal calls the earlier one stays.
    pub fn onto(limits: Limits, earlier: Reading) -> Self {
        let Reading { evidence, reports, problems, sources } = earlier;
        let before = Before {
            files: evidence.files().len(),
            calls: evidence.calls().len(),
            reports: reports.len(),
            problems: problems.len(),
            sources: sources.len(),
        };
        let labels = sources.iter().map(|source| vec![source.read_as.clone()]).collect();
        Self {
            limits,
            before,
            found: Found {
                evidence,
                reports,
                problems: Problems::onto(problems),
                sources,
                labels,
                going_on: HashSet::new(),
            },
            waiting: VecDeque::new(),
            jobs: Vec::new(),
            room: limits.unpacked,
            entries: limits.entries,
        }
    }

    /// Takes a file that is to be read after those taken before. What systems leave behind ([`is_cruft`]) is no file.
    pub fn add(&mut self, input: Input) {
        if is_cruft(&input.name) {
            return;
        }
        let source = self.found.sources.len();
        self.found.sources.push(Source {
            name: input.name.clone(),
            bytes: input.bytes.len() as u64,
            read_as: String::new(),
            calls: 0,
        });
        self.found.labels.push(Vec::new());
        self.waiting.push_back(Part { name: input.name, source, nesting: 0, bytes: input.bytes });
    }

    /// Works until everything is read, or until `go_on`, which is asked every few milliseconds of work, says no.
    // Kept apart, as below: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    pub fn step(&mut self, go_on: &mut dyn FnMut() -> bool) -> Step {
        while self.work() {
            if !go_on() {
                return match self.jobs.last().map(Job::progress) {
                    Some(progress) => Step::Working(progress),
                    None => self.waiting.front().map_or(Step::Done, |part| {
                        let total = part.bytes.len() as u64;
                        Step::Working(Progress {
                            file: part.name.clone(),
                            stage: Stage::Reading,
                            done: 0,
                            total,
                        })
                    }),
                };
            }
        }
        Step::Done
    }

    /// What was read. Of files that are still being read, what was found so far.
    #[inline(never)]
    pub fn finish(mut self) -> Reading {
        for job in std::mem::take(&mut self.jobs) {
            if let Job::Text(mut job) = job {
                job.finish(&mut self.found);
            }
        }
        names::resolve(&mut self.found, self.before.calls);
        let mut sources = self.found.sources;
        for (source, labels) in sources.iter_mut().zip(self.found.labels) {
            source.read_as = if labels.is_empty() { "not read".to_owned() } else { labels.join(", ") };
        }
        Reading {
            evidence: self.found.evidence,
            reports: self.found.reports,
            problems: self.found.problems.into_list(),
            sources,
        }
    }

    /// What was read before [`Self::onto`], as if nothing had been added: for a load that is cancelled.
    pub fn undo(self) -> Reading {
        let Before { files, calls, reports, problems, sources } = self.before;
        let mut reading = Reading {
            evidence: self.found.evidence,
            reports: self.found.reports,
            problems: self.found.problems.into_list(),
            sources: self.found.sources,
        };
        reading.evidence.truncate(files, calls);
        reading.reports.truncate(reports);
        reading.problems.truncate(problems);
        reading.sources.truncate(sources);
        reading
    }

    /// One slice of work; `false` when there is none.
    fn work(&mut self) -> bool {
        let done = match self.jobs.last_mut() {
            None => {
                let Some(part) = self.waiting.pop_front() else { return false };
                self.begin(part);
                return true;
            }
            Some(Job::Text(job)) => job.work(&mut self.found),
            Some(Job::Unpack(job)) => match job.work(&mut self.room, self.limits) {
                Ok(None) => false,
                Ok(Some(bytes)) => {
                    let part = Part { name: job.inside(), source: job.source, nesting: job.nesting, bytes };
                    self.jobs.pop();
                    self.begin(part);
                    return true;
                }
                Err((what, remedy)) => {
                    let problem = Problem::refused(&job.name, what, remedy);
                    self.found.problems.push(Group::Archive, problem);
                    true
                }
            },
            Some(Job::Zip(job)) => match job.next() {
                None => true,
                Some(Ok(unpacking)) => {
                    self.jobs.push(Job::Unpack(Box::new(unpacking)));
                    false
                }
                Some(Err(problem)) => {
                    self.found.problems.push(Group::Archive, problem);
                    false
                }
            },
        };
        if done {
            self.jobs.pop();
        }
        true
    }

    /// Looks at a file's first bytes, and begins what they ask for.
    fn begin(&mut self, part: Part) {
        let zip = part.bytes.starts_with(b"PK\x03\x04") || part.bytes.starts_with(b"PK\x05\x06");
        let gzip = part.bytes.starts_with(&[0x1f, 0x8b]);
        if (zip || gzip) && part.nesting >= self.limits.nesting {
            let what = format!("The archive lies more than {} archives deep.", self.limits.nesting);
            let problem = Problem::refused(&part.name, what, "Unpack it, and drop what is inside.");
            self.found.problems.push(Group::Archive, problem);
        } else if zip {
            self.found.label(part.source, "zip archive");
            match ZipJob::open(part, &mut self.entries) {
                Ok(job) => self.jobs.push(Job::Zip(job)),
                Err(problem) => self.found.problems.push(Group::Archive, problem),
            }
        } else if gzip {
            self.found.label(part.source, "gzip");
            let bytes = Bytes::whole(part.bytes);
            let job = Unpacking::gzip(part.name, part.source, part.nesting + 1, bytes);
            self.jobs.push(Job::Unpack(Box::new(job)));
        } else if let Some(job) = TextJob::open(part, &mut self.found) {
            self.jobs.push(Job::Text(Box::new(job)));
        }
    }
}

impl Job {
    fn progress(&self) -> Progress {
        match self {
            Self::Zip(job) => job.progress(),
            Self::Unpack(job) => job.progress(),
            Self::Text(job) => job.progress(),
        }
    }
}
