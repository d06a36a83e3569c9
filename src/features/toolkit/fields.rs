//! Fields of a JSON document: found, chosen, protected.

use crate::platform::signal::*;
use engine::messages::toolkit::Ask;
use wasm_bindgen::JsValue;

use super::{parts, seal, words};
use crate::state::App;
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, nothing};

/// The screen.
pub fn view(app: App) -> AnyView {
    let kit = app.toolkit;
    let chapter = RwSignal::new(false);
    let listed = Memo::new(move || kit.fields.with(Vec::len));
    let list = move |label: &'static str, value: bool| {
        let press = move |_| {
            chapter.set(value);
            kit.find_fields(String::new(), JsValue::UNDEFINED, value);
        };
        button(label, press).is("aria-pressed", move || chapter.get() == value)
    };
    let protect = move |_| {
        kit.hand_key(app, seal::data_key(), move || {
            let chosen = |fields: &Vec<(engine::messages::toolkit::Field, bool)>| {
                fields.iter().filter(|(_, chosen)| *chosen).map(|(field, _)| field.pointer.clone()).collect()
            };
            let pointers = kit.fields.with_untracked(chosen);
            kit.save(app, Ask::Protect { pointers, context: seal::context() }, JsValue::UNDEFINED);
        });
    };
    let chosen = move || {
        if listed.get() == 0 {
            return nothing();
        }
        let rows =
            kit.fields.with_untracked(|fields| (0..fields.len()).map(|at| row(app, at)).collect::<Vec<_>>());
        all(vec![
            div("div", "shells").add(list(words::TODAY, false)).add(list(words::CHAPTER, true)).view(),
            div("ul", "fields").add(rows).view(),
            seal::for_whom(app),
            div("div", "buttons").add(button(words::PROTECT, protect).attr("class", "main")).view(),
        ])
    };
    let name = move || kit.subject.get().unwrap_or_default();
    all(vec![
        div("p", "aside").add(words::FIELDS_SUB).view(),
        parts::target(app, words::DROP_DOCUMENT, "").view(),
        div("p", "subject").add(el("b").text_of(name)).view(),
        dynamic(chosen),
        parts::said(app),
    ])
}

fn row(app: App, at: usize) -> El {
    let fields = app.toolkit.fields;
    let (field, chosen) = fields.with_untracked(|fields| fields.get(at).cloned().unwrap_or_default());
    let toggle = move |_| {
        fields.update_untracked(|fields| {
            if let Some((_, chosen)) = fields.get_mut(at) {
                *chosen = !*chosen;
            }
        });
    };
    let mut input = el("input").attr("type", "checkbox").on("change", toggle);
    if chosen {
        input = input.attr("checked", "");
    }
    let because = (!field.because.is_empty()).then(|| div("span", "aside").add(field.because));
    el("li").add(el("label").add(input).add(" ").add(el("code").add(field.pointer)).add(" ").add(because))
}
