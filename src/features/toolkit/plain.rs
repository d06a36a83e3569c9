//! What came out: as text, as JSON, in hexadecimal, as a file, in the viewer.

use crate::platform::signal::*;
use engine::messages::toolkit::{Answer, Ask, Plain, Row, View};
use wasm_bindgen::JsValue;

use super::words;
use crate::platform::{dom, later, toolkit};
use crate::state::App;
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, nothing};
use crate::ui::shorten;
use crate::ui::words::and_more;

/// The id of the element that text is put into.
const SHOWN: &str = "plaintext";

/// What came out. It is shown at once, or when the person asks for a view of it.
pub fn view(app: App, plain: &Plain, at_once: bool) -> AnyView {
    let first = if plain.json {
        View::Json
    } else if plain.text {
        View::Text
    } else {
        View::Hex
    };
    let now = RwSignal::new(at_once.then_some(first));
    let tab = |label: &'static str, view: View| {
        button(label, move |_| now.set(Some(view))).is("aria-pressed", move || now.get() == Some(view))
    };
    let tabs = div("div", "shells")
        .attr("role", "group")
        .attr("aria-label", words::VIEWS)
        .add(plain.json.then(|| tab(words::AS_JSON, View::Json)))
        .add(plain.text.then(|| tab(words::AS_TEXT, View::Text)))
        .add(tab(words::AS_HEX, View::Hex));
    let shown = move || match now.get() {
        None => nothing(),
        Some(View::Json | View::Search) => json(app),
        Some(view) => text(app, view),
    };
    let save = move |_| app.toolkit.save(app, Ask::Plaintext, JsValue::UNDEFINED);
    let viewer = plain
        .viewer
        .then(|| button(words::VIEWER, move |_| app.toolkit.open_in_viewer(app)).attr("class", "main"));
    el("section")
        .attr("class", "plain")
        .add(
            el("h2")
                .add(words::PLAINTEXT)
                .add(" ")
                .add(div("span", "aside").add(shorten::bytes(plain.bytes))),
        )
        .add(div("div", "buttons").add(viewer).add(button(words::DOWNLOAD, save)).add(tabs))
        .add(dynamic(shown))
        .view()
}

/// Text or hexadecimal, part by part. It goes from the worker to the document, and not through here.
fn text(app: App, view: View) -> AnyView {
    let next = RwSignal::new(Some(0_u32));
    let more = move || {
        let Some(from) = next.get_untracked() else { return };
        next.set(None);
        app.toolkit.ask(
            Ask::View { view, from, what: String::new() },
            JsValue::UNDEFINED,
            move |answer, text| {
                if let Answer::Part(then) = answer {
                    toolkit::append_text(SHOWN, &text);
                    next.set(then);
                }
            },
        );
    };
    // When the element stands.
    later::after(0, more);
    let button = move || match next.get() {
        Some(from) if from > 0 => button(words::MORE, move |_| more()).view(),
        _ => nothing(),
    };
    let shown = div("pre", "plaintext").attr("id", SHOWN).attr("tabindex", "0");
    all(vec![shown.view(), dynamic(button)])
}

type Rows = RwSignal<Option<(Vec<Row>, u32)>>;

fn ask(app: App, view: View, what: String, rows: Rows) {
    app.toolkit.ask(Ask::View { view, from: 0, what }, JsValue::UNDEFINED, move |answer, _| {
        if let Answer::Rows(found, more) = answer {
            rows.set(Some((found, more)));
        }
    });
}

/// JSON, folded; or what was searched for in it.
fn json(app: App) -> AnyView {
    let rows: Rows = RwSignal::new(None);
    let searching = RwSignal::new(false);
    ask(app, View::Json, String::new(), rows);
    let search = move |event| {
        let words = dom::typed(&event);
        let blank = words.trim().is_empty();
        searching.set(!blank);
        ask(app, if blank { View::Json } else { View::Search }, words, rows);
    };
    let field = el("input")
        .attr("type", "search")
        .attr("aria-label", words::SEARCH)
        .attr("placeholder", words::SEARCH)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("change", search);
    let drawn = move || rows.with(|rows| tree(app, rows.as_ref(), searching.get_untracked()));
    all(vec![field.view(), div("div", "tree").add(dynamic(drawn)).view()])
}

fn tree(app: App, rows: Option<&(Vec<Row>, u32)>, found: bool) -> AnyView {
    let Some((rows, more)) = rows else { return nothing() };
    if rows.is_empty() && found {
        return div("p", "empty").add(words::NOT_FOUND).view();
    }
    let mut list = el("ul").add(rows.iter().map(|row| item(app, row, found)).collect::<Vec<_>>());
    if *more > 0 {
        let told = if found { Some(words::MORE_FOUND.to_owned()) } else { and_more(*more as usize) };
        list = list.add(told.map(|told| div("li", "aside").add(told)));
    }
    list.view()
}

fn item(app: App, row: &Row, found: bool) -> El {
    let name = div("span", "name").add(if found { &row.pointer } else { &row.name });
    let value = div("span", "value").add(&row.value);
    if !row.opens || found {
        return el("li").add(name).add(" ").add(value);
    }
    let (pointer, rows): (String, Rows) = (row.pointer.clone(), RwSignal::new(None));
    let toggle = move |_| {
        if rows.with_untracked(Option::is_none) {
            ask(app, View::Json, pointer.clone(), rows);
        }
    };
    let inside = move || rows.with(|rows| tree(app, rows.as_ref(), false));
    let title = el("summary").add(name).add(" ").add(value);
    el("li").add(el("details").on("toggle", toggle).add(title).add(dynamic(inside)))
}
