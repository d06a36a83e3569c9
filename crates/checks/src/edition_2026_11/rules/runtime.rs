//! The runtime of a function, and its days.

use evidence::facts::{Function, Gap};

use crate::edition_2026_11::rule::{Found, Judged, Outcome, manual, not_applicable};
use crate::edition_2026_11::{Context, Runtime};

/// What a function runs on.
pub(super) enum RunsOn<'c> {
    /// A runtime that the table knows.
    Known(String, Runtime<'c>),
    /// A runtime that the table doesn't know, or none.
    Unknown(Option<String>),
    /// What a container image brings along.
    Image,
}

/// What a function runs on.
///
/// # Errors
/// The configuration isn't known.
pub(super) fn runs_on<'c>(context: &'c Context<'_>, function: &Function<'_>) -> Result<RunsOn<'c>, Gap> {
    if function.is_image()? {
        return Ok(RunsOn::Image);
    }
    let Some(name) = function.config_text("Runtime")? else { return Ok(RunsOn::Unknown(None)) };
    Ok(match context.data.runtimes.get(&name) {
        Some(runtime) => RunsOn::Known(name.into_owned(), runtime),
        None => RunsOn::Unknown(Some(name.into_owned())),
    })
}

/// Judges the days of a runtime; those of others are a person's to find out.
///
/// # Errors
/// The configuration isn't known.
pub(super) fn judge_days(
    context: &Context<'_>,
    function: &Function<'_>,
    judge: impl FnOnce(&str, &Runtime<'_>) -> Option<Found>,
) -> Judged {
    match runs_on(context, function)? {
        RunsOn::Known(name, runtime) => {
            let named = |found: Found| match runtime.successor {
                Some(successor) => found.named("successor", successor),
                None => found,
            };
            let found = judge(&name, &runtime).map(|found| named(found).at_config(function, "Runtime"));
            Ok(found.map(Outcome::Fail).into_iter().collect())
        }
        RunsOn::Image => {
            not_applicable("A container image brings its own runtime; RT-04 asks a person to look.")
        }
        RunsOn::Unknown(name) => manual(unknown(context, name.as_deref()).at_config(function, "Runtime")),
    }
}

/// What to say of a runtime that the table doesn't know.
pub(super) fn unknown(context: &Context<'_>, name: Option<&str>) -> Found {
    let as_of = &context.data.runtimes.as_of;
    Found::new(match name {
        Some(name) => format!("The table of runtimes as of {as_of} does not know {name}. Look up its dates."),
        None => "The function names no runtime. Find out what it runs on, and until when that is supported."
            .to_owned(),
    })
}

/// What to move to.
pub(super) fn advice(runtime: &Runtime<'_>) -> String {
    runtime.successor.map(|successor| format!(" Its successor is {successor}.")).unwrap_or_default()
}
