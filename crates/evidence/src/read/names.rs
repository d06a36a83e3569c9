//! Names in place of ARNs: a person names a file `get-policy-version.orders-access.json`, but AWS was asked with the ARN.

use std::collections::HashMap;

use super::Found;
use super::problems::Group;
use crate::calls::{CallId, Evidence};
use crate::canonical::parameters;
use crate::json::Value;
use crate::problem::Problem;

/// ARNs by name; none where a name has several.
type Arns = HashMap<String, Option<String>>;

/// Gives the bare answers from call `first` on, whose files name a policy or a function, the ARN that other answers know it by.
pub(super) fn resolve(found: &mut Found, first: usize) {
    let bare =
        |operation: &str, parameter: &str, evidence: &Evidence| -> Vec<(CallId, Vec<(String, String)>)> {
            evidence
                .calls_of(operation)
                .filter(|id| id.0 as usize >= first && !evidence.call(*id).pointer.is_recorded())
                .filter_map(|id| {
                    let recorded = crate::json::Document::parse(evidence.parameters(id)).ok()?;
                    let members = recorded.root().members().into_iter();
                    let texts: Vec<_> = members
                        .filter_map(|(key, value)| Some((key.into_owned(), value.text()?.into_owned())))
                        .collect();
                    let named =
                        texts.iter().any(|(key, value)| key == parameter && !value.starts_with("arn:"));
                    named.then_some((id, texts))
                })
                .collect()
        };
    for (operation, parameter, known) in [
        ("iam:GetPolicyVersion", "PolicyArn", policies as fn(&Evidence) -> Arns),
        ("lambda:ListTags", "Resource", functions),
    ] {
        let calls = bare(operation, parameter, &found.evidence);
        if calls.is_empty() {
            continue;
        }
        let known = known(&found.evidence);
        for (id, mut texts) in calls {
            let mut resolved = false;
            for (key, value) in &mut texts {
                if key == parameter
                    && let Some(Some(arn)) = known.get(value.as_str())
                {
                    value.clone_from(arn);
                    resolved = true;
                }
            }
            let texts: Vec<_> = texts.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            if !resolved || found.evidence.rename(id, &parameters(&texts)).is_err() {
                let file = found.evidence.files().get(found.evidence.call(id).file as usize);
                let name = file.map_or(String::new(), |file| file.name.clone());
                let problem = Problem::skipped(
                    &name,
                    "The file's name gives a name that no other answer gives an ARN for.",
                    "Put the ARN into the file's name, with %3A for : and %2F for /.",
                );
                found.problems.push(Group::Answer, problem);
            }
        }
    }
}

fn learn(arns: &mut Arns, entry: Value<'_>, name: &str, arn: &str) {
    let text = |key| Some(entry.get(key)?.text()?.into_owned());
    if let (Some(name), Some(arn)) = (text(name), text(arn)) {
        let known = arns.entry(name).or_insert_with(|| Some(arn.clone()));
        if known.as_ref() != Some(&arn) {
            *known = None;
        }
    }
}

fn policies(evidence: &Evidence) -> Arns {
    let mut arns = Arns::new();
    for id in evidence.calls_of("iam:ListAttachedRolePolicies") {
        let Some(response) = evidence.response(id) else { continue };
        for entry in response.root().get("AttachedPolicies").iter().flat_map(Value::items) {
            learn(&mut arns, entry, "PolicyName", "PolicyArn");
        }
    }
    for id in evidence.calls_of("iam:GetPolicy") {
        let Some(response) = evidence.response(id) else { continue };
        if let Some(entry) = response.root().get("Policy") {
            learn(&mut arns, entry, "PolicyName", "Arn");
        }
    }
    arns
}

fn functions(evidence: &Evidence) -> Arns {
    let mut arns = Arns::new();
    for id in
        evidence.calls_of("lambda:GetFunction").chain(evidence.calls_of("lambda:GetFunctionConfiguration"))
    {
        let Some(response) = evidence.response(id) else { continue };
        let root = response.root();
        learn(&mut arns, root.get("Configuration").unwrap_or(root), "FunctionName", "FunctionArn");
    }
    for id in evidence.calls_of("lambda:ListFunctions") {
        let Some(response) = evidence.response(id) else { continue };
        for entry in response.root().get("Functions").iter().flat_map(Value::items) {
            learn(&mut arns, entry, "FunctionName", "FunctionArn");
        }
    }
    arns
}
