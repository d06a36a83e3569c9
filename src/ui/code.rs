//! Commands and texts to copy.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::platform::clipboard;
use crate::state::App;
use crate::ui::words;

/// Copies text and says so.
pub fn copy(app: App, text: String, done: impl Fn(bool) + 'static) {
    spawn_local(async move {
        let copied = clipboard::copy(&text).await;
        app.say(if copied { words::COPIED } else { words::NOT_COPIED });
        done(copied);
    });
}

/// A button that copies, and says for a moment that it did.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What is on it.
    #[prop(into, default = words::COPY.to_owned())]
    label: String,
    /// A key that does the same.
    #[prop(default = None)]
    key: Option<&'static str>,
) -> impl IntoView {
    let app = App::get();
    let state = RwSignal::new(None::<bool>);
    let press = move |_| {
        copy(app, text.clone(), move |copied| {
            // The button may be gone before its word is.
            let _ = state.try_set(Some(copied));
            set_timeout(
                move || {
                    let _ = state.try_set(None);
                },
                Duration::from_millis(1500),
            );
        });
    };
    view! {
        <button type="button" class="copy" on:click=press>
            {move || match state.get() {
                Some(true) => words::COPIED.to_owned(),
                Some(false) => words::NOT_COPIED.to_owned(),
                None => label.clone(),
            }}
            {key.map(|key| view! { " " <kbd>{key}</kbd> })}
        </button>
    }
    .into_any()
}

/// Commands, ready to be copied.
pub fn command(text: String, key: Option<&'static str>) -> AnyView {
    view! {
        <div class="command">
            <pre tabindex="0"><code>{text.clone()}</code></pre>
            <CopyButton text=text key=key />
        </div>
    }
    .into_any()
}
