//! Keys as people have them: base64 of either alphabet, hexadecimal, raw bytes, or what the AWS CLI printed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::text::{as_text, from_base64, from_hex, hex};

/// Keys are short; what is longer than this was not meant as one.
const LONGEST_FILE: usize = 64 * 1024;

/// A symmetric key in a fixed buffer that is wiped when it is dropped. It never prints itself.
#[derive(Clone)]
pub struct Key {
    bytes: [u8; 32],
    length: usize,
}

impl Key {
    /// A key of at most 32 bytes; of a longer one, the first 32.
    pub fn new(bytes: &[u8]) -> Self {
        let mut key = Self { bytes: [0; 32], length: bytes.len().min(32) };
        for (to, from) in key.bytes.iter_mut().zip(bytes) {
            *to = *from;
        }
        key
    }

    /// The key's bytes.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key of {} bytes", self.length)
    }
}

/// How the pasted text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The `Plaintext` of the JSON that `aws kms decrypt` or `aws kms generate-data-key` printed.
    CliJson,
    /// Base64 of either alphabet.
    Base64,
    /// Hexadecimal.
    Hex,
    /// The bytes as they are.
    Raw,
}

/// One reading of what was pasted.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The key, or the first 32 bytes of a longer one.
    pub key: Key,
    /// How many bytes this reading gave.
    pub length: usize,
    /// How it was read.
    pub reading: Reading,
    /// Eight hexadecimal digits by which two people can compare keys: SHA-256 of `toolkit-key-fp` and the key.
    pub fingerprint: String,
}

impl Candidate {
    fn new(bytes: &[u8], reading: Reading) -> Self {
        let digest = Sha256::new().chain_update(b"toolkit-key-fp").chain_update(bytes).finalize();
        let short: Vec<u8> = digest.iter().copied().take(4).collect();
        Self { key: Key::new(bytes), length: bytes.len(), reading, fingerprint: hex(&short) }
    }
}

/// What can be told about a candidate without giving it away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyShown {
    /// How it was read.
    pub reading: Reading,
    /// Its length in bits.
    pub bits: usize,
    /// The short fingerprint.
    pub fingerprint: String,
}

impl From<&Candidate> for KeyShown {
    fn from(c: &Candidate) -> Self {
        Self { reading: c.reading, bits: c.length * 8, fingerprint: c.fingerprint.clone() }
    }
}

/// Why nothing could be read as a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyError {
    /// The file is empty or blank.
    Empty,
    /// The file is far longer than any key.
    TooLong,
    /// It is JSON, but without a `Plaintext` in base64.
    NoPlaintext,
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "The key is empty. Paste what `aws kms decrypt` printed, or the key as base64 or hexadecimal.",
            Self::TooLong => "This is far longer than a key. Paste the key itself: 16, 24 or 32 bytes.",
            Self::NoPlaintext => {
                "This JSON has no `Plaintext` in base64. Paste the whole answer of `aws kms decrypt` or `aws kms generate-data-key`."
            }
        })
    }
}

impl std::error::Error for KeyError {}

#[derive(Deserialize)]
struct CliJson {
    #[serde(rename = "Plaintext")]
    plaintext: Option<Zeroizing<String>>,
}

/// Every reading of what was pasted that could be a key, the likeliest first. More than one is ambiguous: the reader
/// of the container tries each, and only one that authenticates counts.
pub fn candidates(pasted: &[u8]) -> Result<Vec<Candidate>, KeyError> {
    if pasted.len() > LONGEST_FILE {
        return Err(KeyError::TooLong);
    }
    let mut found: Vec<Candidate> = Vec::new();
    let mut push = |bytes: &[u8], reading: Reading| {
        let new = Candidate::new(bytes, reading);
        if !bytes.is_empty() && !found.iter().any(|c| c.fingerprint == new.fingerprint) {
            found.push(new);
        }
    };
    if let Some(text) = as_text(pasted) {
        if text.is_empty() && !matches!(pasted.len(), 16 | 24 | 32) {
            return Err(KeyError::Empty);
        }
        if text.starts_with('{') && !matches!(pasted.len(), 16 | 24 | 32) {
            let read: CliJson = serde_json::from_str(text).map_err(|_| KeyError::NoPlaintext)?;
            let plaintext = read.plaintext.ok_or(KeyError::NoPlaintext)?;
            let bytes = from_base64(plaintext.trim()).map(Zeroizing::new).ok_or(KeyError::NoPlaintext)?;
            push(&bytes, Reading::CliJson);
            return if found.is_empty() { Err(KeyError::NoPlaintext) } else { Ok(found) };
        }
        let bare = text.trim_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
        let joined: Zeroizing<String> = Zeroizing::new(bare.chars().filter(|c| !c.is_whitespace()).collect());
        if let Some(bytes) = from_hex(&joined).map(Zeroizing::new) {
            push(&bytes, Reading::Hex);
        }
        if let Some(bytes) = from_base64(&joined).map(Zeroizing::new) {
            push(&bytes, Reading::Base64);
        }
    }
    let line_end = pasted.strip_suffix(b"\n").map(|p| p.strip_suffix(b"\r").unwrap_or(p));
    for raw in [Some(pasted), line_end].into_iter().flatten() {
        if matches!(raw.len(), 16 | 24 | 32) || (found_none(pasted) && raw.len() > 32) {
            push(raw, Reading::Raw);
        }
    }
    if found.is_empty() {
        // The length is wrong for every container, which the reader then says with the length it needs.
        found.push(Candidate::new(pasted, Reading::Raw));
    }
    Ok(found)
}

/// Longer raw keys are binary: text that long was meant as base64 or hexadecimal.
fn found_none(pasted: &[u8]) -> bool {
    std::str::from_utf8(pasted).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pasted: &[u8], expected: &[(Reading, usize)]) {
        let got: Vec<_> = candidates(pasted).unwrap().iter().map(|c| (c.reading, c.length)).collect();
        assert_eq!(got, expected, "{:?}", String::from_utf8_lossy(pasted));
    }

    #[test]
    fn readings() {
        use Reading::*;
        check(b"lsfpVxbpeFoBYKfKDCYc8ffPb42xG/rAhNWFWJQm12U=", &[(Base64, 32)]);
        check(b"\"z3pGWPXLfib6mqprNx0oRQhx_aB22EbzPtvGkPyfD9I=\"\r\n", &[(Base64, 32)]);
        check(b"z3pGWPXLfib6mqprNx0oRQhx_aB22EbzPtvGkPyfD9I\n", &[(Base64, 32)]);
        check(b"{\n \"KeyId\": \"x\", \"Plaintext\": \"AAECAwQFBgcICQoLDA0ODw==\"}\n", &[(CliJson, 16)]);
        check(&[0xff; 32], &[(Raw, 32)]);
        check(b"\xff\xfe\xfd\xfc\xff\xfe\xfd\xfc\xff\xfe\xfd\xfc\xff\xfe\xfd\xfc\n", &[(Raw, 16)]);
        check(&[0xff; 64], &[(Raw, 64)]);
        // Thirty-two hexadecimal digits are 16 bytes, 24 bytes as base64, or 32 bytes as they are.
        check(b"260f0c3d9b61945ebe6ba7cef0ecaabe", &[(Hex, 16), (Base64, 24), (Raw, 32)]);
        check(
            b"23ae514df889567e4a46ffe655a8ca97c81196974cc675dd7690b538fae7c593\n",
            &[(Hex, 32), (Base64, 48)],
        );
    }

    #[test]
    fn refusals() {
        assert_eq!(candidates(b" \n").err(), Some(KeyError::Empty));
        assert_eq!(candidates(b"{\"KeyId\": \"only\", \"x\": 1}").err(), Some(KeyError::NoPlaintext));
        assert_eq!(candidates(&[b'a'; 70_000]).err(), Some(KeyError::TooLong));
    }

    #[test]
    fn a_key_never_prints_itself() {
        let key = Key::new(b"super secret key");
        assert_eq!(format!("{key:?}"), "Key of 16 bytes");
        let shown = format!("{:?}", candidates(b"super secret key").unwrap());
        assert!(!shown.contains("super") && !shown.contains("115"), "{shown}");
    }
}
