//! Edition 2025-09: the published original, exactly, its faults included.
//!
//! The classic outcome (findings, recommendations, score, texts) is the original's to the byte. What passed and what could not
//! be assessed is our own layer beside it: the original passes what it could not read.

mod audit;
mod rules;
mod subject;

pub use audit::{Auditor, SecurityAudit};
pub use rules::RULES;
pub use subject::{Subject, subjects};
