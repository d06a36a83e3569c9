//! What a rule says of itself, and what it may find.

use std::borrow::Cow;

use evidence::facts::{Field, Function, Gap, Whereabouts};

use super::Context;
use crate::{EvidenceRef, Severity};

/// A rule's description of itself. The registry is a list of these; each stands in a file of its own.
#[derive(Debug)]
pub struct Rule {
    /// Such as `EXP-05`; never used again for another rule.
    pub id: &'static str,
    /// What it looks for, in a few words.
    pub title: &'static str,
    /// How bad a finding of it is, unless the finding says otherwise.
    pub severity: Severity,
    /// The kind of its findings, such as `NETWORK_SECURITY`.
    pub category: &'static str,
    /// The check that it scores under: one of [`CHECKS`].
    pub check: &'static str,
    /// The fields of the API that decide it.
    pub decides: &'static str,
    /// Why it matters, in plain words.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// A command that does it, with `{function}`, `{arn}`, `{role}`, `{region}`, `{account}` and `{subject}` (the finding's) to be
    /// filled in; other names in braces are the person's to choose.
    pub command: Option<&'static str>,
    /// Who else checks this, or where AWS says it.
    pub sources: &'static str,
    /// The operations whose answers it may need, the most telling first.
    pub needs: &'static [&'static str],
    /// When it does not apply; empty where it always does.
    pub exempt: &'static str,
    /// How it judges.
    pub evaluate: Evaluate,
}

/// How a rule judges: a function, or an account in a region.
#[derive(Clone, Copy, Debug)]
pub enum Evaluate {
    /// It judges one function.
    Function(fn(&Context<'_>, &Function<'_>) -> Judged),
    /// It judges what functions of an account in a region share.
    Account(fn(&Context<'_>, Whereabouts<'_>) -> Judged),
}

/// What a rule says: nothing means that it passes. An error is what kept it from looking at all.
pub type Judged = Result<Vec<Outcome>, Gap>;

/// One answer of a rule. Where there are several, a failure goes before what a person must look at, that before what could not
/// be assessed, that before what does not apply, and that before a pass.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The evidence shows that all is well.
    Pass,
    /// The evidence shows the problem.
    Fail(Found),
    /// A person must look: the evidence can't settle it.
    Manual(Found),
    /// What would settle it is missing or was refused.
    NotAssessed(Gap),
    /// The rule does not concern this function; why, as one sentence.
    NotApplicable(Cow<'static, str>),
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule's own, unless this says otherwise.
    pub severity: Option<Severity>,
    /// What it is about within the function: a statement's id, a key's ARN, a layer's ARN.
    pub subject: Option<String>,
    /// One sentence or two. Never a secret.
    pub message: Cow<'static, str>,
    /// Where the evidence shows it.
    pub evidence: Vec<EvidenceRef>,
    /// What was missing beside it.
    pub missing: Vec<&'static str>,
    /// Names for the rule's command that the evidence tells, such as the `successor` of a runtime.
    pub names: Vec<(&'static str, String)>,
    /// Another command than the rule's, where that would not mend this.
    pub command: Option<&'static str>,
}

impl Found {
    /// A finding with that message.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            severity: None,
            subject: None,
            message: message.into(),
            evidence: Vec::new(),
            missing: Vec::new(),
            names: Vec::new(),
            command: None,
        }
    }

    /// Points to a value of an answer.
    pub fn at(self, field: &Field<'_>) -> Self {
        self.at_place(place(field))
    }

    /// Points to a place.
    pub fn at_place(mut self, place: EvidenceRef) -> Self {
        if !self.evidence.contains(&place) {
            self.evidence.push(place);
        }
        self
    }

    /// Points to a whole answer, or to the error that a call was answered with.
    pub fn at_call(self, call: Option<evidence::CallId>) -> Self {
        match call {
            Some(call) => self.at_place(EvidenceRef { call, pointer: "".into() }),
            None => self,
        }
    }

    /// Points to a member of a function's configuration; to the configuration itself where it lacks the member.
    pub fn at_config(self, function: &Function<'_>, key: &str) -> Self {
        match function.configuration().known() {
            Some(configuration) => self.at(&configuration.get(key).unwrap_or(configuration)),
            None => self,
        }
    }

    /// Says what it is about.
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Gives it another severity than the rule's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Gives the rule's command the name that stands for a placeholder.
    pub fn named(mut self, placeholder: &'static str, name: impl Into<String>) -> Self {
        self.names.push((placeholder, name.into()));
        self
    }

    /// Offers another command than the rule's, with the same placeholders.
    pub fn command(mut self, template: &'static str) -> Self {
        self.command = Some(template);
        self
    }

    /// Notes what could not be looked at beside it.
    pub fn missing(mut self, operation: &'static str) -> Self {
        if !self.missing.contains(&operation) {
            self.missing.push(operation);
        }
        self
    }
}

/// The place of a value of an answer.
pub fn place(field: &Field<'_>) -> EvidenceRef {
    EvidenceRef { call: field.call, pointer: field.place().into() }
}

/// Nothing was found.
pub fn pass() -> Judged {
    Ok(Vec::new())
}

/// The problem was found.
pub fn fail(found: Found) -> Judged {
    Ok(vec![Outcome::Fail(found)])
}

/// A person must look.
pub fn manual(found: Found) -> Judged {
    Ok(vec![Outcome::Manual(found)])
}

/// The rule does not concern this function.
pub fn not_applicable(why: impl Into<Cow<'static, str>>) -> Judged {
    Ok(vec![Outcome::NotApplicable(why.into())])
}

/// Notes what kept a part of a rule from looking, beside what it found.
pub fn note(outcomes: &mut Vec<Outcome>, gap: Option<Gap>) {
    outcomes.extend(gap.map(Outcome::NotAssessed));
}

/// The checks, in the order in which reports show them: the eight of the published original, then two that the new rules add.
pub const CHECKS: [&str; 10] = [IAM, ENV, VPC, ENC, CFG, CODE, LOG, NET, REL, INV];
/// What the role may do.
pub const IAM: &str = "IAM Permissions Check";
/// Secrets in variables and elsewhere.
pub const ENV: &str = "Environment Variables Check";
/// The function's network.
pub const VPC: &str = "VPC Configuration Check";
/// Keys.
pub const ENC: &str = "Encryption Settings Check";
/// Runtime and settings.
pub const CFG: &str = "Function Configuration Check";
/// Where code comes from.
pub const CODE: &str = "Code Security Check";
/// Logs, traces, trails and alarms.
pub const LOG: &str = "Logging Configuration Check";
/// Who can call the function.
pub const NET: &str = "Network Access Check";
/// What happens when something fails.
pub const REL: &str = "Reliability Check";
/// Whether functions can be told apart and managed.
pub const INV: &str = "Inventory Check";
