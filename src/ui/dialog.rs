//! A dialog over everything. The browser's own: it keeps the keyboard inside, closes with Escape and gives the keyboard back.

use crate::platform::signal::*;

use crate::platform::dom;
use crate::ui::el::{AnyView, button, div, dynamic, el, nothing};
use crate::ui::words;

/// A dialog under an id, open as long as `open` says so.
pub fn dialog(
    id: &'static str,
    open: RwSignal<bool>,
    title: &'static str,
    inside: fn() -> AnyView,
) -> AnyView {
    // Effects run when the document stands.
    effect(move || dom::show_dialog(id, open.get()));
    let close = button("✕", move |_| open.set(false)).attr("class", "quiet").attr("aria-label", words::CLOSE);
    div("dialog", "dialog")
        .attr("id", id)
        .attr("aria-label", title)
        .on("close", move |_| open.set(false))
        .add(el("header").add(el("h2").add(title)).add(close))
        .add(div("div", "inside").add(dynamic(move || if open.get() { inside() } else { nothing() })))
        .view()
}
