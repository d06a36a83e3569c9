//! How the original's language writes values: `str()` and `repr()`.

use evidence::json::Document;

use super::Py;

/// Writes `repr(value)`.
///
/// Recursion is bounded: a document is at most [`evidence::json::MAX_DEPTH`] deep.
pub(super) fn write_repr(value: &Py<'_>, out: &mut String) {
    match value {
        Py::None => out.push_str("None"),
        Py::Bool(true) => out.push_str("True"),
        Py::Bool(false) => out.push_str("False"),
        Py::Int("-0") => out.push('0'),
        Py::Int(digits) => out.push_str(digits),
        Py::Float(number) => out.push_str(&float(*number)),
        Py::Text(text) => write_text(text, out),
        Py::List(value) => {
            out.push('[');
            for (at, item) in value.iter().flat_map(|value| value.items()).enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_repr(&item.into(), out);
            }
            out.push(']');
        }
        Py::Dict(value) => {
            out.push('{');
            for (at, (key, item)) in value.iter().flat_map(|value| value.members()).enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_text(&key, out);
                out.push_str(": ");
                write_repr(&item.into(), out);
            }
            out.push('}');
        }
    }
}

/// `str()` of a value that stands as JSON text; text that is no JSON stays as it is.
pub fn json_to_text(json: &str) -> String {
    Document::parse(json)
        .map_or_else(|_| json.to_owned(), |value| Py::from(value.root()).to_text().into_owned())
}

fn write_text(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char == quote => {
                out.push('\\');
                out.push(char);
            }
            _ if printable(char) => out.push(char),
            _ => {
                let code = u32::from(char);
                out.push_str(&match code {
                    0..=0xFF => format!("\\x{code:02x}"),
                    0x100..=0xFFFF => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                });
            }
        }
    }
    out.push(quote);
}

/// Whether `str.isprintable()` says so. Rust's debug form escapes the same categories of characters; behind the first
/// character of a text it leaves combining marks as they are, as Python does.
fn printable(char: char) -> bool {
    match char {
        ' '..='~' => true,
        '\0'..='\u{a0}' | '\u{ad}' => false,
        _ => ['a', char].iter().collect::<String>().escape_debug().nth(1) == Some(char),
    }
}

/// `repr()` of a float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16 on.
pub(super) fn float(number: f64) -> String {
    if !number.is_finite() {
        return if number.is_nan() {
            "nan"
        } else if number > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if number == 0.0 || (-4..16).contains(&exponent) {
        let plain = format!("{number}");
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::super::Py;
    use evidence::json::Document;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let document = Document::parse(json).unwrap();
        assert_eq!(Py::from(document.root()).to_text(), expected, "{json}");
    }

    #[test]
    fn values_are_written_as_python_writes_them() {
        check("null", "None");
        check("[true,false,null]", "[True, False, None]");
        check("\"a'b\"", "a'b");
        check(r#"["a'b","a\"b","a'\"b"]"#, r#"["a'b", 'a"b', 'a\'"b']"#);
        check(r#"{"k":{"a":[1,-0]},"":"\\"}"#, r"{'k': {'a': [1, 0]}, '': '\\'}");
        check(
            r#"["\u0000\u007f\u00a0\u00ad\u200b\n\ud83d\ude00é\u0301"]"#,
            "['\\x00\\x7f\\xa0\\xad\\u200b\\n😀é\u{301}']",
        );
        check("12345678901234567890123", "12345678901234567890123");
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        check("1.0", "1.0");
        check("-0.0", "-0.0");
        check("400.50", "400.5");
        check("1e15", "1000000000000000.0");
        check("1e16", "1e+16");
        check("1.5e300", "1.5e+300");
        check("0.0001", "0.0001");
        check("0.00001", "1e-05");
        check("1e999", "inf");
        check("-1e999", "-inf");
    }
}
