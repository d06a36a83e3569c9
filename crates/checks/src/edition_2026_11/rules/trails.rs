//! CloudTrail's trails that concern a region: whether they run, and which calls of functions they record.

use evidence::facts::{Answer, Field, Function, Gap, Whereabouts};
use evidence::json::Value;

use crate::edition_2026_11::Context;

pub(super) const TRAILS: &str = "cloudtrail:DescribeTrails";
pub(super) const STATUS: &str = "cloudtrail:GetTrailStatus";
pub(super) const SELECTORS: &str = "cloudtrail:GetEventSelectors";

/// The trails of a region, and why there may be more.
pub(super) struct Trails<'f> {
    /// Each once.
    pub known: Vec<Field<'f>>,
    /// The call that lists all of them.
    pub listed: Result<evidence::CallId, Gap>,
}

/// The trails that record what happens in a region: its own, and those of all regions.
pub(super) fn of<'f>(context: &Context<'f>, at: Whereabouts<'_>) -> Trails<'f> {
    // A trail of all regions is the same wherever it is asked about.
    let mut known: Vec<Field<'f>> = Vec::new();
    for trail in context.facts.items(at.everywhere(), TRAILS, "trailList") {
        let here = is(&trail, "IsMultiRegionTrail")
            || at.region.is_none_or(|region| trail.text_of("HomeRegion").is_none_or(|home| home == region));
        let same = |other: &Field<'_>| id(other) == id(&trail);
        if here && !known.iter().any(same) {
            known.push(trail);
        }
    }
    let whole = |parameters: Value<'_>| {
        parameters.members().into_iter().all(|(name, value)| match &*name {
            "includeShadowTrails" | "IncludeShadowTrails" => value.bool() == Some(true),
            _ => value.is_empty(),
        })
    };
    Trails { known, listed: context.facts.covered(at, TRAILS, &whole) }
}

fn id<'f>(trail: &Field<'f>) -> Option<std::borrow::Cow<'f, str>> {
    trail.text_of("TrailARN").or_else(|| trail.text_of("Name"))
}

/// Whether a member is `true`.
pub(super) fn is(trail: &Field<'_>, key: &str) -> bool {
    trail.get(key).and_then(|value| value.bool()) == Some(true)
}

/// A trail's name, for words.
pub(super) fn name(trail: &Field<'_>) -> String {
    trail.text_of("Name").or_else(|| id(trail)).unwrap_or_default().into_owned()
}

/// What CloudTrail answered about one trail, wherever it was asked.
fn ask<'f>(
    context: &Context<'f>,
    at: Whereabouts<'_>,
    trail: &Field<'_>,
    operation: &'static str,
    parameter: &'static str,
) -> Answer<Field<'f>> {
    let arn = trail.text_of("TrailARN").unwrap_or_default();
    let answer = context.facts.asked(at.everywhere(), operation, parameter, &[&arn]);
    // A name stands for another trail in each account and region.
    answer.or_else(|| {
        let home = trail.text_of("HomeRegion");
        let at = Whereabouts { region: home.as_deref().or(at.region), ..at };
        let name = trail.text_of("Name").unwrap_or_default();
        context.facts.asked(at, operation, parameter, &[&name])
    })
}

/// Whether a trail runs: the field that says so.
pub(super) fn status<'f>(
    context: &Context<'f>,
    at: Whereabouts<'_>,
    trail: &Field<'_>,
) -> Result<Field<'f>, Gap> {
    match ask(context, at, trail, STATUS, "Name") {
        Answer::Known(answer) => {
            answer.get("IsLogging").ok_or(Gap { operation: STATUS, call: Some(answer.call) })
        }
        Answer::Absent(call) => Err(Gap { operation: STATUS, call: Some(call) }),
        Answer::Refused(gap) | Answer::Missing(gap) => Err(gap),
    }
}

/// How much of a function's calls a trail records, from the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Records {
    No,
    /// Those that this field of a selector lets through.
    Some(String),
    All,
}

/// How much of a function's calls a trail records, and the selectors that say so.
pub(super) fn records<'f>(
    context: &Context<'f>,
    function: &Function<'_>,
    arn: &str,
    trail: &Field<'f>,
) -> Result<(Records, Field<'f>), Gap> {
    let answer = match ask(context, function.at, trail, SELECTORS, "TrailName") {
        Answer::Known(answer) => answer,
        // Without selectors of its own, a trail records management events only.
        _ if trail.get("HasCustomEventSelectors").and_then(|has| has.bool()) == Some(false) => {
            return Ok((Records::No, trail.get("HasCustomEventSelectors").unwrap_or(*trail)));
        }
        Answer::Absent(call) => return Err(Gap { operation: SELECTORS, call: Some(call) }),
        Answer::Refused(gap) | Answer::Missing(gap) => return Err(gap),
    };
    let mut best = (Records::No, answer);
    for selector in answer.list("EventSelectors") {
        better(&mut best, basic(&selector, arn), selector);
    }
    for selector in answer.list("AdvancedEventSelectors") {
        better(&mut best, advanced(&selector, arn), selector);
    }
    Ok(best)
}

fn better<'f>(best: &mut (Records, Field<'f>), records: Records, selector: Field<'f>) {
    if records > best.0 {
        *best = (records, selector);
    }
}

/// A basic selector names functions by their whole ARN, or all of them by `arn:aws:lambda`.
fn basic(selector: &Field<'_>, arn: &str) -> Records {
    // An invocation counts as writing.
    if selector.get("ReadWriteType").is_some_and(|kind| kind.is_text("ReadOnly")) {
        return Records::No;
    }
    let all = arn.splitn(4, ':').take(3).collect::<Vec<_>>().join(":");
    let covers = |resource: &Field<'_>| {
        let is_function = resource.get("Type").is_some_and(|kind| kind.is_text("AWS::Lambda::Function"));
        is_function && resource.texts_of("Values").iter().any(|value| *value == all || *value == arn)
    };
    if selector.list("DataResources").any(|resource| covers(&resource)) { Records::All } else { Records::No }
}

/// An advanced selector records what each of its fields lets through.
fn advanced(selector: &Field<'_>, arn: &str) -> Records {
    let (mut data, mut functions) = (false, false);
    let mut some = None;
    for field in selector.list("FieldSelectors") {
        let name = field.text_of("Field").unwrap_or_default();
        let through = match &*name {
            "eventCategory" => lets_through(&field, "Data"),
            "resources.type" => lets_through(&field, "AWS::Lambda::Function"),
            "resources.ARN" => lets_through(&field, arn),
            "readOnly" => lets_through(&field, "false"),
            "eventName" => lets_through(&field, "Invoke"),
            "eventSource" => lets_through(&field, "lambda.amazonaws.com"),
            "eventType" => lets_through(&field, "AwsApiCall"),
            // Who called, or from where: some of the calls.
            _ => {
                some = Some(name.into_owned());
                continue;
            }
        };
        if !through {
            return Records::No;
        }
        data |= name == "eventCategory";
        functions |= name == "resources.type";
    }
    match some {
        _ if !data || !functions => Records::No,
        Some(field) => Records::Some(field),
        None => Records::All,
    }
}

/// Any of the operators that select must match, if there is one, and none of those that leave out.
fn lets_through(field: &Field<'_>, text: &str) -> bool {
    let (mut selects, mut selected) = (false, false);
    for (operator, values) in field.members() {
        let matches = |kind: &str, value: &str| match kind {
            "Equals" => text == value,
            "StartsWith" => text.starts_with(value),
            "EndsWith" => text.ends_with(value),
            _ => false,
        };
        let any =
            |kind: &str| values.items().filter_map(|value| value.text()).any(|value| matches(kind, &value));
        if values.is_empty() || operator == "Field" {
            continue;
        }
        match operator.strip_prefix("Not") {
            Some(kind) if any(kind) => return false,
            Some(_) => {}
            None => {
                selects = true;
                selected |= any(&operator);
            }
        }
    }
    selected || !selects
}

/// What tests of several rules need.
#[cfg(test)]
pub(super) mod testing {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::call;

    pub(in super::super) const TRAIL: &str = "arn:aws:cloudtrail:us-east-1:123456789012:trail/main";

    /// A trail that does all that it should, with members changed.
    pub(in super::super) fn trail(changes: Value) -> Value {
        let mut trail = json!({"Name": "main", "TrailARN": TRAIL, "HomeRegion": "us-east-1", "IsMultiRegionTrail": true,
            "LogFileValidationEnabled": true, "KmsKeyId": "k", "CloudWatchLogsLogGroupArn": "g", "HasCustomEventSelectors": true});
        for (key, value) in changes.as_object().unwrap() {
            trail[key] = value.clone();
        }
        trail
    }

    pub(in super::super) fn trails(trails: &[Value]) -> Value {
        call("cloudtrail:DescribeTrails", json!({}), json!({"trailList": trails}))
    }

    pub(in super::super) fn status(logging: bool) -> Value {
        call("cloudtrail:GetTrailStatus", json!({"Name": TRAIL}), json!({"IsLogging": logging}))
    }
}
