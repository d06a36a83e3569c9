//! SEC-02: a variable that is called a secret and looks like one.

use evidence::facts::Function;

use super::variables;
use crate::Severity;
use crate::edition_2026_11::rule::{ENV, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};
use crate::secrets::Rule as Reason;

pub(super) static RULE: Rule = Rule {
    id: "SEC-02",
    title: "Variable that is called a secret and looks like one",
    severity: Severity::High,
    category: "ENVIRONMENT_VARIABLES",
    check: ENV,
    decides: "`Environment.Variables` of the configuration and of its versions: names such as DB_PASSWORD with values that are no \
              references, ciphertexts, hashes, identifiers, public keys, addresses, settings or placeholders",
    why: "Everybody who may read the function's configuration reads the variable: people, tools, backups of the configuration.",
    fix: "Change the secret. Keep the new one in Secrets Manager or Parameter Store, and give the function its name only. If it is no \
          secret, mark it so.",
    command: Some(
        "aws secretsmanager create-secret --name {function}/{subject} --secret-string file://secret.txt",
    ),
    sources: "prowler; steampipe; AWS Lambda developer guide, \"Working with Lambda environment variables\"",
    needs: &["lambda:GetFunction", "lambda:ListVersionsByFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    variables::evaluate(context, function, Reason::Named, RULE.severity)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{audit, check, denied, function};

    fn with(variables: Value) -> Value {
        function(json!({"Environment": {"Variables": variables}}))
    }

    #[test]
    fn names_and_values_together() {
        check("SEC-02", vec![with(json!({"DB_PASSWORD": "x9#Lq2!vT7pWz4"}))], "FAIL HIGH");
        check("SEC-02", vec![with(json!({"DB_PASSWORD": "{{resolve:secretsmanager:db}}"}))], "PASS");
        check(
            "SEC-02",
            vec![with(
                json!({"DB_PASSWORD_ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"}),
            )],
            "PASS",
        );
        check("SEC-02", vec![with(json!({"TITLE": "x9#Lq2!vT7pWz4"}))], "PASS");
        check("SEC-02", vec![function(json!({}))], "PASS");
        check("SEC-02", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }

    #[test]
    fn each_secret_breaks_one_rule() {
        let calls = vec![with(
            json!({"API_TOKEN": "ghp_x", "STRIPE_SECRET_KEY": "sk_live_9fKx2VnQ7tRb4LmZc8WyHs3P"}),
        )];
        let audit = audit(calls, "2026-11-23");
        let rules: Vec<&str> = audit
            .findings
            .iter()
            .map(|found| found.rule.id)
            .filter(|id| ["SEC-01", "SEC-02"].contains(id))
            .collect();
        assert_eq!(rules, ["SEC-01"]);
    }
}
