//! Records of an RDS or Aurora Database Activity Stream. The key that KMS unwraps is a wrapping key: it opens the encrypted
//! data key of an AWS Encryption SDK message, whose plaintext is gzip of JSON.

use std::io::Read;
use std::rc::Rc;

use serde_json::json;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::command;
use crate::esdk;
use crate::json::members;
use crate::key::Candidate;
use crate::machine::Platform;
use crate::report::{Opened, Report, Secret};
use crate::text::from_base64;
use crate::verdict::{Kind, Part, Reason, Verdict};

/// More than this is not unpacked, over all records.
const LARGEST: u64 = 256 << 20;
/// Among so many parts, one must be a record.
const PARTS_TO_TRY: usize = 64;
/// No more commands than a person would run.
const MOST_COMMANDS: usize = 20;

/// The records of a file.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    /// For each record: the message and the wrapped key, both in base64.
    records: Vec<(String, String)>,
    /// Parts that are no records.
    others: usize,
    /// The file ends within a part.
    cut: bool,
}

fn record(raw: &RawValue) -> Option<(String, String)> {
    let object = members(raw.get())?;
    Some((object.string("databaseActivityEvents")?, object.string("key")?))
}

impl Stream {
    /// Reads the parts of a file, if they are records.
    pub(crate) fn from_parts<'a>(parts: impl Iterator<Item = Option<&'a RawValue>>) -> Option<Self> {
        let mut stream = Self { records: Vec::new(), others: 0, cut: false };
        for (i, part) in parts.enumerate() {
            if stream.records.is_empty() && i >= PARTS_TO_TRY {
                return None;
            }
            match part {
                None => stream.cut = true,
                Some(raw) => match record(raw) {
                    Some(record) => stream.records.push(record),
                    None => stream.others += 1,
                },
            }
        }
        (!stream.records.is_empty()).then_some(stream)
    }

    fn message(events: &str) -> Result<Rc<Vec<u8>>, (Verdict, Reason)> {
        let malformed = |what| (Verdict::Altered, Reason::Malformed { what });
        let bytes = from_base64(events).ok_or(malformed("`databaseActivityEvents` is not base64"))?;
        Ok(Rc::new(bytes))
    }

    async fn inspect_record(platform: &Platform, events: &str) -> Report {
        match Self::message(events) {
            Ok(message) if message.is_empty() => {
                Report::new(Kind::Das, Verdict::Truncated, Reason::EndsEarly { within: Part::Header })
            }
            Ok(message) => esdk::inspect(platform, &message).await,
            Err((verdict, reason)) => Report::new(Kind::Das, verdict, reason),
        }
    }

    /// What can be told without the key.
    pub(crate) async fn inspect(&self, platform: &Platform) -> Report {
        let mut report = Report::new(Kind::Das, Verdict::NeedsKey, Reason::LooksWhole);
        if self.cut {
            report.judge(
                Verdict::Truncated,
                Reason::EndsEarly { within: Part::Frame(self.records.len() as u64 + 1) },
            );
        }
        for (i, (events, _)) in self.records.iter().enumerate() {
            let inner = Self::inspect_record(platform, events).await;
            if !matches!(inner.verdict, Verdict::NeedsKey) {
                report.judge(inner.verdict, inner.reason);
                report.notes.push(format!("This holds for record {}.", i + 1));
                break;
            }
        }
        self.describe(&mut report);
        report
    }

    fn describe(&self, report: &mut Report) {
        let mut keys: Vec<&str> = self.records.iter().map(|(_, key)| key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let blobs: Vec<Vec<u8>> =
            keys.iter().take(MOST_COMMANDS).filter_map(|key| from_base64(key)).collect();
        for blob in &blobs {
            // The record does not tell its cluster, which is the context; it stands in the command to be replaced.
            let context = [("aws:rds:dbc-id".to_owned(), "CLUSTER-RESOURCE-ID".to_owned())];
            report.command(command::decrypt(blob, None, &context));
        }
        report.container =
            json!({"records": self.records.len(), "other_parts": self.others, "keys": keys.len()});
        report.key_source = json!({
            "how": "encrypted wrapping key, in every record",
            "encryption_context": "aws:rds:dbc-id and the cluster's resource id, or aws:rds:db-id and the instance's; not in the record",
            "encrypted_data_keys": blobs.iter().map(|b| json!({"bytes": b.len(), "kms_blob": crate::kms::explain(b)})).collect::<Vec<_>>(),
        });
        report.needs.push("the cluster's resource id (`aws rds describe-db-clusters`), to replace CLUSTER-RESOURCE-ID in the command; for a single instance, aws:rds:db-id and its resource id".to_owned());
        report.needs.push("the wrapping key that KMS decrypts from `key`".to_owned());
    }

    /// Opens and unpacks every record; one that does not open keeps all back.
    pub(crate) async fn open(&self, platform: &Platform, candidates: &[Candidate]) -> Opened {
        let mut report = Report::new(Kind::Das, Verdict::NeedsKey, Reason::LooksWhole);
        self.describe(&mut report);
        report.readings(candidates);
        let mut plaintext: Secret = Zeroizing::new(Vec::new());
        let mut closed = |verdict, reason, record: usize| {
            report.judge(verdict, reason);
            report.notes.push(format!(
                "This holds for record {record} of {}. Nothing is released.",
                self.records.len()
            ));
            Opened::closed(report.clone())
        };
        let mut key = None;
        for (i, (events, _)) in self.records.iter().enumerate() {
            let message = match Self::message(events) {
                Ok(message) => message,
                Err((verdict, reason)) => return closed(verdict, reason, i + 1),
            };
            if message.is_empty() {
                return closed(Verdict::Truncated, Reason::EndsEarly { within: Part::Header }, i + 1);
            }
            let opened = esdk::open(platform, &message, candidates, &[]).await;
            let Some(packed) = opened.plaintext else {
                return closed(opened.report.verdict, opened.report.reason, i + 1);
            };
            key = opened.report.key;
            if let Err((verdict, reason)) = unpack(&packed, &mut plaintext) {
                return closed(verdict, reason, i + 1);
            }
            if !plaintext.ends_with(b"\n") {
                plaintext.push(b'\n');
            }
        }
        if self.cut {
            let number = self.records.len() + 1;
            return closed(
                Verdict::Truncated,
                Reason::EndsEarly { within: Part::Frame(number as u64) },
                number,
            );
        }
        report.key = key;
        report.needs.clear();
        report.judge(
            Verdict::Intact,
            Reason::Authentic { checks: vec!["every record: header, every frame, signature", "gzip"] },
        );
        Opened { report, plaintext: Some(plaintext) }
    }
}

/// Unpacks gzip, at most up to the limit.
fn unpack(packed: &[u8], out: &mut Secret) -> Result<(), (Verdict, Reason)> {
    let left = LARGEST.saturating_sub(out.len() as u64);
    let before = out.len();
    let mut reader = flate2::read::MultiGzDecoder::new(packed).take(left.saturating_add(1));
    reader.read_to_end(out).map_err(|_| {
        (Verdict::Altered, Reason::Malformed { what: "what a record holds is not sound gzip" })
    })?;
    if (out.len() - before) as u64 > left {
        return Err((Verdict::Unsupported, Reason::TooLarge { limit: LARGEST }));
    }
    Ok(())
}
