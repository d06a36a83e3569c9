//! The security audit of one function.

use evidence::{CallId, Evidence};

use super::check::{CHECKS, Sheet};
use super::configuration::Opened;
use super::environment::environment;
use super::iam::{Shared, iam};
use super::logging::logging;
use super::network::network;
use super::rules::{self, RULES};
use super::{Subject, function};
use crate::python::Raised;
use crate::{CheckScore, EvidenceRef, Finding, NotAssessed, Rule};

/// What the original says about one function, and what it could not know.
#[derive(Clone, Debug)]
pub struct SecurityAudit {
    /// The name that the function was asked for by.
    pub function_name: String,
    /// When it was audited: `2026-11-01T00:00:00`.
    pub audit_timestamp: String,
    /// 0 to 100.
    pub security_score: u8,
    /// In the original's order.
    pub findings: Vec<Finding>,
    /// The checks that were performed, in their order. Where one of them broke the audit off the score is 0 all the same.
    pub checks: Vec<CheckScore>,
    /// Rules that looked and found nothing.
    pub passed: Vec<&'static Rule>,
    /// Rules that found nothing because they could not look.
    pub not_assessed: Vec<NotAssessed>,
}

/// Audits functions, and keeps what they share.
#[derive(Debug)]
pub struct Auditor<'e> {
    evidence: &'e Evidence,
    stamp: String,
    shared: Shared,
    scratch: Vec<u8>,
}

impl<'e> Auditor<'e> {
    /// `stamp` is the audit's time as the classic documents write it: `2026-11-01T00:00:00`.
    pub fn new(evidence: &'e Evidence, stamp: &str) -> Self {
        Self { evidence, stamp: stamp.to_owned(), shared: Shared::default(), scratch: Vec::new() }
    }

    /// Goes on with what an earlier auditor of the same evidence learned: see [`Auditor::into_shared`].
    pub fn resume(evidence: &'e Evidence, stamp: &str, shared: Shared) -> Self {
        Self { shared, ..Self::new(evidence, stamp) }
    }

    /// What functions share, for an auditor that goes on later.
    pub fn into_shared(self) -> Shared {
        self.shared
    }

    /// Reads a subject's GetFunction answer, for this auditor and the compliance judge.
    pub fn open(&self, subject: &Subject) -> Opened<'e> {
        Opened::new(self.evidence, subject)
    }

    /// Audits one function; `opened` is what [`Auditor::open`] gave for it.
    pub fn judge(&mut self, subject: &Subject, opened: &Opened<'_>) -> SecurityAudit {
        let mut sheet = Sheet::default();
        let outcome = self.perform(subject, opened, &mut sheet);
        let mut audit = SecurityAudit {
            function_name: subject.name.clone(),
            audit_timestamp: self.stamp.clone(),
            security_score: 0,
            findings: sheet.findings,
            checks: sheet.checks,
            passed: Vec::with_capacity(RULES.len()),
            not_assessed: Vec::new(),
        };
        match outcome {
            Ok(()) => {
                let kept: u8 = audit.checks.iter().map(|check| check.score).sum();
                audit.security_score = ((f64::from(kept) / f64::from(MAX)) * 100.0) as u8;
            }
            Err(raised) => audit.break_off(opened.call().unwrap_or(subject.named_by), &raised),
        }
        audit.settle(&sheet.unseen);
        audit
    }

    // Kept apart: ARCHITECTURE.md, "Size and speed", says why.
    #[inline(never)]
    fn perform<'o>(
        &mut self,
        subject: &Subject,
        opened: &'o Opened<'_>,
        sheet: &mut Sheet,
    ) -> Result<(), Raised<'o>> {
        let Self { evidence, shared, scratch, .. } = self;
        let call = opened.call();
        let config = &opened.configuration()?;
        sheet.perform(rules::IAM, |sheet| {
            iam(sheet, evidence, subject.scope, config, call, shared);
            Ok(())
        })?;
        sheet.perform(rules::ENV, |sheet| environment(sheet, config, call, scratch))?;
        sheet.perform(rules::VPC, |sheet| function::vpc(sheet, config, call))?;
        sheet.perform(rules::ENC, |sheet| function::encryption(sheet, config, call))?;
        sheet.perform(rules::CFG, |sheet| function::settings(sheet, config, call))?;
        sheet.perform(rules::CODE, |sheet| function::code(sheet, config, call))?;
        sheet.perform(rules::LOG, |sheet| {
            logging(sheet, evidence, subject);
            Ok(())
        })?;
        sheet.perform(rules::NET, |sheet| {
            network(sheet, evidence, subject);
            Ok(())
        })
    }
}

const MAX: u8 = 80;

impl SecurityAudit {
    #[cold]
    fn break_off(&mut self, call: CallId, raised: &Raised<'_>) {
        let lost: u8 = self.findings.iter().map(|finding| finding.points).sum();
        self.findings.push(Finding {
            rule: &rules::AUDIT_1,
            subject: None,
            message: format!("Failed to perform security audit: {raised}").into(),
            details: None,
            // One of which nothing was checked has no part in any mean, so there is nothing that it could lose.
            points: if self.checks.is_empty() { 0 } else { MAX.saturating_sub(lost) },
            evidence: vec![EvidenceRef { call, pointer: "".into() }],
            missing: vec!["lambda:GetFunction"],
        });
    }

    /// Gives every rule its one place: found, not assessed, or passed.
    fn settle(&mut self, unseen: &[NotAssessed]) {
        let broken_off = self.checks.len() < CHECKS;
        for &rule in RULES {
            if self.findings.iter().any(|finding| std::ptr::eq(finding.rule, rule)) {
                continue;
            }
            let mut missing: Vec<&'static str> = Vec::new();
            for note in unseen.iter().filter(|note| std::ptr::eq(note.rule, rule)) {
                missing.extend(&note.missing);
            }
            order::sort(&mut missing);
            missing.dedup();
            if missing.is_empty() && broken_off && self.checks.iter().all(|check| check.name != rule.check) {
                missing = vec!["lambda:GetFunction"];
            }
            if missing.is_empty() {
                self.passed.push(rule);
            } else {
                self.not_assessed.push(NotAssessed { rule, missing });
            }
        }
    }
}
