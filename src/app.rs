//! The page: its frame, and the screen that its address names.

use crate::platform::signal::*;

use crate::features::{
    changes, compare, compliance, findings, frame, function, functions, landing, overview, problems, rules,
    texts, toolkit, trail,
};
use crate::platform::parts::{Coming, Part};
use crate::route::Screen;
use crate::state::App;
use crate::ui::el::{self, AnyView, button, div};
use crate::ui::words;

/// Puts the page into the document.
pub fn mount() {
    crate::platform::dom::say_where_it_stops();
    el::mount(page);
}

fn page() -> AnyView {
    let app = App::provide();
    let kind = Memo::new(move || {
        let open = app.head.with(Option::is_some);
        let tool = app.route.with(|route| matches!(route.screen, Screen::Toolkit(_)));
        (open || tool).then(|| app.route.with(|route| kind(&route.screen)))
    });
    let locked = Memo::new(move || app.toolkit.lock.with(Option::is_some));
    frame::view::frame(app, move || match kind.get() {
        _ if locked.get() => once_there(app, Part::Tools, toolkit::view::lock),
        None => landing::view::landing(),
        Some(Screen::Toolkit(tool)) => once_there(app, Part::Tools, || toolkit::view::toolkit(tool)),
        Some(kind) => once_there(app, Part::Screens, || draw(kind)),
    })
}

/// Draws what stands in a part of the page once that is there.
fn once_there(app: App, part: Part, draw: impl FnOnce() -> AnyView) -> AnyView {
    let coming = app.parts.coming(part);
    if coming.get_untracked() == Coming::Away {
        app.parts.want(part);
    }
    match coming.get() {
        Coming::There => draw(),
        Coming::Away | Coming::OnItsWay => {
            div("p", "waiting").attr("aria-busy", "true").add(words::COMING).view()
        }
        Coming::Lacking(why) => div("div", "screen page")
            .add(div("p", "empty").attr("role", "alert").add(why))
            .add(div("div", "buttons").add(button(words::AGAIN, move |_| app.parts.want(part))))
            .view(),
    }
}

/// A screen as the view that draws it: what changes within a list or the frameworks is no other screen.
fn kind(screen: &Screen) -> Screen {
    match screen {
        Screen::Compliance(_) => Screen::Compliance(String::new()),
        other => other.clone(),
    }
}

// A door: `xtask/src/parts.rs` names it.
#[inline(never)]
fn draw(screen: Screen) -> AnyView {
    match screen {
        Screen::Overview => overview::view::overview(),
        Screen::Functions => functions::view::functions(),
        Screen::Function(key) => function::view::function(key),
        Screen::Findings => findings::view::findings(),
        Screen::Compliance(_) => compliance::view::compliance(),
        Screen::Trail => trail::view::trail(),
        Screen::Problems => problems::view::problems(),
        Screen::Text(kind, key) => texts::view::text(kind, key),
        Screen::Compare => compare::view::compare(),
        Screen::Changes => changes::view::changes(),
        Screen::Editions => changes::editions::editions(),
        Screen::Rules => rules::view::rules(),
        // Stands in a part of its own.
        Screen::Toolkit(_) => el::nothing(),
    }
}
