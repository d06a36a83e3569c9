//! The first screen.

use engine::messages::{
    CheckSummary, FirstThing, FrameworkSummary, FunctionRow, MissingAnswer, Overview, Question,
};

use super::{model, words};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::code::{self, copy_button_of};
use crate::ui::el::{AnyView, El, Part, div, dynamic, el, link, nothing};
use crate::ui::prose::prose;
use crate::ui::{asked, bar, marks, problem, shorten, states};

/// The first screen.
pub fn overview() -> AnyView {
    let app = App::get();
    let answer = asked::ask(|| Some(Question::overview()));
    div("div", "screen overview")
        .add(div("h1", "offscreen").add(words::TITLE))
        .add(asked::view(answer, move |overview| drawn(app, overview)))
        .view()
}

fn drawn(app: App, overview: &Overview) -> AnyView {
    // Whoever dropped a file that could not be opened is told before anything else; what is only worth knowing comes last.
    let refused = overview.problems.iter().any(|problem| problem.severity == "refused");
    let (told, noted) = match problems(app, overview) {
        problems if refused => (problems, None),
        problems => (None, problems),
    };
    div("div", "cards")
        .add(told)
        .add(score(app, overview))
        .add(severities(app, overview))
        .add(first(app, &overview.first, overview.score.is_some()))
        .add(checks(app, overview))
        .add(frameworks(app, &overview.frameworks))
        .add(functions(app, overview))
        .add(missing(overview))
        .add(runtimes(app, &overview.runtimes))
        .add(noted)
        .add(warning(app))
        .view()
}

/// Plain words of what the edition that judged can't know.
pub fn warning(app: App) -> AnyView {
    dynamic(move || match app.head.with(|head| head.as_ref().and_then(|head| head.warning.clone())) {
        Some(warning) => div("p", "note edition wide").add(warning).view(),
        None => nothing(),
    })
}

fn to(app: App, route: &Route, text: String) -> El {
    link(app.href(route)).add(text)
}

fn card(title: &'static str) -> El {
    div("section", "card").add(el("h2").add(title))
}

fn wide(title: &'static str) -> El {
    div("section", "card wide").add(el("h2").add(title))
}

fn aside(text: impl Part) -> El {
    div("p", "aside").add(text)
}

/// A table of rows, without headings.
fn table(class: &'static str, rows: Vec<El>) -> El {
    div("table", class).add(el("tbody").add(rows))
}

fn number(text: String) -> El {
    div("td", "number").add(text)
}

fn row_head(part: impl Into<AnyView>) -> El {
    el("th").attr("scope", "row").add(part.into())
}

fn score(app: App, overview: &Overview) -> El {
    let Some(score) = overview.score else {
        return card(words::SCORE).add(el("p").add(words::NO_SCORE));
    };
    let functions = app.head.with_untracked(|head| head.as_ref().map_or(0, |head| head.functions));
    let mut legend = div("ul", "legend").add(el("li").add(div("i", "kept")).add(words::KEPT));
    for (class, check) in model::losing(overview) {
        let route = Route::filtered(Screen::Findings, "check", &check.name);
        let text = format!("{} {}", model::short_name(&check.name), shorten::points(check.lost));
        legend = legend.add(el("li").add(div("i", class)).add(to(app, &route, text)));
    }
    if overview.not_audited > 0 {
        let (_, _, unknown, _) = model::points_of(overview);
        let text = format!("{} {}", words::NOT_AUDITED, shorten::points(unknown));
        legend = legend.add(el("li").add(div("i", "unknown")).add(text));
    }
    let part = |(class, size, words)| bar::Part { class, size, words };
    let big = div("div", "big")
        .add(el("b").add(score.to_string()))
        .add(el("span").add(words::OF_100))
        .add(el("p").add(words::how(overview, functions)));
    let set_aside = words::set_aside(overview).map(|words| {
        let route = Route::filtered(Screen::Findings, "status", "SET_ASIDE");
        div("p", "aside set-aside").add(to(app, &route, words))
    });
    card(words::SCORE)
        .add(big)
        .add(set_aside)
        .add(bar::stacked(model::bar(overview).into_iter().map(part).collect(), "thick"))
        .add(legend)
}

fn severities(app: App, overview: &Overview) -> El {
    let total: u32 = overview.severities.iter().map(|(_, count)| count).sum();
    let part = |(name, count): &(String, u32)| {
        let (word, class) = states::severity(name);
        bar::Part { class, size: f64::from(*count), words: format!("{word} {count}") }
    };
    let link = |(name, count): &(String, u32)| {
        marks::severity_link(name, *count, app.href(&Route::filtered(Screen::Findings, "severity", name)))
    };
    let title = to(app, &Route::to(Screen::Findings), shorten::counted(total, "finding", "findings"));
    let mut scale = div("div", "scale").attr("aria-hidden", "true");
    for mark in ["0", "50", "100"] {
        scale = scale.add(el("span").add(mark));
    }
    div("section", "card")
        .add(el("h2").add(title))
        .add(bar::stacked(overview.severities.iter().map(part).collect(), "thick"))
        .add(div("div", "row").add(overview.severities.iter().map(link).collect::<Vec<_>>()))
        .add(el("h2").add(words::FUNCTIONS))
        .add(bar::strip(&overview.scores, words::strip(overview)))
        .add(scale)
}

fn first(app: App, things: &[FirstThing], is_scored: bool) -> El {
    let item = |thing: &FirstThing| {
        let name = words::over(thing.functions, &thing.function.name);
        let many = thing.functions > 1;
        let (who, show, what) = if many {
            let mut them = Route::filtered(Screen::Findings, "rule", &thing.rule);
            if thing.only_severity {
                them = them.with("severity", &thing.severity);
            }
            (them.clone(), them, words::SHOW_THEM)
        } else {
            let finding = Route::finding(&thing.finding);
            // The account has no screen of its own.
            let is_function = !thing.function.key.is_empty();
            let who = if is_function {
                Route::to(Screen::Function(thing.function.key.clone()))
            } else {
                finding.clone()
            };
            (who, finding, words::SHOW_IT)
        };
        let title =
            el("p").add(link(app.href(&who)).add(el("b").add(name))).add(format!(": {}", thing.title));
        let why = prose(aside(""), &thing.why).add(" ").add(el("b").add(words::FIX)).add(" ");
        let why = prose(why, &thing.fix);
        el("li")
            .add(marks::severity(&thing.severity))
            .add(el("div").add(title).add(why))
            .add(link(app.href(&show)).attr("class", "button").add(what))
    };
    // That nothing was found says nothing where nothing was looked at.
    let nothing = if is_scored { words::NOTHING_FIRST } else { words::NOTHING_LOOKED_AT };
    let empty = things.is_empty().then(|| aside(nothing));
    let list = el("ol").add(things.iter().map(item).collect::<Vec<_>>());
    div("section", "card wide first").add(el("h2").add(words::FIRST)).add(list).add(empty)
}

fn checks(app: App, overview: &Overview) -> El {
    let colours = model::losing(overview);
    let row = |check: &CheckSummary| {
        let colour =
            colours.iter().find(|(_, other)| other.name == check.name).map_or("lost-1", |(class, _)| class);
        check_row(app, check, colour)
    };
    let head = el("tr")
        .add(el("th").add(words::CHECK))
        .add(div("td", "bars"))
        .add(div("th", "number").add(words::LOST))
        .add(el("th").add(words::LOST_TO));
    let body = el("tbody").add(overview.checks.iter().map(row).collect::<Vec<_>>());
    wide(words::CHECKS).add(div("table", "checks").add(el("thead").add(head)).add(body))
}

fn check_row(app: App, check: &CheckSummary, colour: &'static str) -> El {
    let kept = (check.max - check.lost).max(0.0);
    let mut parts = vec![bar::Part {
        class: "kept",
        size: kept,
        words: format!("{} {}", words::KEPT, shorten::points(kept)),
    }];
    let mut pieces = div("ul", "pieces");
    for piece in &check.pieces {
        let words = format!("{} {}", piece.title, shorten::points(piece.lost));
        parts.push(bar::Part { class: colour, size: piece.lost, words });
        let route = Route::filtered(Screen::Findings, "rule", &piece.rule);
        let lost = if piece.lost > 0.0 { shorten::lost(piece.lost) } else { words::NO_POINTS.to_owned() };
        // An audit that somebody else wrote may not tell the points of its checks.
        let lost = (check.max > 0.0).then(|| el("b").add(lost));
        let title = to(app, &route, piece.title.clone()).title(&piece.rule);
        pieces = pieces.add(el("li").add(title).add(" ").add(lost));
    }
    let name = model::short_name(&check.name).to_owned();
    let name = if check.findings > 0 {
        to(app, &Route::filtered(Screen::Findings, "check", &check.name), name)
    } else {
        el("span").add(name)
    };
    el("tr")
        .add(row_head(name))
        .add(div("td", "bars").add(bar::stacked(parts, "")))
        .add(if check.max > 0.0 {
            let of = format!(" of {}", shorten::points(check.max));
            number(shorten::lost(check.lost)).add(div("span", "aside").add(of))
        } else {
            div("td", "number aside").add(words::POINTS_NOT_TOLD)
        })
        .add(el("td").add(pieces))
}

fn frameworks(app: App, frameworks: &[FrameworkSummary]) -> El {
    let classic = frameworks.iter().any(|framework| framework.percentage.is_some());
    let heading = |class: &'static str, word: &'static str| {
        div("th", "number").add(el("span").attr("class", format!("key {class}")).add(word))
    };
    let head = el("tr")
        .add(el("th").add(words::FRAMEWORK))
        .add(div("td", "bars"))
        .add(heading("pass", words::PASS))
        .add(heading("fail", words::FAIL))
        .add(heading("unknown", words::NOT_ASSESSED))
        .add(heading("manual", words::MANUAL))
        .add(classic.then(|| div("th", "number").add(words::MEAN)));
    let rows: Vec<El> = frameworks.iter().map(|framework| framework_row(app, framework, classic)).collect();
    let table = el("table").add(el("thead").add(head)).add(el("tbody").add(rows));
    let scrolled = div("div", "scroll-x").attr("tabindex", "0").attr("role", "region");
    card(words::FRAMEWORKS).add(scrolled.attr("aria-label", words::FRAMEWORKS).add(table))
}

fn framework_row(app: App, framework: &FrameworkSummary, classic: bool) -> El {
    let route = Route::to(Screen::Compliance(framework.id.clone()));
    let name = states::framework(&framework.id, &framework.title);
    let s = framework.states;
    let states = [
        ("pass", words::PASS, s.pass),
        ("fail", words::FAIL, s.fail),
        ("unknown", words::NOT_ASSESSED, s.not_assessed),
        ("manual", words::MANUAL, s.manual),
    ];
    let mut parts = Vec::new();
    let mut row = el("tr").add(row_head(to(app, &route, name)).title(&framework.title));
    let mut cells = Vec::new();
    for (class, word, count) in states {
        parts.push(bar::Part { class, size: f64::from(count), words: format!("{word} {count}") });
        let text = shorten::count(u64::from(count));
        cells.push(if count == 0 {
            div("td", "number aside").add(text)
        } else {
            div("td", "number").add(to(app, &route, text))
        });
    }
    row = row.add(div("td", "bars").add(bar::stacked(parts, ""))).add(cells);
    row.add(
        classic
            .then(|| number(framework.percentage.map(|p| shorten::percent(p / 100.0)).unwrap_or_default())),
    )
}

fn functions(app: App, overview: &Overview) -> El {
    let row = |row: &FunctionRow| {
        let route = Route::to(Screen::Function(row.key.clone()));
        el("tr")
            .add(row_head(link(app.href(&route)).add(marks::id(&row.name))))
            .add(el("td").add(marks::score(row.score)).add(marks::assessed(row.assessed)))
            .add(el("td").add(marks::severity_counts(app, &row.key, row.severities, false)))
    };
    let all = to(app, &Route::to(Screen::Functions), words::ALL_FUNCTIONS.to_owned());
    card(words::WORST).add(table("worst", overview.worst.iter().map(row).collect())).add(aside("").add(all))
}

fn runtimes(app: App, runtimes: &[(String, u32)]) -> El {
    let most = runtimes.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let row = |(name, count): &(String, u32)| {
        let route = Route::filtered(Screen::Functions, "runtime", name);
        el("tr")
            .add(row_head(to(app, &route, name.clone())))
            .add(div("td", "bars").add(bar::plain(f64::from(*count) / f64::from(most))))
            .add(div("td", "number").add(to(app, &route, shorten::count(u64::from(*count)))))
    };
    card(words::RUNTIMES).add(table("", runtimes.iter().map(row).collect()))
}

fn missing(overview: &Overview) -> El {
    if overview.missing.is_empty() {
        let text = if overview.assessed < 1.0 { "" } else { words::NOTHING_MISSING };
        return card(words::MISSING).add(aside(text));
    }
    let item = |answer: &MissingAnswer| {
        let command = answer.command.as_ref();
        missing_head(answer)
            .add(command.map(|command| el("pre").attr("tabindex", "0").add(el("code").add(command))))
    };
    let commands = model::commands(&overview.missing);
    // One function stands for all that lack an answer; what asks for all of them is the exporter.
    let several = overview.missing.iter().any(|answer| answer.functions > 1 && answer.command.is_some());
    let one = (several && !commands.is_empty()).then(|| aside(words::FOR_ONE));
    let copy = (!commands.is_empty()).then(|| copy_button_of(commands, words::COPY_ALL));
    div("section", "card missing")
        .add(el("h2").add(words::MISSING))
        .add(el("ul").add(overview.missing.iter().map(item).collect::<Vec<_>>()))
        .add(one)
        .add(copy)
}

fn missing_head(answer: &MissingAnswer) -> El {
    let why = div("span", "aside").add(model::missing(answer));
    el("li").add(el("p").add(el("b").add(&answer.operation)).add(" ").add(why))
}

fn problems(app: App, overview: &Overview) -> Option<El> {
    if overview.problems.is_empty() {
        return None;
    }
    let cards: Vec<El> = overview.problems.iter().take(5).map(problem::card).collect();
    let more = (overview.problems.len() > 5)
        .then(|| aside("").add(to(app, &Route::to(Screen::Problems), words::ALL_PROBLEMS.to_owned())));
    Some(wide(words::PROBLEMS).add(cards).add(more))
}

/// What is missing, each with its command to copy; for one function or finding.
pub fn missing_list(missing: &[MissingAnswer]) -> El {
    let item = |answer: &MissingAnswer| {
        missing_head(answer).add(answer.command.clone().map(|command| code::command(command, None)))
    };
    div("ul", "missing").add(missing.iter().map(item).collect::<Vec<_>>())
}
