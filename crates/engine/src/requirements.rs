//! What edition 2026-11's rules say about the frameworks' requirements, from a report: one that was judged just now, or one that
//! was read from a file.

use std::cell::Cell;

use checks::Status;
use compliance::edition_2026_11::{Facts, FrameworkOutcome, Overall, Retention, RuleStatus, State, judge};
use report::{FunctionReport, Report};

use crate::lists::Indexed;
use crate::messages::States;

/// What a rule came to on a function; none where the function's report doesn't speak of it.
pub(crate) fn status(function: &FunctionReport, rule: &str) -> Option<RuleStatus> {
    let found =
        function.findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.status).min();
    match found {
        Some(Status::Fail) => Some(RuleStatus::Fail),
        Some(Status::Manual) => Some(RuleStatus::Manual),
        Some(Status::NotApplicable) => Some(RuleStatus::NotApplicable),
        None if function.not_assessed.iter().any(|(id, _)| id == rule) => Some(RuleStatus::NotAssessed),
        None if function.passed.iter().any(|id| id == rule) => Some(RuleStatus::Pass),
        None => None,
    }
}

/// What the rules came to on a function, or on the account where the account answers for it. Asked in the rules' own order, each
/// answer stands where the last one of its list ended.
struct Statuses<'r> {
    lists: [&'r FunctionReport; 2],
    /// How many of each list's entries were asked for: findings, passed, not assessed.
    seen: Cell<[[usize; 3]; 2]>,
}

impl<'r> Statuses<'r> {
    fn of(function: &'r FunctionReport, account: &'r FunctionReport) -> Self {
        Self { lists: [function, account], seen: Cell::default() }
    }

    fn status(&self, rule: &str) -> RuleStatus {
        let mut seen = self.seen.get();
        let near = self.lists.iter().zip(&mut seen).find_map(|(of, seen)| next(of, rule, seen));
        self.seen.set(seen);
        let far = || self.lists.iter().find_map(|of| status(of, rule));
        near.or_else(far).unwrap_or(RuleStatus::NotAssessed)
    }
}

/// What a rule came to where its entries stand right behind those that were seen.
fn next(of: &FunctionReport, rule: &str, [findings, passed, open]: &mut [usize; 3]) -> Option<RuleStatus> {
    if of.passed.get(*passed).is_some_and(|id| id == rule) {
        *passed += 1;
        return Some(RuleStatus::Pass);
    }
    if of.not_assessed.get(*open).is_some_and(|(id, _)| id == rule) {
        *open += 1;
        return Some(RuleStatus::NotAssessed);
    }
    let found = of.findings.get(*findings..).unwrap_or_default();
    let found = found.iter().take_while(|finding| finding.rule == rule).map(|finding| finding.status);
    let worst = found.clone().min()?;
    *findings += found.count();
    Some(match worst {
        Status::Fail => RuleStatus::Fail,
        Status::Manual => RuleStatus::Manual,
        Status::NotApplicable => RuleStatus::NotApplicable,
    })
}

/// What the requirements come to on a function that was judged just now, with the account's own rules answered by the account.
pub(crate) fn judged(of: &FunctionReport, account: &FunctionReport) -> Vec<FrameworkOutcome> {
    let statuses = Statuses::of(of, account);
    all(of, &|rule: &str| statuses.status(rule))
}

/// The same, of a report that may be a file's, with everything in any order.
pub(crate) fn outcomes(of: &FunctionReport, account: &FunctionReport) -> Vec<FrameworkOutcome> {
    let status =
        |rule: &str| status(of, rule).or_else(|| status(account, rule)).unwrap_or(RuleStatus::NotAssessed);
    all(of, &status)
}

fn all(of: &FunctionReport, status: &dyn Fn(&str) -> RuleStatus) -> Vec<FrameworkOutcome> {
    // What is wrong with the account is nothing of a function that is gone.
    if of.is_gone() {
        return judge(&|_| RuleStatus::NotApplicable, &Facts::default());
    }
    let retention = of.log_retention.map(|kept| match kept {
        report::Retention::Never => Retention::Never,
        report::Retention::Days(days) => Retention::Days(days),
    });
    judge(status, &Facts { retention, ..Facts::default() })
}

/// The same; what the file says of a state stands.
fn as_written(of: &FunctionReport, account: &FunctionReport) -> Vec<FrameworkOutcome> {
    let mut outcomes = outcomes(of, account);
    for outcome in &mut outcomes {
        let written = of.compliance.iter().find(|written| written.framework == outcome.framework.id);
        for outcome in &mut outcome.requirements {
            let state = written.and_then(|written| {
                written.requirements.iter().find(|known| known.id == outcome.requirement.id)
            });
            outcome.state = state.map_or(State::NotAssessed, |known| known.state);
        }
    }
    outcomes
}

/// Whether a report is one that this can speak of.
pub(crate) fn speaks_of(report: &Report) -> bool {
    report.rules == "2026-11"
}

/// What all functions together come to; none under another edition.
pub(crate) fn overall(of: &Indexed) -> Option<&Overall> {
    speaks_of(&of.report).then(|| of.overall.get_or_init(|| together(&of.report)))
}

// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
fn together(report: &Report) -> Overall {
    let mut overall = Overall::new();
    for function in &report.functions {
        overall.add(&as_written(function, &report.account));
    }
    overall
}

/// Rules, each with its finding where there is one.
type Deciding = Vec<(String, Option<String>)>;

/// Why a requirement came to its state on a function, and the rules that brought it there with their findings, if a look at
/// the function's rules comes to the state that is written.
pub(crate) fn why(of: &Indexed, at: u32, framework: &str, requirement: &str) -> Option<(String, Deciding)> {
    if speaks_of(&of.report) { decided(of, at, framework, requirement) } else { None }
}

// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
fn decided(of: &Indexed, at: u32, framework: &str, requirement: &str) -> Option<(String, Deciding)> {
    let function = of.function(at);
    let all = outcomes(function, &of.report.account);
    let outcome = all.iter().find(|outcome| outcome.framework.id == framework)?;
    let outcome = outcome.requirements.iter().find(|outcome| outcome.requirement.id == requirement)?;
    let written = function.compliance.iter().find(|written| written.framework == framework)?;
    let written = written.requirements.iter().find(|known| known.id == requirement)?;
    if written.state != outcome.state {
        return None;
    }
    let ids = function.ids();
    let finding = |rule: &str| {
        let mut found = function.findings.iter().zip(&ids).filter(|(finding, _)| finding.rule == rule);
        found.next().map(|(_, id)| id.clone())
    };
    let mut deciding = outcome.deciding();
    if outcome.state == State::Manual {
        deciding = deciding.union(outcome.failing);
    }
    let rules = if outcome.state == State::Pass { Vec::new() } else { deciding.ids().collect() };
    Some((outcome.why(), rules.into_iter().map(|rule| (rule.to_owned(), finding(rule))).collect()))
}

/// Functions by what a rule came to on them.
pub(crate) fn rule_states(of: &Indexed, rule: &str) -> States {
    let mut states = States::default();
    let counts = of.rule_states.get_or_init(|| count_rules(&of.report));
    if let Some(counted) = counts.get(rule) {
        states = *counted;
    }
    states
}

fn count_rules(report: &Report) -> std::collections::HashMap<String, States> {
    let mut counts: std::collections::HashMap<String, States> = std::collections::HashMap::new();
    for function in report.functions.iter().chain(std::iter::once(&report.account)) {
        let mut worst: Vec<(&str, Status)> = Vec::new();
        for finding in &function.findings {
            match worst.iter_mut().find(|(rule, _)| *rule == finding.rule) {
                Some((_, status)) => *status = (*status).min(finding.status),
                None => worst.push((&finding.rule, finding.status)),
            }
        }
        let mut of = |rule: &str, add: fn(&mut States)| add(counts.entry(rule.to_owned()).or_default());
        for (rule, status) in worst {
            match status {
                Status::Fail => of(rule, |states| states.fail += 1),
                Status::Manual => of(rule, |states| states.manual += 1),
                Status::NotApplicable => of(rule, |states| states.not_applicable += 1),
            }
        }
        function.passed.iter().for_each(|rule| of(rule, |states| states.pass += 1));
        // Edition 2025-09 may pass what it also says it could not assess.
        for (rule, _) in &function.not_assessed {
            of(rule, |states| states.not_assessed += 1);
        }
    }
    counts
}

/// The letter of a state in a matrix.
pub(crate) fn letter(state: State) -> char {
    match state {
        State::Pass => 'P',
        State::Fail => 'F',
        State::NotAssessed => 'A',
        State::Manual => 'M',
        State::NotApplicable => 'N',
        State::Inherited => 'I',
    }
}

/// The worst state that occurs among functions, in the order fail, manual, not assessed, pass.
pub(crate) fn worst(states: &States) -> State {
    match states {
        States { fail: 1.., .. } => State::Fail,
        States { manual: 1.., .. } => State::Manual,
        States { not_assessed: 1.., .. } => State::NotAssessed,
        States { pass: 1.., .. } => State::Pass,
        States { inherited: 1.., .. } => State::Inherited,
        States { not_applicable: 1.., .. } => State::NotApplicable,
        _ => State::NotAssessed,
    }
}
