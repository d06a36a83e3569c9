//! What the list of rules works out.

use engine::messages::RuleRow;

use crate::ui::shorten::has;

/// Whether a rule has all the words that were typed, case apart as far as ASCII has one: our own words are ASCII.
pub fn matches(row: &RuleRow, typed: &str) -> bool {
    let hay =
        format!("{} {} {} {} {}", row.id, row.title, row.check, row.severity, row.words).to_ascii_lowercase();
    typed.to_ascii_lowercase().split_whitespace().all(|word| has(&hay, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_by_all_of_the_words() {
        let row = RuleRow {
            id: "EXP-05".to_owned(),
            title: "Resource policy that lets everybody in".to_owned(),
            words: "lambda:GetPolicy".to_owned(),
            ..RuleRow::default()
        };
        let check = |typed: &str, expected: bool| assert_eq!(matches(&row, typed), expected, "{typed}");
        check("", true);
        check("exp-05", true);
        check("everybody getpolicy", true);
        check("everybody nobody", false);
    }
}
