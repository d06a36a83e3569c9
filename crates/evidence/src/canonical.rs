//! The parameters of a call in canonical form, so that equal questions are found to be equal.

use std::borrow::Cow;

use crate::json::Value;

/// Parameters that cut or bound an answer and don't select it.
const BOUNDS: [&str; 13] = [
    "StartTime",
    "EndTime",
    "MaxItems",
    "MaxResults",
    "PageSize",
    "limit",
    "Limit",
    "startTime",
    "endTime",
    "maxItems",
    "maxResults",
    "pageSize",
    "StartingToken",
];
/// Parameters that name a page beyond the first.
const PAGES: [&str; 5] = ["Marker", "NextToken", "nextToken", "marker", "NextMarker"];

/// The canonical form of parameters that are all text: `parameters(&[("RoleName", "r")])` is `{"RoleName":"r"}`.
pub fn parameters(named: &[(&str, &str)]) -> String {
    if !named.is_sorted() {
        let mut sorted = named.to_vec();
        sorted.sort_unstable();
        return parameters(&sorted);
    }
    let length: usize = named.iter().map(|(name, value)| name.len() + value.len() + 6).sum();
    let mut out = String::with_capacity(length + 1);
    out.push('{');
    for (at, (name, value)) in named.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(name, &mut out);
        out.push(':');
        write_text(value, &mut out);
    }
    out.push('}');
    out
}

/// The canonical form of recorded parameters, without those that only bound the answer, and the token of the page asked for.
pub fn canonical_parameters(recorded: Value<'_>) -> (String, Option<String>) {
    let mut members = recorded.members();
    let page = members
        .iter()
        .find(|(name, value)| PAGES.contains(&name.as_ref()) && !value.is_null())
        .map(|(_, value)| value.text().map_or_else(|| value.raw().to_owned(), Into::into));
    members.retain(|(name, _)| !BOUNDS.contains(&name.as_ref()) && !PAGES.contains(&name.as_ref()));
    let mut out = String::with_capacity(recorded.end() - recorded.start());
    write_members(members, &mut out, 0);
    (out, page)
}

fn write_members(mut members: Vec<(Cow<'_, str>, Value<'_>)>, out: &mut String, depth: usize) {
    members.sort_by(|a, b| a.0.cmp(&b.0));
    out.push('{');
    for (at, (name, value)) in members.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(&name, out);
        out.push(':');
        write_value(value, out, depth + 1);
    }
    out.push('}');
}

/// Recursion is bounded: a scanned document is at most [`crate::json::MAX_DEPTH`] deep.
fn write_value(value: Value<'_>, out: &mut String, depth: usize) {
    if let Some(text) = value.text() {
        write_text(&text, out);
    } else if value.is_object() {
        write_members(value.members(), out, depth);
    } else if value.is_array() {
        out.push('[');
        for (at, item) in value.items().enumerate() {
            if at > 0 {
                out.push(',');
            }
            write_value(item, out, depth + 1);
        }
        out.push(']');
    } else {
        out.push_str(value.raw());
    }
}

/// Writes a JSON string with the fewest escapes.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    if !text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;

    #[test]
    fn parameters_have_one_canonical_form() {
        let recorded = Document::parse(
            r#"{ "b": [ {"AttributeValue": "or\u0064ers", "AttributeKey": "k"} ], "StartTime": "x", "Marker": "m", "a": "q\"\n" }"#,
        )
        .unwrap();
        let (canonical, page) = canonical_parameters(recorded.root());
        assert_eq!(
            canonical,
            "{\"a\":\"q\\\"\\u000a\",\"b\":[{\"AttributeKey\":\"k\",\"AttributeValue\":\"orders\"}]}"
        );
        assert_eq!(page.as_deref(), Some("m"));
        assert_eq!(parameters(&[("b", "1"), ("a", "é")]), r#"{"a":"é","b":"1"}"#);
    }
}
