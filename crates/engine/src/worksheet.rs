//! The auditor's worksheet, and what people judged, as files and for printing.

use compliance::edition_2026_11::{Judgements, Row, csv, worksheet, write};

use crate::messages::{JudgementRow, WorksheetRow};
use crate::requirements::overall;
use crate::session::{ExportedFile, Session};

/// So many failing functions are named in a printed row.
const NAMED: usize = 10;

/// Makes the rows and hands them over; none under an edition without a worksheet.
fn with_rows<T>(session: &Session, see: impl FnOnce(&[Row<'_>]) -> T) -> Option<T> {
    let of = session.of();
    let overall = overall(of)?;
    let basis = session.basis();
    let judgements = session.settings.beside.judgements_on(&basis);
    let join = judgements.join(&basis);
    Some(see(&worksheet(overall, &of.keys, &join)))
}

/// The rows, for printing.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
pub(crate) fn rows(session: &Session) -> Vec<WorksheetRow> {
    let row = |row: &Row<'_>| WorksheetRow {
        framework: row.framework.id.to_owned(),
        framework_title: row.framework.title.to_owned(),
        requirement: row.requirement.id.to_owned(),
        title: row.requirement.title.to_owned(),
        support: row.requirement.support.as_str().to_owned(),
        state: row.state.as_str().to_owned(),
        why: row.why.clone(),
        failing: named(&row.failing),
        judgement: row.judgement.map(|judgement| JudgementRow {
            framework: judgement.framework.clone(),
            requirement: judgement.requirement.clone(),
            verdict: judgement.judgement.as_str().to_owned(),
            author: judgement.author.clone(),
            date: judgement.date.clone(),
            note: judgement.note.clone(),
            of_other_evidence: row.of_other_evidence,
        }),
    };
    with_rows(session, |rows| rows.iter().map(row).collect()).unwrap_or_default()
}

fn named(names: &[&str]) -> String {
    let mut text = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        text += &format!(" and {} more", names.len() - NAMED);
    }
    text
}

/// The worksheet as CSV.
pub(crate) fn file(session: &Session) -> Result<ExportedFile, String> {
    let text = with_rows(session, |rows| csv(rows, &session.basis()))
        .ok_or("The published edition has no worksheet. Judge by the rules of 2026-11, then save it.")?;
    let name = dated("lambdascope-worksheet", &session.of().report.as_of, "csv");
    Ok(ExportedFile { name, media_type: "text/csv".into(), bytes: text.into_bytes() })
}

/// What people judged, to be dropped again beside the report.
pub(crate) fn judgements(session: &Session) -> Result<ExportedFile, String> {
    let judgements: Judgements = session.settings.beside.judgements_on(&session.basis());
    if judgements.iter().next().is_none() {
        return Err(
            "Nobody has judged anything yet. Open a requirement in Compliance and write what you say.".into(),
        );
    }
    let text = write(&judgements)
        .map_err(|error| format!("The judgements can't be written: {error}. Shorten their notes."))?;
    let name = dated("lambdascope-judgements", &session.of().report.as_of, "json");
    Ok(ExportedFile { name, media_type: "application/json".into(), bytes: text.into_bytes() })
}

pub(crate) fn dated(stem: &str, date: &str, ending: &str) -> String {
    if date.is_empty() { format!("{stem}.{ending}") } else { format!("{stem}-{date}.{ending}") }
}
