//! What `openssl enc -aes-256-cbc -pass file:datakey` writes: `Salted__`, a salt, AES-256-CBC. Nothing authenticates it.
//!
//! OpenSSL takes the password from the file only up to its first line end or NUL, which a fifth of all random keys have.

use std::rc::Rc;

use serde_json::json;

use crate::guess::{Guess, Tie};
use crate::key::{Candidate, Key, KeyShown};
use crate::machine::{PasswordKdf, Platform, Request, Slice};
use crate::report::{Opened, Report};
use crate::verdict::{Kind, Part, Reason, Verdict};

const HEAD: usize = 16;
const BLOCK: usize = 16;

fn shape(bytes: &[u8]) -> (Verdict, Reason) {
    let body = bytes.len().checked_sub(HEAD);
    match body {
        Some(length) if length > 0 && length.is_multiple_of(BLOCK) => {
            (Verdict::NeedsKey, Reason::AskUnauthenticated)
        }
        _ => (Verdict::Truncated, Reason::EndsEarly { within: Part::Frame(1) }),
    }
}

/// What can be told without the key.
pub(crate) fn inspect(bytes: &[u8]) -> Report {
    let (verdict, reason) = shape(bytes);
    let mut report = Report::new(Kind::OpensslSalted, verdict, reason);
    report.needs.push(
        "the data key that was the password file, and consent to open without authentication".to_owned(),
    );
    report.container = json!({"ciphertext_bytes": bytes.len().saturating_sub(HEAD)});
    report.key_source = json!({"how": "unknown: the file does not name its key"});
    report
}

/// Opens it, if that is asked for without authentication.
pub(crate) async fn open(
    platform: &Platform,
    bytes: &Rc<Vec<u8>>,
    candidates: &[Candidate],
    allow: bool,
) -> Opened {
    let mut report = inspect(bytes);
    report.readings(candidates);
    if report.verdict != Verdict::NeedsKey {
        return Opened::closed(report);
    }
    if !allow {
        report.judge(Verdict::CannotTell, Reason::AskUnauthenticated);
        return Opened::closed(report);
    }
    let salt = bytes.get(8..HEAD).unwrap_or_default().to_vec();
    let data = Slice::part(bytes, HEAD..bytes.len());
    let mut guess = Guess::new();
    for candidate in candidates.iter().filter(|c| matches!(c.length, 16 | 24 | 32)) {
        let whole = candidate.key.bytes();
        let end = whole.iter().position(|b| matches!(b, b'\n' | 0)).unwrap_or(whole.len());
        let cut = whole.get(..end).unwrap_or_default();
        let passwords = if end == whole.len() { vec![whole] } else { vec![cut, whole] };
        for password in passwords {
            for (kdf, name) in [
                (PasswordKdf::Pbkdf2Sha256, "PBKDF2, SHA-256, 10,000 rounds"),
                (PasswordKdf::BytesToKeySha256, "EVP_BytesToKey with SHA-256"),
                (PasswordKdf::BytesToKeyMd5, "EVP_BytesToKey with MD5"),
            ] {
                let request =
                    Request::Password { kdf, password: Key::new(password), salt: salt.clone(), length: 48 };
                let derived = platform.ask(request).await.ok().unwrap_or_default();
                let Some((key, iv)) = derived.split_at_checked(32) else { continue };
                let request = Request::CbcOpen { key: Key::new(key), iv: iv.to_vec(), data: data.clone() };
                let Some(plaintext) = platform.ask(request).await.ok() else { continue };
                guess.offer(plaintext, data.len(), (KeyShown::from(candidate), name));
            }
        }
    }
    let (plaintext, (shown, kdf)) = match guess.take() {
        Ok(Some(found)) => found,
        Ok(None) => {
            report.judge(Verdict::CannotTell, Reason::OneTag);
            return Opened::closed(report);
        }
        Err(Tie) => {
            report.judge(Verdict::CannotTell, Reason::AmbiguousKey);
            return Opened::closed(report);
        }
    };
    report.key = Some(shown);
    report.needs.clear();
    report.unverified.push(String::new());
    report.notes.push(format!("It opened with {kdf}."));
    report.judge(Verdict::CannotTell, Reason::Unauthenticated);
    Opened { report, plaintext: Some(plaintext) }
}
