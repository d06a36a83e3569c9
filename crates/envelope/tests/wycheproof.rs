//! The platform against Wycheproof, valid and invalid apart.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use common::{json, shared};
use envelope::key::Key;
use envelope::machine::{Answer, Curve, Hash, Request, Slice};
use envelope::rustcrypto::answer;
use serde_json::Value;

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

/// What a test expects of the answer: the bytes, or a refusal.
type Expectation = (Request, Option<Vec<u8>>);

/// Runs the tests of a file. `ask` turns one into what is asked and expected; nothing where the parameters never occur
/// in a container.
fn check(file: &str, valid: usize, invalid: usize, ask: impl Fn(&Value, &Value) -> Option<Vec<Expectation>>) {
    let Some(path) = shared(&format!("vectors/wycheproof/{file}")) else { return };
    let (mut good, mut bad) = (0, 0);
    for group in json(&path)["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            if test["result"] == "acceptable" {
                continue;
            }
            let Some(expectations) = ask(group, test) else { continue };
            for (request, expected) in expectations {
                match (answer(&request), expected) {
                    (Answer::Done(got), Some(expected)) => {
                        assert_eq!(*got, expected, "{file} {}", test["tcId"])
                    }
                    (Answer::Refused, None) => {}
                    (got, _) => panic!("{file} {}: {} {got:?}", test["tcId"], test["comment"]),
                }
            }
            if test["result"] == "valid" { good += 1 } else { bad += 1 }
        }
    }
    assert!(good >= valid && bad >= invalid, "{file}: only {good} valid and {bad} invalid tests ran");
}

#[test]
fn aes_gcm() {
    check("aes_gcm_test.json", 80, 30, |_, test| {
        let iv = bytes(&test["iv"]);
        let key = Key::new(&bytes(&test["key"]));
        let fits = match iv.len() {
            12 | 16 => true,
            32 => key.bytes().len() == 32,
            _ => false,
        };
        if !fits {
            return None;
        }
        let sealed = [bytes(&test["ct"]), bytes(&test["tag"])].concat();
        let message = bytes(&test["msg"]);
        let aad = bytes(&test["aad"]);
        let valid = test["result"] == "valid";
        let open = Request::GcmOpen {
            key: key.clone(),
            iv: iv.clone(),
            aad: aad.clone(),
            data: Slice::from(sealed.clone()),
        };
        let mut list = vec![(open, valid.then(|| message.clone()))];
        if valid {
            list.push((Request::GcmSeal { key, iv, aad, data: Slice::from(message) }, Some(sealed)));
        }
        Some(list)
    });
}

#[test]
fn aes_cbc() {
    check("aes_cbc_pkcs5_test.json", 60, 80, |_, test| {
        let (key, iv) = (Key::new(&bytes(&test["key"])), bytes(&test["iv"]));
        let (message, sealed) = (bytes(&test["msg"]), bytes(&test["ct"]));
        let valid = test["result"] == "valid";
        let open = Request::CbcOpen { key: key.clone(), iv: iv.clone(), data: Slice::from(sealed.clone()) };
        let mut list = vec![(open, valid.then(|| message.clone()))];
        if valid {
            list.push((Request::CbcSeal { key, iv, data: Slice::from(message) }, Some(sealed)));
        }
        Some(list)
    });
}

#[test]
fn hmac() {
    check("hmac_sha256_test.json", 20, 0, |group, test| {
        let key = bytes(&test["key"]);
        // Tags of containers are never cut short, and keys never longer than 32 bytes.
        if key.len() > 32 || group["tagSize"] != 256 || test["result"] != "valid" {
            return None;
        }
        let request =
            Request::Hmac { hash: Hash::Sha256, key: Key::new(&key), data: Slice::from(bytes(&test["msg"])) };
        Some(vec![(request, Some(bytes(&test["tag"])))])
    });
}

fn hkdf(file: &str, hash: Hash) {
    check(file, 30, 1, |_, test| {
        let key = bytes(&test["ikm"]);
        if key.len() > 32 {
            return None;
        }
        let length = usize::try_from(test["size"].as_u64().unwrap()).unwrap();
        let request = Request::Hkdf {
            hash,
            salt: bytes(&test["salt"]),
            key: Key::new(&key),
            info: bytes(&test["info"]),
            length,
        };
        Some(vec![(request, (test["result"] == "valid").then(|| bytes(&test["okm"])))])
    });
}

#[test]
fn hkdf_sha256() {
    hkdf("hkdf_sha256_test.json", Hash::Sha256);
}

#[test]
fn hkdf_sha384() {
    hkdf("hkdf_sha384_test.json", Hash::Sha384);
}

#[test]
fn hkdf_sha512() {
    hkdf("hkdf_sha512_test.json", Hash::Sha512);
}

fn ecdsa(file: &str, curve: Curve) {
    check(file, 150, 150, |group, test| {
        let request = Request::Verify {
            curve,
            public_key: bytes(&group["publicKey"]["uncompressed"]),
            message: Slice::from(bytes(&test["msg"])),
            signature: bytes(&test["sig"]),
        };
        Some(vec![(request, (test["result"] == "valid").then(Vec::new))])
    });
}

#[test]
fn ecdsa_p256() {
    ecdsa("ecdsa_secp256r1_sha256_test.json", Curve::P256);
}

#[test]
fn ecdsa_p384() {
    ecdsa("ecdsa_secp384r1_sha384_test.json", Curve::P384);
}
