//! EXP-04: a function URL that takes credentials from pages it should not trust.

use evidence::facts::{Field, Function};

use super::url;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-04",
    title: "Function URL that takes credentials from too many pages",
    severity: Severity::High,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Cors.AllowCredentials` with `AllowOrigins`, `AllowMethods`, `AllowHeaders` of get-function-url-config",
    why: "With AllowCredentials a browser sends cookies and signatures along. From any origin, or from one without encryption where \
          anybody on the way can put in a script, that lets others act in the visitor's name.",
    fix: "Allow credentials only from `https://` origins that are yours, and only the methods and headers that they need.",
    command: Some(
        "aws lambda update-function-url-config --function-name {function} --cors \
         AllowCredentials=true,AllowOrigins={https-origin},AllowMethods={methods},AllowHeaders={headers}",
    ),
    sources: "Fetch standard, \"CORS protocol and credentials\"; no other tool checks it whole",
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
    for cors in urls.iter().filter_map(|url| url.get("Cors")) {
        if cors.get("AllowCredentials").and_then(|allowed| allowed.bool()) == Some(true) {
            outcomes.extend(judge(&cors).map(Outcome::Fail));
        }
    }
    Ok(outcomes)
}

fn judge(cors: &Field<'_>) -> Option<Found> {
    let find = |list: &str, wide: &dyn Fn(&str) -> bool| {
        cors.list(list).find(|item| item.text().is_some_and(|text| wide(text.trim())))
    };
    let say = |message: &'static str, field: Field<'_>| Some(Found::new(message).at(&field));
    if let Some(origin) = find("AllowOrigins", &url::is_wide_origin) {
        return say("The function URL takes credentials from web pages of any origin.", origin);
    }
    let unencrypted = |origin: &str| {
        origin.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"))
            && !is_own_machine(origin.get(7..).unwrap_or_default())
    };
    if let Some(origin) = find("AllowOrigins", &unencrypted) {
        return say("The function URL takes credentials from an origin without encryption (http).", origin);
    }
    let star = |text: &str| text == "*";
    let (methods, headers) = (find("AllowMethods", &star), find("AllowHeaders", &star));
    let what = match (&methods, &headers) {
        (Some(_), Some(_)) => "any method and any header",
        (Some(_), None) => "any method",
        (None, Some(_)) => "any header",
        (None, None) => return None,
    };
    let found = Found::new(format!("The function URL takes credentials with {what}."));
    Some([methods, headers].iter().flatten().fold(found, Found::at).severity(Severity::Medium))
}

/// A page on the visitor's own machine: nobody is on the way.
fn is_own_machine(host: &str) -> bool {
    let name = host.split([':', '/']).next().unwrap_or_default();
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1"
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, check, function};

    #[test]
    fn credentials_need_narrow_origins() {
        let url = |cors: Value| {
            let url = json!({"FunctionUrl": "https://x/", "AuthType": "AWS_IAM", "Cors": cors});
            vec![function(json!({})), about("lambda:GetFunctionUrlConfig", url)]
        };
        let with = |mut cors: Value| {
            cors["AllowCredentials"] = true.into();
            url(cors)
        };
        check("EXP-04", with(json!({"AllowOrigins": ["*"]})), "FAIL HIGH");
        check("EXP-04", with(json!({"AllowOrigins": ["HTTP://app.example.com"]})), "FAIL HIGH");
        check(
            "EXP-04",
            with(json!({"AllowOrigins": ["https://a.example"], "AllowMethods": ["*"]})),
            "FAIL MEDIUM",
        );
        check(
            "EXP-04",
            with(json!({"AllowOrigins": ["https://a.example", "http://localhost:3000"]})),
            "PASS",
        );
        check("EXP-04", url(json!({"AllowOrigins": ["*"], "AllowMethods": ["*"]})), "PASS");
        check("EXP-04", vec![function(json!({}))], "NOT_ASSESSED lambda:GetFunctionUrlConfig");
    }
}
