//! From a JSON pointer to the very bytes of evidence.

use crate::calls::{CallId, Evidence, Pointer};
use crate::json::{Progress, Scanner};

/// A value in a source file, as its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The value, as it stands in the file.
    pub text: &'a str,
    /// Where it starts in the file, in bytes.
    pub start: usize,
}

impl Evidence {
    /// The value that a JSON pointer such as `/calls/118/response/Configuration` names in a file.
    ///
    /// Values in calls are found at once; for others the file is scanned up to the value's end.
    pub fn value_at(&self, file: u32, pointer: &str) -> Option<Excerpt<'_>> {
        let text = self.files().get(file as usize)?.text.as_str();
        let (mut start, rest, many) = match self.call_at(file, pointer) {
            Some((id, rest)) => (self.call(id).start as usize, rest, false),
            None => (start_of(text), pointer, is_many(text)),
        };
        let mut tokens = rest.split('/').skip(1);
        if many {
            start = nth_document(text, tokens.next()?.parse().ok()?)?;
        }
        for token in tokens {
            start = member_at(text, start, &token.replace("~1", "/").replace("~0", "~"))?;
        }
        let mut scanner = Scanner::new(start, 0);
        let end = match scanner.run(text, usize::MAX) {
            Progress::Done => scanner.position(),
            // What the AWS CLI printed about an error is no JSON, and is shown as it is.
            _ => text.len(),
        };
        Some(Excerpt { text: text.get(start..end)?, start })
    }

    /// The nearest object around the value that a pointer names, or that value itself when it is an object, and its pointer.
    pub fn enclosing<'a, 'p>(&'a self, file: u32, pointer: &'p str) -> Option<(&'p str, Excerpt<'a>)> {
        let mut pointer = pointer;
        loop {
            if let Some(excerpt) = self.value_at(file, pointer)
                && excerpt.text.starts_with('{')
            {
                return Some((pointer, excerpt));
            }
            pointer = pointer.get(..pointer.rfind('/')?)?;
        }
    }

    /// The call that a pointer leads into, and what is left of the pointer there.
    pub fn call_at<'p>(&self, file: u32, pointer: &'p str) -> Option<(CallId, &'p str)> {
        let mut tokens = pointer.split('/').skip(1);
        let mut number = || tokens.next().and_then(|token| token.parse::<u32>().ok());
        // The calls of a file stand together, in the order of their numbers.
        let calls = self.calls();
        let begin = calls.partition_point(|call| call.file < file);
        let end = calls.partition_point(|call| call.file <= file);
        let calls = calls.get(begin..end)?;
        let wanted = match pointer.strip_prefix("/calls/") {
            Some(rest) => (0, rest.split('/').next()?.parse().ok()?),
            None => match number() {
                Some(item) if tokens.next() == Some("calls") => (item, tokens.next()?.parse().ok()?),
                Some(item) => (item, 0),
                None => (0, 0),
            },
        };
        let order = |pointer: Pointer| match pointer {
            Pointer::Bundle(n) => (0, n),
            Pointer::Nested(item, n) => (item, n),
            Pointer::Line(n) | Pointer::Item(n) => (n, 0),
            Pointer::Call | Pointer::Whole => (0, 0),
        };
        let at = calls.binary_search_by_key(&wanted, |call| order(call.pointer)).ok()?;
        let call = calls.get(at)?;
        let rest = pointer.strip_prefix(call.pointer.call().as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some((CallId((begin + at) as u32), rest))
    }
}

/// Where the first document starts.
fn start_of(text: &str) -> usize {
    let rest = text.trim_start_matches('\u{feff}').trim_start();
    text.len() - rest.len()
}

/// Whether documents follow each other without being a list.
fn is_many(text: &str) -> bool {
    let mut scanner = Scanner::new(start_of(text), 0);
    scanner.run(text, usize::MAX);
    text.get(scanner.position()..).is_some_and(|rest| !rest.trim().is_empty())
}

/// Where line `n` starts when the first document ends in its line, else the document of that number.
fn nth_document(text: &str, n: usize) -> Option<usize> {
    let first = start_of(text);
    let mut scanner = Scanner::new(first, 0);
    scanner.run(text, usize::MAX);
    if !text.get(first..scanner.position())?.contains('\n') {
        let line = text.split_inclusive('\n').take(n).map(str::len).sum::<usize>();
        let rest = text.get(line..)?;
        return Some(text.len() - rest.trim_start_matches('\u{feff}').trim_start().len());
    }
    let mut start = first;
    for _ in 0..n {
        let rest = text.get(scanner.position()..)?.trim_start();
        let next = text.len() - rest.len();
        if rest.is_empty() || scanner.position() == start {
            return None;
        }
        start = next;
        scanner = Scanner::new(start, 0);
        scanner.run(text, usize::MAX);
    }
    Some(start)
}

/// Where the member or item `token` starts of the value that starts at `start`.
fn member_at(text: &str, start: usize, token: &str) -> Option<usize> {
    let mut scanner = Scanner::new(start, 1);
    scanner.run(text, usize::MAX);
    let tape = scanner.into_tape();
    let value = tape.root(text)?;
    let member = if value.is_array() { value.items().nth(token.parse().ok()?) } else { value.get(token) };
    member.map(|member| member.start())
}
