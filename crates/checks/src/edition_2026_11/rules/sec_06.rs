//! SEC-06: a package without a key of one's own.

use evidence::facts::{Function, Gap};

use super::keys;
use crate::Severity;
use crate::edition_2026_11::rule::{ENC, Found, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const GET: &str = "lambda:GetFunction";

pub(super) static RULE: Rule = Rule {
    id: "SEC-06",
    title: "Package not encrypted with a key of one's own",
    severity: Severity::Low,
    category: "ENCRYPTION",
    check: ENC,
    decides: "`Code.SourceKMSKeyArn` of get-function (not `KMSKeyArn`, which is for variables and snapshots)",
    why: "Without a key of your own, everybody who may call GetFunction downloads the code; with one, they need the key as well.",
    fix: "Name a customer managed key when the code is uploaded.",
    command: Some(
        "aws lambda update-function-code --function-name {function} --zip-file {fileb-package} --source-kms-key-arn {key-arn}",
    ),
    sources: "AWS Lambda developer guide, \"Encrypting Lambda .zip deployment packages\"; the published original looked at the wrong field",
    needs: &[GET],
    exempt: "The function is a container image, whose registry encrypts it.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    if function.is_image()? {
        return not_applicable("A container image is encrypted in its registry.");
    }
    let Some(code) = function.beside("Code")? else {
        return Err(Gap { operation: GET, call: function.whole().known().map(|whole| whole.call) });
    };
    match code.get("SourceKMSKeyArn").filter(|_| code.text_of("SourceKMSKeyArn").is_some()) {
        Some(key) if keys::is_of_aws(context, function, key) => fail(
            Found::new("The package is encrypted with a key that AWS keeps, not with one of your own.")
                .at(&key),
        ),
        Some(_) => pass(),
        None => fail(Found::new("The package is not encrypted with a customer managed key.").at(&code)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{about, check, function, whole};

    #[test]
    fn packages_want_a_key() {
        check("SEC-06", vec![function(json!({"KMSKeyArn": "arn:aws:kms:us-east-1:1:key/x"}))], "FAIL LOW");
        let code = json!({"Code": {"SourceKMSKeyArn": "arn:aws:kms:us-east-1:123456789012:key/x"}});
        check("SEC-06", vec![whole(json!({}), code)], "PASS");
        let kept =
            json!({"Code": {"SourceKMSKeyArn": "arn:aws:kms:us-east-1:123456789012:alias/aws/lambda"}});
        check("SEC-06", vec![whole(json!({}), kept)], "FAIL LOW");
        check("SEC-06", vec![function(json!({"PackageType": "Image"}))], "NOT_APPLICABLE");
        let bare = json!({"FunctionName": "orders", "FunctionArn": "a", "PackageType": "Zip"});
        check(
            "SEC-06",
            vec![about("lambda:GetFunctionConfiguration", bare)],
            "NOT_ASSESSED lambda:GetFunction",
        );
    }
}
