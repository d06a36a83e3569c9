//! The worker's end of the line.

use engine::messages::{Answer, Event, ProblemRow, Wire, pack};
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort, PerformanceObserver,
    PerformanceObserverEntryList, PerformanceObserverInit,
};

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Calls back for each message.
pub fn listen(heard: &Function) {
    let _ = scope().add_event_listener_with_callback("message", heard);
}

/// Answers a request; what is beside the answer is handed over as it is.
pub fn answer(id: u32, answer: Answer, beside: &JsValue) {
    post("answer", &bytes(&answer.pack(id)), beside);
}

/// Says something unasked.
pub fn say(event: &Event) {
    post("event", &packed(event), &JsValue::UNDEFINED);
}

/// Tells of files that the browser itself could not read, where others open.
pub fn say_unread(problems: Vec<ProblemRow>) {
    if !problems.is_empty() {
        post("unread", &packed(&problems), &JsValue::UNDEFINED);
    }
}

/// A message as the bytes that travel.
pub fn packed(message: &impl Wire) -> JsValue {
    bytes(&pack(message))
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// Says something of a kind, with something beside it.
pub fn post(kind: &str, said: &JsValue, beside: &JsValue) {
    let message = Array::of3(&JsValue::from_str(kind), said, beside);
    let _ = scope().post_message(&message);
}

/// Tells the page of every request that this worker makes, were it ever to make one: the page counts them.
pub fn watch_requests() {
    let seen =
        Closure::<dyn Fn(PerformanceObserverEntryList)>::new(|entries: PerformanceObserverEntryList| {
            for entry in entries.get_entries().iter() {
                let name = entry.unchecked_into::<web_sys::PerformanceEntry>().name();
                if !name.starts_with("blob:") && !name.starts_with("data:") {
                    post("request", &JsValue::from_str(&name), &JsValue::UNDEFINED);
                }
            }
        });
    if let Ok(observer) = PerformanceObserver::new(seen.as_ref().unchecked_ref()) {
        let options = PerformanceObserverInit::new(&Array::of1(&JsValue::from_str("resource")));
        observer.observe(&options);
    }
    seen.forget();
}

/// Asks the page for the list of AWS's actions, which is too large to be part of a module that always loads. None where it didn't
/// arrive whole.
pub async fn actions() -> Option<Vec<u8>> {
    let buffer = ask_page("actions", "").await?.dyn_into::<js_sys::ArrayBuffer>().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Asks the page for something of a kind, and waits for it.
pub async fn ask_page(kind: &str, name: &str) -> Option<JsValue> {
    let channel = MessageChannel::new().ok()?;
    let (here, there) = (channel.port1(), channel.port2());
    let waited = Promise::new(&mut |resolve, _| here.set_onmessage(Some(&resolve)));
    let message = Array::of3(&JsValue::from_str(kind), &JsValue::from_str(name), &there);
    scope().post_message_with_transfer(&message, &Array::of1(&there)).ok()?;
    let told: MessageEvent = wasm_bindgen_futures::JsFuture::from(waited).await.ok()?.unchecked_into();
    here.close();
    Some(told.data())
}

/// Milliseconds since the worker started.
pub fn now() -> f64 {
    scope().performance().map_or(0.0, |performance| performance.now())
}

/// Today's date, `YYYY-MM-DD`, in UTC.
pub fn today() -> String {
    let stamp: String = js_sys::Date::new_0().to_iso_string().into();
    stamp.split('T').next().unwrap_or_default().to_owned()
}

/// The most memory that this worker's module has had, in bytes: a wasm memory never shrinks.
pub fn peak_memory() -> JsValue {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    JsValue::from_f64(f64::from(buffer.byte_length()))
}

/// SHA-256 of the bytes by the browser, where it offers that (in secure contexts).
pub fn digest(bytes: &js_sys::ArrayBuffer) -> Option<Promise> {
    let crypto: JsValue = scope().crypto().ok()?.into();
    let subtle = js_sys::Reflect::get(&crypto, &"subtle".into()).ok()?;
    if subtle.is_undefined() {
        return None;
    }
    subtle.unchecked_into::<web_sys::SubtleCrypto>().digest_with_str_and_buffer_source("SHA-256", bytes).ok()
}

/// Waits for so many milliseconds.
pub async fn pause(milliseconds: f64) {
    let waited = Promise::new(&mut |resolve, _| {
        let _ = scope().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds as i32);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(waited).await;
}

/// Lets the message loop go round once; timers would wait four milliseconds each time.
pub struct Turn {
    channel: MessageChannel,
}

impl Turn {
    /// Makes one for a load.
    pub fn new() -> Option<Self> {
        MessageChannel::new().ok().map(|channel| Self { channel })
    }

    /// Waits for the next turn of the loop.
    pub async fn next(&self) {
        let port: MessagePort = self.channel.port1();
        let waited = Promise::new(&mut |resolve, _| port.set_onmessage(Some(&resolve)));
        if self.channel.port2().post_message(&JsValue::NULL).is_ok() {
            let _ = wasm_bindgen_futures::JsFuture::from(waited).await;
        }
        port.set_onmessage(None);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.channel.port1().close();
    }
}
