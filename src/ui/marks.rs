//! Marks that say severity, state and score: shape, word and colour together.

use leptos::prelude::*;

use crate::ui::{shorten, states};

/// A severity.
pub fn severity(name: &str) -> AnyView {
    let (word, class) = states::severity(name);
    view! { <span class=format!("sev {class}")>{word}</span> }.into_any()
}

/// A severity and how many there are, as a link.
pub fn severity_link(name: &str, count: u32, href: String) -> AnyView {
    let (word, class) = states::severity(name);
    view! { <a class=format!("sev {class}") href=href>{word}" "<b>{shorten::count(u64::from(count))}</b></a> }
        .into_any()
}

/// The counts of a function's severities; those of none are left out.
pub fn severity_counts(counts: [u32; 5]) -> AnyView {
    let marks = states::SEVERITIES
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| {
            let (word, class) = states::severity(name);
            let label = format!("{count} {}", word.to_lowercase());
            view! { <span class=format!("sev small {class}") title=label.clone()>{count}<span class="offscreen">{format!(" {}", word.to_lowercase())}</span></span> }
        })
        .collect_view();
    view! { <span class="counts">{marks}</span> }.into_any()
}

/// A state.
pub fn state(name: &str) -> AnyView {
    let (word, class) = states::state(name);
    view! { <span class=format!("state {class}")>{word}</span> }.into_any()
}

/// A score with its bar.
pub fn score(score: u32) -> AnyView {
    view! {
        <span class=format!("score-bar {}", states::score(score))>
            <i aria-hidden="true"><b style:width=format!("{}%", score.min(100))></b></i>
            <span>{score}</span>
        </span>
    }
    .into_any()
}

/// An id that may be long: its middle gives way where there is no room, and the whole of it is copied and shown on hover.
pub fn id(text: &str) -> AnyView {
    let (head, tail) = shorten::parts(text);
    let room = format!("calc(100% - {}ch)", tail.chars().count());
    view! {
        <span class="id" title=text.to_owned()><span style:max-width=room>{head.to_owned()}</span>{tail.to_owned()}</span>
    }
    .into_any()
}

/// A key of the keyboard.
pub fn key(name: &str) -> AnyView {
    view! { <kbd>{name.to_owned()}</kbd> }.into_any()
}
