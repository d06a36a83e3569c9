//! What a rule says of itself.

use std::borrow::Cow;

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Act now.
    Critical,
    /// Act soon.
    High,
    /// Plan to act.
    Medium,
    /// Good to have.
    Low,
    /// Good to know.
    Info,
}

impl Severity {
    /// As reports write it: `HIGH`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "CRITICAL",
            Self::High => "HIGH",
            Self::Medium => "MEDIUM",
            Self::Low => "LOW",
            Self::Info => "INFO",
        }
    }

    /// The severity that reports write so.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info]
            .into_iter()
            .find(|severity| severity.as_str() == text)
    }
}

/// What a finding says about its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The evidence shows the problem.
    Fail,
    /// A person must look: the evidence can't settle it.
    Manual,
    /// The rule does not concern this function.
    NotApplicable,
}

impl Status {
    /// As reports write it: `FAIL`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "FAIL",
            Self::Manual => "MANUAL",
            Self::NotApplicable => "NOT_APPLICABLE",
        }
    }

    /// The status that reports write so.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Fail, Self::Manual, Self::NotApplicable].into_iter().find(|status| status.as_str() == text)
    }
}

/// Which set of rules judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// The published original, its faults included.
    E2025_09,
    /// The current rules.
    E2026_11,
}

impl Edition {
    /// As reports and the command line write it: `2025-09`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::E2025_09 => "2025-09",
            Self::E2026_11 => "2026-11",
        }
    }

    /// The edition of that name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::E2025_09, Self::E2026_11].into_iter().find(|edition| edition.as_str() == text)
    }
}

/// A recommendation as the classic documents write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recommendation {
    /// Such as `IAM`.
    pub category: &'static str,
    /// Such as `REDUCE_PERMISSIONS`.
    pub action: &'static str,
    /// One sentence.
    pub description: Cow<'static, str>,
}

/// A rule's description of itself: the registry of an edition is a list of these.
#[derive(Debug)]
pub struct Rule {
    /// Such as `C25-IAM-1`; never used again for another rule.
    pub id: &'static str,
    /// What it looks for, in a few words.
    pub title: &'static str,
    /// How bad a finding of it is.
    pub severity: Severity,
    /// What a finding of it says about the rule.
    pub status: Status,
    /// The category of its findings, such as `IAM_PERMISSIONS`.
    pub category: &'static str,
    /// The check that it scores under, such as `IAM Permissions Check`.
    pub check: &'static str,
    /// The points that one finding costs, before the check's floor at 0.
    pub points: u8,
    /// Why it matters, in plain words.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// A command that does it, with `{function}`, `{role}` and the like to fill in.
    pub command: Option<&'static str>,
    /// The operations whose answers it needs, such as `lambda:GetFunction`.
    pub needs: &'static [&'static str],
    /// What the classic documents recommend with each finding.
    pub recommendation: Option<Recommendation>,
}
