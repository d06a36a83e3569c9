//! REL-01: events that vanish when they fail.

use evidence::facts::{Answer, Function};

use super::asynchronous::{self, Commands, Trigger, commands, config, triggers};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, REL, not_applicable, note, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "REL-01",
    title: "Failed events vanish",
    severity: Severity::Medium,
    category: "RELIABILITY",
    check: REL,
    decides: "`DeadLetterConfig.TargetArn` of get-function, or `DestinationConfig.OnFailure.Destination` of \
              get-function-event-invoke-config, where get-policy lets in a service that calls asynchronously",
    why: "After its retries Lambda drops an event of an asynchronous call. Without a dead-letter queue or a destination for failures, what \
          it told is lost, and nobody learns of it.",
    fix: "Give the function a destination for failures, which also tells why they failed, or a dead-letter queue.",
    command: Some(COMMANDS.put),
    sources: "AWS Lambda developer guide, \"Capturing records of Lambda asynchronous invocations\"; prowler, checkov CKV_AWS_116, AWS Config \
              and steampipe know dead-letter queues only",
    needs: &["lambda:GetFunction", asynchronous::CONFIG, asynchronous::POLICY],
    exempt: asynchronous::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

const COMMANDS: Commands =
    commands!("--destination-config '{\"OnFailure\":{\"Destination\":\"{queue-arn}\"}}'");

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let dead_letters = function.config("DeadLetterConfig")?;
    if dead_letters.is_some_and(|config| config.text_of("TargetArn").is_some()) {
        return pass();
    }
    let (triggers, unread) = triggers(context, function);
    let has_destination = |qualifier| match config(function, qualifier) {
        Answer::Known(config) => {
            let failure = config.path(&["DestinationConfig", "OnFailure"]);
            Ok(failure.is_some_and(|failure| failure.text_of("Destination").is_some()))
        }
        Answer::Absent(_) => Ok(false),
        Answer::Refused(gap) | Answer::Missing(gap) => Err(gap),
    };
    let mut outcomes = Vec::new();
    let mut lost: Vec<&Trigger<'_>> = Vec::new();
    for trigger in &triggers {
        match has_destination(trigger.qualifier) {
            Ok(true) => {}
            Ok(false) => lost.push(trigger),
            Err(gap) => outcomes.push(Outcome::NotAssessed(gap)),
        }
    }
    if !lost.is_empty() {
        let services: Vec<&str> = lost.iter().map(|trigger| trigger.service.as_str()).collect();
        let message = format!(
            "Events that fail are lost: there is neither a dead-letter queue nor a destination for failures. Asynchronous calls come \
             from {}.",
            services.join(", ")
        );
        let found =
            lost.iter().fold(Found::new(message), |found, trigger| found.at_place(trigger.place.clone()));
        let found = found.at_config(function, "DeadLetterConfig");
        let qualifiers: Vec<Option<&str>> = lost.iter().map(|trigger| trigger.qualifier).collect();
        let is_set = qualifiers.iter().any(|&of| matches!(config(function, of), Answer::Known(_)));
        outcomes.push(Outcome::Fail(COMMANDS.offer(found, &qualifiers, is_set)));
    }
    if triggers.is_empty() {
        return match (has_destination(None), unread) {
            (Ok(true), _) => pass(),
            // Whatever other services the policy may let in, what fails would be lost or not.
            (_, Some(gap)) => Err(gap),
            (_, None) => not_applicable(RULE.exempt),
        };
    }
    note(&mut outcomes, unread);
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::asynchronous::testing::lets_in;
    use crate::edition_2026_11::testing::{about, absent, call, check, denied, function};

    const CONFIG: &str = "lambda:GetFunctionEventInvokeConfig";

    fn destination(target: Value) -> Value {
        about(
            CONFIG,
            json!({"FunctionArn": "arn", "DestinationConfig": {"OnSuccess": {}, "OnFailure": target}}),
        )
    }

    #[test]
    fn failed_events_must_go_somewhere() {
        let get = || function(json!({}));
        let s3 = || lets_in("s3.amazonaws.com");
        check("REL-01", vec![get(), s3(), absent(CONFIG)], "FAIL MEDIUM");
        check("REL-01", vec![get(), s3(), destination(json!({}))], "FAIL MEDIUM");
        check(
            "REL-01",
            vec![get(), s3(), destination(json!({"Destination": "arn:aws:sqs:us-east-1:1:q"}))],
            "PASS",
        );
        let queue = |arn: &str| function(json!({"DeadLetterConfig": {"TargetArn": arn}}));
        check("REL-01", vec![queue("arn:aws:sqs:us-east-1:1:q"), s3(), absent(CONFIG)], "PASS");
        check("REL-01", vec![queue("arn:aws:sqs:us-east-1:1:q")], "PASS");
        check("REL-01", vec![queue(""), s3(), absent(CONFIG)], "FAIL MEDIUM");
        let listed = json!({"FunctionEventInvokeConfigs": []});
        check(
            "REL-01",
            vec![get(), s3(), about("lambda:ListFunctionEventInvokeConfigs", listed)],
            "FAIL MEDIUM",
        );
    }

    #[test]
    fn only_asynchronous_services_count() {
        let get = || function(json!({}));
        let check = |service: &str, expected: &str| {
            check("REL-01", vec![get(), lets_in(service), absent(CONFIG)], expected)
        };
        check("events.amazonaws.com", "FAIL MEDIUM");
        check("logs.us-east-1.amazonaws.com", "FAIL MEDIUM");
        check("apigateway.amazonaws.com", "NOT_APPLICABLE");
        super::super::super::testing::check(
            "REL-01",
            vec![get(), absent("lambda:GetPolicy"), absent(CONFIG)],
            "NOT_APPLICABLE",
        );
    }

    #[test]
    fn a_destination_serves_its_own_alias() {
        let live = || json!({"FunctionName": "orders", "Qualifier": "live"});
        let alias = |target: Value| {
            call(CONFIG, live(), json!({"FunctionArn": "a", "DestinationConfig": {"OnFailure": target}}))
        };
        let all =
            |own: Value, alias: Value| vec![function(json!({})), lets_in("s3.amazonaws.com"), own, alias];
        let target = || json!({"Destination": "arn:aws:sqs:us-east-1:1:q"});
        check("REL-01", all(absent(CONFIG), alias(target())), "FAIL MEDIUM");
        check("REL-01", all(destination(target()), alias(json!({}))), "PASS");
    }

    #[test]
    fn what_was_not_asked_stays_open() {
        let get = || function(json!({}));
        check(
            "REL-01",
            vec![get(), lets_in("s3.amazonaws.com"), denied(CONFIG)],
            &format!("NOT_ASSESSED {CONFIG}"),
        );
        check("REL-01", vec![get(), absent(CONFIG)], "NOT_ASSESSED lambda:GetPolicy");
        check("REL-01", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
