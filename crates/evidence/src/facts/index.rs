//! Which functions there are, and which calls are about each of them.

use std::ops::Range;

use super::place::{FunctionName, Whereabouts};
use crate::calls::{CallId, Evidence, Symbol};
use crate::json::{Document, Value};
use crate::map::Map;

/// A call about a function.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub call: CallId,
    pub operation: Symbol,
    pub at: Owned,
    pub qualifier: Option<Box<str>>,
}

/// Account and region, kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Owned {
    account: Option<Box<str>>,
    region: Option<Box<str>>,
}

impl Owned {
    fn new(at: Whereabouts<'_>) -> Self {
        Self { account: at.account.map(Into::into), region: at.region.map(Into::into) }
    }

    pub fn get(&self) -> Whereabouts<'_> {
        Whereabouts { account: self.account.as_deref(), region: self.region.as_deref() }
    }
}

/// A function that some call names.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub name: Box<str>,
    /// Its unqualified ARN, where an answer gives it.
    pub arn: Option<Box<str>>,
    /// Where it is: as its ARN says, else as its call was made.
    pub at: Owned,
    /// Where it was asked about, if that is somewhere else.
    pub asked_at: Owned,
    /// Its entry in an answer of ListFunctions.
    pub listed: Option<Listed>,
}

/// An entry in an answer of ListFunctions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub call: CallId,
    /// Its node.
    pub node: u32,
    /// Its number in the list, from 0.
    pub number: u32,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub functions: Vec<Known>,
    by_arn: Map<Box<str>, u32>,
    by_name: Map<Box<str>, Vec<u32>>,
    without_arn: Map<Box<str>, Vec<u32>>,
    about: Map<Box<str>, Vec<About>>,
}

/// A function as a call names it.
struct Named<'a> {
    name: &'a str,
    arn: Option<&'a str>,
    at: Whereabouts<'a>,
    asked_at: Whereabouts<'a>,
    listed: Option<Listed>,
}

impl Index {
    /// Reads the parameters of calls, each once; `listing` gives the parsed answer of a ListFunctions call.
    pub fn read<'t>(
        &mut self,
        evidence: &'t Evidence,
        calls: Range<usize>,
        listing: impl Fn(CallId) -> Option<Value<'t>>,
    ) {
        let operation = |name: &str| evidence.find_symbol(name);
        let (get, configuration, list) = (
            operation("lambda:GetFunction"),
            operation("lambda:GetFunctionConfiguration"),
            operation("lambda:ListFunctions"),
        );
        for (at, call) in calls.clone().zip(evidence.calls().get(calls).unwrap_or_default()) {
            let id = CallId(at as u32);
            if Some(call.operation) == list {
                let answer = listing(id);
                let entries = answer.iter().flat_map(|answer| answer.get("Functions"));
                for (number, entry) in entries.flat_map(|list| list.items()).enumerate() {
                    let listed = Listed { call: id, node: entry.own_node(), number: number as u32 };
                    self.list(listed, entry, Whereabouts::of(evidence, call.scope));
                }
            } else if evidence.name(call.operation).starts_with("lambda:") {
                let arn = match Some(call.operation) {
                    operation if operation == get => Some(&["Configuration", "FunctionArn"][..]),
                    operation if operation == configuration => Some(&["FunctionArn"][..]),
                    _ => None,
                };
                self.call(evidence, id, arn);
            }
        }
    }

    /// Takes a call about a function. Where its answer holds the function's configuration, `arn` says where the ARN stands in it.
    // The inside of a loop that is come to once: a browser makes fast what is called often, and nothing in the midst of it.
    #[inline(never)]
    fn call(&mut self, evidence: &Evidence, id: CallId, arn: Option<&[&str]>) {
        let call = evidence.call(id);
        let scope = Whereabouts::of(evidence, call.scope);
        let Ok(parameters) = Document::parse(evidence.parameters(id)) else { return };
        let parameter = |name: &str| parameters.root().get(name).and_then(|value| value.text());
        let Some(text) = parameter("FunctionName")
            .or_else(|| parameter("Resource").filter(|arn| arn.contains(":function:")))
        else {
            return;
        };
        let named = FunctionName::parse(&text);
        let qualifier = parameter("Qualifier");
        let qualifier = qualifier.as_deref().filter(|qualifier| *qualifier != "$LATEST").or(named.qualifier);
        let about = About {
            call: id,
            operation: call.operation,
            at: Owned::new(named.whereabouts.or(scope)),
            qualifier: qualifier.map(Into::into),
        };
        match self.about.get_mut(named.name) {
            Some(known) => known.push(about),
            None => {
                self.about.insert(named.name.into(), vec![about]);
            }
        }
        let Some(arn) = arn.filter(|_| !named.name.is_empty()) else { return };
        let arn = evidence.member(id, arn);
        let arn = arn.as_deref().map(unqualified);
        let said = arn.map(|arn| FunctionName::parse(arn).whereabouts).unwrap_or_default();
        let asked_at = named.whereabouts.or(scope);
        self.know(Named { name: named.name, arn, at: said.or(asked_at), asked_at, listed: None });
    }

    fn list(&mut self, listed: Listed, entry: Value<'_>, scope: Whereabouts<'_>) {
        let text = |key: &str| entry.get(key).and_then(|value| value.text());
        let arn = text("FunctionArn");
        // A list of all versions holds the function itself as `$LATEST`.
        let is_version = |version: &str| version != "$LATEST";
        let qualified = arn.as_deref().and_then(|arn| FunctionName::parse(arn).qualifier).is_some();
        if qualified && text("Version").as_deref().is_none_or(is_version) {
            return;
        }
        let name = text("FunctionName");
        let said = arn.as_deref().map(FunctionName::parse);
        let Some(name) = name.as_deref().or(said.map(|said| said.name)).filter(|name| !name.is_empty())
        else {
            return;
        };
        let at = said.map(|said| said.whereabouts).unwrap_or_default().or(scope);
        let arn = arn.as_deref().map(unqualified);
        self.know(Named { name, arn, at, asked_at: scope, listed: Some(listed) });
    }

    fn know(&mut self, named: Named<'_>) {
        if let Some(at) = self.find(&named) {
            let known = &mut self.functions[at as usize];
            if let (None, Some(arn)) = (&known.arn, named.arn) {
                known.arn = Some(arn.into());
                known.at = Owned::new(named.at);
                self.by_arn.insert(arn.into(), at);
            }
            known.listed = known.listed.or(named.listed);
            return;
        }
        let at = self.functions.len() as u32;
        self.by_name.entry(named.name.into()).or_default().push(at);
        if let Some(arn) = named.arn {
            self.by_arn.insert(arn.into(), at);
        } else {
            self.without_arn.entry(named.name.into()).or_default().push(at);
        }
        self.functions.push(Known {
            name: named.name.into(),
            arn: named.arn.map(Into::into),
            at: Owned::new(named.at),
            asked_at: Owned::new(named.asked_at),
            listed: named.listed,
        });
    }

    /// The function that is known already: by its ARN, else, where either has none, by its name and where it was asked about. A
    /// call that failed has no ARN to tell it by.
    fn find(&self, named: &Named<'_>) -> Option<u32> {
        let same = match named.arn {
            Some(arn) => match self.by_arn.get(arn) {
                Some(&at) => return Some(at),
                None => self.without_arn.get(named.name)?,
            },
            None => self.by_name.get(named.name)?,
        };
        let near = |&at: &u32| {
            let known = &self.functions[at as usize];
            let fits = |there| known.at.get().fits(there).max(known.asked_at.get().fits(there));
            (known.arn.is_none() || named.arn.is_none()).then(|| fits(named.at).max(fits(named.asked_at)))
        };
        same.iter().copied().filter(|at| near(at).is_some_and(|fits| fits > 0)).max_by_key(|at| near(at))
    }

    /// The calls about a function, the best fitting first, in the order in which they were read.
    pub fn about<'s>(&'s self, function: &'s Known) -> Vec<&'s About> {
        let fits = |about: &About| {
            let there = about.at.get();
            function.at.get().fits(there).max(function.asked_at.get().fits(there))
        };
        let mut found: Vec<(&About, u8)> = self
            .about
            .get(&function.name)
            .into_iter()
            .flatten()
            .map(|about| (about, fits(about)))
            .filter(|&(_, fits)| fits > 0)
            .collect();
        order::by_key(&mut found, |&(_, fits)| std::cmp::Reverse(fits));
        found.into_iter().map(|(about, _)| about).collect()
    }
}

/// A function's ARN without version or alias.
pub(super) fn unqualified(arn: &str) -> &str {
    let mut colons = arn.match_indices(':').map(|(at, _)| at);
    colons.nth(6).map_or(arn, |at| &arn[..at])
}
