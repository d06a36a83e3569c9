//! The findings that are shown, as a table that other programs read (CSV, RFC 4180).

use crate::lists::{Findings, Indexed};
use crate::messages::Query;
use crate::select::select;

const HEAD: [&str; 11] = [
    "severity", "status", "function", "account", "region", "rule", "title", "check", "message", "points",
    "id",
];

/// The findings that a query chooses, in its order; all of them, whichever page it asks for.
pub(crate) fn findings(of: &Indexed, query: &Query) -> Vec<u8> {
    let mut out = String::new();
    line(&mut out, HEAD);
    let mut ids: Option<(u32, Vec<String>)> = None;
    for row in select(&Findings(of), query, &|_| true).rows {
        let (at, position) = of.findings[row as usize];
        let function = of.function(at);
        // The ids of a function are made together.
        let known = ids.take().filter(|(known, _)| *known == at).unwrap_or_else(|| (at, function.ids()));
        let id = known.1[position as usize].clone();
        ids = Some(known);
        let row = of.finding_row((at, position), id);
        let points = row.points.to_string();
        line(
            &mut out,
            [
                &row.severity,
                &row.status,
                &row.function.name,
                function.account.as_deref().unwrap_or_default(),
                function.region.as_deref().unwrap_or_default(),
                &row.rule,
                &row.title,
                &row.check,
                &row.message,
                &points,
                &row.id,
            ],
        );
    }
    out.into_bytes()
}

fn line<'a>(out: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    let mut comma = "";
    for cell in cells {
        out.push_str(comma);
        comma = ",";
        self::cell(out, cell);
    }
    out.push_str("\r\n");
}

/// A cell. One that a spreadsheet would compute gets a sign before it that makes it text: what stands in evidence may be anybody's.
fn cell(out: &mut String, text: &str) {
    let computed = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !computed && !text.contains(['"', ',', '\r', '\n']) {
        return out.push_str(text);
    }
    out.push('"');
    if computed {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_are_quoted_and_never_computed() {
        for (text, expected) in [
            ("orders", "orders"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("@SUM(1)", "\"'@SUM(1)\""),
            ("-1+2", "\"'-1+2\""),
        ] {
            let mut out = String::new();
            super::cell(&mut out, text);
            assert_eq!(out, expected, "{text:?}");
        }
    }
}
