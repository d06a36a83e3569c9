//! Values that only look like secrets: references, ciphertext, hashes, identifiers, public keys, addresses, settings.
//!
//! Each shape is judged by the value alone, since it is no secret whatever the name says.

use super::known;

mod address;
mod identifier;
mod reference;
mod setting;

use address::{is_address, is_host, is_mail, is_path};
use identifier::{is_chain_address, is_hash, is_public_key, is_resource_id, is_trace, is_ulid, is_uuid};
pub(super) use reference::is_template;
use reference::{is_arn, is_ciphertext, is_reference, is_unsigned_web_token};
use setting::{
    is_algorithm, is_date, is_duration, is_expression, is_locale, is_number, is_schedule, is_structured,
    is_switch, is_version,
};

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
    (is_expression, "a regular expression"),
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
        check(
            &["${DB_PASSWORD}", "{{resolve:ssm-secure:/a:1}}", "$TOKEN", "!Ref Secret"],
            Some("a reference that is resolved elsewhere"),
        );
        check(
            &["vault:secret/data/erp#password", "op://vault/item/field", "rds!db-1", "alias/shop"],
            Some("a reference to where the secret is kept"),
        );
        check(&["[a-f0-9]{32}", "^(?=.*[A-Z]).{12,}$", "(dev|prod)-[a-z]+"], Some("a regular expression"));
        check(&["arn:aws:ssm:us-east-1:123456789012:parameter/a"], Some("an ARN"));
        check(
            &["/shop/prod/database/password", "/opt/python:/var/task/vendor", "C:\\keys\\a", "client.key"],
            Some("a path"),
        );
        check(&["orders@example.com", "Shop <shop@example.com>"], Some("a mail address"));
        check(&["db.example.com:5432", "a.example.com,b.example.com", "10.0.0.0/16"], Some("a host"));
        check(&["RS256", "RSA-OAEP-256", "aes-256-gcm", "ECC_NIST_P256"], Some("the name of an algorithm"));
        check(
            &["vpce-0f1e11547fcbc11ba", "eu-west-1_AbCdEf123", "eu-west-1", "subnet-0123456789abcdef0"],
            Some("the id of a resource"),
        );
        check(
            &["$ecretP4ssw0rd", "clwsuJjOIIlAqoLZjImtL07ErAUibeYa", "/R5dk3+Aq9zXw==", "violet-anchor"],
            None,
        );
        check(&["/aB3dE5fG7h/J9kL1mN3pQ5/rS7tU9vW1xY3zA5b"], None);
    }
}
