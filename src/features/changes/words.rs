//! The words of what judging again would change.

use engine::messages::Changes;

use crate::ui::shorten::counted;

/// The heading.
pub const TITLE: &str = "What judging again would change";
/// When nothing would.
pub const SAME: &str = "Nothing: today's judgement of the same evidence is what the audit says.";
/// Heading of sentences that would go.
pub const GONE: &str = "Would go";
/// Heading of sentences that would come.
pub const NEW: &str = "Would come";
/// Heading of functions without evidence.
pub const WITHOUT: &str = "Functions of the audit that the evidence doesn't have";

/// How many functions change.
pub fn summary(changes: &Changes) -> String {
    format!(
        "{} would change, {} would stay as {} {}.",
        counted(changes.functions.len() as u32, "function", "functions"),
        changes.same,
        if changes.same == 1 { "it" } else { "they" },
        if changes.same == 1 { "is" } else { "are" },
    )
}
