//! What the name of a value says about it: `DB_PASSWORD` names a password, `PASSWORD_RESET_URL` an address.
//!
//! A name is split into words, at separators and where the case changes; in compounds the last telling noun decides, unless
//! a word after it says that the value is only about the secret, or a word before it that this one is public.

use super::bytes;
use super::vocabulary::{ABOUT, GLUED, GLUED_ABOUT, PUBLIC_KEYS, PUBLIC_TOKENS, SECRET_KEYS};

/// What a telling noun promises, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun {
    /// Chosen by a person, so that words count as well.
    Password,
    /// A secret, or credentials.
    Secret,
    /// A token.
    Token,
    /// A key of a kind that is secret: an API key, a signing key.
    SecretKey,
    /// A key of which the name doesn't say what it opens.
    Key,
    /// Credentials of a scheme, as in `REDIS_AUTH`.
    Auth,
}

/// The most of a name that is read.
const NAME_BYTES: usize = 200;

/// The words of a name, in lower case.
pub(super) struct Words(Vec<String>);

impl Words {
    /// Splits a name, or a value that may be one.
    pub(super) fn of(name: &str) -> Self {
        let name = bytes::head(name, NAME_BYTES);
        let mut words = Vec::new();
        for piece in name.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()) {
            split_cases(piece, &mut words);
        }
        Self(words)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|w| w == word)
    }

    pub(super) fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.0.iter().any(|w| test(w))
    }

    pub(super) fn all(&self, test: impl Fn(&str) -> bool) -> bool {
        self.0.iter().all(|w| test(w))
    }

    pub(super) fn first(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    pub(super) fn second(&self) -> Option<&str> {
        self.0.get(1).map(String::as_str)
    }

    pub(super) fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// The last telling noun, whatever stands around it, and its place.
    fn last_noun(&self) -> Option<(usize, Noun)> {
        let nouns = self.0.iter().enumerate().rev().find_map(|(at, word)| Some((at, noun(word)?)));
        match nouns? {
            (at, Noun::Key) if self.0.get(..at)?.iter().any(|word| SECRET_KEYS.contains(&word.as_str())) => {
                Some((at, Noun::SecretKey))
            }
            other => Some(other),
        }
    }

    /// The last telling noun, whatever stands around it.
    pub(super) fn noun(&self) -> Option<Noun> {
        self.last_noun().map(|(_, noun)| noun)
    }

    /// What the name promises of its value; an error where a noun tells, but other words say that it is no secret.
    pub(super) fn promise(&self) -> Result<Noun, NoPromise> {
        let (at, noun) = self.last_noun().ok_or(NoPromise::NoNoun)?;
        let (before, after) =
            (self.0.get(..at).unwrap_or_default(), self.0.get(at + 1..).unwrap_or_default());
        if after.iter().any(|word| ABOUT.binary_search(&word.as_str()).is_ok()) {
            return Err(NoPromise::About);
        }
        let unlike = match noun {
            Noun::Key | Noun::SecretKey => PUBLIC_KEYS,
            Noun::Token => PUBLIC_TOKENS,
            Noun::Password | Noun::Secret | Noun::Auth => &[],
        };
        // What authenticates has clients and pools; a secret has none.
        if noun == Noun::Auth
            && after.iter().any(|word| ["app", "client", "pool", "user"].contains(&word.as_str()))
        {
            return Err(NoPromise::About);
        }
        let public = |word: &String| {
            unlike.contains(&word.as_str()) || ["example", "dummy", "fake", "hashed"].contains(&word.as_str())
        };
        // A key that calls itself secret is that, whatever it opens: `S3_SECRET_KEY`, `CACHE_ACCESS_KEY`.
        let says_so = noun == Noun::SecretKey
            && before.last().is_some_and(|word| ["access", "private", "secret"].contains(&word.as_str()));
        if !says_so && before.iter().any(public) {
            return Err(NoPromise::Public);
        }
        Ok(noun)
    }
}

/// Why a name promises nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPromise {
    /// No word of it tells of a secret.
    NoNoun,
    /// It names something about a secret: its name, age, place or length.
    About,
    /// It names what is meant to be public.
    Public,
}

fn noun(word: &str) -> Option<Noun> {
    let singular = word.strip_suffix('s').filter(|stem| stem.len() >= 3 && *stem != "pas").unwrap_or(word);
    Some(match singular {
        "password" | "passwd" | "passphrase" | "passcode" | "pwd" | "pswd" | "psw" | "pw" | "passwort"
        | "kennwort" | "passw" | "contrasena" | "senha" | "mdp" => Noun::Password,
        // A pass may be one through a build; what is random under that name is none.
        "pass" => Noun::Secret,
        "secret" | "credential" | "cred" | "pepper" | "salt" | "psk" | "mnemonic" | "passkey" => Noun::Secret,
        "token" | "jwt" | "bearer" => Noun::Token,
        "key" => Noun::Key,
        "auth" | "authorization" => Noun::Auth,
        _ => return None,
    })
}

/// Splits a piece between separators where its case changes or a number begins, and takes glued words apart.
fn split_cases(piece: &str, words: &mut Vec<String>) {
    let characters: Vec<char> = piece.chars().collect();
    let mut word = String::new();
    for (at, c) in characters.iter().enumerate() {
        let previous = at.checked_sub(1).and_then(|i| characters.get(i)).copied().unwrap_or(*c);
        let next_is_lower = characters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let breaks = (previous.is_lowercase() && c.is_uppercase())
            || (previous.is_uppercase() && c.is_uppercase() && next_is_lower)
            // A letter and its number are one word, as in `s3`.
            || (previous.is_numeric() != c.is_numeric() && word.len() > 1);
        // The plural of an abbreviation, as in `APIs`, is no break.
        let plural = *c != 's' && matches!(characters.get(at + 1..), Some(['s']));
        if breaks && !(plural && c.is_uppercase()) && !word.is_empty() {
            unglue(std::mem::take(&mut word), words);
        }
        word.push(c.to_ascii_lowercase());
    }
    if !word.is_empty() {
        unglue(word, words);
    }
}

fn unglue(word: String, words: &mut Vec<String>) {
    if noun(&word).is_some() || word.len() < 5 {
        words.push(word);
        return;
    }
    for about in GLUED_ABOUT.iter().copied() {
        if let Some(stem) = word.strip_suffix(about)
            && (noun(stem).is_some() || GLUED.iter().any(|(glued, _)| stem.ends_with(glued)))
        {
            unglue(stem.to_owned(), words);
            words.push(about.to_owned());
            return;
        }
    }
    let singular = word.strip_suffix('s').unwrap_or(&word);
    if let Some((stem, parts)) = GLUED.iter().find_map(|(glued, parts)| {
        Some((singular.strip_suffix(glued).or_else(|| word.strip_suffix(glued))?, parts))
    }) {
        if !stem.is_empty() {
            words.push(stem.to_owned());
        }
        words.extend(parts.iter().map(|part| (*part).to_owned()));
        return;
    }
    words.push(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in [ABOUT, PUBLIC_KEYS, PUBLIC_TOKENS, SECRET_KEYS] {
            assert!(list.is_sorted());
        }
    }

    #[test]
    fn names_are_split() {
        let check = |name: &str, expected: &[&str]| assert_eq!(Words::of(name).0, expected, "{name}");
        check("DB_PASSWORD", &["db", "password"]);
        check("dbPassword", &["db", "password"]);
        check("dbpassword", &["db", "password"]);
        check("APIKey2", &["api", "key", "2"]);
        check("MYAPIKEY", &["my", "api", "key"]);
        check("secretsArn", &["secrets", "arn"]);
        check("secretarn", &["secret", "arn"]);
        check("tokenurl", &["token", "url"]);
        check("MONKEY", &["monkey"]);
        check("TOKENIZER", &["tokenizer"]);
        check("COMPASS", &["compass"]);
        check("AWSSecretAccessKey", &["aws", "secret", "access", "key"]);
        check("AUTH0_DOMAIN", &["auth", "0", "domain"]);
        check("", &[]);
    }

    #[test]
    fn promises() {
        use Noun::{Auth, Key, Password, Secret, SecretKey, Token};
        let check = |name: &str, expected: Result<Noun, NoPromise>| {
            assert_eq!(Words::of(name).promise(), expected, "{name}");
        };
        check("DB_PASSWORD", Ok(Password));
        check("PGPASSWORD", Ok(Password));
        check("ADMIN_PW", Ok(Password));
        check("PASSWORD_PROD_2", Ok(Password));
        check("SESSION_SECRET", Ok(Secret));
        check("SECRET_KEY_BASE", Ok(SecretKey));
        check("API_KEYS", Ok(SecretKey));
        check("WEATHER_KEY", Ok(Key));
        check("NPM_AUTH", Ok(Auth));
        check("BOT_TOKEN", Ok(Token));
        check("JWT_SECRET", Ok(Secret));
        check("S3_SECRET_KEY", Ok(SecretKey));
        check("CACHE_ACCESS_KEY", Ok(SecretKey));
        for name in [
            "PASSWORD_RESET_URL",
            "SECRET_NAME",
            "TOKEN_TTL",
            "API_KEY_HEADER",
            "KEY_ROTATION_DAYS",
            "TOKEN_TYPE",
        ] {
            check(name, Err(NoPromise::About));
        }
        for name in
            ["STRIPE_PUBLISHABLE_KEY", "SORT_KEY", "SSH_PUBLIC_KEY", "NEXT_TOKEN", "MAX_TOKENS", "s3Key"]
        {
            check(name, Err(NoPromise::Public));
        }
        for name in [
            "MONKEY",
            "KEYBOARD_LAYOUT",
            "COMPASS_HEADING",
            "TOKENIZER",
            "BYPASS",
            "AUTHOR",
            "SECRETARY",
            "KEYSPACE",
        ] {
            check(name, Err(NoPromise::NoNoun));
        }
    }
}
