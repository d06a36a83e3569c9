//! Sealing: what, for whom, in which form.

use crate::platform::signal::*;
use engine::messages::toolkit::{Answer, Ask, Form, Task};
use engine::messages::{ExportKind, Otherwise, Question};

use super::{parts, words};
use crate::features::frame::export::shown;
use crate::features::frame::words as frame;
use crate::platform::{toolkit, worker};
use crate::route::{Route, Screen, Tool};
use crate::state::App;
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, nothing};

const KMS_KEY: &str = "toolkit-kms-key";
const CONTEXT: &str = "toolkit-context";
const DATA_KEY: &str = "toolkit-data-key";

/// The screen.
pub fn view(app: App) -> AnyView {
    let kit = app.toolkit;
    let chapter = RwSignal::new(false);
    let what = move || kit.subject.get().unwrap_or_else(|| words::NOTHING.to_owned());
    let open = Memo::new(move || app.head.with(Option::is_some));
    let exports = move || match open.get() {
        true => exports(app),
        false => nothing(),
    };
    let subject = el("section")
        .add(el("h2").add(words::WHAT))
        .add(div("p", "subject").add(el("b").text_of(what)))
        .add(
            div("div", "buttons")
                .add(parts::chooser("choose-subject", words::CHOOSE, move |files| kit.take(app, files))),
        )
        .add(dynamic(exports));
    let form = el("fieldset")
        .add(el("legend").add(words::FORM))
        .add(choice(chapter, false, words::MESSAGE))
        .add(choice(chapter, true, words::ENVELOPE));
    let press = move |_| {
        let Some(name) = kit.subject.get_untracked() else {
            kit.failed.set(Some(format!("{}: {}.", words::WHAT, words::NOTHING)));
            return;
        };
        kit.hand_key(app, DATA_KEY, move || {
            let ask = Ask::Seal { name, context: toolkit::typed(CONTEXT), chapter: chapter.get_untracked() };
            kit.save(app, ask, toolkit::subject());
        });
    };
    all(vec![
        subject.view(),
        for_whom(app),
        form.view(),
        div("div", "buttons").add(button(words::SEAL_IT, press).attr("class", "main")).view(),
        parts::said(app),
    ])
}

/// What can be exported of what is open.
fn exports(app: App) -> AnyView {
    let one = |label: &'static str, kind: fn(App) -> ExportKind| {
        button(label, move |_| seal_export(app, kind(app)))
    };
    let all_of_it = div("div", "buttons")
        .add(one(frame::EXPORT_REPORT, |_| ExportKind::Report))
        .add(one(frame::EXPORT_SHOWN, |app| ExportKind::Shown(shown(app))))
        .add(one(frame::EXPORT_WORKSHEET, |_| ExportKind::Worksheet))
        .add(one(frame::EXPORT_JUDGEMENTS, |_| ExportKind::Judgements))
        .add(one(frame::EXPORT_CLASSIC, |_| ExportKind::Classic));
    all(vec![div("p", "aside").add(words::OPEN_EXPORTS).view(), all_of_it.view()])
}

fn choice(chosen: RwSignal<bool>, value: bool, label: &'static str) -> El {
    let mut input =
        el("input").attr("type", "radio").attr("name", "form").on("change", move |_| chosen.set(value));
    if !value {
        input = input.attr("checked", "");
    }
    el("label").add(input).add(" ").add(label)
}

/// The KMS key, the context, the command, its answer.
pub fn for_whom(app: App) -> AnyView {
    let make = move |_| {
        let form = Form {
            task: Task::GenerateDataKey,
            key: toolkit::typed(KMS_KEY),
            name: String::new(),
            about: String::new(),
            context: toolkit::typed(CONTEXT),
        };
        make_command(app, form);
    };
    el("section")
        .add(el("h2").add(words::FOR_WHOM))
        .add(parts::text(KMS_KEY, words::KMS_KEY, "", "1"))
        .add(parts::text(CONTEXT, words::CONTEXT, words::CONTEXT_HINT, "2"))
        .add(div("div", "buttons").add(button(words::MAKE, make)))
        .add(made(app, Task::GenerateDataKey))
        .add(parts::secret(DATA_KEY, words::DATA_KEY, words::DATA_KEY_HINT))
        .view()
}

/// What was typed as the context, and where the data key's answer stands.
pub fn context() -> String {
    toolkit::typed(CONTEXT)
}

/// The id of the data key's field.
pub fn data_key() -> &'static str {
    DATA_KEY
}

/// Has a command made.
pub fn make_command(app: App, form: Form) {
    let task = form.task;
    app.toolkit.ask(Ask::Command(form), wasm_bindgen::JsValue::UNDEFINED, move |answer, _| {
        if let Answer::Command(command) = answer {
            app.toolkit.command.set(Some((task, command)));
        }
    });
}

/// The command that was made for this.
pub fn made(app: App, task: Task) -> AnyView {
    dynamic(move || match app.toolkit.command.get() {
        Some((of, command)) if of == task => parts::commands(app, vec![command]),
        _ => nothing(),
    })
}

/// Takes a file that the engine's worker makes to this screen. Its bytes go from one worker to the other.
pub fn seal_export(app: App, kind: ExportKind) {
    worker::ask(Question::export(kind), move |answer, bytes| match answer {
        Ok((name, _)) => {
            toolkit::set_subject(bytes);
            app.toolkit.subject.set(Some(name));
            app.go(Route::to(Screen::Toolkit(Tool::Seal)));
        }
        Err(Otherwise::Failed(message)) => app.fail(message),
        Err(_) => {}
    });
}
