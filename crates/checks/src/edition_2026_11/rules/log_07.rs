//! LOG-07: no Lambda Insights.

use evidence::facts::Function;

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, fail, manual, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-07",
    title: "Lambda Insights off",
    severity: Severity::Info,
    category: "LOGGING",
    check: LOG,
    decides: "`Layers[].Arn` of get-function: a layer named LambdaInsightsExtension",
    why: "Lambda Insights records memory, processor and network use of each call, in which misuse shows early.",
    fix: "Add the extension's layer and let the role write its metrics, or note why you do without. A list of layers takes the place of \
          those that the function has: name them, too.",
    command: None,
    sources: "Amazon CloudWatch user guide, \"Using Lambda Insights\"; steampipe; cloudsploit",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

/// For a function without layers: the list takes the place of all that it has.
const ADD: &str =
    "aws lambda update-function-configuration --function-name {function} --layers {insights-layer-arn}";

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let layers = function.config("Layers")?;
    let is_insights = |arn: &str| {
        let name = arn.split(":layer:").nth(1).unwrap_or_default().split(':').next().unwrap_or_default();
        matches!(name, "LambdaInsightsExtension" | "LambdaInsightsExtension-Arm64")
    };
    if layers
        .into_iter()
        .flat_map(|layers| layers.items())
        .any(|layer| layer.text_of("Arn").is_some_and(|arn| is_insights(&arn)))
    {
        return pass();
    }
    if function.is_image()? {
        let found = Found::new(
            "The extension of Lambda Insights may be inside the container image, which the evidence doesn't show.",
        );
        return manual(found.at_config(function, "PackageType"));
    }
    let found = Found::new("The function has no layer with the extension of Lambda Insights.")
        .at_config(function, "Layers");
    fail(if layers.is_none_or(|layers| layers.is_empty()) { found.command(ADD) } else { found })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn the_extension_is_a_layer() {
        let with = |arn: &str| vec![function(json!({"Layers": [{"Arn": arn}]}))];
        check(
            "LOG-07",
            with("arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:53"),
            "PASS",
        );
        check(
            "LOG-07",
            with("arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:5"),
            "PASS",
        );
        check("LOG-07", with("arn:aws:lambda:us-east-1:123456789012:layer:shared:3"), "FAIL INFO");
        check("LOG-07", vec![function(json!({}))], "FAIL INFO");
        check("LOG-07", vec![function(json!({"PackageType": "Image"}))], "MANUAL");
        check("LOG-07", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
