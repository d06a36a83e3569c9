//! The recorded calls: what AWS was asked, and what it answered.
//!
//! The order of calls has no meaning. Two calls are the same when account, region, service, operation and the parameters that
//! select the answer are the same; the first of them wins. A call that is not here was not asked: that is never an answer.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

pub use crate::call::{Call, CallId, NewCall, Outcome, Pointer, Scope, SourceFile, Span, Symbol};
use crate::canonical::parameters;
use crate::json::{Document, Progress, Scanner};
use crate::map::{Keys, Map};

/// Services that have no regions.
const GLOBAL_SERVICES: [&str; 4] = ["iam", "sts", "organizations", "account"];

/// All that AWS answered, over all files.
#[derive(Debug, Default)]
pub struct Evidence {
    files: Vec<SourceFile>,
    calls: Vec<Call>,
    /// The canonical parameters of all calls, one after the other.
    parameters: String,
    symbols: Vec<String>,
    symbol_of: Map<String, Symbol>,
    /// Calls by the hash of what makes them the same; `next` chains those whose hashes collide.
    heads: HashMap<u32, CallId, BuildHasherDefault<Hashed>>,
    next: Vec<Option<CallId>>,
    /// Pages beyond the first, by the hash of the call whose answer they go on with.
    pages: Map<u32, Vec<CallId>>,
    hasher: Keys,
    /// The call that was found last. What is asked next stands near it, as a rule: an export tells one function after the other.
    near: AtomicU32,
}

/// So many bytes of an answer are read before it is looked whether what is sought was among them.
const PIECE: usize = 256;

/// Among so many calls before the one that was found last, and so many behind it, is looked before all are.
const NEAR: (usize, usize) = (4, 12);

/// Takes a hash as it is.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only `u32` keys are hashed, which come by `write_u32`; anything else is still told apart, if slowly.
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u32(&mut self, hash: u32) {
        // A map finds its places by the lower bits, and tells apart what is there by the upper ones.
        self.0 = u64::from(hash) << 32 | u64::from(hash);
    }
}

impl Evidence {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a source file and gives its index.
    pub fn add_file(&mut self, file: SourceFile) -> u32 {
        self.files.push(file);
        (self.files.len() - 1) as u32
    }

    /// Makes room for more calls with parameters of so many bytes, so that a large bundle doesn't move those that are kept
    /// again and again. Where there is no such room they are moved all the same.
    pub(crate) fn reserve(&mut self, calls: usize, parameters: usize) {
        self.calls.try_reserve(calls).ok();
        self.next.try_reserve(calls).ok();
        self.heads.try_reserve(calls).ok();
        self.parameters.try_reserve(parameters).ok();
    }

    /// How many bytes the parameters of all calls take.
    pub(crate) fn parameters_len(&self) -> usize {
        self.parameters.len()
    }

    /// Completes a source file, for instance with its head when that stood behind its calls.
    pub fn file_mut(&mut self, file: u32) -> Option<&mut SourceFile> {
        self.files.get_mut(file as usize)
    }

    /// Keeps a call.
    ///
    /// # Errors
    /// The same call is there already, and stays.
    pub fn add(&mut self, new: NewCall<'_>) -> Result<CallId, CallId> {
        let global = GLOBAL_SERVICES.contains(&new.service);
        let scope = Scope {
            account: new.account.map(|account| self.symbol(account)),
            region: new.region.filter(|_| !global).map(|region| self.symbol(region)),
        };
        let mut name = String::with_capacity(new.service.len() + 1 + new.operation.len());
        name.push_str(new.service);
        name.push(':');
        name.push_str(new.operation);
        let operation = self.symbol(&name);
        self.add_at(operation, scope, new, 0)
    }

    /// Keeps a call whose operation and scope are looked up already, and that starts at byte `starts` of its file.
    pub(crate) fn add_at(
        &mut self,
        operation: Symbol,
        scope: Scope,
        new: NewCall<'_>,
        starts: usize,
    ) -> Result<CallId, CallId> {
        let page = new.page.map(|page| self.symbol(page));
        let hash = self.hash(operation, scope, new.parameters);
        if let Some(page) = page {
            let same = |&id: &CallId| {
                self.is(id, operation, scope, new.parameters) && self.call(id).page == Some(page)
            };
            if let Some(first) = self.pages.get(&hash).and_then(|ids| ids.iter().copied().find(same)) {
                return Err(first);
            }
        }
        let id = CallId(self.calls.len() as u32);
        let mut before = None;
        if page.is_none() {
            match self.heads.entry(hash) {
                Entry::Vacant(place) => {
                    place.insert(id);
                }
                Entry::Occupied(place) => {
                    before = Some(*place.get());
                    let same = |&id: &CallId| self.is(id, operation, scope, new.parameters);
                    if let Some(first) = self.chain(hash).find(same) {
                        return Err(first);
                    }
                    self.heads.insert(hash, id);
                }
            }
        }
        let start = self.parameters.len() as u32;
        self.parameters.push_str(new.parameters);
        self.calls.push(Call {
            file: new.file,
            operation,
            scope,
            parameters: Span { start, end: self.parameters.len() as u32 },
            page,
            outcome: new.outcome,
            start: starts as u32,
            pointer: new.pointer,
        });
        self.next.push(before);
        if page.is_some() {
            self.pages.entry(hash).or_default().push(id);
        }
        Ok(id)
    }

    /// Gives a call other parameters, unless a call with those is there already.
    pub(crate) fn rename(&mut self, id: CallId, parameters: &str) -> Result<(), CallId> {
        let (operation, scope) = (self.call(id).operation, self.call(id).scope);
        let new = self.hash(operation, scope, parameters);
        if let Some(first) = self.chain(new).find(|&id| self.is(id, operation, scope, parameters)) {
            return Err(first);
        }
        let old = self.hash(operation, scope, self.parameters(id));
        let behind = self.next[id.0 as usize];
        let before = self.chain(old).find(|before| self.next[before.0 as usize] == Some(id));
        match (before, behind) {
            (Some(before), _) => self.next[before.0 as usize] = behind,
            (None, Some(behind)) => {
                self.heads.insert(old, behind);
            }
            (None, None) => {
                self.heads.remove(&old);
            }
        }
        self.next[id.0 as usize] = self.heads.insert(new, id);
        let start = self.parameters.len() as u32;
        self.parameters.push_str(parameters);
        self.calls[id.0 as usize].parameters = Span { start, end: self.parameters.len() as u32 };
        Ok(())
    }

    /// Forgets all files and calls from these counts on, as if they had never been added.
    pub(crate) fn truncate(&mut self, files: usize, calls: usize) {
        while self.calls.len() > calls {
            let id = CallId((self.calls.len() - 1) as u32);
            let call = self.call(id);
            let (is_page, parameters) = (call.page.is_some(), call.parameters);
            let hash = self.hash(call.operation, call.scope, self.parameters(id));
            // Ids are taken back in the reverse of their order, so each is the newest of its chain.
            match self.next.pop().flatten() {
                _ if is_page => {
                    self.pages.get_mut(&hash).map(Vec::pop);
                }
                Some(earlier) => {
                    self.heads.insert(hash, earlier);
                }
                None => {
                    self.heads.remove(&hash);
                }
            }
            self.parameters.truncate(parameters.start as usize);
            self.calls.pop();
        }
        self.files.truncate(files);
    }

    /// Whether a service has no regions.
    pub(crate) fn is_global(service: &str) -> bool {
        GLOBAL_SERVICES.contains(&service)
    }

    /// The hash of what makes two calls the same.
    fn hash(&self, operation: Symbol, scope: Scope, parameters: &str) -> u32 {
        let number = |symbol: Option<Symbol>| symbol.map_or(0, |symbol| symbol.0.get());
        let mut hasher = self.hasher.build_hasher();
        hasher.write_u64(u64::from(number(scope.account)) << 32 | u64::from(number(scope.region)));
        hasher.write_u32(operation.0.get());
        hasher.write(parameters.as_bytes());
        // Half of it makes the table half as large, and tells calls apart well enough.
        hasher.finish() as u32
    }

    fn chain(&self, hash: u32) -> impl Iterator<Item = CallId> + '_ {
        std::iter::successors(self.heads.get(&hash).copied(), |id| self.next[id.0 as usize])
    }

    fn is(&self, id: CallId, operation: Symbol, scope: Scope, parameters: &str) -> bool {
        let call = self.call(id);
        call.operation == operation && call.scope == scope && self.parameters(id) == parameters
    }

    /// The symbol of a name, kept from now on.
    pub fn symbol(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.symbol_of.get(name) {
            return symbol;
        }
        self.symbols.push(name.to_owned());
        // Counted from 1, so that no room is needed to say that there is none. Names fill the memory before they wrap around.
        let symbol = Symbol(NonZeroU32::MIN.saturating_add(self.symbols.len() as u32 - 1));
        self.symbol_of.insert(name.to_owned(), symbol);
        symbol
    }

    /// The symbol of a name that occurred.
    pub fn find_symbol(&self, name: &str) -> Option<Symbol> {
        self.symbol_of.get(name).copied()
    }

    /// A symbol's name.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.symbols.get(symbol.0.get() as usize - 1).map_or("", String::as_str)
    }

    /// The source files, in the order in which they were read.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// All calls, in the order in which they were read.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// One call. Ids come from this evidence only, so it is there.
    pub fn call(&self, id: CallId) -> &Call {
        &self.calls[id.0 as usize]
    }

    /// A call's parameters, in canonical form: `{"FunctionName":"orders"}`.
    pub fn parameters(&self, id: CallId) -> &str {
        let span = self.call(id).parameters;
        self.parameters.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The ids of all calls of an operation such as `lambda:GetFunction`, in the order in which they were read.
    pub fn calls_of(&self, operation: &str) -> impl Iterator<Item = CallId> + '_ {
        let operation = self.find_symbol(operation);
        (0_u32..)
            .zip(&self.calls)
            .filter(move |(_, call)| Some(call.operation) == operation)
            .map(|(id, _)| CallId(id))
    }

    /// The call that was asked in this scope with these parameters (canonical, see [`parameters`]): the first page.
    ///
    /// A call whose account or region is unknown answers for every account or region that has no call of its own.
    pub fn ask(&self, scope: Scope, operation: &str, parameters: &str) -> Option<CallId> {
        let operation = self.find_symbol(operation)?;
        let found = self.scopes(scope, operation).find_map(|scope| {
            if let Some(near) = self.near(operation, scope, parameters) {
                return Some(near);
            }
            let hash = self.hash(operation, scope, parameters);
            self.chain(hash).find(|&id| self.is(id, operation, scope, parameters))
        });
        if let Some(CallId(id)) = found {
            // Another thread may look elsewhere: what is near is only found sooner.
            self.near.store(id, Ordering::Relaxed);
        }
        found
    }

    /// The call among those near the last one. Equal calls are kept once, so there is no other.
    fn near(&self, operation: Symbol, scope: Scope, parameters: &str) -> Option<CallId> {
        let last = self.near.load(Ordering::Relaxed) as usize;
        let from = last.saturating_sub(NEAR.0);
        let calls = self.calls.get(from..self.calls.len().min(last + NEAR.1))?;
        let is = |at: &usize| {
            let id = CallId(*at as u32);
            self.is(id, operation, scope, parameters) && self.call(id).page.is_none()
        };
        (from..from + calls.len()).find(is).map(|at| CallId(at as u32))
    }

    /// The first page and all further pages of an answer, in the order in which they were read.
    pub fn ask_all_pages(&self, scope: Scope, operation: &str, parameters: &str) -> Vec<CallId> {
        let mut found: Vec<CallId> = self.ask(scope, operation, parameters).into_iter().collect();
        let Some(operation) = self.find_symbol(operation) else { return found };
        for scope in self.scopes(scope, operation) {
            let hash = self.hash(operation, scope, parameters);
            let pages = self.pages.get(&hash).into_iter().flatten().copied();
            found.extend(pages.filter(|&id| self.is(id, operation, scope, parameters)));
        }
        found
    }

    /// What answers `DescribeLogGroups` for names that begin with `prefix`: the call with that very prefix, else the one with
    /// the longest prefix of it, down to the call without parameters.
    ///
    /// The answer of such a wider call holds other groups too: only those whose names begin with `prefix` count, in their
    /// order. That none does means that there is none.
    pub fn ask_log_groups(&self, scope: Scope, prefix: &str) -> Option<CallId> {
        const OPERATION: &str = "logs:DescribeLogGroups";
        let shorter = prefix.char_indices().rev().map(|(end, _)| prefix.get(..end).unwrap_or_default());
        std::iter::once(prefix)
            .chain(shorter.filter(|prefix| !prefix.is_empty()))
            .find_map(|prefix| self.ask(scope, OPERATION, &parameters(&[("logGroupNamePrefix", prefix)])))
            .or_else(|| self.ask(scope, OPERATION, "{}"))
    }

    /// The scopes in which a call may stand that answers for `scope`, the nearest first.
    fn scopes(&self, scope: Scope, operation: Symbol) -> impl Iterator<Item = Scope> + use<> {
        let service = self.name(operation).split(':').next().unwrap_or_default();
        let region = scope.region.filter(|_| !GLOBAL_SERVICES.contains(&service));
        let account = scope.account;
        let wider = [
            Some(Scope { account, region }),
            region.map(|_| Scope { account, region: None }),
            account.map(|_| Scope { account: None, region }),
            account.and(region).map(|_| Scope::default()),
        ];
        wider.into_iter().flatten()
    }

    /// The bytes of a call's answer; none for an error.
    pub fn response_text(&self, id: CallId) -> Option<&str> {
        let call = self.call(id);
        let Outcome::Response(span) = call.outcome else { return None };
        self.files.get(call.file as usize)?.text.get(span.start as usize..span.end as usize)
    }

    /// A call's answer, read. None for an error.
    pub fn response(&self, id: CallId) -> Option<Document<'_>> {
        // The whole file was scanned before its calls were kept, so its parts parse.
        let text = self.response_text(id)?;
        let repeats = self.files.get(self.call(id).file as usize).is_none_or(|file| file.repeats_keys);
        if repeats { Document::parse(text).ok() } else { Document::parse_unique(text).ok() }
    }

    /// A text in a call's answer, by its names from the outside in. Read no further than to it, where it can stand only once.
    pub(crate) fn member(&self, id: CallId, names: &[&str]) -> Option<String> {
        let text = self.response_text(id)?;
        let repeats = self.files.get(self.call(id).file as usize).is_none_or(|file| file.repeats_keys);
        let mut scanner = Scanner::new(0, names.len());
        loop {
            let end = if repeats { usize::MAX } else { scanner.position() * 2 + PIECE };
            let progress = scanner.run(text, end);
            let tape = scanner.clone().into_tape();
            let found = tape.root(text).and_then(|root| root.path(names)).and_then(|value| value.text());
            if found.is_some() || progress != Progress::Paused {
                return found.map(Cow::into_owned);
            }
        }
    }

    /// A call's error: code and message. None for an answer.
    pub fn error(&self, id: CallId) -> Option<(&str, &str)> {
        match &self.call(id).outcome {
            Outcome::Response(_) => None,
            Outcome::Error { code, message } => Some((code, message)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call<'a>(
        account: Option<&'a str>,
        operation: &'a str,
        parameters: &'a str,
        page: Option<&'a str>,
    ) -> NewCall<'a> {
        NewCall {
            file: 0,
            service: "lambda",
            operation,
            account,
            region: Some("us-east-1"),
            parameters,
            page,
            outcome: Outcome::Error { code: "X".into(), message: String::new() },
            pointer: Pointer::Whole,
        }
    }

    #[test]
    fn the_first_of_equal_calls_wins_and_scopes_keep_calls_apart() {
        let mut evidence = Evidence::new();
        let orders = parameters(&[("FunctionName", "orders")]);
        let first = evidence.add(call(Some("1"), "GetFunction", &orders, None)).unwrap();
        assert_eq!(evidence.add(call(Some("1"), "GetFunction", &orders, None)), Err(first));
        let other = evidence.add(call(Some("2"), "GetFunction", &orders, None)).unwrap();
        let unknown = evidence.add(call(None, "GetPolicy", &orders, None)).unwrap();
        let scope = |name: &str| Scope {
            account: evidence.find_symbol(name),
            region: evidence.find_symbol("us-east-1"),
        };
        assert_eq!(evidence.ask(scope("1"), "lambda:GetFunction", &orders), Some(first));
        assert_eq!(evidence.ask(scope("2"), "lambda:GetFunction", &orders), Some(other));
        assert_eq!(evidence.ask(scope("2"), "lambda:GetPolicy", &orders), Some(unknown));
        assert_eq!(evidence.ask(Scope::default(), "lambda:GetFunction", &orders), None);
        assert_eq!(evidence.ask(scope("1"), "lambda:GetFunction", "{}"), None);
    }

    #[test]
    fn pages_belong_to_their_first_call() {
        let mut evidence = Evidence::new();
        let first = evidence.add(call(Some("1"), "ListFunctions", "{}", None)).unwrap();
        let second = evidence.add(call(Some("1"), "ListFunctions", "{}", Some("a"))).unwrap();
        let third = evidence.add(call(Some("1"), "ListFunctions", "{}", Some("b"))).unwrap();
        assert_eq!(evidence.add(call(Some("1"), "ListFunctions", "{}", Some("b"))), Err(third));
        let scope = evidence.call(first).scope;
        assert_eq!(evidence.ask(scope, "lambda:ListFunctions", "{}"), Some(first));
        assert_eq!(evidence.ask_all_pages(scope, "lambda:ListFunctions", "{}"), [first, second, third]);
    }
}
