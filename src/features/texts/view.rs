//! The two text reports of a function, as the published layout has them.

use engine::messages::{Question, TextKind};

use super::words;
use crate::platform::download;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::asked;
use crate::ui::code::copy_button;
use crate::ui::el::{AnyView, all, button, div, el, link};

/// A text report.
pub fn text(kind: TextKind, function: String) -> AnyView {
    let app = App::get();
    let back = Route::to(Screen::Function(function.clone()));
    let answer = asked::ask(move || Some(Question::text(function.clone(), kind)));
    let drawn = |(text, file): &(String, String)| {
        let (saved, name) = (text.clone(), file.clone());
        let save = button(words::SAVE, move |_| download::save_text(&name, &saved));
        all(vec![
            div("div", "buttons").add(copy_button(text.clone())).add(save).view(),
            div("pre", "report").attr("tabindex", "0").add(text).view(),
        ])
    };
    div("div", "screen page text")
        .add(div("p", "back").add(link(app.href(&back)).add("← ").add(words::BACK)))
        .add(el("h1").add(words::title(kind)))
        .add(asked::view(answer, drawn))
        .view()
}
