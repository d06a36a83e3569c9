//! A problem while reading, as a card: what happened, where, what to do.

use engine::messages::ProblemRow;

use crate::ui::el::{El, div, el};
use crate::ui::words;

/// The card.
pub fn card(problem: &ProblemRow) -> El {
    let (class, word) = match problem.severity.as_str() {
        "refused" => ("problem refused", words::REFUSED),
        "skipped" => ("problem skipped", words::SKIPPED),
        _ => ("problem note", words::NOTE),
    };
    let place = problem.line.map(|line| el("span").add(words::line(line, problem.column)));
    let pointer = problem.pointer.as_ref().filter(|pointer| !pointer.is_empty());
    let head = el("header")
        .add(div("span", "kind").add(word))
        .add(div("b", "file").add(&problem.file))
        .add(place)
        .add(pointer.map(|pointer| el("code").add(pointer)));
    div("article", class)
        .add(head)
        .add(el("p").add(&problem.what))
        .add(div("p", "remedy").add(&problem.remedy))
}
