//! The harness of the end-to-end tests: the built site on a host of its own, Chromium, and what a person does with a page.
//!
//! A test is `run(Host::Headers, async |browser| { … })`. `cargo xtask test e2e` builds the site and says where everything is.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test's harness fails by panicking, and says what it skips"
)]

mod account;
mod browser;
mod driver;
mod front;
mod hands;
mod native;
mod outside;
mod page;

use std::env;
use std::path::PathBuf;

pub use account::bundle;
pub use browser::{Browser, Violation};
pub use fantoccini::key::Key;
pub use front::{Answer, Front};
pub use native::audit;
pub use outside::Outside;
pub use page::{screens, screens_of_report, watched};
pub use xtask::site::Site;

/// How the site is hosted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// A host that sends what `_headers` says.
    Headers,
    /// A host that knows no headers, as GitHub Pages: the policy of the `<meta>` alone.
    Plain,
}

/// Where the site and its tools are.
struct Setup {
    dist: PathBuf,
    chromium: PathBuf,
    chromedriver: PathBuf,
}

impl Setup {
    fn read() -> Option<Self> {
        let path = |name| env::var_os(name).map(PathBuf::from);
        Some(Self {
            dist: path("LAMBDASCOPE_DIST")?,
            chromium: path("LAMBDASCOPE_CHROMIUM")?,
            chromedriver: path("CHROMEDRIVER")?,
        })
    }
}

/// Serves the site, starts a browser, runs the test, and ends the browser however the test ended.
pub fn run(host: Host, test: impl AsyncFnOnce(&mut Browser)) {
    let Some(setup) = Setup::read() else {
        println!("skipped: no built site and browser were named; `cargo xtask test e2e` does that");
        assert!(env::var_os("CI").is_none(), "Nothing may be skipped where CI is set.");
        return;
    };
    let site = Site::start(setup.dist, 0, host == Host::Headers).expect("a free port on 127.0.0.1");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut browser = Browser::start(&setup.chromium, &setup.chromedriver, site).await;
        test(&mut browser).await;
    });
}
