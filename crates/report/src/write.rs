//! Writing a report as `lambdascope-report`, version 1. Same report, same bytes.

use std::io::{self, Write};

use checks::Status;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::command;
use crate::model::{Catalogue, Finding, FunctionReport, Report, Retention, Text};

/// The version that is written.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Head<'a> {
    generator: Generator<'a>,
    rules: &'a str,
    as_of: &'a str,
    as_of_source: &'a str,
    evidence: Vec<File<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tables: Vec<Table<'a>>,
    problems: Vec<Problem<'a>>,
    summary: Summary,
    catalogue: CatalogueOut<'a>,
}

#[derive(Serialize)]
struct Generator<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    sha256: Option<&'a str>,
    bytes: u64,
    exported_at: Option<&'a str>,
    account: Option<&'a str>,
    region: Option<&'a str>,
}

#[derive(Serialize)]
struct Table<'a> {
    name: &'a str,
    as_of: &'a str,
    file: Option<&'a str>,
}

#[derive(Serialize)]
struct Problem<'a> {
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    pointer: Option<&'a str>,
    severity: &'a str,
    what: &'a str,
    remedy: &'a str,
    message: String,
}

#[derive(Serialize)]
struct Summary {
    functions: usize,
    findings: usize,
    /// The mean of the functions' scores, rounded down.
    score: Option<u32>,
    assessed: Option<f64>,
    severities: Map<&'static str, u32>,
    /// How many findings a person set aside: they count in everything above.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_aside: Option<usize>,
    /// What the score would be without those.
    #[serde(skip_serializing_if = "Option::is_none")]
    score_without_set_aside: Option<u32>,
}

/// Pairs that are written as an object, in their order.
struct Map<K, V>(Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[derive(Serialize)]
struct CatalogueOut<'a> {
    rules: Map<&'a str, Rule<'a>>,
    frameworks: Map<&'a str, Framework<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    title: &'a str,
    check: &'a str,
    why: &'a str,
    fix: &'a str,
    needs: &'a [Text],
    command: Option<&'a str>,
}

#[derive(Serialize)]
struct Framework<'a> {
    title: &'a str,
    requirements: Vec<Requirement<'a>>,
}

#[derive(Serialize)]
struct Requirement<'a> {
    id: &'a str,
    title: &'a str,
    support: &'a str,
    rules: &'a [Text],
    decides: &'a str,
}

#[derive(Serialize)]
struct Function<'a> {
    name: &'a str,
    arn: Option<&'a str>,
    account: Option<&'a str>,
    region: Option<&'a str>,
    runtime: Option<&'a str>,
    role: Option<&'a str>,
    modified: Option<&'a str>,
    /// None where nothing of it could be scored.
    score: Option<u32>,
    assessed: f64,
    checks: Vec<Check<'a>>,
    findings: Vec<FindingOut<'a>>,
    passed: &'a [Text],
    not_assessed: Vec<NotAssessed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_retention_days: Option<Days>,
    compliance: Map<&'a str, Map<&'a str, &'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compliance_percentages: Option<Map<&'a str, f64>>,
    classic: Option<&'a RawValue>,
}

/// A number of days, or `"never"`.
#[derive(Serialize)]
#[serde(untagged)]
enum Days {
    Never(&'static str),
    Days(u32),
}

#[derive(Serialize)]
struct Account<'a> {
    findings: Vec<FindingOut<'a>>,
    passed: &'a [Text],
    not_assessed: Vec<NotAssessed<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    name: &'a str,
    score: u32,
    max: u32,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    id: &'a str,
    rule: &'a str,
    severity: &'static str,
    status: &'static str,
    category: &'a str,
    subject: Option<&'a str>,
    message: &'a str,
    details: &'a [Text],
    points: u32,
    evidence: Vec<PlaceOut>,
    remediation: Remediation<'a>,
    missing: &'a [Text],
    muted: Option<MutedOut<'a>>,
}

#[derive(Serialize)]
struct MutedOut<'a> {
    by: &'a str,
    why: &'a str,
    when: &'a str,
}

#[derive(Serialize)]
struct PlaceOut {
    file: u32,
    pointer: String,
}

#[derive(Serialize)]
struct Remediation<'a> {
    text: &'a str,
    command: Option<String>,
}

#[derive(Serialize)]
struct NotAssessed<'a> {
    rule: &'a str,
    missing: &'a [Text],
}

/// Writes a report. `classic` gives the classic documents of the function with that index, as JSON text, where the edition
/// has them and the report doesn't hold them itself.
///
/// # Errors
/// What writing to `out` gives.
pub fn write(
    report: &Report,
    classic: &mut dyn FnMut(usize) -> Option<Box<RawValue>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = serde_json::to_string(&head(report))?;
    // The head is an object: its members go on after `format` and `version`.
    let members = head.get(1..head.len() - 1).unwrap_or_default();
    write!(out, "{{\"format\":\"lambdascope-report\",\"version\":{VERSION},{members},\n\"account\":")?;
    let ids = report.account.ids();
    let account = Account {
        findings: findings(&report.account, &report.catalogue, &ids),
        passed: &report.account.passed,
        not_assessed: not_assessed(&report.account),
    };
    serde_json::to_writer(&mut *out, &account)?;
    out.write_all(b",\n\"functions\":[")?;
    for (at, of) in report.functions.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let made = if of.classic.is_none() { classic(at) } else { None };
        let ids = of.ids();
        let classic = made.as_deref().or(of.classic.as_deref());
        serde_json::to_writer(&mut *out, &function(of, &report.catalogue, &ids, classic))?;
    }
    out.write_all(b"\n]}\n")
}

fn head(report: &Report) -> Head<'_> {
    // That a rule doesn't apply is no finding.
    let mut counts = report.account.severities();
    for function in &report.functions {
        for (sum, count) in counts.iter_mut().zip(function.severities()) {
            *sum += count;
        }
    }
    let findings = counts.iter().sum::<u32>() as usize;
    let names = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"];
    let functions = report.functions.len();
    // A function that has no score has no say in either mean.
    let scored = report.functions.iter().filter(|function| function.is_scored());
    let (sum, scored) = scored.fold((0.0, 0_u32), |(sum, count), one| (sum + one.assessed, count + 1));
    let assessed = match scored {
        0 => (functions > 0).then_some(0.0),
        count => Some(sum / f64::from(count)),
    };
    Head {
        generator: Generator { name: &report.generator.0, version: &report.generator.1 },
        rules: &report.rules,
        as_of: &report.as_of,
        as_of_source: &report.as_of_source,
        evidence: report.evidence.iter().map(file).collect(),
        tables: report
            .tables
            .iter()
            .map(|table| Table { name: &table.name, as_of: &table.as_of, file: table.file.as_deref() })
            .collect(),
        problems: report.problems.iter().map(problem).collect(),
        summary: Summary {
            functions,
            findings,
            score: report.mean_score(),
            assessed,
            severities: Map(names.into_iter().zip(counts).collect()),
            set_aside: Some(report.set_aside()).filter(|count| *count > 0),
            score_without_set_aside: report.score_without,
        },
        catalogue: catalogue(&report.catalogue),
    }
}

fn file(file: &crate::model::EvidenceFile) -> File<'_> {
    File {
        name: &file.name,
        sha256: file.sha256.as_deref(),
        bytes: file.bytes,
        exported_at: file.exported_at.as_deref(),
        account: file.account.as_deref(),
        region: file.region.as_deref(),
    }
}

fn problem(problem: &crate::model::Problem) -> Problem<'_> {
    Problem {
        file: &problem.file,
        line: problem.line,
        column: problem.column,
        pointer: problem.pointer.as_deref(),
        severity: &problem.severity,
        what: &problem.what,
        remedy: &problem.remedy,
        message: format!("{} {}", problem.what, problem.remedy),
    }
}

fn catalogue(catalogue: &Catalogue) -> CatalogueOut<'_> {
    let rules = catalogue.rules.iter().map(|rule| {
        let out = Rule {
            title: &rule.title,
            check: &rule.check,
            why: &rule.why,
            fix: &rule.fix,
            needs: &rule.needs,
            command: rule.command.as_deref(),
        };
        (rule.id.as_ref(), out)
    });
    let frameworks = catalogue.frameworks.iter().map(|framework| {
        let requirements = framework.requirements.iter().map(|requirement| Requirement {
            id: &requirement.id,
            title: &requirement.title,
            support: &requirement.support,
            rules: &requirement.rules,
            decides: &requirement.decides,
        });
        (framework.id.as_ref(), Framework { title: &framework.title, requirements: requirements.collect() })
    });
    CatalogueOut { rules: Map(rules.collect()), frameworks: Map(frameworks.collect()) }
}

fn function<'a>(
    function: &'a FunctionReport,
    catalogue: &'a Catalogue,
    ids: &'a [String],
    classic: Option<&'a RawValue>,
) -> Function<'a> {
    let compliance = function.compliance.iter().map(|outcome| {
        let states = outcome
            .requirements
            .iter()
            .map(|requirement| (requirement.id.as_ref(), requirement.state.as_str()));
        (outcome.framework.as_ref(), Map(states.collect()))
    });
    let percentages = function
        .compliance
        .iter()
        .filter_map(|outcome| outcome.percentage.map(|percentage| (outcome.framework.as_ref(), percentage)));
    Function {
        name: &function.name,
        arn: function.arn.as_deref(),
        account: function.account.as_deref(),
        region: function.region.as_deref(),
        runtime: function.runtime.as_deref(),
        role: function.role.as_deref(),
        modified: function.modified.as_deref(),
        score: function.has_score().then_some(function.score),
        assessed: function.assessed,
        checks: function.checks.iter().map(|c| Check { name: &c.name, score: c.score, max: c.max }).collect(),
        findings: findings(function, catalogue, ids),
        passed: &function.passed,
        not_assessed: not_assessed(function),
        log_retention_days: function.log_retention.map(|kept| match kept {
            Retention::Never => Days::Never("never"),
            Retention::Days(days) => Days::Days(days),
        }),
        compliance: Map(compliance.collect()),
        compliance_percentages: Some(Map(percentages.collect())).filter(|map| !map.0.is_empty()),
        classic,
    }
}

fn not_assessed(function: &FunctionReport) -> Vec<NotAssessed<'_>> {
    function.not_assessed.iter().map(|(rule, missing)| NotAssessed { rule, missing }).collect()
}

fn findings<'a>(
    function: &'a FunctionReport,
    catalogue: &'a Catalogue,
    ids: &'a [String],
) -> Vec<FindingOut<'a>> {
    function
        .findings
        .iter()
        .zip(ids)
        .map(|(finding, id)| finding_out(finding, function, catalogue, id))
        .collect()
}

fn finding_out<'a>(
    finding: &'a Finding,
    function: &'a FunctionReport,
    catalogue: &'a Catalogue,
    id: &'a str,
) -> FindingOut<'a> {
    let rule = catalogue.rule(&finding.rule);
    let remediation = match &finding.remediation {
        Some(written) => Remediation { text: &written.text, command: written.command.clone() },
        // There is nothing to mend.
        None if finding.status == Status::NotApplicable => Remediation { text: "", command: None },
        None => Remediation {
            text: rule.map_or("", |rule| rule.fix.as_ref()),
            command: rule.and_then(|rule| command::fix(rule, function, finding.subject.as_deref())),
        },
    };
    FindingOut {
        id,
        rule: &finding.rule,
        severity: finding.severity.as_str(),
        status: finding.status.as_str(),
        category: &finding.category,
        subject: finding.subject.as_deref(),
        message: &finding.message,
        details: &finding.details,
        points: finding.points,
        evidence: finding
            .evidence
            .iter()
            .map(|place| PlaceOut { file: place.file, pointer: place.pointer() })
            .collect(),
        remediation,
        missing: &finding.missing,
        muted: finding.muted.as_deref().map(|muted| MutedOut {
            by: &muted.by,
            why: &muted.why,
            when: &muted.when,
        }),
    }
}
