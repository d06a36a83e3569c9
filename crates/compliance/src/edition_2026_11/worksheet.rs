//! The auditor's worksheet: a row for each requirement, with room for a person's judgement.

use super::judgements::{Basis, Join, Judgement};
use super::overall::Overall;
use super::requirement::{Framework, Requirement};
use super::rules::RuleSet;
use super::state::State;

/// A row of the worksheet.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The framework.
    pub framework: &'static Framework,
    /// The requirement.
    pub requirement: &'static Requirement,
    /// What the rules come to; a judgement never changes it.
    pub state: State,
    /// Why.
    pub why: String,
    /// The rules that decide it, or bear on it.
    pub rules: RuleSet,
    /// The names of the functions that fail, in the order of the report.
    pub failing: Vec<&'a str>,
    /// What a person said, where somebody did.
    pub judgement: Option<&'a Judgement>,
    /// Whether that was said of other evidence than this.
    pub of_other_evidence: bool,
}

/// The rows of all frameworks. `functions` are the names of the functions in the order in which they were added to `overall`.
pub fn worksheet<'a>(overall: &Overall, functions: &'a [String], judgements: &Join<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for framework in &overall.frameworks {
        for requirement in &framework.requirements {
            let judged = judgements.get(framework.framework.id, requirement.requirement.id);
            let name = |at: &u32| functions.get(*at as usize).map(String::as_str);
            rows.push(Row {
                framework: framework.framework,
                requirement: requirement.requirement,
                state: requirement.state(),
                why: requirement.why(),
                rules: requirement.rules,
                failing: requirement.failing_functions.iter().filter_map(name).collect(),
                judgement: judged.map(|(judgement, _)| judgement),
                of_other_evidence: judged.is_some_and(|(_, is_other)| is_other),
            });
        }
    }
    rows
}

const HEAD: [&str; 17] = [
    "framework",
    "requirement",
    "title",
    "support",
    "state",
    "why",
    "rules",
    "functions failing",
    "failing",
    "judgement",
    "author",
    "date",
    "note",
    "judged on",
    "edition",
    "as of",
    "evidence sha-256",
];

/// A spreadsheet's cell holds 32,767 characters; what is longer is cut by some, without a word.
const LONGEST_LIST: usize = 30_000;

/// The worksheet of a report as CSV (RFC 4180): UTF-8 without a byte order mark, lines end with CR LF, every cell is quoted.
///
/// Names and notes come from others. A cell that a spreadsheet would take for a formula gets an apostrophe before it, and control
/// characters are replaced, so that opening the file does nothing but show it.
pub fn csv(rows: &[Row<'_>], basis: &Basis) -> String {
    let hashes = basis.hashes();
    let mut out = String::new();
    line(&mut out, HEAD.map(str::to_owned));
    for row in rows {
        let judged = |field: fn(&Judgement) -> String| row.judgement.map(field).unwrap_or_default();
        let judged_on = match row.judgement {
            None => String::new(),
            Some(_) if !row.of_other_evidence => "this evidence".to_owned(),
            Some(judgement) => match &judgement.on {
                Some(basis) if !basis.as_of.is_empty() => format!("other evidence, as of {}", basis.as_of),
                _ => "evidence that it doesn't name".to_owned(),
            },
        };
        line(
            &mut out,
            [
                row.framework.id.to_owned(),
                row.requirement.id.to_owned(),
                row.requirement.title.to_owned(),
                row.requirement.support.as_str().to_owned(),
                row.state.as_str().to_owned(),
                row.why.clone(),
                row.rules.ids().collect::<Vec<_>>().join(" "),
                row.failing.len().to_string(),
                list(&row.failing),
                judged(|judgement| judgement.judgement.as_str().to_owned()),
                judged(|judgement| judgement.author.clone()),
                judged(|judgement| judgement.date.clone()),
                judged(|judgement| judgement.note.clone()),
                judged_on,
                basis.rules.clone(),
                basis.as_of.clone(),
                hashes.clone(),
            ],
        );
    }
    out
}

/// Names, one after the other, as many as a cell holds.
fn list(names: &[&str]) -> String {
    let mut list = String::new();
    for (at, name) in names.iter().enumerate() {
        if list.len() + name.len() > LONGEST_LIST {
            list += &format!(", and {} more in the report", names.len() - at);
            break;
        }
        if at > 0 {
            list += ", ";
        }
        list += name;
    }
    list
}

fn line<const N: usize>(out: &mut String, cells: [String; N]) {
    csv_line(out, &cells.each_ref().map(String::as_str));
}

/// A line of CSV as [`csv`] writes it: every cell quoted, and none that a spreadsheet would run.
pub fn csv_line(out: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push('"');
        neutral(out, cell);
        out.push('"');
    }
    out.push_str("\r\n");
}

/// Writes a cell's text so that no spreadsheet runs it.
fn neutral(out: &mut String, text: &str) {
    // Some programs skip blanks before a formula, and take the wide forms of East Asian keyboards for the narrow ones.
    let starts_formula = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') || c.is_control() || is_invisible(c)
    };
    if text.trim_start_matches(' ').starts_with(starts_formula) {
        out.push('\'');
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\"\""),
            '\n' => out.push('\n'),
            c if c.is_control() || is_invisible(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

/// Marks that turn the direction of text around or that nobody sees: a name could show as another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::super::judge::{Facts, RuleStatus, judge};
    use super::super::judgements::{Judgements, Verdict};
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        let mut out = String::new();
        neutral(&mut out, cell);
        assert_eq!(out, expected);
    }

    #[test]
    fn no_cell_runs() {
        check("orders", "orders");
        check("", "");
        check("a \"b\"", "a \"\"b\"\"");
        check("=HYPERLINK(\"x\")", "'=HYPERLINK(\"\"x\"\")");
        check("+1", "'+1");
        check("-1+1|cmd", "'-1+1|cmd");
        check("@SUM(A1)", "'@SUM(A1)");
        check("  =1", "'  =1");
        check("\t=1", "'\u{FFFD}=1");
        check("\r=1", "'\u{FFFD}=1");
        check("\n=1", "'\n=1");
        check("\u{0}x\u{85}", "'\u{FFFD}x\u{FFFD}");
        check("＝1", "'＝1");
        check("\u{FEFF}=1", "'\u{FFFD}=1");
        check("a\u{202E}b", "a\u{FFFD}b");
        check("a-b=c", "a-b=c");
    }

    fn fails(_: &str) -> RuleStatus {
        RuleStatus::Fail
    }

    /// A worksheet of one function of that name that fails everything, with one judgement; the line of CC6.1.
    #[track_caller]
    fn line_of(name: &str, judgement: Option<Judgement>, on: &Basis) -> String {
        let mut overall = Overall::new();
        overall.add(&judge(&fails, &Facts::default()));
        let mut judgements = Judgements::default();
        if let Some(judgement) = judgement {
            judgements.set(judgement);
        }
        let names = [name.to_owned()];
        let join = judgements.join(on);
        let text = csv(&worksheet(&overall, &names, &join), on);
        assert_eq!(text.lines().next().unwrap().matches(',').count() + 1, HEAD.len());
        let line = text.lines().find(|line| line.contains("\"CC6.1\"")).unwrap();
        // What it was made from ends each line.
        line.strip_suffix(",\"2026-11\",\"2026-11-01\",\"ab\"").unwrap().to_owned()
    }

    #[test]
    fn a_row_has_room_for_a_judgement() {
        let on = Basis { rules: "2026-11".into(), as_of: "2026-11-01".into(), evidence: vec!["ab".into()] };
        let line = line_of("=orders", None, &on);
        assert!(line.starts_with(
            "\"SOC2\",\"CC6.1\",\"Access to information and systems is restricted\",\"supports\",\"FAIL\","
        ));
        assert!(line.ends_with("\"1\",\"'=orders\",\"\",\"\",\"\",\"\",\"\""), "{line}");
        let mut judgement = Judgement {
            framework: "SOC2".into(),
            requirement: "CC6.1".into(),
            judgement: Verdict::Met,
            author: "@ada".into(),
            date: "2026-11-20".into(),
            note: "See \"A-1\"".into(),
            on: Some(on.clone()),
        };
        let line = line_of("orders", Some(judgement.clone()), &on);
        let of_this = "\"MET\",\"'@ada\",\"2026-11-20\",\"See \"\"A-1\"\"\",\"this evidence\"";
        assert!(line.ends_with(of_this), "{line}");
        judgement.on = Some(Basis { as_of: "2025-11-01".into(), evidence: vec!["cd".into()], ..on.clone() });
        let line = line_of("orders", Some(judgement.clone()), &on);
        assert!(line.ends_with("\"other evidence, as of 2025-11-01\""), "{line}");
        judgement.on = None;
        let line = line_of("orders", Some(judgement), &on);
        assert!(line.ends_with("\"evidence that it doesn't name\""), "{line}");
    }

    #[test]
    fn a_list_of_functions_fits_a_cell() {
        let names: Vec<String> = (0..10_000).map(|n| format!("function-{n:05}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let list = list(&names);
        assert!(list.len() < 32_767 && list.starts_with("function-00000, function-00001"));
        let told = list.matches("function-").count();
        assert!(list.ends_with(&format!(", and {} more in the report", 10_000 - told)));
    }

    #[test]
    fn every_requirement_has_a_row() {
        let overall = Overall::new();
        let judgements = Judgements::default();
        let join = judgements.join(&Basis::default());
        let rows = worksheet(&overall, &[], &join);
        let requirements: usize =
            overall.frameworks.iter().map(|framework| framework.requirements.len()).sum();
        assert_eq!(
            (rows.len(), csv(&rows, &Basis::default()).matches("\r\n").count()),
            (requirements, requirements + 1)
        );
    }
}
