//! EXP-03: a function URL that any web page may read.

use evidence::facts::Function;

use super::url;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-03",
    title: "Function URL that pages of any origin may read",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Cors.AllowOrigins` of get-function-url-config",
    why: "With `*` every web page that somebody visits may call the function from their browser, and read what it answers, from inside \
          their network.",
    fix: "Name the origins that are meant: `https://app.example.com`. What is set for other origins is set together: name the methods and \
          headers that it has, too.",
    command: Some(
        "aws lambda update-function-url-config --function-name {function} --cors \
         AllowOrigins={https-origin},AllowMethods={methods},AllowHeaders={headers}",
    ),
    sources: "prowler; checkov CKV2_AWS_75; steampipe",
    needs: &["lambda:GetFunctionUrlConfig"],
    exempt: "There is no function URL.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let (urls, gap) = url::urls(function);
    if urls.is_empty() && gap.is_none() {
        return not_applicable("There is no function URL.");
    }
    let mut outcomes = Vec::new();
    note(&mut outcomes, gap);
    for origins in urls.iter().filter_map(|url| url.path(&["Cors", "AllowOrigins"])) {
        if let Some(wide) =
            origins.items().find(|origin| url::is_wide_origin(&origin.text().unwrap_or_default()))
        {
            let message = "Web pages of any origin may read what the function URL answers.";
            outcomes.push(Outcome::Fail(Found::new(message).at(&wide)));
        }
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, absent, check, denied, function};

    #[test]
    fn any_origin_fails() {
        let url = |cors: Value| {
            let url = json!({"FunctionUrl": "https://x/", "AuthType": "AWS_IAM", "Cors": cors});
            vec![function(json!({})), about("lambda:GetFunctionUrlConfig", url)]
        };
        check("EXP-03", url(json!({"AllowOrigins": ["https://a.example", "*"]})), "FAIL MEDIUM");
        check("EXP-03", url(json!({"AllowOrigins": ["https://*"]})), "FAIL MEDIUM");
        check("EXP-03", url(json!({"AllowOrigins": ["https://a.example"]})), "PASS");
        check("EXP-03", url(json!({})), "PASS");
        let other = |call| vec![function(json!({})), call];
        check("EXP-03", other(absent("lambda:GetFunctionUrlConfig")), "NOT_APPLICABLE");
        let missing = "NOT_ASSESSED lambda:GetFunctionUrlConfig";
        check("EXP-03", other(denied("lambda:GetFunctionUrlConfig")), missing);
    }
}
