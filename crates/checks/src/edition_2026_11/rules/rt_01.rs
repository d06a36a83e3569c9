//! RT-01: a runtime that gets no more security fixes.

use evidence::facts::Function;

use super::runtime::{advice, judge_days};
use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-01",
    title: "Runtime without security fixes",
    severity: Severity::High,
    category: "RUNTIME_SECURITY",
    check: CFG,
    decides: "`Runtime` of the configuration, and the table of runtimes at the date of the audit",
    why: "From its deprecation day on AWS patches neither the language nor the operating system below it. It is critical once AWS blocks \
          updates as well: then not even the function's own code can be fixed.",
    fix: "Move the function to the successor, and test it there. From go1.x to provided.al2023 the code is built anew, as `bootstrap`, and goes first.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --runtime {successor}",
    ),
    sources: "AWS Lambda developer guide, \"Lambda runtimes\"; AWS Security Hub Lambda.2; prowler; checkov CKV_AWS_363",
    needs: &["lambda:GetFunction"],
    exempt: "The function is a container image.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge_days(context, function, |name, runtime| {
        let day = runtime.deprecated.filter(|day| *day <= context.as_of)?;
        let message = format!("{name} has had no security fixes since {day}.");
        let blocked = runtime.update_block.filter(|day| *day <= context.as_of);
        Some(match blocked {
            Some(block) => {
                Found::new(format!("{message} Since {block} AWS refuses updates, too.{}", advice(runtime)))
                    .severity(Severity::Critical)
            }
            None => Found::new(message + &advice(runtime)),
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check_at, denied, function};

    #[test]
    fn the_day_of_deprecation_is_the_first_without_fixes() {
        let judged = |runtime: &str, as_of: &str, expected: &str| {
            check_at(as_of, "RT-01", vec![function(json!({"Runtime": runtime}))], expected);
        };
        judged("python3.10", "2026-10-30", "PASS");
        judged("python3.10", "2026-10-31", "FAIL HIGH");
        judged("nodejs18.x", "2027-03-03", "FAIL CRITICAL");
        judged("python2.7", "2026-11-23", "FAIL CRITICAL");
        judged("nodejs26.x", "2026-11-23", "PASS");
        judged("python9.9", "2026-11-23", "MANUAL");
        let image = function(json!({"PackageType": "Image", "Runtime": null}));
        check_at("2026-11-23", "RT-01", vec![image], "NOT_APPLICABLE");
        check_at(
            "2026-11-23",
            "RT-01",
            vec![denied("lambda:GetFunction")],
            "NOT_ASSESSED lambda:GetFunction",
        );
    }
}
