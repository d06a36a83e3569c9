//! Ciphertexts that KMS itself wrote. Their layout is not promised by AWS: it was read from published ones, and serves to
//! recognise and explain, never to decide.

use serde::Serialize;

use crate::cursor::Cursor;
use crate::text::hex;

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
