//! `lambdascope audit` and `lambdascope rules`.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use engine::messages::{ExportKind, ProblemRow};
use engine::{Current, Edition, Limits, Opening, Published, Session, Settings};
use lexopt::prelude::*;

use crate::output::{self, MET, UNREADABLE, USAGE, complain};

const SEVERITIES: [&str; 5] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"];

#[derive(Default)]
pub(crate) struct Arguments {
    pub files: Vec<PathBuf>,
    pub rules: Option<String>,
    pub as_of: Option<String>,
    pub functions: Vec<String>,
    pub format: Option<String>,
    pub fail_on: Option<usize>,
    pub out: Option<PathBuf>,
}

/// Runs `lambdascope audit` with the arguments behind the command.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let arguments = match parse(arguments) {
        Ok(arguments) => arguments,
        Err(message) => return refuse(&message),
    };
    if arguments.files.is_empty() {
        return refuse("No file is named. Name the files to audit, or - for standard input.");
    }
    let format = arguments.format.as_deref().unwrap_or("json");
    match format {
        "json" | "csv" | "classic" | "text" => {}
        "sarif" | "ocsf" | "asff" | "html" => {
            return refuse(&format!("The format {format} is not there yet. Use json, csv, classic or text."));
        }
        other => return refuse(&format!("There is no format {other:?}. Use json, csv, classic or text.")),
    }
    let edition = match edition(arguments.rules.as_deref()) {
        Ok(edition) => edition,
        Err(message) => return refuse(&message),
    };
    if matches!(format, "classic" | "text") && edition.name() != "2025-09" {
        return refuse(&format!(
            "The format {format} is the published original's. Ask for its rules with --rules 2025-09."
        ));
    }
    let mut session = match open(&arguments, edition) {
        Ok(session) => session,
        Err(problems) => {
            problems.iter().for_each(|problem| complain(&sentence(problem)));
            complain(
                "Nothing could be audited. Name files with the answers of `aws lambda get-function` at least.",
            );
            return ExitCode::from(UNREADABLE);
        }
    };
    let missing: Vec<&String> =
        arguments.functions.iter().filter(|name| !session.has_function(name)).collect();
    if let Some(name) = missing.first() {
        complain(&format!(
            "No function {name:?} is in the evidence. Check the name, or export that function too."
        ));
        return ExitCode::from(UNREADABLE);
    }
    session.problems().iter().for_each(|problem| complain(&sentence(problem)));
    if matches!(format, "json" | "csv") {
        // The report names the hashes of what it was made from; the classic formats don't.
        session.hash_slice(&mut || true);
    }
    let out = arguments.out.as_deref();
    let written = match format {
        "json" => output::deliver_by(out, |out| session.write(&ExportKind::Report, out)),
        "csv" => output::deliver_by(out, |out| session.write(&ExportKind::Findings, out)),
        "classic" => output::deliver_by(out, |out| session.write(&ExportKind::Classic, out)),
        _ => output::deliver(out, session.texts().as_bytes()),
    };
    let met =
        arguments.fail_on.is_some_and(|at| session.failures().iter().take(at + 1).any(|count| *count > 0));
    if met && written == ExitCode::SUCCESS { ExitCode::from(MET) } else { written }
}

/// Runs `lambdascope editions` with the arguments behind the command: what the two editions say differently, and why.
pub fn editions(arguments: Vec<OsString>) -> ExitCode {
    let arguments = match parse(arguments) {
        Ok(arguments) => arguments,
        Err(message) => return refuse(&message),
    };
    if arguments.files.is_empty() {
        return refuse(
            "No file is named. Name the evidence to judge by both editions, or - for standard input.",
        );
    }
    let text = match arguments.format.as_deref().unwrap_or("json") {
        "json" => false,
        "text" => true,
        other => return refuse(&format!("There is no format {other:?} of differences. Use json or text.")),
    };
    let mut session = match open(&arguments, &Current) {
        Ok(session) => session,
        Err(problems) => {
            problems.iter().for_each(|problem| complain(&sentence(problem)));
            return ExitCode::from(UNREADABLE);
        }
    };
    let told =
        if text { engine::differences_text(&mut session) } else { engine::differences_json(&mut session) };
    match told {
        // The text is read in a terminal, and holds names that others gave.
        Ok(told) if text => output::deliver(arguments.out.as_deref(), output::harmless(&told).as_bytes()),
        Ok(told) => output::deliver(arguments.out.as_deref(), told.as_bytes()),
        Err(message) => {
            complain(&message);
            ExitCode::from(UNREADABLE)
        }
    }
}

/// Runs `lambdascope rules` with the arguments behind the command.
pub fn rules(arguments: Vec<OsString>) -> ExitCode {
    let arguments = match parse(arguments) {
        Ok(arguments) => arguments,
        Err(message) => return refuse(&message),
    };
    let edition = match edition(arguments.rules.as_deref()) {
        Ok(edition) => edition,
        Err(message) => return refuse(&message),
    };
    let catalogue = match arguments.format.as_deref().unwrap_or("json") {
        "json" => engine::rules_json(edition),
        "markdown" => engine::rules_markdown(edition),
        other => {
            return refuse(&format!("There is no format {other:?} of the catalogue. Use json or markdown."));
        }
    };
    output::print(catalogue.as_bytes())
}

pub(crate) fn refuse(message: &str) -> ExitCode {
    complain(message);
    ExitCode::from(USAGE)
}

pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Arguments, String> {
    let mut parsed = Arguments::default();
    let mut parser = lexopt::Parser::from_args(arguments);
    let wrong = |error: lexopt::Error| format!("The arguments are wrong: {error}. See `lambdascope --help`.");
    while let Some(argument) = parser.next().map_err(wrong)? {
        let name = match argument {
            Value(file) => {
                parsed.files.push(file.into());
                continue;
            }
            Long(name) => name.to_owned(),
            other => return Err(wrong(other.unexpected())),
        };
        if name == "redact" {
            return Err(
                "Redacting is not there yet. Share the report with those only who may see names.".into()
            );
        }
        if !["rules", "as-of", "function", "format", "fail-on", "out"].contains(&name.as_str()) {
            return Err(format!("There is no option --{name}. See `lambdascope --help`."));
        }
        let value = parser.value().map_err(wrong)?;
        if name == "out" {
            parsed.out = Some(value.into());
            continue;
        }
        let text = value.string().map_err(wrong)?;
        match name.as_str() {
            "rules" => parsed.rules = Some(text),
            "as-of" => parsed.as_of = Some(date(&text)?),
            "function" => parsed.functions.push(text),
            "format" => parsed.format = Some(text),
            _ => parsed.fail_on = Some(severity(&text)?),
        }
    }
    Ok(parsed)
}

fn severity(word: &str) -> Result<usize, String> {
    let upper = word.to_ascii_uppercase();
    SEVERITIES
        .iter()
        .position(|severity| *severity == upper)
        .ok_or_else(|| format!("{word:?} is no severity. Use CRITICAL, HIGH, MEDIUM, LOW or INFO."))
}

fn date(text: &str) -> Result<String, String> {
    if engine::is_date(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no date. Write it as 2026-11-01."))
    }
}

pub(crate) fn edition(asked: Option<&str>) -> Result<&'static dyn Edition, String> {
    match asked {
        None | Some("2026-11") => Ok(&Current),
        Some("2025-09") => Ok(&Published),
        Some(other) => {
            Err(format!("There is no edition {other:?} of the rules. Use --rules 2026-11 or 2025-09."))
        }
    }
}

pub(crate) fn sentence(problem: &ProblemRow) -> String {
    let mut place = problem.file.clone();
    if let (Some(line), Some(column)) = (problem.line, problem.column) {
        place.push_str(&format!(":{line}:{column}"));
    }
    if let Some(pointer) = problem.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
        place.push_str(&format!(" {pointer}"));
    }
    format!("{place}: {} {}", problem.what, problem.remedy)
}

pub(crate) fn open(arguments: &Arguments, edition: &'static dyn Edition) -> Result<Session, Vec<ProblemRow>> {
    let mut opening = Opening::new(Settings {
        today: today(),
        as_of: arguments.as_of.clone(),
        functions: arguments.functions.clone(),
        origin: None,
        limits: Limits::COMMAND,
        hands_actions: false,
        edition,
        classic: matches!(arguments.format.as_deref(), Some("classic" | "text")),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        actions: None,
        beside: engine::Beside::default(),
    });
    let mut unread = Vec::new();
    for path in &arguments.files {
        let unreadable = |error: std::io::Error| ProblemRow {
            file: path.display().to_string(),
            severity: "refused".into(),
            what: format!("It could not be read: {error}."),
            remedy: "Check the path and the rights on it.".into(),
            ..ProblemRow::default()
        };
        match files(path) {
            Ok(found) => found.into_iter().for_each(|(name, bytes)| opening.add(name, bytes)),
            Err(error) => unread.push(unreadable(error)),
        }
    }
    // A file that was named and can't be read is the person's mistake: nothing is audited without it.
    if !unread.is_empty() {
        return Err(unread);
    }
    opening.step(&mut || true);
    opening.finish()
}

/// The file, or all files below the folder in the order of their names, or standard input.
fn files(path: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(vec![("standard input".into(), bytes)]);
    }
    if !path.is_dir() {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        return Ok(vec![(name, std::fs::read(path)?)]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            // Links are not followed: they may lead in circles, or out of the folder.
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    let read = |file: PathBuf| {
        let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        Ok((name, std::fs::read(&file)?))
    };
    found.into_iter().map(read).collect()
}

/// Today in UTC, `YYYY-MM-DD`.
fn today() -> String {
    let seconds =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    engine::date_of(seconds)
}
