//! The words of the text reports.

use engine::messages::TextKind;

/// A report's heading.
pub fn title(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Security => "Security report",
        TextKind::Compliance => "Compliance report",
    }
}

/// On the button that saves it.
pub const SAVE: &str = "Save";
/// Back to its function.
pub const BACK: &str = "Back to the function";
