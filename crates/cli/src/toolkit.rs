//! `inspect`, `open` and `seal`: arguments, files and exit statuses. Files appear whole or not at all, and a key is never
//! an argument.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

use engine::toolkit::{self, Options, Secret};
use lexopt::Arg;

use crate::output::{self, Readers, UNREADABLE, USAGE, complain};

/// A container did not open.
const CLOSED: u8 = 4;
/// What no toolkit file exceeds; the page takes less.
const LARGEST: u64 = 1 << 30;

const FORMS: &str = "\
lambdascope inspect FILE
lambdascope open FILE --key-file KEY [--metadata HEAD_OBJECT_JSON] [--instruction FILE] [--required-context JSON]
                 [--allow-unauthenticated] [--out FILE] [--report FILE]
lambdascope seal FILE --data-key GENERATE_DATA_KEY_JSON [--context JSON] [--out FILE]
KEY and FILE may be `-` for standard input, one of them.";

/// How a command ends when it does not succeed.
enum Failure {
    /// The arguments are wrong.
    Usage(String),
    /// Something can't be read or written.
    Unreadable(String),
    /// The container did not open.
    Closed(String),
}

/// Runs `inspect`, `open` or `seal` with the arguments after it.
pub fn run(command: &str, args: Vec<OsString>) -> ExitCode {
    let done = match command {
        "inspect" => inspect(args),
        "open" => open(args),
        "seal" => seal(args),
        _ => Err(Failure::Usage("This is no command of the toolkit.".to_owned())),
    };
    let (status, message) = match done {
        Ok(status) => return status,
        Err(Failure::Usage(message)) => (USAGE, format!("{message}\n{FORMS}")),
        Err(Failure::Unreadable(message)) => (UNREADABLE, message),
        Err(Failure::Closed(message)) => (CLOSED, message),
    };
    complain(&toolkit::visible(&message));
    ExitCode::from(status)
}

/// The one file, and the options with their values.
struct Arguments {
    file: OsString,
    options: Vec<(&'static str, OsString)>,
}

impl Arguments {
    /// Reads options with a value and flags, each at most once.
    fn read(args: Vec<OsString>, valued: &[&'static str], flags: &[&'static str]) -> Result<Self, Failure> {
        let wrong = |error: lexopt::Error| Failure::Usage(format!("{error}. The forms are below."));
        let mut parser = lexopt::Parser::from_args(args);
        let (mut file, mut options) = (None, Vec::new());
        while let Some(argument) = parser.next().map_err(wrong)? {
            let name = match argument {
                Arg::Value(value) => {
                    if file.replace(value).is_some() {
                        return Err(Failure::Usage("There is more than one FILE. Give one.".to_owned()));
                    }
                    continue;
                }
                Arg::Long(name) => name,
                other => return Err(wrong(other.unexpected())),
            };
            let known = |list: &[&'static str]| list.iter().copied().find(|known| *known == name);
            let (known, takes_value) = match (known(valued), known(flags)) {
                (Some(known), _) => (known, true),
                (None, Some(known)) => (known, false),
                (None, None) => return Err(wrong(argument.unexpected())),
            };
            let value = if takes_value { parser.value().map_err(wrong)? } else { OsString::new() };
            if options.iter().any(|(name, _)| *name == known) {
                return Err(Failure::Usage(format!("--{known} is given twice. Give it once.")));
            }
            options.push((known, value));
        }
        let file = file.ok_or_else(|| Failure::Usage("There is no FILE. Give one.".to_owned()))?;
        let arguments = Self { file, options };
        // Standard input can be read once.
        let dashes = |value: &&OsString| **value == "-";
        let named = std::iter::once(&arguments.file).chain(arguments.options.iter().map(|(_, value)| value));
        if named.filter(dashes).count() > 1 {
            return Err(Failure::Usage("Standard input is named twice. Name it once.".to_owned()));
        }
        Ok(arguments)
    }

    fn option(&self, name: &str) -> Option<&OsString> {
        self.options.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn needed(&self, name: &str) -> Result<&OsString, Failure> {
        self.option(name).ok_or_else(|| Failure::Usage(format!("--{name} is missing. Give it.")))
    }

    /// A file that an option names.
    fn file(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.option(name).map(|path| read(path).map(|bytes| bytes.to_vec())).transpose()
    }

    /// An encryption context; none where the option is not given.
    fn context(&self, name: &str) -> Result<Vec<(String, String)>, Failure> {
        self.option(name).map_or(Ok(Vec::new()), |json| {
            toolkit::read_context(json.to_string_lossy().as_bytes())
                .map_err(|error| Failure::Usage(format!("--{name}: {error}")))
        })
    }
}

fn read(path: &OsString) -> Result<Secret, Failure> {
    let shown = path.to_string_lossy().into_owned();
    let failed = |error: io::Error| {
        Failure::Unreadable(format!("{shown} can't be read: {error}. Check its name and its rights."))
    };
    let mut bytes = Secret::new(Vec::new());
    let mut fill = |source: &mut dyn Read, expected: u64| -> io::Result<()> {
        bytes.reserve(usize::try_from(expected.min(LARGEST)).unwrap_or(0));
        source.take(LARGEST + 1).read_to_end(&mut bytes).map(drop)
    };
    if path == "-" {
        fill(&mut io::stdin().lock(), 0).map_err(failed)?;
    } else {
        let mut file = File::open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        fill(&mut file, length).map_err(failed)?;
    }
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::Unreadable(format!(
            "{shown} has more than {LARGEST} bytes. Split it, or use the tool that wrote it."
        )));
    }
    Ok(bytes)
}

/// To the file, which only its owner may read, or to standard output.
fn put(path: Option<&OsString>, bytes: &[u8]) -> Result<ExitCode, Failure> {
    match path {
        Some(path) => output::write_file(Path::new(path), bytes, Readers::Owner)
            .map(|()| ExitCode::SUCCESS)
            .map_err(Failure::Unreadable),
        None => Ok(output::print(bytes)),
    }
}

fn inspect(args: Vec<OsString>) -> Result<ExitCode, Failure> {
    let arguments = Arguments::read(args, &[], &[])?;
    let mut bytes = read(&arguments.file)?;
    let report = toolkit::inspect(std::mem::take(&mut *bytes));
    put(None, format!("{}\n", report.to_json()).as_bytes())
}

fn open(args: Vec<OsString>) -> Result<ExitCode, Failure> {
    let valued = ["key-file", "metadata", "instruction", "required-context", "out", "report"];
    let arguments = Arguments::read(args, &valued, &["allow-unauthenticated"])?;
    let key_file = arguments.needed("key-file")?;
    let options = Options {
        required_context: arguments.context("required-context")?,
        allow_unauthenticated: arguments.option("allow-unauthenticated").is_some(),
        metadata: arguments.file("metadata")?,
        instruction: arguments.file("instruction")?,
    };
    let mut bytes = read(&arguments.file)?;
    let key = read(key_file)?;
    let opened = toolkit::open(std::mem::take(&mut *bytes), key, options);
    if let Some(path) = arguments.option("report") {
        put(Some(path), format!("{}\n", opened.report.to_json()).as_bytes())?;
    }
    match opened.plaintext {
        Some(plaintext) => put(arguments.option("out"), &plaintext),
        None => Err(Failure::Closed(format!("{}: {}", opened.report.verdict.name(), opened.report.detail))),
    }
}

fn seal(args: Vec<OsString>) -> Result<ExitCode, Failure> {
    let arguments = Arguments::read(args, &["data-key", "context", "out"], &[])?;
    let data_key_file = arguments.needed("data-key")?;
    let context = arguments.context("context")?;
    let data_key = read(data_key_file)?;
    let plaintext = read(&arguments.file)?;
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| {
        Failure::Unreadable(format!("The system gives no random bytes: {error}. Try again later."))
    })?;
    let sealed = toolkit::seal(plaintext, &data_key, context, random)
        .map_err(|error| Failure::Unreadable(error.to_string()))?;
    put(arguments.option("out"), &sealed)
}
