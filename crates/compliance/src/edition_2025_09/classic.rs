//! The classic document and text of a compliance check, as the original writes them.

use std::fmt::Write;

use serde::ser::{Error, SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::judge::{ComplianceReport, FrameworkResult, Judgement, PriorityRecommendation, RequirementResult};
use super::trail::{Passed, TrailEntry};
use crate::RequirementStatus;

/// How many recommendations, and how many events, the text shows.
const SHOWN: usize = 5;

impl ComplianceReport {
    /// The document `{name}_compliance_report.json`, with the keys in the original's order; where the original's check ends with
    /// an exception, that exception.
    pub fn classic(&self) -> ClassicReport<'_> {
        ClassicReport(self)
    }

    /// The text report, in the published layout; empty where the original's check ends with an exception.
    pub fn text(&self) -> String {
        let Ok(judgement) = &self.outcome else { return String::new() };
        let frameworks: Vec<&str> = self.frameworks_checked.iter().map(|framework| framework.id).collect();
        let mut out = format!(
            "\nLAMBDA COMPLIANCE AUDIT REPORT\n==============================\n\nFunction: {}\nAudit Date: {}\n\
             Frameworks Checked: {}\n\nCOMPLIANCE STATUS:\n",
            self.function_name,
            self.check_timestamp,
            frameworks.join(", ")
        );
        // Writing to a text does not fail.
        for result in &judgement.frameworks {
            let icon = if result.is_compliant() { "✅" } else { "❌" };
            let (id, percentage, status) = (result.framework.id, result.percentage, result.status());
            let _ = writeln!(out, "  {icon} {id}: {percentage:.1}% ({status})");
        }
        let mut urgent =
            self.recommendations().filter(|recommendation| recommendation.priority == "HIGH").peekable();
        if urgent.peek().is_some() {
            out.push_str("\nHIGH PRIORITY RECOMMENDATIONS:\n");
        }
        for PriorityRecommendation { framework, recommendation, .. } in urgent.take(SHOWN) {
            let _ = writeln!(out, "  🔴 [{framework}] {recommendation}");
        }
        let trail = &judgement.audit_trail;
        let broken = trail.iter().any(|entry| matches!(entry, TrailEntry::Error(_)));
        if !trail.is_empty() && !broken {
            let _ = writeln!(out, "\nRECENT AUDIT ACTIVITIES ({}):", trail.len());
            for entry in trail.iter().skip(trail.len().saturating_sub(SHOWN)) {
                if let TrailEntry::Event { event_time, event_name, user_name, .. } = entry {
                    let (what, who) = (event_name.to_text(), user_name.to_text());
                    let _ = writeln!(out, "  • {event_time}: {what} by {who}");
                }
            }
        }
        out
    }
}

/// A compliance check as the original's document.
#[derive(Debug)]
pub struct ClassicReport<'a>(&'a ComplianceReport);

impl Serialize for ClassicReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        match &report.outcome {
            Ok(judgement) => {
                let frameworks: Vec<&str> =
                    report.frameworks_checked.iter().map(|framework| framework.id).collect();
                let recommendations: Vec<Recommended> = report.recommendations().map(Recommended).collect();
                let mut out = serializer.serialize_struct("ClassicReport", 6)?;
                out.serialize_field("function_name", &report.function_name)?;
                out.serialize_field("check_timestamp", &report.check_timestamp)?;
                out.serialize_field("frameworks_checked", &frameworks)?;
                out.serialize_field("compliance_status", &Statuses(judgement))?;
                out.serialize_field("recommendations", &recommendations)?;
                out.serialize_field("audit_trail", &judgement.audit_trail)?;
                out.end()
            }
            Err(failure) => {
                let mut out = serializer.serialize_struct("ClassicFailure", 2)?;
                out.serialize_field("error", &failure.error)?;
                out.serialize_field("error_type", failure.error_type)?;
                out.end()
            }
        }
    }
}

struct Statuses<'a>(&'a Judgement);

impl Serialize for Statuses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(self.0.frameworks.len()))?;
        for result in &self.0.frameworks {
            out.serialize_entry(result.framework.id, &Status(result))?;
        }
        out.end()
    }
}

struct Status<'a>(&'a FrameworkResult);

impl Serialize for Status<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let result = self.0;
        // What the original leaves out without a word is not written.
        let findings: Vec<Requirement<'_>> = result
            .requirements
            .iter()
            .filter_map(|requirement| Requirement::new(result.framework.group_key, requirement))
            .collect();
        let recommendations: Vec<&str> = result.recommendations().collect();
        let mut out = serializer.serialize_struct("Status", 5)?;
        out.serialize_field("framework", result.framework.id)?;
        out.serialize_field("compliance_percentage", &result.percentage)?;
        out.serialize_field("findings", &findings)?;
        out.serialize_field("recommendations", &recommendations)?;
        out.serialize_field("status", result.status())?;
        out.end()
    }
}

struct Requirement<'a> {
    key: &'static str,
    result: &'a RequirementResult,
    status: &'static str,
    message: &'static str,
}

impl<'a> Requirement<'a> {
    fn new(key: &'static str, result: &'a RequirementResult) -> Option<Self> {
        let requirement = result.requirement;
        let (status, message) = match result.status {
            RequirementStatus::Pass => ("PASS", requirement.pass),
            RequirementStatus::Fail => ("FAIL", requirement.fail?),
            RequirementStatus::Manual => ("UNKNOWN", requirement.unknown?),
            RequirementStatus::NotAssessed => return None,
        };
        Some(Self { key, result, status, message })
    }
}

impl Serialize for Requirement<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Requirement", 4)?;
        out.serialize_field(self.key, self.result.requirement.group)?;
        out.serialize_field("check", self.result.requirement.check)?;
        out.serialize_field("status", self.status)?;
        out.serialize_field("message", self.message)?;
        out.end()
    }
}

struct Recommended(PriorityRecommendation);

impl Serialize for Recommended {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Recommended", 3)?;
        out.serialize_field("framework", self.0.framework)?;
        out.serialize_field("recommendation", self.0.recommendation)?;
        out.serialize_field("priority", self.0.priority)?;
        out.end()
    }
}

impl Serialize for TrailEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Event { event_time, event_name, user_name, source_ip, user_agent } => {
                let mut out = serializer.serialize_struct("Event", 5)?;
                out.serialize_field("event_time", event_time)?;
                out.serialize_field("event_name", event_name)?;
                out.serialize_field("user_name", user_name)?;
                out.serialize_field("source_ip", source_ip)?;
                out.serialize_field("user_agent", user_agent)?;
                out.end()
            }
            Self::Error(error) => {
                let mut out = serializer.serialize_struct("Error", 1)?;
                out.serialize_field("error", error)?;
                out.end()
            }
        }
    }
}

impl Serialize for Passed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_str("Unknown"),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Json(json) => {
                let raw: &RawValue = serde_json::from_str(json).map_err(S::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    }
}
