//! LOG-11: nobody watches functions for threats and vulnerabilities.

use evidence::facts::{Answer, Gap, Whereabouts};

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const PROTECT: &str = "aws guardduty update-detector --detector-id {detector} --features Name=LAMBDA_NETWORK_LOGS,Status=ENABLED";
const DETECTORS: &str = "guardduty:ListDetectors";
const DETECTOR: &str = "guardduty:GetDetector";
const INSPECTOR: &str = "inspector2:BatchGetAccountStatus";

pub(super) static RULE: Rule = Rule {
    id: "LOG-11",
    title: "GuardDuty or Inspector doesn't watch Lambda",
    severity: Severity::Medium,
    category: "LOGGING",
    check: LOG,
    decides: "`Features[].Status` of LAMBDA_NETWORK_LOGS in get-detector; `accounts[].resourceState.lambda.status` of Inspector's \
              batch-get-account-status",
    why: "GuardDuty tells of functions that talk to known attackers, Inspector of packages with known vulnerabilities. Without them, \
          nobody looks.",
    fix: "Turn on Lambda Protection in GuardDuty and Lambda scanning in Inspector, for the whole organisation if there is one.",
    command: Some(
        "aws guardduty update-detector --detector-id {detector} --features Name=LAMBDA_NETWORK_LOGS,Status=ENABLED; \
         aws inspector2 enable --resource-types LAMBDA",
    ),
    sources: "AWS Security Hub GuardDuty.6 and Inspector.4; prowler",
    needs: &[DETECTORS, DETECTOR, INSPECTOR],
    exempt: "",
    evaluate: Evaluate::Account(evaluate),
};

fn evaluate(context: &Context<'_>, at: Whereabouts<'_>) -> Judged {
    let mut outcomes = Vec::new();
    match guardduty(context, at) {
        Ok(found) => outcomes.extend(found.map(Outcome::Fail)),
        Err(gap) => note(&mut outcomes, Some(gap)),
    }
    match inspector(context, at) {
        Ok(found) => outcomes.extend(found.map(Outcome::Fail)),
        Err(gap) => note(&mut outcomes, Some(gap)),
    }
    Ok(outcomes)
}

/// What is wrong with GuardDuty, if anything is.
fn guardduty(context: &Context<'_>, at: Whereabouts<'_>) -> Result<Option<Found>, Gap> {
    let listed = context.facts.all(at, DETECTORS, "DetectorIds");
    let ids: Vec<_> = listed.items.iter().filter_map(|id| id.text()).collect();
    let mut off = None;
    let mut gap = listed.gap;
    let mut look = |answer: Answer<evidence::facts::Field<'_>>| match answer {
        Answer::Known(detector) => {
            let works = detector.get("Status").is_none_or(|status| status.is_text("ENABLED"));
            let feature = detector
                .list("Features")
                .find(|feature| feature.get("Name").is_some_and(|name| name.is_text("LAMBDA_NETWORK_LOGS")));
            let on = feature
                .is_some_and(|feature| feature.get("Status").is_some_and(|status| status.is_text("ENABLED")));
            if !works || !on {
                let place = if works { feature.unwrap_or(detector) } else { detector };
                off = Some(
                    Found::new("GuardDuty's Lambda Protection is off.")
                        .about("GuardDuty")
                        .at(&place)
                        .command(PROTECT),
                );
            }
            works && on
        }
        Answer::Absent(call) => {
            gap = gap.or(Some(Gap { operation: DETECTOR, call: Some(call) }));
            false
        }
        Answer::Refused(unknown) | Answer::Missing(unknown) => {
            gap = gap.or(Some(unknown));
            false
        }
    };
    let mut on = false;
    if ids.is_empty() && listed.gap.is_some() {
        // A region has one detector, so one that was asked about is it, listed or not.
        for call in context.facts.calls(at, DETECTOR) {
            on |= look(context.facts.answer(call, DETECTOR));
        }
    }
    for id in &ids {
        on |= look(context.facts.asked(at, DETECTOR, "DetectorId", &[id]));
    }
    if on {
        return Ok(None);
    }
    if let Some(off) = off {
        return Ok(Some(match ids.as_slice() {
            [id] => off.named("detector", id.clone()),
            _ => off,
        }));
    }
    match gap {
        Some(gap) => Err(gap),
        None => {
            let found = Found::new("GuardDuty is not on.").about("GuardDuty").at_call(listed.call);
            Ok(Some(found.command(
                "aws guardduty create-detector --enable --features Name=LAMBDA_NETWORK_LOGS,Status=ENABLED",
            )))
        }
    }
}

/// What is wrong with Inspector, if anything is.
fn inspector(context: &Context<'_>, at: Whereabouts<'_>) -> Result<Option<Found>, Gap> {
    let accounts = context.facts.items(at, INSPECTOR, "accounts");
    let own = accounts.iter().find(|account| {
        let id = account.text_of("accountId");
        at.account.is_none() || id.is_none() || id.as_deref() == at.account
    });
    let Some(own) = own else {
        return Err(context
            .facts
            .unfiltered(at, INSPECTOR)
            .map_or_else(|gap| gap, |call| Gap { operation: INSPECTOR, call: Some(call) }));
    };
    let Some(status) = own.path(&["resourceState", "lambda", "status"]) else {
        return Err(Gap { operation: INSPECTOR, call: Some(own.call) });
    };
    let on = status.is_text("ENABLED") || status.is_text("ENABLING");
    Ok((!on).then(|| {
        let found = Found::new("Inspector doesn't scan Lambda functions.").about("Inspector").at(&status);
        found.command("aws inspector2 enable --resource-types LAMBDA")
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{audit_account, call, error, function, outcome};

    fn detector(status: &str) -> Value {
        let features = json!([{"Name": "LAMBDA_NETWORK_LOGS", "Status": status}]);
        let answer = json!({"Status": "ENABLED", "Features": features});
        call("guardduty:GetDetector", json!({"DetectorId": "d"}), answer)
    }

    fn detectors(ids: &[&str]) -> Value {
        call("guardduty:ListDetectors", json!({}), json!({"DetectorIds": ids}))
    }

    fn inspector(status: &str) -> Value {
        let account = json!({"accountId": "123456789012", "resourceState": {"lambda": {"status": status}}});
        call(
            "inspector2:BatchGetAccountStatus",
            json!({}),
            json!({"accounts": [account], "failedAccounts": []}),
        )
    }

    #[track_caller]
    fn one(more: Vec<Value>, expected: &str) {
        let calls = [vec![function(json!({}))], more].concat();
        assert_eq!(outcome(&audit_account(calls), "LOG-11"), expected);
    }

    #[test]
    fn both_must_watch() {
        one(vec![detectors(&["d"]), detector("ENABLED"), inspector("ENABLED")], "PASS");
        one(vec![detectors(&["d"]), detector("DISABLED"), inspector("ENABLED")], "FAIL MEDIUM");
        one(vec![detectors(&["d"]), detector("ENABLED"), inspector("DISABLED")], "FAIL MEDIUM");
        one(vec![detectors(&[]), inspector("ENABLED")], "FAIL MEDIUM");
        one(vec![detector("ENABLED"), inspector("ENABLED")], "PASS");
    }

    #[test]
    fn what_was_not_asked_stays_open() {
        one(vec![], "NOT_ASSESSED guardduty:ListDetectors inspector2:BatchGetAccountStatus");
        one(vec![detectors(&["d"]), inspector("ENABLED")], "NOT_ASSESSED guardduty:GetDetector");
        one(vec![detectors(&["d"]), detector("ENABLED")], "NOT_ASSESSED inspector2:BatchGetAccountStatus");
        one(vec![detectors(&["d"]), detector("DISABLED")], "FAIL MEDIUM");
        let refused = error("guardduty:ListDetectors", json!({}), "AccessDeniedException");
        one(vec![refused, inspector("ENABLED")], "NOT_ASSESSED guardduty:ListDetectors");
    }
}
