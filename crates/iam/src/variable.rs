//! Policy variables: `${aws:PrincipalAccount}`, `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`.

use crate::context::{Facts, Known};
use crate::glob::{Glob, Piece};

/// A part of a text with variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    /// Ordinary text.
    Text(&'a str),
    /// A character that stands for itself: `*`, `?` or `$`.
    Escaped(&'a str),
    /// A variable: its key, and the value it has when the key is absent.
    Variable(&'a str, Option<&'a str>),
}

/// A text after its variables were filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled<T> {
    /// Everything was known.
    Exactly(T),
    /// Some values aren't known: this stands for the widest the text can be.
    AtMost(T),
    /// A variable has no value in the request, so the statement or condition doesn't apply.
    Never,
}

/// True if the text has anything like a variable in it.
pub fn occurs_in(text: &str) -> bool {
    text.contains("${")
}

/// The keys of the variables in a text, as written.
pub fn keys(text: &str) -> Vec<&str> {
    parts(text)
        .into_iter()
        .filter_map(|part| match part {
            Part::Variable(key, _) => Some(key),
            _ => None,
        })
        .collect()
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inside, tail)) = after.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(match inside.trim() {
            escaped @ ("*" | "?" | "$") => Part::Escaped(escaped),
            name => match name.split_once(',') {
                Some((key, default)) => Part::Variable(
                    key.trim(),
                    Some(default.trim().trim_start_matches('\'').trim_end_matches('\'')),
                ),
                None => Part::Variable(name, None),
            },
        });
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// What `*` and `?` mean in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Wildcards that heed the segments of an ARN.
    Arn,
    /// Wildcards.
    Wildcards,
    /// Themselves.
    Literal,
}

/// A pattern with its variables filled in from what is known about the request.
pub fn fill(text: &str, style: Style, facts: &Facts<'_>) -> Filled<Glob> {
    let parts = parts(text);
    let mut pieces = Vec::with_capacity(parts.len());
    let mut certain = true;
    for part in &parts {
        pieces.push(match *part {
            Part::Text(text) if style == Style::Literal => Piece::Text(text),
            Part::Text(text) => Piece::Pattern(text),
            Part::Escaped(text) => Piece::Text(text),
            Part::Variable(key, default) => match (facts.get(&key.to_ascii_lowercase()), default) {
                // A key with several values is not allowed in a variable: nothing can be said.
                (Some(Known::Is(values)), _) if values.len() == 1 => {
                    Piece::Text(values.first().map(String::as_str).unwrap_or_default())
                }
                (Some(Known::Absent), Some(default)) => Piece::Text(default),
                (Some(Known::Absent), None) => return Filled::Never,
                _ => {
                    certain = false;
                    Piece::Unknown
                }
            },
        });
    }
    let glob = Glob::from_pieces(&pieces, style == Style::Arn);
    if certain { Filled::Exactly(glob) } else { Filled::AtMost(glob) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;

    #[track_caller]
    fn check(text: &str, expected: &[Part<'_>]) {
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn reading() {
        check("plain", &[Part::Text("plain")]);
        check("${aws:username}", &[Part::Variable("aws:username", None)]);
        check(
            "a/${aws:PrincipalTag/team, 'none'}/*",
            &[Part::Text("a/"), Part::Variable("aws:PrincipalTag/team", Some("none")), Part::Text("/*")],
        );
        check("${*}${$}", &[Part::Escaped("*"), Part::Escaped("$")]);
        check("open ${never", &[Part::Text("open ${never")]);
    }

    #[test]
    fn filling() {
        let context = Context::new()
            .with("aws:PrincipalAccount", Known::one("123456789012"))
            .with("aws:username", Known::Absent);
        let facts = Facts::of(&context);
        let filled = |text| fill(text, Style::Arn, &facts);
        assert_eq!(
            filled("arn:aws:s3:::b-${aws:principalaccount}/*"),
            Filled::Exactly(Glob::arn("arn:aws:s3:::b-123456789012/*"))
        );
        assert_eq!(filled("arn:aws:s3:::b/${aws:username}"), Filled::Never);
        assert_eq!(filled("b/${aws:username, 'x'}"), Filled::Exactly(Glob::literal("b/x")));
        assert_eq!(filled("b/${aws:PrincipalTag/t}"), Filled::AtMost(Glob::plain("b/*")));
        assert_eq!(filled("b/${*}"), Filled::Exactly(Glob::literal("b/*")));
    }
}
