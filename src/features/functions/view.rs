//! All functions.

use engine::messages::{Answer, Ask, FunctionRow};
use leptos::prelude::*;

use super::words;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::facets::Facets;
use crate::ui::list::{Column, List, Search, Source, column, numbers};
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
    let query = Memo::new(move |_| app.route.with(Route::query));
    let source = Source::new(query, Ask::Functions, |answer| {
        if let Answer::Functions(rows) = answer { Some(rows) } else { None }
    });
    let active = RwSignal::new(0);
    let open = Callback::new(move |index| {
        if let Some(row) = source.row(index) {
            app.go(Route::to(Screen::Function(row.key)));
        }
    });
    let some_facets =
        move || source.facets.with(|facets| facets.iter().any(|facet| !facet.values.is_empty()));
    view! {
        <div class="screen lists" class:bare=move || !some_facets()>
            <h1 class="offscreen">{words::TITLE}</h1>
            <Facets facets=source.facets />
            <div class="middle">
                <Search label=words::SEARCH matched=source.matched total=source.total />
                <List label=words::TITLE class="functions" columns=COLUMNS source=source.erased(move |row| cells(app, &row)) active=active on_open=open />
            </div>
        </div>
    }
    .into_any()
}

fn cells(app: App, row: &FunctionRow) -> AnyView {
    let route = Route::to(Screen::Function(row.key.clone()));
    let score = match &row.error {
        Some(error) => {
            view! { <span class="aside" title=error.clone()>{words::NOT_AUDITED}</span> }.into_any()
        }
        None => marks::score(row.score),
    };
    let modified = row.modified.as_ref().map(|date| date.chars().take(10).collect::<String>());
    let place = (!row.place.is_empty() && row.key != row.name)
        .then(|| view! { <span class="aside place">{row.place.clone()}</span> });
    view! {
        <div role="gridcell" class="name"><a tabindex="-1" href=app.href(&route)>{marks::id(&row.name)}</a>{place}</div>
        <div role="gridcell" class="score">{score}</div>
        <div role="gridcell" class="severities">{marks::severity_counts(row.severities)}</div>
        <div role="gridcell" class="runtime">{row.runtime.clone()}</div>
        <div role="gridcell" class="role">{row.role.as_deref().map(marks::id)}</div>
        <div role="gridcell" class="modified">{modified}</div>
    }
    .into_any()
}
