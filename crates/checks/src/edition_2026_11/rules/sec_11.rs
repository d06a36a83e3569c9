//! SEC-11: event filters without a key of one's own.

use evidence::facts::Function;

use super::keys;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, Outcome, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "SEC-11",
    title: "Event filters not encrypted with a key of one's own",
    severity: Severity::Low,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`FilterCriteria` and `KMSKeyArn` of list-event-source-mappings",
    why: "Filters tell what the function looks for: customer numbers, names, statuses. Without a customer managed key everybody who may \
          list the mappings reads them.",
    fix: "Set a customer managed key on the mapping.",
    command: Some("aws lambda update-event-source-mapping --uuid {subject} --kms-key-arn {key-arn}"),
    sources: "AWS Lambda developer guide, \"Encryption of filter criteria\"; no other tool checks it",
    needs: &["lambda:ListEventSourceMappings"],
    exempt: "No event source mapping has filters.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let mappings = function.mappings();
    let mut outcomes = Vec::new();
    note(&mut outcomes, mappings.gap);
    let mut concerned = false;
    for mapping in &mappings.items {
        let filters =
            mapping.get("FilterCriteria").filter(|filters| filters.list("Filters").next().is_some());
        let hidden = mapping.get("FilterCriteriaError");
        concerned |= filters.is_some() || hidden.is_some();
        // A key that AWS keeps is none of one's own.
        let key = mapping.get("KMSKeyArn").filter(|_| mapping.text_of("KMSKeyArn").is_some());
        let own = key.filter(|key| !keys::is_of_aws(context, function, *key));
        if let (Some(filters), None) = (filters, own) {
            let uuid = mapping.text_of("UUID").unwrap_or_default();
            let found =
                Found::new("The event filters are not encrypted with a customer managed key.").about(uuid);
            outcomes.push(Outcome::Fail(found.at(&filters)));
        }
    }
    if !concerned && outcomes.is_empty() {
        return not_applicable("No event source mapping has filters.");
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, about, check, denied, function};

    #[test]
    fn filters_want_a_key() {
        let mapping = |extra: Value| {
            let mut mapping = json!({"UUID": "u", "FunctionArn": ARN});
            mapping.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            let answer = json!({"EventSourceMappings": [mapping]});
            vec![function(json!({})), about("lambda:ListEventSourceMappings", answer)]
        };
        let filters = json!({"Filters": [{"Pattern": "{}"}]});
        check("SEC-11", mapping(json!({"FilterCriteria": filters})), "FAIL LOW");
        let key = "arn:aws:kms:us-east-1:123456789012:key/x";
        check("SEC-11", mapping(json!({"FilterCriteria": filters, "KMSKeyArn": key})), "PASS");
        let kept = "arn:aws:kms:us-east-1:123456789012:alias/aws/lambda";
        check("SEC-11", mapping(json!({"FilterCriteria": filters, "KMSKeyArn": kept})), "FAIL LOW");
        check("SEC-11", mapping(json!({})), "NOT_APPLICABLE");
        let missing = "NOT_ASSESSED lambda:ListEventSourceMappings";
        check("SEC-11", vec![function(json!({})), denied("lambda:ListEventSourceMappings")], missing);
    }
}
