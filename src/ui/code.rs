//! Commands and texts to copy.

use crate::platform::signal::*;

use crate::platform::{clipboard, later};
use crate::state::App;
use crate::ui::el::{El, div, el};
use crate::ui::words;

/// Copies text and says so.
pub fn copy(app: App, text: String, done: impl Fn(bool) + 'static) {
    later::work(async move {
        let copied = clipboard::copy(&text).await;
        app.say(if copied { words::COPIED } else { words::NOT_COPIED });
        done(copied);
    });
}

/// A button that copies.
pub fn copy_button(text: String) -> El {
    copy_button_of(text, words::COPY)
}

/// A button that copies, with other words on it; for a moment it says that it did.
pub fn copy_button_of(text: String, label: &'static str) -> El {
    let app = App::get();
    let state = RwSignal::new(None::<bool>);
    let press = move |_| {
        copy(app, text.clone(), move |copied| {
            // The button may be gone before its word is.
            state.set(Some(copied));
            later::after(1500, move || {
                state.set(None);
            });
        });
    };
    let words = move || match state.get() {
        Some(true) => words::COPIED.to_owned(),
        Some(false) => words::NOT_COPIED.to_owned(),
        None => label.to_owned(),
    };
    div("button", "copy").attr("type", "button").on("click", press).text_of(words)
}

/// Commands, ready to be copied; a key that does the same is shown.
pub fn command(text: String, key: Option<&'static str>) -> El {
    let code = el("pre").attr("tabindex", "0").add(el("code").add(&text));
    div("div", "command").add(code).add(copy_button(text).add(key.map(|key| el("kbd").add(key))))
}
