//! Private keys in armour: PEM, OpenSSH, PGP, PuTTY, with line ends as such, as `\n`, or as blanks.

use super::bytes::{BASE64, Seen, run};
use super::{Confidence, Rule, Secret, words};

const ARMOUR: &str = "it stands in the armour of a private key, and there is a key in it";
/// The lines of a key are longer than words; what is left over in the last one isn't needed.
const LEAST_LINE: usize = 20;
/// No key is shorter: Ed25519 in PKCS #8 has 64 characters, a bare one 43.
const LEAST_BODY: usize = 40;

/// Finds every armoured private key in the text.
pub(super) fn scan(text: &str, found: &mut Vec<Secret>) {
    let seen = Seen::new(text);
    let mut from = 0;
    for at in seen.places("BEGIN ") {
        if at < from {
            continue;
        }
        let after = at + "BEGIN ".len();
        let dashes = text.get(..at).is_some_and(|head| head.ends_with('-') || head.ends_with("- "));
        if dashes && let Some(secret) = armoured(text, at) {
            from = secret.span.end.max(after);
            found.push(secret);
        }
    }
    if let Some(at) = seen.find("PuTTY-User-Key-File-")
        && text.get(at..).is_some_and(|rest| rest.contains("Private-Lines"))
    {
        found.push(Secret {
            kind: "PuTTY private key",
            why: ARMOUR,
            span: at..text.len(),
            rule: Rule::Known,
            confidence: Confidence::High,
        });
    }
}

/// The private key whose `BEGIN` stands at a position.
fn armoured(text: &str, begin: usize) -> Option<Secret> {
    let label_at = begin + "BEGIN ".len();
    let rest = text.get(label_at..)?;
    // A label is short; longer text before the dashes is none.
    let label_length = rest.bytes().take(48).position(|b| b == b'-')?;
    let label = rest.get(..label_length)?;
    let kind = kind(label)?;
    let body_at = label_at + label_length;
    let body_at = body_at + text.get(body_at..)?.bytes().take_while(|b| *b == b'-').count();
    let body = text.get(body_at..)?;
    let end = body.find("--").unwrap_or(body.len());
    let body = body.get(..end)?;
    let encrypted = label.contains("ENCRYPTED") || body.contains("ENCRYPTED");
    let key = longest_part(body);
    if key < LEAST_BODY {
        return None;
    }
    // The line with `END` belongs to the key.
    let tail = text.get(body_at + end..).unwrap_or_default();
    let closing = if tail.trim_start_matches(['-', ' ']).starts_with("END ") {
        let line = tail.bytes().take(96);
        let dashes_after = |label: usize| label + tail.bytes().skip(label).take_while(|b| *b == b'-').count();
        let opening = tail.bytes().take_while(|b| *b == b'-' || *b == b' ').count();
        line.skip(opening)
            .position(|b| b == b'-')
            .map_or(tail.len().min(96), |label| dashes_after(opening + label))
    } else {
        0
    };
    let dashes = text.get(..begin)?.bytes().rev().take_while(|b| *b == b'-' || *b == b' ').count();
    let mut stop = (body_at + end + closing).min(text.len());
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    let service_account = text.contains("\"service_account\"") || text.contains("service_account\\\"");
    Some(Secret {
        kind: if service_account { "Google service account key" } else { kind },
        why: ARMOUR,
        span: begin - dashes..stop,
        rule: Rule::Known,
        confidence: if encrypted { Confidence::Medium } else { Confidence::High },
    })
}

fn kind(label: &str) -> Option<&'static str> {
    if label.contains("OpenVPN Static key") {
        return Some("OpenVPN static key");
    }
    if !label.contains("PRIVATE KEY") {
        return None;
    }
    Some(match label.split(' ').next().unwrap_or_default() {
        "RSA" => "RSA private key",
        "EC" => "EC private key",
        "DSA" => "DSA private key",
        "OPENSSH" => "OpenSSH private key",
        "PGP" => "PGP private key",
        "SSH2" => "SSH private key",
        "ENCRYPTED" => "encrypted private key",
        _ => "private key",
    })
}

/// How many characters of base64 the body has that are no words, such as those of its headers.
fn longest_part(body: &str) -> usize {
    let mut count = 0;
    let normal = body.replace("\\n", "\n").replace("\\r", "\n").replace("%0A", "\n");
    for line in normal.split(|c: char| c.is_whitespace() || c == '\\') {
        let length = run(line.as_bytes(), BASE64, line.len());
        let rest = line.get(length..).unwrap_or_default().trim_end_matches(['"', '\'', ',']);
        if rest.chars().all(|c| c == '=')
            && length >= LEAST_LINE
            && !words::is_readable(line)
            && !words::filler(line)
        {
            count += length;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of base64 as a key has them, made here so that no key stands in the source.
    fn body(count: usize) -> String {
        let mut state = 7u32;
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(letters[(state >> 26) as usize])
        };
        (0..count).map(next).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let mut found = Vec::new();
        scan(text, &mut found);
        let first = found.first().map(|secret| (secret.kind, &text[secret.span.clone()]));
        assert_eq!(first, expected);
    }

    #[test]
    fn armour_of_every_kind() {
        for (label, kind) in [
            ("PRIVATE KEY", "private key"),
            ("RSA PRIVATE KEY", "RSA private key"),
            ("EC PRIVATE KEY", "EC private key"),
            ("OPENSSH PRIVATE KEY", "OpenSSH private key"),
            ("ENCRYPTED PRIVATE KEY", "encrypted private key"),
            ("PGP PRIVATE KEY BLOCK", "PGP private key"),
        ] {
            for line_end in ["\n", "\\n", " ", "\r\n"] {
                let key = format!(
                    "-----BEGIN {label}-----{line_end}{}{line_end}{}{line_end}-----END {label}-----",
                    body(64),
                    body(40)
                );
                check(&key, Some((kind, &key)));
                check(&format!("x={key}; y"), Some((kind, &key)));
            }
        }
    }

    #[test]
    fn armour_without_a_key() {
        check("-----BEGIN PRIVATE KEY-----\nREDACTED\n-----END PRIVATE KEY-----", None);
        check("-----BEGIN PRIVATE KEY-----", None);
        check("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----", None);
        check(&format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----", body(64)), None);
        check(&format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----", body(64)), None);
        check("BEGIN PRIVATE KEY", None);
        check(
            "-----BEGIN PRIVATE KEY-----\n```\nkeys in this format may optionally be encrypted with a password",
            None,
        );
    }
}
