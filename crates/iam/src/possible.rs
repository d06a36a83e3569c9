//! Comparing patterns: [`overlaps`], [`covers`] and, in general, [`possible`], which asks whether there is any text at all
//! that some patterns match and others don't. That is what "allowed here, denied there" comes down to.

use std::collections::HashSet;

use crate::glob::{Glob, MANY, MANY_INSIDE, ONE, ONE_INSIDE, start, step};

/// What a text has to satisfy in [`possible`].
#[derive(Clone, Copy, Debug)]
pub enum Clause<'a> {
    /// At least one of the patterns matches.
    OneOf(&'a [&'a Glob]),
    /// None of the patterns matches.
    NoneOf(&'a [&'a Glob]),
}

/// Whether a text exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possible {
    /// There is such a text.
    Yes,
    /// There is none.
    No,
    /// The patterns are so entangled that the search was given up.
    Unknown,
}

/// How much work comparing patterns may take; shared by all comparisons that answer one question.
#[derive(Clone, Debug)]
pub struct Budget(usize);

impl Default for Budget {
    /// Enough for any policy a person would write, and a few milliseconds at most for one written to hurt.
    fn default() -> Self {
        Self(200_000)
    }
}

/// Is there any text that satisfies all clauses?
///
/// What is plain to see is decided first. For the rest the patterns run side by side as automata; the search follows only
/// bytes that some pattern names, and one that none does.
pub fn possible(clauses: &[Clause<'_>], budget: &mut Budget) -> Possible {
    // Patterns that must match, each on its own: of two the narrower one counts.
    let mut singles: Vec<&Glob> = Vec::new();
    for clause in clauses {
        match *clause {
            Clause::OneOf([]) => return Possible::No,
            Clause::OneOf([one]) => {
                if singles.iter().any(|other| one.is_disjoint(other)) {
                    return Possible::No;
                }
                if !singles.iter().any(|other| one.plainly_covers(other)) {
                    singles.retain(|other| !other.plainly_covers(one));
                    singles.push(one);
                }
            }
            Clause::OneOf(_) | Clause::NoneOf(_) => {}
        }
    }
    let mut groups: Vec<(bool, Vec<&Glob>)> = Vec::new();
    for clause in clauses {
        let possible_at_all = |glob: &&Glob| !singles.iter().any(|single| single.is_disjoint(glob));
        match *clause {
            Clause::OneOf([_]) => {}
            Clause::OneOf(globs) => {
                if globs.iter().any(|glob| singles.iter().any(|single| glob.plainly_covers(single))) {
                    continue;
                }
                groups.push((true, globs.iter().copied().filter(possible_at_all).collect()));
            }
            Clause::NoneOf(globs) => {
                if globs.iter().any(|glob| {
                    glob.is_everything() || singles.iter().any(|single| glob.plainly_covers(single))
                }) {
                    return Possible::No;
                }
                let relevant: Vec<&Glob> = globs.iter().copied().filter(possible_at_all).collect();
                if !relevant.is_empty() {
                    groups.push((false, relevant));
                }
            }
        }
    }
    if groups.iter().any(|(one_of, globs)| *one_of && globs.is_empty()) {
        return Possible::No;
    }
    let examples = match singles.as_slice() {
        [] => None,
        [one] => Some(one.example()),
        [..] => singles.iter().find(|single| single.is_literal()).map(|single| single.example()),
    };
    let fits = |text: &[u8]| {
        singles.iter().all(|glob| glob.matches_bytes(text))
            && groups
                .iter()
                .all(|(one_of, globs)| globs.iter().any(|glob| glob.matches_bytes(text)) == *one_of)
    };
    if examples.is_some_and(|text| fits(&text)) {
        return Possible::Yes;
    }
    if singles.iter().any(|single| single.is_literal()) {
        return Possible::No;
    }
    groups.extend(singles.into_iter().map(|single| (true, vec![single])));
    search(&groups, budget)
}

/// Groups of patterns: of each one must match (`true`), or none may.
type Groups<'a> = [(bool, Vec<&'a Glob>)];

/// Ends one automaton's positions within a joint state.
const END: u32 = u32::MAX;

fn search(groups: &Groups<'_>, budget: &mut Budget) -> Possible {
    let globs: Vec<&Glob> = groups.iter().flat_map(|(_, globs)| globs.iter().copied()).collect();
    let mut first = Vec::new();
    for glob in &globs {
        start(glob.tokens(), &mut first);
        first.push(END);
    }
    let mut seen: HashSet<Vec<u32>> = HashSet::new();
    let mut open = vec![first];
    let mut bytes = Vec::new();
    while let Some(mut state) = open.pop() {
        // Follows the text as long as only one byte can come next, then branches.
        loop {
            match judge(groups, &state) {
                Verdict::Fits => return Possible::Yes,
                Verdict::Hopeless => break,
                Verdict::Open => {}
            }
            let forced = bytes_worth_trying(groups, &globs, &state, &mut bytes);
            if !forced && !seen.insert(state.clone()) {
                break;
            }
            for &byte in &bytes {
                let cost = state.len();
                if budget.0 < cost {
                    budget.0 = 0;
                    return Possible::Unknown;
                }
                budget.0 -= cost;
                let mut next = Vec::with_capacity(state.len());
                for (glob, here) in globs.iter().zip(state.split(|&position| position == END)) {
                    step(glob.tokens(), here, byte, &mut next);
                    next.push(END);
                }
                open.push(next);
            }
            match open.pop() {
                Some(next) => state = next,
                None => break,
            }
        }
    }
    Possible::No
}

enum Verdict {
    /// The text read so far will do.
    Fits,
    /// A longer one may.
    Open,
    /// No longer one can.
    Hopeless,
}

fn judge(groups: &Groups<'_>, state: &[u32]) -> Verdict {
    let mut sets = state.split(|&position| position == END);
    let mut fits = true;
    for (one_of, globs) in groups {
        let (mut accepted, mut alive) = (false, false);
        for (glob, here) in globs.iter().zip(sets.by_ref()) {
            let length = glob.tokens().len();
            accepted |= here.last().is_some_and(|&position| position as usize == length);
            alive |= !here.is_empty();
            let forever = || {
                glob.tokens().last() == Some(&MANY)
                    && here.iter().any(|&position| position as usize + 1 == length)
            };
            if !one_of && forever() {
                return Verdict::Hopeless;
            }
        }
        if *one_of && !alive {
            return Verdict::Hopeless;
        }
        fits &= accepted == *one_of;
    }
    if fits { Verdict::Fits } else { Verdict::Open }
}

/// The bytes that some pattern names at this place, and last (so tried first) one that none names. True if a pattern
/// that must match leaves only one.
fn bytes_worth_trying(groups: &Groups<'_>, globs: &[&Glob], state: &[u32], into: &mut Vec<u8>) -> bool {
    into.clear();
    let mut sets = state.split(|&position| position == END);
    for (one_of, globs) in groups {
        for (glob, here) in globs.iter().zip(sets.by_ref()) {
            if let (true, [_], [position]) = (one_of, globs.as_slice(), here)
                && let Some(&byte) = glob.tokens().get(*position as usize)
                && byte < ONE_INSIDE
            {
                into.push(byte);
                return true;
            }
        }
    }
    for (glob, here) in globs.iter().zip(state.split(|&position| position == END)) {
        for &position in here {
            match glob.tokens().get(position as usize) {
                Some(&(MANY_INSIDE | ONE_INSIDE)) => into.push(b':'),
                Some(&(MANY | ONE)) | None => {}
                Some(&byte) => into.push(byte),
            }
        }
    }
    into.sort_unstable();
    into.dedup();
    if let Some(other) = (b'a'..=b'~').chain(b'!'..=b'`').find(|byte| !into.contains(byte)) {
        into.push(other);
    }
    false
}

/// Is there a text that both match?
pub fn overlaps(a: &Glob, b: &Glob, budget: &mut Budget) -> Possible {
    if a.is_disjoint(b) {
        Possible::No
    } else if a.plainly_covers(b) || b.plainly_covers(a) {
        Possible::Yes
    } else {
        possible(&[Clause::OneOf(&[a]), Clause::OneOf(&[b])], budget)
    }
}

/// Does `wide` match every text that `narrow` matches? Not proven in time counts as no.
pub fn covers(wide: &Glob, narrow: &Glob, budget: &mut Budget) -> bool {
    wide.plainly_covers(narrow)
        || !narrow.is_literal()
            && !wide.is_literal()
            && !wide.is_disjoint(narrow)
            && possible(&[Clause::OneOf(&[narrow]), Clause::NoneOf(&[wide])], budget) == Possible::No
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_patterns_cost_little() {
        // No text has both an a and a b in the same place, but an automaton has to remember twenty places to see it.
        let (one, other) = (format!("*a{}", "?".repeat(20)), format!("*b{}", "?".repeat(20)));
        let mut budget = Budget::default();
        assert_eq!(overlaps(&Glob::plain(&one), &Glob::plain(&other), &mut budget), Possible::Unknown);
        assert_eq!(budget.0, 0);
    }

    #[test]
    fn overlap_and_cover() {
        for (a, b, overlap, a_covers_b) in [
            ("*", "x", true, true),
            ("a*", "*b", true, false),
            ("a*", "ab*", true, true),
            ("ab*", "a*", true, false),
            ("a?", "a*", true, false),
            ("a*", "a?", true, true),
            ("a*c", "b*c", false, false),
            ("*a", "*b", false, false),
            ("*a*", "*aa*", true, true),
            ("x*y*z", "x*z", true, false),
            ("x*z", "x*y*z", true, true),
            ("??*", "*??", true, true),
        ] {
            let (left, right) = (Glob::plain(a), Glob::plain(b));
            let mut budget = Budget::default();
            let expected = if overlap { Possible::Yes } else { Possible::No };
            assert_eq!(overlaps(&left, &right, &mut budget), expected, "{a} {b}");
            assert_eq!(covers(&left, &right, &mut budget), a_covers_b, "{a} {b}");
        }
    }

    #[test]
    fn joint_cover() {
        let all = Glob::arn("arn:aws:iam::1:*");
        let roles = Glob::arn("arn:aws:iam::1:role/*");
        let users = Glob::arn("arn:aws:iam::1:user/*");
        let some = Glob::arn("arn:aws:iam::1:role/app-*");
        let check = |clauses: &[Clause<'_>], expected| {
            assert_eq!(possible(clauses, &mut Budget::default()), expected, "{clauses:?}");
        };
        check(&[Clause::OneOf(&[&all]), Clause::NoneOf(&[&roles, &users])], Possible::Yes);
        check(&[Clause::OneOf(&[&some]), Clause::NoneOf(&[&roles])], Possible::No);
        check(&[Clause::OneOf(&[&roles, &users]), Clause::NoneOf(&[&roles, &users])], Possible::No);
        check(&[Clause::OneOf(&[&roles]), Clause::NoneOf(&[&some])], Possible::Yes);
        check(&[Clause::OneOf(&[])], Possible::No);
    }

    /// All texts of up to six letters, and all patterns of up to four, that three letters and two wildcards can make.
    fn words(letters: &[char], longest: u32) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..longest {
            last = last
                .iter()
                .flat_map(|word| letters.iter().map(move |letter| format!("{word}{letter}")))
                .collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn agrees_with_trying_every_text() {
        let texts = words(&['a', 'b', '~'], 6);
        let patterns: Vec<String> = words(&['a', 'b', '*', '?'], 4).into_iter().step_by(7).collect();
        for first in patterns.iter().step_by(3) {
            let one = Glob::plain(first);
            let matched: Vec<&String> = texts.iter().filter(|text| one.matches(text)).collect();
            for second in &patterns {
                let other = Glob::plain(second);
                let mut budget = Budget::default();
                let meets = matched.iter().any(|text| other.matches(text));
                assert_eq!(overlaps(&one, &other, &mut budget) == Possible::Yes, meets, "{first} {second}");
                let covered = matched.iter().all(|text| other.matches(text));
                assert_eq!(covers(&other, &one, &mut budget), covered, "{second} covers {first}");
            }
        }
    }
}
