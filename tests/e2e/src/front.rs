//! A host before the site's host, for answers that no static host would give: redirects, errors, files without end.

use std::collections::HashMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use crate::Site;

/// What a path is answered with.
#[derive(Clone)]
pub enum Answer {
    /// These bytes, from the status line on; then the connection ends.
    Bytes(Vec<u8>),
    /// A file of so many blanks, whose length nobody says before.
    Blanks(u64),
}

impl Answer {
    /// A status and its headers, without a body: `302 Found\r\nLocation: elsewhere`.
    pub fn head(status_and_headers: &str) -> Self {
        Self::Bytes(format!("HTTP/1.1 {status_and_headers}\r\nConnection: close\r\n\r\n").into_bytes())
    }
}

/// A running host. What it has no answer for the site answers.
pub struct Front {
    port: u16,
}

impl Front {
    /// Starts one.
    pub fn start(site: &Site, answers: impl IntoIterator<Item = (&'static str, Answer)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on 127.0.0.1");
        let port = listener.local_addr().expect("the port it got").port();
        let answers: Arc<HashMap<_, _>> = Arc::new(answers.into_iter().collect());
        let behind = site.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, behind) = (Arc::clone(&answers), behind.clone());
                // A browser that goes away in the middle of an answer is no error of the host's.
                thread::spawn(move || answer(&stream, &answers, &behind).ok());
            }
        });
        Self { port }
    }

    /// The address of the page behind it.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

fn answer(mut stream: &TcpStream, answers: &HashMap<&str, Answer>, behind: &str) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    while reader.read_line(&mut request)? > 2 {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    match answers.get(path) {
        Some(Answer::Bytes(bytes)) => stream.write_all(bytes)?,
        Some(Answer::Blanks(length)) => {
            stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n",
            )?;
            io::copy(&mut io::repeat(b' ').take(*length), &mut stream)?;
        }
        None => {
            let mut site = TcpStream::connect(behind)?;
            site.write_all(request.as_bytes())?;
            io::copy(&mut site, &mut stream)?;
        }
    }
    stream.flush()
}
