//! One text: its encoding, and the JSON documents in it.
//!
//! A text is one document, a list of documents, one a line, or one behind the other as `cat a.json b.json` makes it. Each is
//! scanned by itself, so that one that is broken costs no other.

use super::bundle::{Base, Keeper};
use super::problems::Group;
use super::stream::{Calls, Stream};
use super::{Found, Part, Progress, Stage, answer, guess};
use crate::json::{self, Fault, FaultKind, Scanner};
use crate::problem::{Problem, explain};

/// How many bytes are scanned in one slice of work.
const SLICE: usize = 512 << 10;
/// Recognising needs a document, its members, their members, and theirs: `/calls/0/service`.
const NOTED_DEPTH: usize = 3;

/// How documents follow each other in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Not known before the first document has ended.
    First,
    /// Items of a JSON array.
    List,
    /// One a line.
    Lines,
    /// One behind the other.
    Sequence,
    /// Broken for good: nothing more is read.
    Broken,
}

#[derive(Debug)]
enum Phase {
    /// The next document begins at or after `TextJob::at`.
    Seek,
    /// A document is being scanned; it must end before `limit`.
    Scan(Box<Scan>),
    /// The calls of a bundle are being kept.
    Keep(Calls),
    Done,
}

/// The scanning of one document.
#[derive(Debug)]
struct Scan {
    scanner: Scanner,
    limit: usize,
    stream: Streaming,
}

/// Whether a bundle's calls are kept while it is scanned.
#[derive(Debug)]
enum Streaming {
    /// The first slice is not scanned yet.
    Undecided,
    No,
    Yes(Stream),
}

/// The reading of one text.
#[derive(Debug)]
pub(super) struct TextJob {
    text: String,
    layout: Layout,
    phase: Phase,
    at: usize,
    /// The number of the document that is being read: its line, its item.
    number: u32,
    keeper: Keeper,
}

impl TextJob {
    /// Decodes a file. `None` when there is nothing in it to read, and a problem says why.
    pub(super) fn open(part: Part, found: &mut Found) -> Option<Self> {
        let Part { name, source, bytes, .. } = part;
        if u32::try_from(bytes.len()).is_err() {
            let what = "The file is larger than 4 GiB.";
            let problem =
                Problem::refused(&name, what, "Export in several files, for instance one per region.");
            found.problems.push(Group::NotRead, problem);
            return None;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            // Beside an answer that came, what the AWS CLI wrote to `2>` is empty, and that is how it should be.
            if !name.ends_with(".err") {
                let (group, problem) = guess::empty(&name);
                found.problems.push(group, problem);
            }
            found.label(source, "an empty file");
            return None;
        }
        let bytes = match utf16(&bytes) {
            None => bytes,
            Some(text) => {
                let note = Problem::note(
                    &name,
                    "The file is UTF-16, as PowerShell writes it, and was read as such.",
                    "Nothing needs to be done; places and hashes in reports are those of the same text as UTF-8.",
                );
                found.problems.push(Group::Encoding, note);
                text.into_bytes()
            }
        };
        if !starts_like_json(&bytes) {
            Self::not_json(name, source, bytes, found);
            return None;
        }
        let text = utf8(&name, bytes, found)?;
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Some(Self {
            text,
            layout: Layout::First,
            phase: Phase::Seek,
            at,
            number: 0,
            keeper: Keeper::new(name, source),
        })
    }

    /// A file that is no JSON is perhaps what the AWS CLI printed when a call failed.
    fn not_json(name: String, source: usize, bytes: Vec<u8>, found: &mut Found) {
        let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
        let text = String::from_utf8_lossy(head);
        match answer::cli_error(&text) {
            Some(error) => {
                let mut keeper = Keeper::new(name, source);
                keeper.cli_error(&error, found);
                keeper.finish(text.to_string(), found);
            }
            None => {
                let (group, problem) = guess::not_json(&name, &bytes);
                found.problems.push(group, problem);
            }
        }
    }

    pub(super) fn progress(&self) -> Progress {
        let total = self.text.len() as u64;
        let (stage, done) = match &self.phase {
            Phase::Scan(scan) => (Stage::Reading, scan.scanner.position() as u64),
            Phase::Keep(calls) => (Stage::Indexing, calls.position(&self.text) as u64),
            Phase::Seek => (Stage::Reading, self.at as u64),
            Phase::Done => (Stage::Indexing, total),
        };
        Progress { file: self.keeper.name.clone(), stage, done, total }
    }

    /// One slice of work; whether all is done.
    // Kept apart, as below: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    pub(super) fn work(&mut self, found: &mut Found) -> bool {
        let until = self.at + SLICE;
        // Many small documents make one slice.
        while self.at <= until {
            match std::mem::replace(&mut self.phase, Phase::Done) {
                Phase::Seek => self.seek(found),
                Phase::Scan(scan) => {
                    if self.scan(scan, found) {
                        return false;
                    }
                }
                Phase::Keep(mut calls) => {
                    if !calls.work(&self.text, &mut self.keeper, found) {
                        self.phase = Phase::Keep(calls);
                        return false;
                    }
                    self.behind_document(found);
                }
                Phase::Done => {
                    self.finish(found);
                    return true;
                }
            }
        }
        false
    }

    /// Gives the text to the evidence, when calls were kept from it.
    pub(super) fn finish(&mut self, found: &mut Found) {
        self.keeper.finish(std::mem::take(&mut self.text), found);
        self.phase = Phase::Done;
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn skip_space(&mut self) {
        while self.byte(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            self.number += u32::from(self.layout == Layout::Lines && self.byte(self.at) == Some(b'\n'));
            self.at += 1;
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        rest.iter().position(|&byte| byte == b'\n').map_or(self.text.len(), |at| from + at)
    }

    /// Finds the start of the next document.
    fn seek(&mut self, found: &mut Found) {
        self.skip_space();
        let Some(byte) = self.byte(self.at) else {
            if self.layout == Layout::List {
                self.fault(Fault { at: self.at, kind: FaultKind::End }, found);
            }
            return;
        };
        match self.layout {
            Layout::First if byte == b'[' => {
                self.layout = Layout::List;
                self.at += 1;
                self.skip_space();
                if self.byte(self.at) == Some(b']') {
                    let what = "The list is empty.";
                    let remedy = "Export the answers again, and look at what the AWS CLI prints.";
                    let problem = Problem::refused(&self.keeper.name, what, remedy);
                    self.keeper.problem(Group::NotRead, None, problem, found);
                    return;
                }
            }
            Layout::List if self.number > 0 || byte == b']' => match byte {
                b']' => {
                    self.at += 1;
                    self.skip_space();
                    if self.at < self.text.len() {
                        self.fault(Fault { at: self.at, kind: FaultKind::Trailing }, found);
                    }
                    return;
                }
                b',' => {
                    self.at += 1;
                    self.skip_space();
                }
                _ => {
                    self.fault(Fault { at: self.at, kind: FaultKind::Unexpected }, found);
                    return;
                }
            },
            Layout::First if self.is_lines() => {
                let before = self.text.get(..self.at).unwrap_or_default();
                self.number = before.bytes().filter(|&byte| byte == b'\n').count() as u32;
                self.layout = Layout::Lines;
            }
            _ => {}
        }
        let limit = if self.layout == Layout::Lines { self.line_end(self.at) } else { self.text.len() };
        self.scan_from_here(limit, Streaming::Undecided);
    }

    fn scan_from_here(&mut self, limit: usize, stream: Streaming) {
        let scanner = Scanner::new(self.at, NOTED_DEPTH);
        self.phase = Phase::Scan(Box::new(Scan { scanner, limit, stream }));
    }

    /// Whether the first line looks whole, or at least ended, and another document begins in the next.
    fn is_lines(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        // A bundle may be one line of many MB, which is not worth a pass of its own.
        let near = rest.as_bytes().get(..rest.len().min(SLICE)).unwrap_or_default();
        let Some(end) = near.iter().position(|&byte| byte == b'\n') else { return false };
        let (Some(line), Some(rest)) = (rest.get(..end), rest.get(end..)) else { return false };
        line.starts_with('{')
            && !line.trim_end().ends_with(['[', ',', ':', '{'])
            && rest.trim_start_matches(['\r', '\n']).starts_with('{')
    }

    /// Scans a slice of a document; whether that was all for now.
    #[inline(never)]
    fn scan(&mut self, mut scan: Box<Scan>, found: &mut Found) -> bool {
        let text = self.text.get(..scan.limit).unwrap_or_default();
        let (end, fault) = match scan.scanner.run(text, scan.scanner.position() + SLICE) {
            json::Progress::Paused => {
                let base = self.base();
                if matches!(scan.stream, Streaming::Undecided) {
                    let stream = Stream::begin(&scan.scanner, text, base, &mut self.keeper, found);
                    scan.stream = stream.map_or(Streaming::No, Streaming::Yes);
                }
                if let Streaming::Yes(stream) = &mut scan.stream {
                    stream.work(&mut scan.scanner, text, &mut self.keeper, found);
                }
                self.phase = Phase::Scan(scan);
                return true;
            }
            json::Progress::Done => (scan.scanner.position(), None),
            json::Progress::Broken(fault) => {
                (scan.scanner.position().max(fault.at.min(scan.limit)), Some(fault))
            }
        };
        let start = std::mem::replace(&mut self.at, end);
        let single = self.layout == Layout::First;
        if single && fault.is_none() {
            let rest = self.text.get(end..).unwrap_or_default().trim_start();
            // A head alone, with calls behind it on their own lines, is found by `is_lines` before.
            if rest.starts_with(['{', '[']) {
                self.layout = Layout::Sequence;
            }
        }
        let base = self.base();
        // In a bundle that was cut off, the last call is incomplete when something inside of it was open.
        let cut = fault.filter(|_| scan.scanner.depth() > 2).map(|_| scan.scanner.position());
        let duplicates = scan.scanner.duplicates().to_vec();
        let tape = scan.scanner.into_tape();
        let (text, keeper) = (&self.text, &mut self.keeper);
        let calls = match scan.stream {
            Streaming::Yes(stream) => {
                // Where another document follows, this one turns out to be an item and not the file.
                let as_expected = single == (self.layout == Layout::First);
                let Some(calls) = stream.end(tape, cut, as_expected, text, keeper, found) else {
                    self.at = start;
                    self.layout = if single { Layout::First } else { self.layout };
                    self.scan_from_here(scan.limit, Streaming::No);
                    return true;
                };
                Some(calls)
            }
            _ => keeper.document(text, tape, base, fault.is_some(), cut, found),
        };
        keeper.duplicate_keys(text, &duplicates, found);
        if let Some(fault) = fault {
            self.fault(fault, found);
            self.recover();
        }
        match calls {
            Some(calls) => self.phase = Phase::Keep(calls),
            None => self.behind_document(found),
        }
        false
    }

    /// Where the document that is read stands in the file.
    fn base(&self) -> Base {
        if self.layout == Layout::First { Base::Whole } else { Base::Item(self.number) }
    }

    /// After a fault, reading goes on where the next document surely begins.
    fn recover(&mut self) {
        match self.layout {
            Layout::Lines => self.at = self.line_end(self.at),
            Layout::Sequence => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                self.at = rest.find("\n{").map_or(self.text.len(), |at| self.at + at + 1);
            }
            Layout::First | Layout::List | Layout::Broken => self.layout = Layout::Broken,
        }
    }

    /// What follows a document that was read.
    fn behind_document(&mut self, found: &mut Found) {
        match self.layout {
            Layout::Broken => return,
            Layout::First => {
                self.skip_space();
                if self.at < self.text.len() {
                    self.fault(Fault { at: self.at, kind: FaultKind::Trailing }, found);
                }
                return;
            }
            Layout::Lines => {
                let end = self.line_end(self.at);
                let rest = self.text.get(self.at..end).unwrap_or_default();
                let trailing = self.at + rest.len() - rest.trim_start().len();
                if trailing < end {
                    self.fault(Fault { at: trailing, kind: FaultKind::Trailing }, found);
                }
                self.at = end;
            }
            Layout::List | Layout::Sequence => self.number += 1,
        }
        self.phase = Phase::Seek;
    }

    #[cold]
    fn fault(&mut self, fault: Fault, found: &mut Found) {
        let (what, remedy) = explain(fault);
        let whole = self.layout == Layout::First && self.keeper.kept() == 0;
        let problem = if whole && fault.kind != FaultKind::Trailing {
            Problem::refused(&self.keeper.name, what, remedy)
        } else {
            Problem::skipped(&self.keeper.name, what, remedy)
        };
        self.keeper.problem(Group::Json, Some(fault.at), problem, found);
    }
}

fn starts_like_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Text of 16-bit units, when the bytes are that: with a mark, or with a bare `{` or `[` at the start.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (little, skip) = match bytes {
        [0xff, 0xfe, ..] => (true, 2),
        [0xfe, 0xff, ..] => (false, 2),
        [b'{' | b'[', 0, ..] => (true, 0),
        [0, b'{' | b'[', ..] => (false, 0),
        _ => return None,
    };
    let units = bytes.get(skip..)?.as_chunks::<2>().0;
    let units =
        units.iter().map(|unit| if little { u16::from_le_bytes(*unit) } else { u16::from_be_bytes(*unit) });
    let mut text = String::with_capacity(bytes.len() / 2);
    text.extend(char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)));
    Some(text)
}

/// The text of a file. Where single lines of many are not UTF-8 they are blanked, so that all others keep their places.
fn utf8(name: &str, bytes: Vec<u8>, found: &mut Found) -> Option<String> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let at = error.utf8_error().valid_up_to();
    let mut bytes = error.into_bytes();
    let what = "The text is not UTF-8 here.";
    if !is_line_of_json(&bytes) {
        let remedy = "Save the file as UTF-8, or export it again.";
        let problem = Problem::refused(name, what, remedy).at(json::place(&bytes, at));
        found.problems.push(Group::Encoding, problem);
        return None;
    }
    for (line, bytes) in (1..).zip(bytes.split_mut(|&byte| byte == b'\n')) {
        if let Err(error) = std::str::from_utf8(bytes) {
            if found.problems.takes(Group::Encoding, name) {
                let column = json::place(bytes, error.valid_up_to()).column;
                let remedy = "This line was left out; export it again.";
                let problem = Problem::skipped(name, what, remedy).at(json::Place { line, column });
                found.problems.tell(problem);
            }
            bytes.fill(b' ');
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether there are several lines, and the first or the second is a document by itself.
fn is_line_of_json(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let whole = |line: Option<&[u8]>| line.is_some_and(|line| line.starts_with(b"{") && line.ends_with(b"}"));
    let (first, second) = (lines.next(), lines.next());
    second.is_some_and(|line| !line.is_empty()) && (whole(first) || whole(second))
}
