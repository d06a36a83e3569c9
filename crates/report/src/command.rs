//! Commands with real names in them, that nothing in those names can turn into other commands.

use crate::model::{FunctionReport, RuleEntry};

/// A word for bash that stands for exactly this text; `None` for a text that no name in AWS can have, for which no command
/// should be offered at all.
pub fn shell_word(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./:@+=,-".contains(c);
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    // The AWS CLI reads a value that begins so from a file or an address, and one with a dash as an option.
    let special =
        ["file://", "fileb://", "http:", "https:", "-"].iter().any(|start| lower.starts_with(start));
    if text.is_empty() || special {
        None
    } else if text.chars().all(plain) {
        Some(text.to_owned())
    } else if text.chars().all(|c| (' '..='~').contains(&c) && c != '\'') {
        Some(format!("'{text}'"))
    } else {
        None
    }
}

/// A template such as `aws lambda get-policy --function-name {function}` with this function's names filled in. What the
/// person has to choose, such as `{seconds}`, stays as a word in capitals: `SECONDS`. The region is added where it is known.
///
/// `None` when a name is unknown, or when one is not a name that AWS gives: better no command than a wrong one.
pub fn fill(template: &str, function: &FunctionReport, subject: Option<&str>) -> Option<String> {
    fill_with(template, function, subject, &[])
}

/// The same, with names for some of what would be the person's to choose.
pub fn fill_with(
    template: &str,
    function: &FunctionReport,
    subject: Option<&str>,
    names: &[(&str, String)],
) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 48);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        // The braces of JSON stand for themselves.
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        let Some((name, behind)) = after.split_once('}').filter(|(name, _)| is_name(name)) else {
            out.push('{');
            rest = after;
            continue;
        };
        rest = behind;
        let value = match name {
            "function" => function.name.clone(),
            "arn" => function.arn.clone()?,
            "role" => function.role.clone()?,
            "region" => function.region.clone()?,
            "account" => function.account.clone()?,
            "log-group" => format!("/aws/lambda/{}", function.name),
            "subject" => subject?.to_owned(),
            choice if names.iter().any(|(known, _)| *known == choice) => {
                names.iter().find(|(known, _)| *known == choice)?.1.clone()
            }
            choice => {
                out.push_str(&choice.to_ascii_uppercase().replace('-', "_"));
                continue;
            }
        };
        out.push_str(&shell_word(&value)?);
    }
    out.push_str(rest);
    let global =
        template.starts_with("aws iam ") || template.contains("{region}") || template.contains("--region ");
    match function.region.as_deref().filter(|_| !global) {
        Some(region) => Some(format!("{out} --region {}", shell_word(region)?)),
        None => Some(out),
    }
}

/// The command that fixes a rule's finding on a function.
pub fn fix(rule: &RuleEntry, function: &FunctionReport, subject: Option<&str>) -> Option<String> {
    fill(rule.command.as_deref()?, function, subject)
}

/// The read-only command that brings the answer to an operation such as `lambda:GetPolicy`, for a function.
pub fn bring(operation: &str, function: &FunctionReport) -> Option<String> {
    let known = match operation {
        "cloudtrail:DescribeTrails" => "aws cloudtrail describe-trails",
        "cloudtrail:LookupEvents" => {
            "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue={function}"
        }
        "iam:GetPolicy" | "iam:GetPolicyVersion" | "iam:ListAttachedRolePolicies" => {
            "aws iam list-attached-role-policies --role-name {role}"
        }
        "iam:GetRole" => "aws iam get-role --role-name {role}",
        "iam:GetRolePolicy" | "iam:ListRolePolicies" => "aws iam list-role-policies --role-name {role}",
        "lambda:GetFunction" => "aws lambda get-function --function-name {function}",
        "lambda:GetFunctionUrlConfig" => "aws lambda get-function-url-config --function-name {function}",
        "lambda:GetPolicy" => "aws lambda get-policy --function-name {function}",
        "logs:DescribeLogGroups" => {
            "aws logs describe-log-groups --log-group-name-prefix /aws/lambda/{function}"
        }
        other => return fill(&checks::edition_2026_11::command(other)?, function, None),
    };
    fill(known, function, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_themselves_or_are_refused() {
        for (text, expected) in [
            ("orders-api_2", Some("orders-api_2")),
            (
                "arn:aws:lambda:us-east-1:1:function:x:$LATEST",
                Some("'arn:aws:lambda:us-east-1:1:function:x:$LATEST'"),
            ),
            ("a b;c|d`e`", Some("'a b;c|d`e`'")),
            ("it's", None),
            ("-rf", None),
            ("file:///etc/passwd", None),
            ("FileB://x", None),
            ("https://x", None),
            ("", None),
            ("a\nb", None),
            ("a\u{202e}b", None),
            ("ключ", None),
        ] {
            assert_eq!(shell_word(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn templates_are_filled_or_given_up() {
        let mut function = FunctionReport { name: "orders".into(), ..Default::default() };
        assert_eq!(fill("a {function} {key-arn} b", &function, None).as_deref(), Some("a orders KEY_ARN b"));
        assert_eq!(fill("a {role}", &function, None), None);
        let names = [("successor", "python3.14".to_owned()), ("trail", "x; rm".to_owned())];
        let with = |template: &str| fill_with(template, &function, None, &names);
        assert_eq!(with("a {successor} {other}").as_deref(), Some("a python3.14 OTHER"));
        assert_eq!(with("a {trail}").as_deref(), Some("a 'x; rm'"));
        assert_eq!(fill("l {log-group}", &function, None).as_deref(), Some("l /aws/lambda/orders"));
        assert_eq!(
            fill(r#"a '[{"Field":{"Equals":["{key-arn}"]}}]'"#, &function, None).as_deref(),
            Some(r#"a '[{"Field":{"Equals":["KEY_ARN"]}}]'"#)
        );
        assert_eq!(
            fill("a '[{CidrIp=0.0.0.0/0}]'", &function, None).as_deref(),
            Some("a '[{CidrIp=0.0.0.0/0}]'")
        );
        function.region = Some("eu-west-1".into());
        assert_eq!(
            bring("lambda:GetPolicy", &function).as_deref(),
            Some("aws lambda get-policy --function-name orders --region eu-west-1")
        );
        function.name = "x'; rm -rf ~".into();
        assert_eq!(bring("lambda:GetPolicy", &function), None);
    }

    #[test]
    fn every_rule_offers_a_command_that_a_shell_and_aws_can_read() {
        let function = FunctionReport {
            name: "orders".into(),
            arn: Some("arn:aws:lambda:us-east-1:123456789012:function:orders".into()),
            account: Some("123456789012".into()),
            region: Some("us-east-1".into()),
            role: Some("orders-role".into()),
            ..Default::default()
        };
        for rule in checks::edition_2026_11::rules::all() {
            let Some(template) = rule.command else { continue };
            let command = fill(template, &function, Some("s1")).unwrap();
            for (at, argument) in command.split('\'').enumerate().filter(|(at, _)| at % 2 == 1) {
                if argument.starts_with('{') || argument.starts_with("[{\"") {
                    let read = serde_json::from_str::<serde_json::Value>(argument);
                    assert!(read.is_ok(), "{}, argument {at}: {command}", rule.id);
                }
            }
            assert_eq!(command.matches('\'').count() % 2, 0, "{}: {command}", rule.id);
            assert!(command.matches("--region").count() <= 1, "{}: {command}", rule.id);
        }
    }
}
