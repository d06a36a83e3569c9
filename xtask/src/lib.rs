//! The workshop: installs what is missing, then builds, serves, tests and measures.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command of the workshop speaks to the terminal"
)]

use std::error::Error;
use std::process::ExitCode;

pub mod apt;
pub mod bench;
pub mod browser;
pub mod budget;
pub mod build;
pub mod finish;
pub mod house;
pub mod parts;
pub mod serve;
pub mod sh;
pub mod site;
pub mod split;
pub mod test;
pub mod tidy;
pub mod tools;

/// What a step of the workshop gives; the error is one or two sentences for the person at the terminal.
pub type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What the workshop can do.
pub const USAGE: &str = "\
cargo xtask serve [--port N]         build the page and serve it on 127.0.0.1 (port 8080)
cargo xtask serve --watch            the same with `trunk serve`: builds again when a file changes
cargo xtask build [--fast]           the static site, in dist/ (--fast: without wasm-opt, needs no Node)
cargo xtask test [native|wasm|e2e]   the tests: native, wasm in headless Chromium, the built page in headless Chromium
cargo xtask tidy                     formatting, clippy, documentation, imports, licences
cargo xtask budget                   the size of the shipped wasm against its budget
cargo xtask bench [page|native|iam]  how fast it is, written to docs/performance.md (iam: only when asked)
cargo xtask tools                    install the tools and print the PATH that finds them
cargo xtask finish                   Trunk's last step; it runs this by itself";

/// Runs one command of the workshop.
pub fn main(args: &[String]) -> ExitCode {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["serve", options @ ..] => serve::run(options),
        ["build"] => build::release(build::Wasm::Optimised),
        ["build", "--fast"] => build::release(build::Wasm::AsCompiled),
        ["test", options @ ..] => test::run(options),
        ["tidy"] => tidy::run(),
        ["budget"] => budget::run(),
        ["bench", options @ ..] => bench::run(options),
        ["tools"] => tools::print_path(),
        ["finish"] => finish::run(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("There is no `{}`. These are the commands:\n{USAGE}", args.join(" ")).into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
