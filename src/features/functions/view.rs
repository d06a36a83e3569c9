//! All functions.

use crate::platform::signal::*;
use engine::messages::{FunctionRow, Question};

use super::words;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, all, div, link};
use crate::ui::facets::facets;
use crate::ui::list::{Column, Doing, Layout, Source, cell, column, list, numbers, search};
use crate::ui::marks;

const COLUMNS: &[Column] = &[
    column(words::NAME, "name"),
    numbers(words::SCORE, "score"),
    column(words::FINDINGS, "findings"),
    column(words::RUNTIME, "runtime"),
    column(words::ROLE, "role"),
    column(words::MODIFIED, "modified"),
];

/// All functions.
pub fn functions() -> AnyView {
    let app = App::get();
    let query = Memo::new(move || app.route.with(Route::query));
    let source = Source::new(query, Question::functions);
    let open = Callback::new(move |index| {
        if let Some(row) = source.row(index) {
            app.go(Route::to(Screen::Function(row.key)));
        }
    });
    let layout = Layout { label: words::TITLE, class: "functions", columns: COLUMNS };
    let doing = Doing { active: RwSignal::new(0), open, moved: None };
    let middle = div("div", "middle").add(search(words::SEARCH, source.matched, source.total)).add(list(
        layout,
        source.erased(move |row| cells(app, row)),
        doing,
    ));
    div("div", "screen lists")
        .add(div("h1", "offscreen").add(words::TITLE))
        .add(facets(source.facets))
        .add(middle)
        .view()
}

fn cells(app: App, row: &FunctionRow) -> AnyView {
    let route = Route::to(Screen::Function(row.key.clone()));
    let score = match &row.error {
        Some(error) => div("span", "aside").title(error).add(words::NOT_AUDITED).view(),
        None => marks::score(row.score),
    };
    let modified = row.modified.as_ref().map(|date| date.chars().take(10).collect::<String>());
    let place =
        (!row.place.is_empty() && row.key != row.name).then(|| div("span", "aside place").add(&row.place));
    let name = link(app.href(&route)).attr("tabindex", "-1").add(marks::id(&row.name));
    all(vec![
        cell("name").add(name).add(marks::assessed(row.assessed)).add(place).view(),
        cell("score").add(score).view(),
        cell("severities").add(marks::severity_counts(app, &row.key, row.severities, true)).view(),
        cell("runtime").add(row.runtime.as_ref()).view(),
        cell("role").add(row.role.as_deref().map(marks::id)).view(),
        cell("modified").add(modified).view(),
    ])
}
