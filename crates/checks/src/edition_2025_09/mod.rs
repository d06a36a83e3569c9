//! Edition 2025-09: the published original, exactly, its faults included.
//!
//! The classic outcome (findings, recommendations, score, texts) is the original's to the byte. What passed and what could not
//! be assessed is our own layer beside it: the original passes what it could not read.

mod answers;
mod audit;
mod check;
mod classic;
mod configuration;
mod environment;
mod function;
mod iam;
mod logging;
mod network;
mod policy;
mod rules;
mod sensitive;
mod subject;

pub use answers::{Reply, ask};
pub use audit::{Auditor, SecurityAudit};
pub use classic::ClassicAudit;
pub use configuration::{Configuration, Field, Opened};
pub use iam::Shared;
pub use rules::RULES;
pub use subject::{Subject, subjects};

use crate::python::{Py, parse_timestamp};

/// The stamp of a classic document, `2026-11-01T00:00:00`: the time at which the evidence was exported, in UTC. None where that
/// is no time, or one that leaves its date open.
pub fn stamp(exported_at: &str) -> Option<String> {
    let exported_at = Py::Text(exported_at.into());
    let time = parse_timestamp(&exported_at, None).ok()?;
    // What the text leaves open comes from today's date: then another today gives another time.
    let other_today = parse_timestamp(&Py::Int("4105296000"), None).ok();
    (parse_timestamp(&exported_at, other_today).ok()? == time).then(|| time.naive())
}
