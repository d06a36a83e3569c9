//! Sealing: suite 0x0478, which commits to its key, framed, one KMS data key. The official clients open it.

use super::header::Header;
use super::open::{cipher_key, commitment, serialise};
use super::suite::Suite;
use crate::key::Key;
use crate::machine::{Platform, Request, Slice};

/// What the official clients use by default.
const FRAME_LENGTH: u32 = 4096;
const SUITE: u16 = 0x0478;
const FINAL: u32 = u32::MAX;

/// What a message is sealed with.
pub(crate) struct Sealing {
    /// The data key's plaintext, 32 bytes.
    pub data_key: Key,
    /// Its ciphertext, as KMS gave it.
    pub blob: Vec<u8>,
    /// The ARN of the KMS key.
    pub key_arn: String,
    /// The context that was given to `generate-data-key`, exactly.
    pub context: Vec<(String, String)>,
    /// 32 random bytes, never used before.
    pub message_id: [u8; 32],
}

fn counted(out: &mut Vec<u8>, bytes: &[u8]) -> Option<()> {
    out.extend_from_slice(&u16::try_from(bytes.len()).ok()?.to_be_bytes());
    out.extend_from_slice(bytes);
    Some(())
}

/// Writes the message. The same arguments give the same bytes. Nothing when a part is longer than the format can say.
pub(crate) async fn seal(platform: &Platform, plaintext: Slice, sealing: Sealing) -> Option<Vec<u8>> {
    let suite = Suite::find(SUITE)?;
    let message_id = sealing.message_id.to_vec();
    let commitment = commitment(platform, &message_id, &sealing.data_key).await?;
    let mut out = vec![2];
    out.extend_from_slice(&SUITE.to_be_bytes());
    out.extend_from_slice(&message_id);
    counted(&mut out, &serialise(&sealing.context)?)?;
    out.extend_from_slice(&1u16.to_be_bytes());
    counted(&mut out, b"aws-kms")?;
    counted(&mut out, sealing.key_arn.as_bytes())?;
    counted(&mut out, &sealing.blob)?;
    out.push(2);
    out.extend_from_slice(&FRAME_LENGTH.to_be_bytes());
    out.extend_from_slice(&commitment);
    let header = Header {
        suite,
        message_id,
        context: Vec::new(),
        context_bytes: 0..0,
        data_keys: Vec::new(),
        frame_length: FRAME_LENGTH,
        commitment,
        body_end: out.len(),
        iv: vec![0; 12],
        tag: 0..0,
    };
    let key = cipher_key(platform, &header, &sealing.data_key).await?;
    let nothing = Slice::from(Vec::new());
    let request = Request::GcmSeal { key: key.clone(), iv: vec![0; 12], aad: out.clone(), data: nothing };
    out.extend_from_slice(&platform.ask(request).await.ok()?);
    frames(platform, &header, &key, &plaintext, &mut out).await?;
    Some(out)
}

async fn frames(
    platform: &Platform,
    header: &Header,
    key: &Key,
    plaintext: &Slice,
    out: &mut Vec<u8>,
) -> Option<()> {
    let length = FRAME_LENGTH as usize;
    out.reserve(plaintext.len() + plaintext.len() / 64 + 64);
    let (mut start, mut number) = (0, 1u32);
    loop {
        let left = plaintext.len().saturating_sub(start);
        let last = left <= length;
        let part = start..start + left.min(length);
        let mut iv = vec![0; 8];
        iv.extend_from_slice(&number.to_be_bytes());
        let mut aad = header.message_id.clone();
        let label: &[u8] =
            if last { b"AWSKMSEncryptionClient Final Frame" } else { b"AWSKMSEncryptionClient Frame" };
        aad.extend_from_slice(label);
        aad.extend_from_slice(&number.to_be_bytes());
        aad.extend_from_slice(&(part.len() as u64).to_be_bytes());
        if last {
            out.extend_from_slice(&FINAL.to_be_bytes());
        }
        out.extend_from_slice(&number.to_be_bytes());
        out.extend_from_slice(&iv);
        if last {
            out.extend_from_slice(&u32::try_from(part.len()).ok()?.to_be_bytes());
        }
        start = part.end;
        let request = Request::GcmSeal { key: key.clone(), iv, aad, data: plaintext.sub(part) };
        out.extend_from_slice(&platform.ask(request).await.ok()?);
        if last {
            return Some(());
        }
        // Sequence numbers are 32 bits, and the last value marks the final frame.
        number = number.checked_add(1).filter(|n| *n < FINAL)?;
    }
}
