//! What the tests share: the reference material, and one way to judge a vector.
#![allow(dead_code, reason = "each test binary uses its part of this module")]

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use envelope::machine::run;
use envelope::report::{Opened, Report, Secret};
use serde_json::Value;

/// The reference material; where it is absent the test says so and is skipped, except in continuous integration.
pub fn shared(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LAMBDASCOPE_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    let path = root.join(part);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "the reference material is missing: {}", path.display());
    println!("skipped: no reference material at {}", path.display());
    None
}

pub fn json(path: &std::path::Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

pub fn inspect(bytes: &[u8]) -> Report {
    run(envelope::inspect(bytes.to_vec()))
}

pub fn open(bytes: &[u8], key: &[u8]) -> Opened {
    open_with(bytes, key, envelope::Options::default())
}

pub fn open_with(bytes: &[u8], key: &[u8], options: envelope::Options) -> Opened {
    let opened = run(envelope::open(bytes.to_vec(), Secret::new(key.to_vec()), options));
    // Whatever the verdict, plaintext is released only when it may be.
    if opened.plaintext.is_some() {
        assert!(matches!(opened.report.verdict.name(), "intact" | "cannot-tell"));
    }
    opened
}

/// A case of the vectors.
pub struct Case {
    pub name: String,
    pub kind: String,
    pub value: Value,
    pub folder: PathBuf,
}

impl Case {
    pub fn file(&self, name: &str) -> Vec<u8> {
        let spec = &self.value["files"][name];
        if let Some(text) = spec["text"].as_str() {
            return text.as_bytes().to_vec();
        }
        if let Some(text) = spec["base64"].as_str() {
            return STANDARD.decode(text).unwrap();
        }
        if let Some(path) = spec["path"].as_str() {
            return std::fs::read(self.folder.join(path)).unwrap();
        }
        let parts = spec["generate"].as_array().unwrap();
        parts
            .iter()
            .flat_map(|p| p[0].as_str().unwrap().repeat(p[1].as_u64().unwrap() as usize).into_bytes())
            .collect()
    }

    pub fn input(&self) -> Vec<u8> {
        self.file(self.value["input"].as_str().unwrap())
    }

    pub fn key(&self) -> Vec<u8> {
        self.file(self.value["key"].as_str().unwrap())
    }

    /// A file that the case names under this member.
    pub fn named(&self, member: &str) -> Option<Vec<u8>> {
        self.value[member].as_str().map(|name| self.file(name))
    }
}

/// The cases of a kind.
pub fn cases(kind: &str) -> Option<Vec<Case>> {
    let folder = shared(&format!("vectors/{kind}"))?;
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let mut path = entry.unwrap().path();
        if path.is_dir() {
            path = path.join("case.json");
        }
        if path.extension().is_some_and(|e| e == "json") {
            let value = json(&path);
            if value["format"] == "lambdascope-vector" {
                let name = value["name"].as_str().unwrap().to_owned();
                let folder = path.parent().unwrap().to_owned();
                found.push(Case { name, kind: kind.to_owned(), value, folder });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Some(found)
}

/// A value, or any of a list of values.
pub fn one_of(expected: &Value, got: &str) -> bool {
    match expected {
        Value::Array(list) => list.iter().any(|v| v == got),
        value => value == got,
    }
}
