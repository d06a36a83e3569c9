//! Commands for what needs a credential, and their answers, pasted back.

use engine::messages::toolkit::{Form, Task};

use super::{open, parts, seal, words};
use crate::platform::toolkit;
use crate::state::App;
use crate::ui::el::{AnyView, all, button, div, dynamic, el, nothing};

const TASK: &str = "toolkit-task";
const KEY: &str = "toolkit-command-key";
const NAME: &str = "toolkit-command-name";
const ABOUT: &str = "toolkit-command-about";
const CONTEXT: &str = "toolkit-command-context";
const ANSWER: &str = "toolkit-command-answer";

/// The screen.
pub fn view(app: App) -> AnyView {
    let options = words::TASKS.iter().map(|(_, label)| el("option").add(*label)).collect::<Vec<_>>();
    // A command for something else is not left standing beside another choice.
    let select =
        el("select").attr("id", TASK).on("change", move |_| app.toolkit.command.set(None)).add(options);
    let chosen = || {
        let label = toolkit::typed(TASK);
        words::TASKS.iter().find(|(_, of)| *of == label).map_or(Task::Encrypt, |(task, _)| *task)
    };
    let make = move |_| {
        let form = Form {
            task: chosen(),
            key: toolkit::typed(KEY),
            name: toolkit::typed(NAME),
            about: toolkit::typed(ABOUT),
            context: toolkit::typed(CONTEXT),
        };
        seal::make_command(app, form);
    };
    let made = move || match app.toolkit.command.get() {
        Some((_, command)) => parts::commands(app, vec![command]),
        None => nothing(),
    };
    let form = el("section")
        .add(div("div", "field").add(el("label").attr("for", TASK).add(words::TASK)).add(select))
        .add(parts::text(KEY, words::KMS_KEY, "", "1"))
        .add(parts::text(NAME, words::NAME, "", "1"))
        .add(parts::text(ABOUT, words::ABOUT, "", "1"))
        .add(parts::text(CONTEXT, words::CONTEXT, words::CONTEXT_HINT, "2"))
        .add(div("div", "buttons").add(button(words::MAKE, make).attr("class", "main")))
        .add(dynamic(made));
    all(vec![
        div("p", "aside").add(words::COMMAND_SUB).view(),
        form.view(),
        open::answer(app, ANSWER),
        open::bench(app),
    ])
}
