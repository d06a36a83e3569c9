//! The report as a document on paper: made when it is asked for, seen on paper only, gone afterwards.

use std::time::Duration;

use engine::messages::{Answer, Ask, FindingRow, Head, Overview, Query, Rows};
use leptos::prelude::*;

use super::{model, words};
use crate::features::overview::model::{missing, short_name};
use crate::features::overview::words as overview_words;
use crate::platform::{dom, worker};
use crate::state::App;
use crate::ui::{marks, shorten, states};

/// What is printed.
#[derive(Clone)]
pub struct Document {
    overview: Overview,
    findings: Rows<FindingRow>,
}

/// Gathers what is printed, then opens the browser's own dialog. The findings are those that the address chooses.
pub fn print(app: App, document: RwSignal<Option<Document>>) {
    let query = app.route.with_untracked(|route| match route.screen {
        crate::route::Screen::Findings => route.query(),
        _ => Query::default(),
    });
    let query = Query { count: model::MOST, ..query };
    worker::ask(Ask::Overview, move |answer, _| {
        let Answer::Overview(overview) = answer else { return };
        worker::ask(Ask::Findings(query), move |answer, _| {
            let Answer::Findings(findings) = answer else { return };
            document.set(Some(Document { overview, findings }));
            // The document has to stand before the dialog opens.
            set_timeout(dom::print, Duration::from_millis(50));
        });
    });
}

/// The document, in the page while it is being printed.
pub fn document(document: RwSignal<Option<Document>>) -> AnyView {
    let app = App::get();
    let printed = window_event_listener_untyped("afterprint", move |_| document.set(None));
    on_cleanup(move || printed.remove());
    (move || {
        let head = app.head.get()?;
        document.with(|document| document.as_ref().map(|document| drawn(&head, document)))
    })
    .into_any()
}

fn drawn(head: &Head, Document { overview, findings }: &Document) -> AnyView {
    let files = head
        .files
        .iter()
        .map(|file| {
            let hash = file.sha256.clone().unwrap_or_default();
            view! { <li>{file.name.clone()}", "{shorten::bytes(file.bytes)}", "{file.kind.clone()}", sha-256 "<code>{hash}</code></li> }
        })
        .collect_view();
    let checks = overview
        .checks
        .iter()
        .map(|check| {
            let pieces: Vec<String> = check
                .pieces
                .iter()
                .map(|piece| format!("{} {}", piece.title, shorten::lost(piece.lost)))
                .collect();
            view! {
                <tr><th scope="row">{short_name(&check.name).to_owned()}</th>
                    <td class="number">{format!("{} of {}", shorten::lost(check.lost), check.max)}</td>
                    <td>{pieces.join("; ")}</td></tr>
            }
        })
        .collect_view();
    let frameworks = overview
        .frameworks
        .iter()
        .map(|framework| {
            let s = framework.states;
            view! {
                <tr><th scope="row">{states::framework(&framework.id, &framework.title)}</th>
                    <td>{format!("{} pass, {} fail, {} not assessed, {} for a person", s.pass, s.fail, s.not_assessed, s.manual)}</td></tr>
            }
        })
        .collect_view();
    let severities: Vec<String> = overview
        .severities
        .iter()
        .map(|(name, count)| format!("{count} {}", states::severity(name).0.to_lowercase()))
        .collect();
    let missing = overview
        .missing
        .iter()
        .map(|answer| view! { <li><code>{answer.operation.clone()}</code>": "{missing(answer)}</li> })
        .collect_view();
    let rows = findings
        .rows
        .iter()
        .map(|row| {
            view! {
                <tr><td>{marks::severity(&row.severity)}</td><td>{row.function.name.clone()}</td><td>{row.message.clone()}</td>
                    <td><code>{row.rule.clone()}</code></td><td class="number">{row.points}</td></tr>
            }
        })
        .collect_view();
    let left_out = model::left_out(findings.matched);
    let score = overview
        .score
        .map(|score| format!("{score} of 100. {}", overview_words::how(overview, head.functions)));
    view! {
        <article class="paper">
            <h1>{words::TITLE}</h1>
            <p>{format!("{} {} · rules {} · as of {}", head.accounts.join(", "), head.regions.join(", "), head.rules, head.as_of)}</p>
            {head.warning.clone().map(|warning| view! { <p>{warning}</p> })}
            <h2>{words::FILES}</h2><ul>{files}</ul>
            <h2>{words::SCORE}</h2><p>{score}</p>
            <h2>{words::CHECKS}</h2><table><tbody>{checks}</tbody></table>
            <h2>{words::FRAMEWORKS}</h2><table><tbody>{frameworks}</tbody></table>
            <h2>{words::MISSING}</h2><ul>{missing}</ul>
            <h2>{words::FINDINGS}</h2>
            <p>{format!("{}: {}", shorten::counted(findings.matched, "finding", "findings"), severities.join(", "))}</p>
            <table><tbody>{rows}</tbody></table>
            {(left_out > 0).then(|| view! { <p>{words::more(left_out)}</p> })}
        </article>
    }
    .into_any()
}
