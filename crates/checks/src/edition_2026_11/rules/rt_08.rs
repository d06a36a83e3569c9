//! RT-08: a large package.

use evidence::facts::{Function, Gap};

use crate::Severity;
use crate::edition_2026_11::rule::{CODE, Found, Judged, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "RT-08",
    title: "Large package",
    severity: Severity::Low,
    category: "CODE_SECURITY",
    check: CODE,
    decides: "`CodeSize` of the configuration",
    why: "Above 50 MB a package can't be uploaded directly any more, starts slowly, and carries far more code than anybody reviews.",
    fix: "Leave out what the function does not use, or share it as a layer of your own.",
    command: None,
    sources: "the published original; AWS Lambda quotas",
    needs: &["lambda:GetFunction"],
    exempt: "The function is a container image.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    if function.is_image()? {
        return not_applicable("The function is a container image, which has other limits.");
    }
    let most = context.data.thresholds.number("RT-08", "package_bytes_over", 52_428_800);
    let size = function.config("CodeSize")?;
    match size.and_then(|size| Some((size, size.integer()?))) {
        Some((size, bytes)) if bytes > most => {
            let mebibytes = bytes as f64 / 1_048_576.0;
            fail(Found::new(format!("The package has {mebibytes:.1} MiB.")).at(&size))
        }
        Some(_) => pass(),
        None => Err(Gap::new("lambda:GetFunction")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn fifty_mebibytes_are_allowed() {
        check("RT-08", vec![function(json!({"CodeSize": 52_428_800}))], "PASS");
        check("RT-08", vec![function(json!({"CodeSize": 52_428_801}))], "FAIL LOW");
        check("RT-08", vec![function(json!({"CodeSize": null}))], "NOT_ASSESSED lambda:GetFunction");
        let image = json!({"CodeSize": 152_428_801, "PackageType": "Image"});
        check("RT-08", vec![function(image)], "NOT_APPLICABLE");
        check("RT-08", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
