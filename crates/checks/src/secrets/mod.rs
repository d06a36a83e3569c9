//! Tells real secrets from everything that only looks like one: SEC-01 to SEC-04.
//!
//! A value is believed to be a secret for one of two reasons: it has a format that an issuer gives to its secrets, with a
//! right checksum where the format has one ([`Rule::Known`], SEC-01), or its name says so and nothing about it speaks against
//! it ([`Rule::Named`], SEC-02). References, ciphertext, hashes, identifiers, public keys, addresses, settings, names and
//! placeholders speak against it. The value itself never leaves this room: a [`Secret`] holds where it stands, and
//! [`mask`] tells its length alone.
//!
//! Everything reads bytes once, in time that grows with the length of the text.

use std::ops::Range;

mod assign;
mod benign;
mod bytes;
mod formats;
mod known;
mod name;
mod named;
mod pem;
mod token;
mod url;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

/// A secret: what it is, why it is believed, and where it stands. Never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it is, as its issuer calls it: "GitHub personal access token", "password".
    pub kind: &'static str,
    /// Why it is believed, as a clause: "its prefix and length are right, and so is its checksum".
    pub why: &'static str,
    /// Where it stands in the value or text, in bytes.
    pub span: Range<usize>,
    /// Which rule it breaks.
    pub rule: Rule,
    /// How sure that is.
    pub confidence: Confidence,
}

/// The rule by which a secret was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// SEC-01: a format that is known.
    Known,
    /// SEC-02: a telling name and a plausible value.
    Named,
}

/// How sure it is that a value is a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Checked, or of a shape that nothing else has.
    High,
    /// Likely: a test key, an encrypted key, words under the name of a password.
    Medium,
    /// Possible.
    Low,
}

/// What is thought of a named value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds a secret; of several the surest.
    Secret(Secret),
    /// It holds none, and why: "a UUID", "its name tells something about a secret, not the secret".
    Benign(&'static str),
}

/// What stands beside a value, in the same set of variables, and makes others plainer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    aws_key_id: bool,
}

impl Beside {
    /// Looks through values that belong together, such as the variables of one function.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let holds_id = |value: &str| {
            let mut found = Vec::new();
            if known::may_hold_aws_id(value) {
                known::scan(value, &mut found);
            }
            found.iter().any(known::is_aws_id)
        };
        Self { aws_key_id: values.into_iter().any(holds_id) }
    }
}

/// Judges a named value: a variable, a tag.
pub fn judge(name: &str, value: &str, beside: Beside) -> Verdict {
    match decide(name, value, beside) {
        Ok(secret) => Verdict::Secret(secret),
        Err(Nothing::Because(why)) => Verdict::Benign(why),
        Err(Nothing::Unless(why)) => {
            Verdict::Benign(benign::shape(bytes::head(value.trim(), 4096)).unwrap_or(why))
        }
    }
}

/// Like [`judge`] without the reason where there is no secret, which takes most of the time.
pub fn secret(name: &str, value: &str, beside: Beside) -> Option<Secret> {
    decide(name, value, beside).ok()
}

/// Like [`secret`] without anything beside the value.
pub fn classify(name: &str, value: &str) -> Option<Secret> {
    secret(name, value, Beside::default())
}

/// Why there is no secret.
enum Nothing {
    /// For this reason.
    Because(&'static str),
    /// For this reason, unless its shape tells a better one.
    Unless(&'static str),
}

fn decide(name: &str, value: &str, beside: Beside) -> Result<Secret, Nothing> {
    let trimmed = value.trim();
    let offset = value.len() - value.trim_start().len();
    let moved =
        |secret: Secret| Secret { span: secret.span.start + offset..secret.span.end + offset, ..secret };
    if public_web_configuration(name, trimmed) {
        return Err(Nothing::Because("a key of a web configuration, meant to be public"));
    }
    let found = find(trimmed, ENCODINGS);
    let surest = found.into_iter().min_by_key(|secret| (secret.rule, secret.confidence, secret.span.start));
    if let Some(secret) = surest {
        return Ok(moved(secret));
    }
    if beside.aws_key_id && token::is_aws_secret(trimmed) && !words::is_readable(trimmed) {
        return Ok(moved(known::aws_secret(0..trimmed.len())));
    }
    let words = name::Words::of(name);
    if let Some(secret) =
        encoded(trimmed, |text| named::judge(&words, text.trim(), named::Setting::Pair).ok())
    {
        return Ok(moved(secret));
    }
    match named::judge(&words, trimmed, named::Setting::Pair) {
        Ok(_) if bytes::encoded_text(trimmed).is_some_and(|text| words::is_readable(&text)) => {
            Err(Nothing::Because("base64 of readable text without a secret"))
        }
        Ok(secret) => Ok(moved(secret)),
        Err(nothing) => Err(Nothing::Unless(nothing)),
    }
}

/// Finds every secret in free text, in the order in which they stand: a description, a command joined by blanks, an event
/// filter's pattern, the parameters of a recorded call.
pub fn scan(text: &str) -> Vec<Secret> {
    find(text, ENCODINGS)
}

/// A value without any of its characters: only how long it is, by class.
pub fn mask(value: &str) -> String {
    let length = match value.chars().count() {
        0 => return String::from("(empty)"),
        1..=7 => "under 8",
        8..=15 => "8 to 15",
        16..=31 => "16 to 31",
        32..=63 => "32 to 63",
        64..=255 => "64 to 255",
        _ => "over 255",
    };
    format!("•••••••• ({length} characters)")
}

/// How many encodings are looked through: base64 of base64 of a key occurs, deeper ones only to tire a reader.
const ENCODINGS: u32 = 2;

/// Finds the secrets that the text shows by itself, none within another.
fn find(text: &str, encodings: u32) -> Vec<Secret> {
    let mut found = Vec::new();
    known::scan(text, &mut found);
    pem::scan(text, &mut found);
    url::scan(text, &mut found);
    assign::scan(text, &mut found);
    if found.is_empty() && encodings > 0 {
        let inner = |text: &str| {
            find(text, encodings - 1).into_iter().min_by_key(|secret| (secret.rule, secret.confidence))
        };
        found.extend(encoded(text, inner));
    }
    settle(found)
}

/// What a test finds in the text that a value encodes; it then stands in the whole of the value.
fn encoded(value: &str, test: impl Fn(&str) -> Option<Secret>) -> Option<Secret> {
    let text = bytes::encoded_text(value)?;
    Some(Secret { span: 0..value.len(), ..test(&text)? })
}

/// Of secrets that overlap, the better known one stays.
fn settle(mut found: Vec<Secret>) -> Vec<Secret> {
    order::by_key(&mut found, |secret| (secret.span.start, secret.rule, secret.confidence, secret.span.end));
    let mut kept: Vec<Secret> = Vec::with_capacity(found.len());
    for secret in found {
        match kept.last_mut() {
            Some(last) if secret.span.start < last.span.end => {
                if (secret.rule, secret.confidence) < (last.rule, last.confidence) {
                    *last = secret;
                }
            }
            _ => kept.push(secret),
        }
    }
    kept
}

/// Whether a value is the configuration of a Firebase app in a browser, whose API key Google calls public.
fn public_web_configuration(name: &str, value: &str) -> bool {
    const PUBLIC: [&str; 6] =
        ["NEXT_PUBLIC_", "REACT_APP_", "VITE_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "GATSBY_"];
    let in_browser =
        PUBLIC.iter().any(|prefix| name.starts_with(prefix)) && bytes::contains_folded(name, "firebase");
    let google_key = known::whole("AIza{w35}", value);
    let configuration = value.starts_with('{')
        && value.contains("authDomain")
        && value.contains("AIza")
        && !value.contains("rivate");
    (google_key && in_browser) || configuration
}
