//! Looking at a plaintext: a part of it as text or in hexadecimal, the values of JSON level by level, and searching them.

use crate::fields::{Node, children};
use crate::text::{as_text, hex, visible};

/// Most characters of a value that a list shows.
const LONGEST: usize = 400;
/// Most values that are given at once.
const MOST: usize = 500;
/// Values nested deeper than this are not searched.
const DEEPEST: usize = 64;
/// Bytes on a line in hexadecimal.
const LINE: usize = 16;

/// A value of a JSON document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its pointer.
    pub pointer: String,
    /// Its name, or its place in an array.
    pub name: String,
    /// The value itself, cut where it is long; of an object or array how much is in it.
    pub value: String,
    /// Whether there are values within.
    pub opens: bool,
}

/// Whether a plaintext is text, and whether it is a JSON object or array.
pub fn kinds(plain: &[u8]) -> (bool, bool) {
    let text = as_text(plain);
    let json = text.is_some_and(|text| {
        text.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    });
    (text.is_some(), json)
}

/// Text from a byte on, and where it goes on. Hidden characters are written out.
pub fn text(plain: &[u8], from: usize, most: usize) -> (String, Option<usize>) {
    let rest = plain.get(from..).unwrap_or_default();
    let mut end = most.min(rest.len());
    // A character is not cut in two.
    while end < rest.len() && rest.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end += 1;
    }
    let part = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
    (visible(&part), (end < rest.len()).then_some(from + end))
}

/// Lines in hexadecimal from a byte on, and where they go on.
pub fn hexadecimal(plain: &[u8], from: usize, most: usize) -> (String, Option<usize>) {
    let rest = plain.get(from..).unwrap_or_default();
    let end = most.min(rest.len());
    let mut out = String::with_capacity(end * 5);
    for (number, line) in rest.get(..end).unwrap_or_default().chunks(LINE).enumerate() {
        out.push_str(&format!("{:08x} ", from + number * LINE));
        for at in 0..LINE {
            out.push(' ');
            out.push_str(&line.get(at).map_or("  ".to_owned(), |byte| hex(&[*byte])));
        }
        out.push_str("  ");
        let shown =
            |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' };
        out.extend(line.iter().map(shown));
        out.push('\n');
    }
    (out, (end < rest.len()).then_some(from + end))
}

/// The members of the value at a pointer, and how many are left out.
pub fn members_at(plain: &[u8], pointer: &str) -> (Vec<Value>, usize) {
    let Some(text) = as_text(plain) else { return Default::default() };
    let mut nodes = children("", text);
    // Each step goes one level down the pointer.
    while let Some(at) = nodes.iter().position(|node| {
        pointer.strip_prefix(&node.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }) {
        let Some(node) = nodes.get(at) else { break };
        let found = node.pointer == pointer;
        let inner = children(&node.pointer, node.raw.get());
        nodes = inner;
        if found {
            break;
        }
    }
    let more = nodes.len().saturating_sub(MOST);
    (nodes.iter().take(MOST).map(value).collect(), more)
}

/// The values that hold all of some words in their names or themselves, and whether there may be more.
pub fn search(plain: &[u8], words: &str) -> (Vec<Value>, bool) {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let Some(text) = as_text(plain).filter(|_| !words.is_empty()) else { return Default::default() };
    let mut found = Vec::new();
    let mut open: Vec<(Node<'_>, usize)> = children("", text).into_iter().rev().map(|n| (n, 0)).collect();
    while let Some((node, depth)) = open.pop() {
        let inner = if depth < DEEPEST { children(&node.pointer, node.raw.get()) } else { Vec::new() };
        if inner.is_empty() {
            let all = format!("{} {}", node.pointer, node.raw.get()).to_lowercase();
            if words.iter().all(|word| all.contains(word)) {
                if found.len() >= MOST {
                    return (found, true);
                }
                found.push(value(&node));
            }
        }
        open.extend(inner.into_iter().rev().map(|n| (n, depth + 1)));
    }
    (found, false)
}

fn value(node: &Node<'_>) -> Value {
    let raw = node.raw.get();
    let name = node.name.clone();
    let name = name.unwrap_or_else(|| node.pointer.rsplit('/').next().unwrap_or_default().to_owned());
    let inner = if raw.starts_with(['{', '[']) { Some(children("", raw).len()) } else { None };
    let shown = match inner {
        Some(count) if raw.starts_with('{') => format!("{{{count}}}"),
        Some(count) => format!("[{count}]"),
        None => {
            let mut shown: String = raw.chars().take(LONGEST).collect();
            if shown.len() < raw.len() {
                shown.push('…');
            }
            shown
        }
    };
    Value {
        pointer: node.pointer.clone(),
        name: visible(&name),
        value: visible(&shown),
        opens: inner.is_some_and(|count| count > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &[u8] = br#"{"a": {"b/c": [1, "two"]}, "ab": "three", "e": {}}"#;

    #[test]
    fn members_level_by_level() {
        let check = |pointer: &str, expected: &[(&str, &str, bool)]| {
            let (rows, more) = members_at(DOCUMENT, pointer);
            let rows: Vec<_> = rows.iter().map(|r| (r.pointer.as_str(), r.value.as_str(), r.opens)).collect();
            assert_eq!((rows.as_slice(), more), (expected, 0), "{pointer}");
        };
        check("", &[("/a", "{1}", true), ("/ab", "\"three\"", false), ("/e", "{0}", false)]);
        check("/a", &[("/a/b~1c", "[2]", true)]);
        check("/a/b~1c", &[("/a/b~1c/0", "1", false), ("/a/b~1c/1", "\"two\"", false)]);
        check("/ab", &[]);
    }

    #[test]
    fn words_are_found_in_names_and_values() {
        let check = |words: &str, expected: &[&str]| {
            let found: Vec<_> = search(DOCUMENT, words).0.into_iter().map(|r| r.pointer).collect();
            assert_eq!(found, expected, "{words}");
        };
        check("TWO", &["/a/b~1c/1"]);
        check("b", &["/a/b~1c/0", "/a/b~1c/1", "/ab"]);
        check("ab three", &["/ab"]);
        check("", &[]);
    }

    #[test]
    fn parts_of_text_and_bytes() {
        assert_eq!(text("aé\u{202e}".as_bytes(), 0, 2), ("aé".to_owned(), Some(3)));
        assert_eq!(text("aé\u{202e}".as_bytes(), 3, 9), ("\\u202e".to_owned(), None));
        let (lines, more) = hexadecimal(b"0123456789abcdef\n", 0, 100);
        assert_eq!(
            lines,
            "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n00000010  0a                                               .\n"
        );
        assert_eq!(more, None);
        assert_eq!(hexadecimal(&[0; 40], 16, 16).1, Some(32));
    }

    #[test]
    fn kinds_of_plaintext() {
        assert_eq!(kinds(DOCUMENT), (true, true));
        assert_eq!(kinds(b"{"), (true, false));
        assert_eq!(kinds(b"\xff"), (false, false));
    }
}
