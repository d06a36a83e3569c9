//! Objects of the S3 Encryption Client, versions 1 to 3. The object is nothing but ciphertext; what it needs stands in its
//! metadata (the answer of `aws s3api head-object`), in an instruction file beside it, or in both.

use std::rc::Rc;

use serde_json::json;
use subtle::ConstantTimeEq;

use crate::command;
use crate::guess::{Guess, Tie};
use crate::json::{Members, members};
use crate::key::{Candidate, Key, KeyShown};
use crate::machine::{Hash, Platform, Request, Slice};
use crate::report::{Opened, Report};
use crate::text::{as_text, from_base64};
use crate::verdict::{Kind, Part, Reason, Verdict};

/// The suite of version 3: AES-256-GCM, HKDF-SHA512, key commitment.
const SUITE: [u8; 2] = [0x00, 0x73];
const TAG: usize = 16;
const BLOCK: usize = 16;

/// Metadata of an object, names in lower case and without `x-amz-meta-`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metadata {
    entries: Vec<(String, String)>,
    /// What `head-object` says of the object's length.
    length: Option<u64>,
    /// The instruction file was there and could not be read.
    unreadable: bool,
    /// The instruction file says what version 3 keeps in the object's own metadata, where nobody can put another key's in.
    misplaced: bool,
}

/// How the object is encrypted.
enum Scheme {
    /// AES-CBC with PKCS#7: no tag.
    Cbc { iv: Vec<u8> },
    /// AES-GCM under the data key: one tag.
    Gcm { iv: Vec<u8> },
    /// Version 3: derived key, commitment, one tag.
    Committing { message_id: Vec<u8>, commitment: Vec<u8> },
}

fn is_ours(name: &str) -> bool {
    matches!(
        name,
        "x-amz-key"
            | "x-amz-key-v2"
            | "x-amz-iv"
            | "x-amz-matdesc"
            | "x-amz-wrap-alg"
            | "x-amz-cek-alg"
            | "x-amz-tag-len"
            | "x-amz-c"
            | "x-amz-3"
            | "x-amz-w"
            | "x-amz-t"
            | "x-amz-m"
            | "x-amz-d"
            | "x-amz-i"
    )
}

impl Metadata {
    fn collect(&mut self, object: &Members<'_>) {
        for (name, _) in &object.0 {
            let lower = name.to_ascii_lowercase();
            let plain = lower.strip_prefix("x-amz-meta-").unwrap_or(&lower).to_owned();
            if let (true, Some(value)) = (is_ours(&plain), object.string(name)) {
                self.entries.push((plain, value));
            }
        }
    }

    /// Reads the answer of `head-object` or an instruction file; nothing where it has none of the names.
    pub(crate) fn from_members(object: &Members<'_>) -> Option<Self> {
        let mut metadata = Self::default();
        match object.object("Metadata") {
            Some(inner) => {
                metadata.collect(&inner);
                metadata.length = object.get("ContentLength").and_then(|raw| raw.get().parse().ok());
            }
            None => metadata.collect(object),
        }
        let named = ["x-amz-key", "x-amz-key-v2", "x-amz-3", "x-amz-c", "x-amz-d"];
        named.iter().any(|name| metadata.get(name).is_some()).then_some(metadata)
    }

    /// Reads what was given beside an object.
    pub(crate) fn beside(head: Option<&[u8]>, instruction: Option<&[u8]>) -> Self {
        let mut all = Self::default();
        for (bytes, is_head) in [(head, true), (instruction, false)] {
            let Some(bytes) = bytes else { continue };
            let Some(object) = as_text(bytes).and_then(members) else {
                all.unreadable = true;
                continue;
            };
            if is_head {
                all.length = object.get("ContentLength").and_then(|raw| raw.get().parse().ok());
            }
            let before = all.entries.len();
            match object.object("Metadata") {
                Some(inner) => all.collect(&inner),
                None => all.collect(&object),
            }
            let own =
                |(name, _): &(String, String)| ["x-amz-c", "x-amz-d", "x-amz-i"].contains(&name.as_str());
            all.misplaced |= !is_head && all.entries.iter().skip(before).any(own);
        }
        all
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn bytes(&self, name: &str, length: usize, missing: &'static str) -> Result<Vec<u8>, (Verdict, Reason)> {
        let text = self.get(name).ok_or((Verdict::NeedsKey, Reason::Missing { what: missing }))?;
        from_base64(text).filter(|b| b.len() == length).ok_or((
            Verdict::Altered,
            Reason::Malformed { what: "a value of its metadata has the wrong length" },
        ))
    }

    fn scheme(&self) -> Result<Scheme, (Verdict, Reason)> {
        let unknown = |what, value: &str| {
            (Verdict::Unsupported, Reason::UnknownValue { what, value: value.chars().take(60).collect() })
        };
        if self.unreadable {
            let what = "the metadata or the instruction file beside it is not JSON";
            return Err((Verdict::Altered, Reason::Malformed { what }));
        }
        if self.misplaced {
            let what = "the instruction file says what version 3 keeps in the object's own metadata";
            return Err((Verdict::Altered, Reason::Malformed { what }));
        }
        let has = |name: &str| self.get(name).is_some();
        let third = ["x-amz-3", "x-amz-c", "x-amz-d", "x-amz-i", "x-amz-w", "x-amz-t", "x-amz-m"];
        let versions = [has("x-amz-key"), has("x-amz-key-v2"), third.into_iter().any(has)];
        if versions.iter().filter(|v| **v).count() > 1 {
            let what = "its metadata mixes versions of the S3 Encryption Client";
            return Err((Verdict::Altered, Reason::Malformed { what }));
        }
        match versions {
            [true, _, _] => Ok(Scheme::Cbc { iv: self.bytes("x-amz-iv", 16, "the metadata x-amz-iv")? }),
            [_, true, _] => match self.get("x-amz-cek-alg") {
                Some("AES/GCM/NoPadding") => match self.get("x-amz-tag-len") {
                    None | Some("128") => {
                        Ok(Scheme::Gcm { iv: self.bytes("x-amz-iv", 12, "the metadata x-amz-iv")? })
                    }
                    Some(other) => Err(unknown("tag length", other)),
                },
                Some("AES/CBC/PKCS5Padding") => {
                    Ok(Scheme::Cbc { iv: self.bytes("x-amz-iv", 16, "the metadata x-amz-iv")? })
                }
                other => Err(unknown("content encryption", other.unwrap_or("nothing"))),
            },
            [_, _, true] => match self.get("x-amz-c") {
                Some("115") => Ok(Scheme::Committing {
                    message_id: self.bytes("x-amz-i", 28, "the object's metadata x-amz-i")?,
                    commitment: self.bytes("x-amz-d", 28, "the object's metadata x-amz-d")?,
                }),
                Some(other) => Err(unknown("algorithm suite", other)),
                None => Err((
                    Verdict::NeedsKey,
                    Reason::Missing { what: "the object's metadata (`aws s3api head-object`)" },
                )),
            },
            _ => Err((
                Verdict::NeedsKey,
                Reason::Missing {
                    what: "the object's metadata (`aws s3api head-object`) or its instruction file",
                },
            )),
        }
    }

    /// What can be told without the key; the object need not be there.
    pub(crate) fn inspect(&self) -> Report {
        let mut report = Report::new(Kind::S3ec, Verdict::NeedsKey, Reason::LooksWhole);
        let scheme = match self.scheme() {
            Ok(Scheme::Cbc { .. }) => "AES-CBC, which nothing authenticates",
            Ok(Scheme::Gcm { .. }) => "AES-GCM",
            Ok(Scheme::Committing { .. }) => "AES-256-GCM with key commitment",
            Err((verdict, reason)) => {
                report.judge(verdict, reason);
                "unknown"
            }
        };
        report.needs.push("the object, and the data key that KMS decrypts from its metadata".to_owned());
        let wrap = self.get("x-amz-wrap-alg").or_else(|| self.get("x-amz-w"));
        let kms = matches!(wrap, Some("kms" | "kms+context" | "12"));
        let text = self.get("x-amz-t").or_else(|| self.get("x-amz-matdesc")).unwrap_or("{}");
        let context = members(text).and_then(Members::into_strings);
        let blob = ["x-amz-key-v2", "x-amz-3", "x-amz-key"]
            .iter()
            .find_map(|name| self.get(name))
            .and_then(from_base64);
        report.container = json!({"encryption": scheme, "wrapping": wrap, "object_bytes": self.length});
        report.key_source = json!({
            "how": if kms { "encrypted data key" } else { "a key that is not wrapped by KMS" },
            "encryption_context": context.clone().map(|pairs| pairs.into_iter().map(|(k, v)| (k, json!(v))).collect::<serde_json::Map<_, _>>()),
            "encrypted_data_keys": blob.as_ref().map(|b| json!([{"bytes": b.len(), "kms_blob": crate::kms::explain(b)}])),
        });
        match (kms, blob, context) {
            (true, Some(blob), Some(context)) => {
                let arn =
                    context.iter().find(|(name, _)| name == "kms_cmk_id").map(|(_, value)| value.clone());
                report.command(command::decrypt(&blob, arn.as_deref(), &context));
            }
            (true, ..) => report
                .notes
                .push("No command is given: the wrapped key or its context can't be read.".to_owned()),
            (false, ..) => {}
        }
        report
    }

    /// Opens an object.
    pub(crate) async fn open(
        &self,
        platform: &Platform,
        object: &Rc<Vec<u8>>,
        candidates: &[Candidate],
        allow: bool,
    ) -> Opened {
        let mut report = self.inspect();
        report.readings(candidates);
        let Ok(scheme) = self.scheme() else { return Opened::closed(report) };
        let least = if matches!(scheme, Scheme::Cbc { .. }) { BLOCK } else { TAG };
        let ends = Reason::EndsEarly { within: Part::Frame(1) };
        let whole_blocks = !matches!(scheme, Scheme::Cbc { .. }) || object.len().is_multiple_of(BLOCK);
        if object.len() < least || !whole_blocks {
            report.judge(Verdict::Truncated, ends);
            return Opened::closed(report);
        }
        if matches!(scheme, Scheme::Cbc { .. }) && !allow {
            report.judge(Verdict::CannotTell, Reason::AskUnauthenticated);
            return Opened::closed(report);
        }
        let needed: &[usize] =
            if matches!(scheme, Scheme::Committing { .. }) { &[32] } else { &[16, 24, 32] };
        let fitting: Vec<_> = candidates.iter().filter(|c| needed.contains(&c.length)).collect();
        if fitting.is_empty() {
            let given = candidates.iter().map(|c| c.length).collect();
            report.judge(Verdict::WrongKey, Reason::KeyLength { given, needed: needed.to_vec() });
            return Opened::closed(report);
        }
        let shorter = self.length.is_some_and(|length| (object.len() as u64) < length);
        report.judge(
            Verdict::CannotTell,
            if matches!(scheme, Scheme::Committing { .. }) { Reason::KeyOrHeader } else { Reason::OneTag },
        );
        if shorter && !matches!(scheme, Scheme::Committing { .. }) {
            report.judge(Verdict::Truncated, ends.clone());
        }
        if let Scheme::Cbc { iv } = &scheme {
            return open_cbc(platform, object, iv, &fitting, report).await;
        }
        for candidate in fitting {
            let data = Slice::all(Rc::clone(object));
            let request = match &scheme {
                Scheme::Cbc { iv } => Request::CbcOpen { key: candidate.key.clone(), iv: iv.clone(), data },
                Scheme::Gcm { iv } => {
                    Request::GcmOpen { key: candidate.key.clone(), iv: iv.clone(), aad: Vec::new(), data }
                }
                Scheme::Committing { message_id, commitment } => {
                    let derive = |label: &[u8], length| Request::Hkdf {
                        hash: Hash::Sha512,
                        salt: message_id.clone(),
                        key: candidate.key.clone(),
                        info: [&SUITE[..], label].concat(),
                        length,
                    };
                    let expected = platform.ask(derive(b"COMMITKEY", 28)).await.ok().unwrap_or_default();
                    if !bool::from(expected.ct_eq(commitment)) {
                        continue;
                    }
                    let Some(key) = platform.ask(derive(b"DERIVEKEY", 32)).await.ok() else { continue };
                    Request::GcmOpen { key: Key::new(&key), iv: vec![1; 12], aad: SUITE.to_vec(), data }
                }
            };
            if let Some(plaintext) = platform.ask(request).await.ok() {
                report.key = Some(KeyShown::from(candidate));
                report.needs.clear();
                match scheme {
                    Scheme::Cbc { .. } | Scheme::Gcm { .. } => {
                        report
                            .judge(Verdict::Intact, Reason::Authentic { checks: vec!["authentication tag"] });
                    }
                    Scheme::Committing { .. } => {
                        report.judge(
                            Verdict::Intact,
                            Reason::Authentic { checks: vec!["key commitment", "authentication tag"] },
                        );
                    }
                }
                return Opened { report, plaintext: Some(plaintext) };
            }
            if matches!(scheme, Scheme::Committing { .. }) {
                // The commitment proves the key, so that only the object can be at fault.
                report.key = Some(KeyShown::from(candidate));
                if shorter {
                    report.judge(Verdict::Truncated, ends);
                } else {
                    report.judge(Verdict::Altered, Reason::PartAltered { part: Part::Frame(1) });
                }
                return Opened::closed(report);
            }
        }
        Opened::closed(report)
    }
}

/// Opens what no tag covers: of all readings of the key that come out padded, the likeliest.
async fn open_cbc(
    platform: &Platform,
    object: &Rc<Vec<u8>>,
    iv: &[u8],
    fitting: &[&Candidate],
    mut report: Report,
) -> Opened {
    let mut guess = Guess::new();
    for candidate in fitting {
        let data = Slice::all(Rc::clone(object));
        let request = Request::CbcOpen { key: candidate.key.clone(), iv: iv.to_vec(), data };
        if let Some(plaintext) = platform.ask(request).await.ok() {
            guess.offer(plaintext, object.len(), KeyShown::from(*candidate));
        }
    }
    match guess.take() {
        Ok(Some((plaintext, shown))) => {
            report.key = Some(shown);
            report.needs.clear();
            report.unverified.push(String::new());
            report.judge(Verdict::CannotTell, Reason::Unauthenticated);
            Opened { report, plaintext: Some(plaintext) }
        }
        Ok(None) => Opened::closed(report),
        Err(Tie) => {
            report.judge(Verdict::CannotTell, Reason::AmbiguousKey);
            Opened::closed(report)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_not_mixed_and_nothing_of_the_object_stands_in_its_instruction_file() {
        let check = |head: &str, instruction: Option<&str>, whole: bool| {
            let metadata = Metadata::beside(Some(head.as_bytes()), instruction.map(str::as_bytes));
            assert_eq!(metadata.scheme().is_ok(), whole, "{head} {instruction:?}");
        };
        let commitment = "A".repeat(38) + "==";
        let second =
            r#""x-amz-key-v2":"AA==","x-amz-iv":"AAAAAAAAAAAAAAAA","x-amz-cek-alg":"AES/GCM/NoPadding""#;
        let own = format!(r#""x-amz-c":"115","x-amz-d":"{commitment}","x-amz-i":"{commitment}""#);
        let wrapped = r#""x-amz-3":"AA==","x-amz-w":"12""#;
        check(&format!("{{{own},{wrapped}}}"), None, true);
        check(&format!("{{{own}}}"), Some(&format!("{{{wrapped}}}")), true);
        check(&format!("{{{own}}}"), Some(&format!("{{{own},{wrapped}}}")), false);
        check("{}", Some(&format!("{{{own},{wrapped}}}")), false);
        check(&format!("{{{second}}}"), None, true);
        check(&format!(r#"{{{second},"x-amz-d":"{commitment}"}}"#), None, false);
        check(&format!(r#"{{{second},"x-amz-t":"{{}}"}}"#), None, false);
    }
}
