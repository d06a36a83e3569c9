//! `cargo xtask tidy`: everything that isn't a test but must hold.

use crate::Result;
use crate::{house, sh, tools};

/// Runs all of it; the first thing that doesn't hold ends it.
pub fn run() -> Result {
    sh::heading("formatting");
    sh::run(sh::cargo().args(["fmt", "--all", "--check"]))?;

    sh::heading("the house: imports, manifests, text files");
    let problems = house::problems(sh::root())?;
    if !problems.is_empty() {
        return Err(problems.join("\n").into());
    }

    tools::wasm_target()?;
    let native = ["--workspace", "--exclude", "lambdascope"];
    let page = ["--package", "lambdascope", "--target", tools::WASM_TARGET];
    for (what, packages) in [("native", native.as_slice()), ("the page, for wasm", page.as_slice())] {
        sh::heading(&format!("clippy, {what}"));
        let warnings = ["--", "-D", "warnings"];
        sh::run(sh::cargo().args(["clippy", "--locked", "--all-targets"]).args(packages).args(warnings))?;
        sh::heading(&format!("documentation, {what}"));
        let doc = ["doc", "--locked", "--no-deps", "--document-private-items"];
        sh::run(sh::cargo().args(doc).args(packages).env("RUSTDOCFLAGS", "-D warnings"))?;
    }

    sh::heading("licences, bans, sources");
    let deny = tools::install(&tools::CARGO_DENY)?.join("cargo-deny");
    let deny = || sh::command(&deny);
    sh::run(deny().args(["--locked", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))?;

    sh::heading("advisories");
    if sh::succeeds(deny().args(["fetch", "db"])) {
        return sh::run(deny().args(["--locked", "check", "--disable-fetch", "advisories"]));
    }
    // Not a failure even unattended: whether a database can be reached says nothing about the code.
    println!("skipped: the advisory database could not be reached");
    Ok(())
}
