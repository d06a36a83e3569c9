//! Events of the audit trail.

use report::{ClassicDocuments, Report};
use serde::Deserialize;

use crate::messages::{FunctionName, TrailRow};

/// An event, or why a function's trail could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailEntry {
    pub time: String,
    pub event: String,
    pub user: String,
    pub source_ip: String,
    pub user_agent: String,
    pub error: Option<String>,
}

impl TrailEntry {
    pub fn row(&self, function: FunctionName) -> TrailRow {
        TrailRow {
            time: self.time.clone(),
            event: self.event.clone(),
            user: self.user.clone(),
            source_ip: self.source_ip.clone(),
            user_agent: self.user_agent.clone(),
            function,
            error: self.error.clone(),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Trail {
    audit_trail: Vec<Event>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Event {
    event_time: serde_json::Value,
    event_name: serde_json::Value,
    user_name: serde_json::Value,
    source_ip: serde_json::Value,
    user_agent: serde_json::Value,
    error: Option<String>,
}

/// The audit trail that the classic documents of a written report hold.
pub(crate) fn written(report: &Report) -> Vec<(u32, TrailEntry)> {
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut trail = Vec::new();
    for (at, function) in (0_u32..).zip(&report.functions) {
        let documents = function.classic.as_deref().and_then(ClassicDocuments::split);
        let Some(document) = documents.and_then(|documents| documents.compliance_report) else { continue };
        let Ok(Trail { audit_trail }) = serde_json::from_str(document.get()) else { continue };
        trail.extend(audit_trail.into_iter().map(|event| {
            let entry = TrailEntry {
                time: text(event.event_time),
                event: text(event.event_name),
                user: text(event.user_name),
                source_ip: text(event.source_ip),
                user_agent: text(event.user_agent),
                error: event.error,
            };
            (at, entry)
        }));
    }
    trail
}
