//! Parts of the worker's module, which load when they are needed: what a part is, and when, `engine::Part` says.

use std::cell::RefCell;
use std::collections::BTreeSet;

use engine::Part;
use engine::messages::Answer;
use js_sys::{Object, Reflect, WebAssembly};
use wasm_bindgen::JsCast as _;

use super::line;

/// What is said where one didn't arrive.
pub const LACKING: (&str, &str) = (
    "A part of this page that is needed here did not arrive whole.",
    "Try again in a moment; if this comes back, reload the page: the copy on this host may be damaged.",
);

/// What parts have in common: it has to be there before any of them.
const SHARED: &str = "Shared";

thread_local! {
    static THERE: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// The same, as an answer.
pub fn lacking() -> Answer {
    let (what, remedy) = LACKING;
    Answer::Failed { message: format!("{what} {remedy}") }
}

/// Whether all of these are there.
pub fn are_there(parts: &[Part]) -> bool {
    parts.iter().all(|part| is_there(part.name()))
}

/// Has them all put into their places; says whether they are. What is there already is not asked for.
pub async fn take(parts: &[Part]) -> bool {
    if are_there(parts) {
        return true;
    }
    for name in [SHARED].into_iter().chain(parts.iter().map(|part| part.name())) {
        if !is_there(name) && put(name).await.is_none() {
            return false;
        }
    }
    true
}

fn is_there(name: &str) -> bool {
    THERE.with_borrow(|there| there.contains(name))
}

async fn put(name: &'static str) -> Option<()> {
    let module: WebAssembly::Module = line::ask_page("part", name).await?.dyn_into().ok()?;
    // Somebody else may have waited for it too: its variables are laid out once.
    if is_there(name) {
        return Some(());
    }
    let imports = Object::new();
    Reflect::set(&imports, &"s".into(), &wasm_bindgen::exports()).ok()?;
    WebAssembly::Instance::new(&module, &imports).ok()?;
    THERE.with_borrow_mut(|there| there.insert(name));
    Some(())
}
