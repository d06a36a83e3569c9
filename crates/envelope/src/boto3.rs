//! The container of the boto3 guide (`NUM_BYTES_FOR_LEN = 4`): length of the encrypted data key, that key, a Fernet token.

use serde_json::json;

use crate::command;
use crate::fernet::{self, Token};
use crate::key::Candidate;
use crate::kms;
use crate::machine::Platform;
use crate::report::{Opened, Report};
use crate::verdict::{Kind, Reason, Verdict};

/// KMS gives no longer ciphertext.
const LONGEST_BLOB: usize = 6144;

/// The two parts of a container.
#[derive(Debug, Clone)]
pub(crate) struct Boto3 {
    blob: Vec<u8>,
    token: Vec<u8>,
}

impl Boto3 {
    /// Reads the parts, where they look like what they should be.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (blob, token) = rest.split_at_checked(length)?;
        let fits = (1..=LONGEST_BLOB).contains(&length)
            && (kms::explain(blob).is_some() || token.starts_with(b"gAAAA"));
        fits.then(|| Self { blob: blob.to_vec(), token: token.to_vec() })
    }

    fn token(&self) -> Result<Token, (Verdict, Reason)> {
        let text = std::str::from_utf8(&self.token)
            .map_err(|_| (Verdict::Altered, Reason::Malformed { what: "the token is not base64" }))?;
        Token::read(text)
    }

    /// What can be told without the key.
    pub(crate) fn inspect(&self) -> Report {
        let mut report = fernet::inspect_token(Kind::Boto3Container, &self.token());
        report
            .needs
            .push("the data key of 32 bytes, which KMS decrypts from the beginning of the file".to_owned());
        report.key_source = json!({
            "how": "encrypted data key",
            "encrypted_data_keys": [{"wrapping": "AWS KMS", "bytes": self.blob.len(), "kms_blob": kms::explain(&self.blob)}],
        });
        report.command(command::decrypt(&self.blob, None, &[]));
        report
    }

    /// Opens the token.
    pub(crate) async fn open(&self, platform: &Platform, candidates: &[Candidate]) -> Opened {
        fernet::open_with(platform, self.inspect(), self.token(), candidates, |length| length == 32).await
    }
}
