//! SEC-01: a secret of a known format in a variable.

use evidence::facts::Function;

use super::variables;
use crate::Severity;
use crate::edition_2026_11::rule::{ENV, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};
use crate::secrets::Rule as Reason;

pub(super) static RULE: Rule = Rule {
    id: "SEC-01",
    title: "Secret of a known format in a variable",
    severity: Severity::Critical,
    category: "ENVIRONMENT_VARIABLES",
    check: ENV,
    decides: "`Environment.Variables` of the configuration and of its versions: the formats that issuers give to their secrets, with a \
              right checksum where there is one",
    why: "Everybody who may read the function's configuration reads the variable: people, tools, backups of the configuration. It works \
          for whoever has it, wherever they are.",
    fix: "Revoke the secret and make a new one. Keep that in Secrets Manager or Parameter Store, and give the function its name only. \
          Delete versions that hold the old one.",
    command: Some(
        "aws secretsmanager create-secret --name {function}/{subject} --secret-string file://secret.txt",
    ),
    sources: "prowler; checkov CKV_AWS_45; trivy; AWS Lambda developer guide, \"Working with Lambda environment variables\"",
    needs: &["lambda:GetFunction", "lambda:ListVersionsByFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    variables::evaluate(context, function, Reason::Known, RULE.severity)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, audit, call, check, denied, error, function};

    fn with(variables: Value) -> Value {
        function(json!({"Environment": {"Variables": variables}}))
    }

    const KEY: &str = "sk_live_9fKx2VnQ7tRb4LmZc8WyHs3P";

    #[test]
    fn known_formats() {
        check("SEC-01", vec![with(json!({"STRIPE": KEY}))], "FAIL CRITICAL");
        check("SEC-01", vec![with(json!({"MODE": "production"}))], "PASS");
        check("SEC-01", vec![with(json!({}))], "PASS");
        check("SEC-01", vec![function(json!({}))], "PASS");
        let listed = json!({"Functions": [{"FunctionName": "orders", "FunctionArn": crate::edition_2026_11::testing::ARN,
            "Environment": {"Variables": {"STRIPE": KEY}}}]});
        check("SEC-01", vec![call("lambda:ListFunctions", json!({}), listed)], "FAIL CRITICAL");
    }

    #[test]
    fn versions_keep_what_they_had() {
        let versions = json!({"Versions": [{"Version": "3", "Environment": {"Variables": {"STRIPE": KEY}}}]});
        check(
            "SEC-01",
            vec![with(json!({})), about("lambda:ListVersionsByFunction", versions)],
            "FAIL CRITICAL",
        );
    }

    #[test]
    fn the_value_is_never_told() {
        let audit = audit(vec![with(json!({"STRIPE": KEY}))], "2026-11-23");
        let found = audit.findings.iter().find(|found| found.rule.id == "SEC-01").unwrap();
        assert_eq!(found.subject.as_deref(), Some("STRIPE"));
        assert!(found.message.starts_with("The variable `STRIPE` holds a secret"), "{}", found.message);
        assert!(!format!("{audit:?}").contains(&KEY[8..14]));
        assert_eq!(found.evidence[0].pointer, "/Configuration/Environment/Variables/STRIPE");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check(
            "SEC-01",
            vec![function(json!({"Environment": {"Error": {"ErrorCode": "AccessDeniedException"}}}))],
            "NOT_ASSESSED lambda:GetFunction",
        );
        check("SEC-01", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
        let throttled =
            error("lambda:GetFunction", json!({"FunctionName": "orders"}), "TooManyRequestsException");
        check("SEC-01", vec![throttled], "NOT_ASSESSED lambda:GetFunction");
    }
}
