//! The pinned tools, kept outside the repository and found again next time.
//!
//! Each lies in `<cache>/<name>-<version>/`, where the cache is `$LAMBDASCOPE_TOOLS`, else
//! `$XDG_CACHE_HOME/lambdascope/tools`, else `~/.cache/lambdascope/tools`.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::Result;
use crate::sh;

/// A program from crates.io, at one version.
pub struct Crate {
    name: &'static str,
    version: &'static str,
    binary: &'static str,
    /// What `cargo install` is told beside name, version and place.
    options: &'static [&'static str],
    minutes: &'static str,
}

/// Bundles the page. 0.22 needs a newer compiler than this project asks for.
pub const TRUNK: Crate = Crate {
    name: "trunk",
    version: "0.21.14",
    binary: "trunk",
    options: &["--locked", "--no-default-features", "--features", "rustls"],
    minutes: "about 5 minutes",
};

/// Writes the JavaScript beside the wasm, and runs wasm tests. It must equal the `wasm-bindgen` in Cargo.lock. Its own lock
/// file names a version of a dependency that was withdrawn, so it is installed without `--locked`.
pub const WASM_BINDGEN: Crate = Crate {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    binary: "wasm-bindgen",
    options: &["--no-default-features"],
    minutes: "1 to 4 minutes",
};

/// Reads the licences, bans and sources of everything that is built in.
pub const CARGO_DENY: Crate = Crate {
    name: "cargo-deny",
    version: "0.20.2",
    binary: "cargo-deny",
    options: &["--locked", "--no-default-features"],
    minutes: "about 2 minutes",
};

/// A package from the npm registry, at one version.
pub struct Package {
    name: &'static str,
    version: &'static str,
    /// The file in the package that is asked for.
    file: &'static str,
}

/// Makes the wasm smaller. Distributions carry versions that can't read what today's compiler writes.
pub const WASM_OPT: Package = Package { name: "binaryen", version: "132.0.0", file: "bin/wasm-opt" };

/// Looks for what keeps people out of a page.
pub const AXE: Package = Package { name: "axe-core", version: "4.14.1", file: "axe.min.js" };

/// The target that the page is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Where the tools lie.
pub fn cache() -> Result<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(cache) = set("LAMBDASCOPE_TOOLS") {
        return Ok(std::path::absolute(cache)?);
    }
    let caches = set("XDG_CACHE_HOME").or_else(|| env::home_dir().map(|home| home.join(".cache")));
    let caches = caches
        .ok_or("There is no home directory to keep the tools in. Set LAMBDASCOPE_TOOLS to a directory.")?;
    Ok(caches.join("lambdascope").join("tools"))
}

/// Makes sure that a program is there and gives the directory that holds it.
pub fn install(tool: &Crate) -> Result<PathBuf> {
    let home = cache()?.join(format!("{}-{}", tool.name, tool.version));
    let bin = home.join("bin");
    if bin.join(tool.binary).with_extension(env::consts::EXE_EXTENSION).is_file() {
        return Ok(bin);
    }
    println!("installing {} {} into {} ({}, once)", tool.name, tool.version, home.display(), tool.minutes);
    let started = Instant::now();
    std::fs::create_dir_all(&home)?;
    let build = home.join("build");
    sh::run(
        sh::cargo()
            // Not in the repository, whose own settings are for the page.
            .current_dir(&home)
            .args(["install", tool.name, "--version", tool.version, "--root"])
            .arg(&home)
            .args(tool.options)
            .env("CARGO_TARGET_DIR", &build)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET")
            // A tool that runs for a second a day is better built quickly than built fast.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    )
    .map_err(|error| format!("{error} It is needed to go on; its sources come from crates.io."))?;
    std::fs::remove_dir_all(&build)?;
    println!("installed {} in {} s", tool.name, started.elapsed().as_secs());
    Ok(bin)
}

/// Makes sure that a package is there and gives the file in it that is asked for.
pub fn package(package: &Package) -> Result<PathBuf> {
    let home = cache()?.join(format!("{}-{}", package.name, package.version));
    let file = home.join("node_modules").join(package.name).join(package.file);
    if file.is_file() {
        return Ok(file);
    }
    println!("installing {} {} into {}", package.name, package.version, home.display());
    std::fs::create_dir_all(&home)?;
    let npm = sh::find(&["npm", "npm.cmd"]).ok_or_else(|| {
        format!("npm is not on the PATH; {} comes from its registry. Install Node 20.", package.name)
    })?;
    sh::run(
        sh::command(npm)
            .current_dir(&home)
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--ignore-scripts",
                "--loglevel=error",
                "--prefix",
            ])
            .arg(&home)
            .arg(format!("{}@{}", package.name, package.version)),
    )?;
    Ok(file)
}

/// `wasm-opt`, run by Node.
pub fn wasm_opt() -> Result<Command> {
    let script = package(&WASM_OPT)?;
    let mut command = sh::command(node()?);
    command.arg(script);
    Ok(command)
}

/// Node's program, for `wasm-opt`.
pub fn node() -> Result<PathBuf> {
    sh::find(&["node", "node.exe"])
        .ok_or_else(|| "Node is not on the PATH; wasm-opt runs on it. Install Node 20, or use `cargo xtask build --fast`.".into())
}

/// Makes sure that the compiler can compile for the page.
pub fn wasm_target() -> Result {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = sh::read(sh::command(rustc).args(["--print", "sysroot"]))?;
    if PathBuf::from(sysroot).join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir() {
        return Ok(());
    }
    println!("installing the compiler's target {WASM_TARGET}");
    sh::run(sh::command("rustup").args(["target", "add", WASM_TARGET])).map_err(|error| {
        format!("{error} Without rustup, install the target {WASM_TARGET} as the compiler was installed.")
            .into()
    })
}

/// What building the page needs, and the directories that a PATH needs for it.
pub fn for_building() -> Result<Vec<PathBuf>> {
    wasm_target()?;
    Ok(vec![install(&WASM_BINDGEN)?, install(&TRUNK)?])
}

/// `cargo xtask tools`.
pub fn print_path() -> Result {
    let directories = for_building()?;
    let joined = env::join_paths(directories)?;
    println!("export PATH=\"{}:$PATH\"", joined.to_string_lossy());
    Ok(())
}
