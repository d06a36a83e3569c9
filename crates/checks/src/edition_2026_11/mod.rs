//! Edition 2026-11: the current rules.
//!
//! Each rule stands in a file of its own and describes itself; [`rules::all`] is the registry, from which the catalogue is
//! written. A rule asks the facts, which know what is absent and what is only unknown, and says what it found.

mod audit;
mod catalogue;
mod command;
mod context;
mod data;
mod date;
pub mod rule;
pub mod rules;
mod score;
#[cfg(test)]
mod testing;

pub use audit::{Audit, Auditor, Finding, Learned, NotAssessed, Subject};
pub use catalogue::{json as rules_json, markdown as rules_markdown};
pub use command::command;
pub use context::{Context, Read};
pub use data::{Data, Runtime, Runtimes, Thresholds, Weights};
pub use date::Date;
pub use rule::{CHECKS, Evaluate, Rule};
pub use rules::reach::{Caller, CallerKind, Escalation, Reach, Reached, reach};
