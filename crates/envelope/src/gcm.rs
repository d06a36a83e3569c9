//! AES-GCM without a container: bytes, or JSON with the parts side by side, in the spellings that people use.

use std::rc::Rc;

use serde_json::json;

use crate::command;
use crate::json::Members;
use crate::key::{Candidate, KeyShown};
use crate::machine::{Platform, Request, Slice};
use crate::report::{Opened, Report};
use crate::text::{from_base64, from_hex};
use crate::verdict::{Kind, Part, Reason, Verdict};

const IV_NAMES: [&str; 6] = ["iv", "nonce", "IV", "Nonce", "initialization_vector", "initializationVector"];
const DATA_NAMES: [&str; 10] = [
    "ciphertext",
    "cipherText",
    "cipher_text",
    "Ciphertext",
    "ct",
    "data",
    "encrypted",
    "encryptedData",
    "encrypted_data",
    "payload",
];
const TAG_NAMES: [&str; 8] =
    ["tag", "authTag", "auth_tag", "authenticationTag", "authentication_tag", "mac", "Tag", "AuthTag"];
const AAD_NAMES: [&str; 7] = [
    "aad",
    "AAD",
    "additional_data",
    "additionalData",
    "associated_data",
    "associatedData",
    "additional_authenticated_data",
];
const KEY_NAMES: [&str; 11] = [
    "encrypted_data_key",
    "encryptedDataKey",
    "encrypted_key",
    "encryptedKey",
    "EncryptedKey",
    "CiphertextBlob",
    "ciphertext_blob",
    "wrapped_key",
    "wrappedKey",
    "data_key",
    "key",
];
const TAG: usize = 16;
const KEY_LENGTHS: [usize; 3] = [16, 24, 32];
/// Spellings multiply; no honest document needs more tries than this.
const MOST_TRIES: usize = 64;

/// One way to read IV, ciphertext with tag, and additional data.
#[derive(Debug, Clone)]
struct Form {
    iv: Vec<u8>,
    data: Slice,
    aad: Vec<u8>,
}

/// A document or bytes that may be AES-GCM, with every way to read it.
#[derive(Debug, Clone)]
pub(crate) struct Gcm {
    forms: Vec<Form>,
    /// The wrapped data key that lies beside it, where there is one.
    wrapped: Option<Vec<u8>>,
    /// The length of its tag in bytes, where it is not the one that a tag has.
    odd_tag: Option<usize>,
}

fn decodings(text: &str) -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = [from_hex(text.trim()), from_base64(text)].into_iter().flatten().collect();
    out.dedup();
    out
}

impl Gcm {
    /// Reads a JSON object that has an IV and a ciphertext.
    pub(crate) fn from_members(members: &Members<'_>) -> Option<Self> {
        let iv = members.any_string(&IV_NAMES)?;
        let data = members.any_string(&DATA_NAMES)?;
        let ivs: Vec<_> = decodings(&iv).into_iter().filter(|iv| matches!(iv.len(), 12 | 16)).collect();
        let (mut bodies, mut odd_tag) = (Vec::new(), None);
        for body in decodings(&data) {
            match members.any_string(&TAG_NAMES) {
                None if body.len() >= TAG => bodies.push(body),
                None => {}
                Some(tag) => {
                    let tags = decodings(&tag);
                    odd_tag = tags.first().map(Vec::len).filter(|_| tags.iter().all(|tag| tag.len() != TAG));
                    let whole = tags.iter().filter(|tag| tag.len() == TAG);
                    bodies.extend(whole.map(|tag| [body.as_slice(), tag.as_slice()].concat()));
                }
            }
        }
        let aads = Self::additional(members);
        let mut forms = Vec::new();
        for body in bodies.into_iter().map(Slice::from) {
            for iv in &ivs {
                for aad in &aads {
                    forms.push(Form { iv: iv.clone(), data: body.clone(), aad: aad.clone() });
                }
            }
        }
        forms.truncate(MOST_TRIES);
        let wrapped = members
            .any_string(&KEY_NAMES)
            .and_then(|t| from_base64(&t))
            .filter(|b| crate::kms::explain(b).is_some());
        let is_one = !forms.is_empty() || odd_tag.is_some() && !ivs.is_empty();
        is_one.then_some(Self { forms, wrapped, odd_tag })
    }

    /// The additional data as text, bytes, or JSON in one of its spellings.
    fn additional(members: &Members<'_>) -> Vec<Vec<u8>> {
        let Some(raw) = AAD_NAMES.iter().find_map(|name| members.get(name)) else { return vec![Vec::new()] };
        let Some(text) = crate::json::string(raw) else {
            let mut forms = vec![raw.get().as_bytes().to_vec()];
            // Canonical JSON: sorted names, no blanks.
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(raw.get()) {
                forms.push(if value.is_null() { Vec::new() } else { value.to_string().into_bytes() });
            }
            return forms;
        };
        let mut forms = vec![text.as_bytes().to_vec()];
        forms.extend(decodings(&text));
        forms
    }

    /// Bytes without any header: IV first, tag last.
    pub(crate) fn from_bytes(bytes: &Rc<Vec<u8>>) -> Option<Self> {
        let forms: Vec<Form> = [12, 16]
            .into_iter()
            .filter_map(|n| {
                let iv = bytes.get(..n)?.to_vec();
                let data = Slice::part(bytes, n..bytes.len());
                (data.len() >= TAG).then_some(Form { iv, data, aad: Vec::new() })
            })
            .collect();
        (!forms.is_empty()).then_some(Self { forms, wrapped: None, odd_tag: None })
    }

    /// What can be told without a key.
    pub(crate) fn inspect(&self) -> Report {
        let mut report = Report::new(Kind::AesGcm, Verdict::NeedsKey, Reason::LooksWhole);
        report.needs.push("the AES key of 16, 24 or 32 bytes".to_owned());
        match self.odd_tag {
            Some(length) if length < TAG => {
                report.judge(Verdict::Truncated, Reason::EndsEarly { within: Part::Frame(1) });
            }
            Some(_) => {
                report.judge(Verdict::Altered, Reason::Malformed { what: "its tag has more than 16 bytes" });
            }
            None => {}
        }
        if let Some(form) = self.forms.first() {
            report.container =
                json!({"iv_bytes": form.iv.len(), "plaintext_bytes": form.data.len().saturating_sub(TAG)});
        }
        report.key_source = match &self.wrapped {
            None => json!({"how": "unknown: the document does not name its key"}),
            Some(blob) => json!({
                "how": "encrypted data key",
                "encrypted_data_keys": [{"wrapping": "AWS KMS", "bytes": blob.len(), "kms_blob": crate::kms::explain(blob)}],
            }),
        };
        if let Some(blob) = &self.wrapped {
            report.command(command::decrypt(blob, None, &[]));
        }
        report
    }

    /// Tries every key in every reading.
    pub(crate) async fn open(&self, platform: &Platform, candidates: &[Candidate]) -> Opened {
        let mut report = self.inspect();
        report.readings(candidates);
        if self.odd_tag.is_some() {
            return Opened::closed(report);
        }
        if !candidates.iter().any(|c| KEY_LENGTHS.contains(&c.length)) {
            let given = candidates.iter().map(|c| c.length).collect();
            report.judge(Verdict::WrongKey, Reason::KeyLength { given, needed: KEY_LENGTHS.to_vec() });
            return Opened::closed(report);
        }
        for candidate in candidates.iter().filter(|c| KEY_LENGTHS.contains(&c.length)) {
            for form in &self.forms {
                let request = Request::GcmOpen {
                    key: candidate.key.clone(),
                    iv: form.iv.clone(),
                    aad: form.aad.clone(),
                    data: form.data.clone(),
                };
                if let Some(plaintext) = platform.ask(request).await.ok() {
                    report.key = Some(KeyShown::from(candidate));
                    report.needs.clear();
                    report.judge(Verdict::Intact, Reason::Authentic { checks: vec!["authentication tag"] });
                    return Opened { report, plaintext: Some(plaintext) };
                }
            }
        }
        report.judge(Verdict::CannotTell, Reason::OneTag);
        Opened::closed(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_another_length_is_told() {
        let check = |tag: &str, verdict: Verdict| {
            let text = format!(r#"{{"iv":"AAAAAAAAAAAAAAAA","ciphertext":"AAAA","tag":"{tag}"}}"#);
            let read = Gcm::from_members(&crate::json::members(&text).unwrap()).unwrap();
            assert_eq!(read.inspect().verdict, verdict, "{tag}");
        };
        check("zzzzzzzzzzzzzzzzzzzzzA==", Verdict::NeedsKey);
        check("zzzzzzzzzzzzzzzzzzzz", Verdict::Truncated);
        check("zzzzzzzzzzzzzzzzzzzzzzzz", Verdict::Altered);
    }
}
