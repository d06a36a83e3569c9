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

/// The heading of what the editions say differently.
pub const EDITIONS: &str = "What the two editions say differently";
/// When the comparison was stopped.
pub const STOPPED: &str = "Stopped before both editions had judged.";
/// On the button that compares.
pub const COMPARE: &str = "Compare";
/// The field that looks for functions.
pub const SEARCH: &str = "Functions whose names hold…";
/// What no listed fault explains.
pub const NO_FAULT: &str = "New rules, and what no listed fault explains";
/// What no listed fault explains.
pub const NO_FAULT_ABOUT: &str = "findings of one edition that the other has no fault for";
/// Of a fault.
pub const PUBLISHED_DOES: &str = "2025-09";
/// Of a fault.
pub const RIGHT: &str = "What is right";
/// Of a fault.
pub const OLD_RULES: &str = "Touches of 2025-09";
/// Of a fault.
pub const NEW_RULES: &str = "Said right by";
/// Of a fault that nothing shows.
pub const NOT_SHOWN: &str = "Nothing in the open evidence shows it.";
/// Table headings.
pub const FUNCTION: &str = "Function";
/// Table headings.
pub const OLD_SAYS: &str = "2025-09 says";
/// Table headings.
pub const NEW_SAYS: &str = "2026-11 says";
/// When an edition says nothing.
pub const SAYS_NOTHING: &str = "nothing: no rule of it looks at this";

/// On how many functions they differ.
pub fn compared(faults: &engine::messages::Faults) -> String {
    format!(
        "Both editions judged {}; they differ on {}. Mean score: {} under 2025-09, {} under 2026-11. Each difference stands under the fault of the published edition that explains it.",
        counted(faults.functions, "function", "functions"),
        faults.differ,
        faults.scores.0,
        faults.scores.1
    )
}

/// What is shown, where that is not all.
pub fn only(functions: &[String]) -> String {
    format!("Of {} only.", functions.join(", "))
}
/// The way back to all.
pub const ALL_FUNCTIONS: &str = "Show all functions";

/// Faults that nothing shows.
pub fn hidden(count: usize) -> String {
    format!("{} that nothing here shows", counted(count as u32, "listed fault", "listed faults"))
}

/// Where fewer are shown than there are.
pub fn more(count: u32) -> String {
    format!("and {} more: type a part of a function's name", counted(count, "function", "functions"))
}
