//! The static site.

use std::process::Command;
use std::time::Instant;

use crate::Result;
use crate::{finish, sh, tools};

/// What becomes of the compiled wasm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wasm {
    /// Through wasm-opt, as it ships. Needs Node.
    Optimised,
    /// As the compiler gave it: somewhat bigger, quicker to have, and nothing but cargo needed.
    AsCompiled,
}

/// Builds the site for release into `dist/`.
pub fn release(wasm: Wasm) -> Result {
    let started = Instant::now();
    let mut trunk = trunk("build")?;
    trunk.arg("--release");
    if wasm == Wasm::Optimised {
        // Installed here, so that the hook inside Trunk's build finds it in place.
        tools::wasm_opt()?;
        trunk.env(finish::OPTIMISE, "1");
    }
    sh::run(&mut trunk)?;
    println!("the site is in {} ({} s)", sh::dist().display(), started.elapsed().as_secs());
    Ok(())
}

/// Trunk with its tools on the PATH. It works offline, so what it compiles is fetched here.
pub fn trunk(subcommand: &str) -> Result<Command> {
    sh::run(sh::cargo().args(["fetch", "--quiet", "--locked", "--target", tools::WASM_TARGET]))?;
    let mut trunk = sh::command("trunk");
    trunk
        .env("PATH", sh::path_with(&tools::for_building()?)?)
        // Trunk reads NO_COLOR as one of its own flags and stops at the value `1`.
        .env_remove("NO_COLOR")
        // Its errors name what failed; its own call stacks say nothing more.
        .env_remove("RUST_BACKTRACE")
        .env_remove(finish::OPTIMISE)
        .arg(subcommand);
    Ok(trunk)
}
