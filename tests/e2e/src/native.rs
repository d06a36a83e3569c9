//! The `lambdascope` command, for what the page has to agree with.

use std::path::Path;
use std::process::Command;

/// What `lambdascope audit --format FORMAT FILE` prints; classic formats are the published edition's.
pub fn audit(file: &Path, format: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["run", "--quiet", "--locked", "--package", "lambdascope-cli", "--"])
        .args(["audit", "--rules", if format == "json" { "2026-11" } else { "2025-09" }, "--format", format])
        .arg(file)
        .output()
        .expect("cargo runs");
    assert!(
        !output.stdout.is_empty(),
        "the command printed nothing: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}
