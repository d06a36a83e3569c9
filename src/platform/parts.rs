//! Parts of the page's module, which load when a screen needs them.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::later;
use super::signal::RwSignal;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The screens of what is open.
    Screens,
    /// The toolkit's screens.
    Tools,
}

/// How far a part has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coming {
    /// Nobody wanted it yet.
    Away,
    /// It is on its way.
    OnItsWay,
    /// It is in its place.
    There,
    /// It didn't arrive, with two sentences.
    Lacking(String),
}

/// How far the parts have come.
#[derive(Clone, Copy)]
pub struct Parts {
    screens: RwSignal<Coming>,
    tools: RwSignal<Coming>,
}

impl Parts {
    /// None of them is there.
    pub fn away() -> Self {
        Self { screens: RwSignal::new(Coming::Away), tools: RwSignal::new(Coming::Away) }
    }

    /// How far a part has come.
    pub fn coming(self, part: Part) -> RwSignal<Coming> {
        match part {
            Part::Screens => self.screens,
            Part::Tools => self.tools,
        }
    }

    /// Has a part come, where it is neither there nor on its way.
    pub fn want(self, part: Part) {
        let coming = self.coming(part);
        if matches!(coming.get_untracked(), Coming::OnItsWay | Coming::There) {
            return;
        }
        coming.set(Coming::OnItsWay);
        let name = match part {
            Part::Screens => "Screens",
            Part::Tools => "Tools",
        };
        later::work(async move {
            coming.set(match take(name).await {
                Ok(()) => Coming::There,
                Err(error) => Coming::Lacking(sentences(&error)),
            });
        });
    }
}

/// Has `boot.js` put a part into its place: it checks that part as it checks the others.
async fn take(name: &str) -> Result<(), JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"lambdascope".into())?;
    let take: Function = Reflect::get(&boot, &"takePart".into())?.dyn_into()?;
    let taken: Promise = take.call1(&boot, &name.into())?.dyn_into()?;
    JsFuture::from(taken).await.map(drop)
}

fn sentences(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok();
    message.and_then(|message| message.as_string()).unwrap_or_default()
}
