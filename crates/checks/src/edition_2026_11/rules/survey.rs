//! What some rules ask of all functions, asked of each of them once.

use std::collections::HashMap;
use std::rc::Rc;

use evidence::facts::{Function, Gap};

use super::rights::role_arn;
use crate::edition_2026_11::Context;

/// What all functions are like.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The functions of each role, by name.
    pub users: HashMap<String, Vec<String>>,
    /// How many functions of an account and region have each architecture.
    architectures: HashMap<String, HashMap<String, usize>>,
}

impl Survey {
    /// Of the functions in the evidence.
    pub fn of(context: &Context<'_>) -> Rc<Self> {
        context.once("survey", "", || {
            let mut survey = Self::default();
            for function in context.facts.functions() {
                if let Ok(arn) = role_arn(&function) {
                    survey.users.entry(arn).or_default().push(function.name.to_owned());
                }
                if let Ok(name) = architecture(&function) {
                    *survey.architectures.entry(place(&function)).or_default().entry(name).or_default() += 1;
                }
            }
            survey
        })
    }

    /// How many functions of each architecture there are where a function is.
    pub fn beside(&self, function: &Function<'_>) -> Option<&HashMap<String, usize>> {
        self.architectures.get(&place(function))
    }
}

fn place(function: &Function<'_>) -> String {
    format!("{:?}", function.at)
}

/// A function's architecture.
///
/// # Errors
/// The configuration isn't known.
pub(super) fn architecture(function: &Function<'_>) -> Result<String, Gap> {
    let listed = function.config("Architectures")?;
    let first = listed
        .and_then(|list| list.items().next())
        .and_then(|first| first.text().map(|text| text.into_owned()));
    // The default of the API, and all there was before the field.
    Ok(first.unwrap_or_else(|| "x86_64".to_owned()))
}
