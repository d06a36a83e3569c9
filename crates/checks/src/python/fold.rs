//! What `(?i)` takes for the same letter.

/// Writes `text` into `out` with one byte a character: ASCII letters small, the four other letters that `(?i)` takes for one
/// of them (K, ſ, ı, İ) as that letter, everything else beyond ASCII as a byte that no pattern has.
pub fn fold_case(text: &str, out: &mut Vec<u8>) {
    out.clear();
    if text.is_ascii() {
        out.extend(text.bytes().map(|byte| byte.to_ascii_lowercase()));
        return;
    }
    out.extend(text.chars().map(|char| match char {
        '\0'..='\x7f' => (char as u8).to_ascii_lowercase(),
        '\u{212a}' => b'k',
        '\u{17f}' => b's',
        '\u{131}' | '\u{130}' => b'i',
        _ => 0xFF,
    }));
}
