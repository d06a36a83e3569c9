//! Elements that are put together at run time, straight in the document.
//!
//! Leptos's `view!` gives every shape of element a type of its own, and code to build and to compare it: measured, that made
//! most of the page. Here an element is the document's own, made at once. Signals work as they do everywhere: what is given as
//! a closure is kept up to date, until the part of the page that it stands in is gone.

use leptos::prelude::document;
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
pub use web_sys::Element;
use web_sys::{HtmlElement, Node, Text};

use super::act::{Hear, Make};
use super::signal;

/// An event of any kind.
pub type Event = web_sys::Event;

/// What can stand somewhere in the page: an element, several, or none.
#[must_use = "a view that is put nowhere is never seen"]
pub struct AnyView(Node);

/// An element with its attributes and children.
#[must_use = "an element that is put nowhere is never seen"]
pub struct El(Element);

// What is not inlined here is called from everywhere: a call is a few bytes, its body would be many.

/// Puts a view into the document's body, for as long as the page lives.
pub fn mount(view: fn() -> AnyView) {
    leptos::mount::mount_to_body(move || {
        if let Some(body) = document().body() {
            put(&body, &view().0);
        }
    });
}

/// An element of HTML by its name.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(document().create_element(tag).unwrap_or_else(|_| JsValue::UNDEFINED.unchecked_into()))
}

/// An element of SVG by its name.
#[inline(never)]
pub fn svg(tag: &'static str) -> El {
    let made = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    El(made.unwrap_or_else(|_| JsValue::UNDEFINED.unchecked_into()))
}

/// An element of HTML by its name, with classes.
#[inline(never)]
pub fn div(tag: &'static str, class: &str) -> El {
    if class.is_empty() { el(tag) } else { el(tag).set("class", class) }
}

/// A link.
#[inline(never)]
pub fn link(href: String) -> El {
    el("a").set("href", &href)
}

/// A button with words on it.
pub fn button(words: &'static str, press: impl FnMut(Event) + 'static) -> El {
    button_of(words, Box::new(press))
}

#[inline(never)]
fn button_of(words: &'static str, press: Box<dyn Hear<Event>>) -> El {
    el("button").set("type", "button").listen("click", press).add(words)
}

impl El {
    /// An attribute that stays.
    pub fn attr(self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.set(name, value.as_ref())
    }

    #[inline(never)]
    fn set(self, name: &'static str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// An attribute that changes; without a value it isn't there.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.set_of(name, Box::new(value))
    }

    #[inline(never)]
    fn set_of(self, name: &'static str, value: Box<dyn Make<Option<String>>>) -> Self {
        let (element, mut last) = (self.0.clone(), None);
        keep(Box::new(move || {
            let now = value.make();
            if now != last {
                let _ = match &now {
                    Some(now) => element.set_attribute(name, now),
                    None => element.remove_attribute(name),
                };
                last = now;
            }
        }));
        self
    }

    /// An attribute of ARIA that is true or false.
    pub fn is(self, name: &'static str, value: impl Fn() -> bool + 'static) -> Self {
        self.set_of(name, Box::new(move || Some(if value() { "true" } else { "false" }.to_owned())))
    }

    /// The title of a link or of what is cut off.
    pub fn title(self, title: impl AsRef<str>) -> Self {
        self.attr("title", title)
    }

    /// A property of its style, set on the element itself, as the page's policy wants it.
    #[inline(never)]
    pub fn style(self, name: &'static str, value: String) -> Self {
        set_style(&self.0, name, &value);
        self
    }

    /// The same, later.
    pub fn set_style(&self, name: &'static str, value: &str) {
        set_style(&self.0, name, value);
    }

    /// A property of its style that changes.
    pub fn style_of(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.keep_of(Box::new(value), name, set_style)
    }

    /// What stands in a field, as long as nobody types.
    pub fn value_of(self, value: impl Fn() -> String + 'static) -> Self {
        self.keep_of(Box::new(value), "value", |field, name, value| {
            let _ = js_sys::Reflect::set(field, &name.into(), &value.into());
        })
    }

    #[inline(never)]
    fn keep_of(
        self,
        value: Box<dyn Make<String>>,
        name: &'static str,
        set: fn(&Element, &'static str, &str),
    ) -> Self {
        let (element, mut last) = (self.0.clone(), None);
        keep(Box::new(move || {
            let now = value.make();
            if last.as_ref() != Some(&now) {
                set(&element, name, &now);
                last = Some(now);
            }
        }));
        self
    }

    /// Calls back for an event.
    pub fn on(self, event: &'static str, handler: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(handler))
    }

    #[inline(never)]
    fn listen(self, event: &'static str, mut handler: Box<dyn Hear<Event>>) -> Self {
        let handler = Closure::new(move |event| handler.hear(event));
        let _ = self.0.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        signal::keep(Listening { element: self.0.clone(), event, handler });
        self
    }

    /// Puts something in, behind what is in it already.
    #[expect(clippy::should_implement_trait, reason = "a builder's method, and nothing is summed up")]
    #[inline(never)]
    pub fn add(self, part: impl Part) -> Self {
        part.put(&self.0);
        self
    }

    /// Puts in something that changes.
    pub fn add_of(self, part: impl Fn() -> AnyView + 'static) -> Self {
        self.add(dynamic(part))
    }

    /// Puts in text that changes.
    pub fn text_of(self, text: impl Fn() -> String + 'static) -> Self {
        self.text_kept(Box::new(text))
    }

    #[inline(never)]
    fn text_kept(self, text: Box<dyn Make<String>>) -> Self {
        let (node, mut last) = (text_node(), String::new());
        put(&self.0, &node);
        keep(Box::new(move || {
            let now = text.make();
            if now != last {
                node.set_data(&now);
                last = now;
            }
        }));
        self
    }

    /// The view of it.
    pub fn view(self) -> AnyView {
        AnyView(self.0.into())
    }

    /// The document's own element, for who changes it by hand.
    pub fn node(&self) -> &Element {
        &self.0
    }
}

/// An event that is listened to until it is dropped: an element that leaves the document may still tell of one.
struct Listening {
    element: Element,
    event: &'static str,
    handler: Closure<dyn FnMut(Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self
            .element
            .remove_event_listener_with_callback(self.event, self.handler.as_ref().unchecked_ref());
    }
}

/// Does something now, and again whenever what it reads changes, until the owner is gone.
#[inline(never)]
fn keep(mut act: Box<dyn FnMut()>) {
    signal::keep(RenderEffect::new(move |_| act()));
}

fn set_style(element: &Element, name: &'static str, value: &str) {
    let _ = element.unchecked_ref::<HtmlElement>().style().set_property(name, value);
}

fn put(into: &Node, node: &Node) {
    let _ = into.append_child(node);
}

fn text_node() -> Text {
    document().create_text_node("")
}

/// A view that changes.
pub fn dynamic(view: impl Fn() -> AnyView + 'static) -> AnyView {
    dynamic_view(Box::new(view))
}

#[inline(never)]
fn dynamic_view(view: Box<dyn Make<AnyView>>) -> AnyView {
    // What changes stands between two empty texts, wherever they are put.
    let (whole, start, end) = (nothing(), text_node(), text_node());
    put(&whole.0, &start);
    put(&whole.0, &end);
    keep(Box::new(move || {
        let view = view.make();
        let Some(parent) = end.parent_node() else { return };
        while let Some(old) = start.next_sibling().filter(|old| *old != **end) {
            let _ = parent.remove_child(&old);
        }
        let _ = parent.insert_before(&view.0, Some(&end));
    }));
    whole
}

/// Nothing.
#[inline(never)]
pub fn nothing() -> AnyView {
    AnyView(document().create_document_fragment().into())
}

/// Several views, one behind the other.
#[inline(never)]
pub fn all(views: Vec<AnyView>) -> AnyView {
    let whole = nothing();
    views.iter().for_each(|view| put(&whole.0, &view.0));
    whole
}

/// What can be put into an element.
pub trait Part {
    /// Puts it behind what is there.
    fn put(self, into: &Element);
}

impl Part for AnyView {
    fn put(self, into: &Element) {
        put(into, &self.0);
    }
}

impl Part for El {
    fn put(self, into: &Element) {
        put(into, &self.0);
    }
}

impl Part for &str {
    #[inline(never)]
    fn put(self, into: &Element) {
        let _ = into.append_with_str_1(self);
    }
}

impl Part for String {
    fn put(self, into: &Element) {
        self.as_str().put(into);
    }
}

impl Part for &String {
    fn put(self, into: &Element) {
        self.as_str().put(into);
    }
}

impl<P: Part> Part for Option<P> {
    fn put(self, into: &Element) {
        if let Some(part) = self {
            part.put(into);
        }
    }
}

impl<P: Part> Part for Vec<P> {
    fn put(self, into: &Element) {
        self.into_iter().for_each(|part| part.put(into));
    }
}

impl From<El> for AnyView {
    fn from(element: El) -> Self {
        element.view()
    }
}
