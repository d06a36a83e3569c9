//! REL-05: a timeout that doesn't fit.

use evidence::facts::{Answer, Field, Function, Gap};
use iam::callers::callers;
use iam::principal::Who;

use super::asynchronous::POLICY;
use super::mapping::{self, Source};
use super::queue;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, REL, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "REL-05",
    title: "Timeout that does not fit",
    severity: Severity::Low,
    category: "RELIABILITY",
    check: REL,
    decides: "`Timeout` of get-function; `VisibilityTimeout` of get-queue-attributes for queues that invoke it; get-policy where it is \
              longer than API Gateway waits",
    why: "The longest timeout there is was seldom chosen: a call that hangs costs for all of it. A queue shows a message again while the \
          function still works on it, so that it is worked on twice, and API Gateway gives up after 29 seconds while the function goes on.",
    fix: "Set the timeout a little above the longest good call, and a queue's visibility timeout to six times that.",
    command: Some("aws lambda update-function-configuration --function-name {function} --timeout {seconds}"),
    sources: "AWS Lambda developer guide, \"Configuring an Amazon SQS queue for use with Lambda\"; Amazon API Gateway quotas; cfn-lint E3504",
    needs: &["lambda:GetFunction", mapping::LIST, queue::ATTRIBUTES, POLICY],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

/// How long API Gateway waits, in seconds.
const GATEWAY: i64 = 29;

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let unknown = || Gap {
        operation: "lambda:GetFunction",
        call: function.configuration().known().map(|known| known.call),
    };
    let field = function.config("Timeout")?.ok_or_else(unknown)?;
    let timeout = field.integer().ok_or_else(unknown)?;
    let thresholds = &context.data.thresholds;
    let mut outcomes = Vec::new();
    if timeout >= thresholds.number(RULE.id, "timeout_seconds_at_least", 900) {
        let message = format!("The function may run for {timeout} seconds, the longest there is.");
        outcomes.push(Outcome::Fail(Found::new(message).at(&field)));
    }
    if timeout > GATEWAY {
        gateway(context, function, timeout, &field, &mut outcomes);
    }
    let times = thresholds.number(RULE.id, "queue_visibility_over_timeout", 6);
    let mappings = function.mappings();
    note(&mut outcomes, mappings.gap);
    for mapping in mappings.items.iter().filter(|mapping| mapping::source(mapping) == Source::Queue) {
        let (source, _) = mapping::names(mapping);
        let visible = queue::attributes(context, &source).and_then(|queue| {
            match queue.number("VisibilityTimeout")? {
                Some(visible) => Ok(visible),
                None => Err(Gap { operation: queue::ATTRIBUTES, call: Some(queue.place.call) }),
            }
        });
        match visible {
            Ok((seconds, visible)) if seconds < timeout.saturating_mul(times) => {
                let message = format!(
                    "{source} shows its messages again after {seconds} seconds, less than {times} times the function's timeout of \
                     {timeout} seconds."
                );
                let found = Found::new(message).about(source).at(&visible).at(&field);
                let again = if seconds < timeout { Severity::Medium } else { RULE.severity };
                outcomes.push(Outcome::Fail(found.severity(again)));
            }
            Ok(_) => {}
            Err(gap) => note(&mut outcomes, Some(gap)),
        }
    }
    Ok(outcomes)
}

/// Whether API Gateway, which waits less long, calls the function.
fn gateway(
    context: &Context<'_>,
    function: &Function<'_>,
    timeout: i64,
    field: &Field<'_>,
    outcomes: &mut Vec<Outcome>,
) {
    for (_, answer) in function.ask_each(POLICY) {
        note(outcomes, answer.gap());
        let Answer::Known(answer) = answer else { continue };
        let unread = Gap { operation: POLICY, call: Some(answer.call) };
        let read = answer.get("Policy").ok_or(unread).and_then(|policy| context.policy(&policy, POLICY));
        let read = match read {
            Ok(read) => read,
            Err(gap) => {
                note(outcomes, Some(gap));
                continue;
            }
        };
        let is_gateway = |who: &Who| matches!(who, Who::Service(name) if name.starts_with("apigateway."));
        let callers = callers(&read.policy, &["lambda:InvokeFunction"], None);
        if let Some(caller) = callers.iter().find(|caller| caller.is_admitted() && is_gateway(&caller.who)) {
            let message = format!(
                "API Gateway calls the function and gives up after {GATEWAY} seconds; the function goes on for up to {timeout}."
            );
            let found = Found::new(message).about("apigateway.amazonaws.com").at(field);
            outcomes.push(Outcome::Fail(found.at_place(read.statement(caller.statement))));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::asynchronous::testing::lets_in;
    use crate::edition_2026_11::testing::{about, absent, call, check, denied, function};

    fn timeout(seconds: i64) -> Value {
        function(json!({"Timeout": seconds}))
    }

    fn mappings(sources: &[&str]) -> Value {
        let one = |arn: &&str| json!({"UUID": "u", "EventSourceArn": arn});
        let all: Vec<Value> = sources.iter().map(one).collect();
        about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": all}))
    }

    #[test]
    fn the_longest_timeout_fails() {
        let policy = || absent("lambda:GetPolicy");
        check("REL-05", vec![timeout(3), mappings(&[])], "PASS");
        check("REL-05", vec![timeout(900), mappings(&[]), policy()], "FAIL LOW");
        check("REL-05", vec![timeout(899), mappings(&[]), policy()], "PASS");
        check("REL-05", vec![timeout(900)], "FAIL LOW");
    }

    #[test]
    fn the_gateway_waits_less_long() {
        let gateway = || lets_in("apigateway.amazonaws.com");
        check("REL-05", vec![timeout(60), mappings(&[]), gateway()], "FAIL LOW");
        check("REL-05", vec![timeout(29), mappings(&[]), gateway()], "PASS");
        check("REL-05", vec![timeout(60), mappings(&[])], "NOT_ASSESSED lambda:GetPolicy");
    }

    #[test]
    fn queues_show_messages_again() {
        const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:orders";
        let queue = |seconds: &str| {
            let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";
            call(
                "sqs:GetQueueAttributes",
                json!({"QueueUrl": url}),
                json!({"Attributes": {"VisibilityTimeout": seconds}}),
            )
        };
        check("REL-05", vec![timeout(10), mappings(&[QUEUE]), queue("60")], "PASS");
        check("REL-05", vec![timeout(10), mappings(&[QUEUE]), queue("59")], "FAIL LOW");
        check("REL-05", vec![timeout(10), mappings(&[QUEUE]), queue("9")], "FAIL MEDIUM");
        check("REL-05", vec![timeout(10), mappings(&[QUEUE])], "NOT_ASSESSED sqs:GetQueueAttributes");
        check("REL-05", vec![timeout(10)], "NOT_ASSESSED lambda:ListEventSourceMappings");
        check("REL-05", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
