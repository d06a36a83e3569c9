//! The auditor's worksheet on paper: made when it is asked for, seen on paper only, gone afterwards.

use engine::messages::{Head, Question, WorksheetRow};

use super::{judgement, words};
use crate::platform::{dom, later, worker};
use crate::state::App;
use crate::ui::el::{AnyView, El, div, dynamic, el, nothing};
use crate::ui::{marks, shorten};

/// Asks for the rows, then opens the browser's own dialog.
pub fn print(app: App) {
    worker::ask(Question::worksheet(), move |answer, _| {
        let Ok(rows) = answer else { return };
        app.worksheet.set(Some(rows));
        // It has to stand before the dialog opens.
        later::after(50, dom::print);
    });
}

/// The worksheet, in the page while it is being printed.
pub fn worksheet(app: App) -> AnyView {
    later::on_window("afterprint", move |_| app.worksheet.set(None));
    dynamic(move || {
        let head = app.head.get();
        app.worksheet.with(|rows| match (head, rows) {
            (Some(head), Some(rows)) => drawn(&head, rows),
            _ => nothing(),
        })
    })
}

fn drawn(head: &Head, rows: &[WorksheetRow]) -> AnyView {
    let of = format!(
        "{} {} · rules {} · as of {}",
        head.accounts.join(", "),
        head.regions.join(", "),
        head.rules,
        head.as_of
    );
    let file = |file: &engine::messages::FileRow| {
        let told = format!("{}, {}, sha-256 ", file.name, shorten::bytes(file.bytes));
        el("li").add(told).add(el("code").add(file.sha256.as_ref()))
    };
    let mut paper = div("article", "paper worksheet")
        .add(el("h1").add(words::WORKSHEET))
        .add(el("p").add(of))
        .add(el("ul").add(head.files.iter().map(file).collect::<Vec<_>>()));
    let mut at = 0;
    while let Some(first) = rows.get(at) {
        let of: Vec<&WorksheetRow> =
            rows.iter().skip(at).take_while(|row| row.framework == first.framework).collect();
        at += of.len();
        let head = [words::ID, words::STATE, words::WHY, words::JUDGEMENT]
            .map(|name| el("th").attr("scope", "col").add(name));
        let head = el("thead").add(el("tr").add(head.into_iter().collect::<Vec<_>>()));
        let body = el("tbody").add(of.into_iter().map(row).collect::<Vec<_>>());
        paper = paper.add(el("h2").add(&first.framework_title)).add(el("table").add(head).add(body));
    }
    paper.view()
}

fn row(row: &WorksheetRow) -> El {
    let failing = (!row.failing.is_empty()).then(|| el("p").add(words::failing(&row.failing)));
    let by_hand = match &row.judgement {
        Some(said) => el("div").add(judgement::said(said)).add(el("p").add(&said.note)),
        None => div("div", "room"),
    };
    el("tr")
        .add(el("th").attr("scope", "row").add(&row.requirement).add(el("p").add(&row.title)))
        .add(el("td").add(marks::state(&row.state)).add(el("p").add(words::support(&row.support))))
        .add(el("td").add(&row.why).add(failing))
        .add(el("td").add(by_hand))
}
