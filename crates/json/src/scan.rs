//! One pass over a document: is it JSON, where do its upper values stand, does a key stand twice?

use std::collections::HashSet;
use std::ops::Range;

use crate::tape::{Kind, Node, Tape, unescape};
use crate::token::{literal, number_end, string_end};

/// How deep values may be nested; deeper ones are refused.
pub const MAX_DEPTH: usize = 128;
/// How long one string may be, in bytes.
pub const MAX_STRING: usize = 64 << 20;

/// Why a text is not JSON that we read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The offset in bytes of the first byte that can't stand there.
    pub at: usize,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// What is wrong at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text ends in the middle of a value.
    End,
    /// Another value or sign was expected.
    Unexpected,
    /// More follows where the document should have ended.
    Trailing,
    /// A control character stands bare in a string.
    ControlCharacter,
    /// A backslash is followed by something that is no escape.
    Escape,
    /// Not a number as JSON writes them.
    Number,
    /// Nested deeper than [`MAX_DEPTH`].
    Depth,
    /// A string longer than [`MAX_STRING`].
    StringLength,
}

impl Fault {
    pub(super) fn end(at: usize) -> Self {
        Self { at, kind: FaultKind::End }
    }

    pub(super) fn trailing(at: usize) -> Self {
        Self { at, kind: FaultKind::Trailing }
    }
}

/// Where to go on, and with what.
type Step = Result<(usize, Expect), Fault>;

/// How far a [`Scanner`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// One value was read to its end.
    Done,
    /// The given offset was reached; run again to go on.
    Paused,
    /// It isn't JSON from here on. What was noted before stands.
    Broken(Fault),
}

#[derive(Clone, Copy, Debug)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    /// The container's node, where it is noted.
    node: Option<u32>,
    object: bool,
    start: u32,
    /// Where this object's key hashes begin.
    hashes: u32,
}

/// Reads one value, in as many runs as the caller likes, and notes the values down to a depth.
///
/// Offsets are 32 bits wide: the caller refuses texts of 4 GiB and more.
#[derive(Clone, Debug)]
pub struct Scanner {
    position: usize,
    expect: Expect,
    frames: Vec<Frame>,
    /// Values at this depth and above are noted; the outermost value has depth 0.
    noted_depth: usize,
    /// Whether values of the innermost open container are noted, and whether it is an object: what each token asks.
    noting: bool,
    in_object: bool,
    /// Whether the keys of an object are compared.
    comparing: bool,
    tape: Tape,
    hashes: Vec<u32>,
    duplicates: Vec<usize>,
}

/// Room for more values than this is not kept for the next document.
const MAX_ROOM: usize = 1 << 14;

/// More duplicate keys than this are not listed one by one.
const MAX_DUPLICATES: usize = 100;

impl Scanner {
    /// Starts at byte `start` and notes values down to `noted_depth`.
    pub fn new(start: usize, noted_depth: usize) -> Self {
        Self {
            position: start,
            expect: Expect::Value,
            frames: Vec::new(),
            noted_depth,
            noting: true,
            in_object: false,
            comparing: true,
            tape: Tape::default(),
            hashes: Vec::new(),
            duplicates: Vec::new(),
        }
    }

    /// Whether the keys of an object are compared; until [`Scanner::rewind`].
    pub(super) fn compare(&mut self, comparing: bool) {
        self.comparing = comparing;
    }

    /// Makes room for the values of a text of that many bytes, so that a small answer costs one allocation.
    pub(super) fn reserve(&mut self, bytes: usize) {
        // AWS writes a key or value every dozen bytes; what is longer grows as it comes.
        self.tape.nodes.reserve((bytes / 12).min(1 << 12) + 2);
    }

    /// Goes back to the start of another text, with what was noted of this one given away and the rest of the room kept.
    pub(super) fn rewind(&mut self) -> Tape {
        let frames = std::mem::take(&mut self.frames);
        let hashes = std::mem::take(&mut self.hashes);
        let Self { tape, .. } =
            std::mem::replace(self, Self { frames, hashes, ..Self::new(0, self.noted_depth) });
        self.frames.clear();
        self.hashes.clear();
        tape
    }

    /// Takes the room of a tape that nobody reads any more, unless it is so large that it is better given back.
    pub(super) fn give_room(&mut self, mut tape: Tape) {
        let room = tape.nodes.capacity();
        if room > self.tape.nodes.capacity() && room <= MAX_ROOM {
            tape.clear();
            self.tape = tape;
        }
    }

    /// The first byte that was not read yet.
    pub fn position(&self) -> usize {
        self.position
    }

    /// How many objects and arrays are open.
    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Offsets of keys that stand a second time in their object; the first hundred.
    pub fn duplicates(&self) -> &[usize] {
        &self.duplicates
    }

    /// The node of the outermost value's member that is being read, when that is a list or an object.
    pub fn open_member(&self) -> Option<u32> {
        self.frames.get(1)?.node
    }

    /// The nodes of the complete items of the list at node `list`, a member of the outermost value that is still open. They
    /// can be read while their text is at hand, and then forgotten, so that a long list needs little room.
    pub fn items(&self, list: u32) -> Range<u32> {
        let [_, open, inside @ ..] = self.frames.as_slice() else { return 0..0 };
        if open.node != Some(list) {
            return 0..0;
        }
        list + 1..inside.first().and_then(|frame| frame.node).unwrap_or(self.tape.nodes())
    }

    /// Forgets the complete items of the list at node `list`, see [`Scanner::items`].
    pub fn forget_items(&mut self, list: u32) {
        let Range { start, end } = self.items(list);
        let gone = end - start;
        self.tape.nodes.drain(start as usize..end as usize);
        self.tape
            .nodes
            .get_mut(start as usize..)
            .unwrap_or_default()
            .iter_mut()
            .for_each(|node| node.next -= gone);
        let inside = self.frames.get_mut(2..).unwrap_or_default();
        inside.iter_mut().filter_map(|frame| frame.node.as_mut()).for_each(|node| *node -= gone);
    }

    /// What was noted so far; containers that are still open end where reading stopped.
    pub fn tape(&self) -> &Tape {
        &self.tape
    }

    /// What was noted. After [`Progress::Broken`] the open containers are closed around what was complete in them.
    pub fn into_tape(mut self) -> Tape {
        while let Some(frame) = self.frames.pop() {
            if let Some(at) = frame.node {
                // A key without its value is no member.
                if frame.object && !matches!(self.expect, Expect::CommaOrEnd | Expect::Key | Expect::KeyOrEnd)
                {
                    self.tape.nodes.pop();
                }
                let next = self.tape.nodes.len() as u32;
                if let Some(node) = self.tape.nodes.get_mut(at as usize) {
                    node.next = next;
                    node.end = self.position as u32;
                }
            }
            self.expect = Expect::CommaOrEnd;
        }
        self.tape
    }

    /// Reads on, at least until the value ends or byte `until` is passed. `text` must be the same in every run.
    pub fn run(&mut self, text: &str, until: usize) -> Progress {
        let bytes = text.as_bytes();
        // Where it stands is written back once at the end: what is in a register costs nothing.
        let (mut at, mut expect) = (self.position, self.expect);
        let progress = loop {
            let byte = match bytes.get(at) {
                Some(&byte) if byte > b' ' => byte,
                _ => {
                    at = behind_blanks(bytes, at);
                    match bytes.get(at) {
                        Some(&byte) => byte,
                        None => break Progress::Broken(Fault::end(bytes.len())),
                    }
                }
            };
            let step = match expect {
                Expect::Key | Expect::KeyOrEnd if byte == b'"' => self.member(text, at),
                Expect::Colon if byte == b':' => Ok((at + 1, Expect::Value)),
                Expect::CommaOrEnd if byte == b',' => {
                    Ok((at + 1, if self.in_object { Expect::Key } else { Expect::Value }))
                }
                Expect::CommaOrEnd | Expect::KeyOrEnd | Expect::ValueOrEnd if matches!(byte, b'}' | b']') => {
                    self.close(text, at, byte)
                }
                Expect::Value | Expect::ValueOrEnd => self.value(bytes, at, byte),
                _ => Err(Fault { at, kind: FaultKind::Unexpected }),
            };
            match step {
                Ok(next) => (at, expect) = next,
                Err(fault) => break Progress::Broken(fault),
            }
            if self.frames.is_empty() {
                break Progress::Done;
            }
            if at >= until {
                break Progress::Paused;
            }
        };
        (self.position, self.expect) = (at, expect);
        progress
    }

    #[inline(always)]
    fn value(&mut self, bytes: &[u8], at: usize, byte: u8) -> Step {
        let (kind, end, escaped) = match byte {
            b'"' => {
                let (end, escaped) = string_end(bytes, at)?;
                (Kind::Text, end, escaped)
            }
            b'{' | b'[' => return self.open(at, byte == b'{'),
            b't' => (Kind::True, literal(bytes, at, b"true")?, false),
            b'f' => (Kind::False, literal(bytes, at, b"false")?, false),
            b'n' => (Kind::Null, literal(bytes, at, b"null")?, false),
            b'-' | b'0'..=b'9' => (Kind::Number, number_end(bytes, at)?, false),
            _ => return Err(Fault { at, kind: FaultKind::Unexpected }),
        };
        if self.noting {
            self.note(at, end, kind, escaped);
        }
        Ok(self.behind_value(bytes, end))
    }

    /// Goes on behind a value: with what follows the comma, when that stands right there.
    #[inline(always)]
    fn behind_value(&self, bytes: &[u8], end: usize) -> (usize, Expect) {
        // Behind the outermost value a comma is not ours.
        if bytes.get(end) == Some(&b',') && !self.frames.is_empty() {
            (end + 1, if self.in_object { Expect::Key } else { Expect::Value })
        } else {
            (end, Expect::CommaOrEnd)
        }
    }

    #[inline]
    fn note(&mut self, start: usize, end: usize, kind: Kind, escaped: bool) -> u32 {
        let at = self.tape.nodes.len() as u32;
        self.tape.nodes.push(Node { start: start as u32, end: end as u32, next: at + 1, kind, escaped });
        at
    }

    #[inline]
    fn open(&mut self, at: usize, object: bool) -> Step {
        if self.frames.len() >= MAX_DEPTH {
            return Err(Fault { at, kind: FaultKind::Depth });
        }
        let kind = if object { Kind::Object } else { Kind::Array };
        let node = self.noting.then(|| self.note(at, at, kind, false));
        self.frames.push(Frame { node, object, start: at as u32, hashes: self.hashes.len() as u32 });
        self.noting = self.frames.len() <= self.noted_depth;
        self.in_object = object;
        Ok((at + 1, if object { Expect::KeyOrEnd } else { Expect::ValueOrEnd }))
    }

    #[inline]
    fn close(&mut self, text: &str, at: usize, byte: u8) -> Step {
        let Some(frame) = self.frames.pop_if(|frame| frame.object == (byte == b'}')) else {
            return Err(Fault { at, kind: FaultKind::Unexpected });
        };
        if let Some(node) = frame.node {
            let next = self.tape.nodes();
            if let Some(node) = self.tape.nodes.get_mut(node as usize) {
                node.end = (at + 1) as u32;
                node.next = next;
            }
        }
        if frame.object && self.comparing {
            if repeats(self.hashes.get_mut(frame.hashes as usize..).unwrap_or_default()) {
                self.find_duplicates(text, frame.start as usize);
            }
            self.hashes.truncate(frame.hashes as usize);
        }
        self.noting = self.frames.len() <= self.noted_depth;
        self.in_object = self.frames.last().is_some_and(|frame| frame.object);
        Ok(self.behind_value(text.as_bytes(), at + 1))
    }

    /// A key, and its value where that is a string right behind it: so most members are one step.
    #[inline(always)]
    fn member(&mut self, text: &str, at: usize) -> Step {
        let bytes = text.as_bytes();
        let (end, escaped) = string_end(bytes, at)?;
        if self.comparing {
            self.hashes.push(key_hash(text, at, end, escaped));
        }
        // A key belongs to the depth of the values in its object.
        if self.noting {
            self.note(at, end, Kind::Text, escaped);
        }
        if bytes.get(end) != Some(&b':') {
            return Ok((end, Expect::Colon));
        }
        match bytes.get(end + 1) {
            // A string that is broken is told by the next step.
            Some(b'"') => match string_end(bytes, end + 1) {
                Ok((behind, escaped)) => {
                    if self.noting {
                        self.note(end + 1, behind, Kind::Text, escaped);
                    }
                    Ok(self.behind_value(bytes, behind))
                }
                Err(_) => Ok((end + 1, Expect::Value)),
            },
            _ => Ok((end + 1, Expect::Value)),
        }
    }

    /// Two keys of the object that starts at `start` have the same hash: reads them again and notes those that really are
    /// the same.
    #[cold]
    fn find_duplicates(&mut self, text: &str, start: usize) {
        if self.duplicates.len() >= MAX_DUPLICATES {
            self.tape.duplicates = true;
            return;
        }
        let mut again = Self { comparing: false, ..Self::new(start, 1) };
        again.run(text, usize::MAX);
        let tape = again.into_tape();
        let mut seen = HashSet::new();
        for (key, _) in tape.root(text).iter().flat_map(|object| object.pairs()) {
            let at = key.start();
            if !seen.insert(key.decoded()) {
                self.tape.duplicates = true;
                if self.duplicates.len() < MAX_DUPLICATES {
                    self.duplicates.push(at);
                }
            }
        }
    }
}

/// Whether two of the hashes are the same.
fn repeats(hashes: &mut [u32]) -> bool {
    if hashes.len() <= 24 {
        return hashes.iter().enumerate().any(|(at, hash)| hashes[..at].contains(hash));
    }
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair[0] == pair[1])
}

/// The hash of the key that stands at `at..end` with its quotes.
#[inline(always)]
fn key_hash(text: &str, at: usize, end: usize, escaped: bool) -> u32 {
    if escaped {
        let key = unescape(text.get(at + 1..end - 1).unwrap_or_default());
        return hash(key.as_bytes(), 0, key.len());
    }
    hash(text.as_bytes(), at + 1, end - at - 2)
}

/// A quick hash of the key of `len` bytes at `at`; equal hashes are compared by their text, so it may be weak.
#[inline]
fn hash(bytes: &[u8], at: usize, len: usize) -> u32 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |state: u64, word: u64| (state.rotate_left(5) ^ word).wrapping_mul(K);
    let mut state = len as u64;
    let mut here = at;
    let end = at + len;
    while here + 8 <= end {
        state = mix(state, word_at(bytes, here));
        here += 8;
    }
    // What follows the key in its word is cut off.
    let rest = 8 * (end - here) as u32;
    let last = word_at(bytes, here) & ((1 << rest) - 1);
    (mix(state, last) >> 32) as u32
}

/// Eight bytes from `at` on; zeros behind the end.
#[inline]
fn word_at(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => last_word(bytes, at),
    }
}

#[cold]
fn last_word(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

#[inline(never)]
fn behind_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}
