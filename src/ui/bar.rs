//! Bars of several parts, and the strip of scores. Each says in words what it shows, and its numbers stand beside it as text.

use crate::ui::el::{AnyView, div, el};
use crate::ui::{shorten, states};

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
    let parts = || parts.iter().filter(|part| part.size > 0.0);
    let label: Vec<&str> = parts().map(|part| part.words.as_str()).collect();
    let mut bar = el("div")
        .attr("class", format!("bar {class}"))
        .attr("role", "img")
        .attr("aria-label", label.join(", "));
    for part in parts() {
        let width = shorten::width(part.size / whole);
        bar = bar.add(el("i").attr("class", part.class).title(&part.words).style("width", width));
    }
    bar.view()
}

/// A plain bar for a number beside others.
pub fn plain(share: f64) -> AnyView {
    let filled = el("i").attr("class", "accent").style("width", shorten::width(share));
    el("div").attr("class", "bar plain").attr("aria-hidden", "true").add(filled).view()
}

/// One mark for each score that occurs, as high as many functions have it.
pub fn strip(scores: &[(u32, u32)], label: String) -> AnyView {
    let most = scores.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let mut strip = div("div", "strip").attr("role", "img").attr("aria-label", label);
    for (score, count) in scores {
        // The root, so that a lone function can still be seen beside a thousand.
        let height = 0.15 + 0.85 * (f64::from(*count) / f64::from(most)).sqrt();
        let mark = div("i", states::score(*score)).title(format!("{score}: {count}"));
        // The last mark ends where the strip does.
        let left = f64::from(*score) * 0.0099;
        strip = strip.add(mark.style("left", shorten::width(left)).style("height", shorten::width(height)));
    }
    strip.view()
}
