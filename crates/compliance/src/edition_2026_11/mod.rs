//! Edition 2026-11: five frameworks that say what a configuration can show, and what it can't.
//!
//! A *requirement* names the rules that decide it and how far a configuration can speak for it at all ([`Support`]). It passes
//! only when every rule that decides it was assessed and passes; what a configuration can't show is left to a person, whose
//! [`Judgement`] stands beside the state and never changes it. Nothing here says that anybody is compliant.
//!
//! ```text
//! rule results, one function ──► judge ──► FrameworkOutcome ──► Overall ──► Summary (a sentence), worksheet (CSV, print)
//!                                                                              ▲
//!                                                     lambdascope-judgements ──┘
//! ```

mod frameworks;
mod judge;
mod judgements;
mod overall;
mod requirement;
mod rules;
mod state;
mod worksheet;

pub use frameworks::{FRAMEWORKS, find, requirement, touched};
pub use judge::{Facts, FrameworkOutcome, RequirementOutcome, Retention, RuleStatus, judge, with_account};
pub use judgements::{
    Basis, FORMAT, Join, Judgement, JudgementProblem, Judgements, ReadError, VERSION, Verdict, read, write,
};
pub use overall::{FrameworkOverall, Overall, RequirementOverall, Summary};
pub use requirement::{Asks, Framework, Obligation, Parameter, Requirement, Said, Support, Tool};
pub use rules::{ACCOUNT_RULES, RULES, RuleSet, UNMAPPED, Unmapped};
pub use state::State;
pub use worksheet::{Row, csv, csv_line, worksheet};
