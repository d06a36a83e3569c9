//! The chapter's `process_sensitive` documents: some fields encrypted by KMS directly, one by one. There is no data key;
//! one command per field brings its plaintext, and the document is put together again from the pasted answers.

use serde_json::json;
use zeroize::Zeroizing;

use crate::command;
use crate::json::{Members, members, quote, string};
use crate::report::{Opened, Report};
use crate::text::{as_text, from_base64};
use crate::verdict::{Kind, Reason, Verdict};

const PREFIX: &str = "ENCRYPTED:";

/// An encrypted field.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    blob: Option<Vec<u8>>,
    arn: Option<String>,
    context: Vec<(String, String)>,
}

/// A processed document.
#[derive(Debug, Clone)]
pub(crate) struct Processed {
    /// The document's members in their order, each value as the JSON it was.
    document: Vec<(String, String)>,
    fields: Vec<Field>,
}

impl Processed {
    /// Reads `{"processed_data": {...}, "encrypted_fields": {...}}`.
    pub(crate) fn from_members(outer: &Members<'_>) -> Option<Self> {
        let document = outer.object("processed_data")?;
        let listed = outer.object("encrypted_fields")?;
        let mut fields: Vec<Field> = Vec::new();
        for (name, raw) in &document.0 {
            let value = string(raw);
            let marked = value.as_deref().and_then(|v| v.strip_prefix(PREFIX));
            let info = listed.object(name);
            // A field that is marked or listed is encrypted; one that is listed without being in the document isn't there.
            if marked.is_none() && info.is_none() {
                continue;
            }
            let from_list = info.as_ref().and_then(|i| i.string("ciphertext"));
            let blob = from_list.as_deref().or(marked).and_then(from_base64);
            let context = info.as_ref().and_then(|i| i.strings("encryption_context")).unwrap_or_else(|| {
                vec![
                    ("field_name".to_owned(), name.clone()),
                    ("data_type".to_owned(), "sensitive".to_owned()),
                ]
            });
            let arn = info.and_then(|i| i.string("key_id"));
            fields.push(Field { name: name.clone(), blob, arn, context });
        }
        let document = document.0.into_iter().map(|(name, raw)| (name, raw.get().to_owned())).collect();
        Some(Self { document, fields })
    }

    /// Lists the fields, each with its command.
    pub(crate) fn inspect(&self) -> Report {
        let mut report = Report::new(Kind::FieldEncrypted, Verdict::NeedsKey, Reason::NoDataKey);
        if self.fields.is_empty() {
            report.judge(Verdict::CannotTell, Reason::PutTogether { fields: 0 });
        } else {
            report
                .needs
                .push("the answer of KMS for each field, as {\"field\": \"base64 plaintext\"}".to_owned());
        }
        for field in &self.fields {
            if let Some(blob) = &field.blob {
                report.command(command::decrypt(blob, field.arn.as_deref(), &field.context));
            }
        }
        let fields: Vec<_> = self
            .fields
            .iter()
            .map(|f| {
                let context: serde_json::Map<_, _> =
                    f.context.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
                json!({
                    "field": f.name,
                    "arn": f.arn.as_deref().and_then(command::key_arn).map(|(arn, _)| arn),
                    "encryption_context": context,
                    "kms_blob": f.blob.as_deref().and_then(crate::kms::explain),
                })
            })
            .collect();
        report.key_source =
            json!({"how": "KMS directly, field by field; there is no data key", "fields": fields});
        report.notes.push("Values were turned into text before they were encrypted, so that numbers, null and lists come back as text.".to_owned());
        report
    }

    /// Puts the document together from what was pasted: `{"field": "base64"}`, or the whole answer of `aws kms decrypt`.
    pub(crate) fn open(&self, pasted: &[u8]) -> Opened {
        let mut report = self.inspect();
        let Some(answers) = as_text(pasted).and_then(members) else {
            return Opened::closed(report);
        };
        // A data key, as the AWS CLI printed it, is not an answer for a field.
        if answers.get("Plaintext").is_some() && !self.fields.iter().any(|f| f.name == "Plaintext") {
            return Opened::closed(report);
        }
        let mut plain: Vec<(&str, Zeroizing<String>)> = Vec::new();
        let mut missing = Vec::new();
        for field in &self.fields {
            let answer = answers.get(&field.name);
            let text = answer.and_then(|raw| {
                let text =
                    string(raw).or_else(|| members(raw.get())?.string("Plaintext")).map(Zeroizing::new)?;
                let bytes = from_base64(text.trim()).map(Zeroizing::new)?;
                std::str::from_utf8(&bytes).ok().map(|t| Zeroizing::new(t.to_owned()))
            });
            match text {
                Some(text) => plain.push((&field.name, text)),
                None => missing.push(field.name.clone()),
            }
        }
        if !missing.is_empty() {
            report.judge(Verdict::NeedsKey, Reason::FieldsMissing { fields: missing });
            return Opened::closed(report);
        }
        let mut out = Zeroizing::new(String::from("{"));
        for (i, (name, raw)) in self.document.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            out.push_str(&quote(name));
            out.push_str(": ");
            match plain.iter().find(|(field, _)| field == name) {
                Some((_, text)) => out.push_str(&Zeroizing::new(quote(text))),
                None => out.push_str(raw),
            }
        }
        out.push('}');
        report.needs.clear();
        report.unverified.push(String::new());
        report.judge(Verdict::CannotTell, Reason::PutTogether { fields: plain.len() });
        Opened { report, plaintext: Some(Zeroizing::new(out.as_bytes().to_vec())) }
    }
}
