//! What people judged: the side file `lambdascope-judgements`, version 1.
//!
//! A report says what a configuration shows; the rest a person must judge. Judgements are kept beside the report, in a file
//! that is dropped again with it:
//!
//! ```json
//! {
//!   "format": "lambdascope-judgements", "version": 1,
//!   "judgements": [
//!     {"framework": "GDPR", "requirement": "Art. 35", "judgement": "MET",
//!      "author": "Ada Lovelace", "date": "2026-11-20", "note": "Assessment 2026-07, filed as DP-12.",
//!      "on": {"rules": "2026-11", "as_of": "2026-11-01", "evidence": ["<sha-256 in hexadecimal>"]}}
//!   ]
//! }
//! ```
//!
//! - `judgement` is `MET`, `PARTLY_MET`, `NOT_MET` or `NOT_APPLICABLE`: other words than a report's states, since it stands
//!   beside the state and never changes it.
//! - `author` and `date` (`YYYY-MM-DD`) are needed: a judgement that nobody signed is listed as a problem and left out. `note`
//!   may be empty.
//! - `on` says which report was looked at: edition, audit date and the hashes of its evidence. A judgement of other evidence is
//!   still shown, and marked as such; so is one that doesn't say.
//! - There is one judgement a requirement; where a file has more, the last one counts and the others are problems.
//! - Requirements that this program doesn't know are kept when the file is written again, and are told.
//! - A newer version is refused with both numbers. Fields that are not known are skipped.
//! - Limits: 16 MiB a file, 10,000 judgements, 16 KiB a text.

mod file;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::frameworks;

pub use file::{FORMAT, JudgementProblem, ReadError, VERSION, read, write};

/// A person's judgement of a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The framework's id.
    pub framework: String,
    /// The requirement's id.
    pub requirement: String,
    /// What the person says.
    pub judgement: Verdict,
    /// Who says so.
    pub author: String,
    /// When: `2026-11-20`.
    pub date: String,
    /// Why, and where the proof is.
    #[serde(default)]
    pub note: String,
    /// Which report the person looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Basis>,
}

/// What a person may say of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// It is met.
    Met,
    /// It is met in part.
    PartlyMet,
    /// It is not met.
    NotMet,
    /// It does not concern what was audited.
    NotApplicable,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Met, Self::PartlyMet, Self::NotMet, Self::NotApplicable];

    /// As the file writes it: `PARTLY_MET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "MET",
            Self::PartlyMet => "PARTLY_MET",
            Self::NotMet => "NOT_MET",
            Self::NotApplicable => "NOT_APPLICABLE",
        }
    }
}

/// Which report was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Basis {
    /// The edition of the rules: `2026-11`.
    pub rules: String,
    /// The audit date: `2026-11-01`.
    pub as_of: String,
    /// The SHA-256 of each file of evidence, in hexadecimal.
    pub evidence: Vec<String>,
}

impl Basis {
    /// The hashes of the evidence as a cell of a table holds them: what is filed names what it was made from.
    pub fn hashes(&self) -> String {
        match self.evidence.as_slice() {
            many @ [_, _, _, _, _, ..] => format!("{} files, as the report names them", many.len()),
            few => few.join(" "),
        }
    }

    /// Whether both name the same evidence, in any order. What names none is the same as nothing.
    fn is_same_evidence(&self, other: &Self) -> bool {
        let sorted = |basis: &Self| {
            let mut hashes: Vec<String> =
                basis.evidence.iter().map(|hash| hash.to_ascii_lowercase()).collect();
            order::sort(&mut hashes);
            hashes
        };
        !self.evidence.is_empty() && sorted(self) == sorted(other)
    }
}

/// Judgements, one a requirement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements {
    entries: Vec<Judgement>,
}

impl Judgements {
    /// All of them, in the order in which they were first made.
    pub fn iter(&self) -> impl Iterator<Item = &Judgement> {
        self.entries.iter()
    }

    /// The judgement of a requirement.
    pub fn get(&self, framework: &str, requirement: &str) -> Option<&Judgement> {
        self.entries.iter().find(|entry| entry.framework == framework && entry.requirement == requirement)
    }

    /// Adds a judgement, in place of an earlier one of the same requirement.
    pub fn set(&mut self, judgement: Judgement) {
        let same = |entry: &&mut Judgement| {
            entry.framework == judgement.framework && entry.requirement == judgement.requirement
        };
        match self.entries.iter_mut().find(same) {
            Some(entry) => *entry = judgement,
            None => self.entries.push(judgement),
        }
    }

    /// Takes a judgement back.
    pub fn remove(&mut self, framework: &str, requirement: &str) {
        self.entries.retain(|entry| entry.framework != framework || entry.requirement != requirement);
    }

    /// Lays the judgements beside a report.
    pub fn join<'a>(&'a self, report: &Basis) -> Join<'a> {
        let mut join = Join::default();
        for entry in &self.entries {
            if frameworks::requirement(&entry.framework, &entry.requirement).is_none() {
                join.unknown.push(entry);
                continue;
            }
            let is_other = !entry.on.as_ref().is_some_and(|basis| basis.is_same_evidence(report));
            join.of.insert((&entry.framework, &entry.requirement), (entry, is_other));
        }
        join
    }
}

/// Judgements beside a report.
#[derive(Clone, Debug, Default)]
pub struct Join<'a> {
    of: HashMap<(&'a str, &'a str), (&'a Judgement, bool)>,
    /// Those of requirements that this program doesn't know; they are kept, and belong on the list of problems.
    pub unknown: Vec<&'a Judgement>,
}

impl<'a> Join<'a> {
    /// The judgement of a requirement, and whether it was made on other evidence than the report's.
    pub fn get(&self, framework: &str, requirement: &str) -> Option<(&'a Judgement, bool)> {
        self.of.get(&(framework, requirement)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn judgement(framework: &str, requirement: &str) -> Judgement {
        Judgement {
            framework: framework.into(),
            requirement: requirement.into(),
            judgement: Verdict::PartlyMet,
            author: "Ada".into(),
            date: "2026-11-20".into(),
            note: "=1".into(),
            on: Some(Basis {
                rules: "2026-11".into(),
                as_of: "2026-11-01".into(),
                evidence: vec!["AB".into()],
            }),
        }
    }

    #[test]
    fn a_judgement_of_other_evidence_is_marked() {
        let mut judgements = Judgements::default();
        judgements.set(judgement("SOC2", "CC6.1"));
        judgements.set(Judgement { on: None, ..judgement("SOC2", "CC6.2") });
        judgements.set(judgement("SOC2", "CC99"));
        let report = |hash: &str| Basis { evidence: vec![hash.to_owned()], ..Basis::default() };
        for (hash, expected) in [("ab", false), ("cd", true)] {
            let join = judgements.join(&report(hash));
            assert_eq!(join.get("SOC2", "CC6.1").map(|(_, is_other)| is_other), Some(expected));
            assert_eq!(join.get("SOC2", "CC6.2").map(|(_, is_other)| is_other), Some(true));
            assert_eq!(join.unknown.len(), 1);
        }
        assert!(
            judgements.join(&Basis::default()).get("SOC2", "CC6.1").is_some_and(|(_, is_other)| is_other)
        );
        judgements.remove("SOC2", "CC6.1");
        assert!(judgements.join(&report("ab")).get("SOC2", "CC6.1").is_none());
    }
}
