//! The keys.

use leptos::prelude::*;

use super::words;
use crate::ui::dialog::Dialog;
use crate::ui::marks;

/// The list of keys, as a dialog.
pub fn help(open: RwSignal<bool>) -> AnyView {
    let rows = || {
        words::KEYS
            .iter()
            .map(|(keys, what)| {
                let keys = keys.iter().map(|key| marks::key(key)).collect_view();
                view! { <dt>{keys}</dt><dd>{*what}</dd> }
            })
            .collect_view()
    };
    view! { <Dialog open=open title=words::TITLE><dl class="keys">{rows()}</dl></Dialog> }.into_any()
}
