//! AWS Encryption SDK messages, versions 1 and 2, all eleven suites.

pub mod body;
pub mod header;
mod open;
mod seal;
pub mod suite;

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

pub(crate) use open::open;
pub(crate) use seal::{Sealing, seal};

use crate::command;
use crate::cursor::Fault;
use crate::machine::{Answer, Platform, Request, Slice};
use crate::report::Report;
use crate::text::hex;
use crate::verdict::{Kind, Part, Reason, Verdict};
use header::{DataKey, Header};

/// The context entry that holds the public key of a signed message.
const PUBLIC_KEY: &str = "aws-crypto-public-key";
/// No more commands than a person would run.
const MOST_COMMANDS: usize = 100;

/// What can be told without a key.
pub(crate) async fn inspect(platform: &Platform, message: &Rc<Vec<u8>>) -> Report {
    let header = match header::read(message) {
        Ok(header) => header,
        Err(fault) => {
            let (verdict, reason) = unreadable(fault);
            return Report::new(Kind::Esdk, verdict, reason);
        }
    };
    let mut report = Report::new(Kind::Esdk, Verdict::NeedsKey, Reason::LooksWhole);
    describe(&mut report, &header);
    match body::survey(&header, message) {
        Err((fault, reason)) => report.judge(structural(fault), reason),
        Ok((frames, bytes, footer)) => {
            set(&mut report.container, "frames", json!(frames));
            set(&mut report.container, "plaintext_bytes", json!(bytes));
            match signature(platform, &header, message, &footer).await {
                Some(true) => report.judge(Verdict::NeedsKey, Reason::LooksWholeSigned),
                Some(false) => report.judge(Verdict::Altered, Reason::SignatureInvalid),
                None => {}
            }
        }
    }
    report
}

/// The verdict on a header that can't be read.
pub(crate) fn unreadable(fault: Fault) -> (Verdict, Reason) {
    match fault {
        Fault::Ended => (Verdict::Truncated, Reason::EndsEarly { within: Part::Header }),
        Fault::Malformed(what) => (Verdict::Altered, Reason::Malformed { what }),
    }
}

/// The verdict on a body that doesn't hold together.
pub(crate) fn structural(fault: Fault) -> Verdict {
    match fault {
        Fault::Ended => Verdict::Truncated,
        Fault::Malformed(_) => Verdict::Altered,
    }
}

/// Whether the signature verifies under the public key in the context; nothing for unsigned suites. Needs no key, and
/// proves only that the message agrees with itself.
pub(crate) async fn signature(
    platform: &Platform,
    header: &Header,
    message: &Rc<Vec<u8>>,
    footer: &body::Footer,
) -> Option<bool> {
    let curve = header.suite.signature?;
    let public_key = header.context_value(PUBLIC_KEY).and_then(|t| STANDARD.decode(t).ok());
    let Some(public_key) = public_key else { return Some(false) };
    let signed = Slice::part(message, 0..footer.signed_end);
    let request = Request::Verify { curve, public_key, message: signed, signature: footer.signature.clone() };
    Some(matches!(platform.ask(request).await, Answer::Done(_)))
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(name.to_owned(), value);
    }
}

/// Puts what the header says into the report: suite, context, encrypted data keys and their commands.
pub(crate) fn describe(report: &mut Report, header: &Header) {
    let suite = header.suite;
    report.container = json!({
        "message_version": suite.version,
        "suite": format!("{:04x}", suite.id),
        "suite_name": suite.name(),
        "message_id": hex(&header.message_id),
        "frame_length": header.frame_length,
    });
    let context: serde_json::Map<String, Value> =
        header.context.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
    report.key_source = json!({
        "how": "encrypted data key",
        "authenticated": false,
        "encryption_context": context,
        "encrypted_data_keys": header.data_keys.iter().take(MOST_COMMANDS).map(data_key).collect::<Vec<_>>(),
        "encrypted_data_key_count": header.data_keys.len(),
    });
    if !suite.commits() {
        report.notes.push("This suite does not commit to the key: someone who chooses the keys could make a message that opens differently under two of them.".to_owned());
    }
    let mut kms = false;
    for key in &header.data_keys {
        if key.provider == b"aws-kms" && report.commands.len() < MOST_COMMANDS {
            kms = true;
            let arn = std::str::from_utf8(&key.info).ok();
            report.command(command::decrypt(&key.blob, arn, &header.context));
        }
    }
    if kms && report.commands.is_empty() {
        report.notes.push(
            "No command is given: the encrypted data key or the context is larger than KMS takes.".to_owned(),
        );
    }
    if header.data_keys.iter().any(|k| k.raw_aes_iv().is_some()) {
        report.needs.push("the AES wrapping key, or the data key it wraps".to_owned());
    }
    report.needs.push(format!(
        "the data key of {} bytes, which opens with one of the encrypted data keys",
        suite.key_length
    ));
}

fn data_key(key: &DataKey) -> Value {
    let info = String::from_utf8_lossy(&key.info);
    let arn = command::key_arn(&info).map(|(arn, _)| arn);
    let wrapping = if key.provider == b"aws-kms" {
        "AWS KMS"
    } else if key.raw_aes_iv().is_some() {
        "raw AES"
    } else if key.provider == b"aws-kms-hierarchy" {
        "KMS hierarchical keyring: the branch key lies in DynamoDB, one call to KMS does not open it"
    } else {
        "unknown"
    };
    let name = match key.raw_aes_iv() {
        Some(_) => {
            String::from_utf8_lossy(key.info.get(..key.info.len().saturating_sub(20)).unwrap_or_default())
        }
        None => info.clone(),
    };
    json!({
        "provider": String::from_utf8_lossy(&key.provider),
        "wrapping": wrapping,
        "name": name,
        "arn": arn,
        "bytes": key.blob.len(),
        "kms_blob": crate::kms::explain(&key.blob),
    })
}
