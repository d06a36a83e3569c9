//! The toolkit's message loop: one request after the other, since each may change what lies on the bench.

#[path = "../worker/line.rs"]
#[expect(dead_code, reason = "the engine's worker says more over the same line")]
mod line;
mod webcrypto;

use std::cell::RefCell;
use std::collections::VecDeque;

use engine::messages::toolkit::{Answer, Ask, Request, Response};
use engine::messages::unpack;
use engine::toolkit::machine::Step;
use engine::toolkit::{Bench, Beside, Said, Secret};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, MessageEvent, WorkerGlobalScope};

/// Most bytes that are taken: opening holds a container three times over.
const MOST: f64 = 268_435_456.0;

const TOO_BIG: &str = "This file is more than a browser's tab can open in one piece. Use the lambdascope command, which opens the same files.";
const UNREADABLE: &str =
    "The browser could not read this file: it was moved, changed or is a folder. Drop it again.";

/// A request with what travels beside it.
type Message = (Request, JsValue);

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::default();
    static WAITING: RefCell<VecDeque<Message>> = RefCell::default();
    static WORKING: RefCell<bool> = const { RefCell::new(false) };
}

/// Listens. Messages are read in order from now on.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        // Where, but never what: a message might hold a secret.
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("The toolkit stopped at {place}.").into());
    }));
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| hear(&event.data()));
    line::listen(heard.as_ref().unchecked_ref());
    // Listens as long as the worker lives.
    heard.forget();
    line::watch_requests();
}

fn hear(message: &JsValue) {
    let Some(message) = message.dyn_ref::<Array>() else { return };
    let Ok(bytes) = message.get(0).dyn_into::<Uint8Array>() else { return };
    let Some(request) = unpack::<Request>(&bytes.to_vec()) else { return };
    WAITING.with_borrow_mut(|waiting| waiting.push_back((request, message.get(1))));
    if !WORKING.replace(true) {
        spawn_local(async {
            while let Some((request, beside)) = WAITING.with_borrow_mut(VecDeque::pop_front) {
                let said = answer(request.ask, beside).await.unwrap_or_else(|said| said);
                tell(request.id, said);
            }
            WORKING.set(false);
        });
    }
}

fn tell(id: u32, said: Said) {
    let beside = match &said.beside {
        Beside::Nothing => JsValue::UNDEFINED,
        Beside::Text(text) => JsValue::from_str(std::str::from_utf8(text).unwrap_or_default()),
        // Not as a blob: one that was made here might not outlive this worker.
        Beside::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
    };
    line::post("answer", &line::packed(&Response { id, answer: said.answer }), &beside);
}

async fn answer(ask: Ask, beside: JsValue) -> Result<Said, Said> {
    match ask {
        Ask::Inspect { name } => {
            let mut bytes = bytes(&beside).await?;
            let step = BENCH.with_borrow_mut(|bench| bench.inspect(name, std::mem::take(&mut *bytes)));
            let report = drive(step).await;
            Ok(BENCH.with_borrow_mut(|bench| bench.inspected(report)))
        }
        Ask::Key => {
            let pasted = bytes(&beside).await?;
            Ok(BENCH.with_borrow_mut(|bench| bench.keep(&pasted)))
        }
        Ask::Open { context, unauthenticated } => {
            let step = BENCH.with_borrow_mut(|bench| bench.open(&context, unauthenticated))?;
            let opened = drive(step).await;
            Ok(BENCH.with_borrow_mut(|bench| bench.opened(opened)))
        }
        Ask::Answers(fields) => {
            let mut answers = Vec::new();
            for answer in beside.unchecked_into::<Array>().iter() {
                answers.push(bytes(&answer).await?);
            }
            let step = BENCH.with_borrow_mut(|bench| bench.answers(&fields, &answers));
            let opened = drive(step).await;
            Ok(BENCH.with_borrow_mut(|bench| bench.opened(opened)))
        }
        Ask::Seal { name, context, chapter } => {
            let plaintext = bytes(&beside).await?;
            let time = (js_sys::Date::now() / 1000.0) as u64;
            let random = random()?;
            let step =
                BENCH.with_borrow_mut(|bench| bench.seal(plaintext, &context, chapter, time, random))?;
            let sealed = drive(step).await;
            Ok(BENCH.with_borrow(|bench| bench.sealed(&name, chapter, sealed)))
        }
        Ask::Fields { name, chapter } => {
            let document = bytes(&beside).await?;
            Ok(BENCH.with_borrow_mut(|bench| bench.fields(name, document, chapter)))
        }
        Ask::Protect { pointers, context } => {
            let random = random()?;
            let step = BENCH.with_borrow_mut(|bench| bench.protect(&pointers, &context, random))?;
            let protected = drive(step).await;
            Ok(BENCH.with_borrow(|bench| bench.protected(protected)))
        }
        Ask::Read => {
            let pasted = bytes(&beside).await?;
            Ok(BENCH.with_borrow_mut(|bench| bench.read(&pasted)))
        }
        ask @ (Ask::View { .. } | Ask::Plaintext | Ask::Integrity | Ask::Command(_)) => {
            Ok(BENCH.with_borrow(|bench| bench.answer(&ask)))
        }
    }
}

/// Answers what a reader or writer asks for until it is done.
async fn drive<T>(mut step: Step<T>) -> T {
    loop {
        step = match step {
            Step::Done(done) => return done,
            Step::Ask(request, waiting) => waiting.answer(webcrypto::answer(&request).await),
        }
    }
}

/// The bytes of what was handed over: text, or a file. Nothing handed over is nothing.
async fn bytes(beside: &JsValue) -> Result<Secret, Said> {
    if let Some(text) = beside.as_string() {
        return Ok(Secret::new(text.into_bytes()));
    }
    let failed = |sentence: &str| Said::from(Answer::Failed(sentence.to_owned()));
    let array = match beside.dyn_ref::<Blob>() {
        Some(blob) if blob.size() > MOST => return Err(failed(TOO_BIG)),
        Some(blob) => {
            let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|_| failed(UNREADABLE))?;
            Uint8Array::new(&buffer)
        }
        None => match beside.dyn_ref::<Uint8Array>() {
            Some(array) => array.clone(),
            None => return Ok(Secret::default()),
        },
    };
    let mut own = Vec::new();
    own.try_reserve_exact(array.length() as usize).map_err(|_| failed(TOO_BIG))?;
    own.resize(array.length() as usize, 0);
    array.copy_to(&mut own);
    Ok(Secret::new(own))
}

/// Bytes that nobody can guess, by the browser.
fn random() -> Result<[u8; 32], Said> {
    let mut bytes = [0; 32];
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    match scope.crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).map(drop)) {
        Ok(()) => Ok(bytes),
        Err(_) => {
            let sentence = "This browser gives no random bytes to workers. Use the lambdascope command.";
            Err(Answer::Failed(sentence.to_owned()).into())
        }
    }
}
