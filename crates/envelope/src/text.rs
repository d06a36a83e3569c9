//! Bytes as people write them: base64 of either alphabet, hexadecimal, and text that may hold anything.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Padding may be there or not; bits after the last whole byte must be zero, so that one value has one spelling.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD_ENGINE: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const URL_ENGINE: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Base64 with the standard alphabet and padding.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD_ENGINE.encode(bytes)
}

/// Base64 with the URL alphabet and padding.
pub(crate) fn base64_url(bytes: &[u8]) -> String {
    URL_ENGINE.encode(bytes)
}

/// Reads base64 of either alphabet, padded or not, wrapped at any width. Foreign characters are refused, never
/// skipped.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let wrapped = text.bytes().any(|b| b.is_ascii_whitespace());
    let joined: String;
    let text = if wrapped {
        joined = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        &joined
    } else {
        text
    };
    if text.bytes().any(|b| b == b'-' || b == b'_') {
        URL_ENGINE.decode(text).ok()
    } else {
        STANDARD_ENGINE.decode(text).ok()
    }
}

/// Whether the text has only characters of one base64 alphabet, blanks and padding: cheap to ask before decoding.
pub(crate) fn looks_base64(text: &str) -> bool {
    text.len() >= 4
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/-_=".contains(&b) || b.is_ascii_whitespace())
}

/// Lower case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    // A nibble is below 16, so that indexing is in range.
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).collect()
}

/// Reads hexadecimal of either case; lines may be broken, as `xxd -p` breaks them.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let joined: String;
    let text = if text.contains(['\n', '\r']) {
        joined = text.split(['\n', '\r']).map(str::trim).collect();
        &joined
    } else {
        text
    };
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok()).unwrap_or(0);
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high) << 4 | digit(*low)),
            _ => None,
        })
        .collect()
}

/// Text that came from a file, without byte order mark and surrounding blanks; nothing when it is not UTF-8.
pub(crate) fn as_text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().map(|t| t.strip_prefix('\u{feff}').unwrap_or(t).trim())
}

/// Whether a character may disturb a terminal or a reader: controls, bidirectional and invisible formatting.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{feff}' | '\u{fff9}'
                ..='\u{fffb}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

/// `\uXXXX`, as a surrogate pair where the character needs one.
pub(crate) fn push_escape(out: &mut String, c: char) {
    let mut units = [0u16; 2];
    for unit in c.encode_utf16(&mut units) {
        out.push_str("\\u");
        out.push_str(&hex(&unit.to_be_bytes()));
    }
}

/// Text in which every control, bidirectional or invisible character but line ends is written as `\uXXXX`. Serialised
/// JSON stays the same JSON: outside of strings it has none of them.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) && !matches!(c, '\n' | '\t') { push_escape(&mut out, c) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_either_alphabet_with_and_without_padding() {
        for text in ["-_8=", "-_8", "+/8=", "+/8", "+/\r\n8=\n"] {
            assert_eq!(from_base64(text), Some(vec![0xfb, 0xff]), "{text}");
        }
        for text in ["+_8=", "+/9", "a", "a*bc", "====", "é"] {
            assert_eq!(from_base64(text), None, "{text}");
        }
    }

    #[test]
    fn hexadecimal() {
        assert_eq!(from_hex("00fFa5"), Some(vec![0, 255, 0xa5]));
        assert_eq!((from_hex("0"), from_hex("0g")), (None, None));
        assert_eq!(from_hex("00\r\nff\na5"), Some(vec![0, 255, 0xa5]));
        assert_eq!(hex(&[0, 255, 0xa5]), "00ffa5");
    }

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(
            visible("{\"a\u{202e}b\":\"\u{7f}\u{e0001}é\"}"),
            "{\"a\\u202eb\":\"\\u007f\\udb40\\udc01é\"}"
        );
    }
}
