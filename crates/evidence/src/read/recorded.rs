//! A recorded call: its shape, and its parameters in canonical form.

use std::borrow::Cow;

use super::answer;
use crate::calls::Outcome;
use crate::canonical::canonical_parameters;
use crate::json::{self, Document, Value};

/// A recorded call, as it stands in the text.
pub(super) struct Recorded<'a> {
    pub(super) service: Cow<'a, str>,
    pub(super) operation: Cow<'a, str>,
    parameters: Option<Value<'a>>,
    pub(super) response: Option<Value<'a>>,
    pub(super) outcome: Outcome,
}

/// The value that is wrong, what happened, and what to do.
pub(super) type Wrong<'a> = (Value<'a>, &'static str, &'static str);

impl<'a> Recorded<'a> {
    pub(super) fn read(call: Value<'a>) -> Result<Self, Wrong<'a>> {
        const LEFT_OUT: &str = "The call was left out; export it again.";
        if !call.is_object() {
            return Err((call, "A recorded call is not an object.", LEFT_OUT));
        }
        let [mut service, mut operation, mut parameters, mut response, mut error] = [None; 5];
        for (key, value) in call.pairs() {
            let slot = match key.name().as_ref() {
                b"service" => &mut service,
                b"operation" => &mut operation,
                b"parameters" => &mut parameters,
                b"response" => &mut response,
                b"error" => &mut error,
                _ => continue,
            };
            *slot = Some(value);
        }
        let text = |value: Option<Value<'a>>, what: &'static str| match value {
            None => Err((call, what, LEFT_OUT)),
            Some(value) => value.text().ok_or((value, what, LEFT_OUT)),
        };
        let service = text(service, "A recorded call doesn't name its service.")?;
        let operation = text(operation, "A recorded call doesn't name its operation.")?;
        let parameters = parameters.filter(|value| !value.is_null());
        if let Some(value) = parameters.filter(|value| !value.is_object()) {
            return Err((value, "The parameters of a recorded call are not an object.", LEFT_OUT));
        }
        let outcome = match (response, error.filter(|error| !error.is_null())) {
            (Some(response), None) if response.is_object() => Outcome::Response(answer::span(response)),
            (Some(response), None) => {
                return Err((response, "The response of a recorded call is not an object.", LEFT_OUT));
            }
            (None, Some(error)) => {
                let wrong = (error, "The error of a recorded call is no object.", LEFT_OUT);
                // What is inside an error lies below what was noted.
                let error = Document::parse(error.raw())
                    .ok()
                    .filter(|error| error.root().is_object())
                    .ok_or(wrong)?;
                // An error that says nothing of itself is one all the same; the SDKs call what it doesn't say so.
                let said = |key: &str| {
                    let text = error.root().get(key).and_then(|said| said.text());
                    text.map_or_else(|| "Unknown".to_owned(), std::borrow::Cow::into_owned)
                };
                Outcome::Error { code: said("code"), message: said("message") }
            }
            (Some(_), Some(error)) => {
                return Err((error, "A recorded call has both a response and an error.", LEFT_OUT));
            }
            (None, None) => {
                return Err((call, "A recorded call has neither a response nor an error.", LEFT_OUT));
            }
        };
        let response = response.filter(|_| matches!(outcome, Outcome::Response(_)));
        Ok(Self { service, operation, parameters, response, outcome })
    }

    /// The canonical parameters and the page. Nearly all calls have one parameter of plain text, or none.
    pub(super) fn canonical_parameters(&self) -> (Cow<'a, str>, Option<String>) {
        let Some(parameters) = self.parameters else { return ("{}".into(), None) };
        let raw = parameters.raw();
        if is_canonical(raw) {
            return (raw.into(), None);
        }
        match Document::parse(raw) {
            Ok(document) => {
                let (canonical, page) = canonical_parameters(document.root());
                (canonical.into(), page)
            }
            // It was scanned before, so this can't be.
            Err(_) => (raw.into(), None),
        }
    }
}

/// Whether parameters are in canonical form already, as far as a look tells: none, or plain texts that select the answer, in
/// their order.
fn is_canonical(raw: &str) -> bool {
    raw == "{}" || plain(raw).is_some()
}

fn plain(raw: &str) -> Option<()> {
    const SELECT: [&str; 8] = [
        "FunctionName",
        "KeyId",
        "PolicyArn",
        "PolicyName",
        "Resource",
        "RoleName",
        "VersionId",
        "logGroupNamePrefix",
    ];
    // What is scanned is JSON, so a quote without a backslash before it ends a text.
    let quote = |text: &[u8]| Some(json::next_mark(text, 0)).filter(|&at| text.get(at) == Some(&b'"'));
    let mut rest = raw.as_bytes().strip_prefix(b"{\"")?;
    let mut before: &[u8] = b"";
    loop {
        let (key, behind) = rest.split_at_checked(quote(rest)?)?;
        let behind = behind.strip_prefix(b"\":\"")?;
        let (_, behind) = behind.split_at_checked(quote(behind)?)?;
        let behind = behind.strip_prefix(b"\"")?;
        if !SELECT.iter().any(|select| select.as_bytes() == key) || key <= before {
            return None;
        }
        if behind == b"}" {
            return Some(());
        }
        before = key;
        rest = behind.strip_prefix(b",\"")?;
    }
}
