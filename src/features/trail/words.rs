//! The words of the audit trail.

/// Its heading.
pub const TITLE: &str = "Audit trail";
/// In its search field.
pub const SEARCH: &str = "Search events";
/// Column headings.
pub const TIME: &str = "Time";
/// Column headings.
pub const EVENT: &str = "Event";
/// Column headings.
pub const USER: &str = "User";
/// Column headings.
pub const FUNCTION: &str = "Function";
/// Column headings.
pub const FROM: &str = "From";
