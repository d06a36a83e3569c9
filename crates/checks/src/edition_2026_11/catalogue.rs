//! The catalogue of rules, written from the registry.

use std::fmt::Write;

use serde::Serialize;

use super::rule::{Evaluate, Rule};
use super::{command, rules};

#[derive(Serialize)]
struct Entry {
    id: &'static str,
    title: &'static str,
    severity: &'static str,
    category: &'static str,
    check: &'static str,
    scope: &'static str,
    decides: &'static str,
    why: &'static str,
    fix: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'static str>,
    needs: Vec<Need>,
    #[serde(skip_serializing_if = "str::is_empty")]
    does_not_apply: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    sources: &'static str,
}

/// An operation, and the command that brings its answer.
#[derive(Serialize)]
struct Need {
    operation: &'static str,
    command: Option<String>,
}

#[derive(Serialize)]
struct Catalogue {
    format: &'static str,
    version: u32,
    edition: &'static str,
    rules: Vec<Entry>,
}

impl From<&'static Rule> for Entry {
    fn from(rule: &'static Rule) -> Self {
        Self {
            id: rule.id,
            title: rule.title,
            severity: rule.severity.as_str(),
            category: rule.category,
            check: rule.check,
            scope: scope(rule),
            decides: rule.decides,
            why: rule.why,
            fix: rule.fix,
            command: rule.command,
            needs: rule
                .needs
                .iter()
                .map(|operation| Need { operation, command: command(operation) })
                .collect(),
            does_not_apply: rule.exempt,
            sources: rule.sources,
        }
    }
}

fn scope(rule: &Rule) -> &'static str {
    match rule.evaluate {
        Evaluate::Function(_) => "function",
        Evaluate::Account(_) => "account",
    }
}

/// The catalogue as JSON.
pub fn json() -> String {
    let catalogue = Catalogue {
        format: "lambdascope-rules",
        version: 1,
        edition: "2026-11",
        rules: rules::all().map(Entry::from).collect(),
    };
    // Plain text and numbers always serialise.
    serde_json::to_string_pretty(&catalogue).unwrap_or_default() + "\n"
}

/// The catalogue as Markdown.
pub fn markdown() -> String {
    let mut out = String::from(
        "# The rules of edition 2026-11\n\nWritten from the rules' own registry by `lambdascope rules --format markdown`; a test \
         keeps it so.\n\n| rule | what it looks for | severity | check |\n|---|---|---|---|\n",
    );
    for rule in rules::all() {
        let _ = writeln!(
            out,
            "| [{}](#{}) | {} | {} | {} |",
            rule.id,
            rule.id.to_ascii_lowercase(),
            rule.title,
            rule.severity.as_str(),
            rule.check
        );
    }
    for rule in rules::all() {
        // Writing to a string can't fail.
        let _ = write!(
            out,
            "\n## {}\n\n**{}** ({}, {})\n\n{}\n",
            rule.id,
            rule.title,
            rule.severity.as_str(),
            scope(rule),
            rule.why
        );
        let _ = write!(out, "\n- Decided by: {}\n- Needs: {}\n", rule.decides, needs(rule));
        for (title, text) in [("Does not apply", rule.exempt), ("Fix", rule.fix), ("Sources", rule.sources)] {
            if !text.is_empty() {
                let _ = writeln!(out, "- {title}: {text}");
            }
        }
        if let Some(command) = rule.command {
            let _ = write!(out, "\n```sh\n{command}\n```\n");
        }
    }
    out
}

fn needs(rule: &Rule) -> String {
    let needs: Vec<String> =
        rule.needs.iter().map(|need| format!("`{}`", command(need).unwrap_or_default())).collect();
    needs.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `LAMBDASCOPE_WRITE=1 cargo test -p checks catalogue` writes the file anew.
    #[test]
    fn the_written_catalogue_is_in_sync() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules.md");
        if std::env::var_os("LAMBDASCOPE_WRITE").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs")).unwrap();
            std::fs::write(path, markdown()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == markdown(), "docs/rules.md is out of date: run with LAMBDASCOPE_WRITE=1");
    }

    #[test]
    fn every_rule_describes_itself() {
        let mut ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "an id stands twice");
        for rule in rules::all() {
            for text in [rule.title, rule.decides, rule.why, rule.fix, rule.category] {
                assert!(!text.is_empty(), "{} says too little", rule.id);
            }
            for need in rule.needs {
                assert!(command(need).is_some_and(|command| command.starts_with("aws ")), "{need}");
            }
            assert!(super::super::CHECKS.contains(&rule.check) && !rule.needs.is_empty(), "{}", rule.id);
        }
        let read: serde_json::Value = serde_json::from_str(&json()).unwrap();
        assert_eq!(read["rules"].as_array().unwrap().len(), count);
    }
}
