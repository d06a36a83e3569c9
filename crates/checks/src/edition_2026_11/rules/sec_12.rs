//! SEC-12: durable executions without a key of one's own.

use evidence::facts::Function;

use super::keys;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "SEC-12",
    title: "Durable executions not encrypted with a key of one's own",
    severity: Severity::Low,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`DurableConfig.KMSKeyArn` of the configuration",
    why: "A durable function's inputs, results and checkpoints are kept for days. Without a customer managed key, everybody who may read \
          the executions reads them.",
    fix: "Set a customer managed key in the function's durable configuration.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --durable-config KMSKeyArn={key-arn}",
    ),
    sources: "AWS Lambda API, DurableConfig; no other tool checks it",
    needs: &["lambda:GetFunction", "kms:DescribeKey"],
    exempt: "The function is not durable.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let Some(durable) = function.config("DurableConfig")? else {
        return not_applicable("The function is not durable.");
    };
    match durable.get("KMSKeyArn").filter(|key| key.text().is_some_and(|arn| !arn.trim().is_empty())) {
        Some(key) if !keys::is_of_aws(context, function, key) => pass(),
        key => {
            let message = "What durable executions keep is not encrypted with a customer managed key.";
            fail(Found::new(message).at(&key.unwrap_or(durable)))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn durable_functions_want_a_key() {
        let judged = |durable: Value, expected: &str| {
            check("SEC-12", vec![function(json!({"DurableConfig": durable}))], expected);
        };
        judged(json!({"RetentionPeriodInDays": 14}), "FAIL LOW");
        judged(json!({"KMSKeyArn": "arn:aws:kms:us-east-1:123456789012:key/x"}), "PASS");
        judged(json!({"KMSKeyArn": "arn:aws:kms:us-east-1:123456789012:alias/aws/lambda"}), "FAIL LOW");
        check("SEC-12", vec![function(json!({}))], "NOT_APPLICABLE");
        check("SEC-12", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
