//! What a person set aside: values that they say are no secrets.
//!
//! A decision lives as long as the report is open. It is shown and exported as theirs, with the day; the finding stays a finding,
//! its requirement stays failed and the score stays as it was judged, since a report whose number depends on who clicked what
//! is none that can be checked again. What the score would be without stands beside it.

use checks::Status;
use report::{Finding, Muted};

use crate::lists::{Indexed, is_about_secrets};
use crate::messages::{Answer, Ask};
use crate::session::Session;

/// Who decides: nobody is asked for a name, so none is claimed.
const READER: &str = "the reader of this report";
/// What is decided.
const NO_SECRET: &str = "not a secret";

/// Whether a person may set a finding aside.
pub(crate) fn can_be(finding: &Finding) -> bool {
    is_about_secrets(&finding.rule) && finding.status == Status::Fail
}

/// Sets a finding of what was judged aside, or takes that back; nothing where that can't be done.
pub(crate) fn set(session: &mut Session, id: &str, aside: bool) -> Option<Answer> {
    if !session.shows_judged() {
        return None;
    }
    let judged = session.judged.as_mut()?;
    let finding = finding(judged, id)?;
    finding.muted = None;
    let decisions = &mut session.settings.beside.aside;
    if aside {
        decisions.insert(id.to_owned(), session.settings.today.clone());
    } else {
        decisions.remove(id);
    }
    apply(session);
    Some(session.answer(&Ask::Finding { id: id.to_owned() }))
}

/// Applies what was set aside to what was judged, which may have been judged again meanwhile.
pub(crate) fn apply(session: &mut Session) {
    let Some(judged) = &mut session.judged else { return };
    for (id, day) in &session.settings.beside.aside {
        if let Some(finding) = finding(judged, id) {
            let muted = Muted { by: READER.into(), why: NO_SECRET.into(), when: day.clone() };
            finding.muted = Some(Box::new(muted));
        }
    }
    let without = score_without(session);
    if let Some(judged) = &mut session.judged {
        judged.report.score_without = without;
    }
    session.changed();
}

/// The finding of that id, where it can be set aside.
fn finding<'a>(judged: &'a mut Indexed, id: &str) -> Option<&'a mut Finding> {
    let (function, position) = judged.find_finding(id)?;
    let of = judged.report.functions.get_mut(function as usize)?;
    of.findings.get_mut(position as usize).filter(|finding| can_be(finding))
}

/// The mean of the scores, were there no findings that were set aside; none where there are none.
fn score_without(session: &Session) -> Option<u32> {
    let of = session.judged.as_ref()?;
    if of.report.set_aside() == 0 {
        return None;
    }
    let further = session.reaching.as_ref()?;
    let score = |function: &report::FunctionReport| {
        let touched = function.findings.iter().any(|finding| finding.muted.is_some());
        if touched { further.score_without(function, &of.report.catalogue) } else { function.score }
    };
    let sum: u64 = of.report.functions.iter().map(|function| u64::from(score(function))).sum();
    sum.checked_div(of.report.functions.len() as u64).map(|mean| mean as u32)
}
