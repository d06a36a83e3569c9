//! Copying.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Copies text. Says whether it worked; a browser may forbid it.
pub async fn copy(text: &str) -> bool {
    // Outside secure contexts `navigator.clipboard` isn't there, whatever its type says.
    let clipboard: JsValue = window().navigator().clipboard().into();
    if !clipboard.is_undefined() {
        let clipboard = web_sys::Clipboard::from(clipboard);
        if JsFuture::from(clipboard.write_text(text)).await.is_ok() {
            return true;
        }
    }
    copy_by_field(text).unwrap_or(false)
}

/// The old way, by a field that is chosen and copied.
fn copy_by_field(text: &str) -> Option<bool> {
    let document = document().dyn_into::<HtmlDocument>().ok()?;
    let before = document.active_element();
    let field = document.create_element("textarea").ok()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    field.set_value(text);
    field.set_class_name("offscreen");
    document.body()?.append_child(&field).ok()?;
    field.select();
    let done = document.exec_command("copy").unwrap_or(false);
    field.remove();
    if let Some(before) = before.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = before.focus();
    }
    Some(done)
}
