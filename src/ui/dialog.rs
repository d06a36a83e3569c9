//! A dialog over everything. The browser's own: it keeps the keyboard inside, closes with Escape and gives the keyboard back.

use leptos::html;
use leptos::prelude::*;

use crate::platform::dom;
use crate::ui::words;

/// A dialog, open as long as `open` says so.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its heading.
    title: &'static str,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(element) = element.get() {
            if open.get() {
                dom::open_dialog(&element);
            } else if element.open() {
                element.close();
            }
        }
    });
    view! {
        <dialog node_ref=element class="dialog" aria-label=title on:close=move |_| open.set(false)>
            <header>
                <h2>{title}</h2>
                <button type="button" class="quiet" aria-label=words::CLOSE on:click=move |_| open.set(false)>"✕"</button>
            </header>
            <div class="inside" tabindex="-1">{move || open.get().then(|| children())}</div>
        </dialog>
    }
    .into_any()
}
