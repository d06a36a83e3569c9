//! Words that several screens share.

/// On the button that copies.
pub const COPY: &str = "Copy";
/// On the button that copies a pointer.
pub const COPY_POINTER: &str = "Copy pointer";
/// After it was copied.
pub const COPIED: &str = "Copied";
/// When the browser forbids it.
pub const NOT_COPIED: &str = "The browser forbids copying. Select the text and copy it by hand.";
/// While an answer is under way.
pub const WAITING: &str = "…";
/// While a screen's part of the page is under way.
pub const COMING: &str = "Loading this screen…";
/// On the button that asks for it once more.
pub const AGAIN: &str = "Try again";
/// On the button that closes.
pub const CLOSE: &str = "Close";
/// On the button that shows a masked value.
pub const REVEAL: &str = "Reveal";
/// On the button that masks it again.
pub const HIDE: &str = "Hide";
/// What the filters are together.
pub const FILTERS: &str = "Filters";
/// Before the list of values of a filter that were left out.
pub const MORE_VALUES: &str = "rarer ones: search for them";
/// When a list has no row at all.
pub const EMPTY: &str = "Nothing here.";
/// When a filter leaves no row.
pub const NO_MATCH: &str = "No row matches. Take a filter away, or search for less.";
/// On the button that takes all filters away.
pub const CLEAR: &str = "Clear filters";

/// In the place of a score.
pub const NO_SCORE: &str = "no score";

/// A filter's heading. A function has findings of several severities, and is filtered by the worst of them.
pub fn facet(name: &str, of_functions: bool) -> &str {
    match name {
        "severity" if of_functions => "Worst severity",
        "severity" => "Severity",
        "status" => "Status",
        "check" => "Check",
        "rule" => "Rule",
        "category" => "Category",
        "function" => "Function",
        "runtime" => "Runtime",
        "account" => "Account",
        "region" => "Region",
        "state" => "State",
        "change" => "What became of it",
        "event" => "Event",
        "user" => "User",
        other => other,
    }
}

/// What became of a file.
pub const REFUSED: &str = "Not opened";
/// What became of a part of it.
pub const SKIPPED: &str = "Skipped";
/// What is only worth knowing.
pub const NOTE: &str = "Note";

/// A place in a file.
pub fn line(line: u32, column: Option<u32>) -> String {
    match column {
        Some(column) => format!("line {line}, column {column}"),
        None => format!("line {line}"),
    }
}

/// How many more there are than are shown.
pub fn and_more(more: usize) -> Option<String> {
    (more > 0).then(|| format!("and {} more", crate::ui::shorten::count(more as u64)))
}

/// Beside a masked value: the finding that says that it is a secret, where a person can say that it is none.
pub const SECRET: &str = "a secret?";

/// The name of a masked value's button.
pub fn reveal(shown: bool, pointer: &str) -> String {
    format!("{} the value at {pointer}", if shown { HIDE } else { REVEAL })
}

/// Behind a share of the rules.
pub const ASSESSED: &str = "of the rules could be assessed, so the score says little";
/// The same, short.
pub const OF_RULES: &str = " assessed";
