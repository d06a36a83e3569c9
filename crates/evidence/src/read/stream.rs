//! Keeping the calls of a bundle, while it is scanned or afterwards.

use super::Found;
use super::bundle::{Base, Keeper};
use crate::json::{Scanner, Tape};

/// How many calls are kept in one slice of work.
const SLICE: usize = 4000;

/// The calls of a bundle that are yet to be kept.
#[derive(Debug)]
pub(super) struct Calls {
    pub(super) tape: Tape,
    pub(super) base: Base,
    pub(super) next: u32,
    pub(super) end: u32,
    pub(super) number: u32,
    /// Where a bundle was cut off in the middle of a call.
    pub(super) cut: Option<usize>,
}

/// How things stood before the calls of a bundle were kept.
#[derive(Clone, Copy, Debug)]
struct Mark {
    files: usize,
    calls: usize,
    parameters: usize,
    file: Option<u32>,
    kept: usize,
    repeated: usize,
    unknown_scope: usize,
    pending: usize,
}

/// A bundle whose calls are kept while it is scanned: their text is at hand then, and what was noted of them can be forgotten.
///
/// That needs a head that stands before the calls and is complete. Should something behind the calls change it after all (a
/// key that stands twice), the calls are taken back and the bundle is read again in one piece.
#[derive(Debug)]
pub(super) struct Stream {
    calls: Calls,
    list: u32,
    mark: Mark,
    /// Whether room was made for the calls that are still to come.
    roomy: bool,
}

/// Room is made for at most so many calls before they are there.
const MOST_ROOM: usize = 1 << 20;

/// The members of a bundle that matter for all of its calls.
const HEAD: [&str; 6] = ["format", "version", "exported_at", "account", "region", "calls"];

impl Stream {
    /// Begins, when the head is there and the scanner is in the list of calls.
    pub(super) fn begin(
        scanner: &Scanner,
        text: &str,
        base: Base,
        keeper: &mut Keeper,
        found: &mut Found,
    ) -> Option<Self> {
        let tape = scanner.clone().into_tape();
        let root = tape.root(text)?;
        let calls = root.get("calls").filter(|calls| Some(calls.own_node()) == scanner.open_member())?;
        let is_text = |key: &str| root.get(key).is_some_and(|value| value.text().is_some());
        let complete = root.get("format").is_some_and(|format| format.is_text("lambda-evidence"))
            && is_text("account")
            && is_text("region");
        let mark = keeper.mark(found);
        (complete && keeper.bundle(root, base, found).is_some()).then_some(())?;
        let list = calls.own_node();
        let calls = Calls { tape: Tape::default(), base, next: 0, end: 0, number: 0, cut: None };
        Some(Self { calls, list, mark, roomy: false })
    }

    /// Keeps the calls that were scanned since the last time.
    // Kept apart: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    pub(super) fn work(&mut self, scanner: &mut Scanner, text: &str, keeper: &mut Keeper, found: &mut Found) {
        let items = scanner.items(self.list);
        (self.calls.next, self.calls.end) = (items.start, items.end);
        while !self.calls.keep(scanner.tape(), text, keeper, found) {}
        scanner.forget_items(self.list);
        if !std::mem::replace(&mut self.roomy, true) {
            // The rest of the file is taken to be as its beginning.
            let still = |so_far: usize| {
                let all = so_far as f64 * (text.len() as f64 / scanner.position() as f64);
                (all as usize - so_far.min(all as usize)) / 16 * 17
            };
            let calls = still(found.evidence.calls().len() - self.mark.calls);
            let parameters = still(found.evidence.parameters_len() - self.mark.parameters);
            found.evidence.reserve(calls.min(MOST_ROOM), parameters.min(MOST_ROOM * 64));
        }
    }

    /// The calls that are still to be kept when the bundle was scanned; `None` when it must be read again.
    pub(super) fn end(
        self,
        tape: Tape,
        cut: Option<usize>,
        as_expected: bool,
        text: &str,
        keeper: &mut Keeper,
        found: &mut Found,
    ) -> Option<Calls> {
        let end = tape.value(text, self.list).map_or(0, |list| list.next_node());
        let late = tape.root(text).is_some_and(|root| {
            root.pairs()
                .any(|(key, value)| value.own_node() > self.list && HEAD.contains(&key.decoded().as_ref()))
        });
        if late || !as_expected {
            keeper.back_to(self.mark, found);
            return None;
        }
        Some(Calls { tape, next: self.list + 1, end, cut, ..self.calls })
    }
}

impl Calls {
    pub(super) fn position(&self, text: &str) -> usize {
        self.tape.value(text, self.next).map_or(text.len(), |call| call.start())
    }

    /// Keeps a slice of the calls; whether those were the last.
    pub(super) fn work(&mut self, text: &str, keeper: &mut Keeper, found: &mut Found) -> bool {
        let tape = std::mem::take(&mut self.tape);
        let done = self.keep(&tape, text, keeper, found);
        self.tape = tape;
        done
    }

    fn keep(&mut self, tape: &Tape, text: &str, keeper: &mut Keeper, found: &mut Found) -> bool {
        for _ in 0..SLICE {
            let call = tape.value(text, self.next).filter(|_| self.next < self.end);
            let Some(call) = call else { return true };
            if self.cut != Some(call.end()) {
                keeper.call(call, self.base.in_bundle(self.number), found);
            }
            self.next = call.next_node();
            self.number += 1;
        }
        false
    }
}

impl Keeper {
    fn mark(&self, found: &Found) -> Mark {
        Mark {
            files: found.evidence.files().len(),
            calls: found.evidence.calls().len(),
            parameters: found.evidence.parameters_len(),
            file: self.file,
            kept: self.kept,
            repeated: self.repeated,
            unknown_scope: self.unknown_scope,
            pending: self.pending.len(),
        }
    }

    fn back_to(&mut self, mark: Mark, found: &mut Found) {
        found.evidence.truncate(mark.files, mark.calls);
        self.pending.truncate(mark.pending);
        self.file = mark.file;
        self.kept = mark.kept;
        self.repeated = mark.repeated;
        self.unknown_scope = mark.unknown_scope;
    }
}
