//! Verifying and opening a message. The order of checks and the verdicts follow from what each of them proves: the
//! commitment or the header's tag proves the key; only then can a failing frame be called altered.

use std::rc::Rc;

use serde_json::json;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::body::{self, Frames};
use super::header::{self, Header};
use super::{inspect, set, signature, structural};
use crate::key::{Candidate, Key, KeyShown};
use crate::machine::{Answer, Hash, Platform, Request, Slice};
use crate::report::{Opened, Report, Secret};
use crate::verdict::{Part, Reason, Verdict};

/// A data key to try.
struct Trial {
    key: Key,
    shown: KeyShown,
    /// It came out of an encrypted data key whose own tag held: the pasted wrapping key is right.
    unwrapped: bool,
}

/// What trying a key proved.
enum Proof {
    /// The key is right and the header is authentic.
    Proven(Key),
    /// The key is right and the header is not what was sealed.
    HeaderFails,
    /// Nothing.
    Unproven,
}

/// A context as the format writes it: count and pairs in the order of their names; nothing for an empty one.
pub(crate) fn serialise(context: &[(String, String)]) -> Option<Vec<u8>> {
    if context.is_empty() {
        return Some(Vec::new());
    }
    let mut pairs: Vec<_> = context.iter().collect();
    pairs.sort_unstable_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let mut out = u16::try_from(pairs.len()).ok()?.to_be_bytes().to_vec();
    for (name, value) in pairs {
        for text in [name, value] {
            out.extend_from_slice(&u16::try_from(text.len()).ok()?.to_be_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }
    (out.len() <= usize::from(u16::MAX)).then_some(out)
}

/// Opens a message. `required` is encryption context that was authenticated but not stored in the header.
pub(crate) async fn open(
    platform: &Platform,
    message: &Rc<Vec<u8>>,
    candidates: &[Candidate],
    required: &[(String, String)],
) -> Opened {
    let mut report = inspect(platform, message).await;
    report.readings(candidates);
    let Ok(header) = header::read(message) else { return Opened::closed(report) };
    let trials = trials(platform, &header, message, candidates, required).await;
    if trials.is_empty() && !header.data_keys.iter().any(|k| k.raw_aes_iv().is_some()) {
        let given = candidates.iter().map(|c| c.length).collect();
        report.judge(Verdict::WrongKey, Reason::KeyLength { given, needed: vec![header.suite.key_length] });
        return Opened::closed(report);
    }
    let mut header_fails = None;
    for trial in trials {
        match prove(platform, &header, message, &trial, required).await {
            Proof::Proven(key) => {
                report.key = Some(trial.shown);
                return read_body(platform, report, &header, message, key).await;
            }
            Proof::HeaderFails => header_fails = Some(trial.shown),
            Proof::Unproven => {}
        }
    }
    let signed = header.suite.signature.is_some();
    // Without a key, the survey has found the structure whole, and the signature of a signed message valid.
    let whole = report.verdict == Verdict::NeedsKey;
    if let Some(shown) = header_fails {
        report.key = Some(shown);
        let verdict = if signed && whole { Verdict::CannotTell } else { Verdict::Altered };
        report.judge(verdict, Reason::HeaderOrRequiredContext);
    } else if !signed {
        if !whole {
            report.notes.push(format!("The structure is not whole either. {}", report.detail));
        }
        report.judge(Verdict::CannotTell, Reason::KeyOrHeader);
    } else if whole {
        report.judge(Verdict::WrongKey, Reason::KeyDoesNotFit);
    }
    Opened::closed(report)
}

/// The data keys that what was pasted may mean: itself, and what it unwraps as an AES wrapping key.
async fn trials(
    platform: &Platform,
    header: &Header,
    message: &Rc<Vec<u8>>,
    candidates: &[Candidate],
    required: &[(String, String)],
) -> Vec<Trial> {
    let stored = message.get(header.context_bytes.clone()).unwrap_or_default().to_vec();
    let aad = if required.is_empty() {
        Some(stored)
    } else {
        serialise(&[header.context.as_slice(), required].concat())
    };
    let length = header.suite.key_length;
    let mut trials = Vec::new();
    for candidate in candidates {
        let shown = KeyShown::from(candidate);
        for wrapped in &header.data_keys {
            let (Some(iv), Some(aad), 16 | 24 | 32) = (wrapped.raw_aes_iv(), &aad, candidate.length) else {
                continue;
            };
            let request = Request::GcmOpen {
                key: candidate.key.clone(),
                iv: iv.to_vec(),
                aad: aad.clone(),
                data: Slice::from(wrapped.blob.clone()),
            };
            match platform.ask(request).await.ok() {
                Some(key) if key.len() == length => {
                    trials.push(Trial { key: Key::new(&key), shown: shown.clone(), unwrapped: true });
                }
                _ => {}
            }
        }
        if candidate.length == length {
            trials.push(Trial { key: candidate.key.clone(), shown, unwrapped: false });
        }
    }
    trials
}

async fn hkdf(platform: &Platform, hash: Hash, salt: &[u8], key: &Key, info: &[u8], length: usize) -> Answer {
    let (salt, info) = (salt.to_vec(), info.to_vec());
    platform.ask(Request::Hkdf { hash, salt, key: key.clone(), info, length }).await
}

/// The cipher key: HKDF of the data key, or the data key itself.
pub(crate) async fn cipher_key(platform: &Platform, header: &Header, data_key: &Key) -> Option<Key> {
    let suite = header.suite;
    let Some(hash) = suite.kdf else { return Some(data_key.clone()) };
    let id = suite.id.to_be_bytes();
    let answer = if suite.commits() {
        let info = [&id[..], b"DERIVEKEY"].concat();
        hkdf(platform, hash, &header.message_id, data_key, &info, suite.key_length).await
    } else {
        let info = [&id[..], &header.message_id].concat();
        hkdf(platform, hash, &[], data_key, &info, suite.key_length).await
    };
    answer.ok().map(|bytes| Key::new(&bytes))
}

/// The commitment that version 2 stores: unlike the cipher key's, its label carries no suite.
pub(crate) async fn commitment(platform: &Platform, message_id: &[u8], data_key: &Key) -> Option<Vec<u8>> {
    hkdf(platform, Hash::Sha512, message_id, data_key, b"COMMITKEY", 32)
        .await
        .ok()
        .map(|bytes| bytes.to_vec())
}

async fn prove(
    platform: &Platform,
    header: &Header,
    message: &Rc<Vec<u8>>,
    trial: &Trial,
    required: &[(String, String)],
) -> Proof {
    let otherwise = || if trial.unwrapped { Proof::HeaderFails } else { Proof::Unproven };
    let mut committed = false;
    if header.suite.commits() {
        let expected = commitment(platform, &header.message_id, &trial.key).await.unwrap_or_default();
        if !bool::from(expected.ct_eq(&header.commitment)) {
            return otherwise();
        }
        committed = true;
    }
    let (Some(key), Some(required)) = (cipher_key(platform, header, &trial.key).await, serialise(required))
    else {
        return otherwise();
    };
    let mut aad = message.get(..header.body_end).unwrap_or_default().to_vec();
    aad.extend_from_slice(&required);
    let tag = Slice::part(message, header.tag.clone());
    let request = Request::GcmOpen { key: key.clone(), iv: header.iv.clone(), aad, data: tag };
    match platform.ask(request).await {
        Answer::Done(_) => Proof::Proven(key),
        Answer::Refused if committed => Proof::HeaderFails,
        Answer::Refused => otherwise(),
    }
}

/// Opens the frames under a proven key. Plaintext leaves only when everything has been verified.
async fn read_body(
    platform: &Platform,
    mut report: Report,
    header: &Header,
    message: &Rc<Vec<u8>>,
    key: Key,
) -> Opened {
    let suite = header.suite;
    set(&mut report.key_source, "authenticated", json!(true));
    let mut plaintext: Secret =
        Zeroizing::new(Vec::with_capacity(message.len().saturating_sub(header.end())));
    let mut frames = Frames::new(header, message);
    let mut odd_iv = false;
    loop {
        let frame = match frames.step() {
            Ok(Some(frame)) => frame,
            Ok(None) => break,
            Err((fault, reason)) => {
                report.judge(structural(fault), reason);
                return Opened::closed(report);
            }
        };
        let zero_padded = [&[0; 8][..], &frame.number.to_be_bytes()].concat();
        odd_iv |= header.frame_length > 0 && frame.iv != zero_padded;
        let data = Slice::part(message, frame.data);
        let request = Request::GcmOpen { key: key.clone(), iv: frame.iv, aad: frame.aad, data };
        match platform.ask(request).await.ok() {
            Some(bytes) => plaintext.extend_from_slice(&bytes),
            None => {
                report.judge(
                    Verdict::Altered,
                    Reason::PartAltered { part: Part::Frame(u64::from(frame.number)) },
                );
                return Opened::closed(report);
            }
        }
    }
    let footer = match body::footer(header, message, frames.at()) {
        Ok(footer) => footer,
        Err((fault, reason)) => {
            report.judge(structural(fault), reason);
            return Opened::closed(report);
        }
    };
    if signature(platform, header, message, &footer).await == Some(false) {
        report.judge(Verdict::Altered, Reason::PartAltered { part: Part::Signature });
        report.notes.push("Every frame authenticates, so whoever changed it holds the data key, or only the signature was damaged.".to_owned());
        return Opened::closed(report);
    }
    if odd_iv {
        report.notes.push(
            "Frames carry IVs other than their number. Some official writers did so; it is allowed."
                .to_owned(),
        );
    }
    let mut checks = Vec::new();
    if suite.commits() {
        checks.push("key commitment");
    }
    checks.extend(["header", if header.frame_length > 0 { "every frame" } else { "body" }]);
    if suite.signature.is_some() {
        checks.push("signature");
    }
    report.needs.clear();
    report.judge(Verdict::Intact, Reason::Authentic { checks });
    Opened { report, plaintext: Some(plaintext) }
}
