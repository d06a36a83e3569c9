//! The words of the list of functions.

/// Its heading.
pub const TITLE: &str = "Functions";
/// In its search field.
pub const SEARCH: &str = "Search functions";
/// Column headings.
pub const NAME: &str = "Function";
/// Column headings.
pub const SCORE: &str = "Score";
/// Column headings.
pub const FINDINGS: &str = "Findings";
/// Column headings.
pub const RUNTIME: &str = "Runtime";
/// Column headings.
pub const ROLE: &str = "Role";
/// Column headings.
pub const MODIFIED: &str = "Last change";
/// Where a function could not be audited.
pub const NOT_AUDITED: &str = "not audited";
