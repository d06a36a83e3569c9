//! RT-05: code that nobody has to sign.

use evidence::facts::{Answer, Function, Gap};

use crate::Severity;
use crate::edition_2026_11::rule::{CODE, Found, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const OF_FUNCTION: &str = "lambda:GetFunctionCodeSigningConfig";
const GET: &str = "lambda:GetCodeSigningConfig";

pub(super) static RULE: Rule = Rule {
    id: "RT-05",
    title: "Code that nobody has to sign",
    severity: Severity::Medium,
    category: "CODE_SECURITY",
    check: CODE,
    decides: "`CodeSigningConfigArn` of get-function-code-signing-config, `CodeSigningPolicies.UntrustedArtifactOnDeployment` of \
              get-code-signing-config",
    why: "Without code signing that enforces, whoever may call UpdateFunctionCode decides what runs; with `Warn` an unsigned package is \
          only noted in a log.",
    fix: "Sign packages with AWS Signer, attach a code signing configuration that enforces, and deploy a signed package.",
    command: Some(
        "aws lambda put-function-code-signing-config --function-name {function} --code-signing-config-arn {config-arn}",
    ),
    sources: "AWS Lambda developer guide, \"Using code signing to verify code integrity\"; checkov CKV_AWS_272; cloudsploit",
    needs: &[OF_FUNCTION, GET],
    exempt: "The function is a container image, which AWS Lambda can't check this way.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    if function.is_image() == Ok(true) {
        return not_applicable(
            "Code signing is for .zip packages; a container image is signed in its registry.",
        );
    }
    let none = "The function has no code signing configuration: any package may be deployed.";
    let attached = match function.ask(OF_FUNCTION) {
        Answer::Known(answer) => answer,
        Answer::Absent(call) => return fail(Found::new(none).at_call(Some(call))),
        Answer::Refused(gap) | Answer::Missing(gap) => return Err(gap),
    };
    let Some(arn) = attached.text_of("CodeSigningConfigArn") else {
        return fail(Found::new(none).at(&attached));
    };
    let config = context.facts.asked(function.at, GET, "CodeSigningConfigArn", &[&arn]).settled()?;
    let policy = config.and_then(|config| {
        config.path(&["CodeSigningConfig", "CodeSigningPolicies", "UntrustedArtifactOnDeployment"])
    });
    let Some(policy) = policy else {
        return Err(Gap { operation: GET, call: config.map(|config| config.call) });
    };
    if !policy.is_text("Enforce") {
        let message =
            "The code signing configuration only warns: an unsigned package is deployed all the same.";
        return fail(Found::new(message).about(arn.into_owned()).at(&policy));
    }
    pass()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, call, check, denied, error, function};

    #[test]
    fn signing_counts_when_it_is_enforced() {
        let arn = "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-1";
        let attached = || about("lambda:GetFunctionCodeSigningConfig", json!({"CodeSigningConfigArn": arn}));
        let config = |policy: &str| {
            let policy = json!({"UntrustedArtifactOnDeployment": policy});
            let answer =
                json!({"CodeSigningConfig": {"CodeSigningConfigArn": arn, "CodeSigningPolicies": policy}});
            call("lambda:GetCodeSigningConfig", json!({"CodeSigningConfigArn": arn}), answer)
        };
        let none = || function(json!({}));
        check("RT-05", vec![none(), attached(), config("Enforce")], "PASS");
        check("RT-05", vec![none(), attached(), config("Warn")], "FAIL MEDIUM");
        check("RT-05", vec![none(), attached()], "NOT_ASSESSED lambda:GetCodeSigningConfig");
        let name = json!({"FunctionName": "orders"});
        let not_found = |code: &str| error("lambda:GetFunctionCodeSigningConfig", name.clone(), code);
        check("RT-05", vec![none(), not_found("CodeSigningConfigNotFoundException")], "FAIL MEDIUM");
        check("RT-05", vec![none(), about("lambda:GetFunctionCodeSigningConfig", json!({}))], "FAIL MEDIUM");
        let missing = "NOT_ASSESSED lambda:GetFunctionCodeSigningConfig";
        check("RT-05", vec![none(), denied("lambda:GetFunctionCodeSigningConfig")], missing);
        check("RT-05", vec![none(), not_found("InvalidParameterValueException")], missing);
        let image: Value = function(json!({"PackageType": "Image", "Runtime": null}));
        check("RT-05", vec![image, not_found("InvalidParameterValueException")], "NOT_APPLICABLE");
    }
}
