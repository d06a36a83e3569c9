//! Event source mappings: what kind of source each reads.

use evidence::facts::Field;

pub(super) const LIST: &str = "lambda:ListEventSourceMappings";

/// What a mapping reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Queue,
    /// Of DynamoDB or Kinesis.
    Stream,
    /// Managed or not.
    Kafka,
    /// Amazon MQ.
    Broker,
    DocumentDb,
    Other,
}

/// The kind of a mapping's source.
pub(super) fn source(mapping: &Field<'_>) -> Source {
    let has = |key: &str| mapping.get(key).is_some_and(|value| value.is_object());
    if has("SelfManagedEventSource")
        || has("SelfManagedKafkaEventSourceConfig")
        || has("AmazonManagedKafkaEventSourceConfig")
    {
        return Source::Kafka;
    }
    let arn = mapping.text_of("EventSourceArn").unwrap_or_default();
    match arn.split(':').nth(2) {
        Some("sqs") => Source::Queue,
        Some("dynamodb" | "kinesis") => Source::Stream,
        Some("kafka") => Source::Kafka,
        Some("mq") => Source::Broker,
        Some("rds") => Source::DocumentDb,
        _ => Source::Other,
    }
}

/// What to call a mapping, and its UUID, which commands ask for.
pub(super) fn names(mapping: &Field<'_>) -> (String, String) {
    let uuid = mapping.text_of("UUID").unwrap_or_default().into_owned();
    let source = mapping.text_of("EventSourceArn").map(|arn| arn.into_owned());
    (source.unwrap_or_else(|| format!("mapping {uuid}")), uuid)
}
