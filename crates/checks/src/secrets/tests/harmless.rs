//! Variables that only look like secrets, of which none may be believed to be one, and some that are, of which all must be.

use super::super::{Verdict, classify, judge};

const HARMLESS: &str = include_str!("harmless.txt");
const BELIEVED: &str = include_str!("believed.txt");

fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = list.lines().filter(|line| !line.starts_with("# ") && !line.is_empty());
    lines.map(|line| line.split_once('=').unwrap())
}

#[test]
fn none_is_a_secret() {
    let wrong: Vec<String> = lines(HARMLESS)
        .filter_map(|(name, value)| match judge(name, value, Default::default()) {
            Verdict::Secret(secret) => Some(format!("{name}={value}: {} {:?}", secret.kind, secret.rule)),
            Verdict::Benign(_) => None,
        })
        .collect();
    println!("{} harmless variables, {} wrong", lines(HARMLESS).count(), wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn all_are_secrets() {
    let missed: Vec<&str> = lines(BELIEVED)
        .filter(|(name, value)| classify(name, &value.replace("\\n", "\n")).is_none())
        .map(|(name, _)| name)
        .collect();
    println!("{} secrets without a format, {} missed", lines(BELIEVED).count(), missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn line_ends_instead_of_their_escapes_change_nothing() {
    for (name, value) in lines(HARMLESS).filter(|(_, value)| value.contains("-----BEGIN")) {
        assert_eq!(classify(name, &value.replace("\\n", "\n")), None, "{name}");
    }
}
