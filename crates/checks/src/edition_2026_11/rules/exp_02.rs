//! EXP-02: a function URL without authentication that nobody can reach.

use evidence::facts::Function;
use iam::limit::LimitKind;

use super::{resource_policy, url};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-02",
    title: "URL without authentication that the policy keeps shut",
    severity: Severity::Info,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`AuthType` of get-function-url-config beside `Policy` of get-policy",
    why: "AuthType NONE alone opens nothing: the resource policy must let everybody in as well. Here it doesn't, so the URL answers \
          403 today. One added permission makes it public, and whoever adds it may not expect that.",
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
    let opened = policies.admitted_to(&["lambda:InvokeFunctionUrl"]).iter().any(|admitted| {
        admitted.caller.who == iam::principal::Who::Everyone
            && admitted.caller.limits.iter().all(|limit| reaches(limit.kind))
    });
    let mut outcomes = Vec::new();
    note(&mut outcomes, gap);
    if !opened && !open.is_empty() {
        match policies.gap {
            Some(gap) => outcomes.push(Outcome::NotAssessed(gap)),
            None => outcomes.extend(open.iter().map(|url| {
                let found = Found::new(
                    "The function URL has AuthType NONE, but the resource policy does not let everybody invoke it: it is shut, until \
                     somebody adds that permission.",
                );
                Outcome::Fail(found.at(&url.get("AuthType").unwrap_or(**url)))
            })),
        }
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, absent, check, denied, function, policy};

    fn calls(auth: &str, policy: Value) -> Vec<Value> {
        let url = json!({"FunctionUrl": "https://x.on.aws/", "AuthType": auth});
        vec![function(json!({})), about("lambda:GetFunctionUrlConfig", url), policy]
    }

    #[test]
    fn a_shut_url_is_told_from_an_open_one() {
        let to_all = |condition: Value| {
            policy(
                json!([{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunctionUrl", "Resource": "*",
                "Condition": condition}]),
            )
        };
        check("EXP-02", calls("NONE", absent("lambda:GetPolicy")), "FAIL INFO");
        let organisation = json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}});
        check("EXP-02", calls("NONE", to_all(organisation)), "FAIL INFO");
        check("EXP-02", calls("NONE", to_all(json!({}))), "PASS");
        check("EXP-02", calls("NONE", denied("lambda:GetPolicy")), "NOT_ASSESSED lambda:GetPolicy");
        check("EXP-02", calls("AWS_IAM", absent("lambda:GetPolicy")), "NOT_APPLICABLE");
    }
}
