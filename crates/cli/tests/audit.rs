//! The command as a person or a pipeline runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const ORDERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/orders.json");

fn lambdascope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lambdascope")).args(arguments).output().unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the command, and checks its exit status and what it says on either side.
#[track_caller]
fn check(arguments: &[&str], status: i32, out: &str, err: &str) -> String {
    let output = lambdascope(arguments);
    let (said, complained) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {complained}");
    assert!(said.contains(out), "{arguments:?} said {said}");
    assert!(complained.contains(err), "{arguments:?} complained {complained}");
    if status == 2 || status == 3 {
        assert_eq!(said, "", "nothing is written on failure");
    }
    said
}

#[test]
fn audits_are_printed_in_each_format() {
    let json = check(&["audit", "--rules", "2025-09", ORDERS], 0, "\"format\":\"lambdascope-report\"", "");
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["functions"].as_array().unwrap().len(), 2);
    assert_eq!(report["evidence"][0]["sha256"].as_str().unwrap().len(), 64);
    assert!(!json.contains("correct horse"));
    let classic =
        check(&["audit", "--rules", "2025-09", "--format", "classic", ORDERS], 0, "security_audit", "");
    let classic: serde_json::Value = serde_json::from_str(&classic).unwrap();
    assert_eq!(classic["orders"]["security_audit"]["function_name"], "orders");
    check(
        &["audit", "--rules", "2025-09", "--format", "text", ORDERS],
        0,
        "LAMBDA COMPLIANCE AUDIT REPORT",
        "",
    );
}

#[test]
fn the_current_rules_judge_unless_others_are_asked_for() {
    let json = check(&["audit", ORDERS], 0, "\"rules\":\"2026-11\"", "");
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let orders = &report["functions"][0];
    let rules: Vec<&str> = orders["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"RT-01") && rules.contains(&"EXP-01"), "{rules:?}");
    assert!(!json.contains("correct horse"));
    assert_eq!(orders["compliance"].as_object().unwrap().len(), 5);
}

#[test]
fn the_same_evidence_gives_the_same_bytes() {
    let run = || lambdascope(&["audit", "--rules", "2025-09", ORDERS]).stdout;
    assert_eq!(run(), run());
}

#[test]
fn functions_and_dates_can_be_chosen() {
    let one = check(
        &["audit", "--rules=2025-09", "--function", "quiet", "--as-of", "2026-12-24", ORDERS],
        0,
        "",
        "",
    );
    let report: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(report["functions"].as_array().unwrap().len(), 1);
    assert_eq!((&report["as_of"], &report["as_of_source"]), (&"2026-12-24".into(), &"asked".into()));
    check(&["audit", "--rules", "2025-09", "--function", "nobody", ORDERS], 3, "", "No function \"nobody\"");
}

#[test]
fn severities_decide_the_exit_status() {
    for (severity, status) in [("CRITICAL", 0), ("HIGH", 1), ("low", 1), ("INFO", 1)] {
        check(
            &["audit", "--rules", "2025-09", "--fail-on", severity, ORDERS],
            status,
            "lambdascope-report",
            "",
        );
    }
}

#[test]
fn wrong_arguments_are_answered_with_what_is_right() {
    check(&[], 2, "", "lambdascope audit FILE...");
    check(&["adit"], 2, "", "There is no command \"adit\"");
    check(&["audit"], 2, "", "No file is named");
    check(&["audit", "--format", "text", ORDERS], 2, "", "published original's");
    check(&["audit", "--rules", "2024-01", ORDERS], 2, "", "There is no edition");
    check(&["audit", "--rules", "2025-09", "--format", "xml", ORDERS], 2, "", "There is no format");
    check(&["audit", "--rules", "2025-09", "--format", "sarif", ORDERS], 2, "", "not there yet");
    check(&["audit", "--rules", "2025-09", "--as-of", "2026-02-30", ORDERS], 2, "", "is no date");
    check(&["audit", "--rules", "2025-09", "--fail-on", "BAD", ORDERS], 2, "", "is no severity");
    check(&["audit", "--rules", "2025-09", "--frob", ORDERS], 2, "", "There is no option --frob");
}

#[test]
fn unreadable_input_is_told_and_leaves_nothing_behind() {
    let folder = folder("unreadable");
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    std::fs::write(path("broken.json"), "{\"format\": \"lambda-evidence\",\n  \"version\": oops}").unwrap();
    std::fs::write(path("empty.json"), "").unwrap();
    check(&["audit", "--rules", "2025-09", &path("none.json")], 3, "", "could not be read");
    check(&["audit", "--rules", "2025-09", &path("empty.json")], 3, "", "empty");
    check(&["audit", "--rules", "2025-09", &path("broken.json")], 3, "", "broken.json:2:14");
    check(&["audit", "--rules", "2025-09", "--out", &path("out.json"), &path("empty.json")], 3, "", "");
    let nowhere = path("no-such-folder/out.json");
    check(&["audit", "--rules", "2025-09", "--out", &nowhere, ORDERS], 3, "", "can't be written");
    let mut left: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["broken.json", "empty.json"]);
}

#[test]
fn bad_files_do_not_keep_good_ones_from_being_audited() {
    let folder = folder("mixed");
    std::fs::write(folder.join("bad.json"), "[1, 2").unwrap();
    std::fs::copy(ORDERS, folder.join("good.json")).unwrap();
    let out = folder.join("report.json");
    let given =
        [folder.join("bad.json"), folder.join("good.json")].map(|path| path.to_string_lossy().into_owned());
    check(
        &["audit", "--rules", "2025-09", "--out", &out.to_string_lossy(), &given[0], &given[1]],
        0,
        "",
        "bad.json:1:6",
    );
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
    assert_eq!(report["functions"].as_array().unwrap().len(), 2);
    assert_eq!(report["problems"][0]["file"], "bad.json");
}

#[test]
fn folders_and_standard_input_are_read() {
    let folder = folder("folder");
    std::fs::create_dir(folder.join("inner")).unwrap();
    std::fs::copy(ORDERS, folder.join("inner/orders.json")).unwrap();
    check(
        &["audit", "--rules", "2025-09", &folder.to_string_lossy()],
        0,
        "\"name\":\"inner/orders.json\"",
        "",
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_lambdascope"))
        .args(["audit", "--rules", "2025-09", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&std::fs::read(ORDERS).unwrap()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
}

#[test]
fn hostile_names_do_nothing_to_the_terminal() {
    let folder = folder("hostile");
    let path = folder.join("a\u{1b}[2J\u{202e}b.json");
    std::fs::write(&path, "").unwrap();
    let output = lambdascope(&["audit", "--rules", "2025-09", &path.to_string_lossy()]);
    let complained = String::from_utf8(output.stderr).unwrap();
    assert!(!complained.contains('\u{1b}') && !complained.contains('\u{202e}'), "{complained:?}");
}

#[test]
fn the_catalogue_comes_from_the_registry() {
    for (edition, id, count) in [("2025-09", "C25-IAM-1", 24), ("2026-11", "EXP-05", 93)] {
        let json = check(&["rules", "--rules", edition, "--format", "json"], 0, id, "");
        let catalogue: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(catalogue["catalogue"].as_array().unwrap().len(), count);
        check(&["rules", "--rules", edition, "--format", "markdown"], 0, &format!("### {id}"), "");
    }
}

#[test]
fn findings_are_printed_as_a_spreadsheet() {
    let text = check(&["audit", "--format", "csv", ORDERS], 0, "\"function\",\"arn\"", "");
    // What is filed says what it was made from.
    let hash = r#""2026-11-01","2026-11","359d120143deb3c76f62ead6433877a24539bc22e40da13d7af57c47e1afa831""#;
    assert!(text.lines().skip(1).all(|line| line.ends_with(hash)), "{text}");
    assert!(text.contains("\"RT-01\"") && !text.contains("correct horse"));
    check(&["audit", "--rules", "2025-09", "--format", "csv", ORDERS], 0, "\"C25-CFG-1\"", "");
}

#[test]
fn the_editions_are_compared_fault_by_fault() {
    let json = check(&["editions", ORDERS], 0, "\"lambdascope-editions\"", "");
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["faults"].as_array().unwrap().len(), 53);
    assert!(told["differences"].as_array().unwrap().iter().all(|row| row["function"]["name"].is_string()));
    check(&["editions", "--format", "text", ORDERS], 0, "judged by both editions", "");
    check(&["editions"], 2, "", "No file is named.");
    check(&["editions", "--format", "csv", ORDERS], 2, "", "There is no format");
}

#[test]
fn what_stands_beside_evidence_is_read_with_it_and_refused_alone() {
    let folder = folder("beside");
    let table = folder.join("runtimes.json");
    let text = r#"{"format":"lambda-runtimes","version":1,"as_of":"2027-03-01","source":"a test","runtimes":{"python3.6":{}}}"#;
    std::fs::write(&table, text).unwrap();
    let table = table.to_str().unwrap();
    let json = check(&["audit", ORDERS, table], 0, "\"as_of\":\"2027-03-01\",\"file\":\"runtimes.json\"", "");
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let findings = report["functions"][0]["findings"].as_array().unwrap();
    assert!(!findings.iter().any(|finding| finding["rule"] == "RT-01" && finding["status"] == "FAIL"));
    check(&["audit", table], 3, "", "This stands beside evidence, and there is none.");
}

#[test]
fn two_audits_are_compared() {
    let folder = folder("compare");
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (old, new, report, other) = (at("old.json"), at("new.json"), at("report.json"), at("2025-09.json"));
    let orders = std::fs::read_to_string(ORDERS).unwrap();
    std::fs::write(&old, &orders).unwrap();
    let later = orders.replace("python3.6", "python3.14").replace("2026-11-01T", "2026-12-01T");
    assert_ne!(orders, later);
    std::fs::write(&new, later).unwrap();
    check(&["audit", "--out", &report, &old], 0, "", "");
    check(&["audit", "--rules", "2025-09", "--out", &other, &old], 0, "", "");

    // Evidence and a report of it are the same audit.
    let of_evidence = check(&["compare", &old, &new], 0, "lambdascope-comparison", "");
    let of_report = check(&["compare", &report, &new], 0, "lambdascope-comparison", "");
    assert!(of_report == of_evidence, "an audit says what its evidence does");
    let told: serde_json::Value = serde_json::from_str(&of_evidence).unwrap();
    let fixed: Vec<&str> = told["functions"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|function| function["findings"].as_array().unwrap())
        .filter(|change| change["change"] == "fixed")
        .map(|change| change["rule"].as_str().unwrap())
        .collect();
    assert_eq!(fixed, ["RT-01", "RT-03"]);
    assert_eq!((&told["summary"]["fixed"], &told["summary"]["new"]), (&2.into(), &0.into()));
    check(&["compare", "--format", "text", &report, &new], 0, "fixed             CRITICAL RT-01", "");
    check(&["compare", "--format", "text", &report, &report], 0, "0 fixed", "");

    // Evidence is judged by the rules of the audit that it is compared with, on either side.
    check(&["compare", &other, &new], 0, "\"rules\": \"2025-09\"", "");
    check(&["compare", &old, &other], 0, "\"rules\": \"2025-09\"", "");
    check(&["compare", &report, &other], 2, "", "by the rules 2026-11, the newer one by 2025-09");
    check(&["compare", "--rules", "2025-09", &report, &new], 2, "", "by the rules 2026-11");
    check(&["compare", &new, &old], 0, "", "Name the older one first");
    check(&["compare", &old], 2, "", "Two audits are compared");
    check(&["compare", "--fail-on", "HIGH", &old, &new], 2, "", "neither --fail-on nor");
    check(&["compare", "--format", "csv", &old, &new], 2, "", "Use json or text");
    check(&["compare", &old, &at("nothing.json")], 3, "", "Nothing could be compared");
}

#[test]
#[cfg(unix)]
fn what_is_no_plain_file_is_written_to_and_stays() {
    use std::os::unix::fs::FileTypeExt;
    let folder = folder("through");
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (target, link, pipe) = (at("target.json"), at("link.json"), at("pipe"));
    std::fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    check(&["audit", "--out", &link, ORDERS], 0, "", "");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(std::fs::read_to_string(&target).unwrap().contains("lambdascope-report"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = Command::new("cat").arg(&pipe).stdout(Stdio::piped()).spawn().unwrap();
    check(&["audit", "--out", &pipe, ORDERS], 0, "", "");
    let read = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    assert!(read.contains("lambdascope-report"));
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
}
