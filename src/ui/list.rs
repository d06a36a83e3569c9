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

/// The list.
#[component]
pub fn List(
    /// What it is a list of.
    label: &'static str,
    /// Its style: gives the columns' widths and the rows' height.
    class: &'static str,
    /// Its columns.
    columns: &'static [Column],
    /// Its rows.
    source: Erased,
    /// The row that the keyboard is on.
    active: RwSignal<u32>,
    /// Opens a row.
    on_open: Callback<u32>,
    /// Moves to a row while another one is open beside the list; says whether that showed it.
    #[prop(default = None)]
    on_move: Option<Callback<u32>>,
) -> impl IntoView {
    let app = App::get();
    let grid = NodeRef::<html::Div>::new();
    let (top, height, row_height) = (RwSignal::new(0.0), RwSignal::new(600.0), RwSignal::new(32.0));
    let Erased { matched, failed, drawn, query, need, draw } = source;
    let count = move || matched.get().unwrap_or(0);

    let measure = move || {
        if let Some(grid) = grid.get_untracked() {
            height.set(f64::from(grid.client_height()));
            row_height.set(dom::row_height(&grid, 32.0));
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

    let window = Memo::new(move |_| rows::window(top.get(), height.get(), row_height.get(), count()));
    Effect::new(move || {
        drawn.track();
        need(window.get());
    });

    let bring = move |index: u32| {
        let Some(grid) = grid.get_untracked() else { return };
        // The heading covers a row's height at the top.
        let seen = height.get_untracked() - row_height.get_untracked();
        let to = rows::scrolled_to(index, top.get_untracked(), seen, row_height.get_untracked());
        grid.set_scroll_top(to as i32);
        request_animation_frame(move || {
            dom::focus(&format!("row-{index}"));
        });
    };
    let go = move |index: u32| {
        let last = matched.get_untracked().unwrap_or(0).saturating_sub(1);
        let index = index.min(last);
        active.set(index);
        bring(index);
        if let Some(on_move) = on_move {
            on_move.run(index);
        }
    };
    let step = move || (height.get_untracked() / row_height.get_untracked()).max(2.0) as u32 - 1;
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
        match event.key().as_str() {
            "ArrowDown" => go(now.saturating_add(1)),
            "ArrowUp" => go(now.saturating_sub(1)),
            "PageDown" => go(now.saturating_add(step())),
            "PageUp" => go(now.saturating_sub(step())),
            "Home" => go(0),
            "End" => go(u32::MAX),
            "Enter" => on_open.run(now),
            _ => return,
        }
        event.prevent_default();
    };

    let heading = columns
        .iter()
        .map(|column| {
            let Column { label, sort, number } = *column;
            let order = move || {
                app.route.with(|route| match (!sort.is_empty() && route.sort == sort, route.descending) {
                    (false, _) => "none",
                    (true, false) => "ascending",
                    (true, true) => "descending",
                })
            };
            let press = move |_| {
                let mut route = app.route.get_untracked();
                route.order_by(sort);
                app.replace(route);
            };
            let inside = if sort.is_empty() {
                label.into_any()
            } else {
                view! { <button type="button" tabindex="-1" on:click=press>{label}</button> }.into_any()
            };
            view! { <div role="columnheader" class:number=number aria-sort=order>{inside}</div> }
        })
        .collect_view();

    let row = move |index: u32| {
        let draw = Arc::clone(&draw);
        let cells = move || {
            drawn.track();
            draw(index).unwrap_or_else(|| {
                view! { <div role="gridcell" class="waiting">{words::WAITING}</div> }.into_any()
            })
        };
        view! {
            <div role="row" class="item" id=format!("row-{index}") aria-rowindex=(index + 2).to_string()
                class:on=move || active.get() == index
                aria-selected=move || if active.get() == index { "true" } else { "false" }
                tabindex=move || if active.get() == index { "0" } else { "-1" }
                style:top=move || format!("{}px", f64::from(index) * row_height.get())
                on:focus=move |_| active.set(index)
                on:click=move |_| {
                    active.set(index);
                    on_open.run(index);
                }>
                {cells}
            </div>
        }
        .into_any()
    };

    view! {
        {move || failed.get().map(|message| view! { <p class="empty" role="alert">{message}</p> })}
        {move || (matched.get() == Some(0)).then(|| {
            let filtered = query.with(|query| !query.text.is_empty() || !query.filters.is_empty());
            view! { <p class="empty">{if filtered { words::NO_MATCH } else { words::EMPTY }}</p> }
        })}
        <div class=format!("list {class}") role="grid" aria-label=label node_ref=grid
            aria-rowcount=move || (count() + 1).to_string()
            aria-busy=move || if matched.get().is_none() { "true" } else { "false" }
            class:none=move || matched.get() == Some(0)
            on:scroll=move |_| {
                if let Some(grid) = grid.get_untracked() {
                    top.set(f64::from(grid.scroll_top()));
                }
            }
            on:keydown=pressed>
            <div role="rowgroup" class="heading"><div role="row" class="head" aria-rowindex="1">{heading}</div></div>
            <div role="rowgroup" class="space" style:height=move || format!("{}px", f64::from(count()) * row_height.get())>
                <For each=move || window.get() key=|index| *index let:index>{row(index)}</For>
            </div>
        </div>
    }
    .into_any()
}

/// The search field over a list, and how many rows match.
#[component]
pub fn Search(
    /// What is searched.
    label: &'static str,
    /// How many rows match.
    matched: RwSignal<Option<u32>>,
    /// Of so many.
    total: RwSignal<u32>,
) -> impl IntoView {
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
            <span class="told">{told}</span>
        </div>
    }
    .into_any()
}
