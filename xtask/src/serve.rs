//! `cargo xtask serve`: from a fresh machine to an open page.

use std::thread;

use crate::Result;
use crate::build::{self, Wasm};
use crate::sh;
use crate::site::Site;

const PORT: u16 = 8080;

/// Builds and serves until it is interrupted.
pub fn run(options: &[&str]) -> Result {
    let (port, watch) = read(options)?;
    if watch {
        println!("the page will be on http://127.0.0.1:{port}/ (release build; Ctrl+C ends it)");
        return sh::run(build::trunk("serve")?.args(["--release", "--port", &port.to_string()]));
    }
    build::release(Wasm::AsCompiled)?;
    let site = Site::start(sh::dist(), port, true).map_err(|error| {
        format!(
            "Port {port} of 127.0.0.1 can't be had ({error}). Choose another: cargo xtask serve --port N."
        )
    })?;
    println!("\nLambdascope is on {} (Ctrl+C ends it)", site.url());
    loop {
        thread::park();
    }
}

fn read(options: &[&str]) -> Result<(u16, bool)> {
    let (mut port, mut watch) = (PORT, false);
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--watch" => watch = true,
            "--port" => {
                let number = rest.next().ok_or("--port wants a number, say --port 8081.")?;
                port = number
                    .parse()
                    .map_err(|_| format!("`{number}` is no port. Ports are numbers from 0 to 65535."))?;
            }
            other => {
                return Err(format!("`serve` doesn't know `{other}`. It takes --port N and --watch.").into());
            }
        }
    }
    Ok((port, watch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let check = |options: &[&str], expected: Option<(u16, bool)>| {
            assert_eq!(read(options).ok(), expected, "{options:?}")
        };
        check(&[], Some((8080, false)));
        check(&["--port", "9000", "--watch"], Some((9000, true)));
        check(&["--port"], None);
        check(&["--port", "70000"], None);
        check(&["--prot", "1"], None);
    }
}
