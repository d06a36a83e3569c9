//! Damaged containers of every kind end in a verdict, never in a panic, and the seam gives the same however it is driven.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod common;

use common::{cases, inspect, open, open_with};
use envelope::machine::{Request, Step, run};
use envelope::report::Secret;
use envelope::{Options, rustcrypto};

const KINDS: [&str; 13] = [
    "esdk",
    "das",
    "sops",
    "s3ec",
    "fernet",
    "fernet-envelope",
    "field-encrypted",
    "boto3-container",
    "openssl-salted",
    "jwe",
    "aes-gcm",
    "kms-blob",
    "age",
];

#[test]
fn damage_of_every_kind() {
    // A fixed sequence, so that a failure can be repeated.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % (below.max(1) as u64)).unwrap()
    };
    for kind in KINDS {
        let Some(cases) = cases(kind) else { return };
        for case in cases.iter().filter(|c| c.input().len() < 20_000) {
            let (input, key) = (case.input(), case.key());
            let allow_unauthenticated = true;
            let options = Options {
                metadata: case.named("metadata"),
                instruction: case.named("instruction"),
                allow_unauthenticated,
                ..Options::default()
            };
            for round in 0..3 {
                let mut damaged = input.clone();
                match round {
                    0 => damaged.truncate(random(input.len())),
                    1 if !damaged.is_empty() => {
                        let at = random(damaged.len());
                        damaged[at] = u8::try_from(random(256)).unwrap();
                    }
                    _ => {
                        let at = random(damaged.len());
                        let extra: Vec<u8> =
                            (0..random(9)).map(|_| u8::try_from(random(256)).unwrap()).collect();
                        damaged.splice(at..at, extra);
                    }
                }
                inspect(&damaged);
                open_with(&damaged, &key, options.clone());
            }
            // What lies beside an object is hostile as well.
            if let Some(mut head) = options.metadata.clone() {
                head.truncate(random(head.len()));
                open_with(&input, &key, Options { metadata: Some(head), ..options.clone() });
            }
            // A container is no key, and must not be taken for one.
            open(&input, &input);
        }
    }
}

#[test]
fn one_step_at_a_time() {
    let Some(cases) = cases("esdk") else { return };
    let case = cases.iter().find(|c| c.name == "0578_f512_frame").unwrap();
    let whole = run(envelope::open(case.input(), Secret::new(case.key()), Options::default()));
    let mut asked = Vec::new();
    let mut step = envelope::open(case.input(), Secret::new(case.key()), Options::default());
    let stepped = loop {
        step = match step {
            Step::Done(done) => break done,
            Step::Ask(request, waiting) => {
                asked.push(match request {
                    Request::Hkdf { .. } => "hkdf",
                    Request::GcmOpen { .. } => "gcm",
                    Request::Verify { .. } => "verify",
                    _ => "other",
                });
                waiting.answer(rustcrypto::answer(&request))
            }
        };
    };
    assert_eq!(stepped.report.to_json(), whole.report.to_json());
    assert_eq!(stepped.plaintext, whole.plaintext);
    assert!(stepped.plaintext.is_some());
    // The signature without a key, the pasted key as a wrapping key, then the commitment, the cipher key, the header, the
    // frames, and the signature again.
    assert_eq!(&asked[..5], ["verify", "gcm", "hkdf", "hkdf", "gcm"]);
    assert_eq!(asked.last(), Some(&"verify"));
    assert!(!asked.contains(&"other"));
}
