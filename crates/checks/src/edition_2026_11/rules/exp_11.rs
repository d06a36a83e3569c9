//! EXP-11: a layer from another account.

use evidence::facts::{Function, Gap};

use super::layers;
use crate::Severity;
use crate::edition_2026_11::rule::{CODE, Found, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-11",
    title: "Layer from another account",
    severity: Severity::High,
    category: "CODE_SECURITY",
    check: CODE,
    decides: "`Layers[].Arn` of the configuration, beside the account in `FunctionArn`",
    why: "A layer's code runs with the function's role and sees its secrets. Somebody else builds it, and nobody here has reviewed it. \
          It is medium where the account is known to publish layers for AWS or a vendor.",
    fix: "Publish a reviewed copy of the layer in your own account, and use that.",
    command: Some("aws lambda get-layer-version-by-arn --arn {subject}"),
    sources: "prowler; the accounts of vendors are data (`layer-vendors.json`)",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let layers = layers::layers(function)?;
    let mut outcomes = Vec::new();
    for layer in &layers {
        let place = layer.field.get("Arn").unwrap_or(layer.field);
        let found = |message: String| Found::new(message).about(layer.arn.as_ref()).at(&place);
        let Some(parts) = layer.parts() else {
            outcomes.push(Outcome::Manual(found(
                "A layer's ARN names no account; look where it comes from.".into(),
            )));
            continue;
        };
        let own = function.account().ok_or(Gap::new("lambda:GetFunction"))?;
        if parts.account == own {
            continue;
        }
        outcomes.push(Outcome::Fail(match context.data.vendor(parts.account) {
            Some(vendor) => found(format!("A layer comes from account {}: {vendor}.", parts.account))
                .severity(Severity::Medium),
            None => found(format!(
                "A layer comes from account {}, which is not known to publish layers for others.",
                parts.account
            )),
        }));
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn layers_of_others() {
        let with = |account: &str| {
            let arn = format!("arn:aws:lambda:us-east-1:{account}:layer:shared:3");
            vec![function(json!({"Layers": [{"Arn": arn, "CodeSize": 1}]}))]
        };
        check("EXP-11", with("123456789012"), "PASS");
        check("EXP-11", with("999988887777"), "FAIL HIGH");
        check("EXP-11", with("464622532012"), "FAIL MEDIUM");
        check("EXP-11", vec![function(json!({}))], "PASS");
        check("EXP-11", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
