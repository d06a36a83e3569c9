//! Reading the classic documents: `{name}_security_audit.json`, `{name}_compliance_report.json`, and the file that holds both
//! for many functions. They are shown as they were written.

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::edition_2025_09::RULES;
use checks::{Edition, Severity, Status};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::{CheckScore, Finding, FrameworkOutcome, FunctionReport, Report, RequirementOutcome, Text};
use crate::read::{ReadError, parse_state};

/// Which classic document a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassicKind {
    /// `{name}_security_audit.json`
    SecurityAudit,
    /// `{name}_compliance_report.json`
    ComplianceReport,
    /// `{"NAME": {"security_audit": {...}, "compliance_report": {...}, ...}, ...}`
    Both,
}

/// A classic file.
#[derive(Clone, Copy, Debug)]
pub struct ClassicFile<'a> {
    /// Its name, for messages.
    pub name: &'a str,
    /// What it is.
    pub kind: ClassicKind,
    /// Its text.
    pub text: &'a str,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SecurityAudit {
    function_name: String,
    audit_timestamp: String,
    security_score: f64,
    findings: Vec<FindingIn>,
    checks_performed: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct FindingIn {
    severity: String,
    category: String,
    message: String,
    details: serde_json::Value,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ComplianceReport {
    function_name: String,
    check_timestamp: String,
    compliance_status: BTreeMap<String, Framework>,
    error: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Framework {
    compliance_percentage: Option<f64>,
    status: Option<String>,
    findings: Vec<BTreeMap<String, serde_json::Value>>,
}

/// The classic documents of one function, as they are kept in a report.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ClassicDocuments {
    /// `{name}_security_audit.json`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_audit: Option<Box<RawValue>>,
    /// `{name}_compliance_report.json`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compliance_report: Option<Box<RawValue>>,
}

impl ClassicDocuments {
    /// The documents that a function's report keeps.
    pub fn split(kept: &RawValue) -> Option<Self> {
        serde_json::from_str(kept.get()).ok()
    }
}

/// Joins classic files into one report; each file that can't be read is given back with the reason.
pub fn read_classic(files: &[ClassicFile<'_>]) -> (Report, Vec<(String, ReadError)>) {
    let mut functions: BTreeMap<String, ClassicDocuments> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        match documents(file) {
            Ok(found) => {
                for (name, documents) in found {
                    if !functions.contains_key(&name) {
                        order.push(name.clone());
                    }
                    let known = functions.entry(name).or_default();
                    known.security_audit = known.security_audit.take().or(documents.security_audit);
                    known.compliance_report = known.compliance_report.take().or(documents.compliance_report);
                }
            }
            Err(error) => errors.push((file.name.to_owned(), error)),
        }
    }
    let mut report = Report {
        generator: ("the published original".into(), String::new()),
        rules: Edition::E2025_09.as_str().into(),
        as_of_source: "report".into(),
        ..Report::default()
    };
    for name in order {
        let Some(documents) = functions.remove(&name) else { continue };
        match function(name.clone(), documents, &mut report.as_of) {
            Ok(function) => report.functions.push(function),
            Err(error) => errors.push((name, error)),
        }
    }
    (report, errors)
}

fn documents(file: &ClassicFile<'_>) -> Result<Vec<(String, ClassicDocuments)>, ReadError> {
    let raw = || serde_json::from_str::<Box<RawValue>>(file.text).map_err(|error| unreadable(&error));
    match file.kind {
        ClassicKind::SecurityAudit => {
            let audit: SecurityAudit = serde_json::from_str(file.text).map_err(|error| unreadable(&error))?;
            Ok(vec![(
                audit.function_name,
                ClassicDocuments { security_audit: Some(raw()?), compliance_report: None },
            )])
        }
        ClassicKind::ComplianceReport => {
            let report: ComplianceReport =
                serde_json::from_str(file.text).map_err(|error| unreadable(&error))?;
            Ok(vec![(
                report.function_name,
                ClassicDocuments { security_audit: None, compliance_report: Some(raw()?) },
            )])
        }
        ClassicKind::Both => {
            let both: BTreeMap<String, ClassicDocuments> =
                serde_json::from_str(file.text).map_err(|error| unreadable(&error))?;
            Ok(both.into_iter().collect())
        }
    }
}

fn unreadable(error: &serde_json::Error) -> ReadError {
    let to_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    ReadError {
        what: format!(
            "This looks like an audit of the published original, but it doesn't have its shape: {reason}."
        ),
        remedy: "Ask for the file again where it came from.".into(),
        place: (error.line() > 0).then(|| (to_u32(error.line()), to_u32(error.column()))),
    }
}

fn function(
    name: String,
    documents: ClassicDocuments,
    as_of: &mut String,
) -> Result<FunctionReport, ReadError> {
    let mut function = FunctionReport { name, assessed: 1.0, ..FunctionReport::default() };
    if let Some(raw) = &documents.security_audit {
        let audit: SecurityAudit = serde_json::from_str(raw.get()).map_err(|error| unreadable(&error))?;
        function.score = audit.security_score.clamp(0.0, 100.0) as u32;
        date(&audit.audit_timestamp, as_of);
        function.findings = audit.findings.into_iter().map(FindingIn::into_finding).collect();
        // The documents name the checks but not their points; a check without points explains none.
        function.checks = audit
            .checks_performed
            .into_iter()
            .map(|name| CheckScore { name: name.into(), score: 0, max: 0 })
            .collect();
    }
    if let Some(raw) = &documents.compliance_report {
        let report: ComplianceReport = serde_json::from_str(raw.get()).map_err(|error| unreadable(&error))?;
        date(&report.check_timestamp, as_of);
        if report.error.is_none() {
            function.compliance = report
                .compliance_status
                .into_iter()
                .map(|(framework, status)| {
                    let requirements = status.findings.iter().map(|finding| criterion(finding, &framework));
                    Arc::new(FrameworkOutcome {
                        percentage: status.compliance_percentage,
                        compliant: status.status.as_deref().map(|word| word == "COMPLIANT"),
                        requirements: requirements.collect(),
                        framework: framework.clone().into(),
                    })
                })
                .collect();
        }
    }
    let both = serde_json::value::to_raw_value(&documents).map_err(|error| unreadable(&error))?;
    function.classic = Some(both);
    Ok(function)
}

fn date(stamp: &str, as_of: &mut String) {
    if let Some(day) = stamp.get(..10)
        && day > as_of.as_str()
    {
        *as_of = day.to_owned();
    }
}

/// The requirement that a criterion's entry speaks of, and what it says.
fn criterion(finding: &BTreeMap<String, serde_json::Value>, framework: &str) -> RequirementOutcome {
    let word = |key: &str| finding.get(key).and_then(serde_json::Value::as_str);
    let check = word("check").unwrap_or_default();
    let criterion =
        ["criterion", "article", "safeguard", "requirement", "control"].into_iter().find_map(word);
    let is = |requirement: &&compliance::edition_2025_09::Requirement| {
        requirement.check == check && Some(requirement.group) == criterion
    };
    let known = compliance::edition_2025_09::framework(framework)
        .and_then(|known| known.requirements.iter().find(is));
    let id = match (known, criterion) {
        (Some(requirement), _) => Text::from(requirement.id),
        (None, Some(criterion)) => Text::from(format!("{criterion}: {check}")),
        (None, None) => Text::from(check.to_owned()),
    };
    RequirementOutcome {
        id,
        state: parse_state(word("status").unwrap_or_default()),
        message: Text::from(word("message").unwrap_or_default().to_owned()),
    }
}

impl FindingIn {
    fn into_finding(self) -> Finding {
        let rule = rule_of(&self.category, &self.message);
        let status =
            RULES.iter().find(|known| Some(known.id) == rule).map_or(Status::Fail, |rule| rule.status);
        let details = match &self.details {
            serde_json::Value::Array(items) => items.iter().map(detail_text).collect(),
            serde_json::Value::Object(members) => {
                // The original's order, however the members were kept: ids of findings rest on it.
                let mut members: Vec<(&String, &serde_json::Value)> = members.iter().collect();
                order::by_key(&mut members, |(name, _)| (*name != "variable", *name != "pattern", *name));
                let line = |(name, value)| Text::from(format!("{name}: {}", detail_text(value)));
                members.into_iter().map(line).collect()
            }
            serde_json::Value::Null => Vec::new(),
            other => vec![detail_text(other)],
        };
        Finding {
            id: None,
            rule: rule.map_or(Text::from(""), Text::from),
            severity: Severity::parse(&self.severity).unwrap_or(Severity::Info),
            status,
            subject: detail(&self.details, "variable").map(Into::into),
            category: self.category.into(),
            message: self.message.into(),
            details,
            points: 0,
            evidence: Vec::new(),
            remediation: None,
            missing: Vec::new(),
            muted: None,
        }
    }
}

fn detail<'a>(details: &'a serde_json::Value, key: &str) -> Option<&'a str> {
    details.get(key).and_then(serde_json::Value::as_str)
}

fn detail_text(value: &serde_json::Value) -> Text {
    value.as_str().map_or_else(|| Text::from(value.to_string()), |text| Text::from(text.to_owned()))
}

/// How the messages of the original's findings begin, and the rules that write them.
const MESSAGES: &[(&str, &str, &str)] = &[
    ("IAM_PERMISSIONS", "Function has overprivileged permissions", "C25-IAM-1"),
    ("IAM_PERMISSIONS", "Function uses wildcard permissions", "C25-IAM-2"),
    ("IAM_PERMISSIONS", "Function role uses inline policies", "C25-IAM-3"),
    ("IAM_CHECK_ERROR", "", "C25-IAM-4"),
    ("ENVIRONMENT_VARIABLES", "", "C25-ENV-1"),
    ("ENCRYPTION", "Environment variables are not encrypted", "C25-ENV-2"),
    ("VPC_SECURITY", "", "C25-VPC-1"),
    ("VPC_AVAILABILITY", "", "C25-VPC-2"),
    ("VPC_CONFIGURATION", "", "C25-VPC-3"),
    ("ENCRYPTION", "Function code not encrypted", "C25-ENC-1"),
    ("ENCRYPTION", "Environment variables not encrypted", "C25-ENC-2"),
    ("RUNTIME_SECURITY", "", "C25-CFG-1"),
    ("FUNCTION_CONFIG", "Function timeout is very high", "C25-CFG-2"),
    ("FUNCTION_CONFIG", "Function does not have reserved concurrency", "C25-CFG-3"),
    ("CODE_SECURITY", "Function code package is large", "C25-CODE-1"),
    ("CODE_SECURITY", "Function uses many layers", "C25-CODE-2"),
    ("LOGGING", "Log group has no retention policy", "C25-LOG-1"),
    ("LOGGING", "Log retention period is very long", "C25-LOG-2"),
    ("LOGGING", "CloudWatch logs not encrypted", "C25-LOG-3"),
    ("LOGGING", "Could not verify log group", "C25-LOG-4"),
    ("NETWORK_SECURITY", "Function URL configured with no authentication", "C25-NET-1"),
    ("NETWORK_SECURITY", "Function URL allows all origins", "C25-NET-2"),
    ("NETWORK_CHECK_ERROR", "", "C25-NET-3"),
    ("AUDIT_ERROR", "", "C25-AUDIT-1"),
];

/// The rule of edition 2025-09 that wrote a finding; none where the document holds something else.
fn rule_of(category: &str, message: &str) -> Option<&'static str> {
    MESSAGES
        .iter()
        .find(|(known, start, _)| *known == category && message.starts_with(start))
        .map(|(_, _, rule)| *rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_edition_is_recognised_once() {
        let mut known: Vec<&str> = MESSAGES.iter().map(|(_, _, rule)| *rule).collect();
        let mut rules: Vec<&str> = checks::edition_2025_09::RULES.iter().map(|rule| rule.id).collect();
        known.sort_unstable();
        rules.sort_unstable();
        assert_eq!(known, rules);
    }

    #[test]
    fn every_criterion_of_the_edition_is_recognised() {
        for framework in compliance::edition_2025_09::FRAMEWORKS {
            for requirement in framework.requirements {
                for kind in ["criterion", "article", "safeguard", "requirement", "control"] {
                    let words = [(kind, requirement.group), ("check", requirement.check), ("status", "FAIL")];
                    let entry = words.into_iter().map(|(key, word)| (key.to_owned(), word.into())).collect();
                    let outcome = criterion(&entry, framework.id);
                    assert_eq!((outcome.id.as_ref(), outcome.state), (requirement.id, crate::State::Fail));
                }
            }
        }
    }

    #[test]
    fn classic_files_are_joined_by_function() {
        let audit = r#"{"function_name":"f","audit_timestamp":"2025-10-02T03:04:05.6","security_score":76,"findings":[
            {"severity":"HIGH","category":"ENVIRONMENT_VARIABLES","message":"m: A","details":{"variable":"A","pattern":"API key"}},
            {"severity":"LOW","category":"SOMETHING","message":"else"}],"recommendations":[],"checks_performed":["IAM Permissions Check"]}"#;
        let compliance = r#"{"function_name":"f","check_timestamp":"2025-10-02T03:04:06","frameworks_checked":["GDPR"],
            "compliance_status":{"GDPR":{"framework":"GDPR","compliance_percentage":50.0,"status":"NON_COMPLIANT","findings":[
            {"article":"Article 32","check":"Data Encryption","status":"PASS","message":"x"},
            {"article":"Article 30","check":"Records of Processing","status":"UNKNOWN","message":"y"}]}},
            "recommendations":[],"audit_trail":[]}"#;
        let file = |name, kind, text| ClassicFile { name, kind, text };
        let (report, errors) = read_classic(&[
            file("c.json", ClassicKind::ComplianceReport, compliance),
            file("a.json", ClassicKind::SecurityAudit, audit),
            file("b.json", ClassicKind::SecurityAudit, "{\"function_name\": 5}"),
        ]);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].0, "b.json");
        assert_eq!(report.as_of, "2025-10-02");
        let [function] = report.functions.as_slice() else { panic!("one function expected") };
        assert_eq!((function.name.as_str(), function.score), ("f", 76));
        let rules: Vec<&str> = function.findings.iter().map(|finding| finding.rule.as_ref()).collect();
        assert_eq!(rules, ["C25-ENV-1", ""]);
        assert_eq!(function.findings[0].subject.as_deref(), Some("A"));
        assert_eq!(function.findings[0].details, ["variable: A", "pattern: API key"]);
        let [gdpr] = function.compliance.as_slice() else { panic!("one framework expected") };
        assert_eq!((gdpr.percentage, gdpr.compliant), (Some(50.0), Some(false)));
        assert_eq!(gdpr.requirements[1].state, crate::State::Manual);
        let kept = ClassicDocuments::split(function.classic.as_deref().unwrap()).unwrap();
        assert!(
            crate::security_text(&kept.security_audit.unwrap()).unwrap().contains("Security Score: 76/100")
        );
    }
}
