//! The catalogue of rules, from their own registry.

use std::fmt::Write;

use crate::judge::Edition;

/// The rules of an edition as JSON: `{"rules": "2025-09", "catalogue": [{"id": ...}]}`.
pub fn rules_json(edition: &dyn Edition) -> String {
    let catalogue = edition.catalogue();
    let rules = catalogue.rules.iter().map(|rule| {
        serde_json::json!({
            "id": rule.id, "title": rule.title, "check": rule.check, "why": rule.why, "fix": rule.fix,
            "needs": rule.needs, "command": rule.command,
        })
    });
    let document = serde_json::json!({ "rules": edition.name(), "catalogue": rules.collect::<Vec<_>>() });
    format!("{document:#}\n")
}

/// The rules of an edition as Markdown.
pub fn rules_markdown(edition: &dyn Edition) -> String {
    let mut out = format!("# Rules of edition {}\n", edition.name());
    let mut check = String::new();
    for rule in edition.catalogue().rules {
        if rule.check != check {
            check = rule.check.clone().into_owned();
            // Writing to a text does not fail.
            let _ = write!(out, "\n## {check}\n");
        }
        let _ = write!(
            out,
            "\n### {} {}\n\n{}\n\n**Fix.** {}\n\n**Needs.** {}\n",
            rule.id,
            rule.title,
            rule.why,
            rule.fix,
            rule.needs.join(", ")
        );
        if let Some(command) = &rule.command {
            let _ = write!(out, "\n```\n{command}\n```\n");
        }
    }
    out
}
