//! An open session: what was read, what was judged, and the answers to the page's questions.

use std::collections::HashSet;

use checks::edition_2025_09::Subject;
use checks::{Severity, Status};
use evidence::Evidence;

use crate::changes::changes;
use crate::detail::{self, Context};
use crate::export;
use crate::faults::Comparison;
use crate::hash::Hashing;
use crate::lists::{Functions, Indexed, RequirementFunctions, Trail};
use crate::messages::{
    Answer, Ask, EvidencePlace, ExportKind, FileRow, FunctionDetail, Head, ProblemRow, Query, Reach, Rows,
    Shown, TextKind,
};
use crate::older::Older;
use crate::opening::Settings;
use crate::overview::overview;
use crate::reach::Reaching;
use crate::select::{List, Selection, select};
use crate::trail::Telling;

/// A file as it was dropped.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenedFile {
    pub name: String,
    pub bytes: u64,
    pub sha256: Option<String>,
    pub kind: String,
}

/// What was read and judged. Nothing in it changes but the hashes, which come later,
/// which judgement is shown, and what a person sets aside.
#[derive(Debug)]
pub struct Session {
    pub(crate) evidence: Evidence,
    pub(crate) files: Vec<OpenedFile>,
    pub(crate) problems: Vec<ProblemRow>,
    pub(crate) judged: Option<Indexed>,
    pub(crate) written: Option<Indexed>,
    pub(crate) shown: Shown,
    pub(crate) stamp: String,
    pub(crate) settings: Settings,
    /// What the other edition says, once somebody compares.
    pub(crate) other: Option<Comparison>,
    /// The judged functions, in the order of the judged report.
    pub(crate) subjects: Vec<Subject>,
    /// Their classic documents, where those were made while judging.
    pub(crate) classic: Vec<export::Classic>,
    /// Tells how far the judged functions reach.
    pub(crate) reaching: Option<Box<dyn Reaching>>,
    /// The audit trail of what was judged, until it was read.
    pub(crate) telling: Option<Telling>,
    pub(crate) hashing: Option<Hashing>,
    /// The older audit that what is shown is compared with.
    pub(crate) older: Option<Older>,
    /// The last selection of a list, so that its next page costs nothing.
    pub(crate) last: Option<(String, Query, Selection)>,
}

/// A file to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    /// The name to save it under.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Session {
    /// Answers a question. [`Ask::Open`], [`Ask::Cancel`] and [`Ask::Export`] are not for a session alone: the first two are
    /// the business of whoever loads, and the last has [`Session::export`].
    pub fn answer(&mut self, ask: &Ask) -> Answer {
        if matches!(ask, Ask::Trail(_) | Ask::Function { .. }) && self.shows_judged() {
            self.tell_trail(&mut || true);
        }
        match ask {
            Ask::Show(shown) => {
                let there = match shown {
                    Shown::Judged => self.judged.is_some(),
                    Shown::AsWritten => self.written.is_some(),
                };
                if there {
                    self.shown = *shown;
                    self.changed();
                }
                Answer::Head(self.head())
            }
            Ask::Head => Answer::Head(self.head()),
            Ask::Overview => {
                Answer::Overview(overview(self.of(), self.context().evidence, self.problems.clone()))
            }
            Ask::Functions(query) => Answer::Functions(self.functions(query)),
            Ask::Findings(query) => Answer::Findings(self.findings(query)),
            Ask::Groups(query) => Answer::Groups(crate::groups::groups(self.of(), query)),
            Ask::Trail(query) => Answer::Trail(self.trail(query)),
            Ask::Finding { id } => match self.of().find_finding(id) {
                Some(at) => Answer::Finding(detail::finding(&self.context(), at)),
                None => failed("This report has no such finding.", "Look for it in the list of findings."),
            },
            Ask::Function { key } => match self.of().find_function(key) {
                Some(at) => {
                    let function = detail::function(&self.context(), at);
                    Answer::Function(FunctionDetail { reach: self.reach(at), ..function })
                }
                None => failed("This report has no such function.", "Look for it in the list of functions."),
            },
            Ask::Framework { id } => match detail::framework(self.of(), id) {
                Some(mut framework) => {
                    self.judge_rows(id, &mut framework.requirements);
                    Answer::Framework(framework)
                }
                None => failed("This report has no such framework.", "Choose one of those in Compliance."),
            },
            Ask::Requirement { framework, requirement, query } => {
                Answer::Requirement(self.requirement(framework, requirement, query))
            }
            Ask::Faults => match (&self.other, &self.judged) {
                (Some(other), Some(judged)) => Answer::Faults(other.faults(judged)),
                _ => failed("The editions were not compared yet.", "Open the evidence, then compare."),
            },
            Ask::Differences(query) => self.differences(query),
            Ask::Matrix(query) => Answer::Matrix(self.matrix(query)),
            Ask::SetJudgement(row) => match self.settings.beside.set(row) {
                Ok(()) => Answer::Head(self.head()),
                Err(message) => Answer::Failed { message: message.to_owned() },
            },
            Ask::RemoveJudgement { framework, requirement } => {
                self.settings.beside.remove(framework, requirement);
                Answer::Head(self.head())
            }
            Ask::Worksheet => Answer::Worksheet(crate::worksheet::rows(self)),
            Ask::Rules => Answer::Rules(crate::rules::rows(self.of())),
            Ask::Rule { id } => match crate::rules::rule(self.of(), id) {
                Some(rule) => Answer::Rule(rule),
                None => failed("This report has no such rule.", "Look for it in the list of rules."),
            },
            Ask::Problems => Answer::Problems(self.problems.clone()),
            Ask::Excerpt(place) => {
                let context = self.context();
                let laid_out =
                    context.evidence.and_then(|evidence| detail::around(&context, evidence, place));
                match laid_out {
                    Some(excerpt) => Answer::Excerpt(excerpt),
                    None => failed(
                        "The evidence has no such place.",
                        "Open the files that this report was made from.",
                    ),
                }
            }
            Ask::Reveal(place) => self.reveal(place),
            Ask::Text { function, kind } => self.text(function, *kind),
            Ask::Changes => match (&self.written, &self.judged) {
                (Some(written), Some(judged)) => Answer::Changes(changes(written, judged)),
                _ => failed(
                    "There is nothing to compare.",
                    "Open an audit and the evidence that it was made from together.",
                ),
            },
            Ask::Compared => Answer::Compared(self.compared()),
            Ask::Fates(query) => self.fates(query),
            Ask::Export(kind) => match self.export(kind) {
                Ok(file) => Answer::File { name: file.name, media_type: file.media_type },
                Err(message) => Answer::Failed { message },
            },
            Ask::SetAside { id, aside } => crate::aside::set(self, id, *aside).unwrap_or_else(|| {
                failed(
                    "This finding can't be set aside.",
                    "Only what was judged just now can be, where it says that a value is a secret.",
                )
            }),
            Ask::Open { .. } | Ask::CompareWith | Ask::Judge(_) | Ask::Cancel => {
                failed("A session does not load files.", "Open the files again.")
            }
        }
    }

    /// A file to save.
    ///
    /// # Errors
    /// Two sentences, where there is no such file.
    pub fn export(&self, kind: &ExportKind) -> Result<ExportedFile, String> {
        export::export(self, kind)
    }

    /// Writes what [`Session::export`] gives, the report and the classic documents bit by bit.
    ///
    /// # Errors
    /// Why it was not written.
    pub fn write(&self, kind: &ExportKind, out: &mut dyn std::io::Write) -> Result<(), export::NotWritten> {
        export::write(self, kind, out)
    }

    /// Whether a function of that name is in what is shown.
    pub fn has_function(&self, name: &str) -> bool {
        self.of().report.functions.iter().any(|function| function.name == name)
    }

    /// What could not be read.
    pub fn problems(&self) -> &[ProblemRow] {
        &self.problems
    }

    /// How many findings fail, by severity, the worst first.
    pub fn failures(&self) -> [u32; 5] {
        let all = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
        all.map(|severity| {
            let findings = self.of().report.functions.iter().flat_map(|function| &function.findings);
            findings.filter(|finding| finding.severity == severity && finding.status == Status::Fail).count()
                as u32
        })
    }

    /// Both text reports of every function, one after the other.
    pub fn texts(&self) -> String {
        let count = self.of().report.functions.len() as u32;
        let mut classics = export::Classics::of(self);
        let texts = (0..count).filter_map(|at| classics.documents(at));
        texts.fold(String::new(), |all, classic| all + &classic.security_text + &classic.compliance_text)
    }

    /// Whether the hash of a dropped file is known, see [`Session::set_sha256`].
    pub fn has_sha256(&self, file: usize) -> bool {
        self.files.get(file).is_some_and(|file| file.sha256.is_some())
    }

    /// Takes the SHA-256 of a dropped file, in hexadecimal. `file` counts the files in the order in which they were added.
    pub fn set_sha256(&mut self, file: usize, hex: String) {
        let Some(dropped) = self.files.get_mut(file) else { return };
        dropped.sha256 = Some(hex.clone());
        let name = dropped.name.clone();
        // What was dropped under one name twice can't be told apart by it: those are hashed by their text.
        if self.files.iter().filter(|file| file.name == name).count() == 1
            && let Some(judged) = &mut self.judged
        {
            judged.report.evidence.iter_mut().filter(|file| file.name == name).for_each(|file| {
                file.sha256 = Some(hex.clone());
            });
        }
    }

    /// What is shown.
    pub(crate) fn of(&self) -> &Indexed {
        static NOTHING: std::sync::LazyLock<Indexed> = std::sync::LazyLock::new(Indexed::default);
        let shown = match self.shown {
            Shown::Judged => self.judged.as_ref().or(self.written.as_ref()),
            Shown::AsWritten => self.written.as_ref().or(self.judged.as_ref()),
        };
        shown.unwrap_or(&NOTHING)
    }

    /// What is shown is another thing from now on.
    pub(crate) fn changed(&mut self) {
        self.last = None;
        if let Some(older) = &mut self.older {
            older.changed();
        }
    }

    fn context(&self) -> Context<'_> {
        // The places that a written report names are in the files it was made from, which may not be those that are open.
        Context { of: self.of(), evidence: self.shows_judged().then_some(&self.evidence) }
    }

    pub(crate) fn shows_judged(&self) -> bool {
        self.judged.is_some() && (self.shown == Shown::Judged || self.written.is_none())
    }

    /// How many functions only the opened audit has, and how many only the evidence.
    fn apart(&self) -> (u32, u32) {
        let (Some(written), Some(judged)) = (&self.written, &self.judged) else { return (0, 0) };
        let names = |of: &Indexed| -> HashSet<String> {
            of.report.functions.iter().map(|function| function.identity().to_owned()).collect()
        };
        let (written, judged) = (names(written), names(judged));
        (written.difference(&judged).count() as u32, judged.difference(&written).count() as u32)
    }

    fn head(&self) -> Head {
        let of = self.of();
        let mut accounts: Vec<String> =
            of.report.functions.iter().filter_map(|f| f.account.clone()).collect();
        let mut regions: Vec<String> = of.report.functions.iter().filter_map(|f| f.region.clone()).collect();
        for names in [&mut accounts, &mut regions] {
            order::sort(names);
            names.dedup();
        }
        Head {
            files: self
                .files
                .iter()
                .map(|file| FileRow {
                    name: file.name.clone(),
                    bytes: file.bytes,
                    sha256: file.sha256.clone(),
                    kind: file.kind.clone(),
                })
                .collect(),
            accounts,
            regions,
            rules: of.report.rules.clone(),
            as_of: of.report.as_of.clone(),
            as_of_source: of.report.as_of_source.clone(),
            stamp: self.stamp.clone(),
            functions: of.report.functions.len() as u32,
            findings: of.count(),
            trail: (self.telling.is_none() || !self.shows_judged()).then_some(of.trail.len() as u32),
            problems: self.problems.len() as u32,
            shown: Some(self.shown),
            can_switch: self.judged.is_some() && self.written.is_some(),
            apart: self.apart(),
            warning: (of.report.rules == "2025-09")
                .then(|| compliance::edition_2025_09::warning().to_owned()),
            origin: self.settings.origin.clone(),
            can_judge: self.judged.is_some(),
            runtimes: of.report.tables.iter().find(|table| table.name == "runtimes").map(|table| {
                crate::messages::TableRow { as_of: table.as_of.clone(), file: table.file.clone() }
            }),
            judgements: self.settings.beside.judgements.iter().count() as u32,
        }
    }

    /// Selects, or takes the last selection where only another page of it is wanted.
    fn selection(&mut self, list: &str, query: &Query, make: &dyn Fn(&Indexed) -> Selection) {
        let same = |known: &Query| {
            known.text == query.text
                && known.filters == query.filters
                && known.sort == query.sort
                && known.descending == query.descending
        };
        if !self.last.as_ref().is_some_and(|(known, of, _)| known == list && same(of)) {
            let selection = make(self.of());
            self.last = Some((list.to_owned(), query.clone(), selection));
        }
    }

    fn rows<T>(&self, query: &Query, total: usize, row: impl Fn(u32) -> T) -> Rows<T> {
        let Some((_, _, selection)) = &self.last else {
            return Rows { total: 0, matched: 0, from: 0, rows: Vec::new(), facets: Vec::new() };
        };
        Rows {
            total: total as u32,
            matched: selection.rows.len() as u32,
            from: query.from,
            rows: selection.page(query).iter().map(|&at| row(at)).collect(),
            facets: selection.facets.clone(),
        }
    }

    fn functions(&mut self, query: &Query) -> Rows<crate::messages::FunctionRow> {
        self.selection("functions", query, &|of| select(&Functions(of), query, &|_| true));
        let of = self.of();
        self.rows(query, of.functions.len(), |row| of.function_row(of.functions[row as usize]))
    }

    fn findings(&mut self, query: &Query) -> Rows<crate::messages::FindingRow> {
        self.selection("findings", query, &|of| of.select_findings(query));
        let of = self.of();
        self.rows(query, of.count_for(query), |row| {
            let (function, position) = of.findings[row as usize];
            of.finding_row((function, position), of.function(function).ids().swap_remove(position as usize))
        })
    }

    fn trail(&mut self, query: &Query) -> Rows<crate::messages::TrailRow> {
        self.selection("trail", query, &|of| select(&Trail(of), query, &|_| true));
        let trail = Trail(self.of());
        self.rows(query, trail.len(), |row| trail.row(row as usize))
    }

    fn requirement(
        &mut self,
        framework: &str,
        requirement: &str,
        query: &Query,
    ) -> Rows<crate::messages::RequirementFunction> {
        let name = format!("{framework}\n{requirement}");
        self.selection(&name, query, &|of| {
            select(&RequirementFunctions { of, framework, requirement }, query, &|_| true)
        });
        let list = RequirementFunctions { of: self.of(), framework, requirement };
        self.rows(query, list.len(), |row| list.row(row as usize))
    }

    /// How far a judged function reaches.
    fn reach(&mut self, at: u32) -> Option<Reach> {
        if !self.shows_judged() {
            return None;
        }
        let function = self.judged.as_ref()?.report.functions.get(at as usize)?;
        self.reaching.as_mut()?.reach(&self.evidence, function, at as usize)
    }

    fn matrix(&mut self, query: &Query) -> Rows<crate::messages::MatrixRow> {
        let mut query = query.clone();
        let at = query.filters.iter().position(|(name, _)| name == "framework");
        let named = at.map(|at| query.filters.remove(at).1).unwrap_or_default();
        let framework = named.first().map(String::as_str).unwrap_or_default();
        let query = &query;
        self.selection("functions", query, &|of| select(&Functions(of), query, &|_| true));
        let of = self.of();
        self.rows(query, of.functions.len(), |row| {
            detail::matrix_row(of, of.functions[row as usize], framework)
        })
    }

    fn differences(&mut self, query: &Query) -> Answer {
        let (Some(other), Some(judged)) = (&self.other, &self.judged) else {
            return failed("The editions were not compared yet.", "Open the evidence, then compare.");
        };
        Answer::Differences(other.differences(judged, query))
    }

    /// What a report is of, for a person's judgement of it.
    pub(crate) fn basis(&self) -> compliance::edition_2026_11::Basis {
        let report = &self.of().report;
        compliance::edition_2026_11::Basis {
            rules: report.rules.clone(),
            as_of: report.as_of.clone(),
            evidence: report.evidence.iter().filter_map(|file| file.sha256.clone()).collect(),
        }
    }

    fn judge_rows(&self, framework: &str, rows: &mut [crate::messages::RequirementRow]) {
        let basis = self.basis();
        for row in rows {
            row.judgement = self.settings.beside.row(framework, &row.id, &basis);
        }
    }

    fn reveal(&self, place: &EvidencePlace) -> Answer {
        let text = self.context().evidence.and_then(|evidence| {
            let value = evidence.value_at(place.file, &place.pointer)?;
            let document = evidence::json::Document::parse(value.text).ok()?;
            let root = document.root();
            Some(root.text().map_or_else(|| root.raw().to_owned(), |text| text.into_owned()))
        });
        match text {
            Some(text) => Answer::Revealed { text },
            None => {
                failed("The evidence has no such value.", "Open the files that this report was made from.")
            }
        }
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    fn text(&self, key: &str, kind: TextKind) -> Answer {
        let of = self.of();
        let made = of.find_function(key).and_then(|at| {
            let documents = export::Classics::of(self).documents(at)?.into_owned();
            Some((documents, of.function(at).name.clone()))
        });
        match made {
            Some((documents, name)) => {
                let (text, kind) = match kind {
                    TextKind::Security => (documents.security_text, "security_audit"),
                    TextKind::Compliance => (documents.compliance_text, "compliance_report"),
                };
                Answer::Text { text, file: format!("{}_{kind}.txt", export::file_name(&name)) }
            }
            None => failed(
                "There is no text report for this.",
                "Open evidence that holds the function's configuration.",
            ),
        }
    }
}

pub(crate) fn failed(what: &str, remedy: &str) -> Answer {
    Answer::Failed { message: format!("{what} {remedy}") }
}
