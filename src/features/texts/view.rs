//! The two text reports of a function, as the published layout has them.

use engine::messages::{Answer, Ask, TextKind};
use leptos::prelude::*;

use super::words;
use crate::platform::download;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::asked;
use crate::ui::code::CopyButton;

/// A text report.
pub fn text(kind: TextKind, function: String) -> AnyView {
    let app = App::get();
    let back = Route::to(Screen::Function(function.clone()));
    let answer = asked::ask(
        move || Some(Ask::Text { function: function.clone(), kind }),
        |answer| if let Answer::Text { text, file } = answer { Some((text, file)) } else { None },
    );
    let drawn = move |answer: std::sync::Arc<(String, String)>| {
        let saved = answer.clone();
        view! {
            <div class="buttons">
                <CopyButton text=answer.0.clone() />
                <button type="button" on:click=move |_| download::save_text(&saved.1, &saved.0)>{words::SAVE}</button>
            </div>
            <pre class="report" tabindex="0">{answer.0.clone()}</pre>
        }
        .into_any()
    };
    view! {
        <div class="screen page text">
            <p class="back"><a href=app.href(&back)>"← "{words::BACK}</a></p>
            <h1>{words::title(kind)}</h1>
            {asked::view(answer, drawn)}
        </div>
    }
    .into_any()
}
