//! Header, navigation, footer.

use crate::platform::signal::*;
use engine::messages::{ExportKind, Head, Shown};

use super::{drop, editions, export, model, words};
use crate::features::help::view::help;
use crate::features::print::view as print;
use crate::features::reading::view::{progress, troubles};
use crate::features::toolkit::seal::seal_export;
use crate::features::toolkit::view::chip;
use crate::features::toolkit::words as toolkit;
use crate::platform::theme::{self, Theme};
use crate::platform::{dom, files, keys, requests};
use crate::route::{Route, Screen, Tool};
use crate::state::App;
use crate::ui::code::copy_button;
use crate::ui::el::{AnyView, El, Event, all, button, div, dynamic, el, link, nothing};
use crate::ui::shorten;
use crate::ui::words::and_more;

/// Everything around the screen.
pub fn frame(app: App, screen: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let document = RwSignal::new(None);
    let helping = RwSignal::new(false);
    let open = Memo::new(move || app.head.with(Option::is_some));
    listen(app, document, helping);
    let when_open =
        move |view: fn(App) -> AnyView| dynamic(move || if open.get() { view(app) } else { nothing() });
    let skip = link("#main".to_owned()).attr("class", "skip").add(words::SKIP).on("click", |event| {
        event.prevent_default();
        dom::focus("main");
    });
    let main =
        el("main").attr("id", "main").attr("tabindex", "-1").add(when_open(banner)).add(dynamic(screen));
    let frame = el("div")
        .attr_of("class", move || Some(if open.get() { "frame" } else { "frame bare" }.to_owned()))
        .add(header(app, document, open))
        .add(when_open(navigation))
        .add(main)
        .add(footer(app, helping));
    let said = div("div", "offscreen").attr("role", "status").attr("aria-live", "polite");
    all(vec![
        skip.view(),
        frame.view(),
        said.text_of(move || app.announced()).view(),
        print::document(app, document),
        crate::features::compliance::paper::worksheet(app),
        help(helping),
        drop::targets(app),
    ])
}

/// The keys that work on every screen.
fn listen(app: App, document: RwSignal<Option<print::Document>>, helping: RwSignal<bool>) {
    editions::close_on_click();
    let going = StoredValue::new(false);
    keys::on_key(move |key| {
        if going.get_value() {
            going.set_value(false);
            let screen = match key {
                "o" => Screen::Overview,
                "f" => Screen::Functions,
                "i" => Screen::Findings,
                "c" => Screen::Compliance(String::new()),
                "t" => Screen::Trail,
                "d" => Screen::Compare,
                "r" => Screen::Rules,
                "k" => Screen::Toolkit(Tool::Open),
                _ => return false,
            };
            if app.head.with_untracked(Option::is_some) || key == "k" {
                app.go(Route::to(screen));
            }
            return true;
        }
        match key {
            "g" => going.set_value(true),
            "?" => helping.set(true),
            "/" => search(app),
            "Escape" if editions::close_menus(None) => {}
            "Escape" if app.trouble.with_untracked(Option::is_some) => app.trouble.set(None),
            _ => return false,
        }
        true
    });
    keys::on_print(move || {
        let open = app.head.with_untracked(Option::is_some);
        if open {
            print::print(app, document);
        }
        open
    });
    // The window's title says what is shown, for tabs and history.
    effect(move || {
        let screen = app.route.with(|route| match &route.screen {
            Screen::Overview => words::OVERVIEW.to_owned(),
            Screen::Functions => words::FUNCTIONS.to_owned(),
            Screen::Function(key) | Screen::Text(_, key) => shorten::middle(key, 40),
            Screen::Findings => words::FINDINGS.to_owned(),
            Screen::Compliance(_) => words::COMPLIANCE.to_owned(),
            Screen::Trail => words::TRAIL.to_owned(),
            Screen::Problems => crate::features::problems::words::TITLE.to_owned(),
            Screen::Compare => crate::features::compare::words::TITLE.to_owned(),
            Screen::Changes => crate::features::changes::words::TITLE.to_owned(),
            Screen::Editions => crate::features::changes::words::EDITIONS.to_owned(),
            Screen::Rules => words::RULES.to_owned(),
            Screen::Toolkit(_) => toolkit::TITLE.to_owned(),
        });
        let tool = app.route.with(|route| matches!(route.screen, Screen::Toolkit(_)));
        let title = if tool || app.head.with(Option::is_some) {
            format!("{screen} · {}", words::NAME)
        } else {
            words::NAME.to_owned()
        };
        dom::set_title(&title);
    });
}

/// The screen's own search field, else that of the findings.
fn search(app: App) {
    if !dom::focus_search() && app.head.with_untracked(Option::is_some) {
        app.go(Route::to(Screen::Findings));
        leptos::prelude::request_animation_frame(|| {
            dom::focus_search();
        });
    }
}

fn header(app: App, document: RwSignal<Option<print::Document>>, open: Memo<bool>) -> El {
    let chips = move || app.head.with(|head| head.as_ref().map_or_else(nothing, |head| chips(app, head)));
    let home = move || {
        app.opened.track();
        Some(app.href(&Route::default()))
    };
    let menu = move || if open.get() { tools(app, document) } else { nothing() };
    let forget = move || {
        if !open.get() && app.loading.with(Option::is_none) {
            return nothing();
        }
        let forget = button(words::FORGET, move |_| app.forget());
        forget.attr("class", "forget").title(words::FORGET_TITLE).view()
    };
    let tools = div("div", "tools").add(dynamic(menu)).add(theme_button()).add(dynamic(forget));
    div("header", "top")
        .add(div("a", "brand").attr_of("href", home).add(words::NAME))
        .add(dynamic(chips))
        .add(chip(app))
        .add(tools)
}

fn chips(app: App, head: &Head) -> AnyView {
    let title = head.files.iter().map(|file| file.name.as_str()).take(50).collect::<Vec<_>>().join("\n");
    let parts = model::what(head).into_iter().map(|part| el("span").add(part)).collect::<Vec<_>>();
    all(vec![
        div("p", "what").title(title).add(parts).view(),
        div("div", "chips").add(editions::chips(app, head)).view(),
    ])
}

fn tools(app: App, document: RwSignal<Option<print::Document>>) -> AnyView {
    let item = |label: &'static str, act: Box<dyn Fn()>| {
        let press = move |event| {
            dom::close_menu(&event);
            act();
        };
        el("li").add(button(label, press))
    };
    let items = el("ul")
        .add(item(words::EXPORT_REPORT, Box::new(move || export::save(app, ExportKind::Report))))
        .add(item(
            words::EXPORT_SHOWN,
            Box::new(move || export::save(app, ExportKind::Shown(export::shown(app)))),
        ))
        .add(item(words::EXPORT_WORKSHEET, Box::new(move || export::save(app, ExportKind::Worksheet))))
        .add(item(words::EXPORT_JUDGEMENTS, Box::new(move || export::save(app, ExportKind::Judgements))))
        .add(item(words::EXPORT_CLASSIC, Box::new(move || export::save(app, ExportKind::Classic))))
        .add(item(toolkit::SEAL_REPORT, Box::new(move || seal_export(app, ExportKind::Report))))
        .add(item(words::PRINT, Box::new(move || print::print(app, document))));
    let input = el("input")
        .attr("type", "file")
        .attr("id", ADD)
        .attr("multiple", "")
        .attr("hidden", "")
        .attr("aria-label", words::DROP_ADD)
        .on("change", move |event| app.open(files::from_input(&event), true));
    // Where there is no room, its sign says what a button does.
    let tool = |sign: &'static str, words: &'static str, press: fn(App)| {
        button("", move |_| press(app))
            .attr("class", "tool")
            .attr("aria-label", words)
            .title(words)
            .add(div("span", sign).attr("aria-hidden", "true"))
            .add(div("span", "word").add(words))
    };
    all(vec![
        tool("icon search", words::SEARCH, search).add(el("kbd").add("/")).view(),
        tool("icon open", words::OPEN, |_| files::choose(ADD)).view(),
        input.view(),
        div("details", "menu")
            .attr("id", EXPORT)
            .on("keydown", escape)
            .add(el("summary").add(words::EXPORT))
            .add(items)
            .view(),
    ])
}

/// Closes the menu that has the keyboard.
fn escape(event: Event) {
    if keys::key_of(&event) == "Escape" {
        dom::close_menu(&event);
    }
}

/// The id of the menu of what can be saved.
pub const EXPORT: &str = "export-menu";
/// The id of the list of what is open.
pub const FILES: &str = "files-menu";

/// The id of the input whose files are added to what is open.
const ADD: &str = "add-files";

/// System, light, dark.
fn theme_button() -> El {
    let now = RwSignal::new(theme::now());
    let press = move |_| {
        let next = now.get_untracked().next();
        theme::set(next);
        now.set(next);
    };
    let name = move || Some(words::theme(now.get()));
    let sign = move || match now.get() {
        Theme::System => "◐".to_owned(),
        Theme::Light => "☀".to_owned(),
        Theme::Dark => "☾".to_owned(),
    };
    div("button", "theme")
        .attr("type", "button")
        .attr_of("title", name)
        .attr_of("aria-label", name)
        .on("click", press)
        .add(el("span").attr("aria-hidden", "true").text_of(sign))
}

fn navigation(app: App) -> AnyView {
    let item = |label: &'static str, sign: &'static str, screen: Screen, count: fn(&Head) -> Option<u32>| {
        let route = Route::to(screen.clone());
        let href = move || {
            app.opened.track();
            Some(app.href(&route))
        };
        let here = move || {
            let here = app.route.with(|route| family(&route.screen) == family(&screen));
            here.then(|| "page".to_owned())
        };
        let sign = el("span").attr("class", format!("icon {sign}")).attr("aria-hidden", "true");
        let number = move || {
            let known = app.head.with(|head| head.as_ref().and_then(count));
            known.map_or_else(String::new, |number| shorten::count(u64::from(number)))
        };
        let entry = el("a").attr_of("href", href).attr_of("aria-current", here);
        el("li").add(entry.add(sign).add(el("span").add(label)).add(el("i").text_of(number)))
    };
    let items = el("ul")
        .add(item(words::OVERVIEW, "overview", Screen::Overview, |_| None))
        .add(item(words::FUNCTIONS, "lambda", Screen::Functions, |head| Some(head.functions)))
        .add(item(words::FINDINGS, "warning", Screen::Findings, |head| Some(head.findings)))
        .add(item(words::COMPLIANCE, "checklist", Screen::Compliance(String::new()), |_| None))
        .add(item(words::TRAIL, "clock", Screen::Trail, |head| head.trail))
        .add(item(crate::features::compare::words::TITLE, "compare", Screen::Compare, |_| None))
        .add(item(words::RULES, "book", Screen::Rules, |_| None))
        .add(item(toolkit::TITLE, "lock", Screen::Toolkit(Tool::Open), |_| None));
    div("nav", "side").attr("aria-label", words::NAVIGATION).add(items).view()
}

/// Which entry of the navigation a screen stands under.
fn family(screen: &Screen) -> u8 {
    match screen {
        Screen::Overview | Screen::Problems | Screen::Changes | Screen::Editions => 0,
        Screen::Functions | Screen::Function(_) | Screen::Text(..) => 1,
        Screen::Findings => 2,
        Screen::Compliance(_) => 3,
        Screen::Trail => 4,
        Screen::Compare => 5,
        Screen::Rules => 6,
        Screen::Toolkit(_) => 7,
    }
}

/// What stands over the screen for a time: a load under way, trouble, which judgement is shown.
fn banner(app: App) -> AnyView {
    let loading = Memo::new(move || app.loading.with(Option::is_some));
    let strange = move || match app.strange_link.get() {
        true => div("p", "note").add(words::STRANGE_LINK).view(),
        false => nothing(),
    };
    let judgement = move || {
        let both = app.head.with(|head| {
            let head = head.as_ref().filter(|head| head.can_switch)?;
            Some((head.shown?, head.apart))
        });
        let (sentence, other, label, apart) = match both {
            None => return nothing(),
            Some((Shown::AsWritten, (_, apart))) => {
                (words::AS_WRITTEN, Shown::Judged, words::JUDGE_AGAIN, words::not_in_audit(apart))
            }
            Some((Shown::Judged, (apart, _))) => {
                (words::AS_JUDGED, Shown::AsWritten, words::SHOW_WRITTEN, words::not_in_evidence(apart))
            }
        };
        let changes =
            link(app.href(&Route::to(Screen::Changes))).attr("class", "button").add(words::SHOW_CHANGES);
        div("p", "note judgement")
            .add(el("span").add(sentence).add(apart))
            .add(button(label, move |_| app.show(other)))
            .add(changes)
            .view()
    };
    div("div", "banner")
        .add(dynamic(move || if loading.get() { progress(app) } else { nothing() }))
        .add(troubles(app))
        .add(dynamic(strange))
        .add(dynamic(judgement))
        .view()
}

fn footer(app: App, helping: RwSignal<bool>) -> El {
    let told = move || {
        if !app.requests_known.get_value() {
            return words::REQUESTS_UNKNOWN.to_owned();
        }
        let (own, others) = app.requests.with(|all| requests::told(all));
        model::requests(own, &others)
    };
    let addresses = move || Some(app.requests.with(|all| all.join("\n")));
    let files = move || app.head.with(|head| head.as_ref().map_or_else(nothing, files_menu));
    let problems = move || match app.head.with(|head| head.as_ref().map_or(0, |head| head.problems)) {
        0 => nothing(),
        problems => {
            let problems = words::problems(problems);
            link(app.href(&Route::to(Screen::Problems))).attr("class", "problems").add(problems).view()
        }
    };
    let dot = div("span", "dot").attr("aria-hidden", "true").add("●");
    let keys = button("", move |_| helping.set(true)).attr("class", "quiet keys-button");
    div("footer", "bottom")
        .add(div("span", "requests").attr_of("title", addresses).add(dot).text_of(told))
        .add(dynamic(files))
        .add(dynamic(problems))
        .add(keys.add(el("kbd").add("?")).add(" ").add(words::KEYS))
}

/// Files that are listed with their hashes at most.
const MOST: usize = 200;

/// The files with their whole hashes.
fn files_menu(head: &Head) -> AnyView {
    let Some(told) = model::hash(head) else { return nothing() };
    let row = |file: &engine::messages::FileRow| {
        let hash = file.sha256.clone().unwrap_or_else(|| "…".to_owned());
        let size = format!("{} · {}", shorten::bytes(file.bytes), file.kind);
        el("li")
            .add(el("b").add(&file.name))
            .add(div("span", "aside").add(size))
            .add(el("code").add(&hash))
            .add(copy_button(hash))
    };
    let rows = el("ul")
        .attr("aria-label", words::FILES)
        .add(head.files.iter().take(MOST).map(row).collect::<Vec<_>>())
        .add(and_more(head.files.len().saturating_sub(MOST)).map(|more| div("li", "aside").add(more)));
    div("details", "menu files")
        .attr("id", FILES)
        .on("keydown", escape)
        .add(el("summary").add(told))
        .add(rows)
        .view()
}
