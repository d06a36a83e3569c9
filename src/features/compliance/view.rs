//! The frameworks: a tab each, its requirements as rows, and behind each row the functions.

use std::sync::Arc;

use engine::messages::{
    Answer, Ask, FrameworkDetail, FrameworkSummary, Query, RequirementFunction, RequirementRow, Rows, States,
};
use leptos::prelude::*;

use super::{model, words};
use crate::platform::keys;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::{asked, bar, marks, shorten, states};

/// Functions that are listed behind a requirement at once.
const MOST: u32 = 100;

/// The screen: tabs, and the framework that the address names.
pub fn compliance() -> AnyView {
    let app = App::get();
    let overview = asked::ask(
        || Some(Ask::Overview),
        |answer| if let Answer::Overview(overview) = answer { Some(overview.frameworks) } else { None },
    );
    view! {
        <div class="screen page compliance">
            <h1 class="offscreen">{words::TITLE}</h1>
            {asked::view(overview, move |frameworks| tabs(app, &frameworks))}
        </div>
    }
    .into_any()
}

fn chosen(app: App, first: &str) -> String {
    app.route.with(|route| match &route.screen {
        Screen::Compliance(id) if !id.is_empty() => id.clone(),
        _ => first.to_owned(),
    })
}

fn tabs(app: App, frameworks: &Arc<Vec<FrameworkSummary>>) -> AnyView {
    let first = frameworks.first().map(|framework| framework.id.clone()).unwrap_or_default();
    let on = Memo::new(move |_| chosen(app, &first));
    let ids: Vec<String> = frameworks.iter().map(|framework| framework.id.clone()).collect();
    let tabs = frameworks
        .iter()
        .map(|framework| {
            let id = framework.id.clone();
            let (this, current) = (id.clone(), id.clone());
            view! {
                <a role="tab" id=format!("tab-{id}") aria-controls="framework" href=app.href(&Route::to(Screen::Compliance(id.clone())))
                    tabindex=move || if on.with(|on| *on == current) { "0" } else { "-1" }
                    aria-selected=move || if on.with(|on| *on == this) { "true" } else { "false" }>
                    {states::framework(&framework.id, &framework.title)}
                </a>
            }
        })
        .collect_view();
    let step = move |event: leptos::ev::KeyboardEvent| {
        let at = ids.iter().position(|id| on.with_untracked(|on| on == id)).unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % ids.len().max(1),
            "ArrowLeft" => at.checked_sub(1).unwrap_or(ids.len().saturating_sub(1)),
            _ => return,
        };
        event.prevent_default();
        if let Some(id) = ids.get(to) {
            app.go(Route::to(Screen::Compliance(id.clone())));
            crate::platform::dom::focus(&format!("tab-{id}"));
        }
    };
    let answer = asked::ask(
        move || Some(Ask::Framework { id: on.get() }).filter(|_| on.with(|on| !on.is_empty())),
        |answer| if let Answer::Framework(framework) = answer { Some(framework) } else { None },
    );
    view! {
        <div class="tabs" role="tablist" aria-label=words::TITLE on:keydown=step>{tabs}</div>
        <div id="framework" role="tabpanel" aria-labelledby=move || format!("tab-{}", on.get())>
            {asked::view(answer, move |framework| drawn(app, &framework))}
        </div>
    }
    .into_any()
}

fn state_bar(found: &States) -> AnyView {
    let parts = model::occurring(found)
        .into_iter()
        .map(|(name, class, count)| bar::Part {
            class,
            size: f64::from(count),
            words: format!("{} {count}", states::state(name).0),
        })
        .collect();
    bar::stacked(parts, "")
}

fn drawn(app: App, framework: &Arc<FrameworkDetail>) -> AnyView {
    let warning = app.head.with_untracked(|head| head.as_ref().and_then(|head| head.warning.clone()));
    let warning = warning.map(|warning| view! { <p class="note edition">{warning}</p> });
    let summary = &framework.summary;
    let id = summary.id.clone();
    let rows = framework.requirements.iter().map(|row| requirement(app, &id, row)).collect_view();
    let recommendations = (!framework.recommendations.is_empty()).then(|| {
        let rows = framework
            .recommendations
            .iter()
            .map(|(text, priority, count)| {
                view! { <tr><td>{text.clone()}</td><td>{priority.clone()}</td><td class="number">{shorten::count(u64::from(*count))}</td></tr> }
            })
            .collect_view();
        view! {
            <section class="card">
                <h2>{words::RECOMMENDATIONS}</h2>
                <table>
                    <thead><tr><th></th><th>{words::PRIORITY}</th><th class="number">{words::GIVEN_FOR}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    });
    keys::on_key(move |key| {
        let opened = key == "Escape" && app.route.with_untracked(|route| route.id.is_some());
        if opened {
            app.go(Route { id: None, ..app.route.get_untracked() });
        }
        opened
    });
    view! {
        <header class="title"><h2>{summary.title.clone()}</h2><p>{framework.sentence.clone()}</p></header>
        {warning}
        <div class="requirements-list card">{rows}</div>
        {recommendations}
    }
    .into_any()
}

fn requirement(app: App, framework: &str, row: &RequirementRow) -> AnyView {
    let (framework, id) = (framework.to_owned(), row.id.clone());
    let this = id.clone();
    let opened = Memo::new(move |_| app.route.with(|route| route.id.as_ref() == Some(&this)));
    let panel = format!("functions-{id}");
    let press = {
        let id = id.clone();
        move |_| {
            let id = (!opened.get_untracked()).then(|| id.clone());
            app.go(Route { id, ..app.route.get_untracked() });
        }
    };
    let counts = model::occurring(&row.states)
        .into_iter()
        .map(|(name, class, count)| {
            view! { <span class=format!("key {class}")>{format!("{} {count}", states::state(name).0)}</span> }
        })
        .collect_view();
    let decides = if row.support.is_empty() {
        row.decides.clone()
    } else {
        format!("{}; {}", row.decides, words::support(&row.support))
    };
    let inside = {
        let (framework, id) = (framework.clone(), id.clone());
        move || opened.get().then(|| functions(app, framework.clone(), id.clone()))
    };
    let controls = panel.clone();
    view! {
        <section class="requirement" class:opened=opened>
            <button type="button" class="line" aria-expanded=move || if opened.get() { "true" } else { "false" } aria-controls=controls on:click=press>
                <span class="id-of">{id}</span>
                <span class="what">{row.title.clone()}<span class="aside">{decides}</span></span>
                <span class="mark">{marks::state(model::worst(&row.states))}</span>
                <span class="counts-of">{state_bar(&row.states)}<span class="row">{counts}</span></span>
            </button>
            <div id=panel>{inside}</div>
        </section>
    }
    .into_any()
}

/// The functions behind a requirement, the worst first, by state as the address says.
fn functions(app: App, framework: String, requirement: String) -> AnyView {
    let (asked_framework, asked_requirement) = (framework, requirement);
    let answer = asked::ask(
        move || {
            let query = app.route.with(|route| {
                let query = Query { count: MOST, ..route.query() };
                // In the alphabet too, what fails comes before what passes.
                if query.sort.is_empty() { Query { sort: "state".to_owned(), ..query } } else { query }
            });
            Some(Ask::Requirement {
                framework: asked_framework.clone(),
                requirement: asked_requirement.clone(),
                query,
            })
        },
        |answer| if let Answer::Requirement(rows) = answer { Some(rows) } else { None },
    );
    asked::view(answer, move |rows| function_rows(app, &rows))
}

fn function_rows(app: App, rows: &Arc<Rows<RequirementFunction>>) -> AnyView {
    let values = rows
        .facets
        .iter()
        .find(|facet| facet.name == "state")
        .map(|facet| facet.values.clone())
        .unwrap_or_default();
    let filters = values
        .into_iter()
        .map(|(value, count)| {
            let (word, class) = states::state(&value);
            let pressed = app.route.with_untracked(|route| route.has("state", &value));
            let press = move |_| {
                let mut route = app.route.get_untracked();
                route.toggle("state", &value);
                app.go(route);
            };
            view! {
                <button type="button" class="chip" aria-pressed=if pressed { "true" } else { "false" } on:click=press>
                    <span class=format!("state {class}")>{word}</span>" "{shorten::count(u64::from(count))}
                </button>
            }
        })
        .collect_view();
    let list = rows
        .rows
        .iter()
        .map(|row| {
            let route = Route::to(Screen::Function(row.function.key.clone()));
            view! {
                <tr>
                    <td>{marks::state(&row.state)}</td>
                    <th scope="row"><a href=app.href(&route)>{marks::id(&row.function.name)}</a></th>
                    <td class="aside">{row.message.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let more = rows.matched.saturating_sub(rows.rows.len() as u32);
    view! {
        <div class="behind">
            <div class="row" role="group" aria-label=words::STATE>{filters}</div>
            <table><tbody>{list}</tbody></table>
            {(more > 0).then(|| view! { <p class="aside">{words::more(more)}</p> })}
        </div>
    }
    .into_any()
}
