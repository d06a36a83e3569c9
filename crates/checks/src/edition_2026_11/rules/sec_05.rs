//! SEC-05: variables without a key of one's own.

use evidence::facts::{Function, Gap};

use super::keys;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "SEC-05",
    title: "Variables not encrypted with a key of one's own",
    severity: Severity::Medium,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`Environment.Variables` and `KMSKeyArn` of the configuration; `KeyManager` of describe-key",
    why: "Without a customer managed key, everybody who may read the function's configuration reads its variables: AWS decrypts them with \
          its own key for each of them, and no key policy can say no.",
    fix: "Create a customer managed key, let the function's role decrypt with it, and set it as the function's key.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --kms-key-arn {key-arn}",
    ),
    sources: "AWS Lambda developer guide, \"Securing environment variables\"; prowler; checkov CKV_AWS_173; steampipe",
    needs: &["lambda:GetFunction", "kms:DescribeKey"],
    exempt: "The function has no variables.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let key =
        function.config("KMSKeyArn")?.filter(|key| key.text().is_some_and(|arn| !arn.trim().is_empty()));
    let variables = match function.variables() {
        Ok(Some(variables)) => Some(variables),
        Ok(None) => return not_applicable("The function has no variables."),
        // That they can't be shown does not tell whether there are any; with a key it makes no difference.
        Err(gap) if key.is_none() => return Err::<_, Gap>(gap),
        Err(_) => None,
    };
    match key {
        Some(key) if keys::is_of_aws(context, function, key) => fail(
            Found::new("The variables are encrypted with a key that AWS keeps, not with one of your own.")
                .at(&key),
        ),
        Some(_) => pass(),
        None => {
            let found = Found::new("The variables are not encrypted with a customer managed key.");
            fail(variables.iter().fold(found, Found::at))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, denied, function};

    const KEY: &str = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn variables_want_a_key() {
        let judged = |changes: Value, expected: &str| check("SEC-05", vec![function(changes)], expected);
        let variables = || json!({"Variables": {"TABLE": "orders"}});
        judged(json!({"Environment": variables()}), "FAIL MEDIUM");
        judged(json!({"Environment": variables(), "KMSKeyArn": KEY}), "PASS");
        judged(json!({"Environment": {"Variables": {}}}), "NOT_APPLICABLE");
        judged(json!({}), "NOT_APPLICABLE");
        let unread = json!({"Error": {"ErrorCode": "AccessDeniedException", "Message": "m"}});
        judged(json!({"Environment": unread}), "NOT_ASSESSED lambda:GetFunction");
        judged(json!({"Environment": unread, "KMSKeyArn": KEY}), "PASS");
        let with_key = function(json!({"Environment": variables(), "KMSKeyArn": KEY}));
        let metadata = json!({"KeyMetadata": {"Arn": KEY, "KeyManager": "AWS"}});
        let describe = call("kms:DescribeKey", json!({"KeyId": "alias/aws/lambda"}), metadata);
        check("SEC-05", vec![with_key, describe], "FAIL MEDIUM");
        check("SEC-05", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
