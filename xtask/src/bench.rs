//! `cargo xtask bench`: how fast the page and the command are, as ratios against a baseline taken in the same run.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use serde_json::{Value, json};

use crate::Result;
use crate::build::{self, Wasm};
use crate::{browser, sh, tools};

/// Functions in the page's account, and rounds.
const PAGE: (usize, usize) = (10_000, 5);
/// Functions in the command's bundle, rounds of the command and of the original.
const NATIVE: (usize, usize, usize) = (400, 15, 3);
/// Roles in the account that is raced over, and rounds of the command; the other one, which takes minutes, has one.
const IAM: (usize, usize) = (5_000, 5);
/// What the original imports; its answers come from the bundle, so the version matters little.
const BOTO3: &str = "boto3==1.43.11";
/// What the command is raced against over the rights of roles.
const CLOUDSPLAINING: &str = "cloudsplaining==0.9.1";

/// Between these lines of docs/performance.md stands what was measured last.
const MARKS: (&str, &str) = ("<!-- measured: begin -->", "<!-- measured: end -->");

/// One line of the table.
struct Row {
    name: &'static str,
    value: String,
    what: String,
}

/// Measures what is named, or page and command, and writes docs/performance.md.
pub fn run(options: &[&str]) -> Result {
    if let Some(part) = options.iter().find(|part| !["page", "native", "iam"].contains(part)) {
        return Err(format!("There is no `{part}` to measure. There are: page, native, iam.").into());
    }
    let wanted = |part| options.is_empty() || options.contains(&part);
    let shared =
        env::var_os("LAMBDASCOPE_SHARED").map_or_else(|| sh::root().join("../shared"), PathBuf::from);
    let shared = shared.canonicalize().map_err(|_| {
        format!("The reference material is not at {}. Set LAMBDASCOPE_SHARED.", shared.display())
    })?;
    let mut rows = Vec::new();
    if wanted("page") {
        rows.extend(page(&shared)?);
    }
    if wanted("native") {
        rows.extend(native(&shared)?);
    }
    // This one installs a program of others and takes minutes, so it has to be asked for.
    if options.contains(&"iam") {
        rows.extend(iam(&shared)?);
    }
    for row in &rows {
        println!("{} = {}  ({})", row.name, row.value, row.what);
    }
    write(&sh::root().join("docs/performance.md"), &rows)
}

fn page(shared: &Path) -> Result<Vec<Row>> {
    let account = account(shared, PAGE.0)?;
    let browser = browser::find_or_install().ok_or("The page is measured in Chromium, which is not here.")?;
    build::release(Wasm::Optimised)?;
    let version = sh::read(sh::command(&browser.chromium).arg("--version"))?;
    let mut rows = Vec::new();
    for (rules, ratio, whole, memory) in [
        (
            "2026-11",
            "page.audit_over_json_parse",
            "page.audit_over_read_and_parse",
            "page.peak_memory_over_file",
        ),
        (
            "2025-09",
            "page.audit_over_json_parse.2025_09",
            "page.audit_over_read_and_parse.2025_09",
            "page.peak_memory_over_file.2025_09",
        ),
    ] {
        let megabytes = fs::metadata(&account)?.len() as f64 / 1e6;
        sh::heading(&format!(
            "the page by {rules}, {} functions, {megabytes:.0} MB, {} rounds",
            PAGE.0, PAGE.1
        ));
        let said = sh::read(
            sh::cargo()
                .args(["run", "--quiet", "--locked", "--package", "e2e", "--bin", "page_bench", "--"])
                .arg(&account)
                .args([&PAGE.1.to_string(), rules])
                .env("LAMBDASCOPE_DIST", sh::dist())
                .env("LAMBDASCOPE_CHROMIUM", &browser.chromium)
                .env("CHROMEDRIVER", &browser.chromedriver),
        )?;
        let said: Value = serde_json::from_str(said.lines().last().unwrap_or_default())?;
        let times = |key: &str| -> Vec<f64> {
            said.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_f64).collect()
        };
        let (parse, audit) = (median(times("parse_ms")), median(times("audit_ms")));
        rows.push(Row {
            name: ratio,
            value: format!("{:.2}", audit / parse),
            what: format!(
                "{audit:.0} ms from the drop to the last finding by {rules}, {parse:.0} ms for TextDecoder and JSON.parse; \
                 {megabytes:.0} MB, {version}"
            ),
        });
        let read = median(times("read_ms"));
        rows.push(Row {
            name: whole,
            value: format!("{:.2}", audit / read),
            what: format!(
                "the same {audit:.0} ms against {read:.0} ms for arrayBuffer() of the file, TextDecoder and JSON.parse"
            ),
        });
        let kib = |key: &str| said.get(key).and_then(Value::as_f64).map(|kib| kib * 1024.0 / 1e6);
        if let (Some(idle), Some(peak)) = (kib("memory_idle_kib"), kib("memory_peak_kib")) {
            rows.push(Row {
                name: memory,
                value: format!("{:.2}", (peak - idle) / megabytes),
                what: format!(
                    "the renderer's peak of {peak:.0} MB less {idle:.0} MB before the drop, by {rules}"
                ),
            });
        }
    }
    Ok(rows)
}

fn native(shared: &Path) -> Result<Vec<Row>> {
    let (functions, rounds, rounds_of_original) = NATIVE;
    let (many, one) = (account(shared, functions)?, account(shared, 1)?);
    let command = command()?;
    let python = python(&tools::cache()?.join(BOTO3.replace("==", "-")), BOTO3)?;
    let oracle = shared.join("reference/oracle.py");
    sh::heading(&format!("the command and the original, {functions} functions"));

    let audit = |bundle: &Path| {
        seconds(
            sh::command(&command).args(["audit", "--rules", "2025-09", "--format", "classic"]).arg(bundle),
        )
    };
    let original = |bundle: &Path| seconds(sh::command(&python).arg(&oracle).arg(bundle));
    let net = |rounds: usize, run: &dyn Fn(&Path) -> Result<f64>| -> Result<f64> {
        let many = (0..rounds).map(|_| run(&many)).collect::<Result<Vec<_>>>()?;
        let one = (0..rounds).map(|_| run(&one)).collect::<Result<Vec<_>>>()?;
        Ok(median(many) - median(one))
    };
    let ours = net(rounds, &audit)?;
    let theirs = net(rounds_of_original, &original)?;
    Ok(vec![Row {
        name: "native.audit_over_original",
        value: format!("{:.4}", ours / theirs),
        what: format!(
            "{:.1} ms against {:.0} ms for {functions} functions, each less the time for one function",
            ours * 1e3,
            theirs * 1e3
        ),
    }])
}

/// All roles of an account, from one answer of get-account-authorization-details: what each may do, whole commands, from the
/// file to the written report.
fn iam(shared: &Path) -> Result<Vec<Row>> {
    let (roles, rounds) = IAM;
    let details = generated(
        shared,
        &format!("authorization-details-{roles}.json"),
        &["--functions", "1", "--roles", &roles.to_string(), "--authorization-details"],
    )?;
    let directory = tools::cache()?.join("bench");
    let functions = directory.join(format!("functions-{roles}.json"));
    fs::write(&functions, functions_of(&serde_json::from_slice(&fs::read(&details)?)?).to_string())?;
    let command = command()?;
    let (environment, report) = (directory.join("cloudsplaining"), directory.join("report"));
    python(&environment, CLOUDSPLAINING)?;
    fs::create_dir_all(&report)?;
    sh::heading(&format!("the command and {CLOUDSPLAINING}, {roles} roles"));
    let audit = || {
        let out = report.join("report.json");
        seconds(sh::command(&command).arg("audit").arg("--out").arg(out).arg(&details).arg(&functions))
    };
    let ours = median((0..rounds).map(|_| audit()).collect::<Result<Vec<_>>>()?);
    let scan = environment.join("bin/cloudsplaining");
    let mut scan = sh::command(scan);
    let theirs = seconds(scan.arg("scan").arg("-s").arg("-i").arg(&details).arg("-o").arg(&report));
    // Nothing of it is kept, whether it ran or not.
    fs::remove_dir_all(&environment)?;
    fs::remove_dir_all(&report)?;
    let theirs = theirs?;
    Ok(vec![Row {
        name: "native.iam_over_cloudsplaining",
        value: format!("{:.4}", ours / theirs),
        what: format!(
            "{ours:.1} s against {theirs:.0} s of {CLOUDSPLAINING} for {roles} roles of one \
             get-account-authorization-details file, whole commands; ours judges all rules on a function for each role"
        ),
    }])
}

/// An answer of ListFunctions with one function for each role of the details.
fn functions_of(details: &Value) -> Value {
    let roles = details.get("RoleDetailList").and_then(Value::as_array).into_iter().flatten();
    let functions = roles.filter_map(|role| {
        let (name, arn) = (role.get("RoleName")?.as_str()?, role.get("Arn")?.as_str()?);
        let account = arn.split(':').nth(4)?;
        Some(json!({
            "FunctionName": name,
            "FunctionArn": format!("arn:aws:lambda:us-east-1:{account}:function:{name}"),
            "Role": arn, "Runtime": "python3.13", "Handler": "app.handler", "PackageType": "Zip",
            "Timeout": 3, "MemorySize": 128,
        }))
    });
    json!({"Functions": functions.collect::<Vec<_>>()})
}

/// Builds the command, and says where it is.
fn command() -> Result<PathBuf> {
    sh::run(sh::cargo().args(["build", "--profile", "native", "--locked", "--package", "lambdascope-cli"]))?;
    Ok(sh::target()?.join("native").join("lambdascope").with_extension(env::consts::EXE_EXTENSION))
}

/// An account with so many functions.
fn account(shared: &Path, functions: usize) -> Result<PathBuf> {
    generated(shared, &format!("account-{functions}.json"), &["--functions", &functions.to_string()])
}

/// What the generator makes of these options, made once and kept.
fn generated(shared: &Path, name: &str, options: &[&str]) -> Result<PathBuf> {
    let directory = tools::cache()?.join("bench");
    fs::create_dir_all(&directory)?;
    let file = directory.join(name);
    if !file.is_file() {
        println!("making {name}");
        let part = file.with_extension("part");
        let generator = shared.join("tools/generate_account.py");
        let mut python = sh::command("python3");
        sh::run(python.arg(generator).args(options).args(["--seed", "1", "--out"]).arg(&part))?;
        fs::rename(part, &file)?;
    }
    Ok(file)
}

/// A Python of its own that has a package.
fn python(home: &Path, package: &str) -> Result<PathBuf> {
    let python = home.join("bin/python");
    let import = format!("import {}", package.split("==").next().unwrap_or(package));
    if !sh::succeeds(sh::command(&python).args(["-c", &import])) {
        sh::run(sh::command("python3").args(["-m", "venv"]).arg(home))?;
        sh::run(sh::command(&python).args(["-m", "pip", "install", "--quiet", package]))?;
    }
    Ok(python)
}

/// How long a command takes, in seconds. What it prints is thrown away.
fn seconds(command: &mut std::process::Command) -> Result<f64> {
    let begun = Instant::now();
    sh::run(command.stdout(Stdio::null()))?;
    Ok(begun.elapsed().as_secs_f64())
}

/// The middle one; the mean of both in the middle where their number is even; not a number where there is none.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let middle = |at: usize| times.get(at).copied().unwrap_or(f64::NAN);
    let half = times.len() / 2;
    if times.len() % 2 == 1 {
        middle(half)
    } else {
        f64::midpoint(middle(half.wrapping_sub(1)), middle(half))
    }
}

/// Replaces the rows that were measured and leaves everything else in the document.
fn write(document: &Path, rows: &[Row]) -> Result {
    let text = fs::read_to_string(document).unwrap_or_else(|_| {
        format!(
            "# Performance\n\n`cargo xtask bench` measures this and writes the table. Times are of one machine and only mean something as ratios, \
             each against a\nbaseline of the same run.\n\n{}\n{}\n",
            MARKS.0, MARKS.1
        )
    });
    fs::write(document, with_rows(&text, rows)?)?;
    Ok(())
}

fn with_rows(text: &str, rows: &[Row]) -> Result<String> {
    let missing = || {
        format!(
            "docs/performance.md lacks the lines `{}` and `{}`, between which the table stands.",
            MARKS.0, MARKS.1
        )
    };
    let (before, rest) = text.split_once(MARKS.0).ok_or_else(missing)?;
    let (old, after) = rest.split_once(MARKS.1).ok_or_else(missing)?;
    let mut lines: Vec<String> =
        old.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
    for row in rows {
        let start = format!("| `{}` |", row.name);
        let line = format!("{start} {} | {} |", row.value, row.what);
        match lines.iter_mut().find(|line| line.starts_with(&start)) {
            Some(old) => *old = line,
            None => lines.push(line),
        }
    }
    let table = lines.join("\n");
    Ok(format!(
        "{before}{}\n\n| measured | value | of what |\n|---|---|---|\n{table}\n\n{}{after}",
        MARKS.0, MARKS.1
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        let check = |times: &[f64], expected: f64| {
            assert!((median(times.to_vec()) - expected).abs() < 1e-9, "{times:?}")
        };
        check(&[3.0, 1.0, 2.0], 2.0);
        check(&[4.0, 1.0, 2.0, 3.0], 2.5);
        check(&[1.0], 1.0);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn each_role_gets_a_function() {
        let arn = "arn:aws:iam::123456789012:role/path/orders";
        let details =
            json!({"RoleDetailList": [{"RoleName": "orders", "Arn": arn}, {"RoleName": "nameless"}]});
        let functions = functions_of(&details);
        assert_eq!(functions.pointer("/Functions/0/Role"), Some(&json!(arn)));
        let of = "arn:aws:lambda:us-east-1:123456789012:function:orders";
        assert_eq!(functions.pointer("/Functions/0/FunctionArn"), Some(&json!(of)));
        assert_eq!(functions.pointer("/Functions/1"), None);
    }

    #[test]
    fn rows_are_replaced_and_the_rest_stays() {
        let row = |name, value: &str| Row { name, value: value.to_owned(), what: "w".to_owned() };
        let first = with_rows(
            "# A\n<!-- measured: begin -->\n<!-- measured: end -->\nB\n",
            &[row("a", "1"), row("b", "2")],
        )
        .unwrap();
        let second = with_rows(&first, &[row("b", "3")]).unwrap();
        assert_eq!(
            second,
            "# A\n<!-- measured: begin -->\n\n| measured | value | of what |\n|---|---|---|\n| `a` | 1 | w |\n| `b` | 3 | w |\n\n<!-- measured: end -->\nB\n"
        );
        assert!(with_rows("# A\n", &[]).is_err());
    }
}
