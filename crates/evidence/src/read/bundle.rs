//! Keeping what a scanned document holds: a bundle's head and calls, reports, and what is told about a file.

use super::answer::{self, What};
use super::problems::Group;
use super::recorded::Recorded;
use super::stream::Calls;
use super::{Found, ReportFile, ReportKind, guess};
use crate::calls::{CallId, Evidence, NewCall, Pointer, Scope, SourceFile, Symbol};
use crate::json::{self, Document, Tape, Value, unescape};
use crate::problem::Problem;

/// The newest version of `lambda-evidence` that is read.
const VERSION: i64 = 1;

/// Where a document stands in its file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Base {
    /// It is the file.
    Whole,
    /// It is item, or line, N.
    Item(u32),
}

impl Base {
    pub(super) fn answer(self) -> Pointer {
        match self {
            Self::Whole => Pointer::Whole,
            Self::Item(n) => Pointer::Item(n),
        }
    }

    pub(super) fn call(self) -> Pointer {
        match self {
            Self::Whole => Pointer::Call,
            Self::Item(n) => Pointer::Line(n),
        }
    }

    pub(super) fn in_bundle(self, n: u32) -> Pointer {
        match self {
            Self::Whole => Pointer::Bundle(n),
            Self::Item(item) => Pointer::Nested(item, n),
        }
    }
}

/// The head of a bundle.
#[derive(Debug, Default)]
struct Head {
    exported_at: Option<String>,
    account: Option<String>,
    region: Option<String>,
    /// Both, for the services that have regions, when both are known.
    scope: Option<Scope>,
}

/// Where calls are kept, and what is told about a file once it is read.
#[derive(Debug)]
pub(super) struct Keeper {
    pub(super) name: String,
    pub(super) source: usize,
    /// The file's index in the evidence, once a call was kept from it.
    pub(super) file: Option<u32>,
    head: Head,
    /// What the heads of the whole file say: the first of each, but the latest date.
    heads: Head,
    /// Problems whose offset is known, and whose place is looked up when the file was read.
    pub(super) pending: Vec<(Option<usize>, Problem)>,
    /// Services and operations by their names, so that each is looked up once.
    operations: Vec<(String, String, Symbol)>,
    /// Where in `operations` the last one stands.
    last: usize,
    /// Whether a key stands twice in some object.
    repeats_keys: bool,
    pub(super) kept: usize,
    pub(super) repeated: usize,
    pub(super) unknown_scope: usize,
}

impl Keeper {
    pub(super) fn new(name: String, source: usize) -> Self {
        Self {
            name,
            source,
            file: None,
            head: Head::default(),
            heads: Head::default(),
            pending: Vec::new(),
            operations: Vec::new(),
            last: 0,
            repeats_keys: false,
            kept: 0,
            repeated: 0,
            unknown_scope: 0,
        }
    }

    /// How many calls were kept.
    pub(super) fn kept(&self) -> usize {
        self.kept
    }

    /// Tells a problem, at an offset in the text where that is known.
    #[cold]
    pub(super) fn problem(&mut self, group: Group, at: Option<usize>, problem: Problem, found: &mut Found) {
        if found.problems.takes(group, &self.name) {
            self.pending.push((at, problem));
        }
    }

    /// Tells the keys that stand twice.
    pub(super) fn duplicate_keys(&mut self, text: &str, offsets: &[usize], found: &mut Found) {
        self.repeats_keys |= !offsets.is_empty();
        for &at in offsets {
            let key = text.get(at + 1..).unwrap_or_default();
            let key: String = unescape(key.split('"').next().unwrap_or_default()).chars().take(60).collect();
            let problem = Problem::note(
                &self.name,
                format!("The key \"{key}\" stands twice in an object."),
                "The last one counts; check how the file was made.",
            );
            self.problem(Group::DuplicateKey, Some(at), problem, found);
        }
    }

    /// Reads a document. A bundle's calls are given back, to be kept in slices.
    ///
    /// Of a `broken` document only a bundle is read; `cut` is where one of its calls was cut off.
    // Kept apart, as below: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    pub(super) fn document(
        &mut self,
        text: &str,
        tape: Tape,
        base: Base,
        broken: bool,
        cut: Option<usize>,
        found: &mut Found,
    ) -> Option<Calls> {
        let root = tape.root(text)?;
        let what = if root.is_object() { answer::recognise(root) } else { What::Other };
        match what {
            What::Bundle => {
                let calls = self.bundle(root, base, found)?;
                let (next, end) = (calls.first_node(), calls.next_node());
                found.evidence.reserve(calls.len(), 0);
                return Some(Calls { tape, base, next, end, number: 0, cut });
            }
            // What is no bundle is whole or worthless.
            _ if broken => {}
            What::Call => {
                found.label(self.source, "recorded calls");
                self.call(root, base.call(), found);
            }
            What::Report(kind) => {
                let label = match kind {
                    ReportKind::SecurityAudit => "security audit",
                    ReportKind::ComplianceReport => "compliance report",
                    ReportKind::ClassicBoth => "classic audit",
                    ReportKind::Lambdascope => "report",
                    ReportKind::Runtimes => "table of runtimes",
                    ReportKind::Judgements => "judgements",
                };
                found.label(self.source, label);
                let report = ReportFile { name: self.name.clone(), kind, text: root.raw().to_owned() };
                found.reports.push(report);
            }
            What::Encrypted(what) => {
                let (group, problem) = guess::encrypted(&self.name, what);
                self.problem(group, Some(root.start()), problem, found);
            }
            What::NotYet(what) => {
                let (group, problem) = guess::not_yet(&self.name, what);
                self.problem(group, Some(root.start()), problem, found);
            }
            What::Other => self.answer(root, base, found),
        }
        None
    }

    /// Reads a bundle's head, and gives its list of calls.
    pub(super) fn bundle<'a>(&mut self, root: Value<'a>, base: Base, found: &mut Found) -> Option<Value<'a>> {
        match root.get("version") {
            Some(version) if version.integer().is_some_and(|version| (1..=VERSION).contains(&version)) => {}
            None => {
                let what = "The bundle doesn't say which version of lambda-evidence it is.";
                let remedy =
                    format!("It was read as version {VERSION}; export it again if something is missing.");
                let problem = Problem::note(&self.name, what, remedy);
                self.problem(Group::Head, Some(root.start()), problem, found);
            }
            Some(version) => {
                let newer = version.integer().is_some_and(|version| version > VERSION);
                let said: String = version.raw().chars().take(40).collect();
                let problem = Problem::refused(
                    &self.name,
                    format!("The bundle is lambda-evidence version {said}; version {VERSION} is read here."),
                    if newer { "Open it with a newer Lambdascope." } else { "Export it again." },
                );
                self.problem(Group::Head, Some(version.start()), problem.on("/version"), found);
                return None;
            }
        }
        found.label(self.source, "evidence");
        let mut said = |key: &str| {
            let value = root.get(key)?;
            if value.text().is_none() && !value.is_null() {
                let what = format!("\"{key}\" in the bundle's head is not text.");
                let problem = Problem::skipped(&self.name, what, "It was left out; put it in quotes.");
                self.problem(Group::Head, Some(value.start()), problem.on(format!("/{key}")), found);
            }
            value.text().map(|text| text.into_owned())
        };
        let (exported_at, account, region) = (said("exported_at"), said("account"), said("region"));
        let scope = match (&account, &region) {
            (Some(account), Some(region)) => Some(Scope {
                account: Some(found.evidence.symbol(account)),
                region: Some(found.evidence.symbol(region)),
            }),
            _ => None,
        };
        self.heads.exported_at = self.heads.exported_at.take().max(exported_at.clone());
        self.heads.account = self.heads.account.take().or(account.clone());
        self.heads.region = self.heads.region.take().or(region.clone());
        self.head = Head { exported_at, account, region, scope };
        match root.get("calls") {
            Some(calls) if calls.is_array() => Some(calls),
            Some(calls) => {
                let what = "\"calls\" in the bundle is not a list.";
                let problem = Problem::refused(&self.name, what, "Export the bundle again.").on("/calls");
                self.problem(Group::Head, Some(calls.start()), problem, found);
                None
            }
            // The head of a file with one call a line.
            None => {
                if matches!(base, Base::Whole) {
                    let what = "The bundle has no calls.";
                    let problem =
                        Problem::refused(&self.name, what, "Export it again, or drop the whole file.");
                    self.problem(Group::Head, Some(root.start()), problem, found);
                }
                None
            }
        }
    }

    /// Keeps one recorded call.
    #[inline(never)]
    pub(super) fn call(&mut self, call: Value<'_>, pointer: Pointer, found: &mut Found) {
        match Recorded::read(call) {
            Ok(recorded) => {
                let (parameters, page) = recorded.canonical_parameters();
                let operation = self.operation(&recorded.service, &recorded.operation, &mut found.evidence);
                let scope = match self.head.scope {
                    Some(Scope { account, .. }) if Evidence::is_global(&recorded.service) => {
                        Scope { account, region: None }
                    }
                    Some(scope) => scope,
                    None => self.scope(operation, &recorded, &parameters, &mut found.evidence),
                };
                let new = NewCall {
                    file: self.file(found),
                    service: &recorded.service,
                    operation: &recorded.operation,
                    account: None,
                    region: None,
                    parameters: &parameters,
                    page: page.as_deref(),
                    outcome: recorded.outcome,
                    pointer,
                };
                if let Err(first) = found.evidence.add_at(operation, scope, new, call.start()) {
                    self.repeats(call.start(), pointer, first, found);
                } else {
                    self.kept += 1;
                }
            }
            Err((value, what, remedy)) => {
                let problem = Problem::skipped(&self.name, what, remedy).on(pointer.call());
                self.problem(Group::Call, Some(value.start()), problem, found);
            }
        }
    }

    /// The scope of a call when the head doesn't say all of it: from the ARNs in its answer.
    fn scope(
        &mut self,
        operation: Symbol,
        recorded: &Recorded<'_>,
        parameters: &str,
        evidence: &mut Evidence,
    ) -> Scope {
        let known = answer::operation_of(evidence, operation);
        let response = recorded.response.and_then(|response| Document::parse(response.raw()).ok());
        let (account, region) = match (known, response) {
            (Some(known), Some(response)) => answer::scope(known, response.root(), parameters),
            (Some(known), None) => answer::error_scope(known, parameters),
            (None, _) => (None, None),
        };
        self.complete(&recorded.service, account, region, evidence)
    }

    /// What the head says counts before what an answer says.
    pub(super) fn complete(
        &mut self,
        service: &str,
        account: Option<String>,
        region: Option<String>,
        evidence: &mut Evidence,
    ) -> Scope {
        let global = Evidence::is_global(service);
        let account = self.head.account.clone().or(account);
        let region = self.head.region.clone().or(region).filter(|_| !global);
        self.unknown_scope += usize::from(account.is_none() || (region.is_none() && !global));
        Scope {
            account: account.map(|account| evidence.symbol(&account)),
            region: region.map(|region| evidence.symbol(&region)),
        }
    }

    /// Counts a call that is there already, and tells the first of a file.
    #[cold]
    pub(super) fn repeats(&mut self, at: usize, pointer: Pointer, first: CallId, found: &mut Found) {
        self.repeated += 1;
        if self.repeated > 1 {
            return;
        }
        let evidence = &found.evidence;
        let call = evidence.call(first);
        let from = evidence.files().get(call.file as usize).map_or("", |file| file.name.as_str());
        let what = format!(
            "The call {} {} is there already, from {} {}.",
            evidence.name(call.operation),
            shortened(evidence.parameters(first)),
            from,
            call.pointer.call(),
        );
        let problem = Problem::note(&self.name, what, "The first one counts.").on(pointer.call());
        self.problem(Group::Repeated, Some(at), problem, found);
    }

    pub(super) fn file(&mut self, found: &mut Found) -> u32 {
        *self.file.get_or_insert_with(|| {
            found.evidence.add_file(SourceFile {
                name: self.name.clone(),
                text: String::new(),
                exported_at: None,
                account: None,
                region: None,
                // Until all of it was read nobody knows.
                repeats_keys: true,
            })
        })
    }

    pub(super) fn operation(&mut self, service: &str, operation: &str, evidence: &mut Evidence) -> Symbol {
        // An export asks the same of each function, one after the other: this one was known first behind the last.
        let (before, behind) = self.operations.split_at(self.last.min(self.operations.len()));
        let is = |(s, o, _): &&(String, String, Symbol)| o == operation && s == service;
        if let Some(at) = (self.last..).zip(behind).chain((0..).zip(before)).find(|(_, known)| is(known)) {
            let (at, (.., symbol)) = at;
            self.last = at;
            return *symbol;
        }
        let symbol = evidence.symbol(&format!("{service}:{operation}"));
        // Names that a hostile file makes up are not worth a long list.
        if self.operations.len() < 100 {
            self.operations.push((service.to_owned(), operation.to_owned(), symbol));
        }
        symbol
    }

    /// Gives the text to the evidence when calls were kept from it, and tells the problems with their places.
    pub(super) fn finish(&mut self, text: String, found: &mut Found) {
        if self.repeated > 1 {
            let what = format!("{} calls in this file were there already.", self.repeated);
            let problem = Problem::note(&self.name, what, "The first of each counts.");
            found.problems.push(Group::Repeated, problem);
        }
        if self.unknown_scope > 0 {
            let what = format!(
                "Account or region of {} calls can't be told: the file doesn't name them.",
                self.unknown_scope
            );
            let remedy = "They are taken for every account and region that is open; export with the exporter to be sure.";
            found.problems.push(Group::Scope, Problem::note(&self.name, what, remedy));
        }
        order::by_key(&mut self.pending, |(at, _)| *at);
        let offsets: Vec<usize> = self.pending.iter().filter_map(|(at, _)| *at).collect();
        let mut places = json::places(&text, &offsets).into_iter();
        for (at, problem) in self.pending.drain(..) {
            found.problems.tell(match at.and_then(|_| places.next()) {
                Some(place) => problem.at(place),
                None => problem,
            });
        }
        if let Some(source) = found.sources.get_mut(self.source) {
            source.calls += self.kept;
        }
        if let Some(file) = self.file.and_then(|file| found.evidence.file_mut(file)) {
            let Head { exported_at, account, region, .. } = std::mem::take(&mut self.heads);
            let repeats_keys = self.repeats_keys;
            *file = SourceFile { name: self.name.clone(), text, exported_at, account, region, repeats_keys };
        }
    }
}

/// A name that a file made up, at a length that fits into a sentence.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
