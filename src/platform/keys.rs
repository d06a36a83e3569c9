//! The keyboard.

use leptos::ev;
use leptos::prelude::{on_cleanup, window_event_listener};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

/// Calls back for keys that are meant for the page and not for a field, until the owner is gone. `Escape` always comes. What the
/// handler says it has dealt with goes no further.
pub fn on_key(handler: impl Fn(&str) -> bool + 'static) {
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.default_prevented()
            || event.is_composing()
            || event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
        {
            return;
        }
        let key = event.key();
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // A dialog has all keys to itself, `Escape` too.
        if target.as_ref().is_some_and(|target| target.closest("dialog[open]").ok().flatten().is_some()) {
            return;
        }
        if key != "Escape" && target.as_ref().is_some_and(|target| is_taken(target, &key)) {
            return;
        }
        if handler(&key) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The key of a keyboard's event; none of another event.
pub fn key_of(event: &web_sys::Event) -> String {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default()
}

/// Whether the element itself has a use for the key.
fn is_taken(target: &Element, key: &str) -> bool {
    match target.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !["checkbox", "file", "button"]
            .contains(&target.get_attribute("type").unwrap_or_default().as_str()),
        "BUTTON" | "A" | "SUMMARY" => key == "Enter" || key == " ",
        _ => false,
    }
}

/// Calls back when the person asks the browser to print (Ctrl+P or Cmd+P), in the browser's place.
pub fn on_print(handler: impl Fn() -> bool + 'static) {
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let asked = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        if asked && event.key() == "p" && handler() {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
