//! The audit trail: what CloudTrail recorded on the functions.

use engine::messages::{Answer, Ask, TrailRow};
use leptos::prelude::*;

use super::words;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::facets::Facets;
use crate::ui::list::{Column, List, Search, Source, column};
use crate::ui::marks;

const COLUMNS: &[Column] = &[
    column(words::TIME, "time"),
    column(words::EVENT, "event"),
    column(words::USER, "user"),
    column(words::FUNCTION, "function"),
    column(words::FROM, ""),
];

/// The audit trail.
pub fn trail() -> AnyView {
    let app = App::get();
    let query = Memo::new(move |_| app.route.with(Route::query));
    let source =
        Source::new(
            query,
            Ask::Trail,
            |answer| {
                if let Answer::Trail(rows) = answer { Some(rows) } else { None }
            },
        );
    let active = RwSignal::new(0);
    let open = Callback::new(move |index| {
        if let Some(row) = source.row(index) {
            app.go(Route::to(Screen::Function(row.function.key)));
        }
    });
    view! {
        <div class="screen lists">
            <h1 class="offscreen">{words::TITLE}</h1>
            <Facets facets=source.facets />
            <div class="middle">
                <Search label=words::SEARCH matched=source.matched total=source.total />
                <List label=words::TITLE class="trail" columns=COLUMNS source=source.erased(move |row| cells(app, &row)) active=active on_open=open />
            </div>
        </div>
    }
    .into_any()
}

fn cells(app: App, row: &TrailRow) -> AnyView {
    let function = Route::to(Screen::Function(row.function.key.clone()));
    let function = view! {
        <div role="gridcell" class="function"><a tabindex="-1" href=app.href(&function)>{marks::id(&row.function.name)}</a></div>
    };
    if let Some(error) = &row.error {
        return view! {
            <div role="gridcell" class="time"><span class="state unknown">"Not known"</span></div>
            <div role="gridcell" class="error" title=error.clone()>{error.clone()}</div>
            {function}
            <div role="gridcell" class="from"></div>
        }
        .into_any();
    }
    let from = if row.user_agent.is_empty() || row.user_agent == row.source_ip {
        row.source_ip.clone()
    } else {
        format!("{} · {}", row.source_ip, row.user_agent)
    };
    view! {
        <div role="gridcell" class="time">{time(&row.time)}</div>
        <div role="gridcell" class="event">{row.event.clone()}</div>
        <div role="gridcell" class="user">{marks::id(&row.user)}</div>
        {function}
        <div role="gridcell" class="from" title=from.clone()>{from.clone()}</div>
    }
    .into_any()
}

/// A stamp for reading: its `T` as a blank, and a plain `UTC` for `+00:00`.
pub fn time(stamp: &str) -> String {
    stamp.replacen('T', " ", 1).replace("+00:00", " UTC").replace('Z', " UTC")
}
