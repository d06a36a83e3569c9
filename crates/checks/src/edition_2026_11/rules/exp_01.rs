//! EXP-01: a function URL that asks nobody to sign in.

use evidence::facts::{Function, Gap};

use super::resource_policy::{self, Policies};
use super::{exp_02, url};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-01",
    title: "Function URL without authentication",
    severity: Severity::High,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`AuthType` of get-function-url-config and list-function-url-configs",
    why: "With AuthType NONE Lambda checks no signature: whoever knows the address calls the function, and its code alone decides \
          whom to serve. It is critical where the resource policy does let everybody in.",
    fix: "Ask for IAM signatures, or put the function behind an API Gateway or CloudFront that authenticates. If it is meant to be \
          public, let the code check each request and note that decision.",
    command: Some("aws lambda update-function-url-config --function-name {function} --auth-type AWS_IAM"),
    sources: "AWS Lambda developer guide, \"Control access to Lambda function URLs\"; prowler; checkov CKV_AWS_258; steampipe",
    needs: &["lambda:GetFunctionUrlConfig", "lambda:GetPolicy"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let (urls, gap) = url::urls(function);
    let mut outcomes = Vec::new();
    note(&mut outcomes, gap);
    // AWS always says how callers sign in.
    let silent = urls.iter().find(|url| url.get("AuthType").is_none());
    note(
        &mut outcomes,
        silent.map(|url| Gap { operation: "lambda:GetFunctionUrlConfig", call: Some(url.call) }),
    );
    for url in urls.iter().filter(|url| url::is_open(url)) {
        let policies = resource_policy::read(context, function);
        let admitted = policies.admitted_to(&["lambda:InvokeFunctionUrl"]);
        let public = admitted.iter().find(|admitted| admitted.caller.is_public());
        let auth = url.get("AuthType").unwrap_or(*url);
        let mut found = Found::new("The function URL asks nobody to sign in (AuthType NONE).").at(&auth);
        if let Some(address) = url.text_of("FunctionUrl") {
            found = found.about(address);
        }
        let is_shut = exp_02::needs_both(context.as_of, url) && !is_called(&policies);
        if let (Some(public), true) = (public, is_shut) {
            found.message = "The function URL asks nobody to sign in (AuthType NONE), and the resource policy lets everybody do \
                             lambda:InvokeFunctionUrl. Only the lack of lambda:InvokeFunction keeps it shut."
                .into();
            found = found.at_place(public.place());
        } else if let Some(public) = public {
            found.message = "The function URL asks nobody to sign in (AuthType NONE), and the resource policy lets everybody in.".into();
            found = found.severity(Severity::Critical).at_place(public.place());
        } else if policies.gap.is_some() {
            found = found.missing("lambda:GetPolicy");
        }
        outcomes.push(Outcome::Fail(found));
    }
    Ok(outcomes)
}

/// Whether the policies let everybody call the function itself, too.
fn is_called(policies: &Policies) -> bool {
    policies.admitted_to(&["lambda:InvokeFunction"]).iter().any(|admitted| admitted.caller.is_public())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, absent, check, check_at, denied, function, policy};

    fn url(auth: &str) -> Value {
        about("lambda:GetFunctionUrlConfig", json!({"FunctionUrl": "https://x.on.aws/", "AuthType": auth}))
    }

    #[test]
    fn open_urls_fail() {
        let get = || function(json!({}));
        check("EXP-01", vec![get(), url("NONE"), absent("lambda:GetPolicy")], "FAIL HIGH");
        let by_url = json!({"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunctionUrl", "Resource": "*",
            "Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}});
        let call = json!({"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": "*",
            "Condition": {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}});
        check("EXP-01", vec![get(), url("NONE"), policy(json!([by_url, call]))], "FAIL CRITICAL");
        // A URL needs both permissions since November 2026; before that, an old one did not.
        let one = || vec![get(), url("NONE"), policy(json!([by_url]))];
        check("EXP-01", one(), "FAIL HIGH");
        check_at("2026-10-31", "EXP-01", one(), "FAIL CRITICAL");
        let listed = json!({"FunctionUrlConfigs": [{"FunctionUrl": "https://x/", "AuthType": "NONE"}]});
        check("EXP-01", vec![get(), about("lambda:ListFunctionUrlConfigs", listed)], "FAIL HIGH");
    }

    #[test]
    fn others_pass_and_what_is_unknown_stays_open() {
        let get = || function(json!({}));
        check("EXP-01", vec![get(), url("AWS_IAM")], "PASS");
        check("EXP-01", vec![get(), absent("lambda:GetFunctionUrlConfig")], "PASS");
        check(
            "EXP-01",
            vec![get(), denied("lambda:GetFunctionUrlConfig")],
            "NOT_ASSESSED lambda:GetFunctionUrlConfig",
        );
        check("EXP-01", vec![get()], "NOT_ASSESSED lambda:GetFunctionUrlConfig");
    }
}
