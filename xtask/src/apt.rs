//! Packages of the system, where apt is and may be used.

use std::path::PathBuf;

use crate::Result;
use crate::sh;

/// Installs these packages as root or by a `sudo` that asks for nothing. Where that can't be, the command is printed instead and the answer
/// is `false`.
pub fn install(packages: &[&str]) -> bool {
    let command = format!("apt-get install --yes --no-install-recommends {}", packages.join(" "));
    let Some(apt) = sh::find(&["apt-get"]) else {
        println!("This system has no apt. Install {} as it installs programs.", packages.join(" and "));
        return false;
    };
    let Some(prefix) = [&[][..], &["sudo", "-n"]].into_iter().find(|prefix| is_root(prefix)) else {
        println!("This needs an administrator: sudo {command}");
        return false;
    };
    println!("installing {}: {command}", packages.join(" and "));
    let apt_get = |arguments: &[&str]| {
        let mut words = prefix.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive"]);
        let mut run = sh::command(words.next().map(PathBuf::from).unwrap_or_default());
        sh::run(run.args(words).arg(&apt).args(arguments))
    };
    // The list of packages may be old or missing. If it can't be renewed, installing may still do.
    if let Err(error) = apt_get(&["update", "--quiet"]) {
        println!("{error}");
    }
    let done: Result =
        apt_get(&[&["install", "--yes", "--quiet", "--no-install-recommends"], packages].concat());
    if let Err(error) = &done {
        println!("{error} Install by hand: sudo {command}");
    }
    done.is_ok()
}

fn is_root(prefix: &[&str]) -> bool {
    let words: Vec<&str> = prefix.iter().copied().chain(["id", "-u"]).collect();
    words.split_first().is_some_and(|(program, arguments)| {
        sh::command(*program).args(arguments).output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
    })
}
