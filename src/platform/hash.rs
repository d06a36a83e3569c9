//! The address's fragment.

use leptos::prelude::window;

use super::later::on_window;

/// The fragment as it stands, with its `#`, or nothing.
pub fn now() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to a fragment as a step that can be taken back.
pub fn push(fragment: &str) {
    if now() != fragment
        && let Ok(history) = window().history()
    {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(fragment));
    }
}

/// Goes to a fragment in the place of the present one.
pub fn replace(fragment: &str) {
    if now() != fragment
        && let Ok(history) = window().history()
    {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(fragment));
    }
}

/// Calls back whenever the person goes elsewhere: links, back, forward, an edited address.
pub fn on_change(changed: impl Fn() + 'static) {
    // `popstate` comes for links too; `hashchange` would come a second time.
    on_window("popstate", move |_| changed());
}

/// The whole address of a view on this page.
pub fn link_to(fragment: &str) -> String {
    let whole = window().location().href().unwrap_or_default();
    let page = whole.split('#').next().unwrap_or_default();
    format!("{page}{fragment}")
}
