//! Two audits side by side, as the command prints them.

use report::compare::{Change, Comparison, Fate, FunctionChange, compare};
use report::{Finding, FunctionReport, Report};
use serde_json::{Value, json};

use crate::session::Session;

/// Two audits by one edition of the rules.
#[derive(Clone, Copy, Debug)]
pub struct Audits<'s> {
    old: &'s Report,
    new: &'s Report,
}

impl<'s> Audits<'s> {
    /// What two sessions show.
    ///
    /// # Errors
    /// Two sentences, where different editions judged: their rules say different things.
    pub fn of(old: &'s Session, new: &'s Session) -> Result<Self, String> {
        let (old, new) = (&old.of().report, &new.of().report);
        if old.rules == new.rules {
            return Ok(Self { old, new });
        }
        Err(format!(
            "The older audit is by the rules {}, the newer one by {}. Judge the evidence of both by the same, with --rules.",
            old.rules, new.rules
        ))
    }

    /// What is odd about comparing these, in two sentences.
    pub fn oddity(self) -> Option<String> {
        let (old, new) = (&self.old.as_of, &self.new.as_of);
        (!new.is_empty() && old > new).then(|| {
            format!("The audit that was named first is dated {old}, after {new}. Name the older one first.")
        })
    }

    /// As JSON: each problem of either audit, and what became of it.
    pub fn json(self) -> String {
        let comparison = compare(self.old, self.new);
        let mut summary: serde_json::Map<String, Value> =
            Fate::ALL.iter().map(|fate| (fate.as_str().to_owned(), comparison.count(*fate).into())).collect();
        let only_old = comparison.functions.iter().filter(|function| function.new.is_none()).count();
        let only_new = comparison.functions.iter().filter(|function| function.old.is_none()).count();
        summary.insert("functions_only_old".to_owned(), only_old.into());
        summary.insert("functions_only_new".to_owned(), only_new.into());
        let document = json!({
            "format": "lambdascope-comparison", "version": 1,
            "generator": {"name": "lambdascope", "version": env!("CARGO_PKG_VERSION")},
            "rules": self.new.rules,
            "old": audit_json(self.old), "new": audit_json(self.new),
            "summary": summary,
            "account": {"findings": comparison.account.changes.iter().map(change_json).collect::<Vec<_>>()},
            "functions": comparison.functions.iter().map(function_json).collect::<Vec<_>>(),
        });
        format!("{document:#}\n")
    }

    /// To read: what is still open is counted, all else is told.
    pub fn text(self) -> String {
        let comparison = compare(self.old, self.new);
        let audit = |report: &Report| {
            let score =
                report.mean_score().map_or("no score".to_owned(), |score| format!("mean score {score}"));
            let functions = report.functions.len();
            format!("{} ({}, {score})", dated(report), counted(functions, "function"))
        };
        let mut out = format!(
            "The audit of {} against that of {}, by the rules {}.\n{}.\n",
            audit(self.new),
            audit(self.old),
            self.new.rules,
            summary(&comparison)
        );
        section(&mut out, "The account", &comparison.account);
        for function in &comparison.functions {
            let Some(of) = function.new.or(function.old) else { continue };
            section(&mut out, &format!("{} ({})", of.name, scores(function)), function);
        }
        out
    }
}

fn dated(report: &Report) -> &str {
    if report.as_of.is_empty() { "no date" } else { &report.as_of }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn summary(comparison: &Comparison<'_>) -> String {
    let told = Fate::ALL.iter().map(|fate| format!("{} {}", comparison.count(*fate), fate.words()));
    told.collect::<Vec<_>>().join(", ")
}

/// A function's score, where it has one.
fn score(function: Option<&FunctionReport>) -> Option<u32> {
    function.filter(|function| function.has_score()).map(|function| function.score)
}

/// What a function's score was and is, and how much of its rules could be assessed: a score rises, too, where less is looked at.
fn scores(function: &FunctionChange<'_>) -> String {
    let told = |score: Option<u32>| score.map_or_else(|| "no score".to_owned(), |score| score.to_string());
    let (old, new) = (score(function.old), score(function.new));
    let (Some(before), Some(after)) = (function.old, function.new) else {
        let (audit, score) = if function.old.is_none() { ("newer", new) } else { ("older", old) };
        return format!("only in the {audit} audit, {}", told(score));
    };
    let mut scores = if old == new { told(new) } else { format!("{} → {}", told(old), told(new)) };
    let percent = |function: &FunctionReport| (function.assessed * 100.0).round();
    if percent(before) != percent(after) {
        scores += &format!(", {} % → {} % assessed", percent(before), percent(after));
    }
    scores
}

/// The share of a function's rules that could be assessed, to four places: the last ones may differ after a report was read.
fn share(function: &FunctionReport) -> f64 {
    (function.assessed * 1e4).round() / 1e4
}

/// A heading and what changed below it; nothing where nothing did.
fn section(out: &mut String, title: &str, function: &FunctionChange<'_>) {
    let told: Vec<&Change<'_>> =
        function.changes.iter().filter(|change| change.fate != Fate::StillOpen).collect();
    if told.is_empty() {
        return;
    }
    *out += &format!("\n{title}\n");
    for change in told {
        let Some(finding) = change.new.or(change.old) else { continue };
        let line = format!("{} {} {}", finding.severity.as_str(), finding.rule, finding.message);
        *out += &format!("  {:<17} {}\n", change.fate.words(), one_line(&line));
        if let (Fate::Changed, Some(old)) = (change.fate, change.old) {
            *out += &format!("  {:<17} was: {}\n", "", one_line(&was(old, finding)));
        }
        if !change.why.is_empty() {
            *out += &format!("  {:<17} {}\n", "", change.why);
        }
    }
}

/// What of a finding was otherwise.
fn was(old: &Finding, new: &Finding) -> String {
    let mut parts = Vec::new();
    if old.severity != new.severity {
        parts.push(old.severity.as_str().to_owned());
    }
    if old.status != new.status {
        parts.push(old.status.as_str().to_owned());
    }
    match (&old.muted, &new.muted) {
        (Some(_), None) => parts.push("set aside".to_owned()),
        (None, Some(_)) => parts.push("not set aside".to_owned()),
        _ => {}
    }
    if old.message != new.message {
        parts.push(old.message.clone().into_owned());
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

fn function_json(function: &FunctionChange<'_>) -> Value {
    let of = function.new.or(function.old);
    json!({
        "name": of.map(|of| &of.name),
        "arn": function.new.and_then(|of| of.arn.as_deref()).or_else(|| function.old?.arn.as_deref()),
        "in": match (function.old, function.new) {
            (None, _) => "new",
            (_, None) => "old",
            _ => "both",
        },
        "score": {"old": score(function.old), "new": score(function.new)},
        "assessed": {"old": function.old.map(share), "new": function.new.map(share)},
        "findings": function.changes.iter().map(change_json).collect::<Vec<_>>(),
    })
}

fn change_json(change: &Change<'_>) -> Value {
    let told = |finding: &Finding| {
        json!({
            "severity": finding.severity.as_str(), "status": finding.status.as_str(), "message": finding.message,
            "muted": finding.muted.is_some(),
        })
    };
    let finding = change.new.or(change.old);
    json!({
        "change": change.fate.as_str(), "id": change.id,
        "rule": finding.map(|finding| &finding.rule), "subject": finding.and_then(|finding| finding.subject.as_deref()),
        "old": change.old.map(told), "new": change.new.map(told), "why": change.why,
    })
}
