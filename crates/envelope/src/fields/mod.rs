//! Single fields of a JSON document: finding the sensitive ones, protecting the chosen ones under a data key, and
//! restoring them. Every other byte of the document stays as it was.

mod find;
mod names;
mod protect;

pub use find::{Edition, Sensitive, find};
pub use protect::protect;
pub(crate) use protect::{Protected, open};

use std::fmt;
use std::ops::Range;

use serde_json::value::RawValue;

use crate::json::{elements, members};

/// Nesting deeper than this is not looked into.
const DEEPEST: usize = 64;

/// Why fields can't be found or protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldsError {
    /// The document is no JSON object.
    NotAnObject,
    /// There is no such field.
    NoSuchField(String),
    /// A chosen field lies within another.
    Within(String),
    /// Nothing was chosen.
    NothingChosen,
    /// More fields were chosen than a document may have protected.
    TooMany,
}

impl fmt::Display for FieldsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("The document is not a JSON object. Give one."),
            Self::NoSuchField(pointer) => {
                write!(f, "There is no field {pointer:?} in the document. Choose from those that it has.")
            }
            Self::Within(pointer) => {
                write!(f, "The field {pointer:?} lies within another chosen field. Choose one of them.")
            }
            Self::TooMany => f.write_str("Too many fields are chosen. Choose the object that holds them."),
            Self::NothingChosen => f.write_str("No field is chosen. Choose at least one."),
        }
    }
}

impl std::error::Error for FieldsError {}

/// A value in a document.
pub(crate) struct Node<'a> {
    /// Its JSON pointer (RFC 6901).
    pub(crate) pointer: String,
    /// The name of the member; nothing for an element of an array.
    pub(crate) name: Option<String>,
    /// The value as it is written.
    pub(crate) raw: &'a RawValue,
}

impl Node<'_> {
    /// Where the value lies in the document that it was read from.
    fn range(&self, document: &str) -> Range<usize> {
        // The raw value borrows from the document, so that it begins at or after its start.
        let start = (self.raw.get().as_ptr() as usize).saturating_sub(document.as_ptr() as usize);
        start..start + self.raw.get().len()
    }
}

/// The values of an object or array.
pub(crate) fn children<'a>(pointer: &str, raw: &'a str) -> Vec<Node<'a>> {
    let escape = |name: &str| name.replace('~', "~0").replace('/', "~1");
    if let Some(object) = raw.starts_with('{').then(|| members(raw)).flatten() {
        let node = |(name, raw): (String, &'a RawValue)| Node {
            pointer: format!("{pointer}/{}", escape(&name)),
            name: Some(name),
            raw,
        };
        return object.0.into_iter().map(node).collect();
    }
    let list = raw.starts_with('[').then(|| elements(raw)).flatten().unwrap_or_default();
    let node = |(i, raw)| Node { pointer: format!("{pointer}/{i}"), name: None, raw };
    list.into_iter().enumerate().map(node).collect()
}

/// Replaces values of a document.
fn splice(document: &str, mut parts: Vec<(Range<usize>, String)>) -> String {
    parts.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(document.len());
    let mut at = 0;
    for (range, with) in parts {
        out.push_str(document.get(at..range.start).unwrap_or_default());
        out.push_str(&with);
        at = range.end;
    }
    out.push_str(document.get(at..).unwrap_or_default());
    out
}
