//! A problem while reading, as a card: what happened, where, what to do.

use engine::messages::ProblemRow;
use leptos::prelude::*;

/// Where a problem is: line, column and pointer, as far as they are known.
fn place(problem: &ProblemRow) -> Vec<AnyView> {
    let mut parts = Vec::new();
    if let Some(line) = problem.line {
        let column = problem.column.map(|column| format!(", column {column}")).unwrap_or_default();
        parts.push(view! { <span>{format!("line {line}{column}")}</span> }.into_any());
    }
    if let Some(pointer) = problem.pointer.as_ref().filter(|pointer| !pointer.is_empty()) {
        parts.push(view! { <code>{pointer.clone()}</code> }.into_any());
    }
    parts
}

/// The card.
pub fn card(problem: &ProblemRow) -> AnyView {
    let class = match problem.severity.as_str() {
        "refused" => "refused",
        "skipped" => "skipped",
        _ => "note",
    };
    let word = match class {
        "refused" => "Not opened",
        "skipped" => "Skipped",
        _ => "Note",
    };
    view! {
        <article class=format!("problem {class}")>
            <header><span class="kind">{word}</span><b class="file">{problem.file.clone()}</b>{place(problem)}</header>
            <p>{problem.what.clone()}</p>
            <p class="remedy">{problem.remedy.clone()}</p>
        </article>
    }
    .into_any()
}
