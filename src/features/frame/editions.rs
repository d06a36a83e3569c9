//! The chips in the header that say by which rules and at which date was judged, and let a person choose others.

use crate::platform::signal::*;
use engine::messages::{Head, How};

use super::words;
use crate::platform::{dom, keys, later};
use crate::route::{CURRENT, PUBLISHED, Route, Screen, is_date};
use crate::state::App;
use crate::ui::el::{AnyView, El, all, button, div, el, link};

/// Both chips: menus where the evidence is open, else plain words.
pub fn chips(app: App, head: &Head) -> AnyView {
    let (rules, date) = (words::rules(&head.rules), words::as_of(&head.as_of));
    let source = words::as_of_source(&head.as_of_source);
    if !head.can_judge {
        let mut chip = div("span", "chip").add(rules);
        if let Some(warning) = &head.warning {
            chip = chip.title(warning);
        }
        return all(vec![chip.view(), div("span", "chip").title(source).add(date).view()]);
    }
    all(vec![
        menu("rules-menu", rules, words::RULES_TITLE).add(editions(app, head)).view(),
        menu("date-menu", date, source).add(dates(app, head)).view(),
    ])
}

/// The menus of the frame.
const MENUS: [&str; 4] = ["rules-menu", "date-menu", super::view::EXPORT, super::view::FILES];

/// Has an opened menu close when something else is clicked. For as long as the page lives.
pub fn close_on_click() {
    later::on_window("click", |event| {
        close_menus(dom::closest(event, "details").map(|menu| menu.id()));
    });
}

/// Closes all menus but one; says whether any was open.
pub fn close_menus(but: Option<String>) -> bool {
    let mut any = false;
    for id in MENUS.into_iter().filter(|id| but.as_deref() != Some(*id)) {
        if let Some(menu) = dom::element(id).filter(|menu| menu.has_attribute("open")) {
            any = menu.remove_attribute("open").is_ok();
        }
    }
    any
}

fn menu(id: &'static str, label: String, title: &str) -> El {
    let escape = |event| {
        if keys::key_of(&event) == "Escape" {
            dom::close_menu(&event);
        }
    };
    let summary = div("summary", "chip").title(title).add(label).add(" ▾");
    div("details", "choice").attr("id", id).on("keydown", escape).add(summary)
}

fn editions(app: App, head: &Head) -> El {
    let asked = (head.as_of_source == "asked").then(|| head.as_of.clone());
    let choice = |name: &'static str, about: &'static str| {
        let on = head.rules == name;
        let as_of = asked.clone();
        let press = move |event| {
            dom::close_menu(&event);
            if !on {
                let rules = (name != CURRENT).then(|| name.to_owned());
                app.judge(How { rules, as_of: as_of.clone() });
            }
        };
        let button = button("", press).attr("aria-pressed", if on { "true" } else { "false" });
        el("li").add(button.add(el("b").add(words::rules(name))).add(div("span", "aside").add(about)))
    };
    let differs = link(app.href(&Route::to(Screen::Editions))).on("click", |event| dom::close_menu(&event));
    el("ul")
        .add(choice(CURRENT, words::CURRENT_ABOUT))
        .add(choice(PUBLISHED, words::PUBLISHED_ABOUT))
        .add(el("li").add(differs.add(words::WHAT_DIFFERS)))
}

fn dates(app: App, head: &Head) -> El {
    let rules = (head.rules != CURRENT).then(|| head.rules.clone());
    let typed = RwSignal::new(head.as_of.clone());
    let asked = {
        let rules = rules.clone();
        move |event: crate::ui::el::Event| {
            let date = typed.get_untracked();
            if is_date(&date) {
                dom::close_menu(&event);
                app.judge(How { rules: rules.clone(), as_of: Some(date) });
            }
        }
    };
    let own = move |event| {
        dom::close_menu(&event);
        app.judge(How { rules: rules.clone(), as_of: None });
    };
    let field = el("input")
        .attr("type", "date")
        .attr("id", "audit-date")
        .attr("aria-label", words::AUDIT_DATE)
        .attr("value", &head.as_of)
        .on("input", move |event| typed.set(dom::typed(&event)));
    let source = div("p", "aside").add(words::as_of_source(&head.as_of_source));
    let chosen = (head.as_of_source == "asked").then(|| button(words::OWN_DATE, own));
    let table = head.runtimes.as_ref().map(|table| {
        let from = words::runtimes(&table.as_of, table.file.as_deref());
        div("p", "aside").attr("id", "runtimes-table").add(from)
    });
    div("div", "panel")
        .add(el("label").attr("for", "audit-date").add(words::AUDIT_DATE))
        .add(div("p", "row").add(field).add(button(words::JUDGE_AT, asked)).add(chosen))
        .add(source)
        .add(table)
}
