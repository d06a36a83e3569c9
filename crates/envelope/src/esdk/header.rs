//! The header of an AWS Encryption SDK message, big-endian throughout. Every declared length is held against what is
//! there before anything is copied.

use std::ops::Range;

use super::suite::Suite;
use crate::cursor::{Cursor, Fault};

/// An encrypted data key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataKey {
    /// Who wrapped it: `aws-kms`, or a name chosen by the writer. Not always UTF-8 in altered messages.
    pub provider: Vec<u8>,
    /// For KMS the key's ARN; for a raw AES keyring, name and parameters of the wrapping.
    pub info: Vec<u8>,
    /// The wrapped key: for KMS, its ciphertext blob.
    pub blob: Vec<u8>,
}

impl DataKey {
    /// The IV of a raw AES wrapping, where the info has that layout: name, tag bits, IV length, IV.
    pub fn raw_aes_iv(&self) -> Option<&[u8]> {
        if self.provider == b"aws-kms" {
            return None;
        }
        let (rest, iv) = self.info.split_at_checked(self.info.len().checked_sub(12)?)?;
        rest.ends_with(&[0, 0, 0, 128, 0, 0, 0, 12]).then_some(iv)
    }
}

/// What the header says. Nothing of it is authenticated before its tag has been checked under the data key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The algorithm suite.
    pub suite: Suite,
    /// 16 bytes in version 1, 32 in version 2.
    pub message_id: Vec<u8>,
    /// The encryption context in its order.
    pub context: Vec<(String, String)>,
    /// Where the serialised context lies: count and pairs, nothing when it is empty.
    pub context_bytes: Range<usize>,
    /// The encrypted data keys.
    pub data_keys: Vec<DataKey>,
    /// Bytes of plaintext in each frame; 0 for an unframed body.
    pub frame_length: u32,
    /// The key commitment of version 2.
    pub commitment: Vec<u8>,
    /// Where the header's body ends: the tag covers all before.
    pub body_end: usize,
    /// The IV of the header's tag.
    pub iv: Vec<u8>,
    /// Where the header's tag lies.
    pub tag: Range<usize>,
}

impl Header {
    /// Where the message's body begins.
    pub fn end(&self) -> usize {
        self.tag.end
    }

    /// The value of a context entry.
    pub fn context_value(&self, name: &str) -> Option<&str> {
        self.context.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }
}

/// The suite of a message that begins with these bytes, where they are one of its two versions.
pub fn recognise(bytes: &[u8]) -> Option<Suite> {
    let (version, id) = match *bytes {
        [1, 0x80, a, b, ..] => (1, u16::from_be_bytes([a, b])),
        [2, a, b, ..] => (2, u16::from_be_bytes([a, b])),
        _ => return None,
    };
    Suite::find(id).filter(|s| s.version == version)
}

fn context(bytes: &[u8]) -> Result<Vec<(String, String)>, Fault> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let bad = Fault::Malformed("the encryption context in the header does not follow the format");
    let inside = |fault| if fault == Fault::Ended { bad } else { fault };
    let mut cursor = Cursor::new(bytes);
    let count = usize::from(cursor.u16().map_err(inside)?);
    // Each pair takes at least four bytes for its lengths.
    let mut pairs: Vec<(String, String)> = Vec::with_capacity(count.min(bytes.len() / 4));
    for _ in 0..count {
        let mut text = || -> Result<String, Fault> {
            let length = cursor.u16().map_err(inside)?;
            let bytes = cursor.take(usize::from(length)).map_err(inside)?;
            String::from_utf8(bytes.to_vec())
                .map_err(|_| Fault::Malformed("the encryption context is not UTF-8"))
        };
        let pair = (text()?, text()?);
        pairs.push(pair);
    }
    let mut names: Vec<&str> = pairs.iter().map(|(k, _)| k.as_str()).collect();
    names.sort_unstable();
    if cursor.left() > 0 || count == 0 || names.windows(2).any(|w| matches!(w, [a, b] if a == b)) {
        return Err(bad);
    }
    Ok(pairs)
}

/// Reads the header. The caller has seen by [`recognise`] that it is one.
pub fn read(bytes: &[u8]) -> Result<Header, Fault> {
    let suite = recognise(bytes).ok_or(Fault::Malformed("the header names no known algorithm suite"))?;
    let mut cursor = Cursor::new(bytes);
    cursor.take(if suite.version == 1 { 4 } else { 3 })?;
    let message_id = cursor.take(if suite.version == 1 { 16 } else { 32 })?.to_vec();
    let length = usize::from(cursor.u16()?);
    let start = cursor.at();
    let context = context(cursor.take(length)?)?;
    let count = cursor.u16()?;
    if count == 0 {
        return Err(Fault::Malformed("the header has no encrypted data key"));
    }
    let mut data_keys = Vec::new();
    for _ in 0..count {
        let mut field = || cursor.u16().and_then(|n| cursor.take(usize::from(n))).map(<[u8]>::to_vec);
        data_keys.push(DataKey { provider: field()?, info: field()?, blob: field()? });
    }
    let framed = match cursor.u8()? {
        1 => false,
        2 => true,
        _ => return Err(Fault::Malformed("the header's content type is neither framed nor unframed")),
    };
    if suite.version == 1 && (cursor.take(4)? != [0; 4] || cursor.u8()? != 12) {
        return Err(Fault::Malformed("reserved bytes of the header are not as they must be"));
    }
    let frame_length = cursor.u32()?;
    if framed == (frame_length == 0) {
        return Err(Fault::Malformed("the header's frame length does not fit its content type"));
    }
    let commitment = if suite.commits() { cursor.take(32)?.to_vec() } else { Vec::new() };
    let body_end = cursor.at();
    let iv = if suite.version == 1 { cursor.take(12)?.to_vec() } else { vec![0; 12] };
    let tag_start = cursor.at();
    cursor.take(16)?;
    Ok(Header {
        suite,
        message_id,
        context,
        context_bytes: start..start.saturating_add(length),
        data_keys,
        frame_length,
        commitment,
        body_end,
        iv,
        tag: tag_start..cursor.at(),
    })
}
