//! Parts that the toolkit's screens share: fields for secrets and for other things, commands in two shells.

use engine::messages::toolkit::Command;

use super::words;
use crate::platform::files;
use crate::state::App;
use crate::ui::code;
use crate::ui::el::{AnyView, El, all, button, div, dynamic, el, nothing};
use crate::ui::prose::prose;

/// A field with its label and a hint.
fn labelled(id: &'static str, label: &'static str, hint: &'static str, field: El) -> El {
    let hint = (!hint.is_empty()).then(|| div("span", "aside").add(hint));
    div("div", "field").add(el("label").attr("for", id).add(label)).add(field).add(hint)
}

fn bare(tag: &'static str, id: impl AsRef<str>) -> El {
    let field = el(tag).attr("id", id).attr("autocomplete", "off").attr("spellcheck", "false");
    field.attr("autocapitalize", "off").attr("autocorrect", "off")
}

/// A field for a secret: without a name, nothing suggests or checks what stands in it, and it shows dots.
pub fn secret(id: &'static str, label: &'static str, hint: &'static str) -> El {
    labelled(id, label, hint, secret_of(id.to_owned()))
}

/// Such a field alone.
pub fn secret_of(id: String) -> El {
    bare("textarea", id)
        .attr("class", "secret")
        .attr("rows", "2")
        .attr("data-1p-ignore", "")
        .attr("data-lpignore", "true")
}

/// A field for what is no secret.
pub fn text(id: &'static str, label: &'static str, hint: &'static str, lines: &'static str) -> El {
    let field = if lines == "1" {
        bare("input", id).attr("type", "text")
    } else {
        bare("textarea", id).attr("rows", lines)
    };
    labelled(id, label, hint, field)
}

/// A button that chooses one file.
pub fn chooser(id: &'static str, label: &'static str, taken: impl Fn(files::Picked) + 'static) -> AnyView {
    let input = el("input")
        .attr("type", "file")
        .attr("id", id)
        .attr("hidden", "")
        .attr("aria-label", label)
        .on("change", move |event| taken(files::from_input(&event)));
    all(vec![button(label, move |_| files::choose(id)).view(), input.view()])
}

/// A target for files, with what is said on it.
pub fn target(app: App, drop: &'static str, aside: &'static str) -> El {
    let choose = chooser("choose-sealed", words::CHOOSE, move |files| app.toolkit.take(app, files));
    div("div", "target small")
        .add(div("p", "drop").add(drop))
        .add(div("p", "aside").add(aside))
        .add(div("div", "buttons").add(choose))
}

/// Commands, in the shell that was chosen.
pub fn commands(app: App, commands: Vec<Command>) -> AnyView {
    let shell = |label: &'static str, power: bool| {
        button(label, move |_| app.toolkit.powershell.set(power))
            .is("aria-pressed", move || app.toolkit.powershell.get() == power)
    };
    let shells = div("div", "shells").add(shell(words::BASH, false)).add(shell(words::POWERSHELL, true));
    let lines = move || {
        let power = app.toolkit.powershell.get();
        let mut list = Vec::new();
        for command in &commands {
            if !command.label.is_empty() {
                list.push(div("p", "of").add(&command.label).view());
            }
            let line = if power { &command.powershell } else { &command.bash };
            list.push(code::command(line.clone(), None).view());
        }
        all(list)
    };
    all(vec![shells.view(), dynamic(lines)])
}

/// What went wrong, what is under way, what was saved.
pub fn said(app: App) -> AnyView {
    dynamic(move || {
        if let Some(sentence) = app.toolkit.failed.get() {
            return prose(div("p", "note failed").attr("role", "alert"), &sentence).view();
        }
        if app.toolkit.busy.get() {
            return div("p", "waiting").add(words::BUSY).view();
        }
        match app.toolkit.note.get() {
            note if note.is_empty() => nothing(),
            note => div("p", "note").add(note).view(),
        }
    })
}
