//! Edition 2025-09: the five frameworks of the published original, exactly, its faults included.

mod catalogue;
mod classic;
mod criteria;
mod judge;
mod trail;

pub use catalogue::{FRAMEWORKS, Framework, Requirement, framework, warning};
pub use classic::ClassicReport;
pub use criteria::Criterion;
pub use judge::{
    Answers, ComplianceReport, Failure, FrameworkResult, Judge, Judgement, PriorityRecommendation,
    RequirementResult,
};
pub use trail::{Passed, TrailEntry, trail};
