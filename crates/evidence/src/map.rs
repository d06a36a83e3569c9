//! Maps by a quick hash that is keyed, so that nobody can make up names that collide.

use std::collections::{HashMap, HashSet};

/// What the hashes of a map are keyed with.
pub(crate) type Keys = foldhash::quality::RandomState;

/// A map.
pub type Map<K, V> = HashMap<K, V, Keys>;

/// A set.
pub type Set<T> = HashSet<T, Keys>;
