//! The report as a document on paper: made when it is asked for, seen on paper only, gone afterwards.

use crate::platform::signal::*;
use engine::messages::{FindingRow, Head, Overview, Query, Question, Rows};

use super::{model, words};
use crate::features::frame::export;
use crate::features::overview::model::{missing, short_name};
use crate::features::overview::words as overview_words;
use crate::platform::{dom, later, worker};
use crate::state::App;
use crate::ui::el::{AnyView, El, div, dynamic, el, nothing};
use crate::ui::prose::prose;
use crate::ui::{marks, shorten, states};

/// What is printed.
#[derive(Clone)]
pub struct Document {
    overview: Overview,
    findings: Rows<FindingRow>,
    /// What chose them.
    query: Query,
}

/// Gathers what is printed, then opens the browser's own dialog. The findings are those that the address chooses.
pub fn print(app: App, document: RwSignal<Option<Document>>) {
    let query = Query { count: model::MOST, ..export::shown(app) };
    worker::ask(Question::overview(), move |answer, _| {
        let Ok(overview) = answer else { return };
        worker::ask(Question::findings(query.clone()), move |answer, _| {
            let Ok(findings) = answer else { return };
            document.set(Some(Document { overview, findings, query }));
            // The document has to stand before the dialog opens.
            later::after(50, dom::print);
        });
    });
}

/// The document, in the page while it is being printed.
pub fn document(app: App, document: RwSignal<Option<Document>>) -> AnyView {
    later::on_window("afterprint", move |_| document.set(None));
    dynamic(move || {
        let head = app.head.get();
        document.with(|document| match (head, document) {
            (Some(head), Some(document)) => drawn(&head, document),
            _ => nothing(),
        })
    })
}

fn row(name: &str, text: String) -> El {
    el("tr").add(el("th").attr("scope", "row").add(name)).add(el("td").add(text))
}

fn table(rows: Vec<El>) -> El {
    el("table").add(el("tbody").add(rows))
}

fn drawn(head: &Head, Document { overview, findings, query }: &Document) -> AnyView {
    let file = |file: &engine::messages::FileRow| {
        let told = format!("{}, {}, {}, sha-256 ", file.name, shorten::bytes(file.bytes), file.kind);
        el("li").add(told).add(el("code").add(file.sha256.as_ref()))
    };
    let check = |check: &engine::messages::CheckSummary| {
        let pieces =
            check.pieces.iter().map(|piece| format!("{} {}", piece.title, shorten::lost(piece.lost)));
        let pieces = pieces.collect::<Vec<_>>().join("; ");
        let (lost, max) = (shorten::lost(check.lost), shorten::points(check.max));
        row(short_name(&check.name), format!("{lost} of {max}. {pieces}"))
    };
    let framework = |framework: &engine::messages::FrameworkSummary| {
        row(&states::framework(&framework.id, &framework.title), words::states(&framework.states))
    };
    let absent = |answer: &engine::messages::MissingAnswer| {
        el("li").add(el("code").add(&answer.operation)).add(format!(": {}", missing(answer)))
    };
    let finding = |row: &FindingRow| {
        el("tr")
            .add(el("td").add(marks::severity(&row.severity)))
            .add(el("td").add(&row.function.name))
            .add(prose(el("td"), &row.message))
            .add(div("td", "rule").add(el("code").add(&row.rule)))
            .add(div("td", "number").add(row.points.to_string()))
    };
    let severity =
        |(name, count): &(String, u32)| format!("{count} {}", states::severity(name).0.to_ascii_lowercase());
    let severities = overview.severities.iter().map(severity).collect::<Vec<_>>().join(", ");
    let all = format!("{}: {severities}", shorten::counted(head.findings, "finding", "findings"));
    // A list that leaves some out says so on paper, too: nobody sees the page beside it.
    let chosen = words::chosen(query, findings.matched);
    let left_out = model::left_out(findings.matched);
    let score = overview.score.map(|score| {
        format!("{score} {}. {}", overview_words::OF_100, overview_words::how(overview, head.functions))
    });
    let of = format!(
        "{} {} · rules {} · as of {}",
        head.accounts.join(", "),
        head.regions.join(", "),
        head.rules,
        head.as_of
    );
    div("article", "paper")
        .add(el("h1").add(words::TITLE))
        .add(el("p").add(of))
        .add(head.warning.as_ref().map(|warning| el("p").add(warning)))
        .add(el("h2").add(words::FILES))
        .add(el("ul").add(head.files.iter().map(file).collect::<Vec<_>>()))
        .add(el("h2").add(words::SCORE))
        .add(el("p").add(score))
        .add(el("h2").add(words::CHECKS))
        .add(table(overview.checks.iter().map(check).collect()))
        .add(el("h2").add(words::FRAMEWORKS))
        .add(table(overview.frameworks.iter().map(framework).collect()))
        .add(el("h2").add(words::MISSING))
        .add(el("ul").add(overview.missing.iter().map(absent).collect::<Vec<_>>()))
        .add(el("h2").add(words::FINDINGS))
        .add(el("p").add(all))
        .add(chosen.map(|chosen| el("p").add(el("b").add(chosen))))
        .add(table(findings.rows.iter().map(finding).collect()))
        .add((left_out > 0).then(|| el("p").add(words::more(left_out))))
        .view()
}
