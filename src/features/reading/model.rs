//! How far a load is.

use engine::messages::Progress;

use crate::ui::shorten;

/// The share that is done, from 0 to 1; none where the whole is not known yet.
pub fn share(progress: &Progress) -> Option<f64> {
    (progress.total > 0).then(|| (progress.done as f64 / progress.total as f64).clamp(0.0, 1.0))
}

/// The numbers: bytes while reading, functions while judging.
pub fn numbers(progress: &Progress) -> String {
    if progress.total == 0 {
        return String::new();
    }
    if progress.stage == "judging" {
        return format!("{} of {} functions", shorten::count(progress.done), shorten::count(progress.total));
    }
    format!("{} of {}", shorten::bytes(progress.done), shorten::bytes(progress.total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_in_numbers() {
        let check = |stage: &str, done: u64, total: u64, expected: (Option<f64>, &str)| {
            let progress = Progress { stage: stage.to_owned(), done, total, ..Progress::default() };
            assert_eq!((share(&progress), numbers(&progress).as_str()), expected);
        };
        check("reading", 0, 0, (None, ""));
        check("reading", 1_500_000, 3_000_000, (Some(0.5), "1.5 MB of 3.0 MB"));
        check("judging", 12, 48, (Some(0.25), "12 of 48 functions"));
        check("judging", 50, 48, (Some(1.0), "50 of 48 functions"));
    }
}
