//! INV-04: tenants who share an execution environment.

use evidence::facts::{Field, Function};

use super::tags;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, INV, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "INV-04",
    title: "Function for several tenants without isolation",
    severity: Severity::Info,
    category: "INVENTORY",
    check: INV,
    decides: "`TenancyConfig.TenantIsolationMode` of the configuration, and tags that say that it serves several tenants",
    why: "Without tenant isolation one execution environment serves the requests of several tenants in turn: what stays in memory or in \
          /tmp of one can be seen by the next.",
    fix: "Create the function anew with tenant isolation (`PER_TENANT`), and pass the tenant's id with each call.",
    command: None,
    sources: "AWS Lambda developer guide, \"Tenant isolation\"; no other tool checks it",
    needs: &["lambda:GetFunction", "lambda:ListTags"],
    exempt: "No tag says that the function serves several tenants.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let mode = function.config("TenancyConfig")?.and_then(|tenancy| tenancy.get("TenantIsolationMode"));
    if mode.is_some_and(|mode| mode.is_text("PER_TENANT")) {
        return pass();
    }
    let tags = tags::tags(function).settled()?;
    match tags.and_then(|tags| tags.members().find(|(name, value)| says_several(name, value))) {
        Some((name, tag)) => {
            let message =
                format!("The tag {name} says that several tenants are served, but tenant isolation is off.");
            fail(Found::new(message).about(name).at(&tag))
        }
        None => not_applicable("No tag says that the function serves several tenants."),
    }
}

/// `multi-tenant: true`, `tenancy: multi`, `type: MultiTenant` and the like.
fn says_several(name: &str, value: &Field<'_>) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).map(|char| char.to_ascii_lowercase()).collect()
    };
    let (name, value) = (plain(name), plain(&value.text().unwrap_or_default()));
    let no = ["false", "no", "0", "single", "off", "none"].contains(&value.as_str());
    let several = |text: &str| text.contains("multitenan") || text.contains("sharedtenan");
    (several(&name) && !no)
        || several(&value)
        || (name.contains("tenan") && ["multi", "shared", "multiple", "many"].contains(&value.as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{check, denied, function, whole};

    #[test]
    fn tenants() {
        let tagged = |name: &str, value: &str, changes: Value| whole(changes, json!({"Tags": {name: value}}));
        check("INV-04", vec![tagged("multi-tenant", "true", json!({}))], "FAIL INFO");
        check("INV-04", vec![tagged("tenancy", "Multi", json!({}))], "FAIL INFO");
        check("INV-04", vec![tagged("multi-tenant", "false", json!({}))], "NOT_APPLICABLE");
        check("INV-04", vec![tagged("tenant", "acme", json!({}))], "NOT_APPLICABLE");
        let isolated = json!({"TenancyConfig": {"TenantIsolationMode": "PER_TENANT"}});
        check("INV-04", vec![tagged("multi-tenant", "true", isolated)], "PASS");
        check("INV-04", vec![function(json!({}))], "NOT_APPLICABLE");
        check("INV-04", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
