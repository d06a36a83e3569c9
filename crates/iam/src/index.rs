//! Finds the statements that speak about an action without asking each pattern of each statement.

use crate::policy::{ActionPattern, Actions, Effect, Statement, fnv};
use crate::possible::Budget;

/// Where a pattern stands: its statement, and its place among the statement's actions.
type Place = (u32, u32);

/// The actions of a policy, sorted by how they can be found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// Actions without wildcards, by the hash of their names.
    exact: Vec<(u64, Place)>,
    /// Patterns with wildcards, by the hash of their service.
    by_service: Vec<(u64, Place)>,
    /// Patterns that may mean any service.
    any_service: Vec<Place>,
    /// Statements with `NotAction`.
    except: Vec<u32>,
    /// A bit for each service that Allows speak of; all where they may speak of any.
    services: u64,
}

impl Index {
    pub(crate) fn new(statements: &[Statement]) -> Self {
        let mut index = Self::default();
        for (at, statement) in (0..).zip(statements) {
            let allows = statement.effect == Effect::Allow;
            let Actions::Only(patterns) = &statement.actions else {
                index.except.push(at);
                index.services |= if allows { u64::MAX } else { 0 };
                continue;
            };
            for (number, pattern) in (0..).zip(patterns) {
                let place = (at, number);
                if allows {
                    index.services |=
                        pattern.lowercase_service().map_or(u64::MAX, |name| bit(name.as_bytes()));
                }
                if pattern.glob().is_literal() {
                    index.exact.push((pattern.hash(), place));
                } else if let Some(service) = pattern.service_hash() {
                    index.by_service.push((service, place));
                } else {
                    index.any_service.push(place);
                }
            }
        }
        index.exact.sort_unstable();
        index.by_service.sort_unstable();
        index
    }

    /// The statements that speak about an action, in their order, and whether they speak about all of it: an action with
    /// wildcards may be spoken about in part.
    pub(crate) fn find<'a>(
        &self,
        statements: &'a [Statement],
        action: &ActionPattern,
        budget: &mut Budget,
    ) -> Vec<(&'a Statement, bool)> {
        if !action.glob().is_literal() {
            // Most statements are about something else, which is plain to see; whether one covers all of it takes longer.
            let near = statements.iter().filter(|statement| statement.actions.overlap(action, budget));
            let near: Vec<_> = near.collect();
            return near.into_iter().map(|near| (near, near.actions.cover(action, budget))).collect();
        }
        let of_service = action.service_hash().map_or(&[][..], |service| places(&self.by_service, service));
        let mut found: Vec<u32> = places(&self.exact, action.hash())
            .iter()
            .chain(of_service)
            .map(|(_, place)| place)
            .chain(&self.any_service)
            .filter(|(at, number)| {
                let statement = statements.get(*at as usize);
                let pattern = statement.and_then(|s| s.actions.patterns().get(*number as usize));
                pattern.is_some_and(|pattern| pattern.covers(action, budget))
            })
            .map(|(at, _)| *at)
            .collect();
        found.extend(self.except.iter().filter(|&&at| {
            statements.get(at as usize).is_some_and(|statement| statement.actions.cover(action, budget))
        }));
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| Some((statements.get(at as usize)?, true))).collect()
    }

    /// Whether any Allow speaks about all of an action, which nearly none does of those that rules ask about: without
    /// any allocation, and for names that nobody gives an action perhaps too often.
    pub(crate) fn allows(&self, statements: &[Statement], action: &str) -> bool {
        let service = action.as_bytes().split(|&byte| byte == b':').next().unwrap_or_default();
        if self.services & bit(service) == 0 {
            return false;
        }
        let mut room = [0; 128];
        let Some(name) = room.get_mut(..action.len()) else { return true };
        name.copy_from_slice(action.as_bytes());
        name.make_ascii_lowercase();
        let name = &*name;
        let is_many = name.iter().any(|byte| matches!(byte, b'*' | b'?'));
        let allow =
            |at: u32| statements.get(at as usize).filter(|statement| statement.effect == Effect::Allow);
        let speaks = |&(at, number): &Place| {
            let pattern = allow(at).and_then(|found| found.actions.patterns().get(number as usize));
            pattern.is_some_and(|pattern| is_many || pattern.glob().matches_bytes(name))
        };
        let spares = |&at: &u32| {
            let patterns = allow(at).map(|statement| statement.actions.patterns());
            patterns.is_some_and(|patterns| {
                is_many || !patterns.iter().any(|pattern| pattern.glob().matches_bytes(name))
            })
        };
        let wanted = fnv(name);
        let from = self.exact.partition_point(|(hash, _)| *hash < wanted);
        let exact = self.exact.get(from..).unwrap_or_default().iter();
        let mut exact = exact.take_while(|(hash, _)| *hash == wanted && !is_many);
        exact.any(|(_, place)| speaks(place))
            || places(&self.by_service, fnv(&name[..service.len()])).iter().any(|(_, place)| speaks(place))
            || self.any_service.iter().any(speaks)
            || self.except.iter().any(spares)
    }
}

/// The bit of a service; several share one.
fn bit(service: &[u8]) -> u64 {
    1 << (service.iter().fold(0, |sum: u8, byte| sum.wrapping_mul(31).wrapping_add(byte | 0x20)) >> 2)
}

/// What stands under a hash in a sorted list.
fn places(sorted: &[(u64, Place)], wanted: u64) -> &[(u64, Place)] {
    let from = sorted.partition_point(|(hash, _)| *hash < wanted);
    let rest = sorted.get(from..).unwrap_or_default();
    let to = rest.iter().take_while(|(hash, _)| *hash == wanted).count();
    rest.get(..to).unwrap_or_default()
}
