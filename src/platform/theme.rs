//! The theme: as the system has it, or as the person chose. The one thing that is kept between visits.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

const KEY: &str = "theme";

/// What the person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// The next one of the round.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

fn root() -> Option<HtmlElement> {
    document().document_element()?.dyn_into().ok()
}

/// What `theme.js` has set before the first paint.
pub fn now() -> Theme {
    match root().and_then(|root| root.dataset().get("theme")).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Shows a theme and keeps the choice, where the browser lets it be kept.
pub fn set(theme: Theme) {
    let storage = window().local_storage().ok().flatten();
    match theme.name() {
        Some(name) => {
            if let Some(root) = root() {
                let _ = root.dataset().set("theme", name);
            }
            if let Some(storage) = storage {
                let _ = storage.set_item(KEY, name);
            }
        }
        None => {
            if let Some(root) = root() {
                root.dataset().delete("theme");
            }
            if let Some(storage) = storage {
                let _ = storage.remove_item(KEY);
            }
        }
    }
}
