//! The classic document and text of a security audit, as the original writes them.

use std::fmt::Write;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::SecurityAudit;
use crate::{Details, Finding, Recommendation, Severity};

/// How many recommendations the text shows.
const SHOWN: usize = 10;

impl SecurityAudit {
    /// The document `{name}_security_audit.json`, with the keys in the original's order.
    pub fn classic(&self) -> ClassicAudit<'_> {
        ClassicAudit(self)
    }

    /// The text report, in the published layout.
    pub fn text(&self) -> String {
        let mut out = format!(
            "\nAWS LAMBDA SECURITY AUDIT REPORT\n================================\n\nFunction: {}\nAudit Date: {}\n\
             Security Score: {}/100\n\n",
            self.function_name, self.audit_timestamp, self.security_score
        );
        self.write_findings(Severity::High, "🔴 HIGH", &mut out);
        self.write_findings(Severity::Medium, "🟡 MEDIUM", &mut out);
        let mut recommendations = self.recommendations().peekable();
        if recommendations.peek().is_some() {
            out.push_str("💡 RECOMMENDATIONS:\n");
            for recommendation in recommendations.take(SHOWN) {
                line(&mut out, &["  • ", recommendation.action, ": ", &recommendation.description]);
            }
            out.push('\n');
        }
        out.push_str("CHECKS PERFORMED:\n");
        for check in &self.checks {
            line(&mut out, &["  ✓ ", check.name]);
        }
        out
    }

    fn write_findings(&self, severity: Severity, heading: &str, out: &mut String) {
        let found = || self.findings.iter().filter(|finding| finding.rule.severity == severity);
        let count = found().count();
        if count == 0 {
            return;
        }
        // Writing to a text does not fail.
        let _ = writeln!(out, "{heading} SEVERITY ISSUES ({count}):");
        for finding in found() {
            line(out, &["  • ", finding.rule.category, ": ", &finding.message]);
        }
        out.push('\n');
    }
}

fn line(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
    out.push('\n');
}

/// A security audit as the original's document.
#[derive(Debug)]
pub struct ClassicAudit<'a>(&'a SecurityAudit);

impl Serialize for ClassicAudit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let audit = self.0;
        let findings: Vec<ClassicFinding<'_>> = audit.findings.iter().map(ClassicFinding).collect();
        let checks: Vec<&str> = audit.checks.iter().map(|check| check.name).collect();
        let mut out = serializer.serialize_struct("ClassicAudit", 6)?;
        out.serialize_field("function_name", &audit.function_name)?;
        out.serialize_field("audit_timestamp", &audit.audit_timestamp)?;
        out.serialize_field("security_score", &audit.security_score)?;
        out.serialize_field("findings", &findings)?;
        let recommendations: Vec<Recommendation> = audit.recommendations().collect();
        out.serialize_field("recommendations", &recommendations)?;
        out.serialize_field("checks_performed", &checks)?;
        out.end()
    }
}

impl SecurityAudit {
    /// What is recommended with the findings, in the original's order.
    fn recommendations(&self) -> impl Iterator<Item = Recommendation> + '_ {
        self.findings.iter().filter_map(|finding| match &finding.details {
            // The rule's own is none: each names its variable.
            Some(Details::Variable { variable, .. }) => Some(Recommendation {
                category: "SECRETS_MANAGEMENT",
                action: "USE_SECRETS_MANAGER",
                description: format!("Move {variable} to AWS Secrets Manager or Parameter Store").into(),
            }),
            _ => finding.rule.recommendation.clone(),
        })
    }
}

struct ClassicFinding<'a>(&'a Finding);

impl Serialize for ClassicFinding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finding = self.0;
        let mut out = serializer.serialize_struct("ClassicFinding", 4)?;
        out.serialize_field("severity", finding.rule.severity.as_str())?;
        out.serialize_field("category", finding.rule.category)?;
        out.serialize_field("message", &finding.message)?;
        if let Some(details) = &finding.details {
            out.serialize_field("details", details)?;
        }
        out.end()
    }
}

impl Serialize for Details {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::List(texts) => texts.serialize(serializer),
            Self::Variable { variable, pattern } => {
                let mut out = serializer.serialize_struct("Variable", 2)?;
                out.serialize_field("variable", variable)?;
                out.serialize_field("pattern", pattern)?;
                out.end()
            }
            Self::Json(text) => {
                let raw: &RawValue = serde_json::from_str(text).map_err(serde::ser::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    }
}
