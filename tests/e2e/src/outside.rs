//! A place outside the page's origin that counts who arrives.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What is told of a connection over which nothing came.
pub const SILENT: &str = "a connection without a request";

/// A listener on another port. Nothing of the page may ever reach it.
pub struct Outside {
    port: u16,
    arrived: Arc<Mutex<Vec<String>>>,
}

impl Outside {
    /// Listens on a free port of 127.0.0.1.
    pub fn listen() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on 127.0.0.1");
        let port = listener.local_addr().expect("the port it got").port();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&arrived);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let log = Arc::clone(&log);
                thread::spawn(move || {
                    stream.set_read_timeout(Some(Duration::from_secs(10))).ok();
                    let mut start = [0; 256];
                    let length = stream.read(&mut start).unwrap_or(0);
                    let text = String::from_utf8_lossy(start.get(..length).unwrap_or_default()).into_owned();
                    let line = text.lines().next().unwrap_or(SILENT).to_owned();
                    log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                });
            }
        });
        Self { port, arrived }
    }

    /// Its address, `127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The first line of whatever arrived so far.
    pub fn arrived(&self) -> Vec<String> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
