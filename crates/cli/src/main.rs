//! The `lambdascope` command: the same crates as the page, on the command line.
//!
//! Exit status: 0 done; 1 done, and `--fail-on` was met; 2 the arguments are wrong; 3 the input can't be read; 4 a container
//! did not open.

mod audit;
mod compare;
mod output;
mod toolkit;

use std::ffi::OsString;
use std::process::ExitCode;

const USAGE: &str = "\
lambdascope — audits exported AWS Lambda configurations; nothing is sent anywhere.

  lambdascope audit FILE...  [--rules 2026-11|2025-09] [--as-of YYYY-MM-DD] [--function NAME]...
                             [--format json|csv|classic|text] [--fail-on SEVERITY] [--out FILE]
  lambdascope compare OLD NEW [--rules 2026-11|2025-09] [--as-of YYYY-MM-DD] [--format json|text] [--out FILE]
                             two audits, or their evidence: what is new, changed, fixed, or unknown now
  lambdascope editions FILE... [--as-of YYYY-MM-DD] [--format json|text] [--out FILE]
                             what the two editions say differently, fault by fault
  lambdascope rules          [--rules 2026-11|2025-09] [--format json|markdown]   the catalogue of rules
  lambdascope inspect FILE                        what container this is and what it needs, as JSON
  lambdascope open FILE --key-file KEY [--metadata HEAD_OBJECT_JSON] [--instruction FILE] [--required-context JSON]
                             [--allow-unauthenticated] [--out FILE] [--report FILE]
  lambdascope seal FILE --data-key GENERATE_DATA_KEY_JSON [--context JSON] [--out FILE]
  lambdascope --version
  lambdascope --help

FILE is what the exporter wrote, an AWS CLI answer, an audit, or a zip, gzip or folder of these; - is standard input.
SEVERITY is CRITICAL, HIGH, MEDIUM, LOW or INFO.
Exit status: 0 done; 1 done, and --fail-on was met; 2 the arguments are wrong; 3 the input can't be read;
4 a container did not open.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next();
    let rest: Vec<OsString> = arguments.collect();
    match command.as_deref().and_then(|command| command.to_str()) {
        Some("audit") => audit::run(rest),
        Some("compare") => compare::run(rest),
        Some("editions") => audit::editions(rest),
        Some("rules") => audit::rules(rest),
        Some(name @ ("inspect" | "open" | "seal")) => toolkit::run(name, rest),
        Some("--help" | "-h" | "help") => output::print(USAGE.as_bytes()),
        Some("--version" | "-V") => {
            output::print(format!("lambdascope {}\n", env!("CARGO_PKG_VERSION")).as_bytes())
        }
        Some(other) => {
            output::complain(&format!("There is no command {other:?}. See `lambdascope --help`."));
            ExitCode::from(output::USAGE)
        }
        None => {
            output::complain(USAGE);
            ExitCode::from(output::USAGE)
        }
    }
}
