//! The log group that the original takes for the function's: the first whose name begins as its name would.
//!
//! The original's `LOGGING_CHECK_ERROR` can't come about: everything that may fail is caught before, and noted as C25-LOG-4.

use evidence::json::Value;
use evidence::{CallId, Evidence, parameters};

use super::answers::{ask, reply};
use super::check::Sheet;
use super::{Subject, rules};
use crate::python::{Py, Raised};

const OPERATION: &str = "logs:DescribeLogGroups";

// Kept apart: ARCHITECTURE.md, "Size and speed", says why.
#[inline(never)]
pub(super) fn logging(sheet: &mut Sheet, evidence: &Evidence, subject: &Subject) {
    let prefix = format!("/aws/lambda/{}", subject.name);
    let exact = ask(evidence, subject.scope, OPERATION, &parameters(&[("logGroupNamePrefix", &prefix)]));
    let (reply, wider) = match exact.call {
        Some(_) => (exact, false),
        // A file that the AWS CLI wrote doesn't say what was asked for: a listing of more groups answers for these too.
        None => match evidence.ask_log_groups(subject.scope, &prefix) {
            Some(id) if !evidence.call(id).pointer.is_recorded() => {
                (reply(evidence, Some(id), OPERATION), true)
            }
            _ => (exact, false),
        },
    };
    let judged = reply
        .root()
        .and_then(|root| root.item("logGroups"))
        .and_then(|groups| judge(&groups, &prefix, wider, sheet, reply.call));
    if judged.is_err() {
        sheet.find(&rules::LOG_4, "Could not verify log group configuration").at(reply.call, "");
        sheet.could_not_look(&[&rules::LOG_1, &rules::LOG_2, &rules::LOG_3], rules::LOG_4.needs);
    }
}

fn judge(
    groups: &Py<'_>,
    prefix: &str,
    wider: bool,
    sheet: &mut Sheet,
    call: Option<CallId>,
) -> Result<(), Raised<'static>> {
    if !groups.truthy() {
        return Ok(());
    }
    let (at, group) = match groups {
        Py::List(Some(list)) => {
            // Only a wider listing holds groups of another prefix; AWS gives none of those when it is asked for this one.
            let other = |group: &Value<'_>| {
                wider
                    && group
                        .get("logGroupName")
                        .and_then(|name| name.text())
                        .is_some_and(|name| !name.starts_with(prefix))
            };
            match list.items().enumerate().find(|(_, group)| !other(group)) {
                Some((at, group)) => (at, Py::from(group)),
                None => return Ok(()),
            }
        }
        // The first character of a text, the key 0 of a map, an index of a number: none is a log group. The original notes
        // the same for each exception, so the text of this one does not matter.
        other => return Err(other.no_attribute("get")),
    };
    let place = format!("/logGroups/{at}");
    let retention = group.get("retentionInDays", Py::None)?;
    if !retention.truthy() {
        sheet
            .find(&rules::LOG_1, "Log group has no retention policy (logs kept indefinitely)")
            .at(call, place.clone());
    } else if retention.compared(">")? > 365.0 {
        sheet
            .find(&rules::LOG_2, format!("Log retention period is very long: {} days", retention.to_text()))
            .at(call, format!("{place}/retentionInDays"));
    }
    if !group.get("kmsKeyId", Py::None)?.truthy() {
        sheet.find(&rules::LOG_3, "CloudWatch logs not encrypted with KMS").at(call, place.clone());
    }
    Ok(())
}
