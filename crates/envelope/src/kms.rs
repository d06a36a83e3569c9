//! Ciphertexts that KMS itself wrote. Their layout is not promised by AWS: it was read from published ones, and serves to
//! recognise and explain, never to decide.

use serde::Serialize;
use serde_json::json;

use crate::command;
use crate::cursor::Cursor;
use crate::json::Members;
use crate::report::Report;
use crate::text::{from_base64, hex};
use crate::verdict::{Kind, Reason, Verdict};

/// What the bytes of a KMS ciphertext tell without KMS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlobShape {
    /// Bytes of the plaintext. 16, 24 or 32 are most likely a data key; anything else is a secret encrypted directly.
    pub plaintext_bytes: usize,
    /// Names the backing key, not its ARN: equal in two blobs means the same key.
    pub backing_key: String,
    /// The call that made it, as far as known.
    pub made_by: &'static str,
}

/// `encryptedData` of PKCS #7, and AES-256-GCM, as DER object identifiers.
const ENCRYPTED_DATA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06];
const AES_256_GCM: &[u8] = &[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2e];
/// What a ciphertext has beyond its plaintext: the tag of 16 bytes and a header of 11.
const OVERHEAD: usize = 27;

/// Reads the layout, where it is the known one.
pub fn explain(blob: &[u8]) -> Option<BlobShape> {
    let mut cursor = Cursor::new(blob);
    let [1, generation @ (1 | 2), call, 0, 0x78] = *cursor.take(5).ok()? else { return None };
    let backing_key = hex(cursor.take(32).ok()?);
    if generation == 2 {
        cursor.take(17).ok()?;
    }
    let length = cursor.u32().ok()?;
    if usize::try_from(length).ok()? != cursor.left() {
        return None;
    }
    let der = cursor.take(cursor.left()).ok()?;
    let find = |needle: &[u8]| der.windows(needle.len()).position(|w| w == needle);
    let (outer, cipher) = (find(ENCRYPTED_DATA)?, find(AES_256_GCM)?);
    if outer > 8 || cipher < outer {
        return None;
    }
    // After the cipher: its parameters (nonce of 12 bytes, tag length), then the ciphertext, tagged [0] to the end.
    let mut rest = Cursor::starting(der, cipher + AES_256_GCM.len());
    let [0x30, parameters] = *rest.take(2).ok()? else { return None };
    rest.take(usize::from(parameters)).ok()?;
    if rest.u8().ok()? != 0x80 {
        return None;
    }
    let length = der_length(&mut rest)?;
    (length == rest.left()).then_some(())?;
    let made_by = match (generation, call) {
        (2, 2) => "Encrypt",
        (2, 3) => "GenerateDataKey",
        _ => "unknown",
    };
    Some(BlobShape { plaintext_bytes: length.checked_sub(OVERHEAD)?, backing_key, made_by })
}

fn der_length(cursor: &mut Cursor<'_>) -> Option<usize> {
    match cursor.u8().ok()? {
        short @ 0..=127 => Some(usize::from(short)),
        0x81 => cursor.u8().ok().map(usize::from),
        0x82 => cursor.u16().ok().map(usize::from),
        _ => None,
    }
}

/// A KMS ciphertext, and what lay beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blob {
    pub(crate) bytes: Vec<u8>,
    pub(crate) arn: Option<String>,
    pub(crate) context: Vec<(String, String)>,
    /// Its plaintext lay beside it, as `generate-data-key` prints it.
    pub(crate) with_plaintext: bool,
}

impl Blob {
    /// Nothing but the ciphertext.
    pub(crate) fn bare(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), arn: None, context: Vec::new(), with_plaintext: false }
    }

    /// What KMS answered, or what the chapter's manager and handler make of it: `ciphertext` beside the key's id, the
    /// context, or the action.
    pub(crate) fn from_members(object: &Members<'_>) -> Option<Self> {
        let text = object.string("CiphertextBlob").or_else(|| {
            let beside = ["key_id", "encryption_context", "action", "context"];
            beside.iter().any(|name| object.get(name).is_some()).then(|| object.string("ciphertext"))?
        })?;
        Some(Self {
            bytes: from_base64(&text).filter(|b| !b.is_empty())?,
            arn: object.any_string(&["KeyId", "key_id"]),
            context: ["EncryptionContext", "encryption_context", "context"]
                .iter()
                .find_map(|name| object.strings(name))
                .unwrap_or_default(),
            with_plaintext: object.get("Plaintext").is_some(),
        })
    }

    /// What can be told of it; only KMS opens it.
    pub(crate) fn inspect(&self) -> Report {
        let mut report = Report::new(Kind::KmsBlob, Verdict::NeedsKey, Reason::OnlyKms);
        let shape = explain(&self.bytes);
        let context: serde_json::Map<_, _> =
            self.context.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        report.needs.push("a call to KMS, with the encryption context that it was made with".to_owned());
        report.key_source = json!({
            "how": "KMS directly",
            "arn": self.arn.as_deref().and_then(command::key_arn).map(|(arn, _)| arn),
            "encryption_context": context,
        });
        report.container = json!({"bytes": self.bytes.len(), "kms_blob": shape});
        report.command(command::decrypt(&self.bytes, self.arn.as_deref(), &self.context));
        report.notes.push(match shape.map(|s| s.plaintext_bytes) {
            Some(n @ (16 | 24 | 32)) => format!("Its plaintext has {n} bytes: most likely a data key."),
            Some(n) => {
                format!("Its plaintext has {n} bytes: most likely a secret that was encrypted directly.")
            }
            None => "It lies where a KMS ciphertext lies, and its layout is not the known one.".to_owned(),
        });
        if self.context.is_empty() {
            report.notes.push("The ciphertext does not tell its encryption context. If it was made with one, add it to the command.".to_owned());
        }
        if self.with_plaintext {
            report.notes.push(
                "Its plaintext lies beside it: this file is a key itself and must not be passed on."
                    .to_owned(),
            );
        }
        report
    }
}
