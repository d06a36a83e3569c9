//! The semantics of the original's language, as far as its results depend on them.
