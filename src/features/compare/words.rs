//! The words of the comparison with an older audit.

use engine::messages::{AuditSide, Compared};

use crate::ui::shorten::counted;

/// Its heading.
pub const TITLE: &str = "Compare";
/// What it is for, where no older audit was chosen.
pub const ABOUT: &str = "Choose an older audit, or the evidence of one: a report that this page saved, an audit of the published system, or exported files. You see what is new since then, what changed, what is fixed and what is still open. It is read here, like everything else, and goes nowhere.";
/// What is not claimed.
pub const CAREFUL: &str =
    "A problem is called fixed only where today's audit looked for it, and new only where the older one did.";
/// On the button that chooses.
pub const CHOOSE: &str = "Choose an older audit";
/// On the button that chooses another one.
pub const OTHER: &str = "Choose another";
/// In its search field.
pub const SEARCH: &str = "Search changes";
/// Column headings.
pub const CHANGE: &str = "What became of it";
/// Column headings.
pub const SEVERITY: &str = "Severity";
/// Column headings.
pub const FUNCTION: &str = "Function";
/// Column headings.
pub const MESSAGE: &str = "Problem";
/// Column headings.
pub const RULE: &str = "Rule";
/// Before what a problem was.
pub const WAS: &str = "was: ";

/// Which two audits are compared.
pub fn sides(older: &AuditSide, newer: &AuditSide) -> String {
    let side = |of: &AuditSide| {
        let score = of.score.map_or_else(|| "no score".to_owned(), |score| format!("mean score {score}"));
        let date = if of.as_of.is_empty() { "no date" } else { &of.as_of };
        format!("{date} ({}, {score})", counted(of.functions, "function", "functions"))
    };
    format!("The audit of {} against {}, of {}.", side(newer), named(&older.files), side(older))
}

fn named(files: &[String]) -> String {
    match files {
        [] => "an older one".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => {
            format!("{first} and {}", counted(rest.len() as u32, "other file", "other files"))
        }
    }
}

/// What became of how many problems, in a sentence for screen readers.
pub fn told(compared: &Compared) -> String {
    let counts = compared
        .counts
        .iter()
        .map(|(fate, count)| format!("{count} {}", crate::ui::states::change(fate).0.to_ascii_lowercase()));
    counts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_audits_are_named() {
        let side = |files: &[&str], functions, score| AuditSide {
            files: files.iter().map(|&name| name.to_owned()).collect(),
            as_of: "2026-11-01".to_owned(),
            rules: String::new(),
            functions,
            score,
        };
        let told = sides(&side(&["old.json", "b", "c"], 1, None), &side(&[], 2, Some(71)));
        assert_eq!(
            told,
            "The audit of 2026-11-01 (2 functions, mean score 71) against old.json and 2 other files, of 2026-11-01 (1 function, no score)."
        );
    }
}
