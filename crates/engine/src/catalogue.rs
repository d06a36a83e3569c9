//! The catalogue of rules, from their own registry.

use std::fmt::Write;

use crate::judge::catalogue_2025_09;

/// The rules of edition 2025-09 as JSON: `{"rules": "2025-09", "catalogue": [{"id": ...}]}`.
pub fn rules_json() -> String {
    let catalogue = catalogue_2025_09();
    let rules = catalogue.rules.iter().map(|rule| {
        serde_json::json!({
            "id": rule.id, "title": rule.title, "check": rule.check, "why": rule.why, "fix": rule.fix,
            "needs": rule.needs, "command": rule.command,
        })
    });
    let document = serde_json::json!({ "rules": "2025-09", "catalogue": rules.collect::<Vec<_>>() });
    format!("{document:#}\n")
}

/// The rules of edition 2025-09 as Markdown.
pub fn rules_markdown() -> String {
    let mut out = String::from("# Rules of edition 2025-09\n");
    let mut check = String::new();
    for rule in catalogue_2025_09().rules {
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
