//! LOG-06: calls that nobody traces.

use evidence::facts::Function;

use super::mapping::{self, Source};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-06",
    title: "X-Ray tracing off",
    severity: Severity::Low,
    category: "LOGGING",
    check: LOG,
    decides: "`TracingConfig.Mode` of get-function",
    why: "Without traces it takes long to find out which call of an incident did what. PassThrough traces only what the caller chose to.",
    fix: "Turn active tracing on, and let the role write traces.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --tracing-config Mode=Active",
    ),
    sources: "AWS Security Hub Lambda.7; checkov CKV_AWS_50; Trivy AWS-0066; steampipe",
    needs: &["lambda:GetFunction", mapping::LIST],
    exempt: "Kafka, a message broker or DocumentDB invokes the function: X-Ray does not support those.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let tracing = function.config("TracingConfig")?;
    let mode = tracing.and_then(|tracing| tracing.get("Mode"));
    if mode.is_some_and(|mode| mode.is_text("Active")) {
        return pass();
    }
    let mappings = function.mappings();
    let untraced = |source| matches!(source, Source::Kafka | Source::Broker | Source::DocumentDb);
    if mappings.items.iter().any(|mapping| untraced(mapping::source(mapping))) {
        return not_applicable(RULE.exempt);
    }
    let found = Found::new("X-Ray does not trace the function's calls by itself.");
    let found = match mode {
        Some(mode) => found.at(&mode),
        None => found.at_config(function, "TracingConfig"),
    };
    fail(if mappings.gap.is_some() { found.missing(mapping::LIST) } else { found })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{about, check, denied, function};

    #[test]
    fn only_active_tracing_counts() {
        let with = |mode: &str| function(json!({"TracingConfig": {"Mode": mode}}));
        check("LOG-06", vec![with("Active")], "PASS");
        check("LOG-06", vec![with("PassThrough")], "FAIL LOW");
        check("LOG-06", vec![function(json!({"TracingConfig": null}))], "FAIL LOW");
        check("LOG-06", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
        let mapping = |arn: &str| {
            let mapping = json!({"UUID": "u", "EventSourceArn": arn});
            about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": [mapping]}))
        };
        let kafka = "arn:aws:kafka:us-east-1:123456789012:cluster/c/u";
        check("LOG-06", vec![with("PassThrough"), mapping(kafka)], "NOT_APPLICABLE");
        check(
            "LOG-06",
            vec![with("PassThrough"), mapping("arn:aws:mq:us-east-1:1:broker:b:b-1")],
            "NOT_APPLICABLE",
        );
        check("LOG-06", vec![with("PassThrough"), mapping("arn:aws:sqs:us-east-1:1:kafka")], "FAIL LOW");
    }
}
