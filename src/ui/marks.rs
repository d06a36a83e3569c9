//! Marks that say severity, state and score: shape, word and colour together.

use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, El, div, el, link};
use crate::ui::{shorten, states, words};

/// A severity.
pub fn severity(name: &str) -> AnyView {
    let (word, class) = states::severity(name);
    el("span").attr("class", format!("sev {class}")).add(word).view()
}

/// A severity and how many there are, as a link.
pub fn severity_link(name: &str, count: u32, href: String) -> AnyView {
    let (word, class) = states::severity(name);
    let count = el("b").add(shorten::count(u64::from(count)));
    link(href).attr("class", format!("sev {class}")).add(word + " ").add(count).view()
}

/// The counts of a function's severities, each a link to these findings; those of none are left out. In the rows of a list
/// the keyboard passes them over: it would stop at nothing else.
pub fn severity_counts(app: App, function: &str, counts: [u32; 5], in_list: bool) -> El {
    let mut marks = div("span", "counts");
    for (name, count) in states::SEVERITIES.iter().zip(counts).filter(|(_, count)| *count > 0) {
        let (word, class) = states::severity(name);
        let word = word.to_ascii_lowercase();
        let these = Route::filtered(Screen::Findings, "function", function).with("severity", name);
        let mark = link(app.href(&these)).attr("class", format!("sev small {class}"));
        let mark = mark.title(format!("{count} {word}")).attr("tabindex", if in_list { "-1" } else { "0" });
        let mark = mark.add(count.to_string());
        marks = marks.add(mark.add(div("span", "offscreen").add(format!(" {word}"))));
    }
    marks
}

/// A state.
pub fn state(name: &str) -> AnyView {
    let (word, class) = states::state(name);
    el("span").attr("class", format!("state {class}")).add(word).view()
}

/// What became of a problem.
pub fn change(name: &str) -> AnyView {
    let (word, class) = states::change(name);
    el("span").attr("class", format!("state {class}")).add(word).view()
}

/// A finding's status, where it is not simply a failure.
pub fn status(name: &str) -> Option<AnyView> {
    (name != "FAIL").then(|| state(name))
}

/// How little of a function was assessed, where that is less than a quarter: then its score says next to nothing.
pub fn assessed(share: f64) -> Option<El> {
    (share < 0.25).then(|| {
        let share = shorten::percent(share);
        div("span", "aside assessed")
            .title(format!("{share} {}", words::ASSESSED))
            .add(share)
            .add(words::OF_RULES)
    })
}

/// A score with its bar; that there is none, where nothing could be scored.
pub fn score(score: Option<u32>) -> AnyView {
    let Some(score) = score else {
        return div("span", "aside").add(words::NO_SCORE).view();
    };
    let filled = el("b").style("width", format!("{}%", score.min(100)));
    el("span")
        .attr("class", format!("score-bar {}", states::score(score)))
        .add(el("i").attr("aria-hidden", "true").add(filled))
        .add(el("span").add(score.to_string()))
        .view()
}

/// An id that may be long: its middle gives way where there is no room, and the whole of it is copied and shown on hover.
pub fn id(text: &str) -> AnyView {
    let (head, tail) = shorten::parts(text);
    // The tail's own width.
    let room = format!("calc(100% - {}ch)", tail.chars().count());
    div("span", "id").title(text).add(el("span").style("max-width", room).add(head)).add(tail).view()
}
