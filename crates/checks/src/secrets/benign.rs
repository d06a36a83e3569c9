//! Values that only look like secrets: references, ciphertext, hashes, identifiers, public keys, addresses, settings.
//!
//! Each shape is judged by the value alone, since it is no secret whatever the name says.

use super::bytes::{self, starts_folded};
use super::known;
use super::token;
use super::words;

/// A shape, and what a value of it is.
type Shape = (fn(&str) -> bool, &'static str);

const SHAPES: &[Shape] = &[
    (is_switch, "a switch"),
    (is_number, "a number"),
    (is_duration, "a duration"),
    (is_date, "a date"),
    (is_template, "a reference that is resolved elsewhere"),
    (is_reference, "a reference to where the secret is kept"),
    (is_arn, "an ARN"),
    (is_ciphertext, "ciphertext, which is worth nothing without its key"),
    (is_unsigned_web_token, "a web token that proves nothing: unsigned, or of the anonymous role"),
    (is_hash, "a hash"),
    (is_chain_address, "the address of an account or contract"),
    (is_public_key, "a public key or certificate"),
    (is_uuid, "a UUID"),
    (is_ulid, "a ULID"),
    (is_resource_id, "the id of a resource"),
    (is_trace, "the id of a trace"),
    (is_address, "an address without credentials"),
    (is_mail, "a mail address"),
    (is_path, "a path"),
    (is_host, "a host"),
    (is_version, "a version"),
    (is_algorithm, "the name of an algorithm"),
    (is_schedule, "a schedule"),
    (is_locale, "a language"),
    (is_structured, "structured text, searched by its own names"),
];

/// What the value is, where its shape alone shows that it is no secret.
pub(super) fn shape(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("empty");
    }
    if known::refuted(value) {
        return Some("it looks like a known token, but its checksum is wrong, so that it was never issued");
    }
    known::public(value).or_else(|| SHAPES.iter().find(|(test, _)| test(value)).map(|(_, what)| *what))
}

/// Whether each item of a list is of a shape; a single value is a list of one.
fn each(value: &str, test: impl Fn(&str) -> bool) -> bool {
    value.split([',', ';', ' ', '\n']).map(str::trim).filter(|item| !item.is_empty()).all(test)
}

fn is_switch(value: &str) -> bool {
    const SWITCHES: [&str; 24] = [
        "true", "false", "yes", "no", "on", "off", "enabled", "disabled", "enable", "disable", "none", "null", "nil",
        "default", "auto", "always", "never", "optional", "required", "strict", "allow", "deny", "undefined", "n/a",
    ];
    SWITCHES.iter().any(|word| value.eq_ignore_ascii_case(word))
}

fn is_number(value: &str) -> bool {
    let value = value.strip_prefix(['-', '+']).unwrap_or(value);
    let hexadecimal = value.strip_prefix("0x").is_some_and(|rest| rest.len() <= 8 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let unit = value.get(number.len()..).unwrap_or_default().to_ascii_lowercase();
    let is_unit = ["", "%", "b", "k", "m", "g", "t", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "ms", "s", "h", "d", "px", "e"];
    let digits = |c: char| c.is_ascii_digit() || "., _".contains(c);
    hexadecimal
        || (is_unit.contains(&unit.as_str())
            && number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && number.chars().all(digits))
}

fn is_duration(value: &str) -> bool {
    let iso = value.strip_prefix('P').is_some_and(|rest| {
        rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || "YMWDTHS.,".contains(c))
    });
    // As in `1h30m`, `10 minutes`.
    let unit = |rest: &str| {
        let word = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
        ["ms", "s", "m", "h", "d", "w", "y", "sec", "min", "second", "minute", "hour", "day", "week", "month", "year"]
            .contains(&word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word))
    };
    iso || (value.starts_with(|c: char| c.is_ascii_digit()) && value.len() <= 24 && unit(value))
}

fn is_date(value: &str) -> bool {
    let b = value.as_bytes();
    let digits = |from: usize, to: usize| b.get(from..to).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
    value.len() <= 40
        && digits(0, 4)
        && b.get(4) == Some(&b'-')
        && digits(5, 7)
        && value.chars().all(|c| c.is_ascii_digit() || "-:.+TZ ".contains(c))
}

fn is_version(value: &str) -> bool {
    let rest = value.strip_prefix(['v', 'V', '^', '~', '=']).unwrap_or(value);
    let mut parts = rest.splitn(3, '.');
    let number = |part: Option<&str>| part.is_some_and(|p| !p.is_empty() && p.len() <= 5 && bytes::all(p, bytes::DIGIT));
    number(parts.next())
        && number(parts.next())
        && parts.next().is_none_or(|rest| {
            rest.len() <= 40 && rest.starts_with(|c: char| c.is_ascii_digit()) && bytes::all(rest.trim_matches('+'), bytes::WORD | bytes::DOT | bytes::PLUS_SLASH)
                && rest.bytes().filter(|b| b.is_ascii_uppercase()).count() <= 8
        })
}

/// A template of a shell, of CloudFormation, Helm, GitHub and the like.
pub(super) fn is_template(value: &str) -> bool {
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
        || ["!Ref ", "!Sub ", "!GetAtt ", "!ImportValue ", "!Join ", "Fn::"].iter().any(|tag| value.starts_with(tag))
}

fn is_reference(value: &str) -> bool {
    const SCHEMES: [&str; 35] = [
        "vault:", "ssm:", "ssm-secure:", "ssm-parameter:", "aws-ssm:", "awsssm:", "parameterstore:", "parameter:",
        "secretsmanager:", "secretsmanager/", "aws-sm:", "awssm:", "awssecret:", "asm:", "sm://", "gcp:", "gcpsm:", "gsm:", "azurekv:", "keyvault:", "akv:",
        "op://", "bao:", "doppler:", "akeyless:", "kms:", "infisical:", "conjur:", "k8s:", "ref+", "ref:", "env:", "file:", "alias/",
        "secretref:",
    ];
    let managed = value.starts_with("rds!") || value.starts_with("AWS::") || value.starts_with("aws/secretsmanager") || value.starts_with("/aws/reference/");
    let project = value.starts_with("projects/") && value.contains("/secrets/");
    // The sealed values of such schemes are ciphertext, and `vault:v1:` is among those.
    managed || project || SCHEMES.iter().any(|scheme| starts_folded(value, scheme) && value.len() > scheme.len())
}

fn is_arn(value: &str) -> bool {
    each(value, |item| item.starts_with("arn:") && item.split(':').count() >= 6)
}

fn is_ciphertext(value: &str) -> bool {
    const MARKS: [&str; 18] = [
        "ENC[", "ENC(", "{cipher}", "{enc}", "$ANSIBLE_VAULT;", "vault:v", "age-encryption.org/",
        "-----BEGIN AGE ENCRYPTED", "-----BEGIN PGP MESSAGE", "-----BEGIN ENCRYPTED MESSAGE", "-----BEGIN PKCS7", "-----BEGIN CMS",
        // OpenSSL's `Salted__` and the AWS Encryption SDK's two message formats, in base64.
        "U2FsdGVkX1", "AYADe", "AgV4", "AYAD", "gAAAAA", "AQICAH",
    ];
    MARKS.iter().any(|mark| value.starts_with(mark) && value.len() >= mark.len() + 12)
        || token::is_kms_ciphertext(value)
        || is_encrypted_web_token(value)
}

/// Five parts, of which the header tells the cipher.
fn is_encrypted_web_token(value: &str) -> bool {
    value.starts_with("eyJ") && value.split('.').count() == 5 && value.split('.').next().and_then(bytes::from_base64).is_some_and(|header| {
        String::from_utf8_lossy(&header).contains("\"enc\"")
    })
}

/// Three parts of which the header tells the algorithm; a signed one was found before this is asked.
fn is_unsigned_web_token(value: &str) -> bool {
    value.starts_with("eyJ") && value.split('.').count() == 3 && value.len() < VALUE_OF_TOKENS && !token::is_signed_web_token(value)
        && value.split('.').next().and_then(bytes::from_base64).is_some_and(|header| String::from_utf8_lossy(&header).contains("\"alg\""))
}

/// No web token is longer.
const VALUE_OF_TOKENS: usize = 16 * 1024;

fn is_chain_address(value: &str) -> bool {
    known::whole("0x{H40}", value)
}

fn is_hash(value: &str) -> bool {
    const ALGORITHMS: [&str; 9] = ["sha1", "sha224", "sha256", "sha384", "sha512", "md5", "blake2b", "blake3", "sha3-256"];
    const CRYPT: [&str; 14] = [
        "$2a$", "$2b$", "$2x$", "$2y$", "$argon2", "$scrypt$", "$pbkdf2", "$1$", "$5$", "$6$", "$y$", "{SSHA", "pbkdf2_sha256$",
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

fn is_public_key(value: &str) -> bool {
    const SSH: [&str; 6] = ["ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "sk-ssh-ed25519@", "sk-ecdsa-sha2-"];
    let pem = value.trim_start_matches('-').trim_start();
    let is_pem = value.starts_with("--")
        && ["BEGIN PUBLIC KEY", "BEGIN RSA PUBLIC KEY", "BEGIN EC PUBLIC KEY", "BEGIN CERTIFICATE", "BEGIN TRUSTED CERTIFICATE", "BEGIN X509 CERTIFICATE", "BEGIN PGP PUBLIC KEY", "BEGIN SSH2 PUBLIC KEY", "BEGIN X509 CRL", "BEGIN DH PARAMETERS", "BEGIN EC PARAMETERS"]
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

fn is_ulid(value: &str) -> bool {
    // The first two characters are years: `01` lasts from 2004 to 2039.
    value.len() == 26
        && value.starts_with("01")
        && value.bytes().all(|b| bytes::is(b, bytes::DIGIT | bytes::UPPER) && !b"ILOU".contains(&b))
}

fn is_region(value: &str) -> bool {
    let mut parts = value.rsplitn(2, '-');
    let number = parts.next().is_some_and(|n| n.len() == 1 && bytes::all(n, bytes::DIGIT));
    let Some(stem) = parts.next().filter(|_| number) else { return false };
    ["us", "eu", "ap", "sa", "ca", "me", "af", "cn", "il", "mx"].contains(&stem.split('-').next().unwrap_or_default())
        && stem.split('-').count() >= 2
        && stem.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

fn is_resource_id(value: &str) -> bool {
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

fn is_trace(value: &str) -> bool {
    let id = |text: &str| known::whole("{d1}-{h8}-{h24}", text);
    value.strip_prefix("Root=").is_some_and(|rest| id(rest.split(';').next().unwrap_or_default()))
        || id(value)
        || known::whole("{d2}-{h32}-{h16}-{d2}", value)
}

/// An address, or several. What is secret in one was found before this is asked.
fn is_address(value: &str) -> bool {
    const BARE: [&str; 3] = ["jdbc:", "mailto:", "data:"];
    let scheme = |item: &str| {
        let item = item.trim_matches(['"', '\'', '[', ']']);
        item.find("://").is_some_and(|at| {
            at >= 1 && item.bytes().take(at).all(|b| b.is_ascii_alphanumeric() || b"+-.:".contains(&b))
        })
    };
    let first = value.split([',', ' ', ';', '|']).next().unwrap_or_default();
    scheme(first) || BARE.iter().any(|prefix| value.starts_with(prefix)) || value.starts_with("//") && is_host(value.trim_start_matches('/').split('/').next().unwrap_or_default())
}

fn is_mail(value: &str) -> bool {
    let bare = |item: &str| {
        item.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && !user.contains(':') && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b)) && is_domain(host)
        })
    };
    let addressed = |item: &str| item.trim().rsplit_once('<').is_some_and(|(_, rest)| rest.strip_suffix('>').is_some_and(bare));
    value.contains('@') && (each(value, bare) || value.split(',').all(addressed))
}

/// The top-level domains that hosts of configurations have, beside those of countries.
const TOP_LEVEL: [&str; 34] = [
    "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "dev", "app", "cloud", "tech", "shop", "store", "online", "site",
    "xyz", "agency", "digital", "systems", "solutions", "services", "network", "local", "internal", "lan", "corp", "home", "intra", "svc",
    "test", "example", "localhost",
];

/// A name with a top-level domain.
fn is_domain(value: &str) -> bool {
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
        && ((last.len() == 2 && bytes::all(last, bytes::LOWER | bytes::UPPER)) || TOP_LEVEL.contains(&last.to_ascii_lowercase().as_str()))
}

fn is_host(value: &str) -> bool {
    let one = |item: &str| {
        let (name, port) = item.rsplit_once(':').unwrap_or((item, "0"));
        let port_is_one = port.len() <= 5 && bytes::all(port, bytes::DIGIT);
        let name = name.split('/').next().unwrap_or_default();
        let ip = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit() || b == b'.') && name.split('.').count() == 4;
        let ipv6 = item.matches(':').count() >= 2 && item.bytes().all(|b| b.is_ascii_hexdigit() || b":/[]".contains(&b));
        ipv6 || port_is_one && (ip || name == "localhost" || is_domain(name) && !words_then_random(name))
    };
    each(value, one)
}

/// Whether a dotted name has only a short ending after one label that is no word: a token with a point in it.
fn words_then_random(name: &str) -> bool {
    name.split('.').count() == 2 && name.split('.').next().is_some_and(|label| label.len() >= 16 && !words::is_readable(label))
}

/// A path of Unix or Windows, several of them, or the name of a file.
fn is_path(value: &str) -> bool {
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
        let mixed = segment.bytes().any(|b| b.is_ascii_uppercase()) && segment.bytes().any(|b| b.is_ascii_digit());
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
fn is_file(value: &str) -> bool {
    const ENDINGS: [&str; 34] = [
        "json", "yaml", "yml", "xml", "txt", "csv", "ini", "conf", "cfg", "toml", "properties", "env", "pem", "key", "crt", "cer",
        "pub", "p12", "pfx", "jks", "der", "gpg", "asc", "log", "zip", "gz", "tar", "js", "mjs", "py", "html", "sql", "sh", "db",
    ];
    value.rsplit_once('.').is_some_and(|(stem, ending)| {
        ENDINGS.contains(&ending) && stem.bytes().all(|b| bytes::is(b, bytes::WORD | bytes::DOT | bytes::PLUS_SLASH))
            && (stem.len() <= 12 || words::is_readable(stem))
    })
}

fn is_algorithm(value: &str) -> bool {
    const PARTS: [&str; 62] = [
        "aes", "rsa", "dsa", "ecdsa", "ecdh", "eddsa", "ed", "es", "hs", "rs", "ps", "sha", "hmac", "md", "gcm", "cbc", "ctr", "ecb", "kw", "a",
        "gcmkw", "hs", "oaep", "pkcs", "pss", "rsassa", "rsaes", "secp", "k", "r", "p", "x", "curve", "ed", "chacha", "poly", "pbkdf", "bcrypt",
        "scrypt", "argon", "id", "blake", "b", "c", "v", "with", "and", "des", "ede", "siv", "wrap", "sign", "encrypt", "decrypt", "symmetric", "default", "spec",
        "ecc", "nist", "sm", "tls", "padding",
    ];
    let parts = value.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty());
    value.len() <= 48
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/. :+".contains(&b))
        && parts.clone().count() >= 1
        && parts.clone().all(|part| PARTS.contains(&part.to_ascii_lowercase().as_str()))
}

fn is_schedule(value: &str) -> bool {
    let fields = |text: &str| {
        (5..=6).contains(&text.split_ascii_whitespace().count())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" *?,-/#".contains(&b))
            && text.contains(['*', '?'])
    };
    value.starts_with("cron(") || value.starts_with("rate(") || value.starts_with("at(") || fields(value)
}

fn is_locale(value: &str) -> bool {
    let one = |item: &str| {
        let item = item.split(";q=").next().unwrap_or_default().trim();
        let code = item.split(['.', '@']).next().unwrap_or_default();
        let mut parts = code.split(['-', '_']);
        code == "*"
            || parts.next().is_some_and(|language| matches!(language.len(), 2 | 3) && bytes::all(language, bytes::LOWER))
                && parts.all(|part| matches!(part.len(), 2 | 3 | 4) && bytes::all(part, bytes::ALNUM))
                && (code != item || item.len() <= 11)
    };
    value.split(',').all(one)
}

/// JSON, YAML flow or a list; its names and values are judged one by one.
fn is_structured(value: &str) -> bool {
    (value.starts_with('{') && value.ends_with('}')) && value.contains([':', '='])
        || value.starts_with('<') && value.ends_with('>')
        || (value.starts_with('[') && value.ends_with(']') && value.contains('{'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[&str], expected: Option<&str>) {
        for value in values {
            assert_eq!(shape(value), expected, "{value}");
        }
    }

    #[test]
    fn shapes() {
        check(&["True", "OFF", "none"], Some("a switch"));
        check(&["3600", "-1", "1_000", "80%", "512MB", "1,5"], Some("a number"));
        check(&["P90D", "PT15M", "30 minutes"], Some("a duration"));
        check(&["2026-11-23", "2026-11-23T10:00:00.000Z"], Some("a date"));
        check(&["v1.2.3", "22.11.0-alpine", "^4.17.21"], Some("a version"));
        check(&["${DB_PASSWORD}", "{{resolve:ssm-secure:/a:1}}", "$TOKEN", "!Ref Secret"], Some("a reference that is resolved elsewhere"));
        check(&["vault:secret/data/erp#password", "op://vault/item/field", "rds!db-1", "alias/shop"], Some("a reference to where the secret is kept"));
        check(&["arn:aws:ssm:us-east-1:123456789012:parameter/a"], Some("an ARN"));
        check(&["/shop/prod/database/password", "/opt/python:/var/task/vendor", "C:\\keys\\a", "client.key"], Some("a path"));
        check(&["orders@example.com", "Shop <shop@example.com>"], Some("a mail address"));
        check(&["db.example.com:5432", "a.example.com,b.example.com", "10.0.0.0/16"], Some("a host"));
        check(&["RS256", "RSA-OAEP-256", "aes-256-gcm", "ECC_NIST_P256"], Some("the name of an algorithm"));
        check(&["vpce-0f1e11547fcbc11ba", "eu-west-1_AbCdEf123", "eu-west-1", "subnet-0123456789abcdef0"], Some("the id of a resource"));
        check(&["$ecretP4ssw0rd", "clwsuJjOIIlAqoLZjImtL07ErAUibeYa", "/R5dk3+Aq9zXw==", "violet-anchor"], None);
        check(&["/aB3dE5fG7h/J9kL1mN3pQ5/rS7tU9vW1xY3zA5b"], None);
    }
}
