//! Reading policy documents in every form in which they occur: a JSON object, JSON text inside a JSON string, and
//! percent-encoded text (RFC 3986) as the IAM API itself gives it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::condition::Condition;
use crate::policy::{
    ActionPattern, Actions, Effect, Note, NoteKind, Policy, ResourcePattern, Resources, Statement, Version,
};
use crate::principal::{Principals, Who};

/// No policy document of AWS is longer than some 40 KB; this leaves room for indentation and encoding.
const LONGEST: usize = 1 << 20;

/// How often a document may be wrapped: text in a string, encoded, in a string again.
const MOST_WRAPPINGS: usize = 4;

/// Why a document couldn't be read, and what to do about it. It never quotes the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// What happened.
    pub what: String,
    /// What to do.
    pub remedy: &'static str,
}

impl PolicyError {
    fn new(what: impl Into<String>, remedy: &'static str) -> Self {
        Self { what: what.into(), remedy }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.remedy)
    }
}

impl std::error::Error for PolicyError {}

const EXPORT_AGAIN: &str = "Export the policy again and take it as the AWS CLI prints it.";

impl Policy {
    /// Reads a document in any of its forms.
    ///
    /// A document that breaks the language's grammar is refused as a whole: IAM would not have taken it, and half of a
    /// policy judged would mislead. What is only odd is noted in [`Policy::notes`].
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut text = Cow::Borrowed(text);
        for _ in 0..MOST_WRAPPINGS {
            if text.len() > LONGEST {
                return Err(PolicyError::new("The policy document is longer than 1 MiB.", EXPORT_AGAIN));
            }
            let trimmed = text.trim_start_matches('\u{feff}').trim();
            match trimmed.as_bytes().first() {
                None => return Err(PolicyError::new("The policy document is empty.", EXPORT_AGAIN)),
                Some(b'{')
                    if !trimmed.contains("%22") || serde_json::from_str::<IgnoredAny>(trimmed).is_ok() =>
                {
                    return document(trimmed);
                }
                Some(b'"') => {
                    let inner: String = serde_json::from_str(trimmed).map_err(|error| broken(&error))?;
                    text = Cow::Owned(inner);
                }
                Some(b'%' | b'{') => text = Cow::Owned(percent_decoded(trimmed)?),
                Some(_) => {
                    return Err(PolicyError::new(
                        "The policy document is neither JSON nor percent-encoded JSON.",
                        EXPORT_AGAIN,
                    ));
                }
            }
        }
        Err(PolicyError::new("The policy document is wrapped in text more than four times.", EXPORT_AGAIN))
    }
}

/// JSON errors may quote the document, so only the place is told.
fn broken(error: &serde_json::Error) -> PolicyError {
    let what = if error.is_data() { "breaks the grammar of policies" } else { "isn't sound JSON" };
    PolicyError::new(
        format!("The policy document {what} (line {}, column {}).", error.line(), error.column()),
        EXPORT_AGAIN,
    )
}

fn percent_decoded(text: &str) -> Result<String, PolicyError> {
    let wrong = || PolicyError::new("The policy document's percent-encoding is broken.", EXPORT_AGAIN);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte != b'%' {
            bytes.push(byte);
            rest = tail;
            continue;
        }
        let (digits, tail) = tail.split_at_checked(2).ok_or_else(wrong)?;
        let digits =
            std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        bytes.push(digits.and_then(|text| u8::from_str_radix(text, 16).ok()).ok_or_else(wrong)?);
        rest = tail;
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

fn document(text: &str) -> Result<Policy, PolicyError> {
    let raw: RawPolicy = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let mut notes: Vec<Note> = raw.notes.into_iter().map(|kind| Note { statement: None, kind }).collect();
    let version = match raw.version.as_deref() {
        Some("2012-10-17") => Version::Current,
        Some("2008-10-17") | None => Version::Old,
        Some(_) => Version::Unknown,
    };
    if version != Version::Current {
        notes.push(Note { statement: None, kind: NoteKind::OldVersion });
    }
    let Some((raw_statements, single)) = raw.statements else {
        return Err(PolicyError::new("The policy document has no Statement.", EXPORT_AGAIN));
    };
    let mut statements = Vec::with_capacity(raw_statements.len());
    for (index, raw) in raw_statements.into_iter().enumerate() {
        statements.push(statement(index, raw, version, &mut notes)?);
    }
    Ok(Policy::assemble(version, raw.id, statements, single, notes))
}

fn statement(
    index: usize,
    raw: RawStatement,
    version: Version,
    notes: &mut Vec<Note>,
) -> Result<Statement, PolicyError> {
    let refuse = |what: &str| PolicyError::new(format!("Statement {index} {what}."), EXPORT_AGAIN);
    let actions = |patterns: Vec<String>| patterns.into_iter().map(ActionPattern::new).collect();
    let resources = |patterns: Vec<String>| {
        patterns.into_iter().map(|text| ResourcePattern::new(text, version)).collect()
    };
    notes.extend(raw.notes.into_iter().map(|kind| Note { statement: Some(index), kind }));
    let effect = match raw.effect.as_deref() {
        Some(effect) if effect.eq_ignore_ascii_case("allow") => Effect::Allow,
        Some(effect) if effect.eq_ignore_ascii_case("deny") => Effect::Deny,
        Some(_) => return Err(refuse("has an Effect that is neither Allow nor Deny")),
        None => return Err(refuse("has no Effect")),
    };
    let conditions: Vec<Condition> = raw
        .conditions
        .into_iter()
        .map(|(operator, key, values)| Condition::new(&operator, &key, values, version))
        .collect();
    for condition in conditions.iter().filter(|condition| condition.operator.is_none()) {
        let kind = NoteKind::UnknownOperator(condition.operator_text.clone());
        notes.push(Note { statement: Some(index), kind });
    }
    Ok(Statement {
        index,
        sid: raw.sid,
        effect,
        actions: match (raw.action, raw.not_action) {
            (Some(patterns), None) => Actions::Only(actions(patterns)),
            (None, Some(patterns)) => Actions::Except(actions(patterns)),
            (Some(_), Some(_)) => return Err(refuse("has both Action and NotAction")),
            (None, None) => return Err(refuse("has neither Action nor NotAction")),
        },
        resources: match (raw.resource, raw.not_resource) {
            (Some(patterns), None) => Resources::Only(resources(patterns)),
            (None, Some(patterns)) => Resources::Except(resources(patterns)),
            (Some(_), Some(_)) => return Err(refuse("has both Resource and NotResource")),
            (None, None) => Resources::Attached,
        },
        principals: match (raw.principal, raw.not_principal) {
            (Some(principals), None) => Principals::Only(principals.0),
            (None, Some(principals)) => Principals::Except(principals.0),
            (Some(_), Some(_)) => return Err(refuse("has both Principal and NotPrincipal")),
            (None, None) => Principals::Attached,
        },
        conditions,
    })
}

#[derive(Default)]
struct RawPolicy {
    version: Option<String>,
    id: Option<String>,
    statements: Option<(Vec<RawStatement>, bool)>,
    notes: Vec<NoteKind>,
}

#[derive(Default)]
struct RawStatement {
    sid: Option<String>,
    effect: Option<String>,
    action: Option<Vec<String>>,
    not_action: Option<Vec<String>>,
    resource: Option<Vec<String>>,
    not_resource: Option<Vec<String>>,
    principal: Option<RawPrincipal>,
    not_principal: Option<RawPrincipal>,
    conditions: Vec<(String, String, Vec<String>)>,
    notes: Vec<NoteKind>,
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
                    match key.to_ascii_lowercase().as_str() {
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
            match key.to_ascii_lowercase().as_str() {
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

struct RawPrincipal(Vec<Who>);

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

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;

    fn encoded(text: &str) -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    }

    #[test]
    fn every_wrapping_reads_the_same() {
        let quoted = serde_json::to_string(SMALL).unwrap();
        let forms = [
            SMALL.to_owned(),
            format!("\u{feff}\n {SMALL} \n"),
            quoted.clone(),
            encoded(SMALL),
            encoded(&quoted),
            serde_json::to_string(&encoded(SMALL)).unwrap(),
            SMALL.replace('"', "%22"),
        ];
        for form in forms {
            let policy = Policy::parse(&form).unwrap();
            assert_eq!(policy.statements.len(), 1, "{form}");
            assert_eq!(policy.statements[0].actions.patterns()[0].text, "s3:*", "{form}");
            assert_eq!(policy.pointer(0), "/Statement");
        }
    }

    #[track_caller]
    fn check_error(text: &str, expected: &str) {
        let message = Policy::parse(text).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
        assert!(message.ends_with(EXPORT_AGAIN), "{message}");
    }

    #[test]
    fn refusals_say_what_and_never_quote() {
        check_error("", "is empty");
        check_error("hello", "neither JSON nor");
        check_error("%7B%2", "percent-encoding is broken");
        check_error("{\"Version\":\"2012-10-17\"}", "no Statement");
        check_error(
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]}",
            "Statement 0 has neither Action",
        );
        check_error("{\"Statement\":[{\"Effect\":\"hunter2\",\"Action\":\"*\"}]}", "neither Allow nor Deny");
        check_error("{\"Statement\":{\"Principal\":\"hunter2\"}}", "grammar of policies (line 1");
        check_error(&"[".repeat(100_000), "neither JSON nor");
        check_error(&format!("{{\"Statement\":{}", "[".repeat(100_000)), "policy document");
        check_error(&" ".repeat(2 << 20), "longer than");
        for text in [
            "{\"Statement\":[{\"Effect\":\"hunter2\",\"Action\":\"*\"}]}",
            "{\"Statement\":{\"Principal\":\"hunter2\"}}",
        ] {
            assert!(!Policy::parse(text).unwrap_err().to_string().contains("hunter2"));
        }
    }

    #[test]
    fn odd_things_are_noted() {
        let policy = Policy::parse(
            r#"{"Version":"2008-10-17","Extra":1,"Statement":[{"Effect":"Allow","Action":"a:b","action":"a:c",
            "Resource":"*","Condition":{"StringAlike":{"k":true}},"Comment":"x"}]}"#,
        )
        .unwrap();
        let note = |statement, kind| Note { statement, kind };
        assert_eq!(
            policy.notes,
            vec![
                note(None, NoteKind::UnknownKey("Extra".to_owned())),
                note(None, NoteKind::OldVersion),
                note(Some(0), NoteKind::DuplicateKey("action".to_owned())),
                note(Some(0), NoteKind::UnknownKey("Comment".to_owned())),
                note(Some(0), NoteKind::UnknownOperator("StringAlike".to_owned())),
            ]
        );
        assert_eq!(policy.statements[0].actions.patterns()[0].text, "a:c");
        assert_eq!(policy.statements[0].conditions[0].values, ["true"]);
    }
}
