//! Finds the formats of [`super::formats`] anywhere in a text, in one pass.
//!
//! A format is tried only where its prefix begins a word of its own alphabet. Two attempts of one format can therefore never
//! read the same run twice, and the cost stays linear however hostile the text is.

use super::bytes::{self, Seen, Set};
use super::formats::{BY_NAME, Check, FORMATS, Format, MARKED, PUBLIC};
use super::{Confidence, Rule, Secret, name, token, words};

const PREFIX: &str = "its prefix, alphabet and length are those that the issuer gives such secrets";
const CHECKSUM: &str = "its prefix and length are right, and so is its checksum";
const AWS_ID: &str = "its prefix is that of credentials, and the rest is base32, which holds the account";
const BOT: &str = "its first part is the decimal id of a bot in base64, as in all such tokens";
const ENCODED_PEM: &str = "it is base64 of a private key in PEM";
const DER: &str = "its bytes have the structure of a private key";
const SIGNED: &str = "its header decodes and names an algorithm, and it is signed";
const NAME_AND_SHAPE: &str = "its name says what it is, and its alphabet and length agree";

/// One class of a pattern: the set, how many, and whether padding may follow.
struct Class {
    set: Set,
    least: usize,
    most: usize,
    padded: bool,
}

/// Reads the class that stands between braces.
fn class(text: &str) -> Option<Class> {
    let (letter, count) = text.split_at_checked(1)?;
    let set = match letter {
        "d" => bytes::DIGIT,
        "h" => bytes::HEX,
        "H" => bytes::HEX | bytes::UP_HEX,
        "l" => bytes::LOWER | bytes::DIGIT,
        "u" => bytes::UPPER | bytes::DIGIT,
        "a" => bytes::ALNUM,
        "t" => bytes::UPPER | bytes::DIGIT,
        "w" => bytes::WORD,
        "x" => bytes::WORD | bytes::DOT,
        "q" => bytes::WORD | bytes::DOT | bytes::TILDE,
        "b" => bytes::BASE64,
        "z" => bytes::ANY_BASE64,
        _ => return None,
    };
    let (least, most) = match (count.strip_suffix('+'), count.split_once('-')) {
        (Some(least), _) => (least.parse().ok()?, usize::MAX),
        (None, Some((least, most))) => (least.parse().ok()?, most.parse().ok()?),
        (None, None) => (count.parse().ok()?, count.parse().ok()?),
    };
    Some(Class { set, least, most, padded: letter == "z" })
}

/// The literal text before a pattern's first class.
fn prefix(pattern: &str) -> &str {
    pattern.split('{').next().unwrap_or(pattern)
}

/// The set of a pattern's first class.
fn first_set(pattern: &str) -> Set {
    let inner = pattern.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    inner.and_then(|(inner, _)| class(inner)).map_or(0, |class| class.set)
}

/// The length of what the pattern matches at the beginning of the bytes, where what follows is no more of the same.
fn matched(pattern: &str, text: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut last: Set = 0;
    for piece in pattern.split_inclusive(['{', '}']) {
        if let Some(inner) = piece.strip_suffix('}') {
            let class = class(inner)?;
            let rest = text.get(at..)?;
            let length = bytes::run(rest, class.set, class.most.saturating_add(1));
            if length < class.least || length > class.most {
                return None;
            }
            let base32 = inner.starts_with('t');
            if base32 && rest.iter().take(length).any(|b| bytes::is(*b, bytes::NOT_BASE32)) {
                return None;
            }
            at += length;
            if class.padded {
                at += bytes::run(text.get(at..)?, bytes::EQUALS, 3);
            }
            last = class.set;
        } else {
            let literal = piece.strip_suffix('{').unwrap_or(piece).as_bytes();
            if !text.get(at..)?.starts_with(literal) {
                return None;
            }
            at += literal.len();
        }
    }
    let next = text.get(at).copied().unwrap_or(0);
    (!bytes::is(next, last | bytes::ALNUM)).then_some(at)
}

/// Whether the whole value matches the pattern.
pub(super) fn whole(pattern: &str, value: &str) -> bool {
    matched(pattern, value.as_bytes()) == Some(value.len())
}

/// Where the formats of each first byte begin and end in the table.
const STARTS: [u16; 129] = {
    let mut starts = [FORMATS.len() as u16; 129];
    let mut at = FORMATS.len();
    while at > 0 {
        at -= 1;
        let first = FORMATS[at].pattern.as_bytes()[0] as usize;
        starts[first] = at as u16;
    }
    // A byte that begins no format ends where the next one begins.
    let mut byte = 128;
    while byte > 0 {
        byte -= 1;
        let begins = FORMATS.len() > starts[byte] as usize
            && FORMATS[starts[byte] as usize].pattern.as_bytes()[0] as usize == byte;
        if !begins {
            starts[byte] = starts[byte + 1];
        }
    }
    starts
};

/// The formats whose prefix begins with a byte.
fn candidates(byte: u8) -> &'static [Format] {
    let at = usize::from(byte);
    match (STARTS.get(at), STARTS.get(at + 1)) {
        (Some(from), Some(to)) => FORMATS.get(usize::from(*from)..usize::from(*to)).unwrap_or_default(),
        _ => &[],
    }
}

/// Finds every secret of a known format in the text.
pub(super) fn scan(text: &str, found: &mut Vec<Secret>) {
    let all = text.as_bytes();
    scan_marked(text, found);
    let mut resume = 0;
    for (at, byte) in all.iter().enumerate() {
        if at < resume {
            continue;
        }
        // Within a word nothing begins, but after a line end that is written as `\n`.
        let previous = bytes::before(all, at);
        if byte.is_ascii_alphanumeric()
            && bytes::is(previous, bytes::ALNUM | bytes::UNDERSCORE)
            && !after_escape(all, at)
        {
            continue;
        }
        for format in candidates(*byte) {
            if let Some((length, why)) = at_position(format, text, at) {
                found.push(Secret {
                    kind: format.kind,
                    why,
                    span: at..at + length,
                    rule: Rule::Known,
                    confidence: format.confidence,
                });
                resume = at + length;
                break;
            }
        }
    }
    if found.iter().any(is_aws_id) {
        scan_beside_id(text, found);
    }
}

const BESIDE: &str = "it has the alphabet and length of one, and an access key id stands beside it";

/// Finds the secret keys in a text that an access key id of AWS stands in: nothing else tells them.
fn scan_beside_id(text: &str, found: &mut Vec<Secret>) {
    let mut from = 0;
    for word in text.split(|c: char| !c.is_ascii() || !bytes::is(c as u8, bytes::BASE64)) {
        if token::is_aws_secret(word) && !words::is_readable(word) {
            found.push(aws_secret(from..from + word.len()));
        }
        // The words end at bytes of one or more, of which the text tells.
        let after = text.get(from + word.len()..).and_then(|rest| rest.chars().next());
        from += word.len() + after.map_or(0, char::len_utf8);
    }
}

/// The secret key of AWS that stands beside its id.
pub(super) fn aws_secret(span: std::ops::Range<usize>) -> Secret {
    Secret {
        kind: "AWS secret access key",
        why: BESIDE,
        span,
        rule: Rule::Known,
        confidence: Confidence::High,
    }
}

/// Whether an id of an access key of AWS may stand in a text, as far as a quick look tells.
pub(super) fn may_hold_aws_id(text: &str) -> bool {
    let seen = Seen::new(text);
    FORMATS
        .iter()
        .filter(|format| format.check == Check::AwsId)
        .any(|format| seen.has(prefix(format.pattern)))
}

/// Whether a secret is the id of an access key of AWS.
pub(super) fn is_aws_id(secret: &Secret) -> bool {
    secret.why == AWS_ID
}

/// Finds the formats without a prefix, by the mark in their middle.
fn scan_marked(text: &str, found: &mut Vec<Secret>) {
    let seen = Seen::new(text);
    for (before, mark, after, kind) in MARKED {
        for at in seen.places(mark) {
            if let Some(span) = around_mark(text, at, before, mark, after) {
                found.push(Secret {
                    kind,
                    why: PREFIX,
                    span,
                    rule: Rule::Known,
                    confidence: Confidence::High,
                });
            }
        }
    }
}

fn around_mark(
    text: &str,
    at: usize,
    before: &str,
    mark: &str,
    after: &str,
) -> Option<std::ops::Range<usize>> {
    let all = text.as_bytes();
    let head = class(before.strip_prefix('{')?.strip_suffix('}')?)?;
    let length =
        all.get(..at)?.iter().rev().take(head.most + 1).take_while(|b| bytes::is(**b, head.set)).count();
    if length < head.least || length > head.most {
        return None;
    }
    let from = at - length;
    let tail = at + mark.len();
    let to = tail + matched(after, all.get(tail..)?)?;
    (!words::filler(text.get(from..to)?)).then_some(from..to)
}

/// The length of a format's secret at a position, and why it is believed.
fn at_position(format: &Format, text: &str, at: usize) -> Option<(usize, &'static str)> {
    let all = text.as_bytes();
    let rest = all.get(at..)?;
    let mut literals = format.pattern.bytes().zip(rest).take_while(|(literal, _)| *literal != b'{');
    if !literals.all(|(literal, byte)| literal == *byte) {
        return None;
    }
    let prefix = prefix(format.pattern);
    let begins_word = prefix.starts_with(|c: char| c.is_ascii_alphanumeric());
    let blocked = first_set(format.pattern) | bytes::ALNUM | bytes::UNDERSCORE;
    if begins_word && bytes::is(bytes::before(all, at), blocked) && !after_escape(all, at) {
        return None;
    }
    let length = matched(format.pattern, rest)?;
    let value = text.get(at..at + length)?;
    let body = value.get(prefix.len()..)?;
    let why = examine(format.check, value, body)?;
    (!words::filler(body)).then_some((length, why))
}

/// Whether the position follows a line end that is written as `\n`, so that its `n` is no letter of the word.
fn after_escape(all: &[u8], at: usize) -> bool {
    matches!(at.checked_sub(2).and_then(|from| all.get(from..at)), Some([b'\\', b'n' | b'r' | b't']))
}

/// Why a value of a format's shape is believed, or nothing where it is refuted.
fn examine(check: Check, value: &str, body: &str) -> Option<&'static str> {
    match check {
        Check::Shape => Some(PREFIX),
        Check::Base62 => base62_checksum(body).then_some(CHECKSUM),
        Check::Hexadecimal => hexadecimal_checksum(value).then_some(CHECKSUM),
        Check::AwsId => (!value.ends_with("EXAMPLE")).then_some(AWS_ID),
        Check::BotId => token::has_bot_id(value).then_some(BOT),
        Check::EncodedPem => token::encodes_private_pem(value).then_some(ENCODED_PEM),
        Check::Der => token::is_private_der(value).then_some(DER),
        Check::Token => token::is_signed_web_token(value).then_some(SIGNED),
    }
}

/// GitHub's and npm's checksum: the last six characters are the CRC-32 of the others, in base 62, digits before capitals.
fn base62_checksum(body: &str) -> bool {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((payload, told)) = body.len().checked_sub(6).and_then(|at| body.split_at_checked(at)) else {
        return false;
    };
    let mut rest = evidence::crc32(payload.as_bytes());
    told.bytes().rev().all(|digit| {
        // A remainder of 62 is below 62, so that indexing is in range.
        let expected = DIGITS[(rest % 62) as usize];
        rest /= 62;
        digit == expected
    })
}

/// Grafana's checksum: eight hexadecimal digits after the last underscore, the CRC-32 of what stands before it.
fn hexadecimal_checksum(value: &str) -> bool {
    let Some((payload, told)) = value.rsplit_once('_') else { return false };
    let told = u32::from_str_radix(told, 16);
    told.is_ok_and(|told| told.swap_bytes() == evidence::crc32(payload.as_bytes()))
}

/// Whether a value has the shape of a format with a checksum, and the checksum is wrong: nobody issued it.
pub(super) fn refuted(value: &str) -> bool {
    let Some(first) = value.bytes().next() else { return false };
    candidates(first).iter().any(|format| {
        matches!(format.check, Check::Base62 | Check::Hexadecimal)
            && whole(format.pattern, value)
            && examine(format.check, value, value.get(prefix(format.pattern).len()..).unwrap_or_default())
                .is_none()
    })
}

/// Why a value is known to be public, or to be only an identifier.
pub(super) fn public(value: &str) -> Option<&'static str> {
    PUBLIC.iter().find(|(pattern, _)| whole(pattern, value)).map(|(_, why)| *why)
}

/// The secret that a value is by its name's words and its shape together.
pub(super) fn by_name(words: &name::Words, value: &str) -> Option<Secret> {
    // None of them is shorter.
    if value.len() < 12 {
        return None;
    }
    let (_, _, kind, confidence) = BY_NAME.iter().find(|(wanted, pattern, _, _)| {
        wanted.iter().all(|word| words.has(word)) && whole(pattern, value) && !words::filler(value)
    })?;
    let is_path = *kind == "AWS secret access key" && !token::is_aws_secret(value);
    (!is_path).then_some(Secret {
        kind,
        why: NAME_AND_SHAPE,
        span: 0..value.len(),
        rule: Rule::Known,
        confidence: *confidence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, value: &str, expected: bool) {
        assert_eq!(whole(pattern, value), expected, "{pattern} {value}");
    }

    #[test]
    fn patterns_match_whole_words() {
        check("ab_{d2}", "ab_12", true);
        check("ab_{d2}", "ab_123", false);
        check("ab_{d2}", "ab_1", false);
        check("ab_{d2-3}.{h2}", "ab_123.ff", true);
        check("ab_{d2-3}.{h2}", "ab_123.fg", false);
        check("ab_{h2}", "ab_ffz", false);
        check("x{z4}", "xabcd==", true);
        check("AK{t4}", "AK2345", true);
        check("AK{t4}", "AK0345", false);
        check("a{w2+}", "abcdefg", true);
        check("no", "no", true);
        check("a${l1}", "a$b", true);
    }

    #[test]
    fn every_pattern_can_be_read() {
        let patterns = FORMATS.iter().map(|f| f.pattern).chain(PUBLIC.iter().map(|p| p.0));
        for pattern in patterns.chain(BY_NAME.iter().map(|p| p.1)) {
            for inner in pattern.split('{').skip(1) {
                let inner = inner.split_once('}').unwrap().0;
                assert!(class(inner).is_some(), "{pattern}");
            }
        }
        for format in FORMATS {
            let first = format.pattern.as_bytes()[0];
            assert!(candidates(first).iter().any(|c| c.pattern == format.pattern), "{}", format.pattern);
        }
    }
}
