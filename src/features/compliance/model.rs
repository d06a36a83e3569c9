//! What the frameworks' screen works out.

use engine::messages::States;

/// The state of a requirement over all functions: the worst that occurs, in the order fail, manual, not assessed, pass.
pub fn worst(states: &States) -> &'static str {
    match states {
        States { fail: 1.., .. } => "FAIL",
        States { manual: 1.., .. } => "MANUAL",
        States { not_assessed: 1.., .. } => "NOT_ASSESSED",
        States { pass: 1.., .. } => "PASS",
        _ => "NOT_ASSESSED",
    }
}

/// The states that occur, with their counts, in the order of the bars.
pub fn occurring(states: &States) -> Vec<(&'static str, &'static str, u32)> {
    [
        ("PASS", "pass", states.pass),
        ("FAIL", "fail", states.fail),
        ("NOT_ASSESSED", "unknown", states.not_assessed),
        ("MANUAL", "manual", states.manual),
    ]
    .into_iter()
    .filter(|(.., count)| *count > 0)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_is_said_only_of_what_passes_everywhere() {
        let check = |pass, fail, not_assessed, manual, expected: &str| {
            assert_eq!(worst(&States { pass, fail, not_assessed, manual }), expected);
        };
        check(3, 0, 0, 0, "PASS");
        check(3, 0, 1, 0, "NOT_ASSESSED");
        check(3, 0, 1, 1, "MANUAL");
        check(3, 1, 1, 1, "FAIL");
        check(0, 0, 0, 0, "NOT_ASSESSED");
    }

    #[test]
    fn only_what_occurs_is_counted() {
        let states = States { pass: 2, fail: 0, not_assessed: 0, manual: 1 };
        assert_eq!(occurring(&states), [("PASS", "pass", 2), ("MANUAL", "manual", 1)]);
    }
}
