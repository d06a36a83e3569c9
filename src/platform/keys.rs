//! The keyboard.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent};

use super::later::on_window;

/// Calls back for keys that are meant for the page and not for a field, until the owner is gone. `Escape` always comes. What the
/// handler says it has dealt with goes no further.
pub fn on_key(handler: impl Fn(&str) -> bool + 'static) {
    on_window("keydown", move |event| {
        let Some(key) = for_the_page(event) else { return };
        if handler(&key) {
            event.prevent_default();
        }
    });
}

/// The key, if it is meant for the page.
fn for_the_page(event: &Event) -> Option<String> {
    let pressed = event.dyn_ref::<KeyboardEvent>()?;
    if event.default_prevented()
        || pressed.is_composing()
        || pressed.ctrl_key()
        || pressed.meta_key()
        || pressed.alt_key()
    {
        return None;
    }
    let key = pressed.key();
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return Some(key);
    };
    // A dialog has all keys to itself, `Escape` too.
    if target.closest("dialog[open]").ok().flatten().is_some() {
        return None;
    }
    (key == "Escape" || !is_taken(&target, &key)).then_some(key)
}

/// The key of a keyboard's event; none of another event.
pub fn key_of(event: &Event) -> String {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default()
}

/// Whether the element itself has a use for the key.
fn is_taken(target: &Element, key: &str) -> bool {
    match target.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => {
            let kind = target.get_attribute("type").unwrap_or_default();
            !["checkbox", "file", "button"].contains(&kind.as_str())
        }
        "BUTTON" | "A" | "SUMMARY" => key == "Enter" || key == " ",
        _ => false,
    }
}

/// Calls back when the person asks the browser to print (Ctrl+P or Cmd+P), in the browser's place.
pub fn on_print(handler: impl Fn() -> bool + 'static) {
    on_window("keydown", move |event| {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else { return };
        let asked = (pressed.ctrl_key() || pressed.meta_key()) && !pressed.alt_key() && !pressed.shift_key();
        if asked && pressed.key() == "p" && handler() {
            event.prevent_default();
        }
    });
}
