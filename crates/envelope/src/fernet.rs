//! Fernet tokens (<https://github.com/fernet/spec>), alone and in the chapter's envelope.

use std::rc::Rc;

use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use crate::command;
use crate::key::{Candidate, Key, KeyShown};
use crate::machine::{Hash, Platform, Request, Slice};
use crate::report::{Opened, Report};
use crate::text::{base64, base64_url, from_base64};
use crate::verdict::{Kind, Part, Reason, Verdict};

const VERSION: u8 = 0x80;
/// Version, time and IV before the ciphertext.
const HEAD: usize = 1 + 8 + 16;
const MAC: usize = 32;
const BLOCK: usize = 16;

/// A token, decoded.
#[derive(Debug, Clone)]
pub(crate) struct Token(Rc<Vec<u8>>);

impl Token {
    /// Decodes a token's text and checks its shape.
    pub(crate) fn read(text: &str) -> Result<Self, (Verdict, Reason)> {
        let Some(bytes) = from_base64(text.trim()) else {
            let length = text.trim().trim_end_matches('=').len();
            return Err(if length % 4 == 1 {
                (Verdict::Truncated, Reason::EndsEarly { within: Part::Frame(1) })
            } else {
                (Verdict::Altered, Reason::Malformed { what: "the token is not base64" })
            });
        };
        match bytes.first() {
            None => return Err((Verdict::Truncated, Reason::EndsEarly { within: Part::Header })),
            Some(&VERSION) => {}
            Some(other) => {
                let value = format!("{other:02x}");
                return Err((Verdict::Unsupported, Reason::UnknownValue { what: "Fernet version", value }));
            }
        }
        let whole = bytes.len() >= HEAD + BLOCK + MAC && (bytes.len() - HEAD - MAC).is_multiple_of(BLOCK);
        if !whole {
            return Err((Verdict::Truncated, Reason::EndsEarly { within: Part::Frame(1) }));
        }
        Ok(Self(Rc::new(bytes)))
    }

    /// Seconds since 1970 at which the writer says it was made; authenticated only with the rest.
    fn time(&self) -> u64 {
        self.0.get(1..9).and_then(|b| b.try_into().ok()).map_or(0, u64::from_be_bytes)
    }

    fn mac_start(&self) -> usize {
        self.0.len().saturating_sub(MAC)
    }

    fn describe(&self) -> Value {
        let ciphertext = self.0.len().saturating_sub(HEAD + MAC);
        json!({
            "timestamp": self.time(),
            "created": iso_time(self.time()),
            "plaintext_bytes_between": [ciphertext.saturating_sub(BLOCK), ciphertext.saturating_sub(1)],
        })
    }
}

/// Whether some text begins as tokens do and has nothing but their characters.
pub(crate) fn recognise(text: &str) -> bool {
    let characters = |t: &str| {
        t.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_=".contains(&b) || b.is_ascii_whitespace())
    };
    // The first byte is 0x80, and the time's first bytes are zero until the year 2106.
    if text.starts_with("gAAAAA") {
        return text.len() > 20 && characters(text);
    }
    text.starts_with("gA") | text.starts_with("gE") && characters(text) && Token::read(text).is_ok()
}

/// A Unix time as ISO 8601, up to the year 9999.
fn iso_time(seconds: u64) -> Option<String> {
    let days = i64::try_from(seconds / 86_400).ok().filter(|d| *d < 2_932_897)?;
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    // Days since 0000-03-01, in eras of 400 years, as in Howard Hinnant's `civil_from_days`.
    let z = days + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let (day, month) =
        (day_of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// The chapter's envelope: the token, and the data key's ciphertext.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    /// `encrypted_data`: base64 of the token's text; a token written plainly is taken too.
    pub(crate) data: String,
    /// `encrypted_data_key`: base64 of the KMS ciphertext.
    pub(crate) data_key: String,
}

impl Envelope {
    fn token(&self) -> Result<Token, (Verdict, Reason)> {
        if recognise(&self.data) {
            return Token::read(&self.data);
        }
        let text = from_base64(&self.data).and_then(|b| String::from_utf8(b).ok());
        let text = text.ok_or((
            Verdict::Altered,
            Reason::Malformed { what: "`encrypted_data` is not base64 of a token" },
        ))?;
        Token::read(&text)
    }
}

/// The report on a token in a container of some kind.
pub(crate) fn inspect_token(kind: Kind, token: &Result<Token, (Verdict, Reason)>) -> Report {
    match token {
        Ok(token) => {
            let mut report = Report::new(kind, Verdict::NeedsKey, Reason::LooksWhole);
            report.container = token.describe();
            report
        }
        Err((verdict, reason)) => Report::new(kind, *verdict, reason.clone()),
    }
}

/// What can be told of a token without its key.
pub(crate) fn inspect(text: &str) -> Report {
    let mut report = inspect_token(Kind::Fernet, &Token::read(text));
    report.needs.push("the Fernet key of 32 bytes".to_owned());
    report.key_source = json!({"how": "unknown: a token does not name its key"});
    report
}

/// What can be told of the chapter's envelope without its key.
pub(crate) fn inspect_envelope(envelope: &Envelope) -> Report {
    let mut report = inspect_token(Kind::FernetEnvelope, &envelope.token());
    report.needs.push("the data key that KMS decrypts from `encrypted_data_key`".to_owned());
    report.notes.push("The data key has 256 bits, and Fernet takes 128 of them for AES. No encryption context binds data and key, so that envelopes can be exchanged between records.".to_owned());
    match from_base64(&envelope.data_key) {
        Some(blob) => {
            report.key_source = json!({
                "how": "encrypted data key",
                "encrypted_data_keys": [{"wrapping": "AWS KMS", "bytes": blob.len(), "kms_blob": crate::kms::explain(&blob)}],
            });
            report.command(command::decrypt(&blob, None, &[]));
        }
        None => {
            report.key_source = json!({"how": "encrypted data key", "readable": false});
            report
                .notes
                .push("`encrypted_data_key` is not base64, so that there is no command for it.".to_owned());
        }
    }
    report
}

/// Opens a token.
pub(crate) async fn open(platform: &Platform, text: &str, candidates: &[Candidate]) -> Opened {
    open_with(platform, inspect(text), Token::read(text), candidates, |length| length == 32).await
}

/// Opens the chapter's envelope. It takes the first 32 bytes of a longer key, as the original does.
pub(crate) async fn open_envelope(
    platform: &Platform,
    envelope: &Envelope,
    candidates: &[Candidate],
) -> Opened {
    let report = inspect_envelope(envelope);
    open_with(platform, report, envelope.token(), candidates, |length| length >= 32).await
}

/// Opens a token that another container holds; the report comes from there.
pub(crate) async fn open_with(
    platform: &Platform,
    mut report: Report,
    token: Result<Token, (Verdict, Reason)>,
    candidates: &[Candidate],
    fits: impl Fn(usize) -> bool,
) -> Opened {
    report.readings(candidates);
    let Ok(token) = token else { return Opened::closed(report) };
    let fitting: Vec<&Candidate> = candidates.iter().filter(|c| fits(c.length)).collect();
    if fitting.is_empty() {
        let given = candidates.iter().map(|c| c.length).collect();
        report.judge(Verdict::WrongKey, Reason::KeyLength { given, needed: vec![32] });
        return Opened::closed(report);
    }
    for candidate in fitting {
        let (sign, encrypt) = candidate.key.bytes().split_at(16);
        let signed = Slice::part(&token.0, 0..token.mac_start());
        let request = Request::Hmac { hash: Hash::Sha256, key: Key::new(sign), data: signed };
        let mac = platform.ask(request).await.ok().unwrap_or_default();
        let expected = token.0.get(token.mac_start()..).unwrap_or_default();
        if !bool::from(mac.ct_eq(expected)) {
            continue;
        }
        report.key = Some(KeyShown::from(candidate));
        let iv = token.0.get(9..HEAD).unwrap_or_default().to_vec();
        let data = Slice::part(&token.0, HEAD..token.mac_start());
        let request = Request::CbcOpen { key: Key::new(encrypt), iv, data };
        return match platform.ask(request).await.ok() {
            Some(plaintext) => {
                report.needs.clear();
                report.judge(Verdict::Intact, Reason::Authentic { checks: vec!["authentication code"] });
                Opened { report, plaintext: Some(plaintext) }
            }
            None => {
                let what = "its authentication code holds, and its padding does not follow the format";
                report.judge(Verdict::Altered, Reason::Malformed { what });
                Opened::closed(report)
            }
        };
    }
    report.judge(Verdict::CannotTell, Reason::OneTag);
    Opened::closed(report)
}

/// Writes the chapter's envelope: weaker than a message of the AWS Encryption SDK, and readable by the chapter's code.
/// `time` is in seconds since 1970; `iv` is 16 random bytes. Nothing when the key has not 32 bytes.
pub(crate) async fn seal_envelope(
    platform: &Platform,
    plaintext: Slice,
    data_key: Key,
    blob: &[u8],
    time: u64,
    iv: [u8; 16],
) -> Option<Vec<u8>> {
    let (sign, encrypt) = data_key.bytes().split_at_checked(16).filter(|(_, e)| e.len() == 16)?;
    let mut token = vec![VERSION];
    token.extend_from_slice(&time.to_be_bytes());
    token.extend_from_slice(&iv);
    let request = Request::CbcSeal { key: Key::new(encrypt), iv: iv.to_vec(), data: plaintext };
    token.extend_from_slice(&platform.ask(request).await.ok()?);
    let request = Request::Hmac { hash: Hash::Sha256, key: Key::new(sign), data: Slice::from(token.clone()) };
    token.extend_from_slice(&platform.ask(request).await.ok()?);
    let data = base64(base64_url(&token).as_bytes());
    Some(
        format!("{{\"encrypted_data\": \"{data}\", \"encrypted_data_key\": \"{}\"}}", base64(blob))
            .into_bytes(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (seconds, expected) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (951_782_400, Some("2000-02-29T00:00:00Z")),
            (499_162_800, Some("1985-10-26T08:20:00Z")),
            (253_402_300_799, Some("9999-12-31T23:59:59Z")),
            (u64::MAX, None),
        ] {
            assert_eq!(iso_time(seconds).as_deref(), expected);
        }
    }
}
