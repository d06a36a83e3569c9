//! Days.

use std::fmt;

/// A day of the Gregorian calendar, as the days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i64);

impl Date {
    /// Reads the day from the front of `2026-11-23` or `2026-11-23T09:30:00.000+0000`.
    pub fn parse(text: &str) -> Option<Self> {
        let day = text.get(..10)?;
        let rest = text.get(10..)?;
        if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
            return None;
        }
        let mut parts = day.split('-');
        let mut part = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i64>().ok())?
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let date = Self::new(year, month, day);
        // A day that the month doesn't have would come back as another one.
        ((1..=12).contains(&month) && date.parts() == (year, month, day)).then_some(date)
    }

    /// Counts days; source: Howard Hinnant, "chrono-compatible low-level date algorithms".
    fn new(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
    }

    fn parts(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }

    /// The days from `earlier` to this day; negative if `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_counted_and_written() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        };
        check("2026-11-23", Some("2026-11-23"));
        check("2024-02-29T09:30:00.000+0000", Some("2024-02-29"));
        check("1970-01-01 00:00", Some("1970-01-01"));
        check("2023-02-29", None);
        check("2026-13-01", None);
        check("2026-11-2", None);
        check("2026-11-23x", None);
        check("", None);
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(day("2026-11-23").days_since(day("2025-11-23")), 365);
        assert_eq!(day("1970-01-02").days_since(day("1970-01-01")), 1);
    }
}
