//! The integrity report: everything that may be told about a container, and never its plaintext or key.

use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::command::Command;
use crate::key::{Candidate, KeyShown};
use crate::text::visible;
use crate::verdict::{Kind, Reason, Verdict};
use crate::words;

/// Format and version of the report document.
const FORMAT: &str = "lambdascope-integrity";
const VERSION: u32 = 1;

/// What was found out about a container.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Always `lambdascope-integrity`.
    pub format: &'static str,
    /// Version of this document.
    pub version: u32,
    /// What it is.
    pub kind: Kind,
    /// What is said about it.
    pub verdict: Verdict,
    /// The reason in words: what happened, then what to do.
    pub detail: String,
    /// The reason for programs.
    pub reason: Reason,
    /// What is needed to open it, in words.
    pub needs: Vec<String>,
    /// Where the key comes from: encrypted data keys, their ARNs, the encryption context. Not authenticated unless the
    /// verdict is `intact`.
    pub key_source: Value,
    /// One line of bash each, which asks KMS for the key.
    pub commands: Vec<String>,
    /// The same for PowerShell.
    pub commands_powershell: Vec<String>,
    /// How the container was wrapped, outermost first.
    pub layers: Vec<String>,
    /// What the container says about itself. Not authenticated unless the verdict is `intact`.
    pub container: Value,
    /// Remarks on weaknesses and oddities.
    pub notes: Vec<String>,
    /// Paths of the plaintext that no tag covers.
    pub unverified: Vec<String>,
    /// The bytes are a request to the chapter's handler, and where that leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<crate::handler::Request>,
    /// The key that was used, without giving it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyShown>,
    /// Every reading of what was pasted, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_readings: Vec<KeyShown>,
}

impl Report {
    /// A report that says this and nothing more yet.
    pub(crate) fn new(kind: Kind, verdict: Verdict, reason: Reason) -> Self {
        Self {
            format: FORMAT,
            version: VERSION,
            kind,
            verdict,
            detail: words::sentence(&reason),
            reason,
            needs: Vec::new(),
            key_source: Value::Null,
            commands: Vec::new(),
            commands_powershell: Vec::new(),
            layers: Vec::new(),
            container: Value::Null,
            notes: Vec::new(),
            unverified: Vec::new(),
            handler: None,
            key: None,
            key_readings: Vec::new(),
        }
    }

    /// Says something else about the same container.
    pub(crate) fn judge(&mut self, verdict: Verdict, reason: Reason) {
        self.verdict = verdict;
        self.detail = words::sentence(&reason);
        self.reason = reason;
    }

    /// Adds the two forms of a command.
    pub(crate) fn command(&mut self, command: Option<Command>) {
        if let Some(command) = command {
            self.commands.push(command.bash);
            self.commands_powershell.push(command.powershell);
        }
    }

    /// Notes which readings of the key there were, where there were several.
    pub(crate) fn readings(&mut self, candidates: &[Candidate]) {
        if candidates.len() > 1 {
            self.key_readings = candidates.iter().map(KeyShown::from).collect();
        }
    }

    /// The document as JSON, with every control, bidirectional or invisible character written out.
    pub fn to_json(&self) -> String {
        // Serialising plain structs to a string cannot fail; an empty object would be the honest remainder.
        visible(&serde_json::to_string_pretty(self).unwrap_or_else(|_| "{}".to_owned()))
    }
}

/// Bytes that must not outlive their use, such as a pasted key or a plaintext: wiped when they are dropped.
pub type Secret = Zeroizing<Vec<u8>>;

/// What came of opening a container.
pub struct Opened {
    /// What was found out.
    pub report: Report,
    /// The plaintext. It is there only when it may be shown: everything verified, or opening without authentication was
    /// asked for.
    pub plaintext: Option<Secret>,
}

impl Opened {
    /// Nothing is released.
    pub(crate) fn closed(report: Report) -> Self {
        Self { report, plaintext: None }
    }
}
