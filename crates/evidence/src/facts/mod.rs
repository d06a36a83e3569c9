//! The facts: what is known of each function and of what surrounds it, joined over all calls.
//!
//! Each fact is an [`Answer`]: known, absent, refused or missing; nothing here judges. Answers are read when somebody asks,
//! those that functions share once for all of them.

mod answer;
mod field;
mod function;
mod index;
mod place;
mod role;
mod shared;

pub use answer::{Answer, ErrorMeaning, Gap, meaning};
pub use field::Field;
pub use function::Function;
pub use place::{ArnParts, FunctionName, Whereabouts};
pub use role::{Document as RoleDocument, Role};
pub use shared::{List, Shared};

use crate::calls::Evidence;

/// All facts of an evidence.
#[derive(Debug)]
pub struct Facts<'e> {
    evidence: &'e Evidence,
    shared: Shared,
}

impl<'e> Facts<'e> {
    /// Finds out which functions there are, and which calls are about them.
    pub fn new(evidence: &'e Evidence) -> Self {
        Self::resume(evidence, Shared::default())
    }

    /// Goes on with what was read of the same evidence before, see [`Shared::read`].
    pub fn resume(evidence: &'e Evidence, mut shared: Shared) -> Self {
        shared.read(evidence, &mut || true);
        Self { evidence, shared }
    }

    /// What was read so far, for going on later.
    pub fn into_shared(self) -> Shared {
        self.shared
    }

    /// The evidence that the facts are of.
    pub fn evidence(&self) -> &'e Evidence {
        self.evidence
    }

    /// How many functions are known by a call that names them.
    pub fn len(&self) -> usize {
        self.shared.index().functions.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The functions, in the order in which they are first named.
    pub fn functions(&self) -> impl Iterator<Item = Function<'_>> {
        (0..self.len()).filter_map(|at| self.function(at))
    }

    /// One of them, by its place in that order.
    pub fn function(&self, at: usize) -> Option<Function<'_>> {
        self.shared.index().functions.get(at).map(|known| Function::new(self, known))
    }
}
