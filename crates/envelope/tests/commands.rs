//! Commands are harmless to paste: bash runs them here with a fake `aws` that writes down what it was called with.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{cases, inspect};
use serde_json::Value;

/// Writes each argument and the blob, one line each, as base64.
const FAKE: &str = r#"#!/bin/bash
{ for a in "$@"; do printf '%s' "$a" | base64 -w0; echo; case "$a" in fileb://*) printf 'blob '; base64 -w0 < "${a#fileb://}"; echo;; file:///dev/stdin) printf 'blob '; base64 -w0; echo;; esac; done; } >> "$AWS_LOG"
if [ "$2" = "$AWS_FAIL" ]; then echo "An error occurred ($AWS_CODE) when calling the X operation: y" >&2; exit 254; fi
"#;

struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Option<Self> {
        if Command::new("bash").arg("-c").arg("base64 -w0 </dev/null").status().map_or(true, |s| !s.success())
        {
            assert!(std::env::var_os("CI").is_none(), "bash and base64 are missing");
            println!("skipped: no bash with base64");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("envelope-commands-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("bin")).unwrap();
        std::fs::create_dir_all(folder.join("work")).unwrap();
        let aws = folder.join("bin/aws");
        std::fs::write(&aws, FAKE).unwrap();
        std::fs::set_permissions(&aws, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        Some(Self(folder))
    }

    /// Runs one decrypt command; gives the arguments of the one call of `aws`, and the blob it read.
    fn decrypt(&self, line: &str) -> (Vec<String>, Vec<u8>) {
        assert!(line.starts_with("aws kms decrypt ") && !line.contains('\n') && line.is_ascii(), "{line}");
        let (success, arguments, blob) = self.run(line, b"", "", "");
        assert!(success, "{line}");
        (arguments, blob)
    }

    /// Runs one line with a standard input; `aws` fails with a code for one of its operations.
    fn run(&self, line: &str, input: &[u8], fail: &str, code: &str) -> (bool, Vec<String>, Vec<u8>) {
        let log = self.0.join("log");
        let _ = std::fs::remove_file(&log);
        let path = format!("{}:/usr/bin:/bin", self.0.join("bin").display());
        let stdin = self.0.join("stdin");
        std::fs::write(&stdin, input).unwrap();
        let out = Command::new("bash")
            .stdin(std::fs::File::open(&stdin).unwrap())
            .args(["--norc", "-c", line])
            .current_dir(self.0.join("work"))
            .env_clear()
            .env("PATH", path)
            .env("AWS_LOG", &log)
            .env("AWS_FAIL", fail)
            .env("AWS_CODE", code)
            .output()
            .unwrap();
        assert!(
            !out.status.success() || out.stderr.is_empty(),
            "{line}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        assert_eq!(std::fs::read_dir(self.0.join("work")).unwrap().count(), 0, "{line} left a file behind");
        let (mut arguments, mut blob) = (Vec::new(), Vec::new());
        for line in std::fs::read_to_string(&log).unwrap().lines() {
            match line.strip_prefix("blob ") {
                Some(text) => blob = STANDARD.decode(text).unwrap(),
                None => arguments.push(String::from_utf8(STANDARD.decode(line).unwrap()).unwrap()),
            }
        }
        (out.status.success(), arguments, blob)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(Path::new(&self.0));
    }
}

/// The arguments as options, and whether each is one that a decrypt command has.
fn options(arguments: &[String]) -> BTreeMap<&str, &str> {
    assert_eq!(&arguments[..2], ["kms", "decrypt"]);
    let pairs: BTreeMap<&str, &str> =
        arguments[2..].chunks(2).map(|p| (p[0].as_str(), p[1].as_str())).collect();
    for (name, value) in &pairs {
        assert!(
            ["--region", "--key-id", "--ciphertext-blob", "--encryption-context", "--query", "--output"]
                .contains(name),
            "{name}"
        );
        let lower = value.to_ascii_lowercase();
        assert!(
            *name == "--ciphertext-blob" || !["file", "http", "-"].iter().any(|p| lower.starts_with(p)),
            "{value}"
        );
    }
    pairs
}

/// Every command of a kind asks for a blob of that container with its context.
fn check(name: &str, kind: &str, filter: impl Fn(&str) -> bool, at_least: usize) {
    let (Some(cases), Some(desk)) = (cases(kind), Desk::new(name)) else { return };
    let mut ran = 0;
    for case in cases.iter().filter(|c| filter(&c.name)) {
        let wanted = case.value["commands"]["any_of"].as_array().cloned().unwrap_or_default();
        let seen =
            case.value["inspect"]["file"].as_str().map_or_else(|| case.input(), |name| case.file(name));
        for line in &inspect(&seen).commands {
            let (arguments, blob) = desk.decrypt(line);
            let options = options(&arguments);
            let context: Value = options
                .get("--encryption-context")
                .map_or(Value::Null, |json| serde_json::from_str(json).unwrap());
            let fits = wanted.iter().any(|want| {
                let empty = |v: &Value| v.as_object().is_none_or(serde_json::Map::is_empty);
                want["blob"] == STANDARD.encode(&blob)
                    && (want["context"].is_null()
                        || want["context"] == context
                        || empty(&want["context"]) && empty(&context))
                    && options
                        .get("--key-id")
                        .is_none_or(|id| want["key_id"].is_null() || want["key_id"] == *id)
            });
            assert!(wanted.is_empty() || fits, "{}: {line}", case.name);
            ran += 1;
        }
    }
    assert!(ran >= at_least, "only {ran} commands of {kind} ran");
}

#[test]
fn hostile_messages() {
    check("hostile", "esdk", |name| name.starts_with("inject"), 40);
}

#[test]
fn messages_of_kms() {
    check("kms", "esdk", |name| name.ends_with("_kms") || name.contains("awskms"), 5);
}

#[test]
fn fields() {
    check("fields", "field-encrypted", |_| true, 20);
}

#[test]
fn blobs_and_envelopes() {
    check("blobs", "kms-blob", |_| true, 15);
    check("envelopes", "fernet-envelope", |_| true, 15);
    check("objects", "s3ec", |_| true, 30);
}

#[test]
fn secrets_go_through_standard_input() {
    let Some(desk) = Desk::new("manager") else { return };
    let secret = b"it's $(secret)\\n%s";
    let check = |line: &str, fail: &str, code: &str, success: bool, calls: &[&str]| {
        let (ended, arguments, read) = desk.run(line, secret, fail, code);
        assert_eq!(ended, success, "{line}");
        assert_eq!(read, secret, "{line}");
        let called: Vec<&str> = arguments
            .iter()
            .map(String::as_str)
            .filter(|a| {
                a.contains("-secret") && !a.starts_with('-') || *a == "put-parameter" || *a == "encrypt"
            })
            .collect();
        assert_eq!(called, calls, "{line}");
        assert!(!arguments.iter().any(|a| a.contains("$(secret)")), "{line}");
    };
    let store =
        envelope::manager::secret_store("prod/db", Some("alias/audit"), Some("it's $(mine)")).unwrap().bash;
    check(&store, "", "", true, &["create-secret"]);
    check(&store, "create-secret", "ResourceExistsException", true, &["create-secret", "update-secret"]);
    check(&store, "create-secret", "AccessDeniedException", false, &["create-secret"]);
    check(
        &envelope::manager::parameter_put("/prod/db", None, None).unwrap().bash,
        "",
        "",
        true,
        &["put-parameter"],
    );
    let encrypt =
        envelope::manager::kms_encrypt("alias/audit", &[("a".to_owned(), "it's".to_owned())]).unwrap().bash;
    check(&encrypt, "", "", true, &["encrypt"]);
}
