//! Trunk's last step (its `post_build` hook), on the staged site before it becomes `dist/`.
//!
//! The wasm is split into parts, and these go through wasm-opt if that is asked for; then every script, style sheet, wasm file and list gets its hash into its
//! name, and index.html names it with that hash as `integrity`. index.html is then all that has to be trusted, and fresh.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha384};

use crate::Result;
use crate::parts::WHOLES;
use crate::{sh, split, tools};

/// Set where the wasm is to go through wasm-opt.
pub const OPTIMISE: &str = "LAMBDASCOPE_WASM_OPT";

/// How wasm-opt treats the files. No feature flags: it reads them from the module, and `--all-features` makes modules that browsers
/// refuse.
const LEVEL: &str = "-Oz";

/// What has a single caller is put into it only where it is at most so large. Without this the functions that judge became one of 71 KB,
/// which a browser's compiler is not done with before all is judged; and the files are smaller with it.
const ONE_CALLER: &str = "--one-caller-inline-max-function-size=60";

/// `cargo xtask finish`.
pub fn run() -> Result {
    let staged = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`finish` is Trunk's last step and needs TRUNK_STAGING_DIR. Run `cargo xtask build`.")?;
    split::run(&staged, &split::linked()?, &WHOLES)?;
    if env::var_os(OPTIMISE).is_some() {
        optimise(&staged)?;
    }
    finish(&staged)
}

fn optimise(staged: &Path) -> Result {
    for (name, path) in files(staged)? {
        if name.ends_with(".wasm") {
            sh::run(tools::wasm_opt()?.args([LEVEL, ONE_CALLER]).arg(&path).arg("-o").arg(&path))?;
        }
    }
    Ok(())
}

/// Renames the staged files after their contents and writes the names and hashes into index.html.
pub fn finish(staged: &Path) -> Result {
    let index = staged.join("index.html");
    let mut html = fs::read_to_string(&index)?;
    for (name, path) in files(staged)? {
        let Some((stem, "js" | "css" | "wasm" | "txt" | "sh")) = name.rsplit_once('.') else { continue };
        let digest = Sha384::digest(fs::read(&path)?);
        let mark: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let extension = name.get(stem.len()..).unwrap_or_default();
        let marked = format!("{stem}-{mark}{extension}");
        let (named, times) =
            name_with_hash(&html, &name, &marked, &format!("sha384-{}", BASE64_STANDARD.encode(digest)));
        if times == 0 {
            return Err(format!(
                "{name} was built but index.html doesn't name it, so nothing would check it. Name it there, or don't build it."
            )
            .into());
        }
        html = named;
        fs::rename(&path, staged.join(marked))?;
    }
    let unchecked = unchecked(&html);
    if !unchecked.is_empty() {
        return Err(
            format!("index.html loads this without a hash, or inline: {}.", unchecked.join(", ")).into()
        );
    }
    Ok(fs::write(index, html)?)
}

/// The files of a directory by name, without those in directories below.
fn files(directory: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.insert(entry.file_name().to_string_lossy().into_owned(), entry.path());
        } else {
            return Err(format!(
                "{} is a directory in the built site. Scripts of wasm-bindgen (`module = …`, `inline_js`) can't ship: give boot.js the function.",
                entry.path().display()
            )
            .into());
        }
    }
    Ok(files)
}

/// Replaces a file's name in every attribute whose value it is, and puts its hash into an attribute beside it: `integrity` for `src`
/// and `href`, `X-integrity` for any other attribute `X`. Gives the new text and how many places there were.
fn name_with_hash(html: &str, name: &str, marked: &str, integrity: &str) -> (String, usize) {
    let mut out = String::with_capacity(html.len() + 256);
    let mut times = 0;
    let mut rest = html;
    while let Some(at) = rest.find("=\"") {
        let (before, value) = rest.split_at(at + 2);
        out.push_str(before);
        let Some(end) = value.find('"') else {
            rest = value;
            break;
        };
        let (value, after) = value.split_at(end);
        if value.strip_prefix("./").unwrap_or(value) == name {
            let attribute =
                before.trim_end_matches("=\"").rsplit(char::is_whitespace).next().unwrap_or_default();
            let beside = match attribute {
                "src" | "href" => "integrity".to_owned(),
                other => format!("{other}-integrity"),
            };
            out.push_str(&format!("{marked}\" {beside}=\"{integrity}\""));
            times += 1;
        } else {
            out.push_str(value);
            out.push('"');
        }
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    (out, times)
}

/// What index.html would run or apply without a hash that the browser checks.
fn unchecked(html: &str) -> Vec<String> {
    let tags = html.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    tags.filter(|tag| {
        let name = tag.split_whitespace().next().unwrap_or_default();
        let loads = match name {
            "script" => true,
            "link" => tag.contains("stylesheet") || tag.contains("modulepreload"),
            "style" => return true,
            _ => tag.contains(" style=") || tag.contains(" onload=") || tag.contains(" onerror="),
        };
        loads && !tag.contains(" integrity=\"sha384-")
    })
    .map(|tag| format!("<{tag}>"))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gets_its_hash_beside_it() {
        let check = |html: &str, expected: &str| {
            assert_eq!(name_with_hash(html, "a.js", "a-1.js", "sha384-x"), (expected.to_owned(), 1));
        };
        check(r#"<script src="./a.js"></script>"#, r#"<script src="a-1.js" integrity="sha384-x"></script>"#);
        check(
            r#"<p title="a"><script src="a.js">"#,
            r#"<p title="a"><script src="a-1.js" integrity="sha384-x">"#,
        );
        check(
            "<script src=\"b.js\"\n  data-worker=\"a.js\" data-c=\"d\">",
            "<script src=\"b.js\"\n  data-worker=\"a-1.js\" data-worker-integrity=\"sha384-x\" data-c=\"d\">",
        );
    }

    #[test]
    fn other_names_stay() {
        for html in [r#"<script src="ba.js">"#, r#"<script src="a.js.map">"#, "a.js", r#"<p a="a.js"#, ""] {
            assert_eq!(name_with_hash(html, "a.js", "a-1.js", "sha384-x"), (html.to_owned(), 0));
        }
    }

    #[test]
    fn what_is_unchecked_is_told() {
        let check = |html: &str, count: usize| assert_eq!(unchecked(html).len(), count, "{html}");
        check(
            r#"<script src="a.js" integrity="sha384-x"></script><link rel="icon" href="data:,"><p>a</p>"#,
            0,
        );
        check(r#"<script src="a.js"></script>"#, 1);
        check("<script>alert(1)</script>", 1);
        check(r#"<link rel="stylesheet" href="a.css">"#, 1);
        check("<style>a{}</style>", 1);
        check(r#"<p style="color:red">"#, 1);
    }

    #[test]
    fn a_site_is_finished() -> Result {
        let site = env::temp_dir().join(format!("lambdascope-finish-{}", std::process::id()));
        fs::create_dir_all(&site)?;
        fs::write(site.join("index.html"), r#"<script src="a.js"></script>"#)?;
        fs::write(site.join("a.js"), "1")?;
        fs::write(site.join("_headers"), "/*\n")?;
        finish(&site)?;
        let names: Vec<String> = files(&site)?.into_keys().collect();
        assert_eq!(names, ["_headers", "a-47f05d367b0c32e4.js", "index.html"]);
        assert_eq!(
            fs::read_to_string(site.join("index.html"))?,
            "<script src=\"a-47f05d367b0c32e4.js\" integrity=\"sha384-R/BdNnsMMuQ4+2Pmz0pfNcKqL5DcdUP4pBoPlc6KQKMTq1zzYTSiBoxMlpy1Dbd2\"></script>"
        );
        // A file that nothing names would ship unchecked.
        fs::write(site.join("b.js"), "2")?;
        assert!(finish(&site).is_err());
        Ok(fs::remove_dir_all(&site)?)
    }
}
