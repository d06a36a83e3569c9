//! Chromium and its driver, found or installed.

use std::env;
use std::path::PathBuf;

use crate::Result;
use crate::sh;

/// A browser that tests can drive.
pub struct Browser {
    /// The browser's program.
    pub chromium: PathBuf,
    /// The program that drives it; its version is the browser's.
    pub chromedriver: PathBuf,
}

/// What installs both where apt is.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// The browser of `$LAMBDASCOPE_CHROMIUM` and `$CHROMEDRIVER`, else of the PATH, else newly installed by apt. `None` where that can't be
/// done: what to do is printed then.
pub fn find_or_install() -> Result<Option<Browser>> {
    if let Some(browser) = find() {
        return Ok(Some(browser));
    }
    let command = "apt-get install --yes --no-install-recommends chromium chromium-driver";
    let Some(apt) = sh::find(&["apt-get"]) else {
        println!(
            "Chromium and chromedriver are not on the PATH. Install both, or set LAMBDASCOPE_CHROMIUM and CHROMEDRIVER."
        );
        return Ok(None);
    };
    // With `-n` sudo doesn't ask for a password: nobody may be there to type one.
    let prefixes: [&[&str]; 2] = [&[], &["sudo", "-n"]];
    let Some(prefix) = prefixes.into_iter().find(|prefix| is_root(prefix)) else {
        println!("Chromium and chromedriver are not installed. This installs them: sudo {command}");
        return Ok(None);
    };
    println!("installing Chromium and its driver: {command}");
    let apt_get = |arguments: &[&str]| {
        let mut words = prefix.iter().copied();
        let mut run = sh::command(words.next().map_or_else(|| apt.clone(), PathBuf::from));
        run.args(words);
        if !prefix.is_empty() {
            run.args(["env", "DEBIAN_FRONTEND=noninteractive"]).arg(&apt);
        }
        sh::run(run.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
    };
    // The list of packages may be old or missing; if it can't be renewed, the install says so.
    apt_get(&["update", "--quiet"]).or_else(|error| -> Result {
        println!("{error}");
        Ok(())
    })?;
    let mut install = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    install.extend(PACKAGES);
    if let Err(error) = apt_get(&install) {
        println!("{error} Install Chromium and chromedriver by hand: sudo {command}");
        return Ok(None);
    }
    Ok(find())
}

fn find() -> Option<Browser> {
    let set = |name| env::var_os(name).map(PathBuf::from).filter(|file| file.is_file());
    let chromium = set("LAMBDASCOPE_CHROMIUM")
        .or_else(|| sh::find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]))?;
    let chromedriver =
        set("CHROMEDRIVER").or_else(|| sh::find(&["chromedriver", "chromium.chromedriver"]))?;
    Some(Browser { chromium, chromedriver })
}

fn is_root(prefix: &[&str]) -> bool {
    let words: Vec<&str> = prefix.iter().copied().chain(["id", "-u"]).collect();
    words.split_first().is_some_and(|(program, arguments)| {
        sh::command(*program).args(arguments).output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
    })
}
