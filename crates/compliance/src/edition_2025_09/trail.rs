//! The audit trail: the events that CloudTrail tells about a function.

use checks::edition_2025_09::{Subject, ask};
use checks::python::{Py, Raised, Timestamp, json_to_text, parse_timestamp};
use checks::{Evidence, parameters};

/// The original asks for so many events.
const EVENTS: usize = 50;
/// The days that the trail reaches back.
const DAYS: i64 = 30;

/// An entry of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrailEntry {
    /// An event.
    Event {
        /// When, in UTC: `2026-10-31T12:00:00+00:00`.
        event_time: String,
        /// What, such as `UpdateFunctionCode20150331v2`.
        event_name: Passed,
        /// Who; `Unknown` where the event does not say.
        user_name: Passed,
        /// From where: the original looks for it where AWS does not write it, and says `Unknown`.
        source_ip: Passed,
        /// With what, and `Unknown` for the same reason.
        user_agent: Passed,
    },
    /// The events could not be read, from here on.
    Error(String),
}

/// A value that the original passes on without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    /// The word for what is not there: `Unknown`.
    Unknown,
    /// A text.
    Text(String),
    /// Anything else, as JSON text.
    Json(String),
}

impl Passed {
    /// It in a text, as the original's language writes it.
    pub fn to_text(&self) -> String {
        match self {
            Self::Unknown => "Unknown".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Json(json) => json_to_text(json),
        }
    }
}

impl From<Py<'_>> for Passed {
    fn from(value: Py<'_>) -> Self {
        match value {
            Py::Text(text) => Self::Text(text.into_owned()),
            other => Self::Json(other.to_json().into_owned()),
        }
    }
}

/// The audit trail of a function whose compliance check does not end with an exception, as of `now`.
pub fn trail(evidence: &Evidence, subject: &Subject, now: Option<Timestamp>) -> Vec<TrailEntry> {
    let mut entries = Vec::new();
    if let Err(error) = read(evidence, subject, now, &mut entries) {
        entries.push(TrailEntry::Error(format!("Failed to retrieve audit trail: {error}")));
    }
    entries
}

/// Reads the events; an error is the text of the exception that the original meets.
fn read(
    evidence: &Evidence,
    subject: &Subject,
    now: Option<Timestamp>,
    entries: &mut Vec<TrailEntry>,
) -> Result<(), String> {
    if now.is_some_and(|now| !now.has_days_before(DAYS)) {
        return Err("date value out of range".to_owned());
    }
    let attribute = parameters(&[("AttributeKey", "ResourceName"), ("AttributeValue", &subject.name)]);
    let asked = ["{\"LookupAttributes\":[", &attribute, "]}"].concat();
    let reply = ask(evidence, subject.scope, "cloudtrail:LookupEvents", &asked);
    let events = reply.root().map_err(|raised| raised.to_string())?;
    entries_of(&events, now, entries).map_err(|raised| raised.to_string())
}

fn entries_of(
    answer: &Py<'_>,
    now: Option<Timestamp>,
    entries: &mut Vec<TrailEntry>,
) -> Result<(), Raised<'static>> {
    let events = first(&answer.get("Events", Py::EMPTY_LIST)?)?;
    // The times of all events are read before the first event is looked at.
    let mut times = Vec::with_capacity(events.len());
    for event in &events {
        let time = event.get("EventTime", Py::None)?;
        times.push(match time {
            Py::Text(_) | Py::Bool(_) | Py::Int(_) | Py::Float(_) => Some(parse_timestamp(&time, now)?),
            Py::None | Py::List(_) | Py::Dict(_) => None,
        });
    }
    for (event, time) in events.iter().zip(times) {
        let event_time = match time {
            Some(time) => time.aware(),
            None => return Err(event.item("EventTime")?.no_attribute("isoformat")),
        };
        let or_unknown = |key| {
            let value = event.get(key, Py::None)?;
            let there = !matches!(value, Py::None) || event.item(key).is_ok();
            Ok(if there { Passed::from(value) } else { Passed::Unknown })
        };
        entries.push(TrailEntry::Event {
            event_time,
            event_name: event.item("EventName")?.into(),
            user_name: or_unknown("Username")?,
            source_ip: or_unknown("SourceIPAddress")?,
            user_agent: or_unknown("UserAgent")?,
        });
    }
    Ok(())
}

/// `events[:50]`
fn first<'a>(events: &Py<'a>) -> Result<Vec<Py<'a>>, Raised<'static>> {
    match events {
        Py::List(list) => Ok(list.iter().flat_map(|list| list.items()).take(EVENTS).map(Py::from).collect()),
        Py::Text(_) => Ok(events.iterate()?.into_iter().take(EVENTS).collect()),
        Py::Dict(_) => Err(Raised::Type("unhashable type: 'slice'".into())),
        // The exception is that of `events["..."]`: nothing can be taken from it.
        _ => events.item("").map(|_| Vec::new()),
    }
}
