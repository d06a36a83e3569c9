//! Encrypted containers: recognising, inspecting, verifying, opening and sealing them.
//!
//! Everything starts with bytes and ends with a [`report::Report`]: [`inspect`] says what they are and what they need,
//! [`open`] verifies them and gives their plaintext, or the precise reason why not. Both ask for cryptography over
//! the seam of [`machine`]; [`machine::run`] answers with RustCrypto.

pub mod answer;
mod boto3;
pub mod command;
mod cursor;
mod das;
mod esdk;
mod fernet;
pub mod fields;
mod gcm;
mod guess;
pub mod handler;
mod json;
mod jwe;
pub mod key;
mod kms;
pub mod look;
pub mod machine;
pub mod manager;
mod openssl;
mod processed;
mod recognise;
pub mod report;
pub mod rustcrypto;
mod s3ec;
pub mod sealing;
pub mod text;
pub mod verdict;
pub mod words;

use std::rc::Rc;

use key::{Candidate, KeyError};
use machine::{Platform, Step};
use recognise::{Container, Found, recognise};
use report::{Opened, Report, Secret};
use s3ec::Metadata;
use verdict::{Kind, Reason, Verdict};

/// What may be given beside the container and the key.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Encryption context that was authenticated but is not stored in the message.
    pub required_context: Vec<(String, String)>,
    /// Open what no tag protects.
    pub allow_unauthenticated: bool,
    /// The answer of `aws s3api head-object`, for an object of the S3 Encryption Client.
    pub metadata: Option<Vec<u8>>,
    /// The instruction file of such an object.
    pub instruction: Option<Vec<u8>>,
}

/// Says what some bytes are and what they need, without a key.
pub fn inspect(bytes: Vec<u8>) -> Step<Report> {
    machine::start(move |platform| async move {
        let Found { layers, container } = recognise(&bytes);
        let handler = handler::recognise(&bytes);
        drop(bytes);
        let mut report = inspect_container(&platform, &container).await;
        report.layers = layers;
        report.handler = handler;
        report
    })
}

/// Verifies and opens some bytes with what was pasted as the key.
pub fn open(bytes: Vec<u8>, pasted: Secret, options: Options) -> Step<Opened> {
    machine::start(move |platform| async move {
        if options.metadata.is_some() || options.instruction.is_some() {
            return open_object(&platform, bytes, &pasted, &options).await;
        }
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
        Container::Fields(document) => document.inspect(),
        Container::Gcm(gcm) => gcm.inspect(),
        Container::Kms(blob) => blob.inspect(),
        Container::Das(stream) => stream.inspect(platform).await,
        Container::Boto3(container) => container.inspect(),
        Container::Jwe(token) => token.inspect(),
        Container::Openssl(bytes) => openssl::inspect(bytes),
        Container::S3(metadata) => metadata.inspect(),
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

async fn open_container(
    platform: &Platform,
    container: &Container,
    pasted: &[u8],
    options: &Options,
) -> Opened {
    match container {
        Container::Processed(document) => return document.open(pasted),
        Container::Esdk(_)
        | Container::Fernet(_)
        | Container::Envelope(_)
        | Container::Gcm(_)
        | Container::Fields(_)
        | Container::Das(_)
        | Container::Boto3(_)
        | Container::Jwe(_)
        | Container::Openssl(_)
        | Container::Plain(Some(_)) => {}
        Container::Several(_, parts) => {
            let mut report = inspect_container(platform, container).await;
            report.judge(Verdict::Unsupported, Reason::Several { parts: *parts });
            return Opened::closed(report);
        }
        Container::S3(metadata) => {
            let mut report = metadata.inspect();
            report.judge(
                Verdict::NeedsKey,
                Reason::Missing { what: "the object itself, with this file beside it," },
            );
            return Opened::closed(report);
        }
        Container::Kms(_) | Container::Age | Container::Other(..) | Container::Plain(None) => {
            return Opened::closed(inspect_container(platform, container).await);
        }
    }
    match key::candidates(pasted) {
        Ok(candidates) => open_with_key(platform, container, &candidates, options).await,
        Err(error) => Opened::closed(unreadable_key(inspect_container(platform, container).await, error)),
    }
}

/// What is known of a container whose key can't be read.
fn unreadable_key(mut report: Report, error: KeyError) -> Report {
    if matches!(report.verdict, Verdict::NeedsKey | Verdict::CannotTell) {
        report.judge(Verdict::NeedsKey, Reason::UnreadableKey { error });
    }
    report
}

/// Opens an object whose metadata lies beside it.
async fn open_object(platform: &Platform, object: Vec<u8>, pasted: &[u8], options: &Options) -> Opened {
    let metadata = Metadata::beside(options.metadata.as_deref(), options.instruction.as_deref());
    match key::candidates(pasted) {
        Ok(candidates) => {
            metadata.open(platform, &Rc::new(object), &candidates, options.allow_unauthenticated).await
        }
        Err(error) => Opened::closed(unreadable_key(metadata.inspect(), error)),
    }
}

async fn open_with_key(
    platform: &Platform,
    container: &Container,
    candidates: &[Candidate],
    options: &Options,
) -> Opened {
    match container {
        Container::Esdk(message) => {
            esdk::open(platform, message, candidates, &options.required_context).await
        }
        Container::Fernet(token) => fernet::open(platform, token, candidates).await,
        Container::Envelope(envelope) => fernet::open_envelope(platform, envelope, candidates).await,
        Container::Gcm(gcm) => gcm.open(platform, candidates).await,
        Container::Das(stream) => stream.open(platform, candidates).await,
        Container::Boto3(container) => container.open(platform, candidates).await,
        Container::Jwe(token) => token.open(platform, candidates).await,
        Container::Openssl(bytes) => {
            openssl::open(platform, bytes, candidates, options.allow_unauthenticated).await
        }
        Container::Fields(document) => fields::open(platform, document, candidates).await,
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
