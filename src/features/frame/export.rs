//! Saving files that the worker makes.

use engine::messages::{Answer, Ask, ExportKind};

use crate::platform::{download, worker};
use crate::state::App;

/// Has the worker make a file and hands it to the person.
pub fn save(app: App, kind: ExportKind) {
    worker::ask(Ask::Export(kind), move |answer, bytes| match answer {
        Answer::File { name, media_type } => {
            if download::save(&name, &media_type, &bytes).is_ok() {
                app.say(format!("Saved {name}"));
            }
        }
        Answer::Failed { message } => app.fail(message),
        _ => {}
    });
}
