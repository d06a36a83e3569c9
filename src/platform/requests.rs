//! What the page and its worker asked any host for since the page stood. The browser keeps the list; this only reads it.

use js_sys::{Array, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit};

use super::later::callback;
use super::signal::RwSignal;

/// Adds the address of each request from now on to a list. What a browser without such a list does can't be told: then it is false.
pub fn watch(requests: RwSignal<Vec<String>>) -> bool {
    let Some(performance) = window().performance() else { return false };
    let since = performance.now();
    let seen = callback(move |entries| {
        for entry in entries.unchecked_into::<PerformanceObserverEntryList>().get_entries().iter() {
            let entry: PerformanceEntry = entry.unchecked_into();
            // A blob or data address is this page's own memory.
            let name = entry.name();
            if entry.start_time() >= since && !name.starts_with("blob:") && !name.starts_with("data:") {
                requests.update(|requests| requests.push(name));
            }
        }
    });
    let Ok(observer) = PerformanceObserver::new(seen.as_ref().unchecked_ref()) else { return false };
    // Watches as long as the page lives.
    seen.forget();
    let options = PerformanceObserverInit::new(&Array::of1(&JsValue::from_str("resource")));
    observer.observe(&options);
    true
}

/// How many of the addresses are parts of this page, and how the others are told: the file's name and that it came from this host,
/// or the whole address.
pub fn told(addresses: &[String]) -> (usize, Vec<String>) {
    let origin = window().location().origin().unwrap_or_default();
    let parts = parts();
    let (mut own, mut others) = (0, Vec::new());
    for address in addresses {
        match address.strip_prefix(&origin) {
            Some(path) if path.starts_with('/') => {
                let path = path.split(['?', '#']).next().unwrap_or_default();
                let name = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("/");
                if parts.includes(&JsValue::from_str(name), 0) {
                    own += 1;
                } else {
                    others.push(format!("{name}, from this host"));
                }
            }
            _ => others.push(address.clone()),
        }
    }
    (own, others)
}

/// The names of the files that `boot.js` loads.
fn parts() -> Array {
    let boot = Reflect::get(&js_sys::global(), &"lambdascope".into());
    let parts = boot.and_then(|boot| Reflect::get(&boot, &"parts".into()));
    parts.and_then(JsValue::dyn_into).unwrap_or_default()
}
