//! The first screen: the score and what it was lost to, the worst things, the frameworks, what is missing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use checks::{Severity, Status};
use evidence::Evidence;
use report::command::bring;
use report::{Finding, FrameworkOutcome, FunctionReport, State};

use crate::lacking;
use crate::lists::{Indexed, is_worst};
use crate::messages::{
    CheckPiece, CheckSummary, FirstThing, FrameworkSummary, MissingAnswer, Overview, ProblemRow, States,
};
use crate::requirements::worst;

/// So many functions with the lowest scores are shown.
const WORST: usize = 8;
/// What is wrong where a function is open to everybody and its role leads to more rights.
const WORST_TITLE: &str = "Everybody can call it, and its role leads to more rights";
/// So many kinds of missing answers are shown.
const MISSING: usize = 20;

pub(crate) fn overview(of: &Indexed, evidence: Option<&Evidence>, problems: Vec<ProblemRow>) -> Overview {
    let report = &of.report;
    // A function of which nothing could be scored, such as one that is gone, has no say here either.
    let scored = || report.functions.iter().filter(|function| function.is_scored());
    let count = scored().count() as f64;
    let of_all = |function: &FunctionReport| function.checks.iter().map(|check| check.max).sum::<u32>();
    let kept = |function: &FunctionReport| function.checks.iter().map(|check| check.score).sum::<u32>();
    // One that broke off keeps nothing, and could have had what another has.
    let most = scored().map(of_all).max().unwrap_or_default();
    let points = scored().fold((0, 0), |(sum, all), function| match function.broke_off() {
        true => (sum, all + most),
        false => (sum + kept(function), all + of_all(function)),
    });
    let scores = || scored().map(|function| function.score);
    let mut histogram = BTreeMap::new();
    scores().for_each(|score| *histogram.entry(score).or_insert(0) += 1);
    let mut runtimes: HashMap<&str, u32> = HashMap::new();
    for runtime in report.functions.iter().filter_map(|function| function.runtime.as_deref()) {
        *runtimes.entry(runtime).or_insert(0) += 1;
    }
    let mut runtimes: Vec<(String, u32)> =
        runtimes.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    order::by(&mut runtimes, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Overview {
        score: report.mean_score(),
        range: (scores().min().unwrap_or_default(), scores().max().unwrap_or_default()),
        points: (f64::from(points.0) / count.max(1.0), f64::from(points.1) / count.max(1.0)),
        not_audited: scored().filter(|function| function.broke_off()).count() as u32,
        assessed: if count > 0.0 { scored().map(|f| f.assessed).sum::<f64>() / count } else { 0.0 },
        checks: checks(of),
        severities: severities(of),
        first: first(of),
        frameworks: report
            .catalogue
            .frameworks
            .iter()
            .map(|framework| framework_summary(of, &framework.id))
            .collect(),
        worst: {
            let scored = of.functions.iter().filter(|&&at| of.function(at).is_scored());
            scored.take(WORST).map(|&at| of.function_row(at)).collect()
        },
        scores: histogram.into_iter().collect(),
        runtimes,
        missing: missing(of, evidence),
        problems,
        set_aside: report.set_aside() as u32,
        score_without: report.score_without,
    }
}

fn severities(of: &Indexed) -> Vec<(String, u32)> {
    let all = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let mut counts = [0_u32; 5];
    for function in of.report.functions.iter().chain([&of.report.account]) {
        counts.iter_mut().zip(function.severities()).for_each(|(sum, n)| *sum += n);
    }
    all.iter().zip(counts).filter(|(_, n)| *n > 0).map(|(s, n)| (s.as_str().to_owned(), n)).collect()
}

/// The checks in the order in which they are performed, each with the rules that cost points.
fn checks(of: &Indexed) -> Vec<CheckSummary> {
    let functions = &of.report.functions;
    let count = functions.iter().filter(|function| function.is_scored()).count().max(1) as f64;
    let mut checks: Vec<CheckSummary> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for score in functions.iter().flat_map(|function| &function.checks) {
        let at = *places.entry(&score.name).or_insert_with(|| {
            checks.push(CheckSummary { name: score.name.clone().into_owned(), ..CheckSummary::default() });
            checks.len() - 1
        });
        let check = &mut checks[at];
        check.max += f64::from(score.max) / count;
        check.lost_total += score.max.saturating_sub(score.score);
    }
    for function in functions {
        let mut seen: Vec<usize> = Vec::new();
        for finding in function.findings.iter().filter(|finding| finding.status != Status::NotApplicable) {
            let Some(&at) = places.get(of.check(finding)) else { continue };
            let check = &mut checks[at];
            check.findings += 1;
            if !seen.contains(&at) {
                seen.push(at);
                check.functions += 1;
            }
            piece(check, of, finding);
        }
    }
    for check in &mut checks {
        check.lost = f64::from(check.lost_total) / count;
        check.pieces.iter_mut().for_each(|piece| piece.lost = f64::from(piece.lost_total) / count);
        order::by_key(&mut check.pieces, |piece| std::cmp::Reverse((piece.lost_total, piece.findings)));
    }
    checks
}

fn piece(check: &mut CheckSummary, of: &Indexed, finding: &Finding) {
    let at = check.pieces.iter().position(|piece| piece.rule == finding.rule).unwrap_or_else(|| {
        let title = of.report.catalogue.rule(&finding.rule).map(|rule| rule.title.clone().into_owned());
        check.pieces.push(CheckPiece {
            rule: finding.rule.clone().into_owned(),
            title: title.unwrap_or_default(),
            ..CheckPiece::default()
        });
        check.pieces.len() - 1
    });
    let piece = &mut check.pieces[at];
    piece.lost_total += finding.points;
    piece.findings += 1;
}

/// At most three things, the worst first: a public function with a way to more rights, then by severity, then by the points lost
/// to the rule over all functions.
fn first(of: &Indexed) -> Vec<FirstThing> {
    struct Thing {
        severity: Severity,
        points: u32,
        functions: HashSet<u32>,
        worst: (u32, u32),
        /// Whether the rule finds milder things, too, which are not counted here.
        has_milder: bool,
    }
    // The worst there is stands for itself, apart from milder findings of its rule.
    let mut things: HashMap<(bool, &str), Thing> = HashMap::new();
    for &(function, position) in &of.findings {
        let finding = &of.function(function).findings[position as usize];
        if finding.status != Status::Fail || finding.rule.is_empty() || finding.muted.is_some() {
            continue;
        }
        let key = (!is_worst(finding), finding.rule.as_ref());
        let thing = things.entry(key).or_insert(Thing {
            severity: finding.severity,
            points: 0,
            functions: HashSet::new(),
            worst: (function, position),
            has_milder: false,
        });
        // The findings come with the worst first.
        if finding.severity != thing.severity {
            thing.has_milder = true;
            continue;
        }
        thing.points += finding.points;
        thing.functions.insert(function);
        // Of several functions the one with the lowest score stands for all.
        if of.function(function).score < of.function(thing.worst.0).score {
            thing.worst = (function, position);
        }
    }
    let mut things: Vec<((bool, &str), Thing)> = things.into_iter().collect();
    order::by(&mut things, |((a_is_other, a), one), ((b_is_other, b), other)| {
        (a_is_other, one.severity)
            .cmp(&(b_is_other, other.severity))
            .then(other.points.cmp(&one.points))
            .then_with(|| a.cmp(b))
    });
    let describe = |((is_other, rule), thing): ((bool, &str), Thing)| {
        let entry = of.report.catalogue.rule(rule);
        let function = of.function(thing.worst.0);
        FirstThing {
            severity: thing.severity.as_str().into(),
            rule: rule.to_owned(),
            title: match entry {
                _ if !is_other => WORST_TITLE.to_owned(),
                Some(entry) => entry.title.clone().into_owned(),
                None => String::new(),
            },
            why: entry.map(|entry| entry.why.clone().into_owned()).unwrap_or_default(),
            fix: entry.map(|entry| entry.fix.clone().into_owned()).unwrap_or_default(),
            functions: thing.functions.len() as u32,
            function: of.name(thing.worst.0),
            finding: function.ids().swap_remove(thing.worst.1 as usize),
            only_severity: !is_other || thing.has_milder,
        }
    };
    things.into_iter().take(3).map(describe).collect()
}

/// What a framework comes to: each of its requirements counts once, as what it comes to over all functions.
pub(crate) fn framework_summary(of: &Indexed, id: &str) -> FrameworkSummary {
    // Functions share what is the same on them: each outcome is looked into once, however many have it.
    let mut shared: HashMap<*const FrameworkOutcome, (&FrameworkOutcome, u32)> = HashMap::new();
    let mut percentages = Vec::new();
    let mut compliant = None;
    for outcome in of.report.functions.iter().flat_map(|function| &function.compliance) {
        if outcome.framework != id {
            continue;
        }
        shared.entry(Arc::as_ptr(outcome)).or_insert((outcome, 0)).1 += 1;
        percentages.extend(outcome.percentage);
        if let Some(is) = outcome.compliant {
            *compliant.get_or_insert(0) += u32::from(is);
        }
    }
    let mut each: HashMap<&str, States> = HashMap::new();
    for (outcome, functions) in shared.into_values() {
        for requirement in &outcome.requirements {
            *of_state(each.entry(requirement.id.as_ref()).or_default(), requirement.state) += functions;
        }
    }
    let framework = of.report.catalogue.framework(id);
    let overall =
        of.overall.get().and_then(|overall| overall.frameworks.iter().find(|of| of.framework.id == id));
    let mut states = States::default();
    for requirement in framework.iter().flat_map(|framework| &framework.requirements) {
        let known =
            overall.and_then(|of| of.requirements.iter().find(|of| of.requirement.id == requirement.id));
        let seen = each.get(requirement.id.as_ref()).copied().unwrap_or_default();
        count(&mut states, known.map_or_else(|| worst(&seen), |overall| overall.state()));
    }
    let title = framework.map(|framework| framework.title.clone().into_owned());
    FrameworkSummary {
        id: id.to_owned(),
        title: title.unwrap_or_else(|| id.to_owned()),
        states,
        percentage: (!percentages.is_empty())
            .then(|| percentages.iter().sum::<f64>() / percentages.len() as f64),
        compliant,
    }
}

pub(crate) fn count(states: &mut States, state: State) {
    *of_state(states, state) += 1;
}

fn of_state(states: &mut States, state: State) -> &mut u32 {
    match state {
        State::Pass => &mut states.pass,
        State::Fail => &mut states.fail,
        State::NotAssessed => &mut states.not_assessed,
        State::Manual => &mut states.manual,
        State::NotApplicable => &mut states.not_applicable,
        State::Inherited => &mut states.inherited,
    }
}

/// The answers that are missing, over all functions, those that most functions lack first.
fn missing(of: &Indexed, evidence: Option<&Evidence>) -> Vec<MissingAnswer> {
    let mut missing: HashMap<&str, (u32, u32)> = HashMap::new();
    for (at, function) in (0_u32..).zip(&of.report.functions) {
        let mut own: Vec<&str> = missing_of(function).collect();
        order::sort(&mut own);
        own.dedup();
        for operation in own {
            missing.entry(operation).or_insert((0, at)).0 += 1;
        }
    }
    let mut missing: Vec<(&str, (u32, u32))> = missing.into_iter().collect();
    order::by(&mut missing, |a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(b.0)));
    let describe = |(operation, (functions, first)): (&str, (u32, u32))| MissingAnswer {
        operation: operation.to_owned(),
        why: lacking::why(evidence, operation),
        functions,
        command: bring(operation, of.function(first)),
    };
    missing.into_iter().take(MISSING).map(describe).collect()
}

/// The operations whose answers a function lacks; one may come more than once.
pub(crate) fn missing_of(function: &FunctionReport) -> impl Iterator<Item = &str> {
    let beside = function.findings.iter().flat_map(|finding| &finding.missing);
    let not_assessed = function.not_assessed.iter().flat_map(|(_, missing)| missing);
    not_assessed.chain(beside).map(|operation| operation.as_ref())
}
