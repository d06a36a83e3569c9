//! The six patterns by which the original recognises a secret, each searched anywhere in a text.

use crate::python::fold_case;

/// What each pattern recognises, in the original's order; bit N of [`matches()`] is pattern N.
pub(super) const PATTERNS: [&str; 6] = [
    // (?i)(password|pwd|secret|key|token)
    "Potential password/secret",
    // (?i)(api[_-]?key)
    "API key",
    // (?i)(access[_-]?key)
    "Access key",
    // (?i)(private[_-]?key)
    "Private key",
    // AKIA[0-9A-Z]{16}
    "AWS Access Key ID",
    // [0-9a-zA-Z/+]{40}
    "Potential AWS Secret Key",
];

const WORDS: [&[u8]; 5] = [b"password", b"pwd", b"secret", b"key", b"token"];
/// What makes a key one of a kind, with the bit of its pattern.
const KINDS: [(&[u8], u8); 3] = [(b"api", 1 << 1), (b"access", 1 << 2), (b"private", 1 << 3)];
const AKIA: &[u8] = b"AKIA";
const AKIA_TAIL: usize = 16;
const SECRET_RUN: usize = 40;

/// The patterns that occur in a text, as bits. `scratch` saves memory between calls.
pub(super) fn matches(text: &str, scratch: &mut Vec<u8>) -> u8 {
    fold_case(text, scratch);
    words(scratch) | (u8::from(has_access_key_id(text)) << 4) | (u8::from(has_secret_run(text)) << 5)
}

fn words(folded: &[u8]) -> u8 {
    let mut seen = 0;
    for (at, byte) in folded.iter().enumerate() {
        if !matches!(byte, b'p' | b's' | b'k' | b't') {
            continue;
        }
        let rest = &folded[at..];
        if !WORDS.iter().any(|word| rest.starts_with(word)) {
            continue;
        }
        seen |= 1;
        if *byte == b'k' {
            let before = &folded[..at];
            let bare = before.strip_suffix(b"_").or_else(|| before.strip_suffix(b"-")).unwrap_or(before);
            let kinds = KINDS.iter().filter(|(kind, _)| bare.ends_with(kind));
            seen |= kinds.fold(0, |bits, (_, bit)| bits | bit);
        }
    }
    seen
}

fn has_access_key_id(text: &str) -> bool {
    text.as_bytes().windows(AKIA.len() + AKIA_TAIL).any(|window| {
        window.starts_with(AKIA)
            && window[AKIA.len()..].iter().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'Z'))
    })
}

fn has_secret_run(text: &str) -> bool {
    let mut run = 0;
    text.len() >= SECRET_RUN
        && text.bytes().any(|byte| {
            run = if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+') { run + 1 } else { 0 };
            run == SECRET_RUN
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[usize]) {
        let seen = matches(text, &mut Vec::new());
        let seen: Vec<usize> = (0..PATTERNS.len()).filter(|bit| seen & (1 << bit) != 0).collect();
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn words_match_anywhere_and_in_any_case() {
        check("MONKEY", &[0]);
        check("DB_Password", &[0]);
        check("passwd", &[]);
        check("", &[]);
        check("xPWDx", &[0]);
        check("API_KEY", &[0, 1]);
        check("apikey", &[0, 1]);
        check("api-key", &[0, 1]);
        check("api__key", &[0]);
        check("api_-key", &[0]);
        check("api key", &[0]);
        check("access-keyapiKEYprivate_key", &[0, 1, 2, 3]);
    }

    #[test]
    fn four_letters_beyond_ascii_are_folded() {
        check("MON\u{212a}EY", &[0]);
        check("pa\u{17f}\u{17f}word", &[0]);
        check("ap\u{131}key", &[0, 1]);
        check("pr\u{130}vate_key", &[0, 3]);
        check("ｋｅｙ", &[]);
        check("ké", &[]);
    }

    #[test]
    fn keys_of_aws_have_shapes() {
        check("AKIAIOSFODNN7EXAMPLE", &[4]);
        check("xAKIAIOSFODNN7EXAMPLEx", &[4]);
        check("AKIAIOSFODNN7EXAMPL", &[]);
        check("akiaIOSFODNN7EXAMPLE", &[]);
        check("AKIAKIAIOSFODNN7EXAM PLE", &[4]);
        check("AKIAAKIAIOSFODNN7EXAMPLE", &[4]);
        check(&"a/+9".repeat(10), &[5]);
        check(&"a".repeat(39), &[]);
        check(&format!("{}={}", "a".repeat(39), "a".repeat(39)), &[]);
        check(&format!("é{}é", "a".repeat(40)), &[5]);
    }
}
