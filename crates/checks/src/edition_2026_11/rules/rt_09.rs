//! RT-09: SnapStart.

use evidence::facts::Function;

use crate::Severity;
use crate::edition_2026_11::rule::{CFG, Found, Judged, fail, manual, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-09",
    title: "SnapStart where it breaks, or shares what should be fresh",
    severity: Severity::Info,
    category: "FUNCTION_CONFIG",
    check: CFG,
    decides: "`SnapStart.ApplyOn`, `EphemeralStorage.Size`, `FileSystemConfigs` of the configuration",
    why: "SnapStart starts every instance from one snapshot of the initialised function: random seeds, tokens and secrets read at start \
          are then the same in all of them, and grow old. With more than 512 MB of ephemeral storage, or with a file system, AWS does not \
          support it. For Java functions without it, cold starts are slow, which is only worth knowing.",
    fix: "Make what must be unique or fresh after the snapshot is restored (runtime hooks), or switch SnapStart off. Where a Java \
          function's cold starts matter, switch it on, with that in mind.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --snap-start ApplyOn=None",
    ),
    sources: "AWS Lambda developer guide, \"Improving startup performance with Lambda SnapStart\"; cfn-lint",
    needs: &["lambda:GetFunction"],
    exempt: "The function is a container image.",
    evaluate: Evaluate::Function(evaluate),
};

/// The most ephemeral storage with which SnapStart works, in MB.
const MOST_STORAGE: i64 = 512;

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    if function.is_image()? {
        return not_applicable("SnapStart is for .zip packages.");
    }
    let on = function.config("SnapStart")?.and_then(|snap| snap.get("ApplyOn"));
    let Some(on) = on.filter(|on| on.is_text("PublishedVersions")) else {
        let is_java = function.config_text("Runtime")?.is_some_and(|runtime| runtime.starts_with("java"));
        if is_java && !function.config_text("Runtime")?.is_some_and(|runtime| runtime.starts_with("java8")) {
            let found = Found::new(
                "SnapStart is off for a Java function: its cold starts are slower than they need be.",
            );
            return fail(found.at_config(function, "SnapStart").command(
                "aws lambda update-function-configuration --function-name {function} --snap-start ApplyOn=PublishedVersions",
            ));
        }
        return pass();
    };
    let storage = function.config("EphemeralStorage")?.and_then(|storage| storage.get("Size"));
    if let Some(size) = storage.filter(|size| size.integer().is_some_and(|size| size > MOST_STORAGE)) {
        let message =
            "SnapStart is on, with more than 512 MB of ephemeral storage: AWS does not support that.";
        return fail(Found::new(message).at(&on).at(&size));
    }
    if let Some(mounted) = function.config("FileSystemConfigs")?.filter(|mounted| !mounted.is_empty()) {
        let message = "SnapStart is on, with a file system mounted: AWS does not support that.";
        return fail(Found::new(message).at(&on).at(&mounted));
    }
    let message = "SnapStart is on: every instance starts from one snapshot. Make sure that seeds, tokens and secrets are made or read \
                   after it is restored.";
    manual(Found::new(message).at(&on))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn snapshots() {
        let judged = |changes: Value, expected: &str| check("RT-09", vec![function(changes)], expected);
        let on = || json!({"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"});
        judged(json!({"SnapStart": on(), "EphemeralStorage": {"Size": 1024}}), "FAIL INFO");
        judged(json!({"SnapStart": on(), "FileSystemConfigs": [{"Arn": "a"}]}), "FAIL INFO");
        judged(json!({"SnapStart": on()}), "MANUAL");
        judged(json!({"Runtime": "java21"}), "FAIL INFO");
        judged(json!({}), "PASS");
        check("RT-09", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
