//! An open session: what was read, what was judged, and the answers to the page's questions.

use checks::edition_2025_09::Subject;
use checks::{Severity, Status};
use evidence::Evidence;

use crate::changes::changes;
use crate::detail::{self, Context};
use crate::export;
use crate::hash::Hashing;
use crate::lists::{Findings, Functions, Indexed, RequirementFunctions, Trail};
use crate::messages::{
    Answer, Ask, EvidencePlace, ExportKind, FileRow, Head, ProblemRow, Query, Rows, Shown, TextKind,
};
use crate::overview::overview;
use crate::select::{List, Selection, select};

/// A file as it was dropped.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenedFile {
    pub name: String,
    pub bytes: u64,
    pub sha256: Option<String>,
    pub kind: String,
}

/// What was read and judged. Nothing in it changes but the hashes, which come later, and which judgement is shown.
#[derive(Debug)]
pub struct Session {
    pub(crate) evidence: Evidence,
    pub(crate) files: Vec<OpenedFile>,
    pub(crate) problems: Vec<ProblemRow>,
    pub(crate) judged: Option<Indexed>,
    pub(crate) written: Option<Indexed>,
    pub(crate) shown: Shown,
    pub(crate) stamp: String,
    pub(crate) origin: Option<String>,
    /// The judged functions, in the order of the judged report.
    pub(crate) subjects: Vec<Subject>,
    /// Their classic documents, where those were made while judging.
    pub(crate) classic: Vec<export::Classic>,
    pub(crate) hashing: Option<Hashing>,
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
        match ask {
            Ask::Show(shown) => {
                let there = match shown {
                    Shown::Judged => self.judged.is_some(),
                    Shown::AsWritten => self.written.is_some(),
                };
                if there {
                    self.shown = *shown;
                    self.last = None;
                }
                Answer::Head(self.head())
            }
            Ask::Head => Answer::Head(self.head()),
            Ask::Overview => Answer::Overview(overview(self.of(), self.problems.clone())),
            Ask::Functions(query) => Answer::Functions(self.functions(query)),
            Ask::Findings(query) => Answer::Findings(self.findings(query)),
            Ask::Trail(query) => Answer::Trail(self.trail(query)),
            Ask::Finding { id } => match self.of().find_finding(id) {
                Some(at) => Answer::Finding(detail::finding(&self.context(), at)),
                None => failed("This report has no such finding.", "Look for it in the list of findings."),
            },
            Ask::Function { key } => match self.of().find_function(key) {
                Some(at) => Answer::Function(detail::function(&self.context(), at)),
                None => failed("This report has no such function.", "Look for it in the list of functions."),
            },
            Ask::Framework { id } => match detail::framework(self.of(), id) {
                Some(framework) => Answer::Framework(framework),
                None => failed("This report has no such framework.", "Choose one of those in Compliance."),
            },
            Ask::Requirement { framework, requirement, query } => {
                Answer::Requirement(self.requirement(framework, requirement, query))
            }
            Ask::Problems => Answer::Problems(self.problems.clone()),
            Ask::Excerpt(place) => {
                let context = self.context();
                let laid_out = context.evidence.and_then(|evidence| {
                    detail::excerpt(&context, evidence, place.file, &place.pointer, &[], true)
                });
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
            Ask::Export(kind) => match self.export(kind) {
                Ok(file) => Answer::File { name: file.name, media_type: file.media_type },
                Err(message) => Answer::Failed { message },
            },
            Ask::Open { .. } | Ask::Cancel => {
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
        texts.map(|classic| classic.security_text + &classic.compliance_text).collect()
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

    fn context(&self) -> Context<'_> {
        // The places that a written report names are in the files it was made from, which may not be those that are open.
        Context { of: self.of(), evidence: self.shows_judged().then_some(&self.evidence) }
    }

    pub(crate) fn shows_judged(&self) -> bool {
        self.judged.is_some() && (self.shown == Shown::Judged || self.written.is_none())
    }

    fn head(&self) -> Head {
        let of = self.of();
        let mut accounts: Vec<String> =
            of.report.functions.iter().filter_map(|f| f.account.clone()).collect();
        let mut regions: Vec<String> = of.report.functions.iter().filter_map(|f| f.region.clone()).collect();
        for names in [&mut accounts, &mut regions] {
            names.sort_unstable();
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
            findings: of.findings.len() as u32,
            trail: of.trail.len() as u32,
            problems: self.problems.len() as u32,
            shown: Some(self.shown),
            can_switch: self.judged.is_some() && self.written.is_some(),
            warning: (of.report.rules == "2025-09")
                .then(|| compliance::edition_2025_09::warning().to_owned()),
            origin: self.origin.clone(),
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
        self.selection("findings", query, &|of| select(&Findings(of), query, &|_| true));
        let of = self.of();
        self.rows(query, of.findings.len(), |row| {
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

    fn text(&self, key: &str, kind: TextKind) -> Answer {
        let of = self.of();
        let made = of.find_function(key).and_then(|at| {
            let documents = export::Classics::of(self).documents(at)?;
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

fn failed(what: &str, remedy: &str) -> Answer {
    Answer::Failed { message: format!("{what} {remedy}") }
}
