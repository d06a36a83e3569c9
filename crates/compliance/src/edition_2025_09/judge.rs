//! What the five frameworks say about one function.

use std::collections::HashMap;

use checks::edition_2025_09::{Configuration, Opened, Subject, ask};
use checks::python::{Py, Raised, Timestamp, parse_timestamp};
use checks::{CallId, Evidence, EvidenceRef, Scope};

use super::catalogue::{FRAMEWORKS, Framework, Requirement};
use super::criteria::{CRITERIA, Criterion};
use super::trail::{TrailEntry, trail};
use crate::RequirementStatus;

/// What the evidence says about one requirement.
#[derive(Clone, Debug)]
pub struct RequirementResult {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// What the original says; [`RequirementStatus::Manual`] is its UNKNOWN, and [`RequirementStatus::NotAssessed`] what it
    /// leaves out without a word.
    pub status: RequirementStatus,
    /// Where the evidence shows it.
    pub evidence: Option<EvidenceRef>,
}

/// What the evidence says about one framework.
#[derive(Clone, Debug)]
pub struct FrameworkResult {
    /// The framework.
    pub framework: &'static Framework,
    /// The original's percentage, 0 to 100: points over the checks that it counts, not over those that it makes.
    pub percentage: f64,
    /// Each requirement of the framework, in its order.
    pub requirements: Vec<RequirementResult>,
}

/// The percentage from which the original calls a function compliant.
const COMPLIANT: f64 = 80.0;
/// The percentage below which its recommendations are of high priority.
const HIGH_PRIORITY: f64 = 50.0;

impl FrameworkResult {
    /// Whether the original calls it compliant.
    pub fn is_compliant(&self) -> bool {
        self.percentage >= COMPLIANT
    }

    /// `COMPLIANT` or `NON_COMPLIANT`.
    pub fn status(&self) -> &'static str {
        if self.is_compliant() { "COMPLIANT" } else { "NON_COMPLIANT" }
    }

    /// What is recommended for the requirements that fail.
    pub fn recommendations(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.requirements
            .iter()
            .filter(|result| result.status == RequirementStatus::Fail)
            .filter_map(|result| result.requirement.recommendation)
    }

    /// `HIGH` or `MEDIUM`.
    pub fn priority(&self) -> &'static str {
        if self.percentage < HIGH_PRIORITY { "HIGH" } else { "MEDIUM" }
    }
}

/// A recommendation over all frameworks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriorityRecommendation {
    /// The framework's id.
    pub framework: &'static str,
    /// One sentence.
    pub recommendation: &'static str,
    /// `HIGH` or `MEDIUM`.
    pub priority: &'static str,
}

/// The exception that ends the original's compliance check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its text.
    pub error: String,
    /// Its class, such as `ClientError`.
    pub error_type: &'static str,
}

/// What the original's compliance check of one function gives.
#[derive(Clone, Debug)]
pub struct ComplianceReport {
    /// The name that the function was asked for by.
    pub function_name: String,
    /// When it was checked: `2026-11-01T00:00:00`.
    pub check_timestamp: String,
    /// The frameworks that were to be checked, in their order.
    pub frameworks_checked: Vec<&'static Framework>,
    /// What came of it.
    pub outcome: Result<Judgement, Failure>,
}

/// What the frameworks say, and who did what.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// In the order in which they were checked.
    pub frameworks: Vec<FrameworkResult>,
    /// The recorded events, in the answer's order: newest first.
    pub audit_trail: Vec<TrailEntry>,
}

impl ComplianceReport {
    /// What is recommended over all frameworks, in the original's order.
    pub fn recommendations(&self) -> impl Iterator<Item = PriorityRecommendation> + '_ {
        self.outcome.iter().flat_map(|judgement| &judgement.frameworks).flat_map(|result| {
            result.recommendations().map(|recommendation| PriorityRecommendation {
                framework: result.framework.id,
                recommendation,
                priority: result.priority(),
            })
        })
    }

    /// What the evidence says about a requirement; not assessed where the check failed as a whole.
    pub fn status(&self, framework: &str, requirement: &str) -> RequirementStatus {
        let results = self.outcome.iter().flat_map(|judgement| &judgement.frameworks);
        results
            .filter(|result| result.framework.id == framework)
            .flat_map(|result| &result.requirements)
            .find(|result| result.requirement.id == requirement)
            .map_or(RequirementStatus::NotAssessed, |result| result.status)
    }
}

/// Judges functions, and keeps what they share.
#[derive(Debug)]
pub struct Judge<'e> {
    evidence: &'e Evidence,
    stamp: String,
    now: Option<Timestamp>,
    frameworks: Vec<&'static Framework>,
    trails: HashMap<Scope, Trails>,
}

/// What CloudTrail said: its call, and whether there is a trail where that is known.
type Trails = (Option<CallId>, Option<bool>);

impl<'e> Judge<'e> {
    /// `stamp` is the check's time as the classic documents write it: `2026-11-01T00:00:00`. All frameworks are judged.
    pub fn new(evidence: &'e Evidence, stamp: &str) -> Self {
        Self {
            evidence,
            stamp: stamp.to_owned(),
            now: parse_timestamp(&Py::Text(stamp.into()), None).ok(),
            frameworks: FRAMEWORKS.iter().collect(),
            trails: HashMap::new(),
        }
    }

    /// Judges these frameworks only, in this order.
    #[must_use]
    pub fn with_frameworks(mut self, frameworks: &[&'static Framework]) -> Self {
        self.frameworks = frameworks.to_vec();
        self
    }

    /// Judges one function, and reads its trail; `opened` is what the security auditor gave for it.
    pub fn judge(&mut self, subject: &Subject, opened: &Opened<'_>) -> ComplianceReport {
        let outcome = self
            .frameworks(subject, opened)
            .map(|frameworks| Judgement { frameworks, audit_trail: trail(self.evidence, subject, self.now) });
        ComplianceReport {
            function_name: subject.name.clone(),
            check_timestamp: self.stamp.clone(),
            frameworks_checked: self.frameworks.clone(),
            outcome,
        }
    }

    /// What the frameworks alone say about a function.
    ///
    /// # Errors
    /// The exception that ends the original's compliance check.
    #[inline(never)]
    pub fn frameworks(
        &mut self,
        subject: &Subject,
        opened: &Opened<'_>,
    ) -> Result<Vec<FrameworkResult>, Failure> {
        self.perform(subject, opened)
            .map_err(|raised| Failure { error: raised.to_string(), error_type: raised.class() })
    }

    fn perform<'o>(
        &mut self,
        subject: &Subject,
        opened: &'o Opened<'_>,
    ) -> Result<Vec<FrameworkResult>, Raised<'o>> {
        let config = opened.configuration()?;
        let trails = self.trails(subject.scope);
        let mut answers = Answers { config, call: opened.call(), trails, known: Default::default() };
        self.frameworks.iter().map(|framework| judge(framework, &mut answers)).collect()
    }

    fn trails(&mut self, scope: Scope) -> Trails {
        *self.trails.entry(scope).or_insert_with(|| {
            let reply = ask(self.evidence, scope, "cloudtrail:DescribeTrails", "{}");
            let trails = reply.root().and_then(|root| root.get("trailList", Py::EMPTY_LIST));
            (reply.call, trails.ok().map(|trails| trails.truthy()))
        })
    }
}

fn judge(
    framework: &'static Framework,
    answers: &mut Answers<'_>,
) -> Result<FrameworkResult, Raised<'static>> {
    let mut met = 0_u8;
    let mut requirements = Vec::with_capacity(framework.requirements.len());
    for requirement in framework.requirements {
        let Answer { holds, evidence } = answers.about(requirement.criterion)?;
        let status = match holds {
            Some(true) => {
                met += 1;
                RequirementStatus::Pass
            }
            Some(false) if requirement.fail.is_some() => RequirementStatus::Fail,
            Some(false) => RequirementStatus::NotAssessed,
            None => RequirementStatus::Manual,
        };
        requirements.push(RequirementResult { requirement, status, evidence });
    }
    let percentage = (f64::from(met) / f64::from(framework.checks_counted)) * 100.0;
    Ok(FrameworkResult { framework, percentage, requirements })
}

/// Whether a criterion is met, none where that is unknown; and where the evidence shows it.
#[derive(Clone, Debug)]
struct Answer {
    holds: Option<bool>,
    evidence: Option<EvidenceRef>,
}

/// What one function answers to the criteria, each asked once: several requirements rest on the same.
#[derive(Debug)]
struct Answers<'o> {
    config: Configuration<'o>,
    call: Option<CallId>,
    trails: Trails,
    known: [Option<Answer>; CRITERIA],
}

impl Answers<'_> {
    fn about(&mut self, criterion: Criterion) -> Result<Answer, Raised<'static>> {
        if let Some(answer) = &self.known[criterion as usize] {
            return Ok(answer.clone());
        }
        let holds = criterion.holds(&self.config, self.trails.1)?;
        let (call, pointer) = match criterion {
            Criterion::Provider => (None, ""),
            Criterion::Trail if holds.is_some() => (self.trails.0, "/trailList"),
            Criterion::Trail => (self.trails.0, ""),
            _ if criterion.is_there(&self.config) => (self.call, criterion.pointer()),
            _ => (self.call, "/Configuration"),
        };
        let evidence = call.map(|call| EvidenceRef { call, pointer: pointer.into() });
        let answer = Answer { holds, evidence };
        self.known[criterion as usize] = Some(answer.clone());
        Ok(answer)
    }
}
