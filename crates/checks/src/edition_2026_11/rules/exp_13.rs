//! EXP-13: an event source that is read without authentication.

use evidence::facts::{Field, Function};

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-13",
    title: "Event source read without authentication",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`SelfManagedEventSource` and `SourceAccessConfigurations[].Type` of list-event-source-mappings",
    why: "A self-managed Kafka cluster that the function reads without signing in is open to everybody who reaches it: they may read the \
          events, and send events that the function then works on.",
    fix: "Ask for SASL or client certificates at the cluster, and give the mapping the secret.",
    command: Some(
        "aws lambda update-event-source-mapping --uuid {subject} --source-access-configurations \
         Type=SASL_SCRAM_512_AUTH,URI={secret-arn}",
    ),
    sources: "AWS Lambda developer guide, \"Using Lambda with self-managed Apache Kafka\"; no other tool checks it",
    needs: &["lambda:ListEventSourceMappings"],
    exempt: "No self-managed Kafka cluster and no message broker invokes the function.",
    evaluate: Evaluate::Function(evaluate),
};

/// The kinds of access that sign in; the others say where the cluster is, or whom to trust.
const SIGNS_IN: [&str; 4] =
    ["BASIC_AUTH", "SASL_SCRAM_256_AUTH", "SASL_SCRAM_512_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH"];

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let mappings = function.mappings();
    let mut outcomes = Vec::new();
    note(&mut outcomes, mappings.gap);
    let mut concerned = false;
    for mapping in &mappings.items {
        let source = mapping.text_of("EventSourceArn").unwrap_or_default();
        let kind = match mapping.get("SelfManagedEventSource") {
            Some(_) => "The self-managed Kafka cluster",
            None if source.contains(":mq:") => "The message broker",
            None => continue,
        };
        concerned = true;
        let signs_in =
            |access: Field<'_>| access.text_of("Type").is_some_and(|kind| SIGNS_IN.contains(&kind.as_ref()));
        if !mapping.list("SourceAccessConfigurations").any(signs_in) {
            let place = mapping.get("SourceAccessConfigurations").or(mapping.get("SelfManagedEventSource"));
            let found =
                Found::new(format!("{kind} is read without signing in.")).at(&place.unwrap_or(*mapping));
            let uuid = mapping.text_of("UUID").unwrap_or_default();
            outcomes.push(Outcome::Fail(found.about(uuid)));
        }
    }
    if !concerned && outcomes.is_empty() {
        return not_applicable("No event source that would need to be signed in to invokes the function.");
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, about, call, check, denied, function};

    #[test]
    fn self_managed_kafka() {
        let mapping = |access: Value| {
            json!({"EventSourceMappings": [{"UUID": "u", "FunctionArn": ARN, "Topics": ["t"],
                "SelfManagedEventSource": {"Endpoints": {}}, "SourceAccessConfigurations": access}]})
        };
        let listed =
            |answer: Value| vec![function(json!({})), about("lambda:ListEventSourceMappings", answer)];
        check("EXP-13", listed(mapping(json!([]))), "FAIL MEDIUM");
        check("EXP-13", listed(mapping(json!([{"Type": "VPC_SUBNET", "URI": "subnet:x"}]))), "FAIL MEDIUM");
        check("EXP-13", listed(mapping(json!([{"Type": "BASIC_AUTH", "URI": "a"}]))), "PASS");
        check("EXP-13", listed(json!({"EventSourceMappings": []})), "NOT_APPLICABLE");
        // A list of the whole account counts, too; the function may be named with an alias there.
        let all = |answer| call("lambda:ListEventSourceMappings", json!({}), answer);
        check("EXP-13", vec![function(json!({})), all(mapping(json!([])))], "FAIL MEDIUM");
        check("EXP-13", vec![function(json!({})), all(json!({"EventSourceMappings": []}))], "NOT_APPLICABLE");
        let missing = "NOT_ASSESSED lambda:ListEventSourceMappings";
        check("EXP-13", vec![function(json!({})), denied("lambda:ListEventSourceMappings")], missing);
        let cut = json!({"EventSourceMappings": [], "NextMarker": "m"});
        check("EXP-13", listed(cut), missing);
    }
}
