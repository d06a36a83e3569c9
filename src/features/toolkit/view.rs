//! The toolkit's frame: its tabs, the key's chip, the lock screen.

use super::{commands, fields, open, seal, words};
use crate::route::{Route, Screen, Tool};
use crate::state::App;
use crate::ui::el::{AnyView, button, div, dynamic, el, link, nothing};

/// One of the screens.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
pub fn toolkit(tool: Tool) -> AnyView {
    let app = App::get();
    let tab = |label: &'static str, of: Tool| {
        let entry = link(app.href(&Route::to(Screen::Toolkit(of)))).add(label);
        el("li").add(if of == tool { entry.attr("aria-current", "page") } else { entry })
    };
    let tabs = el("ul")
        .add(tab(words::OPEN, Tool::Open))
        .add(tab(words::SEAL, Tool::Seal))
        .add(tab(words::FIELDS, Tool::Fields))
        .add(tab(words::COMMAND, Tool::Command));
    let inside = match tool {
        Tool::Open => open::view(app),
        Tool::Seal => seal::view(app),
        Tool::Fields => fields::view(app),
        Tool::Command => commands::view(app),
    };
    div("div", "screen page toolkit")
        .add(el("h1").add(words::TITLE))
        .add(div("p", "aside").add(words::SUB))
        .add(div("nav", "tabs").attr("aria-label", words::TABS).add(tabs))
        .add(inside)
        .view()
}

/// A sealed file in the place of what it holds.
// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
pub fn lock() -> AnyView {
    let app = App::get();
    let leave = move |_| app.toolkit.forget(app);
    div("div", "screen page toolkit locked")
        .add(div("span", "icon lock").attr("aria-hidden", "true"))
        .add(el("h1").add(words::LOCKED))
        .add(div("p", "aside").add(words::LOCKED_SUB))
        .add(open::bench(app))
        .add(div("div", "buttons").add(button(words::LEAVE, leave)))
        .view()
}

/// The key that the worker holds: its fingerprint, its age, Forget.
pub fn chip(app: App) -> AnyView {
    let held = move || match app.toolkit.key.get() {
        None => nothing(),
        Some(key) => {
            let title = words::chip_title(&key);
            let told = el("span").title(title).text_of(move || words::chip(&key, app.toolkit.age.get()));
            let forget = button(words::FORGET, move |_| app.toolkit.forget(app));
            div("div", "keychip").add(told).add(forget).view()
        }
    };
    dynamic(held)
}
