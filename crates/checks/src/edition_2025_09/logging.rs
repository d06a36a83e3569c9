//! The log group that the original takes for the function's: the first whose name begins as its name would.
//!
//! The original's `LOGGING_CHECK_ERROR` can't come about: everything that may fail is caught before, and noted as C25-LOG-4.

use evidence::{CallId, Evidence, parameters};

use super::answers::ask;
use super::check::Sheet;
use super::{Subject, rules};
use crate::python::{Py, Raised};

const GROUP: &str = "/logGroups/0";

pub(super) fn logging(sheet: &mut Sheet, evidence: &Evidence, subject: &Subject) {
    let prefix = format!("/aws/lambda/{}", subject.name);
    let reply = ask(
        evidence,
        subject.scope,
        "logs:DescribeLogGroups",
        &parameters(&[("logGroupNamePrefix", &prefix)]),
    );
    let judged = reply
        .root()
        .and_then(|root| root.item("logGroups"))
        .and_then(|groups| judge(&groups, sheet, reply.call));
    if judged.is_err() {
        sheet.find(&rules::LOG_4, "Could not verify log group configuration").at(reply.call, "");
        sheet.could_not_look(&[&rules::LOG_1, &rules::LOG_2, &rules::LOG_3], rules::LOG_4.needs);
    }
}

fn judge(groups: &Py<'_>, sheet: &mut Sheet, call: Option<CallId>) -> Result<(), Raised<'static>> {
    if !groups.truthy() {
        return Ok(());
    }
    let group = match groups {
        Py::List(Some(list)) => list.items().next().map_or(Py::None, Py::from),
        // The first character of a text, the key 0 of a map, an index of a number: none is a log group. The original notes
        // the same for each exception, so the text of this one does not matter.
        other => return Err(other.no_attribute("get")),
    };
    let retention = group.get("retentionInDays", Py::None)?;
    if !retention.truthy() {
        sheet
            .find(&rules::LOG_1, "Log group has no retention policy (logs kept indefinitely)")
            .at(call, GROUP);
    } else if retention.compared(">")? > 365.0 {
        sheet
            .find(&rules::LOG_2, format!("Log retention period is very long: {} days", retention.to_text()))
            .at(call, "/logGroups/0/retentionInDays");
    }
    if !group.get("kmsKeyId", Py::None)?.truthy() {
        sheet.find(&rules::LOG_3, "CloudWatch logs not encrypted with KMS").at(call, GROUP);
    }
    Ok(())
}
