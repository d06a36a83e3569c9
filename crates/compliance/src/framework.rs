//! What a framework asks for, and what an audit may say about it.

/// What an audit says about one requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequirementStatus {
    /// The evidence supports it.
    Pass,
    /// The evidence speaks against it.
    Fail,
    /// A person must look.
    Manual,
    /// The evidence needed was missing.
    NotAssessed,
}

impl RequirementStatus {
    /// As reports write it: `NOT_ASSESSED`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Manual => "MANUAL",
            Self::NotAssessed => "NOT_ASSESSED",
        }
    }
}

/// A framework of an edition.
#[derive(Debug)]
pub struct Framework {
    /// Such as `SOC2`.
    pub id: &'static str,
    /// Its full name.
    pub title: &'static str,
    /// What of it this edition looks at, in plain words.
    pub about: &'static str,
    /// The requirements, in the order in which they are judged.
    pub requirements: &'static [Requirement],
}

/// One requirement of a framework.
#[derive(Debug)]
pub struct Requirement {
    /// Unique in its framework: `Article 32`, `Technical: Encryption`.
    pub id: &'static str,
    /// What is looked at, in a few words.
    pub title: &'static str,
    /// How the edition decides, in plain words.
    pub decided_by: &'static str,
    /// The operations whose answers decide, such as `lambda:GetFunction`.
    pub needs: &'static [&'static str],
    /// The rules that look at the same part of the evidence, such as `C25-ENC-1`.
    pub rules: &'static [&'static str],
}
