//! The policy language: reading IAM documents and judging what a role may do.

pub mod compare;
pub mod condition;
pub mod context;
pub mod date;
pub mod escalation;
mod evaluate;
pub mod glob;
pub mod parse;
pub mod policy;
pub mod principal;
pub mod role;
pub mod variable;
