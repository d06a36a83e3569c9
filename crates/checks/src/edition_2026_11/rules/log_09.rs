//! LOG-09: trails that miss something, or can be altered unseen.

use evidence::facts::{Field, Whereabouts};

use super::trails;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-09",
    title: "No trail that can be relied on",
    severity: Severity::Medium,
    category: "LOGGING",
    check: LOG,
    decides: "`IsMultiRegionTrail`, `LogFileValidationEnabled`, `KmsKeyId` and `CloudWatchLogsLogGroupArn` of describe-trails, \
              `IsLogging` of get-trail-status: one trail must have all of them",
    why: "An attacker works in the region that nobody watches, and alters or deletes what was recorded. Without CloudWatch Logs nobody is \
          told in time.",
    fix: "Have one trail for all regions that validates its files, encrypts them with a key of your own, and writes to CloudWatch Logs.",
    command: Some(
        "aws cloudtrail update-trail --name {subject} --is-multi-region-trail --enable-log-file-validation --kms-key-id {key-arn} \
         --cloud-watch-logs-log-group-arn {log-group-arn} --cloud-watch-logs-role-arn {role-arn} --region {home-region}",
    ),
    sources: "CIS AWS Foundations Benchmark 3; AWS Security Hub CloudTrail.1, .2, .4 and .5; prowler; steampipe; ScoutSuite",
    needs: &[trails::TRAILS, trails::STATUS],
    exempt: "",
    evaluate: Evaluate::Account(evaluate),
};

/// What a trail must have, in the order of how bad it is to lack it: the first three are HIGH.
const ASKED: [(&str, &str); 4] = [
    ("IsMultiRegionTrail", "records one region only"),
    ("LogFileValidationEnabled", "doesn't validate its files"),
    ("KmsKeyId", "has no customer managed key"),
    ("CloudWatchLogsLogGroupArn", "doesn't write to CloudWatch Logs"),
];

/// What a trail lacks.
struct Lacks<'f> {
    trail: Field<'f>,
    what: Vec<&'static str>,
    is_high: bool,
}

fn evaluate(context: &Context<'_>, at: Whereabouts<'_>) -> Judged {
    let trails = trails::of(context, at);
    let mut best: Option<Lacks<'_>> = None;
    let mut gap = None;
    for trail in &trails.known {
        let mut what = Vec::new();
        let mut is_high = false;
        for (key, words) in ASKED {
            let has = trails::is(trail, key) || trail.text_of(key).is_some();
            if !has {
                what.push(words);
                is_high |= matches!(key, "IsMultiRegionTrail" | "LogFileValidationEnabled");
            }
        }
        match trails::status(context, at, trail) {
            Ok(status) if status.bool() == Some(true) && what.is_empty() => return pass(),
            Ok(status) if status.bool() != Some(true) => {
                what.insert(0, "doesn't run");
                is_high = true;
            }
            Err(unknown) if what.is_empty() => {
                gap = gap.or(Some(unknown));
                continue;
            }
            _ => {}
        }
        if best.as_ref().is_none_or(|best| (is_high, what.len()) < (best.is_high, best.what.len())) {
            best = Some(Lacks { trail: *trail, what, is_high });
        }
    }
    // A trail that may run has all that is asked, or one that wasn't listed may.
    let call = trails.listed?;
    if let Some(gap) = gap {
        return Err(gap);
    }
    let Some(best) = best else {
        let found = Found::new("The account has no trail.").severity(Severity::High);
        return fail(found.at_call(Some(call)));
    };
    let name = trails::name(&best.trail);
    let message = if trails.known.len() == 1 {
        format!("Trail {name}, the only one, {}.", best.what.join(", "))
    } else {
        format!(
            "None of {} trails has all that is asked. The best one, {name}, {}.",
            trails.known.len(),
            best.what.join(", ")
        )
    };
    let severity = if best.is_high { Severity::High } else { RULE.severity };
    let mut found = Found::new(message).about(name).severity(severity).at(&best.trail);
    // A trail is changed where it was made.
    if let Some(home) = best.trail.text_of("HomeRegion") {
        found = found.named("home-region", home);
    }
    fail(found)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::trails::testing::{status, trail, trails};
    use crate::edition_2026_11::testing::{audit_account, error, function, outcome};

    #[track_caller]
    fn one(more: Vec<Value>, expected: &str) {
        let calls = [vec![function(json!({}))], more].concat();
        assert_eq!(outcome(&audit_account(calls), "LOG-09"), expected);
    }

    #[test]
    fn one_trail_must_have_it_all() {
        one(vec![trails(&[trail(json!({}))]), status(true)], "PASS");
        one(vec![trails(&[trail(json!({}))]), status(false)], "FAIL HIGH");
        one(vec![trails(&[trail(json!({"LogFileValidationEnabled": false}))]), status(true)], "FAIL HIGH");
        one(vec![trails(&[trail(json!({"IsMultiRegionTrail": false}))]), status(true)], "FAIL HIGH");
        one(vec![trails(&[trail(json!({"KmsKeyId": null}))]), status(true)], "FAIL MEDIUM");
        one(vec![trails(&[trail(json!({"CloudWatchLogsLogGroupArn": ""}))]), status(true)], "FAIL MEDIUM");
        let other = trail(json!({"TrailARN": "arn:other", "KmsKeyId": null}));
        one(vec![trails(&[other, trail(json!({}))]), status(true)], "PASS");
        one(vec![trails(&[])], "FAIL HIGH");
    }

    #[test]
    fn what_was_not_asked_stays_open() {
        one(vec![], "NOT_ASSESSED cloudtrail:DescribeTrails");
        one(
            vec![error("cloudtrail:DescribeTrails", json!({}), "AccessDeniedException")],
            "NOT_ASSESSED cloudtrail:DescribeTrails",
        );
        one(vec![trails(&[trail(json!({}))])], "NOT_ASSESSED cloudtrail:GetTrailStatus");
        one(vec![trails(&[trail(json!({"KmsKeyId": null}))])], "FAIL MEDIUM");
    }
}
