//! One function: its head, every lost point, its findings, requirements, evidence and trail.

use crate::platform::signal::*;
use engine::messages::{
    CallRow, CheckDetail, ExportKind, FindingRow, FunctionDetail, Question, TextKind, TrailRow,
};

use super::{reach, words};
use crate::features::findings::view::requirement;
use crate::features::frame::export;
use crate::features::overview::model::short_name;
use crate::features::overview::view::missing_list;
use crate::features::overview::words::{KEPT, OF_100, POINTS_NOT_TOLD};
use crate::features::trail::words::time;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::code::copy_button;
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, link, nothing};
use crate::ui::prose::prose;
use crate::ui::{asked, bar, excerpt, marks, shorten};

/// One function.
pub fn function(key: String) -> AnyView {
    let app = App::get();
    let answer = asked::ask(move || Some(Question::function(key.clone())));
    let back = link(app.href(&Route::to(Screen::Functions))).add("← ").add(words::BACK);
    div("div", "screen page function")
        .add(div("p", "back").add(back))
        .add(asked::view(answer, move |function| drawn(app, function)))
        .view()
}

fn card(title: &'static str) -> El {
    div("section", "card").add(el("h2").add(title))
}

fn wide(title: &'static str) -> El {
    div("section", "card wide").add(el("h2").add(title))
}

fn table(class: &'static str, rows: Vec<El>) -> El {
    div("table", class).add(el("tbody").add(rows))
}

fn drawn(app: App, function: &FunctionDetail) -> AnyView {
    let row = &function.row;
    let arn = function
        .arn
        .as_ref()
        .map(|arn| div("p", "aside arn").add(el("code").add(arn)).add(copy_button(arn.clone())));
    let counts = || marks::severity_counts(app, &row.key, row.severities, false);
    let score = match (&row.error, row.score) {
        (Some(error), _) => div("p", "note").add(words::NOT_AUDITED).add(error),
        (None, Some(score)) => {
            let score = el("b").add(score.to_string());
            div("div", "big").add(score).add(el("span").add(OF_100)).add(counts())
        }
        (None, None) => div("div", "big").add(marks::score(None)).add(counts()),
    };
    let mut facts = div("dl", "facts");
    for (name, value) in &function.facts {
        facts = facts.add(el("dt").add(name)).add(el("dd").add(value));
    }
    let missing =
        (!function.missing.is_empty()).then(|| card(words::MISSING).add(missing_list(&function.missing)));
    let scoring = (!function.scoring.is_empty()).then(|| {
        let lines = function.scoring.iter().map(|line| el("li").add(line)).collect::<Vec<_>>();
        div("ul", "scoring aside").add(lines)
    });
    // Both editions are asked where there is evidence to judge.
    let can_judge = app.head.with_untracked(|head| head.as_ref().is_some_and(|head| head.can_judge));
    let differs = Route::filtered(Screen::Editions, "function", &row.key);
    let differs = can_judge.then(|| div("p", "aside").add(link(app.href(&differs)).add(words::DIFFERS)));
    let checks = div("section", "card")
        .add(score)
        .add(scoring)
        .add((!function.checks.is_empty()).then(|| el("h2").add(words::CHECKS)))
        .add(checks(app, &function.checks))
        .add(differs);
    let facts = (!function.facts.is_empty()).then(|| card(words::FACTS).add(facts));
    let columns = div("div", "columns").add(checks).add(el("div").add(facts).add(missing));
    let requirements = (!function.requirements.is_empty()).then(|| {
        let all = function.requirements.iter().map(|one| requirement(app, one)).collect::<Vec<_>>();
        wide(words::REQUIREMENTS).add(div("ul", "touched").add(all))
    });
    let calls = (!function.calls.is_empty())
        .then(|| wide(words::EVIDENCE).add(function.calls.iter().map(call).collect::<Vec<_>>()));
    // Of a function that could not be looked at there is nothing to draw.
    let reach = function.reach.as_ref().filter(|_| row.error.is_none());
    let reach = reach.map(|reach| reach::card(app, &row.key, &row.name, reach));
    all(vec![
        div("header", "title").add(el("h1").add(&row.name)).add(arn).add(texts(app, function)).view(),
        div("div", "cards")
            .add(columns)
            .add(reach)
            .add(findings(app, &row.key, &function.findings))
            .add(requirements)
            .add(calls)
            .add(trail(&function.trail))
            .view(),
    ])
}

fn texts(app: App, function: &FunctionDetail) -> Option<El> {
    if !function.has_texts {
        return None;
    }
    let key = function.row.key.clone();
    let text = |kind, label: &'static str| {
        link(app.href(&Route::to(Screen::Text(kind, key.clone())))).attr("class", "button").add(label)
    };
    let save = |kind: ExportKind, label| button(label, move |_| export::save(app, kind.clone()));
    Some(
        div("div", "buttons")
            .add(text(TextKind::Security, words::SECURITY_TEXT))
            .add(text(TextKind::Compliance, words::COMPLIANCE_TEXT))
            .add(save(ExportKind::SecurityAudit { function: key.clone() }, words::SECURITY_JSON))
            .add(save(ExportKind::ComplianceReport { function: key.clone() }, words::COMPLIANCE_JSON)),
    )
}

fn checks(app: App, checks: &[CheckDetail]) -> El {
    let mut rows = Vec::new();
    for check in checks {
        let lost = check.max.saturating_sub(check.score);
        let parts = vec![
            bar::Part {
                class: "kept",
                size: f64::from(check.score),
                words: format!("{KEPT} {}", check.score),
            },
            bar::Part { class: "fail", size: f64::from(lost), words: format!("{} {lost}", words::LOST) },
        ];
        let points = if check.max == 0 {
            div("td", "number aside").add(POINTS_NOT_TOLD)
        } else {
            let of = div("span", "aside").add(format!(" of {}", check.max));
            div("td", "number").add(check.score.to_string()).add(of)
        };
        rows.push(
            el("tr")
                .add(el("th").attr("scope", "row").add(short_name(&check.name)))
                .add(div("td", "bars").add(bar::stacked(parts, "")))
                .add(points),
        );
        let loss = |(id, message, points): &(String, String, u32)| {
            let message = prose(link(app.href(&Route::finding(id))), message);
            el("li").add(message).add(" ").add(el("b").add(format!("−{points}")))
        };
        let floored = check.floored.then(|| div("li", "aside").add(words::FLOORED));
        let assessed = (!check.assessed.is_empty()).then(|| div("li", "aside").add(&check.assessed));
        let losses = div("ul", "losses")
            .add(check.losses.iter().map(loss).collect::<Vec<_>>())
            .add(floored)
            .add(assessed);
        rows.push(div("tr", "under").add(el("td").attr("colspan", "3").add(losses)));
    }
    table("checks", rows)
}

fn findings(app: App, key: &str, findings: &[FindingRow]) -> El {
    let these = || link(app.href(&Route::filtered(Screen::Findings, "function", key)));
    let title = el("h2").add(these().add(shorten::counted(findings.len() as u32, "finding", "findings")));
    let card = div("section", "card wide").add(title);
    if findings.is_empty() {
        return card.add(div("p", "aside").add(words::NO_FINDINGS));
    }
    let row = |row: &FindingRow| {
        let points = if row.points > 0 { format!("−{}", row.points) } else { String::new() };
        let message = prose(link(app.href(&Route::finding(&row.id))), &row.message);
        el("tr")
            .add(el("td").add(marks::severity(&row.severity)))
            .add(el("td").add(message).add(" ").add(marks::status(&row.status)))
            .add(div("td", "number").add(points))
    };
    card.add(table("found", findings.iter().map(row).collect()))
        .add(div("p", "aside").add(these().add(words::IN_LIST)))
}

/// An answer, folded; opened, it is asked for.
fn call(row: &CallRow) -> El {
    let opened = RwSignal::new(false);
    let place = row.place.clone();
    let inside = move || {
        if !opened.get() {
            return nothing();
        }
        let place = place.clone();
        let answer = asked::ask(move || Some(Question::excerpt(place.clone())));
        asked::view(answer, |found| excerpt::view(found).view())
    };
    let state = (row.state != "answered").then(|| div("span", "state unknown").add(&row.state));
    let place = div("span", "aside")
        .add(&row.file)
        .add(" ")
        .add(el("code").add(&row.place.pointer))
        .add(format!(" {}", shorten::bytes(u64::from(row.bytes))));
    div("details", "call")
        .on("toggle", move |_| opened.update(|opened| *opened = !*opened))
        .add(el("summary").add(el("b").add(&row.call)).add(state).add(place))
        .add(dynamic(inside))
}

fn trail(rows: &[TrailRow]) -> El {
    let card = wide(words::TRAIL);
    if rows.is_empty() {
        return card.add(div("p", "aside").add(words::NO_TRAIL));
    }
    let row = |row: &TrailRow| match &row.error {
        Some(error) => el("tr").add(el("td").attr("colspan", "4").add(error)),
        None => el("tr")
            .add(div("td", "time").add(time(&row.time)))
            .add(el("td").add(&row.event))
            .add(el("td").add(marks::id(&row.user)))
            .add(div("td", "aside").add(&row.source_ip)),
    };
    let scrolled =
        div("div", "scroll-x").attr("tabindex", "0").attr("role", "region").attr("aria-label", words::TRAIL);
    card.add(scrolled.add(table("", rows.iter().map(row).collect())))
}
