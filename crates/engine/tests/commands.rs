//! The commands that findings offer do what the finding asks for, and take nothing away beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

use engine::messages::*;
use engine::{Opening, Session, Settings};

const SAMPLE: &str = include_str!("../../../sample/sample.json");

fn open(text: &str) -> Session {
    let mut opening = Opening::new(Settings::page("2026-11-23"));
    opening.add("evidence.json".to_owned(), text.as_bytes().to_vec());
    while !opening.step(&mut || true) {}
    opening.finish().unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The commands of a rule's findings, with their functions.
fn commands(session: &mut Session, rule: &str) -> Vec<(String, Option<String>)> {
    let filters = vec![("rule".to_owned(), vec![rule.to_owned()])];
    let query = Query { filters, count: 100, ..Query::default() };
    let Answer::Findings(rows) = session.answer(&Ask::Findings(query)) else { panic!("no findings") };
    let command = |row: &FindingRow| {
        let Answer::Finding(finding) = session.answer(&Ask::Finding { id: row.id.clone() }) else {
            panic!("no finding")
        };
        (row.function.name.clone(), finding.command)
    };
    rows.rows.iter().map(command).collect()
}

#[test]
fn recording_calls_keeps_what_a_trail_records() {
    let mut session = open(SAMPLE);
    for (function, command) in commands(&mut session, "LOG-08") {
        let command = command.unwrap();
        assert!(
            command.contains(r#"["Management"]"#) && command.contains("AWS::Lambda::Function"),
            "{function}: {command}"
        );
        assert_eq!(command.matches("--region").count(), 1, "{command}");
    }
    // A trail with selectors of its own is looked at first.
    let own = SAMPLE.replace(r#""HasCustomEventSelectors": false"#, r#""HasCustomEventSelectors": true"#);
    assert_ne!(own, SAMPLE);
    let mut session = open(&own);
    for (function, command) in commands(&mut session, "LOG-08") {
        assert!(!command.unwrap_or_default().contains("put-event-selectors"), "{function}");
    }
}

#[test]
fn layers_that_are_there_stay() {
    let mut session = open(SAMPLE);
    for (function, command) in commands(&mut session, "LOG-07") {
        let has_layers = ["reports-export"].contains(&function.as_str());
        assert!(command.is_none() || !has_layers, "{function}: {command:?}");
    }
}

#[test]
fn old_functions_are_looked_at_and_not_deleted() {
    let mut session = open(SAMPLE);
    let commands = commands(&mut session, "RT-11");
    assert!(!commands.is_empty());
    for (_, command) in commands {
        assert!(command.unwrap().starts_with("aws cloudwatch get-metric-statistics"));
    }
}

#[test]
fn the_very_rules_of_a_security_group_are_revoked() {
    let check = |permissions: &str, expected: Option<&str>| {
        let function = r#"{"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"orders"},"response":{"Configuration":{"FunctionName":"orders","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:orders","Role":"arn:aws:iam::123456789012:role/r","VpcConfig":{"VpcId":"vpc-1","SubnetIds":["subnet-1"],"SecurityGroupIds":["sg-1"]}}}}"#;
        let groups = format!(
            r#"{{"service":"ec2","operation":"DescribeSecurityGroups","parameters":{{}},"response":{{"SecurityGroups":[{{"GroupId":"sg-1","VpcId":"vpc-1","IpPermissions":{permissions},"IpPermissionsEgress":[]}}]}}}}"#
        );
        let mut session = open(&format!(
            r#"{{"format":"lambda-evidence","version":1,"exported_at":"2026-11-01T00:00:00Z","account":"123456789012","region":"us-east-1","calls":[{function},{groups}]}}"#
        ));
        let commands = commands(&mut session, "NET-06");
        let command = commands.iter().find(|(function, _)| function == "orders").unwrap().1.clone().unwrap();
        let expected = expected.map_or_else(|| "PERMISSIONS".to_owned(), |json| format!("'{json}'"));
        assert_eq!(
            command,
            format!(
                "aws ec2 revoke-security-group-ingress --group-id sg-1 --ip-permissions {expected} --region us-east-1"
            )
        );
    };
    check(
        r#"[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]"#,
        Some(r#"[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]"#),
    );
    check(
        r#"[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}],"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]"#,
        Some(
            r#"[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]},{"IpProtocol":"-1","Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]"#,
        ),
    );
    check(
        r#"[{"IpProtocol":"udp","FromPort":0,"ToPort":9,"IpRanges":[{"CidrIp":"0.0.0.0/1"},{"CidrIp":"128.0.0.0/1"}]}]"#,
        Some(
            r#"[{"IpProtocol":"udp","FromPort":0,"ToPort":9,"IpRanges":[{"CidrIp":"0.0.0.0/1"}]},{"IpProtocol":"udp","FromPort":0,"ToPort":9,"IpRanges":[{"CidrIp":"128.0.0.0/1"}]}]"#,
        ),
    );
    check(r#"[{"IpProtocol":"t\"'$(x)","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]"#, None);
}

/// A function that a service calls asynchronously, itself or by its alias `live`, with what else was answered.
fn called_by_s3(alias: Option<&str>, more: &str) -> Session {
    let of = alias.map_or(String::new(), |alias| format!(r#","Qualifier":"{alias}""#));
    let policy = r#"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"123456789012\"}}}]}"#;
    open(&format!(
        r#"{{"format":"lambda-evidence","version":1,"exported_at":"2026-11-01T00:00:00Z","account":"123456789012","region":"us-east-1","calls":[
{{"service":"lambda","operation":"GetFunction","parameters":{{"FunctionName":"orders"}},"response":{{"Configuration":{{"FunctionName":"orders","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:orders","Role":"arn:aws:iam::123456789012:role/r"}}}}}},
{{"service":"lambda","operation":"GetPolicy","parameters":{{"FunctionName":"orders"{of}}},"response":{{"Policy":"{policy}"}}}},{more}]}}"#
    ))
}

#[test]
fn asynchronous_calls_are_set_up_where_they_are_made() {
    let check = |alias: Option<&str>, config: &str, expected: &str| {
        let of = alias.map_or(String::new(), |alias| format!(r#","Qualifier":"{alias}""#));
        let mut session = called_by_s3(
            alias,
            &format!(
                r#"{{"service":"lambda","operation":"GetFunctionEventInvokeConfig","parameters":{{"FunctionName":"orders"{of}}},{config}}}"#
            ),
        );
        for rule in ["REL-01", "REL-08"] {
            let [(_, Some(command))] = &commands(&mut session, rule)[..] else { panic!("{rule} finds one") };
            assert!(command.starts_with(expected), "{rule}: {command}");
        }
    };
    let none = r#""error":{"code":"ResourceNotFoundException","message":"none"}"#;
    let some = r#""response":{"FunctionArn":"arn","MaximumRetryAttempts":2}"#;
    check(None, none, "aws lambda put-function-event-invoke-config --function-name orders --");
    check(None, some, "aws lambda update-function-event-invoke-config --function-name orders --");
    let live = "-function-event-invoke-config --function-name orders --qualifier live --";
    check(Some("live"), none, &format!("aws lambda put{live}"));
    check(Some("live"), some, &format!("aws lambda update{live}"));
}

#[test]
fn of_several_aliases_the_person_chooses() {
    let lets_in = |alias: &str| {
        format!(
            r#"{{"service":"lambda","operation":"GetPolicy","parameters":{{"FunctionName":"orders","Qualifier":"{alias}"}},"response":{{"Policy":"{{\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{{\"Service\":\"sns.amazonaws.com\"}},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"*\"}}]}}"}}}}"#
        )
    };
    let none = |alias: &str| {
        format!(
            r#"{{"service":"lambda","operation":"GetFunctionEventInvokeConfig","parameters":{{"FunctionName":"orders","Qualifier":"{alias}"}},"error":{{"code":"ResourceNotFoundException","message":"none"}}}}"#
        )
    };
    let mut session = called_by_s3(Some("live"), &[lets_in("blue"), none("live"), none("blue")].join(","));
    let [(_, Some(command))] = &commands(&mut session, "REL-01")[..] else { panic!("REL-01 finds one") };
    assert!(
        command.contains(" put-function-event-invoke-config --function-name orders --qualifier QUALIFIER --"),
        "{command}"
    );
}

#[test]
fn a_policy_that_opens_logs_is_narrowed_and_not_deleted() {
    let rule = checks::edition_2026_11::rules::all().find(|rule| rule.id == "LOG-04").unwrap();
    let command = rule.command.unwrap();
    assert!(command.starts_with("aws logs put-resource-policy ") && !command.contains("delete"), "{command}");
}
