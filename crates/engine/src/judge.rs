//! What an edition of the rules is to the engine: it begins a judgement of evidence, which comes to a report in slices.

use checks::edition_2025_09::{Subject, stamp};
use evidence::{CallId, Evidence, Pointer, Reading};
use report::{Catalogue, EvidenceFile, Place, Stem, Text};

use crate::export::Classic;
use crate::lists::Indexed;
use crate::opening::Settings;
use crate::parts::Part;
use crate::reach::Reaching;
use crate::trail::Events;

/// A set of rules that judges, reached by name so that a program that never asks for one doesn't hold its code.
pub trait Edition: Sync {
    /// Its name: `2025-09`.
    fn name(&self) -> &'static str;
    /// The part of the engine that judges by it.
    fn part(&self) -> Part;
    /// Its rules and frameworks.
    fn catalogue(&self) -> Catalogue;
    /// Begins to judge evidence that came from these files.
    fn begin(&self, evidence: &Evidence, files: Vec<EvidenceFile>, settings: &Settings) -> Box<dyn Judging>;
    /// What its registry says of a rule beyond the catalogue.
    fn rule(&self, id: &str) -> Option<RuleWords>;
}

// Were these told by what they hold, everything that they hold would have to be told too, in every program that has one.

impl std::fmt::Debug for dyn Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::fmt::Debug for dyn Judging {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a judgement")
    }
}

/// What a registry says of a rule beyond the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleWords {
    /// How bad a finding of it usually is.
    pub severity: &'static str,
    /// What decides it.
    pub decides: &'static str,
    /// When it doesn't apply.
    pub exempt: &'static str,
    /// Who else checks this, or where AWS says it.
    pub sources: &'static str,
}

/// A judgement that is under way.
pub trait Judging {
    /// Judges until all is done, which gives `true`, or until `go_on` says no.
    fn step(&mut self, evidence: &Evidence, go_on: &mut dyn FnMut() -> bool) -> bool;
    /// Functions judged, of so many.
    fn progress(&self) -> (u64, u64);
    /// When the evidence was exported, as the classic documents write it.
    fn stamp(&self) -> &str;
    /// The classic documents of all functions, where the settings asked for them.
    fn classic(&mut self) -> Vec<Classic> {
        Vec::new()
    }
    /// Who can tell how far functions reach, once all is judged.
    fn reaching(&mut self) -> Option<Box<dyn Reaching>> {
        None
    }
    /// Who reads the audit trail, once somebody wants it.
    fn events(&mut self) -> Option<Box<dyn Events>> {
        None
    }
    /// What was found; none without functions. The subjects are those that classic documents can be made for.
    fn finish(self: Box<Self>) -> (Option<Indexed>, Vec<Subject>);
}

/// The audit's date and stamp.
pub(crate) struct Dated {
    pub as_of: String,
    pub source: &'static str,
    pub stamp: String,
}

impl Dated {
    pub fn new(evidence: &Evidence, settings: &Settings) -> Self {
        let exported_at = evidence.files().iter().filter_map(|file| file.exported_at.as_deref()).max();
        let (as_of, source) = match (&settings.as_of, exported_at.and_then(|stamp| stamp.get(..10))) {
            (Some(asked), _) => (asked.clone(), "asked"),
            (None, Some(date)) if crate::is_date(date) => (date.to_owned(), "exported_at"),
            _ => (settings.today.clone(), "today"),
        };
        let stamp = exported_at.and_then(stamp).unwrap_or_else(|| format!("{as_of}T00:00:00"));
        Self { as_of, source, stamp }
    }
}

/// Judges nothing: where there is no evidence, nobody has to ask for rules.
#[derive(Debug)]
pub(crate) struct Nobody;

impl Judging for Nobody {
    fn step(&mut self, _: &Evidence, _: &mut dyn FnMut() -> bool) -> bool {
        true
    }

    fn progress(&self) -> (u64, u64) {
        (0, 0)
    }

    fn stamp(&self) -> &str {
        ""
    }

    fn finish(self: Box<Self>) -> (Option<Indexed>, Vec<Subject>) {
        (None, Vec::new())
    }
}

/// The files that calls were read from. A dropped file and what was read from it are the same where they have one name.
pub(crate) fn files(reading: &Reading) -> Vec<EvidenceFile> {
    let size = |name: &str| {
        let mut named = reading.sources.iter().filter(|source| source.name == name);
        named.next().filter(|_| named.next().is_none()).map(|source| source.bytes)
    };
    let file = |file: &evidence::SourceFile| EvidenceFile {
        name: file.name.clone(),
        sha256: None,
        bytes: size(&file.name).unwrap_or(file.text.len() as u64),
        exported_at: file.exported_at.clone(),
        account: file.account.clone(),
        region: file.region.clone(),
    };
    reading.evidence.files().iter().map(file).collect()
}

/// A place in the evidence as reports name it.
pub(crate) fn place(evidence: &Evidence, call: CallId, tail: Text) -> Place {
    let refused = evidence.error(call).is_some();
    let part = if refused { "error" } else { "response" };
    let call = evidence.call(call);
    let (stem, tail) = match call.pointer {
        // Most calls are in bundles: their places stay numbers.
        Pointer::Bundle(n) => (Stem::Call(n, part), tail),
        Pointer::Line(n) => (Stem::Line(n, part), tail),
        other => {
            let front = if refused { other.error() } else { other.response() };
            (Stem::None, if front.is_empty() { tail } else { Text::from(front + &tail) })
        }
    };
    Place { file: call.file, stem, tail }
}
