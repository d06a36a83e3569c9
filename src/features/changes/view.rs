//! What judging the evidence again would change in an audit that is open with it.

use std::sync::Arc;

use engine::messages::{Answer, Ask, Changes, FunctionChange};
use leptos::prelude::*;

use super::words;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::{asked, marks};

/// The screen.
pub fn changes() -> AnyView {
    let app = App::get();
    let answer = asked::ask(
        || Some(Ask::Changes),
        |answer| if let Answer::Changes(changes) = answer { Some(changes) } else { None },
    );
    view! {
        <div class="screen page changes">
            <h1>{words::TITLE}</h1>
            {asked::view(answer, move |changes| drawn(app, &changes))}
        </div>
    }
    .into_any()
}

fn drawn(app: App, changes: &Arc<Changes>) -> AnyView {
    let without = (!changes.without_evidence.is_empty()).then(|| {
        let names =
            changes.without_evidence.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
        view! { <section class="card"><h2>{words::WITHOUT}</h2><ul>{names}</ul></section> }
    });
    let summary = if changes.functions.is_empty() { words::SAME.to_owned() } else { words::summary(changes) };
    let functions = changes.functions.iter().map(|change| function(app, change)).collect_view();
    view! { <p>{summary}</p>{functions}{without} }.into_any()
}

fn function(app: App, change: &FunctionChange) -> AnyView {
    let route = Route::to(Screen::Function(change.function.key.clone()));
    let list = |title: &'static str, class: &'static str, sentences: &[String]| {
        let sentences = sentences.iter().map(|sentence| view! { <li>{sentence.clone()}</li> }).collect_view();
        view! { <h3>{title}</h3><ul class=class>{sentences}</ul> }
    };
    let (before, after) = change.score;
    view! {
        <section class="card">
            <h2><a href=app.href(&route)>{marks::id(&change.function.name)}</a></h2>
            <p class="row">{marks::score(before)}" → "{marks::score(after)}</p>
            {(!change.gone.is_empty()).then(|| list(words::GONE, "gone", &change.gone))}
            {(!change.new.is_empty()).then(|| list(words::NEW, "new", &change.new))}
        </section>
    }
    .into_any()
}
