//! EXP-12: an own layer that everybody may download.

use evidence::facts::{Answer, Function, Gap};
use iam::callers::callers;

use super::layers;
use crate::Severity;
use crate::edition_2026_11::rule::{CODE, Found, Judged, Outcome, not_applicable};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const GET: &str = "lambda:GetLayerVersionPolicy";

pub(super) static RULE: Rule = Rule {
    id: "EXP-12",
    title: "Layer version that everybody may download",
    severity: Severity::High,
    category: "CODE_SECURITY",
    check: CODE,
    decides: "`Policy` of get-layer-version-policy",
    why: "Whoever has an AWS account may download the layer's code, with whatever was packed into it.",
    fix: "Share the layer version with the accounts or the organisation that need it, and remove the public statement.",
    command: Some(
        "aws lambda remove-layer-version-permission --layer-name {layer} --version-number {version} --statement-id {statement}",
    ),
    sources: "AWS Lambda developer guide, \"Granting layer access to other accounts\"; no other tool checks it",
    needs: &[GET],
    exempt: "The function has no layer of its own account; those of others are theirs to guard.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let layers = layers::layers(function)?;
    let mut own = layers.iter().filter(|layer| {
        layer.parts().is_some_and(|parts| function.account().is_none_or(|account| parts.account == account))
    });
    let mut outcomes = Vec::new();
    let mut seen = false;
    for layer in own.by_ref() {
        seen = true;
        let Some((name, version)) = layer.arn.rsplit_once(':') else { continue };
        let short = name.rsplit(':').next().unwrap_or_default();
        let is_version = |parameters: evidence::json::Value<'_>| {
            parameters.get("VersionNumber").is_some_and(|given| given.raw().trim_matches('"') == version)
        };
        let by_name =
            context.facts.asked_with(function.at, GET, "LayerName", &[short, name, &layer.arn], &is_version);
        let answer = by_name.or_else(|| context.facts.asked(function.at, GET, "LayerName", &[&layer.arn]));
        match answer {
            Answer::Known(answer) => match answer.get("Policy").map(|policy| context.policy(&policy, GET)) {
                Some(Ok(policy)) => {
                    let callers = callers(&policy.policy, &["lambda:GetLayerVersion"], None);
                    if let Some(public) = callers.iter().find(|caller| caller.is_public()) {
                        let found =
                            Found::new(format!("Everybody may download layer {short}, version {version}."));
                        let place = policy.statement(public.statement);
                        let found = found.named("layer", name).named("version", version);
                        let sid =
                            policy.policy.statements.iter().find(|other| other.index == public.statement);
                        let found = match sid.and_then(|statement| statement.sid.as_deref()) {
                            Some(sid) => found.named("statement", sid),
                            None => found,
                        };
                        outcomes.push(Outcome::Fail(found.about(layer.arn.as_ref()).at_place(place)));
                    }
                }
                Some(Err(gap)) => outcomes.push(Outcome::NotAssessed(gap)),
                None => outcomes.push(Outcome::NotAssessed(Gap { operation: GET, call: Some(answer.call) })),
            },
            Answer::Absent(_) => {}
            Answer::Refused(gap) | Answer::Missing(gap) => outcomes.push(Outcome::NotAssessed(gap)),
        }
    }
    if !seen {
        return not_applicable("The function has no layer of its own account.");
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    const LAYER: &str = "arn:aws:lambda:us-east-1:123456789012:layer:shared:3";

    #[test]
    fn public_layers() {
        let with = |calls: Vec<Value>| {
            let mut all = vec![function(json!({"Layers": [{"Arn": LAYER, "CodeSize": 1}]}))];
            all.extend(calls);
            all
        };
        let policy = |parameters: Value, principal: Value| {
            let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "lambda:GetLayerVersion", "Resource": LAYER});
            let document = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
            call("lambda:GetLayerVersionPolicy", parameters, json!({"Policy": document}))
        };
        let short = || json!({"LayerName": "shared", "VersionNumber": 3});
        check("EXP-12", with(vec![policy(short(), json!("*"))]), "FAIL HIGH");
        let long =
            json!({"LayerName": "arn:aws:lambda:us-east-1:123456789012:layer:shared", "VersionNumber": 3});
        check("EXP-12", with(vec![policy(long, json!("*"))]), "FAIL HIGH");
        check("EXP-12", with(vec![policy(short(), json!({"AWS": "999988887777"}))]), "PASS");
        let other = json!({"LayerName": "shared", "VersionNumber": 2});
        let missing = "NOT_ASSESSED lambda:GetLayerVersionPolicy";
        check("EXP-12", with(vec![policy(other, json!("*"))]), missing);
        let code = "ResourceNotFoundException";
        check("EXP-12", with(vec![error("lambda:GetLayerVersionPolicy", short(), code)]), "PASS");
        check("EXP-12", vec![function(json!({}))], "NOT_APPLICABLE");
    }
}
