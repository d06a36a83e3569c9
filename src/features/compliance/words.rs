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
