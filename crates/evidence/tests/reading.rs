//! What becomes of dropped files: calls, reports, problems.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests and their helpers")]

use std::io::Write;

use evidence::{CallId, Evidence, Input, Limits, Reader, Reading, Step};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

const HEAD: &str = r#""format":"lambda-evidence","version":1,"exported_at":"2026-11-01T00:00:00Z","account":"111122223333","region":"eu-west-1""#;

fn read(files: &[(&str, &[u8])], limits: Limits) -> Reading {
    let mut reader = Reader::new(limits);
    for (name, bytes) in files {
        reader.add(Input { name: (*name).to_owned(), bytes: bytes.to_vec() });
    }
    assert_eq!(reader.step(&mut || true), Step::Done);
    reader.finish()
}

/// One line for each source, call, report and problem.
fn summary(reading: &Reading) -> String {
    let mut lines = Vec::new();
    for source in &reading.sources {
        lines.push(format!("{}: {}, {}", source.name, source.read_as, source.calls));
    }
    let evidence = &reading.evidence;
    for (id, call) in (0..).map(CallId).zip(evidence.calls()) {
        let name = |symbol| evidence.name(symbol);
        let scope = (call.scope.account.map_or("-", name), call.scope.region.map_or("-", name));
        let mut line =
            format!("{} {} {}/{} ", evidence.name(call.operation), evidence.parameters(id), scope.0, scope.1);
        match evidence.error(id) {
            Some((code, message)) => line += &format!("{} {code} {message}", call.pointer.error()),
            None => {
                assert!(evidence.response(id).is_some_and(|response| response.root().is_object()));
                line += &call.pointer.response();
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    for report in &reading.reports {
        lines.push(format!("{:?} {} {}", report.kind, report.name, report.text.len()));
    }
    for problem in &reading.problems {
        let place = problem.place.map_or(String::new(), |place| format!(":{}:{}", place.line, place.column));
        let pointer = problem.pointer.as_ref().map_or(String::new(), |pointer| format!(" {pointer}"));
        for sentence in [&problem.what, &problem.remedy] {
            assert!(
                sentence.ends_with('.') && sentence.starts_with(|c: char| !c.is_lowercase()),
                "{sentence}"
            );
        }
        lines.push(format!("{:?} {}{place}{pointer} {}", problem.severity, problem.file, problem.what));
    }
    lines.join("\n")
}

#[track_caller]
fn check(files: &[(&str, &[u8])], expected: &[&str]) {
    let whole = summary(&read(files, Limits::PAGE));
    assert_eq!(whole, expected.join("\n"), "\n--- read:\n{whole}\n");
}

fn bundle(calls: &str) -> String {
    format!("{{{HEAD},\"calls\":[{calls}]}}")
}

/// A recorded call of GetFunction, with an answer or an error.
fn call(name: &str) -> String {
    format!(
        r#"{{"service":"lambda","operation":"GetFunction","parameters":{{"FunctionName":"{name}"}},"response":{{"Configuration":{{"FunctionName":"{name}"}}}}}}"#
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in files {
        if name.ends_with('/') {
            archive.new_dir(name).create().unwrap();
            continue;
        }
        let (mut entry, config) =
            archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        writer.write_all(bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

#[test]
fn a_bundle_gives_calls_with_their_scope() {
    let text = bundle(&format!(
        r#"{},{{"service":"iam","operation":"GetRole","parameters":{{"RoleName":"r"}},"error":{{"code":"AccessDenied","message":"no"}}}}, {{"operation":"DescribeTrails","service":"cloudtrail","response":{{}}}}"#,
        call("orders")
    ));
    check(
        &[("a.json", text.as_bytes())],
        &[
            "a.json: evidence, 3",
            r#"lambda:GetFunction {"FunctionName":"orders"} 111122223333/eu-west-1 /calls/0/response"#,
            r#"iam:GetRole {"RoleName":"r"} 111122223333/- /calls/1/error AccessDenied no"#,
            "cloudtrail:DescribeTrails {} 111122223333/eu-west-1 /calls/2/response",
        ],
    );
    let reading = read(&[("a.json", text.as_bytes())], Limits::PAGE);
    let file = &reading.evidence.files()[0];
    assert_eq!(
        (file.exported_at.as_deref(), file.account.as_deref(), file.region.as_deref(), file.text.as_str()),
        (Some("2026-11-01T00:00:00Z"), Some("111122223333"), Some("eu-west-1"), text.as_str())
    );
}

#[test]
fn the_head_may_stand_behind_the_calls() {
    let text = format!("\u{feff}{{\"calls\":[{}],{HEAD}}}", call("orders"));
    check(
        &[("a.json", text.as_bytes())],
        &[
            "a.json: evidence, 1",
            r#"lambda:GetFunction {"FunctionName":"orders"} 111122223333/eu-west-1 /calls/0/response"#,
        ],
    );
}

/// Calls that are kept while they are scanned, and those that are kept afterwards, must be the same.
#[test]
fn a_large_bundle_is_read_in_slices_and_wherever_its_head_stands() {
    let names: Vec<String> = (0..12_000).map(|n| format!("function-{n}")).collect();
    let calls = names.iter().map(|name| call(name)).collect::<Vec<_>>().join(",\n");
    let before = bundle(&calls);
    let behind = format!("{{\"calls\":[{calls}],{HEAD}}}");
    let both = format!("{{{HEAD},\"calls\":[{calls}],\"account\":\"999999999999\"}}");
    let twice = format!("{{{HEAD},\"calls\":[{calls}],\"calls\":[{}]}}", call("last"));
    let followed = before.clone() + &bundle(&call("other"));
    let cut = &before[..before.len() - 60];
    let account = |reading: &Reading| {
        reading.evidence.calls()[0].scope.account.map(|symbol| reading.evidence.name(symbol).to_owned())
    };
    for (text, count, expected, pointer) in [
        (before.as_str(), 12_000, "111122223333", "/calls/11999/response"),
        (&behind, 12_000, "111122223333", "/calls/11999/response"),
        (&both, 12_000, "999999999999", "/calls/11999/response"),
        (&twice, 1, "111122223333", "/calls/0/response"),
        (&followed, 12_001, "111122223333", "/1/calls/0/response"),
        (cut, 11_999, "111122223333", "/calls/11998/response"),
    ] {
        let mut reader = Reader::new(Limits::PAGE);
        reader.add(Input { name: "a.json".into(), bytes: text.into() });
        let mut slices = 0;
        while let Step::Working(progress) = reader.step(&mut || false) {
            assert!(progress.done <= progress.total && progress.file == "a.json");
            slices += 1;
        }
        assert!(slices > 3);
        let reading = reader.finish();
        assert_eq!(reading.evidence.calls().len(), count);
        assert_eq!(account(&reading).as_deref(), Some(expected));
        let last = reading.evidence.calls().last().unwrap();
        assert_eq!(last.pointer.response(), pointer);
        let id = CallId(count as u32 - 1);
        let answer = reading.evidence.value_at(0, pointer).unwrap();
        assert_eq!(Some(answer.text), reading.evidence.response_text(id));
        let scope = last.scope;
        let parameters = reading.evidence.parameters(id).to_owned();
        assert_eq!(reading.evidence.ask(scope, "lambda:GetFunction", &parameters), Some(id));
    }
}

#[test]
fn what_is_wrong_in_a_bundle_is_told_with_its_place_and_the_rest_opens() {
    let calls = [
        "1",
        r#"{"operation":"GetRole","response":{}}"#,
        r#"{"service":"iam","operation":7,"response":{}}"#,
        r#"{"service":"iam","operation":"GetRole","parameters":[],"response":{}}"#,
        r#"{"service":"iam","operation":"GetRole"}"#,
        r#"{"service":"iam","operation":"GetRole","response":{},"error":{"code":"X"}}"#,
        r#"{"service":"iam","operation":"GetRole","response":[]}"#,
        r#"{"service":"iam","operation":"GetRole","error":"no"}"#,
        r#"{"service":"iam","operation":"GetRole","parameters":{"RoleName":"r"},"parameters":{"RoleName":"s"},"response":{"a":1,"a":2}}"#,
        r#"{"servic\u0065":"kms","operation":"DescribeKey","parameters":null,"error":{"code":"X"},"more":1}"#,
    ];
    check(
        &[("a.json", bundle(&format!("\n{}\n", calls.join(",\n"))).as_bytes())],
        &[
            "a.json: evidence, 2",
            r#"iam:GetRole {"RoleName":"s"} 111122223333/- /calls/8/response"#,
            "kms:DescribeKey {} 111122223333/eu-west-1 /calls/9/error X Unknown",
            "Skipped a.json:2:1 /calls/0 A recorded call is not an object.",
            "Skipped a.json:3:1 /calls/1 A recorded call doesn't name its service.",
            "Skipped a.json:4:30 /calls/2 A recorded call doesn't name its operation.",
            "Skipped a.json:5:53 /calls/3 The parameters of a recorded call are not an object.",
            "Skipped a.json:6:1 /calls/4 A recorded call has neither a response nor an error.",
            "Skipped a.json:7:62 /calls/5 A recorded call has both a response and an error.",
            "Skipped a.json:8:51 /calls/6 The response of a recorded call is not an object.",
            "Skipped a.json:9:48 /calls/7 The error of a recorded call is no object.",
            "Note a.json:10:70 The key \"parameters\" stands twice in an object.",
            "Note a.json:10:118 The key \"a\" stands twice in an object.",
        ],
    );
}

#[test]
fn heads_are_checked() {
    check(
        &[("a.json", br#"{"format":"lambda-evidence","version":2,"calls":[]}"#)],
        &[
            "a.json: not read, 0",
            "Refused a.json:1:39 /version The bundle is lambda-evidence version 2; version 1 is read here.",
        ],
    );
    check(
        &[("a.json", br#"{"format":"lambda-evidence","version":1,"account":7,"calls":{}}"#)],
        &[
            "a.json: evidence, 0",
            "Skipped a.json:1:51 /account \"account\" in the bundle's head is not text.",
            "Refused a.json:1:61 /calls \"calls\" in the bundle is not a list.",
        ],
    );
    let whole = format!("{{{HEAD}}}");
    check(
        &[("a.json", whole.as_bytes())],
        &["a.json: evidence, 0", "Refused a.json:1:1 The bundle has no calls."],
    );
}

#[test]
fn without_a_head_scopes_come_from_arns() {
    let text = r#"{"format":"lambda-evidence","version":1,"calls":[
{"service":"lambda","operation":"GetFunction","parameters":{"FunctionName":"a"},"response":{"Configuration":{"FunctionArn":"arn:aws:lambda:us-west-2:444455556666:function:a"}}},
{"service":"lambda","operation":"GetFunctionConcurrency","parameters":{"FunctionName":"arn:aws:lambda:us-west-1:444455556666:function:a"},"response":{}},
{"service":"lambda","operation":"GetFunctionConcurrency","parameters":{"FunctionName":"a"},"response":{}}]}"#;
    check(
        &[("a.json", text.as_bytes())],
        &[
            "a.json: evidence, 3",
            r#"lambda:GetFunction {"FunctionName":"a"} 444455556666/us-west-2 /calls/0/response"#,
            r#"lambda:GetFunctionConcurrency {"FunctionName":"arn:aws:lambda:us-west-1:444455556666:function:a"} 444455556666/us-west-1 /calls/1/response"#,
            r#"lambda:GetFunctionConcurrency {"FunctionName":"a"} -/- /calls/2/response"#,
            "Note a.json Account or region of 1 calls can't be told: the file doesn't name them.",
        ],
    );
}

#[test]
fn the_same_call_twice_is_noted_once_and_the_first_wins() {
    let text = bundle(&[call("a"), call("a"), call("a"), call("b")].join(","));
    check(
        &[("a.json", text.as_bytes()), ("b.json", bundle(&call("b")).as_bytes())],
        &[
            "a.json: evidence, 2",
            "b.json: evidence, 0",
            r#"lambda:GetFunction {"FunctionName":"a"} 111122223333/eu-west-1 /calls/0/response"#,
            r#"lambda:GetFunction {"FunctionName":"b"} 111122223333/eu-west-1 /calls/3/response"#,
            "Note a.json 2 calls in this file were there already.",
            r#"Note a.json:1:264 /calls/1 The call lambda:GetFunction {"FunctionName":"a"} is there already, from a.json /calls/0."#,
            r#"Note b.json:1:133 /calls/0 The call lambda:GetFunction {"FunctionName":"b"} is there already, from a.json /calls/3."#,
        ],
    );
}

#[test]
fn one_call_a_line() {
    let head = format!("{{{HEAD}}}");
    let text = [head.as_str(), &call("a"), "", "{\"service\":\"lam", &call("b"), "nonsense", &call("c"), ""]
        .join("\r\n");
    let lines = [
        "a.ndjson: evidence, recorded calls, 3",
        r#"lambda:GetFunction {"FunctionName":"a"} 111122223333/eu-west-1 /1/response"#,
        r#"lambda:GetFunction {"FunctionName":"b"} 111122223333/eu-west-1 /4/response"#,
        r#"lambda:GetFunction {"FunctionName":"c"} 111122223333/eu-west-1 /6/response"#,
        "Skipped a.ndjson:4:16 A control character stands bare in a string.",
        "Skipped a.ndjson:6:1 This is no JSON from here on.",
    ];
    check(&[("a.ndjson", text.as_bytes())], &lines);
    // Bytes that are no UTF-8 cost their line only.
    let mut bytes = text.into_bytes();
    let at = bytes.windows(8).position(|part| part == b"nonsense").unwrap();
    bytes[at + 3] = 0xff;
    let mut lines = lines.to_vec();
    lines.pop();
    lines.insert(4, "Skipped a.ndjson:6:4 The text is not UTF-8 here.");
    check(&[("a.ndjson", &bytes)], &lines);
}

#[test]
fn lists_and_documents_behind_each_other() {
    let (a, b) = (call("a"), bundle(&call("b")));
    let expected = |first: &str, rest: [&str; 2]| {
        [
            format!("a.json: {first}, 2"),
            format!(r#"lambda:GetFunction {{"FunctionName":"a"}} {}"#, rest[0]),
            format!(r#"lambda:GetFunction {{"FunctionName":"b"}} {}"#, rest[1]),
            "Note a.json Account or region of 1 calls can't be told: the file doesn't name them.".to_owned(),
        ]
    };
    for text in [format!("[{a},\n{b}]"), format!("{a}{b}"), format!("{a}\n\n{b}\n").replace("\n\n", "\n")] {
        let expected = expected(
            "recorded calls, evidence",
            ["-/- /0/response", "111122223333/eu-west-1 /1/calls/0/response"],
        );
        check(&[("a.json", text.as_bytes())], &expected.each_ref().map(String::as_str));
    }
    check(
        &[("a.json", format!("[{a},\n{b},{{]").as_bytes())],
        &[
            "a.json: recorded calls, evidence, 2",
            r#"lambda:GetFunction {"FunctionName":"a"} -/- /0/response"#,
            r#"lambda:GetFunction {"FunctionName":"b"} 111122223333/eu-west-1 /1/calls/0/response"#,
            "Note a.json Account or region of 1 calls can't be told: the file doesn't name them.",
            "Skipped a.json:2:267 This is no JSON from here on.",
        ],
    );
    check(
        &[("a.json", (b.clone() + " ]").as_bytes())],
        &[
            "a.json: evidence, 1",
            r#"lambda:GetFunction {"FunctionName":"b"} 111122223333/eu-west-1 /calls/0/response"#,
            "Skipped a.json:1:266 Something follows after the end of the JSON.",
        ],
    );
    check(&[("a.json", b"[]")], &["a.json: not read, 0", "Refused a.json The list is empty."]);
}

/// Answers of the AWS CLI: file name, content, and the call and scope they must be read as.
#[test]
fn answers_of_the_aws_cli_name_their_calls() {
    let arn = "arn:aws:lambda:eu-west-1:111122223333:function:orders";
    let function = r#"{"FunctionName":"orders"}"#;
    let policy = |resource: &str| {
        let policy = format!(r#"{{"Statement":[{{"Effect":"Allow","Resource":"{resource}"}}]}}"#);
        format!(r#"{{"Policy":"{}","RevisionId":"x"}}"#, policy.replace('"', "\\\""))
    };
    let layer_policy = policy("arn:aws:lambda:eu-west-1:111122223333:layer:shared:3");
    let groups = |names: &[&str]| {
        let groups: Vec<String> = names
            .iter()
            .map(|name| {
                format!(r#"{{"logGroupName":"{name}","arn":"arn:aws:logs:eu-west-1:111122223333:log-group:{name}:*"}}"#)
            })
            .collect();
        format!(r#"{{"logGroups":[{}]}}"#, groups.join(","))
    };
    let mappings = |functions: &[&str], source: &str| {
        let mappings: Vec<String> = functions
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let source = if source.is_empty() { format!("arn:q{n}") } else { source.to_owned() };
                format!(r#"{{"FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:{name}","EventSourceArn":"{source}"}}"#)
            })
            .collect();
        format!(r#"{{"EventSourceMappings":[{}]}}"#, mappings.join(","))
    };
    let here = "111122223333/eu-west-1";
    let cases: Vec<(&str, String, &str, String, &str)> = vec![
        ("x.json", format!(r#"{{"Configuration":{{"FunctionName":"orders","FunctionArn":"{arn}"}},"Code":{{}}}}"#), "lambda:GetFunction", function.into(), here),
        ("x.json", format!(r#"{{"Configuration":{{"FunctionName":"orders","FunctionArn":"{arn}:3"}},"Code":{{}}}}"#), "lambda:GetFunction", r#"{"FunctionName":"orders","Qualifier":"3"}"#.into(), here),
        ("x.json", r#"{"Configuration":{"FunctionName":"orders"},"Code":{}}"#.into(), "lambda:GetFunction", function.into(), "-/-"),
        ("x.json", format!(r#"{{"FunctionName":"orders","FunctionArn":"{arn}","Role":"r","LastModified":"2026"}}"#), "lambda:GetFunctionConfiguration", function.into(), here),
        ("x.json", format!(r#"{{"Functions":[{{"FunctionArn":"{arn}"}}]}}"#), "lambda:ListFunctions", "{}".into(), here),
        ("x.json", policy(arn), "lambda:GetPolicy", function.into(), here),
        ("x.json", layer_policy, "lambda:GetLayerVersionPolicy", r#"{"LayerName":"shared","VersionNumber":3}"#.into(), here),
        ("x.json", format!(r#"{{"FunctionUrl":"https://","FunctionArn":"{arn}","AuthType":"NONE"}}"#), "lambda:GetFunctionUrlConfig", function.into(), here),
        ("x.json", format!(r#"{{"FunctionUrlConfigs":[{{"FunctionArn":"{arn}:live"}}]}}"#), "lambda:ListFunctionUrlConfigs", function.into(), here),
        ("d/get-function-concurrency.orders.json", r#"{"ReservedConcurrentExecutions":5}"#.into(), "lambda:GetFunctionConcurrency", function.into(), "-/-"),
        ("x.json", format!(r#"{{"LastModified":"2026","FunctionArn":"{arn}:$LATEST","MaximumRetryAttempts":0}}"#), "lambda:GetFunctionEventInvokeConfig", function.into(), here),
        ("x.json", format!(r#"{{"LastModified":1.5,"FunctionArn":"{arn}:live"}}"#), "lambda:GetFunctionEventInvokeConfig", r#"{"FunctionName":"orders","Qualifier":"live"}"#.into(), here),
        ("x.json", mappings(&["orders", "orders"], ""), "lambda:ListEventSourceMappings", function.into(), here),
        ("x.json", mappings(&["orders", "carts"], ""), "lambda:ListEventSourceMappings", "{}".into(), here),
        ("x.json", mappings(&["orders", "carts"], "arn:q"), "lambda:ListEventSourceMappings", r#"{"EventSourceArn":"arn:q"}"#.into(), here),
        ("list-event-source-mappings.orders.json", mappings(&[], ""), "lambda:ListEventSourceMappings", function.into(), "-/-"),
        ("x.json", r#"{"CodeSigningConfigArn":"arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1","FunctionName":"orders"}"#.into(), "lambda:GetFunctionCodeSigningConfig", function.into(), here),
        ("x.json", format!(r#"{{"UpdateRuntimeOn":"Auto","FunctionArn":"{arn}"}}"#), "lambda:GetRuntimeManagementConfig", function.into(), here),
        ("get-function-recursion-config.orders.json", r#"{"RecursiveLoop":"Terminate"}"#.into(), "lambda:GetFunctionRecursionConfig", function.into(), "-/-"),
        ("x.json", r#"{"CodeSigningConfig":{"CodeSigningConfigArn":"arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1"}}"#.into(), "lambda:GetCodeSigningConfig", r#"{"CodeSigningConfigArn":"arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1"}"#.into(), here),
        ("x.json", format!(r#"{{"Aliases":[{{"AliasArn":"{arn}:live"}}]}}"#), "lambda:ListAliases", function.into(), here),
        ("list-tags.arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Aorders.json", r#"{"Tags":{"a":"b"}}"#.into(), "lambda:ListTags", format!(r#"{{"Resource":"{arn}"}}"#), here),
        ("x.json", r#"{"UserDetailList":[],"RoleDetailList":[{"Arn":"arn:aws:iam::111122223333:role/r"}],"Policies":[]}"#.into(), "iam:GetAccountAuthorizationDetails", "{}".into(), "111122223333/-"),
        ("x.json", r#"{"Role":{"RoleName":"r","Arn":"arn:aws:iam::111122223333:role/path/r"}}"#.into(), "iam:GetRole", r#"{"RoleName":"r"}"#.into(), "111122223333/-"),
        ("list-attached-role-policies.a.role.json", r#"{"AttachedPolicies":[]}"#.into(), "iam:ListAttachedRolePolicies", r#"{"RoleName":"a.role"}"#.into(), "-/-"),
        ("list-role-policies.r.json", r#"{"PolicyNames":[]}"#.into(), "iam:ListRolePolicies", r#"{"RoleName":"r"}"#.into(), "-/-"),
        ("x.json", r#"{"RoleName":"r","PolicyName":"p","PolicyDocument":{}}"#.into(), "iam:GetRolePolicy", r#"{"PolicyName":"p","RoleName":"r"}"#.into(), "-/-"),
        ("x.json", r#"{"Policy":{"Arn":"arn:aws:iam::111122223333:policy/p"}}"#.into(), "iam:GetPolicy", r#"{"PolicyArn":"arn:aws:iam::111122223333:policy/p"}"#.into(), "111122223333/-"),
        ("get-policy-version.arn%3aaws%3aiam%3a%3a111122223333%3apolicy%2fp.json", r#"{"PolicyVersion":{"VersionId":"v3"}}"#.into(), "iam:GetPolicyVersion", r#"{"PolicyArn":"arn:aws:iam::111122223333:policy/p","VersionId":"v3"}"#.into(), "-/-"),
        ("x.json", groups(&["/aws/lambda/orders"]), "logs:DescribeLogGroups", r#"{"logGroupNamePrefix":"/aws/lambda/orders"}"#.into(), here),
        ("x.json", groups(&["/aws/lambda/a", "/aws/lambda/b", "/aws/other"]), "logs:DescribeLogGroups", r#"{"logGroupNamePrefix":"/aws/"}"#.into(), here),
        ("x.json", groups(&["/aws/lambda/a", "other"]), "logs:DescribeLogGroups", "{}".into(), here),
        ("describe-log-groups.orders.json", groups(&["/aws/lambda/orders-old"]), "logs:DescribeLogGroups", r#"{"logGroupNamePrefix":"/aws/lambda/orders"}"#.into(), here),
        ("describe-log-groups.orders.json", groups(&[]), "logs:DescribeLogGroups", r#"{"logGroupNamePrefix":"/aws/lambda/orders"}"#.into(), "-/-"),
        ("x.json", r#"{"resourcePolicies":[]}"#.into(), "logs:DescribeResourcePolicies", "{}".into(), "-/-"),
        ("x.json", r#"{"trailList":[{"TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/t"}]}"#.into(), "cloudtrail:DescribeTrails", "{}".into(), "-/-"),
        ("get-trail-status.t.json", r#"{"IsLogging":true}"#.into(), "cloudtrail:GetTrailStatus", r#"{"Name":"t"}"#.into(), "-/-"),
        ("x.json", r#"{"TrailARN":"arn:t","AdvancedEventSelectors":[]}"#.into(), "cloudtrail:GetEventSelectors", r#"{"TrailName":"arn:t"}"#.into(), "-/-"),
        ("lookup-events.orders.json", r#"{"Events":[]}"#.into(), "cloudtrail:LookupEvents", r#"{"LookupAttributes":[{"AttributeKey":"ResourceName","AttributeValue":"orders"}]}"#.into(), "-/-"),
        ("x.json", r#"{"KeyMetadata":{"Arn":"arn:k"}}"#.into(), "kms:DescribeKey", r#"{"KeyId":"arn:k"}"#.into(), "-/-"),
        ("get-key-rotation-status.k.json", r#"{"KeyRotationEnabled":true}"#.into(), "kms:GetKeyRotationStatus", r#"{"KeyId":"k"}"#.into(), "-/-"),
        ("x.json", r#"{"KeyRotationEnabled":true,"KeyId":"arn:k"}"#.into(), "kms:GetKeyRotationStatus", r#"{"KeyId":"arn:k"}"#.into(), "-/-"),
        ("get-key-policy.k.json", r#"{"Policy":"{}"}"#.into(), "kms:GetKeyPolicy", r#"{"KeyId":"k","PolicyName":"default"}"#.into(), "-/-"),
        ("x.json", r#"{"MetricAlarms":[{"AlarmArn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a"}],"CompositeAlarms":[]}"#.into(), "cloudwatch:DescribeAlarms", "{}".into(), here),
        ("x.json", r#"{"DetectorIds":["a"]}"#.into(), "guardduty:ListDetectors", "{}".into(), "-/-"),
        ("get-detector.d.json", r#"{"Status":"ENABLED","ServiceRole":"arn:aws:iam::111122223333:role/x","FindingPublishingFrequency":"SIX_HOURS"}"#.into(), "guardduty:GetDetector", r#"{"DetectorId":"d"}"#.into(), "111122223333/-"),
        ("x.json", r#"{"accounts":[],"failedAccounts":[]}"#.into(), "inspector2:BatchGetAccountStatus", "{}".into(), "-/-"),
        ("x.json", r#"{"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q"}}"#.into(), "sqs:GetQueueAttributes", r#"{"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/q"}"#.into(), here),
        ("x.json", r#"{"Vpcs":[]}"#.into(), "ec2:DescribeVpcs", "{}".into(), "-/-"),
        ("x.json", r#"{"Subnets":[{"SubnetArn":"arn:aws:ec2:eu-west-1:111122223333:subnet/s"}]}"#.into(), "ec2:DescribeSubnets", "{}".into(), here),
        ("x.json", r#"{"SecurityGroups":[]}"#.into(), "ec2:DescribeSecurityGroups", "{}".into(), "-/-"),
        ("x.json", r#"{"NetworkAcls":[]}"#.into(), "ec2:DescribeNetworkAcls", "{}".into(), "-/-"),
        ("x.json", r#"{"RouteTables":[]}"#.into(), "ec2:DescribeRouteTables", "{}".into(), "-/-"),
        ("x.json", r#"{"VpcEndpoints":[]}"#.into(), "ec2:DescribeVpcEndpoints", "{}".into(), "-/-"),
        ("x.json", r#"{"NatGateways":[]}"#.into(), "ec2:DescribeNatGateways", "{}".into(), "-/-"),
        ("x.json", r#"{"FlowLogs":[]}"#.into(), "ec2:DescribeFlowLogs", "{}".into(), "-/-"),
    ];
    for (name, text, operation, parameters, scope) in cases {
        let reading = read(&[(name, text.as_bytes())], Limits::PAGE);
        let summary = summary(&reading);
        assert!(
            summary.contains(&format!("\n{operation} {parameters} {scope}\n"))
                || summary.ends_with(&format!("\n{operation} {parameters} {scope}")),
            "{name} {text}\n{summary}"
        );
        assert_eq!(reading.evidence.calls().len(), 1);
    }
}

#[test]
fn an_answer_without_subject_says_how_to_name_the_file() {
    check(
        &[
            ("x.json", br#"{"AttachedPolicies":[]}"#),
            ("list-attached-user-policies.bob.json", br#"{"AttachedPolicies":[]}"#),
            ("y.json", br#"{"hello":1,"b":2}"#),
            ("get-function-concurrency.a.json", b"{}"),
        ],
        &[
            "x.json: not read, 0",
            "list-attached-user-policies.bob.json: not read, 0",
            "y.json: not read, 0",
            "get-function-concurrency.a.json: not read, 0",
            "Skipped x.json:1:1  This is from list-attached-role-policies, but doesn't say what it is about.",
            "Skipped list-attached-user-policies.bob.json:1:1  This is from list-attached-role-policies, but doesn't say what it is about.",
            "Skipped y.json:1:1  This is JSON, but no evidence, report or answer that is read here; it begins with hello, b.",
            "Skipped get-function-concurrency.a.json:1:1  This answer is an empty object, so it can't be told what was asked.",
        ],
    );
}

#[test]
fn errors_of_the_aws_cli() {
    let said = |code: &str, operation: &str| {
        format!(
            "\nAn error occurred ({code}) when calling the {operation} operation (reached max retries: 2): No: it isn't.\n"
        )
    };
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(said("AccessDenied", "GetRole").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    check(
        &[
            (
                "get-function-url-config.orders.err",
                said("ResourceNotFoundException", "GetFunctionUrlConfig").as_bytes(),
            ),
            ("get-policy.orders.txt", said("ResourceNotFoundException", "GetPolicy").as_bytes()),
            (
                "get-policy.arn%3Aaws%3Aiam%3A%3A1%3Apolicy%2Fp.err",
                said("NoSuchEntity", "GetPolicy").as_bytes(),
            ),
            ("get-role-policy.r.p.err", said("NoSuchEntity", "GetRolePolicy").as_bytes()),
            ("describe-trails.err", said("AccessDeniedException", "DescribeTrails").as_bytes()),
            ("get-role.r.err", &utf16),
            ("role.err", said("AccessDenied", "GetRole").as_bytes()),
            ("s3.err", said("AccessDenied", "ListBuckets").as_bytes()),
            ("list-tags.x.err", b""),
        ],
        &[
            "get-function-url-config.orders.err: an error of the AWS CLI, 1",
            "get-policy.orders.txt: an error of the AWS CLI, 1",
            "get-policy.arn%3Aaws%3Aiam%3A%3A1%3Apolicy%2Fp.err: an error of the AWS CLI, 1",
            "get-role-policy.r.p.err: an error of the AWS CLI, 1",
            "describe-trails.err: an error of the AWS CLI, 1",
            "get-role.r.err: an error of the AWS CLI, 1",
            "role.err: not read, 0",
            "s3.err: not read, 0",
            "list-tags.x.err: an empty file, 0",
            r#"lambda:GetFunctionUrlConfig {"FunctionName":"orders"} -/-  ResourceNotFoundException No: it isn't."#,
            r#"lambda:GetPolicy {"FunctionName":"orders"} -/-  ResourceNotFoundException No: it isn't."#,
            r#"iam:GetPolicy {"PolicyArn":"arn:aws:iam::1:policy/p"} -/-  NoSuchEntity No: it isn't."#,
            r#"iam:GetRolePolicy {"PolicyName":"p","RoleName":"r"} -/-  NoSuchEntity No: it isn't."#,
            "cloudtrail:DescribeTrails {} -/-  AccessDeniedException No: it isn't.",
            r#"iam:GetRole {"RoleName":"r"} -/-  AccessDenied No: it isn't."#,
            "Note get-function-url-config.orders.err Account or region of 1 calls can't be told: the file doesn't name them.",
            "Note get-policy.orders.txt Account or region of 1 calls can't be told: the file doesn't name them.",
            "Note get-policy.arn%3Aaws%3Aiam%3A%3A1%3Apolicy%2Fp.err Account or region of 1 calls can't be told: the file doesn't name them.",
            "Note get-role-policy.r.p.err Account or region of 1 calls can't be told: the file doesn't name them.",
            "Note describe-trails.err Account or region of 1 calls can't be told: the file doesn't name them.",
            "Note get-role.r.err The file is UTF-16, as PowerShell writes it, and was read as such.",
            "Note get-role.r.err Account or region of 1 calls can't be told: the file doesn't name them.",
            "Skipped role.err This is from get-role, but doesn't say what it is about.",
            "Refused s3.err The AWS CLI could not call ListBuckets, which no check asks for.",
        ],
    );
}

#[test]
fn names_of_files_stand_for_arns_that_other_answers_know() {
    let attached =
        br#"{"AttachedPolicies":[{"PolicyName":"p","PolicyArn":"arn:aws:iam::111122223333:policy/p"}]}"#;
    let version = br#"{"PolicyVersion":{"VersionId":"v1","Document":{}}}"#;
    let files: [(&str, &[u8]); 4] = [
        ("get-policy-version.p.json", version),
        ("get-policy-version.q.json", version),
        ("list-attached-role-policies.r.json", attached),
        ("list-tags.orders.json", br#"{"Tags":{}}"#),
    ];
    let reading = read(&files, Limits::PAGE);
    let ask = |parameters| reading.evidence.ask(Default::default(), "iam:GetPolicyVersion", parameters);
    assert_eq!(
        ask(r#"{"PolicyArn":"arn:aws:iam::111122223333:policy/p","VersionId":"v1"}"#),
        Some(CallId(0))
    );
    assert_eq!(ask(r#"{"PolicyArn":"p","VersionId":"v1"}"#), None);
    let told: Vec<_> = reading.problems.iter().filter(|problem| problem.what.contains("no other")).collect();
    assert_eq!(
        told.iter().map(|problem| problem.file.as_str()).collect::<Vec<_>>(),
        [files[1].0, files[3].0]
    );
}

#[test]
fn a_wider_listing_of_log_groups_answers_for_narrower_prefixes() {
    let text = br#"{"logGroups":[{"logGroupName":"/aws/lambda/a"},{"logGroupName":"/aws/lambda/b"}]}"#;
    let evidence = read(&[("x.json", text)], Limits::PAGE).evidence;
    let ask = |prefix| evidence.ask_log_groups(Default::default(), prefix);
    assert_eq!(ask("/aws/lambda/"), Some(CallId(0)));
    assert_eq!(ask("/aws/lambda/orders"), Some(CallId(0)));
    assert_eq!(ask("/aws/"), None);
}

#[test]
fn pages_that_were_fetched_one_by_one_belong_together() {
    let page = |name: &str, more: &str| {
        format!(
            r#"{{"Functions":[{{"FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:{name}"}}]{more}}}"#
        )
    };
    let (one, two, three) = (page("a", r#","NextToken":"t""#), page("b", ""), page("c", ""));
    let files: [(&str, &[u8]); 3] =
        [("1.json", one.as_bytes()), ("2.json", two.as_bytes()), ("3.json", three.as_bytes())];
    let reading = read(&files[..2], Limits::PAGE);
    let evidence = &reading.evidence;
    let scope = evidence.calls()[0].scope;
    assert_eq!(evidence.ask_all_pages(scope, "lambda:ListFunctions", "{}"), [CallId(0), CallId(1)]);
    assert_eq!(reading.problems, []);
}

#[test]
fn reports_are_given_as_their_text() {
    let audit = r#"{"function_name":"a","audit_timestamp":"2026","security_score":1,"findings":[]}"#;
    let compliance = r#"{"function_name":"a","check_timestamp":"2026","compliance_status":{}}"#;
    let both = format!(r#"{{"a":{{"security_audit":{audit},"compliance_report":{compliance}}}}}"#);
    let own = r#"{"format":"lambdascope-report","version":9}"#;
    let list = format!("[{audit}, {own}]");
    check(
        &[
            ("a_security_audit.json", audit.as_bytes()),
            ("b.json", compliance.as_bytes()),
            ("c.json", both.as_bytes()),
            ("d.json", list.as_bytes()),
        ],
        &[
            "a_security_audit.json: security audit, 0",
            "b.json: compliance report, 0",
            "c.json: classic audit, 0",
            "d.json: security audit, report, 0",
            "SecurityAudit a_security_audit.json 79",
            "ComplianceReport b.json 69",
            "ClassicBoth c.json 194",
            "SecurityAudit d.json 79",
            "Lambdascope d.json 43",
        ],
    );
}

#[test]
fn archives_are_unpacked_and_what_systems_leave_behind_is_ignored() {
    let a = bundle(&call("a"));
    let inner = zip(&[("b.json", bundle(&call("b")).as_bytes())]);
    let outer = zip(&[
        ("out/", b""),
        ("out/a.json", a.as_bytes()),
        ("__MACOSX/out/._a.json", b"\0\x05\x16\x07"),
        ("out/.DS_Store", b"\0\0"),
        ("inner.zip", &inner),
        ("c.json.gz", &gzip(bundle(&call("c")).as_bytes())),
        ("photo.png", b"\x89PNG\r\n\x1a\n"),
    ]);
    check(
        &[("export.zip", &outer), (".DS_Store", b"\0"), ("d.gz", &gzip(bundle(&call("d")).as_bytes()))],
        &[
            "export.zip: zip archive, evidence, gzip, 3",
            "d.gz: gzip, evidence, 1",
            r#"lambda:GetFunction {"FunctionName":"a"} 111122223333/eu-west-1 /calls/0/response"#,
            r#"lambda:GetFunction {"FunctionName":"b"} 111122223333/eu-west-1 /calls/0/response"#,
            r#"lambda:GetFunction {"FunctionName":"c"} 111122223333/eu-west-1 /calls/0/response"#,
            r#"lambda:GetFunction {"FunctionName":"d"} 111122223333/eu-west-1 /calls/0/response"#,
            "Refused export.zip/photo.png This is a picture (PNG).",
        ],
    );
    let reading = read(&[("export.zip", &outer)], Limits::PAGE);
    let names: Vec<&str> = reading.evidence.files().iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["export.zip/out/a.json", "export.zip/inner.zip/b.json", "export.zip/c.json"]);
}

#[test]
fn what_systems_leave_behind_is_no_opened_file() {
    let a = bundle(&call("a"));
    let inside = zip(&[("Thumbs.db", b"\0"), ("out/desktop.ini", b"x"), ("__MACOSX/._a.json", b"\0")]);
    check(
        &[
            (".DS_Store", b"\0\0"),
            ("out/a.json", a.as_bytes()),
            ("out/Thumbs.db", b"\0"),
            ("out/desktop.ini", b"[.ShellClassInfo]"),
            ("out/._a.json", b"\0\x05\x16\x07"),
            ("__MACOSX/out/a.json", a.as_bytes()),
            ("left.zip", &inside),
        ],
        &[
            "out/a.json: evidence, 1",
            "left.zip: zip archive, 0",
            r#"lambda:GetFunction {"FunctionName":"a"} 111122223333/eu-west-1 /calls/0/response"#,
        ],
    );
}

#[test]
fn a_bad_gzip_is_told_under_its_whole_name() {
    let good = gzip(bundle(&call("a")).as_bytes());
    let bad = &good[..good.len() - 12];
    let packed = zip(&[("b.json.gz", bad)]);
    let reading = read(&[("a.json.gz", bad), ("out.zip", &packed)], Limits::PAGE);
    let told: Vec<&str> = reading.problems.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(told, ["a.json.gz", "out.zip/b.json.gz"]);
}

#[test]
fn archives_are_bounded_before_they_are_unpacked() {
    let limits = Limits { unpacked: 3_000_000, entries: 3, ratio: 20, ratio_from: 100_000, nesting: 2 };
    let zeros = vec![b' '; 2_000_000];
    let check = |bytes: &[u8], expected: &str| {
        let reading = read(&[("a.zip", bytes)], limits);
        let problems: Vec<&str> = reading.problems.iter().map(|problem| problem.what.as_str()).collect();
        assert_eq!(problems, [expected]);
    };
    check(
        &zip(&[("x", &zeros)]),
        "It unpacks to more than 20 times its size, as no export of AWS answers does.",
    );
    check(&gzip(&zeros), "It unpacks to more than 20 times its size, as no export of AWS answers does.");
    check(&zip(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]), "The archives hold too many files.");
    let nested = gzip(&gzip(&gzip(b"{}")));
    check(&nested, "The archive lies more than 2 archives deep.");
    let noise: Vec<u8> = {
        let mut state = 1_u32;
        (0..3_100_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect()
    };
    check(&gzip(&noise), "The archives unpack to more than 0 GiB.");
    let good = zip(&[("x.json", bundle(&call("a")).as_bytes())]);
    check(&good[..good.len() - 30], "The zip archive is damaged or was cut off.");
    let mut damaged = good.clone();
    damaged[60] ^= 0x55;
    let reading = read(&[("a.zip", &damaged)], limits);
    assert_eq!((reading.evidence.calls().len(), reading.problems.len()), (0, 1));
}

#[test]
fn other_files_are_told_for_what_they_are() {
    for (bytes, expected) in [
        (&b""[..], "The file is empty."),
        (b" \n ", "The file is empty."),
        (b"\xff\xd8\xff\xe0", "This is a picture (JPEG)."),
        (b"GIF89a", "This is a picture (GIF)."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\x7fELF\x02", "This is a program (ELF)."),
        (b"MZ\x90", "This is a Windows program."),
        (b"\x01\x02\0\0", "This is a binary file."),
        (
            b"<!DOCTYPE html><html>",
            "This is a web page, probably a login page that was saved in place of the export.",
        ),
        (b"<?xml version='1.0'?>", "This is XML."),
        (b"Resources:\n  A:\n    Type: x\n", "This seems to be YAML."),
        (b"a,b,c\n1,2,3\n", "This seems to be CSV."),
        (b"| GetFunction |\n", "This is a table as the AWS CLI draws it."),
        (b"usage: aws [options]", "The AWS CLI could not ask AWS: this is what it printed about that."),
        (b"hello", "This is not JSON."),
        (b"\"text\"", "This is not JSON."),
        (b"{\"a\": \"\xff\"}", "The text is not UTF-8 here."),
        (b"{\"a\":1", "The JSON ends in the middle of a value."),
        (b"{'a':1}", "This is no JSON from here on."),
        (b"[[1]]", "This is JSON, but not an object, as every export and every report is."),
        (b"age-encryption.org/v1\n", "This is encrypted: an age file."),
        (b"{\"sops\":{\"mac\":\"\"}}", "This is encrypted: a SOPS file."),
        (b"{\"AWSTemplateFormatVersion\":\"2010-09-09\"}", "This is a CloudFormation template."),
        (
            b"{\"Resources\":{\"A\":{\"Type\":\"AWS::Lambda::Function\"}}}",
            "This is a CloudFormation template.",
        ),
        (b"{\"version\":\"2.1.0\",\"runs\":[]}", "This is a SARIF file, findings of another tool."),
        (b"{\"class_uid\":2004,\"finding_info\":{}}", "This is an OCSF finding of another tool."),
        (
            b"[{\"SchemaVersion\":\"2018-10-08\",\"ProductArn\":\"a\"}]",
            "This is an ASFF file, findings of another tool.",
        ),
    ] {
        let reading = read(&[("file", bytes)], Limits::PAGE);
        let problems: Vec<&str> = reading.problems.iter().map(|problem| problem.what.as_str()).collect();
        assert_eq!(problems, [expected], "{}", String::from_utf8_lossy(bytes));
    }
    let deep = "[".repeat(2000);
    let reading = read(&[("deep.json", deep.as_bytes())], Limits::PAGE);
    assert_eq!(reading.problems[0].what, "Values are nested more than 128 deep.");
}

#[test]
fn many_problems_of_a_kind_are_counted() {
    let calls = vec!["1"; 5000].join(",\n");
    let reading = read(&[("a.json", bundle(&calls).as_bytes())], Limits::PAGE);
    assert_eq!(reading.problems.len(), 21);
    assert_eq!(reading.problems[20].what, "And 4980 more problems with recorded calls.");
}

#[test]
fn reading_on_joins_what_is_open_and_can_be_undone() {
    let (a, b) = (bundle(&call("a")), bundle(&[call("a"), call("b")].join(",")));
    let open = || read(&[("a.json", a.as_bytes())], Limits::PAGE);
    let before = summary(&open());
    let on = |bytes: &[u8]| {
        let mut reader = Reader::onto(Limits::PAGE, open());
        reader.add(Input { name: "b.json".into(), bytes: bytes.to_vec() });
        reader.step(&mut || true);
        reader
    };
    let joined = on(b.as_bytes()).finish();
    assert_eq!((joined.evidence.calls().len(), joined.problems.len(), joined.sources.len()), (2, 1, 2));
    assert_eq!(summary(&on(b.as_bytes()).undo()), before);
    assert_eq!(summary(&on(b"nonsense").undo()), before);
    // What was undone can be read again.
    let mut reader = Reader::onto(Limits::PAGE, on(b.as_bytes()).undo());
    reader.add(Input { name: "b.json".into(), bytes: b.into_bytes() });
    reader.step(&mut || true);
    assert_eq!(summary(&reader.finish()), summary(&joined));
}

#[test]
fn excerpts_are_the_very_bytes() {
    #[track_caller]
    fn check(evidence: &Evidence, pointer: &str, expected: Option<&str>) {
        let excerpt = evidence.value_at(0, pointer);
        assert_eq!(excerpt.map(|excerpt| excerpt.text), expected, "{pointer}");
        if let Some(excerpt) = excerpt {
            assert!(evidence.files()[0].text[excerpt.start..].starts_with(excerpt.text));
        }
    }
    let error = r#"{"service":"iam","operation":"GetRole","error":{"code":"X"}}"#;
    let text = bundle(&[call("a"), "1".into(), call("b"), error.into()].join(", "));
    let evidence = read(&[("a.json", text.as_bytes())], Limits::PAGE).evidence;
    check(&evidence, "/calls/2/response/Configuration/FunctionName", Some("\"b\""));
    check(&evidence, "/calls/0/response", Some(r#"{"Configuration":{"FunctionName":"a"}}"#));
    check(&evidence, "/calls/3/error/code", Some("\"X\""));
    check(&evidence, "/calls/1", Some("1"));
    check(&evidence, "/account", Some("\"111122223333\""));
    check(&evidence, "", Some(&text));
    check(&evidence, "/calls/9", None);
    check(&evidence, "/calls/2/response/Nothing", None);
    let (pointer, excerpt) = evidence.enclosing(0, "/calls/2/response/Configuration/FunctionName").unwrap();
    assert_eq!((pointer, excerpt.text), ("/calls/2/response/Configuration", r#"{"FunctionName":"b"}"#));
    assert_eq!(evidence.enclosing(0, "/calls/1").unwrap().0, "");

    let lines = format!("{{{HEAD}}}\n{}\nbroken\n{}\n", call("a"), call("b"));
    let evidence = read(&[("a.ndjson", lines.as_bytes())], Limits::PAGE).evidence;
    check(&evidence, "/3/response/Configuration/FunctionName", Some("\"b\""));
    check(&evidence, "/0/version", Some("1"));
    let list = format!("[{},{text}]", call("c"));
    let evidence = read(&[("a.json", list.as_bytes())], Limits::PAGE).evidence;
    check(&evidence, "/1/calls/2/response/Configuration/FunctionName", Some("\"b\""));
    check(&evidence, "/1/calls/1", Some("1"));
    let evidence = read(&[("a.json", br#" {"trailList":[{"Name":"t"}]} "#)], Limits::PAGE).evidence;
    check(&evidence, "/trailList/0/Name", Some("\"t\""));
    let said = "An error occurred (X) when calling the DescribeTrails operation: no";
    let evidence = read(&[("a.err", said.as_bytes())], Limits::PAGE).evidence;
    check(&evidence, "", Some(said));
}

/// Whatever is cut off or flipped, reading neither panics nor loses its way.
#[test]
fn hostile_bytes_are_only_problems() {
    let a = bundle(
        &[call("a"), call("é"), r#"{"service":"iam","operation":"GetRole","error":{"code":"X"}}"#.into()]
            .join(",\n"),
    );
    let lines = format!("{{{HEAD}}}\n{}\n{}\n", call("a"), call("b"));
    let list = format!("[{},\n{a}]", call("c"));
    let zipped = zip(&[("a.json", a.as_bytes()), ("b.ndjson.gz", &gzip(lines.as_bytes()))]);
    let said = b"\nAn error occurred (X) when calling the GetRole operation: no".to_vec();
    let mut state = 7_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for seed in [a.into_bytes(), lines.into_bytes(), list.into_bytes(), zipped, said] {
        let whole = read(&[("get-role.r.err", &seed)], Limits::PAGE).evidence.calls().len();
        assert!(whole > 0);
        for end in 0..seed.len() {
            let reading = read(&[("get-role.r.err", &seed[..end])], Limits::PAGE);
            assert!(reading.evidence.calls().len() <= whole);
            summary(&reading);
        }
        for _ in 0..1000 {
            let mut bytes = seed.clone();
            for _ in 0..=random() % 4 {
                let at = random() % bytes.len();
                bytes[at] = random() as u8;
            }
            let reading = read(&[("get-role.r.err", &bytes)], Limits::PAGE);
            summary(&reading);
            for pointer in ["", "/0", "/calls/0/response", "/1/response/Configuration", "/1/calls/0"] {
                for file in 0..reading.evidence.files().len() {
                    reading.evidence.enclosing(file as u32, pointer);
                }
            }
        }
    }
}
