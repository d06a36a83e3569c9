//! Identifiers, hashes and public keys.

use super::super::{bytes, known, token};
use super::each;

pub(super) fn is_chain_address(value: &str) -> bool {
    known::whole("0x{H40}", value)
}

pub(super) fn is_hash(value: &str) -> bool {
    const ALGORITHMS: [&str; 9] =
        ["sha1", "sha224", "sha256", "sha384", "sha512", "md5", "blake2b", "blake3", "sha3-256"];
    const CRYPT: [&str; 14] = [
        "$2a$",
        "$2b$",
        "$2x$",
        "$2y$",
        "$argon2",
        "$scrypt$",
        "$pbkdf2",
        "$1$",
        "$5$",
        "$6$",
        "$y$",
        "{SSHA",
        "pbkdf2_sha256$",
        "SCRAM-SHA-256$",
    ];
    let image = value.contains("@sha256:");
    // As in `sha256:…` of images, `sha512-…` of package managers and `SHA256:…` of key fingerprints.
    let digest = value.split_once([':', '-']).is_some_and(|(algorithm, rest)| {
        ALGORITHMS.contains(&algorithm.to_ascii_lowercase().as_str()) && rest.len() >= 16
    });
    let fingerprint = value.len() >= 47
        && value.split(':').count() >= 16
        && value.split(':').all(|pair| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit()));
    image || digest || fingerprint || CRYPT.iter().any(|mark| value.starts_with(mark))
}

pub(super) fn is_public_key(value: &str) -> bool {
    const SSH: [&str; 6] =
        ["ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "sk-ssh-ed25519@", "sk-ecdsa-sha2-"];
    let pem = value.trim_start_matches('-').trim_start();
    let is_pem = value.starts_with("--")
        && [
            "BEGIN PUBLIC KEY",
            "BEGIN RSA PUBLIC KEY",
            "BEGIN EC PUBLIC KEY",
            "BEGIN CERTIFICATE",
            "BEGIN TRUSTED CERTIFICATE",
            "BEGIN X509 CERTIFICATE",
            "BEGIN PGP PUBLIC KEY",
            "BEGIN SSH2 PUBLIC KEY",
            "BEGIN X509 CRL",
            "BEGIN DH PARAMETERS",
            "BEGIN EC PARAMETERS",
        ]
        .iter()
        .any(|label| pem.starts_with(label));
    is_pem
        || SSH.iter().any(|prefix| value.starts_with(prefix))
        || value.starts_with("AAAAB3NzaC1yc2E")
        || value.starts_with("AAAAC3NzaC1lZDI1NTE5")
        || value.starts_with("AAAAE2VjZHNhLXNoYTIt")
        // `-----BEGIN PUBLIC` and `-----BEGIN CERT` in base64.
        || value.starts_with("LS0tLS1CRUdJTiBQVUJMSUMg")
        || value.starts_with("LS0tLS1CRUdJTiBDRVJU")
        || token::is_public_der(value)
}

pub(super) fn is_uuid(value: &str) -> bool {
    let one = |item: &str| {
        let item = item.strip_prefix("urn:uuid:").unwrap_or(item).trim_matches(['{', '}', '"']);
        known::whole("{H8}-{H4}-{H4}-{H4}-{H12}", item)
            // An identity pool names its region before its id.
            || item.split_once(':').is_some_and(|(region, id)| is_region(region) && known::whole("{h8}-{h4}-{h4}-{h4}-{h12}", id))
    };
    each(value, one)
}

pub(super) fn is_ulid(value: &str) -> bool {
    // The first two characters are years: `01` lasts from 2004 to 2039.
    value.len() == 26
        && value.starts_with("01")
        && value.bytes().all(|b| bytes::is(b, bytes::DIGIT | bytes::UPPER) && !b"ILOU".contains(&b))
}

pub(super) fn is_region(value: &str) -> bool {
    let mut parts = value.rsplitn(2, '-');
    let number = parts.next().is_some_and(|n| n.len() == 1 && bytes::all(n, bytes::DIGIT));
    let Some(stem) = parts.next().filter(|_| number) else { return false };
    ["us", "eu", "ap", "sa", "ca", "me", "af", "cn", "il", "mx"]
        .contains(&stem.split('-').next().unwrap_or_default())
        && stem.split('-').count() >= 2
        && stem.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

pub(super) fn is_resource_id(value: &str) -> bool {
    each(value, |item| {
        let numbered = item.split_once('-').is_some_and(|(kind, id)| {
            (1..=8).contains(&kind.len())
                && bytes::all(kind, bytes::LOWER)
                && matches!(id.len(), 8 | 17)
                && bytes::all(id, bytes::HEX)
        });
        let pool = item.split_once('_').is_some_and(|(region, id)| {
            is_region(region) && (6..=12).contains(&id.len()) && bytes::all(id, bytes::ALNUM)
        });
        let image = item.contains(".dkr.ecr.") && item.contains('/');
        numbered || pool || image || is_region(item)
    })
}

pub(super) fn is_trace(value: &str) -> bool {
    let id = |text: &str| known::whole("{d1}-{h8}-{h24}", text);
    value.strip_prefix("Root=").is_some_and(|rest| id(rest.split(';').next().unwrap_or_default()))
        || id(value)
        || known::whole("{d2}-{h32}-{h16}-{d2}", value)
}
