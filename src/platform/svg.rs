//! Drawing: shapes become elements of SVG, which `ui::el` doesn't make.

use leptos::prelude::document;
use web_sys::Element;

/// A shape: its tag, its attributes, its text and the shapes in it.
#[derive(Clone, Default)]
pub struct Shape {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    within: Vec<Shape>,
}

/// A shape by its name.
pub fn shape(tag: &'static str) -> Shape {
    Shape { tag, ..Shape::default() }
}

impl Shape {
    /// An attribute.
    pub fn set(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Its text. It is never read as markup.
    pub fn text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.text);
        self
    }

    /// Puts a shape into it, behind what is there.
    pub fn with(mut self, shape: Self) -> Self {
        self.within.push(shape);
        self
    }
}

/// Draws into an element, in the place of what is in it.
pub fn draw(into: &Element, shape: &Shape) {
    into.set_text_content(None);
    append(into, shape);
}

fn append(into: &Element, shape: &Shape) {
    let Ok(element) = document().create_element_ns(Some("http://www.w3.org/2000/svg"), shape.tag) else {
        return;
    };
    for (name, value) in &shape.attributes {
        let _ = element.set_attribute(name, value);
    }
    if !shape.text.is_empty() {
        element.set_text_content(Some(&shape.text));
    }
    for within in &shape.within {
        append(&element, within);
    }
    let _ = into.append_child(&element);
}
