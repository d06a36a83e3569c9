//! The audit trail: what CloudTrail recorded on the functions.

use crate::platform::signal::*;
use engine::messages::{Head, Question, Shown, TrailRow};

use super::words;
use crate::route::{PUBLISHED, Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, all, div, link, nothing};
use crate::ui::facets::facets;
use crate::ui::list::{Column, Doing, Layout, Source, cell, column, list, search};
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
    let query = Memo::new(move || app.route.with(Route::query));
    let source = Source::new(query, Question::trail);
    let open = Callback::new(move |index| {
        if let Some(row) = source.row(index) {
            app.go(Route::to(Screen::Function(row.function.key)));
        }
    });
    let layout = Layout { label: words::TITLE, class: "trail", columns: COLUMNS };
    let doing = Doing { active: RwSignal::new(0), open, moved: None };
    // No event in such a report doesn't mean that there was none.
    let not_written = move || {
        let written =
            |head: &Head| !head.can_judge || head.can_switch && head.shown == Some(Shown::AsWritten);
        let head = |head: &Head| head.trail == Some(0) && head.rules != PUBLISHED && written(head);
        // The current edition says of each function whether somebody asked; where it says nothing at all, everybody was answered.
        let asked = |head: &Head| head.trail == Some(0) && head.rules != PUBLISHED && !written(head);
        let note = |told: &'static str| div("p", "note").attr("role", "note").add(told).view();
        app.head.with(|open| match open.as_ref() {
            Some(open) if head(open) => note(words::NOT_WRITTEN),
            Some(open) if asked(open) => note(words::NONE_TOLD),
            _ => nothing(),
        })
    };
    let middle = div("div", "middle")
        .add(search(words::SEARCH, source.matched, source.total))
        .add_of(not_written)
        .add(list(layout, source.erased(move |row| cells(app, row)), doing));
    div("div", "screen lists")
        .add(div("h1", "offscreen").add(words::TITLE))
        .add(facets(source.facets))
        .add(middle)
        .view()
}

fn cells(app: App, row: &TrailRow) -> AnyView {
    let function = Route::to(Screen::Function(row.function.key.clone()));
    let function = link(app.href(&function)).attr("tabindex", "-1").add(marks::id(&row.function.name));
    let function = cell("function").add(function);
    if let Some(error) = &row.error {
        return all(vec![
            cell("time").add(div("span", "state unknown").add(words::NOT_KNOWN)).view(),
            cell("error").title(error).add(error).view(),
            function.view(),
            cell("from").view(),
        ]);
    }
    let from = words::from(&row.source_ip, &row.user_agent);
    all(vec![
        cell("time").title(&row.time).add(words::time(&row.time)).view(),
        cell("event").title(&row.event).add(&row.event).view(),
        cell("user").add(marks::id(&row.user)).view(),
        function.view(),
        cell("from").title(&from).add(from).view(),
    ])
}
