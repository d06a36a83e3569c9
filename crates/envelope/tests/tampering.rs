//! Nothing that was changed or cut is ever called intact, and what is sealed opens again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{cases, inspect, open};
use envelope::machine::run;
use envelope::report::Secret;
use envelope::sealing::{DataKey, SealError, read_context, seal_chapter_envelope, seal_message};

const ARN: &str = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY: [u8; 32] = *b"0123456789abcdefFEDCBA9876543210";

fn data_key() -> String {
    format!(
        r#"{{"CiphertextBlob": "{}", "Plaintext": "{}", "KeyId": "{ARN}"}}"#,
        STANDARD.encode([7; 184]),
        STANDARD.encode(KEY)
    )
}

fn seal(plaintext: &[u8], context: &str, random: [u8; 32]) -> Vec<u8> {
    let key = DataKey::read(data_key().as_bytes()).unwrap();
    let context = read_context(context.as_bytes()).unwrap();
    run(seal_message(Secret::new(plaintext.to_vec()), key, context, random).unwrap()).unwrap()
}

fn never_intact(name: &str, bytes: &[u8], key: &[u8]) {
    let opened = open(bytes, key);
    assert!(opened.plaintext.is_none(), "{name} opened: {}", opened.report.detail);
    assert_ne!(opened.report.verdict.name(), "intact", "{name}");
}

/// These bits of every byte of a container, and every cut of its end.
fn check(name: &str, container: &[u8], key: &[u8], bits: &[u8]) {
    assert!(open(container, key).plaintext.is_some(), "{name} does not open unchanged");
    for at in 0..container.len() {
        for bit in bits {
            let mut changed = container.to_vec();
            changed[at] ^= 1 << bit;
            never_intact(&format!("{name}, byte {at}, bit {bit}"), &changed, key);
        }
        never_intact(&format!("{name}, cut to {at}"), &container[..at], key);
    }
    let mut longer = container.to_vec();
    longer.push(b'A');
    never_intact(&format!("{name}, with one byte more"), &longer, key);
}

#[test]
fn sealed_messages() {
    check(
        "0478",
        &seal(b"secret", r#"{"a": "b"}"#, [9; 32]),
        data_key().as_bytes(),
        &[0, 1, 2, 3, 4, 5, 6, 7],
    );
}

#[test]
fn messages_of_every_suite() {
    let Some(cases) = cases("esdk") else { return };
    for suite in ["0014", "0046", "0078", "0114", "0146", "0178", "0214", "0346", "0378", "0478", "0578"] {
        let smallest = cases
            .iter()
            .filter(|c| c.name.starts_with(suite) && c.value["expected"]["exit"] == 0)
            // Raw bytes, and the key itself: text around them could change without changing them.
            .filter(|c| c.value["files"][c.value["input"].as_str().unwrap()]["base64"].is_string())
            .min_by_key(|c| c.input().len());
        let case = smallest.unwrap();
        check(&case.name, &case.input(), &case.key(), &[0]);
    }
}

#[test]
fn fernet_tokens() {
    let token = b"gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    let key = b"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    assert_eq!(**open(token, key).plaintext.as_ref().unwrap(), b"hello");
    for at in 0..token.len() {
        for bit in 0..8 {
            let mut changed = token.to_vec();
            changed[at] ^= 1 << bit;
            never_intact(&format!("byte {at}, bit {bit}"), &changed, key);
        }
        // Padding may be left out; everything else may not.
        if at < token.len() - 2 {
            never_intact(&format!("cut to {at}"), &token[..at], key);
        }
    }
}

#[test]
fn sealing_opens_again() {
    for length in [0, 1, 4095, 4096, 4097, 20_000] {
        let plaintext: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
        let sealed = seal(&plaintext, r#"{"é": "值", "a": ""}"#, [3; 32]);
        assert_eq!(sealed, seal(&plaintext, r#"{"a": "", "é": "值"}"#, [3; 32]), "sealing is deterministic");
        assert_ne!(sealed, seal(&plaintext, r#"{"é": "值", "a": ""}"#, [4; 32]));
        assert_eq!(inspect(&sealed).verdict.name(), "needs-key");
        let opened = open(&sealed, data_key().as_bytes());
        assert_eq!(**opened.plaintext.as_ref().unwrap(), plaintext);
        assert_eq!(opened.report.verdict.name(), "intact");
        let wrong = open(&sealed, &[1; 32]);
        assert_eq!(wrong.report.verdict.name(), "cannot-tell");
        assert_eq!(open(&sealed, &[1; 16]).report.verdict.name(), "wrong-key");
    }
}

#[test]
fn the_chapters_envelope_opens_again() {
    let key = DataKey::read(data_key().as_bytes()).unwrap();
    let sealed =
        run(seal_chapter_envelope(Secret::new(b"{\"a\": 1}".to_vec()), key, 1_700_000_000, [5; 16])).unwrap();
    let report = inspect(&sealed);
    assert_eq!(serde_json::to_value(report.kind).unwrap(), "fernet-envelope");
    assert_eq!(report.container["created"], "2023-11-14T22:13:20Z");
    assert_eq!(**open(&sealed, data_key().as_bytes()).plaintext.as_ref().unwrap(), b"{\"a\": 1}");
    assert_eq!(open(&sealed, &[1; 32]).report.verdict.name(), "cannot-tell");
}

#[test]
fn refused_to_seal() {
    let with = |from: &str, to: &str| DataKey::read(data_key().replace(from, to).as_bytes()).err();
    assert_eq!(with("Plaintext", "Plain"), Some(SealError::NoPlaintext));
    assert_eq!(with("CiphertextBlob", "Blob"), Some(SealError::NoBlob));
    assert_eq!(with(ARN, "alias/mine"), Some(SealError::NoArn));
    assert_eq!(with(&STANDARD.encode(KEY), &STANDARD.encode([1; 31])), Some(SealError::KeyLength));
    assert_eq!(DataKey::read(b"not json").err(), Some(SealError::NotJson));
    assert_eq!(read_context(b"[1]").err(), Some(SealError::Context));
    assert_eq!(read_context(br#"{"a": 1}"#).err(), Some(SealError::Context));
    assert_eq!(read_context(br#"{"a": "1", "a": "2"}"#).err(), Some(SealError::Context));
    let key = || DataKey::read(data_key().as_bytes()).unwrap();
    let context = |name: &str, value: String| vec![(name.to_owned(), value)];
    let refused = |context| match seal_message(Secret::default(), key(), context, [0; 32]) {
        Ok(step) => run(step).err(),
        Err(error) => Some(error),
    };
    assert_eq!(refused(context("aws-crypto-x", String::new())), Some(SealError::ReservedContext));
    assert_eq!(refused(context("x", "y".repeat(70_000))), Some(SealError::ContextLength));
}
