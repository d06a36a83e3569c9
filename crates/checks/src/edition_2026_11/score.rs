//! The score: what each failed rule costs, of what could be assessed.

use super::Rule;
use super::data::Weights;
use super::rule::CHECKS;
use crate::{CheckScore, Severity};

/// How the rules came out.
#[derive(Debug, Default)]
pub(super) struct Tally {
    checks: [Counted; CHECKS.len()],
}

#[derive(Debug, Default)]
struct Counted {
    judged: u32,
    open: u32,
    failed: Vec<(&'static Rule, Severity)>,
}

/// The score of a function.
#[derive(Debug)]
pub(super) struct Score {
    pub score: u8,
    pub assessed: f64,
    pub checks: Vec<CheckScore>,
    /// The points that each failed rule cost.
    pub points: Vec<(&'static Rule, u8)>,
}

impl Tally {
    fn check(&mut self, rule: &Rule) -> &mut Counted {
        let at = CHECKS.iter().position(|check| *check == rule.check).unwrap_or_default();
        &mut self.checks[at]
    }

    pub fn passed(&mut self, rule: &'static Rule) {
        self.check(rule).judged += 1;
    }

    pub fn failed(&mut self, rule: &'static Rule, severity: Severity) {
        let check = self.check(rule);
        check.judged += 1;
        check.failed.push((rule, severity));
    }

    /// It was not assessed, or a person must look.
    pub fn open(&mut self, rule: &'static Rule) {
        self.check(rule).open += 1;
    }

    pub fn score(&self, weights: &Weights) -> Score {
        let full = u32::from(weights.check_points).max(1);
        let (mut kept, mut all, mut judged, mut rules) = (0, 0, 0, 0);
        let mut score = Score { score: 100, assessed: 0.0, checks: Vec::new(), points: Vec::new() };
        for (name, check) in CHECKS.iter().zip(&self.checks) {
            let of = check.judged + check.open;
            judged += check.judged;
            rules += of;
            if check.judged == 0 {
                continue;
            }
            // What was not assessed leaves the check; what was keeps at least a point.
            let max = (full * check.judged).div_ceil(of);
            let mut lost = 0;
            for (at, &(rule, _)) in check.failed.iter().enumerate() {
                let now = weights.lost(max, check.failed.iter().take(at + 1).map(|(_, severity)| *severity));
                score.points.push((rule, (now - lost) as u8));
                lost = now;
            }
            kept += max - lost;
            all += max;
            score.checks.push(CheckScore { name, score: (max - lost) as u8, max: max as u8 });
        }
        if let Some(share) = (100 * kept).checked_div(all) {
            score.score = share as u8;
        }
        if rules > 0 {
            score.assessed = f64::from(judged) / f64::from(rules);
        }
        score
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition_2026_11::{Data, rules};

    #[test]
    fn missing_evidence_neither_gains_nor_costs() {
        let weights = Data::default().weights;
        let of = |check: &str| {
            let mut found = rules::all().filter(|rule| rule.check == check);
            (found.next().unwrap(), found.next().unwrap())
        };
        let ((a, b), (c, d)) = (of(super::super::rule::NET), of(super::super::rule::CODE));
        let mut tally = Tally::default();
        tally.failed(a, Severity::High);
        tally.passed(c);
        let known = tally.score(&weights);
        assert_eq!((known.score, known.assessed, known.points[0].1), (75, 1.0, 5));
        // What wasn't assessed takes its share of the check along, and no point of what was.
        tally.open(b);
        let open = tally.score(&weights);
        assert_eq!(open.assessed, 2.0 / 3.0);
        assert_eq!((open.checks[1].score, open.checks[1].max), (2, 5));
        assert_eq!(open.checks[0].score, open.checks[0].max);
        tally.passed(d);
        for check in tally.score(&weights).checks {
            assert!(check.score <= check.max && check.max <= 10);
        }
        assert_eq!(Tally::default().score(&weights).assessed, 0.0);
    }

    #[test]
    fn a_check_loses_all_of_its_points_at_most() {
        let weights = Data::default().weights;
        let mut tally = Tally::default();
        for rule in rules::all().filter(|rule| rule.check == super::super::rule::NET) {
            tally.failed(rule, Severity::High);
        }
        let score = tally.score(&weights);
        assert_eq!(score.checks[0].score, 0);
        assert_eq!(score.points.iter().map(|(_, points)| u32::from(*points)).sum::<u32>(), 10);
    }
}
