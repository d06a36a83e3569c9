//! The keys.

use crate::platform::signal::*;

use super::words;
use crate::ui::dialog::dialog;
use crate::ui::el::{AnyView, div, el};

/// The list of keys, as a dialog.
pub fn help(open: RwSignal<bool>) -> AnyView {
    dialog("keys", open, words::TITLE, || {
        let mut list = div("dl", "keys");
        for (keys, what) in words::KEYS {
            let keys = keys.iter().map(|key| el("kbd").add(*key)).collect::<Vec<_>>();
            list = list.add(el("dt").add(keys)).add(el("dd").add(*what));
        }
        list.view()
    })
}
