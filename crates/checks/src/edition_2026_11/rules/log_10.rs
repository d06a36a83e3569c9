//! LOG-10: failures that nobody is told about.

use evidence::facts::{Field, Function};
use evidence::json::Value;

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, Outcome, note, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const ALARMS: &str = "cloudwatch:DescribeAlarms";

pub(super) static RULE: Rule = Rule {
    id: "LOG-10",
    title: "No alarm on failures",
    severity: Severity::Low,
    category: "LOGGING",
    check: LOG,
    decides: "`MetricAlarms[].Dimensions`, `MetricName` and `AlarmActions` of describe-alarms: an alarm on Errors, Throttles, \
              DeadLetterErrors, DestinationDeliveryFailures or AsyncEventsDropped of the function that tells somebody",
    why: "Failures, of which attacks cause many, go unseen until somebody complains.",
    fix: "Make an alarm on the function's errors, and let it tell whoever is on call.",
    command: Some(
        "aws cloudwatch put-metric-alarm --alarm-name {function}-errors --namespace AWS/Lambda --metric-name Errors --dimensions \
         Name=FunctionName,Value={function} --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator \
         GreaterThanOrEqualToThreshold --alarm-actions {topic-arn}",
    ),
    sources: "AWS Lambda developer guide, \"Types of metrics\"; prowler looks at alarms without functions",
    needs: &[ALARMS],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const METRICS: [&str; 5] =
    ["Errors", "Throttles", "DeadLetterErrors", "DestinationDeliveryFailures", "AsyncEventsDropped"];

/// How an alarm concerns the function.
enum Watches {
    No,
    Yes,
    /// It computes something of Lambda's metrics.
    Perhaps,
}

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let find = |key| context.facts.find(function.at, ALARMS, "MetricAlarms", key, function.name);
    let mut alarms = find("Dimensions/*/Value");
    alarms.extend(find("Metrics/*/MetricStat/Metric/Dimensions/*/Value"));
    alarms.extend(of_all(context, function));
    let (mut silent, mut perhaps) = (Vec::new(), Vec::new());
    for alarm in alarms {
        match watches(&alarm, function.name) {
            Watches::Yes if tells_somebody(context, function, &alarm) => return pass(),
            Watches::Yes => silent.push(alarm),
            Watches::Perhaps => perhaps.push(alarm),
            Watches::No => {}
        }
    }
    let of_metrics = |parameters: Value<'_>| {
        parameters.members().into_iter().all(|(name, value)| {
            name == "AlarmTypes" && value.items().any(|kind| kind.is_text("MetricAlarm"))
        })
    };
    let mut outcomes = Vec::new();
    let listed = context.facts.covered(function.at, ALARMS, &of_metrics);
    note(&mut outcomes, listed.err());
    if let Some(alarm) = perhaps.first() {
        let message = "An alarm computes something of Lambda's metrics; a person must say whether it tells of this function's failures.";
        outcomes.push(Outcome::Manual(Found::new(message).at(alarm)));
    } else if let Ok(call) = listed {
        let found = match silent.first() {
            Some(alarm) => Found::new("The alarms on the function's failures tell nobody.").at(alarm),
            None => Found::new("No alarm watches the function's failures.").at_call(Some(call)),
        };
        outcomes.push(Outcome::Fail(found));
    }
    Ok(outcomes)
}

/// The alarms that may watch all functions: on metrics without dimensions, and on queries. They are found once.
fn of_all<'f>(context: &Context<'f>, function: &Function<'_>) -> Vec<Field<'f>> {
    let key = format!("{:?}", function.at);
    let names = context.once("alarms of all functions", &key, || {
        let alarms = context.facts.items(function.at, ALARMS, "MetricAlarms");
        // No function has an empty name.
        let all = alarms.iter().filter(|alarm| !matches!(watches(alarm, ""), Watches::No));
        all.filter_map(|alarm| Some(alarm.text_of("AlarmName")?.into_owned())).collect::<Vec<String>>()
    });
    names
        .iter()
        .flat_map(|name| context.facts.find(function.at, ALARMS, "MetricAlarms", "AlarmName", name))
        .collect()
}

fn watches(alarm: &Field<'_>, function: &str) -> Watches {
    let is_own = |metric: &Field<'_>| {
        let of_lambda = metric.get("Namespace").is_some_and(|space| space.is_text("AWS/Lambda"));
        let failures = metric.text_of("MetricName").is_some_and(|name| METRICS.contains(&&*name));
        let mut dimensions = metric.list("Dimensions").peekable();
        // Without dimensions it counts all functions of the region.
        let here = dimensions.peek().is_none()
            || dimensions.any(|dimension| {
                dimension.get("Name").is_some_and(|name| name.is_text("FunctionName"))
                    && dimension.get("Value").is_some_and(|value| value.is_text(function))
            });
        of_lambda && failures && here
    };
    if is_own(alarm)
        || alarm
            .list("Metrics")
            .any(|metric| metric.path(&["MetricStat", "Metric"]).is_some_and(|metric| is_own(&metric)))
    {
        return Watches::Yes;
    }
    let asks =
        |metric: Field<'_>| metric.text_of("Expression").is_some_and(|text| text.contains("AWS/Lambda"));
    if alarm.list("Metrics").any(asks) { Watches::Perhaps } else { Watches::No }
}

/// Whether an alarm has an action, or a composite alarm that has one asks for it.
fn tells_somebody(context: &Context<'_>, function: &Function<'_>, alarm: &Field<'_>) -> bool {
    let acts = |alarm: &Field<'_>| {
        alarm.get("ActionsEnabled").and_then(|enabled| enabled.bool()) != Some(false)
            && alarm.list("AlarmActions").next().is_some()
    };
    let (name, arn) = (alarm.text_of("AlarmName"), alarm.text_of("AlarmArn"));
    let named = |rule: &str| [&name, &arn].into_iter().flatten().any(|name| rule.contains(&**name));
    acts(alarm)
        || context.facts.items(function.at, ALARMS, "CompositeAlarms").iter().any(|composite| {
            acts(composite) && composite.text_of("AlarmRule").is_some_and(|rule| named(&rule))
        })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    fn alarm(metric: &str, function: &str) -> Value {
        json!({"AlarmName": "a", "Namespace": "AWS/Lambda", "MetricName": metric, "ActionsEnabled": true,
            "AlarmActions": ["arn:topic"], "Dimensions": [{"Name": "FunctionName", "Value": function}]})
    }

    #[track_caller]
    fn one(alarm: Value, expected: &str) {
        check("LOG-10", vec![function(json!({})), listed(&[alarm], json!([]))], expected);
    }

    fn listed(alarms: &[Value], composite: Value) -> Value {
        call(
            "cloudwatch:DescribeAlarms",
            json!({}),
            json!({"MetricAlarms": alarms, "CompositeAlarms": composite}),
        )
    }

    #[test]
    fn the_alarm_must_be_on_this_function() {
        one(alarm("Errors", "orders"), "PASS");
        one(alarm("Throttles", "orders"), "PASS");
        one(alarm("Errors", "mail"), "FAIL LOW");
        one(alarm("Invocations", "orders"), "FAIL LOW");
        let mut all = alarm("Errors", "");
        all["Dimensions"] = json!([]);
        one(all, "PASS");
        let metric = json!({"Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": [{"Name": "FunctionName", "Value": "orders"}]});
        one(
            json!({"AlarmName": "m", "AlarmActions": ["t"], "Metrics": [{"MetricStat": {"Metric": metric}}]}),
            "PASS",
        );
        one(
            json!({"AlarmName": "q", "AlarmActions": ["t"], "Metrics": [{"Expression": "SELECT MAX(Errors) FROM \"AWS/Lambda\""}]}),
            "MANUAL",
        );
    }

    #[test]
    fn the_alarm_must_tell_somebody() {
        let mut silent = alarm("Errors", "orders");
        silent["AlarmActions"] = json!([]);
        one(silent.clone(), "FAIL LOW");
        let composite = json!([{"AlarmName": "c", "AlarmActions": ["t"], "AlarmRule": "ALARM(\"a\")"}]);
        check("LOG-10", vec![function(json!({})), listed(&[silent], composite)], "PASS");
        let mut off = alarm("Errors", "orders");
        off["ActionsEnabled"] = json!(false);
        one(off, "FAIL LOW");
    }

    #[test]
    fn what_was_not_listed_stays_open() {
        let open = "NOT_ASSESSED cloudwatch:DescribeAlarms";
        check("LOG-10", vec![function(json!({}))], open);
        let some =
            call("cloudwatch:DescribeAlarms", json!({"AlarmNamePrefix": "x"}), json!({"MetricAlarms": []}));
        check("LOG-10", vec![function(json!({})), some], open);
        check(
            "LOG-10",
            vec![function(json!({})), error("cloudwatch:DescribeAlarms", json!({}), "AccessDenied")],
            open,
        );
    }
}
