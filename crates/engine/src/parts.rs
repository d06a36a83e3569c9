//! What of the engine the page's worker loads only when it is needed, and when that is. The command has all of it.
//!
//! A part is come to through the functions that the workshop's list of parts calls its doors; what is asked of an opening or a
//! session goes through none of them whose part is not named here.

use evidence::Reading;

use crate::again::{EDITIONS, edition};
use crate::messages::Ask;
use crate::opening::Settings;
use crate::session::Session;

/// A part of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The rules of edition 2026-11.
    Rules,
    /// The rules of edition 2025-09, and its classic documents.
    Published,
    /// Reading what was written, and writing: reports, judgements, texts, tables, comparisons.
    Papers,
}

impl Part {
    /// The name that `boot.js` knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rules => "Rules",
            Self::Published => "Published",
            Self::Papers => "Papers",
        }
    }
}

/// What it takes to go on with what was read.
pub(crate) fn to_open(reading: &Reading, settings: &Settings) -> Vec<Part> {
    let mut parts = Vec::new();
    if !reading.evidence.calls().is_empty() {
        parts.push(settings.edition.part());
    }
    if !reading.reports.is_empty() {
        parts.push(Part::Papers);
    }
    parts
}

impl Session {
    /// The parts without which a question can't be answered, or what it asks for can't begin.
    pub fn wants(&self, ask: &Ask) -> Vec<Part> {
        // Values are masked as the current rules see secrets, and only they know what their requirements come to.
        let rules = || {
            (self.shows_judged() || crate::requirements::speaks_of(&self.of().report)).then_some(Part::Rules)
        };
        let published = || (!self.subjects.is_empty()).then_some(Part::Published);
        let parts = match ask {
            Ask::Judge(how) => {
                [self.judged.as_ref().map(|_| edition(how.rules.as_deref()).part()), None, None]
            }
            Ask::Faults if !self.is_compared() => {
                let judged = self.judged.as_ref().map(|judged| judged.report.rules.as_str());
                let other =
                    EDITIONS.into_iter().find(|edition| judged.is_some_and(|rules| rules != edition.name()));
                [other.map(|edition| edition.part()), rules(), Some(Part::Papers)]
            }
            Ask::Finding { .. }
            | Ask::Function { .. }
            | Ask::Framework { .. }
            | Ask::Requirement { .. }
            | Ask::Matrix(_)
            | Ask::Excerpt(_)
            | Ask::SetJudgement(_) => [rules(), None, None],
            Ask::Text { .. } | Ask::Export(_) => [rules(), published(), Some(Part::Papers)],
            Ask::Faults
            | Ask::Differences(_)
            | Ask::Worksheet
            | Ask::Rules
            | Ask::Rule { .. }
            | Ask::Changes => [rules(), None, Some(Part::Papers)],
            Ask::Compared | Ask::Fates(_) => [None, None, Some(Part::Papers)],
            Ask::Open { .. }
            | Ask::CompareWith
            | Ask::Cancel
            | Ask::RemoveJudgement { .. }
            | Ask::Show(_)
            | Ask::Head
            | Ask::Overview
            | Ask::Functions(_)
            | Ask::Findings(_)
            | Ask::Groups(_)
            | Ask::Trail(_)
            | Ask::Problems
            | Ask::Reveal(_)
            | Ask::SetAside { .. } => [None; 3],
        };
        parts.into_iter().flatten().collect()
    }
}
