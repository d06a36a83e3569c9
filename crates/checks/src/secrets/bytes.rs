//! Bytes as the matchers see them: classes, runs, entropy, and base64.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// A set of bytes, as a union of the classes below.
pub(super) type Set = u16;
pub(super) const DIGIT: Set = 1;
pub(super) const LOW_HEX: Set = 1 << 1;
pub(super) const LOW_REST: Set = 1 << 2;
pub(super) const UP_HEX: Set = 1 << 3;
pub(super) const UP_REST: Set = 1 << 4;
pub(super) const DASH: Set = 1 << 5;
pub(super) const UNDERSCORE: Set = 1 << 6;
pub(super) const DOT: Set = 1 << 7;
pub(super) const PLUS_SLASH: Set = 1 << 8;
pub(super) const EQUALS: Set = 1 << 9;
/// The digits that base32 lacks: 0, 1, 8 and 9.
pub(super) const NOT_BASE32: Set = 1 << 10;
pub(super) const TILDE: Set = 1 << 11;

pub(super) const HEX: Set = DIGIT | LOW_HEX;
pub(super) const LOWER: Set = LOW_HEX | LOW_REST;
pub(super) const UPPER: Set = UP_HEX | UP_REST;
pub(super) const ALNUM: Set = DIGIT | LOWER | UPPER;
pub(super) const WORD: Set = ALNUM | DASH | UNDERSCORE;
pub(super) const BASE64: Set = ALNUM | PLUS_SLASH;
/// What base64 of either alphabet consists of.
pub(super) const ANY_BASE64: Set = BASE64 | DASH | UNDERSCORE;

const CLASSES: [Set; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0' | b'1' | b'8' | b'9' => DIGIT | NOT_BASE32,
            b'2'..=b'7' => DIGIT,
            b'a'..=b'f' => LOW_HEX,
            b'g'..=b'z' => LOW_REST,
            b'A'..=b'F' => UP_HEX,
            b'G'..=b'Z' => UP_REST,
            b'-' => DASH,
            b'_' => UNDERSCORE,
            b'.' => DOT,
            b'+' | b'/' => PLUS_SLASH,
            b'=' => EQUALS,
            b'~' => TILDE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Whether a byte is of a set.
pub(super) fn is(byte: u8, set: Set) -> bool {
    // A byte is below 256, so that indexing is in range.
    CLASSES[usize::from(byte)] & set != 0
}

/// Whether a text is of one set alone, and not empty.
pub(super) fn all(text: &str, set: Set) -> bool {
    !text.is_empty() && text.bytes().all(|b| is(b, set))
}

/// How many bytes of the set stand at the beginning, counted up to `most`.
pub(super) fn run(bytes: &[u8], set: Set, most: usize) -> usize {
    bytes.iter().take(most).take_while(|b| is(**b, set)).count()
}

/// The byte before a position, or 0 at the beginning.
pub(super) fn before(bytes: &[u8], at: usize) -> u8 {
    at.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(0)
}

/// The beginning of a text, at most so many bytes of it.
pub(super) fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Shannon's entropy in bits per byte.
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let total = text.len() as f64;
    let bits = |count: u32| f64::from(count) / total * (f64::from(count) / total).log2();
    -counts.into_iter().filter(|count| *count > 0).map(bits).sum::<f64>()
}

/// A text, and which ASCII bytes occur in it: most words that it doesn't hold are told by that.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    text: &'a str,
    bytes: u128,
}

impl<'a> Seen<'a> {
    /// Looks through a text once.
    pub fn new(text: &'a str) -> Self {
        let ascii = text.bytes().filter(u8::is_ascii);
        Self { text, bytes: ascii.fold(0, |bytes, byte| bytes | 1 << byte) }
    }

    /// Whether all of these bytes occur, all of which are ASCII.
    fn all(&self, word: &str) -> bool {
        word.bytes().all(|byte| self.bytes >> (byte & 0x7F) & 1 == 1)
    }

    /// Whether one of these bytes occurs, all of which are ASCII.
    pub fn any(&self, bytes: &str) -> bool {
        bytes.bytes().any(|byte| self.bytes >> (byte & 0x7F) & 1 == 1)
    }

    /// Whether a word stands in the text.
    pub fn has(&self, word: &str) -> bool {
        self.all(word) && self.text.contains(word)
    }

    /// Where a word stands first.
    pub fn find(&self, word: &str) -> Option<usize> {
        if self.all(word) { self.text.find(word) } else { None }
    }

    /// Where a word stands, each time.
    pub fn places(&self, word: &'static str) -> impl Iterator<Item = usize> + use<'a> {
        let places = self.all(word).then(|| self.text.match_indices(word));
        places.into_iter().flatten().map(|(at, _)| at)
    }
}

/// Whether `needle`, in lower case, stands anywhere in the text in whatever case.
pub(super) fn contains_folded(text: &str, needle: &str) -> bool {
    text.as_bytes().windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// Whether `prefix` begins the text in whatever case.
pub(super) fn starts_folded(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Padding may be there or not; a token that was cut off may leave bits over.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD_ENGINE: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const URL_ENGINE: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Decodes base64 of either alphabet, padded or not.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|b| is(b, DASH | UNDERSCORE)) {
        URL_ENGINE.decode(text).ok()
    } else {
        STANDARD_ENGINE.decode(text).ok()
    }
}

/// The first bytes that a base64 text of either alphabet holds, at most `count`.
pub(super) fn base64_head(text: &str, count: usize) -> Option<Vec<u8>> {
    let characters = count.div_ceil(3) * 4;
    let head = text.get(..characters.min(text.len()))?;
    // Without its padding a shorter text may end within a group; four characters are a whole one.
    from_base64(head.trim_end_matches('='))
}

/// The text that a base64 value encodes, where it is text that a person could read: no control characters but line ends.
pub(super) fn encoded_text(value: &str) -> Option<String> {
    if value.len() < 12 || !all(value.trim_end_matches('='), ANY_BASE64) {
        // It may be wrapped at any width.
        let wrapped = value.lines().count() > 1
            && value.lines().all(|line| all(line.trim().trim_end_matches('='), ANY_BASE64));
        return wrapped.then(|| encoded_text(&value.split_ascii_whitespace().collect::<String>())).flatten();
    }
    let plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    // Most values are no text; their beginning shows it.
    let begins = base64_head(value, 48)?;
    let is_text = match std::str::from_utf8(&begins) {
        Ok(text) => text.chars().all(plain),
        Err(error) => error.error_len().is_none() && error.valid_up_to() >= 6,
    };
    if !is_text {
        return None;
    }
    let text = String::from_utf8(from_base64(value)?).ok()?;
    (text.len() >= 4 && text.chars().all(plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_counted_in_bits_per_byte() {
        assert_eq!(entropy("aaaa"), 0.0);
        assert_eq!(entropy("abab"), 1.0);
        assert_eq!(entropy("abcdefgh"), 3.0);
        assert_eq!(entropy(""), 0.0);
    }

    #[test]
    fn only_readable_text_is_taken_for_encoded() {
        assert_eq!(encoded_text("bWF4X2l0ZW1zOiA1MDAK").as_deref(), Some("max_items: 500\n"));
        assert_eq!(encoded_text("clwsuJjOIIlAqoLZjImtL07ErAUibeYa"), None);
        assert_eq!(encoded_text("short"), None);
    }

    #[test]
    fn the_head_of_base64_is_decoded_alone() {
        assert_eq!(base64_head("AQICAHhqplS5", 5).map(|b| b[..5].to_vec()), Some(vec![1, 2, 2, 0, 0x78]));
        assert_eq!(base64_head("A", 5), None);
    }
}
