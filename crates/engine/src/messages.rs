//! What the page asks its worker, and what it is told: plain structs, packed as bytes. Files and exported bytes travel beside
//! them as JavaScript values, so that no message outgrows the screen it fills. Page and worker are always of one build, so the
//! bytes need no version.
//!
//! The page holds only what it shows. Words that are data (messages, titles, pointers) come from here; words that are
//! furniture belong to the screens.

mod detail;
mod fields;
mod overview;
mod question;
mod rows;
pub mod toolkit;
mod wire;

pub use crate::groups::GROUPS;
pub use detail::*;
/// Whether the page hands a file over at all.
pub use evidence::is_cruft;
pub use overview::*;
pub use question::{Otherwise, Question, answered};
pub use rows::*;
pub use wire::{Reader, Wire, pack, unpack};

/// A question, with the number under which its answer comes back.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Chosen by the page; every request is answered exactly once under it.
    pub id: u32,
    /// The question.
    pub ask: Ask,
}

/// What the page may ask.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Read the files that travel beside this message. Answered by [`Answer::Opened`], [`Answer::NotOpened`] or
    /// [`Answer::Cancelled`]; [`Event::Progress`] comes meanwhile. Until it is `Opened`, what was open stays.
    Open {
        /// Add them to what is open, instead of opening them in its place.
        add: bool,
        /// Where they came from, when not from the person's own disk: `orders.json, from this host`.
        origin: Option<String>,
        /// How to judge them.
        how: How,
    },
    /// Judge the open evidence again. Answered by [`Answer::Opened`] or [`Answer::Cancelled`], with [`Event::Progress`] meanwhile;
    /// what was shown stays until it is done.
    Judge(How),
    /// Judge the open evidence by the other edition too, and say fault by fault what differs. Answered by [`Answer::Faults`] or
    /// [`Answer::Cancelled`].
    Faults,
    /// A page of what the two editions say differently, once [`Ask::Faults`] was answered. Filters: `fault`, `function`.
    Differences(Query),
    /// The functions against a framework's requirements, a page of them. The filter `framework` names it.
    Matrix(Query),
    /// Takes down what a person says of a requirement. Answered by [`Answer::Head`].
    SetJudgement(JudgementRow),
    /// Takes a person's judgement back.
    RemoveJudgement {
        /// The framework's id.
        framework: String,
        /// The requirement's id.
        requirement: String,
    },
    /// The auditor's worksheet, for printing.
    Worksheet,
    /// The rules that judged, and what they came to.
    Rules,
    /// One rule.
    Rule {
        /// Its id.
        id: String,
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
    /// A page of groups of findings, see [`Query::group`].
    Groups(Query),
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
    /// Read the files that travel beside this message as an older audit, to compare what is shown with. Answered by
    /// [`Answer::Compared`], [`Answer::NotOpened`] or [`Answer::Cancelled`]; [`Event::Progress`] comes meanwhile.
    CompareWith,
    /// What is compared, and how much of it is new, fixed and so on.
    Compared,
    /// A page of what became of the problems of both audits. Filters: `change`, `severity`, `rule`, `function`.
    Fates(Query),
    /// A file to save.
    Export(ExportKind),
    /// Set a finding aside, because the person says that its value is no secret, or take that back. Answered by
    /// [`Answer::Finding`].
    SetAside {
        /// The finding's id.
        id: String,
        /// Whether it is set aside.
        aside: bool,
    },
}

/// How to judge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// The edition of the rules, `2026-11`; none, or one that isn't there, for the current one.
    pub rules: Option<String>,
    /// The audit date, `2026-11-01`; none for the evidence's own.
    pub as_of: Option<String>,
}

/// Which judgement is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// An audit as its file has it.
    AsWritten,
    /// What this program finds in the evidence.
    Judged,
}

/// Which rows of a list, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// What the findings of a group have in common, in [`Ask::Groups`]: one of [`GROUPS`].
    pub group: String,
    /// The first row wanted, from 0.
    pub from: u32,
    /// How many rows are wanted; at most 1,000 are given.
    pub count: u32,
}

/// Answers, named after their questions. The page reads each as what its [`Question`] asks for.
#[derive(Clone, Debug, PartialEq)]
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
    /// Groups of findings.
    Groups(Rows<GroupRow>),
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
    /// What is compared.
    Compared(Compared),
    /// What became of problems.
    Fates(Rows<FateRow>),
    /// What the editions say differently, fault by fault.
    Faults(Faults),
    /// Differences.
    Differences(Rows<DifferenceRow>),
    /// Functions against requirements.
    Matrix(Rows<MatrixRow>),
    /// The auditor's worksheet.
    Worksheet(Vec<WorksheetRow>),
    /// Rules.
    Rules(Vec<RuleRow>),
    /// One rule.
    Rule(RuleDetail),
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
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The worker runs and listens.
    Ready,
    /// How far a load is.
    Progress(Progress),
    /// What nobody waits for is known, the audit trail or the hashes of the files; ask for [`Ask::Head`].
    Completed,
}

/// How far a load is.
#[derive(Clone, Debug, Default, PartialEq)]
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

/// Rows of a list.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facet {
    /// The filter's name, as in [`Query::filters`].
    pub name: String,
    /// Value and count. The counts heed the other filters, not this one, so that a value can be added.
    pub values: Vec<(String, u32)>,
    /// How many further values were left out of a long list.
    pub more: u32,
}

/// What a function is called, and under which key it is asked for.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FunctionName {
    /// Its name.
    pub name: String,
    /// Its key: the name, or the ARN where a name repeats.
    pub key: String,
}

/// A place in the evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidencePlace {
    /// The index of the source file.
    pub file: u32,
    /// The JSON pointer in it.
    pub pointer: String,
}

/// Which of the two text reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// The security audit.
    Security,
    /// The compliance report.
    Compliance,
}

/// Files that can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// The whole report as `lambdascope-report`.
    Report,
    /// The findings as CSV.
    Findings,
    /// The findings that a query chooses, in its order, as CSV.
    Shown(Query),
    /// The auditor's worksheet as CSV.
    Worksheet,
    /// What people judged, as `lambdascope-judgements`.
    Judgements,
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
