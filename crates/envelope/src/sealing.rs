//! Sealing with a data key that KMS has generated: the JSON that `aws kms generate-data-key` printed, and the context
//! that it was given.

use std::fmt;

use zeroize::Zeroizing;

use crate::command::key_arn;
use crate::esdk;
use crate::fernet;
use crate::json::{Members, members};
use crate::key::Key;
use crate::machine::{Slice, Step, start};
use crate::report::Secret;
use crate::text::{as_text, from_base64};

/// Names that the AWS Encryption SDK keeps for itself.
const RESERVED: &str = "aws-crypto-";
/// A data key's JSON is far shorter than this.
const LONGEST: usize = 64 * 1024;

/// Why something can't be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// The data key's file is no JSON object.
    NotJson,
    /// It lacks the plaintext, or that is no base64.
    NoPlaintext,
    /// It lacks the ciphertext, or that is no base64.
    NoBlob,
    /// It lacks the ARN of the KMS key.
    NoArn,
    /// The data key has not 32 bytes.
    KeyLength,
    /// The context is no object of strings.
    Context,
    /// The context has a name that is kept for the SDK.
    ReservedContext,
    /// The context is longer than the format can say.
    ContextLength,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson => "The data key is not JSON. Give the whole answer of `aws kms generate-data-key --key-spec AES_256`.",
            Self::NoPlaintext => "The data key has no `Plaintext` in base64. Give the answer of `aws kms generate-data-key`, not of its variant without plaintext.",
            Self::NoBlob => "The data key has no `CiphertextBlob` in base64, without which nobody could open the message. Give the whole answer of `aws kms generate-data-key`.",
            Self::NoArn => "The data key has no `KeyId` with the ARN of a KMS key. Give the whole answer of `aws kms generate-data-key`.",
            Self::KeyLength => "The data key has not 32 bytes. Ask for one with `--key-spec AES_256`.",
            Self::Context => "The encryption context is not a JSON object of strings. Write it as {\"name\": \"value\"}.",
            Self::ReservedContext => "Names that begin with `aws-crypto-` are kept for the AWS Encryption SDK. Choose another name, here and for `generate-data-key`.",
            Self::ContextLength => "The encryption context is longer than a message can hold. Shorten it, here and for `generate-data-key`.",
        })
    }
}

impl std::error::Error for SealError {}

/// What `aws kms generate-data-key` printed.
#[derive(Debug, Clone)]
pub struct DataKey {
    /// The plaintext, 32 bytes.
    pub(crate) key: Key,
    /// The ciphertext.
    pub(crate) blob: Vec<u8>,
    /// The ARN of the KMS key.
    pub(crate) arn: String,
}

impl DataKey {
    /// Reads the JSON.
    pub fn read(json: &[u8]) -> Result<Self, SealError> {
        let text = as_text(json).filter(|t| t.len() <= LONGEST).ok_or(SealError::NotJson)?;
        let object = members(text).ok_or(SealError::NotJson)?;
        let bytes = |name| {
            object.string(name).map(Zeroizing::new).and_then(|t| from_base64(t.trim())).map(Zeroizing::new)
        };
        let plaintext = bytes("Plaintext").ok_or(SealError::NoPlaintext)?;
        if plaintext.len() != 32 {
            return Err(SealError::KeyLength);
        }
        // The blob's length has two bytes in a message.
        let blob = bytes("CiphertextBlob")
            .filter(|b| !b.is_empty() && b.len() <= usize::from(u16::MAX))
            .ok_or(SealError::NoBlob)?;
        let arn = object.string("KeyId").filter(|id| key_arn(id).is_some()).ok_or(SealError::NoArn)?;
        Ok(Self { key: Key::new(&plaintext), blob: blob.to_vec(), arn })
    }
}

/// Reads an encryption context: a JSON object of strings.
pub fn read_context(json: &[u8]) -> Result<Vec<(String, String)>, SealError> {
    let mut context =
        as_text(json).and_then(members).and_then(Members::into_strings).ok_or(SealError::Context)?;
    context.sort_unstable();
    if context.windows(2).any(|w| matches!(w, [a, b] if a.0 == b.0)) {
        return Err(SealError::Context);
    }
    Ok(context)
}

/// Seals bytes as an AWS Encryption SDK message of suite 0x0478, which the official clients open. `random` is 32 random
/// bytes, never used before; the same arguments give the same message.
pub fn seal_message(
    plaintext: Secret,
    data_key: DataKey,
    context: Vec<(String, String)>,
    random: [u8; 32],
) -> Result<Step<Result<Vec<u8>, SealError>>, SealError> {
    if context.iter().any(|(name, _)| name.starts_with(RESERVED)) {
        return Err(SealError::ReservedContext);
    }
    let DataKey { key, blob, arn } = data_key;
    Ok(start(move |platform| async move {
        let plaintext = Slice::from(plaintext);
        let sealing = esdk::Sealing { data_key: key, blob, key_arn: arn, context, message_id: random };
        // Blob and ARN have lengths that fit; what may not is the context.
        esdk::seal(&platform, plaintext, sealing).await.ok_or(SealError::ContextLength)
    }))
}

/// Seals bytes as the chapter's envelope, which the chapter's code opens if they are JSON. It is the weaker one: 128 bits
/// of the key encrypt, nothing binds a context, and the time is in clear. `time` is in seconds since 1970.
pub fn seal_chapter_envelope(
    plaintext: Secret,
    data_key: DataKey,
    time: u64,
    random: [u8; 16],
) -> Step<Result<Vec<u8>, SealError>> {
    start(move |platform| async move {
        let plaintext = Slice::from(plaintext);
        fernet::seal_envelope(&platform, plaintext, data_key.key, &data_key.blob, time, random)
            .await
            .ok_or(SealError::KeyLength)
    })
}
