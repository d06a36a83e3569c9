//! The words of the printed report.

use engine::messages::Query;

use crate::ui::shorten;

/// Its heading.
pub const TITLE: &str = "AWS Lambda security audit";
/// What was read.
pub const FILES: &str = "Evidence";
/// Headings.
pub const SCORE: &str = "Score";
/// Headings.
pub const CHECKS: &str = "Where points are lost";
/// Headings.
pub const FRAMEWORKS: &str = "Frameworks";
/// Headings.
pub const MISSING: &str = "Could not be assessed";
/// Headings.
pub const FINDINGS: &str = "Findings";
/// What chose the findings below, where not all of them are printed.
pub fn chosen(query: &Query, matched: u32) -> Option<String> {
    let filters = query.filters.iter().filter(|(_, values)| !values.is_empty());
    let mut by: Vec<String> =
        filters.map(|(name, values)| format!("{name} {}", values.join(" or "))).collect();
    if !query.text.is_empty() {
        by.push(format!("the text \u{201c}{}\u{201d}", query.text));
    }
    (!by.is_empty()).then(|| {
        let printed = shorten::counted(matched, "is printed here, the one", "are printed here, those");
        format!("Only {printed} with {}.", by.join(" and "))
    })
}

/// Where the list is cut.
pub fn more(count: u32) -> String {
    format!(
        "{} more findings are not printed. The report file (Export) holds all of them.",
        shorten::count(u64::from(count))
    )
}

/// How many requirement results of each state.
pub fn states(states: &engine::messages::States) -> String {
    format!(
        "{} pass, {} fail, {} not assessed, {} for a person",
        states.pass, states.fail, states.not_assessed, states.manual
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_says_what_it_leaves_out() {
        let query = |filters: &[(&str, &[&str])], text: &str| {
            let owned = |(name, values): &(&str, &[&str])| {
                ((*name).to_owned(), values.iter().map(|&value| value.to_owned()).collect())
            };
            Query { filters: filters.iter().map(owned).collect(), text: text.to_owned(), ..Query::default() }
        };
        assert_eq!(chosen(&query(&[], ""), 123), None);
        assert_eq!(
            chosen(&query(&[("severity", &["HIGH", "LOW"]), ("rule", &[])], "key"), 10).as_deref(),
            Some(
                "Only 10 are printed here, those with severity HIGH or LOW and the text \u{201c}key\u{201d}."
            )
        );
        assert_eq!(
            chosen(&query(&[("rule", &["RT-01"])], ""), 1).as_deref(),
            Some("Only 1 is printed here, the one with rule RT-01.")
        );
    }
}
