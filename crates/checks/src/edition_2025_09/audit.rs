//! The security audit of one function.

use evidence::Evidence;

use super::Subject;
use crate::{CheckScore, Finding, NotAssessed, Recommendation, Rule};

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
    /// In the original's order.
    pub recommendations: Vec<Recommendation>,
    /// The checks that were performed, in their order.
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
}

impl<'e> Auditor<'e> {
    /// `stamp` is the audit's time as the classic documents write it: `2026-11-01T00:00:00`.
    pub fn new(evidence: &'e Evidence, stamp: &str) -> Self {
        Self { evidence, stamp: stamp.to_owned() }
    }
}
