//! A load under way, and what went wrong.

use super::{model, words};
use crate::state::{App, Loading};
use crate::ui::el::{AnyView, all, button, div, dynamic, el, nothing};
use crate::ui::words::and_more;
use crate::ui::{problem, shorten};

/// Cards of problems that are drawn at once.
const MOST: usize = 50;

/// Names, bytes, stage, progress, Cancel.
pub fn progress(app: App) -> AnyView {
    let inside = move || match app.loading.get() {
        Some(loading) => drawn(&loading),
        None => nothing(),
    };
    div("div", "reading").add(dynamic(inside)).add(button(words::CANCEL, move |_| app.cancel())).view()
}

fn drawn(loading: &Loading) -> AnyView {
    let share = model::share(&loading.progress);
    let stage = words::stage(&loading.progress.stage);
    let size = (loading.bytes > 0).then(|| format!(" · {}", shorten::bytes(loading.bytes)));
    let mut bar = div("div", if share.is_some() { "progress" } else { "progress unknown" })
        .attr("role", "progressbar")
        .attr("aria-label", stage)
        .attr("aria-valuemin", "0")
        .attr("aria-valuemax", "100")
        .add(el("i").style("width", shorten::width(share.unwrap_or(0.0))));
    if let Some(share) = share {
        bar = bar.attr("aria-valuenow", ((share * 100.0) as u32).to_string());
    }
    let told = div("p", "stage")
        .add(el("span").add(format!("{stage} {}", loading.progress.file)))
        .add(el("span").add(model::numbers(&loading.progress)));
    let names = div("p", "names").add(el("b").add(shorten::names(&loading.names, 3))).add(size);
    all(vec![names.view(), bar.view(), told.view()])
}

/// What went wrong last, file by file.
pub fn troubles(app: App) -> AnyView {
    dynamic(move || {
        let Some(trouble) = app.trouble.get() else { return nothing() };
        let head = el("header")
            .add(el("h2").add(trouble.title))
            .add(button(words::DISMISS, move |_| app.trouble.set(None)));
        let more = and_more(trouble.problems.len().saturating_sub(MOST));
        div("section", "trouble")
            .attr("role", "alert")
            .add(head)
            .add((!trouble.text.is_empty()).then(|| el("p").add(trouble.text)))
            .add(trouble.problems.iter().take(MOST).map(problem::card).collect::<Vec<_>>())
            .add(more.map(|more| div("p", "aside").add(more)))
            .view()
    })
}
