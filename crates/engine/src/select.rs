//! Rows of a list that match a query, with facets and order: one pass, whatever the list.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use crate::messages::{Facet, Query};

/// What can be filtered and sorted.
pub(crate) trait List {
    /// How many rows there are.
    fn len(&self) -> usize;
    /// A row's value in a column, by which it is filtered and counted.
    fn value(&self, row: usize, column: &str) -> Cow<'_, str>;
    /// What a text query looks through.
    fn words<'a>(&'a self, row: usize, see: &mut dyn FnMut(&'a str));
    /// The columns that are counted as facets, in their order.
    fn facets(&self) -> &'static [&'static str];
    /// The order by a column; equal rows keep the list's own order.
    fn compare(&self, a: usize, b: usize, column: &str) -> Ordering {
        self.value(a, column).cmp(&self.value(b, column))
    }
}

/// The rows that match, and the facets.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    pub rows: Vec<u32>,
    pub facets: Vec<Facet>,
}

/// A facet shows at most so many values; the rest are counted.
const MAX_FACET_VALUES: usize = 100;
/// At most so many rows are given at once.
pub(crate) const MAX_ROWS: usize = 1000;

impl Selection {
    /// The slice of rows that a query wants.
    pub fn page(&self, query: &Query) -> &[u32] {
        let from = (query.from as usize).min(self.rows.len());
        let count = (query.count as usize).min(MAX_ROWS);
        &self.rows[from..(from + count).min(self.rows.len())]
    }
}

/// Selects. `keep` leaves out rows that the list should not show at all.
pub(crate) fn select(list: &dyn List, query: &Query, keep: &dyn Fn(usize) -> bool) -> Selection {
    let needles: Vec<String> = query.text.split_whitespace().map(lower).collect();
    let facets = list.facets();
    let mut counts: Vec<HashMap<Cow<'_, str>, u32>> = facets.iter().map(|_| HashMap::new()).collect();
    let mut rows = Vec::new();
    for row in 0..list.len() {
        if !keep(row) || !has_words(list, row, &needles) {
            continue;
        }
        // A row counts for a facet when every other filter lets it through, so that a value can be added.
        let mut failed: Option<&str> = None;
        let mut failures = 0;
        for (name, wanted) in &query.filters {
            if !wanted.is_empty() && !wanted.iter().any(|value| *value == list.value(row, name)) {
                failures += 1;
                failed = Some(name);
            }
        }
        if failures == 0 {
            rows.push(row as u32);
        }
        if failures <= 1 {
            for (facet, counts) in facets.iter().zip(&mut counts) {
                if failures == 0 || failed == Some(facet) {
                    *counts.entry(list.value(row, facet)).or_insert(0) += 1;
                }
            }
        }
    }
    if !query.sort.is_empty() {
        order::places(&mut rows, &mut |a, b| {
            let order = list.compare(a as usize, b as usize, &query.sort);
            if query.descending { order.reverse() } else { order }
        });
    }
    let facets = facets.iter().zip(counts).map(|(name, counts)| facet(name, counts)).collect();
    Selection { rows, facets }
}

fn facet(name: &str, counts: HashMap<Cow<'_, str>, u32>) -> Facet {
    let mut values: Vec<(String, u32)> = counts
        .into_iter()
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, count)| (value.into_owned(), count))
        .collect();
    let severity =
        |value: &str| ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"].iter().position(|s| *s == value);
    order::by(&mut values, |a, b| match (severity(&a.0), severity(&b.0)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)),
    });
    let more = values.len().saturating_sub(MAX_FACET_VALUES) as u32;
    values.truncate(MAX_FACET_VALUES);
    Facet { name: name.to_owned(), values, more }
}

fn has_words(list: &dyn List, row: usize, needles: &[String]) -> bool {
    needles.iter().all(|needle| {
        let mut found = false;
        list.words(row, &mut |word| found = found || contains(word, needle));
        found
    })
}

/// Whether `hay` contains `needle`, which is in lower case, case apart.
pub(crate) fn contains(hay: &str, needle: &str) -> bool {
    if hay.is_ascii() && needle.is_ascii() {
        let needle = needle.as_bytes();
        hay.len() >= needle.len()
            && hay.as_bytes().windows(needle.len().max(1)).any(|window| window.eq_ignore_ascii_case(needle))
            || needle.is_empty()
    } else {
        lower(hay).contains(needle)
    }
}

/// A text in lower case, as far as its alphabet has both cases a fixed step apart: Latin with and without accents, Greek, Cyrillic.
/// The library's table of all alphabets weighs five kilobytes, and AWS takes few of them.
pub(crate) fn lower(text: &str) -> String {
    let step = |letter: char| match letter {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        'Ā'..='ķ' | 'Ŋ'..='ŷ' => !u32::from(letter) & 1,
        'Ĺ'..='ň' => u32::from(letter) & 1,
        _ => 0,
    };
    text.chars().map(|letter| char::from_u32(u32::from(letter) + step(letter)).unwrap_or(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pets;
    const PETS: [(&str, &str, u32); 4] =
        [("Rex", "dog", 3), ("Tom", "cat", 9), ("Ida", "dog", 5), ("Öl", "cow", 1)];

    impl List for Pets {
        fn len(&self) -> usize {
            PETS.len()
        }
        fn value(&self, row: usize, column: &str) -> Cow<'_, str> {
            match column {
                "kind" => PETS[row].1.into(),
                _ => PETS[row].0.into(),
            }
        }
        fn words<'a>(&'a self, row: usize, see: &mut dyn FnMut(&'a str)) {
            see(PETS[row].0);
            see(PETS[row].1);
        }
        fn facets(&self) -> &'static [&'static str] {
            &["kind"]
        }
        fn compare(&self, a: usize, b: usize, _: &str) -> Ordering {
            PETS[a].2.cmp(&PETS[b].2)
        }
    }

    #[track_caller]
    fn check(query: Query, rows: &[u32], facets: &[(&str, u32)]) {
        let selection = select(&Pets, &query, &|_| true);
        assert_eq!(selection.rows, rows);
        let given: Vec<_> =
            selection.facets[0].values.iter().map(|(value, n)| (value.as_str(), *n)).collect();
        assert_eq!(given, facets);
    }

    #[test]
    fn rows_are_filtered_counted_and_sorted() {
        let all = [("dog", 2), ("cat", 1), ("cow", 1)];
        check(Query::default(), &[0, 1, 2, 3], &all);
        let dogs = Query { filters: vec![("kind".into(), vec!["dog".into()])], ..Query::default() };
        check(dogs.clone(), &[0, 2], &all);
        check(Query { sort: "age".into(), descending: true, ..dogs.clone() }, &[2, 0], &all);
        check(Query { text: "id DO".into(), ..dogs }, &[2], &[("dog", 1)]);
        check(Query { text: "ÖL".into(), ..Query::default() }, &[3], &[("cow", 1)]);
        let none = Query { filters: vec![("kind".into(), vec!["eel".into()])], ..Query::default() };
        check(none, &[], &all);
    }

    #[test]
    fn alphabets_with_cases_are_lowered() {
        let check = |text: &str| assert_eq!(lower(text), text.to_lowercase(), "{text}");
        check("ABCXYZ abc 019 []_ß");
        check("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞ÷ÿ");
        check("ĀĂĄĆČĎĐĒĘĚĞĢĪĮĶĹĽŁŃŅŇŊŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶ");
        check("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΤΥΦΧΨΩΪΫ");
        check("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏ");
        check("日本語 한국어 עברית");
    }

    #[test]
    fn pages_never_pass_the_end() {
        let selection = Selection { rows: vec![1, 2, 3], facets: Vec::new() };
        let page = |from, count| selection.page(&Query { from, count, ..Query::default() }).to_vec();
        assert_eq!(page(0, 2), [1, 2]);
        assert_eq!(page(2, 9), [3]);
        assert!(page(9, 9).is_empty());
        assert!(page(u32::MAX, u32::MAX).is_empty());
    }
}
