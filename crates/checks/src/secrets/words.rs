//! Tells what people write, names, words and fillers, from what a generator made.

use super::bytes::{self, contains_folded};
use super::name::Words;

/// Which letters follow each letter in words of English and of programs: a bit for every letter, `a` the lowest.
///
/// The 260 commonest pairs of 18,700 words; they make 92 % of the pairs in words, and 38 % of those among random letters.
const FOLLOWS: [u32; 26] = {
    const LETTERS: [&[u8]; 26] = [
        b"bcdgiklmnprstuvwxy",
        b"abceilorsuy",
        b"acehiklorstu",
        b"adeilorsu",
        b"abcdefgilmnopqrstvwxy",
        b"aefilorstu",
        b"aehilnorsu",
        b"aeiort",
        b"abcdefglmnoprstvxz",
        b"aou",
        b"eis",
        b"adeilostuy",
        b"abeimopsu",
        b"acdefgiklnopstuv",
        b"abcdfgiklmnoprstuvw",
        b"aeiloprstuy",
        b"u",
        b"acdefgiklmnoprstuy",
        b"acehiklopstuy",
        b"acdefhilmoprstuy",
        b"abcefilmnprst",
        b"aei",
        b"aeior",
        b"ept",
        b"npst",
        b"e",
    ];
    let mut table = [0; 26];
    let mut letter = 0;
    while letter < 26 {
        let mut at = 0;
        while at < LETTERS[letter].len() {
            table[letter] |= 1 << (LETTERS[letter][at] - b'a');
            at += 1;
        }
        letter += 1;
    }
    table
};

fn follows(first: u8, second: u8) -> bool {
    let index = |b: u8| b.to_ascii_lowercase().wrapping_sub(b'a');
    FOLLOWS.get(usize::from(index(first))).is_some_and(|row| row >> (index(second) & 31) & 1 == 1)
}

/// How much in a text speaks for words, and how much against.
#[derive(Default)]
struct Score {
    good: u32,
    bad: u32,
    /// Short tokens of letters and digits mixed: one is a version or a zone, many are a key in groups.
    mixed: u32,
}

/// Whether the text reads as words, names or numbers that a person chose, as opposed to random characters.
pub(super) fn is_readable(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut score = Score::default();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let inside = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        if inside {
            continue;
        }
        rate(bytes.get(from..at).unwrap_or_default(), &mut score);
        // Between letters these stand in passwords, not in names.
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        if b"!$^&*#%~".contains(byte) && bytes::before(bytes, at).is_ascii_alphanumeric() && next.is_ascii_alphanumeric()
        {
            score.bad += 2;
        }
        from = at + 1;
    }
    rate(bytes.get(from..).unwrap_or_default(), &mut score);
    let bad = score.bad + if score.mixed > 2 { 2 * score.mixed } else { 0 };
    score.good >= 2 && score.good >= 3 * bad
}

/// Rates one token between separators.
fn rate(token: &[u8], score: &mut Score) {
    let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
    if token.len() <= 3 {
        // Abbreviations are words of their own; `k8s` and `eu1` too, but not many of them.
        score.mixed += u32::from(digits > 0 && digits < token.len());
        if token.len() == 3 && token.iter().all(u8::is_ascii_alphabetic) {
            score.good += token.windows(2).map(|pair| matches!(pair, [a, b] if follows(*a, *b))).map(u32::from).sum::<u32>();
        }
        return;
    }
    // A number at the end counts a word, as in `oauth2`.
    let stem = token.len() - token.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    for pair in token.get(..stem).unwrap_or_default().windows(2) {
        let [first, second] = pair else { continue };
        match (first, second) {
            // Letters beyond ASCII stand in words.
            (a, b) if !a.is_ascii() || !b.is_ascii() => score.good += 1,
            (a, b) if a.is_ascii_lowercase() && b.is_ascii_uppercase() => {}
            (a, b) if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                if follows(*a, *b) { score.good += 1 } else { score.bad += 1 }
            }
            (a, b) if a.is_ascii_digit() && b.is_ascii_digit() => {}
            _ => score.bad += 1,
        }
    }
}

/// Whether what follows a known prefix only fills the place of a secret: one character, a sequence, words.
pub(super) fn filler(body: &str) -> bool {
    if body.len() < 8 {
        return false;
    }
    // A filler shows at its beginning.
    let body = bytes::head(body, 512);
    let pairs = body.as_bytes().windows(2);
    let rising = pairs.filter(|pair| matches!(pair, [a, b] if a.wrapping_add(1) == *b)).count();
    rising * 2 >= body.len()
        || bytes::entropy(body) < 2.2
        || ["example", "xxxx", "redacted", "placeholder"].iter().any(|word| contains_folded(body, word))
        || (body.len() >= 16 && is_readable(body))
}

/// Words that stand where a secret is meant to be put later, or was taken away.
const FILLERS: [&str; 34] = [
    "redacted", "removed", "masked", "hidden", "omitted", "scrubbed", "sanitized", "changeme", "changeit",
    "changethis", "replaceme", "placeholder", "dummy", "fake", "mock", "example", "sample", "todo", "tbd", "fixme",
    "unset", "undefined", "null", "none", "nil", "empty", "unused", "notset", "notused", "foobar", "overridden",
    "lorem", "obfuscated", "deprecated",
];
/// Words that begin an instruction in place of a secret, when one of [`SECOND`] or a telling noun follows.
const FIRST: [&str; 26] = [
    "your", "change", "replace", "set", "not", "see", "stored", "managed", "provided", "injected", "insert", "enter",
    "put", "to", "from", "loaded", "fetched", "retrieved", "use", "moved", "override", "fill", "add", "read", "kept",
    "lives",
];
const SECOND: [&str; 29] = [
    "me", "this", "it", "by", "in", "via", "at", "from", "set", "used", "needed", "required", "applicable", "available",
    "configured", "be", "with", "here", "before", "your", "available", "defined",
    "parameter", "vault", "console", "environment", "env", "ssm", "the",
];

/// Whether a value only holds the place of a secret.
pub(super) fn is_placeholder(value: &str) -> bool {
    if value.len() > 160 {
        return false;
    }
    let wrapped = |open: &str, close: &str| value.len() > open.len() + close.len() && value.starts_with(open) && value.ends_with(close);
    if wrapped("<", ">") || wrapped("__", "__") || wrapped("%", "%") || wrapped("@", "@") {
        return true;
    }
    if (wrapped("[", "]") || wrapped("{", "}") || wrapped("(", ")")) && !value.contains(['"', ':', '=']) && is_words(value) {
        return true;
    }
    if !value.is_empty() && value.chars().all(|c| "*•.xX-_#?… ".contains(c)) {
        return true;
    }
    let words = Words::of(value);
    let Some(first) = words.first() else { return false };
    if words.all(|word| FILLERS.contains(&word)) {
        return true;
    }
    // A filler that was made to please a password policy is a password.
    let made_strong = value.contains(['!', '$', '^', '&', '*', '#', '@'])
        || value.as_bytes().windows(2).any(|pair| matches!(pair, [a, b] if a.is_ascii_alphabetic() && b.is_ascii_digit()));
    if made_strong || !is_words(value) {
        return false;
    }
    let instruction = FIRST.contains(&first)
        && (words.second().is_some_and(|word| SECOND.contains(&word)) || words.noun().is_some());
    instruction || words.any(|word| FILLERS.contains(&word)) || (words.last() == Some("here") && words.second().is_some())
}

/// Whether a value is made of words; short ones are no evidence against it.
fn is_words(value: &str) -> bool {
    is_readable(value) || value.bytes().all(|b| b.is_ascii_alphabetic() || b" -_.<>[](){}".contains(&b)) && value.len() < 12
}

/// Whether a value is the name under which a secret is kept, as in `shop/stripe-live` or `prod-db-password`.
pub(super) fn is_secret_name(value: &str) -> bool {
    let value = without_suffix(value);
    if value.contains(|c: char| c.is_whitespace() || "!$^&*#%~=?<>\"'".contains(c)) || !is_readable(value) {
        return false;
    }
    let separated = value.contains(['/', '-', '_', '.', ':']);
    // A database that lets roles in has no password.
    let elsewhere = |word: &str| ["iam", "ssm", "authentication", "secretsmanager"].contains(&word);
    let words = Words::of(value);
    separated && (value.contains('/') || words.noun().is_some() || words.any(elsewhere))
}

/// A name without the characters that AWS appends to it: six by Secrets Manager; eight by the CDK and then twelve or so by
/// CloudFormation.
pub(super) fn without_suffix(value: &str) -> &str {
    match value.rsplit_once('-') {
        Some((stem, suffix)) if suffix.len() == 6 && bytes::all(suffix, bytes::ALNUM) && stem.len() >= 3 => stem,
        Some((stem, suffix)) if (11..=14).contains(&suffix.len()) && bytes::all(suffix, bytes::ALNUM) => {
            let hashed = stem.len().checked_sub(8).and_then(|at| stem.split_at_checked(at));
            match hashed.filter(|(_, hash)| bytes::all(hash, bytes::DIGIT | bytes::UP_HEX)) {
                Some((name, _)) if name.len() >= 3 => name,
                _ if stem.contains('-') && bytes::all(suffix, bytes::UPPER | bytes::DIGIT) => stem,
                _ => value,
            }
        }
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readable() {
        for text in [
            "EcsContainer",
            "config/database_credentials",
            "shop/stripe-live",
            "x-api-key",
            "violet-anchor-93-Tundra-okra",
            "Welcome back to the shop, we missed you!",
            "north-by-northwest",
            "prod-eu1-orders",
            "oauth2-callback",
            "Größenänderung",
            "org.apache.kafka.common.security",
        ] {
            assert!(is_readable(text), "{text}");
        }
        for text in [
            "clwsuJjOIIlAqoLZjImtL07ErAUibeYa",
            "9e961d671985824d953870315ecf8632",
            "Tr0ub4dor&3xyz",
            "XK4F-9QWE-77AB-Z0P2",
            "abc-9k2-x7q-4fz",
            "",
            "1234-5678",
        ] {
            assert!(!is_readable(text), "{text}");
        }
    }

    #[test]
    fn placeholders() {
        for text in [
            "REDACTED",
            "***",
            "<your-password>",
            "changeme",
            "change-me",
            "CHANGE_ME_BEFORE_DEPLOY",
            "your-api-key-here",
            "[hidden]",
            "set in the console",
            "replace-with-real-token",
            "dummy-token-for-tests",
            "__DB_PASSWORD__",
            "TODO",
            "xxxxxxxx-xxxx",
            "not-set",
            "stored in Secrets Manager",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["violet-anchor-93-Tundra-okra", "Changeme123!", "hunter2hunter2", "", "Summer2024!", "yourself"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn names_of_secrets() {
        for text in ["prod-db-password", "shop/stripe-live", "prod/db-AbCdEf", "my_db_secret", "app.credentials"] {
            assert!(is_secret_name(text), "{text}");
        }
        for text in ["violet-anchor-93-Tundra-okra", "N!ghtfall-77-Kestrel", "Password123!", "password", "hunter2"] {
            assert!(!is_secret_name(text), "{text}");
        }
    }
}
