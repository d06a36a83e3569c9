//! Texts that are made to tire a reader: a megabyte of each, read in time that grows with its length alone.

use std::time::{Duration, Instant};

use super::super::{classify, mask, scan};
use super::generated::{A, Dice};

const MEGABYTE: usize = 1 << 20;

fn patterns() -> Vec<String> {
    let mut patterns: Vec<String> = [
        "a", "A", "=", ":", "/", "\\", "\"", " ", "-", "{", "[", "M", "é", ".", "@", ",", ";", "&", "%", "$",
        "key=", "key=key", "key:", "key=\"", "key=\\\"", "key={", "key=[", "key=://", "?key=", "&key=", "password=a;", "--key ", "-u ",
        "password is ", "api key ", "name:\"", "\"name\":\"x\",\"value\":", "sig=", "key=a,b=",
        "sk-", "sk_live_", "ghp_", "eyJ", "eyJ.", "eyJhbGciOiJIUzI1NiJ9.", "AKIA", "xoxb-", "SG.", "hvs.", "dp.st.", "MII", "LS0tLS1CRUdJTi", "M.",
        "ops_eyJ", "pypi-AgE", "xoxe.xox", ":AA", "1:AA", "Q~", "-us", "a-us1",
        "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "BEGIN PRIVATE KEY", "-----BEGIN PRIVATE KEY-----\nMIIE\n", "-----END ",
        "PuTTY-User-Key-File-", "a://", "a://b:c", "a://b:c@", "a://b:c/", "https://u:p@h ", "jdbc:oracle:", "basic ", "Basic aGVsbG86d29ybGQ= ",
        "bearer ", "bearer a", "host=user", "a;b=", "a b ", "<a>", "<key>", "\\n", "\\\\\"", "${", "arn:aws:", "xxxx", "0123456789abcdef",
        "word-", "Word", "wordKey", "KEY_", "a1", "aB", "secret,",
    ]
    .iter()
    .map(|piece| (*piece).to_owned())
    .collect();
    patterns.push(Dice::new(1).draw(A, 4096));
    patterns.push(Dice::new(2).draw(A, 31) + "=");
    patterns.push(format!("{{\"password\":\"{}\"}},", Dice::new(3).draw(A, 20)));
    patterns
}

/// Ten times what an unoptimised build takes on a busy machine; a quadratic reader takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_megabyte_of_anything_is_read_at_once() {
    let mut slowest = (Duration::ZERO, String::new());
    for pattern in patterns() {
        let text: String = pattern.repeat(MEGABYTE / pattern.len() + 1);
        for name in ["DB_PASSWORD", "API_KEY", "X"] {
            let begun = Instant::now();
            let _ = classify(name, &text);
            let taken = begun.elapsed();
            assert!(taken < PATIENCE, "{pattern} as {name}: {taken:?}");
            if std::env::var_os("SHOW").is_some() && taken > Duration::from_millis(8) {
                println!("{taken:?} {pattern:.40} as {name}");
            }
            if taken > slowest.0 {
                slowest = (taken, format!("{pattern:.40} as {name}"));
            }
        }
        let begun = Instant::now();
        let found = scan(&text);
        assert!(begun.elapsed() < PATIENCE, "{pattern}: {:?}", begun.elapsed());
        for pair in found.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "{pattern}");
        }
    }
    println!("the slowest megabyte took {:?}: {}", slowest.0, slowest.1);
}

#[test]
fn spans_stand_on_characters() {
    let secret = Dice::new(5).draw(A, 20);
    for text in [
        format!("é password={secret}é"),
        format!("пароль: password=\"ü{secret}ü\""),
        format!("https://ü:{secret}ü@h/é"),
        format!("-----BEGIN PRIVATE KEY-----é{}é", secret.repeat(4)),
        format!("Bearer {secret}é"),
        format!("=é{secret}"),
        format!("a=\u{feff}{secret}"),
    ] {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let text = &text[..end];
            for secret in scan(text).into_iter().chain(classify("DB_PASSWORD", text)) {
                assert!(text.get(secret.span.clone()).is_some(), "{text} {secret:?}");
            }
        }
    }
}

#[test]
fn nothing_of_a_value_is_shown() {
    let value = "Xk3mQ9vLrT7n";
    assert_eq!(mask(value), "•••••••• (8 to 15 characters)");
    assert_eq!(mask(""), "(empty)");
    assert_eq!(mask("ü"), "•••••••• (under 8 characters)");
    assert_eq!(mask(&value.repeat(100)), "•••••••• (over 255 characters)");
    let secret = classify("DB_PASSWORD", value).unwrap();
    assert!(!format!("{secret:?}").contains("Xk3"));
}
