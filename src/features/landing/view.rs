//! The first page.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::words;
use crate::features::reading::view::{Progress, Troubles};
use crate::platform::{dom, download, files};
use crate::route::Route;
use crate::state::App;
use crate::ui::code::{self, CopyButton};

/// The script that people run where they may read from AWS.
const SCRIPT: &str = include_str!("../../../export/lambdascope-export.sh");

/// The first page.
pub fn landing() -> AnyView {
    let app = App::get();
    let waiting_link = move || app.route.with(|route| *route != Route::default() && route.open.is_none());
    view! {
        <div class="landing">
            <section class="hero">
                <h1>{words::SENTENCE}</h1>
                <p class="lead">{words::SUB}</p>
                {move || waiting_link().then(|| view! { <p class="note">{words::LINK_WAITS}</p> })}
                <Troubles />
                {move || if app.loading.with(Option::is_some) {
                    view! { <Progress /> }.into_any()
                } else {
                    target()
                }}
            </section>
            <section class="more">
                <details>
                    <summary>{words::READS}</summary>
                    <dl>
                        {words::READS_LIST.iter().map(|(name, what)| view! { <dt>{*name}</dt><dd>{*what}</dd> }).collect_view()}
                    </dl>
                </details>
                {export()}
                {stays()}
            </section>
        </div>
    }
    .into_any()
}

fn target() -> AnyView {
    let app = App::get();
    let (some, folder) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    Effect::new(move || {
        if let Some(input) = folder.get() {
            files::choose_folders(&input);
        }
    });
    let chosen = move |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            app.open(files::from_input(&input), false);
        }
    };
    let press = move |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <div class="target" on:click=move |event| {
            // The whole of it chooses files; its buttons do what they say.
            if event.target() == event.current_target() {
                press(some);
            }
        }>
            <svg class="sign" viewBox="0 0 48 48" aria-hidden="true">
                <path d="M24 6v24M14 21l10 10 10-10M8 36v6h32v-6" />
            </svg>
            <p class="drop">{words::DROP}</p>
            <p class="aside">{words::PASTE}</p>
            <div class="buttons">
                <button type="button" class="main" on:click=move |_| press(some)>{words::CHOOSE_FILES}</button>
                <button type="button" on:click=move |_| press(folder)>{words::CHOOSE_FOLDER}</button>
                <button type="button" on:click=move |_| app.open_beside(words::SAMPLE_FILE.to_owned())>{words::SAMPLE}</button>
            </div>
            <input type="file" id="choose-files" multiple hidden node_ref=some aria-label=words::CHOOSE_FILES on:change=move |_| chosen(some) />
            <input type="file" id="choose-folder" multiple hidden node_ref=folder aria-label=words::CHOOSE_FOLDER on:change=move |_| chosen(folder) />
        </div>
    }
    .into_any()
}

fn export() -> AnyView {
    let commands = words::COMMANDS
        .iter()
        .map(
            |(name, command)| view! { <dt>{*name}</dt><dd>{code::command((*command).to_owned(), None)}</dd> },
        )
        .collect_view();
    let save = move |_| {
        let _ = download::save(words::SCRIPT_FILE, "text/x-shellscript", &JsValue::from_str(SCRIPT));
    };
    view! {
        <details>
            <summary>{words::EXPORT}</summary>
            <p>{words::EXPORT_SCRIPT}</p>
            {code::command(words::EXPORT_RUN.to_owned(), None)}
            <div class="buttons">
                <CopyButton text=SCRIPT label=words::COPY_SCRIPT />
                <button type="button" on:click=save>{words::SAVE_SCRIPT}</button>
            </div>
            <details class="inner">
                <summary>{words::SHOW_SCRIPT}</summary>
                <pre class="script" tabindex="0"><code>{SCRIPT}</code></pre>
            </details>
            <p>{words::EXPORT_SINGLE}</p>
            <dl class="commands">{commands}</dl>
        </details>
    }
    .into_any()
}

fn stays() -> AnyView {
    view! {
        <details>
            <summary>{words::STAYS}</summary>
            {words::STAYS_TEXT.iter().map(|text| view! { <p>{*text}</p> }).collect_view()}
            <h3>{words::PROOF}</h3>
            <ol>{words::PROOF_STEPS.iter().map(|step| view! { <li>{*step}</li> }).collect_view()}</ol>
            <p>{words::POLICY}</p>
            <pre class="script" tabindex="0"><code>{dom::policy().join(";\n")}</code></pre>
        </details>
    }
    .into_any()
}
