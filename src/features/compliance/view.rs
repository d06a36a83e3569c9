//! The frameworks: a tab each, its requirements as rows, and behind each row the functions.

use crate::platform::signal::*;
use engine::messages::{
    ExportKind, FrameworkDetail, FrameworkSummary, Query, Question, RequirementFunction, RequirementRow,
    Rows, RuleCount, States,
};

use super::{judgement, matrix, model, paper, words};
use crate::features::frame::export;
use crate::features::overview::view::warning;
use crate::platform::{dom, keys, later};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, link, nothing};
use crate::ui::prose::prose;
use crate::ui::{asked, bar, marks, shorten, states};

/// Functions that are listed behind a requirement at once.
const MOST: u32 = 100;

/// The screen: tabs, and the framework that the address names.
pub fn compliance() -> AnyView {
    let app = App::get();
    let overview = asked::ask(|| Some(Question::overview()));
    keys::on_key(move |key| {
        let opened = key == "Escape" && app.route.with_untracked(|route| route.id.is_some());
        if opened {
            app.go(Route { id: None, ..app.route.get_untracked() });
        }
        opened
    });
    div("div", "screen page compliance")
        .add(div("h1", "offscreen").add(words::TITLE))
        .add(asked::view(overview, move |overview| tabs(app, &overview.frameworks)))
        .view()
}

fn chosen(app: App, first: &str) -> String {
    app.route.with(|route| match &route.screen {
        Screen::Compliance(id) if !id.is_empty() => id.clone(),
        _ => first.to_owned(),
    })
}

fn tab_id(framework: &str) -> String {
    format!("tab-{framework}")
}

fn tabs(app: App, frameworks: &[FrameworkSummary]) -> AnyView {
    let first = frameworks.first().map(|framework| framework.id.clone()).unwrap_or_default();
    let on = Memo::new(move || chosen(app, &first));
    let ids: Vec<String> = frameworks.iter().map(|framework| framework.id.clone()).collect();
    let tab = |framework: &FrameworkSummary| {
        let (id, this) = (framework.id.clone(), framework.id.clone());
        link(app.href(&Route::to(Screen::Compliance(id.clone()))))
            .attr("role", "tab")
            .attr("id", tab_id(&id))
            .attr("aria-controls", "framework")
            .attr_of("tabindex", move || Some(if on.with(|on| *on == id) { "0" } else { "-1" }.to_owned()))
            .is("aria-selected", move || on.with(|on| *on == this))
            .add(states::framework(&framework.id, &framework.title))
    };
    let step = move |event: crate::ui::el::Event| {
        let at = ids.iter().position(|id| on.with_untracked(|on| on == id)).unwrap_or(0);
        let to = match keys::key_of(&event).as_str() {
            "ArrowRight" => (at + 1) % ids.len().max(1),
            "ArrowLeft" => at.checked_sub(1).unwrap_or(ids.len().saturating_sub(1)),
            _ => return,
        };
        event.prevent_default();
        if let Some(id) = ids.get(to) {
            app.go(Route::to(Screen::Compliance(id.clone())));
            dom::focus(&tab_id(id));
        }
    };
    let answer =
        asked::ask(move || Some(Question::framework(on.get())).filter(|_| on.with(|on| !on.is_empty())));
    let panel = el("div")
        .attr("id", "framework")
        .attr("role", "tabpanel")
        .attr_of("aria-labelledby", move || Some(tab_id(&on.get())))
        .add(asked::view(answer, move |framework| drawn(app, framework)));
    let tabs = div("div", "tabs")
        .attr("role", "tablist")
        .attr("aria-label", words::TITLE)
        .on("keydown", step)
        .add(frameworks.iter().map(tab).collect::<Vec<_>>());
    all(vec![tabs.view(), panel.view()])
}

/// The states that occur, with their counts, in words.
pub fn state_counts(found: &States) -> El {
    let counts = model::occurring(found).into_iter().map(|(name, class, count)| {
        let count = shorten::count(u64::from(count));
        el("span").attr("class", format!("key {class}")).add(format!("{} {count}", states::state(name).0))
    });
    div("span", "row").add(counts.collect::<Vec<_>>())
}

fn state_bar(found: &States) -> AnyView {
    let part = |(name, class, count): (&str, &'static str, u32)| bar::Part {
        class,
        size: f64::from(count),
        words: format!("{} {count}", states::state(name).0),
    };
    bar::stacked(model::occurring(found).into_iter().map(part).collect(), "")
}

fn drawn(app: App, framework: &FrameworkDetail) -> AnyView {
    let summary = &framework.summary;
    let recommendations = (!framework.recommendations.is_empty()).then(|| {
        let row = |(text, priority, count): &(String, String, u32)| {
            let count = shorten::count(u64::from(*count));
            el("tr").add(el("td").add(text)).add(el("td").add(priority)).add(div("td", "number").add(count))
        };
        let head = el("tr")
            .add(el("th").add(words::RECOMMENDATION))
            .add(el("th").add(words::PRIORITY))
            .add(div("th", "number").add(words::GIVEN_FOR));
        let body = el("tbody").add(framework.recommendations.iter().map(row).collect::<Vec<_>>());
        div("section", "card")
            .add(el("h2").add(words::RECOMMENDATIONS))
            .add(el("table").add(el("thead").add(head)).add(body))
    });
    let about = (!framework.about.is_empty()).then(|| div("p", "aside").add(&framework.about));
    let title = div("header", "title")
        .add(el("h2").add(&summary.title))
        .add(el("p").attr("id", "sentence").add(&framework.sentence))
        .add(about);
    // Under the published edition there are no judgements and no worksheet.
    let judged = framework.requirements.iter().any(|row| !row.support.is_empty());
    let is_matrix = Memo::new(move || app.route.with(|route| route.view.is_some()));
    let list = StoredValue::new(framework.clone());
    let inside = move || {
        list.with_value(|framework| match is_matrix.get() {
            true => matrix::matrix(app, framework),
            false => {
                let rows = framework.requirements.iter();
                let rows = rows.map(|row| requirement(app, &framework.summary.id, row)).collect::<Vec<_>>();
                div("div", "requirements-list card").add(rows).view()
            }
        })
    };
    el("div")
        .add(title)
        .add(warning(app))
        .add(tools(app, judged, is_matrix))
        .add(dynamic(inside))
        .add(recommendations)
        .view()
}

fn tools(app: App, judged: bool, is_matrix: Memo<bool>) -> El {
    let view = move |label: &'static str, wanted: bool| {
        let press = move |_| {
            let view = wanted.then(|| "matrix".to_owned());
            app.go(Route { view, id: None, text: String::new(), ..app.route.get_untracked() });
        };
        button(label, press).is("aria-pressed", move || is_matrix.get() == wanted)
    };
    let save =
        |label: &'static str, kind: ExportKind| button(label, move |_| export::save(app, kind.clone()));
    let mut tools = div("div", "buttons").add(view(words::LIST, false)).add(view(words::MATRIX, true));
    if judged {
        tools = tools
            .add(save(words::WORKSHEET_CSV, ExportKind::Worksheet))
            .add(button(words::WORKSHEET_PRINT, move |_| paper::print(app)))
            .add(save(words::SAVE_JUDGEMENTS, ExportKind::Judgements));
    }
    tools
}

fn requirement(app: App, framework: &str, row: &RequirementRow) -> El {
    let (framework, id, this) = (framework.to_owned(), row.id.clone(), row.id.clone());
    let opened = Memo::new(move || app.route.with(|route| route.id.as_ref() == Some(&this)));
    // A blank would make two names of one.
    let mark: String = id.chars().map(|char| if char == ' ' { '-' } else { char }).collect();
    let (panel, line_id) = (format!("functions-{mark}"), format!("requirement-{mark}"));
    let counts = state_counts(&row.states);
    // Where the edition says why, the reason for the mapping stands in the panel.
    let decides =
        if row.support.is_empty() { row.decides.clone() } else { words::support(&row.support).to_owned() };
    let by_hand = row.judgement.as_ref().map(judgement::said);
    let this_row = row.clone();
    let press = {
        let id = id.clone();
        move |_| {
            let id = (!opened.get_untracked()).then(|| id.clone());
            app.go(Route { id, ..app.route.get_untracked() });
        }
    };
    if opened.get_untracked() && app.returns.try_update_value(std::mem::take) == Some(true) {
        let id = line_id.clone();
        later::after(0, move || {
            dom::focus(&id);
        });
    }
    let line = div("button", "line")
        .attr("type", "button")
        .attr("id", &line_id)
        .attr("aria-controls", &panel)
        .is("aria-expanded", move || opened.get())
        .on("click", press)
        .add(div("span", "id-of").add(&id))
        .add(div("span", "what").add(&row.title).add(prose(div("span", "aside"), &decides)))
        .add(div("span", "mark").add(marks::state(&row.state)).add(by_hand))
        .add(div("span", "counts-of").add(state_bar(&row.states)).add(counts));
    let inside = move || match opened.get() {
        true => behind(app, &framework, &this_row),
        false => nothing(),
    };
    el("section")
        .attr_of("class", move || {
            Some(if opened.get() { "requirement opened" } else { "requirement" }.to_owned())
        })
        .add(line)
        .add(el("div").attr("id", panel).add(dynamic(inside)))
}

/// What stands behind a requirement: why, its rules, a person's judgement, its functions.
fn behind(app: App, framework: &str, row: &RequirementRow) -> AnyView {
    let listed = functions(app, framework.to_owned(), row.id.clone());
    if row.support.is_empty() {
        return listed;
    }
    let why = (!row.why.is_empty()).then(|| prose(div("p", "why"), &row.why));
    let mut notes: Vec<El> = Vec::new();
    if !row.decides.is_empty() && !shorten::has(&row.why, &row.decides) {
        notes.push(prose(el("li"), &row.decides));
    }
    notes.extend(row.notes.iter().map(|note| el("li").add(note)));
    let notes = (!notes.is_empty()).then(|| div("ul", "notes aside").add(notes));
    let rules = (!row.rules.is_empty()).then(|| {
        let rows = row.rules.iter().map(|rule| rule_row(app, rule)).collect::<Vec<_>>();
        let title = if row.support == "manual" { words::BEARS } else { words::RULES };
        el("section").add(el("h3").add(title)).add(div("table", "rules-of").add(el("tbody").add(rows)))
    });
    // Where nothing in the evidence bears on it, a list of all functions would say nothing.
    let is_silent = row.rules.is_empty();
    let head = div("div", "behind")
        .add(why)
        .add(notes)
        .add(rules)
        .add(judgement::form(app, framework, &row.id, row.judgement.as_ref()))
        .add((!is_silent).then(|| el("h3").add(words::FUNCTIONS)));
    if is_silent { head.view() } else { all(vec![head.view(), listed]) }
}

fn rule_row(app: App, rule: &RuleCount) -> El {
    let entry = Route { id: Some(rule.rule.clone()), ..Route::to(Screen::Rules) };
    let findings = Route::filtered(Screen::Findings, "rule", &rule.rule).with("status", "FAIL");
    let failing = (rule.states.fail > 0).then(|| {
        let words = words::fails_on(rule.states.fail);
        link(app.href(&findings)).add(words)
    });
    el("tr")
        .add(el("td").add(link(app.href(&entry)).add(el("code").add(&rule.rule))))
        .add(el("td").add(&rule.title))
        .add(el("td").add(failing))
        .add(el("td").add(state_counts(&rule.states)))
}

/// The functions behind a requirement, the worst first, by state as the address says.
fn functions(app: App, framework: String, requirement: String) -> AnyView {
    let answer = asked::ask(move || {
        let query = app.route.with(|route| Query { count: MOST, ..route.query() });
        // In the alphabet too, what fails comes before what passes.
        let query = if query.sort.is_empty() { Query { sort: "state".to_owned(), ..query } } else { query };
        Some(Question::requirement(framework.clone(), requirement.clone(), query))
    });
    asked::view(answer, move |rows| function_rows(app, rows))
}

/// The rules that brought a function to its state, each with its finding where there is one.
fn rules_of(app: App, row: &RequirementFunction) -> Vec<El> {
    let one = |(rule, finding): &(String, Option<String>)| {
        let route = match finding {
            Some(id) => Route::finding(id),
            None => Route { id: Some(rule.clone()), ..Route::to(Screen::Rules) },
        };
        el("span").add(" ").add(link(app.href(&route)).add(el("code").add(rule)))
    };
    row.rules.iter().map(one).collect()
}

fn function_rows(app: App, rows: &Rows<RequirementFunction>) -> AnyView {
    let states = rows.facets.iter().filter(|facet| facet.name == "state").flat_map(|facet| &facet.values);
    let filter = |(value, count): &(String, u32)| {
        let pressed = app.route.with_untracked(|route| route.has("state", value));
        let value = value.clone();
        let mark = marks::state(&value);
        let press = move |_| {
            let mut route = app.route.get_untracked();
            route.toggle("state", &value);
            app.go(route);
        };
        button("", press)
            .attr("class", "chip")
            .attr("aria-pressed", if pressed { "true" } else { "false" })
            .add(mark)
            .add(format!(" {}", shorten::count(u64::from(*count))))
    };
    let filters = div("div", "row")
        .attr("role", "group")
        .attr("aria-label", words::STATE)
        .add(states.map(filter).collect::<Vec<_>>());
    let row = |row: &RequirementFunction| {
        let function = link(app.href(&Route::to(Screen::Function(row.function.key.clone()))));
        el("tr")
            .add(el("td").add(marks::state(&row.state)))
            .add(el("th").attr("scope", "row").add(function.add(marks::id(&row.function.name))))
            .add(prose(div("td", "aside"), &row.message).add(rules_of(app, row)))
    };
    let more = rows.matched.saturating_sub(rows.rows.len() as u32);
    div("div", "behind")
        .add(filters)
        .add(el("table").add(el("tbody").add(rows.rows.iter().map(row).collect::<Vec<_>>())))
        .add((more > 0).then(|| div("p", "aside").add(words::more(more))))
        .view()
}
