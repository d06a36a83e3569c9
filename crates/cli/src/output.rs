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

/// Says something to the person, apart from the result. Control characters of hostile names are written out, so that they
/// do nothing to a terminal.
pub fn complain(message: &str) {
    let mut safe = String::with_capacity(message.len() + 1);
    for char in message.chars() {
        let deceptive = char.is_control() && char != '\n'
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
        if deceptive { safe.extend(char.escape_unicode()) } else { safe.push(char) }
    }
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

/// Writes a file whole or not at all: beside it first, then in its place.
///
/// # Errors
/// Two sentences.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let failed = |error: io::Error| {
        format!("{} could not be written: {error}. Choose another place with --out.", path.display())
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map(drop).map_err(|error| failed(error.error))
}
