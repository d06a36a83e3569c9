//! Finds the statements that speak about an action without asking each pattern of each statement.

use std::cell::OnceCell;

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

    /// Whether any Allow speaks about all of an action, which nearly none does of those that rules ask about.
    pub(crate) fn allows(&self, statements: &[Statement], action: &Wanted<'_>) -> bool {
        if self.services & action.service == 0 {
            return false;
        }
        let Some(Prepared { room, length, is_many, hash, service }) = action.prepared() else { return true };
        let name = room.get(..*length).unwrap_or_default();
        let allow =
            |at: u32| statements.get(at as usize).filter(|statement| statement.effect == Effect::Allow);
        let speaks = |&(at, number): &Place| {
            let pattern = allow(at).and_then(|found| found.actions.patterns().get(number as usize));
            pattern.is_some_and(|pattern| *is_many || pattern.glob().matches_bytes(name))
        };
        let spares = |&at: &u32| {
            let patterns = allow(at).map(|statement| statement.actions.patterns());
            patterns.is_some_and(|patterns| {
                *is_many || !patterns.iter().any(|pattern| pattern.glob().matches_bytes(name))
            })
        };
        places(&self.exact, *hash).iter().any(|(_, place)| !is_many && speaks(place))
            || places(&self.by_service, *service).iter().any(|(_, place)| speaks(place))
            || self.any_service.iter().any(speaks)
            || self.except.iter().any(spares)
    }
}

/// An action that several policies are asked about, see [`crate::policy::Policy::allows_some`]. What they compare is made once
/// for all of them, and without any allocation.
#[derive(Debug)]
pub struct Wanted<'a> {
    action: &'a str,
    /// The bit of its service.
    service: u64,
    prepared: OnceCell<Option<Prepared>>,
}

/// An action as it is compared.
#[derive(Debug)]
struct Prepared {
    /// Its name in lower case, and how long that is.
    room: [u8; 128],
    length: usize,
    /// Whether it stands for many actions.
    is_many: bool,
    hash: u64,
    /// The hash of its service.
    service: u64,
}

impl<'a> Wanted<'a> {
    /// An action: `s3:GetObject`.
    pub fn new(action: &'a str) -> Self {
        Self { action, service: bit(service(action)), prepared: OnceCell::new() }
    }

    /// None for names longer than anybody gives an action.
    fn prepared(&self) -> Option<&Prepared> {
        let make = || {
            let mut room = [0; 128];
            let name = room.get_mut(..self.action.len())?;
            name.copy_from_slice(self.action.as_bytes());
            name.make_ascii_lowercase();
            let is_many = name.iter().any(|byte| matches!(byte, b'*' | b'?'));
            let (hash, service) = (fnv(name), fnv(name.get(..service(self.action).len())?));
            Some(Prepared { room, length: self.action.len(), is_many, hash, service })
        };
        self.prepared.get_or_init(make).as_ref()
    }
}

/// The service of an action.
fn service(action: &str) -> &[u8] {
    action.as_bytes().split(|&byte| byte == b':').next().unwrap_or_default()
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
