//! Files to save: the report, and the classic documents.

use std::borrow::Cow;
use std::io::Write;

use evidence::json::{Document, Value};
use report::ClassicDocuments;
use serde_json::value::RawValue;

use crate::judge_published::ClassicJudge;
use crate::messages::ExportKind;
use crate::session::{ExportedFile, Session};

/// The classic documents of one function.
#[derive(Clone, Debug)]
pub struct Classic {
    pub(crate) security_audit: Option<Box<RawValue>>,
    pub(crate) compliance_report: Option<Box<RawValue>>,
    pub(crate) security_text: String,
    pub(crate) compliance_text: String,
}

/// Gives the classic documents of the functions of what is shown, one by one.
pub(crate) struct Classics<'s> {
    session: &'s Session,
    judge: Option<ClassicJudge<'s>>,
}

impl<'s> Classics<'s> {
    pub fn of(session: &'s Session) -> Self {
        Self { session, judge: None }
    }

    /// Those of one function; none where the edition has none.
    pub fn documents(&mut self, at: u32) -> Option<Cow<'s, Classic>> {
        let Some(written) = &self.session.of().function(at).classic else {
            let subject = self.session.subjects.get(at as usize).filter(|_| self.session.shows_judged())?;
            if let Some(made) = self.session.classic.get(at as usize) {
                return Some(Cow::Borrowed(made));
            }
            let session = self.session;
            let judge =
                self.judge.get_or_insert_with(|| ClassicJudge::new(&session.evidence, &session.stamp));
            return judge.documents(subject).map(Cow::Owned);
        };
        let ClassicDocuments { security_audit, compliance_report } = ClassicDocuments::split(written)?;
        Some(Cow::Owned(Classic {
            security_text: security_audit.as_deref().and_then(report::security_text).unwrap_or_default(),
            compliance_text: compliance_report
                .as_deref()
                .and_then(report::compliance_text)
                .unwrap_or_default(),
            security_audit,
            compliance_report,
        }))
    }
}

// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
pub(crate) fn export(session: &Session, kind: &ExportKind) -> Result<ExportedFile, String> {
    match kind {
        ExportKind::Report => whole_report(session),
        ExportKind::Findings => Ok(crate::csv::findings(session)),
        ExportKind::Shown(query) => Ok(crate::csv::shown(session, query)),
        ExportKind::Worksheet => crate::worksheet::file(session),
        ExportKind::Judgements => crate::worksheet::judgements(session),
        ExportKind::Classic => written(session, kind, "lambdascope-classic.json".to_owned()),
        ExportKind::SecurityAudit { function } => {
            one(session, function, "security_audit", |c| c.security_audit)
        }
        ExportKind::ComplianceReport { function } => {
            one(session, function, "compliance_report", |c| c.compliance_report)
        }
    }
}

/// Writes the report, or all classic documents, bit by bit: they may be larger than what they were made from.
///
/// # Errors
/// What writing to `out` gives; two sentences, before anything is written, where there is nothing to write or the kind is another.
pub(crate) fn write(session: &Session, kind: &ExportKind, out: &mut dyn Write) -> Result<(), NotWritten> {
    match kind {
        ExportKind::Report => write_report(session, out)?,
        ExportKind::Classic if has_classic(session) => write_all_classic(session, out)?,
        ExportKind::Classic => {
            return Err(NotWritten::Refused(
                "Classic documents are the published edition's. Judge by the rules of 2025-09, then save them."
                    .into(),
            ));
        }
        other => out.write_all(&export(session, other).map_err(NotWritten::Refused)?.bytes)?,
    }
    Ok(())
}

/// Why something was not written.
#[derive(Debug)]
pub enum NotWritten {
    /// There is nothing to write: two sentences.
    Refused(String),
    /// The place that it was written to failed.
    Failed(std::io::Error),
}

impl From<std::io::Error> for NotWritten {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error)
    }
}

fn written(session: &Session, kind: &ExportKind, name: String) -> Result<ExportedFile, String> {
    let mut bytes = Vec::new();
    write(session, kind, &mut bytes).map_err(|why| match why {
        NotWritten::Refused(message) => message,
        NotWritten::Failed(error) => {
            format!("The file could not be made: {error}. Export fewer functions at once.")
        }
    })?;
    Ok(ExportedFile { name, media_type: "application/json".into(), bytes })
}

fn whole_report(session: &Session) -> Result<ExportedFile, String> {
    let name = match session.of().report.as_of.as_str() {
        "" => "lambdascope-report.json".to_owned(),
        date => format!("lambdascope-report-{date}.json"),
    };
    written(session, &ExportKind::Report, name)
}

fn write_report(session: &Session, out: &mut dyn Write) -> std::io::Result<()> {
    let mut classics = Classics::of(session);
    let mut documents = |at: usize| {
        let Classic { security_audit, compliance_report, .. } = classics.documents(at as u32)?.into_owned();
        serde_json::value::to_raw_value(&ClassicDocuments { security_audit, compliance_report }).ok()
    };
    report::write(&session.of().report, &mut documents, out)
}

/// Whether a function has classic documents, or can have.
fn has_classic(session: &Session) -> bool {
    let made = session.shows_judged() && !session.subjects.is_empty();
    made || session.of().report.functions.iter().any(|function| function.classic.is_some())
}

/// `{"FUNCTION": {"security_audit": {...}, "compliance_report": {...}, "security_text": "...", "compliance_text": "..."}}`
fn write_all_classic(session: &Session, out: &mut dyn Write) -> std::io::Result<()> {
    let mut before: &[u8] = b"{\n";
    let mut classics = Classics::of(session);
    for (at, key) in (0_u32..).zip(&session.of().keys) {
        let Some(classic) = classics.documents(at) else { continue };
        out.write_all(std::mem::replace(&mut before, b",\n"))?;
        write_classic(key, &classic, out)?;
    }
    out.write_all(b"\n}\n")
}

fn write_classic(key: &str, classic: &Classic, out: &mut dyn Write) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, key)?;
    write!(out, ":{{\"security_audit\":")?;
    serde_json::to_writer(&mut *out, &classic.security_audit)?;
    write!(out, ",\"compliance_report\":")?;
    serde_json::to_writer(&mut *out, &classic.compliance_report)?;
    write!(out, ",\"security_text\":")?;
    serde_json::to_writer(&mut *out, &classic.security_text)?;
    write!(out, ",\"compliance_text\":")?;
    serde_json::to_writer(&mut *out, &classic.compliance_text)?;
    write!(out, "}}")
}

fn one(
    session: &Session,
    key: &str,
    kind: &str,
    pick: fn(Classic) -> Option<Box<RawValue>>,
) -> Result<ExportedFile, String> {
    let of = session.of();
    let document = of.find_function(key).and_then(|at| Classics::of(session).documents(at));
    let document = document.map(Cow::into_owned).and_then(pick);
    let document = document
        .ok_or("There is no such document for this function. Open evidence that holds its configuration.")?;
    let bytes =
        indented(document.get()).ok_or("The document is no JSON. Export the whole report instead.")?;
    let name = of.find_function(key).map_or(key, |at| of.function(at).name.as_str());
    Ok(ExportedFile {
        name: format!("{}_{kind}.json", file_name(name)),
        media_type: "application/json".into(),
        bytes,
    })
}

/// The same JSON, indented by two as the original indents its files, the order of its keys kept.
fn indented(text: &str) -> Option<Vec<u8>> {
    let document = Document::parse(text).ok()?;
    let mut out = String::with_capacity(text.len() * 2);
    indent(document.root(), 1, &mut out);
    out.push('\n');
    Some(out.into_bytes())
}

/// Recursion is bounded: a document that was parsed is not deep.
fn indent(value: Value<'_>, depth: usize, out: &mut String) {
    if !(value.is_object() || value.is_array()) || value.is_empty() {
        return out.push_str(value.raw());
    }
    let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    out.push(open);
    let mut first = true;
    let mut next = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        line(out, depth);
    };
    for item in value.items() {
        next(out);
        indent(item, depth + 1, out);
    }
    for (key, member) in value.members() {
        next(out);
        out.push_str(&serde_json::Value::from(key).to_string());
        out.push_str(": ");
        indent(member, depth + 1, out);
    }
    line(out, depth - 1);
    out.push(close);
}

/// A name that every file system takes: what comes from evidence may hold anything.
pub(crate) fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = name.chars().take(140).map(safe).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "function".into() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn file_names_are_harmless() {
        for (name, expected) in [
            ("orders-api_2", "orders-api_2"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("arn:aws:lambda:x", "arn_aws_lambda_x"),
            ("", "function"),
            ("...", "function"),
            ("é\u{0}", "__"),
        ] {
            assert_eq!(file_name(name), expected, "{name:?}");
        }
    }
}
