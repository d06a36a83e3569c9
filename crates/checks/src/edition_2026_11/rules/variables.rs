//! The secrets in a function's variables: its own and those of its versions.

use std::borrow::Cow;

use evidence::facts::{Field, Function};

use super::secret;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome};
use crate::secrets::{Beside, Rule, Verdict, judge};

/// Judges the variables for one of the two rules about them.
pub(super) fn evaluate(function: &Function<'_>, rule: Rule, sure: Severity) -> Judged {
    let own = function.variables();
    let gap = own.as_ref().err().copied();
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut seen: Vec<(String, String)> = Vec::new();
    for (version, variables) in
        own.ok().flatten().map(|own| (None, own)).into_iter().chain(of_versions(function))
    {
        let members: Vec<(Cow<'_, str>, Field<'_>)> = variables.members().collect();
        let texts: Vec<Cow<'_, str>> = members.iter().filter_map(|(_, value)| value.text()).collect();
        let beside = Beside::of(texts.iter().map(AsRef::as_ref));
        for (name, field) in &members {
            let Some(value) = field.text() else { continue };
            let Verdict::Secret(secret) = judge(name, &value, beside) else { continue };
            let known = (name.clone().into_owned(), value.clone().into_owned());
            if secret.rule != rule || seen.contains(&known) {
                continue;
            }
            seen.push(known);
            let of = version.as_ref().map(|version| format!(" of version {version}")).unwrap_or_default();
            let found: Found = secret::found(&format!("The variable `{name}`{of}"), &secret, &value, field);
            let found = found.about(name.clone()).severity(secret::severity(&secret, sure));
            outcomes.push(Outcome::Fail(found));
        }
    }
    outcomes.extend(gap.map(Outcome::NotAssessed));
    Ok(outcomes)
}

/// The variables of published versions, which keep what they were published with.
fn of_versions<'s>(function: &'s Function<'_>) -> Vec<(Option<String>, Field<'s>)> {
    let mut found = Vec::new();
    let mut add = |configuration: Field<'s>, version: Option<String>| {
        if let Some(variables) = configuration.path(&["Environment", "Variables"]) {
            found.push((version, variables));
        }
    };
    for operation in ["lambda:GetFunction", "lambda:GetFunctionConfiguration"] {
        for (qualifier, answer) in function.ask_each(operation) {
            let (Some(qualifier), Some(answer)) = (qualifier, answer.known()) else { continue };
            let configuration = answer.get("Configuration").unwrap_or(answer);
            add(configuration, Some(qualifier.to_owned()));
        }
    }
    for configuration in function.list("lambda:ListVersionsByFunction", "Versions").items {
        let version = configuration.text_of("Version").filter(|version| version != "$LATEST");
        if let Some(version) = version {
            add(configuration, Some(version.into_owned()));
        }
    }
    found
}
