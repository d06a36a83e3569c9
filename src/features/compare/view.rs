//! What is shown beside an older audit: what is new, changed, fixed, still open, and what can't be told.

use crate::platform::signal::*;
use engine::messages::{Compared, FateRow, Question};

use super::words;
use crate::platform::files;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, El, all, button, div, el, link};
use crate::ui::facets::facets;
use crate::ui::list::{Column, Doing, Layout, Source, cell, column, list, search};
use crate::ui::prose::prose;
use crate::ui::{asked, marks};

const COLUMNS: &[Column] = &[
    column(words::CHANGE, "change"),
    column(words::SEVERITY, "severity"),
    column(words::FUNCTION, "function"),
    column(words::MESSAGE, "message"),
    column(words::RULE, "rule"),
];

/// The id of the input that chooses an older audit.
const OLDER: &str = "older-files";

/// The screen.
pub fn compare() -> AnyView {
    let app = App::get();
    let answer = asked::ask(|| Some(Question::compared()));
    let input = el("input")
        .attr("type", "file")
        .attr("id", OLDER)
        .attr("multiple", "")
        .attr("hidden", "")
        .attr("aria-label", words::CHOOSE)
        .on("change", move |event| app.compare_with(files::from_input(&event)));
    all(vec![input.view(), asked::view(answer, move |compared| drawn(app, compared))])
}

fn drawn(app: App, compared: &Compared) -> AnyView {
    let Some(older) = &compared.older else {
        return div("div", "screen page")
            .add(el("h1").add(words::TITLE))
            .add(el("p").add(words::ABOUT))
            .add(el("p").add(words::CAREFUL))
            .add(div("p", "buttons").add(choose(words::CHOOSE).attr("class", "main")))
            .view();
    };
    let sides =
        div("p", "row").add(el("span").add(words::sides(older, &compared.newer))).add(choose(words::OTHER));
    let trouble = compared.trouble.as_ref().map(|told| div("p", "note").attr("role", "note").add(told));
    let told = div("div", "sides").add(sides).add(trouble);
    if older.rules != compared.newer.rules {
        return div("div", "screen page").add(el("h1").add(words::TITLE)).add(told).view();
    }
    changes(app, told)
}

fn choose(label: &'static str) -> El {
    button(label, |_| files::choose(OLDER))
}

fn changes(app: App, told: El) -> AnyView {
    let query = Memo::new(move || app.route.with(Route::query));
    let source = Source::new(query, Question::fates);
    let open = Callback::new(move |index| {
        if let Some(route) = source.row(index).and_then(|row| leads_to(&row)) {
            app.go(route);
        }
    });
    let layout = Layout { label: words::TITLE, class: "fates", columns: COLUMNS };
    let doing = Doing { active: RwSignal::new(0), open, moved: None };
    let middle = div("div", "middle")
        .add(told)
        .add(search(words::SEARCH, source.matched, source.total))
        .add(list(layout, source.erased(move |row| cells(app, row)), doing));
    div("div", "screen lists")
        .add(div("h1", "offscreen").add(words::TITLE))
        .add(facets(source.facets))
        .add(middle)
        .view()
}

/// Where a row leads: to the finding, else to the function; nowhere where only the older audit has it.
fn leads_to(row: &FateRow) -> Option<Route> {
    match &row.finding {
        Some(id) => Some(Route::finding(id)),
        None => (!row.function.key.is_empty()).then(|| Route::to(Screen::Function(row.function.key.clone()))),
    }
}

fn cells(app: App, row: &FateRow) -> AnyView {
    let name = marks::id(&row.function.name);
    let function = match leads_to(row) {
        Some(route) => link(app.href(&route)).attr("tabindex", "-1").add(name),
        None => el("span").add(name),
    };
    let was = if row.was.is_empty() { String::new() } else { [words::WAS, &row.was].concat() };
    let aside = [was.as_str(), &row.why].join(" ");
    let title = [&row.message, "\n", aside.trim()].concat();
    let aside = (!aside.trim().is_empty()).then(|| prose(div("span", "aside"), aside.trim()));
    all(vec![
        cell("change").add(marks::change(&row.change)).view(),
        cell("severity").add(marks::severity(&row.severity)).view(),
        cell("function").add(function).view(),
        cell("message").title(title.trim()).add(prose(el("span"), &row.message)).add(aside).view(),
        cell("rule").add(el("code").add(&row.rule)).view(),
    ])
}
