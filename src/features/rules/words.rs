//! The words of the list of rules.

/// The heading.
pub const TITLE: &str = "Rules";
/// The search field.
pub const SEARCH: &str = "Search the rules";
/// When none has the words.
pub const NONE: &str = "No rule has these words.";
/// Headings of one rule.
pub const WHY: &str = "Why it matters";
/// Headings of one rule.
pub const FIX: &str = "What to do";
/// Headings of one rule.
pub const DECIDES: &str = "What decides it";
/// Headings of one rule.
pub const NEEDS: &str = "What it needs to look at";
/// Headings of one rule.
pub const EXEMPT: &str = "When it doesn't apply";
/// Headings of one rule.
pub const SOURCES: &str = "Who else says so";
/// Headings of one rule.
pub const COST: &str = "What it costs";
/// Headings of one rule.
pub const REQUIREMENTS: &str = "Requirements it decides or bears on";
/// Headings of one rule.
pub const FAULTS: &str = "Faults of the published edition that touch it";
/// The link to its findings.
pub const FINDINGS: &str = "Its findings";
/// Beside the places in a command.
pub const PLACES: &str = "Each finding has this command with its real names.";

/// How many rules there are, under which edition.
pub fn told(count: usize, edition: &str) -> String {
    format!("{count} rules of edition {edition}, from their own registry.")
}
