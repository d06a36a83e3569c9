//! Addresses, hosts, mail addresses, paths and files.

use super::super::{bytes, words};
use super::each;
use super::identifier::is_uuid;

/// An address, or several. What is secret in one was found before this is asked.
pub(super) fn is_address(value: &str) -> bool {
    const BARE: [&str; 3] = ["jdbc:", "mailto:", "data:"];
    let scheme = |item: &str| {
        let item = item.trim_matches(['"', '\'', '[', ']']);
        item.find("://").is_some_and(|at| {
            at >= 1 && item.bytes().take(at).all(|b| b.is_ascii_alphanumeric() || b"+-.:".contains(&b))
        })
    };
    let first = value.split([',', ' ', ';', '|']).next().unwrap_or_default();
    scheme(first)
        || BARE.iter().any(|prefix| value.starts_with(prefix))
        || value.starts_with("//")
            && is_host(value.trim_start_matches('/').split('/').next().unwrap_or_default())
}

pub(super) fn is_mail(value: &str) -> bool {
    let bare = |item: &str| {
        item.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && !user.contains(':')
                && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b))
                && is_domain(host)
        })
    };
    let addressed = |item: &str| {
        item.trim().rsplit_once('<').is_some_and(|(_, rest)| rest.strip_suffix('>').is_some_and(bare))
    };
    value.contains('@') && (each(value, bare) || value.split(',').all(addressed))
}

/// The top-level domains that hosts of configurations have, beside those of countries.
const TOP_LEVEL: [&str; 34] = [
    "com",
    "net",
    "org",
    "info",
    "biz",
    "edu",
    "gov",
    "mil",
    "int",
    "dev",
    "app",
    "cloud",
    "tech",
    "shop",
    "store",
    "online",
    "site",
    "xyz",
    "agency",
    "digital",
    "systems",
    "solutions",
    "services",
    "network",
    "local",
    "internal",
    "lan",
    "corp",
    "home",
    "intra",
    "svc",
    "test",
    "example",
    "localhost",
];

/// A name with a top-level domain.
pub(super) fn is_domain(value: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'*')
            // Random text with points in it has capitals and digits mixed; hosts are written in one case.
            && !(label.bytes().any(|b| b.is_ascii_uppercase()) && label.bytes().any(|b| b.is_ascii_lowercase()))
    };
    let last = value.rsplit('.').next().unwrap_or_default();
    value.len() <= 253
        && value.contains('.')
        && value.split('.').all(label)
        && ((last.len() == 2 && bytes::all(last, bytes::LOWER | bytes::UPPER))
            || TOP_LEVEL.contains(&last.to_ascii_lowercase().as_str()))
}

pub(super) fn is_host(value: &str) -> bool {
    let one = |item: &str| {
        let (name, port) = item.rsplit_once(':').unwrap_or((item, "0"));
        let port_is_one = port.len() <= 5 && bytes::all(port, bytes::DIGIT);
        let name = name.split('/').next().unwrap_or_default();
        let ip = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && name.split('.').count() == 4;
        let ipv6 = item.matches(':').count() >= 2
            && item.bytes().all(|b| b.is_ascii_hexdigit() || b":/[]".contains(&b));
        ipv6 || port_is_one && (ip || name == "localhost" || is_domain(name) && !words_then_random(name))
    };
    each(value, one)
}

/// Whether a dotted name has only a short ending after one label that is no word: a token with a point in it.
pub(super) fn words_then_random(name: &str) -> bool {
    name.split('.').count() == 2
        && name.split('.').next().is_some_and(|label| label.len() >= 16 && !words::is_readable(label))
}

/// A path of Unix or Windows, several of them, or the name of a file.
pub(super) fn is_path(value: &str) -> bool {
    const ROOTS: [&str; 5] = ["/", "./", "../", "~/", "\\\\"];
    let drive = value.as_bytes().get(1..3) == Some(b":\\".as_slice());
    if !(drive || ROOTS.iter().any(|root| value.starts_with(root))) {
        return is_file(value);
    }
    if value.contains(['+', '=', '&', '?', '<', '>', '"']) {
        return false;
    }
    let segments = value.split(['/', '\\', ':']).filter(|segment| !segment.is_empty());
    let (mut plain, mut other) = (0, 0);
    for segment in segments {
        // Upper and lower case in one short segment is as base64 has it between two slashes.
        let mixed =
            segment.bytes().any(|b| b.is_ascii_uppercase()) && segment.bytes().any(|b| b.is_ascii_digit());
        let short = segment.len() <= 12 && !mixed;
        if short || words::is_readable(segment) || is_uuid(segment) || segment.starts_with(['{', '$', '*']) {
            plain += segment.len();
        } else {
            other += segment.len();
        }
    }
    plain >= 2 * other
}

/// A name with the ending of a file, as in `client.key`.
pub(super) fn is_file(value: &str) -> bool {
    const ENDINGS: [&str; 34] = [
        "json",
        "yaml",
        "yml",
        "xml",
        "txt",
        "csv",
        "ini",
        "conf",
        "cfg",
        "toml",
        "properties",
        "env",
        "pem",
        "key",
        "crt",
        "cer",
        "pub",
        "p12",
        "pfx",
        "jks",
        "der",
        "gpg",
        "asc",
        "log",
        "zip",
        "gz",
        "tar",
        "js",
        "mjs",
        "py",
        "html",
        "sql",
        "sh",
        "db",
    ];
    value.rsplit_once('.').is_some_and(|(stem, ending)| {
        ENDINGS.contains(&ending)
            && stem.bytes().all(|b| bytes::is(b, bytes::WORD | bytes::DOT | bytes::PLUS_SLASH))
            && (stem.len() <= 12 || words::is_readable(stem))
    })
}
