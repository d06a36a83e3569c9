//! Names and values within a text: JSON, connection strings, query parameters, options of a command, headers, sentences.
//!
//! No grammar is parsed: a text may be cut off, escaped or mixed. A name before `=` or `:` is asked what it promises, and
//! what follows is judged. Values end where the surroundings say; a value is never read twice on the same level, so that the
//! cost stays linear.

use super::bytes::{self, Seen};
use super::name::Words;
use super::named::{self, Setting};
use super::{Confidence, Rule, Secret, words};

const CONNECTION: &str = "it stands where the connection expects its password or key";
const SIGNED_ADDRESS: &str = "it is the signature of an address that whoever has it may use";
const JWK: &str = "it is the private part of a JSON web key";
/// The longest name that is read.
const NAME_BYTES: usize = 64;
/// The longest value that can be one secret.
const VALUE_BYTES: usize = 8192;

/// What the whole text tells of the pairs in it.
struct Surroundings {
    /// Pairs end at semicolons only, as in `Server=…;Password=…`.
    semicolons: bool,
    /// Pairs stand in a connection string of whatever kind.
    connection: bool,
    /// An address is signed for a time.
    signed: bool,
    /// A JSON web key.
    jwk: bool,
}

impl Surroundings {
    fn of(text: &str, seen: Seen<'_>) -> Self {
        let pairs = text.split(';').take(3).filter(|pair| pair.contains('=')).count();
        let first = text.split(['=', ';']).next().unwrap_or_default().trim();
        let semicolons =
            pairs >= 2 && !first.is_empty() && first.len() <= 40 && !first.contains(['{', '<', '/']);
        let has = |needle: &str| seen.has(needle);
        let libpq = (has("host=") || has("Host=")) && (has("user") || has("User"));
        Self {
            semicolons,
            connection: semicolons
                || libpq
                || has("LoginModule")
                || has("jdbc:")
                || (has(":6380,") || has(":6379,")),
            signed: (has("se=") || has("sp=") || has("SharedAccessSignature")) && has("sig="),
            jwk: has("\"kty\"") || has("kty\\\""),
        }
    }
}

/// A value that stands after a name.
struct Value {
    from: usize,
    to: usize,
    quoted: bool,
    /// It stands in a sentence or after a blank, so that any word may follow.
    prose: bool,
}

/// Finds the secrets that names in the text tell of.
pub(super) fn scan(text: &str, found: &mut Vec<Secret>) {
    let all = text.as_bytes();
    // A value stands behind one of these.
    let seen = Seen::new(text);
    if !seen.any("=:> ,") {
        return;
    }
    let around = Surroundings::of(text, seen);
    let mut resume = 0;
    // The name that a member `"Name": "DB_PASSWORD"` gave to the `"Value"` after it.
    let mut given: Option<(usize, usize)> = None;
    // The last name and its words: in lists it repeats itself.
    let mut split: Option<(&str, Words)> = None;
    for (at, byte) in all.iter().enumerate() {
        let (after, is_sentence) = match byte {
            b'=' | b':' => (at + 1, false),
            b'>' if opens_tag(all, at) => (at + 1, false),
            b' ' if at >= resume && all.get(at..).is_some_and(|rest| rest.starts_with(b" is ")) => {
                (at + 4, true)
            }
            b' ' if at >= resume && ends_option(all, at) => (at + 1, false),
            b' ' if at >= resume && ends_in_noun(all, at) => (at + 1, true),
            // The next item of a command that is written as a list.
            b',' if at >= resume && ends_option(all, without_quotes(all, at)) => (at + 1, false),
            _ => continue,
        };
        let Some((mut from, to)) = name_before(all, at) else { continue };
        // The dashes of an option tell `-u` from a name.
        while matches!(byte, b' ' | b',') && !is_sentence && bytes::before(all, from) == b'-' {
            from -= 1;
        }
        // Which key it is, a sentence says in a word of its own.
        if *byte == b' '
            && is_sentence
            && all.get(from..to).is_some_and(|word| word.eq_ignore_ascii_case(b"key"))
        {
            from = from.saturating_sub("access ".len().min(from));
        }
        let query = matches!(bytes::before(all, from), b'?' | b'&');
        if at < resume && !query {
            continue;
        }
        let Some(name) = text.get(from..to) else { continue };
        let lone = name.len() <= 6 && is_lone(name, text, &around);
        if name.eq_ignore_ascii_case("name") || name.eq_ignore_ascii_case("parameterkey") {
            let start = Start::of(all, after, false);
            given = start
                .value(all, &around, query)
                .filter(|value| value.quoted)
                .map(|value| (value.from, value.to));
            continue;
        }
        let is_value = name.eq_ignore_ascii_case("value") || name.eq_ignore_ascii_case("parametervalue");
        let name = match given.filter(|_| is_value).and_then(|(from, to)| text.get(from..to)) {
            Some(name) => name,
            None => name,
        };
        if !lone && !may_tell(name) {
            continue;
        }
        let start = Start::of(all, after, is_sentence);
        // What stands in braces, or in an address, has names of its own.
        if start.is_nested(all) {
            continue;
        }
        let Some(value) = start.value(all, &around, query) else { continue };
        resume = value.to;
        if value.to - value.from > VALUE_BYTES {
            continue;
        }
        let Some(content) = text.get(value.from..value.to) else { continue };
        if split.as_ref().is_none_or(|(last, _)| *last != name) {
            split = Some((name, Words::of(name)));
        }
        let Some((_, words)) = &split else { continue };
        if let Some(secret) = judge(name, words, content, &value, &around, lone) {
            found.push(Secret { span: value.from..value.to, ..secret });
        }
    }
}

fn judge(
    name: &str,
    words: &Words,
    content: &str,
    value: &Value,
    around: &Surroundings,
    lone: bool,
) -> Option<Secret> {
    let known =
        |kind, why| Some(Secret { kind, why, span: 0..0, rule: Rule::Known, confidence: Confidence::High });
    if lone {
        let long =
            content.len() >= 16 && !super::words::is_readable(content) && !super::words::filler(content);
        return match name {
            "sig" if long => known("signature of a shared address", SIGNED_ADDRESS),
            "code" if long => known("Azure function key", SIGNED_ADDRESS),
            "d" | "k" if long => known("private JSON web key", JWK),
            "p" if content.len() >= 6 => known("password in an address", SIGNED_ADDRESS),
            "-u" | "--user" => user_and_password(content),
            _ => None,
        };
    }
    let setting = if around.connection {
        Setting::Connection
    } else if value.prose {
        Setting::Prose
    } else {
        Setting::Pair
    };
    let secret = named::judge(words, content, setting).ok()?;
    Some(match around.connection && secret.rule == Rule::Named {
        true => Secret { kind: "connection string", why: CONNECTION, rule: Rule::Known, ..secret },
        false => secret,
    })
}

/// `user:password`, as curl takes it.
fn user_and_password(content: &str) -> Option<Secret> {
    let (user, password) = content.split_once(':')?;
    let random = password.len() >= 6 && !words::is_readable(password) && !words::is_placeholder(password);
    (random && !user.is_empty() && !password.starts_with(['$', '{', '<', '%'])).then_some(Secret {
        kind: "user and password",
        why: "it stands where a command expects a user and a password",
        span: 0..0,
        rule: Rule::Known,
        confidence: Confidence::Medium,
    })
}

/// Names too short to tell anything but in their surroundings.
fn is_lone(name: &str, text: &str, around: &Surroundings) -> bool {
    match name {
        "sig" => around.signed,
        "d" | "k" => around.jwk,
        "code" => text.contains(".azurewebsites.net"),
        // As InfluxDB takes them.
        "p" => text.contains("?u=") || text.contains("&u="),
        "-u" => text.contains("curl"),
        "--user" => true,
        _ => false,
    }
}

/// A cheap look before a name is split into words: whether anything in it may tell of a secret.
fn may_tell(name: &str) -> bool {
    const STEMS: [&str; 20] = [
        "auth",
        "bearer",
        "contrasena",
        "cred",
        "jwt",
        "kennwort",
        "key",
        "mdp",
        "mnemonic",
        "pass",
        "pepper",
        "phrase",
        "psk",
        "psw",
        "pswd",
        "pw",
        "salt",
        "secret",
        "senha",
        "token",
    ];
    let all = name.as_bytes();
    let begins = |at: usize| {
        let rest = all.get(at..).unwrap_or_default();
        STEMS
            .iter()
            .any(|stem| rest.get(..stem.len()).is_some_and(|head| head.eq_ignore_ascii_case(stem.as_bytes())))
    };
    name.len() >= 2
        && all.iter().enumerate().any(|(at, b)| b"abcjkmpst".contains(&b.to_ascii_lowercase()) && begins(at))
}

/// Whether a `>` closes the opening tag of an XML element.
fn opens_tag(all: &[u8], at: usize) -> bool {
    let name = all.get(..at).unwrap_or_default().iter().rev().take(NAME_BYTES);
    let length = name.take_while(|b| bytes::is(**b, bytes::WORD)).count();
    length > 0 && at.checked_sub(length + 1).and_then(|i| all.get(i)) == Some(&b'<')
}

/// Whether a blank stands between an option, as in `--password`, and its value.
fn ends_option(all: &[u8], at: usize) -> bool {
    if all.get(at + 1) == Some(&b'-') {
        return false;
    }
    let length = all
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(NAME_BYTES)
        .take_while(|b| bytes::is(**b, bytes::WORD))
        .count();
    let word = all.get(at - length..at).unwrap_or_default();
    word.starts_with(b"-") && length >= 2
}

/// Where what stands before a position ends, without the quotes and blanks after it.
fn without_quotes(all: &[u8], at: usize) -> usize {
    let closing = all.get(..at).unwrap_or_default().iter().rev().take(6);
    at - closing.take_while(|b| matches!(b, b'"' | b'\'' | b'\\' | b' ')).count()
}

/// Whether a sentence names a secret right before a blank, and something with digits follows: `API key 7xk…`.
fn ends_in_noun(all: &[u8], at: usize) -> bool {
    const NOUNS: [&str; 7] =
        ["password", "passphrase", "passwort", "token", "secret", "api key", "access key"];
    let head = all.get(..at).unwrap_or_default();
    let ends = |noun: &&str| -> bool {
        let from = at.checked_sub(noun.len());
        from.and_then(|from| head.get(from..)).is_some_and(|word| word.eq_ignore_ascii_case(noun.as_bytes()))
            && !from.is_some_and(|from| bytes::is(bytes::before(all, from), bytes::WORD))
    };
    all.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) && NOUNS.iter().any(ends)
}

/// The name that ends at a separator, without the quotes and blanks before it.
fn name_before(all: &[u8], at: usize) -> Option<(usize, usize)> {
    let mut to = at;
    let mut budget = 6;
    while budget > 0 && matches!(bytes::before(all, to), b' ' | b'"' | b'\'' | b'\\' | b'\t' | b']') {
        to -= 1;
        budget -= 1;
    }
    let word = |b: u8| bytes::is(b, bytes::WORD | bytes::DOT);
    let length = all.get(..to)?.iter().rev().take(NAME_BYTES).take_while(|b| word(**b)).count();
    let mut from = to - length;
    // The keys of connection strings may be two words, as in `Shared Access Key`; the last one decides.
    while from < to && bytes::is(*all.get(from)?, bytes::DASH | bytes::DOT) {
        from += 1;
    }
    // Within ARNs, addresses and paths a colon separates no name from a value.
    // npm writes its credentials so, below the registry: `//host/:_authToken=…`.
    let of_registry = all.get(from) == Some(&b'_');
    let inside =
        !of_registry && matches!(bytes::before(all, from), b':' | b'/' | b'@' | b'.' | b'#' | b'%' | b'$');
    (from < to && !inside).then_some((from, to))
}

/// Where a value begins, after blanks, brackets and quotes.
struct Start {
    from: usize,
    /// The quote that opens the value, and how often it is escaped; the closing one is escaped alike.
    quote: Option<(u8, usize)>,
    bracket: bool,
    sentence: bool,
}

impl Start {
    fn of(all: &[u8], start: usize, mut sentence: bool) -> Self {
        let mut from = start;
        let mut bracket = false;
        for byte in all.get(start..).unwrap_or_default().iter().take(64) {
            match byte {
                b'[' => bracket = true,
                b' ' | b'\t' => sentence = true,
                b'\n' | b'\r' if bracket => {}
                b'=' | b'>' => {}
                _ => break,
            }
            from += 1;
        }
        let escapes = bytes_while(all, from, b'\\');
        match all.get(from + escapes) {
            Some(quote @ (b'"' | b'\'' | b'`')) => {
                Self { from: from + escapes + 1, quote: Some((*quote, escapes)), bracket, sentence: false }
            }
            _ => Self { from, quote: None, bracket, sentence },
        }
    }

    fn is_nested(&self, all: &[u8]) -> bool {
        let rest = all.get(self.from..).unwrap_or_default();
        let head = rest.get(..24.min(rest.len())).unwrap_or_default();
        let braces = (head.starts_with(b"{") && !head.starts_with(b"{{"))
            || head.starts_with(b"<")
            || head.starts_with(b"[{");
        braces || head.windows(3).any(|window| window == b"://")
    }

    /// The value: up to the closing quote, or to where the surroundings end it.
    fn value(&self, all: &[u8], around: &Surroundings, query: bool) -> Option<Value> {
        let rest = all.get(self.from..)?;
        let reach = rest.get(..rest.len().min(VALUE_BYTES + 1))?;
        let Some((quote, escapes)) = self.quote else {
            let stop = |b: u8| match (around.semicolons && !query, query) {
                (true, _) => b";\"'\n".contains(&b),
                (_, true) => b.is_ascii_whitespace() || b"\"'`<>\\&#?;".contains(&b),
                _ => {
                    b.is_ascii_whitespace()
                        || b"\"'`<>\\".contains(&b)
                        || (around.connection && b",;&".contains(&b))
                        || (self.bracket && b",]".contains(&b))
                }
            };
            // In a list of pairs the next one begins after a comma, in a connection string after a semicolon.
            let next_pair =
                |rest: &[u8]| rest.get(bytes::run(rest, bytes::WORD | bytes::DOT, NAME_BYTES)) == Some(&b'=');
            let ends = |(at, b): (usize, &u8)| {
                stop(*b) || (b",;".contains(b) && reach.get(at + 1..).is_some_and(next_pair))
            };
            let mut value = reach.get(..reach.iter().enumerate().position(ends).unwrap_or(reach.len()))?;
            // A sentence, a list or an object goes on after these.
            while let Some((b',' | b';' | b'.' | b')' | b'}' | b']', head)) =
                value.split_last().filter(|_| !around.semicolons)
            {
                value = head;
            }
            return (!value.is_empty()).then_some(Value {
                from: self.from,
                to: self.from + value.len(),
                quoted: false,
                prose: self.sentence && !around.connection,
            });
        };
        let mut slashes = 0;
        for (at, byte) in reach.iter().enumerate() {
            // A quote that is escaped deeper than the opening one belongs to the value.
            if *byte == quote && slashes <= escapes {
                return Some(Value {
                    from: self.from,
                    to: self.from + at - slashes,
                    quoted: true,
                    prose: false,
                });
            }
            slashes = if *byte == b'\\' { slashes + 1 } else { 0 };
        }
        Some(Value { from: self.from, to: self.from + reach.len(), quoted: true, prose: false })
    }
}

fn bytes_while(all: &[u8], from: usize, byte: u8) -> usize {
    all.get(from..).unwrap_or_default().iter().take(16).take_while(|b| **b == byte).count()
}
