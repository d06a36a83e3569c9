//! What the frameworks' screen works out.

use engine::messages::States;

/// The states that occur, with their counts, in the order of the bars.
pub fn occurring(states: &States) -> Vec<(&'static str, &'static str, u32)> {
    [
        ("PASS", "pass", states.pass),
        ("FAIL", "fail", states.fail),
        ("NOT_ASSESSED", "unknown", states.not_assessed),
        ("MANUAL", "manual", states.manual),
        ("NOT_APPLICABLE", "unknown", states.not_applicable),
        ("INHERITED", "inherited", states.inherited),
    ]
    .into_iter()
    .filter(|(.., count)| *count > 0)
    .collect()
}

/// The letters of a matrix and their states.
pub const LETTERS: [(char, &str); 6] = [
    ('P', "PASS"),
    ('F', "FAIL"),
    ('A', "NOT_ASSESSED"),
    ('M', "MANUAL"),
    ('N', "NOT_APPLICABLE"),
    ('I', "INHERITED"),
];

/// The state of a letter; one that is unknown was not assessed.
pub fn state_of(letter: char) -> &'static str {
    LETTERS.iter().find(|(known, _)| *known == letter).map_or("NOT_ASSESSED", |(_, state)| state)
}

/// What stands in a state's square, so that it can be told without its colour.
pub fn sign(state: &str) -> &'static str {
    match state {
        "PASS" => "✓",
        "FAIL" => "✕",
        "MANUAL" => "!",
        "NOT_APPLICABLE" => "–",
        "INHERITED" => "↑",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_occurs_is_counted() {
        let states = States { pass: 2, manual: 1, ..States::default() };
        assert_eq!(occurring(&states), [("PASS", "pass", 2), ("MANUAL", "manual", 1)]);
    }

    #[test]
    fn letters_are_states_and_none_passes_by_chance() {
        assert_eq!((state_of('P'), state_of('I'), state_of('x')), ("PASS", "INHERITED", "NOT_ASSESSED"));
        let mut signs: Vec<&str> = LETTERS.iter().map(|(_, state)| sign(state)).collect();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), LETTERS.len());
    }
}
