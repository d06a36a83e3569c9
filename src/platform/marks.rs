//! Marks on the browser's time line, for measuring.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::PerformanceMarkOptions;

/// Files have arrived in the page.
pub const DROPPED: &str = "lambdascope:dropped";

/// The last of their findings is there. Its detail is the most memory that the worker had, in bytes.
pub const JUDGED: &str = "lambdascope:judged";

/// Sets a mark now.
pub fn mark(name: &str, detail: &JsValue) {
    if let Some(performance) = window().performance() {
        let options = PerformanceMarkOptions::new();
        options.set_detail(detail);
        let _ = performance.mark_with_mark_options(name, &options);
    }
}
