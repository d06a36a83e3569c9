//! What AWS answered: recognising what was dropped, merging it, and asking it.
//!
//! This crate owns no judgement. It turns files into [`json`] with places, into recorded [`Call`]s, and into answers that are
//! known, absent, refused or missing.

pub mod facts;

mod call;
mod calls;
mod canonical;
mod crc;
mod locate;
mod map;
mod operations;
mod problem;
mod read;

pub use json;

pub use calls::{Call, CallId, Evidence, NewCall, Outcome, Pointer, Scope, SourceFile, Span, Symbol};
pub use canonical::{canonical_parameters, parameters};
pub use crc::crc32;
pub use locate::Excerpt;
pub use map::{Map, Set};
pub use problem::{Problem, ProblemSeverity, explain};
pub use read::{
    Input, Limits, Progress, Reader, Reading, ReportFile, ReportKind, Source, Stage, Step, is_cruft,
};
