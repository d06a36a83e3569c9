//! The reference's labels: every variable of every function.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::{Beside, Verdict, judge};

fn directories() -> Vec<PathBuf> {
    let shared = std::env::var_os("LAMBDASCOPE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let entries = std::fs::read_dir(shared.join("secrets")).into_iter().flatten();
    let found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    if found.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no labelled secrets in {}", shared.display());
        println!("skipped: no labelled secrets in {}", shared.display());
    }
    found
}

fn read(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn every_label_agrees() {
    for directory in directories() {
        let evidence = read(directory.join("evidence.json"));
        let expected = read(directory.join("expect.json"));
        let configuration = |function: &str| {
            let calls = evidence["calls"].as_array().unwrap().iter();
            let mut answers = calls.map(|call| &call["response"]);
            answers.find(|answer| answer["FunctionName"] == function).unwrap()["Environment"]["Variables"]
                .clone()
        };
        let (mut real, mut benign, mut wrong) = (0, 0, Vec::new());
        for label in expected["secrets"].as_array().unwrap() {
            let variables = configuration(label["function"].as_str().unwrap());
            let name = label["variable"].as_str().unwrap();
            let beside = Beside::of(variables.as_object().unwrap().values().filter_map(Value::as_str));
            let value = variables[name].as_str().unwrap();
            let verdict = judge(name, value, beside);
            let is_secret = label["secret"] == true;
            if is_secret {
                real += 1
            } else {
                benign += 1
            }
            if matches!(verdict, Verdict::Secret(_)) != is_secret {
                wrong.push(format!("{name} ({}): {verdict:?}", label["kind"]));
            }
            assert!(!format!("{verdict:?}").contains(value) || value.len() < 4, "{name} shows its value");
        }
        println!("{}: {real} secrets, {benign} benign, {} wrong", directory.display(), wrong.len());
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
