//! The words of the frameworks.

use crate::ui::shorten;

/// The heading.
pub const TITLE: &str = "Compliance";
/// Column headings.
pub const ID: &str = "Requirement";
/// Column headings.
pub const STATE: &str = "State";
/// Column headings.
pub const DECIDES: &str = "Decided by";
/// Column headings.
pub const FUNCTIONS: &str = "Functions";
/// Column headings.
pub const RECOMMENDATION: &str = "What to do";
/// Heading of recommendations.
pub const RECOMMENDATIONS: &str = "Recommendations of this edition";
/// Column headings.
pub const PRIORITY: &str = "Priority";
/// Column headings.
pub const GIVEN_FOR: &str = "Functions";
/// Within an opened requirement.
pub const ALL: &str = "All states";
/// Where fewer are shown than there are.
pub fn more(count: u32) -> String {
    format!("and {} more: choose a state, or search the functions", shorten::count(u64::from(count)))
}

/// Column headings.
pub const FUNCTION: &str = "Function";
/// Column headings.
pub const WHY: &str = "Why";
/// The rules of a requirement.
pub const RULES: &str = "Rules that decide it";
/// The rules of a requirement that a person judges.
pub const BEARS: &str = "Rules that bear on it";
/// The button of the list.
pub const LIST: &str = "Requirements";
/// The button of the matrix.
pub const MATRIX: &str = "Functions × requirements";
/// The field that looks for functions.
pub const SEARCH_FUNCTIONS: &str = "Search functions";
/// The heading of the worksheet.
pub const WORKSHEET: &str = "Auditor's worksheet";
/// The button that saves it.
pub const WORKSHEET_CSV: &str = "Worksheet (CSV)";
/// The button that prints it.
pub const WORKSHEET_PRINT: &str = "Print the worksheet";
/// The button that saves what people judged.
pub const SAVE_JUDGEMENTS: &str = "Save your judgements";
/// The form of a judgement, and what is in it.
pub const JUDGEMENT: &str = "A person's judgement";
/// In the form.
pub const VERDICT: &str = "It is";
/// Before one is chosen.
pub const CHOOSE: &str = "choose…";
/// In the form.
pub const AUTHOR: &str = "Who says so";
/// In the form.
pub const DATE: &str = "On";
/// In the form.
pub const NOTE: &str = "Why, and where the proof is";
/// In the form.
pub const SAVE: &str = "Record it";
/// In the form.
pub const TAKE_BACK: &str = "Remove it";
/// When it is.
pub const TAKEN_DOWN: &str = "Recorded.";
/// What becomes of it.
pub const KEPT_HERE: &str = "It stands beside the state and never changes it. It is kept in this page until you save your judgements as a file; drop that file beside the report to have them again.";
/// Beside a judgement of other evidence.
pub const OF_OTHER: &str = "of other evidence than this";

/// What a person says.
pub fn verdict(verdict: &str) -> &str {
    match verdict {
        "MET" => "met",
        "PARTLY_MET" => "met in part",
        "NOT_MET" => "not met",
        "NOT_APPLICABLE" => "not applicable",
        other => other,
    }
}

/// Who said it, and when.
pub fn signed(author: &str, date: &str) -> String {
    format!("says {author}, {date}")
}

/// The functions that fail, on paper.
pub fn failing(names: &str) -> String {
    format!("Failing: {names}.")
}

/// On how many functions a rule fails.
pub fn fails_on(count: u32) -> String {
    format!("fails on {}", shorten::count(u64::from(count)))
}

/// How strongly the configuration speaks for a requirement.
pub fn support(support: &str) -> &str {
    match support {
        "supports" => "the configuration speaks for it",
        "partial" => "the configuration speaks for a part of it",
        "manual" => "a person must judge it",
        "inherited" => "AWS's own part",
        other => other,
    }
}
