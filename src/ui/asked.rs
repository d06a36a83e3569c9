//! An answer of the worker that a view waits for, asked for again whenever other things are open.

use std::sync::Arc;

use engine::messages::{Answer, Ask};
use leptos::prelude::*;

use crate::platform::worker;
use crate::state::App;
use crate::ui::el::{div, dynamic};
use crate::ui::words;

/// An answer, or why there is none.
#[derive(Debug)]
pub enum Asked<T> {
    /// Not there yet.
    Waiting,
    /// There.
    Got(Arc<T>),
    /// Refused, with the engine's own two sentences.
    Failed(String),
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Waiting => Self::Waiting,
            Self::Got(answer) => Self::Got(Arc::clone(answer)),
            Self::Failed(message) => Self::Failed(message.clone()),
        }
    }
}

/// Asks what `question` says, each time that what it reads changes. A former answer stands until the new one is there.
pub fn ask<T: Send + Sync + 'static>(
    question: impl Fn() -> Option<Ask> + 'static,
    take: fn(Answer) -> Option<T>,
) -> RwSignal<Asked<T>> {
    let asked = RwSignal::new(Asked::Waiting);
    let turn = StoredValue::new(0_u32);
    let app = App::get();
    Effect::new(move || {
        app.opened.track();
        if app.head.with(Option::is_none) {
            return;
        }
        let Some(question) = question() else { return };
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        worker::ask(question, move |answer, _| {
            // The screen may be gone, or have asked for something else.
            if turn.try_get_value() != Some(mine) {
                return;
            }
            if let Answer::Failed { message } = answer {
                asked.set(Asked::Failed(message));
            } else if let Some(answer) = take(answer) {
                asked.set(Asked::Got(Arc::new(answer)));
            }
        });
    });
    asked
}

/// Draws an answer when it is there.
pub fn view<T: Send + Sync + 'static>(
    asked: RwSignal<Asked<T>>,
    draw: impl Fn(&T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    dynamic(move || match asked.get() {
        Asked::Waiting => div("p", "waiting").attr("aria-busy", "true").add(words::WAITING).view(),
        Asked::Got(answer) => draw(&answer),
        Asked::Failed(message) => div("p", "empty").attr("role", "alert").add(message).view(),
    })
}
