//! The worker's message loop: one request at a time, loads in slices between them.

mod again;
mod bytes;
mod line;
mod load;
mod parts;

use std::cell::RefCell;

use engine::messages::{Answer, Ask, Event, Request, unpack};
use engine::{ExportedFile, Part, Session};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

/// What the worker holds. All of it is gone when the page ends the worker.
#[derive(Default)]
struct State {
    /// What is open.
    session: Option<Session>,
    /// The files that it was read from; adding to it reads them again.
    files: Vec<(String, File)>,
    /// Counts loads. A load that sees another number than its own has been cancelled.
    load: u32,
    /// The request that the load under way answers.
    loading: Option<u32>,
    /// What each action of IAM does, once something was opened that speaks of rights.
    actions: Option<engine::Actions>,
    /// Counts what was open, so that hashing of what is gone stops.
    opened: u32,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Listens. Messages are read in order from now on.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        // Where, but never what: a message might hold a value from the evidence.
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("The engine stopped at {place}.").into());
    }));
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| hear(&event.data()));
    line::listen(heard.as_ref().unchecked_ref());
    // Listens as long as the worker lives.
    heard.forget();
    line::watch_requests();
    line::say(&Event::Ready);
}

fn hear(message: &JsValue) {
    let Some(message) = message.dyn_ref::<Array>() else { return };
    let Ok(bytes) = message.get(0).dyn_into::<Uint8Array>() else { return };
    let Some(request) = unpack::<Request>(&bytes.to_vec()) else { return };
    match &request.ask {
        Ask::Open { add, origin, how } => {
            let files = files(&message.get(1), &message.get(2));
            cancel();
            load::open(request.id, load::Load { add: *add, origin: origin.clone(), how: how.clone(), files });
        }
        Ask::CompareWith => {
            let files = files(&message.get(1), &message.get(2));
            cancel();
            load::compare_with(request.id, files);
        }
        Ask::Judge(how) => {
            cancel();
            again::judge(request.id, Some(how.clone()));
        }
        // Once compared, the session itself answers.
        Ask::Faults
            if !STATE.with_borrow(|state| state.session.as_ref().is_some_and(Session::is_compared)) =>
        {
            cancel();
            again::judge(request.id, None);
        }
        Ask::Cancel => {
            cancel();
            line::answer(request.id, Answer::Cancelled, &JsValue::UNDEFINED);
        }
        ask if !parts::are_there(&wanted(ask)) => spawn_local(wait(request)),
        _ => answer(&request),
    }
}

/// The parts that a question needs.
fn wanted(ask: &Ask) -> Vec<Part> {
    STATE.with_borrow(|state| state.session.as_ref().map(|session| session.wants(ask)).unwrap_or_default())
}

/// Answers once the parts are there that it takes. Something else may be open by then, and need others.
async fn wait(request: Request) {
    loop {
        let wanted = wanted(&request.ask);
        if parts::are_there(&wanted) {
            return answer(&request);
        }
        if !parts::take(&wanted).await {
            return line::answer(request.id, parts::lacking(), &JsValue::UNDEFINED);
        }
    }
}

fn answer(request: &Request) {
    match &request.ask {
        Ask::Export(kind) => match STATE
            .with_borrow(|state| state.session.as_ref().map(|session| session.export(kind)))
        {
            Some(Ok(ExportedFile { name, media_type, bytes })) => {
                let bytes: JsValue = Uint8Array::from(bytes.as_slice()).into();
                line::answer(request.id, Answer::File { name, media_type }, &bytes);
            }
            Some(Err(message)) => line::answer(request.id, Answer::Failed { message }, &JsValue::UNDEFINED),
            None => nothing_open(request.id),
        },
        ask => match STATE.with_borrow_mut(|state| state.session.as_mut().map(|session| session.answer(ask)))
        {
            Some(answer) => line::answer(request.id, answer, &JsValue::UNDEFINED),
            None => nothing_open(request.id),
        },
    }
}

fn nothing_open(id: u32) {
    line::answer(id, nothing_is_open(), &JsValue::UNDEFINED);
}

fn nothing_is_open() -> Answer {
    Answer::Failed { message: "Nothing is open. Drop a file into the page first.".to_owned() }
}

/// Stops the load under way; it is answered as cancelled.
fn cancel() {
    let cancelled = STATE.with_borrow_mut(|state| {
        state.load = state.load.wrapping_add(1);
        state.loading.take()
    });
    if let Some(id) = cancelled {
        line::answer(id, Answer::Cancelled, &JsValue::UNDEFINED);
    }
}

fn files(files: &JsValue, names: &JsValue) -> Vec<(String, File)> {
    let (Some(files), Some(names)) = (files.dyn_ref::<Array>(), names.dyn_ref::<Array>()) else {
        return Vec::new();
    };
    let named = files.iter().zip(names.iter());
    named.filter_map(|(file, name)| Some((name.as_string()?, file.dyn_into().ok()?))).collect()
}
