//! Findings: filters at the left, rows in the middle, one of them whole at the right. Where there is no room, one at a time.

use std::sync::Arc;

use engine::messages::{Answer, Ask, FindingDetail, FindingRow};
use leptos::prelude::*;

use super::words;
use crate::features::overview::view::missing_list;
use crate::platform::{dom, hash, keys};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::asked::{self, Asked};
use crate::ui::code::{self, CopyButton};
use crate::ui::facets::Facets;
use crate::ui::list::{Column, List, Search, Source, column, numbers};
use crate::ui::{excerpt, marks, states};

const COLUMNS: &[Column] = &[
    column(words::SEVERITY, "severity"),
    column(words::FUNCTION, "function"),
    column(words::MESSAGE, "message"),
    column(words::RULE, "rule"),
    numbers(words::POINTS, "points"),
];

/// Findings.
pub fn findings() -> AnyView {
    let app = App::get();
    let query = Memo::new(move |_| app.route.with(Route::query));
    let source = Source::new(query, Ask::Findings, |answer| {
        if let Answer::Findings(rows) = answer { Some(rows) } else { None }
    });
    let id = Memo::new(move |_| app.route.with(|route| route.id.clone()));
    let detail = asked::ask(
        move || id.get().map(|id| Ask::Finding { id }),
        |answer| if let Answer::Finding(finding) = answer { Some(finding) } else { None },
    );
    let active = RwSignal::new(0);
    let show = move |index: u32, step: bool| {
        if let Some(row) = source.row(index) {
            let route = Route { id: Some(row.id), ..app.route.get_untracked() };
            if step { app.go(route) } else { app.replace(route) }
        }
    };
    let open = Callback::new(move |index| show(index, id.get_untracked().is_none()));
    // With one finding open beside the list, moving along the list shows the next one.
    let moved = Callback::new(move |index| {
        if id.get_untracked().is_some() && !dom::is_narrow() {
            show(index, false);
        }
    });
    let close = move || {
        app.go(Route { id: None, ..app.route.get_untracked() });
        dom::focus(&format!("row-{}", active.get_untracked()));
    };
    keys::on_key(move |key| match key {
        "Enter" => {
            show(active.get_untracked(), id.get_untracked().is_none());
            true
        }
        "Escape" if id.get_untracked().is_some() => {
            close();
            true
        }
        "c" => {
            let command = detail.with_untracked(|detail| match detail {
                Asked::Got(finding) if id.get_untracked().is_some() => finding.command.clone(),
                _ => None,
            });
            command.map(|command| code::copy(app, command, |_| {})).is_some()
        }
        _ => false,
    });
    view! {
        <div class="screen lists with-detail" class:opened=move || id.with(Option::is_some)>
            <h1 class="offscreen">{words::TITLE}</h1>
            <Facets facets=source.facets />
            <div class="middle">
                <Search label=words::SEARCH matched=source.matched total=source.total />
                <List label=words::TITLE class="findings" columns=COLUMNS source=source.erased(move |row| cells(&row)) active=active on_open=open on_move=Some(moved) />
            </div>
            <aside class="detail" aria-label="Finding">
                {move || if id.with(Option::is_some) {
                    view! {
                        <div class="detail-head"><button type="button" on:click=move |_| close()>{crate::ui::words::CLOSE}" "<kbd>"Esc"</kbd></button></div>
                        {asked::view(detail, move |finding| whole(app, &finding))}
                    }.into_any()
                } else {
                    view! { <p class="empty">{words::CHOOSE}</p> }.into_any()
                }}
            </aside>
        </div>
    }
    .into_any()
}

fn cells(row: &FindingRow) -> AnyView {
    let state = (row.status != "FAIL").then(|| marks::state(&row.status));
    let points = if row.points > 0 { format!("−{}", row.points) } else { String::new() };
    view! {
        <div role="gridcell" class="severity">{marks::severity(&row.severity)}</div>
        <div role="gridcell" class="function">{marks::id(&row.function.name)}</div>
        <div role="gridcell" class="message" title=row.message.clone()>{row.message.clone()}{state}</div>
        <div role="gridcell" class="rule"><code>{row.rule.clone()}</code></div>
        <div role="gridcell" class="number points">{points}</div>
    }
    .into_any()
}

/// One finding, whole.
fn whole(app: App, finding: &Arc<FindingDetail>) -> AnyView {
    let row = &finding.row;
    let function = Route::to(Screen::Function(row.function.key.clone()));
    let rule = Route::filtered(Screen::Findings, "rule", &row.rule);
    let check = Route::filtered(Screen::Findings, "check", &row.check);
    let details = (!finding.details.is_empty()).then(|| {
        let lines = finding.details.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
        view! { <section><h3>{words::DETAILS}</h3><ul class="details">{lines}</ul></section> }
    });
    let evidence = if finding.evidence.is_empty() {
        view! { <p class="aside">{finding.no_evidence.clone()}</p> }.into_any()
    } else {
        finding.evidence.iter().map(excerpt::view).collect_view().into_any()
    };
    let missing = (!finding.missing.is_empty())
        .then(|| view! { <section><h3>{words::MISSING}</h3>{missing_list(&finding.missing)}</section> });
    let requirements = finding
        .requirements
        .iter()
        .map(|requirement| {
            let route = Route {
                id: Some(requirement.id.clone()),
                ..Route::to(Screen::Compliance(requirement.framework.clone()))
            };
            let name = states::requirement(requirement);
            view! { <li><a href=app.href(&route)>{name}</a>" "<span>{requirement.title.clone()}</span>" "{marks::state(&requirement.state)}</li> }
        })
        .collect_view();
    let requirements = (!finding.requirements.is_empty()).then(
        || view! { <section><h3>{words::TOUCHES}</h3><ul class="requirements">{requirements}</ul></section> },
    );
    let state = (row.status != "FAIL").then(|| marks::state(&row.status));
    view! {
        <article class="finding">
            <p class="row">
                {marks::severity(&row.severity)}
                {state}
                <a href=app.href(&rule)><code>{row.rule.clone()}</code></a>
                <span class="aside">{words::points(row.points)}</span>
            </p>
            <h2>{row.message.clone()}</h2>
            <p class="aside">
                <a href=app.href(&function)>{row.function.name.clone()}</a>
                " · "{row.title.clone()}" · "<a href=app.href(&check)>{row.check.clone()}</a>
            </p>
            {(!finding.why.is_empty()).then(|| view! { <section><h3>{words::WHY}</h3><p>{finding.why.clone()}</p></section> })}
            {details}
            <section><h3>{words::EVIDENCE}</h3>{evidence}</section>
            <section>
                <h3>{words::FIX}</h3>
                <p>{finding.fix.clone()}</p>
                {finding.command.clone().map(|command| code::command(command, Some("c")))}
            </section>
            {missing}
            {requirements}
            <footer class="row">
                <CopyButton text=hash::link_to(&app.href(&Route::finding(&row.id))) label=words::COPY_LINK />
                <CopyButton text=row.id.clone() label=words::COPY_ID />
            </footer>
        </article>
    }
    .into_any()
}
