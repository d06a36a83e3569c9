//! Times: how botocore reads them, and how the original writes them.

use super::dateutil::{self, Parsed};
use super::{Py, Raised};

const MICROS: i64 = 1_000_000;
const DAY: i64 = 86_400;
/// The longest time that Python can tell.
const MOST_DAYS: i64 = 999_999_999;

/// A moment, in microseconds since 1970 in UTC; years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// A moment in the fields of a calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    microsecond: i64,
}

impl Timestamp {
    /// Without a zone: `2026-11-01T00:00:00`, and `.500000` behind it where there is a fraction.
    pub fn naive(self) -> String {
        let Fields { year, month, day, hour, minute, second, microsecond } = self.fields();
        let mut out = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if microsecond != 0 {
            out += &format!(".{microsecond:06}");
        }
        out
    }

    /// With the zone: `2026-11-01T00:00:00+00:00`.
    pub fn aware(self) -> String {
        self.naive() + "+00:00"
    }

    fn fields(self) -> Fields {
        let seconds = self.0.div_euclid(MICROS);
        let (year, month, day) = civil(seconds.div_euclid(DAY));
        let second = seconds.rem_euclid(DAY);
        Fields {
            year,
            month,
            day,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            microsecond: self.0.rem_euclid(MICROS),
        }
    }

    /// In seconds and microseconds; none outside the years 1 to 9999.
    fn new(seconds: i64, micros: i64) -> Option<Self> {
        (1..=9999).contains(&civil(seconds.div_euclid(DAY)).0).then_some(())?;
        Some(Self(seconds.checked_mul(MICROS)?.checked_add(micros)?))
    }

    /// Whether the calendar still has the day that lies so many days before.
    pub fn has_days_before(self, days: i64) -> bool {
        Self::new(self.0.div_euclid(MICROS) - days * DAY, 0).is_some()
    }
}

/// Year, month and day of a day counted from 1970-01-01 (after Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The day counted from 1970-01-01 (after Howard Hinnant's `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * shifted + 2) / 5 + day - 1 - 719_468
}

/// The length of a month; none where there is no such month.
pub(super) fn days_in_month(year: i64, month: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    Some(match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    })
}

/// Reads a time as botocore does on a machine in UTC: seconds since 1970 (also as text), or any text that dateutil takes for
/// a date. What the text leaves open comes from `today`, without it from 1970-01-01.
///
/// # Errors
/// The exception that botocore raises.
// Kept apart, as below: ARCHITECTURE.md, "Size and speed", says why.
#[inline(never)]
pub fn parse_timestamp(value: &Py<'_>, today: Option<Timestamp>) -> Result<Timestamp, Raised<'static>> {
    let written = value.to_text();
    let broken = || Raised::Runtime(format!("Unable to calculate correct timezone offset for \"{written}\""));
    match value {
        Py::Text(text) => {
            if let Some(time) = iso(text) {
                return Ok(time);
            }
            match python_float(text).map(from_float) {
                Some(Epoch::Time(time)) => return Ok(time),
                Some(Epoch::Unrepresentable) => return Err(broken()),
                Some(Epoch::Year(_) | Epoch::NotANumber) | None => {}
            }
            from_text(text, today.unwrap_or(Timestamp(0))).map_err(|failed| match failed {
                Failed::NotADate(why) => Raised::Value(format!("Invalid timestamp \"{text}\": {why}")),
                Failed::TooLarge => broken(),
                Failed::Offset(raised) => raised,
            })
        }
        _ => {
            let number = value.number().unwrap_or(f64::NAN);
            let epoch = match value {
                Py::Int(_) if number.is_infinite() => {
                    return Err(Raised::Overflow("int too large to convert to float"));
                }
                Py::Int(digits) => {
                    digits.parse().map_or(Epoch::Unrepresentable, |whole| from_parts(whole, 0))
                }
                _ => from_float(number),
            };
            match epoch {
                Epoch::Time(time) => Ok(time),
                Epoch::Year(year) => Err(Raised::Value(format!("year {year} is out of range"))),
                Epoch::Unrepresentable | Epoch::NotANumber => Err(broken()),
            }
        }
    }
}

/// The form that AWS writes, `2026-11-01T05:00:00[.5](Z|+01:00)`, without dateutil's detours; none for every other form.
fn iso(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let number = |from: usize, digits: usize| {
        let part = bytes.get(from..from + digits)?;
        part.iter()
            .try_fold(0_i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    };
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    signs.iter().all(|(at, sign)| bytes.get(*at) == Some(sign)).then_some(())?;
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    // Below 32 a number may be taken for a day instead.
    let valid = year > 31 && (1..=days_in_month(year, month)?).contains(&day);
    (valid && hour < 24 && minute < 60 && second < 60).then_some(())?;
    let mut micros = 0;
    let mut zone = 19;
    if bytes.get(zone) == Some(&b'.') {
        let digits = bytes.get(20..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        zone = 20 + digits;
        micros = number(20, digits.min(6))? * 10_i64.pow(6 - digits.clamp(1, 6) as u32);
        (digits > 0).then_some(())?;
    }
    let offset = match bytes.get(zone..)? {
        b"Z" => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let seconds = number(zone + 1, 2)? * 3600 + number(zone + 4, 2)? * 60;
            (seconds < DAY).then_some(if *sign == b'+' { seconds } else { -seconds })?
        }
        _ => return None,
    };
    Timestamp::new(days(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset, micros)
}

enum Epoch {
    Time(Timestamp),
    /// A year that the calendar does not have.
    Year(i64),
    /// More than the machine's calendar can count.
    Unrepresentable,
    NotANumber,
}

fn from_float(number: f64) -> Epoch {
    if number.is_nan() {
        return Epoch::NotANumber;
    }
    let mut whole = number.trunc();
    let mut micros = ((number - whole) * 1e6).round_ties_even();
    if micros >= 1e6 {
        micros -= 1e6;
        whole += 1.0;
    } else if micros < 0.0 {
        micros += 1e6;
        whole -= 1.0;
    }
    // The largest double below 2^63 is far from it, so the comparison is exact.
    if !(-9.3e18..9.2e18).contains(&whole) {
        return Epoch::Unrepresentable;
    }
    from_parts(whole as i64, micros as i64)
}

fn from_parts(seconds: i64, micros: i64) -> Epoch {
    let (year, ..) = civil(seconds.div_euclid(DAY));
    // The machine counts years in 32 bits, from 1900, and Python adds those 1900 in 32 bits too.
    let Ok(counted) = i32::try_from(year - 1900) else { return Epoch::Unrepresentable };
    let year = counted.wrapping_add(1900).into();
    Timestamp::new(seconds, micros).map_or(Epoch::Year(year), Epoch::Time)
}

/// `float(text)`: white space around it, and single underscores between digits, don't count.
fn python_float(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.contains('_') {
        return text.parse().ok();
    }
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let between = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    let all = (0..bytes.len()).filter(|at| bytes[*at] == b'_').all(between);
    all.then(|| text.replace('_', "").parse().ok())?
}

enum Failed {
    NotADate(String),
    TooLarge,
    Offset(Raised<'static>),
}

#[inline(never)]
fn from_text(text: &str, today: Timestamp) -> Result<Timestamp, Failed> {
    let today = today.fields();
    let not_a_date = |why: &str| Failed::NotADate(format!("{why}: {text}"));
    let parsed = dateutil::parse(text, &today).ok_or_else(|| not_a_date("Unknown string format"))?;
    if parsed.is_empty() {
        return Err(not_a_date("String does not contain a date"));
    }
    let (seconds, micros) = naive(&parsed, &today).map_err(|why| match why {
        Some(why) => not_a_date(&why),
        None => Failed::TooLarge,
    })?;
    let offset = match parsed.zone.as_deref() {
        Some("GMT" | "UTC") => 0,
        _ => parsed.offset.unwrap_or(0),
    };
    if !(-MOST_DAYS..=MOST_DAYS).contains(&offset.div_euclid(DAY)) {
        return Err(Failed::TooLarge);
    }
    // A zone of a day or more is taken, and refused when the time is moved to UTC.
    if offset.abs() >= DAY {
        let why = "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).";
        return Err(Failed::Offset(Raised::Value(why.to_owned())));
    }
    Timestamp::new(seconds - offset, micros)
        .ok_or(Failed::Offset(Raised::Overflow("date value out of range")))
}

/// The seconds and microseconds of a date and time without its zone. An error is the text of the exception; none where a
/// number does not fit the machine's.
fn naive(parsed: &Parsed, today: &Fields) -> Result<(i64, i64), Option<String>> {
    let year = parsed.year.unwrap_or(today.year);
    let month = parsed.month.unwrap_or(today.month);
    let mut day = parsed.day.unwrap_or(today.day);
    if parsed.day.is_none() {
        let most = days_in_month(year, month)
            .ok_or_else(|| Some(format!("bad month number {month}; must be 1-12")))?;
        day = day.min(most);
    }
    let hour = parsed.hour.unwrap_or(0);
    let minute = parsed.minute.unwrap_or(0);
    let second = parsed.second.unwrap_or(0);
    let micros = parsed.microsecond.unwrap_or(0);
    if [year, month, day, hour, minute, second].iter().any(|part| i32::try_from(*part).is_err()) {
        return Err(None);
    }
    let refused = if !(1..=9999).contains(&year) {
        format!("year {year} is out of range")
    } else if !(1..=12).contains(&month) {
        "month must be in 1..12".to_owned()
    } else if !(1..=days_in_month(year, month).unwrap_or(31)).contains(&day) {
        "day is out of range for month".to_owned()
    } else if hour > 23 {
        "hour must be in 0..23".to_owned()
    } else if minute > 59 {
        "minute must be in 0..59".to_owned()
    } else if second > 59 {
        "second must be in 0..59".to_owned()
    } else {
        let mut date = days(year, month, day);
        if let Some(weekday) = parsed.weekday.filter(|_| parsed.day.is_none_or(|day| day == 0)) {
            // 1970-01-01 was a Thursday.
            let today = (date + 3).rem_euclid(7);
            date += (7 - today + weekday) % 7;
            if civil(date).0 > 9999 {
                return Err(None);
            }
        }
        return Ok((date * DAY + hour * 3600 + minute * 60 + second, micros));
    };
    Err(Some(refused))
}

#[cfg(test)]
mod tests {
    use super::super::Py;
    use super::*;
    use evidence::json::Document;

    /// What a JSON value is read as on 2026-11-01.
    #[track_caller]
    fn check(json: &str, expected: &str) {
        let document = Document::parse(json).unwrap();
        let today = parse_timestamp(&Py::Text("2026-11-01".into()), None).unwrap();
        let read = parse_timestamp(&document.root().into(), Some(today));
        assert_eq!(read.map_or_else(|raised| raised.to_string(), Timestamp::aware), expected, "{json}");
    }

    #[test]
    fn numbers_are_seconds_since_1970() {
        check("1793500000", "2026-11-01T02:26:40+00:00");
        check("1793500000.1234565", "2026-11-01T02:26:40.123456+00:00");
        check("-0.5", "1969-12-31T23:59:59.500000+00:00");
        check("true", "1970-01-01T00:00:01+00:00");
        check("\" 1_793_500_000 \"", "2026-11-01T02:26:40+00:00");
        check("\"20261101\"", "1970-08-23T12:05:01+00:00");
        check("1793500000000", "year 58803 is out of range");
        check("1e20", "Unable to calculate correct timezone offset for \"1e+20\"");
        check("\"inf\"", "Unable to calculate correct timezone offset for \"inf\"");
        check("67768036191676799", "year -2147481749 is out of range");
    }

    #[test]
    fn texts_are_dates_as_dateutil_reads_them() {
        for text in [
            "2026-11-01T05:00:00-07:00",
            "2026-11-01 12:00:00",
            "20261101T120000Z",
            "Sun, 01 Nov 2026 12:00:00 GMT",
            "Sun Nov  1 12:00:00 2026",
            "11/01/2026 12:00 PM",
            "1 Nov 2026 12h",
            "noon",
            "12:00 1-Nov-26",
            "2026.11.01 12:00",
            "2026-11-01T15:00:00 GMT-3 ",
            "2026-11-01T09:00:00-0300 (BRST)",
            "2026-11-01 12:00 EST",
            "12:00",
            "Sunday 12:00",
            "Nov of 2026 12:00",
        ] {
            let expected = match text {
                "noon" => "Invalid timestamp \"noon\": Unknown string format: noon",
                "2026-11-01T15:00:00 GMT-3 " => "2026-11-01T12:00:00+00:00",
                _ => "2026-11-01T12:00:00+00:00",
            };
            check(&serde_json::to_string(text).unwrap(), expected);
        }
        check("\"2026-11-01T05:00:00,75Z\"", "2026-11-01T05:00:00.750000+00:00");
        check("\"2026-11-01T05:00:00.1234567+01:00\"", "2026-11-01T04:00:00.123456+00:00");
    }

    #[test]
    fn what_is_no_date_is_refused_in_the_same_words() {
        check("\"\"", "Invalid timestamp \"\": String does not contain a date: ");
        check(
            "\"2026-02-30\"",
            "Invalid timestamp \"2026-02-30\": day is out of range for month: 2026-02-30",
        );
        check("\"2026-13-01\"", "Invalid timestamp \"2026-13-01\": month must be in 1..12: 2026-13-01");
        check("\"2026-13\"", "Invalid timestamp \"2026-13\": bad month number 13; must be 1-12: 2026-13");
        check(
            "\"10:60 2026-11-01\"",
            "Invalid timestamp \"10:60 2026-11-01\": minute must be in 0..59: 10:60 2026-11-01",
        );
        check("\"0001-01-01T00:00:00+01:00\"", "date value out of range");
        check(
            "\"2026-11-01T00:00:00+24:00\"",
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).",
        );
        check(
            "\"99999999999-01-01\"",
            "Unable to calculate correct timezone offset for \"99999999999-01-01\"",
        );
    }
}
