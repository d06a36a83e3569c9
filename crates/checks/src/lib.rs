//! The rules, in a registry that also writes their documentation; editions; the score.
//!
//! An edition is a set of rules that judges evidence; a report names the edition that made it. [`edition_2025_09`] is the
//! published original, its faults included; [`edition_2026_11`] is the current one.

pub mod edition_2025_09;
pub mod edition_2026_11;
pub mod python;
pub mod secrets;

mod finding;
mod rule;

// What this crate's interface is made of, for those that stand on it.
pub use evidence::{CallId, Evidence, Map, Scope, parameters};
pub use finding::{CheckScore, Details, EvidenceRef, Finding, NotAssessed};
pub use rule::{Edition, Recommendation, Rule, Severity, Status};
