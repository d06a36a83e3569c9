//! The first screen.

use std::sync::Arc;

use engine::messages::{Answer, Ask, CheckSummary, FirstThing, FrameworkSummary, FunctionRow, Overview};
use leptos::prelude::*;

use super::{model, words};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::code::{self, CopyButton};
use crate::ui::{asked, bar, marks, problem, shorten, states};

/// The first screen.
pub fn overview() -> AnyView {
    let answer = asked::ask(
        || Some(Ask::Overview),
        |answer| if let Answer::Overview(overview) = answer { Some(overview) } else { None },
    );
    view! {
        <div class="screen overview">
            <h1 class="offscreen">"Overview"</h1>
            {asked::view(answer, drawn)}
        </div>
    }
    .into_any()
}

fn drawn(overview: Arc<Overview>) -> AnyView {
    let app = App::get();
    let warning = move || {
        app.head.with(|head| head.as_ref().and_then(|head| head.warning.clone())).map(|warning| {
            view! { <p class="note edition">{warning}</p> }
        })
    };
    view! {
        <div class="cards">
            {score(app, &overview)}
            {severities(app, &overview)}
            {first(app, &overview.first)}
            {checks(app, &overview)}
            {frameworks(app, &overview.frameworks)}
            {functions(app, &overview)}
            {missing(&overview)}
            {runtimes(app, &overview.runtimes)}
            {problems(app, &overview)}
        </div>
        {warning}
    }
    .into_any()
}

fn link(app: App, route: &Route, text: String) -> AnyView {
    view! { <a href=app.href(route)>{text}</a> }.into_any()
}

fn score(app: App, overview: &Overview) -> AnyView {
    let Some(score) = overview.score else {
        return view! { <section class="card score"><h2>{words::SCORE}</h2><p>{words::NO_SCORE}</p></section> }.into_any();
    };
    let functions = app.head.with_untracked(|head| head.as_ref().map_or(0, |head| head.functions));
    let parts = model::bar(overview);
    let legend = model::losing(overview)
        .into_iter()
        .map(|(class, check)| {
            let route = Route::filtered(Screen::Findings, "check", &check.name);
            let text = format!("{} {}", model::short_name(&check.name), shorten::points(check.lost));
            view! { <li><i class=class></i><a href=app.href(&route)>{text}</a></li> }
        })
        .collect_view();
    let unknown = (model::not_audited(overview) > 0).then(|| {
        let (_, _, unknown, _) = model::points_of(overview);
        view! { <li><i class="unknown"></i>{words::NOT_AUDITED}" "{shorten::points(unknown)}</li> }
    });
    let parts = parts.into_iter().map(|(class, size, words)| bar::Part { class, size, words }).collect();
    view! {
        <section class="card score">
            <h2>{words::SCORE}</h2>
            <div class="big"><b>{score}</b><span>"of 100"</span><p>{words::how(overview, functions)}</p></div>
            {bar::stacked(parts, "thick")}
            <ul class="legend"><li><i class="kept"></i>"kept"</li>{legend}{unknown}</ul>
        </section>
    }
    .into_any()
}

fn severities(app: App, overview: &Overview) -> AnyView {
    let total: u32 = overview.severities.iter().map(|(_, count)| count).sum();
    let parts = overview
        .severities
        .iter()
        .map(|(name, count)| {
            let (word, class) = crate::ui::states::severity(name);
            bar::Part { class, size: f64::from(*count), words: format!("{word} {count}") }
        })
        .collect();
    let links = overview
        .severities
        .iter()
        .map(|(name, count)| {
            marks::severity_link(name, *count, app.href(&Route::filtered(Screen::Findings, "severity", name)))
        })
        .collect_view();
    view! {
        <section class="card">
            <h2>{link(app, &Route::to(Screen::Findings), shorten::counted(total, "finding", "findings"))}</h2>
            {bar::stacked(parts, "thick")}
            <div class="row">{links}</div>
            <h2>{words::FUNCTIONS}</h2>
            {bar::strip(&overview.scores, words::strip(overview))}
            <div class="scale" aria-hidden="true"><span>"0"</span><span>"50"</span><span>"100"</span></div>
        </section>
    }
    .into_any()
}

fn first(app: App, things: &[FirstThing]) -> AnyView {
    let items = things
        .iter()
        .map(|thing| {
            let name = words::over(thing.functions, &thing.function.name);
            let (who, what) = if thing.functions > 1 {
                (Route::filtered(Screen::Findings, "rule", &thing.rule), words::SHOW_THEM)
            } else {
                (Route::to(Screen::Function(thing.function.key.clone())), words::SHOW_IT)
            };
            let show = if thing.functions > 1 { who.clone() } else { Route::finding(&thing.finding) };
            view! {
                <li>
                    {marks::severity(&thing.severity)}
                    <div>
                        <p><a href=app.href(&who)><b>{name}</b></a>": "{thing.title.clone()}</p>
                        <p class="aside">{thing.why.clone()}" "<b>"Fix: "</b>{thing.fix.clone()}</p>
                    </div>
                    <a class="button" href=app.href(&show)>{what}</a>
                </li>
            }
        })
        .collect_view();
    let empty = things.is_empty().then(|| view! { <p class="aside">{words::NOTHING_FIRST}</p> });
    view! { <section class="card wide first"><h2>{words::FIRST}</h2><ol>{items}</ol>{empty}</section> }
        .into_any()
}

fn checks(app: App, overview: &Overview) -> AnyView {
    let colours = model::losing(overview);
    let rows = overview
        .checks
        .iter()
        .map(|check| {
            let colour = colours
                .iter()
                .find(|(_, other)| other.name == check.name)
                .map_or("lost-1", |(class, _)| class);
            check_row(app, check, colour)
        })
        .collect_view();
    view! {
        <section class="card wide">
            <h2>{words::CHECKS}</h2>
            <table class="checks">
                <thead><tr><th>{words::CHECK}</th><th class="bars"></th><th class="number">{words::LOST}</th><th>{words::LOST_TO}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn check_row(app: App, check: &CheckSummary, colour: &'static str) -> AnyView {
    let route = Route::filtered(Screen::Findings, "check", &check.name);
    let mut parts = vec![bar::Part {
        class: "kept",
        size: (f64::from(check.max) - check.lost).max(0.0),
        words: format!("kept {}", shorten::points(f64::from(check.max) - check.lost)),
    }];
    parts.extend(check.pieces.iter().map(|piece| bar::Part {
        class: colour,
        size: piece.lost,
        words: format!("{} {}", piece.title, shorten::points(piece.lost)),
    }));
    let pieces = check
        .pieces
        .iter()
        .map(|piece| {
            let route = Route::filtered(Screen::Findings, "rule", &piece.rule);
            let lost = if piece.lost > 0.0 { shorten::lost(piece.lost) } else { words::NO_POINTS.to_owned() };
            view! { <li><a href=app.href(&route) title=piece.rule.clone()>{piece.title.clone()}</a>" "<b>{lost}</b></li> }
        })
        .collect_view();
    let lost = shorten::lost(check.lost);
    let name = model::short_name(&check.name).to_owned();
    let name = if check.findings > 0 { link(app, &route, name) } else { name.into_any() };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="bars">{bar::stacked(parts, "")}</td>
            <td class="number">{lost}<span class="aside">{format!(" of {}", check.max)}</span></td>
            <td><ul class="pieces">{pieces}</ul></td>
        </tr>
    }
    .into_any()
}

fn frameworks(app: App, frameworks: &[FrameworkSummary]) -> AnyView {
    let classic = frameworks.iter().any(|framework| framework.percentage.is_some());
    let rows = frameworks
        .iter()
        .map(|framework| {
            let states = framework.states;
            let route = Route::to(Screen::Compliance(framework.id.clone()));
            let cell = |count: u32, state: &str| {
                let route = Route { filters: vec![("state".to_owned(), vec![state.to_owned()])], ..route.clone() };
                let text = shorten::count(u64::from(count));
                if count == 0 { view! { <td class="number aside">{text}</td> }.into_any() }
                else { view! { <td class="number">{link(app, &route, text)}</td> }.into_any() }
            };
            let part = |class: &'static str, count: u32, word: &str| bar::Part {
                class,
                size: f64::from(count),
                words: format!("{word} {count}"),
            };
            let parts = vec![
                part("pass", states.pass, words::PASS),
                part("fail", states.fail, words::FAIL),
                part("unknown", states.not_assessed, words::NOT_ASSESSED),
                part("manual", states.manual, words::MANUAL),
            ];
            let classic = classic.then(|| view! {
                <td class="number">{framework.percentage.map(|p| format!("{p:.0} %"))}</td>
            });
            view! {
                <tr>
                    <th scope="row" title=framework.title.clone()>{link(app, &route, states::framework(&framework.id, &framework.title))}</th>
                    <td class="bars">{bar::stacked(parts, "")}</td>
                    {cell(states.pass, "PASS")}
                    {cell(states.fail, "FAIL")}
                    {cell(states.not_assessed, "NOT_ASSESSED")}
                    {cell(states.manual, "MANUAL")}
                    {classic}
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card">
            <h2>{words::FRAMEWORKS}</h2>
            <div class="scroll-x" tabindex="0" role="region" aria-label=words::FRAMEWORKS>
                <table>
                    <thead><tr>
                        <th>{words::FRAMEWORK}</th><th class="bars"></th>
                        <th class="number"><span class="key pass">{words::PASS}</span></th>
                        <th class="number"><span class="key fail">{words::FAIL}</span></th>
                        <th class="number"><span class="key unknown">{words::NOT_ASSESSED}</span></th>
                        <th class="number"><span class="key manual">{words::MANUAL}</span></th>
                        {classic.then(|| view! { <th class="number">{words::MEAN}</th> })}
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn functions(app: App, overview: &Overview) -> AnyView {
    let rows = overview.worst.iter().map(|row| function(app, row)).collect_view();
    view! {
        <section class="card">
            <h2>{words::WORST}</h2>
            <table class="worst"><tbody>{rows}</tbody></table>
            <p class="aside">{link(app, &Route::to(Screen::Functions), words::ALL_FUNCTIONS.to_owned())}</p>
        </section>
    }
    .into_any()
}

fn function(app: App, row: &FunctionRow) -> AnyView {
    let route = Route::to(Screen::Function(row.key.clone()));
    view! {
        <tr>
            <th scope="row"><a href=app.href(&route)>{marks::id(&row.name)}</a></th>
            <td>{marks::score(row.score)}</td>
            <td>{marks::severity_counts(row.severities)}</td>
        </tr>
    }
    .into_any()
}

fn runtimes(app: App, runtimes: &[(String, u32)]) -> AnyView {
    let most = runtimes.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let rows = runtimes
        .iter()
        .map(|(name, count)| {
            let route = Route::filtered(Screen::Functions, "runtime", name);
            let width = format!("{:.1}%", f64::from(*count) * 100.0 / f64::from(most));
            view! {
                <tr>
                    <th scope="row">{link(app, &route, name.clone())}</th>
                    <td class="bars"><div class="bar plain" aria-hidden="true"><i class="accent" style:width=width></i></div></td>
                    <td class="number">{shorten::count(u64::from(*count))}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <section class="card"><h2>{words::RUNTIMES}</h2><table><tbody>{rows}</tbody></table></section> }
        .into_any()
}

fn missing(overview: &Overview) -> AnyView {
    if overview.missing.is_empty() {
        let text = if overview.assessed < 1.0 { "" } else { words::NOTHING_MISSING };
        return view! { <section class="card"><h2>{words::MISSING}</h2><p class="aside">{text}</p></section> }.into_any();
    }
    let rows = overview
        .missing
        .iter()
        .map(|answer| {
            view! {
                <li>
                    <p><b>{answer.operation.clone()}</b>" "<span class="aside">{model::missing(answer)}</span></p>
                    {answer.command.clone().map(|command| view! { <pre tabindex="0"><code>{command}</code></pre> })}
                </li>
            }
        })
        .collect_view();
    let commands = model::commands(&overview.missing);
    let copy = (!commands.is_empty()).then(|| view! { <CopyButton text=commands label=words::COPY_ALL /> });
    view! { <section class="card missing"><h2>{words::MISSING}</h2><ul>{rows}</ul>{copy}</section> }
        .into_any()
}

fn problems(app: App, overview: &Overview) -> AnyView {
    if overview.problems.is_empty() {
        return ().into_any();
    }
    let cards = overview.problems.iter().take(5).map(problem::card).collect_view();
    let more = (overview.problems.len() > 5)
        .then(|| link(app, &Route::to(Screen::Problems), words::ALL_PROBLEMS.to_owned()));
    view! { <section class="card wide"><h2>{words::PROBLEMS}</h2>{cards}{more}</section> }.into_any()
}

/// Used by the screen of one function too: what is missing, with its commands.
pub fn missing_list(missing: &[engine::messages::MissingAnswer]) -> AnyView {
    let rows = missing
        .iter()
        .map(|answer| {
            view! {
                <li>
                    <p><b>{answer.operation.clone()}</b>" "<span class="aside">{model::missing(answer)}</span></p>
                    {answer.command.clone().map(|command| code::command(command, None))}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="missing">{rows}</ul> }.into_any()
}
