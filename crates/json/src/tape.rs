//! Values as they stand in the text: a flat list of nodes, read through [`Value`].

use std::borrow::Cow;
use std::cell::Cell;

use crate::scan::{Fault, Progress, Scanner};
use crate::token::next_mark;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A number; its text is kept, so that no digit is lost.
    Number,
    /// A string.
    Text,
    /// `[...]`
    Array,
    /// `{...}`
    Object,
}

/// One value, or one key of an object. The nodes of an object are key, value, key, value, each value followed by what is
/// inside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub start: u32,
    pub end: u32,
    /// The node that follows this value and all that is inside it.
    pub next: u32,
    pub kind: Kind,
    /// A string with escapes must be decoded before it is compared.
    pub escaped: bool,
}

/// The values of one document, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    pub(super) nodes: Vec<Node>,
    /// Some object has a key twice: reading must let the last one count.
    pub(super) duplicates: bool,
}

impl Tape {
    /// The outermost value; `text` must be the text that was scanned. `None` where nothing was scanned.
    pub fn root<'a>(&'a self, text: &'a str) -> Option<Value<'a>> {
        (!self.nodes.is_empty()).then_some(Value { text, tape: self, at: 0 })
    }

    /// The value that node `at` begins; `None` behind the last.
    pub fn value<'a>(&'a self, text: &'a str, at: u32) -> Option<Value<'a>> {
        ((at as usize) < self.nodes.len()).then_some(Value { text, tape: self, at })
    }

    /// How many values and keys were noted.
    pub fn nodes(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Forgets everything and keeps the room for the next document.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.duplicates = false;
    }
}

thread_local! {
    /// What the last document was read with: its room is good for the next. Most answers are small, and there are many.
    static SPARE: Cell<Option<Scanner>> = const { Cell::new(None) };
}

/// One value read fully, with the text it stands in.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    text: &'a str,
    tape: Tape,
}

impl<'a> Document<'a> {
    /// Reads `text`, which must be one JSON value and nothing else but white space.
    ///
    /// # Errors
    /// The first place at which it isn't, as an offset in `text`.
    pub fn parse(text: &'a str) -> Result<Self, Fault> {
        Self::parse_with(text, true)
    }

    /// The same for a part of a text that was scanned, and in which no key stood twice in an object: keys are not compared again.
    ///
    /// # Errors
    /// As for [`Document::parse`].
    pub fn parse_unique(text: &'a str) -> Result<Self, Fault> {
        Self::parse_with(text, false)
    }

    fn parse_with(text: &'a str, comparing: bool) -> Result<Self, Fault> {
        let mut scanner = SPARE.take().unwrap_or_else(|| Scanner::new(0, usize::MAX));
        scanner.compare(comparing);
        let read = Self::read(text, &mut scanner);
        let tape = scanner.rewind();
        SPARE.set(Some(scanner));
        read.map(|()| Self { text, tape })
    }

    fn read(text: &str, scanner: &mut Scanner) -> Result<(), Fault> {
        scanner.reserve(text.len());
        match scanner.run(text, usize::MAX) {
            Progress::Done => {}
            Progress::Broken(fault) => return Err(fault),
            Progress::Paused => return Err(Fault::end(text.len())),
        }
        match text.get(scanner.position()..).map(|rest| rest.trim_start_matches([' ', '\t', '\r', '\n'])) {
            None | Some("") => Ok(()),
            Some(rest) => Err(Fault::trailing(text.len() - rest.len())),
        }
    }

    /// The value itself.
    pub fn root(&self) -> Value<'_> {
        // `parse` succeeds only after one value was scanned, so node 0 is there.
        Value { text: self.text, tape: &self.tape, at: 0 }
    }

    /// The value that node `at` begins, see [`Value::own_node`]; `None` behind the last.
    pub fn value(&self, at: u32) -> Option<Value<'_>> {
        self.tape.value(self.text, at)
    }

    /// The text it was read from.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Its values alone, for keeping them apart from the text.
    pub fn into_tape(mut self) -> Tape {
        std::mem::take(&mut self.tape)
    }
}

impl Drop for Document<'_> {
    fn drop(&mut self) {
        let tape = std::mem::take(&mut self.tape);
        // While a thread ends there is no spare any more.
        let spare = SPARE.try_with(Cell::take).ok().flatten();
        if let Some(mut scanner) = spare {
            scanner.give_room(tape);
            SPARE.set(Some(scanner));
        }
    }
}

/// A value in a scanned document.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    text: &'a str,
    tape: &'a Tape,
    at: u32,
}

impl<'a> Value<'a> {
    fn node(&self) -> Node {
        self.tape.nodes[self.at as usize]
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.node().kind
    }

    /// Where it starts, in bytes from the start of the scanned text.
    pub fn start(&self) -> usize {
        self.node().start as usize
    }

    /// Where it ends, in bytes from the start of the scanned text.
    pub fn end(&self) -> usize {
        self.node().end as usize
    }

    /// Its bytes as they stand in the text.
    pub fn raw(&self) -> &'a str {
        self.text.get(self.start()..self.end()).unwrap_or_default()
    }

    /// A string's text, decoded; `None` for anything else.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::Text).then(|| self.decoded())
    }

    /// A string node's text, key or value.
    pub fn decoded(&self) -> Cow<'a, str> {
        let inner = self.text.get(self.start() + 1..self.end().saturating_sub(1)).unwrap_or_default();
        if self.node().escaped { Cow::Owned(unescape(inner)) } else { Cow::Borrowed(inner) }
    }

    /// The bytes of a key or string, decoded: the quickest to compare.
    pub fn name(&self) -> Cow<'a, [u8]> {
        let node = self.node();
        let inner = node.start as usize + 1..(node.end as usize).saturating_sub(1);
        match node.escaped {
            true => Cow::Owned(unescape(self.text.get(inner).unwrap_or_default()).into_bytes()),
            false => Cow::Borrowed(self.text.as_bytes().get(inner).unwrap_or_default()),
        }
    }

    /// Whether it is the string `other`.
    pub fn is_text(&self, other: &str) -> bool {
        self.kind() == Kind::Text && self.name().as_ref() == other.as_bytes()
    }

    /// A boolean.
    pub fn bool(&self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// A whole number that fits, written without fraction or exponent.
    pub fn integer(&self) -> Option<i64> {
        (self.kind() == Kind::Number).then(|| self.raw().parse().ok()).flatten()
    }

    /// A number as the nearest double; one too large is infinite.
    pub fn number(&self) -> Option<f64> {
        (self.kind() == Kind::Number).then(|| self.raw().parse().ok()).flatten()
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.kind() == Kind::Object
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        self.kind() == Kind::Array
    }

    /// The member of that name. Where a key stands twice the last one counts, as in the original's language.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        if !self.is_object() {
            return None;
        }
        let nodes = &self.tape.nodes;
        let end = self.node().next;
        let (mut found, mut next) = (None, self.at + 1);
        while next < end {
            // A key is one node, and its value follows; of a text that was cut off it may be missing.
            let (Some(name), Some(value)) = (nodes.get(next as usize), nodes.get(next as usize + 1)) else {
                break;
            };
            if next + 1 >= end {
                break;
            }
            // With its quotes it is two bytes longer; most keys are told apart by that.
            let may_be = name.escaped || (name.end - name.start) as usize == key.len() + 2;
            if may_be && (Value { at: next, ..*self }).name().as_ref() == key.as_bytes() {
                let value = Value { at: next + 1, ..*self };
                if !self.tape.duplicates {
                    return Some(value);
                }
                found = Some(value);
            }
            next = value.next;
        }
        found
    }

    /// A member by way of several names.
    pub fn path(&self, keys: &[&str]) -> Option<Value<'a>> {
        keys.iter().try_fold(*self, |value, key| value.get(key))
    }

    /// The value that a JSON pointer (RFC 6901) names from here; the empty pointer names this one.
    pub fn pointer(&self, pointer: &str) -> Option<Value<'a>> {
        if pointer.is_empty() {
            return Some(*self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(*self, |value, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            match value.kind() {
                Kind::Array => value.items().nth(token.parse().ok()?),
                _ => value.get(&token),
            }
        })
    }

    /// Where it stands in its document, as a JSON pointer (RFC 6901).
    pub fn place(&self) -> String {
        self.place_below(0)
    }

    /// Where it stands below the node `above`, as a JSON pointer.
    pub fn place_below(&self, above: u32) -> String {
        let mut out = String::new();
        let mut value = Value { at: above, ..*self };
        // Each step goes into the item or member that holds the node sought, so this ends there or at a scalar.
        while value.at < self.at {
            let holds = |inner: &Value<'_>| inner.at <= self.at && self.at < inner.node().next;
            let step = match value.kind() {
                Kind::Array => value
                    .items()
                    .enumerate()
                    .find(|(_, item)| holds(item))
                    .map(|(n, item)| (n.to_string(), item)),
                _ => value
                    .pairs()
                    .find(|(_, inner)| holds(inner))
                    .map(|(key, inner)| (super::escape_pointer_token(&key.decoded()).into_owned(), inner)),
            };
            let Some((token, inner)) = step else { break };
            out.push('/');
            out.push_str(&token);
            value = inner;
        }
        out
    }

    /// The items of an array; none for anything else.
    pub fn items(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let node = self.node();
        let end = if node.kind == Kind::Array { node.next } else { 0 };
        self.siblings(end)
    }

    /// Key and value of each member of an object, in the order of the text; a key that stands twice keeps its first place and
    /// its last value.
    pub fn members(&self) -> Vec<(Cow<'a, str>, Value<'a>)> {
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::new();
        if !self.is_object() {
            return members;
        }
        if !self.tape.duplicates {
            return self.pairs().map(|(key, value)| (key.decoded(), value)).collect();
        }
        let mut places = std::collections::HashMap::new();
        for (key, value) in self.pairs() {
            let key = key.decoded();
            match places.get(key.as_ref()) {
                Some(&at) => {
                    let member: &mut (Cow<'a, str>, Value<'a>) = &mut members[at];
                    member.1 = value;
                }
                None => {
                    places.insert(key.clone().into_owned(), members.len());
                    members.push((key, value));
                }
            }
        }
        members
    }

    /// How many items or members it has; 0 for anything else. A key that stands twice counts once.
    pub fn len(&self) -> usize {
        match self.kind() {
            Kind::Array => self.items().count(),
            Kind::Object if self.tape.duplicates => self.members().len(),
            Kind::Object => self.pairs().count(),
            _ => 0,
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The node that begins it.
    pub fn own_node(&self) -> u32 {
        self.at
    }

    /// The node that begins its first item or member.
    pub fn first_node(&self) -> u32 {
        self.at + 1
    }

    /// The node behind it and all that is inside it.
    pub fn next_node(&self) -> u32 {
        self.node().next
    }

    /// A member's key and value, as often as it stands there.
    pub fn pairs(&self) -> impl Iterator<Item = (Value<'a>, Value<'a>)> + use<'a> {
        let mut nodes = self.siblings(self.node().next);
        std::iter::from_fn(move || Some((nodes.next()?, nodes.next()?)))
    }

    fn siblings(&self, end: u32) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let Value { text, tape, at } = *self;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let value = Value { text, tape, at: next };
            (next < end).then(|| {
                next = value.node().next;
                value
            })
        })
    }
}

/// Decodes the inside of a JSON string that was scanned. A lone surrogate, which JSON allows and Unicode does not, becomes
/// U+FFFD.
pub fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    loop {
        // Inside a string only a backslash is special: a quote stands behind one.
        let at = next_mark(rest.as_bytes(), 0);
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let Some(&escape) = special.as_bytes().get(1) else { break };
        rest = special.get(2..).unwrap_or_default();
        match escape {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => {
                let first = hex4(rest);
                rest = rest.get(4..).unwrap_or_default();
                let low = rest.strip_prefix("\\u").map(hex4).filter(|low| (0xDC00..0xE000).contains(low));
                match (first, low) {
                    (0xD800..0xDC00, Some(low)) => {
                        rest = rest.get(6..).unwrap_or_default();
                        let point = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00);
                        out.push(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    _ => out.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)),
                }
            }
            other => out.push(char::from(other)),
        }
    }
    out
}

fn hex4(text: &str) -> u32 {
    text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0xFFFD)
}
