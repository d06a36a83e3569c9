//! The functions against a framework's requirements: a row each, a square for each requirement.

use crate::platform::signal::*;
use engine::messages::{FrameworkDetail, MatrixRow, Question};

use super::{model, words};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, El, all, div, el, link};
use crate::ui::list::{Column, Doing, Layout, Source, cell, column, list, search};
use crate::ui::{marks, states};

const COLUMNS: &[Column] = &[column(words::FUNCTION, "name"), column(words::MATRIX, "")];

/// The matrix of a framework.
pub fn matrix(app: App, framework: &FrameworkDetail) -> AnyView {
    let id = framework.summary.id.clone();
    let names: StoredValue<Vec<(String, String)>> = StoredValue::new(
        framework.requirements.iter().map(|row| (row.id.clone(), row.title.clone())).collect(),
    );
    let this = id.clone();
    let query = Memo::new(move || {
        let mut query = app.route.with(Route::query);
        query.filters = vec![("framework".to_owned(), vec![this.clone()])];
        query
    });
    let source = Source::new(query, Question::matrix);
    let open = Callback::new(move |index| {
        if let Some(row) = source.row(index) {
            app.go(Route::to(Screen::Function(row.function.key)));
        }
    });
    let head = framework.requirements.iter().map(|row| {
        let route =
            Route { id: Some(row.id.clone()), ..Route::to(Screen::Compliance(framework.summary.id.clone())) };
        let name = link(app.href(&route)).title(format!("{}: {}", row.id, row.title)).add(&row.id);
        el("span").add(name)
    });
    let head = div("div", "matrix-head").add(el("b")).add(head.collect::<Vec<_>>());
    let layout = Layout { label: words::MATRIX, class: "matrix", columns: COLUMNS };
    let rows = list(
        layout,
        source.erased(move |row| cells(app, &id, names, row)),
        Doing { active: RwSignal::new(0), open, moved: None },
    );
    let legend =
        model::LETTERS.iter().map(|(_, state)| el("li").add(square(state)).add(states::state(state).0));
    div("div", "matrix-around")
        .add(search(words::SEARCH_FUNCTIONS, source.matched, source.total))
        .add(div("ul", "signs row").add(legend.collect::<Vec<_>>()))
        .add(
            div("div", "sideways")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", words::MATRIX)
                .add(div("div", "across").add(head).add(rows)),
        )
        .view()
}

/// A state as a square, told by letter and colour.
fn square(state: &str) -> El {
    let (_, class) = states::state(state);
    el("i").attr("class", format!("square {class}")).attr("aria-hidden", "true").add(model::sign(state))
}

fn cells(app: App, framework: &str, names: StoredValue<Vec<(String, String)>>, row: &MatrixRow) -> AnyView {
    let function =
        link(app.href(&Route::to(Screen::Function(row.function.key.clone())))).attr("tabindex", "-1");
    let mut squares = cell("squares");
    let told: Vec<(String, &'static str)> = names.with_value(|names| {
        let states = row.states.chars().map(model::state_of);
        names.iter().map(|(id, _)| id.clone()).zip(states).collect()
    });
    for (id, state) in &told {
        let route = Route {
            id: Some(id.clone()),
            text: row.function.name.clone(),
            ..Route::to(Screen::Compliance(framework.to_owned()))
        };
        let words = format!("{id}: {}", states::state(state).0);
        let one = link(app.href(&route)).attr("tabindex", "-1").title(&words).attr("aria-label", words);
        squares = squares.add(one.add(square(state)));
    }
    all(vec![cell("name").add(function.add(marks::id(&row.function.name))).view(), squares.view()])
}
