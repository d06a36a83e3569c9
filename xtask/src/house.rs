//! What must hold of the repository's own text: who imports whom, what every manifest inherits, the policy, tidy files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Result;
use crate::sh;

/// Who may import which of our own packages. Whoever isn't named imports none.
const EDGES: [(&str, &[&str]); 9] = [
    ("evidence", &["json", "order"]),
    ("checks", &["evidence", "iam", "order"]),
    ("compliance", &["checks", "order"]),
    ("report", &["checks", "compliance", "order"]),
    ("baseline", &["evidence"]),
    ("engine", &["baseline", "checks", "compliance", "envelope", "evidence", "iam", "order", "report"]),
    ("lambdascope", &["engine"]),
    ("lambdascope-cli", &["engine"]),
    ("e2e", &["xtask"]),
];

/// Lines that every package's manifest holds.
const INHERITED: [&str; 6] = [
    "version.workspace = true",
    "edition.workspace = true",
    "rust-version.workspace = true",
    "license.workspace = true",
    "publish.workspace = true",
    "[lints]\nworkspace = true",
];

/// What the page's sources may not hold, and why.
const NOT_IN_THE_PAGE: [(&str, &str); 4] = [
    (" style=", "the policy refuses style attributes; use a class, or `style:name=value`"),
    ("inner_html", "text from evidence is never read as HTML"),
    ("web_sys::", "only src/platform/ and the worker touch browser APIs"),
    ("js_sys::", "only src/platform/ and the worker touch browser APIs"),
];

/// Everything in the repository that doesn't hold, a line each.
pub fn problems(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let metadata =
        sh::read(sh::cargo().current_dir(root).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let ours: Vec<String> =
        packages.filter_map(|package| package.get("name")?.as_str().map(str::to_owned)).collect();
    problems.extend(forbidden(&imports(&metadata), &ours));
    for file in text_files(root)? {
        let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| format!("{error}"));
        problems.extend(untidy(&path, &text));
        if path.ends_with("Cargo.toml") {
            problems.extend(manifest(&path, &text));
        }
        if path.starts_with("src/") && path.ends_with(".rs") {
            problems.extend(page(&path, &text));
        }
    }
    let read = |name: &str| fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"));
    problems.extend(policy(&read("index.html")?, &read("_headers")?));
    Ok(problems)
}

/// One of our packages that another one's manifest names.
#[derive(Debug, Clone)]
struct Import {
    package: String,
    imported: String,
    /// For its tests alone.
    for_tests: bool,
}

/// Every import that our packages' manifests name, of ours and of others'.
fn imports(metadata: &Value) -> Vec<Import> {
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let name = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut imports = Vec::new();
    for package in list(metadata, "packages") {
        for dependency in list(&package, "dependencies") {
            let for_tests = dependency.get("kind").and_then(Value::as_str) == Some("dev");
            imports.push(Import { package: name(&package), imported: name(&dependency), for_tests });
        }
    }
    imports
}

/// The imports of a package of ours that nobody allows. Tests may also import what lies further down the same way: they make its input.
fn forbidden(imports: &[Import], ours: &[String]) -> Vec<String> {
    let wrong = imports.iter().filter(|import| {
        let allowed =
            if import.for_tests { below(&import.package) } else { direct(&import.package).to_vec() };
        ours.contains(&import.imported) && !allowed.contains(&import.imported.as_str())
    });
    wrong
        .map(|Import { package, imported, .. }| {
            format!("{package} imports {imported}, which ARCHITECTURE.md doesn't let it")
        })
        .collect()
}

fn direct(package: &str) -> &'static [&'static str] {
    EDGES.iter().find(|(name, _)| *name == package).map_or(&[], |(_, allowed)| allowed)
}

/// Everything that a package imports, directly or by what it imports.
fn below(package: &str) -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    let mut waiting = direct(package).to_vec();
    while let Some(name) = waiting.pop() {
        if !found.contains(&name) {
            found.push(name);
            waiting.extend(direct(name));
        }
    }
    found
}

fn manifest(path: &str, text: &str) -> Vec<String> {
    if !text.contains("[package]") {
        return Vec::new();
    }
    let lacks = INHERITED.iter().filter(|line| !text.contains(&format!("\n{line}\n")));
    lacks.map(|line| format!("{path} lacks `{}`", line.replace('\n', " "))).collect()
}

fn page(path: &str, text: &str) -> Vec<String> {
    let free = path.starts_with("src/platform/") || path.starts_with("src/bin/");
    let rules = NOT_IN_THE_PAGE.iter().filter(|(word, _)| !(free && word.ends_with("_sys::")));
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for (word, why) in rules.clone().filter(|(word, _)| line.contains(word)) {
            problems.push(format!("{path}:{number} has `{}`: {why}", word.trim()));
        }
    }
    problems
}

fn untidy(path: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if !text.is_empty() && (!text.ends_with('\n') || text.ends_with("\n\n")) {
        problems.push(format!("{path} doesn't end with one line end"));
    }
    for (number, line) in (1..).zip(text.split('\n')) {
        if line.ends_with([' ', '\t', '\r']) {
            problems.push(format!("{path}:{number} ends with blanks or a carriage return"));
        }
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            problems.push(format!("{path}:{number} is a mark of an unfinished merge"));
        }
    }
    problems
}

/// The page's policy must be the host's, but for what a `<meta>` can't say.
fn policy(index: &str, headers: &str) -> Vec<String> {
    let between = |text: &str, before: &str, after: &str| {
        let start = text.find(before)? + before.len();
        let end = text.get(start..)?.find(after)?;
        text.get(start..start + end).map(str::to_owned)
    };
    let meta = between(index, "<meta http-equiv=\"Content-Security-Policy\" content=\"", "\">");
    let header = between(headers, "\n  Content-Security-Policy: ", "\n");
    match (meta, header) {
        (Some(meta), Some(header)) if header == format!("{meta}; frame-ancestors 'none'") => Vec::new(),
        (meta, header) => {
            vec![format!("the policy of index.html is not that of _headers: {meta:?}, {header:?}")]
        }
    }
}

/// Our own text files. Fixtures are left out: odd input is their purpose.
fn text_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut directories = vec![root.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !["target", "dist", "fixtures", ".git", "node_modules"].contains(&name.as_str()) {
                    directories.push(entry.path());
                }
            } else if is_text(&name) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_text(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["rs", "toml", "md", "js", "css", "html", "sh", "json"].contains(&extension)
        || ["_headers", "run"].contains(&name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn this_repository_holds() {
        let problems = problems(sh::root()).unwrap();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    #[test]
    fn other_edges_are_found() {
        let ours =
            ["evidence", "iam", "checks", "envelope", "engine", "report", "compliance"].map(str::to_owned);
        let check = |kind: Value, package: &str, imported: &str, allowed: bool| {
            let metadata =
                json!({"packages": [{"name": package, "dependencies": [{"name": imported, "kind": kind}]}]});
            assert_eq!(forbidden(&imports(&metadata), &ours).is_empty(), allowed, "{package} → {imported}");
        };
        for (package, imported, allowed) in [
            ("checks", "evidence", true),
            ("checks", "serde", true),
            ("lambdascope", "engine", true),
            ("lambdascope", "evidence", false),
            ("lambdascope-cli", "checks", false),
            ("evidence", "iam", false),
            ("iam", "evidence", false),
            ("envelope", "report", false),
            ("checks", "report", false),
            ("compliance", "evidence", false),
            ("xtask", "engine", false),
            ("a-new-one", "iam", false),
        ] {
            check(Value::Null, package, imported, allowed);
            check(json!("build"), package, imported, allowed);
        }
        check(json!("dev"), "compliance", "evidence", true);
        check(json!("dev"), "evidence", "checks", false);
        check(json!("dev"), "envelope", "evidence", false);
    }

    #[test]
    fn manifests_inherit() {
        let whole = format!("[package]\n{}\n", INHERITED.join("\n"));
        assert!(manifest("a/Cargo.toml", &whole).is_empty());
        assert!(manifest("Cargo.toml", "[workspace]\n").is_empty());
        for line in INHERITED {
            assert_eq!(
                manifest("a/Cargo.toml", &whole.replace(&format!("\n{line}\n"), "\n")).len(),
                1,
                "{line}"
            );
        }
    }

    #[test]
    fn the_page_keeps_to_its_rooms() {
        let check = |path: &str, text: &str, count: usize| {
            assert_eq!(page(path, text).len(), count, "{path}: {text}")
        };
        check("src/app.rs", r#"<p style="color:red">"#, 1);
        check("src/app.rs", "<p style=move || x>", 1);
        check("src/app.rs", "<p style:color=move || x>", 0);
        check("src/app.rs", "<p inner_html=x>", 1);
        check("src/app.rs", "let w = web_sys::window();", 1);
        check("src/app.rs", "// not web_sys::window", 0);
        check("src/platform/file.rs", "let w = web_sys::window();", 0);
        check("src/platform/file.rs", "x.set_inner_html(a)", 1);
        check("src/bin/worker.rs", "js_sys::global()", 0);
    }

    #[test]
    fn untidy_files_are_found() {
        let check = |text: &str, count: usize| assert_eq!(untidy("a", text).len(), count, "{text:?}");
        check("", 0);
        check("a\n\nb\n", 0);
        check("a", 1);
        check("a\n\n", 1);
        check("a \nb\t\n", 2);
        check("a\r\n", 1);
        check("<<<<<<< a\n", 1);
    }

    #[test]
    fn the_policies_are_one() {
        let index = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#;
        let check =
            |headers: &str, count: usize| assert_eq!(policy(index, headers).len(), count, "{headers}");
        check("/*\n  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\n", 0);
        check("/*\n  Content-Security-Policy: default-src 'self'; frame-ancestors 'none'\n", 1);
        check("/*\n  X-A: 1\n", 1);
    }
}
