//! Saving files that the worker makes.

use engine::messages::{Answer, Ask, ExportKind};

use crate::platform::{download, worker};
use crate::state::App;

/// Has the worker make a file and hands it to the person.
pub fn save(app: App, kind: ExportKind) {
    worker::ask(Ask::Export(kind), move |answer, bytes| match answer {
        Answer::File { name, media_type } => match download::save(&name, &media_type, &bytes) {
            Ok(()) => app.say(format!("Saved {name}")),
            Err(_) => app
                .fail(format!("{name} could not be handed to the browser. Export fewer functions at once.")),
        },
        Answer::Failed { message } => app.fail(message),
        _ => {}
    });
}
