//! What the first screen works out from its answer.

use engine::messages::{CheckSummary, MissingAnswer, Overview};

use crate::ui::shorten::{count, points};

/// Colours for the checks' parts of the bar, by their place.
const LOST: [&str; 8] = ["lost-1", "lost-2", "lost-3", "lost-4", "lost-5", "lost-6", "lost-7", "lost-8"];

/// The checks that lose points: the class of their colour, the check; most lost first.
pub fn losing(overview: &Overview) -> Vec<(&'static str, &CheckSummary)> {
    let mut losing: Vec<(&'static str, &CheckSummary)> = Vec::new();
    for (class, check) in
        LOST.iter().copied().cycle().zip(&overview.checks).filter(|(_, check)| check.lost > 0.0)
    {
        let at = losing.partition_point(|(_, other)| other.lost >= check.lost);
        losing.insert(at, (class, check));
    }
    losing
}

/// The points that are kept, lost to checks, and lost to functions that could not be audited to the end; on average, and of how many.
pub fn points_of(overview: &Overview) -> (f64, f64, f64, f64) {
    let (kept, whole) = overview.points;
    let lost: f64 = overview.checks.iter().map(|check| check.lost).sum();
    (kept, lost, (whole - kept - lost).max(0.0), whole)
}

/// How many functions have a score.
pub fn scored(overview: &Overview) -> u32 {
    overview.scores.iter().map(|(_, count)| count).sum()
}

/// The parts of the score's bar: class, points, words; what is kept first.
pub fn bar(overview: &Overview) -> Vec<(&'static str, f64, String)> {
    let (kept, _, unknown, _) = points_of(overview);
    let mut parts = vec![("kept", kept, format!("kept {}", points(kept)))];
    for (class, check) in losing(overview) {
        parts.push((class, check.lost, format!("{} {}", short_name(&check.name), points(check.lost))));
    }
    if overview.not_audited > 0 {
        parts.push(("unknown", unknown, format!("not audited {}", points(unknown))));
    }
    parts
}

/// A check's name without its last word, which is always the same.
pub fn short_name(name: &str) -> &str {
    name.strip_suffix(" Check").unwrap_or(name)
}

/// All commands that would bring what is missing, a line each.
pub fn commands(missing: &[MissingAnswer]) -> String {
    missing.iter().filter_map(|answer| answer.command.as_deref()).collect::<Vec<_>>().join("\n")
}

/// Why an operation's answers are missing, and how many functions lack one.
pub fn missing(answer: &MissingAnswer) -> String {
    let why = if answer.why == "missing" { "nobody asked".to_owned() } else { answer.why.clone() };
    match answer.functions {
        0 => why,
        1 => format!("{why}; 1 function lacks it"),
        many => format!("{why}; {} functions lack it", count(u64::from(many))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overview() -> Overview {
        let check = |name: &str, lost: f64| CheckSummary {
            name: name.to_owned(),
            max: 10.0,
            lost,
            ..CheckSummary::default()
        };
        Overview {
            checks: vec![
                check("IAM Permissions Check", 1.5),
                check("Code Security Check", 0.0),
                check("Network", 4.0),
            ],
            points: (24.5, 30.0),
            ..Overview::default()
        }
    }

    #[test]
    fn the_bar_adds_up() {
        let overview = overview();
        let parts = bar(&overview);
        assert_eq!(parts.iter().map(|(_, size, _)| size).sum::<f64>(), 30.0);
        let words: Vec<&str> = parts.iter().map(|(_, _, words)| words.as_str()).collect();
        assert_eq!(words, ["kept 24.5", "Network 4", "IAM Permissions 1.5"]);
        assert_eq!(parts.iter().map(|(class, ..)| *class).collect::<Vec<_>>(), ["kept", "lost-3", "lost-1"]);
    }

    #[test]
    fn functions_that_could_not_be_audited_have_a_part() {
        let mut overview = overview();
        (overview.not_audited, overview.points) = (1, (17.0, 30.0));
        assert_eq!(points_of(&overview), (17.0, 5.5, 7.5, 30.0));
        assert_eq!(
            bar(&overview).last().map(|(_, size, words)| (*size, words.clone())),
            Some((7.5, "not audited 7.5".to_owned()))
        );
    }

    #[test]
    fn missing_answers_have_commands() {
        let answer = |command: Option<&str>, why: &str, functions: u32| MissingAnswer {
            operation: "lambda:GetPolicy".to_owned(),
            why: why.to_owned(),
            functions,
            command: command.map(str::to_owned),
        };
        let all = [
            answer(Some("aws a"), "missing", 1),
            answer(None, "every call that was recorded was refused (AccessDenied)", 2),
            answer(Some("aws b"), "missing", 0),
        ];
        assert_eq!(commands(&all), "aws a\naws b");
        assert_eq!(missing(&all[0]), "nobody asked; 1 function lacks it");
        let refused = "every call that was recorded was refused (AccessDenied); 2 functions lack it";
        assert_eq!(missing(&all[1]), refused);
        assert_eq!(missing(&all[2]), "nobody asked");
    }
}
