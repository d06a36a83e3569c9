//! RT-02: a runtime whose end is near.

use evidence::facts::Function;

use super::runtime::{advice, judge_days};
use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-02",
    title: "Runtime whose end is near",
    severity: Severity::Medium,
    category: "RUNTIME_SECURITY",
    check: CFG,
    decides: "`Runtime` of the configuration, and the table of runtimes at the date of the audit",
    why: "Moving to another runtime takes tests and releases. It is medium within 90 days of the end of its fixes, low within 180. What \
          has ended already is RT-01's.",
    fix: "Plan the move to the successor before that day.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --runtime {successor}",
    ),
    sources: "AWS Lambda developer guide, \"Lambda runtimes\"; no other tool looks ahead",
    needs: &["lambda:GetFunction"],
    exempt: "The function is a container image.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let mut days = context.data.thresholds.numbers("RT-02", "days");
    order::sort(&mut days);
    judge_days(context, function, |name, runtime| {
        let end = runtime.deprecated.filter(|day| *day > context.as_of)?;
        let left = end.days_since(context.as_of);
        let near = days.iter().position(|days| left <= *days)?;
        let found = Found::new(format!(
            "{name} gets no security fixes from {end} on, in {left} days.{}",
            advice(runtime)
        ));
        Some(if near == 0 { found } else { found.severity(Severity::Low) })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check_at, denied, function};

    #[test]
    fn ninety_days_and_half_a_year() {
        let judged = |as_of: &str, expected: &str| {
            check_at(as_of, "RT-02", vec![function(json!({"Runtime": "python3.10"}))], expected);
        };
        judged("2026-05-03", "PASS");
        judged("2026-05-04", "FAIL LOW");
        judged("2026-08-01", "FAIL LOW");
        judged("2026-08-02", "FAIL MEDIUM");
        judged("2026-10-30", "FAIL MEDIUM");
        judged("2026-10-31", "PASS");
        check_at(
            "2026-11-23",
            "RT-02",
            vec![denied("lambda:GetFunction")],
            "NOT_ASSESSED lambda:GetFunction",
        );
    }
}
