//! The report in memory: what an audit found, whoever made it.
//!
//! One shape serves an audit that was judged just now and one that was read from a file, so that every screen and export
//! works on both. It is compact: what is the same for all functions stands once, in the catalogue, and a place in the
//! evidence is a number and a tail until somebody wants to read it.

use std::borrow::Cow;
use std::sync::Arc;

use checks::{Severity, Status};
pub use compliance::edition_2026_11::State;
use sha2::{Digest, Sha256};

/// Text that is mostly known when the program is built.
pub type Text = Cow<'static, str>;

/// An audit.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Who made it: name and version.
    pub generator: (String, String),
    /// The edition of the rules that judged: `2025-09`.
    pub rules: String,
    /// The audit date, `2026-11-01`; empty where the file doesn't say.
    pub as_of: String,
    /// Where the date comes from: `asked`, `exported_at`, `today`, `report`.
    pub as_of_source: String,
    /// The files that were judged.
    pub evidence: Vec<EvidenceFile>,
    /// The tables of dated facts that rules went by.
    pub tables: Vec<DatedTable>,
    /// What could not be read of them.
    pub problems: Vec<Problem>,
    /// What is the same for all functions.
    pub catalogue: Catalogue,
    /// The account's own rules.
    pub account: FunctionReport,
    /// The functions, in the order of the evidence.
    pub functions: Vec<FunctionReport>,
    /// What the score would be without the findings that were set aside; none where none was.
    pub score_without: Option<u32>,
}

/// A file of evidence.
#[derive(Clone, Debug, Default)]
pub struct EvidenceFile {
    /// Its name.
    pub name: String,
    /// Its SHA-256 in hexadecimal, once it is known.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was exported, as it says.
    pub exported_at: Option<String>,
    /// Its account, where its head names one.
    pub account: Option<String>,
    /// Its region, where its head names one.
    pub region: Option<String>,
}

/// A table of dated facts that rules went by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DatedTable {
    /// What it tells: `runtimes`.
    pub name: String,
    /// The day on which it was true.
    pub as_of: String,
    /// The file that it was read from; none where it came with the program.
    pub file: Option<String>,
}

/// How long a function's log group keeps what is written to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// For ever.
    Never,
    /// So many days.
    Days(u32),
}

/// Something that could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1.
    pub column: Option<u32>,
    /// The JSON pointer.
    pub pointer: Option<String>,
    /// `note`, `skipped`, `refused`.
    pub severity: Text,
    /// What happened.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// Rules and frameworks.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The rules, in the order of their registry.
    pub rules: Vec<RuleEntry>,
    /// The frameworks, in their order.
    pub frameworks: Vec<FrameworkEntry>,
}

/// A rule, as the report describes it.
#[derive(Clone, Debug, Default)]
pub struct RuleEntry {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// The check that it counts under.
    pub check: Text,
    /// Why it matters.
    pub why: Text,
    /// The fix in words.
    pub fix: Text,
    /// The calls whose answers it needs: `lambda:GetPolicy`.
    pub needs: Vec<Text>,
    /// The fixing command, with names in braces: `{function}`.
    pub command: Option<Text>,
}

/// A framework, as the report describes it.
#[derive(Clone, Debug, Default)]
pub struct FrameworkEntry {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Its requirements.
    pub requirements: Vec<RequirementEntry>,
}

/// A requirement, as the report describes it.
#[derive(Clone, Debug, Default)]
pub struct RequirementEntry {
    /// Its id, unique within the framework.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// `supports`, `partial`, `manual`, `inherited`; empty where the edition doesn't say.
    pub support: Text,
    /// The rules that decide it.
    pub rules: Vec<Text>,
    /// What decides it, in words.
    pub decides: Text,
}

impl Catalogue {
    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&RuleEntry> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The framework of that id.
    pub fn framework(&self, id: &str) -> Option<&FrameworkEntry> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }
}

/// One function, audited.
#[derive(Clone, Debug, Default)]
pub struct FunctionReport {
    /// Its name.
    pub name: String,
    /// Its ARN, where known.
    pub arn: Option<String>,
    /// Its account, where known.
    pub account: Option<String>,
    /// Its region, where known.
    pub region: Option<String>,
    /// Its runtime, or `container image`.
    pub runtime: Option<String>,
    /// Its role's name.
    pub role: Option<String>,
    /// When it was last changed.
    pub modified: Option<String>,
    /// Its score, from 0 to 100.
    pub score: u32,
    /// The share of the rules that could be assessed, from 0 to 1.
    pub assessed: f64,
    /// The checks and their points.
    pub checks: Vec<CheckScore>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The rules that were assessed and found nothing.
    pub passed: Vec<Text>,
    /// The rules that could not be assessed, and the calls whose answers are missing.
    pub not_assessed: Vec<(Text, Vec<Text>)>,
    /// How long its log group keeps its logs, where known.
    pub log_retention: Option<Retention>,
    /// What each framework's requirements came to; shared by functions on which it is the same.
    pub compliance: Vec<Arc<FrameworkOutcome>>,
    /// The classic documents, when they were read from a file; those of a judged function are made when asked for.
    pub classic: Option<Box<serde_json::value::RawValue>>,
}

/// What a framework's requirements came to on one function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameworkOutcome {
    /// The framework's id.
    pub framework: Text,
    /// Edition 2025-09 only: the original's percentage.
    pub percentage: Option<f64>,
    /// Edition 2025-09 only: whether the original calls the function compliant.
    pub compliant: Option<bool>,
    /// The requirements.
    pub requirements: Vec<RequirementOutcome>,
}

/// What a requirement came to on one function.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementOutcome {
    /// The requirement's id.
    pub id: Text,
    /// What it came to.
    pub state: State,
    /// The sentence; empty where there is none.
    pub message: Text,
}

/// The points of a check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckScore {
    /// Its name.
    pub name: Text,
    /// Points kept.
    pub score: u32,
    /// Points possible.
    pub max: u32,
}

/// One problem on one function.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its id, when it was read from a file; [`fingerprint`] makes the others'.
    pub id: Option<Box<str>>,
    /// The rule that found it; empty where a classic document doesn't tell.
    pub rule: Text,
    /// How bad.
    pub severity: Severity,
    /// Fails, or a person must look.
    pub status: Status,
    /// The original's word for its kind.
    pub category: Text,
    /// What it is about, such as a variable's name.
    pub subject: Option<Box<str>>,
    /// The sentence.
    pub message: Text,
    /// Further words of it, each a line.
    pub details: Vec<Text>,
    /// The points it costs.
    pub points: u32,
    /// The deciding bytes.
    pub evidence: Vec<Place>,
    /// Its fix, when it was read from a file; that of the others stands in the catalogue.
    pub remediation: Option<Box<Remediation>>,
    /// Calls whose answers were missing beside it.
    pub missing: Vec<Text>,
    /// Set where a person set it aside. It stays a finding, and costs what it costs.
    pub muted: Option<Box<Muted>>,
}

/// A person's decision that a finding is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Muted {
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// The day, `2026-11-27`.
    pub when: String,
}

/// A fix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remediation {
    /// In words.
    pub text: Text,
    /// The command, with real names, safe to paste into bash.
    pub command: Option<String>,
}

/// A place in the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The index of the file in [`Report::evidence`].
    pub file: u32,
    /// The call.
    pub stem: Stem,
    /// The rest of the JSON pointer, within the call's answer or error.
    pub tail: Text,
}

/// The front part of a JSON pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stem {
    /// Nothing: the tail is all.
    None,
    /// `/calls/N/response` or `/calls/N/error`.
    Call(u32, &'static str),
    /// `/N/response` or `/N/error`.
    Line(u32, &'static str),
}

impl Place {
    /// The JSON pointer.
    pub fn pointer(&self) -> String {
        match self.stem {
            Stem::None => self.tail.clone().into_owned(),
            Stem::Call(n, part) => format!("/calls/{n}/{part}{}", self.tail),
            Stem::Line(n, part) => format!("/{n}/{part}{}", self.tail),
        }
    }
}

impl Report {
    /// How many findings a person set aside.
    pub fn set_aside(&self) -> usize {
        let findings = self.functions.iter().flat_map(|function| &function.findings);
        findings.filter(|finding| finding.muted.is_some()).count()
    }

    /// The mean of the functions' scores, rounded down; none without functions. A function of which no check could be scored,
    /// such as one that is gone, has no say in it.
    pub fn mean_score(&self) -> Option<u32> {
        let scored = || self.functions.iter().filter(|function| function.is_scored());
        let sum: u64 = scored().map(|function| u64::from(function.score)).sum();
        (sum.checked_div(scored().count() as u64)).map(|mean| mean as u32)
    }
}

impl FunctionReport {
    /// What makes two reports speak of the same function: the ARN, else the name.
    pub fn identity(&self) -> &str {
        self.arn.as_deref().unwrap_or(&self.name)
    }

    /// Whether anything of it could be scored. The published original scores what it could not audit with 0, and says so.
    pub fn has_score(&self) -> bool {
        self.is_scored() || self.broke_off()
    }

    /// Whether a check of it was scored: only then it has a say in means.
    pub fn is_scored(&self) -> bool {
        !self.checks.is_empty()
    }

    /// Whether the original broke off while it audited it.
    pub fn broke_off(&self) -> bool {
        self.findings.iter().any(|finding| finding.category == "AUDIT_ERROR")
    }

    /// Whether no rule concerns it, as with a function that does not exist any more.
    pub fn is_gone(&self) -> bool {
        let dull = |finding: &Finding| finding.status == Status::NotApplicable;
        let silent = self.passed.is_empty() && self.not_assessed.is_empty();
        silent && !self.findings.is_empty() && self.findings.iter().all(dull)
    }

    /// The ids of its findings, in their order.
    pub fn ids(&self) -> Vec<String> {
        let mut times = std::collections::HashMap::new();
        let mut ids = Vec::with_capacity(self.findings.len());
        for finding in &self.findings {
            let id =
                finding.id.as_deref().map_or_else(|| fingerprint(self.identity(), finding, 0), str::to_owned);
            // Two findings that can't be told apart get their number in, so that every id names one.
            let again: &mut u32 = times.entry(id.clone()).or_insert(0);
            ids.push(if *again == 0 { id } else { fingerprint(self.identity(), finding, *again) });
            *again += 1;
        }
        ids
    }

    /// How many findings there are of each severity, the worst first. Only failures count as findings of a severity.
    pub fn severities(&self) -> [u32; 5] {
        let mut counts = [0; 5];
        for finding in &self.findings {
            if finding.status != Status::NotApplicable {
                counts[finding.severity as usize] += 1;
            }
        }
        counts
    }
}

/// The stable id of a finding: 24 hexadecimal digits of a SHA-256 over what makes it the same problem on the same function.
/// The message stays out, since a number in it may change while the problem stays.
pub fn fingerprint(function: &str, finding: &Finding, again: u32) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    part(function);
    part(&finding.rule);
    if finding.rule.is_empty() {
        part(&finding.category);
        part(&finding.message);
    }
    part(finding.subject.as_deref().unwrap_or_default());
    finding.details.iter().for_each(|detail| part(detail));
    if again > 0 {
        part(&again.to_string());
    }
    let digest = hash.finalize();
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
