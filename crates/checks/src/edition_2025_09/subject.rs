//! Which functions the original would be asked about.

use std::borrow::Cow;

use evidence::json::Document;
use evidence::{CallId, Evidence, Scope, Set, parameters};

/// A function to audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The account and region.
    pub scope: Scope,
    /// The name that it was asked for by; an ARN where it was asked for by ARN.
    pub name: String,
    /// The first call that names it.
    pub named_by: CallId,
    /// Its GetFunction call; none where it is named with a qualifier only, which the original does not ask for.
    pub call: Option<CallId>,
}

/// The functions that a GetFunction call names, in the order in which they are first named, an error included.
pub fn subjects(evidence: &Evidence) -> Vec<Subject> {
    let mut seen: Set<(Scope, Cow<'_, str>)> = Set::default();
    let mut subjects = Vec::new();
    for named_by in evidence.calls_of("lambda:GetFunction") {
        let scope = evidence.call(named_by).scope;
        let Some((name, alone)) = function_name(evidence.parameters(named_by)) else { continue };
        if seen.contains(&(scope, Cow::Borrowed(&name))) {
            continue;
        }
        // A further page is none of the original's questions.
        let call = match alone && evidence.call(named_by).page.is_none() {
            true => Some(named_by),
            false => evidence.ask(scope, "lambda:GetFunction", &parameters(&[("FunctionName", &name)])),
        };
        subjects.push(Subject { scope, name: name.clone().into_owned(), named_by, call });
        seen.insert((scope, name));
    }
    subjects
}

/// The name in a call's parameters, and whether it is all that stands there.
fn function_name(parameters: &str) -> Option<(Cow<'_, str>, bool)> {
    let plain = parameters.strip_prefix("{\"FunctionName\":\"").and_then(|rest| rest.strip_suffix("\"}"));
    let (name, alone) = match plain.filter(|name| !name.contains(['"', '\\'])) {
        Some(name) => (Cow::Borrowed(name), true),
        None => {
            let document = Document::parse(parameters).ok()?;
            let root = document.root();
            (Cow::Owned(root.get("FunctionName")?.text()?.into_owned()), root.len() == 1)
        }
    };
    (!name.is_empty()).then_some((name, alone))
}
