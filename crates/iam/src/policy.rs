//! A policy document: what it says, in the order it says it.

use crate::condition::Condition;
use crate::glob::{Glob, Piece};
use crate::index::Index;
pub use crate::index::Wanted;
use crate::possible::{Budget, Possible, overlaps};
use crate::principal::Principals;
use crate::variable;

/// A policy document of any kind: identity, boundary, trust, resource.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The version of the language. Policy variables exist only in the current one.
    pub version: Version,
    /// The document's `Id`.
    pub id: Option<String>,
    /// The statements in the document's order; a statement's index points at its evidence.
    pub statements: Vec<Statement>,
    /// True if `Statement` was one object instead of a list, so that a pointer to it has no index.
    pub single_statement: bool,
    /// What is odd about the document without making it unreadable.
    pub notes: Vec<Note>,
    index: Index,
}

/// The version of the policy language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `2012-10-17`.
    Current,
    /// `2008-10-17`, which is also what a document without `Version` has: `${...}` is plain text there.
    Old,
    /// Another value. It is read as the old one.
    Unknown,
}

/// Something odd in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The statement it is in, if it is in one.
    pub statement: Option<usize>,
    /// What it is.
    pub kind: NoteKind,
}

/// What is odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// An element that the policy language doesn't know; it has no effect.
    UnknownKey(String),
    /// The same element twice: the last one counts.
    DuplicateKey(String),
    /// The document has the old version, or none.
    OldVersion,
    /// A condition operator that the policy language doesn't know: the condition can't be judged.
    UnknownOperator(String),
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its place in the document, from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// `Action` or `NotAction`.
    pub actions: Actions,
    /// `Resource` or `NotResource`; neither in a trust policy.
    pub resources: Resources,
    /// `Principal` or `NotPrincipal`; neither in an identity policy.
    pub principals: Principals,
    /// All conditions; each of them must hold.
    pub conditions: Vec<Condition>,
}

/// The actions of a statement.
#[derive(Clone, Debug)]
pub enum Actions {
    /// `Action`: those that match.
    Only(Vec<ActionPattern>),
    /// `NotAction`: all that don't match.
    Except(Vec<ActionPattern>),
}

/// The resources of a statement.
#[derive(Clone, Debug)]
pub enum Resources {
    /// `Resource`: those that match.
    Only(Vec<ResourcePattern>),
    /// `NotResource`: all that don't match.
    Except(Vec<ResourcePattern>),
    /// Neither: the resource that the policy is attached to.
    Attached,
}

/// An action as a policy names it, like `s3:Get*`. Upper and lower case are the same.
#[derive(Clone, Debug)]
pub struct ActionPattern {
    /// As written.
    pub text: String,
    glob: Glob,
    /// Always the same for the same name.
    hash: u64,
}

/// A resource as a policy names it.
#[derive(Clone, Debug)]
pub struct ResourcePattern {
    /// As written.
    pub text: String,
    /// Ready to be matched, unless variables have to be filled in first.
    glob: Option<Glob>,
}

impl ActionPattern {
    /// Reads a pattern.
    pub fn new(text: String) -> Self {
        let glob = Glob::lowercase(&text);
        let hash = fnv(glob.tokens());
        Self { text, glob, hash }
    }

    /// A number that patterns of the same name share.
    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    /// The same of its service alone, if no wildcard stands in that.
    pub(crate) fn service_hash(&self) -> Option<u64> {
        let tokens = self.glob.tokens();
        let service = tokens.get(..tokens.iter().position(|&token| token == b':')?)?;
        service.iter().all(u8::is_ascii).then(|| fnv(service))
    }

    /// Does this pattern match the action, or every action that the given pattern matches?
    pub fn covers(&self, action: &ActionPattern, budget: &mut Budget) -> bool {
        crate::possible::covers(&self.glob, &action.glob, budget)
    }

    /// Is there an action that both match?
    pub fn overlaps(&self, action: &ActionPattern, budget: &mut Budget) -> bool {
        overlaps(&self.glob, &action.glob, budget) != Possible::No
    }

    /// The service before the colon in lower case, if no wildcard stands in it.
    pub fn service(&self) -> Option<String> {
        self.lowercase_service().map(str::to_owned)
    }

    /// The same, as it stands in the pattern.
    pub(crate) fn lowercase_service(&self) -> Option<&str> {
        let tokens = self.glob.tokens();
        let colon = tokens.iter().position(|&token| token == b':')?;
        // No wildcard is a byte of UTF-8.
        std::str::from_utf8(tokens.get(..colon)?).ok()
    }

    /// The pattern, to be matched with actions in lower case.
    pub fn glob(&self) -> &Glob {
        &self.glob
    }
}

/// FNV-1a. Names that somebody makes to collide cost a comparison each, and prove nothing.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl ResourcePattern {
    /// Reads a pattern; `version` says whether `${...}` is a variable in it.
    pub fn new(text: String, version: Version) -> Self {
        let glob = if version != Version::Current || !variable::occurs_in(&text) {
            Some(Glob::from_pieces(&[Piece::Pattern(&text)], true))
        } else {
            None
        };
        Self { text, glob }
    }

    /// The pattern if it has no variables.
    pub fn glob(&self) -> Option<&Glob> {
        self.glob.as_ref()
    }
}

impl Actions {
    /// The patterns, whichever way they count.
    pub fn patterns(&self) -> &[ActionPattern] {
        match self {
            Self::Only(patterns) | Self::Except(patterns) => patterns,
        }
    }

    /// Does the statement speak about this action, or about every action the given pattern matches?
    pub fn cover(&self, action: &ActionPattern, budget: &mut Budget) -> bool {
        match self {
            Self::Only(patterns) => patterns.iter().any(|pattern| pattern.covers(action, budget)),
            Self::Except(patterns) => !patterns.iter().any(|pattern| pattern.overlaps(action, budget)),
        }
    }

    /// Does the statement speak about any action that the given pattern matches?
    pub fn overlap(&self, action: &ActionPattern, budget: &mut Budget) -> bool {
        match self {
            Self::Only(patterns) => patterns.iter().any(|pattern| pattern.overlaps(action, budget)),
            Self::Except(patterns) => !patterns.iter().any(|pattern| pattern.covers(action, budget)),
        }
    }
}

impl Resources {
    /// The patterns, whichever way they count.
    pub fn patterns(&self) -> &[ResourcePattern] {
        match self {
            Self::Only(patterns) | Self::Except(patterns) => patterns,
            Self::Attached => &[],
        }
    }
}

impl Policy {
    /// Puts a document together.
    pub(crate) fn assemble(
        version: Version,
        id: Option<String>,
        statements: Vec<Statement>,
        single_statement: bool,
        notes: Vec<Note>,
    ) -> Self {
        let index = Index::new(&statements);
        Self { version, id, statements, single_statement, notes, index }
    }

    /// The statements that speak about an action, in their order, and whether they speak about all of it: an action with
    /// wildcards may be spoken about in part.
    pub fn about<'a>(&'a self, action: &ActionPattern, budget: &mut Budget) -> Vec<(&'a Statement, bool)> {
        self.index.find(&self.statements, action, budget)
    }

    /// Whether any Allow speaks about all of an action; perhaps too often for names that are longer than any action's.
    pub fn allows_some(&self, action: &Wanted<'_>) -> bool {
        self.index.allows(&self.statements, action)
    }

    /// Where a statement stands in the document, as a JSON pointer.
    pub fn pointer(&self, statement: usize) -> String {
        if self.single_statement { "/Statement".to_owned() } else { format!("/Statement/{statement}") }
    }
}
