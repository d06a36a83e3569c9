//! The report document: its versions, and what it is written as.
//!
//! A report carries the rules' edition, the audit date and the files it was made from; every finding points into them. This
//! crate knows no shape of AWS: it is given what was judged, or a file that somebody else judged.

pub mod command;
pub mod compare;

mod classic;
mod classic_text;
mod model;
mod read;
mod write;

pub use classic::{ClassicDocuments, ClassicFile, ClassicKind, read_classic};
pub use classic_text::{compliance_text, security_text};
pub use model::{
    Catalogue, CheckScore, DatedTable, EvidenceFile, Finding, FrameworkEntry, FrameworkOutcome,
    FunctionReport, Muted, Place, Problem, Remediation, Report, RequirementEntry, RequirementOutcome,
    Retention, RuleEntry, State, Stem, Text, fingerprint,
};
pub use read::{ReadError, read};
pub use write::{VERSION, write};
