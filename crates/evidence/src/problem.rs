//! What could not be read, in two sentences, with its place.

use crate::json::{Fault, FaultKind, MAX_DEPTH, MAX_STRING, Place};

/// Something in a file that could not be read or taken as it stands. The rest of the file opens all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name, with the way into an archive: `export.zip/orders.json`.
    pub file: String,
    /// Where in the file, when it is text.
    pub place: Option<Place>,
    /// A JSON pointer to the value, when the file is JSON.
    pub pointer: Option<String>,
    /// What happened, one sentence.
    pub what: String,
    /// What to do about it, one sentence.
    pub remedy: String,
    /// Whether something that was meant to be read is lost, or it is only worth knowing.
    pub severity: ProblemSeverity,
    /// Whether this is an encrypted container.
    pub sealed: bool,
}

/// How much a [`Problem`] costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemSeverity {
    /// All was read; somebody should know.
    Note,
    /// Part of the file was left out.
    Skipped,
    /// Nothing of the file was read.
    Refused,
}

impl Problem {
    /// A problem with a whole file.
    pub fn refused(file: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(ProblemSeverity::Refused, file, what, remedy)
    }

    /// A problem that leaves part of a file out.
    pub fn skipped(file: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(ProblemSeverity::Skipped, file, what, remedy)
    }

    /// Something worth knowing about a file that was read.
    pub fn note(file: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(ProblemSeverity::Note, file, what, remedy)
    }

    fn new(
        severity: ProblemSeverity,
        file: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            place: None,
            pointer: None,
            what: what.into(),
            remedy: remedy.into(),
            severity,
            sealed: false,
        }
    }

    /// The same problem, with an encrypted container.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.sealed = true;
        self
    }

    /// The same problem, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem, on the value that a JSON pointer names.
    #[must_use]
    pub fn on(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Both sentences.
    pub fn message(&self) -> String {
        format!("{} {}", self.what, self.remedy)
    }
}

/// What happened, and what to do, where a text stops being JSON.
pub fn explain(fault: Fault) -> (String, String) {
    let (what, remedy) = match fault.kind {
        FaultKind::End => {
            ("The JSON ends in the middle of a value.", "Export the file again: it was probably cut off.")
        }
        FaultKind::Unexpected => (
            "This is no JSON from here on.",
            "Check the file at this place, or export it again with --output json.",
        ),
        FaultKind::Trailing => (
            "Something follows after the end of the JSON.",
            "Remove it, or put each document on a line of its own.",
        ),
        FaultKind::ControlCharacter => (
            "A control character stands bare in a string.",
            "Write it as an escape such as \\n, or export the file again.",
        ),
        FaultKind::Escape => {
            ("A backslash in a string starts no escape that JSON knows.", "Write the backslash twice.")
        }
        FaultKind::Number => {
            ("This is not a number as JSON writes them.", "Correct the number, or put it in quotes.")
        }
        FaultKind::Depth => {
            return (
                format!("Values are nested more than {MAX_DEPTH} deep."),
                "No answer of AWS is nested that deeply: check where the file comes from.".to_owned(),
            );
        }
        FaultKind::StringLength => {
            return (
                format!("A string is longer than {} MiB.", MAX_STRING >> 20),
                "No answer of AWS holds such a string: check where the file comes from.".to_owned(),
            );
        }
    };
    (what.to_owned(), remedy.to_owned())
}
