//! REL-03: event sources that are not read.

use evidence::facts::{Field, Function};

use super::mapping;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, REL, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "REL-03",
    title: "Event source switched off or failing",
    severity: Severity::Low,
    category: "RELIABILITY",
    check: REL,
    decides: "`State` and `LastProcessingResult` of list-event-source-mappings",
    why: "What the source holds is not worked on, and expires. A mapping that was switched off and forgotten also keeps its rights.",
    fix: "Repair the mapping, switch it on, or delete it.",
    command: Some("aws lambda update-event-source-mapping --uuid {subject} --enabled"),
    sources: "AWS Lambda API reference, EventSourceMappingConfiguration; no other tool checks it",
    needs: &[mapping::LIST],
    exempt: "No event source mapping invokes the function.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let mappings = function.mappings();
    let mut outcomes = Vec::new();
    note(&mut outcomes, mappings.gap);
    for mapping in &mappings.items {
        let (source, uuid) = mapping::names(mapping);
        let is_off =
            |state: &Field<'_>| ["Disabled", "Disabling", "Failed"].iter().any(|off| state.is_text(off));
        let state = mapping.get("State").filter(is_off);
        // A new mapping says that it has read nothing yet.
        let fine = |result: &str| result.is_empty() || ["OK", "No records processed"].contains(&result);
        let result = mapping
            .get("LastProcessingResult")
            .filter(|result| !result.text().is_none_or(|text| fine(&text)));
        let found = match (state, result) {
            (Some(state), _) if state.is_text("Failed") => {
                Found::new(format!("The mapping of {source} has failed.")).at(&state)
            }
            (Some(state), _) => Found::new(format!("The mapping of {source} is switched off.")).at(&state),
            (None, Some(result)) => {
                let said: String = result.text().unwrap_or_default().chars().take(200).collect();
                Found::new(format!("The mapping of {source} fails. Its last result: {said}")).at(&result)
            }
            (None, None) => continue,
        };
        outcomes.push(Outcome::Fail(found.about(uuid)));
    }
    if mappings.items.is_empty() && mappings.gap.is_none() {
        return not_applicable(RULE.exempt);
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, call, check, denied, function};

    fn mapping(state: &str, result: Value) -> Vec<Value> {
        let mapping = json!({"UUID": "u", "EventSourceArn": "arn:aws:sqs:us-east-1:1:q", "State": state, "LastProcessingResult": result});
        let answer = json!({"EventSourceMappings": [mapping]});
        vec![function(json!({})), about("lambda:ListEventSourceMappings", answer)]
    }

    #[test]
    fn state_and_result_count() {
        check("REL-03", mapping("Enabled", json!("OK")), "PASS");
        check("REL-03", mapping("Enabled", json!("No records processed")), "PASS");
        check("REL-03", mapping("Enabled", json!(null)), "PASS");
        check("REL-03", mapping("Enabling", json!(null)), "PASS");
        check("REL-03", mapping("Disabled", json!("OK")), "FAIL LOW");
        check("REL-03", mapping("Failed", json!("OK")), "FAIL LOW");
        check("REL-03", mapping("Enabled", json!("PROBLEM: Function call failed")), "FAIL LOW");
        // Asked for one source, the list is not all of it.
        let one = json!({"FunctionName": "orders", "EventSourceArn": "arn:aws:sqs:us-east-1:1:q"});
        let filtered = call("lambda:ListEventSourceMappings", one, json!({"EventSourceMappings": []}));
        let open = "NOT_ASSESSED lambda:ListEventSourceMappings";
        check("REL-03", vec![function(json!({})), filtered], open);
        let none = about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": []}));
        check("REL-03", vec![function(json!({})), none], "NOT_APPLICABLE");
        let open = "NOT_ASSESSED lambda:ListEventSourceMappings";
        check("REL-03", vec![function(json!({})), denied("lambda:ListEventSourceMappings")], open);
        check("REL-03", vec![function(json!({}))], open);
    }
}
