//! The shapes that the JSON of a policy document may have: one thing where a list may stand, a number where text is meant.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::policy::NoteKind;
use crate::principal::Who;

/// A document as it is written.
#[derive(Default)]
pub(crate) struct RawPolicy {
    pub(crate) version: Option<String>,
    pub(crate) id: Option<String>,
    /// The statements, and whether they stood alone instead of in a list.
    pub(crate) statements: Option<(Vec<RawStatement>, bool)>,
    pub(crate) notes: Vec<NoteKind>,
}

/// A statement as it is written.
#[derive(Default)]
pub(crate) struct RawStatement {
    pub(crate) sid: Option<String>,
    pub(crate) effect: Option<String>,
    pub(crate) action: Option<Vec<String>>,
    pub(crate) not_action: Option<Vec<String>>,
    pub(crate) resource: Option<Vec<String>>,
    pub(crate) not_resource: Option<Vec<String>>,
    pub(crate) principal: Option<RawPrincipal>,
    pub(crate) not_principal: Option<RawPrincipal>,
    /// Operator, key, values.
    pub(crate) conditions: Vec<(String, String, Vec<String>)>,
    pub(crate) notes: Vec<NoteKind>,
}

/// The elements of the language, in lower case.
const ELEMENTS: [&str; 12] = [
    "action",
    "condition",
    "effect",
    "id",
    "notaction",
    "notprincipal",
    "notresource",
    "principal",
    "resource",
    "sid",
    "statement",
    "version",
];

/// The element of that name, whatever its case; empty for what is none.
fn element(key: &str) -> &'static str {
    ELEMENTS.into_iter().find(|element| element.eq_ignore_ascii_case(key)).unwrap_or_default()
}

/// Keeps the last of several values under one key, as parsers of the field do, and notes that there were several.
fn set<T>(slot: &mut Option<T>, value: T, key: String, notes: &mut Vec<NoteKind>) {
    if slot.replace(value).is_some() {
        notes.push(NoteKind::DuplicateKey(key));
    }
}

impl<'de> Deserialize<'de> for RawPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Document;
        impl<'de> Visitor<'de> for Document {
            type Value = RawPolicy;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a policy document")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawPolicy, A::Error> {
                let mut raw = RawPolicy::default();
                while let Some(key) = map.next_key::<String>()? {
                    match element(&key) {
                        "version" => {
                            set(&mut raw.version, map.next_value::<Scalar>()?.0, key, &mut raw.notes)
                        }
                        "id" => set(&mut raw.id, map.next_value::<Scalar>()?.0, key, &mut raw.notes),
                        "statement" => {
                            let statements = map.next_value::<RawStatements>()?;
                            set(
                                &mut raw.statements,
                                (statements.list, statements.single),
                                key,
                                &mut raw.notes,
                            );
                        }
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            raw.notes.push(NoteKind::UnknownKey(key));
                        }
                    }
                }
                Ok(raw)
            }
        }
        deserializer.deserialize_map(Document)
    }
}

struct RawStatements {
    list: Vec<RawStatement>,
    single: bool,
}

impl<'de> Deserialize<'de> for RawStatements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = RawStatements;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a statement or a list of statements")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawStatements, A::Error> {
                let mut list = Vec::new();
                while let Some(statement) = seq.next_element()? {
                    list.push(statement);
                }
                Ok(RawStatements { list, single: false })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawStatements, A::Error> {
                Ok(RawStatements { list: vec![StatementVisitor.visit_map(map)?], single: true })
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

impl<'de> Deserialize<'de> for RawStatement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(StatementVisitor)
    }
}

struct StatementVisitor;

impl<'de> Visitor<'de> for StatementVisitor {
    type Value = RawStatement;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a statement")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawStatement, A::Error> {
        let mut raw = RawStatement::default();
        let mut seen_condition = false;
        while let Some(key) = map.next_key::<String>()? {
            let notes = &mut raw.notes;
            match element(&key) {
                "sid" => set(&mut raw.sid, map.next_value::<Scalar>()?.0, key, notes),
                "effect" => set(&mut raw.effect, map.next_value::<Scalar>()?.0, key, notes),
                "action" => set(&mut raw.action, map.next_value::<Texts>()?.0, key, notes),
                "notaction" => set(&mut raw.not_action, map.next_value::<Texts>()?.0, key, notes),
                "resource" => set(&mut raw.resource, map.next_value::<Texts>()?.0, key, notes),
                "notresource" => set(&mut raw.not_resource, map.next_value::<Texts>()?.0, key, notes),
                "principal" => set(&mut raw.principal, map.next_value()?, key, notes),
                "notprincipal" => set(&mut raw.not_principal, map.next_value()?, key, notes),
                "condition" => {
                    if std::mem::replace(&mut seen_condition, true) {
                        notes.push(NoteKind::DuplicateKey(key));
                    }
                    let block: Pairs<Pairs<Texts>> = map.next_value()?;
                    raw.conditions.clear();
                    for (operator, keys) in block.0 {
                        for (key, values) in keys.0 {
                            raw.conditions.push((operator.clone(), key, values.0));
                        }
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    notes.push(NoteKind::UnknownKey(key));
                }
            }
        }
        Ok(raw)
    }
}

/// A text, or a number or truth value that stands for its text.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
                Ok(Scalar(text))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// One text or a list of them.
struct Texts(Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Texts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text or a list of texts")
            }
            fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts(vec![text.to_owned()]))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Texts, E> {
                Ok(Texts(vec![value.to_string()]))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Texts, E> {
                Ok(Texts(vec![value.to_string()]))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Texts, E> {
                Ok(Texts(vec![value.to_string()]))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Texts, E> {
                Ok(Texts(vec![value.to_string()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element::<Scalar>()? {
                    texts.push(text.0);
                }
                Ok(Texts(texts))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// An object's members in their order.
struct Pairs<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Pairs<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs: Vec<(String, T)> = Vec::new();
                while let Some(pair) = map.next_entry::<String, T>()? {
                    pairs.push(pair);
                }
                // Of a repeated key the last value counts.
                let mut seen = HashSet::new();
                let last: Vec<bool> = pairs.iter().rev().map(|(key, _)| seen.insert(key.clone())).collect();
                let mut keep = last.iter().rev();
                pairs.retain(|_| keep.next().copied().unwrap_or(true));
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

/// The principals of a statement.
pub(crate) struct RawPrincipal(pub(crate) Vec<Who>);

impl<'de> Deserialize<'de> for RawPrincipal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Principal;
        impl<'de> Visitor<'de> for Principal {
            type Value = RawPrincipal;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("* or an object of principals")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<RawPrincipal, E> {
                if text.trim() == "*" {
                    Ok(RawPrincipal(vec![Who::Everyone]))
                } else {
                    Err(E::custom("not a principal"))
                }
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawPrincipal, A::Error> {
                let mut who = Vec::new();
                while let Some((kind, values)) = map.next_entry::<String, Texts>()? {
                    who.extend(values.0.iter().map(|value| Who::parse(&kind, value)));
                }
                if who.is_empty() { Err(A::Error::custom("no principal")) } else { Ok(RawPrincipal(who)) }
            }
        }
        deserializer.deserialize_any(Principal)
    }
}
