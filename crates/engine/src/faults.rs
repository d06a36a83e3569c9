//! What the two editions say differently of the same evidence, function by function, and the fault that explains it.

use std::borrow::Cow;
use std::collections::HashMap;

use checks::Status;
use compliance::faults::{self, Fault, Shows, counterparts};
use report::{Finding, FunctionReport, Report, State, Text};

use crate::lists::Indexed;
use crate::messages::{Answer, DifferenceRow, FaultRow, Faults, Query, Rows, Said};
use crate::requirements;
use crate::select::{List, select};
use crate::session::Session;

/// The published edition.
const PUBLISHED: &str = "2025-09";

/// What the other edition said, and what differs.
#[derive(Debug)]
pub(crate) struct Comparison {
    other: Indexed,
    rows: Vec<Difference>,
    functions: u32,
    differ: u32,
}

/// A function by its places in both reports, and what one fault explains.
#[derive(Debug)]
struct Difference {
    old: u32,
    new: u32,
    fault: u32,
    says: Both,
}

/// What both editions say.
type Both = (Vec<Brief>, Vec<Brief>);

/// What an edition says, in few bytes.
#[derive(Clone, Debug, PartialEq)]
enum Brief {
    /// The finding at that position.
    Finding(u32),
    /// What these rules come to.
    Rules(Vec<Text>),
    /// What an old requirement came to.
    Criterion(&'static str, &'static str),
    /// What a framework came to.
    Framework(&'static str),
    /// The score.
    Score,
    /// Words of the fault's own.
    Right,
}

impl Comparison {
    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub fn new(judged: &Indexed, other: Indexed) -> Self {
        let (old, new) = sides(judged, &other);
        let mut places: HashMap<&str, u32> = HashMap::new();
        for (at, function) in (0_u32..).zip(&old.report.functions) {
            places.insert(function.identity(), at);
        }
        let (mut rows, mut functions, mut differ) = (Vec::new(), 0, 0);
        for (at, function) in (0_u32..).zip(&new.report.functions) {
            let Some(&before) = places.get(function.identity()) else { continue };
            functions += 1;
            let found = differences(old.function(before), function, &new.report.account);
            differ += u32::from(!found.is_empty());
            let row = |(fault, says)| Difference { old: before, new: at, fault, says };
            rows.extend(found.into_iter().map(row));
        }
        Self { rows, functions, differ, other }
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub fn faults(&self, judged: &Indexed) -> Faults {
        let (old, new) = sides(judged, &self.other);
        let count = |number: u32| self.rows.iter().filter(|row| row.fault == number).count() as u32;
        let mut all: Vec<FaultRow> = faults::all().map(|fault| row(fault, count(fault.number))).collect();
        all.push(FaultRow { functions: count(0), ..FaultRow::default() });
        order::by_key(&mut all, |fault| {
            (fault.number == 0, std::cmp::Reverse(fault.functions), fault.number)
        });
        Faults {
            functions: self.functions,
            differ: self.differ,
            scores: (
                old.report.mean_score().unwrap_or_default(),
                new.report.mean_score().unwrap_or_default(),
            ),
            faults: all,
        }
    }

    // A door: `xtask/src/parts.rs` names it.
    #[inline(never)]
    pub fn differences(&self, judged: &Indexed, query: &Query) -> Rows<DifferenceRow> {
        let (old, new) = sides(judged, &self.other);
        let list = Differences { rows: &self.rows, old, new, shown: judged, numbers: numbers() };
        let selection = select(&list, query, &|_| true);
        let rows = selection.page(query).iter().map(|&at| list.row(at as usize)).collect();
        Rows {
            total: self.rows.len() as u32,
            matched: selection.rows.len() as u32,
            from: query.from,
            rows,
            facets: selection.facets,
        }
    }
}

/// The published edition's report, and the current one's.
fn sides<'a>(judged: &'a Indexed, other: &'a Indexed) -> (&'a Indexed, &'a Indexed) {
    if judged.report.rules == PUBLISHED { (judged, other) } else { (other, judged) }
}

fn row(fault: &Fault, functions: u32) -> FaultRow {
    let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect();
    FaultRow {
        number: fault.number,
        title: fault.title.to_owned(),
        part: fault.part.as_str().to_owned(),
        published: fault.published.to_owned(),
        right: fault.right.to_owned(),
        old_rules: texts(fault.old_rules),
        criteria: fault.criteria.iter().map(|(framework, id)| format!("{framework} {id}")).collect(),
        new_rules: texts(fault.new_rules),
        functions,
    }
}

/// The faults that touch a rule of either edition: number and title.
pub(crate) fn touching(rule: &str) -> Vec<(u32, String)> {
    let touches = |fault: &&Fault| fault.old_rules.contains(&rule) || fault.new_rules.contains(&rule);
    faults::all().filter(touches).map(|fault| (fault.number, fault.title.to_owned())).collect()
}

/// What differs on a function: the fault, 0 for none, and what both say.
fn differences(old: &FunctionReport, new: &FunctionReport, account: &FunctionReport) -> Vec<(u32, Both)> {
    let mut found: Vec<(u32, Both)> = Vec::new();
    let mut add = |number: u32, before: Vec<Brief>, after: Vec<Brief>| {
        let at = found.iter().position(|(known, _)| *known == number).unwrap_or_else(|| {
            found.push((number, Both::default()));
            found.len() - 1
        });
        let (_, both) = &mut found[at];
        let join = |into: &mut Vec<Brief>, more: Vec<Brief>| {
            more.into_iter().for_each(|brief| {
                if !into.contains(&brief) {
                    into.push(brief)
                }
            });
        };
        join(&mut both.0, before);
        join(&mut both.1, after);
    };
    for (at, finding) in failing(old).filter(|(_, finding)| !is_shared(finding, new)) {
        let rules = counterparts(&finding.rule).iter().map(|&rule| Text::from(rule)).collect();
        add(explains_false(finding), vec![Brief::Finding(at)], vec![Brief::Rules(rules)]);
    }
    for (at, finding) in failing(new).filter(|(_, finding)| !is_foreseen(finding, old)) {
        let looks = |rule: &&&checks::Rule| counterparts(rule.id).contains(&finding.rule.as_ref());
        let rules: Vec<Text> =
            checks::edition_2025_09::RULES.iter().filter(looks).map(|rule| rule.id.into()).collect();
        let before = if rules.is_empty() { Vec::new() } else { vec![Brief::Rules(rules)] };
        add(explains_missed(&finding.rule), before, vec![Brief::Finding(at)]);
    }
    for fault in faults::all() {
        for shows in fault.shows {
            let (before, after) = match shows {
                Shows::Unread => unread(fault, old, new),
                Shows::Twice => twice(fault, old, new),
                Shows::Criteria => criteria(fault, old, new, account),
                Shows::Free => free(fault, old),
                Shows::Totals => totals(fault, old),
                Shows::Floor => floor(old),
                Shows::FalseAlarm | Shows::FalseAlarmOf(_) | Shows::Missed => continue,
            };
            if !before.is_empty() {
                add(fault.number, before, after);
            }
        }
    }
    found
}

fn failing(function: &FunctionReport) -> impl Iterator<Item = (u32, &Finding)> {
    (0_u32..).zip(&function.findings).filter(|(_, finding)| finding.status == Status::Fail)
}

/// Whether a finding of a variable is meant: the same variable has to be named by both.
fn same_subject(old: &Finding, new: &Finding) -> bool {
    old.rule != "C25-ENV-1" || old.subject == new.subject
}

/// Whether the current edition finds what the published one found.
fn is_shared(finding: &Finding, new: &FunctionReport) -> bool {
    let rules = counterparts(&finding.rule);
    failing(new).any(|(_, other)| rules.contains(&other.rule.as_ref()) && same_subject(finding, other))
}

/// Whether the published edition found what the current one finds.
fn is_foreseen(finding: &Finding, old: &FunctionReport) -> bool {
    failing(old).any(|(_, other)| {
        counterparts(&other.rule).contains(&finding.rule.as_ref()) && same_subject(other, finding)
    })
}

fn explains_false(finding: &Finding) -> u32 {
    let explains = |fault: &&Fault| {
        fault.old_rules.contains(&finding.rule.as_ref())
            && fault.shows.iter().any(|shows| match shows {
                Shows::FalseAlarm => true,
                Shows::FalseAlarmOf(detail) => finding.details.iter().any(|line| line.ends_with(detail)),
                _ => false,
            })
    };
    faults::all().find(explains).map_or(0, |fault| fault.number)
}

fn explains_missed(rule: &str) -> u32 {
    let explains = |fault: &&Fault| fault.new_rules.contains(&rule) && fault.shows.contains(&Shows::Missed);
    faults::all().find(explains).map_or(0, |fault| fault.number)
}

/// The current edition could not look, and the published one says nothing and takes no points.
fn unread(fault: &Fault, old: &FunctionReport, new: &FunctionReport) -> Both {
    let silent = !failing(old).any(|(_, finding)| fault.old_rules.contains(&finding.rule.as_ref()));
    let open = |rule: &&&str| new.not_assessed.iter().any(|(id, _)| id == **rule);
    let open: Vec<Text> = fault.new_rules.iter().filter(open).map(|&rule| rule.into()).collect();
    // Where it could look, the current edition only wants to see more.
    let blind = old.not_assessed.iter().any(|(rule, _)| fault.old_rules.contains(&rule.as_ref()));
    if open.is_empty() || !silent || !blind {
        return Both::default();
    }
    let before = fault.old_rules.iter().map(|&rule| rule.into()).collect();
    (vec![Brief::Rules(before)], vec![Brief::Rules(open)])
}

/// One problem that stands more than once: of one rule, the same words or the same variable; of several rules, the rules.
fn twice(fault: &Fault, old: &FunctionReport, new: &FunctionReport) -> Both {
    let mut groups: Vec<(&str, Vec<u32>)> = Vec::new();
    for (at, finding) in failing(old) {
        if !fault.old_rules.contains(&finding.rule.as_ref()) {
            continue;
        }
        let key = match (fault.old_rules, finding.subject.as_deref()) {
            ([_], Some(subject)) => subject,
            ([_], None) => finding.message.as_ref(),
            _ => "",
        };
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(at),
            None => groups.push((key, vec![at])),
        }
    }
    let again = groups.into_iter().filter(|(_, group)| group.len() > 1).flat_map(|(_, group)| group);
    let before: Vec<Brief> = again.map(Brief::Finding).collect();
    let after = failing(new).filter(|(_, finding)| fault.new_rules.contains(&finding.rule.as_ref()));
    (before, after.map(|(at, _)| Brief::Finding(at)).collect())
}

/// What a framework's requirement of the published edition came to.
fn criterion(old: &FunctionReport, framework: &str, id: &str) -> Option<State> {
    let outcome = old.compliance.iter().find(|outcome| outcome.framework == framework)?;
    outcome.requirements.iter().find(|known| known.id == id).map(|known| known.state)
}

fn criteria(fault: &Fault, old: &FunctionReport, new: &FunctionReport, account: &FunctionReport) -> Both {
    let states = fault.new_rules.iter().map(|rule| state(new, account, rule));
    let Some(now) = states.min_by_key(|state| rank(*state)) else { return Both::default() };
    let differs = |(framework, id): &&(&'static str, &'static str)| match criterion(old, framework, id) {
        Some(State::Pass) => !matches!(now, State::Pass | State::NotApplicable),
        Some(State::Fail | State::Manual) => matches!(now, State::Pass | State::NotApplicable),
        _ => false,
    };
    let before: Vec<Brief> = fault
        .criteria
        .iter()
        .filter(differs)
        .map(|(framework, id)| Brief::Criterion(framework, id))
        .collect();
    (before, vec![Brief::Rules(fault.new_rules.iter().map(|&rule| rule.into()).collect())])
}

fn free(fault: &Fault, old: &FunctionReport) -> Both {
    let given =
        fault.criteria.iter().filter(|(framework, id)| criterion(old, framework, id) == Some(State::Pass));
    (given.map(|(framework, id)| Brief::Criterion(framework, id)).collect(), vec![Brief::Right])
}

fn totals(fault: &Fault, old: &FunctionReport) -> Both {
    let judged = |framework: &&&str| {
        old.compliance.iter().any(|outcome| outcome.framework == **framework && outcome.percentage.is_some())
    };
    let frameworks: Vec<&'static str> = fault.criteria.iter().map(|(framework, _)| *framework).collect();
    let briefs: Vec<Brief> =
        frameworks.iter().filter(judged).map(|framework| Brief::Framework(framework)).collect();
    (briefs.clone(), briefs)
}

/// A check at zero under which a finding costs nothing any more.
fn floor(old: &FunctionReport) -> Both {
    let rule = |id: &str| checks::edition_2025_09::RULES.iter().find(|rule| rule.id == id);
    let floored = old.checks.iter().filter(|check| check.max > 0 && check.score == 0).any(|check| {
        let lost: u32 = failing(old)
            .filter_map(|(_, finding)| rule(&finding.rule))
            .filter(|rule| rule.check == check.name)
            .map(|rule| u32::from(rule.points))
            .sum();
        lost > check.max
    });
    if floored { (vec![Brief::Score], vec![Brief::Score]) } else { Both::default() }
}

/// What a rule came to on a function, or on its account.
fn state(function: &FunctionReport, account: &FunctionReport, rule: &str) -> State {
    use compliance::edition_2026_11::RuleStatus;
    match requirements::status(function, rule).or_else(|| requirements::status(account, rule)) {
        Some(RuleStatus::Fail) => State::Fail,
        Some(RuleStatus::Manual) => State::Manual,
        Some(RuleStatus::Pass) => State::Pass,
        Some(RuleStatus::NotApplicable) => State::NotApplicable,
        Some(RuleStatus::NotAssessed) | None => State::NotAssessed,
    }
}

/// The order in which states go before each other.
fn rank(state: State) -> u8 {
    match state {
        State::Fail => 0,
        State::NotAssessed => 1,
        State::Manual => 2,
        State::Pass => 3,
        State::Inherited => 4,
        State::NotApplicable => 5,
    }
}

/// The numbers of faults as filters name them.
fn numbers() -> Vec<String> {
    (0..=52).map(|number: u32| number.to_string()).collect()
}

/// The differences as a list.
struct Differences<'a> {
    rows: &'a [Difference],
    old: &'a Indexed,
    new: &'a Indexed,
    shown: &'a Indexed,
    numbers: Vec<String>,
}

impl Differences<'_> {
    fn row(&self, at: usize) -> DifferenceRow {
        let row = &self.rows[at];
        let is_old = std::ptr::eq(self.shown, self.old);
        let said = |of: &Indexed, function: u32, shown: bool, briefs: &[Brief]| {
            let ids = if shown { of.function(function).ids() } else { Vec::new() };
            briefs.iter().flat_map(|brief| said(&of.report, function, &ids, row.fault, brief)).collect()
        };
        DifferenceRow {
            function: self.shown.name(if is_old { row.old } else { row.new }),
            fault: row.fault,
            old: said(self.old, row.old, is_old, &row.says.0),
            new: said(self.new, row.new, !is_old, &row.says.1),
        }
    }
}

impl List for Differences<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn value(&self, row: usize, column: &str) -> Cow<'_, str> {
        let row = &self.rows[row];
        match column {
            "fault" => self.numbers.get(row.fault as usize).map_or("", String::as_str).into(),
            "function" if std::ptr::eq(self.shown, self.old) => {
                self.old.keys[row.old as usize].as_str().into()
            }
            "function" => self.new.keys[row.new as usize].as_str().into(),
            _ => Cow::Borrowed(""),
        }
    }

    fn words<'a>(&'a self, row: usize, see: &mut dyn FnMut(&'a str)) {
        see(&self.new.function(self.rows[row].new).name);
    }

    fn facets(&self) -> &'static [&'static str] {
        &["fault"]
    }
}

fn said(report: &Report, function: u32, ids: &[String], fault: u32, brief: &Brief) -> Vec<Said> {
    let Some(of) = report.functions.get(function as usize) else { return Vec::new() };
    let one = |by: String, state: &str, message: String| {
        vec![Said { by, state: state.to_owned(), severity: None, message, finding: None }]
    };
    match brief {
        Brief::Finding(at) => {
            let Some(finding) = of.findings.get(*at as usize) else { return Vec::new() };
            let title = report.catalogue.rule(&finding.rule).map(|rule| rule.title.as_ref());
            vec![Said {
                by: finding.rule.clone().into_owned(),
                state: finding.status.as_str().to_owned(),
                severity: Some(finding.severity.as_str().to_owned()),
                message: if finding.message.is_empty() {
                    title.unwrap_or_default().to_owned()
                } else {
                    finding.message.clone().into_owned()
                },
                finding: ids.get(*at as usize).cloned(),
            }]
        }
        Brief::Rules(rules) => rules_said(report, of, rules),
        Brief::Criterion(framework, id) => {
            let state = criterion(of, framework, id).map_or("NOT_ASSESSED", |state| state.as_str());
            let outcome = of.compliance.iter().find(|outcome| outcome.framework == *framework);
            let found = outcome.and_then(|outcome| outcome.requirements.iter().find(|known| known.id == *id));
            one(
                format!("{framework} {id}"),
                state,
                found.map(|known| known.message.clone().into_owned()).unwrap_or_default(),
            )
        }
        Brief::Framework(framework) => {
            let outcome = of.compliance.iter().find(|outcome| outcome.framework == *framework);
            let message = match outcome.and_then(|outcome| outcome.percentage) {
                Some(percentage) => format!("{percentage:.1} %"),
                None => requirements::outcomes(of, &report.account)
                    .iter()
                    .find(|outcome| outcome.framework.id == *framework)
                    .map(|outcome| outcome.summary().sentence())
                    .unwrap_or_default(),
            };
            one((*framework).to_owned(), "", message)
        }
        Brief::Score => one(String::new(), "", format!("{} of 100", of.score)),
        Brief::Right => {
            let fault = faults::all().find(|known| known.number == fault);
            one(String::new(), "INHERITED", fault.map(|fault| fault.right.to_owned()).unwrap_or_default())
        }
    }
}

/// What the first finding of these rules says.
fn first_message(of: &FunctionReport, account: &FunctionReport, rules: &[&str]) -> String {
    let findings = of.findings.iter().chain(&account.findings);
    let mut own = findings.filter(|finding| finding.status != Status::NotApplicable);
    let found = own.find(|finding| rules.contains(&finding.rule.as_ref()));
    found.map(|finding| finding.message.clone().into_owned()).unwrap_or_default()
}

/// What rules came to, those of one state together. What the published edition passes where it could not look is told.
fn rules_said(report: &Report, of: &FunctionReport, rules: &[Text]) -> Vec<Said> {
    let is_old = report.rules == PUBLISHED;
    let mut groups: Vec<(State, Vec<&str>)> = Vec::new();
    for rule in rules {
        let state = state(of, &report.account, rule);
        match groups.iter_mut().find(|(known, _)| *known == state) {
            Some((_, group)) => group.push(rule),
            None => groups.push((state, vec![rule])),
        }
    }
    order::by_key(&mut groups, |(state, _)| rank(*state));
    groups
        .into_iter()
        .map(|(state, rules)| Said {
            by: rules.join(", "),
            state: state.as_str().to_owned(),
            severity: None,
            message: match (is_old, state) {
                (true, State::NotAssessed) => "It could not look, says nothing and takes no points.".into(),
                (true, State::Pass) => "It finds nothing.".into(),
                (_, State::Fail | State::Manual) => first_message(of, &report.account, &rules),
                _ => String::new(),
            },
            finding: None,
        })
        .collect()
}

/// Judges what is open by the other edition, and gives all that differs.
fn compared(session: &mut Session) -> Result<(Faults, Vec<DifferenceRow>), String> {
    let mut other = session.compare().ok_or("No evidence is open. Name the files that hold it.")?;
    while !other.step(session, &mut || true) {}
    let faults = match session.take(other) {
        Answer::Faults(faults) => faults,
        Answer::Failed { message } => return Err(message),
        _ => return Err("The editions could not be compared. Try again with the evidence alone.".into()),
    };
    let (Some(other), Some(judged)) = (&session.other, &session.judged) else {
        return Err("The editions could not be compared. Try again with the evidence alone.".into());
    };
    let (old, new) = sides(judged, &other.other);
    let list = Differences { rows: &other.rows, old, new, shown: judged, numbers: numbers() };
    Ok((faults, (0..list.len()).map(|at| list.row(at)).collect()))
}

/// What the two editions say differently, as JSON: the faults, and function by function what each explains.
///
/// # Errors
/// Two sentences, where there is no evidence.
pub fn differences_json(session: &mut Session) -> Result<String, String> {
    let (faults, rows) = compared(session)?;
    let document = serde_json::json!({
        "format": "lambdascope-editions", "version": 1, "old": PUBLISHED, "new": "2026-11",
        "functions": faults.functions, "differ": faults.differ,
        "scores": {"old": faults.scores.0, "new": faults.scores.1},
        "faults": faults.faults, "differences": rows,
    });
    Ok(format!("{document:#}\n"))
}

fn counted(functions: u32) -> String {
    if functions == 1 { "1 function".to_owned() } else { format!("{functions} functions") }
}

/// The same to read.
///
/// # Errors
/// Two sentences, where there is no evidence.
pub fn differences_text(session: &mut Session) -> Result<String, String> {
    let (faults, rows) = compared(session)?;
    let mut out = format!(
        "{} judged by both editions; they differ on {}. Mean score {} under {PUBLISHED}, {} under 2026-11.\n",
        counted(faults.functions),
        faults.differ,
        faults.scores.0,
        faults.scores.1
    );
    for fault in faults.faults.iter().filter(|fault| fault.functions > 0) {
        out += &match fault.number {
            0 => format!("\nNew rules, and what no listed fault explains ({})\n", counted(fault.functions)),
            number => format!(
                "\n{number}. {} ({})\n   {PUBLISHED}: {}\n   right:   {}\n",
                fault.title,
                counted(fault.functions),
                fault.published,
                fault.right
            ),
        };
        for row in rows.iter().filter(|row| row.fault == fault.number) {
            out += &format!("   {}\n", row.function.name);
            for (edition, said) in [(PUBLISHED, &row.old), ("2026-11", &row.new)] {
                for said in said {
                    let severity = said.severity.as_deref().unwrap_or(&said.state);
                    let line = format!("{} {} {}", severity, said.by, said.message);
                    out += &format!(
                        "     {edition}  {}\n",
                        line.split_whitespace().collect::<Vec<_>>().join(" ")
                    );
                }
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
