//! What is opened beside evidence: a table of runtimes in place of the shipped one, and what people judged.

use std::collections::{BTreeMap, BTreeSet};

use checks::edition_2026_11::Runtimes;
use compliance::edition_2026_11::{Basis, Judgement, Judgements, Verdict, read};
use evidence::{ReportFile, ReportKind};

use crate::messages::{JudgementRow, ProblemRow};

/// What stands beside the evidence of a session.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The file that a table of runtimes was read from, and the table.
    pub(crate) runtimes: Option<(String, Runtimes)>,
    /// What people judged.
    pub(crate) judgements: Judgements,
    /// The judgements that were made in this session: they are of the evidence that is open.
    pub(crate) own: BTreeSet<(String, String)>,
    /// The findings that a person set aside in this session, by id, and the day.
    pub(crate) aside: BTreeMap<String, String>,
}

/// Texts of a judgement are at most so long.
const LONGEST: usize = 16 << 10;

impl Beside {
    /// Takes a file, if it is one of these. What can't be read of it is listed.
    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub(crate) fn take(&mut self, file: &ReportFile, problems: &mut Vec<ProblemRow>) -> bool {
        match file.kind {
            ReportKind::Runtimes => match Runtimes::parse(&file.text) {
                Ok(runtimes) => self.runtimes = Some((file.name.clone(), runtimes)),
                Err(message) => problems.push(problem(&file.name, None, &message)),
            },
            ReportKind::Judgements => match read(&file.text) {
                Ok((judgements, wrong)) => {
                    for judgement in judgements.iter() {
                        self.own.remove(&(judgement.framework.clone(), judgement.requirement.clone()));
                        self.judgements.set(judgement.clone());
                    }
                    problems.extend(wrong.into_iter().map(|wrong| ProblemRow {
                        file: file.name.clone(),
                        severity: "skipped".into(),
                        pointer: Some(wrong.pointer),
                        what: wrong.what,
                        remedy: wrong.remedy.to_owned(),
                        ..ProblemRow::default()
                    }));
                    let unknown = self.judgements.join(&Basis::default()).unknown.len();
                    if unknown > 0 {
                        let what = format!(
                            "{unknown} of the judgements are of requirements that this program doesn't know."
                        );
                        let remedy = "They are kept when the judgements are saved again.";
                        problems.push(ProblemRow {
                            file: file.name.clone(),
                            severity: "note".into(),
                            what,
                            remedy: remedy.into(),
                            ..ProblemRow::default()
                        });
                    }
                }
                Err(error) => problems.push(problem(&file.name, None, &error.to_string())),
            },
            _ => return false,
        }
        true
    }

    /// Takes over what another one has.
    pub(crate) fn join(&mut self, other: Self) {
        if other.runtimes.is_some() {
            self.runtimes = other.runtimes;
        }
        other.judgements.iter().for_each(|judgement| self.judgements.set(judgement.clone()));
        self.own.extend(other.own);
        self.aside.extend(other.aside);
    }

    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.runtimes.is_none() && self.judgements.iter().next().is_none()
    }

    /// Takes down what a person says now.
    ///
    /// # Errors
    /// Two sentences, where it is no judgement.
    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub(crate) fn set(&mut self, row: &JudgementRow) -> Result<(), &'static str> {
        let Some(judgement) = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == row.verdict) else {
            return Err("This is no judgement. Choose one of those that are offered.");
        };
        if compliance::edition_2026_11::requirement(&row.framework, &row.requirement).is_none() {
            return Err("There is no such requirement. Choose one of those in Compliance.");
        }
        let author = row.author.trim();
        if author.is_empty() {
            return Err("A judgement that nobody signed counts for nothing. Write your name.");
        }
        if !crate::is_date(&row.date) {
            return Err("This is no date. Write it as 2026-11-20.");
        }
        if author.len() > LONGEST || row.note.len() > LONGEST {
            return Err("A name or note of more than 16 KiB can't be saved. Shorten it.");
        }
        self.judgements.set(Judgement {
            framework: row.framework.clone(),
            requirement: row.requirement.clone(),
            judgement,
            author: author.to_owned(),
            date: row.date.clone(),
            note: row.note.trim().to_owned(),
            on: None,
        });
        self.own.insert((row.framework.clone(), row.requirement.clone()));
        Ok(())
    }

    /// Takes a judgement back.
    pub(crate) fn remove(&mut self, framework: &str, requirement: &str) {
        self.judgements.remove(framework, requirement);
        self.own.remove(&(framework.to_owned(), requirement.to_owned()));
    }

    /// The judgements, those of this session with what they were made on: the evidence's hashes come later than the evidence.
    pub(crate) fn judgements_on(&self, basis: &Basis) -> Judgements {
        let mut judgements = self.judgements.clone();
        for (framework, requirement) in &self.own {
            if let Some(judgement) = self.judgements.get(framework, requirement) {
                judgements.set(Judgement { on: Some(basis.clone()), ..judgement.clone() });
            }
        }
        judgements
    }

    /// What a person said of a requirement.
    pub(crate) fn row(&self, framework: &str, requirement: &str, basis: &Basis) -> Option<JudgementRow> {
        let judgement = self.judgements.get(framework, requirement)?;
        let own = self.own.contains(&(framework.to_owned(), requirement.to_owned()));
        let of_other_evidence =
            !own && self.judgements.join(basis).get(framework, requirement).is_none_or(|(_, other)| other);
        Some(JudgementRow {
            framework: framework.to_owned(),
            requirement: requirement.to_owned(),
            verdict: judgement.judgement.as_str().to_owned(),
            author: judgement.author.clone(),
            date: judgement.date.clone(),
            note: judgement.note.clone(),
            of_other_evidence,
        })
    }
}

/// A problem whose message is two sentences.
fn problem(file: &str, pointer: Option<String>, message: &str) -> ProblemRow {
    let (what, remedy) = message.rsplit_once(". ").map_or((message, ""), |(what, remedy)| (what, remedy));
    let what = if remedy.is_empty() { what.to_owned() } else { format!("{what}.") };
    ProblemRow {
        file: file.to_owned(),
        severity: "refused".into(),
        pointer,
        what,
        remedy: remedy.to_owned(),
        ..ProblemRow::default()
    }
}
