//! The function's URL: who may call it, and from which sites.

use evidence::{CallId, Evidence, parameters};

use super::answers::ask;
use super::check::Sheet;
use super::{Subject, rules};
use crate::python::{Py, Raised};

// Kept apart: ARCHITECTURE.md, "Size and speed", says why.
#[inline(never)]
pub(super) fn network(sheet: &mut Sheet, evidence: &Evidence, subject: &Subject) {
    let reply = ask(
        evidence,
        subject.scope,
        "lambda:GetFunctionUrlConfig",
        &parameters(&[("FunctionName", &subject.name)]),
    );
    let judged = reply.root().and_then(|root| judge(&root, sheet, reply.call));
    match judged {
        Ok(()) => {}
        // No URL, which is good.
        Err(raised) if raised.is_resource_not_found() => {}
        Err(raised) => {
            sheet
                .find(&rules::NET_3, format!("Failed to check function URL configuration: {raised}"))
                .at(reply.call, "");
            sheet.could_not_look(&[&rules::NET_1, &rules::NET_2], rules::NET_3.needs);
        }
    }
}

fn judge(url: &Py<'_>, sheet: &mut Sheet, call: Option<CallId>) -> Result<(), Raised<'static>> {
    if url.get("AuthType", Py::EMPTY_TEXT)?.is_text("NONE") {
        sheet.find(&rules::NET_1, "Function URL configured with no authentication").at(call, "/AuthType");
    }
    let origins = url.get("Cors", Py::EMPTY_DICT)?.get("AllowOrigins", Py::EMPTY_LIST)?;
    if origins.contains("*")? {
        sheet.find(&rules::NET_2, "Function URL allows all origins (*)").at(call, "/Cors/AllowOrigins");
    }
    Ok(())
}
