//! The lists that a session shows: functions, findings, the audit trail, the functions behind a requirement.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use checks::{Severity, Status};
use evidence::{Map, Set};
use report::{Finding, FunctionReport, Report};

use crate::messages::{FindingRow, FunctionName, FunctionRow, Query, RequirementFunction, TrailRow};
use crate::select::{List, Selection, select};
use crate::trail::TrailEntry;

/// What findings of the account have in the place of a function's name.
pub(crate) const ACCOUNT: &str = "the account";

/// A report with the keys and orders that lists need.
#[derive(Debug, Default)]
pub struct Indexed {
    pub report: Report,
    /// The audit trail, once it was read: function and event, the newest first.
    pub trail: Vec<(u32, TrailEntry)>,
    /// Under which key each function is asked for.
    pub keys: Vec<String>,
    /// Functions, the lowest score first.
    pub functions: Vec<u32>,
    /// Findings as function and position, the worst first.
    pub findings: Vec<(u32, u32)>,
    /// Where in the evidence secrets were found, and the findings.
    secrets: HashMap<(u32, String), (u32, u32)>,
    /// What the requirements come to over all functions, under edition 2026-11, once somebody asks.
    pub overall: OnceLock<compliance::edition_2026_11::Overall>,
    /// Functions by what each rule came to on them, once somebody asks.
    pub rule_states: OnceLock<HashMap<String, crate::messages::States>>,
}

impl Indexed {
    pub fn new(report: Report) -> Self {
        let keys = keys(&report);
        let mut functions: Vec<u32> = (0..report.functions.len() as u32).collect();
        order::by_key(&mut functions, |&at| report.functions[at as usize].score);
        let findings = worst_first(&report);
        let secrets = secrets(&report);
        Self { report, keys, functions, findings, secrets, ..Self::default() }
    }

    /// The finding that says that a value is a secret, or what it stands in: function and position.
    pub fn secret_at(&self, file: u32, pointer: &str) -> Option<(u32, u32)> {
        // A list of words is one secret as a whole; nothing deeper is.
        let around = pointer.rsplit_once('/').map_or("", |(around, _)| around);
        let at = |pointer: &str| self.secrets.get(&(file, pointer.to_owned())).copied();
        at(pointer).or_else(|| at(around))
    }

    pub fn function(&self, at: u32) -> &FunctionReport {
        // Indices come from this report only; the one behind all functions is the account.
        self.report.functions.get(at as usize).unwrap_or(&self.report.account)
    }

    pub fn name(&self, at: u32) -> FunctionName {
        match self.keys.get(at as usize) {
            Some(key) => FunctionName { name: self.function(at).name.clone(), key: key.clone() },
            None => FunctionName { name: ACCOUNT.to_owned(), key: String::new() },
        }
    }

    pub fn find_function(&self, key: &str) -> Option<u32> {
        self.keys.iter().position(|known| known == key).map(|at| at as u32)
    }

    /// The finding of that id: function and position.
    pub fn find_finding(&self, id: &str) -> Option<(u32, u32)> {
        let functions = self.report.functions.iter().chain([&self.report.account]);
        (0_u32..).zip(functions).find_map(|(at, function)| {
            let position = function.ids().iter().position(|known| known == id)?;
            Some((at, position as u32))
        })
    }

    pub fn finding_row(&self, (function, position): (u32, u32), id: String) -> FindingRow {
        let finding = &self.function(function).findings[position as usize];
        let rule = self.report.catalogue.rule(&finding.rule);
        FindingRow {
            id,
            severity: finding.severity.as_str().into(),
            status: status(finding).into(),
            rule: finding.rule.clone().into_owned(),
            title: rule.map_or_else(|| finding.message.clone(), |rule| rule.title.clone()).into_owned(),
            check: self.check(finding).into(),
            function: self.name(function),
            message: finding.message.clone().into_owned(),
            points: finding.points,
        }
    }

    /// How many findings there are, those apart that only say that a rule doesn't apply.
    pub fn count(&self) -> u32 {
        let all = self.report.functions.iter().chain([&self.report.account]);
        let counts = |finding: &&Finding| finding.status != checks::Status::NotApplicable;
        all.flat_map(|function| &function.findings).filter(counts).count() as u32
    }

    /// How many findings there are to choose from for a query.
    pub(crate) fn count_for(&self, query: &Query) -> usize {
        let dull = checks::Status::NotApplicable.as_str();
        let states = query.filters.iter().filter(|(name, _)| name == "status").flat_map(|(_, values)| values);
        if states.into_iter().any(|state| state == dull) {
            self.findings.len()
        } else {
            self.count() as usize
        }
    }

    /// The findings of a query. Those that only say that a rule doesn't apply are listed when somebody asks for them; until
    /// then they are only counted among the states.
    pub(crate) fn select_findings(&self, query: &Query) -> Selection {
        let list = Findings(self);
        let dull = |row: usize| list.at(row).1.status == checks::Status::NotApplicable;
        if asks_for_all(query) {
            return select(&list, query, &|_| true);
        }
        let mut selection = select(&list, query, &|row| !dull(row));
        let hidden = select(&list, &Query { sort: String::new(), ..query.clone() }, &dull).rows.len() as u32;
        let states = selection.facets.iter_mut().find(|facet| facet.name == "status");
        if let Some(states) = states.filter(|_| hidden > 0) {
            states.values.push((checks::Status::NotApplicable.as_str().to_owned(), hidden));
        }
        selection
    }

    pub fn check<'a>(&'a self, finding: &'a Finding) -> &'a str {
        self.report.catalogue.rule(&finding.rule).map_or("", |rule| rule.check.as_ref())
    }

    pub fn function_row(&self, at: u32) -> FunctionRow {
        let function = self.function(at);
        let place = [function.account.as_deref(), function.region.as_deref()];
        let error = function
            .findings
            .iter()
            .find(|finding| finding.category == "AUDIT_ERROR")
            .or_else(|| function.findings.first().filter(|_| function.is_gone()))
            .map(|finding| finding.message.clone().into_owned());
        FunctionRow {
            name: function.name.clone(),
            key: self.keys[at as usize].clone(),
            place: place.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            score: function.has_score().then_some(function.score),
            assessed: function.assessed,
            severities: function.severities(),
            runtime: function.runtime.clone(),
            role: function.role.clone(),
            modified: function.modified.clone(),
            error,
        }
    }
}

/// Whether a query speaks of the findings' states, and so of those that only say that a rule doesn't apply.
fn asks_for_all(query: &Query) -> bool {
    query.filters.iter().any(|(name, _)| name == "status")
}

/// A finding's status, or that a person set it aside.
fn status(finding: &Finding) -> &'static str {
    if finding.muted.is_some() { "SET_ASIDE" } else { finding.status.as_str() }
}

/// Whether a rule is one of those that find secrets. A person may know better what a value is.
pub(crate) fn is_about_secrets(rule: &str) -> bool {
    matches!(rule, "SEC-01" | "SEC-02" | "SEC-03" | "SEC-04")
}

fn secrets(report: &Report) -> HashMap<(u32, String), (u32, u32)> {
    let mut secrets = HashMap::new();
    for (at, function) in (0_u32..).zip(&report.functions) {
        for (position, finding) in (0_u32..).zip(&function.findings) {
            if is_about_secrets(&finding.rule) && finding.status == Status::Fail {
                for place in &finding.evidence {
                    secrets.insert((place.file, place.pointer()), (at, position));
                }
            }
        }
    }
    secrets
}

/// Findings as function and position, the worst first, then by their rule, then in the order of the functions.
fn worst_first(report: &Report) -> Vec<(u32, u32)> {
    // Nearly all findings are one of a few kinds, so that little is compared.
    let mut kinds: BTreeMap<_, Vec<(u32, u32)>> = BTreeMap::new();
    // The account's own stand among the functions', under the number behind theirs.
    for (at, function) in (0..).zip(report.functions.iter().chain([&report.account])) {
        for (position, finding) in (0..).zip(&function.findings) {
            let kind = (
                !is_worst(finding),
                finding.status,
                finding.severity,
                Reverse(finding.points),
                finding.rule.as_ref(),
            );
            kinds.entry(kind).or_default().push((at, position));
        }
    }
    kinds.into_values().flatten().collect()
}

/// Whether it is the worst that a report can hold: everybody can call the function, and its role leads to more rights. The rule
/// is critical only then. It stands first, before whatever costs more points.
pub(crate) fn is_worst(finding: &Finding) -> bool {
    finding.rule == "IAM-02" && finding.severity == Severity::Critical && finding.status == Status::Fail
}

/// The name where it is the only one of its kind, else the ARN, else the name with its account and region.
fn keys(report: &Report) -> Vec<String> {
    let mut times = Map::default();
    for function in &report.functions {
        *times.entry(function.name.as_str()).or_insert(0_u32) += 1;
    }
    let key = |function: &FunctionReport| {
        if times.get(function.name.as_str()) == Some(&1) {
            return function.name.clone();
        }
        function.arn.clone().unwrap_or_else(|| {
            let parts =
                [Some(function.name.as_str()), function.account.as_deref(), function.region.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join("@")
        })
    };
    let mut keys: Vec<String> = report.functions.iter().map(key).collect();
    let different: Set<&str> = keys.iter().map(String::as_str).collect();
    if different.len() < keys.len() {
        number(&mut keys);
    }
    keys
}

/// Gives keys that came up before a number.
fn number(keys: &mut [String]) {
    let mut taken = HashSet::new();
    for key in keys {
        let (base, mut again) = (key.clone(), 2);
        while !taken.insert(key.clone()) {
            *key = format!("{base}#{again}");
            again += 1;
        }
    }
}

/// Functions, the lowest score first.
pub(crate) struct Functions<'a>(pub &'a Indexed);

impl Functions<'_> {
    fn at(&self, row: usize) -> &FunctionReport {
        self.0.function(self.0.functions[row])
    }
}

impl List for Functions<'_> {
    fn len(&self) -> usize {
        self.0.functions.len()
    }

    fn value(&self, row: usize, column: &str) -> Cow<'_, str> {
        let function = self.at(row);
        match column {
            "function" => self.0.keys[self.0.functions[row] as usize].as_str().into(),
            "name" => function.name.as_str().into(),
            "runtime" => function.runtime.as_deref().unwrap_or_default().into(),
            "role" => function.role.as_deref().unwrap_or_default().into(),
            "modified" => function.modified.as_deref().unwrap_or_default().into(),
            "region" => function.region.as_deref().unwrap_or_default().into(),
            "account" => function.account.as_deref().unwrap_or_default().into(),
            "severity" => function
                .findings
                .iter()
                .map(|finding| finding.severity)
                .min()
                .map_or("", |s| s.as_str())
                .into(),
            "score" => function.score.to_string().into(),
            _ => Cow::Borrowed(""),
        }
    }

    fn words<'a>(&'a self, row: usize, see: &mut dyn FnMut(&'a str)) {
        let function = self.at(row);
        see(&function.name);
        [&function.arn, &function.runtime, &function.role].into_iter().flatten().for_each(|word| see(word));
    }

    fn facets(&self) -> &'static [&'static str] {
        &["severity", "runtime", "account", "region"]
    }

    fn compare(&self, a: usize, b: usize, column: &str) -> Ordering {
        match column {
            "score" => self.at(a).score.cmp(&self.at(b).score),
            // More of what is worse comes first.
            "findings" | "severity" => self.at(b).severities().cmp(&self.at(a).severities()),
            _ => self.value(a, column).cmp(&self.value(b, column)),
        }
    }
}

/// Findings, the worst first.
pub(crate) struct Findings<'a>(pub &'a Indexed);

impl Findings<'_> {
    fn at(&self, row: usize) -> (&FunctionReport, &Finding) {
        let (function, finding) = self.0.findings[row];
        let function = self.0.function(function);
        (function, &function.findings[finding as usize])
    }
}

impl List for Findings<'_> {
    fn len(&self) -> usize {
        self.0.findings.len()
    }

    fn value(&self, row: usize, column: &str) -> Cow<'_, str> {
        let (_, finding) = self.at(row);
        match column {
            "severity" => finding.severity.as_str().into(),
            "status" => status(finding).into(),
            "rule" => finding.rule.as_ref().into(),
            "check" => self.0.check(finding).into(),
            "category" => finding.category.as_ref().into(),
            "message" => finding.message.as_ref().into(),
            // No function is called so: names have no blanks.
            "function" => {
                self.0.keys.get(self.0.findings[row].0 as usize).map_or(ACCOUNT, String::as_str).into()
            }
            _ => Cow::Borrowed(""),
        }
    }

    fn words<'a>(&'a self, row: usize, see: &mut dyn FnMut(&'a str)) {
        let (function, finding) = self.at(row);
        see(&finding.message);
        see(&function.name);
        see(&finding.rule);
        see(&finding.category);
        if let Some(rule) = self.0.report.catalogue.rule(&finding.rule) {
            see(&rule.title);
        }
    }

    fn facets(&self) -> &'static [&'static str] {
        &["severity", "status", "check", "rule", "function"]
    }

    fn compare(&self, a: usize, b: usize, column: &str) -> Ordering {
        let (one, other) = (self.at(a).1, self.at(b).1);
        match column {
            "severity" => one.severity.cmp(&other.severity),
            "points" => other.points.cmp(&one.points),
            // Groups of one rule stand together, the rule with the worst findings first.
            "rule" => one.severity.cmp(&other.severity).then_with(|| one.rule.cmp(&other.rule)),
            _ => self.value(a, column).cmp(&self.value(b, column)),
        }
    }
}

/// The audit trail, the newest first.
pub(crate) struct Trail<'a>(pub &'a Indexed);

impl Trail<'_> {
    pub fn row(&self, row: usize) -> TrailRow {
        let (function, entry) = &self.0.trail[row];
        entry.row(self.0.name(*function))
    }
}

impl List for Trail<'_> {
    fn len(&self) -> usize {
        self.0.trail.len()
    }

    fn value(&self, row: usize, column: &str) -> Cow<'_, str> {
        let (function, entry) = &self.0.trail[row];
        match column {
            "function" => self.0.keys[*function as usize].as_str().into(),
            "event" if entry.error.is_some() => Cow::Borrowed("no answer"),
            "event" => entry.event.as_str().into(),
            "user" => entry.user.as_str().into(),
            "time" => entry.time.as_str().into(),
            _ => Cow::Borrowed(""),
        }
    }

    fn words<'a>(&'a self, row: usize, see: &mut dyn FnMut(&'a str)) {
        let (function, entry) = &self.0.trail[row];
        see(&self.0.function(*function).name);
        [&entry.event, &entry.user, &entry.time, &entry.source_ip].into_iter().for_each(|word| see(word));
        if let Some(error) = &entry.error {
            see(error);
        }
    }

    fn facets(&self) -> &'static [&'static str] {
        &["event", "user", "function"]
    }
}

/// The functions behind one requirement.
pub(crate) struct RequirementFunctions<'a> {
    pub of: &'a Indexed,
    pub framework: &'a str,
    pub requirement: &'a str,
}

impl RequirementFunctions<'_> {
    fn outcome(&self, row: usize) -> Option<&report::RequirementOutcome> {
        let frameworks = &self.of.report.functions[row].compliance;
        let framework = frameworks.iter().find(|outcome| outcome.framework == self.framework)?;
        framework.requirements.iter().find(|requirement| requirement.id == self.requirement)
    }

    pub fn row(&self, row: usize) -> RequirementFunction {
        let outcome = self.outcome(row);
        let (message, rules) = crate::requirements::why(
            self.of,
            row as u32,
            self.framework,
            self.requirement,
        )
        .unwrap_or_else(|| {
            (outcome.map(|outcome| outcome.message.clone().into_owned()).unwrap_or_default(), Vec::new())
        });
        RequirementFunction {
            function: self.of.name(row as u32),
            state: self.value(row, "state").into_owned(),
            message,
            rules,
        }
    }
}

impl List for RequirementFunctions<'_> {
    fn len(&self) -> usize {
        self.of.report.functions.len()
    }

    fn value(&self, row: usize, column: &str) -> Cow<'_, str> {
        match column {
            "state" => self.outcome(row).map_or("NOT_ASSESSED", |outcome| outcome.state.as_str()).into(),
            "function" => self.of.keys[row].as_str().into(),
            _ => Cow::Borrowed(""),
        }
    }

    fn words<'a>(&'a self, row: usize, see: &mut dyn FnMut(&'a str)) {
        see(&self.of.report.functions[row].name);
    }

    fn facets(&self) -> &'static [&'static str] {
        &["state"]
    }
}
