//! One function: its head, every lost point, its findings, requirements, evidence and trail.

use std::sync::Arc;

use engine::messages::{
    Answer, Ask, CallRow, CheckDetail, ExportKind, FindingRow, FunctionDetail, RequirementName, TextKind,
    TrailRow,
};
use leptos::prelude::*;

use super::words;
use crate::features::frame::export;
use crate::features::overview::model::short_name;
use crate::features::overview::view::missing_list;
use crate::features::trail::view::time;
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::code::CopyButton;
use crate::ui::{asked, bar, excerpt, marks, shorten, states};

/// One function.
pub fn function(key: String) -> AnyView {
    let app = App::get();
    let answer = asked::ask(
        move || Some(Ask::Function { key: key.clone() }),
        |answer| if let Answer::Function(function) = answer { Some(function) } else { None },
    );
    view! {
        <div class="screen page function">
            <p class="back"><a href=app.href(&Route::to(Screen::Functions))>"← "{words::BACK}</a></p>
            {asked::view(answer, move |function| drawn(app, &function))}
        </div>
    }
    .into_any()
}

fn drawn(app: App, function: &Arc<FunctionDetail>) -> AnyView {
    let row = &function.row;
    let arn = function.arn.clone().map(|arn| {
        view! { <p class="aside arn"><code>{arn.clone()}</code><CopyButton text=arn /></p> }
    });
    let score = match &row.error {
        Some(error) => view! { <p class="note">{words::NOT_AUDITED}{error.clone()}</p> }.into_any(),
        None => view! {
            <div class="big"><b>{row.score}</b><span>"of 100"</span>{marks::severity_counts(row.severities)}</div>
        }
        .into_any(),
    };
    let facts = function
        .facts
        .iter()
        .map(|(name, value)| view! { <dt>{name.clone()}</dt><dd>{value.clone()}</dd> })
        .collect_view();
    let missing = (!function.missing.is_empty())
        .then(|| view! { <section class="card"><h2>{words::MISSING}</h2>{missing_list(&function.missing)}</section> });
    view! {
        <header class="title"><h1>{row.name.clone()}</h1>{arn}{texts(app, function)}</header>
        <div class="cards">
            <div class="columns">
                <section class="card">{score}{checks(app, &function.checks)}</section>
                <div>
                    <section class="card"><h2>{words::FACTS}</h2><dl class="facts">{facts}</dl></section>
                    {missing}
                </div>
            </div>
            {findings(app, row.key.clone(), &function.findings)}
            {requirements(app, &function.requirements)}
            {calls(&function.calls)}
            {trail(&function.trail)}
        </div>
    }
    .into_any()
}

fn texts(app: App, function: &FunctionDetail) -> AnyView {
    if !function.has_texts {
        return ().into_any();
    }
    let key = function.row.key.clone();
    let text = |kind| app.href(&Route::to(Screen::Text(kind, key.clone())));
    let (one, other) = (key.clone(), key.clone());
    view! {
        <div class="buttons">
            <a class="button" href=text(TextKind::Security)>{words::SECURITY_TEXT}</a>
            <a class="button" href=text(TextKind::Compliance)>{words::COMPLIANCE_TEXT}</a>
            <button type="button" on:click=move |_| export::save(app, ExportKind::SecurityAudit { function: one.clone() })>{words::SECURITY_JSON}</button>
            <button type="button" on:click=move |_| export::save(app, ExportKind::ComplianceReport { function: other.clone() })>{words::COMPLIANCE_JSON}</button>
        </div>
    }
    .into_any()
}

fn checks(app: App, checks: &[CheckDetail]) -> AnyView {
    let rows = checks
        .iter()
        .map(|check| {
            let lost = f64::from(check.max.saturating_sub(check.score));
            let parts = vec![
                bar::Part { class: "kept", size: f64::from(check.score), words: format!("kept {}", check.score) },
                bar::Part { class: "fail", size: lost, words: format!("lost {lost}") },
            ];
            let losses = check
                .losses
                .iter()
                .map(|(id, message, points)| {
                    view! { <li><a href=app.href(&Route::finding(id))>{message.clone()}</a>" "<b>{format!("−{points}")}</b></li> }
                })
                .collect_view();
            let floored = check.floored.then(|| view! { <li class="aside">{words::FLOORED}</li> });
            view! {
                <tr>
                    <th scope="row">{short_name(&check.name).to_owned()}</th>
                    <td class="bars">{bar::stacked(parts, "")}</td>
                    <td class="number">{check.score}<span class="aside">{format!(" of {}", check.max)}</span></td>
                </tr>
                <tr class="under"><td colspan="3"><ul class="losses">{losses}{floored}</ul></td></tr>
            }
        })
        .collect_view();
    view! { <h2>{words::CHECKS}</h2><table class="checks"><tbody>{rows}</tbody></table> }.into_any()
}

fn findings(app: App, key: String, findings: &[FindingRow]) -> AnyView {
    let rows = findings
        .iter()
        .map(|row| {
            let points = if row.points > 0 { format!("−{}", row.points) } else { String::new() };
            let state = (row.status != "FAIL").then(|| marks::state(&row.status));
            view! {
                <tr>
                    <td>{marks::severity(&row.severity)}</td>
                    <td><a href=app.href(&Route::finding(&row.id))>{row.message.clone()}</a>" "{state}</td>
                    <td class="number">{points}</td>
                </tr>
            }
        })
        .collect_view();
    let inside = if findings.is_empty() {
        view! { <p class="aside">{words::NO_FINDINGS}</p> }.into_any()
    } else {
        let list = Route::filtered(Screen::Findings, "function", &key);
        view! {
            <table class="found"><tbody>{rows}</tbody></table>
            <p class="aside"><a href=app.href(&list)>{words::IN_LIST}</a></p>
        }
        .into_any()
    };
    view! {
        <section class="card wide">
            <h2>{words::FINDINGS}" "<span class="aside">{shorten::count(findings.len() as u64)}</span></h2>
            {inside}
        </section>
    }
    .into_any()
}

fn requirements(app: App, requirements: &[RequirementName]) -> AnyView {
    if requirements.is_empty() {
        return ().into_any();
    }
    let rows = requirements
        .iter()
        .map(|requirement| {
            let route = Route {
                id: Some(requirement.id.clone()),
                ..Route::to(Screen::Compliance(requirement.framework.clone()))
            };
            let name = states::requirement(requirement);
            view! { <li>{marks::state(&requirement.state)}<span><a href=app.href(&route)>{name}</a>" "<span class="aside">{requirement.title.clone()}</span></span></li> }
        })
        .collect_view();
    view! { <section class="card wide"><h2>{words::REQUIREMENTS}</h2><ul class="touched">{rows}</ul></section> }.into_any()
}

fn calls(calls: &[CallRow]) -> AnyView {
    if calls.is_empty() {
        return ().into_any();
    }
    let rows = calls.iter().map(call).collect_view();
    view! { <section class="card wide"><h2>{words::EVIDENCE}</h2>{rows}</section> }.into_any()
}

/// An answer, folded; opened, it is asked for.
fn call(row: &CallRow) -> AnyView {
    let opened = RwSignal::new(false);
    let place = row.place.clone();
    let inside = move || {
        opened.get().then(|| {
            let place = place.clone();
            let answer = asked::ask(
                move || Some(Ask::Excerpt(place.clone())),
                |answer| if let Answer::Excerpt(excerpt) = answer { Some(excerpt) } else { None },
            );
            asked::view(answer, |found| excerpt::view(&found))
        })
    };
    let state =
        (row.state != "answered").then(|| view! { <span class="state unknown">{row.state.clone()}</span> });
    view! {
        <details class="call" on:toggle=move |_| opened.update(|opened| *opened = !*opened)>
            <summary>
                <b>{row.call.clone()}</b>{state}
                <span class="aside">{row.file.clone()}" "<code>{row.place.pointer.clone()}</code>" "{shorten::bytes(u64::from(row.bytes))}</span>
            </summary>
            {inside}
        </details>
    }
    .into_any()
}

fn trail(rows: &[TrailRow]) -> AnyView {
    let inside = if rows.is_empty() {
        view! { <p class="aside">{words::NO_TRAIL}</p> }.into_any()
    } else {
        let rows = rows
            .iter()
            .map(|row| match &row.error {
                Some(error) => view! { <tr><td colspan="4">{error.clone()}</td></tr> }.into_any(),
                None => view! {
                    <tr><td class="time">{time(&row.time)}</td><td>{row.event.clone()}</td><td>{marks::id(&row.user)}</td><td class="aside">{row.source_ip.clone()}</td></tr>
                }
                .into_any(),
            })
            .collect_view();
        view! { <div class="scroll-x" tabindex="0" role="region" aria-label=words::TRAIL><table><tbody>{rows}</tbody></table></div> }.into_any()
    };
    view! { <section class="card wide"><h2>{words::TRAIL}</h2>{inside}</section> }.into_any()
}
