//! Reads the reference cases: bundles of evidence, and what the original said about them.

use std::path::{Path, PathBuf};

use evidence::{Evidence, Input, Limits, Reader, Step};
use serde_json::Value;

/// A case: where it is from, its evidence, and what is expected of each function.
pub struct Case {
    pub name: String,
    pub evidence: Evidence,
    pub expected: serde_json::Map<String, Value>,
}

/// All cases of the reference, or none where it is not there.
pub fn cases() -> Vec<Case> {
    let shared = std::env::var_os("LAMBDASCOPE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let mut directories = vec![shared.join("reference/moto")];
    for parent in ["cases", "named"] {
        let entries = std::fs::read_dir(shared.join("reference").join(parent));
        directories.extend(entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())));
    }
    directories.sort();
    let cases: Vec<Case> = directories.iter().filter_map(|directory| read(directory)).collect();
    if cases.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no reference cases in {}", shared.display());
        println!("skipped: no reference cases in {}", shared.display());
    }
    cases
}

fn read(directory: &Path) -> Option<Case> {
    let text = std::fs::read_to_string(directory.join("evidence.json")).ok()?;
    let expected = std::fs::read_to_string(directory.join("expected.json")).ok()?;
    let Value::Object(expected) = serde_json::from_str(&expected).unwrap() else { panic!("{directory:?}") };
    Some(Case { name: directory.display().to_string(), evidence: bundle(&text), expected })
}

/// The evidence that a bundle holds.
pub fn bundle(text: &str) -> Evidence {
    let mut reader = Reader::new(Limits::COMMAND);
    reader.add(Input { name: "evidence.json".into(), bytes: text.into() });
    while reader.step(&mut || true) != Step::Done {}
    reader.finish().evidence
}

/// A text with its runs of blanks and empty lines made one blank: the reference lost some in printing.
pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
