//! REL-09: a file system without an access point.

use evidence::facts::Function;

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, REL, not_applicable};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "REL-09",
    title: "File system without an access point",
    severity: Severity::Info,
    category: "RELIABILITY",
    check: REL,
    decides: "`FileSystemConfigs[].Arn` and `LocalMountPath` of get-function",
    why: "An access point says as whom, and in which folder, the function works on the file system. Without one, or with a path outside \
          /mnt, the function can't mount it as it is meant to.",
    fix: "Mount the file system by an access point, under /mnt.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --file-system-configs \
         Arn={access-point-arn},LocalMountPath=/mnt/{folder}",
    ),
    sources: "AWS Lambda developer guide, \"Configuring file system access\"; no other tool checks it",
    needs: &["lambda:GetFunction"],
    exempt: "The function has no file system.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    let configs = function.config("FileSystemConfigs")?;
    let configs: Vec<_> = configs.into_iter().flat_map(|configs| configs.items()).collect();
    if configs.is_empty() {
        return not_applicable(RULE.exempt);
    }
    let mut outcomes = Vec::new();
    for config in configs {
        let arn = config.text_of("Arn").unwrap_or_default();
        // EFS has `access-point/fsap-...`, S3 Files `file-system/fs-.../access-point/fsap-...`.
        let has_point = arn.split([':', '/']).any(|part| part == "access-point");
        let path = config.text_of("LocalMountPath").unwrap_or_default();
        let found = match (has_point, path.strip_prefix("/mnt/").is_some_and(|folder| !folder.is_empty())) {
            (true, true) => continue,
            (false, _) => Found::new("A file system is mounted without an access point.")
                .at(&config.get("Arn").unwrap_or(config)),
            (true, false) => Found::new("A file system is not mounted under /mnt.")
                .at(&config.get("LocalMountPath").unwrap_or(config)),
        };
        outcomes.push(Outcome::Fail(found.about(arn)));
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn access_points_are_told_by_their_arn() {
        let one = |arn: &str, path: &str, expected: &str| {
            let config = json!([{"Arn": arn, "LocalMountPath": path}]);
            check("REL-09", vec![function(json!({"FileSystemConfigs": config}))], expected);
        };
        let efs = "arn:aws:elasticfilesystem:us-east-1:123456789012:";
        one(&format!("{efs}access-point/fsap-1"), "/mnt/data", "PASS");
        one("arn:aws:s3files:us-east-1:1:file-system/fs-1/access-point/fsap-1", "/mnt/data", "PASS");
        one(&format!("{efs}file-system/fs-1"), "/mnt/data", "FAIL INFO");
        one(&format!("{efs}access-point/fsap-1"), "/data", "FAIL INFO");
        check("REL-09", vec![function(json!({"FileSystemConfigs": []}))], "NOT_APPLICABLE");
        check("REL-09", vec![function(json!({}))], "NOT_APPLICABLE");
        check("REL-09", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
