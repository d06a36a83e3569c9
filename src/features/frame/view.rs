//! Header, navigation, footer.

use engine::messages::{ExportKind, Head, Shown};
use leptos::html;
use leptos::prelude::*;

use super::{drop, export, model, words};
use crate::features::help::view::help;
use crate::features::print::view as print;
use crate::features::reading::view::{Progress, Troubles};
use crate::platform::theme::{self, Theme};
use crate::platform::{dom, files, keys, requests};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::{code::CopyButton, shorten};

/// Everything around the screen.
pub fn frame(screen: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let app = App::get();
    let document = RwSignal::new(None);
    let helping = RwSignal::new(false);
    let open = move || app.head.with(Option::is_some);
    listen(app, document, helping);
    view! {
        <a class="skip" href="#main" on:click=|event| {
            event.prevent_default();
            dom::focus("main");
        }>{words::SKIP}</a>
        <div class="frame" class:bare=move || !open()>
            {header(app, document)}
            {move || open().then(|| navigation(app))}
            <main id="main" tabindex="-1">
                {move || open().then(|| banner(app))}
                {screen}
            </main>
            {footer(app, helping)}
        </div>
        <div class="offscreen" role="status" aria-live="polite">{move || app.announced()}</div>
        {print::document(document)}
        {help(helping)}
        {drop::targets()}
    }
    .into_any()
}

/// The keys that work on every screen.
fn listen(app: App, document: RwSignal<Option<print::Document>>, helping: RwSignal<bool>) {
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
                _ => return false,
            };
            if app.head.with_untracked(Option::is_some) {
                app.go(Route::to(screen));
            }
            return true;
        }
        match key {
            "g" => going.set_value(true),
            "?" => helping.set(true),
            "/" => search(app),
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
    Effect::new(move || {
        let screen = app.route.with(|route| match &route.screen {
            Screen::Overview => words::OVERVIEW.to_owned(),
            Screen::Functions => words::FUNCTIONS.to_owned(),
            Screen::Function(key) | Screen::Text(_, key) => shorten::middle(key, 40),
            Screen::Findings => words::FINDINGS.to_owned(),
            Screen::Compliance(_) => words::COMPLIANCE.to_owned(),
            Screen::Trail => words::TRAIL.to_owned(),
            Screen::Problems => crate::features::problems::words::TITLE.to_owned(),
            Screen::Changes => crate::features::changes::words::TITLE.to_owned(),
        });
        let title = if app.head.with(Option::is_some) {
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
        request_animation_frame(|| {
            dom::focus_search();
        });
    }
}

fn header(app: App, document: RwSignal<Option<print::Document>>) -> AnyView {
    let head = move || app.head.get().map(|head| chips(&head));
    let home = move || {
        app.opened.track();
        app.href(&Route::default())
    };
    view! {
        <header class="top">
            <a class="brand" href=home>{words::NAME}</a>
            {head}
            <div class="tools">
                {move || app.head.with(Option::is_some).then(|| tools(app, document))}
                <ThemeButton />
                {move || (app.head.with(Option::is_some) || app.loading.with(Option::is_some)).then(|| view! {
                    <button type="button" class="forget" title=words::FORGET_TITLE on:click=move |_| app.forget()>{words::FORGET}</button>
                })}
            </div>
        </header>
    }
    .into_any()
}

fn chips(head: &Head) -> AnyView {
    let what = model::what(head);
    let title = head.files.iter().map(|file| file.name.as_str()).take(50).collect::<Vec<_>>().join("\n");
    let parts = what.into_iter().map(|part| view! { <span>{part}</span> }.into_any()).collect::<Vec<_>>();
    view! {
        <p class="what" title=title>{parts}</p>
        <p class="chips">
            <span class="chip" title=head.warning.clone()>"rules "{head.rules.clone()}</span>
            <span class="chip" title=words::as_of_source(&head.as_of_source).to_owned()>"as of "{head.as_of.clone()}</span>
        </p>
    }
    .into_any()
}

fn tools(app: App, document: RwSignal<Option<print::Document>>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let item = move |label: &'static str, act: Callback<()>| {
        view! { <li><button type="button" on:click=move |_| { close(); act.run(()); }>{label}</button></li> }
    };
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            app.open(files::from_input(&input), true);
        }
    };
    view! {
        <button type="button" class="search-button" on:click=move |_| search(app)>{words::SEARCH}" "<kbd>"/"</kbd></button>
        <button type="button" class="open-button" on:click=move |_| {
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        }>{words::OPEN}</button>
        <input type="file" id="add-files" multiple hidden node_ref=input aria-label=words::DROP_ADD on:change=chosen />
        <details class="menu" node_ref=menu on:keydown=move |event| if event.key() == "Escape" { close() }>
            <summary>{words::EXPORT}</summary>
            <ul>
                {item(words::EXPORT_REPORT, Callback::new(move |()| export::save(app, ExportKind::Report)))}
                {item(words::EXPORT_CLASSIC, Callback::new(move |()| export::save(app, ExportKind::Classic)))}
                {item(words::PRINT, Callback::new(move |()| print::print(app, document)))}
            </ul>
        </details>
    }
    .into_any()
}

/// System, light, dark.
#[component]
fn ThemeButton() -> impl IntoView {
    let now = RwSignal::new(theme::now());
    let press = move |_| {
        let next = now.get_untracked().next();
        theme::set(next);
        now.set(next);
    };
    let word = move || match now.get() {
        Theme::System => "as the system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let sign = move || match now.get() {
        Theme::System => "◐",
        Theme::Light => "☀",
        Theme::Dark => "☾",
    };
    view! {
        <button type="button" class="theme" title=move || words::theme(word()) aria-label=move || words::theme(word()) on:click=press>
            <span aria-hidden="true">{sign}</span>
        </button>
    }
    .into_any()
}

fn navigation(app: App) -> AnyView {
    let item = move |label: &'static str,
                     sign: &'static str,
                     screen: Screen,
                     count: Option<fn(&Head) -> u32>| {
        let route = Route::to(screen.clone());
        let href = move || {
            app.opened.track();
            app.href(&route)
        };
        let here = move || app.route.with(|route| family(&route.screen) == family(&screen)).then_some("page");
        let number = count.map(|of| {
            let text =
                move || app.head.with(|head| head.as_ref().map(|head| shorten::count(u64::from(of(head)))));
            view! { <i>{text}</i> }
        });
        view! {
            <li><a href=href aria-current=here>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d=sign /></svg>
                <span>{label}</span>{number}
            </a></li>
        }
    };
    view! {
        <nav class="side" aria-label=words::NAVIGATION>
            <ul>
                {item(words::OVERVIEW, "M2 9h5V2H2zm7 5h5V7H9zM2 14h5v-3H2zM9 5h5V2H9z", Screen::Overview, None)}
                {item(words::FUNCTIONS, "M4 2h3l5 12M8 7l-4 7", Screen::Functions, Some(|head| head.functions))}
                {item(words::FINDINGS, "M8 2l6 11H2zM8 6v3m0 2v.5", Screen::Findings, Some(|head| head.findings))}
                {item(words::COMPLIANCE, "M3 2h10v12H3zM5 6l1 1 2-2m2 1h2M5 11l1 1 2-2m2 1h2", Screen::Compliance(String::new()), None)}
                {item(words::TRAIL, "M8 2a6 6 0 1 0 .1 0zM8 5v3l2 2", Screen::Trail, Some(|head| head.trail))}
            </ul>
        </nav>
    }
    .into_any()
}

/// Which entry of the navigation a screen stands under.
fn family(screen: &Screen) -> u8 {
    match screen {
        Screen::Overview | Screen::Problems | Screen::Changes => 0,
        Screen::Functions | Screen::Function(_) | Screen::Text(..) => 1,
        Screen::Findings => 2,
        Screen::Compliance(_) => 3,
        Screen::Trail => 4,
    }
}

/// What stands over the screen for a time: a load under way, trouble, which judgement is shown.
fn banner(app: App) -> AnyView {
    let strange = move || app.strange_link.get().then(|| view! { <p class="note">{words::STRANGE_LINK}</p> });
    let judgement = move || {
        let shown =
            app.head.with(|head| head.as_ref().filter(|head| head.can_switch).and_then(|head| head.shown))?;
        let (sentence, other, label) = match shown {
            Shown::AsWritten => (words::AS_WRITTEN, Shown::Judged, words::JUDGE_AGAIN),
            Shown::Judged => (words::AS_JUDGED, Shown::AsWritten, words::SHOW_WRITTEN),
        };
        Some(view! {
            <p class="note judgement">
                <span>{sentence}</span>
                <button type="button" on:click=move |_| app.show(other)>{label}</button>
                <a class="button" href=app.href(&Route::to(Screen::Changes))>{words::SHOW_CHANGES}</a>
            </p>
        })
    };
    view! {
        <div class="banner">
            {move || app.loading.with(Option::is_some).then(|| view! { <Progress /> })}
            <Troubles />
            {strange}
            {judgement}
        </div>
    }
    .into_any()
}

fn footer(app: App, helping: RwSignal<bool>) -> AnyView {
    let told = move || {
        if !app.requests_known.get_value() {
            return words::REQUESTS_UNKNOWN.to_owned();
        }
        model::requests(
            &app.requests.with(|all| all.iter().map(|address| requests::told(address)).collect::<Vec<_>>()),
        )
    };
    let all = move || app.requests.with(|all| all.join("\n"));
    let files = move || app.head.get().and_then(|head| files_menu(&head));
    let problems = move || {
        let problems = app.head.with(|head| head.as_ref().map_or(0, |head| head.problems));
        (problems > 0).then(|| {
            let text = format!("{} while reading", shorten::counted(problems, "problem", "problems"));
            view! { <a class="problems" href=app.href(&Route::to(Screen::Problems))>{text}</a> }
        })
    };
    view! {
        <footer class="bottom">
            <span class="requests" title=all><span class="dot" aria-hidden="true">"●"</span>{told}</span>
            {files}
            {problems}
            <button type="button" class="quiet keys-button" on:click=move |_| helping.set(true)><kbd>"?"</kbd>" "{words::KEYS}</button>
        </footer>
    }
    .into_any()
}

/// The files with their whole hashes.
fn files_menu(head: &Head) -> Option<AnyView> {
    let told = model::hash(head)?;
    let rows = head
        .files
        .iter()
        .take(200)
        .map(|file| {
            let hash = file.sha256.clone().unwrap_or_else(|| "…".to_owned());
            view! {
                <li>
                    <b>{file.name.clone()}</b><span class="aside">{format!("{} · {}", shorten::bytes(file.bytes), file.kind)}</span>
                    <code>{hash.clone()}</code><CopyButton text=hash />
                </li>
            }
        })
        .collect_view();
    let more = head.files.len().saturating_sub(200);
    Some(
        view! {
            <details class="menu files">
                <summary>{told}</summary>
                <ul aria-label=words::FILES>
                    {rows}
                    {(more > 0).then(|| view! { <li class="aside">{format!("and {} more", shorten::count(more as u64))}</li> })}
                </ul>
            </details>
        }
        .into_any(),
    )
}
