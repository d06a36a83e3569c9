//! The words of loads and of what goes wrong with them.

use engine::messages::Head;

use crate::ui::shorten;

#[cfg(target_arch = "wasm32")]
use crate::platform::host::{self, Refused};

/// On the button that stops a load.
pub const CANCEL: &str = "Cancel";
/// When it was stopped.
pub const CANCELLED: &str = "Stopped. What was open before stays open.";
/// When what a person wrote would be lost.
pub const UNSAVED: &str = "Your judgements are in no file yet.";
/// What to do about it.
pub const UNSAVED_REMEDY: &str =
    "Save them first: \"Your judgements\" under Export. Press Forget once more to forget them too.";
/// When nothing could be opened.
pub const NOTHING_OPENED: &str = "Nothing could be opened.";
/// What that means for what was open.
pub const STAYS_OPEN: &str = "What was open stays open.";
/// When what was dropped holds no file.
pub const NOTHING_DROPPED: &str = "There was no file in it.";
/// What to do.
pub const NOTHING_DROPPED_REMEDY: &str = "Drop files or folders, or paste JSON as text.";
/// When the browser could not read some of the files.
pub const SOME_NOT_READ: &str = "Some files could not be read; the others are open.";
/// When the worker is gone.
pub const CRASHED: &str = "The part of the page that reads files has stopped, and a fresh one has taken its place. What was open is gone from memory.";
/// On the button that puts trouble away.
pub const DISMISS: &str = "Dismiss";

/// What to do when the worker is gone.
pub fn crashed_remedy(was_loading: bool) -> String {
    if was_loading {
        "Most likely the files are more than this tab can hold. Open fewer at a time, or audit them with the lambdascope command, which reads the same files: lambdascope audit FILE".to_owned()
    } else {
        "Open the files again. If it comes back, please report it; the browser's console names the place."
            .to_owned()
    }
}

/// While files are read.
pub fn reading(names: &[String]) -> String {
    format!("Reading {}", shorten::names(names, 3))
}

/// When they are open.
pub fn opened(head: &Head) -> String {
    let problems = if head.problems > 0 {
        format!(", {} while reading", shorten::counted(head.problems, "problem", "problems"))
    } else {
        String::new()
    };
    format!(
        "Opened: {}, {}{problems}.",
        shorten::counted(head.functions, "function", "functions"),
        shorten::counted(head.findings, "finding", "findings")
    )
}

/// While both editions judge.
pub const BY_BOTH: &str = "the open evidence, by the other rules too";

/// What is judged again.
pub fn by_rules(rules: &str) -> String {
    format!("the open evidence, by the rules of {rules}")
}

/// While it is judged again.
pub fn judging_by(rules: &str) -> String {
    format!("Judging by the rules of {rules}")
}

/// When it is.
pub fn judged(head: &Head) -> String {
    format!(
        "Judged by the rules of {} as of {}: {}.",
        head.rules,
        head.as_of,
        shorten::counted(head.findings, "finding", "findings")
    )
}

/// A stage's words.
pub fn stage(stage: &str) -> &str {
    match stage {
        "" => "Starting",
        "fetching" => "Fetching from this host",
        "reading" => "Reading",
        "unpacking" => "Unpacking",
        "judging" => "Judging",
        other => other,
    }
}

/// Where a file came from.
pub fn from_host(name: &str) -> String {
    format!("{name}, from this host")
}

/// Why a file beside the page could not be had.
#[cfg(target_arch = "wasm32")]
pub fn not_fetched(name: &str, refused: Refused) -> String {
    match refused {
        Refused::Name => format!(
            "The link names \"{}\", which is not the name of a file beside this page.",
            shorten::middle(name, 60)
        ),
        Refused::Status(404) => format!("This host has no {name} beside this page."),
        Refused::Status(status) => format!("This host refused {name} (status {status})."),
        Refused::Unreachable => {
            format!("{name} could not be fetched: the host can't be reached, or sends elsewhere.")
        }
        Refused::TooBig => format!("{name} is more than {}.", shorten::bytes(host::MOST)),
    }
}

/// What to do then.
#[cfg(target_arch = "wasm32")]
pub fn not_fetched_remedy(refused: Refused) -> String {
    let remedy = match refused {
        Refused::Name => {
            "Letters, digits, dots, underscores and hyphens are allowed, and nothing else. Drop the file instead."
        }
        Refused::TooBig => "Download it and drop it here.",
        Refused::Status(_) | Refused::Unreachable => "Check the link, or drop the file here.",
    };
    remedy.to_owned()
}
