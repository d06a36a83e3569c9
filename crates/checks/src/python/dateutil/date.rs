//! Which number of a date is which.

use super::super::time::days_in_month;
use super::words::{Decimal, integer};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Year,
    Month,
}

/// The numbers that may be a year, a month and a day, and what is known of which is which.
#[derive(Debug, Default)]
pub(super) struct Date {
    pub numbers: Vec<i64>,
    year_at: Option<usize>,
    month_at: Option<usize>,
    pub century: bool,
}

impl Date {
    pub fn push(&mut self, value: i64, long: bool, part: Option<Part>) -> Option<()> {
        let mut part = part;
        if long {
            self.century = true;
            if !matches!(part, None | Some(Part::Year)) {
                return None;
            }
            part = Some(Part::Year);
        }
        self.numbers.push(value);
        let slot = match part {
            Some(Part::Year) => &mut self.year_at,
            Some(Part::Month) => &mut self.month_at,
            None => return Some(()),
        };
        if slot.is_some() {
            return None;
        }
        *slot = Some(self.numbers.len() - 1);
        Some(())
    }

    pub fn push_text(&mut self, text: &str, part: Option<Part>) -> Option<()> {
        self.push(integer(text)?, text.len() > 2, part)
    }

    pub fn push_number(&mut self, number: &Decimal<'_>) -> Option<()> {
        let long = number.whole > 100 || (number.whole == 100 && number.sixtieths().is_some());
        self.push(number.whole, long, None)
    }

    pub fn could_be_day(&self, day: &Decimal<'_>) -> Option<bool> {
        let at = |at: Option<usize>| at.and_then(|at| self.numbers.get(at).copied());
        let most = match (at(self.month_at), at(self.year_at)) {
            (None, _) => 31,
            (Some(month), None) => days_in_month(2000, month)?,
            (Some(month), Some(year)) => days_in_month(year, month)?,
        };
        let above = day.whole > most || (day.whole == most && day.sixtieths().is_some());
        Some(day.whole >= 1 && !above)
    }

    /// Year, month and day.
    pub fn resolve(&self) -> Option<(Option<i64>, Option<i64>, Option<i64>)> {
        let known = usize::from(self.year_at.is_some()) + usize::from(self.month_at.is_some());
        let numbers = self.numbers.as_slice();
        if (numbers.len() == known && known > 0) || (numbers.len() == 3 && known == 2) {
            let day_at =
                (0..numbers.len()).find(|at| Some(*at) != self.year_at && Some(*at) != self.month_at);
            let at = |at: Option<usize>| at.and_then(|at| numbers.get(at).copied());
            return Some((at(self.year_at), at(self.month_at), at(day_at)));
        }
        let (year, month, day) = match (numbers, self.month_at) {
            (&[], _) => return Some((None, None, None)),
            (&[month], Some(_)) => return Some((None, Some(month), None)),
            (&[other], None) if other > 31 => return Some((Some(other), None, None)),
            (&[other], None) => return Some((None, None, Some(other))),
            (&[first, second], Some(at)) => {
                let (month, other) = if at == 0 { (first, second) } else { (second, first) };
                let year = other > 31;
                return Some((year.then_some(other), Some(month), (!year).then_some(other)));
            }
            (&[first, second], None) if first > 31 => return Some((Some(first), Some(second), None)),
            (&[first, second], None) if second > 31 => return Some((Some(second), Some(first), None)),
            (&[first, second], None) => return Some((None, Some(first), Some(second))),
            (&[month, year, day], Some(0)) if year > 31 => (year, month, day),
            (&[month, day, year], Some(0)) => (year, month, day),
            (&[year, month, day], Some(1)) if year > 31 => (year, month, day),
            (&[day, month, year], Some(1)) => (year, month, day),
            (&[day, year, month], Some(2)) if year > 31 => (year, month, day),
            (&[year, day, month], Some(2)) => (year, month, day),
            (&[year, month, day], _) if year > 31 || self.year_at == Some(0) => (year, month, day),
            (&[day, month, year], _) if day > 12 => (year, month, day),
            (&[month, day, year], _) => (year, month, day),
            _ => return None,
        };
        Some((Some(year), Some(month), Some(day)))
    }
}
