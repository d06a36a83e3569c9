//! The edition's rules as the frameworks name them: their ids, sets of them, and those that no framework needs.

use std::fmt;

/// Every rule's id, in the order of the registry.
pub static RULES: [&str; 93] = [
    "EXP-01", "EXP-02", "EXP-03", "EXP-04", "EXP-05", "EXP-06", "EXP-07", "EXP-08", "EXP-09", "EXP-10",
    "EXP-11", "EXP-12", "EXP-13", "IAM-01", "IAM-02", "IAM-03", "IAM-04", "IAM-05", "IAM-06", "IAM-07",
    "IAM-08", "IAM-09", "IAM-10", "IAM-11", "IAM-12", "IAM-13", "IAM-14", "IAM-15", "IAM-16", "IAM-17",
    "IAM-18", "IAM-19", "IAM-20", "IAM-21", "IAM-22", "SEC-01", "SEC-02", "SEC-03", "SEC-04", "SEC-05",
    "SEC-06", "SEC-07", "SEC-08", "SEC-09", "SEC-10", "SEC-11", "SEC-12", "RT-01", "RT-02", "RT-03", "RT-04",
    "RT-05", "RT-06", "RT-07", "RT-08", "RT-09", "RT-10", "RT-11", "RT-12", "NET-01", "NET-02", "NET-03",
    "NET-04", "NET-05", "NET-06", "NET-07", "NET-08", "NET-09", "NET-10", "LOG-01", "LOG-02", "LOG-03",
    "LOG-04", "LOG-05", "LOG-06", "LOG-07", "LOG-08", "LOG-09", "LOG-10", "LOG-11", "REL-01", "REL-02",
    "REL-03", "REL-04", "REL-05", "REL-06", "REL-07", "REL-08", "REL-09", "INV-01", "INV-02", "INV-03",
    "INV-04",
];

/// The rules that judge what all functions of an account and region share; they count for every one of these.
pub const ACCOUNT_RULES: [&str; 2] = ["LOG-09", "LOG-11"];

/// A rule that decides no requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// The rule's id.
    pub rule: &'static str,
    /// Why it speaks for none.
    pub reason: &'static str,
}

const fn unmapped(rule: &'static str, reason: &'static str) -> Unmapped {
    Unmapped { rule, reason }
}

/// The rules that decide no requirement, each with the reason.
pub static UNMAPPED: &[Unmapped] = &[
    unmapped(
        "EXP-02",
        "It tells of a URL that looks open and is shut: nobody gets in, so it speaks against no requirement.",
    ),
    unmapped(
        "IAM-18",
        "A permissions boundary is one way of limiting a role; what the role may do is judged by the other rules.",
    ),
    unmapped(
        "LOG-07",
        "Lambda Insights is one product for metrics among many; its absence says nothing of monitoring.",
    ),
    unmapped("RT-08", "The size of a package is a matter of speed and deployment."),
    unmapped(
        "RT-09",
        "Whether a snapshot's secrets or random numbers repeat is decided in the code, which is not in the evidence.",
    ),
    unmapped("RT-10", "The processor's architecture is a matter of cost and speed."),
    unmapped(
        "RT-11",
        "Old code may be finished code; what it lacks in patches is judged by runtime and scanner.",
    ),
    unmapped("REL-08", "The default age and retries of asynchronous events are a sound choice."),
];

/// A set of rules.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RuleSet(u128);

const _: () = assert!(RULES.len() <= u128::BITS as usize, "a rule set holds a bit for each rule");

impl RuleSet {
    /// The set of nothing.
    pub const EMPTY: Self = Self(0);

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the rule of that id is one of them.
    pub fn contains(self, rule: &str) -> bool {
        index(rule).is_some_and(|at| self.0 & (1 << at) != 0)
    }

    /// Their ids, in the order of the registry.
    pub fn ids(self) -> impl Iterator<Item = &'static str> {
        RULES.iter().enumerate().filter(move |(at, _)| self.0 & (1 << at) != 0).map(|(_, id)| *id)
    }

    /// Those of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The one rule of that id; nothing where there is none of it.
    pub fn of(rule: &str) -> Self {
        index(rule).map_or(Self::EMPTY, |at| Self(1 << at))
    }

    /// Each of [`RULES`] by itself, in their order.
    pub(super) fn each() -> impl Iterator<Item = Self> {
        (0..RULES.len()).map(|at| Self(1 << at))
    }

    /// The rules that a selection names: `IAM-01..12 SEC-* !SEC-07`. A word that names no rule is skipped here and fails the
    /// tests.
    pub(super) fn select(selection: &str) -> Self {
        selection.split_ascii_whitespace().fold(Self::EMPTY, |set, word| match word.strip_prefix('!') {
            Some(left_out) => set.without(Self::word(left_out)),
            None => set.union(Self::word(word)),
        })
    }

    /// The rules of one word: `IAM-01`, `IAM-01..12` or `IAM-*`.
    pub(super) fn word(word: &str) -> Self {
        let Some((family, numbers)) = word.split_once('-') else { return Self::EMPTY };
        let (from, to) = numbers.split_once("..").unwrap_or((numbers, numbers));
        let within = |id: &str| {
            id.split_once('-').is_some_and(|(of, number)| {
                of == family && (numbers == "*" || (from <= number && number <= to))
            })
        };
        RULES.iter().filter(|id| within(id)).fold(Self::EMPTY, |set, id| set.union(Self::of(id)))
    }
}

fn index(rule: &str) -> Option<usize> {
    RULES.iter().position(|id| *id == rule)
}

impl fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.ids()).finish()
    }
}

/// The ids as a sentence names them: `IAM-01, IAM-02 and EXP-05`.
impl fmt::Display for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.len().saturating_sub(1);
        for (at, id) in self.ids().enumerate() {
            let before = match at {
                0 => "",
                _ if at == last => " and ",
                _ => ", ",
            };
            write!(f, "{before}{id}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::RuleSet;

    #[track_caller]
    fn check(selection: &str, expected: &str) {
        assert_eq!(RuleSet::select(selection).to_string(), expected);
    }

    #[test]
    fn selections_name_rules() {
        check("", "");
        check("IAM-02", "IAM-02");
        check("RT-05 EXP-01", "EXP-01 and RT-05");
        check("LOG-08..10 LOG-08", "LOG-08, LOG-09 and LOG-10");
        check("INV-* !INV-02..03", "INV-01 and INV-04");
        check("IAM-99 FOO-* IAM", "");
    }
}
