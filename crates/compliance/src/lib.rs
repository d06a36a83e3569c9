//! The frameworks as data, and what rule results say about each requirement.

pub mod edition_2025_09;

mod framework;

pub use framework::{Framework, Requirement, RequirementStatus};
