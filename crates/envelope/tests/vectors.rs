//! Every vector: what must open opens with the right bytes, and what must fail fails with an expected verdict.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Case, cases, inspect, one_of, open, open_with};
use envelope::Options;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The problem with one expectation, where there is one.
fn problem(case: &Case, expected: &Value) -> Option<String> {
    let options = Options {
        allow_unauthenticated: matches!(case.kind.as_str(), "openssl-salted" | "s3ec"),
        metadata: case.named("metadata"),
        instruction: case.named("instruction"),
        ..Options::default()
    };
    let opened = open_with(&case.input(), &case.key(), options);
    let exit = if opened.plaintext.is_some() { 0 } else { 4 };
    let kind = serde_json::to_value(opened.report.kind).unwrap();
    let verdict = opened.report.verdict.name();
    let exits = &expected["exit"];
    if !(exits == exit || exits.as_array().is_some_and(|list| list.iter().any(|e| e == exit))) {
        return Some(format!("exit {exit}, {verdict}: {}", opened.report.detail));
    }
    if !one_of(&expected["kind"], kind.as_str().unwrap()) || !one_of(&expected["verdict"], verdict) {
        return Some(format!("{kind} {verdict}: {}", opened.report.detail));
    }
    let plaintext = opened.plaintext?;
    let same = match expected["compare"].as_str() {
        Some("json") => {
            let want: Value = serde_json::from_slice(
                &STANDARD.decode(expected["plaintext_base64"].as_str().unwrap()).unwrap(),
            )
            .unwrap();
            serde_json::from_slice::<Value>(&plaintext).is_ok_and(|got| got == want)
        }
        Some("json-seq") => {
            let want = STANDARD.decode(expected["plaintext_base64"].as_str().unwrap()).unwrap();
            let values = |bytes: &[u8]| -> Result<Vec<Value>, _> {
                serde_json::Deserializer::from_slice(bytes).into_iter().collect()
            };
            values(&plaintext).is_ok_and(|got| got == values(&want).unwrap())
        }
        _ if expected["alt_sha256"] == envelope::text::hex(&Sha256::digest(&*plaintext)) => true,
        _ => envelope::text::hex(&Sha256::digest(&*plaintext)) == expected["plaintext_sha256"],
    };
    (!same).then(|| format!("{verdict}, and the plaintext differs"))
}

/// Runs the cases of a kind; `passing` chooses those that must open, or those that must not.
fn check(kind: &str, passing: bool, at_least: usize) {
    let Some(cases) = cases(kind) else { return };
    let (mut ran, mut failed) = (0, Vec::new());
    for case in cases {
        let expected = &case.value["expected"];
        let alternatives: Vec<&Value> =
            expected.as_array().map_or(vec![expected], |list| list.iter().collect());
        if (alternatives[0]["exit"] == 0) != passing {
            continue;
        }
        ran += 1;
        let problems: Vec<_> = alternatives.iter().map(|e| problem(&case, e)).collect();
        if problems.iter().all(Option::is_some) {
            failed.push(format!("{}: {}", case.name, problems[0].as_deref().unwrap()));
        }
        let seen =
            case.value["inspect"]["file"].as_str().map_or_else(|| case.input(), |name| case.file(name));
        let report = inspect(&seen);
        let expected = &case.value["inspect"];
        let got = (serde_json::to_value(report.kind).unwrap(), report.verdict.name());
        if !one_of(&expected["kind"], got.0.as_str().unwrap()) || !one_of(&expected["verdict"], got.1) {
            failed.push(format!("{}: inspected as {got:?}", case.name));
        }
    }
    assert!(failed.is_empty(), "{} of {ran} {kind} failed:\n{}", failed.len(), failed.join("\n"));
    assert!(ran >= at_least, "only {ran} cases of {kind}");
}

macro_rules! vectors {
    ($($name:ident: $kind:literal $passing:literal $least:literal;)*) => {
        $(#[test] fn $name() { check($kind, $passing, $least); })*
    };
}

vectors! {
    esdk_opens: "esdk" true 200;
    esdk_refuses: "esdk" false 100;
    fernet_opens: "fernet" true 10;
    fernet_refuses: "fernet" false 15;
    fernet_envelope_opens: "fernet-envelope" true 10;
    fernet_envelope_refuses: "fernet-envelope" false 5;
    aes_gcm_opens: "aes-gcm" true 10;
    aes_gcm_refuses: "aes-gcm" false 15;
    field_encrypted_puts_together: "field-encrypted" true 10;
    field_encrypted_refuses: "field-encrypted" false 5;
    kms_blob_is_explained: "kms-blob" false 15;
    boto3_container_opens: "boto3-container" true 3;
    boto3_container_refuses: "boto3-container" false 8;
    jwe_opens: "jwe" true 12;
    jwe_refuses: "jwe" false 15;
    openssl_salted_opens: "openssl-salted" true 20;
    openssl_salted_refuses: "openssl-salted" false 10;
    das_opens: "das" true 10;
    das_refuses: "das" false 15;
    s3ec_opens: "s3ec" true 30;
    s3ec_refuses: "s3ec" false 30;
    age_is_recognised: "age" false 5;
}

#[test]
fn plain_stays_plain() {
    let Some(cases) = cases("plain") else { return };
    for case in cases {
        let opened = open(&case.input(), &case.key());
        assert!(opened.plaintext.is_none(), "{}", case.name);
        assert!(opened.report.commands.is_empty(), "{}", case.name);
        assert!(matches!(opened.report.verdict.name(), "unsupported" | "cannot-tell"), "{}", case.name);
    }
}

#[test]
fn reports_hold_no_key_and_no_plaintext() {
    for kind in ["esdk", "fernet", "fernet-envelope", "aes-gcm", "boto3-container", "jwe"] {
        let Some(cases) = cases(kind) else { return };
        for case in cases {
            let key = case.key();
            let opened = open(&case.input(), &key);
            let report = opened.report.to_json();
            if let Ok(candidates) = envelope::key::candidates(&key) {
                for candidate in candidates.iter().filter(|c| c.length >= 16) {
                    let bytes = candidate.key.bytes();
                    // Some published keys are all zeros, and so are other things in a report.
                    if bytes.iter().collect::<std::collections::HashSet<_>>().len() < 5 {
                        continue;
                    }
                    for form in [STANDARD.encode(bytes), envelope::text::hex(bytes)] {
                        assert!(!report.contains(&form), "{}: the key is in the report", case.name);
                    }
                }
            }
            if let Some(text) = opened.plaintext.as_deref().and_then(|p| std::str::from_utf8(p).ok()) {
                assert!(
                    text.len() < 16 || !report.contains(text),
                    "{}: the plaintext is in the report",
                    case.name
                );
            }
        }
    }
}
