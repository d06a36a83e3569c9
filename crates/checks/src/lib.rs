//! The rules, in a registry that also writes their documentation; editions; the score.
