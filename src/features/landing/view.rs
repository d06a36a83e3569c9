//! The first page.

use wasm_bindgen::JsValue;

use super::words;
use crate::features::reading::view::{progress, troubles};
use crate::platform::signal::*;
use crate::platform::{dom, download, files, host, later};
use crate::route::{Route, Screen, Tool};
use crate::state::App;
use crate::ui::code::{self, copy_button_of};
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, link, nothing};
use crate::ui::words::WAITING;

/// The first page.
pub fn landing() -> AnyView {
    let app = App::get();
    let waiting = move || {
        let link = app.route.with(|route| *route != Route::default() && route.open.is_none());
        if link { div("p", "note").add(words::LINK_WAITS).view() } else { nothing() }
    };
    let target = move || match app.loading.with(Option::is_some) {
        true => progress(app),
        false => target(app),
    };
    let hero = div("section", "hero")
        .add(el("h1").add(words::SENTENCE))
        .add(div("p", "lead").add(words::SUB))
        .add(dynamic(waiting))
        .add(troubles(app))
        .add(dynamic(target));
    let more = div("section", "more").add(reads()).add(export()).add(stays());
    div("div", "landing").add(hero).add(more).view()
}

fn target(app: App) -> AnyView {
    let input = |id: &'static str, label: &'static str| {
        el("input")
            .attr("type", "file")
            .attr("id", id)
            .attr("multiple", "")
            .attr("hidden", "")
            .attr("aria-label", label)
            .on("change", move |event| app.open(files::from_input(&event), false))
    };
    let sign = div("span", "icon sign").attr("aria-hidden", "true");
    let sealed =
        link(app.href(&Route::to(Screen::Toolkit(Tool::Open)))).attr("class", "button").add(words::SEALED);
    let buttons = div("div", "buttons")
        .add(button(words::CHOOSE_FILES, |_| files::choose(FILES)).attr("class", "main"))
        .add(button(words::CHOOSE_FOLDER, |_| files::choose(FOLDER)))
        .add(button(words::SAMPLE, move |_| app.open_beside(words::SAMPLE_FILE.to_owned())))
        .add(sealed);
    // The whole of it chooses files; its buttons do what they say.
    let press = |event: crate::ui::el::Event| {
        if event.target() == event.current_target() {
            files::choose(FILES);
        }
    };
    div("div", "target")
        .on("click", press)
        .add(sign)
        .add(div("p", "drop").add(words::DROP))
        .add(div("p", "aside").add(words::PASTE))
        .add(buttons)
        .add(input(FILES, words::CHOOSE_FILES))
        .add(input(FOLDER, words::CHOOSE_FOLDER).attr("webkitdirectory", ""))
        .view()
}

/// The ids of the two inputs.
const FILES: &str = "choose-files";
const FOLDER: &str = "choose-folder";

fn folded(title: &'static str) -> El {
    el("details").add(el("summary").add(title))
}

fn code_block(text: String) -> El {
    div("pre", "script").attr("tabindex", "0").add(el("code").add(text))
}

fn reads() -> El {
    let mut list = el("dl");
    for (name, what) in words::READS_LIST {
        list = list.add(el("dt").add(*name)).add(el("dd").add(*what));
    }
    folded(words::READS).add(list)
}

fn export() -> El {
    let mut commands = div("dl", "commands");
    for (name, command) in words::COMMANDS {
        commands =
            commands.add(el("dt").add(*name)).add(el("dd").add(code::command((*command).to_owned(), None)));
    }
    // The script comes when somebody looks, and again where it didn't come.
    let script = RwSignal::new(None::<Result<String, String>>);
    let look = move |_| {
        if !script.with_untracked(|script| matches!(script, Some(Ok(_)))) {
            later::work(async move { script.set(Some(host::exporter().await)) });
        }
    };
    let shown = move || match script.get() {
        None => div("p", "waiting").attr("aria-busy", "true").add(WAITING).view(),
        Some(Err(why)) => div("p", "empty").attr("role", "alert").add(why).view(),
        Some(Ok(text)) => exporter(text),
    };
    folded(words::EXPORT)
        .on("toggle", look)
        .add(el("p").add(words::EXPORT_SCRIPT))
        .add(code::command(words::EXPORT_RUN.to_owned(), None))
        .add_of(shown)
        .add(el("p").add(words::EXPORT_SINGLE))
        .add(commands)
}

/// The script that people run where they may read from AWS.
fn exporter(text: String) -> AnyView {
    let saved = JsValue::from_str(&text);
    let save = move |_| {
        let _ = download::save(words::SCRIPT_FILE, "text/x-shellscript", &saved);
    };
    let buttons = div("div", "buttons")
        .add(copy_button_of(text.clone(), words::COPY_SCRIPT))
        .add(button(words::SAVE_SCRIPT, save));
    let script = div("details", "inner").add(el("summary").add(words::SHOW_SCRIPT)).add(code_block(text));
    all(vec![buttons.view(), script.view()])
}

fn stays() -> El {
    folded(words::STAYS)
        .add(words::STAYS_TEXT.iter().map(|text| el("p").add(*text)).collect::<Vec<_>>())
        .add(el("h2").add(words::PROOF))
        .add(el("ol").add(words::PROOF_STEPS.iter().map(|step| el("li").add(*step)).collect::<Vec<_>>()))
        .add(el("p").add(words::POLICY))
        .add(code_block(dom::policy().join(";\n")))
}
