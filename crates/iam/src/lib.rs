//! The policy language: reading IAM documents and judging what a role may do.

pub mod callers;
pub mod catalogue;
pub mod compare;
pub mod condition;
pub mod context;
pub mod date;
pub mod escalation;
mod evaluate;
pub mod gain;
pub mod glob;
mod index;
pub mod limit;
pub mod parse;
pub mod policy;
pub mod possible;
pub mod principal;
pub mod role;
pub mod variable;
