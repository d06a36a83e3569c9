//! The rows of a long list that stand in the document. One that leaves at one end comes in again at the other, as another row:
//! scrolling makes no elements, and what stays is not touched.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::platform::dom;
use crate::platform::signal::Owner;
use crate::ui::el::{AnyView, El, Element, Event, Part as _, div};
use crate::ui::list::Row;
use crate::ui::words;

/// Draws a row whose type it knows.
pub type Draw = Box<dyn Fn(&Row) -> Option<AnyView>>;

/// The rows that stand in the document, in their order.
pub struct Shown {
    space: Element,
    draw: Draw,
    rows: VecDeque<Standing>,
}

/// A row's element and what it shows.
struct Standing {
    index: u32,
    element: El,
    /// What its cells listen to and keep up to date ends with them.
    owner: Owner,
    /// What it shows; none while that is under way.
    row: Option<Row>,
    height: i32,
    on: bool,
}

impl Shown {
    /// None yet, in an element.
    pub fn new(space: Element, draw: Draw) -> Self {
        Self { space, draw, rows: VecDeque::new() }
    }

    /// Which row an event comes from.
    pub fn row_of(&self, event: &Event) -> Option<u32> {
        let row = dom::closest(event, ".item")?;
        self.rows.iter().find(|standing| *standing.element.node() == row).map(|standing| standing.index)
    }

    /// Has the rows of a range stand there, as far as they are at hand; `on` is the one with the keyboard.
    pub fn draw(&mut self, range: Range<u32>, on: u32, height: i32, row: impl Fn(u32) -> Option<Row>) {
        self.stand(range);
        for standing in &mut self.rows {
            standing.place(height);
            standing.mark(standing.index == on);
            standing.fill(row(standing.index), &self.draw);
        }
    }

    /// Moves the elements so that they are those of the range, in its order.
    fn stand(&mut self, range: Range<u32>) {
        let mut free = Vec::new();
        let out = |standing: Option<&Standing>| standing.is_some_and(|one| !range.contains(&one.index));
        while out(self.rows.front()) {
            free.extend(self.rows.pop_front());
        }
        while out(self.rows.back()) {
            free.extend(self.rows.pop_back());
        }
        let first = self.rows.front().map_or(range.end, |first| first.index);
        for index in (range.start..first).rev() {
            let standing = Standing::of(index, free.pop());
            let before = self.rows.front().map(|first| first.element.node().as_ref());
            let _ = self.space.insert_before(standing.element.node(), before);
            self.rows.push_front(standing);
        }
        let next = self.rows.back().map_or(range.end, |last| last.index + 1);
        for index in next..range.end {
            let standing = Standing::of(index, free.pop());
            let _ = self.space.append_child(standing.element.node());
            self.rows.push_back(standing);
        }
        free.iter().for_each(|standing| standing.element.node().remove());
    }
}

impl Standing {
    /// A row, in a free element where there is one.
    fn of(index: u32, free: Option<Self>) -> Self {
        let mut standing = free.unwrap_or_else(|| Self {
            index,
            element: div("div", "item")
                .attr("role", "row")
                .attr("aria-selected", "false")
                .attr("tabindex", "-1"),
            owner: Owner::new(),
            row: None,
            height: 0,
            on: false,
        });
        standing.index = index;
        standing.height = 0;
        let node = standing.element.node();
        let _ = node.set_attribute("id", &row_id(index));
        let _ = node.set_attribute("aria-rowindex", &(index + 2).to_string());
        standing
    }

    fn place(&mut self, height: i32) {
        if self.height != height {
            self.height = height;
            let top = u64::from(self.index) * u64::from(height.unsigned_abs());
            self.element.set_style("top", &format!("{top}px"));
        }
    }

    fn mark(&mut self, on: bool) {
        if self.on != on {
            self.on = on;
            let node = self.element.node();
            node.set_class_name(if on { "item on" } else { "item" });
            let _ = node.set_attribute("aria-selected", if on { "true" } else { "false" });
            let _ = node.set_attribute("tabindex", if on { "0" } else { "-1" });
        }
    }

    fn fill(&mut self, row: Option<Row>, draw: &Draw) {
        let node = self.element.node();
        let same = match (&row, &self.row) {
            (Some(row), Some(shown)) => Arc::ptr_eq(row, shown),
            (None, None) => node.has_child_nodes(),
            _ => false,
        };
        if same {
            return;
        }
        self.owner.cleanup();
        let cells = self.owner.with(|| row.as_ref().and_then(draw));
        node.set_text_content(None);
        match cells {
            Some(cells) => cells.put(node),
            None => div("div", "waiting").attr("role", "gridcell").add(words::WAITING).put(node),
        }
        self.row = row;
    }
}

/// The id of a row's element.
pub fn row_id(index: u32) -> String {
    format!("row-{index}")
}
