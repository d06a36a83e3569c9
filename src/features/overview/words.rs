//! The words of the first screen.

use engine::messages::Overview;

use super::model;
use crate::ui::shorten::{counted, percent, points};

/// The screen's heading.
pub const TITLE: &str = "Overview";
/// Beside the score.
pub const OF_100: &str = "of 100";
/// Points that are not lost.
pub const KEPT: &str = "kept";
/// Before a fix.
pub const FIX: &str = "Fix:";
/// Headings.
pub const SCORE: &str = "Score";
/// Of the three worst things.
pub const FIRST: &str = "First";
/// Where nothing could be looked at.
pub const NOTHING_LOOKED_AT: &str = "Nothing could be looked at: nobody can say what is urgent.";
/// When there is nothing to do first.
pub const NOTHING_FIRST: &str = "Nothing here is urgent.";
/// Of the checks.
pub const CHECKS: &str = "Where points are lost";
/// Of the frameworks.
pub const FRAMEWORKS: &str = "Frameworks";
/// Of the functions.
pub const FUNCTIONS: &str = "Functions by score";
/// Of the lowest scores.
pub const WORST: &str = "Lowest scores";
/// In the place of a check's points, where an audit that somebody else wrote doesn't tell them.
pub const POINTS_NOT_TOLD: &str = "points not told";
/// Beside a rule that costs none.
pub const NO_POINTS: &str = "no points";
/// Of the runtimes.
pub const RUNTIMES: &str = "Runtimes";
/// Of what could not be assessed.
pub const MISSING: &str = "Could not be assessed";
/// When all could be.
pub const NOTHING_MISSING: &str = "Every answer that the rules read was there.";
/// Of the problems.
pub const PROBLEMS: &str = "Problems while reading";
/// Beside functions that could not be audited.
pub const NOT_AUDITED: &str = "not audited";
/// On the button for all commands.
pub const COPY_ALL: &str = "Copy these commands";
/// On links.
pub const SHOW_THEM: &str = "Show them";
/// On links to one.
pub const SHOW_IT: &str = "Show the evidence";
/// To all functions.
pub const ALL_FUNCTIONS: &str = "All functions";
/// To all problems.
pub const ALL_PROBLEMS: &str = "All problems";
/// When no function was judged.
pub const NO_SCORE: &str = "No function could be judged, so there is no score.";
/// Table headings.
pub const CHECK: &str = "Check";
/// Points lost.
pub const LOST: &str = "Lost";
/// What they are lost to.
pub const LOST_TO: &str = "To";
/// A framework.
pub const FRAMEWORK: &str = "Framework";
/// States.
pub const PASS: &str = "Pass";
/// States.
pub const FAIL: &str = "Fail";
/// States.
pub const NOT_ASSESSED: &str = "Not assessed";
/// States.
pub const MANUAL: &str = "Manual";
/// Edition 2025-09.
pub const MEAN: &str = "Mean";

/// Of an audit that somebody else wrote.
pub const SCORE_ALONE: &str = "This audit tells the score alone, not the points of its checks.";

/// Below commands that ask for one function of several.
pub const FOR_ONE: &str = "Each command asks for one function; words in capitals are yours. The export script asks for all at once.";

/// How the score comes about.
pub fn how(overview: &Overview, functions: u32) -> String {
    let (kept, _, _, whole) = model::points_of(overview);
    if whole == 0.0 {
        return SCORE_ALONE.to_owned();
    }
    let (kept, whole) = (points(kept), points(whole));
    let (low, high) = overview.range;
    // Those that have no score, such as one that is gone, have no part in the mean.
    let (scored, all) = (model::scored(overview), functions);
    let functions = if scored > 0 { scored } else { all };
    let mean = if functions == 1 {
        format!("It keeps {kept} of {whole} points.")
    } else if low == high {
        format!("Each function has it; they keep {kept} of {whole} points.")
    } else {
        format!(
            "The mean of {}, from {low} to {high}. On average they keep {kept} of {whole} points.",
            counted(functions, "function", "functions")
        )
    };
    let mut not_audited = match overview.not_audited {
        0 => String::new(),
        count => format!(" Not audited to the end, and counted as 0: {count}."),
    };
    let more = all.saturating_sub(functions);
    if more > 0 {
        not_audited += &format!(" Without a score: {more} more.");
    }
    let unknown = if overview.assessed < 1.0 {
        format!(" {} of the rules could not be assessed.", percent(1.0 - overview.assessed))
    } else {
        String::new()
    };
    format!("{mean}{not_audited}{unknown}")
}

/// Over how many functions a first thing goes.
pub fn over(functions: u32, name: &str) -> String {
    match functions {
        0 | 1 => name.to_owned(),
        more => counted(more, "function", "functions"),
    }
}

/// The strip's words.
pub fn strip(overview: &Overview) -> String {
    let count = |from: u32, to: u32| {
        overview
            .scores
            .iter()
            .filter(|(score, _)| (from..to).contains(score))
            .map(|(_, count)| count)
            .sum::<u32>()
    };
    format!("Scores: {} below 50, {} from 50 to 79, {} from 80", count(0, 50), count(50, 80), count(80, 101))
}

/// What was set aside, which the score doesn't heed.
pub fn set_aside(overview: &Overview) -> Option<String> {
    let count = match overview.set_aside {
        0 => return None,
        count => counted(count, "finding set aside by the reader", "findings set aside by the reader"),
    };
    Some(match overview.score_without {
        Some(score) => format!("{count}. The score stays as it was judged; without, it would be {score}."),
        None => format!("{count}. The score stays as it was judged."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::messages::CheckSummary;

    #[test]
    fn what_is_set_aside_is_said_and_costs_what_it_costs() {
        let of = |set_aside, score_without| {
            super::set_aside(&Overview { set_aside, score_without, ..Overview::default() })
        };
        assert_eq!(of(0, None), None);
        assert_eq!(
            of(1, Some(73)).as_deref(),
            Some(
                "1 finding set aside by the reader. The score stays as it was judged; without, it would be 73."
            )
        );
        assert_eq!(
            of(2, None).as_deref(),
            Some("2 findings set aside by the reader. The score stays as it was judged.")
        );
    }

    #[test]
    fn the_score_is_explained() {
        let check = |range: (u32, u32), assessed: f64, functions: u32, expected: &str| {
            let one = |lost: f64| CheckSummary { max: 10.0, lost, ..CheckSummary::default() };
            let (checks, points) = (vec![one(3.0), one(1.25)], (15.75, 20.0));
            let overview = Overview { range, assessed, checks, points, ..Overview::default() };
            assert_eq!(how(&overview, functions), expected);
        };
        assert_eq!(how(&Overview::default(), 1), SCORE_ALONE);
        check((78, 78), 1.0, 1, "It keeps 15.8 of 20 points.");
        check((78, 78), 1.0, 2, "Each function has it; they keep 15.8 of 20 points.");
        let scores = vec![(48, 1), (90, 3)];
        let overview = Overview { range: (48, 90), scores, points: (60.0, 80.0), ..Overview::default() };
        let mean = "The mean of 4 functions, from 48 to 90. On average they keep 60 of 80 points. Without a score: 1 more.";
        assert_eq!(how(&Overview { assessed: 1.0, ..overview }, 5), mean);
        check(
            (48, 90),
            0.88,
            42,
            "The mean of 42 functions, from 48 to 90. On average they keep 15.8 of 20 points. 12 % of the rules could not be assessed.",
        );
    }
}
