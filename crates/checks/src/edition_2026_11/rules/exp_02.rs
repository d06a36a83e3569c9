//! EXP-02: a function URL without authentication that nobody can reach.

use evidence::facts::{Field, Function};
use iam::limit::LimitKind;

use super::{resource_policy, url};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, not_applicable, note};
use crate::edition_2026_11::{Context, Date, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-02",
    title: "URL without authentication that the policy keeps shut",
    severity: Severity::Info,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`AuthType` of get-function-url-config beside `Policy` of get-policy",
    why: "AuthType NONE alone opens nothing: the resource policy must let everybody do lambda:InvokeFunctionUrl as well, and \
          lambda:InvokeFunction. Here it doesn't, so the URL answers 403 today. One added permission makes it public, and whoever adds \
          it may not expect that.",
    fix: "Delete the URL if nothing uses it, or set it to AWS_IAM, which is what the policy already means.",
    command: Some("aws lambda update-function-url-config --function-name {function} --auth-type AWS_IAM"),
    sources: "AWS Lambda developer guide, \"Control access to Lambda function URLs\"; cloudsploit in part",
    needs: &["lambda:GetFunctionUrlConfig", "lambda:GetPolicy"],
    exempt: "There is no URL with AuthType NONE.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let (urls, gap) = url::urls(function);
    let open: Vec<_> = urls.iter().filter(|url| url::is_open(url)).collect();
    if open.is_empty() && gap.is_none() {
        return not_applicable("There is no function URL without authentication.");
    }
    let policies = resource_policy::read(context, function);
    // Whoever isn't signed in has no account and no organisation; a network is all that can be known of it.
    let reaches =
        |kind: LimitKind| matches!(kind, LimitKind::Address | LimitKind::Network | LimitKind::Services);
    let opened = |action: &str| {
        policies.admitted_to(&[action]).iter().any(|admitted| {
            admitted.caller.who == iam::principal::Who::Everyone
                && admitted.caller.limits.iter().all(|limit| reaches(limit.kind))
        })
    };
    let (by_url, by_call) = (opened("lambda:InvokeFunctionUrl"), opened("lambda:InvokeFunction"));
    let mut outcomes = Vec::new();
    note(&mut outcomes, gap);
    for url in open {
        let message = match (by_url, by_call || !needs_both(context.as_of, url)) {
            (true, true) => continue,
            (true, false) => {
                "The function URL has AuthType NONE, and the resource policy lets everybody do lambda:InvokeFunctionUrl, but not \
                 lambda:InvokeFunction, which URLs have needed as well since October 2025 (older ones since 2026-11-01): it is shut, \
                 until somebody adds that permission."
            }
            (false, _) => {
                "The function URL has AuthType NONE, but the resource policy does not let everybody invoke it: it is shut, until \
                 somebody adds that permission."
            }
        };
        outcomes.push(match policies.gap {
            Some(gap) => Outcome::NotAssessed(gap),
            None => Outcome::Fail(Found::new(message).at(&url.get("AuthType").unwrap_or(*url))),
        });
    }
    Ok(outcomes)
}

/// Whether a URL needs lambda:InvokeFunction beside lambda:InvokeFunctionUrl: those made since October 2025 do, and from
/// November 2026 on all of them. Source: AWS Lambda developer guide, "Control access to Lambda function URLs".
pub(super) fn needs_both(as_of: Date, url: &Field<'_>) -> bool {
    let (all, new) = (Date::parse("2026-11-01"), Date::parse("2025-11-01"));
    let made = url.text_of("CreationTime").and_then(|made| Date::parse(&made));
    all.is_some_and(|all| as_of >= all) || made.is_some() && made >= new
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, absent, check, check_at, denied, function, policy};

    fn calls(auth: &str, policy: Value) -> Vec<Value> {
        let url = json!({"FunctionUrl": "https://x.on.aws/", "AuthType": auth});
        vec![function(json!({})), about("lambda:GetFunctionUrlConfig", url), policy]
    }

    fn to_all(action: &str, condition: Value) -> Value {
        json!({"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*", "Condition": condition})
    }

    const BOTH: [&str; 2] = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"];

    fn open(condition: Value) -> Value {
        policy(BOTH.iter().map(|action| to_all(action, condition.clone())).collect())
    }

    #[test]
    fn a_shut_url_is_told_from_an_open_one() {
        check("EXP-02", calls("NONE", absent("lambda:GetPolicy")), "FAIL INFO");
        let organisation = json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}});
        check("EXP-02", calls("NONE", open(organisation)), "FAIL INFO");
        check("EXP-02", calls("NONE", open(json!({}))), "PASS");
        check("EXP-02", calls("NONE", denied("lambda:GetPolicy")), "NOT_ASSESSED lambda:GetPolicy");
        check("EXP-02", calls("AWS_IAM", absent("lambda:GetPolicy")), "NOT_APPLICABLE");
    }

    #[test]
    fn both_permissions_are_needed_but_for_old_urls_until_november_2026() {
        let none = json!({"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}});
        let via = json!({"Bool": {"lambda:InvokedViaFunctionUrl": "true"}});
        let two = policy(json!([to_all(BOTH[0], none.clone()), to_all(BOTH[1], via)]));
        let one = policy(json!([to_all(BOTH[0], none)]));
        check("EXP-02", calls("NONE", two), "PASS");
        check("EXP-02", calls("NONE", one.clone()), "FAIL INFO");
        let made = |day: &str| {
            let mut calls = calls("NONE", one.clone());
            calls[1]["response"]["CreationTime"] = day.into();
            calls
        };
        check_at("2026-10-31", "EXP-02", made("2025-01-01T00:00:00Z"), "PASS");
        check_at("2026-10-31", "EXP-02", made("2026-01-01T00:00:00Z"), "FAIL INFO");
        check_at("2026-11-01", "EXP-02", made("2025-01-01T00:00:00Z"), "FAIL INFO");
    }
}
