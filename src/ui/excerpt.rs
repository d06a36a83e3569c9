//! Evidence as it stands in its file, with the deciding lines marked and secret values masked.

use crate::platform::signal::*;
use engine::messages::{Excerpt, ExcerptLine, MaskedValue, Otherwise, Question};

use crate::platform::worker;
use crate::route::Route;
use crate::state::App;
use crate::ui::code::copy_button_of;
use crate::ui::el::{El, div, el, link};
use crate::ui::{shorten, words};

/// The excerpt with where it stands.
pub fn view(excerpt: &Excerpt) -> El {
    let pointer = &excerpt.place.pointer;
    let hash = excerpt.sha256.as_ref().map(|hash| {
        el("span").title(format!("sha-256 {hash}")).add(format!("sha-256 {}", shorten::hash(hash)))
    });
    let call = (!excerpt.call.is_empty()).then(|| el("b").add(&excerpt.call));
    let caption = el("figcaption")
        .add(call)
        .add(div("span", "file").add(&excerpt.file))
        .add(hash)
        .add(div("code", "pointer").add(pointer))
        .add(copy_button_of(pointer.clone(), words::COPY_POINTER));
    let more = (excerpt.more > 0).then(|| {
        div("p", "aside").add(shorten::counted(
            excerpt.more,
            "more line in the file",
            "more lines in the file",
        ))
    });
    let code = el("code").add(excerpt.lines.iter().map(line).collect::<Vec<_>>());
    div("figure", "excerpt").add(caption).add(el("pre").attr("tabindex", "0").add(code)).add(more)
}

fn line(line: &ExcerptLine) -> El {
    let indent = "  ".repeat(line.indent.min(64) as usize);
    el(if line.mark { "mark" } else { "span" })
        .add(indent + &line.text)
        .add(line.masked.as_ref().map(masked))
        .add(format!("{}\n", line.tail))
}

/// A masked value. In clear it stands nowhere but here, and only as long as the person wants to see it.
fn masked(value: &MaskedValue) -> El {
    let place = value.place.clone();
    let dots = format!("{} ({})", "•".repeat(6), shorten::counted(value.length, "character", "characters"));
    let clear = RwSignal::new(None::<String>);
    let press = move |_| {
        if clear.with_untracked(Option::is_some) {
            clear.set(None);
            return;
        }
        worker::ask(Question::reveal(place.clone()), move |answer, _| {
            let text = match answer {
                Ok(text) | Err(Otherwise::Failed(text)) => text,
                Err(_) => return,
            };
            clear.set(Some(text));
        });
    };
    let pointer = value.place.pointer.clone();
    let button = el("button")
        .attr("type", "button")
        .attr_of("aria-label", move || Some(words::reveal(clear.with(Option::is_some), &pointer)))
        .on("click", press)
        .text_of(move || if clear.with(Option::is_some) { words::HIDE } else { words::REVEAL }.to_owned());
    let finding = value.finding.as_ref().map(|id| {
        let href = App::get().href(&Route::finding(id));
        el("span").add(" ").add(link(href).add(words::SECRET))
    });
    div("span", "masked")
        .text_of(move || clear.get().unwrap_or_else(|| dots.clone()))
        .add(button)
        .add(finding)
}
