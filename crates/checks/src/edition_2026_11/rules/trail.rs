//! Secrets that the audit trail recorded with changes of a function.

use std::borrow::Cow;
use std::collections::HashMap;

use evidence::CallId;
use evidence::facts::{Field, Function, FunctionName};
use evidence::json::{Document, Value};

use crate::edition_2026_11::Context;
use crate::secrets::{Beside, Secret, scan, secret};

const LOOKUP: &str = "cloudtrail:LookupEvents";

/// A secret in the trail.
pub(super) struct Recorded<'f> {
    /// What was done, such as `UpdateFunctionConfiguration`.
    pub event: String,
    /// When.
    pub time: String,
    /// The variable's or tag's name; empty for other places.
    pub name: String,
    /// What it is.
    pub secret: Secret,
    /// The text that it stands in. Never to be shown.
    pub value: String,
    /// The event.
    pub at: Field<'f>,
}

/// Which events are about which functions, by the functions' names: the call, and the event's number in it.
type Events = HashMap<String, Vec<(CallId, usize)>>;

/// The secrets in events about a function.
pub(super) fn secrets<'f>(context: &Context<'f>, function: &Function<'_>) -> Vec<Recorded<'f>> {
    let events = context.once("events of functions", "", || index(context));
    let own = events.get(function.name).map_or(&[][..], Vec::as_slice);
    let mut found = Vec::new();
    for &(call, number) in own {
        let answer = context.facts.answer(call, LOOKUP).known();
        let Some(at) = answer.and_then(|answer| answer.list("Events").nth(number)?.get("CloudTrailEvent"))
        else {
            continue;
        };
        let text = at.document();
        let Ok(document) = Document::parse(&text) else { continue };
        let event = document.root();
        if is_elsewhere(event, function) {
            continue;
        }
        for part in ["requestParameters", "responseElements"].into_iter().filter_map(|part| event.get(part)) {
            for (name, secret, value) in look(part) {
                // The same change is often recorded with what was asked for and what was answered.
                let known = |recorded: &Recorded<'_>| recorded.name == name && recorded.value == value;
                if found.iter().any(known) {
                    continue;
                }
                let text = |key: &str| event.get(key).and_then(|text| text.text()).unwrap_or_default();
                let (event, time) =
                    (plain_name(&text("eventName")).to_owned(), text("eventTime").into_owned());
                found.push(Recorded { event, time, name, secret, value, at });
            }
        }
    }
    found
}

/// Reads all events once, and notes those that carry something of a function.
fn index(context: &Context<'_>) -> Events {
    let mut events = Events::new();
    for &call in &context.facts.evidence().calls_of(LOOKUP).collect::<Vec<_>>() {
        let answer = context.facts.answer(call, LOOKUP).known();
        for (number, event) in answer.iter().flat_map(|answer| answer.list("Events")).enumerate() {
            let Some(text) = event.get("CloudTrailEvent").map(|event| event.document().into_owned()) else {
                continue;
            };
            if !text.contains("lambda.amazonaws.com") {
                continue;
            }
            let Ok(document) = Document::parse(&text) else { continue };
            let root = document.root();
            let request = root.get("requestParameters");
            let named = ["functionName", "resource", "resourceArn"]
                .into_iter()
                .find_map(|key| request?.get(key)?.text());
            let answered = || root.get("responseElements")?.get("functionName")?.text();
            let Some(named) = named.or_else(answered) else { continue };
            let name = FunctionName::parse(&named).name.to_owned();
            events.entry(name).or_default().push((call, number));
        }
    }
    events
}

/// Whether an event is about a function of that name in another account or region.
fn is_elsewhere(event: Value<'_>, function: &Function<'_>) -> bool {
    let differs = |key: &str, own: Option<&str>| {
        let there = event.get(key).and_then(|text| text.text());
        matches!((there, own), (Some(there), Some(own)) if there != own)
    };
    differs("awsRegion", function.at.region) || differs("recipientAccountId", function.at.account)
}

/// `UpdateFunctionConfiguration20150331v2` without the date of the API.
fn plain_name(event: &str) -> &str {
    let end = event.find(|c: char| c.is_ascii_digit()).unwrap_or(event.len());
    event.get(..end).unwrap_or(event)
}

/// The secrets in what was asked for or answered: variables and tags by their names, all else as text.
fn look(part: Value<'_>) -> Vec<(String, Secret, String)> {
    let mut found = Vec::new();
    let mut open: Vec<(Cow<'_, str>, Value<'_>)> = vec![(Cow::Borrowed(""), part)];
    while let Some((name, value)) = open.pop() {
        let members = value.members();
        if matches!(name.as_ref(), "variables" | "tags") && !members.is_empty() {
            let texts: Vec<_> = members.iter().filter_map(|(_, value)| value.text()).collect();
            let beside = Beside::of(texts.iter().map(AsRef::as_ref));
            for (name, value) in members {
                let Some(text) = value.text() else { continue };
                if let Some(secret) = secret(&name, &text, beside) {
                    found.push((name.into_owned(), secret, text.into_owned()));
                }
            }
            continue;
        }
        if let Some(text) = value.text() {
            let secrets = scan(&text).into_iter();
            found.extend(secrets.map(|secret| (String::new(), secret, text.clone().into_owned())));
        }
        open.extend(members);
        open.extend(value.items().map(|item| (name.clone(), item)));
    }
    found
}
