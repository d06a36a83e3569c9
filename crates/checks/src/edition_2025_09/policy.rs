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
// Kept apart: ARCHITECTURE.md, "Size and speed", says why.
#[inline(never)]
pub(super) fn judge(document: &Py<'_>, root: &str) -> Judged {
    Judged {
        actions: actions(document, root).map_err(|raised| raised.to_string()),
        wildcards: wildcards(document, root).map_err(|raised| raised.to_string()),
    }
}

fn actions(document: &Py<'_>, root: &str) -> Result<Vec<(&'static str, String)>, Raised<'static>> {
    let mut found = Vec::new();
    allowed(document, "Action", |action, at| {
        if let Some(name) = DANGEROUS.iter().find(|name| action.is_text(name)) {
            found.push((*name, pointer(root, at)));
        }
    })?;
    Ok(found)
}

fn wildcards(document: &Py<'_>, root: &str) -> Result<Vec<String>, Raised<'static>> {
    let mut found = Vec::new();
    allowed(document, "Resource", |resource, at| {
        if resource.is_text("*") {
            found.push(pointer(root, at));
        }
    })?;
    Ok(found)
}

/// The pointer of a statement: of that number in a list, or the only one.
fn pointer(root: &str, at: Option<usize>) -> String {
    match at {
        Some(at) => format!("{root}/Statement/{at}"),
        None => format!("{root}/Statement"),
    }
}

/// Visits what the Allow statements say under `key`, each with the number of its statement where they are a list.
fn allowed(
    document: &Py<'_>,
    key: &str,
    mut visit: impl FnMut(&Py<'_>, Option<usize>),
) -> Result<(), Raised<'static>> {
    let mut statement = |statement: &Py<'_>, at: Option<usize>| {
        if !statement.get("Effect", Py::None)?.is_text("Allow") {
            return Ok(());
        }
        match statement.get(key, Py::EMPTY_LIST)? {
            one @ Py::Text(_) => visit(&one, at),
            Py::List(Some(list)) => list.items().for_each(|item| visit(&item.into(), at)),
            many => many.iterate()?.iter().for_each(|item| visit(item, at)),
        }
        Ok(())
    };
    match document.get("Statement", Py::EMPTY_LIST)? {
        Py::List(list) => {
            let mut all = list.iter().flat_map(|list| list.items()).enumerate();
            all.try_for_each(|(at, item)| statement(&item.into(), Some(at)))
        }
        one => statement(&one, None),
    }
}
