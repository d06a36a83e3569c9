//! Numbers and ids as people read them.

/// Shortens in the middle, where ids differ least: `arn:aws:iam::12…orders-role`. Counts characters, not bytes.
pub fn middle(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most || most < 3 {
        return text.to_owned();
    }
    let tail = (most - 1) / 2;
    let head = most - 1 - tail;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

/// Shortens at the end, as sentences are: `reads all res…`.
pub fn end(text: &str, most: usize) -> String {
    if text.chars().count() <= most || most == 0 {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// The two parts of an id on a screen: where there is no room the first gives way, the second stays. Short ones have no second.
pub fn parts(text: &str) -> (&str, &str) {
    let count = text.chars().count();
    if count <= 16 {
        return (text, "");
    }
    let at = text.char_indices().nth(count - 8).map_or(text.len(), |(at, _)| at);
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Whether some words stand in a text. Texts are short here, and the library's own search weighs as much as a screen.
pub fn has(text: &str, words: &str) -> bool {
    words.is_empty() || text.as_bytes().windows(words.len()).any(|part| part == words.as_bytes())
}

/// What stands before the first name in backticks, the name, and what stands behind it. A single backtick is no name.
pub fn name(text: &str) -> Option<(&str, &str, &str)> {
    let mut marks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'`').map(|(at, _)| at);
    let (first, second) = (marks.next()?, marks.next()?);
    Some((text.get(..first)?, text.get(first + 1..second)?, text.get(second + 1..)?))
}

/// A hash as its first and last four hexadecimal digits: `3f9c…a07e`.
pub fn hash(hex: &str) -> String {
    middle(hex, 9)
}

/// A count with thin spaces between thousands: `118 204`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun: `1 finding`, `12 findings`.
pub fn counted(number: u32, one: &str, many: &str) -> String {
    format!("{} {}", count(u64::from(number)), if number == 1 { one } else { many })
}

/// A size: `999 B`, `9.9 kB`, `118 MB`.
pub fn bytes(number: u64) -> String {
    if number < 1000 {
        return format!("{number} B");
    }
    let mut unit = 1000_u64;
    for name in ["kB", "MB", "GB"] {
        let (tenths, whole) = ((number + unit / 20) / (unit / 10), (number + unit / 2) / unit);
        if tenths < 100 {
            return format!("{}.{} {name}", tenths / 10, tenths % 10);
        }
        if whole < 1000 {
            return format!("{whole} {name}");
        }
        unit *= 1000;
    }
    format!("{} TB", number / unit)
}

// Fractions are written with whole numbers: the formatting of floats would be a fortieth of the whole page.

/// Points, with one decimal where they are not whole: `3`, `2.4`.
pub fn points(number: f64) -> String {
    if number > 0.0 && number < 0.05 {
        return "under 0.1".to_owned();
    }
    // `as` from a float saturates.
    match (number * 10.0).round() as u64 {
        tenths if tenths.is_multiple_of(10) => (tenths / 10).to_string(),
        tenths => format!("{}.{}", tenths / 10, tenths % 10),
    }
}

/// Points lost: `−2.4`, `under 0.1`, `0`.
pub fn lost(number: f64) -> String {
    if number >= 0.05 { format!("−{}", points(number)) } else { points(number.max(0.0)) }
}

/// A share in percent, never 0 or 100 unless it is: `12 %`, `under 1 %`.
pub fn percent(share: f64) -> String {
    match (share * 100.0).round() as u64 {
        0 if share > 0.0 => "under 1 %".to_owned(),
        100.. if share < 1.0 => "over 99 %".to_owned(),
        whole => format!("{whole} %"),
    }
}

/// A share as the width of a bar: `12.50%`.
pub fn width(share: f64) -> String {
    let hundredths = (share.clamp(0.0, 1.0) * 10_000.0).round() as u32;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The first names of a list and how many more there are.
pub fn names(all: &[String], most: usize) -> String {
    let first: Vec<&str> = all.iter().take(most).map(String::as_str).collect();
    match all.len().saturating_sub(most) {
        0 => first.join(", "),
        more => format!("{} and {} more", first.join(", "), count(more as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let check = |words: &str, expected: bool| assert_eq!(has("Größe zählt", words), expected, "{words}");
        check("", true);
        check("Größe", true);
        check("zählt", true);
        check("größe", false);
        check("Größe zählt nicht", false);
    }

    #[test]
    fn names_stand_between_backticks() {
        let check =
            |text: &str, expected: Option<(&str, &str, &str)>| assert_eq!(name(text), expected, "{text}");
        check("`A` is set, `B` is not", Some(("", "A", " is set, `B` is not")));
        check("the größte `Größe`", Some(("the größte ", "Größe", "")));
        check("``", Some(("", "", "")));
        check("one ` alone", None);
        check("", None);
    }

    #[test]
    fn long_ids_lose_their_middle() {
        let check = |text: &str, most: usize, expected: &str| assert_eq!(middle(text, most), expected);
        check("orders", 9, "orders");
        check("0123456789", 10, "0123456789");
        check("0123456789", 9, "0123…6789");
        check("0123456789", 8, "0123…789");
        check("ääääääääää", 5, "ää…ää");
        check("0123456789", 2, "0123456789");
        assert_eq!((end("0123456789", 5), end("01234", 5)), ("0123…".to_owned(), "01234".to_owned()));
        assert_eq!(parts("payments-webhook"), ("payments-webhook", ""));
        assert_eq!(parts("payments-webhook-2"), ("payments-w", "ebhook-2"));
        assert_eq!(hash("3f9c41d2000000000000a07e"), "3f9c…a07e");
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            ["0", "999", "1000", "9999"],
            [0, 999, 1000, 9999].map(count).each_ref().map(String::as_str)
        );
        assert_eq!(count(12_345), "12\u{202f}345");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(counted(1, "finding", "findings"), "1 finding");
        assert_eq!(counted(0, "finding", "findings"), "0 findings");
        assert_eq!(
            [0, 999, 1000, 9_949, 9_950, 999_499, 999_500, 117_000_000].map(bytes),
            ["0 B", "999 B", "1.0 kB", "9.9 kB", "10 kB", "999 kB", "1.0 MB", "117 MB"]
        );
        assert_eq!([0.0, 0.04, 3.0, 2.44, 2.96].map(points), ["0", "under 0.1", "3", "2.4", "3"]);
        assert_eq!(
            [0.0, 0.3333, 1.0, 2.0, f64::NAN].map(width),
            ["0.00%", "33.33%", "100.00%", "100.00%", "0.00%"]
        );
        assert_eq!([0.0, 0.04, 2.44].map(lost), ["0", "under 0.1", "−2.4"]);
        assert_eq!(
            [0.0, 0.001, 0.12, 0.999, 1.0].map(percent),
            ["0 %", "under 1 %", "12 %", "over 99 %", "100 %"]
        );
    }

    #[test]
    fn many_names_are_cut() {
        let check = |all: &[&str], expected: &str| {
            let all: Vec<String> = all.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(names(&all, 2), expected);
        };
        check(&[], "");
        check(&["a"], "a");
        check(&["a", "b"], "a, b");
        check(&["a", "b", "c", "d"], "a, b and 2 more");
    }
}
