//! Two audits side by side: as the command prints them, and as the page lists them.

use report::compare::{Change, Comparison, Fate, FunctionChange, compare};
use report::{Finding, FunctionReport, Report};
use serde_json::{Value, json};

use crate::session::Session;

/// Two audits by one edition of the rules.
#[derive(Debug)]
pub struct Audits<'s> {
    pub(crate) old: &'s Report,
    pub(crate) new: &'s Report,
    comparison: Comparison,
}

/// Why two audits are not compared, in two sentences: their rules say different things.
pub(crate) fn apart(old: &Report, new: &Report) -> Option<String> {
    (old.rules != new.rules).then(|| {
        format!(
            "The older audit is by the rules {}, the newer one by {}. Have the evidence of both judged by the same rules.",
            old.rules, new.rules
        )
    })
}

/// That the audit that is taken for the older one is not.
pub(crate) fn later(old: &Report, new: &Report) -> Option<String> {
    (!new.as_of.is_empty() && old.as_of > new.as_of)
        .then(|| format!("The older audit is dated {}, after {}.", old.as_of, new.as_of))
}

impl<'s> Audits<'s> {
    /// What two sessions show.
    ///
    /// # Errors
    /// Two sentences, where different editions judged.
    pub fn of(old: &'s Session, new: &'s Session) -> Result<Self, String> {
        let (old, new) = (&old.of().report, &new.of().report);
        match apart(old, new) {
            Some(message) => Err(message),
            None => Ok(Self { old, new, comparison: compare(old, new) }),
        }
    }

    /// What is odd about comparing these, in two sentences.
    pub fn oddity(&self) -> Option<String> {
        later(self.old, self.new).map(|dates| dates + " Name the older one first.")
    }

    /// As JSON: each problem of either audit, and what became of it.
    pub fn json(&self) -> String {
        let Self { old, new, comparison } = self;
        let count = |fate: &Fate| (fate.as_str().to_owned(), comparison.count(*fate).into());
        let mut summary: serde_json::Map<String, Value> = Fate::ALL.iter().map(count).collect();
        let only_old = comparison.functions.iter().filter(|function| function.new.is_none()).count();
        let only_new = comparison.functions.iter().filter(|function| function.old.is_none()).count();
        summary.insert("functions_only_old".to_owned(), only_old.into());
        summary.insert("functions_only_new".to_owned(), only_new.into());
        let document = json!({
            "format": "lambdascope-comparison", "version": 1,
            "generator": {"name": "lambdascope", "version": env!("CARGO_PKG_VERSION")},
            "rules": new.rules,
            "old": audit_json(old), "new": audit_json(new),
            "summary": summary,
            "account": {"findings": changes_json(&comparison.account, Some(&old.account), Some(&new.account))},
            "functions": comparison.functions.iter().map(|one| self.function_json(one)).collect::<Vec<_>>(),
        });
        format!("{document:#}\n")
    }

    /// To read: what is still open is counted, all else is told.
    pub fn text(&self) -> String {
        let Self { old, new, comparison } = self;
        let audit = |report: &Report| {
            let score =
                report.mean_score().map_or("no score".to_owned(), |score| format!("mean score {score}"));
            let date = if report.as_of.is_empty() { "no date" } else { &report.as_of };
            let functions = if report.functions.len() == 1 { "function" } else { "functions" };
            format!("{date} ({} {functions}, {score})", report.functions.len())
        };
        let counts = Fate::ALL.map(|fate| format!("{} {}", comparison.count(fate), fate.words()));
        let mut out = format!(
            "The audit of {} against that of {}, by the rules {}.\n{}.\n",
            audit(new),
            audit(old),
            new.rules,
            counts.join(", ")
        );
        section(&mut out, "The account", &comparison.account, Some(&old.account), Some(&new.account));
        for change in &comparison.functions {
            let (before, after) = self.functions(change);
            let Some(of) = after.or(before) else { continue };
            let title = format!("{} ({})", of.name, scores(before, after));
            section(&mut out, &title, &change.changes, before, after);
        }
        out
    }

    /// A function as both audits have it.
    fn functions(&self, change: &FunctionChange) -> (Option<&'s FunctionReport>, Option<&'s FunctionReport>) {
        (
            change.old.and_then(|at| self.old.functions.get(at as usize)),
            change.new.and_then(|at| self.new.functions.get(at as usize)),
        )
    }

    fn function_json(&self, change: &FunctionChange) -> Value {
        let (old, new) = self.functions(change);
        json!({
            "name": new.or(old).map(|of| &of.name),
            "arn": new.and_then(|of| of.arn.as_deref()).or_else(|| old?.arn.as_deref()),
            "in": match (old, new) {
                (None, _) => "new",
                (_, None) => "old",
                _ => "both",
            },
            "score": {"old": score(old), "new": score(new)},
            "assessed": {"old": old.map(share), "new": new.map(share)},
            "findings": changes_json(&change.changes, old, new),
        })
    }
}

/// A finding of a function, by its place.
pub(crate) fn finding(function: Option<&FunctionReport>, at: Option<u32>) -> Option<&Finding> {
    function?.findings.get(at? as usize)
}

/// A function's score, where it has one.
fn score(function: Option<&FunctionReport>) -> Option<u32> {
    function.filter(|function| function.has_score()).map(|function| function.score)
}

/// What a function's score was and is, and how much of its rules could be assessed: a score rises, too, where less is looked at.
fn scores(old: Option<&FunctionReport>, new: Option<&FunctionReport>) -> String {
    let told = |score: Option<u32>| score.map_or_else(|| "no score".to_owned(), |score| score.to_string());
    let (before, after) = (told(score(old)), told(score(new)));
    let (Some(old), Some(new)) = (old, new) else {
        return match old {
            None => format!("only in the newer audit, {after}"),
            Some(_) => format!("only in the older audit, {before}"),
        };
    };
    let mut scores = if before == after { after } else { format!("{before} → {after}") };
    let percent = |function: &FunctionReport| (function.assessed * 100.0).round();
    if percent(old) != percent(new) {
        scores += &format!(", {} % → {} % assessed", percent(old), percent(new));
    }
    scores
}

/// The share of a function's rules that could be assessed, to four places: the last ones may differ after a report was read.
fn share(function: &FunctionReport) -> f64 {
    (function.assessed * 1e4).round() / 1e4
}

/// A heading and what changed below it; nothing where nothing did.
fn section(
    out: &mut String,
    title: &str,
    changes: &[Change],
    old: Option<&FunctionReport>,
    new: Option<&FunctionReport>,
) {
    let told: Vec<&Change> = changes.iter().filter(|change| change.fate != Fate::StillOpen).collect();
    if told.is_empty() {
        return;
    }
    *out += &format!("\n{title}\n");
    for change in told {
        let (before, after) = (finding(old, change.old), finding(new, change.new));
        let Some(of) = after.or(before) else { continue };
        let line = format!("{} {} {}", of.severity.as_str(), of.rule, of.message);
        *out += &format!("  {:<17} {}\n", change.fate.words(), one_line(&line));
        let was = was(before, after);
        if !was.is_empty() {
            *out += &format!("  {:<17} was: {}\n", "", one_line(&was));
        }
        if !change.why.is_empty() {
            *out += &format!("  {:<17} {}\n", "", change.why);
        }
    }
}

/// What of a finding was otherwise; empty where nothing was, or where one audit doesn't have it.
pub(crate) fn was(old: Option<&Finding>, new: Option<&Finding>) -> String {
    let (Some(old), Some(new)) = (old, new) else { return String::new() };
    let mut parts = Vec::new();
    if old.severity != new.severity {
        parts.push(old.severity.as_str());
    }
    if old.status != new.status {
        parts.push(old.status.as_str());
    }
    match (&old.muted, &new.muted) {
        (Some(_), None) => parts.push("set aside"),
        (None, Some(_)) => parts.push("not set aside"),
        _ => {}
    }
    if old.message != new.message {
        parts.push(&old.message);
    }
    parts.join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn audit_json(report: &Report) -> Value {
    let file = |file: &report::EvidenceFile| json!({"name": file.name, "sha256": file.sha256, "exported_at": file.exported_at});
    json!({
        "as_of": report.as_of, "score": report.mean_score(), "functions": report.functions.len(),
        "evidence": report.evidence.iter().map(file).collect::<Vec<_>>(),
    })
}

fn changes_json(
    changes: &[Change],
    old: Option<&FunctionReport>,
    new: Option<&FunctionReport>,
) -> Vec<Value> {
    let ids = |of: Option<&FunctionReport>| of.map(FunctionReport::ids).unwrap_or_default();
    let (old_ids, new_ids) = (ids(old), ids(new));
    let told = |finding: &Finding| {
        json!({
            "severity": finding.severity.as_str(), "status": finding.status.as_str(), "message": finding.message,
            "muted": finding.muted.is_some(),
        })
    };
    let change = |change: &Change| {
        let (before, after) = (finding(old, change.old), finding(new, change.new));
        let of = after.or(before);
        let id = |ids: &[String], at: Option<u32>| ids.get(at? as usize).cloned();
        json!({
            "change": change.fate.as_str(),
            "id": id(&new_ids, change.new).or_else(|| id(&old_ids, change.old)),
            "rule": of.map(|finding| &finding.rule), "subject": of.and_then(|finding| finding.subject.as_deref()),
            "old": before.map(told), "new": after.map(told), "why": change.why,
        })
    };
    changes.iter().map(change).collect()
}
