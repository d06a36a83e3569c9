//! The words of one function.

/// Headings.
pub const CHECKS: &str = "Checks";
/// Headings.
pub const FINDINGS: &str = "Findings";
/// Headings.
pub const FACTS: &str = "Configuration";
/// Headings.
pub const REQUIREMENTS: &str = "Requirements";
/// Headings.
pub const MISSING: &str = "Could not be assessed";
/// Headings.
pub const EVIDENCE: &str = "Evidence: the answers that were read";
/// Headings.
pub const TRAIL: &str = "Audit trail";
/// When there are no findings.
pub const NO_FINDINGS: &str = "No finding.";
/// When there are no events.
pub const NO_TRAIL: &str = "No event is known.";
/// Links and buttons.
pub const SECURITY_TEXT: &str = "Security report";
/// Links and buttons.
pub const COMPLIANCE_TEXT: &str = "Compliance report";
/// Links and buttons.
pub const SECURITY_JSON: &str = "Save security_audit.json";
/// Links and buttons.
pub const COMPLIANCE_JSON: &str = "Save compliance_report.json";
/// All its findings in the list.
pub const IN_LIST: &str = "In the list of findings";
/// Back.
pub const BACK: &str = "All functions";
/// Points of a check.
pub const LOST: &str = "lost";
/// A check that lost more points than it has.
pub const FLOORED: &str = "more would have been lost, but a check ends at 0";
/// Where the function could not be audited.
pub const NOT_AUDITED: &str = "It could not be audited: ";

/// The link to what the editions say of this function.
pub const DIFFERS: &str = "What the two editions say differently of this function";
