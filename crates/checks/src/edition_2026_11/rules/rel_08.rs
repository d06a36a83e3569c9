//! REL-08: retries that nobody chose.

use evidence::facts::{Answer, Field, Function};

use super::asynchronous::{self, Commands, commands, config, triggers};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, REL, not_applicable, note, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "REL-08",
    title: "Default retries of asynchronous calls",
    severity: Severity::Info,
    category: "RELIABILITY",
    check: REL,
    decides: "`MaximumRetryAttempts` and `MaximumEventAgeInSeconds` of get-function-event-invoke-config, where get-policy lets in a \
              service that calls asynchronously",
    why: "By default Lambda tries an event three times and keeps it for six hours. What is done thrice, or hours late, can do harm where \
          the function is not prepared for it.",
    fix: "Decide how often and how long events may be tried, and set it.",
    command: Some(COMMANDS.put),
    sources: "AWS Lambda developer guide, \"Configuring error handling settings for asynchronous invocations\"; no other tool checks it",
    needs: &[asynchronous::CONFIG, asynchronous::POLICY],
    exempt: asynchronous::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

const COMMANDS: Commands = commands!("--maximum-retry-attempts 1 --maximum-event-age-in-seconds 3600");

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let (triggers, unread) = triggers(context, function);
    if triggers.is_empty() {
        return match (config(function, None), unread) {
            (Answer::Known(config), _) if is_chosen(&config) => pass(),
            (_, Some(gap)) => Err(gap),
            (_, None) => not_applicable(RULE.exempt),
        };
    }
    let mut outcomes = Vec::new();
    note(&mut outcomes, unread);
    let mut seen = Vec::new();
    for trigger in triggers {
        if seen.contains(&trigger.qualifier) {
            continue;
        }
        seen.push(trigger.qualifier);
        let message = "Events of asynchronous calls are tried three times and kept for six hours, which is the default.";
        let found = Found::new(message).at_place(trigger.place.clone());
        let offer = |found, is_set| Outcome::Fail(COMMANDS.offer(found, &[trigger.qualifier], is_set));
        match config(function, trigger.qualifier) {
            Answer::Known(config) if is_chosen(&config) => {}
            Answer::Known(config) => outcomes.push(offer(found.at(&config), true)),
            Answer::Absent(call) => outcomes.push(offer(found.at_call(Some(call)), false)),
            Answer::Refused(gap) | Answer::Missing(gap) => note(&mut outcomes, Some(gap)),
        }
    }
    Ok(outcomes)
}

/// Whether retries or age are other than the default.
fn is_chosen(config: &Field<'_>) -> bool {
    let other = |key: &str, default: i64| {
        config.get(key).and_then(|value| value.integer()).is_some_and(|value| value != default)
    };
    other("MaximumRetryAttempts", 2) || other("MaximumEventAgeInSeconds", 21_600)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::asynchronous::testing::lets_in;
    use crate::edition_2026_11::testing::{about, absent, check, denied, function};

    const CONFIG: &str = "lambda:GetFunctionEventInvokeConfig";

    #[test]
    fn the_default_is_told_from_a_choice() {
        let one = |config: Value, expected: &str| {
            check("REL-08", vec![function(json!({})), lets_in("s3.amazonaws.com"), config], expected);
        };
        let config = |retries: Value, age: Value| {
            about(
                CONFIG,
                json!({"FunctionArn": "a", "MaximumRetryAttempts": retries, "MaximumEventAgeInSeconds": age}),
            )
        };
        one(config(json!(1), json!(3600)), "PASS");
        one(config(json!(0), json!(null)), "PASS");
        one(config(json!(2), json!(21_600)), "FAIL INFO");
        one(config(json!(null), json!(null)), "FAIL INFO");
        one(absent(CONFIG), "FAIL INFO");
        one(denied(CONFIG), &format!("NOT_ASSESSED {CONFIG}"));
        check(
            "REL-08",
            vec![function(json!({})), absent("lambda:GetPolicy"), absent(CONFIG)],
            "NOT_APPLICABLE",
        );
        check("REL-08", vec![function(json!({})), absent(CONFIG)], "NOT_ASSESSED lambda:GetPolicy");
    }
}
