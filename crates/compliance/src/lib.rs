//! The frameworks as data, and what an audit says about each requirement.

pub mod edition_2025_09;
pub mod edition_2026_11;
pub mod faults;

mod status;

pub use status::RequirementStatus;
