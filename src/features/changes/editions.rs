//! What the two editions say differently of the open evidence, fault by fault.

use crate::platform::signal::*;
use engine::messages::{DifferenceRow, FaultRow, Faults, Otherwise, Query, Question, Rows, Said};

use super::words;
use crate::platform::{dom, keys};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, El, button, div, dynamic, el, link, nothing};
use crate::ui::prose::prose;
use crate::ui::{asked, marks, shorten};

/// Functions that are listed behind a fault at once.
const MOST: u32 = 100;

/// What became of the comparison.
#[derive(Clone)]
enum Compared {
    Waiting,
    Stopped,
    Failed(String),
    Known(Faults),
}

/// The screen.
pub fn editions() -> AnyView {
    let app = App::get();
    let compared = RwSignal::new(Compared::Waiting);
    let compare = move || {
        compared.set(Compared::Waiting);
        app.compare(move |answer| {
            // The screen may be gone.
            compared.set(match answer {
                Ok(faults) => Compared::Known(faults),
                Err(Otherwise::Failed(message)) => Compared::Failed(message),
                Err(_) => Compared::Stopped,
            });
        });
    };
    effect(move || {
        app.opened.track();
        if app.head.with_untracked(Option::is_some) {
            compare();
        }
    });
    keys::on_key(move |key| {
        let opened = key == "Escape" && app.route.with_untracked(|route| !route.filters.is_empty());
        if opened {
            app.go(Route { filters: Vec::new(), ..app.route.get_untracked() });
        }
        opened
    });
    let inside = move || match compared.get() {
        Compared::Waiting => {
            div("p", "waiting").attr("aria-busy", "true").add(crate::ui::words::WAITING).view()
        }
        Compared::Stopped => {
            div("p", "row").add(words::STOPPED).add(button(words::COMPARE, move |_| compare())).view()
        }
        Compared::Failed(message) => div("p", "empty").attr("role", "alert").add(message).view(),
        Compared::Known(faults) => drawn(app, &faults),
    };
    div("div", "screen page editions").add(el("h1").add(words::EDITIONS)).add(dynamic(inside)).view()
}

/// All faults, or those of the functions that the address names, with the link back to all.
fn drawn(app: App, faults: &Faults) -> AnyView {
    let named = Memo::new(move || app.route.with(|route| route.values("function")));
    let faults = faults.clone();
    dynamic(move || {
        let names = named.get();
        if names.is_empty() {
            return listed(app, &faults);
        }
        let all = Route { filters: Vec::new(), ..app.route.get_untracked() };
        let only = el("p")
            .attr("class", "note")
            .add(words::only(&names))
            .add(" ")
            .add(link(app.href(&all)).add(words::ALL_FUNCTIONS));
        let filters = vec![("function".to_owned(), names)];
        let answer = asked::ask(move || {
            Some(Question::differences(Query { filters: filters.clone(), ..Query::default() }))
        });
        let faults = faults.clone();
        el("div").add(only).add(asked::view(answer, move |rows| listed(app, &narrowed(&faults, rows)))).view()
    })
}

/// The faults as often as these differences have them.
fn narrowed(faults: &Faults, rows: &Rows<DifferenceRow>) -> Faults {
    let mut faults = faults.clone();
    let counts: Vec<(String, u32)> = rows.facets.iter().flat_map(|facet| facet.values.clone()).collect();
    for fault in &mut faults.faults {
        let number = fault.number.to_string();
        fault.functions = counts.iter().find(|(of, _)| *of == number).map_or(0, |(_, count)| *count);
    }
    faults
}

fn listed(app: App, faults: &Faults) -> AnyView {
    let (shown, hidden): (Vec<&FaultRow>, Vec<&FaultRow>) =
        faults.faults.iter().partition(|fault| fault.functions > 0);
    let rows = |faults: &[&FaultRow]| faults.iter().map(|row| fault(app, row)).collect::<Vec<_>>();
    let rest = (!hidden.is_empty()).then(|| {
        let list = div("div", "requirements-list card").add(rows(&hidden));
        let named = hidden.iter().map(|fault| fault.number.to_string()).collect::<Vec<_>>();
        let details = el("details").add(el("summary").add(words::hidden(hidden.len()))).add(list);
        // A link to a fault shows it, wherever it stands.
        let wanted = app.route.with_untracked(|route| named.iter().any(|number| route.has("fault", number)));
        if wanted { details.attr("open", "") } else { details }
    });
    let typed = move |event| {
        let mut route = app.route.get_untracked();
        route.text = dom::typed(&event);
        app.replace(route);
    };
    let field = el("input")
        .attr("type", "search")
        .attr("id", dom::SEARCH)
        .attr("placeholder", words::SEARCH)
        .attr("aria-label", words::SEARCH)
        .value_of(move || app.route.with(|route| route.text.clone()))
        .on("input", typed);
    el("div")
        .add(el("p").add(words::compared(faults)))
        .add(div("div", "search").attr("role", "search").add(field))
        .add(div("div", "requirements-list card").add(rows(&shown)))
        .add(rest)
        .view()
}

fn fault(app: App, row: &FaultRow) -> El {
    let number = row.number.to_string();
    let this = number.clone();
    let opened = Memo::new(move || app.route.with(|route| route.has("fault", &this)));
    let panel = format!("fault-{number}");
    let press = {
        let number = number.clone();
        move |_| {
            let mut route = app.route.get_untracked();
            let was = opened.get_untracked();
            route.filters.retain(|(name, _)| name != "fault");
            app.go(if was { route } else { route.with("fault", &number) });
        }
    };
    let title = if row.number == 0 { words::NO_FAULT } else { row.title.as_str() };
    let part = if row.number == 0 { words::NO_FAULT_ABOUT } else { row.part.as_str() };
    let line = div("button", "line")
        .attr("type", "button")
        .attr("aria-controls", &panel)
        .is("aria-expanded", move || opened.get())
        .on("click", press)
        .add(div("span", "id-of").add(if row.number == 0 { "+" } else { number.as_str() }))
        .add(div("span", "what").add(title).add(div("span", "aside").add(part)))
        .add(div("span", "mark"))
        .add(div("span", "counts-of").add(shorten::counted(row.functions, "function", "functions")));
    let row = row.clone();
    let inside = move || match opened.get() {
        true => behind(app, &row),
        false => nothing(),
    };
    el("section")
        .attr_of("class", move || {
            Some(if opened.get() { "requirement opened" } else { "requirement" }.to_owned())
        })
        .add(line)
        .add(el("div").attr("id", panel).add(dynamic(inside)))
}

fn behind(app: App, row: &FaultRow) -> AnyView {
    let term = |name: &'static str, text: String| {
        (!text.is_empty()).then(|| el("div").add(el("dt").add(name)).add(el("dd").add(text)))
    };
    let touches = row.old_rules.iter().chain(&row.criteria).cloned().collect::<Vec<_>>().join(", ");
    let facts = div("dl", "told")
        .add(term(words::PUBLISHED_DOES, row.published.clone()))
        .add(term(words::RIGHT, row.right.clone()))
        .add(term(words::OLD_RULES, touches))
        .add(term(words::NEW_RULES, row.new_rules.join(", ")));
    let panel = div("div", "behind").add(facts);
    if row.functions == 0 {
        return panel.add(div("p", "aside").add(words::NOT_SHOWN)).view();
    }
    let number = row.number.to_string();
    let answer = asked::ask(move || {
        let mut query = app.route.with(Route::query);
        query.filters.retain(|(name, _)| name == "function");
        query.filters.push(("fault".to_owned(), vec![number.clone()]));
        Some(Question::differences(Query { count: MOST, ..query }))
    });
    panel.add(asked::view(answer, move |rows| differences(app, rows))).view()
}

fn differences(app: App, rows: &Rows<DifferenceRow>) -> AnyView {
    let row = |row: &DifferenceRow| {
        let function = link(app.href(&Route::to(Screen::Function(row.function.key.clone()))));
        el("tr")
            .add(el("th").attr("scope", "row").add(function.add(marks::id(&row.function.name))))
            .add(el("td").add(said(app, &row.old)))
            .add(el("td").add(said(app, &row.new)))
    };
    let head = el("tr")
        .add(el("th").attr("scope", "col").add(words::FUNCTION))
        .add(el("th").attr("scope", "col").add(words::OLD_SAYS))
        .add(el("th").attr("scope", "col").add(words::NEW_SAYS));
    let more = rows.matched.saturating_sub(rows.rows.len() as u32);
    el("div")
        .add(
            div("table", "both")
                .add(el("thead").add(head))
                .add(el("tbody").add(rows.rows.iter().map(row).collect::<Vec<_>>())),
        )
        .add((more > 0).then(|| div("p", "aside").add(words::more(more))))
        .view()
}

fn said(app: App, said: &[Said]) -> AnyView {
    if said.is_empty() {
        return div("p", "aside").add(words::SAYS_NOTHING).view();
    }
    let line = |said: &Said| {
        let mark = match (&said.severity, said.state.is_empty()) {
            (Some(severity), _) => Some(marks::severity(severity)),
            (None, false) => Some(marks::state(&said.state)),
            (None, true) => None,
        };
        let message = match &said.finding {
            Some(id) => prose(link(app.href(&Route::finding(id))), &said.message),
            None => prose(el("span"), &said.message),
        };
        el("li").add(mark).add(" ").add(el("code").add(&said.by)).add(" ").add(message)
    };
    div("ul", "said").add(said.iter().map(line).collect::<Vec<_>>()).view()
}
