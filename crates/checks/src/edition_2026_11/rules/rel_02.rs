//! REL-02: records that are lost, or hold up all others.

use evidence::facts::{Field, Function, Gap};

use super::mapping::{self, Source};
use super::queue;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, REL, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "REL-02",
    title: "Records of an event source that fail are lost or block it",
    severity: Severity::Medium,
    category: "RELIABILITY",
    check: REL,
    decides: "`DestinationConfig.OnFailure`, `MaximumRetryAttempts`, `MaximumRecordAgeInSeconds` and `BisectBatchOnFunctionError` of \
              list-event-source-mappings; for queues, `RedrivePolicy` of get-queue-attributes",
    why: "A record that always fails holds up its shard until it expires, and is then gone, with all that waited behind it. In a queue \
          without a dead-letter queue it is tried again until it expires.",
    fix: "Limit the retries or the age, split batches that fail, and send what failed to a destination; give a queue a dead-letter queue.",
    command: Some(
        "aws lambda update-event-source-mapping --uuid {subject} --maximum-retry-attempts 3 --bisect-batch-on-function-error \
         --destination-config '{\"OnFailure\":{\"Destination\":\"{queue-arn}\"}}'",
    ),
    sources: "AWS Lambda developer guide, \"Retain discarded batch records\" and \"Handling errors for an SQS event source\"; no other tool \
              checks it",
    needs: &[mapping::LIST, queue::ATTRIBUTES],
    exempt: "No stream, queue or Kafka cluster invokes the function. Brokers and DocumentDB keep what failed themselves.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let mappings = function.mappings();
    let mut outcomes = Vec::new();
    note(&mut outcomes, mappings.gap);
    let mut concerned = false;
    for mapping in &mappings.items {
        let (source, uuid) = mapping::names(mapping);
        let found = match mapping::source(mapping) {
            Source::Queue => queued(context, mapping, &source),
            Source::Stream => Ok(stream(mapping, &source)),
            Source::Kafka => Ok(kafka(mapping, &source)),
            Source::Broker | Source::DocumentDb | Source::Other => continue,
        };
        concerned = true;
        match found {
            Ok(found) => outcomes.extend(found.map(|found| Outcome::Fail(found.about(uuid)))),
            Err(gap) => note(&mut outcomes, Some(gap)),
        }
    }
    if !concerned && mappings.gap.is_none() {
        return not_applicable(RULE.exempt);
    }
    Ok(outcomes)
}

fn has_destination(mapping: &Field<'_>) -> bool {
    let failure = mapping.path(&["DestinationConfig", "OnFailure"]);
    failure.is_some_and(|failure| failure.text_of("Destination").is_some())
}

fn stream(mapping: &Field<'_>, source: &str) -> Option<Found> {
    // -1 is also what a mapping has that says nothing.
    let limit = |key| mapping.get(key).and_then(|limit| limit.integer()).unwrap_or(-1);
    let endless = limit("MaximumRetryAttempts") < 0 && limit("MaximumRecordAgeInSeconds") < 0;
    let mut lacks = Vec::new();
    if endless {
        lacks.push("are tried again until they expire, which holds up their shard");
    }
    if !has_destination(mapping) {
        lacks.push("are lost at the end, as there is no destination for failures");
    }
    if lacks.is_empty() {
        return None;
    }
    let split = mapping.get("BisectBatchOnFunctionError").and_then(|split| split.bool()) == Some(true);
    let batches = if split { "" } else { " Batches that fail are not split." };
    let message = format!("Records of {source} that fail {}.{batches}", lacks.join(", and "));
    let place = mapping.get("DestinationConfig").unwrap_or(*mapping);
    Some(Found::new(message).at(&place).at(&mapping.get("MaximumRetryAttempts").unwrap_or(*mapping)))
}

fn kafka(mapping: &Field<'_>, source: &str) -> Option<Found> {
    (!has_destination(mapping)).then(|| {
        let message = format!(
            "Records of {source} that fail are lost at the end, as there is no destination for failures."
        );
        Found::new(message).at(&mapping.get("DestinationConfig").unwrap_or(*mapping)).command(
            "aws lambda update-event-source-mapping --uuid {subject} --destination-config \
             '{\"OnFailure\":{\"Destination\":\"{queue-arn}\"}}'",
        )
    })
}

fn queued(context: &Context<'_>, mapping: &Field<'_>, source: &str) -> Result<Option<Found>, Gap> {
    let attributes = queue::attributes(context, source)?;
    Ok(attributes.known("RedrivePolicy")?.is_none().then(|| {
        let message = format!("Messages of {source} that fail are tried again until they expire: the queue has no dead-letter queue.");
        Found::new(message).at(&attributes.place).at(mapping).command(
            "aws sqs set-queue-attributes --queue-url {queue-url} --attributes \
             '{\"RedrivePolicy\":\"{\\\"deadLetterTargetArn\\\":\\\"{dead-letter-queue-arn}\\\",\\\"maxReceiveCount\\\":5}\"}'",
        )
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, call, check, denied, function};

    const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:orders";

    fn mapping(source: &str, more: Value) -> Vec<Value> {
        let mut mapping = json!({"UUID": "u", "EventSourceArn": source});
        for (key, value) in more.as_object().unwrap() {
            mapping[key] = value.clone();
        }
        let answer = json!({"EventSourceMappings": [mapping]});
        vec![function(json!({})), about("lambda:ListEventSourceMappings", answer)]
    }

    #[test]
    fn streams_need_limits_and_a_destination() {
        let one = |retries: i64, age: i64, destination: Value, expected: &str| {
            let more = json!({"MaximumRetryAttempts": retries, "MaximumRecordAgeInSeconds": age,
                "DestinationConfig": {"OnFailure": destination}});
            check("REL-02", mapping("arn:aws:kinesis:us-east-1:123456789012:stream/s", more), expected);
        };
        let there = || json!({"Destination": "arn:aws:sqs:us-east-1:1:q"});
        one(3, -1, there(), "PASS");
        one(-1, 3600, there(), "PASS");
        one(-1, -1, there(), "FAIL MEDIUM");
        one(3, -1, json!({}), "FAIL MEDIUM");
        one(-1, -1, json!({}), "FAIL MEDIUM");
        check("REL-02", mapping("arn:aws:dynamodb:us-east-1:1:table/t/stream/s", json!({})), "FAIL MEDIUM");
        let kafka = "arn:aws:kafka:us-east-1:123456789012:cluster/c/u";
        check("REL-02", mapping(kafka, json!({})), "FAIL MEDIUM");
        check("REL-02", mapping(kafka, json!({"DestinationConfig": {"OnFailure": there()}})), "PASS");
        check("REL-02", mapping("arn:aws:mq:us-east-1:1:broker:b", json!({})), "NOT_APPLICABLE");
    }

    #[test]
    fn queues_need_a_dead_letter_queue() {
        let url = json!({"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders", "AttributeNames": ["All"]});
        let attributes = |attributes: Value| {
            let queue = call("sqs:GetQueueAttributes", url.clone(), json!({"Attributes": attributes}));
            [mapping(QUEUE, json!({})), vec![queue]].concat()
        };
        check("REL-02", attributes(json!({"QueueArn": QUEUE, "RedrivePolicy": "{}"})), "PASS");
        check("REL-02", attributes(json!({"QueueArn": QUEUE, "VisibilityTimeout": "30"})), "FAIL MEDIUM");
        check("REL-02", attributes(json!({"VisibilityTimeout": "30"})), "FAIL MEDIUM");
        let some = json!({"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders", "AttributeNames": ["QueueArn"]});
        let some = call("sqs:GetQueueAttributes", some, json!({"Attributes": {"QueueArn": QUEUE}}));
        let open = "NOT_ASSESSED sqs:GetQueueAttributes";
        check("REL-02", [mapping(QUEUE, json!({})), vec![some]].concat(), open);
        check("REL-02", mapping(QUEUE, json!({})), "NOT_ASSESSED sqs:GetQueueAttributes");
    }

    #[test]
    fn without_mappings_there_is_nothing_to_lose() {
        let none = about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": []}));
        check("REL-02", vec![function(json!({})), none], "NOT_APPLICABLE");
        let open = "NOT_ASSESSED lambda:ListEventSourceMappings";
        check("REL-02", vec![function(json!({}))], open);
        check("REL-02", vec![function(json!({})), denied("lambda:ListEventSourceMappings")], open);
    }
}
