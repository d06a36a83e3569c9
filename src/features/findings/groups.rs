//! Findings in groups: a row for each group leads to its findings.

use crate::platform::signal::*;
use engine::messages::{GROUPS, GroupRow, Question};

use super::words;
use crate::platform::{dom, later};
use crate::route::Route;
use crate::state::App;
use crate::ui::el::{AnyView, El, Event, all, div, el, link};
use crate::ui::facets::facets;
use crate::ui::list::{Column, Doing, Layout, Source, cell, column, list, numbers, search};
use crate::ui::prose::prose;
use crate::ui::{marks, shorten, states};

/// The id of the choice.
const CHOICE: &str = "group-by";

/// The choice of what findings are grouped by; it stands over them whether they are or not.
pub fn choice(app: App) -> El {
    let now = app.route.with_untracked(|route| route.group.clone());
    let option = |value: &str, word: &'static str| {
        let option = el("option").attr("value", value).add(word);
        if now.as_deref().unwrap_or_default() == value { option.attr("selected", "") } else { option }
    };
    let options = GROUPS.map(|by| option(by, words::group(by)));
    let choose = move |event: Event| {
        let group = Some(dom::chosen(&event)).filter(|by| !by.is_empty());
        let sort = String::new();
        app.go(Route { group, sort, descending: false, id: None, ..app.route.get_untracked() });
        // The screen is another one now, and so is the choice.
        later::after(0, || {
            dom::focus(CHOICE);
        });
    };
    let select = el("select")
        .attr("id", CHOICE)
        .on("change", choose)
        .add(option("", words::NO_GROUPS))
        .add(options.into_iter().collect::<Vec<_>>());
    div("span", "group-by").add(el("label").attr("for", CHOICE).add(words::GROUP_BY)).add(select)
}

/// The groups' headings: the first says what they have in common.
fn columns(by: &str) -> &'static [Column] {
    const fn columns(first: &'static str) -> [Column; 5] {
        [
            column(first, "group"),
            column(words::SEVERITY, "severity"),
            numbers(words::FINDINGS, "findings"),
            numbers(words::FUNCTIONS, "functions"),
            numbers(words::POINTS, "points"),
        ]
    }
    const RULE: &[Column] = &columns(words::RULE);
    const FUNCTION: &[Column] = &columns(words::FUNCTION);
    const CHECK: &[Column] = &columns(words::CHECK);
    const SEVERITY: &[Column] = &columns(words::SEVERITY);
    match by {
        "function" => FUNCTION,
        "check" => CHECK,
        "severity" => SEVERITY,
        _ => RULE,
    }
}

/// Where a group leads: to its findings, beside the filters that are set already.
fn of_group(route: &Route, by: &str, value: &str) -> Route {
    let mut to = Route { group: None, id: None, sort: String::new(), descending: false, ..route.clone() };
    to.filters.retain(|(name, _)| name != by);
    to.with(by, value)
}

/// The findings in groups.
pub fn groups(app: App, by: &'static str) -> AnyView {
    let query = Memo::new(move || app.route.with(Route::query));
    let source = Source::new(query, Question::groups);
    let open = Callback::new(move |index| {
        if let Some(row) = source.row(index) {
            app.go(app.route.with_untracked(|route| of_group(route, by, &row.value)));
        }
    });
    let layout = Layout { label: words::TITLE, class: "groups", columns: columns(by) };
    let doing = Doing { active: RwSignal::new(0), open, moved: None };
    let search = search(words::SEARCH, source.matched, source.total).add(choice(app));
    let cells = move |row: &GroupRow| cells(app, by, row);
    let middle = div("div", "middle").add(search).add(list(layout, source.erased(cells), doing));
    div("div", "screen lists")
        .add(div("h1", "offscreen").add(words::TITLE))
        .add(facets(source.facets))
        .add(middle)
        .view()
}

fn cells(app: App, by: &str, row: &GroupRow) -> AnyView {
    let route = app.route.with_untracked(|route| of_group(route, by, &row.value));
    let name = match by {
        "rule" => el("code").add(&row.name).view(),
        "severity" => marks::severity(&row.name),
        _ => marks::id(&row.name),
    };
    let name = link(app.href(&route)).attr("tabindex", "-1").add(name);
    let title = (!row.title.is_empty()).then(|| prose(div("span", "aside about"), &row.title));
    let counts = states::SEVERITIES.iter().zip(row.severities).filter(|(_, count)| *count > 0);
    let counts = counts.map(|(name, count)| {
        let (word, class) = states::severity(name);
        let said = format!("{count} {}", word.to_ascii_lowercase());
        el("span").attr("class", format!("sev small {class}")).title(said).add(count.to_string())
    });
    let points = if row.points > 0 { format!("−{}", row.points) } else { String::new() };
    let number = |count: u32| shorten::count(u64::from(count));
    all(vec![
        cell("name").title(&row.title).add(name).add(title).view(),
        cell("severities").add(div("span", "counts").add(counts.collect::<Vec<_>>())).view(),
        cell("number findings").add(number(row.findings)).view(),
        cell("number functions").add(number(row.functions)).view(),
        cell("number points").add(points).view(),
    ])
}
