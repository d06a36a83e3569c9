//! REL-06: loops that run for ever.

use evidence::facts::{Answer, Function};

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, REL, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const GET: &str = "lambda:GetFunctionRecursionConfig";

pub(super) static RULE: Rule = Rule {
    id: "REL-06",
    title: "Recursive loops allowed",
    severity: Severity::Medium,
    category: "RELIABILITY",
    check: REL,
    decides: "`RecursiveLoop` of get-function-recursion-config",
    why: "A function that writes to the queue or bucket that calls it runs, and costs, until somebody stops it. Lambda stops such loops \
          unless it is told not to.",
    fix: "Let Lambda stop loops, or note why this one is meant to be.",
    command: Some(
        "aws lambda put-function-recursion-config --function-name {function} --recursive-loop Terminate",
    ),
    sources: "AWS Lambda developer guide, \"Use Lambda recursive loop detection\"; no other tool checks it",
    needs: &[GET],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    match function.ask(GET) {
        Answer::Known(answer) => match answer.get("RecursiveLoop") {
            Some(kind) if kind.is_text("Allow") => fail(
                Found::new("Lambda does not stop the function when it calls itself in a loop.").at(&kind),
            ),
            Some(_) => pass(),
            None => Err(evidence::facts::Gap { operation: GET, call: Some(answer.call) }),
        },
        Answer::Absent(call) => Err(evidence::facts::Gap { operation: GET, call: Some(call) }),
        Answer::Refused(gap) | Answer::Missing(gap) => Err(gap),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{about, check, denied, function};

    #[test]
    fn loops_are_stopped_or_not() {
        let with = |kind: &str| {
            vec![
                function(json!({})),
                about("lambda:GetFunctionRecursionConfig", json!({"RecursiveLoop": kind})),
            ]
        };
        check("REL-06", with("Terminate"), "PASS");
        check("REL-06", with("Allow"), "FAIL MEDIUM");
        let open = "NOT_ASSESSED lambda:GetFunctionRecursionConfig";
        check("REL-06", vec![function(json!({}))], open);
        check("REL-06", vec![function(json!({})), denied("lambda:GetFunctionRecursionConfig")], open);
    }
}
