//! What the frame and the first screen show.

use super::{FunctionName, FunctionRow, Shown};

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
    /// How many events of the audit trail; none before it was read, which is after all else.
    pub trail: Option<u32>,
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

/// The first screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    /// The mean of the functions' scores, rounded down; none when nothing was judged.
    pub score: Option<u32>,
    /// The lowest and the highest score of a function.
    pub range: (u32, u32),
    /// The points that functions keep, and those that they could keep, as the mean over those that have a score.
    pub points: (f64, f64),
    /// How many functions could not be audited to the end, and count as 0.
    pub not_audited: u32,
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
    /// The points that it can give to a function, as the mean over the functions that have a score: what doesn't apply to one or
    /// could not be assessed makes it worth less there.
    pub max: f64,
    /// The points lost, as the mean over the same.
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

/// Answers that are missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MissingAnswer {
    /// `lambda:GetPolicy`.
    pub operation: String,
    /// `missing` where nobody asked, else a clause: `every call that was recorded was refused (AccessDenied)`.
    pub why: String,
    /// How many functions lack it; 0 where one function or finding tells what it lacks itself.
    pub functions: u32,
    /// The command that would bring it, for the first of them; safe to paste into bash.
    pub command: Option<String>,
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
