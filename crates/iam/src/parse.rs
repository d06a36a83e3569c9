//! Reading policy documents in every form in which they occur: a JSON object, JSON text inside a JSON string, and
//! percent-encoded text (RFC 3986) as the IAM API itself gives it.

use std::borrow::Cow;
use std::fmt;

use serde::de::IgnoredAny;

use crate::condition::Condition;
use crate::policy::{
    ActionPattern, Actions, Effect, Note, NoteKind, Policy, ResourcePattern, Resources, Statement, Version,
};
use crate::principal::Principals;
use crate::raw::{RawPolicy, RawStatement};

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
