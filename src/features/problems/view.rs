//! What could not be read.

use engine::messages::{ProblemRow, Question};

use super::words;
use crate::ui::el::{AnyView, all, div, el};
use crate::ui::words::and_more;
use crate::ui::{asked, problem};

/// Cards that are drawn at most; beyond that nobody reads them one by one.
const MOST: usize = 500;

/// What could not be read.
pub fn problems() -> AnyView {
    let answer = asked::ask(|| Some(Question::problems()));
    div("div", "screen page problems")
        .add(el("h1").add(words::TITLE))
        .add(asked::view(answer, |problems: &Vec<ProblemRow>| drawn(problems)))
        .view()
}

fn drawn(problems: &[ProblemRow]) -> AnyView {
    if problems.is_empty() {
        return div("p", "empty").add(words::NONE).view();
    }
    let more = and_more(problems.len().saturating_sub(MOST));
    let mut parts = vec![div("p", "aside").add(words::SUB).view()];
    parts.extend(problems.iter().take(MOST).map(|problem| problem::card(problem).view()));
    parts.extend(more.map(|more| div("p", "aside").add(more).view()));
    all(parts)
}
