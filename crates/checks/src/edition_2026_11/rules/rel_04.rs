//! REL-04: no concurrency of its own.

use evidence::facts::{Answer, Field, Function, Gap};

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, REL, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const GET: &str = "lambda:GetFunctionConcurrency";

pub(super) static RULE: Rule = Rule {
    id: "REL-04",
    title: "No reserved concurrency",
    severity: Severity::Low,
    category: "RELIABILITY",
    check: REL,
    decides: "`Concurrency.ReservedConcurrentExecutions` of get-function, or get-function-concurrency",
    why: "All functions of a region share a limit. One that is flooded takes it from the others, and without a limit of its own costs as \
          much as somebody wants. Zero stops the function: every call is throttled.",
    fix: "Reserve what the function needs, leaving enough for the others.",
    command: Some(
        "aws lambda put-function-concurrency --function-name {function} --reserved-concurrent-executions {number}",
    ),
    sources: "AWS Lambda developer guide, \"Configuring reserved concurrency\"; checkov CKV_AWS_115; AWS Config lambda-concurrency-check; \
              steampipe; cfn_nag W92",
    needs: &["lambda:GetFunction", GET],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let (reserved, call) = reserved(function)?;
    match reserved {
        Some(reserved) if reserved.integer() == Some(0) => {
            let message = "The function's reserved concurrency is zero: every call is throttled.";
            fail(Found::new(message).severity(Severity::High).at(&reserved))
        }
        Some(_) => pass(),
        None => fail(Found::new("The function has no concurrency of its own.").at_call(call)),
    }
}

type Reserved<'s> = (Option<Field<'s>>, Option<evidence::CallId>);

/// What is reserved, and the call that says so.
fn reserved<'s>(function: &'s Function<'_>) -> Result<Reserved<'s>, Gap> {
    const KEY: &str = "ReservedConcurrentExecutions";
    let asked = function.ask(GET);
    let own = asked.clone().known().and_then(|answer| answer.get(KEY));
    let beside = function.beside("Concurrency");
    let whole = beside.as_ref().ok().copied().flatten().and_then(|concurrency| concurrency.get(KEY));
    match (own.or(whole), asked, beside) {
        (Some(reserved), ..) => Ok((Some(reserved), Some(reserved.call))),
        (None, Answer::Known(answer), _) => Ok((None, Some(answer.call))),
        (None, Answer::Absent(call), _) => Ok((None, Some(call))),
        (None, _, Ok(_)) => Ok((None, function.whole().known().map(|whole| whole.call))),
        (None, Answer::Refused(gap), Err(_)) => Err(gap),
        (None, Answer::Missing(_), Err(gap)) => Err(gap),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, check, denied, function, whole};

    #[test]
    fn either_answer_tells() {
        let reserved =
            |number: i64| whole(json!({}), json!({"Concurrency": {"ReservedConcurrentExecutions": number}}));
        check("REL-04", vec![reserved(25)], "PASS");
        check("REL-04", vec![reserved(0)], "FAIL HIGH");
        check("REL-04", vec![function(json!({}))], "FAIL LOW");
        let asked = |answer: Value| about("lambda:GetFunctionConcurrency", answer);
        check("REL-04", vec![function(json!({})), asked(json!({"ReservedConcurrentExecutions": 5}))], "PASS");
        let configuration = || {
            let arn = crate::edition_2026_11::testing::ARN;
            about("lambda:GetFunctionConfiguration", json!({"FunctionName": "orders", "FunctionArn": arn}))
        };
        check("REL-04", vec![configuration(), asked(json!({}))], "FAIL LOW");
        check("REL-04", vec![configuration()], "NOT_ASSESSED lambda:GetFunction");
        let refused = denied("lambda:GetFunctionConcurrency");
        check("REL-04", vec![configuration(), refused], "NOT_ASSESSED lambda:GetFunctionConcurrency");
    }
}
