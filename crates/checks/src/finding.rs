//! One problem on one function, and what surrounds it.

use std::borrow::Cow;

use evidence::CallId;

use crate::Rule;

/// A place in the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRef {
    /// The call.
    pub call: CallId,
    /// A JSON pointer inside its answer; empty for the whole answer, and for an error.
    pub pointer: Cow<'static, str>,
}

/// What the original wrote beside a finding's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Details {
    /// A list of texts: actions, policies.
    List(Vec<String>),
    /// A variable's name and what it looks like.
    Variable {
        /// The variable's name.
        variable: String,
        /// What was recognised, such as `API key`.
        pattern: &'static str,
    },
    /// An answer's part as it stands, JSON text, where it is not the list of names that AWS gives.
    Json(String),
}

/// One problem on one function.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it; severity, status and category stand there.
    pub rule: &'static Rule,
    /// What it is about within the function, such as a variable's name.
    pub subject: Option<String>,
    /// One sentence.
    pub message: Cow<'static, str>,
    /// What the original wrote beside the message.
    pub details: Option<Details>,
    /// The points actually lost, after the check's floor at 0.
    pub points: u8,
    /// Where the evidence shows it.
    pub evidence: Vec<EvidenceRef>,
    /// Operations whose answers were missing beside it, such as `iam:GetPolicy`.
    pub missing: Vec<&'static str>,
}

/// What one check scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckScore {
    /// Such as `IAM Permissions Check`.
    pub name: &'static str,
    /// The points kept.
    pub score: u8,
    /// The points there were to keep.
    pub max: u8,
}

/// A rule that found nothing because it could not look.
#[derive(Clone, Debug)]
pub struct NotAssessed {
    /// The rule.
    pub rule: &'static Rule,
    /// The operations whose answers were missing, refused or unreadable, such as `iam:GetPolicy`.
    pub missing: Vec<&'static str>,
}
