//! What the rules' results on one function say about each requirement.

use super::frameworks::{FRAMEWORKS, SELECTED};
use super::requirement::{Asks, Framework, Parameter, Requirement, Support};
use super::rules::{ACCOUNT_RULES, RULES, RuleSet};
use super::state::State;

/// What a rule says about a function, or about its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleStatus {
    /// It looked and found nothing.
    Pass,
    /// It found something.
    Fail,
    /// It could not look; also where nobody says anything of the rule.
    NotAssessed,
    /// It does not concern this function.
    NotApplicable,
    /// A person must look.
    Manual,
}

/// What requirements ask about beyond the rules' verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// How long the function's log group keeps what is written; none where that is unknown, or where there is no group.
    pub retention: Option<Retention>,
    /// The most days that the organisation allows itself to keep logs, where a person said so.
    pub longest_retention_days: Option<u32>,
}

/// How long a log group keeps what is written to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// For ever.
    Never,
    /// So many days.
    Days(u32),
}

/// What the rules say about a framework's requirements.
#[derive(Clone, Debug)]
pub struct FrameworkOutcome {
    /// The framework.
    pub framework: &'static Framework,
    /// Its requirements, in its order.
    pub requirements: Vec<RequirementOutcome>,
}

/// What the rules say about a requirement.
#[derive(Clone, Copy, Debug)]
pub struct RequirementOutcome {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// What that comes to.
    pub state: State,
    /// The rules that fail.
    pub failing: RuleSet,
    /// Those that could not be assessed.
    pub missing: RuleSet,
    /// Those that need a person.
    pub manual: RuleSet,
    /// Those that pass.
    pub passing: RuleSet,
    /// Those that don't apply.
    pub dropped: RuleSet,
    facts: Facts,
}

/// What each rule said, sorted by what it said.
#[derive(Clone, Copy, Default)]
struct Said {
    failing: RuleSet,
    missing: RuleSet,
    manual: RuleSet,
    passing: RuleSet,
    dropped: RuleSet,
}

impl Said {
    fn place(&mut self, status: RuleStatus) -> &mut RuleSet {
        match status {
            RuleStatus::Fail => &mut self.failing,
            RuleStatus::NotAssessed => &mut self.missing,
            RuleStatus::Manual => &mut self.manual,
            RuleStatus::Pass => &mut self.passing,
            RuleStatus::NotApplicable => &mut self.dropped,
        }
    }

    fn add(&mut self, rule: RuleSet, status: RuleStatus) {
        let place = self.place(status);
        *place = place.union(rule);
    }

    fn of(&self, rules: RuleSet) -> Self {
        Self {
            failing: self.failing.intersection(rules),
            missing: self.missing.intersection(rules),
            manual: self.manual.intersection(rules),
            passing: self.passing.intersection(rules),
            dropped: self.dropped.intersection(rules),
        }
    }

    /// Puts a rule's verdict aside for what a requirement asks itself.
    fn read(&mut self, parameter: &Parameter, facts: &Facts) {
        let rule = RuleSet::of(parameter.rule);
        let said = self.of(rule);
        if !said.dropped.is_empty() {
            return;
        }
        let own = if !said.passing.is_empty() { RuleStatus::Pass } else { RuleStatus::NotAssessed };
        let status = match (parameter.asks, facts.retention) {
            (Asks::AtLeastDays(_), Some(Retention::Never)) => RuleStatus::Pass,
            (Asks::AtLeastDays(least), Some(Retention::Days(days))) => verdict(days >= least),
            // That the rule passes or fails doesn't tell how many days.
            (Asks::AtLeastDays(_), None) => RuleStatus::NotAssessed,
            (Asks::AnEnd, Some(Retention::Never)) => RuleStatus::Fail,
            (Asks::AnEnd, Some(Retention::Days(days))) => {
                verdict(facts.longest_retention_days.is_none_or(|most| days <= most))
            }
            // The rule itself asks for an end; against a limit, its verdict is not enough.
            (Asks::AnEnd, None) if !said.failing.is_empty() => RuleStatus::Fail,
            (Asks::AnEnd, None) if facts.longest_retention_days.is_some() => RuleStatus::NotAssessed,
            (Asks::AnEnd, None) => own,
        };
        *self = self.without(rule);
        self.add(rule, status);
    }

    fn without(&self, rules: RuleSet) -> Self {
        Self {
            failing: self.failing.without(rules),
            missing: self.missing.without(rules),
            manual: self.manual.without(rules),
            passing: self.passing.without(rules),
            dropped: self.dropped.without(rules),
        }
    }
}

fn verdict(met: bool) -> RuleStatus {
    if met { RuleStatus::Pass } else { RuleStatus::Fail }
}

/// Judges every requirement by what the rules say about one function.
///
/// `statuses` is asked for each of [`RULES`] once. Rules of the account ([`ACCOUNT_RULES`]) count for every function:
/// [`with_account`] joins both. A requirement passes when every rule that decides it passes, those apart that don't apply; a
/// failure goes before a missing answer, that before a person, and where no rule applies the requirement doesn't either.
pub fn judge(statuses: &dyn Fn(&str) -> RuleStatus, facts: &Facts) -> Vec<FrameworkOutcome> {
    let mut said = Said::default();
    RuleSet::each().zip(RULES).for_each(|(one, rule)| said.add(one, statuses(rule)));
    let outcome = |(requirement, rules): (&'static Requirement, &RuleSet)| {
        let mut own = said.of(*rules);
        requirement.parameters.iter().for_each(|parameter| own.read(parameter, facts));
        let Said { failing, missing, manual, passing, dropped } = own;
        let state = match requirement.support {
            Support::Inherited => State::Inherited,
            Support::Manual => State::Manual,
            _ if !failing.is_empty() => State::Fail,
            _ if !missing.is_empty() => State::NotAssessed,
            _ if !manual.is_empty() => State::Manual,
            _ if !passing.is_empty() => State::Pass,
            _ => State::NotApplicable,
        };
        RequirementOutcome { requirement, state, failing, missing, manual, passing, dropped, facts: *facts }
    };
    FRAMEWORKS
        .iter()
        .zip(SELECTED.iter())
        .map(|(framework, selected)| FrameworkOutcome {
            framework,
            requirements: framework.requirements.iter().zip(selected).map(outcome).collect(),
        })
        .collect()
}

/// What the rules say about a function, with the account's own rules answered by the account.
pub fn with_account<'s>(
    function: &'s dyn Fn(&str) -> RuleStatus,
    account: &'s dyn Fn(&str) -> RuleStatus,
) -> impl Fn(&str) -> RuleStatus + 's {
    move |rule| if ACCOUNT_RULES.contains(&rule) { account(rule) } else { function(rule) }
}

impl RequirementOutcome {
    /// The rules that brought it to its state: those that fail, those that could not be assessed, those that need a person, or
    /// those that pass.
    pub fn deciding(&self) -> RuleSet {
        match self.state {
            State::Pass => self.passing,
            State::Fail => self.failing,
            State::NotAssessed => self.missing,
            State::Manual => self.manual,
            State::NotApplicable => self.dropped,
            State::Inherited => RuleSet::EMPTY,
        }
    }

    /// Why, in a sentence or a few.
    pub fn why(&self) -> String {
        let requirement = self.requirement;
        let mut why = match self.state {
            State::Inherited => return requirement.reason.to_owned(),
            State::Manual if requirement.support == Support::Manual => {
                let mut why = format!("A person must judge. {}", requirement.reason);
                if !self.failing.is_empty() {
                    why += &format!(
                        " {} {} and bears on it.",
                        self.failing,
                        verb(self.failing, "fails", "fail")
                    );
                }
                return why;
            }
            State::NotApplicable => return "None of its rules applies to this function.".to_owned(),
            State::Pass => match self.passing.len() {
                1 => format!("{} passes.", self.passing),
                n => format!("All {n} rules that apply pass."),
            },
            State::Fail => format!("{} {}.", self.failing, verb(self.failing, "fails", "fail")),
            State::NotAssessed => format!("{} could not be assessed.", self.missing),
            State::Manual => format!("{} {} a person.", self.manual, verb(self.manual, "needs", "need")),
        };
        let deciding = self.deciding();
        for parameter in requirement.parameters.iter().filter(|parameter| deciding.contains(parameter.rule)) {
            why += &self.read_as(parameter);
        }
        if self.state == State::Fail && !self.missing.is_empty() {
            why += &format!(" {} could not be assessed.", self.missing);
        }
        if matches!(self.state, State::Fail | State::NotAssessed) && !self.manual.is_empty() {
            why += &format!(" {} {} a person.", self.manual, verb(self.manual, "needs", "need"));
        }
        if self.state == State::Pass && requirement.support == Support::Partial {
            why += " The configuration shows a part of it only.";
        }
        why
    }

    /// What a parameter made of its rule, as a sentence with a blank before it.
    fn read_as(&self, parameter: &Parameter) -> String {
        let kept = match self.facts.retention {
            Some(Retention::Never) => "kept for ever".to_owned(),
            Some(Retention::Days(1)) => "kept 1 day".to_owned(),
            Some(Retention::Days(days)) => format!("kept {days} days"),
            None => "kept for a time that the evidence doesn't tell".to_owned(),
        };
        match (parameter.asks, self.facts.longest_retention_days) {
            (Asks::AtLeastDays(least), _) => {
                format!(" Logs are {kept}; at least {least} days are asked for.")
            }
            (Asks::AnEnd, Some(most)) => format!(" Logs are {kept}; your own limit is {most} days."),
            (Asks::AnEnd, None) => {
                format!(
                    " Logs are {kept}; an end is asked for, and whether it comes soon enough a person must say."
                )
            }
        }
    }
}

fn verb(rules: RuleSet, one: &'static str, more: &'static str) -> &'static str {
    if rules.len() == 1 { one } else { more }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a requirement comes to and why, where the rules named say something else than `others`.
    #[track_caller]
    fn check(
        at: (&str, &str),
        named: &[(&str, RuleStatus)],
        others: RuleStatus,
        facts: Facts,
        expected: (State, &str),
    ) {
        let statuses =
            |rule: &str| named.iter().find(|(name, _)| *name == rule).map_or(others, |(_, status)| *status);
        let outcomes = judge(&statuses, &facts);
        let framework = outcomes.iter().find(|outcome| outcome.framework.id == at.0).unwrap();
        let outcome = framework.requirements.iter().find(|outcome| outcome.requirement.id == at.1).unwrap();
        assert_eq!((outcome.state, outcome.why().as_str()), expected);
    }

    use RuleStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};

    fn kept(days: u32) -> Facts {
        Facts { retention: Some(Retention::Days(days)), ..Facts::default() }
    }

    const FOR_EVER: Facts = Facts { retention: Some(Retention::Never), longest_retention_days: None };
    const IN_PART: &str = " The configuration shows a part of it only.";

    #[test]
    fn a_requirement_passes_only_when_every_rule_was_assessed_and_passes() {
        let at = ("SOC2", "CC6.1");
        let none = Facts::default();
        check(at, &[], Pass, none, (State::Pass, "All 23 rules that apply pass."));
        check(at, &[("IAM-03", NotApplicable)], Pass, none, (State::Pass, "All 22 rules that apply pass."));
        check(
            at,
            &[("IAM-03", NotAssessed)],
            Pass,
            none,
            (State::NotAssessed, "IAM-03 could not be assessed."),
        );
        check(at, &[("IAM-03", Manual)], Pass, none, (State::Manual, "IAM-03 needs a person."));
        check(at, &[("IAM-03", Fail)], Pass, none, (State::Fail, "IAM-03 fails."));
        check(
            at,
            &[],
            NotApplicable,
            none,
            (State::NotApplicable, "None of its rules applies to this function."),
        );
        check(
            at,
            &[("IAM-03", Fail), ("EXP-05", Fail), ("SEC-01", NotAssessed), ("NET-01", Manual)],
            Pass,
            none,
            (State::Fail, "EXP-05 and IAM-03 fail. SEC-01 could not be assessed. NET-01 needs a person."),
        );
        check(
            at,
            &[("SEC-01", NotAssessed), ("NET-01", Manual)],
            Pass,
            none,
            (State::NotAssessed, "SEC-01 could not be assessed. NET-01 needs a person."),
        );
        // A rule that decides something else changes nothing.
        check(at, &[("REL-01", Fail)], Pass, none, (State::Pass, "All 23 rules that apply pass."));
    }

    #[test]
    fn a_partial_pass_says_so() {
        check(
            ("SOC2", "CC6.2"),
            &[],
            Pass,
            Facts::default(),
            (State::Pass, &format!("All 3 rules that apply pass.{IN_PART}")),
        );
    }

    #[test]
    fn what_only_a_person_or_aws_can_say_never_passes_and_never_fails() {
        for others in [Pass, Fail, NotAssessed, NotApplicable, Manual] {
            for framework in judge(&|_: &str| others, &Facts::default()) {
                for outcome in framework.requirements {
                    match outcome.requirement.support {
                        Support::Manual => assert_eq!(outcome.state, State::Manual),
                        Support::Inherited => assert_eq!(outcome.state, State::Inherited),
                        _ => {}
                    }
                    assert!(outcome.why().ends_with('.'), "{}", outcome.requirement.id);
                }
            }
        }
        let reason = "Other accounts that may call, and layers of others, hint at processors; contracts are not in the evidence.";
        check(
            ("GDPR", "Art. 28"),
            &[("EXP-06", Fail)],
            Pass,
            Facts::default(),
            (State::Manual, &format!("A person must judge. {reason} EXP-06 fails and bears on it.")),
        );
    }

    #[test]
    fn pci_dss_wants_logs_kept_for_a_year() {
        let at = ("PCI_DSS", "10.5.1");
        let asked = "at least 365 days are asked for.";
        let pass = |how: &str| format!("LOG-02 passes. Logs are {how}; {asked}{IN_PART}");
        check(at, &[], Pass, kept(365), (State::Pass, &pass("kept 365 days")));
        // Logs that never expire fail the rule, and are kept long enough.
        check(at, &[("LOG-02", Fail)], Pass, FOR_EVER, (State::Pass, &pass("kept for ever")));
        let fails = format!("LOG-02 fails. Logs are kept 364 days; {asked}");
        check(at, &[], Pass, kept(364), (State::Fail, &fails));
        let unknown = format!(
            "LOG-02 could not be assessed. Logs are kept for a time that the evidence doesn't tell; {asked}"
        );
        check(at, &[], Pass, Facts::default(), (State::NotAssessed, &unknown));
        check(at, &[], Fail, Facts::default(), (State::NotAssessed, &unknown));
        let dropped = (State::NotApplicable, "None of its rules applies to this function.");
        check(at, &[], NotApplicable, kept(400), dropped);
    }

    #[test]
    fn personal_data_is_not_kept_for_ever() {
        for at in [("GDPR", "Art. 5(1)(e)"), ("PCI_DSS", "3.2.1")] {
            let end = "an end is asked for, and whether it comes soon enough a person must say.";
            let pass = format!("LOG-02 passes. Logs are kept 30 days; {end}{IN_PART}");
            check(at, &[], Pass, kept(30), (State::Pass, &pass));
            let fails = format!("LOG-02 fails. Logs are kept for ever; {end}");
            check(at, &[("LOG-02", Fail)], Pass, FOR_EVER, (State::Fail, &fails));
            let limited = Facts { longest_retention_days: Some(400), ..kept(731) };
            let over = "LOG-02 fails. Logs are kept 731 days; your own limit is 400 days.";
            check(at, &[], Pass, limited, (State::Fail, over));
            let at_limit = Facts { longest_retention_days: Some(400), ..kept(400) };
            let met = format!("LOG-02 passes. Logs are kept 400 days; your own limit is 400 days.{IN_PART}");
            check(at, &[], Pass, at_limit, (State::Pass, &met));
            let unknown = Facts { longest_retention_days: Some(400), ..Facts::default() };
            let told = "LOG-02 could not be assessed. Logs are kept for a time that the evidence doesn't tell; your own limit is 400 days.";
            check(at, &[], Pass, unknown, (State::NotAssessed, told));
        }
    }

    #[test]
    fn the_account_counts_for_every_function() {
        let passes = |_: &str| Pass;
        let account = |rule: &str| if rule == "LOG-11" { Fail } else { NotAssessed };
        let both = with_account(&passes, &account);
        assert_eq!((both("LOG-11"), both("LOG-09"), both("LOG-08")), (Fail, NotAssessed, Pass));
    }
}
