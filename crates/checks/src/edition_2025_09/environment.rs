//! Environment variables: what looks like a secret, and the key that encrypts them.

use evidence::CallId;
use evidence::json::escape_pointer_token;

use super::check::Sheet;
use super::configuration::{Configuration, Field};
use super::rules;
use super::sensitive::{self, PATTERNS};
use crate::Details;
use crate::python::{Py, Raised};

// Kept apart: ARCHITECTURE.md, "Size and speed", says why.
#[inline(never)]
pub(super) fn environment(
    sheet: &mut Sheet,
    config: &Configuration<'_>,
    call: Option<CallId>,
    scratch: &mut Vec<u8>,
) -> Result<(), Raised<'static>> {
    let environment = config.get(Field::Environment, Py::EMPTY_DICT)?;
    let variables = environment.get("Variables", Py::EMPTY_DICT)?;
    let Py::Dict(members) = &variables else { return Err(variables.no_attribute("items")) };
    for (name, value) in members.iter().flat_map(|value| value.members()) {
        let seen =
            sensitive::matches(&name, scratch) | sensitive::matches(&Py::from(value).to_text(), scratch);
        for (_, pattern) in PATTERNS.iter().enumerate().filter(|(bit, _)| seen & (1 << bit) != 0) {
            let finding = sheet
                .find(&rules::ENV_1, format!("Potential sensitive data in environment variable: {name}"));
            finding.subject = Some(name.clone().into_owned());
            finding
                .details(Details::Variable { variable: name.clone().into_owned(), pattern })
                .at(call, format!("/Configuration/Environment/Variables/{}", escape_pointer_token(&name)));
        }
    }
    if variables.truthy() && !config.has(Field::KmsKeyArn)? {
        sheet
            .find(&rules::ENV_2, "Environment variables are not encrypted with customer-managed KMS key")
            .at(call, "/Configuration/Environment/Variables");
    }
    // Lambda could not decrypt the variables: the original takes that for none.
    if environment.get("Error", Py::None)?.truthy() {
        sheet.could_not_look(&[&rules::ENV_1, &rules::ENV_2], rules::ENV_1.needs);
    }
    Ok(())
}
