//! The words that dateutil knows, and its numbers.

const JUMPS: [&str; 18] =
    [" ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const UNITS: [[&str; 3]; 3] =
    [["h", "hour", "hours"], ["m", "minute", "minutes"], ["s", "second", "seconds"]];

pub(super) fn is_jump(token: &str) -> bool {
    JUMPS.contains(&token.to_ascii_lowercase().as_str())
}

/// The position in a list of names, each given in full or by its first three letters.
fn named(token: &str, names: &[&str]) -> Option<i64> {
    let token = token.to_ascii_lowercase();
    names.iter().position(|name| token == *name || token == name[..3]).map(|at| at as i64)
}

pub(super) fn weekday(token: &str) -> Option<i64> {
    named(token, &WEEKDAYS)
}

pub(super) fn month(token: &str) -> Option<i64> {
    if token.eq_ignore_ascii_case("sept") { Some(9) } else { named(token, &MONTHS).map(|at| at + 1) }
}

pub(super) fn unit(token: &str) -> Option<usize> {
    let token = token.to_ascii_lowercase();
    UNITS.iter().position(|names| names.contains(&token.as_str()))
}

/// Whether a word says afternoon; none for another word.
pub(super) fn afternoon(token: &str) -> Option<bool> {
    match token.to_ascii_lowercase().as_str() {
        "am" | "a" => Some(false),
        "pm" | "p" => Some(true),
        _ => None,
    }
}

pub(super) fn is_utc(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "utc" | "gmt" | "z")
}

/// `int(text)` of digits; one with more digits than any date is as good as the largest.
pub(super) fn integer(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(i64::MAX))
}

/// A decimal: its whole part, and its fraction as digits.
pub(super) struct Decimal<'a> {
    pub whole: i64,
    pub fraction: &'a str,
}

impl<'a> Decimal<'a> {
    pub fn read(text: &'a str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
        let whole = if whole.is_empty() && !fraction.is_empty() { 0 } else { integer(whole)? };
        digits.then_some(Self { whole, fraction })
    }

    /// The fraction in sixtieths, cut; none where there is no fraction.
    pub fn sixtieths(&self) -> Option<i64> {
        // 28 digits is what the original computes with.
        let digits = self.fraction.get(..28).unwrap_or(self.fraction);
        let value: u128 = digits.parse().unwrap_or(0);
        let scale = 10_u128.pow(digits.len() as u32);
        (value > 0).then(|| (value * 60 / scale) as i64)
    }
}

pub(super) fn to_24_hours(hour: i64, afternoon: bool) -> i64 {
    match (hour, afternoon) {
        (..12, true) => hour + 12,
        (12, false) => 0,
        _ => hour,
    }
}

/// Seconds and microseconds of `30.25`.
pub(super) fn seconds(text: &str) -> Option<(i64, i64)> {
    let Some((whole, fraction)) = text.split_once('.') else { return Some((integer(text)?, 0)) };
    let padded = format!("{fraction:0<6}");
    Some((integer(whole)?, integer(padded.get(..6)?)?))
}
