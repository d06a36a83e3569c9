//! What the page asks its worker, and what it is told: plain structs, packed as bytes. Files and exported bytes travel beside
//! them as JavaScript values, so that no message outgrows the screen it fills. Page and worker are always of one build, so the
//! bytes need no version.
//!
//! The page holds only what it shows. Words that are data (messages, titles, pointers) come from here; words that are
//! furniture belong to the screens.

mod fields;
mod question;
pub mod toolkit;
mod wire;

pub use crate::groups::GROUPS;
/// Whether the page hands a file over at all.
pub use evidence::is_cruft;
pub use question::{Otherwise, Question, answered};
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
    /// The hashes of the files are known; ask for [`Ask::Head`].
    Hashed,
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

/// What the frame shows.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Where both are open: how many functions only the opened audit has, and how many only the evidence.
    pub apart: (u32, u32),
    /// Plain words of what the edition that judged can't know.
    pub warning: Option<String>,
    /// Where the files came from, when not from the person's own disk.
    pub origin: Option<String>,
    /// Whether the evidence is open, so that it can be judged again.
    pub can_judge: bool,
    /// The table of runtimes that dated rules go by, where the edition has such rules.
    pub runtimes: Option<TableRow>,
    /// How many requirements a person has judged.
    pub judgements: u32,
}

/// A table of dated facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// The day on which it was true.
    pub as_of: String,
    /// The dropped file that it comes from; none for the one that is shipped.
    pub file: Option<String>,
}

/// An opened file.
#[derive(Clone, Debug, Default, PartialEq)]
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

/// The first screen.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// How many findings a person set aside; the score is the one with them.
    pub set_aside: u32,
    /// What the score would be without them, where that can be told.
    pub score_without: Option<u32>,
}

/// One of the checks over all functions.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Whether only findings of this severity are meant, not all of the rule.
    pub only_severity: bool,
}

/// What a function is called, and under which key it is asked for.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FunctionName {
    /// Its name.
    pub name: String,
    /// Its key: the name, or the ARN where a name repeats.
    pub key: String,
}

/// A framework over all functions.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct States {
    /// Looked at, and in order.
    pub pass: u32,
    /// Looked at, and not in order.
    pub fail: u32,
    /// Evidence is missing.
    pub not_assessed: u32,
    /// A person must judge.
    pub manual: u32,
    /// None of its rules applies.
    pub not_applicable: u32,
    /// AWS answers for it.
    pub inherited: u32,
}

/// A function in a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionRow {
    /// Its name.
    pub name: String,
    /// Its key: the name, or the ARN where a name repeats.
    pub key: String,
    /// Its account and region, where known.
    pub place: String,
    /// Its score from 0 to 100.
    pub score: u32,
    /// The share of the rules that could be assessed, from 0 to 1: with little of it the score says little.
    pub assessed: f64,
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingRow {
    /// Its stable id.
    pub id: String,
    /// `CRITICAL` … `INFO`.
    pub severity: String,
    /// `FAIL`, `MANUAL`, `NOT_APPLICABLE`; `SET_ASIDE` where a person set it aside.
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

/// Findings that have something in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupRow {
    /// What they have in common, as a filter wants it.
    pub value: String,
    /// The same, for people.
    pub name: String,
    /// What it is about, where its name doesn't say: a rule's title.
    pub title: String,
    /// How many there are of each severity: critical, high, medium, low, info.
    pub severities: [u32; 5],
    /// How many there are.
    pub findings: u32,
    /// On how many functions.
    pub functions: u32,
    /// The points they cost in all.
    pub points: u32,
}

/// One finding, whole.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// By which dated table it was judged, as a sentence; none where no table decides.
    pub dated: Option<String>,
    /// The requirements it touches.
    pub requirements: Vec<RequirementName>,
    /// Whether a person may say that it is no secret, or take that back.
    pub can_set_aside: bool,
    /// A person's decision that it is none.
    pub set_aside: Option<SetAside>,
}

/// A person's decision about a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetAside {
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// The day, `2026-11-27`.
    pub when: String,
}

/// A requirement of a framework.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequirementName {
    /// The framework's id.
    pub framework: String,
    /// The framework's title.
    pub framework_title: String,
    /// The requirement's id.
    pub id: String,
    /// Its title in our own words.
    pub title: String,
    /// `PASS`, `FAIL`, `NOT_ASSESSED`, `MANUAL`, `NOT_APPLICABLE`, `INHERITED`.
    pub state: String,
}

/// A place in the evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidencePlace {
    /// The index of the source file.
    pub file: u32,
    /// The JSON pointer in it.
    pub pointer: String,
}

/// Evidence, laid out for reading; secret values are masked.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MaskedValue {
    /// Where it stands, to ask for it.
    pub place: EvidencePlace,
    /// How many characters it has.
    pub length: u32,
    /// The finding that says that it is a secret.
    pub finding: Option<String>,
}

/// One function, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionDetail {
    /// What its row says.
    pub row: FunctionRow,
    /// Its ARN, where known.
    pub arn: Option<String>,
    /// Facts about it: name and value, in an order for reading.
    pub facts: Vec<(String, String)>,
    /// Its checks.
    pub checks: Vec<CheckDetail>,
    /// How the score comes about and how much could be assessed, as sentences; empty where the edition doesn't say.
    pub scoring: Vec<String>,
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
    /// From who can call it to what it reaches; none where the edition that judged doesn't tell.
    pub reach: Option<Reach>,
}

/// From who can call a function, through it, to what its role reaches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// Who can call it, the most open first.
    pub callers: Vec<Caller>,
    /// Operations whose answers could name more callers.
    pub callers_missing: Vec<String>,
    /// Its role's ARN, where known.
    pub role: Option<String>,
    /// The shortest and surest way in which the role may raise its rights.
    pub way: Option<Way>,
    /// What the role reaches, the widest first.
    pub targets: Vec<Target>,
    /// Operations whose answers could name more rights.
    pub rights_missing: Vec<String>,
}

/// Somebody or something that can call a function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caller {
    /// What it is.
    pub kind: CallerKind,
    /// Who: `everybody`, an account, an ARN, a service, a URL.
    pub name: String,
    /// The sources, accounts or organisations that conditions leave; empty where nothing narrows it.
    pub only: Vec<String>,
    /// Whether everybody gets in by it.
    pub public: bool,
    /// What it rests on.
    pub behind: Behind,
}

/// What calls a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallerKind {
    /// A function URL.
    #[default]
    Url,
    /// Everybody whom the resource policy's conditions let in.
    Everyone,
    /// An account, a role or a user.
    Principal,
    /// An AWS service.
    Service,
    /// A queue, a stream or a topic that Lambda reads for it.
    EventSource,
}

/// A way to more rights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// Its name in the catalogues of the field.
    pub id: String,
    /// Its steps: the action, and the words that continue "the role ...".
    pub steps: Vec<(String, String)>,
    /// Keys of conditions that must hold, but aren't known.
    pub only_if: Vec<String>,
    /// What is known about the role that it passes, as a sentence; may be empty.
    pub about_roles: String,
    /// How many other ways there are.
    pub others: u32,
    /// Whether it needs something that already runs with more rights.
    pub needs_other: bool,
    /// What it rests on.
    pub behind: Behind,
}

/// What a role reaches of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// The service's prefix, such as `s3`; `*` for all of them.
    pub service: String,
    /// Its actions, as the policies write them.
    pub actions: Vec<String>,
    /// Its resources, as the policies write them.
    pub resources: Vec<String>,
    /// Whether these are all resources of the service, at least of the account's.
    pub all_resources: bool,
    /// Whether it may change something there; none where that can't be told.
    pub changes: Option<bool>,
    /// Whether it depends on conditions.
    pub conditional: bool,
    /// What it rests on.
    pub behind: Behind,
}

/// What a part of [`Reach`] rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Behind {
    /// The worst finding about it: its id.
    pub finding: Option<String>,
    /// The places in the evidence.
    pub places: Vec<EvidencePlace>,
}

/// A check of one function.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// How much of it could be assessed, as a sentence; empty where the edition doesn't say.
    pub assessed: String,
}

/// An answer that was read.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MissingAnswer {
    /// `lambda:GetPolicy`.
    pub operation: String,
    /// `missing` where nobody asked, else a clause: `every call that was recorded was refused (AccessDenied)`.
    pub why: String,
    /// For how many functions.
    pub functions: u32,
    /// The command that would bring it, for the first of them; safe to paste into bash.
    pub command: Option<String>,
}

/// One framework, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameworkDetail {
    /// What the overview says.
    pub summary: FrameworkSummary,
    /// The sentence under its title.
    pub sentence: String,
    /// What of it is looked at, and what never is; empty where the edition doesn't say.
    pub about: String,
    /// How many functions were judged.
    pub functions: u32,
    /// Its requirements, in its own order.
    pub requirements: Vec<RequirementRow>,
    /// Edition 2025-09: its recommendations, and for how many functions each was given: framework's words, priority, count.
    pub recommendations: Vec<(String, String, u32)>,
}

/// A requirement over all functions.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// What all functions together come to: `PASS`, `FAIL`, `NOT_ASSESSED`, `MANUAL`, `NOT_APPLICABLE`, `INHERITED`.
    pub state: String,
    /// Why, in a sentence or a few; empty where the edition doesn't say.
    pub why: String,
    /// Further notes: its force, its former id, who else maps it so.
    pub notes: Vec<String>,
    /// The rules that decide it or bear on it.
    pub rules: Vec<RuleCount>,
    /// What a person said of it.
    pub judgement: Option<JudgementRow>,
}

/// What a rule came to on all functions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleCount {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Functions by what it came to on them.
    pub states: States,
}

/// What a person says of a requirement, beside its state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JudgementRow {
    /// The framework's id.
    pub framework: String,
    /// The requirement's id.
    pub requirement: String,
    /// `MET`, `PARTLY_MET`, `NOT_MET`, `NOT_APPLICABLE`.
    pub verdict: String,
    /// Who says so.
    pub author: String,
    /// When: `2026-11-20`.
    pub date: String,
    /// Why, and where the proof is.
    pub note: String,
    /// Whether it was said of other evidence than what is open.
    pub of_other_evidence: bool,
}

/// A function against the requirements of a framework.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatrixRow {
    /// The function.
    pub function: FunctionName,
    /// A letter for each requirement, in the framework's order: `P`ass, `F`ail, not `A`ssessed, `M`anual, `N`ot applicable,
    /// `I`nherited.
    pub states: String,
}

/// A row of the auditor's worksheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorksheetRow {
    /// The framework's id.
    pub framework: String,
    /// The framework's title.
    pub framework_title: String,
    /// The requirement's id.
    pub requirement: String,
    /// Its title.
    pub title: String,
    /// How far a configuration can speak for it.
    pub support: String,
    /// Its state.
    pub state: String,
    /// Why.
    pub why: String,
    /// The functions that fail, the first of them, and how many more.
    pub failing: String,
    /// What a person said.
    pub judgement: Option<JudgementRow>,
}

/// A rule in the list of rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The check that it scores under.
    pub check: String,
    /// How bad a finding of it usually is; empty where a file doesn't say.
    pub severity: String,
    /// Functions by what it came to on them; an account's rule counts places as one.
    pub states: States,
    /// Words that the search finds it by, beyond these.
    pub words: String,
}

/// One rule, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleDetail {
    /// What its row says.
    pub row: RuleRow,
    /// Why it matters.
    pub why: String,
    /// The fix in words.
    pub fix: String,
    /// The command that fixes, with places for names.
    pub command: Option<String>,
    /// What decides it.
    pub decides: String,
    /// The operations whose answers it needs.
    pub needs: Vec<String>,
    /// When it doesn't apply.
    pub exempt: String,
    /// Who else checks this, or where AWS says it.
    pub sources: String,
    /// What a failure costs, as a sentence.
    pub cost: String,
    /// By which dated table it judges.
    pub dated: Option<String>,
    /// The requirements that it decides or bears on.
    pub requirements: Vec<RequirementName>,
    /// Faults of the published edition that touch it: number and title.
    pub faults: Vec<(u32, String)>,
}

/// What the editions say differently, fault by fault.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// How many functions were judged by both.
    pub functions: u32,
    /// How many of them the editions differ on.
    pub differ: u32,
    /// Mean scores: published, current.
    pub scores: (u32, u32),
    /// The listed faults, those with most functions first; those that nothing of the evidence shows at the end.
    pub faults: Vec<FaultRow>,
}

/// A fault of the published edition.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FaultRow {
    /// Its number in the list of faults; 0 for differences that no listed fault explains, with new rules.
    pub number: u32,
    /// What it is, in a few words.
    pub title: String,
    /// The part of the published system that it is in.
    pub part: String,
    /// What the published edition does.
    pub published: String,
    /// What is right.
    pub right: String,
    /// The rules of edition 2025-09 that it touches.
    pub old_rules: Vec<String>,
    /// The requirements of edition 2025-09 that it touches: `SOC2 CC6.6`.
    pub criteria: Vec<String>,
    /// The rules of edition 2026-11 that say it right.
    pub new_rules: Vec<String>,
    /// On how many functions it explains a difference.
    pub functions: u32,
}

/// What the editions say differently of one function, by one fault.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct DifferenceRow {
    /// The function.
    pub function: FunctionName,
    /// The fault; 0 for none.
    pub fault: u32,
    /// What edition 2025-09 says.
    pub old: Vec<Said>,
    /// What edition 2026-11 says.
    pub new: Vec<Said>,
}

/// What an edition says.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Said {
    /// The rule, or the requirement.
    pub by: String,
    /// Its state: `FAIL`, `PASS` and so on.
    pub state: String,
    /// How bad, for a finding.
    pub severity: Option<String>,
    /// The sentence.
    pub message: String,
    /// The finding to open, where its edition is the one that is shown.
    pub finding: Option<String>,
}

/// A function behind a requirement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequirementFunction {
    /// The function.
    pub function: FunctionName,
    /// `PASS`, `FAIL`, `NOT_ASSESSED`, `MANUAL`, `NOT_APPLICABLE`, `INHERITED`.
    pub state: String,
    /// The sentence.
    pub message: String,
    /// The rules that brought it there: the rule, and its finding where there is one.
    pub rules: Vec<(String, Option<String>)>,
}

/// An event of the audit trail, or why there is none.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// The security audit.
    Security,
    /// The compliance report.
    Compliance,
}

/// What would change if the evidence were judged again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The functions that change; at most 1,000 are listed.
    pub functions: Vec<FunctionChange>,
    /// How many functions are the same.
    pub same: u32,
    /// Functions of the audit that the evidence doesn't have.
    pub without_evidence: Vec<String>,
}

/// How one function would change.
#[derive(Clone, Debug, Default, PartialEq)]
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
