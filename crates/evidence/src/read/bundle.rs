//! Bundles, recorded calls and single answers: keeping what a scanned document holds.

use std::borrow::Cow;

use super::answer::{self, Asked, CliError, NotTaken, What};
use super::problems::Group;
use super::{Found, ReportFile, ReportKind, guess};
use crate::calls::{
    CallId, Evidence, NewCall, Outcome, Pointer, Scope, SourceFile, Symbol, canonical_parameters,
};
use crate::json::{Document, Place, Tape, Value, unescape};
use crate::operations::Operation;
use crate::problem::Problem;

/// The newest version of `lambda-evidence` that is read.
const VERSION: i64 = 1;
/// How many calls are kept in one slice of work.
const SLICE: usize = 4000;

/// Where a document stands in its file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Base {
    /// It is the file.
    Whole,
    /// It is item, or line, N.
    Item(u32),
}

impl Base {
    fn answer(self) -> Pointer {
        match self {
            Self::Whole => Pointer::Whole,
            Self::Item(n) => Pointer::Item(n),
        }
    }

    fn call(self) -> Pointer {
        match self {
            Self::Whole => Pointer::Call,
            Self::Item(n) => Pointer::Line(n),
        }
    }

    fn in_bundle(self, n: u32) -> Pointer {
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
    source: usize,
    /// The file's index in the evidence, once a call was kept from it.
    file: Option<u32>,
    head: Head,
    /// What the heads of the whole file say: the first of each, but the latest date.
    heads: Head,
    /// Problems whose offset is known, and whose place is looked up when the file was read.
    pending: Vec<(Option<usize>, Problem)>,
    /// Services and operations by their names, so that each is looked up once.
    operations: Vec<(String, String, Symbol)>,
    kept: usize,
    repeated: usize,
    unknown_scope: usize,
}

/// The calls of a bundle that are yet to be kept.
#[derive(Debug)]
pub(super) struct Calls {
    tape: Tape,
    base: Base,
    next: u32,
    end: u32,
    number: u32,
    /// Where a bundle was cut off in the middle of a call.
    cut: Option<usize>,
}

impl Calls {
    pub(super) fn position(&self, text: &str) -> usize {
        self.tape.value(text, self.next).map_or(text.len(), |call| call.start())
    }

    /// Keeps a slice of the calls; whether those were the last.
    pub(super) fn work(&mut self, text: &str, keeper: &mut Keeper, found: &mut Found) -> bool {
        for _ in 0..SLICE {
            let call = self.tape.value(text, self.next).filter(|_| self.next < self.end);
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
    pub(super) fn new(name: String, source: usize) -> Self {
        Self {
            name,
            source,
            file: None,
            head: Head::default(),
            heads: Head::default(),
            pending: Vec::new(),
            operations: Vec::new(),
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
    pub(super) fn problem(&mut self, group: Group, at: Option<usize>, problem: Problem, found: &mut Found) {
        if found.problems.takes(group, &self.name) {
            self.pending.push((at, problem));
        }
    }

    /// Tells the keys that stand twice.
    pub(super) fn duplicate_keys(&mut self, text: &str, offsets: &[usize], found: &mut Found) {
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
    fn bundle<'a>(&mut self, root: Value<'a>, base: Base, found: &mut Found) -> Option<Value<'a>> {
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
    fn call(&mut self, call: Value<'_>, pointer: Pointer, found: &mut Found) {
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
                if let Err(first) = found.evidence.add_at(operation, scope, new) {
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
    fn complete(
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

    /// Keeps a bare answer of the AWS CLI.
    fn answer(&mut self, root: Value<'_>, base: Base, found: &mut Found) {
        let asked = if root.is_object() { answer::asked(root, &self.name) } else { Err(NotTaken::Unknown) };
        let asked = match asked {
            Ok(asked) => asked,
            Err(why) => {
                let problem = self.not_taken(why, root);
                self.problem(Group::Answer, Some(root.start()), problem.on(base.answer().call()), found);
                return;
            }
        };
        found.label(self.source, asked.operation.cli);
        let (account, region) = answer::scope(asked.operation, root, &asked.parameters);
        let scope = self.complete(asked.operation.service, account, region, &mut found.evidence);
        let outcome = || Outcome::Response(answer::span(root));
        let pointer = base.answer();
        let mut added = self.add(&asked, scope, outcome(), pointer, None, found);
        if let Err(first) = added
            && found.going_on.contains(&first)
        {
            // Pages that were fetched one by one are answers to the same call.
            let page = format!("{}:{}", self.name, root.start());
            added = self.add(&asked, scope, outcome(), pointer, Some(&page), found);
        }
        match added {
            Ok(id) if answer::goes_on(root) => {
                found.going_on.insert(id);
            }
            Ok(_) => {}
            Err(first) => self.repeats(root.start(), pointer, first, found),
        }
    }

    /// Keeps what the AWS CLI printed when a call failed.
    pub(super) fn cli_error(&mut self, error: &CliError<'_>, found: &mut Found) {
        match error.asked(&self.name) {
            Ok(asked) => {
                found.label(self.source, "an error of the AWS CLI");
                let (account, region) = answer::error_scope(asked.operation, &asked.parameters);
                let scope = self.complete(asked.operation.service, account, region, &mut found.evidence);
                if let Err(first) = self.add(&asked, scope, error.outcome(), Pointer::Whole, None, found) {
                    self.repeats(0, Pointer::Whole, first, found);
                }
            }
            Err(NotTaken::NoSubject(operation)) => {
                let problem = self.no_subject(operation, "err");
                self.problem(Group::Answer, None, problem, found);
            }
            Err(NotTaken::Unknown) => {
                let problem = Problem::refused(
                    &self.name,
                    format!(
                        "The AWS CLI could not call {}, which no check asks for.",
                        shortened(error.operation)
                    ),
                    "Nothing needs to be done.",
                );
                self.problem(Group::Answer, None, problem, found);
            }
        }
    }

    fn add(
        &mut self,
        asked: &Asked,
        scope: Scope,
        outcome: Outcome,
        pointer: Pointer,
        page: Option<&str>,
        found: &mut Found,
    ) -> Result<CallId, CallId> {
        let Asked { operation, parameters } = asked;
        let symbol = self.operation(operation.service, operation.name, &mut found.evidence);
        let new = NewCall {
            file: self.file(found),
            service: operation.service,
            operation: operation.name,
            account: None,
            region: None,
            parameters,
            page,
            outcome,
            pointer,
        };
        let added = found.evidence.add_at(symbol, scope, new);
        self.kept += usize::from(added.is_ok());
        added
    }

    fn not_taken(&self, why: NotTaken, root: Value<'_>) -> Problem {
        match why {
            NotTaken::NoSubject(operation) => self.no_subject(operation, "json"),
            NotTaken::Unknown if !root.is_object() => Problem::skipped(
                &self.name,
                "This is JSON, but not an object, as every export and every report is.",
                "Check where the file comes from.",
            ),
            NotTaken::Unknown if root.is_empty() => Problem::skipped(
                &self.name,
                "This answer is an empty object, so it can't be told what was asked.",
                "Export it with the exporter, which records the call beside its answer.",
            ),
            NotTaken::Unknown => {
                let members = root.members();
                let keys: Vec<_> = members.iter().take(3).map(|(key, _)| shortened(key)).collect();
                Problem::skipped(
                    &self.name,
                    format!(
                        "This is JSON, but no evidence, report or answer that is read here; it begins with {}.",
                        keys.join(", ")
                    ),
                    "Drop what the exporter or the AWS CLI wrote, or an audit's JSON.",
                )
            }
        }
    }

    fn no_subject(&self, operation: &Operation, ending: &str) -> Problem {
        let subject = operation.named.join(".");
        Problem::skipped(
            &self.name,
            format!("This is from {}, but doesn't say what it is about.", operation.cli),
            format!(
                "Name the file {}.{subject}.{ending}, with the {subject} that was asked for.",
                operation.cli
            ),
        )
    }

    /// Counts a call that is there already, and tells the first of a file.
    fn repeats(&mut self, at: usize, pointer: Pointer, first: CallId, found: &mut Found) {
        self.repeated += 1;
        if self.repeated > 1 {
            return;
        }
        let evidence = &found.evidence;
        let call = evidence.call(first);
        let from = evidence.files().get(call.file as usize).map_or("", |file| file.name.as_str());
        let what = format!(
            "{} {} is there already, from {} {}.",
            evidence.name(call.operation),
            shortened(evidence.parameters(first)),
            from,
            call.pointer.call(),
        );
        let problem = Problem::note(&self.name, what, "The first one counts.").on(pointer.call());
        self.problem(Group::Repeated, Some(at), problem, found);
    }

    fn file(&mut self, found: &mut Found) -> u32 {
        *self.file.get_or_insert_with(|| {
            found.evidence.add_file(SourceFile {
                name: self.name.clone(),
                text: String::new(),
                exported_at: None,
                account: None,
                region: None,
            })
        })
    }

    fn operation(&mut self, service: &str, operation: &str, evidence: &mut Evidence) -> Symbol {
        if let Some((.., symbol)) = self.operations.iter().find(|(s, o, _)| o == operation && s == service) {
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
        self.pending.sort_by_key(|(at, _)| *at);
        let offsets: Vec<usize> = self.pending.iter().filter_map(|(at, _)| *at).collect();
        let mut places = places(&text, &offsets).into_iter();
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
            *file = SourceFile { name: self.name.clone(), text, exported_at, account, region };
        }
    }
}

/// A recorded call, as it stands in the text.
struct Recorded<'a> {
    service: Cow<'a, str>,
    operation: Cow<'a, str>,
    parameters: Option<Value<'a>>,
    response: Option<Value<'a>>,
    outcome: Outcome,
}

/// The value that is wrong, what happened, and what to do.
type Wrong<'a> = (Value<'a>, &'static str, &'static str);

impl<'a> Recorded<'a> {
    fn read(call: Value<'a>) -> Result<Self, Wrong<'a>> {
        const LEFT_OUT: &str = "The call was left out; export it again.";
        if !call.is_object() {
            return Err((call, "A recorded call is not an object.", LEFT_OUT));
        }
        let [mut service, mut operation, mut parameters, mut response, mut error] = [None; 5];
        for (key, value) in call.pairs() {
            let slot = match key.text().as_deref() {
                Some("service") => &mut service,
                Some("operation") => &mut operation,
                Some("parameters") => &mut parameters,
                Some("response") => &mut response,
                Some("error") => &mut error,
                _ => continue,
            };
            *slot = Some(value);
        }
        let text = |value: Option<Value<'a>>, what: &'static str| match value {
            None => Err((call, what, LEFT_OUT)),
            Some(value) => value.text().ok_or((value, what, LEFT_OUT)),
        };
        let service = text(service, "A recorded call doesn't name its service.")?;
        let operation = text(operation, "A recorded call doesn't name its operation.")?;
        let parameters = parameters.filter(|value| !value.is_null());
        if let Some(value) = parameters.filter(|value| !value.is_object()) {
            return Err((value, "The parameters of a recorded call are not an object.", LEFT_OUT));
        }
        let outcome = match (response, error.filter(|error| !error.is_null())) {
            (Some(response), None) if response.is_object() => Outcome::Response(answer::span(response)),
            (Some(response), None) => {
                return Err((response, "The response of a recorded call is not an object.", LEFT_OUT));
            }
            (None, Some(error)) => {
                let wrong = (error, "The error of a recorded call has no code.", LEFT_OUT);
                // What is inside an error lies below what was noted.
                let error = Document::parse(error.raw()).map_err(|_| wrong)?;
                let said = |key: &str| error.root().get(key).and_then(|said| Some(said.text()?.into_owned()));
                Outcome::Error {
                    code: said("code").ok_or(wrong)?,
                    message: said("message").unwrap_or_default(),
                }
            }
            (Some(_), Some(error)) => {
                return Err((error, "A recorded call has both a response and an error.", LEFT_OUT));
            }
            (None, None) => {
                return Err((call, "A recorded call has neither a response nor an error.", LEFT_OUT));
            }
        };
        let response = response.filter(|_| matches!(outcome, Outcome::Response(_)));
        Ok(Self { service, operation, parameters, response, outcome })
    }

    /// The canonical parameters and the page. Nearly all calls have one parameter of plain text, or none.
    fn canonical_parameters(&self) -> (Cow<'a, str>, Option<String>) {
        let Some(parameters) = self.parameters else { return ("{}".into(), None) };
        let raw = parameters.raw();
        if is_canonical(raw) {
            return (raw.into(), None);
        }
        match Document::parse(raw) {
            Ok(document) => {
                let (canonical, page) = canonical_parameters(document.root());
                (canonical.into(), page)
            }
            // It was scanned before, so this can't be.
            Err(_) => (raw.into(), None),
        }
    }
}

/// Whether parameters are in canonical form already: none, or one plain text that selects the answer.
fn is_canonical(raw: &str) -> bool {
    let plain = || {
        let rest = raw.strip_prefix("{\"")?;
        let (key, rest) = rest.split_once('"')?;
        let value = rest.strip_prefix(":\"")?.strip_suffix("\"}")?;
        let selects = ["FunctionName", "RoleName", "PolicyArn", "logGroupNamePrefix", "KeyId", "Resource"]
            .contains(&key);
        (selects && !value.contains(['"', '\\'])).then_some(())
    };
    raw == "{}" || plain().is_some()
}

/// A name that a file made up, at a length that fits into a sentence.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The places of ascending offsets, in one pass.
fn places(text: &str, offsets: &[usize]) -> Vec<Place> {
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
