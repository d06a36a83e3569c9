//! RT-11: a function that nobody touches.

use evidence::facts::{Function, Gap};

use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged, Outcome};
use crate::edition_2026_11::{Context, Date, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-11",
    title: "Function that nobody has changed or called for long",
    severity: Severity::Low,
    category: "FUNCTION_CONFIG",
    check: CFG,
    decides: "`LastModified`, `State` and `StateReasonCode` of the configuration",
    why: "Code that nobody has deployed for two years carries libraries with known faults, and the role that goes with it. A function that \
          AWS made inactive has not been called for weeks.",
    fix: "See whether anybody still calls it. Delete it if nothing needs it; otherwise build and deploy it anew, with current libraries.",
    command: Some(
        "aws cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name Invocations --dimensions \
         Name=FunctionName,Value={function} --start-time {start-time} --end-time {end-time} --period 86400 --statistics Sum",
    ),
    sources: "decided here (`thresholds.json`); prowler had a check and dropped it",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let most = context.data.thresholds.number("RT-11", "unchanged_days", 730);
    let mut outcomes = Vec::new();
    let modified = function.config("LastModified")?;
    let day = modified.and_then(|modified| Some((modified, Date::parse(&modified.text()?)?)));
    match day.map(|(modified, day)| (modified, context.as_of.days_since(day))) {
        Some((modified, days)) if days > most => {
            let message = format!("The function was last changed {days} days ago.");
            outcomes.push(Outcome::Fail(Found::new(message).at(&modified)));
        }
        Some(_) => {}
        // AWS always says when.
        None => outcomes.push(Outcome::NotAssessed(Gap::new("lambda:GetFunction"))),
    }
    match (function.config("State"), function.config("StateReasonCode")) {
        (Ok(state), Ok(reason)) => {
            let idle = reason.filter(|reason| reason.is_text("Idle"));
            // Inactive for another reason, such as a key that can't be used, is that rule's to tell.
            let inactive = state.filter(|state| state.is_text("Inactive") && reason.is_none());
            if let Some(place) = idle.or(inactive) {
                let message = "AWS made the function inactive because nobody called it for long.";
                outcomes.push(Outcome::Fail(Found::new(message).at(&place)));
            }
        }
        (Err(gap), _) | (_, Err(gap)) => outcomes.push(Outcome::NotAssessed(gap)),
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, check_at, denied, function};

    #[test]
    fn old_and_idle_functions() {
        let judged = |changes: Value, expected: &str| check("RT-11", vec![function(changes)], expected);
        judged(json!({}), "PASS");
        judged(json!({"LastModified": null}), "NOT_ASSESSED lambda:GetFunction");
        judged(json!({"LastModified": "yesterday"}), "NOT_ASSESSED lambda:GetFunction");
        judged(json!({"State": "Inactive", "StateReasonCode": "Idle"}), "FAIL LOW");
        judged(json!({"State": "Inactive", "StateReasonCode": "DisabledKMSKey"}), "PASS");
        check_at("2028-10-11", "RT-11", vec![function(json!({}))], "PASS");
        check_at("2028-10-12", "RT-11", vec![function(json!({}))], "FAIL LOW");
        let entry = json!({"FunctionName": "orders", "LastModified": "2026-10-12T09:30:00.000+0000"});
        let listed = vec![call("lambda:ListFunctions", json!({}), json!({"Functions": [entry]}))];
        check("RT-11", listed, "NOT_ASSESSED lambda:GetFunction");
        check("RT-11", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
