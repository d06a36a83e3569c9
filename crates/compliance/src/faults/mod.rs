//! The 52 faults of the published original, as data: what it does, what is right, and which rules and requirements of both
//! editions each touches. They explain, function by function, why the two editions differ.

mod auditor;
mod beyond;
mod checker;

/// A fault of the published original.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Its number, from 1.
    pub number: u32,
    /// The part of the system that it is in.
    pub part: Part,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What the original does.
    pub published: &'static str,
    /// What is right, and what the current edition does.
    pub right: &'static str,
    /// The rules of edition 2025-09 that it touches.
    pub old_rules: &'static [&'static str],
    /// The rules of edition 2026-11 that say it right.
    pub new_rules: &'static [&'static str],
    /// The requirements of edition 2025-09 that it touches: framework and id.
    pub criteria: &'static [(&'static str, &'static str)],
    /// How it shows.
    pub shows: &'static [Shows],
}

/// A part of the published system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The compliance checker.
    Checker,
    /// The security auditor.
    Auditor,
    /// The encryption manager.
    Encryption,
    /// The network stack.
    Network,
}

impl Part {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Checker => "compliance checker",
            Self::Auditor => "security auditor",
            Self::Encryption => "encryption manager",
            Self::Network => "network stack",
        }
    }
}

/// How a fault shows in what the two editions say of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// A finding of [`Fault::old_rules`] that the current edition doesn't share.
    FalseAlarm,
    /// The same, of findings with this detail only.
    FalseAlarmOf(&'static str),
    /// A finding of [`Fault::new_rules`] that the original misses.
    Missed,
    /// A rule of [`Fault::new_rules`] that can't be assessed, where the original says nothing and takes no points.
    Unread,
    /// A finding of the original that stands more than once, or under two checks.
    Twice,
    /// One of `Fault::criteria` that says something else than [`Fault::new_rules`].
    Criteria,
    /// One of `Fault::criteria` that passes whatever the evidence says.
    Free,
    /// A framework whose percentage can't reach 100, by its own arithmetic.
    Totals,
    /// A check that is at zero and can't fall further.
    Floor,
}

/// All of them, by number.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    checker::FAULTS.iter().chain(auditor::FAULTS).chain(beyond::FAULTS)
}

/// The rules of edition 2026-11 that look at what a rule of edition 2025-09 looks at.
pub fn counterparts(old_rule: &str) -> &'static [&'static str] {
    const TABLE: &[(&str, &[&str])] = &[
        (
            "C25-IAM-1",
            &[
                "IAM-01", "IAM-02", "IAM-03", "IAM-04", "IAM-05", "IAM-06", "IAM-07", "IAM-09", "IAM-10",
                "IAM-11", "IAM-12", "IAM-21",
            ],
        ),
        (
            "C25-IAM-2",
            &["IAM-01", "IAM-03", "IAM-04", "IAM-06", "IAM-07", "IAM-08", "IAM-10", "IAM-11", "IAM-12"],
        ),
        ("C25-IAM-3", &["IAM-19"]),
        ("C25-ENV-1", &["SEC-01", "SEC-02"]),
        ("C25-ENV-2", &["SEC-05"]),
        ("C25-VPC-1", &["NET-03"]),
        ("C25-VPC-2", &["NET-02"]),
        ("C25-VPC-3", &["NET-01"]),
        ("C25-ENC-1", &["SEC-06"]),
        ("C25-ENC-2", &["SEC-05"]),
        ("C25-CFG-1", &["RT-01", "RT-03"]),
        ("C25-CFG-2", &["REL-05"]),
        ("C25-CFG-3", &["REL-04"]),
        ("C25-CODE-1", &["RT-08"]),
        ("C25-LOG-1", &["LOG-02"]),
        ("C25-LOG-3", &["LOG-03"]),
        ("C25-NET-1", &["EXP-01", "EXP-02"]),
        ("C25-NET-2", &["EXP-03", "EXP-04"]),
    ];
    TABLE.iter().find(|(rule, _)| *rule == old_rule).map_or(&[], |(_, rules)| rules)
}

const fn fault(
    number: u32,
    part: Part,
    title: &'static str,
    published: &'static str,
    right: &'static str,
) -> Fault {
    Fault { number, part, title, published, right, old_rules: &[], new_rules: &[], criteria: &[], shows: &[] }
}

impl Fault {
    const fn touching(mut self, rules: &'static [&'static str]) -> Self {
        self.old_rules = rules;
        self
    }

    const fn said_by(mut self, rules: &'static [&'static str]) -> Self {
        self.new_rules = rules;
        self
    }

    const fn criteria(mut self, criteria: &'static [(&'static str, &'static str)]) -> Self {
        self.criteria = criteria;
        self
    }

    const fn shows(mut self, shows: &'static [Shows]) -> Self {
        self.shows = shows;
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_are_52_and_each_names_what_exists() {
        let numbers: Vec<u32> = all().map(|fault| fault.number).collect();
        assert_eq!(numbers, (1..=52).collect::<Vec<_>>());
        let old: HashSet<&str> = checks::edition_2025_09::RULES.iter().map(|rule| rule.id).collect();
        let new: HashSet<&str> = crate::edition_2026_11::RULES.into_iter().collect();
        let criteria: HashSet<(&str, &str)> = crate::edition_2025_09::FRAMEWORKS
            .iter()
            .flat_map(|framework| framework.requirements.iter().map(|of| (framework.id, of.id)))
            .collect();
        for fault in all() {
            let n = fault.number;
            assert!(fault.old_rules.iter().all(|rule| old.contains(rule)), "{n}");
            assert!(fault.new_rules.iter().all(|rule| new.contains(rule)), "{n}");
            assert!(fault.criteria.iter().all(|of| criteria.contains(of)), "{n}");
            for text in [fault.published, fault.right] {
                assert!(text.ends_with('.') && text.len() > 20, "{n}: {text}");
            }
            assert!(!fault.title.is_empty() && !fault.title.ends_with('.'), "{n}");
            let needs = |shows: &[Shows], there: bool| {
                assert!(there || !fault.shows.iter().any(|one| shows.contains(one)), "{n}");
            };
            needs(&[Shows::FalseAlarm, Shows::Twice], !fault.old_rules.is_empty());
            needs(&[Shows::Missed, Shows::Unread], !fault.new_rules.is_empty());
            needs(&[Shows::Criteria, Shows::Free, Shows::Totals], !fault.criteria.is_empty());
        }
        for rule in checks::edition_2025_09::RULES {
            assert!(counterparts(rule.id).iter().all(|rule| new.contains(rule)), "{}", rule.id);
        }
    }
}
