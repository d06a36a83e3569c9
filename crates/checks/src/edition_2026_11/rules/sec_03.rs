//! SEC-03: a secret where nobody looks: descriptions, tags, handler, image command.

use std::borrow::Cow;

use evidence::facts::{Field, Function};

use super::{secret, tags};
use crate::Severity;
use crate::edition_2026_11::rule::{ENV, Judged, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};
use crate::secrets::{self, Beside, scan};

pub(super) static RULE: Rule = Rule {
    id: "SEC-03",
    title: "Secret in a description, a tag or a command",
    severity: Severity::High,
    category: "ENVIRONMENT_VARIABLES",
    check: ENV,
    decides: "`Description`, `Handler` and `ImageConfigResponse` of the configuration, the tags, and the descriptions of versions and \
              aliases",
    why: "These are shown everywhere, in lists, invoices and inventories, and are never encrypted with a key of one's own.",
    fix: "Revoke the secret, take it out, and keep the new one in Secrets Manager or Parameter Store.",
    command: None,
    sources: "AWS Lambda developer guide; AWS Tagging best practices, \"do not store sensitive information in tags\"; no other tool checks it",
    needs: &["lambda:GetFunction", "lambda:ListTags"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for key in ["Description", "Handler"] {
        if let Some(field) = function.config(key)? {
            text(&mut outcomes, &format!("`{key}`"), key, &field);
        }
    }
    for key in ["ImageConfigResponse", "ImageConfig"] {
        let Some(image) = function.config(key)? else { continue };
        let image = image.get("ImageConfig").unwrap_or(image);
        for part in ["EntryPoint", "Command"] {
            if let Some(words) = image.get(part) {
                // A flag and its value are neighbours.
                let texts = image.texts_of(part);
                let before = outcomes.len();
                found_in(&mut outcomes, &format!("`{part}` of the image"), part, &texts.join(" "), &words);
                if outcomes.len() == before {
                    outcomes.extend(in_options(&texts, part, &words));
                }
            }
        }
        if let Some(directory) = image.get("WorkingDirectory") {
            text(&mut outcomes, "`WorkingDirectory` of the image", "WorkingDirectory", &directory);
        }
    }
    let tags = tags::tags(function);
    note(&mut outcomes, tags.gap());
    if let Some(tags) = tags.known() {
        let texts: Vec<_> = tags.members().filter_map(|(_, value)| value.text()).collect();
        let beside = Beside::of(texts.iter().map(AsRef::as_ref));
        for (name, field) in tags.members() {
            let Some(value) = field.text() else { continue };
            if let Some(secret) = secrets::secret(&name, &value, beside) {
                let found = secret::found(&format!("The tag `{name}`"), &secret, &value, &field);
                let found = found.about(format!("tag {name}"));
                outcomes.push(Outcome::Fail(found.severity(secret::severity(&secret, RULE.severity))));
            }
        }
    }
    for (operation, list, name) in
        [("lambda:ListVersionsByFunction", "Versions", "Version"), ("lambda:ListAliases", "Aliases", "Name")]
    {
        for item in function.list(operation, list).items {
            let (Some(field), Some(name)) = (item.get("Description"), item.text_of(name)) else { continue };
            if name != "$LATEST" {
                text(
                    &mut outcomes,
                    &format!("The description of `{name}`"),
                    &format!("description of {name}"),
                    &field,
                );
            }
        }
    }
    Ok(outcomes)
}

/// A secret with blanks in it, which only the words of a command hold together: `--passphrase`, `four words as one`.
fn in_options(texts: &[Cow<'_, str>], part: &str, at: &Field<'_>) -> Option<Outcome> {
    let pairs = texts.iter().filter_map(|text| text.split_once('='));
    let neighbours = texts.windows(2).filter_map(|pair| match pair {
        [name, value] if name.starts_with('-') && !value.starts_with('-') => Some((&**name, &**value)),
        _ => None,
    });
    pairs.chain(neighbours).find_map(|(name, value)| {
        let secret = secrets::classify(name.trim_start_matches('-'), value)?;
        let found = secret::found(&format!("`{part}` of the image"), &secret, value, at).about(part);
        Some(Outcome::Fail(found.severity(secret::severity(&secret, RULE.severity))))
    })
}

fn text(outcomes: &mut Vec<Outcome>, what: &str, subject: &str, field: &Field<'_>) {
    if let Some(value) = field.text() {
        found_in(outcomes, what, subject, &value, field);
    }
}

fn found_in(outcomes: &mut Vec<Outcome>, what: &str, subject: &str, value: &str, at: &Field<'_>) {
    for secret in scan(value) {
        let found = secret::found(what, &secret, value, at).about(subject);
        outcomes.push(Outcome::Fail(found.severity(secret::severity(&secret, RULE.severity))));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, audit, check, denied, error, function, whole};

    const KEY: &str = "sk_live_9fKx2VnQ7tRb4LmZc8WyHs3P";

    #[test]
    fn places_where_nobody_looks() {
        let said = |text: &str| format!("Takes orders, key {text}");
        check("SEC-03", vec![function(json!({"Description": said(KEY)}))], "FAIL HIGH");
        check("SEC-03", vec![function(json!({"Description": said("of the shop")}))], "PASS");
        check("SEC-03", vec![function(json!({"Handler": KEY}))], "FAIL HIGH");
        let image = |command: Value| {
            let config = json!({"EntryPoint": ["/entry.sh"], "Command": command});
            vec![function(json!({"PackageType": "Image", "ImageConfigResponse": {"ImageConfig": config}}))]
        };
        check("SEC-03", image(json!(["--stripe-key", KEY])), "FAIL HIGH");
        check("SEC-03", image(json!(["--passphrase", "meadow lantern orbit 42"])), "FAIL MEDIUM");
        check("SEC-03", image(json!(["APP_PASSPHRASE=meadow lantern orbit 42"])), "FAIL MEDIUM");
        check("SEC-03", image(json!(["--password-file", "/run/secrets/db", "--token-ttl=3600 s"])), "PASS");
        check("SEC-03", image(json!(["app.handler"])), "PASS");
        check(
            "SEC-03",
            vec![whole(json!({}), json!({"Tags": {"aws_key": "AKIAQYLPMN5HIG3LM2DE"}}))],
            "FAIL HIGH",
        );
        check("SEC-03", vec![whole(json!({}), json!({"Tags": {"team": "shop"}}))], "PASS");
        let aliases = json!({"Aliases": [{"Name": "live", "Description": said(KEY)}]});
        check("SEC-03", vec![function(json!({})), about("lambda:ListAliases", aliases)], "FAIL HIGH");
    }

    #[test]
    fn the_value_is_never_told() {
        let audit = audit(vec![function(json!({"Description": KEY}))], "2026-11-23");
        assert!(audit.findings.iter().any(|found| found.rule.id == "SEC-03"));
        assert!(!format!("{audit:?}").contains(&KEY[8..14]));
    }

    #[test]
    fn what_is_unknown_stays_open() {
        let throttled =
            error("lambda:GetFunction", json!({"FunctionName": "orders"}), "TooManyRequestsException");
        check("SEC-03", vec![throttled], "NOT_ASSESSED lambda:GetFunction");
        check("SEC-03", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
        let configuration =
            about("lambda:GetFunctionConfiguration", json!({"FunctionName": "orders", "Description": "x"}));
        check("SEC-03", vec![configuration], "NOT_ASSESSED lambda:ListTags");
    }
}
