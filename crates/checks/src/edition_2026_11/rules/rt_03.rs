//! RT-03: a runtime that AWS blocks.

use evidence::facts::Function;

use super::runtime::{advice, judge_days};
use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-03",
    title: "Runtime that AWS blocks",
    severity: Severity::High,
    category: "RUNTIME_SECURITY",
    check: CFG,
    decides: "`Runtime` of the configuration, and the table of runtimes at the date of the audit",
    why: "Once AWS refuses to create functions with a runtime, this one can't be set up again after a loss, in another region or in a \
          test account; once it refuses updates, it can't be repaired.",
    fix: "Move the function to the successor now. From go1.x to provided.al2023 the code is built anew, as `bootstrap`, and goes first.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --runtime {successor}",
    ),
    sources: "AWS Lambda developer guide, \"Lambda runtimes\"; cfn-lint E2531 and E2533",
    needs: &["lambda:GetFunction"],
    exempt: "The function is a container image.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge_days(context, function, |name, runtime| {
        let past = |day: &crate::edition_2026_11::Date| *day <= context.as_of;
        let what = match (runtime.update_block.filter(past), runtime.create_block.filter(past)) {
            (Some(day), _) => format!("Since {day} AWS refuses to update functions with {name}."),
            (None, Some(day)) => format!("Since {day} AWS refuses to create functions with {name}."),
            (None, None) => return None,
        };
        Some(Found::new(what + &advice(runtime)))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check_at, denied, function};

    #[test]
    fn blocks_begin_on_their_days() {
        let judged = |runtime: &str, as_of: &str, expected: &str| {
            check_at(as_of, "RT-03", vec![function(json!({"Runtime": runtime}))], expected);
        };
        judged("nodejs18.x", "2027-01-31", "PASS");
        judged("nodejs18.x", "2027-02-01", "FAIL HIGH");
        judged("go1.x", "2026-11-23", "FAIL HIGH");
        judged("dotnet9", "2026-11-23", "PASS");
        check_at(
            "2026-11-23",
            "RT-03",
            vec![denied("lambda:GetFunction")],
            "NOT_ASSESSED lambda:GetFunction",
        );
    }
}
