//! What judging the evidence again would change in an audit that is open with it.

use engine::messages::{Changes, FunctionChange, Question};

use super::words;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, El, div, el, link};
use crate::ui::{asked, marks};

/// The screen.
pub fn changes() -> AnyView {
    let app = App::get();
    let answer = asked::ask(|| Some(Question::changes()));
    div("div", "screen page changes")
        .add(el("h1").add(words::TITLE))
        .add(asked::view(answer, move |changes| drawn(app, changes)))
        .view()
}

fn drawn(app: App, changes: &Changes) -> AnyView {
    let names = |names: &[String]| names.iter().map(|name| el("li").add(name)).collect::<Vec<_>>();
    let without = (!changes.without_evidence.is_empty()).then(|| {
        let list = el("ul").add(names(&changes.without_evidence));
        div("section", "card").add(el("h2").add(words::WITHOUT)).add(list)
    });
    let summary = if changes.functions.is_empty() { words::SAME.to_owned() } else { words::summary(changes) };
    el("div")
        .add(el("p").add(summary))
        .add(changes.functions.iter().map(|change| function(app, change)).collect::<Vec<_>>())
        .add(without)
        .view()
}

fn function(app: App, change: &FunctionChange) -> El {
    let route = Route::to(Screen::Function(change.function.key.clone()));
    let title = link(app.href(&route)).add(marks::id(&change.function.name));
    let (before, after) = change.score;
    let mut card = div("section", "card")
        .add(el("h2").add(title))
        .add(div("p", "row").add(marks::score(before)).add(" → ").add(marks::score(after)));
    for (title, class, sentences) in [(words::GONE, "gone", &change.gone), (words::NEW, "new", &change.new)] {
        if !sentences.is_empty() {
            let sentences = sentences.iter().map(|sentence| el("li").add(sentence)).collect::<Vec<_>>();
            card = card.add(el("h3").add(title)).add(div("ul", class).add(sentences));
        }
    }
    card
}
