//! Evidence as it stands in its file, with the deciding lines marked and secret values masked.

use engine::messages::{Answer, Ask, Excerpt, ExcerptLine, MaskedValue};
use leptos::prelude::*;

use crate::platform::worker;
use crate::ui::code::CopyButton;
use crate::ui::{shorten, words};

/// The excerpt with where it stands.
pub fn view(excerpt: &Excerpt) -> AnyView {
    let pointer = excerpt.place.pointer.clone();
    let hash = excerpt.sha256.as_ref().map(|hash| {
        view! { <span class="hash" title=format!("sha-256 {hash}")>"sha-256 "{shorten::hash(hash)}</span> }
    });
    let lines = excerpt.lines.iter().map(line).collect_view();
    let more = (excerpt.more > 0).then(|| {
        view! { <p class="aside">{shorten::counted(excerpt.more, "more line", "more lines")}" in the file"</p> }
    });
    let call = (!excerpt.call.is_empty()).then(|| view! { <b>{excerpt.call.clone()}</b> });
    view! {
        <figure class="excerpt">
            <figcaption>
                {call}
                <span class="file">{excerpt.file.clone()}</span>
                {hash}
                <code class="pointer">{pointer.clone()}</code>
                <CopyButton text=pointer label="Copy pointer" />
            </figcaption>
            <pre tabindex="0"><code>{lines}</code></pre>
            {more}
        </figure>
    }
    .into_any()
}

fn line(line: &ExcerptLine) -> AnyView {
    let indent = "  ".repeat(line.indent.min(64) as usize);
    let masked = line.masked.as_ref().map(masked);
    let content = view! { {indent}{line.text.clone()}{masked}{line.tail.clone()}"\n" };
    if line.mark { view! { <mark>{content}</mark> }.into_any() } else { content.into_any() }
}

/// A masked value. In clear it stands nowhere but here, and only as long as the person wants to see it.
fn masked(value: &MaskedValue) -> AnyView {
    let place = value.place.clone();
    let dots = format!("{} ({})", "•".repeat(6), shorten::counted(value.length, "character", "characters"));
    let clear = RwSignal::new(None::<String>);
    let press = move |_| {
        if clear.with_untracked(Option::is_some) {
            clear.set(None);
            return;
        }
        worker::ask(Ask::Reveal(place.clone()), move |answer, _| {
            let text = match answer {
                Answer::Revealed { text } => text,
                Answer::Failed { message } => message,
                _ => return,
            };
            let _ = clear.try_set(Some(text));
        });
    };
    let label = value.place.pointer.clone();
    view! {
        <span class="masked">
            {move || clear.get().unwrap_or_else(|| dots.clone())}
            <button type="button" aria-label=move || {
                let verb = if clear.with(Option::is_some) { words::HIDE } else { words::REVEAL };
                format!("{verb} the value at {label}")
            } on:click=press>
                {move || if clear.with(Option::is_some) { words::HIDE } else { words::REVEAL }}
            </button>
        </span>
    }
    .into_any()
}
