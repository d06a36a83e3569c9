//! The checks of one function while they are performed.

use std::borrow::Cow;

use evidence::CallId;

use crate::python::Raised;
use crate::{CheckScore, Details, EvidenceRef, Finding, NotAssessed, Rule};

/// How many checks there are.
pub(super) const CHECKS: usize = 8;
/// What each check starts with.
const POINTS: u8 = 10;

/// The checks of one function while they are performed, and what they found so far.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub checks: Vec<CheckScore>,
    pub findings: Vec<Finding>,
    /// Rules that could not look; a rule may stand here that found something elsewhere.
    pub unseen: Vec<NotAssessed>,
    /// The points that the check still has.
    left: u8,
}

impl Sheet {
    /// Performs a check. One that ends with an exception leaves nothing behind.
    pub fn perform<'o>(
        &mut self,
        name: &'static str,
        check: impl FnOnce(&mut Self) -> Result<(), Raised<'o>>,
    ) -> Result<(), Raised<'o>> {
        let before = (self.findings.len(), self.unseen.len());
        self.left = POINTS;
        if let Err(raised) = check(self) {
            self.findings.truncate(before.0);
            self.unseen.truncate(before.1);
            return Err(raised);
        }
        self.checks.reserve_exact(CHECKS - self.checks.len().min(CHECKS));
        self.checks.push(CheckScore { name, score: self.left, max: POINTS });
        Ok(())
    }

    /// Notes a finding, with what it costs.
    pub fn find(&mut self, rule: &'static Rule, message: impl Into<Cow<'static, str>>) -> &mut Finding {
        let points = rule.points.min(self.left);
        self.left -= points;
        self.findings.push(Finding {
            rule,
            subject: None,
            message: message.into(),
            details: None,
            points,
            evidence: Vec::new(),
            missing: Vec::new(),
        });
        // Something was pushed just now.
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Notes that these rules could not look, or not everywhere.
    pub fn could_not_look(&mut self, rules: &[&'static Rule], missing: &[&'static str]) {
        self.unseen.extend(rules.iter().map(|rule| NotAssessed { rule, missing: missing.to_vec() }));
    }
}

impl Finding {
    /// Points to where the evidence shows it.
    pub(super) fn at(&mut self, call: Option<CallId>, pointer: impl Into<Cow<'static, str>>) -> &mut Self {
        self.evidence.reserve_exact(1);
        self.evidence.extend(call.map(|call| EvidenceRef { call, pointer: pointer.into() }));
        self
    }

    pub(super) fn details(&mut self, details: Details) -> &mut Self {
        self.details = Some(details);
        self
    }
}
