//! SEC-04: a secret in an event filter, or in the trail of changes.

use evidence::facts::{Field, Function, Gap};

use super::{secret, trail};
use crate::Severity;
use crate::edition_2026_11::rule::{ENV, Judged, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};
use crate::secrets::scan;

pub(super) static RULE: Rule = Rule {
    id: "SEC-04",
    title: "Secret in an event filter or in the trail",
    severity: Severity::Medium,
    category: "ENVIRONMENT_VARIABLES",
    check: ENV,
    decides: "`FilterCriteria.Filters[].Pattern` of list-event-source-mappings; and, where the evidence holds the trail (lookup-events), \
              what changes of the function were asked for and answered with",
    why: "Filters are read by everybody who may list mappings. A trail is kept for years, copied to other accounts and read by people who \
          have nothing to do with the function; a secret that it recorded can't be taken out again.",
    fix: "Revoke the secret. Compare with a hash or another mark in the filter, and keep secrets out of what calls carry in the clear.",
    command: Some(
        "aws lambda update-event-source-mapping --uuid {uuid} --filter-criteria file://filters.json",
    ),
    sources: "AWS Lambda developer guide, \"Control which events Lambda sends to your function\"; no other tool checks it",
    needs: &["lambda:ListEventSourceMappings", "cloudtrail:LookupEvents"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const LIST: &str = "lambda:ListEventSourceMappings";

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mappings = function.mappings();
    note(&mut outcomes, mappings.gap);
    for mapping in &mappings.items {
        let uuid = mapping.text_of("UUID").unwrap_or_default();
        for filter in mapping.get("FilterCriteria").iter().flat_map(|criteria| criteria.list("Filters")) {
            if let Some(pattern) = filter.get("Pattern") {
                look(&mut outcomes, "An event filter", &uuid, &pattern);
            }
        }
        if let Some(error) = mapping.get("FilterCriteriaError") {
            outcomes.push(Outcome::NotAssessed(Gap { operation: LIST, call: Some(error.call) }));
        }
    }
    for secret in trail::secrets(context, function) {
        let what = format!("The trail of {} at {}", secret.event, secret.time);
        let what = if secret.name.is_empty() { what } else { format!("{what}: `{}`", secret.name) };
        let found = secret::found(&what, &secret.secret, &secret.value, &secret.at);
        let found = found.about(format!("{} {}", secret.event, secret.name).trim_end().to_owned());
        outcomes.push(Outcome::Fail(found));
    }
    Ok(outcomes)
}

fn look(outcomes: &mut Vec<Outcome>, what: &str, subject: &str, field: &Field<'_>) {
    let Some(value) = field.text() else { return };
    for secret in scan(&value) {
        let found = secret::found(what, &secret, &value, field).about(subject);
        outcomes.push(Outcome::Fail(found.named("uuid", subject)));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, about, audit, call, check, denied, function};

    const KEY: &str = "sk_live_9fKx2VnQ7tRb4LmZc8WyHs3P";

    fn mappings(pattern: &str) -> Value {
        let mapping =
            json!({"UUID": "u", "FunctionArn": ARN, "FilterCriteria": {"Filters": [{"Pattern": pattern}]}});
        about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": [mapping]}))
    }

    fn trail(name: &str, request: Value) -> Value {
        let event = json!({"eventSource": "lambda.amazonaws.com", "eventName": "UpdateFunctionConfiguration20150331v2",
            "eventTime": "2026-11-20T10:00:00Z", "requestParameters": request, "responseElements": null});
        let event = json!({"EventId": "e", "EventName": "UpdateFunctionConfiguration20150331v2", "EventSource": "lambda.amazonaws.com",
            "Resources": [{"ResourceType": "AWS::Lambda::Function", "ResourceName": name}], "CloudTrailEvent": event.to_string()});
        let asked = json!({"LookupAttributes": [{"AttributeKey": "ResourceName", "AttributeValue": name}]});
        call("cloudtrail:LookupEvents", asked, json!({"Events": [event]}))
    }

    #[test]
    fn filters() {
        let get = || function(json!({}));
        check(
            "SEC-04",
            vec![get(), mappings(&json!({"body": {"apiKey": [KEY]}}).to_string())],
            "FAIL MEDIUM",
        );
        check("SEC-04", vec![get(), mappings(&json!({"body": {"status": ["paid"]}}).to_string())], "PASS");
        check(
            "SEC-04",
            vec![get(), about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": []}))],
            "PASS",
        );
        let missing = "NOT_ASSESSED lambda:ListEventSourceMappings";
        check("SEC-04", vec![get(), denied("lambda:ListEventSourceMappings")], missing);
        check("SEC-04", vec![get()], missing);
    }

    #[test]
    fn the_trail_of_changes() {
        let with = |trail: Value| vec![function(json!({})), mappings("{}"), trail];
        let variables = |value: &str| json!({"functionName": "orders", "environment": {"variables": {"DB_PASSWORD": value}}});
        check("SEC-04", with(trail("orders", variables("x9#Lq2!vT7pWz4"))), "FAIL MEDIUM");
        check(
            "SEC-04",
            with(trail("orders", json!({"functionName": ARN, "description": format!("key {KEY}")}))),
            "FAIL MEDIUM",
        );
        check("SEC-04", with(trail("orders", variables("HIDDEN_DUE_TO_SECURITY_REASONS"))), "PASS");
        check(
            "SEC-04",
            with(trail("mail", json!({"functionName": "mail", "description": format!("key {KEY}")}))),
            "PASS",
        );
        check("SEC-04", with(trail("orders", json!({"functionName": "orders", "publish": false}))), "PASS");
        let audit = audit(with(trail("orders", variables("x9#Lq2!vT7pWz4"))), "2026-11-23");
        assert!(!format!("{audit:?}").contains("x9#Lq2"));
    }
}
