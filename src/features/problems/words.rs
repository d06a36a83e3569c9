//! The words of the problems.

/// Their heading.
pub const TITLE: &str = "Problems while reading";
/// When there are none.
pub const NONE: &str = "There are none: every file was read whole.";
/// Under the heading.
pub const SUB: &str = "What could not be read, and where. Everything else is open.";
