//! Evidence laid out for reading: the deciding lines marked, the rest near them, and every secret value masked.

use evidence::json::{Document, Kind, Value, escape_pointer_token};

use checks::secrets::{Beside, Verdict, judge, scan};

use crate::messages::{EvidencePlace, ExcerptLine, MaskedValue};

/// An excerpt has at most so many lines.
const MAX_LINES: usize = 400;
/// A string longer than this is cut, in characters.
const MAX_TEXT: usize = 2000;

/// Whether the value at a pointer is shown only when the person asks for that one.
///
/// Environment variables are masked without looking at them; `Code.Location` is a presigned address; a CloudTrail event is
/// kept as text that may hold anything, variables of `UpdateFunctionConfiguration` among it.
pub(crate) fn is_masked(pointer: &str) -> bool {
    let tokens: Vec<&str> = pointer.split('/').collect();
    let pair = |a: &str, b: &str| tokens.windows(2).any(|window| window[0] == a && window[1] == b);
    (pair("Environment", "Variables") && tokens.last() != Some(&"Variables"))
        || pair("Code", "Location")
        || tokens.last() == Some(&"CloudTrailEvent")
}

/// How an excerpt is laid out.
pub(crate) struct Layout<'a> {
    /// The file's index, for asking for a masked value.
    pub file: u32,
    /// The pointer of the laid out value.
    pub base: &'a str,
    /// Pointers of the deciding values, below `base`.
    pub marks: &'a [String],
    /// Whether containers that decide nothing are shown in full.
    pub full: bool,
    /// The id of the finding that says that the value at a pointer is a secret.
    pub secret: &'a dyn Fn(&str) -> Option<String>,
}

/// Whether a text looks like a secret, or like one under its name. One that is copied from elsewhere is no less secret than where
/// a finding names it.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
fn looks_secret(pointer: &str, text: &str) -> bool {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    !scan(text).is_empty() || matches!(judge(name, text, Beside::default()), Verdict::Secret(_))
}

/// Lays out a value, and says how many lines were left out.
pub(crate) fn lay_out(document: &Document<'_>, layout: &Layout<'_>) -> (Vec<ExcerptLine>, u32) {
    let mut writer = Writer { layout, lines: Vec::new(), more: 0 };
    writer.value(document.root(), layout.base, 0, String::new(), "");
    if !layout.full && writer.lines.len() > 60 {
        return window(writer.lines, writer.more);
    }
    (writer.lines, writer.more)
}

/// Of a long excerpt, what stands around its marks.
fn window(lines: Vec<ExcerptLine>, more: u32) -> (Vec<ExcerptLine>, u32) {
    const AROUND: usize = 8;
    let marks: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.mark).map(|(at, _)| at).collect();
    let keep =
        |at: usize| at < 40 && marks.is_empty() || marks.iter().any(|mark| mark.abs_diff(at) <= AROUND);
    let mut out: Vec<ExcerptLine> = Vec::new();
    let mut left_out = 0;
    for (at, line) in lines.into_iter().enumerate() {
        if keep(at) {
            if left_out > 0 {
                let text =
                    if left_out == 1 { "… 1 line".to_owned() } else { format!("… {left_out} lines") };
                out.push(ExcerptLine { indent: line.indent, text, ..ExcerptLine::default() });
                left_out = 0;
            }
            out.push(line);
        } else {
            left_out += 1;
        }
    }
    (out, more + left_out)
}

struct Writer<'a> {
    layout: &'a Layout<'a>,
    lines: Vec<ExcerptLine>,
    more: u32,
}

impl Writer<'_> {
    /// Writes one value; `head` is what stands before it on its line. Depth is bounded: the document was scanned.
    fn value(&mut self, value: Value<'_>, pointer: &str, indent: u32, head: String, tail: &str) {
        let mark = self.layout.marks.iter().any(|mark| mark == pointer);
        let container = match value.kind() {
            Kind::Object => Some(('{', '}')),
            Kind::Array => Some(('[', ']')),
            _ => None,
        };
        let Some((open, close)) = container else {
            return self.scalar(value, pointer, indent, head, tail, mark);
        };
        let count = value.len();
        if count == 0 {
            return self.line(indent, format!("{head}{open}{close}{tail}"), mark);
        }
        let holds_mark = self.layout.marks.iter().any(|mark| {
            mark.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/')) || mark == pointer
        });
        let small = value.raw().len() <= 240 && !pointer.ends_with("/Environment");
        if !(self.layout.full || holds_mark || small || pointer == self.layout.base) {
            let what = if open == '{' { "members" } else { "items" };
            let what = if count == 1 { &what[..what.len() - 1] } else { what };
            return self.line(indent, format!("{head}{open} … {count} {what} {close}{tail}"), false);
        }
        self.line(indent, format!("{head}{open}"), mark);
        if open == '{' {
            let members = value.members();
            let last = members.len() - 1;
            for (at, (key, member)) in members.into_iter().enumerate() {
                let pointer = format!("{pointer}/{}", escape_pointer_token(&key));
                let tail = if at == last { "" } else { "," };
                self.value(member, &pointer, indent + 1, format!("{}: ", quoted(&key)), tail);
            }
        } else {
            for (at, item) in value.items().enumerate() {
                let tail = if at + 1 == count { "" } else { "," };
                self.value(item, &format!("{pointer}/{at}"), indent + 1, String::new(), tail);
            }
        }
        self.line(indent, format!("{close}{tail}"), mark);
    }

    fn scalar(&mut self, value: Value<'_>, pointer: &str, indent: u32, head: String, tail: &str, mark: bool) {
        let finding = (self.layout.secret)(pointer);
        let looks_secret = || value.text().is_some_and(|text| looks_secret(pointer, &text));
        if finding.is_some() || is_masked(pointer) || looks_secret() {
            let length = value.text().map_or(value.raw().len(), |text| text.chars().count());
            let masked = MaskedValue {
                place: EvidencePlace { file: self.layout.file, pointer: pointer.to_owned() },
                length: length as u32,
                finding,
            };
            let line = ExcerptLine { indent, text: head, mark, masked: Some(masked), tail: tail.to_owned() };
            return self.push(line);
        }
        let shown = match value.text() {
            Some(text) => quoted(&text),
            None => value.raw().to_owned(),
        };
        let cut: String = shown.chars().take(MAX_TEXT).collect();
        let cut = if cut.len() < shown.len() { format!("{cut}…") } else { cut };
        self.line(indent, format!("{head}{cut}{tail}"), mark);
    }

    fn line(&mut self, indent: u32, text: String, mark: bool) {
        self.push(ExcerptLine { indent, text, mark, masked: None, tail: String::new() });
    }

    fn push(&mut self, line: ExcerptLine) {
        if self.lines.len() < MAX_LINES || (line.mark && self.lines.len() < MAX_LINES * 2) {
            self.lines.push(line);
        } else {
            self.more += 1;
        }
    }
}

/// A string as JSON, with everything that could deceive the eye written out.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            deceptive if is_deceptive(deceptive) => {
                let mut units = [0; 2];
                for unit in deceptive.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// Control characters, those that turn the direction of text, and those that have no width.
pub(crate) fn is_deceptive(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, base: &str, marks: &[&str], full: bool) -> String {
        let document = Document::parse(text).unwrap();
        let marks: Vec<String> = marks.iter().map(|&mark| mark.to_owned()).collect();
        let (lines, more) =
            lay_out(&document, &Layout { file: 0, base, marks: &marks, full, secret: &|_| None });
        let mut out = String::new();
        for line in lines {
            out.push_str(if line.mark { "> " } else { "  " });
            out.push_str(&"  ".repeat(line.indent as usize));
            out.push_str(&line.text);
            if let Some(masked) = line.masked {
                out.push_str(&format!("({} characters)", masked.length));
            }
            out.push_str(&line.tail);
            out.push('\n');
        }
        assert_eq!(more, 0);
        out
    }

    #[test]
    fn deciding_lines_are_marked_and_the_rest_is_folded() {
        let big = "x".repeat(300);
        let text = format!(r#"{{"Timeout":900,"Other":{{"a":"{big}"}},"Small":[1]}}"#);
        assert_eq!(
            show(&text, "/r", &["/r/Timeout"], false),
            "  {\n>   \"Timeout\": 900,\n    \"Other\": { … 1 member },\n    \"Small\": [\n      1\n    ]\n  }\n"
        );
    }

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let text = r#"{"Configuration":{"Environment":{"Variables":{"PASSWORD":"hunter2","B":5}}},"Code":{"Location":"https://x"},
            "Events":[{"CloudTrailEvent":"{\"secret\":1}"}]}"#;
        let shown = show(text, "", &[], true);
        assert!(
            !shown.contains("hunter2") && !shown.contains("https") && !shown.contains("secret"),
            "{shown}"
        );
        assert!(shown.contains("\"PASSWORD\": (7 characters),"), "{shown}");
        assert!(shown.contains("\"B\": (1 characters)"), "{shown}");
        let variables =
            show(r#"{"A":"s3cret"}"#, "/calls/0/response/Configuration/Environment/Variables", &[], false);
        assert!(!variables.contains("s3cret"));
        let one = show(r#""s3cret""#, "/calls/0/response/Configuration/Environment/Variables/A", &[], false);
        assert!(!one.contains("s3cret"));
    }

    #[test]
    fn what_looks_like_a_secret_is_masked_without_a_finding() {
        let key = "sk_live_9fKx2VnQ7tRb4LmZc8WyHs3P";
        let text = format!(
            r#"{{"Description":"old key {key}","Tags":{{"db_password":"x9#Lq2!vT7pWz4","team":"orders"}}}}"#
        );
        let shown = show(&text, "", &[], true);
        assert!(!shown.contains(key) && !shown.contains("x9#Lq2"), "{shown}");
        assert!(shown.contains("\"team\": \"orders\""), "{shown}");
    }

    #[test]
    fn text_that_deceives_the_eye_is_written_out() {
        assert_eq!(quoted("a\u{202e}b\u{0}\"\u{200b}"), "\"a\\u202eb\\u0000\\\"\\u200b\"");
    }
}
