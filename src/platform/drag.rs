//! Files dragged over the page.

use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, Element, Event, EventTarget};

use super::files;
use super::later::on_window;
use super::signal::RwSignal;

/// What is dragged.
pub type Transfer = web_sys::DataTransfer;

/// Over which of the two targets it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// Opens in the place of what is open.
    Open,
    /// Adds to it.
    Add,
}

fn half(event: &Event) -> Half {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let add = target.and_then(|target| target.closest("[data-drop=add]").ok().flatten());
    if add.is_some() { Half::Add } else { Half::Open }
}

/// Says over which target files hover, and hands over what is dropped. Without this a browser leaves the page for the file.
pub fn listen(over: RwSignal<Option<Half>>, dropped: impl Fn(&Transfer, Half) + 'static) {
    // Elements are entered before the ones around them are left: only leaving what was entered last is leaving the page.
    let last = std::rc::Rc::new(std::cell::RefCell::new(None::<EventTarget>));
    let set = move |to: Option<Half>| {
        if over.get_untracked() != to {
            over.set(to);
        }
    };
    let transfer = |event: &Event| event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    let holds = move |event: &Event| transfer(event).is_some_and(|transfer| files::has_files(&transfer));

    let entered = last.clone();
    on_window("dragenter", move |event| {
        entered.replace(event.target());
        if holds(event) {
            event.prevent_default();
            set(Some(half(event)));
        }
    });
    on_window("dragover", move |event| {
        event.prevent_default();
        if holds(event) {
            set(Some(half(event)));
        }
    });
    on_window("dragleave", move |event| {
        if *last.borrow() == event.target() {
            set(None);
        }
    });
    on_window("drop", move |event| {
        event.prevent_default();
        let half = half(event);
        set(None);
        if let Some(transfer) = transfer(event) {
            dropped(&transfer, half);
        }
    });
}
