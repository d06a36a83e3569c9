//! Findings: filters at the left, rows in the middle, one of them whole at the right. Where there is no room, one at a time.

use crate::platform::signal::*;
use engine::messages::{FindingDetail, FindingRow, GROUPS, Otherwise, Question, RequirementName};

use super::{groups, words};
use crate::features::overview::view::missing_list;
use crate::platform::{dom, hash, keys, worker};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::code::{self, copy_button_of};
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, link, nothing};
use crate::ui::facets::facets;
use crate::ui::list::{Column, Doing, Layout, Source, cell, column, list, numbers, search};
use crate::ui::prose::prose;
use crate::ui::{asked, excerpt, marks, states};

const COLUMNS: &[Column] = &[
    column(words::SEVERITY, "severity"),
    column(words::FUNCTION, "function"),
    column(words::MESSAGE, "message"),
    column(words::RULE, "rule"),
    numbers(words::POINTS, "points"),
];

/// The id of what stands beside the list.
const DETAIL: &str = "detail";

/// Findings, in groups where a person chose so.
pub fn findings() -> AnyView {
    let app = App::get();
    let group = Memo::new(move || app.route.with(|route| route.group.clone()));
    dynamic(move || {
        let by = group.get().and_then(|by| GROUPS.into_iter().find(|name| *name == by));
        by.map_or_else(|| rows(app), |by| groups::groups(app, by))
    })
}

fn rows(app: App) -> AnyView {
    let query = Memo::new(move || app.route.with(Route::query));
    let source = Source::new(query, Question::findings);
    let id = Memo::new(move || app.route.with(|route| route.id.clone()));
    let detail = asked::ask(move || id.get().map(Question::finding));
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
            if id.get_untracked().is_none() {
                return false;
            }
            match detail.with(|finding| finding.command.clone()).flatten() {
                Some(command) => code::copy(app, command, |_| {}),
                None => app.say(words::NO_COMMAND),
            }
            true
        }
        _ => false,
    });
    let layout = Layout { label: words::TITLE, class: "findings", columns: COLUMNS };
    let search = search(words::SEARCH, source.matched, source.total).add(groups::choice(app));
    let doing = Doing { active, open, moved: Some(moved) };
    let middle = div("div", "middle").add(search).add(list(layout, source.erased(cells), doing));
    let beside = dynamic(move || {
        if id.with(Option::is_none) {
            return nothing();
        }
        let shut =
            el("button").attr("type", "button").on("click", move |_| close()).add(crate::ui::words::CLOSE);
        all(vec![
            div("div", "detail-head").add(shut.add(" ").add(el("kbd").add("Esc"))).view(),
            asked::view(detail, move |finding| whole(app, finding)),
        ])
    });
    // Another finding is read from its start.
    effect(move || {
        id.track();
        dom::scroll_to(DETAIL, 0);
    });
    let class = move || {
        let opened = if id.with(Option::is_some) { " opened" } else { "" };
        Some(format!("screen lists with-detail{opened}"))
    };
    el("div")
        .attr_of("class", class)
        .add(div("h1", "offscreen").add(words::TITLE))
        .add(facets(source.facets))
        .add(middle)
        .add(div("aside", "detail").attr("id", DETAIL).attr("aria-label", words::ONE).add(beside))
        .view()
}

fn cells(row: &FindingRow) -> AnyView {
    let points = if row.points > 0 { format!("−{}", row.points) } else { String::new() };
    all(vec![
        cell("severity").add(marks::severity(&row.severity)).view(),
        cell("function").add(marks::id(&row.function.name)).view(),
        prose(cell("message").title(&row.message), &row.message).add(marks::status(&row.status)).view(),
        cell("rule").add(el("code").add(&row.rule)).view(),
        cell("number points").add(points).view(),
    ])
}

fn part(title: &'static str) -> El {
    el("section").add(el("h3").add(title))
}

/// One finding, whole.
fn whole(app: App, finding: &FindingDetail) -> AnyView {
    let row = &finding.row;
    let function = Route::to(Screen::Function(row.function.key.clone()));
    let rule = Route { id: Some(row.rule.clone()), ..Route::to(Screen::Rules) };
    let check = Route::filtered(Screen::Findings, "check", &row.check);
    let marks = div("p", "row")
        .add(marks::severity(&row.severity))
        .add(marks::status(&row.status))
        .add(link(app.href(&rule)).add(el("code").add(&row.rule)))
        .add(div("span", "aside").add(words::points(row.points)));
    // The account's own findings are of no function.
    let owner = match row.function.key.is_empty() {
        true => el("span"),
        false => link(app.href(&function)),
    };
    let place = div("p", "aside")
        .add(owner.add(&row.function.name))
        .add(format!(" · {} · ", row.title))
        .add(link(app.href(&check)).add(&row.check));
    let why = (!finding.why.is_empty()).then(|| part(words::WHY).add(prose(el("p"), &finding.why)));
    let details = (!finding.details.is_empty()).then(|| {
        let lines = finding.details.iter().map(|line| prose(el("li"), line)).collect::<Vec<_>>();
        part(words::DETAILS).add(div("ul", "details").add(lines))
    });
    let mut evidence =
        part(words::EVIDENCE).add(finding.evidence.iter().map(excerpt::view).collect::<Vec<_>>());
    if finding.evidence.is_empty() {
        evidence = evidence.add(div("p", "aside").add(finding.no_evidence.as_ref()));
    }
    let fix = part(words::FIX)
        .add(prose(el("p"), &finding.fix))
        .add(finding.command.clone().map(|command| code::command(command, Some("c"))));
    let missing =
        (!finding.missing.is_empty()).then(|| part(words::MISSING).add(missing_list(&finding.missing)));
    let requirements = (!finding.requirements.is_empty()).then(|| {
        let all = finding.requirements.iter().map(|one| requirement(app, one)).collect::<Vec<_>>();
        part(words::TOUCHES).add(div("ul", "touched").add(all))
    });
    let link_to_it = hash::link_to(&app.href(&Route::finding(&row.id)));
    let foot = div("footer", "row")
        .add(copy_button_of(link_to_it, words::COPY_LINK))
        .add(copy_button_of(row.id.clone(), words::COPY_ID));
    div("article", "finding")
        .add(marks)
        .add(prose(el("h2"), &row.message))
        .add(place)
        .add(why)
        .add(finding.dated.as_ref().map(|dated| div("p", "note").add(dated)))
        .add(details)
        .add(evidence)
        .add(set_aside(app, finding))
        .add(fix)
        .add(missing)
        .add(requirements)
        .add(foot)
        .view()
}

/// A person's decision that a value is no secret, and the button for it.
fn set_aside(app: App, finding: &FindingDetail) -> Option<El> {
    let decision = finding.set_aside.as_ref();
    if decision.is_none() && !finding.can_set_aside {
        return None;
    }
    let aside = decision.is_none();
    let said = decision.map_or_else(|| words::SET_ASIDE_MEANS.to_owned(), words::decision);
    let id = finding.row.id.clone();
    let press = move |_| {
        worker::ask(Question::set_aside(id.clone(), aside), move |answer, _| match answer {
            Ok(_) => {
                app.opened.update(|opened| *opened += 1);
                app.say(if aside { words::IS_SET_ASIDE } else { words::IS_BACK });
            }
            Err(Otherwise::Failed(message)) => app.fail(message),
            Err(_) => {}
        });
    };
    let label = if aside { words::NO_SECRET } else { words::TAKE_BACK };
    let press = finding.can_set_aside.then(|| div("p", "row").add(button(label, press)));
    Some(part(words::SET_ASIDE).add(el("p").add(said)).add(press))
}

/// A requirement that is touched, with its state.
pub fn requirement(app: App, requirement: &RequirementName) -> El {
    let route = Route {
        id: Some(requirement.id.clone()),
        ..Route::to(Screen::Compliance(requirement.framework.clone()))
    };
    let name = el("span")
        .add(link(app.href(&route)).add(states::requirement(requirement)))
        .add(" ")
        .add(div("span", "aside").add(&requirement.title));
    el("li").add(marks::state(&requirement.state)).add(name)
}
