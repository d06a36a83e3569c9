//! Judging what is open again, in slices: what was shown stays until it is done.

use engine::messages::{Answer, Ask, How};
use engine::{Opening, Rejudging};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::{STATE, line, load, parts};

/// Judges again as is said, or by the other edition to compare.
pub fn judge(id: u32, how: Option<How>) {
    let turn = STATE.with_borrow_mut(|state| {
        state.loading = Some(id);
        state.load
    });
    spawn_local(async move {
        let ask = how.clone().map_or(Ask::Faults, Ask::Judge);
        let wanted = STATE.with_borrow(|state| state.session.as_ref().map(|session| session.wants(&ask)));
        let there = parts::take(&wanted.unwrap_or_default()).await;
        if STATE.with_borrow(|state| state.load != turn) {
            return;
        }
        if !there {
            STATE.with_borrow_mut(|state| state.loading = None);
            return line::answer(id, parts::lacking(), &JsValue::UNDEFINED);
        }
        let begun = STATE.with_borrow(|state| {
            let session = state.session.as_ref()?;
            how.map_or_else(|| session.compare(), |how| session.rejudge(&how))
        });
        let answer = match begun {
            Some(begun) => match finished(turn, begun).await {
                Some(answer) => answer,
                None => return,
            },
            None => {
                let message = "No evidence is open. Open the files that the audit was made from beside it.";
                Answer::Failed { message: message.to_owned() }
            }
        };
        let current = STATE.with_borrow_mut(|state| state.load == turn && state.loading.take().is_some());
        if current {
            line::answer(id, answer, &line::peak_memory());
            load::tell_trail().await;
        }
    });
}

/// Judges, and has the session take it. Nothing when it was cancelled.
async fn finished(turn: u32, mut begun: Rejudging) -> Option<Answer> {
    load::slices(turn, |until| {
        STATE.with_borrow(|state| {
            let done = begun.step(state.session.as_ref()?, &mut || line::now() < until);
            Some((done, begun.progress()))
        })
    })
    .await?;
    let answer = STATE.with_borrow_mut(|state| Some(state.session.as_mut()?.take(begun)))?;
    Some(match answer {
        Answer::Head(head) => Answer::Opened(head),
        other => other,
    })
}

/// Lays a table or judgements beside what is open; where a table decides, all is judged again.
pub async fn lay_beside(turn: u32, opening: Opening, mut files: Vec<(String, File)>) -> Option<Answer> {
    let again = STATE.with_borrow_mut(|state| {
        state.files.append(&mut files);
        let session = state.session.as_mut()?;
        let how = session.how();
        Some(if session.lay_beside(opening) { session.rejudge(&how) } else { None })
    })?;
    if let Some(begun) = again {
        return finished(turn, begun).await;
    }
    let answer = STATE.with_borrow_mut(|state| Some(state.session.as_mut()?.answer(&Ask::Head)))?;
    Some(match answer {
        Answer::Head(head) => Answer::Opened(head),
        other => other,
    })
}
