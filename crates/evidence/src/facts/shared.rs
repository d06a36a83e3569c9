//! Answers that functions share, read once, and found by what they name.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::answer::{Answer, ErrorMeaning, Gap, from_error, meaning};
use super::index::{Index, unqualified};
use super::place::ArnParts;
use super::{Facts, Field, Whereabouts};
use crate::calls::{CallId, Evidence, Symbol};
use crate::json::{Document, Tape, Value};
use crate::map::Map;

/// What was read so far. It borrows nothing, so that it can be kept between slices of work.
#[derive(Debug, Default)]
pub struct Shared {
    index: Index,
    /// So many calls are in the index.
    indexed: usize,
    tapes: Vec<OnceCell<Option<Box<Tape>>>>,
    families: Cache<Symbol, Families>,
    items: Cache<(Symbol, &'static str, &'static str), Places>,
    asked: Cache<(Symbol, &'static str), Map<String, Vec<CallId>>>,
    /// The documents of managed policies, by account, region and ARN.
    managed: RefCell<Map<String, Answer<(CallId, u32)>>>,
}

/// So many calls are looked at before anybody is asked whether to go on.
const SLICE: usize = 1000;

/// What was made once.
type Cache<K, V> = RefCell<Map<K, Rc<V>>>;

/// The nodes of answers that have a text at some key.
type Places = Map<String, Vec<(CallId, u32)>>;

/// The calls of an operation.
#[derive(Debug, Default)]
struct Families {
    all: Vec<Family>,
    /// Those without parameters.
    unfiltered: Vec<usize>,
    of: Map<CallId, usize>,
}

/// A call with its further pages.
#[derive(Clone, Debug)]
struct Family {
    pages: Vec<CallId>,
    /// All pages are there, and none of them is an error.
    complete: bool,
}

/// Items of a list that came in pages.
#[derive(Clone, Debug)]
pub struct List<'a> {
    /// Those that are known.
    pub items: Vec<Field<'a>>,
    /// The first page; the place to show where nothing is listed.
    pub call: Option<CallId>,
    /// Why there may be more.
    pub gap: Option<Gap>,
}

impl List<'_> {
    /// Whether nothing more can be there.
    ///
    /// # Errors
    /// Why there may be more.
    pub fn whole(&self) -> Result<(), Gap> {
        self.gap.map_or(Ok(()), Err)
    }
}

impl Shared {
    /// Finds out which functions there are, and which calls are about them, until all is known, which gives `true`, or until
    /// `go_on` says no. What was read of fewer or more calls is forgotten: it would name others.
    pub fn read(&mut self, evidence: &Evidence, go_on: &mut dyn FnMut() -> bool) -> bool {
        let calls = evidence.calls().len();
        if self.tapes.len() != calls {
            *self = Self { tapes: (0..calls).map(|_| OnceCell::new()).collect(), ..Self::default() };
        }
        while self.indexed < calls {
            let slice = self.indexed..calls.min(self.indexed + SLICE);
            self.indexed = slice.end;
            self.index.read(evidence, slice, |call| root(evidence, &self.tapes, call));
            if self.indexed < calls && !go_on() {
                return false;
            }
        }
        true
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }
}

/// The outermost value of a call's answer, parsed once.
fn root<'t>(
    evidence: &'t Evidence,
    tapes: &'t [OnceCell<Option<Box<Tape>>>],
    call: CallId,
) -> Option<Value<'t>> {
    let read = || evidence.response(call).map(|document| Box::new(document.into_tape()));
    tapes.get(call.0 as usize)?.get_or_init(read).as_ref()?.root(evidence.response_text(call)?)
}

/// Whether calls and their further pages are all there: each page that names a next one is followed by it.
pub(super) fn is_complete<'v>(
    evidence: &Evidence,
    pages: &[CallId],
    answer: impl Fn(CallId) -> Option<Value<'v>>,
) -> bool {
    const TOKENS: [&str; 4] = ["NextToken", "nextToken", "NextMarker", "Marker"];
    let first = pages.iter().any(|&page| evidence.call(page).page.is_none());
    first
        && pages.iter().all(|&page| {
            let Some(answer) = answer(page) else { return false };
            let token =
                TOKENS.iter().filter_map(|token| answer.get(token)?.text()).find(|token| !token.is_empty());
            match token {
                Some(token) => pages
                    .iter()
                    .any(|&next| evidence.call(next).page.is_some_and(|page| evidence.name(page) == token)),
                None => answer.get("IsTruncated").and_then(|truncated| truncated.bool()) != Some(true),
            }
        })
}

impl<'e> Facts<'e> {
    /// A call's answer. `operation` is the call's own.
    pub fn answer(&self, call: CallId, operation: &'static str) -> Answer<Field<'_>> {
        match root(self.evidence, &self.shared.tapes, call) {
            Some(value) => Answer::Known(Field::new(call, value)),
            None => from_error(self.evidence, call, operation),
        }
    }

    pub(super) fn node(&self, call: CallId, node: u32) -> Option<Field<'_>> {
        let text = self.evidence.response_text(call)?;
        root(self.evidence, &self.shared.tapes, call)?;
        let tape = self.shared.tapes.get(call.0 as usize)?.get()?.as_ref()?;
        tape.value(text, node).map(|value| Field::new(call, value))
    }

    /// How well a call answers for somewhere; 0 is not at all.
    fn fit(&self, at: Whereabouts<'_>, call: CallId) -> u8 {
        at.fits(Whereabouts::of(self.evidence, self.evidence.call(call).scope))
    }

    fn families(&self, operation: &str) -> Option<(Symbol, Rc<Families>)> {
        let symbol = self.evidence.find_symbol(operation)?;
        if let Some(found) = self.shared.families.borrow().get(&symbol) {
            return Some((symbol, found.clone()));
        }
        let mut families = Families::default();
        let mut known: Map<(crate::calls::Scope, &str), usize> = Map::default();
        for call in self.evidence.calls_of(operation) {
            let parameters = self.evidence.parameters(call);
            let at = *known.entry((self.evidence.call(call).scope, parameters)).or_insert_with(|| {
                families.all.push(Family { pages: Vec::new(), complete: false });
                families.all.len() - 1
            });
            if parameters == "{}" && !families.unfiltered.contains(&at) {
                families.unfiltered.push(at);
            }
            families.all[at].pages.push(call);
            families.of.insert(call, at);
        }
        for family in &mut families.all {
            order::by_key(&mut family.pages, |&page| self.evidence.call(page).page.is_some());
            let answer = |call| root(self.evidence, &self.shared.tapes, call);
            family.complete = is_complete(self.evidence, &family.pages, answer);
        }
        let families = Rc::new(families);
        self.shared.families.borrow_mut().insert(symbol, families.clone());
        Some((symbol, families))
    }

    /// Whether a family settles what exists: `Ok` with its first page, or the gap that it leaves.
    fn settles(&self, family: &Family, gap: &mut Gap) -> Option<CallId> {
        let &first = family.pages.first()?;
        match self.evidence.error(first).map(|(code, _)| meaning(code)) {
            None if family.complete && self.evidence.call(first).pointer.is_recorded() => Some(first),
            Some(ErrorMeaning::Absent) => Some(first),
            _ => {
                gap.call = gap.call.or(Some(first));
                None
            }
        }
    }

    /// The call without parameters, if all its pages are there: what it doesn't list doesn't exist.
    ///
    /// # Errors
    /// There is none, or it was refused.
    pub fn unfiltered(&self, at: Whereabouts<'_>, operation: &'static str) -> Result<CallId, Gap> {
        let mut gap = Gap::new(operation);
        let Some((_, families)) = self.families(operation) else { return Err(gap) };
        let own = families.unfiltered.iter().filter_map(|&family| families.all.get(family));
        let mut own = own.filter(|family| family.pages.first().is_some_and(|&page| self.fit(at, page) > 0));
        own.find_map(|family| self.settles(family, &mut gap)).ok_or(gap)
    }

    /// All items that answers of an operation list under `list`, for somewhere, whatever was asked for.
    pub fn items(&self, at: Whereabouts<'_>, operation: &'static str, list: &str) -> Vec<Field<'_>> {
        let families = self.families(operation).map(|(_, families)| families);
        let pages = families.iter().flat_map(|families| &families.all).flat_map(|family| &family.pages);
        pages
            .filter(|&&call| self.fit(at, call) > 0)
            .filter_map(|&call| self.answer(call, operation).known())
            .flat_map(|answer| answer.list(list).collect::<Vec<_>>())
            .collect()
    }

    /// The calls of an operation that were made there, or may have been.
    pub fn calls(&self, at: Whereabouts<'_>, operation: &str) -> Vec<CallId> {
        self.evidence.calls_of(operation).filter(|&call| self.fit(at, call) > 0).collect()
    }

    /// The items that answers of an operation list under `list`, and whose texts at `key` are `id`.
    ///
    /// `key` may go down by `/`, and through all items of an array by `*`: `Associations/*/SubnetId`.
    pub fn find(
        &self,
        at: Whereabouts<'_>,
        operation: &'static str,
        list: &'static str,
        key: &'static str,
        id: &str,
    ) -> Vec<Field<'_>> {
        let Some((symbol, families)) = self.families(operation) else { return Vec::new() };
        let known = self.shared.items.borrow().get(&(symbol, list, key)).cloned();
        let places = known.unwrap_or_else(|| {
            let mut places = Places::default();
            for &call in families.all.iter().flat_map(|family| &family.pages) {
                let answer = self.answer(call, operation).known();
                let items: Vec<Field<'_>> = match answer {
                    Some(answer) if list.is_empty() => vec![answer],
                    answer => answer.iter().flat_map(|answer| answer.list(list)).collect(),
                };
                for item in items {
                    for text in texts(item, key) {
                        let nodes = places.entry(text).or_default();
                        if nodes.last() != Some(&(call, item.own_node())) {
                            nodes.push((call, item.own_node()));
                        }
                    }
                }
            }
            let places = Rc::new(places);
            self.shared.items.borrow_mut().insert((symbol, list, key), places.clone());
            places
        });
        let mut found: Vec<(CallId, u32)> = places
            .get(id)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&(call, _)| self.fit(at, call) > 0)
            .collect();
        order::by_key(&mut found, |&(call, _)| std::cmp::Reverse(self.fit(at, call)));
        found.into_iter().filter_map(|(call, node)| self.node(call, node)).collect()
    }

    /// The call that would have listed it: one that was recorded with its parameters, whose pages are all there, and whose
    /// parameters `cover` accepts. What such a call doesn't list doesn't exist.
    ///
    /// # Errors
    /// There is none, or what there is was refused.
    pub fn covered(
        &self,
        at: Whereabouts<'_>,
        operation: &'static str,
        cover: &dyn Fn(Value<'_>) -> bool,
    ) -> Result<CallId, Gap> {
        let mut gap = Gap::new(operation);
        let Some((_, families)) = self.families(operation) else { return Err(gap) };
        for family in &families.all {
            let Some(&first) = family.pages.first().filter(|&&first| self.fit(at, first) > 0) else {
                continue;
            };
            let parameters = Document::parse(self.evidence.parameters(first));
            if parameters.is_ok_and(|parameters| cover(parameters.root()))
                && let Some(call) = self.settles(family, &mut gap)
            {
                return Ok(call);
            }
        }
        Err(gap)
    }

    /// The log group of that name.
    pub fn log_group(&self, at: Whereabouts<'_>, name: &str) -> Answer<Field<'_>> {
        const OPERATION: &str = "logs:DescribeLogGroups";
        // A call may have asked for the groups of linked accounts, too: whose one is, its ARN says.
        let is_own = |group: &&Field<'_>| {
            let arn = group.text_of("arn");
            let said = arn.as_deref().and_then(ArnParts::parse).map(|arn| arn.account);
            said.zip(at.account).is_none_or(|(said, own)| said.is_empty() || said == own)
        };
        if let Some(&group) = self.find(at, OPERATION, "logGroups", "logGroupName", name).iter().find(is_own)
        {
            return Answer::Known(group);
        }
        let mut gap = match self.unfiltered(at, OPERATION) {
            Ok(call) => return Answer::Absent(call),
            Err(gap) => gap,
        };
        let Some((_, families)) = self.families(OPERATION) else { return Answer::Missing(gap) };
        let prefixes: Vec<&str> =
            name.char_indices().map(|(at, char)| &name[..at + char.len_utf8()]).collect();
        let whole = |call: &CallId| {
            // A class or another account beside the prefix selects from what begins with it.
            let parameters = Document::parse(self.evidence.parameters(*call));
            parameters.is_ok_and(|asked| asked.root().pairs().count() == 1)
        };
        for call in
            self.calls_asking(at, OPERATION, "logGroupNamePrefix", &prefixes).into_iter().filter(whole)
        {
            let family = families.of.get(&call).and_then(|&family| families.all.get(family));
            if let Some(call) = family.and_then(|family| self.settles(family, &mut gap)) {
                return Answer::Absent(call);
            }
        }
        match gap.call.and_then(|call| self.evidence.error(call)).map(|(code, _)| meaning(code)) {
            Some(ErrorMeaning::Refused) => Answer::Refused(gap),
            _ => Answer::Missing(gap),
        }
    }

    /// The whole list of something that an account has per region, or once: the items of the call without parameters.
    pub fn all(&self, at: Whereabouts<'_>, operation: &'static str, list: &str) -> List<'_> {
        let items = self.items(at, operation, list);
        match self.unfiltered(at, operation) {
            Ok(call) => List { items, call: Some(call), gap: None },
            Err(gap) => List { items, call: gap.call, gap: Some(gap) },
        }
    }

    /// The answer to a call that named one thing by one of its names, in parameter `parameter`.
    ///
    /// Of several, the first that settles the question; the nearest account and region first.
    pub fn asked(
        &self,
        at: Whereabouts<'_>,
        operation: &'static str,
        parameter: &'static str,
        names: &[&str],
    ) -> Answer<Field<'_>> {
        let calls = self.calls_asking(at, operation, parameter, names).into_iter();
        calls.fold(Answer::missing(operation), |answer, call| answer.or_else(|| self.answer(call, operation)))
    }

    /// What was found out before about a managed policy, else what `find` finds: the node of its document.
    pub(super) fn managed<'f>(
        &'f self,
        at: Whereabouts<'_>,
        arn: &str,
        find: impl FnOnce() -> Answer<Field<'f>>,
    ) -> Answer<(CallId, u32)> {
        let (account, region) = (at.account.unwrap_or_default(), at.region.unwrap_or_default());
        let key = [account, region, arn].join(" ");
        if let Some(known) = self.shared.managed.borrow().get(&key) {
            return known.clone();
        }
        let found = find().map(|document| (document.call, document.own_node()));
        self.shared.managed.borrow_mut().insert(key, found.clone());
        found
    }

    /// The same for calls whose other parameters are right, too.
    pub fn asked_with(
        &self,
        at: Whereabouts<'_>,
        operation: &'static str,
        parameter: &'static str,
        names: &[&str],
        right: &dyn Fn(Value<'_>) -> bool,
    ) -> Answer<Field<'_>> {
        let mut answer = Answer::missing(operation);
        for call in self.calls_asking(at, operation, parameter, names) {
            let parameters = Document::parse(self.evidence.parameters(call));
            if parameters.is_ok_and(|parameters| right(parameters.root())) {
                answer = answer.or_else(|| self.answer(call, operation));
            }
        }
        answer
    }

    /// What the pages of a call list under `list` that named one thing in parameter `parameter`.
    pub fn asked_list(
        &self,
        at: Whereabouts<'_>,
        operation: &'static str,
        parameter: &'static str,
        name: &str,
        list: &str,
    ) -> List<'_> {
        let mut gap = Gap::new(operation);
        let calls = self.calls_asking(at, operation, parameter, &[name]);
        let families = self.families(operation).map(|(_, families)| families);
        let whole = calls.iter().find_map(|call| {
            let families = families.as_ref()?;
            let family = families.all.get(*families.of.get(call)?)?;
            // A file named after its subject is as good as a recorded parameter: such calls have no filters.
            let first = *family.pages.first()?;
            match self.answer(first, operation) {
                Answer::Known(_) if family.complete => Some(first),
                Answer::Absent(call) => Some(call),
                _ => {
                    gap.call = gap.call.or(Some(first));
                    None
                }
            }
        });
        let answers = calls.iter().filter_map(|&call| self.answer(call, operation).known());
        let items = answers.flat_map(|answer| answer.list(list).collect::<Vec<_>>()).collect();
        let gap = whole.is_none().then_some(gap);
        List { items, call: whole.or(calls.first().copied()), gap }
    }

    /// The calls that name one thing by one of its names.
    pub fn calls_asking(
        &self,
        at: Whereabouts<'_>,
        operation: &'static str,
        parameter: &'static str,
        names: &[&str],
    ) -> Vec<CallId> {
        let Some(symbol) = self.evidence.find_symbol(operation) else { return Vec::new() };
        let known = self.shared.asked.borrow().get(&(symbol, parameter)).cloned();
        let asked = known.unwrap_or_else(|| {
            let mut asked: Map<String, Vec<CallId>> = Map::default();
            for call in self.evidence.calls_of(operation) {
                let Ok(parameters) = Document::parse(self.evidence.parameters(call)) else { continue };
                if let Some(name) = parameters.root().get(parameter).and_then(|name| name.text()) {
                    asked.entry(name.into_owned()).or_default().push(call);
                }
            }
            let asked = Rc::new(asked);
            self.shared.asked.borrow_mut().insert((symbol, parameter), asked.clone());
            asked
        });
        let mut calls: Vec<CallId> =
            names.iter().filter_map(|&name| asked.get(name)).flatten().copied().collect();
        calls.retain(|&call| self.fit(at, call) > 0);
        order::by_key(&mut calls, |&call| std::cmp::Reverse(self.fit(at, call)));
        calls
    }
}

/// The texts at a key of an item.
fn texts(item: Field<'_>, key: &str) -> Vec<String> {
    let mut at = vec![item];
    for step in key.split('/') {
        at = match step {
            "*" => at.iter().flat_map(|field| field.items()).collect(),
            step => at.iter().filter_map(|field| field.get(step)).collect(),
        };
    }
    let texts = at.iter().filter_map(|field| field.text());
    // A version or alias of a function counts as the function.
    texts
        .map(|text| if key == "FunctionArn" { unqualified(&text).to_owned() } else { text.into_owned() })
        .collect()
}
