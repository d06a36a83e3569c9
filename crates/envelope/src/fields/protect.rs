//! Protecting chosen fields under a data key, and restoring them with their types.
//!
//! Each field has a key and an IV of its own: HKDF-SHA512 of the data key, salted with random bytes of the document, for
//! the field's pointer. AES-256-GCM covers the value as it was written, and beside it the list of all protected fields,
//! so that a value fits nowhere else and none can be left out unnoticed.

use std::ops::Range;

use serde_json::{json, value::RawValue};
use zeroize::Zeroizing;

use super::{DEEPEST, FieldsError, Node, children, splice};
use crate::command;
use crate::json::{Members, elements, members, quote, string};
use crate::key::{Candidate, Key, KeyShown};
use crate::machine::{Hash, Platform, Request, Slice, Step, start};
use crate::report::{Opened, Report};
use crate::sealing::DataKey;
use crate::text::{as_text, base64, from_base64};
use crate::verdict::{Kind, Reason, Verdict};

const FORMAT: &str = "lambdascope-fields";
const VERSION: &str = "1";
const MARK: &str = "PROTECTED:";
/// Comparing pointers takes the square of their number.
const MOST_FIELDS: usize = 2000;

/// A document with protected fields.
#[derive(Debug, Clone)]
pub(crate) struct Protected {
    version: String,
    blob: Vec<u8>,
    arn: Option<String>,
    context: Vec<(String, String)>,
    salt: Vec<u8>,
    fields: Vec<String>,
    document: String,
}

impl Protected {
    /// Reads what [`protect`] wrote.
    pub(crate) fn from_members(object: &Members<'_>) -> Option<Self> {
        if object.string("format")? != FORMAT {
            return None;
        }
        let list: Option<Vec<String>> =
            elements(object.get("fields")?.get())?.into_iter().map(string).collect();
        Some(Self {
            version: object.get("version")?.get().to_owned(),
            blob: from_base64(&object.string("encrypted_data_key")?)?,
            arn: object.string("key_id"),
            context: object.strings("encryption_context").unwrap_or_default(),
            salt: from_base64(&object.string("salt")?)?,
            fields: list.filter(|l| l.len() <= MOST_FIELDS)?,
            document: object.get("document")?.get().to_owned(),
        })
    }

    /// What can be told without the key.
    pub(crate) fn inspect(&self) -> Report {
        let mut report = Report::new(Kind::FieldEncrypted, Verdict::NeedsKey, Reason::LooksWhole);
        if self.version != VERSION {
            let value = self.version.chars().take(20).collect();
            report.judge(
                Verdict::Unsupported,
                Reason::UnknownValue { what: "version of protected fields", value },
            );
        }
        report
            .needs
            .push("the data key of 32 bytes, which KMS decrypts from the one in the document".to_owned());
        let context: serde_json::Map<_, _> =
            self.context.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        report.key_source = json!({
            "how": "encrypted data key",
            "arn": self.arn.as_deref().and_then(command::key_arn).map(|(arn, _)| arn),
            "encryption_context": context,
        });
        report.container = json!({"fields": self.fields});
        report.command(command::decrypt(&self.blob, self.arn.as_deref(), &self.context));
        report
    }
}

/// What every tag covers beside its value.
fn additional(fields: &[String]) -> Vec<u8> {
    let list: Vec<String> = fields.iter().map(|f| quote(f)).collect();
    format!("{FORMAT}/{VERSION}[{}]", list.join(",")).into_bytes()
}

/// Key and IV of one field.
async fn field_key(platform: &Platform, salt: &[u8], key: &Key, pointer: &str) -> Option<(Key, Vec<u8>)> {
    let info = format!("{FORMAT}/{VERSION} {pointer}").into_bytes();
    let request =
        Request::Hkdf { hash: Hash::Sha512, salt: salt.to_vec(), key: key.clone(), info, length: 44 };
    let bytes = platform.ask(request).await.ok()?;
    let (key, iv) = bytes.split_at_checked(32)?;
    Some((Key::new(key), iv.to_vec()))
}

/// Finds values by their pointers, in the document's order.
fn locate(document: &str, pointers: &[String]) -> Result<Vec<(String, Range<usize>, String)>, FieldsError> {
    let within =
        |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    if let Some(inner) = pointers.iter().find(|p| pointers.iter().any(|outer| within(outer, p))) {
        return Err(FieldsError::Within(inner.clone()));
    }
    let mut found = Vec::new();
    let mut open: Vec<(Node<'_>, usize)> = children("", document).into_iter().map(|n| (n, 0)).collect();
    while let Some((node, depth)) = open.pop() {
        if pointers.contains(&node.pointer) {
            found.push((node.pointer.clone(), node.range(document), node.raw.get().to_owned()));
        } else if depth < DEEPEST && pointers.iter().any(|p| within(&node.pointer, p)) {
            open.extend(children(&node.pointer, node.raw.get()).into_iter().map(|n| (n, depth + 1)));
        }
    }
    found.sort_by_key(|(_, range, _)| range.start);
    match pointers.iter().find(|p| found.iter().filter(|(f, ..)| f == *p).count() != 1) {
        Some(missing) => Err(FieldsError::NoSuchField(missing.clone())),
        None => Ok(found),
    }
}

/// Protects the chosen fields of a document under a data key. `random` is 32 random bytes, never used before; the context
/// is the one that was given to `generate-data-key`. Opening what this writes restores the document.
pub fn protect(
    document: &[u8],
    pointers: &[String],
    data_key: DataKey,
    context: &[(String, String)],
    random: [u8; 32],
) -> Result<Step<Option<Vec<u8>>>, FieldsError> {
    let document =
        as_text(document).filter(|t| members(t).is_some()).ok_or(FieldsError::NotAnObject)?.to_owned();
    if pointers.is_empty() {
        return Err(FieldsError::NothingChosen);
    }
    if pointers.len() > MOST_FIELDS {
        return Err(FieldsError::TooMany);
    }
    let found = locate(&document, pointers)?;
    let context = context.to_vec();
    Ok(start(move |platform| async move {
        let fields: Vec<String> = found.iter().map(|(pointer, ..)| pointer.clone()).collect();
        let aad = additional(&fields);
        let mut parts = Vec::new();
        for (pointer, range, value) in found {
            let (key, iv) = field_key(&platform, &random, &data_key.key, &pointer).await?;
            let data = Slice::from(Zeroizing::new(value.into_bytes()));
            let sealed = platform.ask(Request::GcmSeal { key, iv, aad: aad.clone(), data }).await.ok()?;
            parts.push((range, quote(&format!("{MARK}{}", base64(&sealed)))));
        }
        let context: Vec<String> =
            context.iter().map(|(k, v)| format!("{}: {}", quote(k), quote(v))).collect();
        let list: Vec<String> = fields.iter().map(|f| quote(f)).collect();
        let written = format!(
            "{{\n\"format\": \"{FORMAT}\",\n\"version\": {VERSION},\n\"encrypted_data_key\": \"{}\",\n\"key_id\": {},\n\"encryption_context\": {{{}}},\n\"salt\": \"{}\",\n\"fields\": [{}],\n\"document\": {}\n}}\n",
            base64(&data_key.blob),
            quote(&data_key.arn),
            context.join(", "),
            base64(&random),
            list.join(", "),
            splice(&document, parts)
        );
        Some(written.into_bytes())
    }))
}

/// Restores a document, if every field authenticates.
pub(crate) async fn open(platform: &Platform, protected: &Protected, candidates: &[Candidate]) -> Opened {
    let mut report = protected.inspect();
    report.readings(candidates);
    if report.verdict != Verdict::NeedsKey {
        return Opened::closed(report);
    }
    let found = match locate(&protected.document, &protected.fields) {
        Ok(found) if !found.is_empty() => found,
        _ => {
            let what = "the list of protected fields does not fit the document";
            report.judge(Verdict::Altered, Reason::Malformed { what });
            return Opened::closed(report);
        }
    };
    let fitting: Vec<_> = candidates.iter().filter(|c| c.length == 32).collect();
    if fitting.is_empty() {
        let given = candidates.iter().map(|c| c.length).collect();
        report.judge(Verdict::WrongKey, Reason::KeyLength { given, needed: vec![32] });
        return Opened::closed(report);
    }
    let aad = additional(&protected.fields);
    report.judge(Verdict::CannotTell, Reason::OneTag);
    for candidate in fitting {
        let (mut parts, mut failed) = (Vec::new(), None);
        for (pointer, range, raw) in &found {
            match restore(platform, protected, candidate, &aad, pointer, raw).await {
                Some(value) => parts.push((range.clone(), value)),
                None => failed = Some(pointer.clone()),
            }
        }
        match failed {
            // Some fields authenticate, so that the key is right.
            Some(field) if !parts.is_empty() => {
                report.judge(Verdict::Altered, Reason::FieldAltered { field })
            }
            Some(_) => continue,
            None => {
                report.key = Some(KeyShown::from(candidate));
                report.needs.clear();
                report.unverified.push(String::new());
                report.judge(Verdict::Intact, Reason::FieldsAuthentic { fields: parts.len() });
                let document = splice(&protected.document, parts);
                return Opened { report, plaintext: Some(Zeroizing::new(document.into_bytes())) };
            }
        }
        return Opened::closed(report);
    }
    Opened::closed(report)
}

async fn restore(
    platform: &Platform,
    protected: &Protected,
    candidate: &Candidate,
    aad: &[u8],
    pointer: &str,
    raw: &str,
) -> Option<String> {
    let raw: &RawValue = serde_json::from_str(raw).ok()?;
    let sealed = from_base64(string(raw)?.strip_prefix(MARK)?)?;
    let (key, iv) = field_key(platform, &protected.salt, &candidate.key, pointer).await?;
    let request = Request::GcmOpen { key, iv, aad: aad.to_vec(), data: Slice::from(sealed) };
    let value = platform.ask(request).await.ok()?;
    String::from_utf8(value.to_vec()).ok()
}
