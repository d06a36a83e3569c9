//! What a container is, and what can be said about it.

use serde::Serialize;

use crate::key::KeyError;

/// What a container is. The names are part of the command's contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An AWS Encryption SDK message.
    Esdk,
    /// Records of an RDS or Aurora Database Activity Stream.
    Das,
    /// A SOPS file.
    Sops,
    /// An object of the S3 Encryption Client.
    S3ec,
    /// A Fernet token.
    Fernet,
    /// The chapter's envelope: a Fernet token beside its encrypted data key.
    FernetEnvelope,
    /// A document whose sensitive fields are encrypted one by one.
    FieldEncrypted,
    /// The container of the boto3 guide: length, encrypted data key, Fernet token.
    Boto3Container,
    /// What `openssl enc` writes.
    OpensslSalted,
    /// JSON Web Encryption.
    Jwe,
    /// AES-GCM as bytes or as JSON.
    AesGcm,
    /// A ciphertext that KMS itself wrote.
    KmsBlob,
    /// An age file.
    Age,
    /// Nothing encrypted that is known here.
    Plain,
}

/// What was found out. The names are part of the command's contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything authenticates under the key.
    Intact,
    /// The container is whole, and this is not its key.
    WrongKey,
    /// Something was changed after sealing.
    Altered,
    /// The end is missing.
    Truncated,
    /// What is there can't tell a wrong key from altered data, or nothing protects the data.
    CannotTell,
    /// It looks whole and waits for a key.
    NeedsKey,
    /// Known, but not opened here.
    Unsupported,
}

impl Verdict {
    /// The name in reports and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Intact => "intact",
            Self::WrongKey => "wrong-key",
            Self::Altered => "altered",
            Self::Truncated => "truncated",
            Self::CannotTell => "cannot-tell",
            Self::NeedsKey => "needs-key",
            Self::Unsupported => "unsupported",
        }
    }
}

/// A part of a container that a tag or signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "part", content = "number")]
pub enum Part {
    /// The header with context and encrypted data keys.
    Header,
    /// A frame, counted from 1; an unframed body is frame 1.
    Frame(u64),
    /// The signature at the end.
    Signature,
    /// Bytes after the end.
    Trailing,
}

/// Why a verdict was given: a code for programs, with what a sentence needs. [`crate::words`] makes the sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Reason {
    /// Whole, and every tag (and signature) holds.
    Authentic {
        /// What was checked, in order.
        checks: Vec<&'static str>,
    },
    /// The structure is whole; a key is needed.
    LooksWhole,
    /// The structure is whole and its signature holds under the public key that it carries itself.
    LooksWholeSigned,
    /// The data ends early.
    EndsEarly {
        /// In which part.
        within: Part,
    },
    /// A part does not authenticate under a key that is proven right.
    PartAltered {
        /// Which part.
        part: Part,
    },
    /// The header fails under a proven key: altered, or sealed with context that is not stored in it.
    HeaderOrRequiredContext,
    /// A frame is out of sequence.
    OutOfSequence {
        /// The number that was expected.
        frame: u64,
    },
    /// The bytes break the format's rules.
    Malformed {
        /// What breaks them.
        what: &'static str,
    },
    /// The signature that needs no key does not verify, and the key is not proven.
    SignatureInvalid,
    /// The signature verifies and the key does not fit.
    KeyDoesNotFit,
    /// The key's length fits nothing in this container.
    KeyLength {
        /// Bytes that were given, one per reading.
        given: Vec<usize>,
        /// Bytes that are needed.
        needed: Vec<usize>,
    },
    /// One tag (or nothing) covers key and data.
    OneTag,
    /// Unsigned: a wrong key and an altered header look the same.
    KeyOrHeader,
    /// Readings of the key disagree and no tag decides.
    AmbiguousKey,
    /// Only KMS can open this.
    OnlyKms,
    /// The fields were put together from what was pasted.
    PutTogether {
        /// How many.
        fields: usize,
    },
    /// Answers for these fields are missing or unreadable.
    FieldsMissing {
        /// Their names.
        fields: Vec<String>,
    },
    /// This container has no data key; one command per field brings the plaintext.
    NoDataKey,
    /// Some fields authenticated; the rest of the document is covered by nothing.
    FieldsAuthentic {
        /// How many.
        fields: usize,
    },
    /// A field does not authenticate.
    FieldAltered {
        /// Its JSON pointer.
        field: String,
    },
    /// Known and not opened here.
    NotOpenedHere {
        /// What it is, as a noun.
        what: &'static str,
    },
    /// Several containers in one file.
    Several {
        /// How many.
        parts: usize,
    },
    /// Not encrypted in any way known here.
    NotAContainer,
    /// Bytes without a header: perhaps AES-GCM.
    NoHeader,
    /// What was pasted can't be read as a key.
    UnreadableKey {
        /// Why.
        error: KeyError,
    },
    /// Bytes without a header: perhaps AES-GCM, and no key opened them.
    NoKeyOpensIt,
    /// Opened, but nothing authenticates it.
    Unauthenticated,
    /// Opening without authentication was not asked for.
    AskUnauthenticated,
    /// A value of the container is not known here.
    UnknownValue {
        /// Which value.
        what: &'static str,
        /// What it says.
        value: String,
    },
    /// Unpacked, it would be larger than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Something else is needed to read it.
    Missing {
        /// What.
        what: &'static str,
    },
}
