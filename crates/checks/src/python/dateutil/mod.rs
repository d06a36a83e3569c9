//! How dateutil 2.9 reads a date: words, numbers and signs in almost any order.
//!
//! The structure follows dateutil's own parser, branch by branch, since its quirks decide. Whatever it takes for no date
//! (its `ValueError` and `IndexError`) is [`None`] here.

mod date;
mod tokens;
mod words;

use super::time::Fields;
use date::{Date, Part};
use tokens::tokens;
use words::{Decimal, afternoon, integer, is_jump, is_utc, month, seconds, to_24_hours, unit, weekday};

/// What was read; a part that the text does not name stays open.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub year: Option<i64>,
    pub month: Option<i64>,
    pub day: Option<i64>,
    pub weekday: Option<i64>,
    pub hour: Option<i64>,
    pub minute: Option<i64>,
    pub second: Option<i64>,
    pub microsecond: Option<i64>,
    /// The zone's name, where it has one.
    pub zone: Option<String>,
    /// Seconds east of Greenwich.
    pub offset: Option<i64>,
    afternoon: Option<bool>,
}

impl Parsed {
    /// Whether the text named nothing at all.
    pub fn is_empty(&self) -> bool {
        let numbers = [
            self.year,
            self.month,
            self.day,
            self.weekday,
            self.hour,
            self.minute,
            self.second,
            self.microsecond,
            self.offset,
        ];
        numbers.iter().all(Option::is_none) && self.zone.is_none() && self.afternoon.is_none()
    }
}

/// Reads a text; a year of two digits is the one nearest to `today`.
pub(super) fn parse(text: &str, today: &Fields) -> Option<Parsed> {
    let mut reader =
        Reader { tokens: tokens(text), today: today.year, out: Parsed::default(), date: Date::default() };
    let mut at = 0;
    while at < reader.tokens.len() {
        at = reader.step(at)? + 1;
    }
    let (year, month, day) = reader.date.resolve()?;
    let mut out = reader.out;
    let century = reader.date.century;
    out.year = year.map(|year| if century { year } else { full_year(year, today.year) });
    out.month = month;
    out.day = day;
    let name = out.zone.as_deref().unwrap_or_default();
    if (out.offset == Some(0) && name.is_empty()) || matches!(name, "Z" | "z") {
        out.zone = Some("UTC".to_owned());
        out.offset = Some(0);
    } else if out.offset != Some(0) && is_utc(name) {
        out.offset = Some(0);
    }
    Some(out)
}

fn full_year(year: i64, today: i64) -> i64 {
    if year >= 100 {
        return year;
    }
    let year = year + today / 100 * 100;
    if year >= today + 50 {
        year - 100
    } else if year < today - 50 {
        year + 100
    } else {
        year
    }
}

struct Reader {
    tokens: Vec<String>,
    today: i64,
    out: Parsed,
    date: Date,
}

impl Reader {
    fn token(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).map(String::as_str)
    }

    /// Reads on from token `at`; gives the last token that was read.
    fn step(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?.clone();
        if token.parse::<f64>().is_ok() {
            return self.number(at, &token);
        }
        if let Some(day) = weekday(&token) {
            self.out.weekday = Some(day);
        } else if let Some(month) = month(&token) {
            return self.month_name(at, month);
        } else if let Some(afternoon) = afternoon(&token) {
            let hour = self.out.hour.filter(|hour| (0..=12).contains(hour))?;
            self.out.hour = Some(to_24_hours(hour, afternoon));
            self.out.afternoon = Some(afternoon);
        } else if self.could_be_zone(&token, self.out.offset) {
            self.zone(at, &token);
        } else if self.out.hour.is_some() && (token == "+" || token == "-") {
            return self.offset(at, token == "+");
        } else if !is_jump(&token) {
            return None;
        }
        Some(at)
    }

    fn month_name(&mut self, at: usize, month: i64) -> Option<usize> {
        self.date.push(month, false, Some(Part::Month))?;
        match self.token(at + 1) {
            Some(separator @ ("-" | "/")) => {
                let three = self.token(at + 3) == Some(separator);
                let second = self.token(at + 2)?.to_owned();
                self.date.push_text(&second, None)?;
                if !three {
                    return Some(at + 2);
                }
                let third = self.token(at + 4)?.to_owned();
                self.date.push_text(&third, None)?;
                Some(at + 4)
            }
            Some(" ") if self.token(at + 3) == Some(" ") && self.token(at + 4).is_some() => {
                if !self.token(at + 2).is_some_and(|word| word.eq_ignore_ascii_case("of")) {
                    return Some(at);
                }
                if let Some(year) = self.token(at + 4).and_then(integer) {
                    let year = full_year(year, self.today).to_string();
                    self.date.push_text(&year, Some(Part::Year))?;
                }
                Some(at + 4)
            }
            _ => Some(at),
        }
    }

    fn could_be_zone(&self, token: &str, offset: Option<i64>) -> bool {
        self.out.hour.is_some()
            && self.out.zone.is_none()
            && offset.is_none()
            && token.len() <= 5
            && (token.bytes().all(|byte| byte.is_ascii_uppercase()) || token == "z")
    }

    fn zone(&mut self, at: usize, token: &str) {
        self.out.zone = Some(token.to_owned());
        self.out.offset = (token == "z").then_some(0);
        // GMT+3 does not mean three hours after Greenwich, but that Greenwich is three hours after it.
        let Some(sign) = self.tokens.get_mut(at + 1).filter(|sign| *sign == "+" || *sign == "-") else {
            return;
        };
        *sign = if sign == "+" { "-" } else { "+" }.to_owned();
        self.out.offset = None;
        if is_utc(token) {
            self.out.zone = None;
        }
    }

    fn offset(&mut self, at: usize, east: bool) -> Option<usize> {
        let mut at = at;
        let digits = self.token(at + 1)?.to_owned();
        let (hours, minutes) = if digits.len() == 4 {
            (integer(digits.get(..2)?)?, integer(digits.get(2..)?)?)
        } else if self.token(at + 2) == Some(":") {
            let minutes = integer(self.token(at + 3)?)?;
            at += 2;
            (integer(&digits)?, minutes)
        } else if digits.len() <= 2 {
            (integer(&digits)?, 0)
        } else {
            return None;
        };
        let seconds = hours.saturating_mul(3600).saturating_add(minutes.saturating_mul(60));
        self.out.offset = Some(if east { seconds } else { -seconds });
        let named = self.token(at + 2).is_some_and(is_jump)
            && self.token(at + 3) == Some("(")
            && self.token(at + 5) == Some(")")
            && self.token(at + 4).is_some_and(|name| name.len() >= 3 && self.could_be_zone(name, None));
        if named {
            self.out.zone = self.token(at + 4).map(str::to_owned);
            at += 4;
        }
        Some(at + 1)
    }

    fn number(&mut self, at: usize, token: &str) -> Option<usize> {
        let value = Decimal::read(token)?;
        let next = self.token(at + 1).map(str::to_owned);
        let next = next.as_deref();
        let length = token.len();
        let unit_follows = next.is_some_and(|next| unit(next).is_some());
        if self.date.numbers.len() == 3
            && matches!(length, 2 | 4)
            && self.out.hour.is_none()
            && next.is_none_or(|next| next != ":" && !unit_follows)
        {
            // 19990101T23[59]
            self.out.hour = Some(integer(token.get(..2)?)?);
            if length == 4 {
                self.out.minute = Some(integer(token.get(2..)?)?);
            }
            return Some(at);
        }
        if length == 6 || (length > 6 && token.find('.') == Some(6)) {
            if self.date.numbers.is_empty() && !token.contains('.') {
                // YYMMDD
                for part in [token.get(..2), token.get(2..4), token.get(4..)] {
                    self.date.push_text(part?, None)?;
                }
            } else {
                // HHMMSS[.ss]
                self.out.hour = Some(integer(token.get(..2)?)?);
                self.out.minute = Some(integer(token.get(2..4)?)?);
                self.set_seconds(token.get(4..)?)?;
            }
            return Some(at);
        }
        if matches!(length, 8 | 12 | 14) {
            // YYYYMMDD[hhmm[ss]]
            self.date.push_text(token.get(..4)?, Some(Part::Year))?;
            self.date.push_text(token.get(4..6)?, None)?;
            self.date.push_text(token.get(6..8)?, None)?;
            if length > 8 {
                self.out.hour = Some(integer(token.get(8..10)?)?);
                self.out.minute = Some(integer(token.get(10..12)?)?);
            }
            if length > 12 {
                self.out.second = Some(integer(token.get(12..)?)?);
            }
            return Some(at);
        }
        if let Some((last, unit)) = self.unit_of(at) {
            self.set_unit(token, &value, unit)?;
            return Some(last);
        }
        let second = self.token(at + 2).map(str::to_owned);
        match (next, second.as_deref()) {
            (Some(":"), Some(minutes)) => self.clock(at, &value, minutes),
            (Some(separator @ ("-" | "/" | ".")), second) => self.separated(at, token, separator, second),
            (next, second) if next.is_none_or(is_jump) => {
                match second.and_then(afternoon) {
                    Some(afternoon) => {
                        self.out.hour = Some(to_24_hours(value.whole, afternoon));
                        return Some(at + 2);
                    }
                    None => self.date.push_number(&value)?,
                }
                Some(at + 1)
            }
            (Some(next), _) if afternoon(next).is_some() && value.whole < 24 => {
                self.out.hour = Some(to_24_hours(value.whole, afternoon(next)?));
                Some(at + 1)
            }
            _ => {
                if !self.date.could_be_day(&value)? {
                    return None;
                }
                self.date.push_number(&value)?;
                Some(at)
            }
        }
    }

    fn set_seconds(&mut self, text: &str) -> Option<()> {
        let (second, microsecond) = seconds(text)?;
        self.out.second = Some(second);
        self.out.microsecond = Some(microsecond);
        Some(())
    }

    /// HH:MM[:SS[.ss]]
    fn clock(&mut self, at: usize, hour: &Decimal<'_>, minutes: &str) -> Option<usize> {
        self.out.hour = Some(hour.whole);
        let minutes = Decimal::read(minutes)?;
        self.out.minute = Some(minutes.whole);
        self.out.second = minutes.sixtieths();
        if self.token(at + 3) == Some(":") && self.token(at + 4).is_some() {
            let text = self.token(at + 4)?.to_owned();
            self.set_seconds(&text)?;
            return Some(at + 4);
        }
        Some(at + 2)
    }

    /// 01-01[-01], 01-Jan[-01]
    fn separated(&mut self, at: usize, token: &str, separator: &str, second: Option<&str>) -> Option<usize> {
        self.date.push_text(token, None)?;
        let Some(second) = second.filter(|second| !is_jump(second)) else { return Some(at + 1) };
        if integer(second).is_some() {
            self.date.push_text(second, None)?;
        } else {
            self.date.push(month(second)?, false, Some(Part::Month))?;
        }
        if self.token(at + 3) != Some(separator) {
            return Some(at + 2);
        }
        let third = self.token(at + 4)?.to_owned();
        match month(&third) {
            Some(month) => self.date.push(month, false, Some(Part::Month))?,
            None => self.date.push_text(&third, None)?,
        }
        Some(at + 4)
    }

    /// The last token of a number with its unit, and the unit: `12 h`, and the `04` of `12h04`, which has the next unit.
    fn unit_of(&self, at: usize) -> Option<(usize, usize)> {
        let unit_at = |at: usize| self.token(at).and_then(unit);
        if let Some(unit) = unit_at(at + 1) {
            return Some((at + 1, unit));
        }
        if self.token(at + 1) == Some(" ")
            && let Some(unit) = unit_at(at + 2)
        {
            return Some((at + 2, unit));
        }
        if let Some(unit) = at.checked_sub(1).and_then(unit_at) {
            return Some((at, unit + 1));
        }
        let last = at > 1 && at + 1 == self.tokens.len() && self.token(at - 1) == Some(" ");
        let unit = last.then(|| unit_at(at - 2))??;
        Some((at, unit + 1))
    }

    fn set_unit(&mut self, token: &str, value: &Decimal<'_>, unit: usize) -> Option<()> {
        match unit {
            0 => {
                self.out.hour = Some(value.whole);
                if let Some(minutes) = value.sixtieths() {
                    self.out.minute = Some(minutes);
                }
            }
            1 => {
                self.out.minute = Some(value.whole);
                self.out.second = value.sixtieths();
            }
            2 => self.set_seconds(token)?,
            // A number behind the seconds has no unit, and is dropped.
            _ => {}
        }
        Some(())
    }
}
