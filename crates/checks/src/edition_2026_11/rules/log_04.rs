//! LOG-04: logs that anybody may read or write.

use evidence::facts::{Function, Gap};
use iam::callers::callers;
use iam::policy::{Actions, Effect};

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Read, Rule};

const POLICIES: &str = "logs:DescribeResourcePolicies";

pub(super) static RULE: Rule = Rule {
    id: "LOG-04",
    title: "Log group open to everybody",
    severity: Severity::High,
    category: "LOGGING",
    check: LOG,
    decides: "`resourcePolicies[].policyDocument` of describe-resource-policies: what reaches the function's log group",
    why: "Everybody could read what the function logs, or write lines that never happened.",
    fix: "Name the service or account that needs it, with aws:SourceArn or aws:SourceAccount, and only the groups that it needs.",
    command: Some(
        "aws logs put-resource-policy --policy-name {subject} --policy-document file://narrowed-policy.json",
    ),
    sources: "Amazon CloudWatch Logs user guide, \"Resource-based policies\"; prowler",
    needs: &["lambda:GetFunction", POLICIES],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let name = function.log_group()?;
    let (region, account) = (function.at.region.unwrap_or("*"), function.account().unwrap_or("*"));
    let group = format!("arn:{}:logs:{region}:{account}:log-group:{name}", function.partition());
    // Streams and events are named with a colon behind the group.
    let resources = [format!("{group}:*"), group];
    let policies = context.facts.all(function.at, POLICIES, "resourcePolicies");
    let mut outcomes = Vec::new();
    note(&mut outcomes, policies.gap);
    for policy in &policies.items {
        let Some(document) = policy.get("policyDocument") else {
            note(&mut outcomes, Some(Gap { operation: POLICIES, call: Some(policy.call) }));
            continue;
        };
        let read = match context.policy(&document, POLICIES) {
            Ok(read) => read,
            Err(gap) => {
                note(&mut outcomes, Some(gap));
                continue;
            }
        };
        for statement in public(&read, &resources) {
            let policy = policy.text_of("policyName").unwrap_or_default();
            let message = format!(
                "{} of the policy {policy} opens the function's log group {name} to everybody.",
                read.name(statement)
            );
            outcomes
                .push(Outcome::Fail(Found::new(message).about(policy).at_place(read.statement(statement))));
        }
    }
    Ok(outcomes)
}

/// The statements that let everybody do something with one of the resources.
fn public(read: &Read, resources: &[String]) -> Vec<usize> {
    let mut found = Vec::new();
    for statement in read.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        // A Deny counts where it covers what the statement allows, so each of its patterns is asked on its own.
        let actions: Vec<&str> = match &statement.actions {
            Actions::Only(patterns) => patterns.iter().map(|pattern| pattern.text.as_str()).collect(),
            Actions::Except(_) => vec!["logs:*"],
        };
        let open = actions.iter().any(|&action| {
            let action = if action == "*" { "logs:*" } else { action };
            resources.iter().any(|resource| {
                let callers = callers(&read.policy, &[action], Some(resource));
                callers.iter().any(|caller| caller.statement == statement.index && caller.is_public())
            })
        });
        if open {
            found.push(statement.index);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    const GROUP: &str = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders";

    fn policies(statements: Value) -> Vec<Value> {
        let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let policy = json!({"policyName": "p", "policyDocument": document});
        let answer = json!({"resourcePolicies": [policy]});
        vec![function(json!({})), call("logs:DescribeResourcePolicies", json!({}), answer)]
    }

    fn statement(principal: Value, resource: &str) -> Value {
        json!({"Effect": "Allow", "Principal": principal, "Action": "logs:PutLogEvents", "Resource": resource})
    }

    #[test]
    fn everybody_is_told_from_somebody() {
        let one = |statement: Value, expected: &str| check("LOG-04", policies(json!([statement])), expected);
        one(statement(json!("*"), &format!("{GROUP}:*")), "FAIL HIGH");
        one(statement(json!({"AWS": "*"}), "*"), "FAIL HIGH");
        one(
            statement(json!("*"), "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/*"),
            "FAIL HIGH",
        );
        one(statement(json!("*"), &format!("{GROUP}-archive:*")), "PASS");
        one(
            statement(json!("*"), "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders:*"),
            "PASS",
        );
        one(statement(json!({"Service": "es.amazonaws.com"}), "*"), "PASS");
        let mut narrow = statement(json!("*"), "*");
        narrow["Condition"] = json!({"StringEquals": {"aws:SourceAccount": "123456789012"}});
        one(narrow, "PASS");
        let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "logs:*", "Resource": "*"});
        check("LOG-04", policies(json!([statement(json!("*"), "*"), deny])), "PASS");
    }

    #[test]
    fn policies_that_were_not_read_stay_open() {
        let open = "NOT_ASSESSED logs:DescribeResourcePolicies";
        check("LOG-04", vec![function(json!({}))], open);
        let refused = error("logs:DescribeResourcePolicies", json!({}), "AccessDeniedException");
        check("LOG-04", vec![function(json!({})), refused], open);
        let broken = json!({"resourcePolicies": [{"policyName": "p", "policyDocument": "{"}]});
        check(
            "LOG-04",
            vec![function(json!({})), call("logs:DescribeResourcePolicies", json!({}), broken)],
            open,
        );
    }
}
