//! Sorting whose code is built once.
//!
//! The library's sort is built anew, some three kilobytes of it, for every type and every comparison: measured, a tenth of the
//! worker. Here one sort puts places in order, by a comparison behind a pointer, and what is built anew only moves values to
//! their places. All of it is stable. Where a person waits for a sort of much, the library's own is the better one.

use std::cmp::Ordering;

/// Puts numbers, the places of values, in the order of these values.
pub fn places(places: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    places.sort_by(|&a, &b| compare(a, b));
}

/// Sorts by a comparison.
pub fn by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
    let mut from: Vec<u32> = (0..length).collect();
    places(&mut from, &mut |a, b| compare(&list[a as usize], &list[b as usize]));
    // Round by round, each value goes to its place once.
    for start in 0..from.len() {
        let mut at = start;
        loop {
            let next = std::mem::replace(&mut from[at], at as u32) as usize;
            if next == start {
                break;
            }
            list.swap(at, next);
            at = next;
        }
    }
}

/// Sorts by a key.
pub fn by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts.
pub fn sort<T: Ord>(list: &mut [T]) {
    by(list, T::cmp);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_as_the_library_does() {
        // A generator of no quality, the same at each run.
        let mut state = 7_u64;
        let mut next = move |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % most
        };
        for length in (0..40).chain([1000]) {
            let list: Vec<(u64, usize)> = (0..length).map(|at| (next(9), at)).collect();
            let (mut ours, mut theirs) = (list.clone(), list);
            by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs);
            sort(&mut ours);
            theirs.sort();
            assert_eq!(ours, theirs);
            by(&mut ours, |a, b| b.cmp(a));
            theirs.reverse();
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn one_long_round_takes_no_longer_than_many() {
        let mut list: Vec<u32> = (0..200_000).map(|at| (at + 1) % 200_000).collect();
        sort(&mut list);
        assert!(list.is_sorted());
        list.rotate_left(1);
        sort(&mut list);
        assert!(list.is_sorted());
    }
}
