//! Which rows of a long list stand on the screen, and which pages of them have to be asked for.

use std::ops::Range;

/// How many rows are asked for at once.
pub const PAGE: u32 = 200;

/// How many pages are kept. What is scrolled far away is asked for again.
const KEPT: usize = 12;

/// Rows above and below the visible ones that stand ready, so that scrolling shows no gaps.
const READY: u32 = 8;

/// The rows to draw for a scroll position, all lengths in pixels.
pub fn window(top: f64, height: f64, row: f64, count: u32) -> Range<u32> {
    if row <= 0.0 || count == 0 {
        return 0..0;
    }
    // `as` from a float saturates, and gives 0 for what is not a number.
    let first = (top / row).floor().max(0.0) as u32;
    let last = ((top + height) / row).ceil().max(0.0) as u32;
    let from = first.saturating_sub(READY).min(count);
    from..last.saturating_add(READY).clamp(from, count)
}

/// The scroll position that shows a row whole, moved as little as can be.
pub fn scrolled_to(index: u32, top: f64, height: f64, row: f64) -> f64 {
    let (start, end) = (f64::from(index) * row, f64::from(index + 1) * row);
    if start < top {
        start
    } else if end > top + height {
        (end - height).max(0.0)
    } else {
        top
    }
}

/// The pages of a list that are at hand.
#[derive(Debug)]
pub struct Pages<T> {
    pages: Vec<(u32, Vec<T>)>,
    asked: Vec<u32>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { pages: Vec::new(), asked: Vec::new() }
    }
}

impl<T> Pages<T> {
    /// A row, if its page is at hand.
    pub fn get(&self, index: u32) -> Option<&T> {
        let page = self.pages.iter().find(|(page, _)| *page == index / PAGE)?;
        page.1.get((index % PAGE) as usize)
    }

    /// The first rows, as many as `range` has pages missing that nobody asked for yet; they count as asked for from now on.
    pub fn ask_for(&mut self, range: Range<u32>) -> Vec<u32> {
        if range.is_empty() {
            return Vec::new();
        }
        let pages = range.start / PAGE..=(range.end - 1) / PAGE;
        let missing: Vec<u32> = pages
            .filter(|page| !self.asked.contains(page) && !self.pages.iter().any(|(other, _)| other == page))
            .collect();
        self.asked.extend(&missing);
        missing.into_iter().map(|page| page * PAGE).collect()
    }

    /// Puts in the page that starts with a row. The pages farthest from it make room.
    pub fn put(&mut self, from: u32, rows: Vec<T>) {
        let number = from / PAGE;
        self.asked.retain(|page| *page != number);
        self.pages.retain(|(page, _)| *page != number);
        self.pages.push((number, rows));
        if self.pages.len() > KEPT {
            let farthest = self
                .pages
                .iter()
                .enumerate()
                .max_by_key(|(_, (page, _))| page.abs_diff(number))
                .map(|(at, _)| at);
            if let Some(at) = farthest {
                self.pages.remove(at);
            }
        }
    }

    /// A page didn't come: it may be asked for again.
    pub fn missed(&mut self, from: u32) {
        self.asked.retain(|page| *page != from / PAGE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_holds_what_is_seen_and_a_little_more() {
        let check = |top: f64, count: u32, expected: Range<u32>| {
            assert_eq!(window(top, 320.0, 32.0, count), expected, "{top} of {count}");
        };
        check(0.0, 0, 0..0);
        check(0.0, 5, 0..5);
        check(0.0, 100_000, 0..18);
        check(3_200.0, 100_000, 92..118);
        check(3_199_680.0, 100_000, 99_982..100_000);
        check(-50.0, 100_000, 0..17);
        check(f64::MAX, 10, 10..10);
        check(f64::NAN, 10, 0..8);
        assert_eq!(window(0.0, 320.0, 0.0, 10), 0..0);
    }

    #[test]
    fn a_row_is_brought_into_view() {
        let check =
            |index: u32, top: f64, expected: f64| assert_eq!(scrolled_to(index, top, 320.0, 32.0), expected);
        check(0, 0.0, 0.0);
        check(9, 0.0, 0.0);
        check(10, 0.0, 32.0);
        check(3, 200.0, 96.0);
        check(8, 200.0, 200.0);
    }

    #[test]
    fn pages_are_asked_for_once() {
        let mut pages = Pages::default();
        assert_eq!(pages.ask_for(0..0), Vec::<u32>::new());
        assert_eq!(pages.ask_for(0..PAGE), vec![0]);
        assert_eq!(pages.ask_for(0..PAGE + 1), vec![PAGE]);
        assert_eq!(pages.ask_for(0..PAGE + 1), Vec::<u32>::new());
        pages.put(0, (0..PAGE).collect());
        assert_eq!((pages.get(7), pages.get(PAGE)), (Some(&7), None));
        pages.missed(PAGE);
        assert_eq!(pages.ask_for(PAGE - 1..PAGE + 1), vec![PAGE]);
    }

    #[test]
    fn far_pages_make_room() {
        let mut pages = Pages::default();
        for page in 0..=KEPT as u32 {
            pages.put(page * PAGE, vec![page]);
        }
        assert_eq!((pages.get(0), pages.get(PAGE)), (None, Some(&1)));
        assert_eq!(pages.ask_for(0..1), vec![0]);
    }
}
