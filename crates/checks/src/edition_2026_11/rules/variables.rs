//! The secrets in a function's variables: its own and those of its versions.

use std::borrow::Cow;
use std::rc::Rc;

use evidence::facts::{Field, Function};

use super::secret;
use crate::Severity;
use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::{Found, Judged, Outcome};
use crate::secrets::{Beside, Rule, Secret};

/// A secret among the variables: which set and member, and what it is.
type Place = (usize, usize, Secret);

/// Judges the variables for one of the two rules about them.
pub(super) fn evaluate(context: &Context<'_>, function: &Function<'_>, rule: Rule, sure: Severity) -> Judged {
    let own = function.variables();
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut seen: Vec<(String, String)> = Vec::new();
    let gap = own.as_ref().err().copied();
    let sets = || {
        let own = own.ok().flatten();
        own.map(|own| (None, own)).into_iter().chain(of_versions(function))
    };
    // Both rules look at the same variables, and nearly no function has a secret in them.
    let secrets: Rc<Vec<Place>> = context.here("secrets in variables", || {
        let sets = sets().enumerate();
        sets.flat_map(|(at, (_, variables))| in_set(&variables).map(move |(n, found)| (at, n, found)))
            .collect()
    });
    if secrets.iter().any(|(.., secret)| secret.rule == rule) {
        for (at, (version, variables)) in sets().enumerate() {
            for (_, n, secret) in secrets.iter().filter(|(set, _, secret)| *set == at && secret.rule == rule)
            {
                let Some((name, field)) = variables.members().nth(*n) else { continue };
                let Some(value) = field.text() else { continue };
                let known = (name.clone().into_owned(), value.clone().into_owned());
                if seen.contains(&known) {
                    continue;
                }
                seen.push(known);
                let of = version.as_ref().map(|version| format!(" of version {version}")).unwrap_or_default();
                let found: Found =
                    secret::found(&format!("The variable `{name}`{of}"), secret, &value, &field);
                let found = found.about(name).severity(secret::severity(secret, sure));
                outcomes.push(Outcome::Fail(found));
            }
        }
    }
    outcomes.extend(gap.map(Outcome::NotAssessed));
    Ok(outcomes)
}

/// The secrets in a set of variables, each with the number of its member.
fn in_set(variables: &Field<'_>) -> impl Iterator<Item = (usize, Secret)> + use<> {
    let members: Vec<(Cow<'_, str>, Cow<'_, str>, usize)> = variables
        .members()
        .enumerate()
        .filter_map(|(n, (name, value))| Some((name, value.text()?.into_owned().into(), n)))
        .collect();
    let beside = Beside::of(members.iter().map(|(_, value, _)| value.as_ref()));
    let found: Vec<(usize, Secret)> = members
        .iter()
        .filter_map(|(name, value, n)| Some((*n, crate::secrets::secret(name, value, beside)?)))
        .collect();
    found.into_iter()
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
