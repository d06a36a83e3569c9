//! Reading and writing the side file.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Judgement, Judgements};
use crate::edition_2026_11::frameworks;

/// The format's name.
pub const FORMAT: &str = "lambdascope-judgements";
/// The version that is written.
pub const VERSION: u32 = 1;

const LARGEST_FILE: usize = 16 << 20;
const MOST: usize = 10_000;
const LONGEST_TEXT: usize = 16 << 10;

/// Why a file of judgements can't be read. Shown as what happened, then what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is too large, in bytes.
    TooLarge(usize),
    /// It has too many judgements.
    TooMany(usize),
    /// It is not JSON, or not of that shape.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// It is of another format.
    OtherFormat,
    /// It was written by a newer program: its version.
    Newer(u64),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) => write!(
                f,
                "The file of judgements has {bytes} bytes, and at most {LARGEST_FILE} are read. Split it, or shorten its notes."
            ),
            Self::TooMany(count) => write!(
                f,
                "The file has {count} judgements, and at most {MOST} are read. Remove those of requirements that you don't audit."
            ),
            Self::NotJson { line, column } => write!(
                f,
                "The file of judgements can't be read at line {line}, column {column}. Save the judgements again, or mend that place."
            ),
            Self::OtherFormat => write!(
                f,
                "This is not a file of judgements: it has no format \"{FORMAT}\" with a version. Choose the file that was saved beside the report."
            ),
            Self::Newer(found) => write!(
                f,
                "The file of judgements has version {found}, and this program reads up to {VERSION}. Open it with a newer program."
            ),
        }
    }
}

impl std::error::Error for ReadError {}

/// A judgement that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementProblem {
    /// Its JSON pointer: `/judgements/3`.
    pub pointer: String,
    /// What happened.
    pub what: String,
    /// What to do.
    pub remedy: &'static str,
}

#[derive(Deserialize)]
struct Head {
    format: Option<serde_json::Value>,
    version: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    judgements: Vec<&'a RawValue>,
}

/// Reads a file of judgements. What is wrong with one of them is listed, and the others are read.
///
/// # Errors
/// The file as a whole can't be read.
pub fn read(text: &str) -> Result<(Judgements, Vec<JudgementProblem>), ReadError> {
    if text.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge(text.len()));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let not_json =
        |error: serde_json::Error| ReadError::NotJson { line: error.line(), column: error.column() };
    let head: Head = serde_json::from_str(text).map_err(not_json)?;
    if head.format.as_ref().and_then(serde_json::Value::as_str) != Some(FORMAT) {
        return Err(ReadError::OtherFormat);
    }
    match head.version.as_ref().and_then(serde_json::Value::as_u64) {
        None | Some(0) => return Err(ReadError::OtherFormat),
        Some(version) if version > u64::from(VERSION) => return Err(ReadError::Newer(version)),
        Some(_) => {}
    }
    let file: File<'_> = serde_json::from_str(text).map_err(not_json)?;
    if file.judgements.len() > MOST {
        return Err(ReadError::TooMany(file.judgements.len()));
    }
    let mut problems = Vec::new();
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    let mut entries: Vec<(usize, Judgement)> = Vec::new();
    for (at, raw) in file.judgements.iter().enumerate() {
        let mut problem = |at: usize, what: String, remedy| {
            problems.push(JudgementProblem { pointer: format!("/judgements/{at}"), what, remedy });
        };
        let judgement = match serde_json::from_str::<Judgement>(raw.get()) {
            Ok(judgement) => judgement,
            Err(error) => {
                problem(
                    at,
                    format!("It is not a judgement: {error}."),
                    "Mend it, or judge the requirement again.",
                );
                continue;
            }
        };
        if let Err((what, remedy)) = valid(&judgement) {
            problem(at, what.to_owned(), remedy);
            continue;
        }
        let of = (judgement.framework.clone(), judgement.requirement.clone());
        match places.get(&of).and_then(|place| entries.get_mut(*place)) {
            Some(entry) => {
                let what = format!("{} {} is judged again further down, and that one counts.", of.0, of.1);
                problem(entry.0, what, "Remove the one that no longer holds.");
                *entry = (at, judgement);
            }
            None => {
                places.insert(of, entries.len());
                entries.push((at, judgement));
            }
        }
    }
    let entries = entries.into_iter().map(|(_, judgement)| judgement).collect();
    Ok((Judgements { entries }, problems))
}

fn valid(judgement: &Judgement) -> Result<(), (&'static str, &'static str)> {
    let Judgement { framework, requirement, author, date, note, on, .. } = judgement;
    let mut texts = vec![framework, requirement, author, date, note];
    if let Some(basis) = on {
        texts.extend([&basis.rules, &basis.as_of]);
        texts.extend(&basis.evidence);
    }
    if texts.iter().any(|text| text.len() > LONGEST_TEXT) {
        return Err(("One of its texts is longer than 16 KiB.", "Shorten it, and file the proof elsewhere."));
    }
    if author.trim().is_empty() {
        return Err(("Nobody signed it.", "Write who judged."));
    }
    if !is_date(date) {
        return Err(("Its date is not a day like 2026-11-20.", "Write the day on which it was judged."));
    }
    Ok(())
}

/// Whether a text is a day of the calendar: `2026-11-20`.
fn is_date(text: &str) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return false };
    let number = |digits: &[&u8]| {
        digits
            .iter()
            .try_fold(0_u32, |n, digit| digit.is_ascii_digit().then(|| n * 10 + u32::from(**digit - b'0')))
    };
    let (Some(year), Some(month), Some(day)) =
        (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2]))
    else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Writes judgements: in the order of the frameworks, then those of requirements that this program doesn't know.
///
/// # Errors
/// Never for judgements; the signature is that of the writer of JSON.
pub fn write(judgements: &Judgements) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Out<'a> {
        format: &'static str,
        version: u32,
        judgements: Vec<&'a Judgement>,
    }
    let place = |judgement: &&Judgement| {
        frameworks::FRAMEWORKS.iter().enumerate().find_map(|(at, framework)| {
            let mut requirements = framework.requirements.iter();
            let within = requirements.position(|requirement| requirement.id == judgement.requirement)?;
            (framework.id == judgement.framework).then_some((at, within))
        })
    };
    let mut sorted: Vec<&Judgement> = judgements.iter().collect();
    order::by_key(&mut sorted, |judgement| place(judgement).unwrap_or((usize::MAX, usize::MAX)));
    let mut text =
        serde_json::to_string_pretty(&Out { format: FORMAT, version: VERSION, judgements: sorted })?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::super::tests::judgement;
    use super::*;

    fn file(judgements: &str) -> String {
        format!("{{\"format\":\"lambdascope-judgements\",\"version\":1,\"judgements\":[{judgements}]}}")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut judgements = Judgements::default();
        for (framework, requirement) in
            [("FUTURE", "1"), ("GDPR", "Art. 35"), ("SOC2", "CC7.2"), ("SOC2", "CC6.1")]
        {
            judgements.set(judgement(framework, requirement));
        }
        judgements.set(Judgement { judgement: Verdict::Met, ..judgement("GDPR", "Art. 35") });
        let text = write(&judgements).unwrap();
        let (again, problems) = read(&text).unwrap();
        assert_eq!(problems, []);
        let order: Vec<&str> = again.iter().map(|judgement| judgement.requirement.as_str()).collect();
        assert_eq!(order, ["CC6.1", "CC7.2", "Art. 35", "1"]);
        assert_eq!(again.get("GDPR", "Art. 35").map(|judgement| judgement.judgement), Some(Verdict::Met));
        assert_eq!(write(&again).unwrap(), text);
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.as_str());
        }
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        assert_eq!(read(text).unwrap_err().to_string(), expected);
    }

    #[test]
    fn files_that_are_none_are_refused() {
        refused(
            "{\"format\":\"lambdascope-judgements\",\"version\":7,\"judgements\":{}}",
            "The file of judgements has version 7, and this program reads up to 1. Open it with a newer program.",
        );
        let other = "This is not a file of judgements: it has no format \"lambdascope-judgements\" with a version. Choose the file that was saved beside the report.";
        refused("{\"format\":\"lambdascope-report\",\"version\":1}", other);
        refused("{\"format\":\"lambdascope-judgements\",\"version\":\"1\"}", other);
        refused("{}", other);
        let at = |line, column| {
            format!(
                "The file of judgements can't be read at line {line}, column {column}. Save the judgements again, or mend that place."
            )
        };
        refused("{\n\"format\": x}", &at(2, 11));
        refused("[", &at(1, 1));
        refused(&"[".repeat(100_000), &at(1, 128));
        refused("{\"format\":\"lambdascope-judgements\",\"version\":1}", &at(1, 47));
        refused(
            &" ".repeat(LARGEST_FILE + 1),
            "The file of judgements has 16777217 bytes, and at most 16777216 are read. Split it, or shorten its notes.",
        );
        let many = vec!["0"; MOST + 1].join(",");
        refused(
            &file(&many),
            "The file has 10001 judgements, and at most 10000 are read. Remove those of requirements that you don't audit.",
        );
    }

    #[test]
    fn a_bad_judgement_is_listed_and_the_others_are_read() {
        let good = serde_json::to_string(&judgement("SOC2", "CC6.1")).unwrap();
        let entries = [
            good.clone(),
            "{\"framework\": \"SOC2\"}".to_owned(),
            good.replace("PARTLY_MET", "COMPLIANT"),
            good.replace("Ada", "  "),
            good.replace("2026-11-20", "2026-02-29"),
            good.replace("=1", &"x".repeat(LONGEST_TEXT + 1)),
            good.replace("=1", "later").replace("\"version\"", "\"more\""),
        ];
        let (judgements, problems) = read(&file(&entries.join(","))).unwrap();
        assert_eq!(judgements.iter().map(|judgement| judgement.note.as_str()).collect::<Vec<_>>(), ["later"]);
        let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
        let expected = [
            "/judgements/1",
            "/judgements/2",
            "/judgements/3",
            "/judgements/4",
            "/judgements/5",
            "/judgements/0",
        ];
        assert_eq!(pointers, expected);
    }

    #[test]
    fn days_are_days() {
        for (text, expected) in [
            ("2026-11-20", true),
            ("2024-02-29", true),
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("2026-02-29", false),
            ("2026-13-01", false),
            ("2026-00-01", false),
            ("2026-01-00", false),
            ("2026-1-1", false),
            ("+026-01-01", false),
            ("", false),
        ] {
            assert_eq!(is_date(text), expected, "{text}");
        }
    }
}
