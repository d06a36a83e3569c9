//! Reading a `lambdascope-report`: a newer version is refused with both numbers, an older one is upgraded step by step.

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::{Severity, Status};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::{
    Catalogue, CheckScore, DatedTable, EvidenceFile, Finding, FrameworkEntry, FrameworkOutcome,
    FunctionReport, Muted, Place, Problem, Remediation, Report, RequirementEntry, RequirementOutcome,
    Retention, RuleEntry, State, Stem, Text,
};
use crate::write::VERSION;

/// Why a report could not be read, in two sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What happened.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// Line and column, from 1, where they are known.
    pub place: Option<(u32, u32)>,
}

#[derive(Deserialize)]
struct Envelope {
    version: serde_json::Number,
}

#[derive(Deserialize)]
#[serde(default)]
struct Document {
    generator: Generator,
    rules: String,
    as_of: String,
    as_of_source: String,
    evidence: Vec<File>,
    tables: Vec<Table>,
    problems: Vec<ProblemIn>,
    catalogue: CatalogueIn,
    account: Function,
    functions: Vec<Function>,
    /// Only what can't be counted again is read of it.
    summary: Option<Box<RawValue>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SummaryIn {
    score_without_set_aside: Option<u32>,
}

impl Default for Document {
    fn default() -> Self {
        Self {
            generator: Generator::default(),
            rules: String::new(),
            as_of: String::new(),
            as_of_source: "report".into(),
            evidence: Vec::new(),
            tables: Vec::new(),
            problems: Vec::new(),
            catalogue: CatalogueIn::default(),
            account: Function::default(),
            functions: Vec::new(),
            summary: None,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Generator {
    name: String,
    version: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    name: String,
    sha256: Option<String>,
    bytes: u64,
    exported_at: Option<String>,
    account: Option<String>,
    region: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Table {
    name: String,
    as_of: String,
    file: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ProblemIn {
    file: String,
    line: Option<u32>,
    column: Option<u32>,
    pointer: Option<String>,
    severity: String,
    what: String,
    remedy: String,
    message: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct CatalogueIn {
    rules: BTreeMap<String, Rule>,
    frameworks: BTreeMap<String, Framework>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Rule {
    title: String,
    check: String,
    why: String,
    fix: String,
    needs: Vec<String>,
    command: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Framework {
    title: String,
    requirements: Vec<Requirement>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Requirement {
    id: String,
    title: String,
    support: String,
    rules: Vec<String>,
    decides: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Function {
    name: String,
    arn: Option<String>,
    account: Option<String>,
    region: Option<String>,
    runtime: Option<String>,
    role: Option<String>,
    modified: Option<String>,
    score: Option<f64>,
    assessed: Option<f64>,
    checks: Vec<Check>,
    findings: Vec<FindingIn>,
    passed: Vec<String>,
    not_assessed: Vec<NotAssessed>,
    log_retention_days: serde_json::Value,
    compliance: BTreeMap<String, BTreeMap<String, String>>,
    compliance_percentages: BTreeMap<String, f64>,
    classic: Option<Box<RawValue>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Check {
    name: String,
    score: u32,
    max: u32,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct FindingIn {
    id: String,
    rule: String,
    severity: String,
    status: Option<String>,
    category: String,
    subject: Option<String>,
    message: String,
    details: Vec<String>,
    points: u32,
    evidence: Vec<PlaceIn>,
    remediation: RemediationIn,
    missing: Vec<String>,
    /// Whatever stands there: a strange decision must not hide the rest of a report.
    muted: Option<Box<RawValue>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MutedIn {
    by: String,
    why: String,
    when: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PlaceIn {
    file: u32,
    pointer: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RemediationIn {
    text: String,
    command: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NotAssessed {
    rule: String,
    missing: Vec<String>,
}

/// Reads a report. It is shown as it was written: nothing is judged again, and what is not understood is left out.
///
/// # Errors
/// It is no report, or one of a newer version.
pub fn read(text: &str) -> Result<Report, ReadError> {
    let envelope: Envelope = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    let version = envelope.version.as_u64().filter(|version| *version >= 1);
    match version {
        Some(version) if version <= u64::from(VERSION) => {}
        Some(version) => {
            return Err(ReadError {
                what: format!(
                    "This report has version {version}, and this program reads up to version {VERSION}."
                ),
                remedy: "Open it with the newer program that wrote it.".into(),
                place: None,
            });
        }
        None => {
            return Err(ReadError {
                what: format!("The version of this report is {}, which is no version.", envelope.version),
                remedy: "Ask for the file again where it came from.".into(),
                place: None,
            });
        }
    }
    // Version 1 is the first: older ones will be upgraded here, one step each.
    let document: Document = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    Ok(document.into_report())
}

fn unreadable(error: &serde_json::Error) -> ReadError {
    let to_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    // serde_json ends its messages with the place, which is said apart.
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    ReadError {
        what: format!(
            "This says that it is a Lambdascope report, but it doesn't have the shape of one: {reason}."
        ),
        remedy: "Ask for the file again where it came from.".into(),
        place: (error.line() > 0).then(|| (to_u32(error.line()), to_u32(error.column()))),
    }
}

impl Document {
    fn into_report(self) -> Report {
        let summary: SummaryIn =
            self.summary.and_then(|summary| serde_json::from_str(summary.get()).ok()).unwrap_or_default();
        Report {
            score_without: summary.score_without_set_aside,
            generator: (self.generator.name, self.generator.version),
            rules: self.rules,
            as_of: self.as_of,
            as_of_source: self.as_of_source,
            evidence: self.evidence.into_iter().map(File::into_file).collect(),
            tables: self
                .tables
                .into_iter()
                .map(|table| DatedTable { name: table.name, as_of: table.as_of, file: table.file })
                .collect(),
            problems: self.problems.into_iter().map(ProblemIn::into_problem).collect(),
            catalogue: self.catalogue.into_catalogue(),
            account: self.account.into_function(),
            functions: self.functions.into_iter().map(Function::into_function).collect(),
        }
    }
}

impl File {
    fn into_file(self) -> EvidenceFile {
        EvidenceFile {
            name: self.name,
            sha256: self.sha256,
            bytes: self.bytes,
            exported_at: self.exported_at,
            account: self.account,
            region: self.region,
        }
    }
}

impl ProblemIn {
    fn into_problem(self) -> Problem {
        let (what, remedy) =
            if self.what.is_empty() { (self.message, String::new()) } else { (self.what, self.remedy) };
        Problem {
            file: self.file,
            line: self.line,
            column: self.column,
            pointer: self.pointer,
            severity: if self.severity.is_empty() { "skipped".into() } else { self.severity.into() },
            what,
            remedy,
        }
    }
}

fn texts(strings: Vec<String>) -> Vec<Text> {
    strings.into_iter().map(Text::from).collect()
}

impl CatalogueIn {
    fn into_catalogue(self) -> Catalogue {
        let rules = self.rules.into_iter().map(|(id, rule)| RuleEntry {
            id: id.into(),
            title: rule.title.into(),
            check: rule.check.into(),
            why: rule.why.into(),
            fix: rule.fix.into(),
            needs: texts(rule.needs),
            command: rule.command.map(Text::from),
        });
        let frameworks = self.frameworks.into_iter().map(|(id, framework)| {
            let requirements = framework.requirements.into_iter().map(|requirement| RequirementEntry {
                id: requirement.id.into(),
                title: requirement.title.into(),
                support: requirement.support.into(),
                rules: texts(requirement.rules),
                decides: requirement.decides.into(),
            });
            FrameworkEntry {
                id: id.into(),
                title: framework.title.into(),
                requirements: requirements.collect(),
            }
        });
        Catalogue { rules: rules.collect(), frameworks: frameworks.collect() }
    }
}

impl Function {
    fn into_function(self) -> FunctionReport {
        let percentages = self.compliance_percentages;
        let compliance = self.compliance.into_iter().map(|(framework, states)| {
            let percentage = percentages.get(&framework).copied();
            let requirements = states.into_iter().map(|(id, state)| RequirementOutcome {
                id: id.into(),
                state: parse_state(&state),
                message: Text::default(),
            });
            Arc::new(FrameworkOutcome {
                percentage,
                // The original's line stands at 80 %.
                compliant: percentage.map(|percentage| percentage >= 80.0),
                requirements: requirements.collect(),
                framework: framework.into(),
            })
        });
        FunctionReport {
            name: self.name,
            arn: self.arn,
            account: self.account,
            region: self.region,
            runtime: self.runtime,
            role: self.role,
            modified: self.modified,
            // A score beyond its range comes from elsewhere; it is shown at the end that it passed.
            score: self.score.unwrap_or(0.0).clamp(0.0, 100.0) as u32,
            assessed: self.assessed.unwrap_or(0.0).clamp(0.0, 1.0),
            checks: self
                .checks
                .into_iter()
                .map(|check| CheckScore { name: check.name.into(), score: check.score, max: check.max })
                .collect(),
            findings: self.findings.into_iter().map(FindingIn::into_finding).collect(),
            passed: texts(self.passed),
            not_assessed: self
                .not_assessed
                .into_iter()
                .map(|entry| (Text::from(entry.rule), texts(entry.missing)))
                .collect(),
            log_retention: retention(&self.log_retention_days),
            compliance: compliance.collect(),
            classic: self.classic.filter(|classic| classic.get() != "null"),
        }
    }
}

/// A state from a file; an unknown word is not assessed, never a pass.
pub(crate) fn parse_state(word: &str) -> State {
    match word {
        "UNKNOWN" => State::Manual,
        word => State::parse(word).unwrap_or(State::NotAssessed),
    }
}

/// A number of days, or `"never"`.
fn retention(value: &serde_json::Value) -> Option<Retention> {
    match value {
        serde_json::Value::String(word) if word == "never" => Some(Retention::Never),
        value => value.as_u64().and_then(|days| u32::try_from(days).ok()).map(Retention::Days),
    }
}

impl FindingIn {
    fn into_finding(self) -> Finding {
        let remediation =
            Remediation { text: self.remediation.text.into(), command: self.remediation.command };
        Finding {
            id: (!self.id.is_empty()).then(|| self.id.into_boxed_str()),
            rule: self.rule.into(),
            // An unknown word must not hide a finding: it is shown as one that a person looks at.
            severity: Severity::parse(&self.severity).unwrap_or(Severity::Info),
            status: match &self.status {
                None => Status::Fail,
                Some(word) => Status::parse(word).unwrap_or(Status::Manual),
            },
            category: self.category.into(),
            subject: self.subject.map(String::into_boxed_str),
            message: self.message.into(),
            details: texts(self.details),
            points: self.points,
            evidence: self
                .evidence
                .into_iter()
                .map(|place| Place { file: place.file, stem: Stem::None, tail: place.pointer.into() })
                .collect(),
            remediation: (remediation != Remediation::default()).then(|| Box::new(remediation)),
            missing: texts(self.missing),
            muted: self.muted.and_then(|muted| {
                let MutedIn { by, why, when } = serde_json::from_str(muted.get()).ok()?;
                Some(Box::new(Muted { by, why, when }))
            }),
        }
    }
}
