//! Filters with counts: only values that occur, each a button that is pressed or not.

use crate::platform::signal::*;
use engine::messages::Facet;

use crate::route::Screen;
use crate::state::App;
use crate::ui::el::{El, all, button, div, dynamic, el, nothing};
use crate::ui::{shorten, states, words};

/// The filters of a list, in the order that the worker gives.
pub fn facets(facets: RwSignal<Vec<Facet>>) -> El {
    let app = App::get();
    // A group is drawn anew only when its values change, which pressing one of them doesn't do: the button keeps the keyboard.
    let names = Memo::new(move || {
        let name = |facet: &Facet| (!facet.values.is_empty()).then(|| facet.name.clone());
        facets.with(|all| all.iter().filter_map(name).collect::<Vec<_>>())
    });
    let groups =
        dynamic(move || all(names.get().into_iter().map(|name| group(app, facets, name).view()).collect()));
    let clear = move || {
        let filtered = app.route.with(|route| !route.filters.is_empty() || !route.text.is_empty());
        if !filtered {
            return nothing();
        }
        let press = move |_| {
            let mut route = app.route.get_untracked();
            route.filters.clear();
            route.text.clear();
            app.go(route);
        };
        button(words::CLEAR, press).view()
    };
    div("section", "facets").attr("aria-label", words::FILTERS).add(groups).add_of(clear)
}

fn group(app: App, facets: RwSignal<Vec<Facet>>, name: String) -> El {
    let of_functions = app.route.with_untracked(|route| route.screen == Screen::Functions);
    let heading = words::facet(&name, of_functions);
    let group = el("div").attr("role", "group").attr("aria-label", heading).add(el("h2").add(heading));
    let of = StoredValue::new(name);
    let find =
        move |facets: &[Facet]| facets.iter().position(|facet| of.with_value(|name| facet.name == *name));
    let count = move |value: &str| {
        facets.with(|all| {
            let facet = all.get(find(all)?)?;
            facet.values.iter().find(|(other, _)| other == value).map(|(_, count)| *count)
        })
    };
    let values = Memo::new(move || {
        facets.with(|all| {
            let facet = find(all).and_then(|at| all.get(at));
            let values = facet.into_iter().flat_map(|facet| &facet.values);
            values.map(|(value, _)| value.clone()).collect::<Vec<_>>()
        })
    });
    let more = move || {
        let more = facets.with(|all| find(all).and_then(|at| all.get(at)).map_or(0, |facet| facet.more));
        if more == 0 {
            return nothing();
        }
        div("p", "aside").add(format!("{} {}", shorten::count(u64::from(more)), words::MORE_VALUES)).view()
    };
    let button = move |value: String| {
        let (word, class) = of.with_value(|name| match name.as_str() {
            "severity" => states::severity(&value),
            "check" => (value.strip_suffix(" Check").unwrap_or(&value).to_owned(), ""),
            "status" | "state" => (states::state(&value).0, ""),
            "change" => (states::change(&value).0, ""),
            _ => (value.clone(), ""),
        });
        let (pressed, counted) = (value.clone(), value.clone());
        let press = move |_| {
            let mut route = app.route.get_untracked();
            of.with_value(|name| route.toggle(name, &value));
            app.go(route);
        };
        div("button", "facet")
            .attr("type", "button")
            .is("aria-pressed", move || {
                app.route.with(|route| of.with_value(|name| route.has(name, &pressed)))
            })
            .on("click", press)
            .add(div("span", class).title(&word).add(word))
            .add(el("i").text_of(move || shorten::count(u64::from(count(&counted).unwrap_or(0)))))
    };
    let buttons = move || all(values.get().into_iter().map(|value| button(value).view()).collect());
    group.add_of(buttons).add_of(more)
}
