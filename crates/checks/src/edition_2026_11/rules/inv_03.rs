//! INV-03: triggers that run whatever was uploaded last.

use evidence::facts::{Answer, Function, FunctionName};
use iam::policy::{Effect, Resources};
use iam::principal::{Principals, Who};

use super::resource_policy;
use crate::edition_2026_11::rule::{Found, INV, Judged, Outcome, not_applicable, note, place};
use crate::edition_2026_11::{Context, Evaluate, Rule};
use crate::{EvidenceRef, Severity};

pub(super) static RULE: Rule = Rule {
    id: "INV-03",
    title: "Triggers that run $LATEST",
    severity: Severity::Low,
    category: "INVENTORY",
    check: INV,
    decides: "`FunctionArn` of list-event-source-mappings, `Resource` of get-policy",
    why: "A trigger without version or alias runs whatever was uploaded last, tested or not; there is nothing to roll back to, and nobody \
          can tell which code handled an event.",
    fix: "Publish versions, point an alias at the released one, and let triggers call the alias.",
    command: Some(
        "aws lambda create-alias --function-name {function} --name live --function-version {version}",
    ),
    sources: "AWS Lambda developer guide, \"Lambda function aliases\"; no other tool checks it",
    needs: &["lambda:ListEventSourceMappings", "lambda:GetPolicy"],
    exempt: "Nothing triggers the function, as far as its mappings and policy tell.",
    evaluate: Evaluate::Function(evaluate),
};

/// So many triggers are named in a finding; the evidence shows all.
const NAMED: usize = 3;

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let mut outcomes = Vec::new();
    let mut triggered = false;
    let mut latest: Vec<(String, EvidenceRef)> = Vec::new();
    let mappings = function.mappings();
    note(&mut outcomes, mappings.gap);
    for mapping in &mappings.items {
        triggered = true;
        let Some(arn) = mapping.get("FunctionArn") else { continue };
        if FunctionName::parse(&arn.text().unwrap_or_default()).qualifier.is_none() {
            let source = mapping.text_of("EventSourceArn").unwrap_or("an event source".into());
            latest.push((source.into_owned(), place(&arn)));
        }
    }
    let policies = resource_policy::read(context, function);
    note(&mut outcomes, policies.gap);
    for policy in &policies.known {
        for statement in policy.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow)
        {
            let Principals::Only(who) = &statement.principals else { continue };
            let Some(Who::Service(service)) = who.iter().find(|who| matches!(who, Who::Service(_))) else {
                continue;
            };
            triggered = true;
            let Resources::Only(resources) = &statement.resources else { continue };
            let is_latest = |arn: &str| {
                let named = FunctionName::parse(arn);
                named.name == function.name && named.qualifier.is_none()
            };
            if resources.iter().any(|resource| is_latest(&resource.text)) {
                let name = policy.name(statement.index);
                latest.push((format!("{service} (`{name}`)"), policy.statement(statement.index)));
            }
        }
    }
    if !latest.is_empty() {
        let names: Vec<&str> = latest.iter().take(NAMED).map(|(name, _)| name.as_str()).collect();
        let more = latest.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let found =
            Found::new(format!("Triggers run $LATEST, not a released version: {}{more}.", names.join(", ")));
        let found = latest.into_iter().fold(found, |found, (_, place)| found.at_place(place));
        outcomes.push(Outcome::Fail(found));
    }
    if let (false, true, Answer::Absent(_)) =
        (triggered, outcomes.is_empty(), function.ask("lambda:GetPolicy"))
    {
        return not_applicable("Nothing triggers the function, as far as its mappings and policy tell.");
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, about, absent, check, denied, function, policy};

    #[test]
    fn triggers_of_latest() {
        let mapping = |arn: &str| {
            about(
                "lambda:ListEventSourceMappings",
                json!({"EventSourceMappings": [{"UUID": "u", "FunctionArn": arn}]}),
            )
        };
        let none = || about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": []}));
        let live = format!("{ARN}:live");
        let judged = |calls: Vec<Value>, expected: &str| {
            let mut all = vec![function(json!({}))];
            all.extend(calls);
            check("INV-03", all, expected);
        };
        judged(vec![mapping(ARN)], "FAIL LOW");
        judged(vec![mapping(&live), absent("lambda:GetPolicy")], "PASS");
        judged(vec![mapping(&live)], "NOT_ASSESSED lambda:GetPolicy");
        let sns = |arn: &str| {
            policy(
                json!([{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "lambda:InvokeFunction",
                "Resource": arn}]),
            )
        };
        judged(vec![none(), sns(ARN)], "FAIL LOW");
        judged(vec![none(), sns(&live)], "PASS");
        judged(vec![none(), absent("lambda:GetPolicy")], "NOT_APPLICABLE");
        let missing = "NOT_ASSESSED lambda:ListEventSourceMappings lambda:GetPolicy";
        judged(vec![denied("lambda:ListEventSourceMappings"), denied("lambda:GetPolicy")], missing);
    }
}
