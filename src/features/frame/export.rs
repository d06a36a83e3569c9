//! Saving files that the worker makes.

use engine::messages::{ExportKind, Otherwise, Query, Question};

use super::words;
use crate::platform::{download, worker};
use crate::route::Screen;
use crate::state::App;

/// The findings that are shown: those that the address chooses where they are on the screen, else all.
pub fn shown(app: App) -> Query {
    app.route.with_untracked(|route| match route.screen {
        Screen::Findings => route.query(),
        _ => Query::default(),
    })
}

/// Has the worker make a file and hands it to the person.
pub fn save(app: App, kind: ExportKind) {
    let judgements = kind == ExportKind::Judgements;
    worker::ask(Question::export(kind), move |answer, bytes| match answer {
        Ok((name, media_type)) => match download::save(&name, &media_type, &bytes) {
            Ok(()) => {
                if judgements {
                    app.unsaved.set(false);
                }
                app.say(words::saved(&name));
            }
            Err(_) => app.fail(words::NOT_SAVED.to_owned()),
        },
        Err(Otherwise::Failed(message)) => app.fail(message),
        Err(_) => {}
    });
}
