//! Filters with counts: only values that occur, each a button that is pressed or not.

use engine::messages::Facet;
use leptos::prelude::*;

use crate::state::App;
use crate::ui::{shorten, states, words};

/// The filters of a list, in the order that the worker gives.
#[component]
pub fn Facets(
    /// What there is to filter by.
    facets: RwSignal<Vec<Facet>>,
) -> impl IntoView {
    let app = App::get();
    // Keyed, so that a button stays the same element when its count changes, and keeps the keyboard.
    let names = move || {
        facets.with(|all| {
            all.iter()
                .filter(|facet| !facet.values.is_empty())
                .map(|facet| facet.name.clone())
                .collect::<Vec<_>>()
        })
    };
    let filtered = move || app.route.with(|route| !route.filters.is_empty() || !route.text.is_empty());
    let clear = move |_| {
        let mut route = app.route.get_untracked();
        route.filters.clear();
        route.text.clear();
        app.go(route);
    };
    view! {
        <section class="facets" aria-label="Filters">
            <For each=names key=Clone::clone let:name>{group(app, facets, name)}</For>
            {move || filtered().then(|| view! { <button type="button" on:click=clear>{words::CLEAR}</button> })}
        </section>
    }
    .into_any()
}

fn group(app: App, facets: RwSignal<Vec<Facet>>, name: String) -> AnyView {
    let heading = words::facet(&name).to_owned();
    let this = StoredValue::new(name);
    let of = move |value: &str| {
        facets.with(|all| {
            let facet = all.iter().find(|facet| this.with_value(|name| facet.name == *name))?;
            facet.values.iter().find(|(other, _)| other == value).map(|(_, count)| *count)
        })
    };
    let values = move || {
        facets.with(|all| {
            let facet = all.iter().find(|facet| this.with_value(|name| facet.name == *name));
            let values = facet.map(|facet| facet.values.iter().map(|(value, _)| value.clone()));
            values.into_iter().flatten().collect::<Vec<_>>()
        })
    };
    let more = move || {
        let more = facets.with(|all| {
            all.iter().find(|facet| this.with_value(|name| facet.name == *name)).map_or(0, |facet| facet.more)
        });
        (more > 0).then(|| {
            view! { <p class="aside">{format!("{} {}", shorten::count(u64::from(more)), words::MORE_VALUES)}</p> }
        })
    };
    let button = move |value: String| {
        let (word, class) = this.with_value(|name| match name.as_str() {
            "severity" => states::severity(&value),
            "check" => (value.strip_suffix(" Check").unwrap_or(&value).to_owned(), ""),
            "status" | "state" => (states::state(&value).0, ""),
            _ => (value.clone(), ""),
        });
        let (pressed, counted) = (value.clone(), value.clone());
        let pressed = move || app.route.with(|route| this.with_value(|name| route.has(name, &pressed)));
        let press = move |_| {
            let mut route = app.route.get_untracked();
            this.with_value(|name| route.toggle(name, &value));
            app.go(route);
        };
        view! {
            <button type="button" class="facet" aria-pressed=move || if pressed() { "true" } else { "false" } on:click=press>
                <span class=class title=word.clone()>{word.clone()}</span>
                <i>{move || shorten::count(u64::from(of(&counted).unwrap_or(0)))}</i>
            </button>
        }
        .into_any()
    };
    view! {
        <div role="group" aria-label=heading.clone()>
            <h3>{heading.clone()}</h3>
            <For each=values key=Clone::clone let:value>{button(value)}</For>
            {more}
        </div>
    }
    .into_any()
}
