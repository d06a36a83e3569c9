//! Fields that are protected and restored.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{inspect, open};
use envelope::fields::{FieldsError, protect};
use envelope::machine::run;
use envelope::sealing::DataKey;

const ARN: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const DOCUMENT: &str = r#"{ "user": "alice", "card": 4111111111111111.0, "token":null, "deep": {"pin": [1, {"a": "ü"}], "x": true} , "list":[1,"s"] }"#;

fn data_key() -> String {
    let (blob, key) = (STANDARD.encode([7; 184]), STANDARD.encode([3; 32]));
    format!(r#"{{"CiphertextBlob": "{blob}", "Plaintext": "{key}", "KeyId": "{ARN}"}}"#)
}

fn protected(pointers: &[&str]) -> Result<Vec<u8>, FieldsError> {
    let pointers: Vec<String> = pointers.iter().map(|p| (*p).to_owned()).collect();
    let context = [("doc".to_owned(), "7".to_owned())];
    let key = DataKey::read(data_key().as_bytes()).unwrap();
    protect(DOCUMENT.as_bytes(), &pointers, key, &context, [8; 32]).map(|step| run(step).unwrap())
}

#[test]
fn restored_to_the_byte() {
    let sealed = protected(&["/card", "/token", "/deep/pin", "/list/1"]).unwrap();
    let text = std::str::from_utf8(&sealed).unwrap();
    for secret in ["4111", "null", "\"a\"", "\"s\""] {
        assert!(!text.contains(secret), "{secret} is still there");
    }
    let report = inspect(&sealed);
    assert_eq!(serde_json::to_value(report.kind).unwrap(), "field-encrypted");
    assert!(report.commands[0].contains(ARN) && report.commands[0].contains(r#"{"doc":"7"}"#));
    let opened = open(&sealed, data_key().as_bytes());
    assert_eq!(std::str::from_utf8(opened.plaintext.as_ref().unwrap()).unwrap(), DOCUMENT);
    assert_eq!(opened.report.verdict.name(), "intact");
    assert_eq!(opened.report.unverified, [""]);
}

#[test]
fn what_was_changed_does_not_open() {
    let sealed = String::from_utf8(protected(&["/card", "/token"]).unwrap()).unwrap();
    let marks: Vec<&str> = sealed.split('"').filter(|part| part.starts_with("PROTECTED:")).collect();
    let check = |changed: String, verdict: &str| {
        assert_ne!(changed, sealed);
        let opened = open(changed.as_bytes(), data_key().as_bytes());
        assert!(opened.plaintext.is_none());
        assert_eq!(opened.report.verdict.name(), verdict, "{}", opened.report.detail);
    };
    check(
        sealed
            .replace(marks[0], "X")
            .replace(marks[1], marks[0])
            .replace("\"X\"", &format!("\"{}\"", marks[1])),
        "cannot-tell",
    );
    check(sealed.replace(marks[0], &marks[0].replace("PROTECTED:", "PROTECTED:AAAA")), "altered");
    check(sealed.replace("[\"/card\", \"/token\"]", "[\"/card\"]"), "cannot-tell");
    check(sealed.replace("[\"/card\", \"/token\"]", "[\"/card\", \"/other\"]"), "altered");
    check(sealed.replace("\"version\": 1", "\"version\": 2"), "unsupported");
    assert_eq!(open(sealed.as_bytes(), &[9; 32]).report.verdict.name(), "cannot-tell");
    assert_eq!(open(sealed.as_bytes(), &[9; 16]).report.verdict.name(), "wrong-key");
}

#[test]
fn refused_choices() {
    assert_eq!(protected(&[]).err(), Some(FieldsError::NothingChosen));
    assert_eq!(protected(&["/nothing"]).err(), Some(FieldsError::NoSuchField("/nothing".to_owned())));
    assert_eq!(protected(&["/deep", "/deep/pin"]).err(), Some(FieldsError::Within("/deep/pin".to_owned())));
}
