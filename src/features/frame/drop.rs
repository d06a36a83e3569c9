//! Dropping works everywhere: a target over everything, of two halves where something is open already.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::words;
use crate::platform::drag::{self, Half};
use crate::platform::files::{self, Dropped, Picked};
use crate::state::App;

/// Listens, and draws the targets while something is dragged over the page.
pub fn targets() -> AnyView {
    let app = App::get();
    let over = RwSignal::new(None::<Half>);
    drag::listen(over, move |transfer, half| take(app, transfer, half == Half::Add));
    files::on_paste(move |transfer| take(app, transfer, false));
    let two = move || app.head.with(Option::is_some);
    (move || {
        over.with(Option::is_some).then(|| {
            let on = move |half: Half| over.get() == Some(half);
            let second = two().then(|| {
                view! {
                    <div class="half" data-drop="add" class:on=move || on(Half::Add)>
                        <b>{words::DROP_ADD}</b><span>{words::DROP_ADD_SUB}</span>
                    </div>
                }
            });
            let (title, sub) = if two() { (words::DROP_OPEN, words::DROP_OPEN_SUB) } else { (words::DROP_FIRST, "") };
            view! {
                <div class="drop-over" aria-hidden="true">
                    <div class="half" data-drop="open" class:on=move || on(Half::Open)><b>{title}</b><span>{sub}</span></div>
                    {second}
                </div>
            }
        })
    })
    .into_any()
}

fn take(app: App, transfer: &drag::Transfer, add: bool) {
    let dropped = Dropped::of(transfer);
    if dropped.is_empty() {
        if let Some(text) = files::text_of(transfer) {
            app.open(Picked::of_text(files::pasted_name(&text), &text), add);
        }
        return;
    }
    spawn_local(async move {
        let picked = dropped.walk().await;
        app.open(picked, add);
    });
}
