//! What frameworks come to, kept once for all functions on which they come to the same.

use std::collections::HashMap;
use std::sync::Arc;

use report::{FrameworkOutcome, State};

/// The outcomes that came up so far: few patterns of states make up nearly all functions of an account.
#[derive(Debug, Default)]
pub(crate) struct Outcomes {
    known: HashMap<&'static str, HashMap<Vec<State>, Arc<FrameworkOutcome>>>,
    states: Vec<State>,
}

impl Outcomes {
    /// The outcome of a framework whose requirements came to these states. It is made where these states are new: they decide all
    /// that stands in it.
    pub fn of(
        &mut self,
        framework: &'static str,
        states: impl Iterator<Item = State>,
        make: impl FnOnce() -> FrameworkOutcome,
    ) -> Arc<FrameworkOutcome> {
        self.states.clear();
        self.states.extend(states);
        let known = self.known.entry(framework).or_default();
        if let Some(outcome) = known.get(self.states.as_slice()) {
            return Arc::clone(outcome);
        }
        let outcome = Arc::new(make());
        known.insert(self.states.clone(), Arc::clone(&outcome));
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_states_are_kept_once() {
        let mut outcomes = Outcomes::default();
        let mut of = |framework: &'static str, states: &[State]| {
            let make = || FrameworkOutcome { framework: framework.into(), ..FrameworkOutcome::default() };
            outcomes.of(framework, states.iter().copied(), make)
        };
        let one = of("SOC2", &[State::Pass, State::Fail]);
        assert!(Arc::ptr_eq(&one, &of("SOC2", &[State::Pass, State::Fail])));
        assert!(!Arc::ptr_eq(&one, &of("SOC2", &[State::Fail, State::Pass])));
        assert!(!Arc::ptr_eq(&one, &of("SOC2", &[State::Pass])));
        assert_eq!(of("GDPR", &[State::Pass, State::Fail]).framework, "GDPR");
    }
}
