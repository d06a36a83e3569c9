//! LOG-01: no log group.

use evidence::facts::{Answer, Function};

use super::log_group;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-01",
    title: "No log group",
    severity: Severity::Low,
    category: "LOGGING",
    check: LOG,
    decides: "`logGroups[].logGroupName` of describe-log-groups: `LoggingConfig.LogGroup`, else `/aws/lambda/` and the function's name",
    why: "Either the function never ran, or its logs went nowhere: an incident could not be followed up. Lambda makes a missing group at \
          the first call if the role lets it, without retention and without a key.",
    fix: "Make the group beforehand, with retention and a key, and let the role write to it.",
    command: Some("aws logs create-log-group --log-group-name {subject}"),
    sources: "AWS Lambda developer guide, \"Sending Lambda function logs to CloudWatch Logs\"; steampipe; cloudsploit",
    needs: &["lambda:GetFunction", log_group::OPERATION],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let (name, group) = log_group::of(context, function)?;
    match group {
        Answer::Known(_) => pass(),
        Answer::Absent(call) => {
            let message = format!("There is no log group {name}, to which the function writes.");
            fail(Found::new(message).about(name).at_call(Some(call)).at_config(function, "LoggingConfig"))
        }
        Answer::Refused(gap) | Answer::Missing(gap) => Err(gap),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::log_group::testing::{groups, with_group};
    use crate::edition_2026_11::testing::{call, check, error, function};

    #[test]
    fn groups_are_found_by_their_whole_name() {
        let prefix = |prefix: &str| json!({"logGroupNamePrefix": prefix});
        let other = || json!({"logGroupName": "/aws/lambda/orders-archive"});
        check("LOG-01", with_group(json!({})), "PASS");
        check(
            "LOG-01",
            vec![function(json!({})), groups(prefix("/aws/lambda/orders"), &[other()])],
            "FAIL LOW",
        );
        check("LOG-01", vec![function(json!({})), groups(json!({}), &[])], "FAIL LOW");
        let custom = || function(json!({"LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/shop/all"}}));
        check(
            "LOG-01",
            vec![custom(), groups(prefix("/shop"), &[json!({"logGroupName": "/shop/all"})])],
            "PASS",
        );
        check(
            "LOG-01",
            vec![custom(), groups(json!({}), &[json!({"logGroupName": "/aws/lambda/orders"})])],
            "FAIL LOW",
        );
    }

    #[test]
    fn what_was_not_listed_stays_open() {
        let open = "NOT_ASSESSED logs:DescribeLogGroups";
        check("LOG-01", vec![function(json!({}))], open);
        let other = groups(json!({"logGroupNamePrefix": "/aws/lambda/mail"}), &[]);
        check("LOG-01", vec![function(json!({})), other], open);
        // A class or another account beside the prefix selects.
        for (key, value) in
            [("logGroupClass", json!("STANDARD")), ("accountIdentifiers", json!(["999988887777"]))]
        {
            let mut asked = json!({"logGroupNamePrefix": "/aws/lambda/orders"});
            asked[key] = value;
            check("LOG-01", vec![function(json!({})), groups(asked, &[])], open);
        }
        let arn = "arn:aws:logs:us-east-1:999988887777:log-group:/aws/lambda/orders:*";
        let linked = json!({"logGroupName": "/aws/lambda/orders", "arn": arn});
        let asked = json!({"logGroupNamePrefix": "/aws/lambda/orders", "includeLinkedAccounts": true});
        check("LOG-01", vec![function(json!({})), groups(asked, &[linked])], open);
        let cut = call("logs:DescribeLogGroups", json!({}), json!({"logGroups": [], "nextToken": "x"}));
        check("LOG-01", vec![function(json!({})), cut], open);
        let refused = error("logs:DescribeLogGroups", json!({}), "AccessDeniedException");
        check("LOG-01", vec![function(json!({})), refused], open);
    }
}
