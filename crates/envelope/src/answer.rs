//! What the AWS CLI printed, pasted back: the answers to the commands of [`crate::manager`], and its errors.

use std::fmt;

use zeroize::Zeroizing;

use crate::json::{Members, members};
use crate::report::Secret;
use crate::text::{as_text, from_base64};

/// An answer of KMS, Secrets Manager or Parameter Store.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// `aws kms encrypt`.
    Encrypted {
        /// The ciphertext.
        blob: Vec<u8>,
        /// The KMS key.
        key_id: String,
    },
    /// `aws kms decrypt`.
    Decrypted {
        /// The plaintext.
        plaintext: Secret,
        /// The KMS key.
        key_id: String,
    },
    /// `aws kms generate-data-key`.
    DataKey {
        /// The KMS key.
        key_id: String,
    },
    /// `aws secretsmanager get-secret-value`; binary secrets too.
    SecretValue {
        /// Its name.
        name: String,
        /// Its version.
        version: String,
        /// The secret.
        value: Secret,
    },
    /// `aws secretsmanager create-secret` or `update-secret`.
    SecretStored {
        /// Its ARN.
        arn: String,
        /// Its version.
        version: String,
    },
    /// `aws ssm get-parameter`.
    Parameter {
        /// Its name.
        name: String,
        /// `String`, `StringList` or `SecureString`.
        kind: String,
        /// The value; still encrypted when it was asked for without `--with-decryption`.
        value: Secret,
    },
    /// `aws ssm put-parameter`.
    ParameterStored {
        /// Its version.
        version: u64,
    },
    /// AWS said no.
    Refused {
        /// The error's code.
        code: String,
        /// The operation that was called.
        operation: String,
    },
}

/// Secrets never appear.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Encrypted { .. } => "Encrypted",
            Self::Decrypted { .. } => "Decrypted",
            Self::DataKey { .. } => "DataKey",
            Self::SecretValue { .. } => "SecretValue",
            Self::SecretStored { .. } => "SecretStored",
            Self::Parameter { .. } => "Parameter",
            Self::ParameterStored { .. } => "ParameterStored",
            Self::Refused { .. } => "Refused",
        })
    }
}

/// Reads what was pasted; nothing when it is no answer of these commands.
pub fn read(pasted: &[u8]) -> Option<Answer> {
    let text = as_text(pasted)?;
    match members(text) {
        Some(object) => from_json(&object),
        None => refusal(text),
    }
}

fn from_json(object: &Members<'_>) -> Option<Answer> {
    let text = |name: &str| object.string(name);
    let bytes = |name: &str| text(name).map(Zeroizing::new).and_then(|t| from_base64(&t)).map(Secret::new);
    if let Some(key_id) = text("KeyId") {
        return match (bytes("CiphertextBlob"), bytes("Plaintext")) {
            (Some(_), Some(_)) => Some(Answer::DataKey { key_id }),
            (Some(blob), None) => Some(Answer::Encrypted { blob: blob.to_vec(), key_id }),
            (None, Some(plaintext)) => Some(Answer::Decrypted { plaintext, key_id }),
            (None, None) => None,
        };
    }
    if let (Some(name), Some(version)) = (text("Name"), text("VersionId")) {
        let value =
            text("SecretString").map(|t| Secret::new(t.into_bytes())).or_else(|| bytes("SecretBinary"));
        return match value {
            Some(value) => Some(Answer::SecretValue { name, version, value }),
            None => Some(Answer::SecretStored { arn: text("ARN")?, version }),
        };
    }
    if let Some(parameter) = object.object("Parameter") {
        return Some(Answer::Parameter {
            name: parameter.string("Name")?,
            kind: parameter.string("Type")?,
            value: Secret::new(parameter.string("Value")?.into_bytes()),
        });
    }
    let version = object.get("Version")?.get().parse().ok()?;
    object.get("Tier").map(|_| Answer::ParameterStored { version })
}

/// `An error occurred (CODE) when calling the OPERATION operation: ...`
fn refusal(text: &str) -> Option<Answer> {
    let rest = text.split_once("An error occurred (")?.1;
    let (code, rest) = rest.split_once(") when calling the ")?;
    let (operation, _) = rest.split_once(" operation")?;
    let word = |s: &str| {
        !s.is_empty() && s.len() <= 128 && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
    };
    (word(code) && word(operation))
        .then(|| Answer::Refused { code: code.to_owned(), operation: operation.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pasted: &str, expected: Option<Answer>) {
        assert!(read(pasted.as_bytes()) == expected, "{pasted}");
    }

    #[test]
    fn answers() {
        let secret = |s: &str| Secret::new(s.as_bytes().to_vec());
        let text = |s: &str| s.to_owned();
        check(
            r#"{"CiphertextBlob": "AQI=", "KeyId": "k", "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}"#,
            Some(Answer::Encrypted { blob: vec![1, 2], key_id: text("k") }),
        );
        check(
            r#"{"KeyId": "k", "Plaintext": "aGk="}"#,
            Some(Answer::Decrypted { plaintext: secret("hi"), key_id: text("k") }),
        );
        check(
            r#"{"KeyId": "k", "Plaintext": "aGk=", "CiphertextBlob": "AQI="}"#,
            Some(Answer::DataKey { key_id: text("k") }),
        );
        check(
            r#"{"ARN": "a", "Name": "n", "VersionId": "v", "SecretString": "s", "VersionStages": ["AWSCURRENT"]}"#,
            Some(Answer::SecretValue { name: text("n"), version: text("v"), value: secret("s") }),
        );
        check(
            r#"{"ARN": "a", "Name": "n", "VersionId": "v", "SecretBinary": "aGk="}"#,
            Some(Answer::SecretValue { name: text("n"), version: text("v"), value: secret("hi") }),
        );
        check(
            r#"{"ARN": "a", "Name": "n", "VersionId": "v"}"#,
            Some(Answer::SecretStored { arn: text("a"), version: text("v") }),
        );
        check(
            r#"{"Parameter": {"Name": "/a", "Type": "SecureString", "Value": "s", "Version": 1}}"#,
            Some(Answer::Parameter { name: text("/a"), kind: text("SecureString"), value: secret("s") }),
        );
        check(r#"{"Version": 3, "Tier": "Standard"}"#, Some(Answer::ParameterStored { version: 3 }));
        check(
            "\nAn error occurred (AccessDeniedException) when calling the Decrypt operation: no\n",
            Some(Answer::Refused { code: text("AccessDeniedException"), operation: text("Decrypt") }),
        );
        check("{}", None);
        check("hello", None);
    }
}
