//! Findings of secrets: what and why, never the value.

use evidence::facts::Field;

use crate::Severity;
use crate::edition_2026_11::rule::Found;
use crate::secrets::{Confidence, Secret, mask};

/// A finding of a secret at a place. `what` begins the sentence, such as "The variable `DB_PASSWORD`"; `value` is where the secret
/// stands.
pub(super) fn found(what: &str, secret: &Secret, value: &str, at: &Field<'_>) -> Found {
    let shown = mask(value.get(secret.span.clone()).unwrap_or(value));
    Found::new(format!("{what} holds a secret ({}): {}. {shown}", secret.kind, secret.why)).at(at)
}

/// A rule's severity, lower where it is less sure.
pub(super) fn severity(secret: &Secret, sure: Severity) -> Severity {
    match (secret.confidence, sure) {
        (Confidence::High, sure) => sure,
        (_, Severity::Critical) => Severity::High,
        (_, Severity::High) => Severity::Medium,
        (_, lower) => lower,
    }
}
