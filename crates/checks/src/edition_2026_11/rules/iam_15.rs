//! IAM-15: one role for many functions.

use evidence::facts::Function;

use super::granted::some_of;
use super::rights::role_arn;
use super::survey::Survey;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-15",
    title: "Role that many functions share",
    severity: Severity::Medium,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "`Role` of all functions' configurations; the number from which it counts is in thresholds.json",
    why: "A shared role holds what all of its functions need together: each may do what only the others have to, and the trail can't tell \
          them apart.",
    fix: "Give each function a role of its own, or at least each service of a few functions.",
    command: Some("aws lambda update-function-configuration --function-name {function} --role NEW_ROLE_ARN"),
    sources: "CloudSploit; KICS; AWS Lambda developer guide, \"Defining permissions with an execution role\"",
    needs: &["lambda:ListFunctions", "lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const LIST: &str = "lambda:ListFunctions";

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let arn = role_arn(function)?;
    let survey = Survey::of(context);
    let own = survey.users.get(&arn).map_or(&[][..], Vec::as_slice);
    let most = context.data.thresholds.number("IAM-15", "functions_per_role_at_least", 6);
    if i64::try_from(own.len()).is_ok_and(|count| count >= most) {
        let message = format!("{} functions share this role: {}.", own.len(), some_of(own));
        return Ok(vec![Outcome::Fail(Found::new(message).about(arn).at_config(function, "Role"))]);
    }
    // Functions that nobody listed may share it, too.
    let whole = |parameters: evidence::json::Value<'_>| {
        parameters.members().iter().all(|(name, value)| match name.as_ref() {
            "FunctionVersion" => value.is_text("ALL"),
            name => name == "MaxItems",
        })
    };
    context.facts.covered(function.at, LIST, &whole).map(|_| vec![Outcome::Pass])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    fn listed(count: usize, more: bool) -> Value {
        let entry = |number: usize| {
            json!({"FunctionName": format!("job-{number}"), "Runtime": "python3.13",
                "FunctionArn": format!("arn:aws:lambda:us-east-1:123456789012:function:job-{number}"),
                "Role": "arn:aws:iam::123456789012:role/jobs"})
        };
        let functions: Vec<Value> = (0..count).map(entry).collect();
        let mut answer = json!({"Functions": functions});
        if more {
            answer["NextMarker"] = "x".into();
        }
        call("lambda:ListFunctions", json!({}), answer)
    }

    #[test]
    fn shared_roles() {
        check("IAM-15", vec![listed(6, false)], "FAIL MEDIUM");
        check("IAM-15", vec![listed(5, false)], "PASS");
        check("IAM-15", vec![listed(6, true)], "FAIL MEDIUM");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check("IAM-15", vec![listed(5, true)], "NOT_ASSESSED lambda:ListFunctions");
        check("IAM-15", vec![function(json!({}))], "NOT_ASSESSED lambda:ListFunctions");
        let throttled =
            error("lambda:GetFunction", json!({"FunctionName": "orders"}), "TooManyRequestsException");
        check("IAM-15", vec![throttled], "NOT_ASSESSED lambda:GetFunction");
    }
}
