//! What an audit may say about a requirement.

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

    /// The status that reports write so.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pass, Self::Fail, Self::Manual, Self::NotAssessed]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}
