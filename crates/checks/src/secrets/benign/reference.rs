//! References to secrets that are kept elsewhere, and secrets that are encrypted.

use super::super::bytes::starts_folded;
use super::super::{bytes, token};
use super::each;

/// A template of a shell, of CloudFormation, Helm, GitHub and the like.
pub(in crate::secrets) fn is_template(value: &str) -> bool {
    let variable = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    value.starts_with("${")
        || value.starts_with("$(")
        || value.starts_with("{{")
        || value.starts_with("#{")
        || value.starts_with("<%")
        || value.starts_with("%(")
        || value.starts_with("%env(")
        || value.starts_with("@Microsoft.KeyVault(")
        || value.strip_prefix('$').is_some_and(variable)
        || ["!Ref ", "!Sub ", "!GetAtt ", "!ImportValue ", "!Join ", "Fn::"]
            .iter()
            .any(|tag| value.starts_with(tag))
}

pub(super) fn is_reference(value: &str) -> bool {
    const SCHEMES: [&str; 35] = [
        "vault:",
        "ssm:",
        "ssm-secure:",
        "ssm-parameter:",
        "aws-ssm:",
        "awsssm:",
        "parameterstore:",
        "parameter:",
        "secretsmanager:",
        "secretsmanager/",
        "aws-sm:",
        "awssm:",
        "awssecret:",
        "asm:",
        "sm://",
        "gcp:",
        "gcpsm:",
        "gsm:",
        "azurekv:",
        "keyvault:",
        "akv:",
        "op://",
        "bao:",
        "doppler:",
        "akeyless:",
        "kms:",
        "infisical:",
        "conjur:",
        "k8s:",
        "ref+",
        "ref:",
        "env:",
        "file:",
        "alias/",
        "secretref:",
    ];
    let managed = value.starts_with("rds!")
        || value.starts_with("AWS::")
        || value.starts_with("aws/secretsmanager")
        || value.starts_with("/aws/reference/");
    let project = value.starts_with("projects/") && value.contains("/secrets/");
    // The sealed values of such schemes are ciphertext, and `vault:v1:` is among those.
    managed
        || project
        || SCHEMES.iter().any(|scheme| starts_folded(value, scheme) && value.len() > scheme.len())
}

pub(super) fn is_arn(value: &str) -> bool {
    each(value, |item| item.starts_with("arn:") && item.split(':').count() >= 6)
}

pub(super) fn is_ciphertext(value: &str) -> bool {
    const MARKS: [&str; 18] = [
        "ENC[",
        "ENC(",
        "{cipher}",
        "{enc}",
        "$ANSIBLE_VAULT;",
        "vault:v",
        "age-encryption.org/",
        "-----BEGIN AGE ENCRYPTED",
        "-----BEGIN PGP MESSAGE",
        "-----BEGIN ENCRYPTED MESSAGE",
        "-----BEGIN PKCS7",
        "-----BEGIN CMS",
        // OpenSSL's `Salted__` and the AWS Encryption SDK's two message formats, in base64.
        "U2FsdGVkX1",
        "AYADe",
        "AgV4",
        "AYAD",
        "gAAAAA",
        "AQICAH",
    ];
    MARKS.iter().any(|mark| value.starts_with(mark) && value.len() >= mark.len() + 12)
        || token::is_kms_ciphertext(value)
        || is_encrypted_web_token(value)
}

/// Five parts, of which the header tells the cipher.
pub(super) fn is_encrypted_web_token(value: &str) -> bool {
    value.starts_with("eyJ")
        && value.split('.').count() == 5
        && value
            .split('.')
            .next()
            .and_then(bytes::from_base64)
            .is_some_and(|header| String::from_utf8_lossy(&header).contains("\"enc\""))
}

/// Three parts of which the header tells the algorithm; a signed one was found before this is asked.
pub(super) fn is_unsigned_web_token(value: &str) -> bool {
    value.starts_with("eyJ")
        && value.split('.').count() == 3
        && value.len() < VALUE_OF_TOKENS
        && !token::is_signed_web_token(value)
        && value
            .split('.')
            .next()
            .and_then(bytes::from_base64)
            .is_some_and(|header| String::from_utf8_lossy(&header).contains("\"alg\""))
}

/// No web token is longer.
const VALUE_OF_TOKENS: usize = 16 * 1024;
