//! Credentials in addresses: the user information of URLs, Oracle's short form, and headers that carry them.

use super::bytes::{self, Seen, starts_folded};
use super::{Confidence, Rule, Secret, benign, words};

const USERINFO: &str = "it stands as the password before the host of an address";
const TOKEN: &str = "it stands before the host of an address and is random";
const HEADER: &str = "it stands in an authorization header";

/// How far a password may reach that has the separators of a URL in it, unescaped.
const REACH: usize = 256;

/// Finds credentials in every address of the text.
pub(super) fn scan(text: &str, found: &mut Vec<Secret>) {
    let seen = Seen::new(text);
    for at in seen.places("://") {
        if bytes::before(text.as_bytes(), at).is_ascii_alphanumeric() {
            found.extend(userinfo(text, at + 3));
        }
    }
    if let Some(at) = seen.find("jdbc:oracle:") {
        found.extend(oracle(text, at));
    }
    if !seen.has("://") {
        found.extend(bare_userinfo(text));
    }
    headers(text, found);
}

fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\"'`\\".contains(&byte)
}

/// The credentials of an address whose host or user begins at `start`.
fn userinfo(text: &str, start: usize) -> Option<Secret> {
    let rest = text.get(start..)?;
    let bytes = rest.as_bytes();
    let mut end = bytes.iter().position(|b| ends_word(*b) || b"/?#".contains(b)).unwrap_or(bytes.len());
    let authority = rest.get(..end)?;
    if !authority.contains('@') {
        // What follows the colon is no port, so that the separator belongs to a password.
        let (_, port) = authority.rsplit_once(':')?;
        if authority.starts_with('[') || port.bytes().all(|b| b.is_ascii_digit()) || authority.contains(',') {
            return None;
        }
        let within = bytes.iter().take(REACH).skip(end);
        let ahead = within.take_while(|b| !ends_word(**b)).position(|b| *b == b'@')?;
        end += ahead + 1;
    }
    let authority = rest.get(..end)?;
    let at = authority.rfind('@')?;
    let (before, host) = (authority.get(..at)?, authority.get(at + 1..)?);
    let (user, password) = before.split_once(':').unwrap_or((before, ""));
    if password.is_empty() || ["x", "x-oauth-basic"].contains(&password) {
        return lone_token(text, start, user, host, rest.get(end..).unwrap_or_default());
    }
    let port_of_a_list =
        password.split_once(',').is_some_and(|(port, _)| port.bytes().all(|b| b.is_ascii_digit()));
    if port_of_a_list || is_generic(user, password) {
        return None;
    }
    let from = start + user.len() + 1;
    Some(Secret {
        kind: "password in an address",
        why: USERINFO,
        span: from..from + password.len(),
        rule: Rule::Known,
        confidence: if words::is_readable(password) { Confidence::Medium } else { Confidence::High },
    })
}

/// A token that stands alone before the host, as Git's hosts take it. A Sentry DSN has its public key there.
fn lone_token(text: &str, start: usize, user: &str, host: &str, path: &str) -> Option<Secret> {
    let project = path.trim_matches('/');
    let is_dsn = host.contains("sentry")
        || host.contains("ingest")
        || (!project.is_empty() && bytes::all(project, bytes::DIGIT));
    let random = user.len() >= 20
        && bytes::entropy(user) >= 3.0
        && !words::is_readable(user)
        && !benign::is_template(user);
    (!is_dsn && random && text.get(..start)?.ends_with("p://") | text.get(..start)?.ends_with("s://"))
        .then_some(Secret {
            kind: "token in an address",
            why: TOKEN,
            span: start..start + user.len(),
            rule: Rule::Known,
            confidence: Confidence::Medium,
        })
}

/// Whether a password is only a place for one, or an example's.
fn is_generic(user: &str, password: &str) -> bool {
    const USERS: [&str; 8] = ["user", "username", "usr", "login", "name", "myuser", "u", "your_user"];
    const PASSWORDS: [&str; 10] =
        ["password", "pass", "passwd", "pwd", "secret", "pw", "mypassword", "mypass", "p", "your_password"];
    let opens = ["${", "{", "$(", "<", "%(", "%s", "[", "%7B", "%24%7B", "%3C", "#{"];
    let is = |list: &[&str], word: &str| list.iter().any(|w| word.eq_ignore_ascii_case(w));
    (is(&USERS, user) && is(&PASSWORDS, password) && user.len() > 1)
        || opens.iter().any(|open| password.starts_with(open))
        || benign::is_template(password)
        || words::is_placeholder(password)
}

/// `jdbc:oracle:thin:user/password@host`.
fn oracle(text: &str, at: usize) -> Option<Secret> {
    let rest = text.get(at..)?;
    let end = rest.bytes().take(REACH).position(|b| b == b'@')?;
    let credentials = rest.get(..end)?;
    let (before, password) = credentials.split_once('/')?;
    let user = before.rsplit(':').next().unwrap_or_default();
    if password.is_empty() || is_generic(user, password) {
        return None;
    }
    let from = at + before.len() + 1;
    Some(Secret {
        kind: "password in an address",
        why: USERINFO,
        span: from..from + password.len(),
        rule: Rule::Known,
        confidence: Confidence::High,
    })
}

/// `user:password@host:port` as a whole value, without a scheme.
fn bare_userinfo(text: &str) -> Option<Secret> {
    if text.len() > 512 || text.bytes().any(|b| ends_word(b) || b"{}<>,;".contains(&b)) {
        return None;
    }
    let (credentials, host) = text.rsplit_once('@')?;
    let (user, password) = credentials.split_once(':')?;
    let name = host.split(['/', ':', '?']).next().unwrap_or_default();
    let is_host = name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
        && (name.contains('.') || name == "localhost");
    let is_user =
        bytes::run(user.as_bytes(), bytes::WORD | bytes::DOT, usize::MAX) == user.len() && !user.is_empty();
    let random = password.len() >= 6
        && !words::is_readable(password)
        && !is_generic(user, password)
        && !password.contains("sha256");
    (is_host && is_user && random).then_some(Secret {
        kind: "password in an address",
        why: USERINFO,
        span: user.len() + 1..credentials.len(),
        rule: Rule::Known,
        confidence: Confidence::Medium,
    })
}

/// `Basic …` and `Bearer …`, with or without the header's name.
fn headers(text: &str, found: &mut Vec<Secret>) {
    let all = text.as_bytes();
    for (at, byte) in all.iter().enumerate() {
        if !matches!(byte, b'B' | b'b') || bytes::before(all, at).is_ascii_alphanumeric() {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let secret = if starts_folded(rest, "basic ") {
            basic(text, at + "basic ".len())
        } else if starts_folded(rest, "bearer ") {
            bearer(text, at + "bearer ".len())
        } else {
            None
        };
        found.extend(secret);
    }
}

fn basic(text: &str, start: usize) -> Option<Secret> {
    let rest = text.get(start..)?;
    let length = bytes::run(rest.as_bytes(), bytes::BASE64 | bytes::EQUALS, 2048);
    let credentials = String::from_utf8(bytes::from_base64(rest.get(..length)?)?).ok()?;
    let (user, password) = credentials.split_once(':')?;
    let plain = credentials.chars().all(|c| !c.is_control());
    (plain && !password.is_empty() && !is_generic(user, password)).then_some(Secret {
        kind: "basic authorization",
        why: "it stands in an authorization header and decodes to a user and a password",
        span: start..start + length,
        rule: Rule::Known,
        confidence: Confidence::High,
    })
}

fn bearer(text: &str, start: usize) -> Option<Secret> {
    let rest = text.get(start..)?;
    let length = bytes::run(rest.as_bytes(), bytes::ANY_BASE64 | bytes::DOT | bytes::EQUALS, 8192);
    let token = rest.get(..length)?;
    let random = token.len() >= 16
        && bytes::entropy(token) >= 3.0
        && !words::is_readable(token)
        && !words::filler(token);
    (random && !words::is_placeholder(token)).then_some(Secret {
        kind: "bearer token",
        why: HEADER,
        span: start..start + length,
        rule: Rule::Known,
        confidence: Confidence::High,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let mut found = Vec::new();
        scan(text, &mut found);
        assert_eq!(found.first().map(|secret| &text[secret.span.clone()]), expected, "{text}");
    }

    #[test]
    fn passwords_before_the_host() {
        check("postgres://u:p@h", Some("p"));
        check("postgresql://app:Xk%4029f@db.example.com:5432/shop", Some("Xk%4029f"));
        check("redis://:2TEurLB7GRmroAE@cache.example.com:6379/0", Some("2TEurLB7GRmroAE"));
        check("mongodb://a:b9@h1:27017,h2:27017/db", Some("b9"));
        check("amqps://svc:a/b#c?d@mq.example.com/v", Some("a/b#c?d"));
        check("mysql://root:p@ss@db", Some("p@ss"));
        check("jdbc:oracle:thin:scott/t1ger9@//host:1521/svc", Some("t1ger9"));
        check("see https://a.example.com and ftp://x:y9z@b", Some("y9z"));
        check("svc:Qx7!kd93mZ@mq.example.com:5672", Some("Qx7!kd93mZ"));
    }

    #[test]
    fn addresses_without_credentials() {
        for text in [
            "https://api.example.com/v2/orders?limit=100",
            "postgres://app:${DB_PASSWORD}@db/shop",
            "postgres://app:<password>@db/shop",
            "postgres://user:password@localhost/db",
            "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/42",
            "https://shop.example.com:8443/a@b",
            "https://user@example.com/",
            "ssh://git@github.com/a/b.git",
            "postgres://app:{{resolve:secretsmanager:db:SecretString:password}}@db",
            "https://a.example.com:8080,https://b.example.com:8080",
            "kafka://b1:9092,b2:9092/topic@x",
            "http://[::1]:80/@",
            "orders@example.com",
            "://",
            "a://b:c",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn authorization_headers() {
        check("Basic cmVwb3J0czprbTlVeWJFcGttZGx3NHJj", Some("cmVwb3J0czprbTlVeWJFcGttZGx3NHJj"));
        check("authorization: bearer 8Zk2mQ9xVb4LrT7nWc1Y", Some("8Zk2mQ9xVb4LrT7nWc1Y"));
        check("Bearer", None);
        check("Basic authentication is required", None);
        check("Bearer ${TOKEN_FROM_SECRETS_MANAGER}", None);
        check("bearer of good news-and-more-of-it", None);
    }
}
