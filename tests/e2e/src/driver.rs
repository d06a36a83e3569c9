//! The process that drives the browser.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// A running chromedriver; its browsers end with it.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts one on a free port.
    ///
    /// It takes a port that is free for IPv4 and then wants the same one for IPv6. Where that is taken it ends without a
    /// word on the port, and another start finds another port.
    pub fn start(chromedriver: &Path) -> Self {
        const STARTS: usize = 10;
        (0..STARTS)
            .find_map(|_| Self::started(chromedriver))
            .expect("chromedriver finds a port in ten starts")
    }

    fn started(chromedriver: &Path) -> Option<Self> {
        let mut process = Command::new(chromedriver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} could not be started: {error}", chromedriver.display()));
        let mut lines = BufReader::new(process.stdout.take().expect("its output is piped")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split("started successfully on port ").nth(1)?.trim_end_matches('.').parse().ok()
        });
        let Some(port) = port else {
            process.wait().ok();
            return None;
        };
        // It must never wait for somebody to read what it prints.
        thread::spawn(move || lines.for_each(drop));
        Some(Self { process, port })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The most memory that one of its renderers had so far, in KiB (`VmHWM` of Linux).
    pub fn renderer_memory(&self) -> Option<u64> {
        let processes = fs::read_dir("/proc")
            .ok()?
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        processes
            .filter(|process| is_renderer(*process) && self.is_ancestor_of(*process))
            .filter_map(peak_memory)
            .max()
    }

    fn is_ancestor_of(&self, mut process: u32) -> bool {
        while process > 1 && process != self.process.id() {
            process = status(process, "PPid:").and_then(|parent| parent.parse().ok()).unwrap_or(0);
        }
        process == self.process.id()
    }

    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to shut down it ends its browsers too; killed, it would leave them running.
        if self.shut_down().is_err() {
            self.process.kill().ok();
        }
        self.process.wait().ok();
    }
}

fn is_renderer(process: u32) -> bool {
    fs::read(format!("/proc/{process}/cmdline"))
        .is_ok_and(|line| String::from_utf8_lossy(&line).contains("--type=renderer"))
}

fn peak_memory(process: u32) -> Option<u64> {
    status(process, "VmHWM:")?.split_whitespace().next()?.parse().ok()
}

/// A line of what Linux says about a process.
fn status(process: u32, key: &str) -> Option<String> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    text.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim().to_owned())
}
