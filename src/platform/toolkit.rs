//! The line to the toolkit's worker, which alone ever holds a key.
//!
//! A message is an array: to the worker `[request, beside]`, from it `["answer", response, beside]`, in the words of
//! `engine::messages::toolkit`. What is beside (a file, a key, a pasted answer, a plaintext) is a JavaScript value that goes from
//! the document to the worker, or back, and never through this module's memory.

use std::cell::RefCell;
use std::rc::Rc;

use engine::messages::toolkit::{Answer, Ask, Request, Response};
use engine::messages::{pack, unpack};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, MessageEvent, Worker};

use super::files::Picked;
use super::later;

/// What happens on the line besides answers.
pub enum Happened {
    /// The worker itself asked a host for something.
    Requested(String),
    /// The worker is gone, with a sentence where `boot.js` gave one.
    Crashed(Option<String>),
}

type Reply = Box<dyn FnOnce(Answer, JsValue)>;

#[derive(Default)]
struct Line {
    worker: Option<Worker>,
    starting: bool,
    /// Which worker this is. What an earlier one still has to say is not heard.
    turn: u32,
    /// Messages from before the worker was there.
    waiting: Vec<Array>,
    /// Few at a time.
    replies: Vec<(u32, Reply)>,
    last: u32,
    /// When it was asked last, in milliseconds since 1970.
    used: f64,
    happened: Option<Rc<dyn Fn(Happened)>>,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
    /// What is to be worked on next, and its name.
    static SUBJECT: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Has `happened` hear of the worker as long as the page lives. None is started yet.
pub fn listen(happened: impl Fn(Happened) + 'static) {
    LINE.with_borrow_mut(|line| line.happened = Some(Rc::new(happened)));
}

/// Asks, with something beside. The answer comes to `reply`, unless the worker ends before.
pub fn ask(ask: Ask, beside: JsValue, reply: impl FnOnce(Answer, JsValue) + 'static) {
    send(ask, &beside, Box::new(reply));
}

fn send(ask: Ask, beside: &JsValue, reply: Reply) {
    let start = LINE.with_borrow_mut(|line| {
        line.last = line.last.wrapping_add(1);
        line.used = now();
        let request = Request { id: line.last, ask };
        let message = Array::of2(&Uint8Array::from(pack(&request).as_slice()), beside);
        line.replies.push((request.id, reply));
        match &line.worker {
            Some(worker) => {
                let _ = worker.post_message(&message);
                None
            }
            None => {
                line.waiting.push(message);
                (!std::mem::replace(&mut line.starting, true)).then_some(line.turn)
            }
        }
    });
    if let Some(turn) = start {
        later::work(async move {
            match new_worker().await {
                Ok(worker) => started(worker, turn),
                Err(error) => {
                    let sentence =
                        Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
                    crashed(turn, sentence);
                }
            }
        });
    }
}

/// Ends the worker with everything it holds. The next question starts another.
pub fn forget() {
    SUBJECT.set(JsValue::UNDEFINED);
    let replies = LINE.with_borrow_mut(|line| {
        if let Some(worker) = line.worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        line.turn += 1;
        line.starting = false;
        line.waiting.clear();
        std::mem::take(&mut line.replies)
    });
    drop(replies);
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// For how many milliseconds it has not been asked; nothing where there is no worker.
pub fn idle() -> Option<f64> {
    LINE.with_borrow(|line| line.worker.is_some().then(|| now() - line.used))
}

/// Has `boot.js` start the worker: it checks the worker's parts and has the page's policy bind it.
async fn new_worker() -> Result<Worker, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"lambdascope".into())?;
    let start: Function = Reflect::get(&boot, &"startToolkit".into())?.dyn_into()?;
    let started: Promise = start.call0(&boot)?.dyn_into()?;
    JsFuture::from(started).await?.dyn_into()
}

fn started(worker: Worker, turn: u32) {
    let heard = later::callback(move |event| hear(turn, &event.unchecked_into::<MessageEvent>().data()));
    let failed = later::callback(move |event| {
        // The browser's own line would repeat this one in the console.
        event.unchecked_into::<web_sys::Event>().prevent_default();
        crashed(turn, None);
    });
    LINE.with_borrow_mut(|line| {
        if line.turn != turn {
            worker.terminate();
            return;
        }
        worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
        for message in line.waiting.drain(..) {
            let _ = worker.post_message(&message);
        }
        line.worker = Some(worker);
    });
}

fn hear(turn: u32, message: &JsValue) {
    let Some(message) = message.dyn_ref::<Array>() else { return };
    match message.get(0).as_string().as_deref() {
        Some("answer") => {
            let bytes = message.get(1).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
            let Some(response) = bytes.ok().and_then(|bytes| unpack::<Response>(&bytes)) else { return };
            let reply = LINE.with_borrow_mut(|line| {
                let at = line.replies.iter().position(|(of, _)| *of == response.id && line.turn == turn)?;
                Some(line.replies.swap_remove(at).1)
            });
            if let Some(reply) = reply {
                reply(response.answer, message.get(2));
            }
        }
        Some("request") => tell(turn, Happened::Requested(message.get(1).as_string().unwrap_or_default())),
        _ => {}
    }
}

fn crashed(turn: u32, sentence: Option<String>) {
    if LINE.with_borrow(|line| line.turn == turn) {
        forget();
        tell(turn + 1, Happened::Crashed(sentence));
    }
}

fn tell(turn: u32, happened: Happened) {
    let hearer = LINE.with_borrow(|line| line.happened.clone().filter(|_| line.turn == turn));
    if let Some(hearer) = hearer {
        hearer(happened);
    }
}

/// What a field for secrets holds, as a JavaScript value; the field is emptied.
pub fn take_field(id: &str) -> JsValue {
    let Some(field) = document().get_element_by_id(id) else { return JsValue::UNDEFINED };
    let value = Reflect::get(&field, &"value".into()).unwrap_or(JsValue::UNDEFINED);
    empty(&field);
    value
}

/// Whether a field for secrets holds anything.
pub fn is_blank(value: &JsValue) -> bool {
    value.dyn_ref::<js_sys::JsString>().is_none_or(|text| text.trim().length() == 0)
}

/// Empties all fields for secrets.
pub fn empty_fields() {
    let Ok(fields) = document().query_selector_all(".secret") else { return };
    for at in 0..fields.length() {
        if let Some(field) = fields.get(at) {
            empty(&field);
        }
    }
}

fn empty(field: &JsValue) {
    let _ = Reflect::set(field, &"value".into(), &JsValue::from_str(""));
}

/// What several fields for secrets hold, in order; they are emptied.
pub fn take_fields(ids: impl Iterator<Item = String>) -> JsValue {
    ids.map(|id| take_field(&id)).collect::<Array>().into()
}

/// What stands in a field that holds no secret.
pub fn typed(id: &str) -> String {
    let value = document().get_element_by_id(id).and_then(|field| Reflect::get(&field, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// Adds text that came beside an answer to an element.
pub fn append_text(id: &str, text: &JsValue) {
    let element: Option<Element> = document().get_element_by_id(id);
    if let Some(element) = element
        && let Ok(append) = Reflect::get(&element, &"append".into())
        && let Some(append) = append.dyn_ref::<Function>()
    {
        let _ = append.call1(&element, text);
    }
}

/// The first of some files, with its name.
pub fn first_of(files: Picked) -> Option<(String, JsValue)> {
    let (files, names) = files.into_js();
    (files.length() > 0).then(|| (names.get(0).as_string().unwrap_or_default(), files.get(0)))
}

/// Bytes that came beside an answer, as a file.
pub fn as_file(name: &str, bytes: &JsValue) -> Picked {
    Picked::of_parts(name, &Array::of1(bytes))
}

/// Keeps what is to be worked on next.
pub fn set_subject(subject: JsValue) {
    SUBJECT.set(subject);
}

/// What is to be worked on next.
pub fn subject() -> JsValue {
    SUBJECT.with_borrow(JsValue::clone)
}
