//! Opening: what it is, the command, the key, the verdict, what came out.

use engine::messages::toolkit::{Ask, Card};
use wasm_bindgen::JsValue;

use super::{parts, plain, words};
use crate::platform::{keys, toolkit};
use crate::route::{Route, Screen, Tool};
use crate::state::App;
use crate::ui::el::{AnyView, El, Event, all, button, div, dynamic, el, link, nothing};
use crate::ui::prose::prose;
use crate::ui::shorten;

/// The ids of the fields.
const KEY: &str = "toolkit-key";
/// What is said of the file, and of what came out.
pub const VERDICT: &str = "toolkit-verdict";
/// Where more context is typed.
pub const CONTEXT: &str = "toolkit-required";
const ANSWER: &str = "toolkit-answer-";

/// The screen.
pub fn view(app: App) -> AnyView {
    all(vec![parts::target(app, words::DROP, words::PASTE).view(), bench(app)])
}

/// What lies on the bench.
pub fn bench(app: App) -> AnyView {
    let card =
        move || app.toolkit.card.with(|card| card.as_ref().map_or_else(nothing, |card| drawn(app, card)));
    all(vec![parts::said(app), dynamic(card)])
}

/// A card, what it wants, and what came out.
pub fn drawn(app: App, card: &Card) -> AnyView {
    let mut list = vec![summary(card).view()];
    if !card.commands.is_empty() {
        let (title, aside) = match (card.fields.is_empty(), card.screen.is_empty()) {
            (_, false) => (words::COMMANDS_DO, None),
            (true, _) => (words::COMMANDS, Some(words::COMMANDS_ASIDE)),
            (false, _) => (words::COMMANDS_EACH, Some(words::COMMANDS_ASIDE)),
        };
        let section = el("section").add(el("h2").add(title)).add(parts::commands(app, card.commands.clone()));
        list.push(section.add(aside.map(|aside| div("p", "aside").add(aside))).view());
    }
    let tool = match card.screen.as_str() {
        "seal" => Some(Tool::Seal),
        "fields" => Some(Tool::Fields),
        "commands" => Some(Tool::Command),
        _ => None,
    };
    if let (Some(tool), Some(label)) = (tool, words::leads(&card.screen)) {
        let there = link(app.href(&Route::to(Screen::Toolkit(tool)))).attr("class", "button").add(label);
        list.push(div("p", "buttons").add(there).view());
    }
    if !card.fields.is_empty() {
        list.push(answers(app, card));
    }
    if card.takes_key {
        list.push(key(app, card));
    }
    if card.takes_answer {
        list.push(answer(app, "toolkit-answer"));
    }
    if let Some(plaintext) = &card.plain {
        list.push(plain::view(app, plaintext, card.verdict != "answer"));
    }
    if !card.file.is_empty() {
        let save = move |_| app.toolkit.save(app, Ask::Integrity, JsValue::UNDEFINED);
        list.push(div("div", "buttons").add(button(words::INTEGRITY, save)).view());
    }
    all(list)
}

fn summary(card: &Card) -> El {
    let (word, class) = words::verdict(&card.verdict);
    let file = (!card.file.is_empty())
        .then(|| div("span", "aside").add(format!("{} · {}", card.file, shorten::bytes(card.bytes))));
    let state = el("span").attr("class", format!("state {class}")).add(word);
    let head = el("header").add(el("h2").add(&card.title)).add(file).add(state);
    let list = |title: &'static str, tag: &'static str, items: &[String]| {
        (!items.is_empty()).then(|| {
            let items = items.iter().map(|item| prose(el("li"), item)).collect::<Vec<_>>();
            div("div", "list-of").add(el("h3").add(title)).add(el(tag).add(items))
        })
    };
    let rows = |facts: &[(String, String)]| {
        let mut rows = el("dl");
        for (name, value) in facts {
            rows = rows.add(el("dt").add(name)).add(el("dd").add(el("code").add(value)));
        }
        rows
    };
    let facts = (!card.facts.is_empty() || !card.more.is_empty()).then(|| {
        let (proven, mark) = match (card.authenticated, card.verdict.as_str()) {
            (true, _) => (words::AUTHENTICATED, "state pass"),
            (false, "intact") => (words::NOT_COVERED, "state unknown"),
            (false, _) => (words::NOT_AUTHENTICATED, "state unknown"),
        };
        let more = (!card.more.is_empty())
            .then(|| el("details").add(el("summary").add(words::SAYS_MORE)).add(rows(&card.more)));
        let title = el("summary").add(words::SAYS).add(" ");
        // Answers of the AWS CLI come from whoever pasted them.
        let title = if card.verdict == "answer" { title } else { title.add(div("span", mark).add(proven)) };
        el("details").attr("open", "").add(title).add(rows(&card.facts)).add(more)
    });
    let notes = card.notes.iter().map(|note| prose(div("p", "remark"), note)).collect::<Vec<_>>();
    el("article")
        .attr("class", format!("sealed {class}"))
        .attr("id", VERDICT)
        .attr("tabindex", "-1")
        .add(head)
        .add(prose(div("p", "verdict").attr("role", "status"), &card.sentence))
        .add(list(words::CHECKED, "ol", &card.checks))
        .add(list(words::LAYERS, "ol", &card.layers))
        .add(list(words::NEEDS, "ul", &card.needs))
        .add(facts)
        .add(notes)
}

fn key(app: App, card: &Card) -> AnyView {
    let kit = app.toolkit;
    let submit = move || kit.hand_key(app, KEY, move || kit.open(app, false));
    let file = parts::chooser("toolkit-key-file", words::KEY_FILE, move |files| {
        kit.hand_key_file(app, files, move || kit.open(app, false));
    });
    let held = move || match kit.key.get() {
        Some(key) => el("button")
            .attr("type", "button")
            .on("click", move |_| kit.open(app, false))
            .add(words::open_with(&key))
            .view(),
        None => nothing(),
    };
    let risk = card.takes_risk.then(|| button(words::OPEN_ANYWAY, move |_| kit.open(app, true)));
    let more =
        card.takes_context.then(|| parts::text(CONTEXT, words::MORE_CONTEXT, words::CONTEXT_HINT, "2"));
    let buttons = div("div", "buttons")
        .add(button(words::OPEN_IT, move |_| submit()).attr("class", "main"))
        .add(file)
        .add(dynamic(held))
        .add(risk);
    let enter = move |event: Event| {
        if keys::key_of(&event) == "Enter" {
            event.prevent_default();
            submit();
        }
    };
    let field = div("div", "").on("keydown", enter).add(parts::secret(KEY, words::KEY, words::KEY_HINT));
    el("section").add(field).add(more).add(buttons).view()
}

/// Where the answer of a command is pasted and read.
pub fn answer(app: App, id: &'static str) -> AnyView {
    let read = move |_| app.toolkit.ask(Ask::Read, toolkit::take_field(id), |_, _| {});
    el("section")
        .add(parts::secret(id, words::ANSWER, words::ANSWER_HINT))
        .add(div("div", "buttons").add(button(words::READ, read)))
        .view()
}

/// One field for the answer of each command.
fn answers(app: App, card: &Card) -> AnyView {
    let names = card.fields.clone();
    let mut section = el("section").add(el("h2").add(words::ANSWERS));
    for (at, name) in names.iter().enumerate() {
        let id = format!("{ANSWER}{at}");
        let label = el("label").attr("for", id.clone()).add(name);
        section = section.add(div("div", "field").add(label).add(parts::secret_of(id)));
    }
    let press = move |_| {
        let ids = (0..names.len()).map(|at| format!("{ANSWER}{at}"));
        let answers = toolkit::take_fields(ids);
        app.toolkit.ask(Ask::Answers(names.clone()), answers, move |answer, _| {
            app.toolkit.came_out(app, &answer);
        });
    };
    let together = button(words::PUT_TOGETHER, press).attr("class", "main");
    section.add(div("div", "buttons").add(together)).view()
}
