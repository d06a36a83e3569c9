//! Where results and complaints go: a file appears whole or not at all.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Done, and `--fail-on` was met.
pub const MET: u8 = 1;
/// The arguments are wrong.
pub const USAGE: u8 = 2;
/// The input can't be read.
pub const UNREADABLE: u8 = 3;

/// Text as it may stand in a terminal: control characters of hostile names are written out, so that they do nothing to it.
pub fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    for char in text.chars() {
        let deceptive = char.is_control() && char != '\n'
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
        if deceptive { safe.extend(char.escape_unicode()) } else { safe.push(char) }
    }
    safe
}

/// Says something to the person, apart from the result.
pub fn complain(message: &str) {
    let mut safe = harmless(message);
    safe.push('\n');
    // Nothing can be done when even complaining fails.
    let _ = io::stderr().write_all(safe.as_bytes());
}

/// Prints a result. A reader that went away, such as `head`, is no failure.
pub fn print(bytes: &[u8]) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("The result could not be written: {error}. Write it to a file with --out."));
            ExitCode::from(UNREADABLE)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Gives a result: into the file where one is named, else to be read.
pub fn deliver(path: Option<&Path>, bytes: &[u8]) -> ExitCode {
    match path.map(|path| write_file(path, bytes, Readers::Usual)) {
        None => print(bytes),
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(message)) => {
            complain(&message);
            ExitCode::from(UNREADABLE)
        }
    }
}

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Whoever the system's habit lets.
    Usual,
    /// Its owner alone.
    Owner,
}

/// Writes a file whole or not at all: beside it first, then in its place.
///
/// # Errors
/// Two sentences.
pub fn write_file(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), String> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(name);
    let write = || -> io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|error| {
        // The part may not exist; what counts is that it does not stay.
        let _ = std::fs::remove_file(&beside);
        format!("{} can't be written: {error}. Check the folder and its space.", path.display())
    })
}
