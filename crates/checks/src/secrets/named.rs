//! Judges a value by what its name promises, once the value alone has told nothing.

use super::name::{NoPromise, Noun, Words};
use super::{Confidence, Rule, Secret, benign, bytes, known, words};

/// Below these a value is too short or too uniform to tell a secret from a word.
const LEAST_LENGTH: usize = 8;
const LEAST_ENTROPY: f64 = 3.0;
/// No secret is longer, and no function's variables together are: they may have four kilobytes.
const MOST_LENGTH: usize = 8192;
/// What a value must have when its name tells little, or when it stands in prose.
const STRICT_LENGTH: usize = 16;

/// How much the surroundings of a value speak for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// A variable, a tag, a member of JSON: the name stands for the value.
    Pair,
    /// A sentence: what follows the name may be any word.
    Prose,
    /// A connection string: whatever stands there opens the connection.
    Connection,
}

/// Judges the value of a name: a secret, or why it is none.
pub(super) fn judge(words: &Words, value: &str, setting: Setting) -> Result<Secret, &'static str> {
    if value.len() > MOST_LENGTH {
        return Err("longer than any secret");
    }
    if let Some(secret) = known::by_name(words, value) {
        return Ok(secret);
    }
    if is_recovery_phrase(words, value) {
        let why = "its name says so, and it has as many words as such a phrase has";
        return Ok(Secret {
            kind: "wallet recovery phrase",
            rule: Rule::Known,
            ..secret(Noun::Secret, value, Confidence::High, why)
        });
    }
    let noun = match words.promise() {
        Ok(noun) => noun,
        Err(NoPromise::NoNoun) => return Err("its name tells of no secret"),
        Err(NoPromise::About) => return Err("its name tells something about a secret, not the secret"),
        Err(NoPromise::Public) => return Err("its name tells of something that may be seen"),
    };
    if setting != Setting::Connection && is_weak(value) {
        return Err(WEAK);
    }
    if let Some(what) = benign::shape(value) {
        return Err(what);
    }
    if words::is_placeholder(value) {
        return Err("a placeholder");
    }
    if setting == Setting::Connection && noun == Noun::Password {
        return Ok(secret(
            noun,
            value,
            Confidence::High,
            "it stands where the connection expects its password",
        ));
    }
    let bracketed = value.starts_with('[') && value.ends_with(']');
    // A password may have a comma in it; of other secrets there may be several.
    if bracketed || (noun != Noun::Password && value.contains(',')) {
        let found = items(value).find_map(|item| judge_one(noun, item, setting).ok());
        if let Some(found) = found {
            return Ok(Secret { span: 0..value.len(), ..found });
        }
        if bracketed {
            return Err("a list without a secret");
        }
    }
    judge_one(noun, value, setting)
}

/// The words that restore a wallet: twelve to twenty-four of them.
fn is_recovery_phrase(words: &Words, value: &str) -> bool {
    let named =
        words.has("mnemonic") || (words.has("phrase") && (words.has("seed") || words.has("recovery")));
    named
        && value.len() <= 256
        && matches!(value.split_ascii_whitespace().count(), 12 | 15 | 18 | 21 | 24)
        && value
            .split_ascii_whitespace()
            .all(|word| (3..=8).contains(&word.len()) && bytes::all(word, bytes::LOWER))
}

fn judge_one(noun: Noun, value: &str, setting: Setting) -> Result<Secret, &'static str> {
    if is_weak(value) {
        return Err(WEAK);
    }
    if words::is_secret_name(value) {
        return Err("it reads as the name of a secret");
    }
    if words::is_sequence(value) {
        return Err("a sequence of characters");
    }
    let readable = words::is_readable(words::without_suffix(value));
    if setting == Setting::Prose
        && !value.bytes().any(|b| b.is_ascii_digit())
        && (readable || !is_jumble(value))
    {
        return Err("a word of the sentence");
    }
    match noun {
        Noun::Password if !readable => Ok(secret(noun, value, Confidence::High, RANDOM)),
        Noun::Password if setting == Setting::Prose => Err("a word of the sentence"),
        Noun::Password if value.split_ascii_whitespace().count() > 6 => Err("a sentence"),
        Noun::Password => Ok(secret(noun, value, Confidence::Medium, CHOSEN)),
        _ if readable => Err("it reads as a name or as words"),
        _ if words::filler(value) => Err("a placeholder"),
        Noun::Key | Noun::Auth if value.len() < STRICT_LENGTH => {
            Err("too short for a name that tells little")
        }
        Noun::Key | Noun::Auth => Ok(secret(noun, value, Confidence::Medium, RANDOM)),
        _ if setting == Setting::Prose && value.len() < STRICT_LENGTH => Err("a word of the sentence"),
        _ => Ok(secret(noun, value, Confidence::High, RANDOM)),
    }
}

/// Letters as no language puts them: long, and large ones among small ones.
fn is_jumble(value: &str) -> bool {
    let changes = value.as_bytes().windows(2).filter(|pair| match pair {
        [a, b] => a.is_ascii_lowercase() && b.is_ascii_uppercase(),
        _ => false,
    });
    value.len() >= 12 && changes.count() >= 2
}

fn is_weak(value: &str) -> bool {
    value.chars().take(LEAST_LENGTH).count() < LEAST_LENGTH || bytes::entropy(value) < LEAST_ENTROPY
}

const WEAK: &str = "too short or too uniform to be told from a word";
const RANDOM: &str = "its name says so, and the value is random, neither a reference nor a public value";
const CHOSEN: &str = "its name says so, and the value is neither a reference, a placeholder nor a setting";

fn secret(noun: Noun, value: &str, confidence: Confidence, why: &'static str) -> Secret {
    let kind = match noun {
        Noun::Password => "password",
        Noun::Secret => "secret",
        Noun::Token => "token",
        Noun::SecretKey | Noun::Key => "key",
        Noun::Auth => "credentials",
    };
    Secret { kind, why, span: 0..value.len(), rule: Rule::Named, confidence }
}

/// The items of a list, as JSON or with commas, that are long enough to be judged without a name of their own.
fn items(value: &str) -> impl Iterator<Item = &str> {
    value
        .trim_matches(['[', ']'])
        .split(',')
        .map(|item| item.trim_matches(|c: char| c.is_ascii_whitespace() || "\"'\\".contains(c)))
        .filter(|item| item.len() >= STRICT_LENGTH)
        .filter(|item| benign::shape(item).is_none())
}
