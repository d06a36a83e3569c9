//! A dialog over everything. The browser's own: it keeps the keyboard inside, closes with Escape and gives the keyboard back.

use leptos::html;
use leptos::prelude::*;

use crate::platform::dom;
use crate::ui::el::{button, div, dynamic, el, nothing};
use crate::ui::words;

/// A dialog, open as long as `open` says so.
pub fn dialog(open: RwSignal<bool>, title: &'static str, inside: fn() -> AnyView) -> AnyView {
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
    let close = button("✕", move |_| open.set(false)).attr("class", "quiet").attr("aria-label", words::CLOSE);
    view! {
        <dialog node_ref=element class="dialog" aria-label=title on:close=move |_| open.set(false)>
            {el("header").add(el("h2").add(title)).add(close).view()}
            {div("div", "inside").add(dynamic(move || if open.get() { inside() } else { nothing() })).view()}
        </dialog>
    }
    .into_any()
}
