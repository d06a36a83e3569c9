//! The facts: what is joined over calls, and what stays open.

#![allow(clippy::unwrap_used, reason = "a test that finds none fails")]

use evidence::facts::{Answer, Facts, Function, Role, Shared, Whereabouts};
use evidence::{Evidence, Input, Limits, Reader, Step};

const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:orders";
const HERE: Whereabouts<'_> = Whereabouts { account: Some("123456789012"), region: Some("us-east-1") };

/// A bundle of these calls, each `SERVICE:OPERATION PARAMETERS RESPONSE` or, for an error, `... !CODE`.
fn bundle(calls: &[&str]) -> String {
    let call = |call: &&str| {
        let (operation, rest) = call.split_once(' ').unwrap();
        let (service, operation) = operation.split_once(':').unwrap();
        let (parameters, answer) = rest.split_once(' ').unwrap();
        let answer = match answer.strip_prefix('!') {
            Some(code) => format!(r#""error":{{"code":"{code}","message":"m"}}"#),
            None => format!(r#""response":{answer}"#),
        };
        format!(r#"{{"service":"{service}","operation":"{operation}","parameters":{parameters},{answer}}}"#)
    };
    format!(
        r#"{{"format":"lambda-evidence","version":1,"account":"123456789012","region":"us-east-1","calls":[{}]}}"#,
        calls.iter().map(call).collect::<Vec<_>>().join(",")
    )
}

fn read(files: &[(&str, String)]) -> Evidence {
    let mut reader = Reader::new(Limits::COMMAND);
    for (name, text) in files {
        reader.add(Input { name: (*name).into(), bytes: text.clone().into() });
    }
    while reader.step(&mut || true) != Step::Done {}
    reader.finish().evidence
}

fn evidence(calls: &[&str]) -> Evidence {
    read(&[("evidence.json", bundle(calls))])
}

fn get(name: &str, extra: &str) -> String {
    let arn = ARN.replace("orders", name);
    format!(
        r#"lambda:GetFunction {{"FunctionName":"{name}"}} {{"Configuration":{{"FunctionName":"{name}","FunctionArn":"{arn}"{extra}}},"Code":{{}}}}"#
    )
}

fn state<T>(answer: &Answer<T>) -> &'static str {
    match answer {
        Answer::Known(_) => "known",
        Answer::Absent(_) => "absent",
        Answer::Refused(_) => "refused",
        Answer::Missing(_) => "missing",
    }
}

#[test]
fn an_answer_has_four_states() {
    let check = |reply: &str, expected: &str| {
        let call = format!(r#"lambda:GetPolicy {{"FunctionName":"orders"}} {reply}"#);
        let evidence = evidence(&[&get("orders", ""), &call]);
        let facts = Facts::new(&evidence);
        assert_eq!(state(&facts.function(0).unwrap().ask("lambda:GetPolicy")), expected, "{reply}");
    };
    check(r#"{"Policy":"{}"}"#, "known");
    check("!ResourceNotFoundException", "absent");
    check("!AccessDeniedException", "refused");
    check("!UnauthorizedOperation", "refused");
    check("!ThrottlingException", "missing");
    check("!InternalError", "missing");
}

#[test]
fn functions_are_found_in_slices_each_in_its_own_call() {
    let calls: Vec<String> = (0..2500).map(|n| get(&format!("f{n}"), "")).collect();
    let evidence = evidence(&calls.iter().map(String::as_str).collect::<Vec<_>>());
    let (mut shared, mut slices) = (Shared::default(), 1);
    while !shared.read(&evidence, &mut || false) {
        slices += 1;
    }
    assert_eq!(slices, 3);
    let facts = Facts::resume(&evidence, shared);
    assert_eq!(facts.len(), 2500);
    for (n, function) in facts.functions().enumerate() {
        let arn = ARN.replace("orders", &format!("f{n}"));
        assert_eq!((function.name, function.arn), (format!("f{n}").as_str(), Some(arn.as_str())));
        assert_eq!(function.config("FunctionArn").unwrap().unwrap().call.0 as usize, n);
    }
}

#[test]
fn an_arn_is_found_wherever_it_stands() {
    let check = |answer: &str, expected: Option<&str>| {
        let evidence = evidence(&[&format!(r#"lambda:GetFunction {{"FunctionName":"orders"}} {answer}"#)]);
        let facts = Facts::new(&evidence);
        assert_eq!(facts.function(0).unwrap().arn, expected, "{answer}");
    };
    let long = format!(r#""Environment":{{"Variables":{{"A":"{}"}}}}"#, "x".repeat(3000));
    check(&format!(r#"{{"Configuration":{{"FunctionArn":"{ARN}"}}}}"#), Some(ARN));
    check(&format!(r#"{{"Code":{{}},"Configuration":{{{long},"FunctionArn":"{ARN}"}}}}"#), Some(ARN));
    check(&format!(r#"{{"Configuration":{{{long},"Deeper":{{"FunctionArn":"{ARN}"}}}}}}"#), None);
    check(r#"{"Configuration":{"FunctionArn":7}}"#, None);
    check(r#"{"Configuration":"FunctionArn"}"#, None);
    // Where a key stands twice the last one counts.
    check(&format!(r#"{{"Configuration":{{"FunctionArn":"other","FunctionArn":"{ARN}"}}}}"#), Some(ARN));
    let twice = format!(
        r#"{{"Configuration":{{"FunctionArn":"other"}},{long},"Configuration":{{"FunctionArn":"{ARN}"}}}}"#
    );
    check(&twice, Some(ARN));
}

#[test]
fn a_function_is_one_however_it_is_named() {
    let own = get("orders", r#","Runtime":"python3.13""#);
    let list = format!(
        r#"lambda:ListFunctions {{}} {{"Functions":[{{"FunctionName":"mail","FunctionArn":"{}"}},{{"FunctionName":"orders","FunctionArn":"{ARN}"}},
            {{"FunctionName":"orders","FunctionArn":"{ARN}:7","Version":"7"}}]}}"#,
        ARN.replace("orders", "mail")
    );
    let list = list.replace('\n', "");
    let names =
        [ARN.to_owned(), format!("{ARN}:$LATEST"), "123456789012:function:orders".into(), "orders".into()];
    for name in names {
        let policy = format!(r#"lambda:GetPolicy {{"FunctionName":"{name}"}} {{"Policy":"{{}}"}}"#);
        let alias =
            format!(r#"lambda:GetPolicy {{"FunctionName":"{ARN}","Qualifier":"live"}} !AccessDenied"#);
        let evidence = evidence(&[&policy, &alias, &list, &own]);
        let facts = Facts::new(&evidence);
        let functions: Vec<Function<'_>> = facts.functions().collect();
        let known: Vec<&str> = functions.iter().map(|function| function.name).collect();
        assert_eq!(known, ["mail", "orders"]);
        assert_eq!(functions[1].arn, Some(ARN));
        assert_eq!(state(&functions[1].ask("lambda:GetPolicy")), "known", "{name}");
        let each = functions[1].ask_each("lambda:GetPolicy");
        assert_eq!(
            each.iter().map(|(name, answer)| (*name, state(answer))).collect::<Vec<_>>(),
            [(None, "known"), (Some("live"), "refused")]
        );
        assert_eq!(functions[1].config_text("Runtime").unwrap().as_deref(), Some("python3.13"));
    }
}

#[test]
fn the_same_name_elsewhere_is_another_function() {
    let there = bundle(&[
        &get("orders", "").replace("us-east-1", "eu-west-1"),
        r#"lambda:GetPolicy {"FunctionName":"orders"} {"Policy":"b"}"#,
    ])
    .replace("us-east-1", "eu-west-1");
    let evidence = read(&[("a.json", bundle(&[&get("orders", "")])), ("b.json", there)]);
    let facts = Facts::new(&evidence);
    let states: Vec<_> =
        facts.functions().map(|f| (f.at.region, state(&f.ask("lambda:GetPolicy")))).collect();
    assert_eq!(states, [(Some("us-east-1"), "missing"), (Some("eu-west-1"), "known")]);
}

#[test]
fn an_arn_goes_before_the_files_head() {
    let own = get("orders", "").replace("123456789012", "444455556666");
    let policy = r#"lambda:GetPolicy {"FunctionName":"orders"} !ResourceNotFoundException"#;
    let evidence = evidence(&[&own, policy]);
    let facts = Facts::new(&evidence);
    let function = facts.function(0).unwrap();
    assert_eq!((facts.len(), function.account()), (1, Some("444455556666")));
    assert_eq!(state(&function.ask("lambda:GetPolicy")), "absent");
}

#[test]
fn what_a_source_leaves_out_is_not_absent() {
    let list = format!(
        r#"lambda:ListFunctions {{}} {{"Functions":[{{"FunctionName":"orders","FunctionArn":"{ARN}","Timeout":3}}]}}"#
    );
    let throttled = r#"lambda:GetFunction {"FunctionName":"orders"} !TooManyRequestsException"#;
    for calls in [vec![list.as_str()], vec![throttled, &list], vec![&list, throttled]] {
        let evidence = evidence(&calls);
        let facts = Facts::new(&evidence);
        assert_eq!(facts.len(), 1);
        let function = facts.function(0).unwrap();
        assert_eq!(function.config("Timeout").unwrap().unwrap().place(), "/Functions/0/Timeout");
        assert!(function.config("Layers").unwrap().is_none());
        assert_eq!(function.config("State").unwrap_err().operation, "lambda:GetFunction");
        assert!(function.beside("Code").is_err());
    }
    // The order makes no difference where the ARN says another account than the file's head, either.
    let other = list.replace("123456789012", "444455556666");
    for calls in [[throttled, &other], [&other, throttled]] {
        let evidence = evidence(&calls);
        assert_eq!(Facts::new(&evidence).function(0).unwrap().account(), Some("444455556666"));
        assert_eq!(Facts::new(&evidence).len(), 1);
    }
    let gone = evidence(&[r#"lambda:GetFunction {"FunctionName":"orders"} !ResourceNotFoundException"#]);
    assert!(Facts::new(&gone).function(0).unwrap().is_gone());
}

#[test]
fn lists_are_whole_when_all_their_pages_are_there() {
    let first = r#"lambda:ListAliases {"FunctionName":"orders"} {"Aliases":[{"Name":"a"}],"NextMarker":"m"}"#;
    let second = r#"lambda:ListAliases {"FunctionName":"orders","Marker":"m"} {"Aliases":[{"Name":"b"}]}"#;
    let check = |calls: &[&str], items: usize, whole: bool| {
        let own = get("orders", "");
        let mut all = vec![own.as_str()];
        all.extend(calls);
        let evidence = evidence(&all);
        let facts = Facts::new(&evidence);
        let function = facts.function(0).unwrap();
        let list = function.list("lambda:ListAliases", "Aliases");
        assert_eq!((list.items.len(), list.whole().is_ok()), (items, whole), "{calls:?}");
    };
    check(&[first], 1, false);
    check(&[first, second], 2, true);
    check(&[second], 1, false);
    check(&[], 0, false);
    check(&[r#"lambda:ListAliases {"FunctionName":"orders"} !AccessDenied"#], 0, false);
}

#[test]
fn what_a_whole_answer_does_not_list_does_not_exist() {
    let covered = |calls: &[&str]| {
        let evidence = evidence(calls);
        let facts = Facts::new(&evidence);
        let by_vpc = |parameters: evidence::json::Value<'_>| {
            parameters.is_empty()
                || parameters.get("Filter").is_some_and(|filter| filter.raw().contains("vpc-1"))
        };
        facts.covered(HERE, "ec2:DescribeFlowLogs", &by_vpc).is_ok()
    };
    assert!(covered(&[r#"ec2:DescribeFlowLogs {} {"FlowLogs":[]}"#]));
    assert!(covered(&[r#"ec2:DescribeFlowLogs {"Filter":["vpc-1"]} {"FlowLogs":[]}"#]));
    assert!(!covered(&[r#"ec2:DescribeFlowLogs {"Filter":["vpc-2"]} {"FlowLogs":[]}"#]));
    assert!(!covered(&[r#"ec2:DescribeFlowLogs {} {"FlowLogs":[],"NextToken":"t"}"#]));
    assert!(!covered(&[r#"ec2:DescribeFlowLogs {} !UnauthorizedOperation"#]));
    assert!(!covered(&[]));
    // A bare answer does not tell how it was filtered; what it lists is there all the same.
    let bare = read(&[(
        "describe-flow-logs.json",
        r#"{"FlowLogs":[{"FlowLogId":"fl-1","ResourceId":"vpc-1"}]}"#.into(),
    )]);
    let facts = Facts::new(&bare);
    assert!(facts.unfiltered(HERE, "ec2:DescribeFlowLogs").is_err());
    assert_eq!(facts.find(HERE, "ec2:DescribeFlowLogs", "FlowLogs", "ResourceId", "vpc-1").len(), 1);
}

#[test]
fn nested_keys_are_found() {
    let tables = r#"ec2:DescribeRouteTables {} {"RouteTables":[{"RouteTableId":"a"},{"RouteTableId":"b","Associations":[{"SubnetId":"s1"},{"SubnetId":"s2"}]}]}"#;
    let evidence = evidence(&[tables]);
    let facts = Facts::new(&evidence);
    let found = facts.find(HERE, "ec2:DescribeRouteTables", "RouteTables", "Associations/*/SubnetId", "s2");
    assert_eq!(found.iter().map(|table| table.place()).collect::<Vec<_>>(), ["/RouteTables/1"]);
    let elsewhere = Whereabouts { region: Some("eu-west-1"), ..HERE };
    assert!(facts.find(elsewhere, "ec2:DescribeRouteTables", "RouteTables", "RouteTableId", "a").is_empty());
}

#[test]
fn log_groups_by_prefix() {
    let check = |parameters: &str, groups: &str, expected: &str| {
        let call = format!(r#"logs:DescribeLogGroups {parameters} {{"logGroups":{groups}}}"#);
        let evidence = evidence(&[&call]);
        assert_eq!(state(&Facts::new(&evidence).log_group(HERE, "/aws/lambda/orders")), expected, "{call}");
    };
    let neighbour = r#"[{"logGroupName":"/aws/lambda/orders-archive"}]"#;
    check("{}", r#"[{"logGroupName":"/aws/lambda/orders"}]"#, "known");
    check("{}", neighbour, "absent");
    check(r#"{"logGroupNamePrefix":"/aws/lambda/orders"}"#, neighbour, "absent");
    check(r#"{"logGroupNamePrefix":"/aws/"}"#, "[]", "absent");
    check(r#"{"logGroupNamePrefix":"/aws/lambda/orders-"}"#, "[]", "missing");
    check("{}", r#"[],"nextToken":"t""#, "missing");
}

const ROLE: &str = "arn:aws:iam::123456789012:role/path/orders-role";

#[test]
fn roles_from_single_calls() {
    let role = format!(
        r#"iam:GetRole {{"RoleName":"orders-role"}} {{"Role":{{"RoleName":"orders-role","Arn":"{ROLE}","AssumeRolePolicyDocument":{{}},
            "PermissionsBoundary":{{"PermissionsBoundaryArn":"arn:aws:iam::123456789012:policy/b"}}}}}}"#
    );
    let role = role.replace('\n', "");
    let calls = [
        role.as_str(),
        r#"iam:ListRolePolicies {"RoleName":"orders-role"} {"PolicyNames":["p","q"]}"#,
        r#"iam:GetRolePolicy {"RoleName":"orders-role","PolicyName":"p"} {"PolicyName":"p","PolicyDocument":{"Statement":[]}}"#,
        r#"iam:ListAttachedRolePolicies {"RoleName":"orders-role"} {"AttachedPolicies":[{"PolicyArn":"m"}],"NextToken":"t"}"#,
        r#"iam:GetPolicy {"PolicyArn":"m"} {"Policy":{"DefaultVersionId":"v2"}}"#,
        r#"iam:GetPolicyVersion {"PolicyArn":"m","VersionId":"v1"} {"PolicyVersion":{"Document":"one","IsDefaultVersion":false}}"#,
        r#"iam:GetPolicyVersion {"PolicyArn":"m","VersionId":"v2"} {"PolicyVersion":{"Document":"two","IsDefaultVersion":true}}"#,
    ];
    let evidence = evidence(&calls);
    let facts = Facts::new(&evidence);
    let role = Role::new(&facts, ROLE);
    let policies: Vec<_> = role
        .policies
        .iter()
        .map(|policy| {
            (policy.name.as_ref(), policy.document.clone().known().map(|document| document.document()))
        })
        .collect();
    assert_eq!(policies[0].1.as_deref(), Some(r#"{"Statement":[]}"#));
    assert_eq!((policies[1].0, &policies[1].1), ("q", &None));
    assert_eq!((policies[2].0, policies[2].1.as_deref()), ("m", Some("two")));
    assert!(role.inline_gap.is_none() && role.attached_gap.is_some());
    assert_eq!(state(&role.trust()), "known");
    assert_eq!(role.boundary.known().map(|boundary| state(&boundary.document)), Some("missing"));
    let other = Role::new(&facts, "arn:aws:iam::123456789012:role/nobody");
    assert_eq!((state(&other.detail), other.inline_gap.is_some()), ("missing", true));
}

#[test]
fn roles_from_the_accounts_details() {
    let details = format!(
        r#"iam:GetAccountAuthorizationDetails {{}} {{"RoleDetailList":[{{"RoleName":"orders-role","Arn":"{ROLE}","AssumeRolePolicyDocument":{{}},
            "RolePolicyList":[{{"PolicyName":"p","PolicyDocument":"x"}}],"AttachedManagedPolicies":[{{"PolicyArn":"m"}}]}}],
            "Policies":[{{"Arn":"m","DefaultVersionId":"v2","PolicyVersionList":[{{"VersionId":"v1","Document":"one"}},{{"VersionId":"v2","Document":"two"}}]}}]}}"#
    );
    let details = details.replace('\n', "");
    let evidence = evidence(&[&details]);
    let facts = Facts::new(&evidence);
    let role = Role::new(&facts, ROLE);
    let documents: Vec<_> =
        role.policies.iter().map(|policy| policy.document.clone().known().unwrap().document()).collect();
    assert_eq!(documents, ["x", "two"]);
    assert!(role.inline_gap.is_none() && role.attached_gap.is_none());
    assert_eq!(state(&role.boundary), "absent");
    // All roles are listed there: one that isn't does not exist.
    assert_eq!(state(&Role::new(&facts, "arn:aws:iam::123456789012:role/nobody").detail), "absent");
}

#[test]
fn what_was_read_serves_the_next_slice() {
    let evidence_ = evidence(&[&get("orders", "")]);
    let shared = Facts::new(&evidence_).into_shared();
    assert_eq!(Facts::resume(&evidence_, shared).len(), 1);
    let other = evidence(&[&get("a", ""), &get("b", "")]);
    let shared = Facts::new(&evidence_).into_shared();
    assert_eq!(Facts::resume(&other, shared).len(), 2);
}
