//! A load under way, and what went wrong.

use leptos::prelude::*;

use super::{model, words};
use crate::state::App;
use crate::ui::{problem, shorten};

/// Names, bytes, stage, progress, Cancel.
#[component]
pub fn Progress() -> impl IntoView {
    let app = App::get();
    let inside = move || {
        app.loading.get().map(|loading| {
            let share = model::share(&loading.progress);
            let width = format!("{:.1}%", share.unwrap_or(0.0) * 100.0);
            let size = (loading.bytes > 0).then(|| format!(" · {}", shorten::bytes(loading.bytes)));
            let file = loading.progress.file.clone();
            view! {
                <p class="names"><b>{shorten::names(&loading.names, 3)}</b>{size}</p>
                <div class="progress" class:unknown=share.is_none() role="progressbar" aria-label=words::stage(&loading.progress.stage).to_owned()
                    aria-valuemin="0" aria-valuemax="100" aria-valuenow=share.map(|share| format!("{:.0}", share * 100.0))>
                    <i style:width=width></i>
                </div>
                <p class="stage">
                    <span>{words::stage(&loading.progress.stage).to_owned()}" "{file}</span>
                    <span>{model::numbers(&loading.progress)}</span>
                </p>
            }
        })
    };
    view! {
        <div class="reading">
            {inside}
            <button type="button" on:click=move |_| app.cancel()>{words::CANCEL}</button>
        </div>
    }
    .into_any()
}

/// What went wrong last, file by file.
#[component]
pub fn Troubles() -> impl IntoView {
    let app = App::get();
    let inside = move || {
        app.trouble.get().map(|trouble| {
            let cards = trouble.problems.iter().take(50).map(problem::card).collect_view();
            let more = trouble.problems.len().saturating_sub(50);
            view! {
                <section class="trouble" role="alert">
                    <header>
                        <h2>{trouble.title}</h2>
                        <button type="button" on:click=move |_| app.trouble.set(None)>{words::DISMISS}</button>
                    </header>
                    {(!trouble.text.is_empty()).then(|| view! { <p>{trouble.text}</p> })}
                    {cards}
                    {(more > 0).then(|| view! { <p class="aside">{format!("and {} more", shorten::count(more as u64))}</p> })}
                </section>
            }
        })
    };
    view! { {inside} }.into_any()
}
