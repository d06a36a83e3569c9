//! Dates as conditions write them: ISO 8601, or seconds since 1970.

/// Seconds since 1970 (UTC). Takes `2026-11-01`, `2026-11-01T10:00Z`, `2026-11-01T10:00:00.5+01:00` and `1793491200`.
pub fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>()
        && text.len() > 4
    {
        return Some(number);
    }
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut fields = date.split('-');
    let (year, month, day) =
        (field(fields.next()?, 4)?, number(fields.next(), 1)?, number(fields.next(), 1)?);
    if fields.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    let Some(time) = time else { return Some(days * 86_400) };
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at_checked(at)?,
        None => (time, "Z"),
    };
    let mut fields = clock.split(':');
    let (hour, minute) = (field(fields.next()?, 2)?, number(fields.next(), 0)?);
    let second = match fields.next() {
        Some(text) => field(text.split_once('.').map_or(text, |(whole, _)| whole), 2)?,
        None => 0,
    };
    let offset = match offset.strip_prefix(['Z', 'z']) {
        Some(_) => 0,
        None => {
            let (sign, value) = match offset.strip_prefix('-') {
                Some(value) => (-1, value),
                None => (1, offset.strip_prefix('+')?),
            };
            let digits: String = value.chars().filter(|&c| c != ':').collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            sign * (field(hours, 2)? * 3600 + number(Some(minutes), 0)? * 60)
        }
    };
    (hour <= 24 && minute < 60 && second <= 60)
        .then_some(days * 86_400 + hour * 3600 + minute * 60 + second - offset)
}

/// A number of exactly this many digits.
fn field(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A number of two digits; `default` if it isn't there at all.
fn number(text: Option<&str>, default: i64) -> Option<i64> {
    match text {
        None | Some("") => Some(default),
        Some(text) => field(text, 2),
    }
}

/// Days since 1970-01-01 in the Gregorian calendar, by counting years that begin in March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (text, expected) in [
            ("1970-01-01", Some(0)),
            ("1970-01-01T00:00:01Z", Some(1)),
            ("2024-02-29T12:00:00Z", Some(1_709_208_000)),
            ("2026-11-01T10:00:00.250+01:00", Some(1_793_523_600)),
            ("2026-11-01T09:00:00+0000", Some(1_793_523_600)),
            ("2000-03-01", Some(951_868_800)),
            ("1793523600", Some(1_793_523_600)),
            ("2026-13-01", None),
            ("yesterday", None),
            ("", None),
            ("2026-11-01T1", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
