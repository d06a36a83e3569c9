//! `lambdascope compare`: two audits side by side.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use engine::{Audits, Current, Edition, Session};

use crate::audit::{self, Arguments};
use crate::output::{self, UNREADABLE, complain};

/// Runs `lambdascope compare` with the arguments behind the command.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let mut arguments = match audit::parse(arguments) {
        Ok(arguments) => arguments,
        Err(message) => return audit::refuse(&message),
    };
    let Ok([old, new]) = <[PathBuf; 2]>::try_from(std::mem::take(&mut arguments.files)) else {
        return audit::refuse("Two audits are compared. Name the older one, then the newer one.");
    };
    if arguments.fail_on.is_some() || !arguments.functions.is_empty() {
        return audit::refuse(
            "Comparing knows neither --fail-on nor --function. Use them with `lambdascope audit`.",
        );
    }
    let text = match arguments.format.as_deref().unwrap_or("json") {
        "json" => false,
        "text" => true,
        other => {
            return audit::refuse(&format!("There is no format {other:?} of comparisons. Use json or text."));
        }
    };
    let asked = match arguments.rules.as_deref().map(|rules| audit::edition(Some(rules))).transpose() {
        Ok(asked) => asked,
        Err(message) => return audit::refuse(&message),
    };
    let Some((old, new)) = both(&arguments, old, new, asked) else { return ExitCode::from(UNREADABLE) };
    let audits = match Audits::of(&old, &new) {
        Ok(audits) => audits,
        Err(message) => return audit::refuse(&message),
    };
    audits.oddity().iter().for_each(|message| complain(message));
    // The text is read in a terminal, and holds names that others gave.
    let told = if text { output::harmless(&audits.text()) } else { audits.json() };
    output::deliver(arguments.out.as_deref(), told.as_bytes())
}

/// Opens both. What is evidence is judged by the rules that were asked for, else by those of the other, where that is an audit.
fn both(
    arguments: &Arguments,
    old: PathBuf,
    new: PathBuf,
    asked: Option<&'static dyn Edition>,
) -> Option<(Session, Session)> {
    let edition = asked.unwrap_or(&Current);
    let first = open(arguments, &old, edition)?;
    let second = open(arguments, &new, asked.or_else(|| first.written_by()).unwrap_or(edition))?;
    match second.written_by() {
        Some(other) if asked.is_none() && first.written_by().is_none() && other.name() != edition.name() => {
            Some((open(arguments, &old, other)?, second))
        }
        _ => Some((first, second)),
    }
}

fn open(arguments: &Arguments, path: &std::path::Path, edition: &'static dyn Edition) -> Option<Session> {
    let one =
        Arguments { files: vec![path.to_path_buf()], as_of: arguments.as_of.clone(), ..Arguments::default() };
    match audit::open(&one, edition) {
        Ok(mut session) => {
            session.problems().iter().for_each(|problem| complain(&audit::sentence(problem)));
            session.hash_slice(&mut || true);
            Some(session)
        }
        Err(problems) => {
            problems.iter().for_each(|problem| complain(&audit::sentence(problem)));
            complain("Nothing could be compared. Name an audit, or the evidence of one, for each side.");
            None
        }
    }
}
