//! What the page asks its worker, and what it is told: plain structs, packed as bytes. Files and exported bytes travel beside
//! them as JavaScript values, so that no message outgrows the screen it fills. Page and worker are always of one build, so the
//! bytes need no version.
//!
//! The page holds only what it shows. Words that are data (messages, titles, pointers) come from here; words that are
//! furniture belong to the screens.

pub mod toolkit;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A message as bytes. None of these types fails to be packed; should one, nothing is sent.
pub fn pack<T: Serialize + ?Sized>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).unwrap_or_default()
}

/// A message from the bytes that [`pack`] made; `None` for any others.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// A question, with the number under which its answer comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Chosen by the page; every request is answered exactly once under it.
    pub id: u32,
    /// The question.
    pub ask: Ask,
}

/// What the page may ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Read the files that travel beside this message. Answered by [`Answer::Opened`], [`Answer::NotOpened`] or
    /// [`Answer::Cancelled`]; [`Event::Progress`] comes meanwhile. Until it is `Opened`, what was open stays.
    Open {
        /// Add them to what is open, instead of opening them in its place.
        add: bool,
        /// Where they came from, when not from the person's own disk: `orders.json, from this host`.
        origin: Option<String>,
    },
    /// Stop the load that is under way.
    Cancel,
    /// Show an opened audit as it was written, or what this program says to the same evidence today.
    Show(Shown),
    /// The frame's facts.
    Head,
    /// The first screen.
    Overview,
    /// A page of functions.
    Functions(Query),
    /// A page of findings, with facets.
    Findings(Query),
    /// One finding by its id.
    Finding {
        /// The finding's stable id.
        id: String,
    },
    /// One function by its key.
    Function {
        /// [`FunctionRow::key`].
        key: String,
    },
    /// One framework.
    Framework {
        /// Its id, such as `SOC2`.
        id: String,
    },
    /// The functions behind one requirement, a page of them.
    Requirement {
        /// The framework's id.
        framework: String,
        /// The requirement's id.
        requirement: String,
        /// Which functions: `state` filters by `PASS`, `FAIL` and so on.
        query: Query,
    },
    /// A page of the audit trail.
    Trail(Query),
    /// What could not be read.
    Problems,
    /// The answer at a pointer, masked, for the evidence part of a function's screen.
    Excerpt(EvidencePlace),
    /// One value in clear, because the person asked to see that one.
    Reveal(EvidencePlace),
    /// One of the two text reports of a function.
    Text {
        /// [`FunctionRow::key`].
        function: String,
        /// Which of the two.
        kind: TextKind,
    },
    /// What would change if the evidence were judged again.
    Changes,
    /// A file to save.
    Export(ExportKind),
}

/// Which judgement is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// An audit as its file has it.
    AsWritten,
    /// What this program finds in the evidence.
    Judged,
}

/// Which rows of a list, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Words that must all occur (case apart) in what a row says.
    pub text: String,
    /// Filters: `("severity", ["HIGH", "LOW"])`. Values of one name are joined by or, names by and. Names: `severity`, `status`,
    /// `check`, `rule`, `category`, `function`, `state`, `event`, `user`.
    pub filters: Vec<(String, Vec<String>)>,
    /// A column's name; empty for the list's own order (worst first).
    pub sort: String,
    /// Whether the order is turned round.
    pub descending: bool,
    /// The first row wanted, from 0.
    pub from: u32,
    /// How many rows are wanted; at most 1,000 are given.
    pub count: u32,
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The request's number.
    pub id: u32,
    /// Its answer.
    pub answer: Answer,
}

/// Answers, named after their questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The files are open.
    Opened(Head),
    /// Nothing in the files could be opened; what was open stays.
    NotOpened {
        /// Why, file by file.
        problems: Vec<ProblemRow>,
    },
    /// The load was stopped; what was open stays.
    Cancelled,
    /// The frame's facts.
    Head(Head),
    /// The first screen.
    Overview(Overview),
    /// Functions.
    Functions(Rows<FunctionRow>),
    /// Findings.
    Findings(Rows<FindingRow>),
    /// One finding.
    Finding(FindingDetail),
    /// One function.
    Function(FunctionDetail),
    /// One framework.
    Framework(FrameworkDetail),
    /// Functions behind a requirement.
    Requirement(Rows<RequirementFunction>),
    /// The audit trail.
    Trail(Rows<TrailRow>),
    /// Problems.
    Problems(Vec<ProblemRow>),
    /// Evidence, masked.
    Excerpt(Excerpt),
    /// One value in clear.
    Revealed {
        /// The value's text, decoded.
        text: String,
    },
    /// A text report.
    Text {
        /// The report.
        text: String,
        /// The name to save it under.
        file: String,
    },
    /// What would change.
    Changes(Changes),
    /// A file to save; its bytes travel beside this message.
    File {
        /// The name to save it under.
        name: String,
        /// Its media type.
        media_type: String,
    },
    /// The question could not be answered: two sentences.
    Failed {
        /// What happened, and what to do.
        message: String,
    },
}

/// What the worker says unasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker runs and listens.
    Ready,
    /// How far a load is.
    Progress(Progress),
    /// The hashes of the files are known; ask for [`Ask::Head`].
    Hashed,
}

/// How far a load is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done: `reading`, `unpacking`, `judging`.
    pub stage: String,
    /// The file that is being read.
    pub file: String,
    /// Bytes read or functions judged.
    pub done: u64,
    /// Of so many.
    pub total: u64,
}

/// What the frame shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The opened files.
    pub files: Vec<FileRow>,
    /// Accounts that occur.
    pub accounts: Vec<String>,
    /// Regions that occur.
    pub regions: Vec<String>,
    /// The edition of the rules that judged: `2025-09`.
    pub rules: String,
    /// The audit date: `2026-11-01`.
    pub as_of: String,
    /// Where that date comes from: `asked`, `exported_at`, `today`, `report`.
    pub as_of_source: String,
    /// When the evidence was exported or the audit was made, as its file says.
    pub stamp: String,
    /// How many functions.
    pub functions: u32,
    /// How many findings.
    pub findings: u32,
    /// How many events of the audit trail.
    pub trail: u32,
    /// How many problems while reading.
    pub problems: u32,
    /// What is shown.
    pub shown: Option<Shown>,
    /// Whether the other judgement can be shown too: an audit and its evidence are both open.
    pub can_switch: bool,
    /// Plain words of what the edition that judged can't know.
    pub warning: Option<String>,
    /// Where the files came from, when not from the person's own disk.
    pub origin: Option<String>,
}

/// An opened file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal, once it is known.
    pub sha256: Option<String>,
    /// What it was read as: `evidence, 25 calls`.
    pub kind: String,
}

/// Rows of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows<T> {
    /// How many there are in all.
    pub total: u32,
    /// How many match the query.
    pub matched: u32,
    /// The index of the first row given, among those that match.
    pub from: u32,
    /// The rows.
    pub rows: Vec<T>,
    /// Values to filter by, with how many rows each would leave: only those that occur.
    pub facets: Vec<Facet>,
}

/// Values of one filter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// The filter's name, as in [`Query::filters`].
    pub name: String,
    /// Value and count. The counts heed the other filters, not this one, so that a value can be added.
    pub values: Vec<(String, u32)>,
    /// How many further values were left out of a long list.
    pub more: u32,
}

/// The first screen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The mean of the functions' scores, rounded down; none when nothing was judged.
    pub score: Option<u32>,
    /// The lowest and the highest score of a function.
    pub range: (u32, u32),
    /// The share of the rules that could be assessed, from 0 to 1.
    pub assessed: f64,
    /// The eight checks, in their order.
    pub checks: Vec<CheckSummary>,
    /// Findings by severity, worst first, only those that occur.
    pub severities: Vec<(String, u32)>,
    /// The at most three things to do first.
    pub first: Vec<FirstThing>,
    /// The five frameworks.
    pub frameworks: Vec<FrameworkSummary>,
    /// The functions with the lowest scores.
    pub worst: Vec<FunctionRow>,
    /// All scores from 0 to 100: how many functions have each.
    pub scores: Vec<(u32, u32)>,
    /// Runtimes and how many functions run on each; `container image` for images.
    pub runtimes: Vec<(String, u32)>,
    /// Answers that are missing, and commands that would bring them.
    pub missing: Vec<MissingAnswer>,
    /// What could not be read.
    pub problems: Vec<ProblemRow>,
}

/// One of the checks over all functions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckSummary {
    /// Its name, also the value of the filter `check`.
    pub name: String,
    /// The points that it can give to one function.
    pub max: u32,
    /// The points lost, as the mean over the functions.
    pub lost: f64,
    /// The points lost, summed over the functions.
    pub lost_total: u32,
    /// How many findings it has.
    pub findings: u32,
    /// In how many functions.
    pub functions: u32,
    /// The rules that cost points: id, title, points in all, findings.
    pub pieces: Vec<CheckPiece>,
}

/// What one rule costs within a check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckPiece {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Points lost to it, summed over the functions.
    pub lost_total: u32,
    /// Points lost to it, as the mean over the functions.
    pub lost: f64,
    /// How many findings.
    pub findings: u32,
}

/// Something to do first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FirstThing {
    /// How bad.
    pub severity: String,
    /// The rule behind it.
    pub rule: String,
    /// What is wrong, without the function.
    pub title: String,
    /// Why it matters, one sentence.
    pub why: String,
    /// The fix, one sentence.
    pub fix: String,
    /// How many functions have it.
    pub functions: u32,
    /// The function, when it is one; else the worst of them.
    pub function: FunctionName,
    /// The finding to open.
    pub finding: String,
}

/// What a function is called, and under which key it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FunctionName {
    /// Its name.
    pub name: String,
    /// Its key: the name, or the ARN where a name repeats.
    pub key: String,
}

/// A framework over all functions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameworkSummary {
    /// Its id: `SOC2`.
    pub id: String,
    /// Its title: `SOC 2`.
    pub title: String,
    /// Requirement results over all functions.
    pub states: States,
    /// Edition 2025-09 only: the mean of the original's percentages.
    pub percentage: Option<f64>,
    /// Edition 2025-09 only: how many functions the original calls compliant.
    pub compliant: Option<u32>,
}

/// How many results of each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct States {
    /// Looked at, and in order.
    pub pass: u32,
    /// Looked at, and not in order.
    pub fail: u32,
    /// Evidence is missing.
    pub not_assessed: u32,
    /// A person must judge.
    pub manual: u32,
}

/// A function in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FunctionRow {
    /// Its name.
    pub name: String,
    /// Its key: the name, or the ARN where a name repeats.
    pub key: String,
    /// Its account and region, where known.
    pub place: String,
    /// Its score from 0 to 100.
    pub score: u32,
    /// Findings by severity: critical, high, medium, low, info.
    pub severities: [u32; 5],
    /// Its runtime, or `container image`.
    pub runtime: Option<String>,
    /// Its role's name.
    pub role: Option<String>,
    /// When it was last changed.
    pub modified: Option<String>,
    /// Whether it could be audited at all; when not, why.
    pub error: Option<String>,
}

/// A finding in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// Its stable id.
    pub id: String,
    /// `CRITICAL` … `INFO`.
    pub severity: String,
    /// `FAIL`, `MANUAL`, `NOT_APPLICABLE`.
    pub status: String,
    /// The rule.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// The check that it counts under.
    pub check: String,
    /// The function.
    pub function: FunctionName,
    /// The sentence.
    pub message: String,
    /// The points it costs.
    pub points: u32,
}

/// One finding, whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FindingDetail {
    /// What its row says.
    pub row: FindingRow,
    /// Its place in the list with the same filters, for going to the neighbours.
    pub category: String,
    /// What it is about, such as a variable's name.
    pub subject: Option<String>,
    /// Further words of the finding, one a line: the original's `details`.
    pub details: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// The fix in words.
    pub fix: String,
    /// The command with real names, safe to paste into bash.
    pub command: Option<String>,
    /// The deciding bytes.
    pub evidence: Vec<Excerpt>,
    /// Why there is no evidence to show, when there is none.
    pub no_evidence: Option<String>,
    /// Calls whose answers were missing when it was judged.
    pub missing: Vec<MissingAnswer>,
    /// The requirements it touches.
    pub requirements: Vec<RequirementName>,
}

/// A requirement of a framework.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RequirementName {
    /// The framework's id.
    pub framework: String,
    /// The framework's title.
    pub framework_title: String,
    /// The requirement's id.
    pub id: String,
    /// Its title in our own words.
    pub title: String,
    /// `PASS`, `FAIL`, `NOT_ASSESSED`, `MANUAL`.
    pub state: String,
}

/// A place in the evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidencePlace {
    /// The index of the source file.
    pub file: u32,
    /// The JSON pointer in it.
    pub pointer: String,
}

/// Evidence, laid out for reading; secret values are masked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Where the shown value stands.
    pub place: EvidencePlace,
    /// The file's name.
    pub file: String,
    /// The file's SHA-256, once it is known.
    pub sha256: Option<String>,
    /// The call that it answers: `lambda get-function`.
    pub call: String,
    /// The lines.
    pub lines: Vec<ExcerptLine>,
    /// How many lines were left out at the end.
    pub more: u32,
}

/// A line of an excerpt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExcerptLine {
    /// How far it is indented.
    pub indent: u32,
    /// Its text; a masked value is left out of it.
    pub text: String,
    /// Whether the line decides.
    pub mark: bool,
    /// A value that is masked, and stands behind `text`.
    pub masked: Option<MaskedValue>,
    /// What stands behind the masked value, such as a comma.
    pub tail: String,
}

/// A value that is shown only when the person asks for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MaskedValue {
    /// Where it stands, to ask for it.
    pub place: EvidencePlace,
    /// How many characters it has.
    pub length: u32,
}

/// One function, whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FunctionDetail {
    /// What its row says.
    pub row: FunctionRow,
    /// Its ARN, where known.
    pub arn: Option<String>,
    /// Facts about it: name and value, in an order for reading.
    pub facts: Vec<(String, String)>,
    /// Its checks.
    pub checks: Vec<CheckDetail>,
    /// Its findings.
    pub findings: Vec<FindingRow>,
    /// Its requirements.
    pub requirements: Vec<RequirementName>,
    /// What could not be assessed.
    pub missing: Vec<MissingAnswer>,
    /// The answers that were read for it.
    pub calls: Vec<CallRow>,
    /// Its part of the audit trail, the newest first; the first hundred.
    pub trail: Vec<TrailRow>,
    /// Whether the two text reports and classic files can be had.
    pub has_texts: bool,
}

/// A check of one function.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckDetail {
    /// Its name.
    pub name: String,
    /// Points kept.
    pub score: u32,
    /// Points possible.
    pub max: u32,
    /// The findings that cost points: id, message, points.
    pub losses: Vec<(String, String, u32)>,
    /// What points would have gone beyond the floor of zero.
    pub floored: bool,
}

/// An answer that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallRow {
    /// `lambda get-function`.
    pub call: String,
    /// Where the answer stands.
    pub place: EvidencePlace,
    /// The file's name.
    pub file: String,
    /// `answered`, or the error's code.
    pub state: String,
    /// The size of the answer in bytes.
    pub bytes: u32,
}

/// Answers that are missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MissingAnswer {
    /// `lambda:GetPolicy`.
    pub operation: String,
    /// `missing`, or `refused` with the code.
    pub why: String,
    /// For how many functions.
    pub functions: u32,
    /// The command that would bring it, for the first of them; safe to paste into bash.
    pub command: Option<String>,
}

/// One framework, whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrameworkDetail {
    /// What the overview says.
    pub summary: FrameworkSummary,
    /// The sentence under its title.
    pub sentence: String,
    /// How many functions were judged.
    pub functions: u32,
    /// Its requirements, in its own order.
    pub requirements: Vec<RequirementRow>,
    /// Edition 2025-09: its recommendations, and for how many functions each was given: framework's words, priority, count.
    pub recommendations: Vec<(String, String, u32)>,
}

/// A requirement over all functions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RequirementRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What decides it, in words.
    pub decides: String,
    /// Functions by state.
    pub states: States,
    /// `supports`, `partial`, `manual`, `inherited`; empty in edition 2025-09.
    pub support: String,
}

/// A function behind a requirement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RequirementFunction {
    /// The function.
    pub function: FunctionName,
    /// `PASS`, `FAIL`, `NOT_ASSESSED`, `MANUAL`.
    pub state: String,
    /// The sentence.
    pub message: String,
}

/// An event of the audit trail, or why there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrailRow {
    /// When.
    pub time: String,
    /// What: `UpdateFunctionCode20150331v2`.
    pub event: String,
    /// Who.
    pub user: String,
    /// From which address.
    pub source_ip: String,
    /// With which client.
    pub user_agent: String,
    /// The function.
    pub function: FunctionName,
    /// Why the trail of this function could not be read; the other fields are empty then.
    pub error: Option<String>,
}

/// Something that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemRow {
    /// The file.
    pub file: String,
    /// `note`, `skipped`, `refused`.
    pub severity: String,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1.
    pub column: Option<u32>,
    /// The JSON pointer.
    pub pointer: Option<String>,
    /// What happened.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// Whether it is encrypted: the toolkit may open it.
    pub sealed: bool,
}

/// Which of the two text reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextKind {
    /// The security audit.
    Security,
    /// The compliance report.
    Compliance,
}

/// What would change if the evidence were judged again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// The functions that change; at most 1,000 are listed.
    pub functions: Vec<FunctionChange>,
    /// How many functions are the same.
    pub same: u32,
    /// Functions of the audit that the evidence doesn't have.
    pub without_evidence: Vec<String>,
}

/// How one function would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FunctionChange {
    /// The function.
    pub function: FunctionName,
    /// Its score as written and as judged.
    pub score: (u32, u32),
    /// Sentences that would go.
    pub gone: Vec<String>,
    /// Sentences that would come.
    pub new: Vec<String>,
}

/// Files that can be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportKind {
    /// The whole report as `lambdascope-report`.
    Report,
    /// The classic documents of all functions in one file.
    Classic,
    /// `{name}_security_audit.json` of one function.
    SecurityAudit {
        /// [`FunctionRow::key`].
        function: String,
    },
    /// `{name}_compliance_report.json` of one function.
    ComplianceReport {
        /// [`FunctionRow::key`].
        function: String,
    },
}
