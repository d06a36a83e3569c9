//! Finds the statements that speak about an action without asking each pattern of each statement.

use crate::policy::{ActionPattern, Actions, Statement};
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
}

impl Index {
    pub(crate) fn new(statements: &[Statement]) -> Self {
        let mut index = Self::default();
        for (at, statement) in (0..).zip(statements) {
            let Actions::Only(patterns) = &statement.actions else {
                index.except.push(at);
                continue;
            };
            for (number, pattern) in (0..).zip(patterns) {
                let place = (at, number);
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
}

/// What stands under a hash in a sorted list.
fn places(sorted: &[(u64, Place)], wanted: u64) -> &[(u64, Place)] {
    let from = sorted.partition_point(|(hash, _)| *hash < wanted);
    let rest = sorted.get(from..).unwrap_or_default();
    let to = rest.iter().take_while(|(hash, _)| *hash == wanted).count();
    rest.get(..to).unwrap_or_default()
}
