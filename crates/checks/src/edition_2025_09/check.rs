//! One check while it is performed.

use std::borrow::Cow;

use evidence::CallId;

use crate::{CheckScore, Details, EvidenceRef, Finding, NotAssessed, Recommendation, Rule};

/// What each check starts with.
const POINTS: u8 = 10;

/// What a check found so far.
#[derive(Debug)]
pub(super) struct Check {
    pub score: CheckScore,
    pub findings: Vec<Finding>,
    pub recommendations: Vec<Recommendation>,
    pub unseen: Vec<NotAssessed>,
}

impl Check {
    pub fn new(name: &'static str) -> Self {
        Self {
            score: CheckScore { name, score: POINTS, max: POINTS },
            findings: Vec::new(),
            recommendations: Vec::new(),
            unseen: Vec::new(),
        }
    }

    /// Notes a finding, with what it costs and recommends.
    pub fn find(&mut self, rule: &'static Rule, message: impl Into<Cow<'static, str>>) -> &mut Finding {
        let points = rule.points.min(self.score.score);
        self.score.score -= points;
        if let Some(recommendation) = &rule.recommendation {
            self.recommendations.push(recommendation.clone());
        }
        self.findings.push(Finding {
            rule,
            subject: None,
            message: message.into(),
            details: None,
            points,
            evidence: Vec::new(),
            recommendation: rule.recommendation.clone(),
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
        self.evidence.extend(call.map(|call| EvidenceRef { call, pointer: pointer.into() }));
        self
    }

    pub(super) fn details(&mut self, details: Details) -> &mut Self {
        self.details = Some(details);
        self
    }
}
