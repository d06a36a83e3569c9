//! Marks on the browser's time line, for measuring.

use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};

/// Files have arrived in the page.
pub const DROPPED: &str = "lambdascope:dropped";

/// The last of their findings is there. Its detail is the most memory that the worker had, in bytes.
pub const JUDGED: &str = "lambdascope:judged";

/// Sets a mark now.
pub fn mark(name: &str, detail: &JsValue) {
    let Some(performance) = window().performance() else { return };
    // `performance.mark(name, {detail})`, which the bindings hold for unstable.
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"detail".into(), detail);
    if let Ok(mark) = js_sys::Reflect::get(&performance, &"mark".into())
        && let Some(mark) = mark.dyn_ref::<js_sys::Function>()
    {
        let _ = mark.call2(&performance, &JsValue::from_str(name), &options);
    }
}
