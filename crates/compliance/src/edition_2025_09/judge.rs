//! What the five frameworks say about one function.

use checks::edition_2025_09::{Opened, Subject, ask};
use checks::python::{Py, Timestamp, parse_timestamp};
use checks::{Evidence, Map, Scope};

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
}

/// Judges functions, and keeps what they share.
#[derive(Debug)]
pub struct Judge<'e> {
    evidence: &'e Evidence,
    stamp: String,
    now: Option<Timestamp>,
    frameworks: Vec<&'static Framework>,
    /// What decides the frameworks' requirements, each once, in the order in which the original comes to it: an exception ends all.
    criteria: Vec<Criterion>,
    /// Whether CloudTrail tells of a trail, where that is known.
    trails: Map<Scope, Option<bool>>,
}

impl<'e> Judge<'e> {
    /// `stamp` is the check's time as the classic documents write it: `2026-11-01T00:00:00`. All frameworks are judged.
    pub fn new(evidence: &'e Evidence, stamp: &str) -> Self {
        Self {
            evidence,
            stamp: stamp.to_owned(),
            now: parse_timestamp(&Py::Text(stamp.into()), None).ok(),
            frameworks: Vec::new(),
            criteria: Vec::new(),
            trails: Map::default(),
        }
        .with_frameworks(&FRAMEWORKS.iter().collect::<Vec<_>>())
    }

    /// Judges these frameworks only, in this order.
    #[must_use]
    pub fn with_frameworks(mut self, frameworks: &[&'static Framework]) -> Self {
        self.frameworks = frameworks.to_vec();
        self.criteria.clear();
        for criterion in frameworks.iter().flat_map(|one| one.requirements).map(|one| one.criterion) {
            if !self.criteria.contains(&criterion) {
                self.criteria.push(criterion);
            }
        }
        self
    }

    /// Judges one function, and reads its trail; `opened` is what the security auditor gave for it.
    pub fn judge(&mut self, subject: &Subject, opened: &Opened<'_>) -> ComplianceReport {
        let answers = self.answers(subject, opened);
        self.report(subject, answers)
    }

    /// The whole report, from what [`Judge::answers`] gave.
    pub fn report(&self, subject: &Subject, answers: Result<Answers, Failure>) -> ComplianceReport {
        let outcome = answers.map(|answers| Judgement {
            frameworks: self.frameworks(answers),
            audit_trail: trail(self.evidence, subject, self.now),
        });
        ComplianceReport {
            function_name: subject.name.clone(),
            check_timestamp: self.stamp.clone(),
            frameworks_checked: self.frameworks.clone(),
            outcome,
        }
    }

    /// What a function answers to the criteria of the frameworks that are judged.
    ///
    /// # Errors
    /// The exception that ends the original's compliance check.
    pub fn answers(&mut self, subject: &Subject, opened: &Opened<'_>) -> Result<Answers, Failure> {
        let trail = self.trail(subject.scope);
        let answers = opened.configuration().and_then(|config| {
            let mut answers = Answers::default();
            for &criterion in &self.criteria {
                answers.0[criterion as usize] = criterion.holds(&config, trail)?;
            }
            Ok(answers)
        });
        answers.map_err(|raised| Failure { error: raised.to_string(), error_type: raised.class() })
    }

    /// What the frameworks make of answers that this judge, or one of the same frameworks, was given.
    pub fn frameworks(&self, answers: Answers) -> Vec<FrameworkResult> {
        self.frameworks.iter().map(|framework| judge(framework, answers)).collect()
    }

    fn trail(&mut self, scope: Scope) -> Option<bool> {
        *self.trails.entry(scope).or_insert_with(|| {
            let reply = ask(self.evidence, scope, "cloudtrail:DescribeTrails", "{}");
            let trails = reply.root().and_then(|root| root.get("trailList", Py::EMPTY_LIST));
            trails.ok().map(|trails| trails.truthy())
        })
    }
}

fn judge(framework: &'static Framework, answers: Answers) -> FrameworkResult {
    let mut met = 0_u8;
    let mut result = |requirement: &'static Requirement| {
        let status = match answers.0[requirement.criterion as usize] {
            Some(true) => {
                met += 1;
                RequirementStatus::Pass
            }
            Some(false) if requirement.fail.is_some() => RequirementStatus::Fail,
            Some(false) => RequirementStatus::NotAssessed,
            None => RequirementStatus::Manual,
        };
        RequirementResult { requirement, status }
    };
    let requirements = framework.requirements.iter().map(&mut result).collect();
    let percentage = (f64::from(met) / f64::from(framework.checks_counted)) * 100.0;
    FrameworkResult { framework, percentage, requirements }
}

/// Whether each criterion is met; none where that is unknown, or nobody asked. All that the frameworks say follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answers([Option<bool>; CRITERIA]);
