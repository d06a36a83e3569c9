//! LOG-08: calls that no trail records.

use evidence::facts::{Function, Gap};

use super::trails::{self, Records};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, Outcome, note, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-08",
    title: "Calls not recorded by CloudTrail",
    severity: Severity::Medium,
    category: "LOGGING",
    check: LOG,
    decides: "`IsLogging` of get-trail-status; `EventSelectors[].DataResources` and `AdvancedEventSelectors[].FieldSelectors` of \
              get-event-selectors: data events of AWS::Lambda::Function that cover the function's ARN",
    why: "Trails record who changed a function, but who called it only where they record data events. Without, nobody can say later who \
          used it.",
    fix: "Record data events of Lambda functions in a trail that runs. It costs by the number of calls. What put-event-selectors is given \
          takes the place of all selectors of the trail: name those that it has, management events among them, together with the new one.",
    command: Some("aws cloudtrail get-event-selectors --trail-name {trail} --region {home-region}"),
    sources: "AWS CloudTrail user guide, \"Logging data events\"; prowler and steampipe ask whether any function is recorded",
    needs: &[trails::TRAILS, trails::STATUS, trails::SELECTORS],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

/// Sets the selectors of a trail that has none of its own: management events, which such a trail records, and calls of functions.
const SET: &str = "aws cloudtrail put-event-selectors --trail-name {trail} --region {home-region} --advanced-event-selectors \
                   '[{\"Name\":\"management\",\"FieldSelectors\":[{\"Field\":\"eventCategory\",\"Equals\":[\"Management\"]}]},\
                   {\"Name\":\"lambda\",\"FieldSelectors\":[{\"Field\":\"eventCategory\",\"Equals\":[\"Data\"]},\
                   {\"Field\":\"resources.type\",\"Equals\":[\"AWS::Lambda::Function\"]}]}]'";

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let composed;
    let arn = match function.arn {
        Some(arn) => arn,
        None => {
            let (Some(account), Some(region)) = (function.at.account, function.at.region) else {
                return Err(Gap::new("lambda:GetFunction"));
            };
            composed =
                format!("arn:{}:lambda:{region}:{account}:function:{}", function.partition(), function.name);
            &composed
        }
    };
    let trails = trails::of(context, function.at);
    let mut outcomes = Vec::new();
    let mut found = Found::new("No trail that runs records the calls of the function.");
    if let [trail] = trails.known.as_slice() {
        found = found.named("trail", trails::name(trail));
        // A trail is set where it was made.
        if let Some(home) = trail.text_of("HomeRegion") {
            found = found.named("home-region", home);
        }
        if trail.get("HasCustomEventSelectors").and_then(|has| has.bool()) == Some(false) {
            found = found.command(SET);
        }
    }
    for trail in &trails.known {
        let status = trails::status(context, function.at, trail);
        if let Ok(status) = &status
            && status.bool() == Some(false)
        {
            found = found.at(status);
            continue;
        }
        match (trails::records(context, function, arn, trail), status) {
            (Ok((Records::No, selectors)), _) => found = found.at(&selectors),
            (Ok((Records::All, _)), Ok(_)) => return pass(),
            (Ok((Records::Some(field), selector)), Ok(_)) => {
                let name = trails::name(trail);
                let message = format!(
                    "Trail {name} records those calls of the function that `{field}` selects; a person must say \
                                       whether these are enough."
                );
                outcomes.push(Outcome::Manual(Found::new(message).about(name).at(&selector)));
            }
            (Err(gap), Ok(_)) | (_, Err(gap)) => outcomes.push(Outcome::NotAssessed(gap)),
        }
    }
    match trails.listed {
        Err(gap) => note(&mut outcomes, Some(gap)),
        Ok(call) if outcomes.is_empty() => outcomes.push(Outcome::Fail(found.at_call(Some(call)))),
        Ok(_) => {}
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::trails::testing::{TRAIL, status, trail, trails};
    use crate::edition_2026_11::testing::{ARN, call, check, error, function};

    fn selectors(answer: Value) -> Value {
        call("cloudtrail:GetEventSelectors", json!({"TrailName": TRAIL}), answer)
    }

    #[track_caller]
    fn one(answer: Value, expected: &str) {
        check(
            "LOG-08",
            vec![function(json!({})), trails(&[trail(json!({}))]), status(true), selectors(answer)],
            expected,
        );
    }

    #[test]
    fn basic_selectors_name_functions_whole() {
        let basic = |kind: &str, value: &str| {
            let resource = json!({"Type": "AWS::Lambda::Function", "Values": [value]});
            json!({"EventSelectors": [{"ReadWriteType": kind, "DataResources": [resource]}]})
        };
        one(basic("All", "arn:aws:lambda"), "PASS");
        one(basic("WriteOnly", "arn:aws:lambda"), "PASS");
        one(basic("ReadOnly", "arn:aws:lambda"), "FAIL MEDIUM");
        one(basic("All", ARN), "PASS");
        one(basic("All", &ARN[..ARN.len() - 1]), "FAIL MEDIUM");
        one(basic("All", "arn:aws-cn:lambda"), "FAIL MEDIUM");
        one(json!({"EventSelectors": [{"ReadWriteType": "All", "DataResources": []}]}), "FAIL MEDIUM");
    }

    #[test]
    fn advanced_selectors_are_joined_by_and() {
        let with = |more: Value| {
            let mut fields = vec![
                json!({"Field": "eventCategory", "Equals": ["Data"]}),
                json!({"Field": "resources.type", "Equals": ["AWS::Lambda::Function"]}),
            ];
            fields.extend(more.as_array().unwrap().iter().cloned());
            json!({"AdvancedEventSelectors": [{"FieldSelectors": fields}]})
        };
        let field =
            |name: &str, operator: &str, value: &str| with(json!([{"Field": name, operator: [value]}]));
        one(with(json!([])), "PASS");
        one(field("resources.ARN", "Equals", ARN), "PASS");
        one(field("resources.ARN", "StartsWith", &ARN[..ARN.len() - 3]), "PASS");
        one(field("resources.ARN", "EndsWith", ":orders"), "PASS");
        one(field("resources.ARN", "EndsWith", ":mail"), "FAIL MEDIUM");
        one(field("resources.ARN", "NotEndsWith", "orders"), "FAIL MEDIUM");
        one(field("resources.ARN", "NotEquals", ARN), "FAIL MEDIUM");
        one(field("resources.ARN", "NotStartsWith", "arn:aws:lambda:eu-"), "PASS");
        one(
            with(json!([{"Field": "resources.ARN", "StartsWith": ["arn:"], "NotEquals": [ARN]}])),
            "FAIL MEDIUM",
        );
        one(field("readOnly", "Equals", "false"), "PASS");
        one(field("readOnly", "Equals", "true"), "FAIL MEDIUM");
        one(field("eventName", "Equals", "Invoke"), "PASS");
        one(field("eventName", "NotEquals", "Invoke"), "FAIL MEDIUM");
        one(field("userIdentity.arn", "NotStartsWith", "arn:aws:sts::1:"), "MANUAL");
        let management = json!({"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]});
        one(json!({"AdvancedEventSelectors": [management]}), "FAIL MEDIUM");
    }

    #[test]
    fn only_trails_that_run_here_count() {
        let all = || {
            selectors(json!({"EventSelectors": [{"DataResources": [
            {"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}]}]}))
        };
        let get = || function(json!({}));
        let main = || trails(&[trail(json!({}))]);
        check("LOG-08", vec![get(), main(), status(false), all()], "FAIL MEDIUM");
        let elsewhere = json!({"IsMultiRegionTrail": false, "HomeRegion": "eu-west-1"});
        check("LOG-08", vec![get(), trails(&[trail(elsewhere)]), status(true), all()], "FAIL MEDIUM");
        check("LOG-08", vec![get(), trails(&[])], "FAIL MEDIUM");
        check("LOG-08", vec![get(), main(), all()], "NOT_ASSESSED cloudtrail:GetTrailStatus");
        check("LOG-08", vec![get(), main(), status(true)], "NOT_ASSESSED cloudtrail:GetEventSelectors");
        let plain = trails(&[trail(json!({"HasCustomEventSelectors": false}))]);
        check("LOG-08", vec![get(), plain, status(true)], "FAIL MEDIUM");
        let open = "NOT_ASSESSED cloudtrail:DescribeTrails";
        check("LOG-08", vec![get()], open);
        check(
            "LOG-08",
            vec![get(), error("cloudtrail:DescribeTrails", json!({}), "AccessDeniedException")],
            open,
        );
    }
}
