//! Dropping works everywhere: a target over everything, of two halves where something is open already.

use crate::platform::signal::*;

use super::words;
use crate::platform::drag::{self, Half};
use crate::platform::files::{self, Dropped, Picked};
use crate::platform::later;
use crate::route::Screen;
use crate::state::App;
use crate::ui::el::{AnyView, div, dynamic, el, nothing};

/// Listens, and draws the targets while something is dragged over the page.
pub fn targets(app: App) -> AnyView {
    let over = RwSignal::new(None::<Half>);
    drag::listen(over, move |transfer, half| take(app, transfer, half == Half::Add));
    files::on_paste(move |transfer| take(app, transfer, false));
    let shown = Memo::new(move || over.with(Option::is_some));
    let half = move |half: Half, name: &'static str, title: &'static str, sub: &'static str| {
        let class = move || Some(if over.get() == Some(half) { "half on" } else { "half" }.to_owned());
        el("div")
            .attr("data-drop", name)
            .attr_of("class", class)
            .add(el("b").add(title))
            .add(el("span").add(sub))
    };
    dynamic(move || {
        if !shown.get() {
            return nothing();
        }
        let targets = div("div", "drop-over").attr("aria-hidden", "true");
        if app.head.with_untracked(Option::is_none) {
            return targets.add(half(Half::Open, "open", words::DROP_FIRST, "")).view();
        }
        targets
            .add(half(Half::Open, "open", words::DROP_OPEN, words::DROP_OPEN_SUB))
            .add(half(Half::Add, "add", words::DROP_ADD, words::DROP_ADD_SUB))
            .view()
    })
}

fn take(app: App, transfer: &drag::Transfer, add: bool) {
    let dropped = Dropped::of(transfer);
    if dropped.is_empty() {
        if let Some(picked) = files::pasted(transfer) {
            open(app, picked, add);
        }
        return;
    }
    later::work(async move {
        let picked = dropped.walk().await;
        open(app, picked, add);
    });
}

fn open(app: App, picked: Picked, add: bool) {
    match app.route.with_untracked(|route| matches!(route.screen, Screen::Toolkit(_))) {
        true => app.toolkit.take(app, picked),
        false => app.open(picked, add),
    }
}
