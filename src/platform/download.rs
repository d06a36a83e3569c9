//! Saving a file.

use std::cell::RefCell;

use leptos::prelude::document;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::later;

/// Hands bytes or text (a JavaScript value that a blob can be made of) to the person as a file.
pub fn save(name: &str, media_type: &str, content: &JsValue) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_buffer_source_sequence_and_options(&js_sys::Array::of1(content), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser reads the blob after this turn; freed at once, some save nothing.
    let freed = address.clone();
    SAVED.with_borrow_mut(|saved| saved.push(address));
    later::after(60_000, move || free(|address| *address == freed));
    Ok(())
}

thread_local! {
    /// Addresses of what was saved and is not freed yet. Whoever has one can read what was saved.
    static SAVED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Frees everything that was saved.
pub fn forget() {
    free(|_| true);
}

fn free(which: impl Fn(&String) -> bool) {
    for address in
        SAVED.with_borrow_mut(|saved| saved.extract_if(.., |address| which(address)).collect::<Vec<_>>())
    {
        let _ = Url::revoke_object_url(&address);
    }
}

/// Hands text to the person as a file.
pub fn save_text(name: &str, text: &str) {
    let _ = save(name, "text/plain;charset=utf-8", &JsValue::from_str(text));
}
