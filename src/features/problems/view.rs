//! What could not be read.

use engine::messages::{Answer, Ask};
use leptos::prelude::*;

use super::words;
use crate::ui::{asked, problem, shorten};

/// Cards that are drawn at most; beyond that nobody reads them one by one.
const MOST: usize = 500;

/// What could not be read.
pub fn problems() -> AnyView {
    let answer = asked::ask(
        || Some(Ask::Problems),
        |answer| if let Answer::Problems(problems) = answer { Some(problems) } else { None },
    );
    let drawn = |problems: std::sync::Arc<Vec<engine::messages::ProblemRow>>| {
        if problems.is_empty() {
            return view! { <p class="empty">{words::NONE}</p> }.into_any();
        }
        let cards = problems.iter().take(MOST).map(problem::card).collect_view();
        let more = problems.len().saturating_sub(MOST);
        view! {
            <p class="aside">{words::SUB}</p>
            {cards}
            {(more > 0).then(|| view! { <p class="aside">{format!("and {} more", shorten::count(more as u64))}</p> })}
        }
        .into_any()
    };
    view! { <div class="screen page problems"><h1>{words::TITLE}</h1>{asked::view(answer, drawn)}</div> }
        .into_any()
}
