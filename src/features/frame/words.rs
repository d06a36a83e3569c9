//! The words of the frame.

#[cfg(target_arch = "wasm32")]
use crate::platform::theme::Theme;
use crate::ui::shorten;

/// The product.
pub const NAME: &str = "Lambdascope";
/// For those who come by keyboard.
pub const SKIP: &str = "Skip to the content";
/// Navigation.
pub const NAVIGATION: &str = "Screens";
/// Navigation.
pub const OVERVIEW: &str = "Overview";
/// Navigation.
pub const FUNCTIONS: &str = "Functions";
/// Navigation.
pub const FINDINGS: &str = "Findings";
/// Navigation.
pub const COMPLIANCE: &str = "Compliance";
/// Navigation.
pub const TRAIL: &str = "Audit trail";
/// Navigation.
pub const RULES: &str = "Rules";
/// On the chip that names the edition.
pub const RULES_TITLE: &str = "The edition of the rules that judged. Choose another";
/// What an edition is.
pub const CURRENT_ABOUT: &str = "The current rules: what is missing is said, never guessed.";
/// What an edition is.
pub const PUBLISHED_ABOUT: &str = "The published original with its 52 known faults, to the point.";
/// The link to the differences.
pub const WHAT_DIFFERS: &str = "What they say differently, and why";
/// The field of the audit date.
pub const AUDIT_DATE: &str = "Audit date";
/// The button beside it.
pub const JUDGE_AT: &str = "Judge at this date";
/// The button that takes the choice back.
pub const OWN_DATE: &str = "The evidence's own date";
/// The button to search.
pub const SEARCH: &str = "Search";
/// The menu of files to save.
pub const EXPORT: &str = "Export";
/// In that menu.
pub const EXPORT_REPORT: &str = "Report (lambdascope-report, JSON)";
/// In that menu.
pub const EXPORT_WORKSHEET: &str = "Auditor's worksheet (CSV)";
/// In that menu.
pub const EXPORT_JUDGEMENTS: &str = "Your judgements, to drop again beside the report (JSON)";
/// In that menu.
pub const EXPORT_CLASSIC: &str = "Classic documents of all functions (JSON)";
/// In that menu.
pub const EXPORT_SHOWN: &str = "Findings as shown (CSV)";
/// In that menu.
pub const PRINT: &str = "Print, or save as PDF";
/// The button that opens more.
pub const OPEN: &str = "Open…";
/// The button that drops everything.
pub const FORGET: &str = "Forget";
/// What it does.
pub const FORGET_TITLE: &str = "Ends the worker that holds the files, with everything in it";
/// Drop targets.
pub const DROP_OPEN: &str = "Open instead";
/// Drop targets.
pub const DROP_OPEN_SUB: &str = "what is open is put away";
/// Drop targets.
pub const DROP_ADD: &str = "Add to what is open";
/// Drop targets.
pub const DROP_ADD_SUB: &str = "and judge all of it together";
/// Nothing open yet.
pub const DROP_FIRST: &str = "Drop to open";
/// The link to keys.
pub const KEYS: &str = "keys";
/// For a link of another version.
pub const STRANGE_LINK: &str =
    "This link holds something that this page doesn't know; the rest of it is shown.";
/// Where requests can't be counted.
pub const REQUESTS_UNKNOWN: &str = "this browser doesn't tell pages of their requests";
/// The banner over an audit that is shown as written.
pub const AS_WRITTEN: &str = "This is the audit as its file has it, not judged again.";
/// The banner over a new judgement of it.
pub const AS_JUDGED: &str = "This is what this program says to the evidence today.";
/// What the evidence beside an audit holds more, and the audit beside the evidence.
pub fn not_in_audit(functions: u32) -> Option<String> {
    (functions > 0).then(|| {
        let functions = shorten::counted(functions, "function", "functions");
        format!(" The evidence beside it holds {functions} that it doesn't speak of.")
    })
}

/// The other way round.
pub fn not_in_evidence(functions: u32) -> Option<String> {
    (functions > 0).then(|| {
        let functions = shorten::counted(functions, "function", "functions");
        format!(" The opened audit speaks of {functions} that the evidence doesn't hold.")
    })
}

/// On the banner.
pub const JUDGE_AGAIN: &str = "Judge again";
/// On the banner.
pub const SHOW_WRITTEN: &str = "Show the audit as written";
/// On the banner.
pub const SHOW_CHANGES: &str = "What changes";
/// The title of the list of files.
pub const FILES: &str = "Opened files";

/// Where the audit date comes from.
pub fn as_of_source(source: &str) -> &str {
    match source {
        "asked" => "the date that was asked for",
        "exported_at" => "the day of the export, as its file says",
        "today" => "today, for the files don't say when they were made",
        "report" => "the date in the audit's file",
        other => other,
    }
}

/// Which table of runtimes is in force.
pub fn runtimes(as_of: &str, file: Option<&str>) -> String {
    match file {
        Some(file) => format!("Runtimes are judged by {file}, the table as of {as_of}."),
        None => format!(
            "Runtimes are judged by the table that comes with this program, as of {as_of}. Drop another one to replace it."
        ),
    }
}

/// The edition that judged.
pub fn rules(edition: &str) -> String {
    format!("rules {edition}")
}

/// The audit date.
pub fn as_of(date: &str) -> String {
    format!("as of {date}")
}

/// How many problems there were while reading.
pub fn problems(count: u32) -> String {
    format!("{} while reading", shorten::counted(count, "problem", "problems"))
}

/// The theme, and what the button does.
#[cfg(target_arch = "wasm32")]
pub fn theme(now: Theme) -> String {
    let now = match now {
        Theme::System => "as the system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    format!("Theme: {now}. Change it")
}

/// When a file was handed over.
pub fn saved(name: &str) -> String {
    format!("Saved {name}")
}

/// When the browser refused that.
pub const NOT_SAVED: &str = "The browser did not take the file to save. Allow downloads for this page, or save fewer functions at once.";
