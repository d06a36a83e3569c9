//! The words of findings.

/// The screen's heading.
pub const TITLE: &str = "Findings";
/// In its search field.
pub const SEARCH: &str = "Search findings";
/// Column headings.
pub const SEVERITY: &str = "Severity";
/// Column headings.
pub const RULE: &str = "Rule";
/// Column headings.
pub const FUNCTION: &str = "Function";
/// Column headings.
pub const MESSAGE: &str = "What is wrong";
/// Column headings.
pub const POINTS: &str = "Points";
/// Where one is shown whole.
pub const ONE: &str = "Finding";
/// The part with why it matters.
pub const WHY: &str = "Why it matters";
/// The part with the evidence.
pub const EVIDENCE: &str = "Evidence";
/// The part with the fix.
pub const FIX: &str = "Fix";
/// The part with requirements.
pub const TOUCHES: &str = "Requirements it touches";
/// The part with what was missing.
pub const MISSING: &str = "What was missing when it was judged";
/// The part with the original's details.
pub const DETAILS: &str = "Details";
/// On the button that copies a link to it.
pub const COPY_LINK: &str = "Copy link";
/// When there is none to copy.
pub const NO_COMMAND: &str = "This finding has no command to copy.";
/// On the button that copies its id.
pub const COPY_ID: &str = "Copy id";

/// The points that it costs.
pub fn points(points: u32) -> String {
    match points {
        // An audit that somebody else wrote may not tell them.
        0 => String::new(),
        1 => "−1 point".to_owned(),
        more => format!("−{more} points"),
    }
}

/// The part where a person says that a value is no secret.
pub const SET_ASIDE: &str = "Is it a secret?";
/// What that does.
pub const SET_ASIDE_MEANS: &str = "If you know that this value is no secret, say so. Your decision is shown and exported with the report, with today's \
                                   date; the score stays as it was judged. It is forgotten with the report.";
/// Links and buttons.
pub const NO_SECRET: &str = "This is not a secret";
/// Links and buttons.
pub const TAKE_BACK: &str = "Take it back";
/// Said when it was done.
pub const IS_SET_ASIDE: &str = "The finding is set aside.";
/// Said when it was taken back.
pub const IS_BACK: &str = "The finding counts again.";

/// A decision in a sentence.
pub fn decision(of: &engine::messages::SetAside) -> String {
    format!("Set aside by {} on {}: {}. The score stays as it was judged.", of.by, of.when, of.why)
}

/// Before the choice of groups.
pub const GROUP_BY: &str = "Group by";
/// The choice that makes no groups.
pub const NO_GROUPS: &str = "nothing";
/// Column headings of groups.
pub const CHECK: &str = "Check";
/// Column headings of groups.
pub const FINDINGS: &str = "Findings";
/// Column headings of groups.
pub const FUNCTIONS: &str = "Functions";

/// What findings are grouped by, as the choice and the column's heading say it.
pub fn group(by: &str) -> &'static str {
    match by {
        "function" => FUNCTION,
        "check" => CHECK,
        "severity" => SEVERITY,
        _ => RULE,
    }
}
