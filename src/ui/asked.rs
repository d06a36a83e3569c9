//! An answer of the worker that a view waits for, asked for again whenever other things are open.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::platform::signal::*;
use engine::messages::{Ask, Otherwise, Question, Reader, Wire, answered};

use crate::platform::act::Make;
use crate::platform::worker;
use crate::state::App;
use crate::ui::el::{AnyView, div, dynamic};
use crate::ui::words;

/// An answer, or why there is none.
#[derive(Clone, Debug)]
enum State {
    /// Not there yet.
    Waiting,
    /// There. Its type is the one of the [`Asked`] around it.
    Got(Arc<dyn Any + Send + Sync>),
    /// Refused, with the engine's own two sentences.
    Failed(String),
}

/// An answer of type `T`. All that doesn't need the type is built once.
pub struct Asked<T> {
    state: RwSignal<State>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

impl<T: Send + Sync + 'static> Asked<T> {
    /// What was answered, if it is there.
    pub fn with<R>(self, see: impl FnOnce(&T) -> R) -> Option<R> {
        match self.state.get_untracked() {
            State::Got(answer) => answer.downcast_ref::<T>().map(see),
            State::Waiting | State::Failed(_) => None,
        }
    }
}

/// Asks what `question` says, each time that what it reads changes. A former answer stands until the new one is there.
pub fn ask<T: Wire + Send + Sync + 'static>(
    question: impl Fn() -> Option<Question<T>> + 'static,
) -> Asked<T> {
    let question = move || question().map(|question| question.ask);
    Asked { state: ask_any(Box::new(question), |from| Arc::new(T::read(from))), of: PhantomData }
}

fn ask_any(
    question: Box<dyn Make<Option<Ask>>>,
    read: fn(&mut Reader<'_>) -> Arc<dyn Any + Send + Sync>,
) -> RwSignal<State> {
    let state = RwSignal::new(State::Waiting);
    let turn = StoredValue::new(0_u32);
    let app = App::get();
    effect(move || {
        // Hashes and counts that come later change nothing that is asked for.
        app.opened.track();
        if app.head.with_untracked(Option::is_none) {
            return;
        }
        let Some(question) = question.make() else { return };
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        let answer = move |from: Reader<'_>, _| {
            // The screen may be gone, or have asked for something else.
            if turn.try_get_value() != Some(mine) {
                return;
            }
            match answered(from, read) {
                Ok(answer) => state.set(State::Got(answer)),
                Err(Otherwise::Failed(message)) => state.set(State::Failed(message)),
                Err(_) => {}
            }
        };
        worker::ask_any(question, Box::new(answer));
    });
    state
}

/// Draws an answer when it is there.
pub fn view<T: Send + Sync + 'static>(
    asked: Asked<T>,
    draw: impl Fn(&T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let draw = move |answer: &(dyn Any + Send + Sync)| answer.downcast_ref::<T>().map(&draw);
    view_any(asked.state, Arc::new(draw))
}

/// Draws an answer whose type it knows.
type Draw = Arc<dyn Fn(&(dyn Any + Send + Sync)) -> Option<AnyView> + Send + Sync>;

fn view_any(state: RwSignal<State>, draw: Draw) -> AnyView {
    let waiting = || div("p", "waiting").attr("aria-busy", "true").add(words::WAITING).view();
    dynamic(move || match state.get() {
        State::Waiting => waiting(),
        State::Got(answer) => draw(&*answer).unwrap_or_else(waiting),
        State::Failed(message) => div("p", "empty").attr("role", "alert").add(message).view(),
    })
}
