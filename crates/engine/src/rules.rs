//! The rules of what is shown: each as its registry describes it, and what it came to.

use checks::Severity;
use checks::edition_2026_11::{Data, Weights};
use report::Report;

use crate::again::EDITIONS;
use crate::faults;
use crate::judge::RuleWords;
use crate::lists::Indexed;
use crate::messages::{RequirementName, RuleDetail, RuleRow};
use crate::requirements::{rule_states, worst};

/// The rules that go by the table of runtimes.
const BY_RUNTIMES: [&str; 4] = ["RT-01", "RT-02", "RT-03", "RT-04"];

fn words(report: &Report, id: &str) -> Option<RuleWords> {
    EDITIONS.into_iter().find(|edition| edition.name() == report.rules)?.rule(id)
}

fn row(of: &Indexed, rule: &report::RuleEntry) -> RuleRow {
    RuleRow {
        id: rule.id.clone().into_owned(),
        title: rule.title.clone().into_owned(),
        check: rule.check.clone().into_owned(),
        severity: words(&of.report, &rule.id).unwrap_or_default().severity.to_owned(),
        states: rule_states(of, &rule.id),
        words: format!("{} {}", rule.why, rule.needs.join(" ")),
    }
}

/// All of them, in the order of their registry.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
pub(crate) fn rows(of: &Indexed) -> Vec<RuleRow> {
    of.report.catalogue.rules.iter().map(|rule| row(of, rule)).collect()
}

/// One of them.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
pub(crate) fn rule(of: &Indexed, id: &str) -> Option<RuleDetail> {
    let report = &of.report;
    let rule = report.catalogue.rule(id)?;
    let words = words(report, id).unwrap_or_default();
    let mut requirements = Vec::new();
    for framework in &report.catalogue.frameworks {
        for requirement in
            framework.requirements.iter().filter(|known| known.rules.iter().any(|rule| rule == id))
        {
            let mut states = crate::messages::States::default();
            let outcomes = report.functions.iter().flat_map(|function| &function.compliance);
            for outcome in outcomes.filter(|outcome| outcome.framework == framework.id) {
                let found = outcome.requirements.iter().find(|known| known.id == requirement.id);
                found.into_iter().for_each(|known| crate::overview::count(&mut states, known.state));
            }
            requirements.push(RequirementName {
                framework: framework.id.clone().into_owned(),
                framework_title: framework.title.clone().into_owned(),
                id: requirement.id.clone().into_owned(),
                title: requirement.title.clone().into_owned(),
                state: worst(&states).as_str().into(),
            });
        }
    }
    Some(RuleDetail {
        row: row(of, rule),
        why: rule.why.clone().into_owned(),
        fix: rule.fix.clone().into_owned(),
        command: rule.command.clone().map(|command| command.into_owned()),
        decides: words.decides.to_owned(),
        needs: rule.needs.iter().map(|need| need.clone().into_owned()).collect(),
        exempt: words.exempt.to_owned(),
        sources: words.sources.to_owned(),
        cost: cost(report, words.severity),
        dated: dated(report, id),
        requirements,
        faults: faults::touching(id),
    })
}

fn cost(report: &Report, severity: &str) -> String {
    let Some(severity) = Severity::parse(severity).filter(|_| report.rules == "2026-11") else {
        return String::new();
    };
    let weights = shipped();
    format!(
        "A failure costs {} of the {} points of its check, once for each function, and nothing while it can't be assessed.",
        weights.of(severity),
        weights.check_points
    )
}

/// What findings cost under the current rules.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
fn shipped() -> Weights {
    Data::default().weights
}

/// What severities cost, as a sentence.
pub(crate) fn weights() -> String {
    let weights = shipped();
    let all = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let each =
        all.map(|severity| format!("{} {}", severity.as_str().to_ascii_lowercase(), weights.of(severity)));
    format!(
        "Each check is worth {full} points, less where rules of it could not be assessed. Of {full} points a rule that fails costs, once: \
         {}; a check that is worth less loses the same share, rounded up to whole points. No check loses more than it is worth.",
        each.join(", "),
        full = weights.check_points,
    )
}

/// What a check is worth that was assessed whole.
pub(crate) fn full_points() -> u32 {
    u32::from(shipped().check_points)
}

/// By which dated table a rule judges, as a sentence.
pub(crate) fn dated(report: &Report, rule: &str) -> Option<String> {
    let table = report.tables.iter().find(|table| table.name == "runtimes")?;
    BY_RUNTIMES.contains(&rule).then(|| {
        let from = match &table.file {
            Some(file) => format!("the table of runtimes in {file}"),
            None => "the table of runtimes that comes with this program".to_owned(),
        };
        format!("Judged as of {} by {from}, which was true on {}.", report.as_of, table.as_of)
    })
}
