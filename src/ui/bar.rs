//! Bars of several parts, and the strip of scores. Each says in words what it shows, and its numbers stand beside it as text.

use leptos::prelude::*;

/// A part of a bar: its class, how much of the whole it is, and its words.
pub struct Part {
    /// Gives its colour.
    pub class: &'static str,
    /// Its size, in any unit that all parts share.
    pub size: f64,
    /// Its words, such as `High 27`.
    pub words: String,
}

/// A bar of stacked parts. Parts of no size are left out; a bar without any is an empty track.
pub fn stacked(parts: Vec<Part>, class: &'static str) -> AnyView {
    let whole: f64 = parts.iter().map(|part| part.size).sum();
    let parts: Vec<Part> = parts.into_iter().filter(|part| part.size > 0.0).collect();
    let label = parts.iter().map(|part| part.words.as_str()).collect::<Vec<_>>().join(", ");
    let pieces = parts
        .into_iter()
        .map(|part| {
            let width = format!("{:.3}%", part.size * 100.0 / whole);
            view! { <i class=part.class title=part.words style:width=width></i> }
        })
        .collect_view();
    view! { <div class=format!("bar {class}") role="img" aria-label=label>{pieces}</div> }.into_any()
}

/// One mark for each score that occurs, as high as many functions have it.
pub fn strip(scores: &[(u32, u32)], label: String) -> AnyView {
    let most = scores.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let marks = scores
        .iter()
        .map(|(score, count)| {
            // The root, so that a lone function can still be seen beside a thousand.
            let height = 6.0 + 34.0 * (f64::from(*count) / f64::from(most)).sqrt();
            let x = f64::from(*score) * 4.0;
            view! {
                <rect class=crate::ui::states::score(*score) x=format!("{x:.1}") width="3.2"
                    y=format!("{:.1}", 40.0 - height) height=format!("{height:.1}") />
            }
        })
        .collect_view();
    view! {
        <svg class="strip" viewBox="0 0 404 40" preserveAspectRatio="none" role="img" aria-label=label>
            {marks}
        </svg>
    }
    .into_any()
}
