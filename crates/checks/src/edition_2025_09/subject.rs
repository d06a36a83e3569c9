//! Which functions the original would be asked about.

use std::collections::HashSet;

use evidence::json::Document;
use evidence::{CallId, Evidence, Scope, parameters};

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
    let mut seen: HashSet<(Scope, String)> = HashSet::new();
    let mut subjects = Vec::new();
    for named_by in evidence.calls_of("lambda:GetFunction") {
        let scope = evidence.call(named_by).scope;
        let Some(name) = function_name(evidence.parameters(named_by)) else { continue };
        if !seen.insert((scope, name.clone())) {
            continue;
        }
        let call = evidence.ask(scope, "lambda:GetFunction", &parameters(&[("FunctionName", &name)]));
        subjects.push(Subject { scope, name, named_by, call });
    }
    subjects
}

fn function_name(parameters: &str) -> Option<String> {
    let document = Document::parse(parameters).ok()?;
    let name = document.root().get("FunctionName")?.text()?;
    (!name.is_empty()).then(|| name.into_owned())
}
