//! Where an offset is, in the words of an editor.

/// A place in a text, both counted from 1. The column counts characters, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The character in that line, from 1.
    pub column: u32,
}

/// The place of byte `offset` in `bytes`; an offset beyond the end is taken as the end.
///
/// Lines end with `\n`. The cost is one pass over what lies before, so ask only for what is shown.
pub fn place(bytes: &[u8], offset: usize) -> Place {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let lines = before.iter().filter(|&&b| b == b'\n').count();
    let column = String::from_utf8_lossy(&before[line_start..]).chars().count();
    let from_1 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1) + 1;
    Place { line: from_1(lines), column: from_1(column) }
}

/// The places of ascending offsets, in one pass.
pub fn places(text: &str, offsets: &[usize]) -> Vec<Place> {
    let (mut from, mut line, mut column) = (0, 1_u32, 1_u32);
    let mut places = Vec::with_capacity(offsets.len());
    for &offset in offsets {
        let passed = text.as_bytes().get(from..offset.min(text.len())).unwrap_or_default();
        from += passed.len();
        let lines = passed.iter().filter(|&&byte| byte == b'\n').count() as u32;
        let in_line = match passed.iter().rposition(|&byte| byte == b'\n') {
            Some(at) => passed.get(at + 1..).unwrap_or_default(),
            None => passed,
        };
        line += lines;
        let characters = in_line.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32;
        column = if lines > 0 { 1 } else { column } + characters;
        places.push(Place { line, column });
    }
    places
}

/// One reference token of a JSON pointer (RFC 6901), escaped.
pub fn escape_pointer_token(token: &str) -> std::borrow::Cow<'_, str> {
    if token.contains(['~', '/']) { token.replace('~', "~0").replace('/', "~1").into() } else { token.into() }
}
