//! Finding sensitive fields by their names, and today by what some values plainly are.

use serde::Serialize;

use super::names::{CHAPTER, sensitive};
use super::{DEEPEST, FieldsError, Node, children};
use crate::json::{members, string};
use crate::text::as_text;

/// Whose list decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// The chapter's: parts of the names of top members.
    Chapter,
    /// Today's: whole words, at any depth, and what values plainly are.
    Today,
}

/// A field that should be protected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sensitive {
    /// Its JSON pointer.
    pub pointer: String,
    /// The word in its name, or what its value is.
    pub because: String,
}

/// What a value plainly is, whatever its name.
fn telling(value: &str) -> Option<&'static str> {
    if value.contains("-----BEGIN") && value.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
    let only = value.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    if only && (13..=19).contains(&digits.len()) && luhn(&digits) {
        return Some("a card number");
    }
    let (user, host) = value.split_once('@')?;
    let word = |s: &str| {
        !s.is_empty() && s.len() <= 254 && s.chars().all(|c| c.is_alphanumeric() || "._%+-".contains(c))
    };
    (word(user) && word(host) && host.contains('.')).then_some("an e-mail address")
}

/// The check digit of card numbers.
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 1 { if *d > 4 { 2 * d - 9 } else { 2 * d } } else { *d })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|d| *d != 0)
}

/// Lists the sensitive fields of a document in its order.
pub fn find(document: &[u8], edition: Edition) -> Result<Vec<Sensitive>, FieldsError> {
    let text = as_text(document).filter(|t| members(t).is_some()).ok_or(FieldsError::NotAnObject)?;
    let mut found = Vec::new();
    let mut open: Vec<(Node<'_>, usize)> = children("", text).into_iter().rev().map(|n| (n, 0)).collect();
    while let Some((node, depth)) = open.pop() {
        let name = node.name.as_deref();
        let because = match edition {
            Edition::Chapter => {
                let lower = name.unwrap_or_default().to_lowercase();
                CHAPTER.iter().find(|part| lower.contains(*part)).map(|part| (*part).to_owned())
            }
            Edition::Today if matches!(node.raw.get(), "null" | "true" | "false" | "\"\"") => None,
            Edition::Today => name
                .and_then(sensitive)
                .or_else(|| string(node.raw).as_deref().and_then(telling).map(str::to_owned)),
        };
        match because {
            Some(because) => found.push(Sensitive { pointer: node.pointer, because }),
            None if edition == Edition::Today && depth < DEEPEST => {
                let inner = children(&node.pointer, node.raw.get());
                open.extend(inner.into_iter().rev().map(|n| (n, depth + 1)));
            }
            None => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(document: &str, edition: Edition, expected: &[&str]) {
        let found = find(document.as_bytes(), edition).unwrap();
        let pointers: Vec<&str> = found.iter().map(|f| f.pointer.as_str()).collect();
        assert_eq!(pointers, expected, "{document}");
    }

    #[test]
    fn editions_differ() {
        let document = r#"{"monkey": 1, "passwd": "x", "Email": null, "user": {"api/Key": "k", "tags": ["a@b.example"]}, "n": "4111 1111 1111 1111"}"#;
        check(document, Edition::Chapter, &["/monkey", "/Email"]);
        check(document, Edition::Today, &["/passwd", "/user/api~1Key", "/user/tags/0", "/n"]);
    }

    #[test]
    fn hostile_documents() {
        assert_eq!(find(b"[1]", Edition::Today), Err(FieldsError::NotAnObject));
        assert_eq!(find(b"\xff", Edition::Today), Err(FieldsError::NotAnObject));
        let deep = format!("{{\"a\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        check(&deep, Edition::Today, &[]);
    }
}
