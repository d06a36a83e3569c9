//! Settings: switches, numbers, times, versions, algorithms, languages, schedules.

use super::super::bytes;

pub(super) fn is_switch(value: &str) -> bool {
    const SWITCHES: [&str; 24] = [
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "enabled",
        "disabled",
        "enable",
        "disable",
        "none",
        "null",
        "nil",
        "default",
        "auto",
        "always",
        "never",
        "optional",
        "required",
        "strict",
        "allow",
        "deny",
        "undefined",
        "n/a",
    ];
    SWITCHES.iter().any(|word| value.eq_ignore_ascii_case(word))
}

pub(super) fn is_number(value: &str) -> bool {
    let value = value.strip_prefix(['-', '+']).unwrap_or(value);
    let hexadecimal = value
        .strip_prefix("0x")
        .is_some_and(|rest| rest.len() <= 8 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let unit = value.get(number.len()..).unwrap_or_default().to_ascii_lowercase();
    let is_unit = [
        "", "%", "b", "k", "m", "g", "t", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "ms", "s", "h", "d",
        "px", "e",
    ];
    let digits = |c: char| c.is_ascii_digit() || "., _".contains(c);
    hexadecimal
        || (is_unit.contains(&unit.as_str())
            && number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && number.chars().all(digits))
}

pub(super) fn is_duration(value: &str) -> bool {
    let iso = value.strip_prefix('P').is_some_and(|rest| {
        rest.contains(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || "YMWDTHS.,".contains(c))
    });
    // As in `1h30m`, `10 minutes`.
    let unit = |rest: &str| {
        let word = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
        [
            "ms", "s", "m", "h", "d", "w", "y", "sec", "min", "second", "minute", "hour", "day", "week",
            "month", "year",
        ]
        .contains(&word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word))
    };
    iso || (value.starts_with(|c: char| c.is_ascii_digit()) && value.len() <= 24 && unit(value))
}

pub(super) fn is_date(value: &str) -> bool {
    let b = value.as_bytes();
    let digits = |from: usize, to: usize| b.get(from..to).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
    value.len() <= 40
        && digits(0, 4)
        && b.get(4) == Some(&b'-')
        && digits(5, 7)
        && value.chars().all(|c| c.is_ascii_digit() || "-:.+TZ ".contains(c))
}

pub(super) fn is_version(value: &str) -> bool {
    let rest = value.strip_prefix(['v', 'V', '^', '~', '=']).unwrap_or(value);
    let mut parts = rest.splitn(3, '.');
    let number = |part: Option<&str>| {
        part.is_some_and(|p| !p.is_empty() && p.len() <= 5 && bytes::all(p, bytes::DIGIT))
    };
    number(parts.next())
        && number(parts.next())
        && parts.next().is_none_or(|rest| {
            rest.len() <= 40
                && rest.starts_with(|c: char| c.is_ascii_digit())
                && bytes::all(rest.trim_matches('+'), bytes::WORD | bytes::DOT | bytes::PLUS_SLASH)
                && rest.bytes().filter(|b| b.is_ascii_uppercase()).count() <= 8
        })
}

pub(super) fn is_algorithm(value: &str) -> bool {
    const PARTS: [&str; 62] = [
        "aes",
        "rsa",
        "dsa",
        "ecdsa",
        "ecdh",
        "eddsa",
        "ed",
        "es",
        "hs",
        "rs",
        "ps",
        "sha",
        "hmac",
        "md",
        "gcm",
        "cbc",
        "ctr",
        "ecb",
        "kw",
        "a",
        "gcmkw",
        "hs",
        "oaep",
        "pkcs",
        "pss",
        "rsassa",
        "rsaes",
        "secp",
        "k",
        "r",
        "p",
        "x",
        "curve",
        "ed",
        "chacha",
        "poly",
        "pbkdf",
        "bcrypt",
        "scrypt",
        "argon",
        "id",
        "blake",
        "b",
        "c",
        "v",
        "with",
        "and",
        "des",
        "ede",
        "siv",
        "wrap",
        "sign",
        "encrypt",
        "decrypt",
        "symmetric",
        "default",
        "spec",
        "ecc",
        "nist",
        "sm",
        "tls",
        "padding",
    ];
    let parts = value.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty());
    value.len() <= 48
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/. :+".contains(&b))
        && parts.clone().count() >= 1
        && parts.clone().all(|part| PARTS.contains(&part.to_ascii_lowercase().as_str()))
}

pub(super) fn is_schedule(value: &str) -> bool {
    let fields = |text: &str| {
        (5..=6).contains(&text.split_ascii_whitespace().count())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" *?,-/#".contains(&b))
            && text.contains(['*', '?'])
    };
    value.starts_with("cron(") || value.starts_with("rate(") || value.starts_with("at(") || fields(value)
}

pub(super) fn is_locale(value: &str) -> bool {
    let one = |item: &str| {
        let item = item.split(";q=").next().unwrap_or_default().trim();
        let code = item.split(['.', '@']).next().unwrap_or_default();
        let mut parts = code.split(['-', '_']);
        code == "*"
            || parts
                .next()
                .is_some_and(|language| matches!(language.len(), 2 | 3) && bytes::all(language, bytes::LOWER))
                && parts.all(|part| matches!(part.len(), 2..=4) && bytes::all(part, bytes::ALNUM))
                && (code != item || item.len() <= 11)
    };
    value.split(',').all(one)
}

/// JSON, YAML flow or a list; its names and values are judged one by one.
pub(super) fn is_structured(value: &str) -> bool {
    (value.starts_with('{') && value.ends_with('}')) && value.contains([':', '='])
        || value.starts_with('<') && value.ends_with('>')
        || (value.starts_with('[') && value.ends_with(']') && value.contains('{'))
}

/// A pattern for texts: it begins like one, and holds a class of characters.
pub(super) fn is_expression(value: &str) -> bool {
    value.starts_with(['^', '[', '('])
        && !value.contains('"')
        && ["a-z", "A-Z", "0-9", "a-f", ".*", ".+"].iter().any(|class| value.contains(class))
}
