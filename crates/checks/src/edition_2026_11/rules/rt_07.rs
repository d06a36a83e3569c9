//! RT-07: an image by a name that can be moved.

use evidence::facts::{Function, Gap};

use crate::Severity;
use crate::edition_2026_11::rule::{CODE, Found, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const GET: &str = "lambda:GetFunction";

pub(super) static RULE: Rule = Rule {
    id: "RT-07",
    title: "Container image by tag, not by digest",
    severity: Severity::Medium,
    category: "CODE_SECURITY",
    check: CODE,
    decides: "`Code.ImageUri` of get-function",
    why: "A tag can be moved to another image. The next update of the function then runs code that nobody released for it, and the \
          configuration still looks the same.",
    fix: "Deploy by digest (`repository@sha256:...`), and make the repository's tags immutable.",
    command: Some(
        "aws lambda update-function-code --function-name {function} --image-uri {repository-at-sha256-digest}",
    ),
    sources: "AWS Lambda developer guide, \"Create a Lambda function using a container image\"; no other tool checks it",
    needs: &[GET],
    exempt: "The function is a .zip package.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    if !function.is_image()? {
        return not_applicable("The function is a .zip package.");
    }
    let code = function.beside("Code")?;
    let Some(uri) = code.and_then(|code| code.get("ImageUri")) else {
        return Err(Gap { operation: GET, call: code.map(|code| code.call) });
    };
    let name = uri.text().unwrap_or_default();
    if name.contains("@sha256:") {
        return pass();
    }
    fail(Found::new("The image is deployed by a tag, which can be moved to other code.").about(name).at(&uri))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, check, function, whole};

    #[test]
    fn images_by_tag() {
        let image = |uri: &str| -> Value {
            whole(json!({"PackageType": "Image", "Runtime": null}), json!({"Code": {"ImageUri": uri}}))
        };
        check("RT-07", vec![image("1.dkr.ecr.us-east-1.amazonaws.com/orders:latest")], "FAIL MEDIUM");
        check("RT-07", vec![image("1.dkr.ecr.us-east-1.amazonaws.com/orders")], "FAIL MEDIUM");
        check("RT-07", vec![image("1.dkr.ecr.us-east-1.amazonaws.com/orders@sha256:1c16")], "PASS");
        check("RT-07", vec![function(json!({}))], "NOT_APPLICABLE");
        let bare = json!({"FunctionName": "orders", "FunctionArn": "a", "PackageType": "Image"});
        let missing = "NOT_ASSESSED lambda:GetFunction";
        check("RT-07", vec![about("lambda:GetFunctionConfiguration", bare)], missing);
    }
}
