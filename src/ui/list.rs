//! A long list: only the rows that are seen stand in the document, and only their pages are asked for.
//!
//! It is an ARIA grid with one row in the tab order (`aria-rowcount` and `aria-rowindex` tell the whole). `j` and `k` or the
//! arrows move, Enter opens.

use std::sync::Arc;

use engine::messages::{Answer, Ask, Facet, Query, Rows};
use leptos::html;
use leptos::prelude::*;

use crate::platform::{dom, keys, worker};
use crate::state::App;
use crate::ui::el::{El, button, div, dynamic, el, nothing};
use crate::ui::rows::{self, Pages};
use crate::ui::{shorten, words};

/// The rows of a list, as far as they are at hand, and what is known of all of them.
pub struct Source<T: Send + Sync + 'static> {
    /// How many rows there are in all.
    pub total: RwSignal<u32>,
    /// How many match. None while the first answer is under way.
    pub matched: RwSignal<Option<u32>>,
    /// What there is to filter by.
    pub facets: RwSignal<Vec<Facet>>,
    /// Why there is no answer.
    pub failed: RwSignal<Option<String>>,
    pages: StoredValue<Pages<T>>,
    /// Counts up when pages come, so that rows are drawn again.
    drawn: RwSignal<u32>,
    /// Counts the queries, so that late answers are known.
    turn: StoredValue<u32>,
    query: Memo<Query>,
    question: fn(Query) -> Ask,
    take: fn(Answer) -> Option<Rows<T>>,
    app: App,
}

impl<T: Send + Sync + 'static> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Source<T> {}

impl<T: Clone + Send + Sync + 'static> Source<T> {
    /// Asks for the rows of a query, again whenever it changes or other things are open. Former rows stand until then.
    pub fn new(query: Memo<Query>, question: fn(Query) -> Ask, take: fn(Answer) -> Option<Rows<T>>) -> Self {
        let app = App::get();
        let source = Self {
            app,
            total: RwSignal::new(0),
            matched: RwSignal::new(None),
            facets: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            pages: StoredValue::new(Pages::default()),
            drawn: RwSignal::new(0),
            turn: StoredValue::new(0),
            query,
            question,
            take,
        };
        Effect::new(move || {
            app.opened.track();
            source.query.track();
            if app.head.with(Option::is_some) {
                source.turn.update_value(|turn| *turn += 1);
                source.fetch(0, true);
            }
        });
        source
    }

    fn fetch(self, from: u32, anew: bool) {
        let Some(mine) = self.turn.try_get_value() else { return };
        let app = self.app;
        let query = Query { from, count: rows::PAGE, ..self.query.get_untracked() };
        worker::ask((self.question)(query), move |answer, _| {
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            if let Answer::Failed { message } = answer {
                self.pages.update_value(|pages| pages.missed(from));
                self.failed.set(Some(message));
                return;
            }
            let Some(answer) = (self.take)(answer) else { return };
            self.pages.update_value(|pages| {
                if anew {
                    *pages = Pages::default();
                }
                pages.put(answer.from, answer.rows);
            });
            if anew {
                app.say(shorten::counted(answer.matched, "row", "rows"));
                self.failed.set(None);
                self.total.set(answer.total);
                self.matched.set(Some(answer.matched));
                self.facets.set(answer.facets);
            }
            self.drawn.update(|drawn| *drawn += 1);
        });
    }

    /// A row, if it is at hand.
    pub fn row(self, index: u32) -> Option<T> {
        self.pages.try_with_value(|pages| pages.get(index).cloned()).flatten()
    }

    /// Has the rows of a range come.
    fn need(self, range: std::ops::Range<u32>) {
        for from in self.pages.try_update_value(|pages| pages.ask_for(range)).unwrap_or_default() {
            self.fetch(from, false);
        }
    }

    /// What the list's view needs, without the rows' type.
    pub fn erased(self, draw: impl Fn(T) -> AnyView + Send + Sync + 'static) -> Erased {
        Erased {
            matched: self.matched,
            failed: self.failed,
            drawn: self.drawn,
            query: self.query,
            need: Arc::new(move |range| self.need(range)),
            draw: Arc::new(move |index| self.row(index).map(&draw)),
        }
    }
}

/// A source without its rows' type, so that the list's view is built once.
pub struct Erased {
    matched: RwSignal<Option<u32>>,
    failed: RwSignal<Option<String>>,
    drawn: RwSignal<u32>,
    query: Memo<Query>,
    need: Arc<dyn Fn(std::ops::Range<u32>) + Send + Sync>,
    draw: Arc<dyn Fn(u32) -> Option<AnyView> + Send + Sync>,
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
    pub open: Callback<u32>,
    /// Moves to a row while another one is open beside the list.
    pub moved: Option<Callback<u32>>,
}

/// The list.
pub fn list(layout: Layout, source: Erased, doing: Doing) -> AnyView {
    let app = App::get();
    let grid = NodeRef::<html::Div>::new();
    let (top, height, row_height) = (RwSignal::new(0_i32), RwSignal::new(600_i32), RwSignal::new(32_i32));
    let Erased { matched, failed, drawn, query, need, draw } = source;
    let Doing { active, open, moved } = doing;
    let count = move || matched.get().unwrap_or(0);
    let pixels = move |rows: u32| format!("{}px", u64::from(rows) * row_height.get().unsigned_abs() as u64);

    let measure = move || {
        if let Some(grid) = grid.get_untracked() {
            height.set(grid.client_height());
            row_height.set(dom::row_height(&grid, 32));
        }
    };
    Effect::new(move || {
        if let Some(grid) = grid.get() {
            dom::on_resize(&grid, measure);
        }
    });
    // Another query starts at its top.
    Effect::new(move |before: Option<Query>| {
        let now = query.get();
        if before.is_some_and(|before| before != now) {
            active.set(0);
            if let Some(grid) = grid.get_untracked() {
                grid.set_scroll_top(0);
            }
        }
        now
    });

    let window = Memo::new(move |_| {
        rows::window(top.get().into(), height.get().into(), row_height.get().into(), count())
    });
    Effect::new(move || {
        drawn.track();
        need(window.get());
    });

    let go = move |index: u32| {
        let index = index.min(matched.get_untracked().unwrap_or(0).saturating_sub(1));
        active.set(index);
        let Some(grid) = grid.get_untracked() else { return };
        let row = f64::from(row_height.get_untracked());
        // The heading covers a row's height at the top.
        let seen = f64::from(height.get_untracked()) - row;
        grid.set_scroll_top(rows::scrolled_to(index, top.get_untracked().into(), seen, row) as i32);
        request_animation_frame(move || {
            dom::focus(&row_id(index));
        });
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
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        let now = active.get_untracked();
        let step = (height.get_untracked() / row_height.get_untracked().max(1)).max(2).unsigned_abs() - 1;
        match event.key().as_str() {
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

    let row = move |index: u32| {
        let draw = Arc::clone(&draw);
        let cells = move || {
            drawn.track();
            draw(index)
                .unwrap_or_else(|| div("div", "waiting").attr("role", "gridcell").add(words::WAITING).view())
        };
        let here = move || active.get() == index;
        let press = move |_| {
            active.set(index);
            open.run(index);
        };
        el("div")
            .attr("role", "row")
            .attr("id", row_id(index))
            .attr("aria-rowindex", (index + 2).to_string())
            .attr_of("class", move || Some(if here() { "item on" } else { "item" }.to_owned()))
            .is("aria-selected", here)
            .attr_of("tabindex", move || Some(if here() { "0" } else { "-1" }.to_owned()))
            .style("top", pixels(index))
            .on("focus", move |_| active.set(index))
            .on("click", press)
            .add_of(cells)
            .view()
    };

    let told = dynamic(move || {
        if let Some(message) = failed.get() {
            return div("p", "empty").attr("role", "alert").add(message).view();
        }
        if matched.get() != Some(0) {
            return nothing();
        }
        let filtered = query.with(|query| !query.text.is_empty() || !query.filters.is_empty());
        div("p", "empty").add(if filtered { words::NO_MATCH } else { words::EMPTY }).view()
    });
    let heading = div("div", "heading").attr("role", "rowgroup").add(
        div("div", "head")
            .attr("role", "row")
            .attr("aria-rowindex", "1")
            .add(layout.columns.iter().map(|column| heading(app, *column)).collect::<Vec<_>>()),
    );
    view! {
        {told}
        <div class=format!("list {}", layout.class) role="grid" aria-label=layout.label node_ref=grid
            aria-rowcount=move || (count() + 1).to_string()
            aria-busy=move || if matched.get().is_none() { "true" } else { "false" }
            class:none=move || matched.get() == Some(0)
            on:scroll=move |_| {
                if let Some(grid) = grid.get_untracked() {
                    top.set(grid.scroll_top());
                }
            }
            on:keydown=pressed>
            {heading.view()}
            <div role="rowgroup" class="space" style:height=move || pixels(count())>
                // Keyed by the rows' height too, since it gives their place.
                <For each=move || { let height = row_height.get(); window.get().map(move |index| (index, height)) }
                    key=|key| *key let:key>{row(key.0)}</For>
            </div>
        </div>
    }
    .into_any()
}

fn row_id(index: u32) -> String {
    format!("row-{index}")
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
pub fn search(label: &'static str, matched: RwSignal<Option<u32>>, total: RwSignal<u32>) -> AnyView {
    let app = App::get();
    let later = StoredValue::new(None::<TimeoutHandle>);
    // Asks a moment after the last key, not for each.
    let typed = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        if let Some(waiting) = later.get_value() {
            waiting.clear();
        }
        let handle = set_timeout_with_handle(
            move || {
                let mut route = app.route.get_untracked();
                route.text = text;
                app.replace(route);
            },
            std::time::Duration::from_millis(150),
        );
        later.set_value(handle.ok());
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
    view! {
        <div class="search" role="search">
            <input type="search" id=dom::SEARCH placeholder=label aria-label=label autocomplete="off" spellcheck="false"
                prop:value=move || app.route.with(|route| route.text.clone()) on:input=typed />
            {div("span", "told").text_of(told).view()}
        </div>
    }
    .into_any()
}
