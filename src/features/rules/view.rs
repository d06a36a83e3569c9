//! The list of rules, one of them opened where the address names it.

use crate::platform::signal::*;
use engine::messages::{Question, RuleDetail, RuleRow};

use super::{model, words};
use crate::features::compliance::view::state_counts;
use crate::features::findings::view::requirement;
use crate::platform::{dom, keys};
use crate::route::{Route, Screen};
use crate::state::App;
use crate::ui::el::{AnyView, El, div, dynamic, el, link, nothing};
use crate::ui::prose::prose;
use crate::ui::{asked, marks};

/// The screen.
pub fn rules() -> AnyView {
    let app = App::get();
    let answer = asked::ask(|| Some(Question::rules()));
    keys::on_key(move |key| {
        let opened = key == "Escape" && app.route.with_untracked(|route| route.id.is_some());
        if opened {
            app.go(Route { id: None, ..app.route.get_untracked() });
        }
        opened
    });
    let typed = move |event| {
        let route = Route { text: dom::typed(&event), ..app.route.get_untracked() };
        app.replace(route);
    };
    let field = el("input")
        .attr("type", "search")
        .attr("id", dom::SEARCH)
        .attr("placeholder", words::SEARCH)
        .attr("aria-label", words::SEARCH)
        .attr("autocomplete", "off")
        .value_of(move || app.route.with(|route| route.text.clone()))
        .on("input", typed);
    div("div", "screen page rules")
        .add(el("h1").add(words::TITLE))
        .add(div("div", "search").attr("role", "search").add(field))
        .add(asked::view(answer, move |rules| drawn(app, rules)))
        .view()
}

fn drawn(app: App, rules: &[RuleRow]) -> AnyView {
    let edition = app.head.with_untracked(|head| head.as_ref().map(|head| head.rules.clone()));
    let told = words::told(rules.len(), &edition.unwrap_or_default());
    let rules = StoredValue::new(rules.to_vec());
    // The list is drawn anew when other words are typed, not when a rule is opened.
    let text = Memo::new(move || app.route.with(|route| route.text.clone()));
    let list = move || {
        let text = text.get();
        let found: Vec<RuleRow> = rules
            .with_value(|rules| rules.iter().filter(|row| model::matches(row, &text)).cloned().collect());
        if found.is_empty() {
            return div("p", "empty").add(words::NONE).view();
        }
        let rows = found.iter().map(|row| rule(app, row)).collect::<Vec<_>>();
        div("div", "requirements-list card").add(rows).view()
    };
    el("div").add(div("p", "aside").add(told)).add(dynamic(list)).view()
}

fn rule(app: App, row: &RuleRow) -> El {
    let (id, this) = (row.id.clone(), row.id.clone());
    let opened = Memo::new(move || app.route.with(|route| route.id.as_ref() == Some(&this)));
    let panel = format!("rule-{id}");
    let press = {
        let id = id.clone();
        move |_| {
            let id = (!opened.get_untracked()).then(|| id.clone());
            app.go(Route { id, ..app.route.get_untracked() });
        }
    };
    let severity = (!row.severity.is_empty()).then(|| marks::severity(&row.severity));
    let line = div("button", "line")
        .attr("type", "button")
        .attr("aria-controls", &panel)
        .is("aria-expanded", move || opened.get())
        .on("click", press)
        .add(div("span", "id-of").add(&id))
        .add(div("span", "what").add(&row.title).add(div("span", "aside").add(&row.check)))
        .add(div("span", "mark").add(severity))
        .add(div("span", "counts-of").add(state_counts(&row.states)));
    let inside = move || match opened.get() {
        true => one(app, id.clone()),
        false => nothing(),
    };
    el("section")
        .attr_of("class", move || {
            Some(if opened.get() { "requirement opened" } else { "requirement" }.to_owned())
        })
        .add(line)
        .add(el("div").attr("id", panel).add(dynamic(inside)))
}

fn one(app: App, id: String) -> AnyView {
    let answer = asked::ask(move || Some(Question::rule(id.clone())));
    asked::view(answer, move |rule| whole(app, rule))
}

/// A part with a heading; nothing where there is nothing to say.
fn part(title: &'static str, text: &str) -> Option<El> {
    (!text.is_empty()).then(|| el("section").add(el("h3").add(title)).add(prose(el("p"), text)))
}

fn whole(app: App, rule: &RuleDetail) -> AnyView {
    let findings = link(app.href(&Route::filtered(Screen::Findings, "rule", &rule.row.id)));
    let command = rule.command.as_ref().map(|command| {
        el("div").add(el("pre").add(el("code").add(command))).add(div("p", "aside").add(words::PLACES))
    });
    let requirements = (!rule.requirements.is_empty()).then(|| {
        let all = rule.requirements.iter().map(|one| requirement(app, one)).collect::<Vec<_>>();
        el("section").add(el("h3").add(words::REQUIREMENTS)).add(div("ul", "touched").add(all))
    });
    let faults = (!rule.faults.is_empty()).then(|| {
        let fault = |(number, title): &(u32, String)| {
            let route = Route::filtered(Screen::Editions, "fault", &number.to_string());
            el("li").add(link(app.href(&route)).add(format!("{number}. {title}")))
        };
        let all = rule.faults.iter().map(fault).collect::<Vec<_>>();
        el("section").add(el("h3").add(words::FAULTS)).add(el("ul").add(all))
    });
    div("div", "behind rule")
        .add(part(words::WHY, &rule.why))
        .add(part(words::FIX, &rule.fix))
        .add(command)
        .add(part(words::DECIDES, &rule.decides))
        .add(part(words::NEEDS, &rule.needs.join(", ")))
        .add(part(words::EXEMPT, &rule.exempt))
        .add(part(words::SOURCES, &rule.sources))
        .add(part(words::COST, &rule.cost))
        .add(rule.dated.as_ref().map(|dated| div("p", "note").add(dated)))
        .add(requirements)
        .add(faults)
        .add(div("p", "row").add(findings.attr("class", "button").add(words::FINDINGS)))
        .view()
}
