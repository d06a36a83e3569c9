//! Who a resource policy or a trust policy lets in, and what narrows it: the union of its Allow statements, less its Denies.

use crate::condition::{Condition, Operator, Set, Test};
use crate::glob::Glob;
use crate::limit::{self, Limit, LimitKind};
use crate::policy::{ActionPattern, Effect, Policy, Resources, Statement};
use crate::possible::{Budget, Possible, covers, overlaps};
use crate::principal::{Principals, Who};

/// One principal that one statement lets in.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The Allow statement's index.
    pub statement: usize,
    /// Who.
    pub who: Who,
    /// With `NotPrincipal`: everybody but these. `who` is then [`Who::Everyone`].
    pub but: Vec<Who>,
    /// Conditions that narrow who gets in, of this statement or, turned round, of Denies.
    pub limits: Vec<Limit>,
    /// Conditions of the same keys that don't narrow, because they let everybody or any account in.
    pub wide: Vec<Limit>,
    /// The Deny statements that shut this caller out altogether. Empty if it gets in.
    pub denied_by: Vec<usize>,
}

impl Caller {
    /// Does it get in at all?
    pub fn is_admitted(&self) -> bool {
        self.denied_by.is_empty()
    }

    /// True for everybody, with nothing that narrows.
    pub fn is_public(&self) -> bool {
        self.is_admitted() && self.who == Who::Everyone && !self.is_narrowed()
    }

    /// True if a condition narrows who gets in. An external id is no secret, and a service may act for anybody, so
    /// neither does on its own.
    pub fn is_narrowed(&self) -> bool {
        self.limits.iter().any(|limit| !matches!(limit.kind, LimitKind::ExternalId | LimitKind::Services))
    }

    /// The accounts that get in by this: the principal's own, or those that conditions name. `None` if they aren't
    /// pinned down, as with everybody, an organisation, or a bare bucket name.
    pub fn accounts(&self) -> Option<Vec<&str>> {
        if let Some(account) = self.who.account() {
            return Some(vec![account]);
        }
        let mut pinned = self.limits.iter().filter_map(|limit| limit.accounts.as_ref());
        // Conditions are joined by AND, so the shortest list is closest.
        let first = pinned.next()?;
        let shortest = pinned.fold(first, |best, next| if next.len() < best.len() { next } else { best });
        Some(shortest.iter().map(String::as_str).collect())
    }

    /// True if the accounts, or at least the organisation, from which the call may come are pinned down. This is what
    /// protects against a confused deputy: a service that acts for somebody else.
    pub fn has_source(&self) -> bool {
        self.limits.iter().any(|limit| limit.accounts.is_some() || limit.kind == LimitKind::Organization)
    }
}

/// Everybody whom a policy lets do any of these actions, on this resource if one is given.
///
/// The actions may have wildcards: `*` asks for everybody who is let do anything. Without a resource, a Deny strikes an Allow
/// where it speaks of all that the Allow speaks of: one on an alias leaves the function open.
pub fn callers(policy: &Policy, actions: &[&str], resource: Option<&str>) -> Vec<Caller> {
    let actions: Vec<ActionPattern> =
        actions.iter().map(|action| ActionPattern::new((*action).to_owned())).collect();
    let resource = resource.map(Glob::arn);
    let mut budget = Budget::default();
    let denies: Vec<&Statement> = policy
        .statements
        .iter()
        .filter(|statement| {
            statement.effect == Effect::Deny
                && actions.iter().all(|action| statement.actions.cover(action, &mut budget))
                && reaches(&statement.resources, resource.as_ref(), true, &mut budget)
        })
        .collect();
    let mut callers = Vec::new();
    for statement in policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        if !actions.iter().any(|action| statement.actions.overlap(action, &mut budget))
            || !reaches(&statement.resources, resource.as_ref(), false, &mut budget)
        {
            continue;
        }
        let (limits, wide) = limit::of(&statement.conditions);
        let caller = |who: Who, but: Vec<Who>| Caller {
            statement: statement.index,
            who,
            but,
            limits: limits.clone(),
            wide: wide.clone(),
            denied_by: Vec::new(),
        };
        match &statement.principals {
            Principals::Only(list) => callers.extend(list.iter().map(|who| caller(who.clone(), Vec::new()))),
            Principals::Except(but) => callers.push(caller(Who::Everyone, but.clone())),
            Principals::Attached => {}
        }
    }
    for caller in &mut callers {
        let allowed = policy.statements.iter().find(|statement| statement.index == caller.statement);
        for deny in &denies {
            let all = |allow: &Statement| speaks_of_all(&deny.resources, &allow.resources, &mut budget);
            if resource.is_some() || allowed.is_none_or(all) {
                apply(deny, caller);
            }
        }
    }
    callers
}

/// Does a Deny speak of every resource that an Allow speaks of?
fn speaks_of_all(deny: &Resources, allow: &Resources, budget: &mut Budget) -> bool {
    match allow {
        Resources::Attached => true,
        // What has variables, or is all but something, may be anything.
        Resources::Only(patterns) => patterns.iter().all(|pattern| match pattern.glob() {
            Some(glob) => reaches(deny, Some(glob), true, budget),
            None => reaches(deny, Some(&Glob::arn("*")), true, budget),
        }),
        Resources::Except(_) => reaches(deny, Some(&Glob::arn("*")), true, budget),
    }
}

/// Does a statement speak about the resource (`whole`: about all of it)? Without a resource given, it does.
fn reaches(resources: &Resources, resource: Option<&Glob>, whole: bool, budget: &mut Budget) -> bool {
    let Some(asked) = resource else { return true };
    let mut covered = |glob: &Glob, whole: bool| {
        if whole { covers(glob, asked, budget) } else { overlaps(glob, asked, budget) != Possible::No }
    };
    // A pattern with variables is nobody's exact resource: it may match for an Allow and may not for a Deny.
    match resources {
        Resources::Attached => true,
        Resources::Only(patterns) => {
            patterns.iter().any(|p| p.glob().map_or(!whole, |glob| covered(glob, whole)))
        }
        Resources::Except(patterns) => {
            !patterns.iter().any(|p| p.glob().map_or(whole, |glob| covered(glob, !whole)))
        }
    }
}

/// Takes away from a caller what a Deny takes away.
fn apply(deny: &Statement, caller: &mut Caller) {
    let includes = match &deny.principals {
        Principals::Only(list) => list.iter().any(|who| who.includes(&caller.who)),
        // Everybody but some: they are spared, and whoever is among them.
        Principals::Except(spared) if caller.who == Who::Everyone => {
            let limit = Limit::spared(spared);
            if deny.conditions.is_empty() && !spared.contains(&Who::Everyone) {
                caller.limits.push(limit);
            }
            return;
        }
        Principals::Except(spared) => {
            !spared.iter().any(|who| who.includes(&caller.who) || caller.who.includes(who))
        }
        Principals::Attached => true,
    };
    if !includes {
        return;
    }
    if deny.conditions.is_empty() {
        caller.denied_by.push(deny.index);
        return;
    }
    // "Deny unless ..." narrows like "Allow if ...". All conditions of the Deny must hold for it to strike, so whoever
    // escapes one of them escapes: each has to narrow.
    let mut turned = Vec::new();
    for condition in &deny.conditions {
        let Some(condition) = turn_round(condition) else { return };
        let (limits, _) = limit::of(std::slice::from_ref(&condition));
        if limits.is_empty() {
            return;
        }
        turned.extend(limits);
    }
    // Several ways to escape are joined by OR; only a single one can be told as one limit.
    match <[Limit; 1]>::try_from(turned) {
        Ok([limit]) => caller.limits.push(limit),
        Err(several) => caller.limits.push(Limit::any_of(several)),
    }
}

/// The condition under which a Deny with this condition doesn't strike: `StringNotEquals` becomes `StringEquals`. `None`
/// if it doesn't strike where the key is absent, because then everybody without the key escapes.
fn turn_round(condition: &Condition) -> Option<Condition> {
    let operator = condition.operator?;
    let strikes_absent = operator.if_exists || (operator.negated && operator.set != Set::ForAnyValue);
    let turnable = strikes_absent && (operator.negated || operator.test == Test::Bool);
    if !turnable || operator.set == Set::ForAllValues {
        return None;
    }
    let values = if operator.test == Test::Bool {
        // "Deny if false" lets "true" through, and the other way round.
        let flip = |value: &String| if value.eq_ignore_ascii_case("false") { "true" } else { "false" };
        condition.values.iter().map(flip).map(str::to_owned).collect()
    } else {
        condition.values.clone()
    };
    let operator = Operator { negated: false, if_exists: false, ..operator };
    Some(Condition { operator: Some(operator), values, ..condition.clone() })
}
