//! What stands inside a token: web tokens, private keys in DER, base64 of PEM, bot ids.

use super::bytes;
use super::words;

/// Whether a token of three parts is a JSON web token that somebody signed.
///
/// One without a signature proves nothing, and the anonymous role's token of a Supabase project is handed to every browser.
pub(super) fn is_signed_web_token(token: &str) -> bool {
    let mut parts = token.split('.');
    let (Some(header), Some(payload)) = (parts.next(), parts.next()) else { return false };
    let Some(header) = object(header) else { return false };
    let signed = member(&header, "alg").is_some_and(|alg| !alg.eq_ignore_ascii_case("none"));
    let anonymous = object(payload).is_some_and(|claims| member(&claims, "role") == Some("anon"));
    // The parts after an encrypted header are ciphertext.
    signed && member(&header, "enc").is_none() && !anonymous
}

/// The JSON object that a part of a token encodes. No library writes one that is longer.
fn object(part: &str) -> Option<String> {
    let bytes = (part.len() <= 4096).then(|| bytes::from_base64(part)).flatten()?;
    String::from_utf8(bytes)
        .ok()
        .filter(|text| text.trim_start().starts_with('{') && text.trim_end().ends_with('}'))
}

/// The text that is a member of an object. It is found, not parsed: the members asked for stand in no nested object, and a
/// parser would weigh more than all of this.
fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let quoted = |at: usize| object.get(..at)?.ends_with('"').then_some(at + name.len());
    let after = object.match_indices(name).find_map(|(at, _)| quoted(at))?;
    let value = object.get(after..)?.strip_prefix('"')?.trim_start().strip_prefix(':')?.trim_start();
    value.strip_prefix('"')?.split('"').next()
}

/// Whether the first part of a token is a decimal number in base64.
pub(super) fn has_bot_id(token: &str) -> bool {
    let id = token.split('.').next().and_then(bytes::from_base64);
    id.is_some_and(|id| (15..=20).contains(&id.len()) && id.iter().all(u8::is_ascii_digit))
}

/// Whether base64 begins with the head of a private key in PEM.
pub(super) fn encodes_private_pem(value: &str) -> bool {
    let head = bytes::base64_head(value, 60).unwrap_or_default();
    String::from_utf8_lossy(&head).contains("PRIVATE KEY")
}

/// What the DER of a key or certificate is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Der {
    Private,
    Public,
}

/// Whether base64 is the DER of a private key: PKCS #1, PKCS #8 or SEC 1.
pub(super) fn is_private_der(value: &str) -> bool {
    der(value) == Some(Der::Private)
}

/// Whether base64 is the DER of a public key or a certificate.
pub(super) fn is_public_der(value: &str) -> bool {
    der(value) == Some(Der::Public)
}

/// Reads a sequence that fills the value exactly, and what its first element is.
fn der(value: &str) -> Option<Der> {
    let characters = value.trim_end_matches('=').len();
    let total = characters * 3 / 4;
    let head = bytes::base64_head(value, 36)?;
    let (content, length) = sequence(&head)?;
    if content + length != total {
        return None;
    }
    match head.get(content..)? {
        // A version 0 or 1, then the modulus, the algorithm or the octets of the key.
        [0x02, 0x01, 0 | 1, 0x02 | 0x30 | 0x04, ..] => Some(Der::Private),
        // The encrypted form begins with its algorithm, which is PBES2.
        [0x30, _, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d, ..] => Some(Der::Private),
        // A public key begins with its algorithm; a certificate with its own sequence; PKCS #1 with a long modulus.
        [0x30, ..] | [0x02, 0x81 | 0x82, ..] => Some(Der::Public),
        _ => None,
    }
}

/// Where the content of a DER sequence begins, and how long it is.
fn sequence(head: &[u8]) -> Option<(usize, usize)> {
    match head {
        [0x30, short @ 0..=0x7f, ..] => Some((2, usize::from(*short))),
        [0x30, 0x81, length, ..] => Some((3, usize::from(*length))),
        [0x30, 0x82, high, low, ..] => Some((4, usize::from(*high) << 8 | usize::from(*low))),
        _ => None,
    }
}

/// Whether forty characters are random enough for an AWS secret key, and neither a hash nor a path.
pub(super) fn is_aws_secret(value: &str) -> bool {
    let has = |set| value.bytes().any(|b| bytes::is(b, set));
    value.len() == 40
        && bytes::all(value, bytes::BASE64)
        && has(bytes::LOWER)
        && has(bytes::UPPER)
        && bytes::entropy(value) >= 4.0
        && !words::filler(value)
}

/// Whether base64 is a blob that AWS KMS encrypted: its header stands before the id of the key.
pub(super) fn is_kms_ciphertext(value: &str) -> bool {
    let head = bytes::base64_head(value, 6).unwrap_or_default();
    let begins = matches!(head.as_slice(), [1, 1 | 2, 1..=3, 0, 0x78, ..])
        || value.starts_with("AQICAH")
        || value.starts_with("AQECAH");
    value.len() >= 100 && begins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_tokens() {
        use base64::Engine;
        let part = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        let check = |header: &str, payload: &str, expected: bool| {
            let token = format!("{}.{}.c2lnbmF0dXJl", part(header), part(payload));
            assert_eq!(is_signed_web_token(&token), expected, "{header} {payload}");
        };
        check(r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"sub":"1"}"#, true);
        check(r#"{"alg":"none"}"#, r#"{"sub":"1"}"#, false);
        check(r#"{"alg":"HS256"}"#, r#"{"role":"anon"}"#, false);
        check(r#"{"alg":"HS256"}"#, r#"{"role":"service_role"}"#, true);
        check(r#"{"alg":"dir","enc":"A256GCM"}"#, "x", false);
        check(r#"{"typ":"JWT"}"#, r#"{"sub":"1"}"#, false);
        assert!(!is_signed_web_token("eyJ.eyJ.x"));
    }
}
