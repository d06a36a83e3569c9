//! How far a function reaches: a small picture, and a list that says the same.

use crate::platform::signal::*;
use engine::messages::{EvidencePlace, Question, Reach};

use super::picture::{self, Kind, Link, Part, Parts, Picture, parts};
use super::words;
use crate::platform::dom;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{El, div, dynamic, el, link, nothing, svg};
use crate::ui::prose::prose;
use crate::ui::{asked, excerpt};

/// Evidence of one part is shown from so many places at most.
const PLACES: usize = 6;

/// The card.
pub fn card(app: App, key: &str, name: &str, reach: &Reach) -> El {
    let parts = parts(name, reach);
    // A part of the picture leads to its place in the list by the address, as everything does.
    let id = Memo::new(move || app.route.with(|route| route.id.clone()));
    effect(move || {
        if let Some(id) = id.get() {
            dom::unfold(&id);
        }
    });
    let callers = section("callers", words::CALLERS, &parts.callers, app)
        .add(div("p", "aside").add(words::OWN_ACCOUNT));
    let way = (!parts.way.is_empty()).then(|| way(app, reach, &parts));
    let lists = div("div", "reach-lists").add(callers).add(way).add(section(
        "targets",
        words::TARGETS,
        &parts.targets,
        app,
    ));
    div("section", "card wide reach")
        .add(el("h2").add(words::REACH))
        .add(el("p").add(&parts.summary))
        .add(drawn(app, key, "wide", &picture::wide(&parts)))
        .add(drawn(app, key, "narrow", &picture::narrow(&parts)))
        .add(lists)
}

fn href(app: App, key: &str, link: &Link) -> String {
    app.href(&match link {
        Link::Finding(id) => Route::finding(id),
        Link::Here(id) => Route { id: Some(id.clone()), ..Route::to(Screen::Function(key.to_owned())) },
        Link::Findings => Route::filtered(Screen::Findings, "function", key),
    })
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Unknown => "unknown",
        Kind::Plain => "plain",
        Kind::Own => "own",
        Kind::Open => "open",
        Kind::Step => "step",
    }
}

fn drawn(app: App, key: &str, size: &'static str, picture: &Picture) -> El {
    let (width, height) = picture.size;
    let (id, more) = (format!("reach-{size}"), format!("reach-{size}-more"));
    let mut whole = svg("svg")
        .attr("viewBox", format!("0 0 {width} {height}"))
        .attr("role", "group")
        .attr("aria-labelledby", id.as_str())
        .attr("aria-describedby", more.as_str())
        .add(svg("title").attr("id", id).add(words::PICTURE))
        .add(svg("desc").attr("id", more).add(words::PICTURE_MORE));
    for (head, x, y) in &picture.heads {
        whole = whole.add(text("head", *x, *y, head));
    }
    for (kind, path) in &picture.lines {
        whole = whole.add(svg("path").attr("class", class(*kind)).attr("d", path));
    }
    for placed in &picture.boxes {
        let (x, y, width) = placed.at;
        let frame = svg("rect").attr("rx", "6");
        let frame =
            numbers(frame, &[("x", x + 1), ("y", y), ("width", width - 2), ("height", picture::HEIGHT)]);
        let part = svg("a")
            .attr("href", href(app, key, &placed.link))
            .attr("class", class(placed.kind))
            .add(svg("title").add(&placed.whole))
            .add(frame)
            .add(text("name", x + 11, y + 19, &placed.title))
            .add(text("aside", x + 11, y + 36, &placed.aside));
        whole = whole.add(part);
    }
    el("div").attr("class", format!("picture {size}")).add(whole)
}

fn text(class: &'static str, x: i32, y: i32, text: &str) -> El {
    numbers(svg("text").attr("class", class), &[("x", x), ("y", y)]).add(text)
}

fn numbers(mut shape: El, numbers: &[(&'static str, i32)]) -> El {
    for (name, number) in numbers {
        shape = shape.attr(name, number.to_string());
    }
    shape
}

fn section(id: &'static str, title: &'static str, parts: &[Part], app: App) -> El {
    let items = parts.iter().map(|part| item(app, part)).collect::<Vec<_>>();
    let head = el("h3").attr("id", id).attr("tabindex", "-1").add(title);
    el("section").add(head).add(el("ul").add(items))
}

fn item(app: App, part: &Part) -> El {
    el("li")
        .attr("class", class(part.kind))
        .add(el("b").add(&part.title))
        .add((!part.aside.is_empty()).then(|| format!(": {}", part.aside)))
        .add(finding(app, &part.link))
        .add(evidence(&part.here, &part.places))
}

fn finding(app: App, to: &Link) -> Option<El> {
    let Link::Finding(id) = to else { return None };
    Some(el("span").add(" ").add(link(app.href(&Route::finding(id))).add(words::TO_FINDING)))
}

/// The way to more rights, told in whole sentences.
fn way(app: App, reach: &Reach, parts: &Parts) -> Option<El> {
    let (way, goal) = (reach.way.as_ref()?, parts.way.last()?);
    let steps = way.steps.iter().map(|(_, step)| prose(el("li"), &words::sentence(step))).collect::<Vec<_>>();
    let more = [goal.title.clone(), goal.aside.clone()].join(" ");
    let head = el("h3").attr("id", "way-head").add(words::WAY);
    let conditions = (!way.only_if.is_empty()).then(|| words::depends(&way.only_if));
    let end = el("p")
        .add(el("b").add(more))
        .add(". ")
        .add(conditions)
        .add(&way.about_roles)
        .add(finding(app, &goal.link));
    Some(
        div("section", "way")
            .add(head)
            .add(el("ol").add(steps))
            .add(end)
            .add(evidence(&goal.here, &goal.places)),
    )
}

/// The evidence for a part, folded; opened, it is asked for.
fn evidence(here: &str, places: &[EvidencePlace]) -> Option<El> {
    if places.is_empty() {
        return None;
    }
    let opened = RwSignal::new(false);
    let places: Vec<EvidencePlace> = places.iter().take(PLACES).cloned().collect();
    let inside = move || {
        if !opened.get() {
            return nothing();
        }
        let mut all = el("div");
        for place in places.clone() {
            let answer = asked::ask(move || Some(Question::excerpt(place.clone())));
            all = all.add(asked::view(answer, |found| excerpt::view(found).view()));
        }
        all.view()
    };
    Some(
        el("details")
            .on("toggle", move |_| opened.update(|opened| *opened = !*opened))
            .add(el("summary").attr("id", here).add(words::TO_EVIDENCE))
            .add(dynamic(inside)),
    )
}
