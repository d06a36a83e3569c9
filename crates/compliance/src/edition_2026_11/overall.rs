//! What all functions together come to: counts, the functions that fail, and one honest sentence.

use super::frameworks::{FRAMEWORKS, SELECTED};
use super::judge::FrameworkOutcome;
use super::requirement::{Framework, Requirement, Support};
use super::rules::RuleSet;
use super::state::State;

/// What several functions' outcomes come to. Functions are numbered in the order in which they are added.
#[derive(Clone, Debug)]
pub struct Overall {
    /// The frameworks, in the order of reports.
    pub frameworks: Vec<FrameworkOverall>,
    functions: u32,
}

/// What a framework comes to.
#[derive(Clone, Debug)]
pub struct FrameworkOverall {
    /// The framework.
    pub framework: &'static Framework,
    /// Its requirements, in its order.
    pub requirements: Vec<RequirementOverall>,
}

/// What a requirement comes to.
#[derive(Clone, Debug)]
pub struct RequirementOverall {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// The rules that decide it, or bear on it.
    pub rules: RuleSet,
    /// How many functions are in each state, in the order of [`State::ALL`].
    pub counts: [u32; State::ALL.len()],
    /// The functions that fail.
    pub failing_functions: Vec<u32>,
    /// The rules that fail on any function.
    pub failing: RuleSet,
    /// The rules that could not be assessed on some function.
    pub missing: RuleSet,
    /// The rules that need a person on some function.
    pub manual: RuleSet,
}

impl Overall {
    /// Of no function yet.
    pub fn new() -> Self {
        let requirement = |(requirement, rules): (&'static Requirement, &RuleSet)| RequirementOverall {
            requirement,
            rules: *rules,
            counts: [0; State::ALL.len()],
            failing_functions: Vec::new(),
            failing: RuleSet::EMPTY,
            missing: RuleSet::EMPTY,
            manual: RuleSet::EMPTY,
        };
        let framework = |(framework, selected): (&'static Framework, &Vec<RuleSet>)| FrameworkOverall {
            framework,
            requirements: framework.requirements.iter().zip(selected).map(requirement).collect(),
        };
        Self { frameworks: FRAMEWORKS.iter().zip(SELECTED.iter()).map(framework).collect(), functions: 0 }
    }

    /// Adds what [`super::judge()`] said about the next function.
    pub fn add(&mut self, outcomes: &[FrameworkOutcome]) {
        for (overall, outcome) in self.frameworks.iter_mut().zip(outcomes) {
            for (overall, outcome) in overall.requirements.iter_mut().zip(&outcome.requirements) {
                overall.count(outcome.state);
                overall.failing = overall.failing.union(outcome.failing);
                overall.missing = overall.missing.union(outcome.missing);
                overall.manual = overall.manual.union(outcome.manual);
                if outcome.state == State::Fail {
                    overall.failing_functions.push(self.functions);
                }
            }
        }
        self.functions += 1;
    }

    /// How many functions were added.
    pub fn functions(&self) -> u32 {
        self.functions
    }
}

impl Default for Overall {
    fn default() -> Self {
        Self::new()
    }
}

impl RequirementOverall {
    fn count(&mut self, state: State) {
        for (known, count) in State::ALL.into_iter().zip(&mut self.counts) {
            *count += u32::from(known == state);
        }
    }

    /// How many functions are in that state.
    pub fn in_state(&self, state: State) -> u32 {
        State::ALL
            .into_iter()
            .zip(self.counts)
            .find(|(known, _)| *known == state)
            .map_or(0, |(_, count)| count)
    }

    /// What it comes to: one function that fails fails it, one that could not be assessed keeps it from passing, and so does
    /// one that needs a person. Without functions nothing was assessed.
    pub fn state(&self) -> State {
        match self.requirement.support {
            Support::Manual => return State::Manual,
            Support::Inherited => return State::Inherited,
            Support::Supports | Support::Partial => {}
        }
        [State::Fail, State::NotAssessed, State::Manual, State::Pass, State::NotApplicable]
            .into_iter()
            .find(|state| self.in_state(*state) > 0)
            .unwrap_or(State::NotAssessed)
    }

    /// What the requirement asks of those rules beyond their own verdict, as sentences with a blank before each.
    fn asked(&self, rules: RuleSet) -> String {
        let parameters = self.requirement.parameters.iter();
        parameters
            .filter(|parameter| rules.contains(parameter.rule))
            .map(|one| format!(" {}", one.sentence()))
            .collect()
    }

    /// Why, in a sentence or a few.
    pub fn why(&self) -> String {
        let requirement = self.requirement;
        let all: u32 = self.counts.iter().sum();
        let of =
            |state| format!("{} of {all} {}", self.in_state(state), plural(all, "function", "functions"));
        match self.state() {
            State::Inherited => requirement.reason.to_owned(),
            State::Manual if requirement.support == Support::Manual => {
                let mut why = format!("A person must judge. {}", requirement.reason);
                if !self.failing.is_empty() {
                    let fail = plural(self.failing.len() as u32, "fails", "fail");
                    why += &format!(" On some functions {} {fail}, which bears on it.", self.failing);
                }
                why
            }
            State::Fail => {
                let mut why = format!("Fails on {}: {}.", of(State::Fail), self.failing);
                if self.in_state(State::NotAssessed) > 0 {
                    why += &format!(" Could not be assessed on {}.", of(State::NotAssessed));
                }
                why + &self.asked(self.failing)
            }
            State::NotAssessed if all == 0 => "There is no function to look at.".to_owned(),
            State::NotAssessed => {
                let why = format!("Could not be assessed on {}: {}.", of(State::NotAssessed), self.missing);
                why + &self.asked(self.missing)
            }
            State::Manual => format!("Needs a person on {}: {}.", of(State::Manual), self.manual),
            State::NotApplicable => "None of its rules applies to any function.".to_owned(),
            State::Pass => {
                let in_part = if requirement.support == Support::Partial {
                    " The configuration shows a part of it only."
                } else {
                    ""
                };
                let applies = all - self.in_state(State::NotApplicable);
                let on = if applies == all {
                    "it applies to".to_owned()
                } else {
                    format!("it applies to, of {all}")
                };
                format!("Passes on {} that {on}.{in_part}", functions(applies))
            }
        }
    }
}

fn functions(n: u32) -> String {
    match n {
        1 => "the one function".to_owned(),
        n => format!("all {n} functions"),
    }
}

/// How many of a framework's requirements are in each state. It never says that anybody is compliant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Those that rules can decide and that apply: those that pass, fail, could not be assessed, or where a rule needs a person.
    pub assessable: u32,
    /// Those that pass.
    pub pass: u32,
    /// How many of those that pass a configuration shows in part only.
    pub pass_in_part: u32,
    /// Those that fail.
    pub fail: u32,
    /// Those that a person must judge, by their nature or because a rule could not settle it.
    pub manual: u32,
    /// Those that could not be assessed.
    pub not_assessed: u32,
    /// Those that don't apply.
    pub not_applicable: u32,
    /// Those that AWS answers for.
    pub inherited: u32,
}

impl Summary {
    /// Counts requirements by what they come to.
    pub fn of(requirements: impl IntoIterator<Item = (&'static Requirement, State)>) -> Self {
        let mut summary = Self::default();
        for (requirement, state) in requirements {
            let is_partial = requirement.support == Support::Partial;
            match state {
                State::Pass => {
                    summary.pass += 1;
                    summary.pass_in_part += u32::from(is_partial);
                }
                State::Fail => summary.fail += 1,
                State::Manual => summary.manual += 1,
                State::NotAssessed => summary.not_assessed += 1,
                State::NotApplicable => summary.not_applicable += 1,
                State::Inherited => summary.inherited += 1,
            }
            let applies = requirement.support.is_assessable() && state != State::NotApplicable;
            summary.assessable += u32::from(applies);
        }
        summary
    }

    /// `11 of 19 assessable requirements pass; 4 fail; 7 need a person; 3 could not be assessed.` and what else there is to
    /// say.
    pub fn sentence(&self) -> String {
        let Self { assessable, pass, fail, manual, not_assessed, .. } = *self;
        let mut sentence = format!(
            "{pass} of {assessable} assessable {} {}; {fail} {}; {manual} {} a person; {not_assessed} could not be assessed.",
            plural(assessable, "requirement", "requirements"),
            plural(pass, "passes", "pass"),
            plural(fail, "fails", "fail"),
            plural(manual, "needs", "need"),
        );
        if self.pass_in_part > 0 {
            let are = plural(self.pass_in_part, "is", "are");
            sentence += &format!(" Of those that pass, {} {are} shown in part only.", self.pass_in_part);
        }
        if self.not_applicable > 0 {
            let apply = plural(self.not_applicable, "does not apply", "do not apply");
            sentence += &format!(" {} {apply}.", self.not_applicable);
        }
        if self.inherited > 0 {
            sentence += &format!(" AWS answers for {}.", self.inherited);
        }
        sentence
    }
}

impl FrameworkOverall {
    /// How many of its requirements are in each state.
    pub fn summary(&self) -> Summary {
        Summary::of(self.requirements.iter().map(|overall| (overall.requirement, overall.state())))
    }
}

impl FrameworkOutcome {
    /// How many of its requirements are in each state on this function.
    pub fn summary(&self) -> Summary {
        Summary::of(self.requirements.iter().map(|outcome| (outcome.requirement, outcome.state)))
    }
}

fn plural(n: u32, one: &'static str, more: &'static str) -> &'static str {
    if n == 1 { one } else { more }
}

#[cfg(test)]
mod tests {
    use super::super::judge::{Facts, RuleStatus, judge};
    use super::*;

    #[track_caller]
    fn check(functions: &[&dyn Fn(&str) -> RuleStatus], framework: &str, id: &str, expected: (State, &str)) {
        let mut overall = Overall::new();
        functions.iter().for_each(|statuses| overall.add(&judge(statuses, &Facts::default())));
        let framework = overall.frameworks.iter().find(|overall| overall.framework.id == framework).unwrap();
        let overall = framework.requirements.iter().find(|overall| overall.requirement.id == id).unwrap();
        assert_eq!((overall.state(), overall.why().as_str()), expected);
    }

    fn pass(_: &str) -> RuleStatus {
        RuleStatus::Pass
    }

    fn nothing(_: &str) -> RuleStatus {
        RuleStatus::NotAssessed
    }

    fn open(rule: &str) -> RuleStatus {
        if rule == "EXP-05" { RuleStatus::Fail } else { RuleStatus::Pass }
    }

    fn not_concerned(_: &str) -> RuleStatus {
        RuleStatus::NotApplicable
    }

    #[test]
    fn one_function_keeps_a_requirement_from_passing() {
        let at = ("PCI_DSS", "7.2.5");
        let check = |functions: &[&dyn Fn(&str) -> RuleStatus], state, why| {
            check(functions, at.0, at.1, (state, why))
        };
        check(&[], State::NotAssessed, "There is no function to look at.");
        check(&[&pass], State::Pass, "Passes on the one function that it applies to.");
        check(
            &[&pass, &not_concerned, &pass],
            State::Pass,
            "Passes on all 2 functions that it applies to, of 3.",
        );
        check(&[&not_concerned], State::NotApplicable, "None of its rules applies to any function.");
        check(&[&pass, &open], State::Fail, "Fails on 1 of 2 functions: EXP-05.");
        let both = "Fails on 1 of 2 functions: EXP-05. Could not be assessed on 1 of 2 functions.";
        check(&[&nothing, &open], State::Fail, both);
        let person = |rule: &str| if rule == "IAM-02" { RuleStatus::Manual } else { RuleStatus::Pass };
        check(&[&pass, &person], State::Manual, "Needs a person on 1 of 2 functions: IAM-02.");
    }

    #[test]
    fn what_a_requirement_asks_itself_is_told() {
        // The rule passes, and how many days logs are kept is unknown.
        let why = "Could not be assessed on 1 of 1 function: LOG-02. Here LOG-02 asks that logs are kept at least 365 days.";
        check(&[&pass], "PCI_DSS", "10.5.1", (State::NotAssessed, why));
        let never = |rule: &str| if rule == "LOG-02" { RuleStatus::Fail } else { RuleStatus::Pass };
        let why = "Fails on 1 of 1 function: LOG-02. Here LOG-02 asks that logs are deleted some day.";
        check(&[&never], "GDPR", "Art. 5(1)(e)", (State::Fail, why));
    }

    #[test]
    fn functions_that_fail_are_named_in_their_order() {
        let mut overall = Overall::new();
        for statuses in [&pass as &dyn Fn(&str) -> RuleStatus, &open, &nothing, &open] {
            overall.add(&judge(statuses, &Facts::default()));
        }
        let failing = overall.frameworks.iter().flat_map(|framework| &framework.requirements);
        for requirement in failing.filter(|overall| overall.state() == State::Fail) {
            assert_eq!(requirement.failing_functions, [1, 3]);
            assert!(requirement.rules.contains("EXP-05"));
        }
    }

    #[track_caller]
    fn says(summary: Summary, expected: &str) {
        assert_eq!(summary.sentence(), expected);
    }

    #[test]
    fn the_sentence_says_what_was_looked_at_and_what_was_not() {
        let summary =
            Summary { assessable: 19, pass: 11, fail: 4, manual: 7, not_assessed: 3, ..Summary::default() };
        says(
            summary,
            "11 of 19 assessable requirements pass; 4 fail; 7 need a person; 3 could not be assessed.",
        );
        let one = Summary {
            assessable: 1,
            pass: 1,
            pass_in_part: 1,
            fail: 1,
            manual: 1,
            not_assessed: 0,
            not_applicable: 1,
            inherited: 2,
        };
        says(
            one,
            "1 of 1 assessable requirement passes; 1 fails; 1 needs a person; 0 could not be assessed. Of those that pass, 1 is \
             shown in part only. 1 does not apply. AWS answers for 2.",
        );
    }

    #[test]
    fn every_requirement_is_counted_once_and_none_is_called_compliant() {
        for statuses in [pass, nothing, open, not_concerned] {
            for framework in judge(&statuses, &Facts::default()) {
                let s = framework.summary();
                let counted = s.pass + s.fail + s.manual + s.not_assessed + s.not_applicable + s.inherited;
                assert_eq!(counted as usize, framework.framework.requirements.len());
                assert!(s.pass + s.fail + s.not_assessed <= s.assessable);
                assert!(!s.sentence().to_lowercase().contains("complian"));
            }
        }
    }
}
