//! How a question about a role is answered.
//!
//! Allow, Deny and boundary statements that speak about the action are turned into sets of resources; what remains of
//! an Allow is searched for a resource that nothing takes away. Each set is looked at twice: as large as it can be and
//! as small as it can be, for all that isn't known about the request. Where both agree, the answer is certain.

use std::borrow::Cow;

use crate::condition::{Condition, Truth, all_hold};
use crate::context::{Context, Facts, Known};
use crate::glob::Glob;
use crate::policy::{ActionPattern, Effect, Resources, Statement};
use crate::possible::{self, Budget, Clause, Possible, covers, overlaps};
use crate::role::{Answer, Boundary, Grant, PolicyRef, Question, Reach, Role, StatementRef, Verdict};
use crate::variable::{self, Filled, Style};

/// A statement that speaks about the action in question.
struct Hit<'a> {
    at: StatementRef,
    truth: Truth,
    open: Vec<&'a Condition>,
    /// Its resources.
    patterns: Vec<Pattern<'a>>,
    /// True for `NotResource`.
    except: bool,
    /// False for a Deny of only some of the actions in question.
    whole: bool,
}

struct Pattern<'a> {
    text: &'a str,
    glob: Cow<'a, Glob>,
    /// False if it contains a variable whose value isn't known: the pattern is the widest it can be.
    certain: bool,
}

/// Whether what isn't known is taken to grant as much, or as little, as it can.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Largest,
    Smallest,
}

/// A set of texts: those that match one of each group, and none of the last.
#[derive(Default)]
struct Sieve<'e> {
    one_of: Vec<Vec<&'e Glob>>,
    none_of: Vec<&'e Glob>,
}

impl<'e> Sieve<'e> {
    /// What passes both.
    fn and(&self, other: &Self) -> Sieve<'e> {
        let mut both = Sieve { one_of: self.one_of.clone(), none_of: self.none_of.clone() };
        both.one_of.extend(other.one_of.iter().cloned());
        both.none_of.extend(&other.none_of);
        both
    }

    fn possible(&self, budget: &mut Budget) -> Possible {
        let mut clauses: Vec<Clause<'_>> = self.one_of.iter().map(|globs| Clause::OneOf(globs)).collect();
        clauses.push(Clause::NoneOf(&self.none_of));
        possible::possible(&clauses, budget)
    }
}

/// All statements that decide a question.
pub(crate) struct Evaluation<'a> {
    reach: Reach,
    allows: Vec<Hit<'a>>,
    denies: Vec<Hit<'a>>,
    /// The boundary's Allows; `None` without a boundary.
    bounds: Option<Vec<Hit<'a>>>,
    /// True if nothing about the Denies depends on what isn't known.
    denies_are_certain: bool,
    boundary_missing: Option<String>,
    missing: Vec<String>,
    budget: Budget,
}

/// One pattern of an Allow, seen through one statement of the boundary.
struct Cell<'e, 'a> {
    allow: &'e Hit<'a>,
    /// `None` for `NotResource`.
    pattern: Option<&'e Pattern<'a>>,
    bound: Option<&'e Hit<'a>>,
}

impl<'a> Evaluation<'a> {
    pub(crate) fn new(role: &Role<'a>, question: &Question) -> Self {
        let home = home_region(&question.action, role.partition());
        let facts = Facts::layered(&question.context, &role.context, &home);
        let mut budget = Budget::default();
        let (mut allows, mut denies, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
        for (policy, named) in role.policies() {
            for (statement, whole) in named.policy.about(&question.action, &mut budget) {
                let at = StatementRef { policy, statement: statement.index };
                let Some(hit) = hit(at, statement, whole, &facts) else { continue };
                match (statement.effect, policy) {
                    (Effect::Deny, _) => denies.push(hit),
                    (Effect::Allow, PolicyRef::Identity(_)) => allows.push(hit),
                    (Effect::Allow, PolicyRef::Boundary) => bounds.push(hit),
                }
            }
        }
        let asked = question.reach.glob();
        denies.retain(|deny| concerns(deny, asked, &mut budget));
        let mut missing = role.missing.clone();
        let boundary_missing = match &role.boundary {
            Boundary::Missing(what) => Some(what.clone()),
            Boundary::None | Boundary::Is(_) => None,
        };
        missing.extend(boundary_missing.clone());
        Self {
            reach: question.reach.clone(),
            allows,
            denies_are_certain: denies
                .iter()
                .filter(|deny| deny.whole)
                .all(|deny| deny.truth == Truth::Yes && deny.patterns.iter().all(|pattern| pattern.certain)),
            denies,
            bounds: matches!(role.boundary, Boundary::Is(_)).then_some(bounds),
            boundary_missing,
            missing,
            budget,
        }
    }

    pub(crate) fn answer(mut self) -> Answer<'a> {
        let mut budget = std::mem::take(&mut self.budget);
        let denies = self.denies.iter().map(|deny| deny.at).collect();
        let mut grants: Vec<Grant<'a>> = Vec::new();
        for allow in &self.allows {
            let mut merged: Option<Grant<'a>> = None;
            for cell in self.cells_of(allow) {
                let Some(grant) = self.grant(&cell, &mut budget) else { continue };
                merged = Some(match merged {
                    None => grant,
                    Some(earlier) => merge(earlier, grant),
                });
            }
            grants.extend(merged);
        }
        let granted = if grants.iter().any(|grant| grant.certain) {
            Verdict::Yes
        } else if grants.is_empty() {
            Verdict::No
        } else {
            Verdict::Conditionally
        };
        let verdict = match granted {
            Verdict::No if self.missing_could_allow(&mut budget) => Verdict::CannotTell,
            Verdict::No => Verdict::No,
            _ if self.boundary_missing.is_some() => Verdict::CannotTell,
            granted => granted,
        };
        let missing = if verdict == Verdict::No { Vec::new() } else { self.missing };
        Answer { verdict, grants, denies, missing }
    }

    /// A missing identity policy could grant it, unless a Deny takes all of it away anyway.
    fn missing_could_allow(&self, budget: &mut Budget) -> bool {
        let only_boundary = self.missing.len() == usize::from(self.boundary_missing.is_some());
        if only_boundary {
            return false;
        }
        let mut sieve = Sieve { one_of: vec![vec![self.asked()]], none_of: Vec::new() };
        self.take_away(&mut sieve, None, View::Largest);
        match &self.bounds {
            None => sieve.possible(budget) != Possible::No,
            Some(bounds) => bounds.iter().any(|bound| {
                let mut inside = sieve.and(&Sieve::default());
                add(&mut inside, bound, View::Largest);
                inside.possible(budget) != Possible::No
            }),
        }
    }

    fn asked(&self) -> &Glob {
        self.reach.glob()
    }

    fn cells_of<'e>(&'e self, allow: &'e Hit<'a>) -> Vec<Cell<'e, 'a>> {
        let patterns: Vec<Option<&Pattern<'a>>> =
            if allow.except { vec![None] } else { allow.patterns.iter().map(Some).collect() };
        let mut cells = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            match &self.bounds {
                None => cells.push(Cell { allow, pattern, bound: None }),
                Some(bounds) => {
                    cells.extend(bounds.iter().map(|bound| Cell { allow, pattern, bound: Some(bound) }));
                }
            }
        }
        cells
    }

    /// The resources of a cell that nothing takes away, or `None` if the cell isn't as wide as was asked.
    fn sieve<'e>(&'e self, cell: &Cell<'e, 'a>, view: View, budget: &mut Budget) -> Option<Sieve<'e>> {
        if cell.pattern.is_some_and(|pattern| pattern.glob.is_disjoint(self.asked())) {
            return None;
        }
        if let Reach::Every(asked) = &self.reach {
            let wide_enough = match cell.pattern {
                // One value of a variable is never everything.
                Some(pattern) => pattern.certain && covers(&pattern.glob, asked, budget),
                None => !cell.allow.patterns.iter().any(|p| overlaps(&p.glob, asked, budget) != Possible::No),
            };
            let let_through = cell.bound.is_none_or(|bound| {
                if bound.except {
                    !bound.patterns.iter().any(|p| overlaps(&p.glob, asked, budget) != Possible::No)
                } else {
                    bound.patterns.iter().any(|p| covers(&p.glob, asked, budget))
                }
            });
            if !wide_enough || !let_through {
                return None;
            }
        }
        let mut sieve = Sieve { one_of: vec![vec![self.asked()]], none_of: Vec::new() };
        match cell.pattern {
            Some(pattern) => sieve.one_of.push(vec![&pattern.glob]),
            None => add(&mut sieve, cell.allow, view),
        }
        match (cell.pattern, cell.bound) {
            // Of the boundary's patterns those matter that meet the Allow's; often none does, which is plain to see.
            (Some(pattern), Some(bound)) if !bound.except => {
                let near: Vec<&Glob> =
                    globs(bound, view).filter(|glob| !glob.is_disjoint(&pattern.glob)).collect();
                if near.is_empty() {
                    return None;
                }
                sieve.one_of.push(near);
            }
            (_, Some(bound)) => add(&mut sieve, bound, view),
            (_, None) => {}
        }
        self.take_away(&mut sieve, cell.pattern.map(|pattern| &*pattern.glob), view);
        Some(sieve)
    }

    /// Takes away what the Denies take away: at least those that surely hold, at most all of them.
    /// Denies that plainly miss `focus` don't matter.
    fn take_away<'e>(&'e self, sieve: &mut Sieve<'e>, focus: Option<&Glob>, view: View) {
        for deny in self.denies.iter().filter(|deny| deny.whole) {
            if view == View::Largest && deny.truth != Truth::Yes {
                continue;
            }
            // The largest rest is left by the narrowest Deny, and the other way round.
            let opposite = if view == View::Largest { View::Smallest } else { View::Largest };
            if deny.except {
                sieve.one_of.push(globs(deny, view).collect());
            } else {
                let near = |glob: &&Glob| focus.is_none_or(|focus| !glob.is_disjoint(focus));
                sieve.none_of.extend(globs(deny, opposite).filter(near));
            }
        }
    }

    /// The pattern of a cell that no Deny has any business with, nor a boundary but one of all resources: by far the most common
    /// case.
    fn alone<'e>(&self, cell: &Cell<'e, 'a>) -> Option<&'e Glob> {
        let unbound = cell.bound.is_none_or(|bound| {
            !bound.except
                && bound.patterns.iter().any(|pattern| pattern.certain && pattern.glob.is_everything())
        });
        let pattern = cell.pattern.filter(|_| unbound && matches!(self.reach, Reach::Some(_)))?;
        let misses = |deny: &Hit<'a>| {
            !deny.except && deny.patterns.iter().all(|denied| denied.glob.is_disjoint(&pattern.glob))
        };
        self.denies.iter().filter(|deny| deny.whole).all(misses).then_some(&*pattern.glob)
    }

    fn grant(&self, cell: &Cell<'_, 'a>, budget: &mut Budget) -> Option<Grant<'a>> {
        let alone = self.alone(cell);
        let may_be = match alone {
            Some(pattern) => overlaps(pattern, self.asked(), budget),
            None => self.sieve(cell, View::Largest, budget)?.possible(budget),
        };
        if may_be == Possible::No {
            return None;
        }
        let surely = if alone.is_some() || self.denies_are_certain && cell.is_certain() {
            may_be
        } else {
            self.sieve(cell, View::Smallest, budget).map_or(Possible::No, |sieve| sieve.possible(budget))
        };
        let sure_statements = cell.allow.truth == Truth::Yes
            && cell.pattern.is_none_or(|pattern| pattern.certain)
            && cell.bound.is_none_or(|bound| bound.truth == Truth::Yes);
        let mut only_if = cell.allow.open.clone();
        only_if.extend(cell.bound.iter().flat_map(|bound| bound.open.iter().copied()));
        let unless = if surely == Possible::Yes {
            Vec::new()
        } else {
            self.denies
                .iter()
                .filter(|deny| deny.whole && deny.truth == Truth::Depends)
                .map(|deny| deny.at)
                .collect()
        };
        Some(Grant {
            at: cell.allow.at,
            resources: vec![cell.pattern.map_or("*", |pattern| pattern.text)],
            certain: sure_statements && surely == Possible::Yes,
            only_if,
            unless,
            within: cell.bound.iter().map(|bound| bound.at).collect(),
        })
    }

    /// Is there a resource on which all of these questions are granted?
    pub(crate) fn together(evaluations: &[&Evaluation<'a>]) -> Possible {
        let mut budget = Budget::default();
        let mut combined: Vec<Sieve<'_>> = vec![Sieve::default()];
        let mut gave_up = false;
        for (number, evaluation) in evaluations.iter().enumerate() {
            let is_last = number + 1 == evaluations.len();
            let mut joined: Vec<Sieve<'_>> = Vec::new();
            for cell in evaluation.allows.iter().flat_map(|allow| evaluation.cells_of(allow)) {
                let Some(sieve) = evaluation.sieve(&cell, View::Largest, &mut budget) else { continue };
                for earlier in &combined {
                    let both = earlier.and(&sieve);
                    match both.possible(&mut budget) {
                        Possible::Yes if is_last => return Possible::Yes,
                        Possible::Yes if joined.len() < MOST_COMBINATIONS => joined.push(both),
                        Possible::No => {}
                        Possible::Yes | Possible::Unknown => gave_up = true,
                    }
                }
            }
            combined = joined;
        }
        if gave_up { Possible::Unknown } else { Possible::No }
    }
}

/// More ways than this to combine statements aren't followed in the search for a common resource.
const MOST_COMBINATIONS: usize = 64;

impl Cell<'_, '_> {
    fn is_certain(&self) -> bool {
        self.allow.patterns.iter().all(|pattern| pattern.certain)
            && self.bound.is_none_or(|bound| bound.patterns.iter().all(|pattern| pattern.certain))
    }
}

/// Does a Deny reach anything that was asked about?
fn concerns(deny: &Hit<'_>, asked: &Glob, budget: &mut Budget) -> bool {
    if deny.except {
        !deny.patterns.iter().any(|pattern| pattern.certain && covers(&pattern.glob, asked, budget))
    } else {
        deny.patterns.iter().any(|pattern| overlaps(&pattern.glob, asked, budget) != Possible::No)
    }
}

/// The patterns that count in a view: uncertain ones only in the largest.
fn globs<'e>(hit: &'e Hit<'_>, view: View) -> impl Iterator<Item = &'e Glob> {
    hit.patterns
        .iter()
        .filter(move |pattern| view == View::Largest || pattern.certain)
        .map(|pattern| &*pattern.glob)
}

/// Keeps only what an Allow statement's resources let through.
fn add<'e>(sieve: &mut Sieve<'e>, hit: &'e Hit<'_>, view: View) {
    if hit.except {
        let opposite = if view == View::Largest { View::Smallest } else { View::Largest };
        sieve.none_of.extend(globs(hit, opposite));
    } else {
        sieve.one_of.push(globs(hit, view).collect());
    }
}

fn merge<'a>(mut earlier: Grant<'a>, later: Grant<'a>) -> Grant<'a> {
    if later.certain && !earlier.certain {
        earlier.only_if = later.only_if;
        earlier.unless = later.unless;
        earlier.certain = true;
    }
    for resource in later.resources {
        if !earlier.resources.contains(&resource) {
            earlier.resources.push(resource);
        }
    }
    for at in later.within {
        if !earlier.within.contains(&at) {
            earlier.within.push(at);
        }
    }
    earlier
}

/// A statement as a hit, if its conditions can hold. An Allow of only some of the actions in question doesn't count.
fn hit<'a>(at: StatementRef, statement: &'a Statement, whole: bool, facts: &Facts<'_>) -> Option<Hit<'a>> {
    if !whole && statement.effect == Effect::Allow {
        return None;
    }
    let (truth, open) = all_hold(&statement.conditions, facts, statement.effect);
    if truth == Truth::No {
        return None;
    }
    let (patterns, except) = resolve(&statement.resources, facts);
    Some(Hit { at, truth, open, patterns, except, whole })
}

fn resolve<'a>(resources: &'a Resources, facts: &Facts<'_>) -> (Vec<Pattern<'a>>, bool) {
    let except = match resources {
        Resources::Attached => {
            let glob = Cow::Owned(Glob::everything());
            return (vec![Pattern { text: "*", glob, certain: true }], false);
        }
        Resources::Only(_) => false,
        Resources::Except(_) => true,
    };
    let patterns = resources.patterns().iter().filter_map(|pattern| {
        let text = pattern.text.as_str();
        if let Some(glob) = pattern.glob() {
            return Some(Pattern { text, glob: Cow::Borrowed(glob), certain: true });
        }
        match variable::fill(text, Style::Arn, facts) {
            Filled::Exactly(glob) => Some(Pattern { text, glob: Cow::Owned(glob), certain: true }),
            Filled::AtMost(glob) => Some(Pattern { text, glob: Cow::Owned(glob), certain: false }),
            Filled::Never => None,
        }
    });
    (patterns.collect(), except)
}

/// Services that live in one region only: there `aws:RequestedRegion` isn't the caller's choice.
fn home_region(action: &ActionPattern, partition: &str) -> Context {
    let global = ["iam", "organizations", "cloudfront", "route53", "account"];
    if !action.lowercase_service().is_some_and(|service| global.contains(&service)) {
        return Context::new();
    }
    let region = match partition {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };
    Context::new().with("aws:RequestedRegion", Known::one(region))
}
