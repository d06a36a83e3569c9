//! Two audits of the same account at different times: what is new, what is fixed, what changed, and what can't be told.
//!
//! A problem that is not reported any more is only fixed where the newer audit could look; one that was not reported before is only
//! new where the older one could. Else nobody knows, and that is what is said.

use std::collections::{HashMap, HashSet};

use checks::Status;

use crate::model::{Finding, FunctionReport, Report, fingerprint};

/// What became of a problem between two audits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// It is there now; the older audit looked and did not find it.
    New,
    /// It is there now; the older audit could not tell whether it was there already.
    FirstSeen,
    /// It was there and is, otherwise.
    Changed,
    /// It was there and is, the same.
    StillOpen,
    /// It was there; the newer audit looked and did not find it.
    Fixed,
    /// It was there; the newer audit can't tell whether it still is.
    UnknownNow,
}

impl Fate {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::New, Self::FirstSeen, Self::Changed, Self::UnknownNow, Self::Fixed, Self::StillOpen];

    /// As documents write it: `first_seen`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::FirstSeen => "first_seen",
            Self::Changed => "changed",
            Self::StillOpen => "still_open",
            Self::Fixed => "fixed",
            Self::UnknownNow => "unknown_now",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::FirstSeen => "first seen",
            Self::Changed => "changed",
            Self::StillOpen => "still open",
            Self::Fixed => "fixed",
            Self::UnknownNow => "unknown now",
        }
    }
}

/// A problem in both audits, or in one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What became of it.
    pub fate: Fate,
    /// Its place among the function's findings in the older audit.
    pub old: Option<u32>,
    /// Its place among the function's findings in the newer audit.
    pub new: Option<u32>,
    /// Why it can't be told, or what else there is to say; empty where nothing is.
    pub why: String,
}

/// A function in both audits, or in one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionChange {
    /// Its place among the older audit's functions.
    pub old: Option<u32>,
    /// Its place among the newer audit's functions.
    pub new: Option<u32>,
    /// Its problems, in the order of [`Fate::ALL`].
    pub changes: Vec<Change>,
}

/// What became of everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What concerns the account.
    pub account: Vec<Change>,
    /// The newer audit's functions, in its order, and then those that only the older one has.
    pub functions: Vec<FunctionChange>,
}

impl Comparison {
    /// How many problems have that fate.
    pub fn count(&self, fate: Fate) -> usize {
        let of_functions = self.functions.iter().flat_map(|function| &function.changes);
        of_functions.chain(&self.account).filter(|change| change.fate == fate).count()
    }
}

/// Compares two audits by the same edition of the rules.
pub fn compare(old: &Report, new: &Report) -> Comparison {
    let (older, newer) = (Places::of(old), Places::of(new));
    let mut met = HashSet::new();
    let mut functions = Vec::with_capacity(new.functions.len());
    for (at, function) in (0_u32..).zip(&new.functions) {
        let before = older.find(function, &newer).filter(|before| met.insert(*before));
        let was = before.and_then(|before| old.functions.get(before as usize));
        functions.push(FunctionChange { old: before, new: Some(at), changes: changes(was, Some(function)) });
    }
    for (at, function) in (0_u32..).zip(&old.functions).filter(|(at, _)| !met.contains(at)) {
        functions.push(FunctionChange { old: Some(at), new: None, changes: changes(Some(function), None) });
    }
    Comparison { account: changes(Some(&old.account), Some(&new.account)), functions }
}

/// Where an audit has a function, by its ARN and by its name.
struct Places<'r> {
    of: &'r Report,
    by_identity: HashMap<&'r str, u32>,
    by_name: HashMap<&'r str, Vec<u32>>,
}

impl<'r> Places<'r> {
    fn of(report: &'r Report) -> Self {
        let mut places = Self { of: report, by_identity: HashMap::new(), by_name: HashMap::new() };
        for (at, function) in (0_u32..).zip(&report.functions) {
            places.by_identity.entry(function.identity()).or_insert(at);
            places.by_name.entry(&function.name).or_default().push(at);
        }
        places
    }

    /// The same function: by its ARN; where one of them has none, by its name, if no other has it on either side.
    fn find(&self, function: &FunctionReport, others: &Self) -> Option<u32> {
        if let Some(found) = self.by_identity.get(function.identity()) {
            return Some(*found);
        }
        let [named] = *self.by_name.get(function.name.as_str())?.as_slice() else { return None };
        let alone = others.by_name.get(function.name.as_str()).is_some_and(|all| all.len() == 1);
        let has_arn = self.of.functions.get(named as usize).is_some_and(|named| named.arn.is_some());
        (alone && !(has_arn && function.arn.is_some())).then_some(named)
    }
}

fn changes(old: Option<&FunctionReport>, new: Option<&FunctionReport>) -> Vec<Change> {
    // An id holds the function's identity: where one audit knows the ARN and the other doesn't, ids are made without it.
    let same = old.zip(new).is_none_or(|(old, new)| old.identity() == new.identity());
    let (before, after) = (open(old, same), open(new, same));
    let was: HashMap<&str, (u32, &Finding)> =
        before.iter().map(|(key, at, finding)| (key.as_str(), (*at, *finding))).collect();
    let is: HashSet<&str> = after.iter().map(|(key, ..)| key.as_str()).collect();
    let mut changes = Vec::with_capacity(after.len());
    for (key, at, finding) in &after {
        let before = was.get(key.as_str());
        let (fate, why) = match before {
            Some((_, before)) if alike(before, finding) => (Fate::StillOpen, String::new()),
            Some(_) => (Fate::Changed, String::new()),
            None => match looked(old, finding, "older") {
                Ok(why) => (Fate::New, why),
                Err(why) => (Fate::FirstSeen, why),
            },
        };
        changes.push(Change { fate, old: before.map(|(at, _)| *at), new: Some(*at), why });
    }
    for (_, at, finding) in before.iter().filter(|(key, ..)| !is.contains(key.as_str())) {
        let (fate, why) = match looked(new, finding, "newer") {
            Ok(why) => (Fate::Fixed, why),
            Err(why) => (Fate::UnknownNow, why),
        };
        changes.push(Change { fate, old: Some(*at), new: None, why });
    }
    let rank = |change: &Change| Fate::ALL.iter().position(|fate| *fate == change.fate);
    order::by_key(&mut changes, rank);
    changes
}

/// What is open on a function: what each problem is compared by, its place, and the finding.
fn open(function: Option<&FunctionReport>, same: bool) -> Vec<(String, u32, &Finding)> {
    let Some(function) = function else { return Vec::new() };
    let mut times = HashMap::new();
    let mut key = |id: String, finding: &Finding| {
        if same {
            return id;
        }
        let again: &mut u32 = times.entry(fingerprint("", finding, 0)).or_insert(0);
        *again += 1;
        fingerprint("", finding, *again - 1)
    };
    let findings = (0_u32..).zip(function.ids()).zip(&function.findings);
    let open = findings.filter(|(_, finding)| finding.status != Status::NotApplicable);
    open.map(|((at, id), finding)| (key(id, finding), at, finding)).collect()
}

/// Whether two audits say the same of a problem. Numbers are no difference: days pass, and the problem stays.
fn alike(one: &Finding, other: &Finding) -> bool {
    fn words(finding: &Finding) -> impl Iterator<Item = char> + '_ {
        finding.message.chars().filter(|char| !char.is_ascii_digit())
    }
    one.status == other.status
        && one.severity == other.severity
        && one.muted.is_some() == other.muted.is_some()
        && words(one).eq(words(other))
}

/// Whether an audit looked for a problem that it doesn't report, with what there is to say of it; else why it can't tell.
fn looked(function: Option<&FunctionReport>, finding: &Finding, audit: &str) -> Result<String, String> {
    let Some(function) = function else {
        return Err(format!("The function is not in the {audit} audit."));
    };
    if function.is_gone() {
        return Ok(format!("The {audit} audit says that there is no such function."));
    }
    let rule = &finding.rule;
    if rule.is_empty() {
        return Err("The audit doesn't tell which rule found it.".to_owned());
    }
    if let Some((_, missing)) = function.not_assessed.iter().find(|(id, _)| id == rule) {
        let calls = if missing.is_empty() { String::new() } else { format!(" ({})", missing.join(", ")) };
        return Err(format!("The {audit} audit could not assess {rule}{calls}."));
    }
    let mut of_rule = function.findings.iter().filter(|other| other.rule == *rule).peekable();
    if of_rule.peek().is_none() {
        return if function.passed.contains(rule) {
            Ok(String::new())
        } else {
            Err(format!("The {audit} audit doesn't say what {rule} came to."))
        };
    }
    let others: Vec<&Finding> = of_rule.collect();
    if others.iter().any(|other| other.status == Status::Manual || !other.missing.is_empty()) {
        return Err(format!(
            "The {audit} audit leaves a part of {rule} to a person, or lacks answers for it."
        ));
    }
    if others.iter().all(|other| other.status == Status::NotApplicable) {
        return Ok(format!("{rule} doesn't apply in the {audit} audit."));
    }
    Ok(String::new())
}

#[cfg(test)]
mod tests;
