//! Events of the audit trail.

use std::collections::{HashMap, HashSet};

use checks::edition_2025_09::Subject;
use checks::python::{Py, parse_timestamp};
use evidence::json::{Document, Value};
use evidence::{CallId, Evidence};
use report::{ClassicDocuments, FunctionReport, Report};
use serde::Deserialize;

use crate::messages::{FunctionName, TrailRow};
use crate::session::Session;

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

/// Reads the events of functions, as an edition does.
pub trait Events: std::fmt::Debug {
    /// Reads what functions share, until all is read, which gives `true`, or until `go_on` says no.
    fn read(&mut self, _: &Evidence, _: &mut dyn FnMut() -> bool) -> bool {
        true
    }

    /// The events of a function, or one entry that says why there are none; `subject` is what the published edition judged.
    fn of(
        &mut self,
        evidence: &Evidence,
        subject: Option<&Subject>,
        function: &FunctionReport,
    ) -> Vec<TrailEntry>;
}

/// The audit trail of what was judged, while it is read: function by function, when all else is done.
#[derive(Debug)]
pub(crate) struct Telling {
    events: Box<dyn Events>,
    /// How many functions' events were read.
    next: usize,
    found: Vec<(u32, TrailEntry)>,
}

impl Telling {
    pub fn new(events: Box<dyn Events>) -> Self {
        Self { events, next: 0, found: Vec::new() }
    }
}

/// The events of so many functions are read before anybody is asked whether to go on.
const SLICE: usize = 64;

impl Session {
    /// Whether the audit trail of what was judged was read.
    pub fn is_told(&self) -> bool {
        self.telling.is_none()
    }

    /// Reads the audit trail of what was judged, until all is done, which gives `true`, or until `go_on` says no.
    pub fn tell_trail(&mut self, go_on: &mut dyn FnMut() -> bool) -> bool {
        let (Some(telling), Some(judged)) = (&mut self.telling, &mut self.judged) else { return true };
        if !telling.events.read(&self.evidence, go_on) {
            return false;
        }
        let functions = &judged.report.functions;
        while telling.next < functions.len() {
            let end = (telling.next + SLICE).min(functions.len());
            for (at, function) in functions.iter().enumerate().take(end).skip(telling.next) {
                let events = telling.events.of(&self.evidence, self.subjects.get(at), function);
                telling.found.extend(events.into_iter().map(|entry| (at as u32, entry)));
            }
            telling.next = end;
            if telling.next < functions.len() && !go_on() {
                return false;
            }
        }
        judged.trail = newest_first(std::mem::take(&mut telling.found));
        self.telling = None;
        true
    }
}

/// The newest event first, as AWS answers; those without a time, which are errors, at the end.
fn newest_first(mut trail: Vec<(u32, TrailEntry)>) -> Vec<(u32, TrailEntry)> {
    order::by(&mut trail, |a, b| b.1.time.cmp(&a.1.time));
    trail
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
    newest_first(trail)
}

const LOOKUP: &str = "cloudtrail:LookupEvents";

/// The recorded events, by what they were asked for. Edition 2026-11 reads all that were recorded, and what each event itself
/// says of the address and the client.
#[derive(Debug, Default)]
pub(crate) struct Trails {
    /// The recorded calls that are still to be looked at, the first at the end; none before somebody wants them.
    waiting: Option<Vec<CallId>>,
    /// Those that asked for one resource.
    asked: HashMap<String, Vec<CallId>>,
    /// Whether some asked for more.
    wide: bool,
    /// What these tell, by resource.
    by_resource: HashMap<String, Vec<(String, TrailEntry)>>,
}

impl Events for Trails {
    fn read(&mut self, evidence: &Evidence, go_on: &mut dyn FnMut() -> bool) -> bool {
        let calls = || evidence.calls_of(LOOKUP).collect::<Vec<_>>().into_iter().rev().collect();
        let waiting = self.waiting.get_or_insert_with(calls);
        while let Some(call) = waiting.pop() {
            if let Some(resource) = resource_of(evidence.parameters(call)) {
                self.asked.entry(resource).or_default().push(call);
                continue;
            }
            self.wide = true;
            events(evidence, call, &mut |id, resources, entry| {
                for resource in resources {
                    let known = self.by_resource.entry(resource).or_default();
                    known.push((id.clone(), entry.clone()));
                }
            });
            // As AWS answers, this one had at most fifty events.
            if !go_on() {
                return false;
            }
        }
        true
    }

    fn of(&mut self, evidence: &Evidence, _: Option<&Subject>, function: &FunctionReport) -> Vec<TrailEntry> {
        self.read(evidence, &mut || true);
        let Self { asked, wide, by_resource, .. } = self;
        let names = [Some(function.name.as_str()), function.arn.as_deref()];
        let (mut found, mut seen, mut refused, mut answered) = (Vec::new(), HashSet::new(), None, false);
        for name in names.into_iter().flatten() {
            for &call in asked.get(name).into_iter().flatten() {
                if !is_of(evidence, call, function) {
                    continue;
                }
                match evidence.error(call) {
                    Some((code, _)) => refused = Some(code.to_owned()),
                    None => answered = true,
                }
                events(evidence, call, &mut |id, _, entry| {
                    if id.is_empty() || seen.insert(id.clone()) {
                        found.push(entry);
                    }
                });
            }
            for (id, entry) in by_resource.get(name).into_iter().flatten() {
                if id.is_empty() || seen.insert(id.clone()) {
                    found.push(entry.clone());
                }
            }
        }
        if found.is_empty() && !answered {
            let why = match refused {
                Some(code) => format!("CloudTrail's events of this function were refused: {code}."),
                None if *wide => "The events that were recorded don't name this function.".to_owned(),
                None => "Nobody asked for this function's events, so nothing is known of them.".to_owned(),
            };
            found.push(TrailEntry { error: Some(why), ..TrailEntry::default() });
        }
        found
    }
}

/// Whether a call was made where the function is, as far as both say.
fn is_of(evidence: &Evidence, call: CallId, function: &FunctionReport) -> bool {
    let scope = evidence.call(call).scope;
    let same = |symbol: Option<evidence::Symbol>, own: Option<&str>| match (symbol, own) {
        (Some(symbol), Some(own)) => evidence.name(symbol) == own,
        _ => true,
    };
    same(scope.account, function.account.as_deref()) && same(scope.region, function.region.as_deref())
}

/// The resource that a call asked for.
fn resource_of(parameters: &str) -> Option<String> {
    let document = Document::parse(parameters).ok()?;
    let attributes = document.root().get("LookupAttributes")?;
    let attribute = attributes
        .items()
        .find(|one| one.get("AttributeKey").is_some_and(|key| key.is_text("ResourceName")))?;
    attribute.get("AttributeValue")?.text().map(|text| text.into_owned())
}

/// Tells each event of an answer: its id, the resources that it names, and what it says.
fn events(evidence: &Evidence, call: CallId, see: &mut dyn FnMut(String, Vec<String>, TrailEntry)) {
    let Some(answer) = evidence.response(call) else { return };
    let Some(events) = answer.root().get("Events") else { return };
    for event in events.items().filter(Value::is_object) {
        let text = |value: Option<Value<'_>>| {
            value.and_then(|value| value.text()).map(|text| text.into_owned()).unwrap_or_default()
        };
        let record = text(event.get("CloudTrailEvent"));
        let record = Document::parse(&record).ok();
        let inner = |keys: &[&str]| text(record.as_ref().and_then(|record| record.root().path(keys)));
        let first = |one: String, other: &dyn Fn() -> String| if one.is_empty() { other() } else { one };
        let name = first(text(event.get("EventName")), &|| inner(&["eventName"]));
        // What was refused or failed is part of what happened.
        let error = inner(&["errorCode"]);
        let entry = TrailEntry {
            time: event.get("EventTime").map(time).unwrap_or_default(),
            event: if error.is_empty() { name } else { format!("{name} ({error})") },
            user: first(text(event.get("Username")), &|| inner(&["userIdentity", "arn"])),
            source_ip: inner(&["sourceIPAddress"]),
            user_agent: inner(&["userAgent"]),
            error: None,
        };
        let resources = event.get("Resources").into_iter().flat_map(|all| all.items().collect::<Vec<_>>());
        let resources = resources.map(|one| text(one.get("ResourceName"))).filter(|name| !name.is_empty());
        see(text(event.get("EventId")), resources.collect(), entry);
    }
}

/// In UTC where it can be read as a time, else as it stands.
fn time(value: Value<'_>) -> String {
    match parse_timestamp(&Py::from(value), None) {
        Ok(time) => time.aware(),
        Err(_) => value.text().map_or_else(|| value.raw().to_owned(), |text| text.into_owned()),
    }
}
