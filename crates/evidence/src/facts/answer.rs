//! What an answer may be: known, absent, refused or missing.

use crate::calls::{CallId, Evidence};

/// What is known about a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// AWS answered.
    Known(T),
    /// AWS said that there is none, in this call.
    Absent(CallId),
    /// AWS would not say.
    Refused(Gap),
    /// Nobody asked, or AWS failed to answer.
    Missing(Gap),
}

/// Why something isn't known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The operation whose answer would tell, such as `lambda:GetPolicy`.
    pub operation: &'static str,
    /// The call that was refused or failed; none where nobody asked.
    pub call: Option<CallId>,
}

impl Gap {
    /// Nobody asked.
    pub fn new(operation: &'static str) -> Self {
        Self { operation, call: None }
    }
}

impl<T> Answer<T> {
    /// Nobody asked.
    pub fn missing(operation: &'static str) -> Self {
        Self::Missing(Gap::new(operation))
    }

    /// What is known; `None` for what is known to be absent.
    ///
    /// # Errors
    /// Why it isn't known.
    pub fn settled(self) -> Result<Option<T>, Gap> {
        match self {
            Self::Known(known) => Ok(Some(known)),
            Self::Absent(_) => Ok(None),
            Self::Refused(gap) | Self::Missing(gap) => Err(gap),
        }
    }

    /// What is known, if it is.
    pub fn known(self) -> Option<T> {
        self.settled().ok().flatten()
    }

    /// Why it isn't known, if it isn't.
    pub fn gap(&self) -> Option<Gap> {
        match self {
            Self::Refused(gap) | Self::Missing(gap) => Some(*gap),
            Self::Known(_) | Self::Absent(_) => None,
        }
    }

    /// The same answer about something made from what is known.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Known(known) => Answer::Known(make(known)),
            Self::Absent(call) => Answer::Absent(call),
            Self::Refused(gap) => Answer::Refused(gap),
            Self::Missing(gap) => Answer::Missing(gap),
        }
    }

    /// This answer where it settles the question, else the other; a refusal says more than nothing at all.
    pub fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Known(_) | Self::Absent(_) => self,
            Self::Refused(_) => match other() {
                Self::Missing(_) => self,
                other => other,
            },
            Self::Missing(gap) => match other() {
                Self::Missing(other) => Self::Missing(if gap.call.is_some() { gap } else { other }),
                other => other,
            },
        }
    }
}

/// What an error code of AWS means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorMeaning {
    /// There is none.
    Absent,
    /// AWS would not say.
    Refused,
    /// AWS failed to say: throttling, time-outs, internal errors and whatever else.
    Failed,
}

/// What an error code means.
pub fn meaning(code: &str) -> ErrorMeaning {
    const ABSENT: [&str; 6] = [
        "ResourceNotFoundException",
        "NotFoundException",
        "NoSuchEntity",
        "NoSuchEntityException",
        "CodeSigningConfigNotFoundException",
        "NoSuchResourcePolicy",
    ];
    const REFUSED: [&str; 8] = [
        "AccessDenied",
        "Unauthorized",
        "NotAuthorized",
        "AuthFailure",
        "Forbidden",
        "OptInRequired",
        "UnrecognizedClient",
        "InvalidClientTokenId",
    ];
    if ABSENT.contains(&code) {
        ErrorMeaning::Absent
    } else if REFUSED.iter().any(|refused| code.contains(refused)) {
        ErrorMeaning::Refused
    } else {
        ErrorMeaning::Failed
    }
}

/// The answer that an error of a call is.
pub(super) fn from_error<T>(evidence: &Evidence, call: CallId, operation: &'static str) -> Answer<T> {
    let gap = Gap { operation, call: Some(call) };
    match evidence.error(call).map(|(code, _)| meaning(code)) {
        Some(ErrorMeaning::Absent) => Answer::Absent(call),
        Some(ErrorMeaning::Refused) => Answer::Refused(gap),
        _ => Answer::Missing(gap),
    }
}
