//! Variables that only look like secrets. None may be believed to be one.

use super::super::{Verdict, classify, judge};

const HARMLESS: &str = include_str!("harmless.txt");

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = HARMLESS.lines().filter(|line| !line.starts_with("# ") && !line.is_empty());
    lines.map(|line| line.split_once('=').unwrap())
}

#[test]
fn none_is_a_secret() {
    let wrong: Vec<String> = lines()
        .filter_map(|(name, value)| match judge(name, value, Default::default()) {
            Verdict::Secret(secret) => Some(format!("{name}={value}: {} {:?}", secret.kind, secret.rule)),
            Verdict::Benign(_) => None,
        })
        .collect();
    println!("{} harmless variables, {} wrong", lines().count(), wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn line_ends_instead_of_their_escapes_change_nothing() {
    for (name, value) in lines().filter(|(_, value)| value.contains("-----BEGIN")) {
        assert_eq!(classify(name, &value.replace("\\n", "\n")), None, "{name}");
    }
}
