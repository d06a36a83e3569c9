//! What may be said of a requirement.

use crate::RequirementStatus;

/// What may be said of a requirement, on one function or on all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Every rule that decides it was assessed and passes: the configuration speaks for it.
    Pass,
    /// A rule that decides it fails.
    Fail,
    /// No rule fails, and the answers that some need are missing.
    NotAssessed,
    /// A person must judge.
    Manual,
    /// None of its rules applies.
    NotApplicable,
    /// AWS answers for it, which is never a pass.
    Inherited,
}

impl State {
    /// All of them, in the order in which reports count them.
    pub const ALL: [Self; 6] =
        [Self::Pass, Self::Fail, Self::NotAssessed, Self::Manual, Self::NotApplicable, Self::Inherited];

    /// As reports write it: `NOT_ASSESSED`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::NotAssessed => "NOT_ASSESSED",
            Self::Manual => "MANUAL",
            Self::NotApplicable => "NOT_APPLICABLE",
            Self::Inherited => "INHERITED",
        }
    }

    /// The state that reports write so.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl From<RequirementStatus> for State {
    fn from(status: RequirementStatus) -> Self {
        match status {
            RequirementStatus::Pass => Self::Pass,
            RequirementStatus::Fail => Self::Fail,
            RequirementStatus::Manual => Self::Manual,
            RequirementStatus::NotAssessed => Self::NotAssessed,
        }
    }
}
