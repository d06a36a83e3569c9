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
    NotSeen,
}

impl Fate {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::New, Self::FirstSeen, Self::Changed, Self::NotSeen, Self::Fixed, Self::StillOpen];

    /// As documents write it: `first_seen`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::FirstSeen => "first_seen",
            Self::Changed => "changed",
            Self::StillOpen => "still_open",
            Self::Fixed => "fixed",
            Self::NotSeen => "not_seen",
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
            Self::NotSeen => "not told any more",
        }
    }
}

/// A problem in both audits, or in one of them.
#[derive(Clone, Debug)]
pub struct Change<'r> {
    /// What became of it.
    pub fate: Fate,
    /// Its id, in the newer audit where it is there.
    pub id: String,
    /// What the older audit says.
    pub old: Option<&'r Finding>,
    /// What the newer audit says.
    pub new: Option<&'r Finding>,
    /// Why it can't be told, or what else there is to say; empty where nothing is.
    pub why: String,
}

/// A function in both audits, or in one of them.
#[derive(Clone, Debug)]
pub struct FunctionChange<'r> {
    /// As the older audit has it.
    pub old: Option<&'r FunctionReport>,
    /// As the newer audit has it.
    pub new: Option<&'r FunctionReport>,
    /// Its problems, in the order of [`Fate::ALL`].
    pub changes: Vec<Change<'r>>,
}

/// What became of everything.
#[derive(Clone, Debug)]
pub struct Comparison<'r> {
    /// What concerns the account.
    pub account: FunctionChange<'r>,
    /// The newer audit's functions, in its order, and then those that only the older one has.
    pub functions: Vec<FunctionChange<'r>>,
}

impl Comparison<'_> {
    /// How many problems have that fate.
    pub fn count(&self, fate: Fate) -> usize {
        let all = self.functions.iter().chain([&self.account]).flat_map(|function| &function.changes);
        all.filter(|change| change.fate == fate).count()
    }
}

/// Compares two audits by the same edition of the rules.
pub fn compare<'r>(old: &'r Report, new: &'r Report) -> Comparison<'r> {
    let places = Places::of(old);
    let mut met = HashSet::new();
    let mut functions: Vec<FunctionChange<'r>> = Vec::new();
    let newer = Places::of(new);
    for function in &new.functions {
        let before = places.find(function, &newer).filter(|before| met.insert(std::ptr::from_ref(*before)));
        functions.push(function_change(before, Some(function)));
    }
    let gone = old.functions.iter().filter(|before| !met.contains(&std::ptr::from_ref(*before)));
    functions.extend(gone.map(|before| function_change(Some(before), None)));
    Comparison { account: function_change(Some(&old.account), Some(&new.account)), functions }
}

/// Where an audit has a function, by its ARN and by its name.
struct Places<'r> {
    by_identity: HashMap<&'r str, &'r FunctionReport>,
    by_name: HashMap<&'r str, Vec<&'r FunctionReport>>,
}

impl<'r> Places<'r> {
    fn of(report: &'r Report) -> Self {
        let mut places = Self { by_identity: HashMap::new(), by_name: HashMap::new() };
        for function in &report.functions {
            places.by_identity.entry(function.identity()).or_insert(function);
            places.by_name.entry(&function.name).or_default().push(function);
        }
        places
    }

    /// The same function: by its ARN; where one of them has none, by its name, if no other has it on either side.
    fn find(&self, function: &FunctionReport, others: &Self) -> Option<&'r FunctionReport> {
        if let Some(found) = self.by_identity.get(function.identity()) {
            return Some(found);
        }
        let [named] = self.by_name.get(function.name.as_str())?.as_slice() else { return None };
        let alone = others.by_name.get(function.name.as_str()).is_some_and(|all| all.len() == 1);
        (alone && (named.arn.is_none() || function.arn.is_none())).then_some(*named)
    }
}

fn function_change<'r>(
    old: Option<&'r FunctionReport>,
    new: Option<&'r FunctionReport>,
) -> FunctionChange<'r> {
    // An id holds the function's identity: where one audit knows the ARN and the other doesn't, ids are made without it.
    let same = old.zip(new).is_none_or(|(old, new)| old.identity() == new.identity());
    let (before, after) = (open(old, same), open(new, same));
    let was: HashMap<&str, &Finding> =
        before.iter().map(|(key, _, finding)| (key.as_str(), *finding)).collect();
    let is: HashSet<&str> = after.iter().map(|(key, ..)| key.as_str()).collect();
    let mut changes = Vec::new();
    for (key, id, finding) in &after {
        let old_finding = was.get(key.as_str()).copied();
        let (fate, why) = match old_finding {
            Some(before) if alike(before, finding) => (Fate::StillOpen, String::new()),
            Some(_) => (Fate::Changed, String::new()),
            None => match looked(old, finding, "older") {
                Ok(why) => (Fate::New, why),
                Err(why) => (Fate::FirstSeen, why),
            },
        };
        changes.push(Change { fate, id: id.clone(), old: old_finding, new: Some(finding), why });
    }
    for (key, id, finding) in &before {
        if is.contains(key.as_str()) {
            continue;
        }
        let (fate, why) = match looked(new, finding, "newer") {
            Ok(why) => (Fate::Fixed, why),
            Err(why) => (Fate::NotSeen, why),
        };
        changes.push(Change { fate, id: id.clone(), old: Some(finding), new: None, why });
    }
    let rank = |change: &Change<'_>| Fate::ALL.iter().position(|fate| *fate == change.fate);
    order::by_key(&mut changes, rank);
    FunctionChange { old, new, changes }
}

/// What is open on a function: what each problem is compared by, its id, and the finding.
fn open(function: Option<&FunctionReport>, same: bool) -> Vec<(String, String, &Finding)> {
    let Some(function) = function else { return Vec::new() };
    let mut times = HashMap::new();
    let mut open = Vec::new();
    for (id, finding) in function.ids().into_iter().zip(&function.findings) {
        if finding.status == Status::NotApplicable {
            continue;
        }
        let key = if same {
            id.clone()
        } else {
            let again: &mut u32 = times.entry(fingerprint("", finding, 0)).or_insert(0);
            *again += 1;
            fingerprint("", finding, *again - 1)
        };
        open.push((key, id, finding));
    }
    open
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
