//! One policy document, as the original reads it.

use crate::python::{Py, Raised};

/// The actions that this edition calls dangerous, compared letter by letter.
const DANGEROUS: [&str; 8] =
    ["*", "iam:*", "sts:AssumeRole", "lambda:InvokeFunction", "s3:*", "dynamodb:*", "rds:*", "ec2:*"];

/// What a document shows; an error is the text of the exception that reading it raises.
#[derive(Debug)]
pub(super) struct Judged {
    /// Dangerous actions, each with the pointer of its statement.
    pub actions: Result<Vec<(&'static str, String)>, String>,
    /// The pointer of a statement, once for each wildcard resource in it.
    pub wildcards: Result<Vec<String>, String>,
}

/// Judges a document that stands at the pointer `root` of its answer.
pub(super) fn judge(document: &Py<'_>, root: &str) -> Judged {
    Judged {
        actions: actions(document, root).map_err(|raised| raised.to_string()),
        wildcards: wildcards(document, root).map_err(|raised| raised.to_string()),
    }
}

fn actions(document: &Py<'_>, root: &str) -> Result<Vec<(&'static str, String)>, Raised<'static>> {
    let mut found = Vec::new();
    allowed(document, root, "Action", |action, pointer| {
        if let Some(name) = DANGEROUS.iter().find(|name| action.is_text(name)) {
            found.push((*name, pointer.to_owned()));
        }
    })?;
    Ok(found)
}

fn wildcards(document: &Py<'_>, root: &str) -> Result<Vec<String>, Raised<'static>> {
    let mut found = Vec::new();
    allowed(document, root, "Resource", |resource, pointer| {
        if resource.is_text("*") {
            found.push(pointer.to_owned());
        }
    })?;
    Ok(found)
}

/// Visits what the Allow statements say under `key`, each with the pointer of its statement.
fn allowed(
    document: &Py<'_>,
    root: &str,
    key: &str,
    mut visit: impl FnMut(&Py<'_>, &str),
) -> Result<(), Raised<'static>> {
    let statements = document.get("Statement", Py::EMPTY_LIST)?;
    let listed = matches!(statements, Py::List(_));
    let statements = if listed { statements.iterate()? } else { vec![statements] };
    for (at, statement) in statements.iter().enumerate() {
        if !statement.get("Effect", Py::None)?.is_text("Allow") {
            continue;
        }
        let pointer = if listed { format!("{root}/Statement/{at}") } else { format!("{root}/Statement") };
        match statement.get(key, Py::EMPTY_LIST)? {
            one @ Py::Text(_) => visit(&one, &pointer),
            many => many.iterate()?.iter().for_each(|item| visit(item, &pointer)),
        }
    }
    Ok(())
}
