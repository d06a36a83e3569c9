//! The policy language: reading IAM documents and judging what a role may do.
//!
//! - [`policy::Policy`] reads a document in any of its forms.
//! - [`role::Role`] answers what a role may do, after every Deny, inside its boundary, with the statements that decide it.
//! - [`escalation::escalation`] finds the ways in which a role can raise its rights, [`gain::gain`] what it gains from
//!   another role.
//! - [`callers::callers`] finds who a resource policy or a trust policy lets in, and what narrows it.
//! - [`catalogue::Catalogue`] knows AWS's actions; it is loaded only where a list of actions is truly needed.
//!
//! ```
//! use iam::policy::Policy;
//! use iam::role::{Question, Role, Verdict};
//!
//! let text = r#"{"Version": "2012-10-17", "Statement": [
//!     {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
//!     {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::payroll/*"}]}"#;
//! let policy = Policy::parse(text)?;
//! let role = Role::new("arn:aws:iam::123456789012:role/orders").with("read", &policy);
//! let answer = role.may(&Question::some("s3:GetObject", "arn:aws:s3:::*"));
//! assert_eq!(answer.verdict, Verdict::Yes);
//! assert_eq!(answer.grants[0].at.statement, 0);
//! let answer = role.may(&Question::exactly("s3:GetObject", "arn:aws:s3:::payroll/may.csv"));
//! assert_eq!(answer.verdict, Verdict::No);
//! # Ok::<(), iam::parse::PolicyError>(())
//! ```

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
mod raw;
pub mod role;
pub mod variable;
