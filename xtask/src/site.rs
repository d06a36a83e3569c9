//! A small static host for the built site: `GET` and `HEAD`, the types that browsers insist on, and the `_headers` file.
//!
//! It serves people on their own machine and the tests; it listens on 127.0.0.1 only.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fs, io, thread};

/// Longest request line or header that is read, in bytes.
const LINE_LIMIT: u64 = 16 * 1024;

/// A running host. It serves until the process ends.
#[derive(Clone)]
pub struct Site {
    address: SocketAddr,
    served: Arc<Served>,
}

struct Served {
    directory: PathBuf,
    headers: bool,
    /// Files that stand before the directory's, by path (`/a.json`).
    overlay: Mutex<HashMap<String, Vec<u8>>>,
    requests: Mutex<Vec<String>>,
}

impl Site {
    /// Serves a directory on this port of 127.0.0.1; 0 takes a free one. `headers` says whether to heed its `_headers` file.
    pub fn start(directory: PathBuf, port: u16, headers: bool) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let site = Self {
            address: listener.local_addr()?,
            served: Arc::new(Served {
                directory,
                headers,
                overlay: Mutex::default(),
                requests: Mutex::default(),
            }),
        };
        let served = Arc::clone(&site.served);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = Arc::clone(&served);
                // A browser that goes away in the middle of an answer is no error of the host's.
                thread::spawn(move || served.answer(&stream).ok());
            }
        });
        Ok(site)
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The directory that it serves.
    pub fn directory(&self) -> &Path {
        &self.served.directory
    }

    /// Puts a file before what the directory has under this path (`/a.json`).
    pub fn put(&self, path: &str, content: impl Into<Vec<u8>>) {
        lock(&self.served.overlay).insert(path.to_owned(), content.into());
    }

    /// The paths that were asked for, in order.
    pub fn requests(&self) -> Vec<String> {
        lock(&self.served.requests).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Served {
    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.by_ref().take(LINE_LIMIT).read_line(&mut line)?;
        loop {
            let mut header = String::new();
            if reader.by_ref().take(LINE_LIMIT).read_line(&mut header)? == 0 || header.trim().is_empty() {
                break;
            }
        }
        let mut words = line.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let path = target.split(['?', '#']).next().unwrap_or_default();
        if path.is_empty() {
            // A browser opens connections ahead of need and closes them unused.
            return Ok(());
        }
        lock(&self.requests).push(path.to_owned());
        let path = if path == "/" { "/index.html" } else { path };
        let (status, kind, body) = match method {
            "GET" | "HEAD" => match self.file(path) {
                Some(body) => ("200 OK", kind(path), body),
                None => {
                    ("404 Not Found", "text/plain; charset=utf-8", b"There is no such file here.\n".to_vec())
                }
            },
            _ => (
                "405 Method Not Allowed",
                "text/plain; charset=utf-8",
                b"This host only hands out files.\n".to_vec(),
            ),
        };
        let mut head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n",
            body.len()
        );
        for (name, value) in self.headers(path) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut stream = stream;
        stream.write_all(head.as_bytes())?;
        if method != "HEAD" {
            stream.write_all(&body)?;
        }
        stream.flush()
    }

    /// A file's bytes. Names are plain: what holds anything but letters, digits, `.`, `_`, `-` between slashes isn't there.
    fn file(&self, path: &str) -> Option<Vec<u8>> {
        if let Some(content) = lock(&self.overlay).get(path) {
            return Some(content.clone());
        }
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let plain = |part: &&str| {
            !part.starts_with('.')
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        if !parts.iter().all(plain) {
            return None;
        }
        fs::read(parts.iter().fold(self.directory.clone(), |path, part| path.join(part))).ok()
    }

    fn headers(&self, path: &str) -> BTreeMap<String, String> {
        let text = if self.headers { self.file("/_headers").unwrap_or_default() } else { Vec::new() };
        headers_for(&String::from_utf8_lossy(&text), path)
    }
}

/// What a `_headers` file says for a path. A later line about the same header wins.
pub fn headers_for(text: &str, path: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut applies = false;
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some((name, value)) = line.strip_prefix(' ').and_then(|header| header.split_once(':')) {
            if applies {
                found.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        } else {
            let pattern = line.trim();
            applies = pattern.strip_suffix('*').map_or(pattern == path, |start| path.starts_with(start));
        }
    }
    found
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" | "sh" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(site: &Site, request: &str) -> String {
        let mut stream = TcpStream::connect(site.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn files_are_handed_out_and_nothing_else() {
        let directory = std::env::temp_dir().join(format!("lambdascope-site-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("index.html"), "<p>here").unwrap();
        fs::write(directory.join("_headers"), "# why\n/*\n  X-A: 1\n/b.json\n  X-A: 2\n").unwrap();
        let site = Site::start(directory.clone(), 0, true).unwrap();
        site.put("/b.json", "{}");

        let check = |request: &str, parts: &[&str]| {
            let answer = ask(&site, request);
            for part in parts {
                assert!(answer.contains(part), "{request:?} gave {answer:?}, without {part:?}");
            }
        };
        check("GET / HTTP/1.1\r\n\r\n", &["200 OK", "text/html", "X-A: 1\r\n", "\r\n\r\n<p>here"]);
        check("GET /b.json?x HTTP/1.1\r\nA: b\r\n\r\n", &["200 OK", "X-A: 2\r\n", "\r\n\r\n{}"]);
        check("HEAD / HTTP/1.1\r\n\r\n", &["Content-Length: 7\r\n"]);
        check("GET /c.js HTTP/1.1\r\n\r\n", &["404 Not Found"]);
        check("GET /../Cargo.toml HTTP/1.1\r\n\r\n", &["404 Not Found"]);
        check("GET /%2e%2e/Cargo.toml HTTP/1.1\r\n\r\n", &["404 Not Found"]);
        check("GET //etc/passwd HTTP/1.1\r\n\r\n", &["404 Not Found"]);
        check("POST / HTTP/1.1\r\n\r\n", &["405 Method Not Allowed"]);
        assert_eq!(site.requests().first().map(String::as_str), Some("/"));
        fs::remove_dir_all(directory).unwrap();
    }
}
