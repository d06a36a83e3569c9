//! Rows of lists and tables.

use super::{FunctionName, States};

/// A function in a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionRow {
    /// Its name.
    pub name: String,
    /// Its key: the name, or the ARN where a name repeats.
    pub key: String,
    /// Its account and region, where known.
    pub place: String,
    /// Its score from 0 to 100; none where nothing of it could be scored.
    pub score: Option<u32>,
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

/// How one function would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionChange {
    /// The function.
    pub function: FunctionName,
    /// Its score as written and as judged.
    pub score: (Option<u32>, Option<u32>),
    /// Sentences that would go.
    pub gone: Vec<String>,
    /// Sentences that would come.
    pub new: Vec<String>,
}

/// What is shown, beside an older audit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// The older audit; none while nobody chose one.
    pub older: Option<AuditSide>,
    /// What is shown.
    pub newer: AuditSide,
    /// What became of how many problems: `new`, `first_seen`, `changed`, `unknown_now`, `fixed`, `still_open`.
    pub counts: Vec<(String, u32)>,
    /// What is to be known of comparing these two, or why they can't be compared: two sentences.
    pub trouble: Option<String>,
}

/// An audit, in few words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditSide {
    /// The files that it was read from.
    pub files: Vec<String>,
    /// Its date.
    pub as_of: String,
    /// The edition of the rules that judged.
    pub rules: String,
    /// How many functions it has.
    pub functions: u32,
    /// The mean of their scores.
    pub score: Option<u32>,
}

/// What became of a problem.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FateRow {
    /// As in [`Compared::counts`].
    pub change: String,
    /// `CRITICAL` … `INFO`.
    pub severity: String,
    /// The rule.
    pub rule: String,
    /// The function; without a key where only the older audit has it, or where it is of the account.
    pub function: FunctionName,
    /// The sentence, the newer audit's where it has one.
    pub message: String,
    /// What of it was otherwise.
    pub was: String,
    /// Why it can't be told.
    pub why: String,
    /// The finding's id, where the newer audit has it.
    pub finding: Option<String>,
}
