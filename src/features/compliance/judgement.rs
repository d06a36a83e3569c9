//! Room for a person's judgement of a requirement, beside what the rules say.

use crate::platform::signal::*;
use engine::messages::{Head, JudgementRow, Otherwise, Question};

use super::words;
use crate::platform::{dom, worker};
use crate::state::App;
use crate::ui::el::{El, Event, button, div, el, nothing};

/// The judgements that can be chosen.
const VERDICTS: [&str; 4] = ["MET", "PARTLY_MET", "NOT_MET", "NOT_APPLICABLE"];

/// What a person said, in a line.
pub fn said(judgement: &JudgementRow) -> El {
    let other = judgement.of_other_evidence.then(|| div("span", "aside").add(words::OF_OTHER));
    div("span", "by-hand")
        .add(el("b").add(words::verdict(&judgement.verdict)))
        .add(format!(" {} ", words::signed(&judgement.author, &judgement.date)))
        .add(other)
}

/// The form. What is there already stands in it.
pub fn form(app: App, framework: &str, requirement: &str, known: Option<&JudgementRow>) -> El {
    let start = known.cloned().unwrap_or_else(|| JudgementRow {
        framework: framework.to_owned(),
        requirement: requirement.to_owned(),
        author: app.author.get_value(),
        date: dom::today(),
        ..JudgementRow::default()
    });
    let row = RwSignal::new(start.clone());
    let failed = RwSignal::new(String::new());
    let id = |part: &str| format!("judgement-{part}-{requirement}");
    // A person chooses: nothing is put into their mouth.
    let options = [""].into_iter().chain(VERDICTS).filter(|verdict| known.is_none() || !verdict.is_empty());
    let options = options.map(|verdict| {
        let words = if verdict.is_empty() { words::CHOOSE } else { words::verdict(verdict) };
        let option = el("option").attr("value", verdict).add(words);
        if verdict == start.verdict { option.attr("selected", "") } else { option }
    });
    let choose = el("select")
        .attr("id", id("state"))
        .on("change", move |event: Event| row.update(|row| row.verdict = dom::chosen(&event)))
        .add(options.collect::<Vec<_>>());
    let text = |part: &'static str, kind: &'static str, value: &str, set: fn(&mut JudgementRow, String)| {
        el("input")
            .attr("type", kind)
            .attr("id", id(part))
            .attr("value", value)
            .attr("autocomplete", "off")
            .on("input", move |event: Event| row.update(|row| set(row, dom::typed(&event))))
    };
    let note = el("textarea")
        .attr("id", id("note"))
        .attr("rows", "2")
        .on("input", move |event: Event| row.update(|row| row.note = dom::typed(&event)))
        .add(&start.note);
    let save = move |_| {
        let said = row.get_untracked();
        app.author.set_value(said.author.clone());
        tell(app, failed, Question::set_judgement(said));
    };
    let (framework, requirement) = (framework.to_owned(), requirement.to_owned());
    let take_back = known.is_some().then(|| {
        button(words::TAKE_BACK, move |_| {
            let ask = Question::remove_judgement(framework.clone(), requirement.clone());
            tell(app, failed, ask);
        })
    });
    let field = |part: &str, label: &'static str, field: El| {
        div("p", "field").add(el("label").attr("for", id(part)).add(label)).add(field)
    };
    let why_not = move || match failed.get() {
        none if none.is_empty() => nothing(),
        message => div("p", "note").attr("role", "alert").add(message).view(),
    };
    div("fieldset", "judgement")
        .add(el("legend").add(words::JUDGEMENT))
        .add(field("state", words::VERDICT, choose))
        .add(field(
            "author",
            words::AUTHOR,
            text("author", "text", &start.author, |row, text| row.author = text),
        ))
        .add(field("date", words::DATE, text("date", "date", &start.date, |row, text| row.date = text)))
        .add(field("note", words::NOTE, note).attr("data-wide", ""))
        .add_of(why_not)
        .add(div("p", "row").add(button(words::SAVE, save)).add(take_back))
        .add(div("p", "aside").add(words::KEPT_HERE))
}

fn tell(app: App, failed: RwSignal<String>, ask: Question<Head>) {
    worker::ask(ask, move |answer, _| match answer {
        Ok(head) => {
            app.unsaved.set(true);
            app.returns.set_value(true);
            app.head.set(Some(head));
            app.opened.update(|opened| *opened += 1);
            app.say(words::TAKEN_DOWN);
        }
        Err(Otherwise::Failed(message)) => {
            failed.set(message);
        }
        Err(_) => {}
    });
}
