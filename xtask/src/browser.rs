//! Chromium and its driver, found or installed.

use std::env;
use std::path::PathBuf;

use crate::{apt, sh};

/// A browser that tests can drive.
pub struct Browser {
    /// The browser's program.
    pub chromium: PathBuf,
    /// The program that drives it; its version is the browser's.
    pub chromedriver: PathBuf,
}

/// The browser of `$LAMBDASCOPE_CHROMIUM` and `$CHROMEDRIVER`, else of the PATH, else newly installed by apt. `None` where there is none to be
/// had; what to do is printed then.
pub fn find_or_install() -> Option<Browser> {
    find().or_else(|| {
        println!("Chromium and chromedriver are not on the PATH, nor named by LAMBDASCOPE_CHROMIUM and CHROMEDRIVER.");
        if apt::install(&["chromium", "chromium-driver"]) { find() } else { None }
    })
}

fn find() -> Option<Browser> {
    let set = |name| env::var_os(name).map(PathBuf::from).filter(|file| file.is_file());
    let chromium = set("LAMBDASCOPE_CHROMIUM")
        .or_else(|| sh::find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]))?;
    let chromedriver =
        set("CHROMEDRIVER").or_else(|| sh::find(&["chromedriver", "chromium.chromedriver"]))?;
    Some(Browser { chromium, chromedriver })
}
