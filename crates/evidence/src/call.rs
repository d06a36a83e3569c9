//! One recorded call: where it was made, what was asked, what AWS said, and where that stands in which file.

use std::num::NonZeroU32;

/// A file, or an entry of an archive, that calls were read from.
#[derive(Debug)]
pub struct SourceFile {
    /// Its name, with the way into an archive: `export.zip/orders.json`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// When it was exported, as its head says.
    pub exported_at: Option<String>,
    /// The account that its head names.
    pub account: Option<String>,
    /// The region that its head names.
    pub region: Option<String>,
    /// Whether a key stands twice in some object of it.
    pub repeats_keys: bool,
}

/// A name that is kept once, however often it occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub(crate) NonZeroU32);

/// Where a call was made: the account and region that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The account's twelve digits.
    pub account: Option<Symbol>,
    /// The region, such as `us-east-1`; none for services that have no regions.
    pub region: Option<Symbol>,
}

/// Names a call of an [`crate::Evidence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub u32);

/// Bytes of a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

/// What AWS said to a call.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An answer, as JSON in the source file.
    Response(Span),
    /// An error: its code and message.
    Error {
        /// Such as `AccessDeniedException`.
        code: String,
        /// What AWS wrote with it.
        message: String,
    },
}

/// One recorded call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The file it was read from.
    pub file: u32,
    /// `iam:GetRole` and the like.
    pub operation: Symbol,
    /// Where it was made.
    pub scope: Scope,
    /// The parameters that select the answer, in canonical form, as bytes of [`crate::Evidence::parameters`].
    pub(crate) parameters: Span,
    /// The token of the page it asked for; none for the first page.
    pub page: Option<Symbol>,
    /// What AWS said.
    pub outcome: Outcome,
    /// Where the call, or the bare answer, starts in its file, in bytes.
    pub(crate) start: u32,
    /// The call in its file, as a JSON pointer; what the file is a single answer of has the empty pointer.
    pub pointer: Pointer,
}

/// A call's place in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// The file is a bundle, and the answer stands at `/calls/N/response`.
    Bundle(u32),
    /// The file is a list of bundles, or holds one a line: call `.1` of item `.0`.
    Nested(u32, u32),
    /// The file is one recorded call, and the answer stands at `/response`.
    Call,
    /// The file holds one call a line, or is a list of calls: the answer stands at `/N/response`, counted from 0.
    Line(u32),
    /// The file is the answer itself.
    Whole,
    /// The file is a list of answers, or one a line: this is item N.
    Item(u32),
}

impl Pointer {
    /// The JSON pointer of the answer.
    pub fn response(self) -> String {
        match self {
            Self::Bundle(_) | Self::Nested(..) | Self::Call | Self::Line(_) => self.call() + "/response",
            Self::Whole => String::new(),
            Self::Item(n) => format!("/{n}"),
        }
    }

    /// The JSON pointer of the error, where there is one.
    pub fn error(self) -> String {
        match self {
            Self::Bundle(_) | Self::Nested(..) | Self::Call | Self::Line(_) => self.call() + "/error",
            other => other.response(),
        }
    }

    /// The JSON pointer of the call as a whole.
    pub fn call(self) -> String {
        match self {
            Self::Bundle(n) => format!("/calls/{n}"),
            Self::Nested(item, n) => format!("/{item}/calls/{n}"),
            Self::Line(n) | Self::Item(n) => format!("/{n}"),
            Self::Call | Self::Whole => String::new(),
        }
    }

    /// Whether the call was recorded with its parameters. Else it is a bare answer of the AWS CLI: its parameters were found
    /// out from its content or its file's name, and there may have been more of them, such as filters.
    pub fn is_recorded(self) -> bool {
        !matches!(self, Self::Whole | Self::Item(_))
    }
}

/// A call before it is kept.
#[derive(Clone, Debug)]
pub struct NewCall<'a> {
    /// Index of the source file.
    pub file: u32,
    /// `lambda`, `iam` and so on, as the AWS CLI names it.
    pub service: &'a str,
    /// `GetFunction` and so on.
    pub operation: &'a str,
    /// The account and region where it was made, when known.
    pub account: Option<&'a str>,
    /// The region, when known.
    pub region: Option<&'a str>,
    /// The parameters that select the answer: see [`crate::parameters`] and [`crate::canonical_parameters`].
    pub parameters: &'a str,
    /// The token of the page it asked for.
    pub page: Option<&'a str>,
    /// What AWS said.
    pub outcome: Outcome,
    /// Its place in the file.
    pub pointer: Pointer,
}
