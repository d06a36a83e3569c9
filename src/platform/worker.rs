//! The line to the worker: questions out, answers back, in the words of `engine::messages`.
//!
//! A message is an array: to the worker `[request, files, names]`, from it `[kind, message, beside]`, where the kind is `answer`,
//! `event`, `unread`, `request`, `actions` or `part`, the message is bytes, and what is beside it (bytes of an export, peak memory) is
//! a JavaScript value.

use std::cell::RefCell;
use std::rc::Rc;

use engine::messages::{
    Ask, Event, Otherwise, ProblemRow, Question, Reader, Request, Wire, answered, pack, unpack,
};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use super::files::Picked;
use super::later;

/// What happens on the line besides answers.
pub enum Happened {
    /// The worker said something unasked.
    Said(Event),
    /// The browser could not read these files; the others open.
    Unread(Vec<ProblemRow>),
    /// The worker itself asked a host for something.
    Requested(String),
    /// The worker is gone; a new one is there in its place, unless it never ran. With a sentence where `boot.js` gave one.
    Crashed(Option<String>),
}

/// Reads an answer, and is given what is beside it.
type Reply = Box<dyn FnOnce(Reader<'_>, JsValue)>;

#[derive(Default)]
struct Line {
    worker: Option<Worker>,
    /// Which worker this is. What an earlier one still has to say is not heard.
    turn: u32,
    /// Whether it has said that it runs. One that fails before would fail again.
    ready: bool,
    /// Messages from before the worker was there.
    waiting: Vec<Array>,
    /// Few at a time.
    replies: Vec<(u32, Reply)>,
    last: u32,
    happened: Option<Rc<dyn Fn(Happened)>>,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

/// Starts the worker; `happened` hears of it as long as the page lives.
pub fn start(happened: impl Fn(Happened) + 'static) {
    LINE.with_borrow_mut(|line| line.happened = Some(Rc::new(happened)));
    restart();
}

/// Ends the worker with everything it holds and starts another. Questions under way stay unanswered.
pub fn restart() {
    let (turn, replies) = LINE.with_borrow_mut(|line| {
        if let Some(worker) = line.worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        line.turn += 1;
        line.ready = false;
        line.waiting.clear();
        (line.turn, std::mem::take(&mut line.replies))
    });
    drop(replies);
    later::work(async move {
        match new_worker().await {
            Ok(worker) => listen(worker, turn),
            Err(error) => {
                let sentence =
                    Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
                tell(turn, Happened::Crashed(sentence));
            }
        }
    });
}

/// Asks. The answer comes to `reply`, unless the worker ends before.
pub fn ask<T: Wire>(question: Question<T>, reply: impl FnOnce(Result<T, Otherwise>, JsValue) + 'static) {
    ask_any(question.ask, Box::new(move |from, beside| reply(answered(from, T::read), beside)));
}

/// The same, for who reads the answer himself.
pub fn ask_any(ask: Ask, reply: Reply) {
    send(ask, None, reply);
}

/// Asks to open files.
pub fn open<T: Wire>(
    question: Question<T>,
    files: Picked,
    reply: impl FnOnce(Result<T, Otherwise>, JsValue) + 'static,
) {
    let reply = move |from: Reader<'_>, beside| reply(answered(from, T::read), beside);
    send(question.ask, Some(files), Box::new(reply));
}

fn send(ask: Ask, files: Option<Picked>, reply: Reply) {
    LINE.with_borrow_mut(|line| {
        line.last = line.last.wrapping_add(1);
        let request = Request { id: line.last, ask };
        let message = Array::of1(&Uint8Array::from(pack(&request).as_slice()));
        if let Some((files, names)) = files.map(Picked::into_js) {
            message.push(&files);
            message.push(&names);
        }
        line.replies.push((request.id, reply));
        match &line.worker {
            Some(worker) => {
                let _ = worker.post_message(&message);
            }
            None => line.waiting.push(message),
        }
    });
}

/// Has `boot.js` start a worker: it checks the worker's parts and has the page's policy bind it.
async fn new_worker() -> Result<Worker, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"lambdascope".into())?;
    let start: Function = Reflect::get(&boot, &"startWorker".into())?.dyn_into()?;
    let started: Promise = start.call0(&boot)?.dyn_into()?;
    JsFuture::from(started).await?.dyn_into()
}

/// Has `boot.js` hand the worker something that it lacks: the list of AWS's actions, or a part of its module. It checks them as it
/// checks the others.
fn give(how: &str, port: &JsValue, name: &JsValue) {
    let give = || {
        let boot = Reflect::get(&js_sys::global(), &"lambdascope".into())?;
        let give: Function = Reflect::get(&boot, &how.into())?.dyn_into()?;
        give.call2(&boot, port, name)
    };
    let _ = give();
}

fn listen(worker: Worker, turn: u32) {
    let heard = later::callback(move |event| hear(turn, &event.unchecked_into::<MessageEvent>().data()));
    let failed = later::callback(move |event| {
        // The browser's own line would repeat this one in the console.
        event.unchecked_into::<web_sys::Event>().prevent_default();
        let Some(ran) = LINE.with_borrow(|line| (line.turn == turn).then_some(line.ready)) else { return };
        if ran {
            restart();
        }
        let turn = LINE.with_borrow(|line| line.turn);
        tell(turn, Happened::Crashed(None));
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
    let said = || message.get(1).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
    match message.get(0).as_string().as_deref() {
        Some("answer") => {
            let bytes = said();
            let mut from = Reader::new(&bytes);
            let id = u32::read(&mut from);
            let reply = LINE.with_borrow_mut(|line| {
                let at = line.replies.iter().position(|(of, _)| *of == id && line.turn == turn)?;
                Some(line.replies.swap_remove(at).1)
            });
            if let Some(reply) = reply {
                reply(from, message.get(2));
            }
        }
        Some("event") => {
            if let Some(event) = unpack(&said()) {
                if event == Event::Ready {
                    LINE.with_borrow_mut(|line| line.ready |= line.turn == turn);
                }
                tell(turn, Happened::Said(event));
            }
        }
        Some("unread") => {
            if let Some(problems) = unpack(&said()) {
                tell(turn, Happened::Unread(problems));
            }
        }
        Some("actions") => give("giveActions", &message.get(2), &message.get(1)),
        Some("part") => give("givePart", &message.get(2), &message.get(1)),
        Some("request") => tell(turn, Happened::Requested(message.get(1).as_string().unwrap_or_default())),
        _ => {}
    }
}

fn tell(turn: u32, happened: Happened) {
    let hearer = LINE.with_borrow(|line| line.happened.clone().filter(|_| line.turn == turn));
    if let Some(hearer) = hearer {
        hearer(happened);
    }
}
