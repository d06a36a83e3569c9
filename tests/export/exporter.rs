//! The exporter, run by bash with a made-up `aws` before it on the PATH.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking and say what they skip"
)]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};
use xtask::sh;

/// What one run of the exporter gave.
struct Export {
    output: Output,
    /// The arguments of each call of `aws`.
    calls: Vec<Vec<String>>,
    directory: PathBuf,
}

impl Export {
    /// The lines of standard output, each of which must be JSON.
    fn lines(&self) -> Vec<Value> {
        read_lines(&String::from_utf8(self.output.stdout.clone()).unwrap())
    }

    fn complaint(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }
}

fn read_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// Runs the exporter in a directory of its own; `None` where bash or jq are missing.
fn export(name: &str, arguments: &[&str]) -> Option<Export> {
    if sh::find(&["bash"]).is_none() || sh::find(&["jq"]).is_none() {
        println!("skipped: the exporter needs bash and jq");
        assert!(!sh::in_ci(), "Nothing may be skipped where CI is set.");
        return None;
    }
    let directory = env::temp_dir().join(format!("lambdascope-export-{}-{name}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    let calls = directory.join("calls");
    let output = Command::new("bash")
        .arg(sh::root().join("export/lambdascope-export.sh"))
        .args(arguments)
        .current_dir(&directory)
        .env("PATH", sh::path_with(&[sh::root().join("tests/export")]).unwrap())
        .env("CALLS", &calls)
        .env("TMPDIR", &directory)
        .env_remove("AWS_REGION")
        .env_remove("AWS_DEFAULT_REGION")
        .output()
        .unwrap();
    let calls = fs::read_to_string(calls).unwrap_or_default();
    let calls = calls.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    Some(Export { output, calls, directory })
}

impl Drop for Export {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.directory).ok();
    }
}

/// What makes two calls the same, as text.
fn identity(call: &Value) -> String {
    let mut parameters = call["parameters"].clone();
    for ignored in ["StartTime", "EndTime", "MaxResults"] {
        parameters.as_object_mut().unwrap().remove(ignored);
    }
    format!("{} {} {parameters}", call["service"].as_str().unwrap(), call["operation"].as_str().unwrap())
}

fn recorded() -> Vec<Value> {
    let text = fs::read_to_string(sh::root().join("tests/export/evidence.json")).unwrap();
    let bundle: Value = serde_json::from_str(&text).unwrap();
    bundle["calls"].as_array().unwrap().clone()
}

#[test]
fn every_answer_and_every_error_is_a_line() {
    let Some(export) = export("all", &["--region", "eu-west-1", "--profile", "audit or"]) else { return };
    assert!(export.output.status.success(), "{}", export.complaint());
    let lines = export.lines();
    let (head, calls) = lines.split_first().unwrap();
    for (key, value) in [
        ("format", json!("lambda-evidence")),
        ("version", json!(1)),
        ("account", json!("123456789012")),
        ("region", json!("eu-west-1")),
    ] {
        assert_eq!(head[key], value);
    }
    assert!(head["exported_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(head.get("calls"), None);

    let recorded = recorded();
    for call in calls {
        let wanted = recorded.iter().find(|recorded| identity(recorded) == identity(call));
        // An answer or an error, and one alone.
        assert_ne!(call.get("response").is_some(), call.get("error").is_some(), "{call}");
        let Some(wanted) = wanted else {
            // What this AWS CLI doesn't know is neither an answer nor "there is none".
            assert_eq!(call["error"]["code"], "CommandFailed", "{call}");
            assert!(call["error"]["message"].as_str().unwrap().contains("Invalid choice"), "{call}");
            continue;
        };
        match wanted.get("error") {
            Some(error) => {
                assert_eq!(call["error"]["code"], error["code"], "{call}");
                let message = error["message"].as_str().unwrap().replace('\n', " ");
                assert_eq!(call["error"]["message"], message, "{call}");
            }
            None if call["operation"] == "LookupEvents" || call["operation"] == "ListEventSourceMappings" => {
            }
            None => assert_eq!(call["response"], wanted["response"], "{call}"),
        }
    }

    // Everything that was recorded was asked for, but for who asks and what there is, which only begin the export.
    let exported: BTreeSet<String> = calls.iter().map(identity).collect();
    let mut missing: Vec<String> =
        recorded.iter().map(identity).filter(|call| !exported.contains(call)).collect();
    missing.retain(|call| !call.starts_with("sts ") && !call.starts_with("lambda ListFunctions "));
    assert_eq!(missing, Vec::<String>::new());
    assert_eq!(exported.len(), calls.len(), "something was asked for twice");

    // The region and the profile go along with every call, each as one word.
    for call in &export.calls {
        let options =
            call.windows(4).any(|words| words == ["--region", "eu-west-1", "--profile", "audit or"]);
        assert!(options, "{call:?}");
    }
}

#[test]
fn moments_are_text_whatever_the_version() {
    let Some(export) = export("moments", &["--region", "eu-west-1", "orders"]) else { return };
    let lines = export.lines();
    let find = |operation: &str| lines.iter().find(|line| line["operation"] == operation).unwrap().clone();
    let events = &find("LookupEvents")["response"]["Events"];
    assert_eq!(events[0]["EventTime"], "2026-11-23T12:09:19Z");
    assert_eq!(events[1]["EventTime"], "2026-11-01T05:00:00-07:00");
    assert_eq!(events[0]["CloudTrailEvent"], "{\"userAgent\":\"aws-cli\\n\"}");
    let parameters = &find("LookupEvents")["parameters"];
    assert_eq!(parameters["MaxResults"], 50);
    assert!(parameters["StartTime"].as_str() < parameters["EndTime"].as_str(), "{parameters}");
    assert_eq!(
        find("ListEventSourceMappings")["response"]["EventSourceMappings"][0]["LastModified"],
        "2026-11-23T12:09:19Z"
    );
    // A number that is a number for AWS stays one.
    let group =
        lines.iter().find(|line| line["parameters"]["logGroupNamePrefix"] == "/custom/orders#1").unwrap();
    assert_eq!(group["response"]["logGroups"][0]["creationTime"], 1_795_435_759_543_u64);
}

#[test]
fn chosen_functions_are_asked_for_once() {
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders:live";
    let Some(export) = export("chosen", &["--region", "eu-west-1", "--", arn, "orders", "--profile"]) else {
        return;
    };
    let functions: Vec<Value> = export
        .lines()
        .into_iter()
        .filter(|line| line["operation"] == "GetFunction")
        .map(|line| line["parameters"]["FunctionName"].clone())
        .collect();
    assert_eq!(functions, ["orders", "--profile"]);
    assert!(!export.calls.iter().any(|call| call.contains(&"list-functions".to_owned())));
}

#[test]
fn nothing_in_a_name_is_run_and_no_secret_is_shown() {
    let Some(export) = export("odd", &["--region", "eu-west-1", "--out", "here it is.ndjson"]) else {
        return;
    };
    assert!(export.output.status.success(), "{}", export.complaint());
    let left: BTreeSet<String> = fs::read_dir(&export.directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, BTreeSet::from(["calls".to_owned(), "here it is.ndjson".to_owned()]));
    assert!(export.output.stdout.is_empty());
    assert!(!export.complaint().contains("never-printed"), "{}", export.complaint());

    let file = export.directory.join("here it is.ndjson");
    let odd = "it's \"odd\" $(touch pwned) `touch pwned` * é";
    let lines = read_lines(&fs::read_to_string(&file).unwrap());
    assert!(
        lines
            .iter()
            .any(|line| line["operation"] == "GetFunction" && line["parameters"]["FunctionName"] == odd)
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_written() {
    let check = |name: &str, arguments: &[&str], message: &str| {
        let Some(export) = export(name, arguments) else { return };
        assert!(!export.output.status.success(), "{arguments:?}");
        assert!(export.output.stdout.is_empty(), "{arguments:?}");
        assert!(export.complaint().contains(message), "{arguments:?} gave {}", export.complaint());
    };
    check("no-region", &["orders"], "No region is set. Choose one");
    check("option", &["--all"], "There is no option --all.");
    check("value", &["--region"], "--region wants a value.");
    check(
        "out",
        &["--region", "eu-west-1", "--out", "no/such/place", "orders"],
        "can't be written. Choose another --out.",
    );
}

#[test]
fn help_is_given() {
    let Some(export) = export("help", &["--help"]) else { return };
    assert!(export.output.status.success());
    let help = String::from_utf8_lossy(&export.output.stdout).into_owned();
    // Each call that is made is named, so that a person can see what is asked before asking it.
    let operations: BTreeSet<String> =
        recorded().iter().map(|call| call["operation"].as_str().unwrap().to_owned()).collect();
    for operation in operations {
        assert!(help.contains(&operation), "{operation}");
    }
}
