//! Reads the reference cases: bundles of evidence, and what the original said about them.

use std::path::{Path, PathBuf};

use evidence::json::Document;
use evidence::{Evidence, NewCall, Outcome, Pointer, SourceFile, Span, canonical_parameters};
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
    let document = Document::parse(text).unwrap();
    let root = document.root();
    let head = |key: &str| root.get(key).and_then(|value| value.text()).map(String::from);
    let mut evidence = Evidence::new();
    let (account, region) = (head("account"), head("region"));
    let file = evidence.add_file(SourceFile {
        name: "evidence.json".into(),
        text: text.into(),
        exported_at: head("exported_at"),
        account: account.clone(),
        region: region.clone(),
    });
    for (at, call) in root.get("calls").unwrap().items().enumerate() {
        let text = |key: &str| call.get(key).and_then(|value| value.text()).unwrap_or_default();
        let outcome = match call.get("error").filter(|error| !error.is_null()) {
            Some(error) => {
                let text = |key: &str| {
                    error.get(key).and_then(|value| value.text()).map_or("Unknown".to_owned(), String::from)
                };
                Outcome::Error { code: text("code"), message: text("message") }
            }
            None => {
                let response = call.get("response").unwrap();
                Outcome::Response(Span { start: response.start() as u32, end: response.end() as u32 })
            }
        };
        let (parameters, page) =
            call.get("parameters").map_or_else(|| ("{}".to_owned(), None), canonical_parameters);
        let (service, operation) = (text("service"), text("operation"));
        // The first of equal calls wins, as it should.
        let _ = evidence.add(NewCall {
            file,
            service: &service,
            operation: &operation,
            account: account.as_deref(),
            region: region.as_deref(),
            parameters: &parameters,
            page: page.as_deref(),
            outcome,
            pointer: Pointer::Bundle(at as u32),
        });
    }
    evidence
}

/// A text with its runs of blanks and empty lines made one blank: the reference lost some in printing.
pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
