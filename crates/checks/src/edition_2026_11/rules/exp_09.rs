//! EXP-09: a resource policy that lets others do more than call.

use evidence::facts::Function;
use iam::callers::{Caller, callers};
use iam::policy::{ActionPattern, Actions};
use iam::principal::Who;

use super::resource_policy;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-09",
    title: "Resource policy that lets others do more than call",
    severity: Severity::High,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Policy` of get-policy: `Action` and `NotAction` of statements for others than the own account",
    why: "`lambda:*` lets others read the variables, replace the code or add permissions: who may change the code has the function's role.",
    fix: "Allow lambda:InvokeFunction alone, and lambda:InvokeFunctionUrl for a URL.",
    command: Some("aws lambda remove-permission --function-name {function} --statement-id {subject}"),
    sources: "cfn_nag W24; CloudFormation Guard rules registry",
    needs: &["lambda:GetPolicy"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let policies = resource_policy::read(context, function);
    let mut outcomes = Vec::new();
    note(&mut outcomes, policies.gap);
    let own = function.account();
    let mut told = Vec::new();
    for admitted in policies.admitted() {
        let caller = &admitted.caller;
        let is_own = |accounts: Vec<&str>| accounts.iter().all(|account| Some(*account) == own);
        if !matches!(caller.who, Who::Service(_)) && caller.accounts().is_some_and(is_own) {
            continue;
        }
        let statements = &admitted.policy.policy.statements;
        let Some(statement) = statements.iter().find(|statement| statement.index == caller.statement) else {
            continue;
        };
        // A Deny may take one of the statement's actions and leave the other.
        let is_let = |pattern: &&ActionPattern| {
            let action =
                if pattern.text.bytes().all(|byte| byte == b'*') { "lambda:*" } else { &pattern.text };
            let callers = callers(&admitted.policy.policy, &[action], None);
            let same = |other: &Caller| other.statement == caller.statement && other.who == caller.who;
            callers.iter().any(|other| same(other) && other.is_admitted())
        };
        let wide = match &statement.actions {
            Actions::Only(patterns) => patterns.iter().filter(|pattern| !is_call(&pattern.text)).find(is_let),
            Actions::Except(patterns) => patterns.first(),
        };
        // One finding per statement, however many it lets in.
        let key = (std::rc::Rc::as_ptr(&admitted.policy.policy), caller.statement);
        let Some(wide) = wide.filter(|_| !told.contains(&key)) else { continue };
        told.push(key);
        let name = admitted.statement();
        let message = match &statement.actions {
            Actions::Only(_) => format!("`{name}` lets others do {}, which is more than calling.", wide.text),
            Actions::Except(_) => format!("`{name}` lets others do all but what it names in NotAction."),
        };
        outcomes.push(Outcome::Fail(Found::new(message).about(name).at_place(admitted.place())));
    }
    Ok(outcomes)
}

/// Whether an action, with its wildcards, is no more than a call.
fn is_call(action: &str) -> bool {
    action.get(..13).is_some_and(|start| start.eq_ignore_ascii_case("lambda:invoke"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, absent, check, function, policy};

    #[test]
    fn others_may_call_and_no_more() {
        let judged = |principal: Value, action: Value, expected: &str| {
            let statement =
                json!([{"Effect": "Allow", "Principal": principal, "Action": action, "Resource": ARN}]);
            check("EXP-09", vec![function(json!({})), policy(statement)], expected);
        };
        let other = || json!({"AWS": "999988887777"});
        judged(other(), json!("*"), "FAIL HIGH");
        judged(other(), json!(["lambda:InvokeFunction", "lambda:Get*"]), "FAIL HIGH");
        judged(json!({"Service": "events.amazonaws.com"}), json!("lambda:*"), "FAIL HIGH");
        judged(other(), json!(["lambda:InvokeFunction", "LAMBDA:invokefunctionurl"]), "PASS");
        judged(json!({"AWS": "arn:aws:iam::123456789012:role/deploy"}), json!("lambda:*"), "PASS");
        // What is denied is not let.
        let denied = |deny: &str, expected: &str| {
            let actions = json!(["lambda:InvokeFunction", "lambda:UpdateFunctionCode"]);
            let statements = json!([
                {"Effect": "Allow", "Principal": other(), "Action": actions, "Resource": ARN},
                {"Effect": "Deny", "Principal": "*", "Action": deny, "Resource": ARN}
            ]);
            check("EXP-09", vec![function(json!({})), policy(statements)], expected);
        };
        denied("lambda:UpdateFunctionCode", "PASS");
        denied("lambda:InvokeFunction", "FAIL HIGH");
        check("EXP-09", vec![function(json!({})), absent("lambda:GetPolicy")], "PASS");
        check("EXP-09", vec![function(json!({}))], "NOT_ASSESSED lambda:GetPolicy");
    }
}
