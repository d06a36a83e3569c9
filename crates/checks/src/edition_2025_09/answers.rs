//! Asking the evidence as the original asks AWS.

use std::borrow::Cow;

use evidence::json::Document;
use evidence::{CallId, Evidence, Scope, canonical_parameters, parameters};

use crate::python::{Py, Raised};

/// What AWS, or rather the evidence, replies to a request.
#[derive(Debug)]
pub struct Reply<'e> {
    /// The recorded call; none where nobody asked.
    pub call: Option<CallId>,
    /// The answer, read, or the exception that the original meets instead.
    pub answer: Result<Document<'e>, Raised<'e>>,
}

impl Reply<'_> {
    /// The answer's outermost value.
    ///
    /// # Errors
    /// The exception that the original meets.
    pub fn root(&self) -> Result<Py<'_>, Raised<'_>> {
        self.answer.as_ref().map(|document| document.root().into()).map_err(Clone::clone)
    }
}

/// Asks for an operation such as `iam:GetRole` with parameters in canonical form.
pub fn ask<'e>(evidence: &'e Evidence, scope: Scope, operation: &'static str, parameters: &str) -> Reply<'e> {
    reply(evidence, evidence.ask(scope, operation, parameters), operation)
}

/// The reply that a recorded call gives.
pub(super) fn reply<'e>(evidence: &'e Evidence, call: Option<CallId>, operation: &'static str) -> Reply<'e> {
    let answer = match call.map(|call| (evidence.error(call), evidence.response(call))) {
        Some((Some((code, message)), _)) => {
            Err(Raised::Client { operation, code: Cow::Borrowed(code), message: Cow::Borrowed(message) })
        }
        Some((None, Some(document))) => Ok(document),
        _ => Err(Raised::Client {
            operation,
            code: Cow::Borrowed("AccessDeniedException"),
            message: Cow::Borrowed("no answer in the evidence bundle"),
        }),
    };
    Reply { call, answer }
}

/// The canonical form of parameters that came out of an answer, and may be of any type.
pub(super) fn named(parameters_: &[(&str, &Py<'_>)]) -> String {
    let texts: Vec<(&str, &str)> = parameters_
        .iter()
        .filter_map(|(name, value)| match value {
            Py::Text(text) => Some((*name, text.as_ref())),
            _ => None,
        })
        .collect();
    if texts.len() == parameters_.len() {
        return parameters(&texts);
    }
    let members: Vec<String> =
        parameters_.iter().map(|(name, value)| format!("\"{name}\":{}", value.to_json())).collect();
    let text = format!("{{{}}}", members.join(","));
    // What is written here is JSON, so it reads; nothing is asked with the empty text.
    Document::parse(&text).map_or_else(|_| String::new(), |document| canonical_parameters(document.root()).0)
}
