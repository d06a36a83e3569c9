//! Where results and complaints go: a file appears whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use engine::NotWritten;

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
    deliver(None, bytes)
}

/// Gives a result: into the file where one is named, else to be read.
pub fn deliver(path: Option<&Path>, bytes: &[u8]) -> ExitCode {
    deliver_by(path, |out| Ok(out.write_all(bytes)?))
}

/// The same of a result that is written bit by bit.
pub fn deliver_by(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), NotWritten>,
) -> ExitCode {
    let why = match path {
        Some(path) => match write_file_by(path, Readers::Usual, write) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(why) => why,
        },
        None => {
            let mut out = BufWriter::with_capacity(AT_ONCE, io::stdout().lock());
            match write(&mut out).and_then(|()| Ok(out.flush()?)) {
                Err(NotWritten::Failed(error)) if error.kind() != io::ErrorKind::BrokenPipe => {
                    format!("The result could not be written: {error}. Write it to a file with --out.")
                }
                Err(NotWritten::Refused(why)) => why,
                _ => return ExitCode::SUCCESS,
            }
        }
    };
    complain(&why);
    ExitCode::from(UNREADABLE)
}

/// So many bytes are handed to the system at once.
const AT_ONCE: usize = 1 << 16;

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
    write_file_by(path, readers, |out| Ok(out.write_all(bytes)?))
}

fn write_file_by(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut dyn Write) -> Result<(), NotWritten>,
) -> Result<(), String> {
    // A link stays one, and what it leads to is written. A device or a pipe is written to, never replaced.
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    if std::fs::metadata(path).is_ok_and(|known| !known.is_file()) {
        let through = || {
            let mut out =
                BufWriter::with_capacity(AT_ONCE, std::fs::OpenOptions::new().write(true).open(path)?);
            write(&mut out)?;
            Ok(out.flush()?)
        };
        return through().map_err(|why: NotWritten| told(why, path));
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(name);
    let write = || {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut out = BufWriter::with_capacity(AT_ONCE, options.open(&beside)?);
        write(&mut out)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(std::fs::rename(&beside, path)?)
    };
    write().map_err(|why| {
        // The part may not exist; what counts is that it does not stay.
        let _ = std::fs::remove_file(&beside);
        told(why, path)
    })
}

/// Why a file was not written, in two sentences.
fn told(why: NotWritten, path: &Path) -> String {
    match why {
        NotWritten::Refused(message) => message,
        NotWritten::Failed(error) => {
            format!("{} can't be written: {error}. Check the folder and its space.", path.display())
        }
    }
}
