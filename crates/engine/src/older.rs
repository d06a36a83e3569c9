//! An older audit beside what is shown: what became of its problems.

use std::borrow::Cow;
use std::cmp::Ordering;

use report::compare::{Change, Fate, compare};
use report::{Finding, FunctionReport, Report};

use crate::compare::{apart, finding, later, was};
use crate::lists::{ACCOUNT, Indexed};
use crate::messages::{Answer, AuditSide, Compared, FateRow, FunctionName, How, Query, Rows};
use crate::select::{List, select};
use crate::session::{Session, failed};

/// An older audit, and what became of its problems, once somebody asks.
#[derive(Debug, Default)]
pub(crate) struct Older {
    files: Vec<String>,
    report: Report,
    rows: Option<Vec<Row>>,
}

/// A problem, with the function's places in both audits; of the account where there is neither.
#[derive(Debug)]
struct Row {
    old: Option<u32>,
    new: Option<u32>,
    change: Change,
}

impl Older {
    /// What it is compared with is another thing from now on.
    pub fn changed(&mut self) {
        self.rows = None;
    }
}

impl Session {
    /// How evidence of an older audit has to be judged for it to be compared with what is shown.
    pub fn how_to_compare(&self) -> How {
        How { rules: Some(self.of().report.rules.clone()), as_of: None }
    }

    /// Takes an older audit to compare with. Of its evidence nothing stays.
    pub fn set_older(&mut self, older: Session) -> Answer {
        let files = older.files.iter().map(|file| file.name.clone()).collect();
        let report = match older.shows_judged() {
            true => older.judged,
            false => older.written.or(older.judged),
        };
        let Some(Indexed { report, .. }) = report else {
            return failed("The older audit holds no function.", "Choose another file.");
        };
        self.older = Some(Older { files, report, rows: None });
        self.last = None;
        Answer::Compared(self.compared())
    }

    /// Goes on comparing with what an earlier session was compared with.
    pub fn take_older(&mut self, earlier: &mut Self) {
        self.older = earlier.older.take();
        self.changed();
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub(crate) fn compared(&mut self) -> Compared {
        let names = self.files.iter().map(|file| file.name.clone()).collect();
        let newer = side(names, &self.of().report);
        let Some(older) = self.with_rows() else { return Compared { newer, ..Compared::default() } };
        let told = side(older.files.clone(), &older.report);
        let count = |fate: Fate| {
            let rows = older.rows.iter().flatten();
            (fate.as_str().to_owned(), rows.filter(|row| row.change.fate == fate).count() as u32)
        };
        let counts = Fate::ALL.map(count).to_vec();
        let new = &self.of().report;
        let trouble = self.older.as_ref().and_then(|older| {
            let again = " Chosen here once more, evidence is judged by the rules that are shown.";
            let apart = apart(&older.report, new).map(|apart| apart + again);
            apart.or_else(|| later(&older.report, new).map(|dates| dates + " Choose the older one here."))
        });
        Compared { older: Some(told), newer, counts, trouble }
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub(crate) fn fates(&mut self, query: &Query) -> Answer {
        if self.with_rows().is_none() {
            return failed("No older audit is chosen.", "Choose one on this screen.");
        }
        let Some(older) = &self.older else { return Answer::Fates(Rows::default()) };
        let list =
            Fates { rows: older.rows.as_deref().unwrap_or_default(), old: &older.report, new: self.of() };
        let selection = select(&list, query, &|_| true);
        Answer::Fates(Rows {
            total: list.len() as u32,
            matched: selection.rows.len() as u32,
            from: query.from,
            rows: selection.page(query).iter().map(|&at| list.row(at as usize)).collect(),
            facets: selection.facets,
        })
    }

    /// The older audit, compared. Where different editions judged there is nothing to compare.
    fn with_rows(&mut self) -> Option<&Older> {
        let older = self.older.as_ref()?;
        if older.rows.is_none() {
            let new = self.of();
            let rows = match apart(&older.report, &new.report) {
                Some(_) => Vec::new(),
                None => rows(&older.report, new),
            };
            self.older.as_mut()?.rows = Some(rows);
        }
        self.older.as_ref()
    }
}

fn side(files: Vec<String>, report: &Report) -> AuditSide {
    AuditSide {
        files,
        as_of: report.as_of.clone(),
        rules: report.rules.clone(),
        functions: report.functions.len() as u32,
        score: report.mean_score(),
    }
}

/// What became of all problems: by what became of them, and the worst first.
fn rows(old: &Report, new: &Indexed) -> Vec<Row> {
    let comparison = compare(old, &new.report);
    let of_account = comparison.account.into_iter().map(|change| Row { old: None, new: None, change });
    let mut rows: Vec<Row> = of_account.collect();
    for function in comparison.functions {
        let (old, new) = (function.old, function.new);
        rows.extend(function.changes.into_iter().map(|change| Row { old, new, change }));
    }
    let list = Fates { rows: &rows, old, new };
    let rank = |row: &Row| {
        let fate = Fate::ALL.iter().position(|fate| *fate == row.change.fate);
        (fate, list.finding(row).map(|finding| finding.severity))
    };
    let mut places: Vec<(_, u32)> = rows.iter().map(rank).zip(0..).collect();
    order::sort(&mut places);
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    places.into_iter().filter_map(|(_, at)| rows.get_mut(at as usize)?.take()).collect()
}

/// What became of problems.
struct Fates<'a> {
    rows: &'a [Row],
    old: &'a Report,
    new: &'a Indexed,
}

impl<'a> Fates<'a> {
    /// The function, or the account, as both audits have it.
    fn functions(&self, row: &Row) -> (Option<&'a FunctionReport>, Option<&'a FunctionReport>) {
        let new = &self.new.report;
        if row.old.is_none() && row.new.is_none() {
            return (Some(&self.old.account), Some(&new.account));
        }
        let of = |report: &'a Report, at: Option<u32>| report.functions.get(at? as usize);
        (of(self.old, row.old), of(new, row.new))
    }

    fn findings(&self, row: &Row) -> (Option<&'a Finding>, Option<&'a Finding>) {
        let (old, new) = self.functions(row);
        (finding(old, row.change.old), finding(new, row.change.new))
    }

    /// The finding, the newer audit's where it has it.
    fn finding(&self, row: &Row) -> Option<&'a Finding> {
        let (old, new) = self.findings(row);
        new.or(old)
    }

    fn name(&self, row: &Row) -> &'a str {
        if row.old.is_none() && row.new.is_none() {
            return ACCOUNT;
        }
        let (old, new) = self.functions(row);
        new.or(old).map_or("", |function| &function.name)
    }

    fn row(&self, at: usize) -> FateRow {
        let Some(row) = self.rows.get(at) else { return FateRow::default() };
        let (old, new) = self.findings(row);
        let of = new.or(old);
        let key = row.new.and_then(|at| self.new.keys.get(at as usize).cloned());
        let id = |function: &FunctionReport| function.ids().get(row.change.new? as usize).cloned();
        FateRow {
            change: row.change.fate.as_str().to_owned(),
            severity: of.map(|finding| finding.severity.as_str().to_owned()).unwrap_or_default(),
            rule: of.map(|finding| finding.rule.clone().into_owned()).unwrap_or_default(),
            function: FunctionName { name: self.name(row).to_owned(), key: key.unwrap_or_default() },
            message: of.map(|finding| finding.message.clone().into_owned()).unwrap_or_default(),
            was: was(old, new),
            why: row.change.why.clone(),
            finding: self.functions(row).1.and_then(id),
        }
    }
}

impl List for Fates<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn value(&self, at: usize, column: &str) -> Cow<'_, str> {
        let row = &self.rows[at];
        match (column, self.finding(row)) {
            ("change", _) => row.change.fate.as_str().into(),
            ("function", _) => self.name(row).into(),
            ("severity", Some(finding)) => finding.severity.as_str().into(),
            ("rule", Some(finding)) => finding.rule.as_ref().into(),
            ("message", Some(finding)) => finding.message.as_ref().into(),
            _ => Cow::Borrowed(""),
        }
    }

    fn words<'a>(&'a self, at: usize, see: &mut dyn FnMut(&'a str)) {
        let row = &self.rows[at];
        see(self.name(row));
        see(&row.change.why);
        if let Some(finding) = self.finding(row) {
            see(&finding.message);
            see(&finding.rule);
        }
    }

    fn facets(&self) -> &'static [&'static str] {
        &["change", "severity", "rule", "function"]
    }

    fn compare(&self, a: usize, b: usize, column: &str) -> Ordering {
        let severity = |at: usize| self.finding(&self.rows[at]).map(|finding| finding.severity);
        match column {
            "severity" => severity(a).cmp(&severity(b)),
            // They stand in the order of what became of them.
            "change" => a.cmp(&b),
            _ => self.value(a, column).cmp(&self.value(b, column)),
        }
    }
}
