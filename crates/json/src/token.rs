//! Single tokens: where a string, a number or a literal ends.

use wide::u8x16;

use crate::scan::{Fault, FaultKind, MAX_STRING};

/// The end of the string that opens at `at` (behind its closing quote), and whether it has escapes.
#[inline(always)]
pub(super) fn string_end(bytes: &[u8], at: usize) -> Result<(usize, bool), Fault> {
    // Most strings are short and plain: their end stands in the first sixteen bytes.
    if let Some(block) = bytes.get(at + 1..).and_then(|rest| rest.first_chunk()) {
        let marks = marks(block);
        let end = at + 1 + marks.trailing_zeros() as usize;
        if marks != 0 && bytes.get(end) == Some(&b'"') {
            return Ok((end + 1, false));
        }
    }
    long_string_end(bytes, at)
}

/// The same for strings that are long, have escapes or stand near the end of the text.
fn long_string_end(bytes: &[u8], at: usize) -> Result<(usize, bool), Fault> {
    let (mut here, mut escaped) = (at + 1, false);
    while let Some(block) = bytes.get(here..).and_then(|rest| rest.first_chunk()) {
        if here - at > MAX_STRING {
            return Err(Fault { at, kind: FaultKind::StringLength });
        }
        let base = here;
        let mut marks = marks(block);
        here += BLOCK;
        while marks != 0 {
            let found = base + marks.trailing_zeros() as usize;
            match bytes.get(found) {
                Some(b'"') => return Ok((found + 1, escaped)),
                Some(b'\\') => escaped = true,
                _ => return Err(Fault { at: found, kind: FaultKind::ControlCharacter }),
            }
            // What stands behind the escape may be in the next block.
            let behind = escape_end(bytes, found)?;
            if behind >= base + BLOCK {
                here = behind;
                break;
            }
            marks &= u32::MAX << (behind - base);
        }
    }
    last_string_end(bytes, at, here, escaped)
}

/// The same for the last bytes of a text.
fn last_string_end(
    bytes: &[u8],
    at: usize,
    mut here: usize,
    mut escaped: bool,
) -> Result<(usize, bool), Fault> {
    loop {
        here = last_mark(bytes, here);
        if here - at > MAX_STRING {
            return Err(Fault { at, kind: FaultKind::StringLength });
        }
        match bytes.get(here) {
            Some(b'"') => return Ok((here + 1, escaped)),
            Some(b'\\') => {
                escaped = true;
                here = escape_end(bytes, here)?;
            }
            Some(_) => return Err(Fault { at: here, kind: FaultKind::ControlCharacter }),
            None => return Err(Fault::end(bytes.len())),
        }
    }
}

#[inline]
fn escape_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => match bytes.get(at + 2..at + 6) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(at + 6),
            Some(_) => Err(Fault { at, kind: FaultKind::Escape }),
            None => Err(Fault::end(bytes.len())),
        },
        Some(_) => Err(Fault { at, kind: FaultKind::Escape }),
        None => Err(Fault::end(bytes.len())),
    }
}

/// Sixteen bytes are looked at together: most of a document is the inside of its strings.
const BLOCK: usize = 16;

/// Which bytes of a block are a quote, a backslash or a control character: a bit each.
#[inline(always)]
fn marks(block: &[u8; BLOCK]) -> u32 {
    let block = u8x16::new(*block);
    let controls = block.min(u8x16::splat(0x1F)).simd_eq(block);
    let signs = block.simd_eq(u8x16::splat(b'"')) | block.simd_eq(u8x16::splat(b'\\'));
    (controls | signs).to_bitmask()
}

/// The next quote, backslash or control character from `at` on, or the end.
#[inline]
pub fn next_mark(bytes: &[u8], mut at: usize) -> usize {
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let marks = marks(block);
        if marks != 0 {
            return at + marks.trailing_zeros() as usize;
        }
        at += BLOCK;
    }
    last_mark(bytes, at)
}

/// The same near the end.
fn last_mark(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    rest.iter().position(is_mark).map_or(bytes.len().max(at), |found| at + found)
}

pub(super) fn literal(bytes: &[u8], at: usize, word: &[u8]) -> Result<usize, Fault> {
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with(word) {
        Ok(at + word.len())
    } else if word.starts_with(rest) {
        Err(Fault::end(bytes.len()))
    } else {
        Err(Fault { at, kind: FaultKind::Unexpected })
    }
}

pub(super) fn number_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let digits = |mut here: usize| {
        while bytes.get(here).is_some_and(u8::is_ascii_digit) {
            here += 1;
        }
        here
    };
    let some_digits = |from: usize| match digits(from) {
        end if end > from => Ok(end),
        end if end >= bytes.len() => Err(Fault::end(bytes.len())),
        _ => Err(Fault { at, kind: FaultKind::Number }),
    };
    let first = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut end = some_digits(first)?;
    if bytes.get(first) == Some(&b'0') && end > first + 1 {
        return Err(Fault { at, kind: FaultKind::Number });
    }
    if bytes.get(end) == Some(&b'.') {
        end = some_digits(end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        end = some_digits(end + 1 + sign)?;
    }
    Ok(end)
}
