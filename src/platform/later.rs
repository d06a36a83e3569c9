//! What is done later: listening, waiting, asynchronous work. Each kind is built once, whatever is done.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

pub use leptos::prelude::TimeoutHandle;
use leptos::prelude::{set_timeout_with_handle, window};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::act::Heed;
use super::signal::{StoredValue, on_cleanup};

/// Does asynchronous work.
pub fn work(work: impl Future<Output = ()> + 'static) {
    work_boxed(Box::pin(work));
}

#[inline(never)]
fn work_boxed(work: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(work);
}

/// Does something after so many milliseconds.
pub fn after(milliseconds: u64, act: impl FnOnce() + 'static) -> Option<TimeoutHandle> {
    after_boxed(milliseconds, Box::new(act))
}

#[inline(never)]
fn after_boxed(milliseconds: u64, act: Box<dyn FnOnce()>) -> Option<TimeoutHandle> {
    set_timeout_with_handle(act, Duration::from_millis(milliseconds)).ok()
}

/// A function for JavaScript.
pub type Callback = Closure<dyn Fn(JsValue)>;

/// Makes a function for JavaScript.
pub fn callback(act: impl Fn(JsValue) + 'static) -> Callback {
    callback_boxed(Box::new(act))
}

#[inline(never)]
fn callback_boxed(act: Box<dyn Heed<JsValue>>) -> Callback {
    Closure::new(move |it| act.heed(it))
}

/// Listens to the window's events of a kind until the owner is gone.
pub fn on_window(event: &'static str, heard: impl Fn(&web_sys::Event) + 'static) {
    on_window_boxed(event, callback(move |event| heard(event.unchecked_ref())));
}

#[inline(never)]
fn on_window_boxed(event: &'static str, heard: Callback) {
    let _ = window().add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    let heard = StoredValue::new(heard);
    on_cleanup(move || {
        heard.with_value(|heard| {
            let _ = window().remove_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
        });
    });
}
