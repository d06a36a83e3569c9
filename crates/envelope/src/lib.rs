//! Encrypted containers: recognising, inspecting, verifying, opening and sealing them.
//!
//! Everything starts with bytes and ends with a [`report::Report`]: [`inspect`] says what they are and what they need,
//! [`open`] verifies them and gives their plaintext, or the precise reason why not. Both ask for cryptography over
//! the seam of [`machine`]; [`machine::run`] answers with RustCrypto.

pub mod command;
mod cursor;
mod esdk;
mod fernet;
mod gcm;
mod json;
pub mod key;
mod kms;
pub mod machine;
mod processed;
mod recognise;
pub mod report;
pub mod rustcrypto;
pub mod sealing;
pub mod text;
pub mod verdict;
pub mod words;

use key::Candidate;
use machine::{Platform, Step};
use recognise::{Container, Found, recognise};
use report::{Opened, Report, Secret};
use verdict::{Kind, Reason, Verdict};

/// What may be given beside the container and the key.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Encryption context that was authenticated but is not stored in the message.
    pub required_context: Vec<(String, String)>,
    /// Open what no tag protects.
    pub allow_unauthenticated: bool,
}

/// Says what some bytes are and what they need, without a key.
pub fn inspect(bytes: Vec<u8>) -> Step<Report> {
    machine::start(move |platform| async move {
        let Found { layers, container } = recognise(&bytes);
        drop(bytes);
        let mut report = inspect_container(&platform, &container).await;
        report.layers = layers;
        report
    })
}

/// Verifies and opens some bytes with what was pasted as the key.
pub fn open(bytes: Vec<u8>, pasted: Secret, options: Options) -> Step<Opened> {
    machine::start(move |platform| async move {
        let Found { layers, container } = recognise(&bytes);
        drop(bytes);
        let mut opened = open_container(&platform, &container, &pasted, &options).await;
        opened.report.layers = layers;
        opened
    })
}

async fn inspect_container(platform: &Platform, container: &Container) -> Report {
    match container {
        Container::Esdk(message) => esdk::inspect(platform, message).await,
        Container::Fernet(token) => fernet::inspect(token),
        Container::Envelope(envelope) => fernet::inspect_envelope(envelope),
        Container::Processed(document) => document.inspect(),
        Container::Gcm(gcm) => gcm.inspect(),
        Container::Kms(blob) => blob.inspect(),
        Container::Age => not_opened(Kind::Age, "an age file; its key is no KMS data key"),
        Container::Other(kind, what) => not_opened(*kind, what),
        Container::Several(first, parts) => {
            let mut report = Box::pin(inspect_container(platform, first)).await;
            report.judge(Verdict::NeedsKey, Reason::Several { parts: *parts });
            report
        }
        Container::Plain(None) => Report::new(Kind::Plain, Verdict::Unsupported, Reason::NotAContainer),
        Container::Plain(Some(_)) => Report::new(Kind::Plain, Verdict::CannotTell, Reason::NoHeader),
    }
}

fn not_opened(kind: Kind, what: &'static str) -> Report {
    Report::new(kind, Verdict::Unsupported, Reason::NotOpenedHere { what })
}

async fn open_container(platform: &Platform, container: &Container, pasted: &[u8], options: &Options) -> Opened {
    match container {
        Container::Processed(document) => return document.open(pasted),
        Container::Esdk(_) | Container::Fernet(_) | Container::Envelope(_) | Container::Gcm(_) | Container::Plain(Some(_)) => {}
        Container::Several(_, parts) => {
            let mut report = inspect_container(platform, container).await;
            report.judge(Verdict::Unsupported, Reason::Several { parts: *parts });
            return Opened::closed(report);
        }
        Container::Kms(_) | Container::Age | Container::Other(..) | Container::Plain(None) => {
            return Opened::closed(inspect_container(platform, container).await);
        }
    }
    let candidates = match key::candidates(pasted) {
        Ok(candidates) => candidates,
        Err(error) => {
            let mut report = inspect_container(platform, container).await;
            if matches!(report.verdict, Verdict::NeedsKey | Verdict::CannotTell) {
                report.judge(Verdict::NeedsKey, Reason::UnreadableKey { error });
            }
            return Opened::closed(report);
        }
    };
    open_with_key(platform, container, &candidates, options).await
}

async fn open_with_key(platform: &Platform, container: &Container, candidates: &[Candidate], options: &Options) -> Opened {
    match container {
        Container::Esdk(message) => esdk::open(platform, message, candidates, &options.required_context).await,
        Container::Fernet(token) => fernet::open(platform, token, candidates).await,
        Container::Envelope(envelope) => fernet::open_envelope(platform, envelope, candidates).await,
        Container::Gcm(gcm) => gcm.open(platform, candidates).await,
        Container::Plain(Some(bytes)) => match gcm::Gcm::from_bytes(bytes) {
            Some(gcm) => {
                let mut opened = gcm.open(platform, candidates).await;
                if opened.plaintext.is_none() {
                    // Without a key that opens them, nothing says that these bytes are AES-GCM at all.
                    opened.report = Report::new(Kind::Plain, Verdict::CannotTell, Reason::NoKeyOpensIt);
                }
                opened
            }
            None => Opened::closed(inspect_container(platform, container).await),
        },
        other => Opened::closed(inspect_container(platform, other).await),
    }
}
