//! `cargo xtask test`: native, wasm in the browser, and the built page in the browser.

use crate::Result;
use crate::browser::{self, Browser};
use crate::build::{self, Wasm};
use crate::{apt, sh, tools};

/// Runs the parts that are named, or all, followed by what is handed to the tests after `--`.
pub fn run(options: &[&str]) -> Result {
    let split = options.iter().position(|option| *option == "--").unwrap_or(options.len());
    let (parts, filter) = options.split_at(split);
    if let Some(part) = parts.iter().find(|part| !["native", "wasm", "e2e"].contains(part)) {
        return Err(format!(
            "There are no `{part}` tests. There are: native, wasm, e2e; leave it out for all."
        )
        .into());
    }
    let wanted = |part| parts.is_empty() || parts.contains(&part);

    if wanted("native") {
        sh::heading("native tests");
        // The exporter's tests need jq and say so where they miss it.
        if sh::find(&["jq"]).is_none() {
            apt::install(&["jq"]);
        }
        sh::run(sh::cargo().args(["test", "--no-fail-fast", "--locked"]).args(filter))?;
    }
    if !wanted("wasm") && !wanted("e2e") {
        return Ok(());
    }
    sh::heading("browser");
    let Some(browser) = browser::find_or_install() else {
        return sh::skipped("The tests in the browser need Chromium and chromedriver.");
    };
    println!("{}", sh::read(sh::command(&browser.chromedriver).arg("--version"))?);
    if wanted("wasm") {
        sh::heading("wasm tests in the browser");
        in_wasm(&browser, filter)?;
    }
    if wanted("e2e") {
        sh::heading("end-to-end tests of the built page");
        end_to_end(&browser, filter)?;
    }
    Ok(())
}

fn in_wasm(browser: &Browser, filter: &[&str]) -> Result {
    tools::wasm_target()?;
    let bindgen = tools::install(&tools::WASM_BINDGEN)?;
    sh::run(
        sh::cargo()
            .args(["test", "--locked", "--package", "lambdascope", "--target", tools::WASM_TARGET])
            .args(filter)
            .env("PATH", sh::path_with(&[bindgen])?)
            .env("CHROMEDRIVER", &browser.chromedriver),
    )
}

fn end_to_end(browser: &Browser, filter: &[&str]) -> Result {
    build::release(Wasm::Optimised)?;
    sh::run(
        sh::cargo()
            .args(["test", "--locked", "--package", "e2e"])
            .args(filter)
            .env("LAMBDASCOPE_DIST", sh::dist())
            .env("LAMBDASCOPE_CHROMIUM", &browser.chromium)
            .env("LAMBDASCOPE_AXE", tools::package(&tools::AXE)?)
            .env("CHROMEDRIVER", &browser.chromedriver),
    )
}
