//! The words of the printed report.

use crate::ui::shorten;

/// Its heading.
pub const TITLE: &str = "AWS Lambda security audit";
/// What was read.
pub const FILES: &str = "Evidence";
/// Headings.
pub const SCORE: &str = "Score";
/// Headings.
pub const CHECKS: &str = "Where points are lost";
/// Headings.
pub const FRAMEWORKS: &str = "Frameworks";
/// Headings.
pub const MISSING: &str = "Could not be assessed";
/// Headings.
pub const FINDINGS: &str = "Findings";
/// Where the list is cut.
pub fn more(count: u32) -> String {
    format!(
        "{} more findings are not printed. The report file (Export) holds all of them.",
        shorten::count(u64::from(count))
    )
}

/// How many requirement results of each state.
pub fn states(states: &engine::messages::States) -> String {
    format!(
        "{} pass, {} fail, {} not assessed, {} for a person",
        states.pass, states.fail, states.not_assessed, states.manual
    )
}
