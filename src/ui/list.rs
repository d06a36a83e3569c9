//! A long list: only the rows that are seen stand in the document, and only their pages are asked for.
//!
//! It is an ARIA grid with one row in the tab order (`aria-rowcount` and `aria-rowindex` tell the whole). `j` and `k` or the
//! arrows move, Enter opens.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::platform::signal::*;
use engine::messages::{Ask, Facet, Otherwise, Query, Question, Reader, Rows, Wire, answered};

use crate::platform::{dom, keys, later, worker};
use crate::state::App;
use crate::ui::el::{AnyView, El, Event, button, div, el, nothing};
use crate::ui::rows::{self, Pages};
use crate::ui::shown::{Draw, Shown, row_id};
use crate::ui::{shorten, words};

/// A row of any type.
pub type Row = Arc<dyn Any + Send + Sync>;

/// Makes the question of a query.
type Asking = Arc<dyn Fn(Query) -> Ask + Send + Sync>;

/// Reads a row.
type Read = fn(&mut Reader<'_>) -> Row;

/// The rows of a list, as far as they are at hand, and what is known of all of them. All that doesn't need the rows' type is
/// built once.
pub struct Source<T> {
    /// How many rows there are in all.
    pub total: RwSignal<u32>,
    /// How many match. None while the first answer is under way.
    pub matched: RwSignal<Option<u32>>,
    /// What there is to filter by.
    pub facets: RwSignal<Vec<Facet>>,
    any: AnySource,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<T> {}

/// A source without its rows' type.
#[derive(Clone, Copy)]
struct AnySource {
    app: App,
    total: RwSignal<u32>,
    matched: RwSignal<Option<u32>>,
    facets: RwSignal<Vec<Facet>>,
    failed: RwSignal<Option<String>>,
    /// Whether the rows are those of a former query.
    busy: RwSignal<bool>,
    pages: StoredValue<Pages<Row>>,
    /// Counts up when pages come, so that rows are drawn again.
    drawn: RwSignal<u32>,
    /// Counts the queries, so that late answers are known.
    turn: StoredValue<u32>,
    query: Memo<Query>,
    question: StoredValue<Asking>,
    read: Read,
}

impl<T: Wire + Clone + Send + Sync + 'static> Source<T> {
    /// Asks for the rows of a query, again whenever it changes or other things are open. Former rows stand until then.
    pub fn new(query: Memo<Query>, question: fn(Query) -> Question<Rows<T>>) -> Self {
        let question = Arc::new(move |query| question(query).ask);
        let any = AnySource::new(query, question, |from| Arc::new(T::read(from)));
        Self { total: any.total, matched: any.matched, facets: any.facets, any, of: PhantomData }
    }

    /// A row, if it is at hand.
    pub fn row(self, index: u32) -> Option<T> {
        self.any.row(index)?.downcast_ref().cloned()
    }

    /// What the list's view needs, without the rows' type.
    pub fn erased(self, draw: impl Fn(&T) -> AnyView + 'static) -> Erased {
        Erased { source: self.any, draw: Box::new(move |row| row.downcast_ref().map(&draw)) }
    }
}

impl AnySource {
    fn new(query: Memo<Query>, question: Asking, read: Read) -> Self {
        let app = App::get();
        let source = Self {
            app,
            total: RwSignal::new(0),
            matched: RwSignal::new(None),
            facets: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            busy: RwSignal::new(true),
            pages: StoredValue::new(Pages::default()),
            drawn: RwSignal::new(0),
            turn: StoredValue::new(0),
            query,
            question: StoredValue::new(question),
            read,
        };
        effect(move || {
            app.opened.track();
            source.query.track();
            if app.head.with_untracked(Option::is_some) {
                source.turn.update_value(|turn| *turn += 1);
                source.fetch(0, true);
            }
        });
        source
    }

    fn fetch(self, first: u32, anew: bool) {
        let Some(mine) = self.turn.try_get_value() else { return };
        if anew {
            self.busy.set(true);
        }
        let query = Query { from: first, count: rows::PAGE, ..self.query.get_untracked() };
        let answer = move |from: Reader<'_>, _| {
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            if anew {
                self.busy.set(false);
            }
            let answer = match answered(from, |from| Rows::read_by(from, self.read)) {
                Ok(answer) => answer,
                Err(Otherwise::Failed(message)) => {
                    self.pages.update_value(|pages| pages.missed(first));
                    self.failed.set(Some(message));
                    return;
                }
                Err(_) => return,
            };
            self.pages.update_value(|pages| {
                if anew {
                    *pages = Pages::default();
                }
                pages.put(answer.from, answer.rows);
            });
            if anew {
                self.app.say(shorten::counted(answer.matched, "row", "rows"));
                self.failed.set(None);
                self.total.set(answer.total);
                self.matched.set(Some(answer.matched));
                self.facets.set(answer.facets);
            }
            self.drawn.update(|drawn| *drawn += 1);
        };
        worker::ask_any((self.question.get_value())(query), Box::new(answer));
    }

    fn row(self, index: u32) -> Option<Row> {
        self.pages.try_with_value(|pages| pages.get(index).cloned()).flatten()
    }

    /// Has the rows of a range come.
    fn need(self, range: std::ops::Range<u32>) {
        for from in self.pages.try_update_value(|pages| pages.ask_for(range)).unwrap_or_default() {
            self.fetch(from, false);
        }
    }
}

/// A source and how its rows are drawn, without their type, so that the list's view is built once.
pub struct Erased {
    source: AnySource,
    draw: Draw,
}

/// A column's heading.
#[derive(Clone, Copy)]
pub struct Column {
    /// What stands over it.
    pub label: &'static str,
    /// The name by which the worker orders by it; empty when it can't.
    pub sort: &'static str,
    /// Whether it holds numbers.
    pub number: bool,
}

/// A column that the list can be ordered by.
pub const fn column(label: &'static str, sort: &'static str) -> Column {
    Column { label, sort, number: false }
}

/// The same, of numbers.
pub const fn numbers(label: &'static str, sort: &'static str) -> Column {
    Column { label, sort, number: true }
}

/// How a list is laid out.
pub struct Layout {
    /// What it is a list of.
    pub label: &'static str,
    /// Its style: gives the columns' widths and the rows' height.
    pub class: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

/// What a list does.
#[derive(Clone, Copy)]
pub struct Doing {
    /// The row that the keyboard is on.
    pub active: RwSignal<u32>,
    /// Opens a row.
    pub open: Callback,
    /// Moves to a row while another one is open beside the list.
    pub moved: Option<Callback>,
}

/// The id of the list; there is one on a screen.
const LIST: &str = "list";

/// The list.
pub fn list(layout: Layout, source: Erased, doing: Doing) -> El {
    let app = App::get();
    let (top, height, row_height) = (RwSignal::new(0_i32), RwSignal::new(600_i32), RwSignal::new(32_i32));
    let Erased { source, draw } = source;
    let AnySource { matched, failed, busy, drawn, query, .. } = source;
    let Doing { active, open, moved } = doing;
    let count = move || matched.get().unwrap_or(0);
    // Whether the row that the keyboard is on is to have the keyboard, wherever it is now.
    let wanted = StoredValue::new(false);

    dom::on_resize(LIST, move |list| {
        height.set(list.client_height());
        row_height.set(dom::row_height(list, 32));
    });
    // Another query starts at its top.
    let last = StoredValue::new(query.get_untracked());
    effect(move || {
        let now = query.get();
        if last.with_value(|last| *last != now) {
            last.set_value(now);
            active.set(0);
            dom::scroll_to(LIST, 0);
        }
    });

    let window = Memo::new(move || {
        rows::window(top.get().into(), height.get().into(), row_height.get().into(), count())
    });
    effect(move || {
        drawn.track();
        source.need(window.get());
    });

    let go = move |index: u32| {
        let index = index.min(matched.get_untracked().unwrap_or(0).saturating_sub(1));
        let row = f64::from(row_height.get_untracked());
        // The heading covers a row's height and its line at the top, and the list has lines of its own.
        let seen = f64::from(height.get_untracked()) - row - 3.0;
        let to = rows::scrolled_to(index, dom::scrolled(LIST).into(), seen, row);
        dom::scroll_to(LIST, to as i32);
        wanted.set_value(true);
        active.set(index);
        top.set(dom::scrolled(LIST));
        if let Some(moved) = moved {
            moved.run(index);
        }
    };
    keys::on_key(move |key| {
        let now = active.get_untracked();
        match key {
            "j" => go(now.saturating_add(1)),
            "k" => go(now.saturating_sub(1)),
            _ => return false,
        }
        true
    });
    let pressed = move |event: Event| {
        let now = active.get_untracked();
        let step = (height.get_untracked() / row_height.get_untracked().max(1)).max(2).unsigned_abs() - 1;
        match keys::key_of(&event).as_str() {
            "ArrowDown" => go(now.saturating_add(1)),
            "ArrowUp" => go(now.saturating_sub(1)),
            "PageDown" => go(now.saturating_add(step)),
            "PageUp" => go(now.saturating_sub(step)),
            "Home" => go(0),
            "End" => go(u32::MAX),
            "Enter" => open.run(now),
            _ => return,
        }
        event.prevent_default();
    };

    let space = div("div", "space").attr("role", "rowgroup").style_of("height", move || {
        format!("{}px", u64::from(count()) * u64::from(row_height.get().unsigned_abs()))
    });
    let shown = StoredValue::new(Shown::new(space.node().clone(), draw));
    // The list itself has the keyboard while the row that it is on stands nowhere.
    let away = RwSignal::new(false);
    effect(move || {
        drawn.track();
        let (window, on) = (window.get(), active.get());
        let height = row_height.get();
        let held = wanted.try_update_value(std::mem::take) == Some(true) || dom::has_focus(".item, #list");
        away.set(!window.contains(&on));
        shown.update_value(|shown| shown.draw(window.clone(), on, height, |index| source.row(index)));
        if held {
            dom::focus(&if window.contains(&on) { row_id(on) } else { LIST.to_owned() });
        }
    });
    let row_of = move |event: &Event| shown.with_value(|shown| shown.row_of(event));

    let told = move || {
        if let Some(message) = failed.get() {
            return div("p", "empty").attr("role", "alert").add(message).view();
        }
        if matched.get() != Some(0) {
            return nothing();
        }
        let filtered = query.with(|query| !query.text.is_empty() || !query.filters.is_empty());
        div("p", "empty").add(if filtered { words::NO_MATCH } else { words::EMPTY }).view()
    };
    let heading = div("div", "heading").attr("role", "rowgroup").add(
        div("div", "head")
            .attr("role", "row")
            .attr("aria-rowindex", "1")
            .add(layout.columns.iter().map(|column| heading(app, *column)).collect::<Vec<_>>()),
    );
    let space = space
        .on("focusin", move |event| {
            if let Some(index) = row_of(&event).filter(|index| *index != active.get_untracked()) {
                active.set(index);
            }
        })
        .on("click", move |event| {
            // A link in a row leads where it says, in another tab where that is asked for.
            if let Some(index) = row_of(&event).filter(|_| dom::closest(&event, "a, button").is_none()) {
                active.set(index);
                open.run(index);
            }
        });
    let class = move || {
        let none = if matched.get() == Some(0) { " none" } else { "" };
        Some(format!("list {}{none}", layout.class))
    };
    let list = el("div")
        .attr("id", LIST)
        .attr("role", "grid")
        .attr("aria-label", layout.label)
        .attr_of("class", class)
        .attr_of("tabindex", move || Some(if away.get() { "0" } else { "-1" }.to_owned()))
        .attr_of("aria-rowcount", move || Some((count() + 1).to_string()))
        .is("aria-busy", move || busy.get())
        .on("scroll", move |_| top.set(dom::scrolled(LIST)))
        .on("keydown", pressed)
        .add(heading)
        .add(space);
    div("div", "around").add_of(told).add(list)
}

fn heading(app: App, column: Column) -> El {
    let Column { label, sort, number } = column;
    let order = move || {
        let order =
            app.route.with(|route| match (!sort.is_empty() && route.sort == sort, route.descending) {
                (false, _) => "none",
                (true, false) => "ascending",
                (true, true) => "descending",
            });
        Some(order.to_owned())
    };
    let cell = div("div", if number { "number" } else { "" })
        .attr("role", "columnheader")
        .attr_of("aria-sort", order);
    if sort.is_empty() {
        return cell.add(label);
    }
    let press = move |_| {
        let mut route = app.route.get_untracked();
        route.order_by(sort);
        app.replace(route);
    };
    cell.add(button(label, press).attr("tabindex", "-1"))
}

/// A cell of a row.
pub fn cell(class: &'static str) -> El {
    div("div", class).attr("role", "gridcell")
}

/// The search field over a list, and how many rows match.
pub fn search(label: &'static str, matched: RwSignal<Option<u32>>, total: RwSignal<u32>) -> El {
    let app = App::get();
    let waiting = StoredValue::new(None::<later::TimeoutHandle>);
    // Asks a moment after the last key, not for each.
    let typed = move |event: Event| {
        let text = dom::typed(&event);
        if let Some(waiting) = waiting.get_value() {
            waiting.clear();
        }
        waiting.set_value(later::after(150, move || {
            let mut route = app.route.get_untracked();
            route.text = text;
            app.replace(route);
        }));
    };
    let told = move || {
        let (total, matched) = (total.get(), matched.get());
        match matched {
            None => words::WAITING.to_owned(),
            Some(matched) if matched == total => shorten::count(u64::from(total)),
            Some(matched) => {
                format!("{} of {}", shorten::count(u64::from(matched)), shorten::count(u64::from(total)))
            }
        }
    };
    let field = el("input")
        .attr("type", "search")
        .attr("id", dom::SEARCH)
        .attr("placeholder", label)
        .attr("aria-label", label)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .value_of(move || app.route.with(|route| route.text.clone()))
        .on("input", typed);
    div("div", "search").attr("role", "search").add(field).add(div("span", "told").text_of(told))
}
