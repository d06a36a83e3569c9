//! Running commands, and where things are.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Result;

/// The repository's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where the built site lies.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Where cargo builds.
pub fn target() -> Result<PathBuf> {
    let metadata = read(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let target = metadata.get("target_directory").and_then(Value::as_str);
    Ok(target.ok_or("Cargo doesn't say where it builds. Set CARGO_TARGET_DIR.")?.into())
}

/// Whether this runs unattended, where nothing may be skipped.
pub fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// A line that begins a step.
pub fn heading(text: &str) {
    println!("\n== {text}");
}

/// A step that could not be done here, said so that nobody takes it for done. Unattended it is a failure.
pub fn skipped(why: &str) -> Result {
    println!("skipped: {why}");
    if in_ci() { Err(format!("Nothing may be skipped where CI is set. {why}").into()) } else { Ok(()) }
}

/// A command in the repository's root that reads no terminal.
pub fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The cargo that runs the workshop, in the repository's root.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command with its output on the terminal.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status}).", line(command)).into()) }
}

/// Runs a command and gives what it printed.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        return Err(format!("`{}` failed ({}).", line(command), output.status).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Whether a command runs and succeeds, with nothing printed.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The first of these programs that the PATH has.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names
        .iter()
        .find_map(|name| env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file()))
}

/// The PATH with these directories before it.
pub fn path_with(directories: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(directories.iter().cloned().chain(env::split_paths(&path)))?)
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` could not be started ({error}). Is it installed, and on the PATH?", line(command))
}
