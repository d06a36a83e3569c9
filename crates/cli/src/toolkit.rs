//! `inspect`, `open` and `seal`: arguments, files and exit statuses. Files appear whole or not at all, and a key is never
//! an argument.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use engine::toolkit::{self, Options, Secret};

/// What no toolkit file exceeds; the page takes less.
const LARGEST: u64 = 1 << 30;

const USAGE: &str = "\
lambdascope inspect FILE
lambdascope open FILE --key-file KEY [--metadata HEAD_OBJECT_JSON] [--instruction FILE] [--required-context JSON]
                 [--allow-unauthenticated] [--out FILE] [--report FILE]
lambdascope seal FILE --data-key GENERATE_DATA_KEY_JSON [--context JSON] [--out FILE]
KEY and FILE may be `-` for standard input, one of them.";

/// How a command ends when it does not succeed: its exit status, and what to say.
enum Failure {
    /// The arguments are wrong: 2.
    Usage(String),
    /// Something can't be read or written: 3.
    Unreadable(String),
    /// The container did not open: 4.
    Closed(String),
}

impl Failure {
    fn status(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Unreadable(_) => 3,
            Self::Closed(_) => 4,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Usage(message) => format!("{message}\n{USAGE}"),
            Self::Unreadable(message) | Self::Closed(message) => message.clone(),
        }
    }
}

/// Runs `inspect`, `open` or `seal` with the arguments after it.
pub fn run(command: &str, args: Vec<OsString>) -> ExitCode {
    let done = match command {
        "inspect" => inspect(args),
        "open" => open(args),
        "seal" => seal(args),
        _ => Err(Failure::Usage("This is no command of the toolkit.".to_owned())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where standard error is closed there is nobody to tell; the status still says it.
            let _ = writeln!(io::stderr(), "lambdascope {command}: {}", toolkit::visible(&failure.message()));
            ExitCode::from(failure.status())
        }
    }
}

/// The one file, and the options with their values.
struct Arguments {
    file: OsString,
    options: Vec<(&'static str, OsString)>,
}

impl Arguments {
    /// Options are `--name value` or `--name=value`; each at most once.
    fn read(args: Vec<OsString>, valued: &[&'static str], flags: &[&'static str]) -> Result<Self, Failure> {
        let mut file = None;
        let mut options: Vec<(&'static str, OsString)> = Vec::new();
        let mut args = args.into_iter();
        let mut only_files = false;
        while let Some(argument) = args.next() {
            let text = argument.to_str().unwrap_or_default();
            if only_files || !text.starts_with("--") {
                if file.replace(argument).is_some() {
                    return Err(Failure::Usage("There is more than one FILE. Give one.".to_owned()));
                }
                continue;
            }
            if text == "--" {
                only_files = true;
                continue;
            }
            let (name, inline) = match text.split_once('=') {
                Some((name, value)) => (name, Some(OsString::from(value))),
                None => (text, None),
            };
            let known = |list: &[&'static str]| list.iter().copied().find(|known| *known == name);
            let (known, value) = match (known(valued), known(flags), inline) {
                (Some(known), _, Some(value)) => (known, value),
                (Some(known), _, None) => match args.next() {
                    Some(value) => (known, value),
                    None => return Err(Failure::Usage(format!("{known} has no value. Give one after it."))),
                },
                (None, Some(known), None) => (known, OsString::new()),
                _ => return Err(Failure::Usage("There is an option that this command does not have. Options are listed below.".to_owned())),
            };
            if options.iter().any(|(name, _)| *name == known) {
                return Err(Failure::Usage(format!("{known} is given twice. Give it once.")));
            }
            options.push((known, value));
        }
        let file = file.ok_or_else(|| Failure::Usage("There is no FILE. Give one.".to_owned()))?;
        Ok(Self { file, options })
    }

    fn option(&self, name: &str) -> Option<&OsString> {
        self.options.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn needed(&self, name: &str) -> Result<&OsString, Failure> {
        self.option(name).ok_or_else(|| Failure::Usage(format!("{name} is missing. Give it.")))
    }

    /// Standard input can be read once.
    fn one_standard_input(&self) -> Result<(), Failure> {
        let dashes = std::iter::once(&self.file).chain(self.options.iter().map(|(_, value)| value)).filter(|v| *v == "-").count();
        if dashes > 1 { Err(Failure::Usage("Standard input is named twice. Name it once.".to_owned())) } else { Ok(()) }
    }
}

fn read(path: &OsString) -> Result<Secret, Failure> {
    let shown = path.to_string_lossy().into_owned();
    let failed = |error: io::Error| Failure::Unreadable(format!("{shown} can't be read: {error}. Check its name and its rights."));
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
        return Err(Failure::Unreadable(format!("{shown} has more than {LARGEST} bytes. Split it, or use the tool that wrote it.")));
    }
    Ok(bytes)
}

/// Writes a file under another name beside it and then renames it, so that it is there whole or not at all. Only its owner
/// may read it.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let failed = |error: io::Error| Failure::Unreadable(format!("{shown} can't be written: {error}. Check the folder and its space."));
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let beside: PathBuf = path.with_file_name(name);
    let written = (|| {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    written.map_err(|error| {
        // The part may not exist; what counts is that it does not stay.
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// To the file, or to standard output.
fn put(path: Option<&OsString>, bytes: &[u8]) -> Result<(), Failure> {
    match path {
        Some(path) => write_whole(Path::new(path), bytes),
        None => {
            let mut out = io::stdout().lock();
            out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| {
                Failure::Unreadable(format!("Standard output can't be written: {error}. Give --out."))
            })
        }
    }
}

fn inspect(args: Vec<OsString>) -> Result<(), Failure> {
    let arguments = Arguments::read(args, &[], &[])?;
    let mut bytes = read(&arguments.file)?;
    let report = toolkit::inspect(std::mem::take(&mut *bytes));
    put(None, format!("{}\n", report.to_json()).as_bytes())
}

fn open(args: Vec<OsString>) -> Result<(), Failure> {
    let valued = ["--key-file", "--metadata", "--instruction", "--required-context", "--out", "--report"];
    let arguments = Arguments::read(args, &valued, &["--allow-unauthenticated"])?;
    let key_file = arguments.needed("--key-file")?;
    arguments.one_standard_input()?;
    let required_context = match arguments.option("--required-context") {
        None => Vec::new(),
        Some(json) => toolkit::read_context(json.to_string_lossy().as_bytes())
            .map_err(|error| Failure::Usage(format!("--required-context: {error}")))?,
    };
    let mut bytes = read(&arguments.file)?;
    let key = read(key_file)?;
    let options = Options {
        required_context,
        allow_unauthenticated: arguments.option("--allow-unauthenticated").is_some(),
    };
    let opened = toolkit::open(std::mem::take(&mut *bytes), key, options);
    if let Some(path) = arguments.option("--report") {
        put(Some(path), format!("{}\n", opened.report.to_json()).as_bytes())?;
    }
    match opened.plaintext {
        Some(plaintext) => put(arguments.option("--out"), &plaintext),
        None => Err(Failure::Closed(format!("{}: {}", opened.report.verdict.name(), opened.report.detail))),
    }
}

fn seal(args: Vec<OsString>) -> Result<(), Failure> {
    let arguments = Arguments::read(args, &["--data-key", "--context", "--out"], &[])?;
    let data_key_file = arguments.needed("--data-key")?;
    arguments.one_standard_input()?;
    let context = match arguments.option("--context") {
        None => Vec::new(),
        Some(json) => toolkit::read_context(json.to_string_lossy().as_bytes())
            .map_err(|error| Failure::Usage(format!("--context: {error}")))?,
    };
    let data_key = read(data_key_file)?;
    let plaintext = read(&arguments.file)?;
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| {
        Failure::Unreadable(format!("The system gives no random bytes: {error}. Try again later."))
    })?;
    let sealed = toolkit::seal(plaintext, &data_key, context, random)
        .map_err(|error| Failure::Unreadable(error.to_string()))?;
    put(arguments.option("--out"), &sealed)
}
