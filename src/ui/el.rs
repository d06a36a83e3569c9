//! Elements that are put together at run time.
//!
//! Leptos's `view!` gives every shape of element a type of its own, and code to build it: measured, that made most of the page.
//! Here all elements are of one type, which halves what has to be sent before the page stands. Signals work as they do
//! everywhere: what is given as a closure is kept up to date.

use std::sync::Arc;

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev;
use leptos::prelude::{AnyView, ElementChild as _, IntoAny};
use leptos::tachys::html::directive::directive;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use leptos::tachys::html::style::style;
use leptos::tachys::view::add_attr::AddAnyAttr as _;
use web_sys::Element;

/// An event of any kind.
pub type Event = ev::Event;

/// An element with its attributes and children.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

// What is not inlined here is called from everywhere: a call is a few bytes, its body would be many.

/// An element of HTML by its name.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// An element of HTML by its name, with classes.
#[inline(never)]
pub fn div(tag: &'static str, class: &'static str) -> El {
    if class.is_empty() { el(tag) } else { el(tag).attr("class", class) }
}

/// A link.
#[inline(never)]
pub fn link(href: String) -> El {
    el("a").attr("href", href)
}

/// A button with words on it.
pub fn button(words: &'static str, press: impl FnMut(Event) + 'static) -> El {
    button_of(words, Box::new(press))
}

#[inline(never)]
fn button_of(words: &'static str, press: Box<dyn FnMut(Event)>) -> El {
    el("button").attr("type", "button").listen("click", press).add(words)
}

impl El {
    /// An attribute that stays.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.attributes.push(custom_attribute(name, value.into()).into_any_attr());
        self
    }

    /// An attribute that changes; without a value it isn't there.
    pub fn attr_of(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.set_of(name, Arc::new(value))
    }

    #[inline(never)]
    fn set_of(mut self, name: &'static str, value: Arc<dyn Fn() -> Option<String> + Send + Sync>) -> Self {
        self.0.attributes.push(custom_attribute(name, move || value()).into_any_attr());
        self
    }

    /// An attribute of ARIA that is true or false.
    pub fn is(self, name: &'static str, value: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.attr_of(name, move || Some(if value() { "true" } else { "false" }.to_owned()))
    }

    /// The title of a link or of what is cut off.
    pub fn title(self, title: impl Into<String>) -> Self {
        self.attr("title", title)
    }

    /// A property of its style, set on the element itself, as the page's policy wants it.
    #[inline(never)]
    pub fn style(mut self, name: &'static str, value: String) -> Self {
        self.0.attributes.push(style((name, value)).into_any_attr());
        self
    }

    /// A property of its style that changes.
    pub fn style_of(self, name: &'static str, value: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.style_set_of(name, Arc::new(value))
    }

    #[inline(never)]
    fn style_set_of(mut self, name: &'static str, value: Arc<dyn Fn() -> String + Send + Sync>) -> Self {
        self.0.attributes.push(style((name, move || value())).into_any_attr());
        self
    }

    /// What stands in a field, as long as nobody types.
    pub fn value_of(mut self, value: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.0.attributes.push(prop("value", value).into_any_attr());
        self
    }

    /// Calls back for an event.
    pub fn on(self, event: &'static str, handler: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(handler))
    }

    #[inline(never)]
    fn listen(mut self, event: &'static str, mut handler: Box<dyn FnMut(Event)>) -> Self {
        self.0
            .attributes
            .push(on(ev::Custom::<Event>::new(event), move |event| handler(event)).into_any_attr());
        self
    }

    /// Does something to the element itself once it is made, and again when it is made anew.
    pub fn made(mut self, make: impl Fn(&Element) + Send + Sync + 'static) -> Self {
        let make: Arc<dyn Fn(&Element) + Send + Sync> = Arc::new(make);
        self.0.attributes.push(directive(make_it, make).into_any_attr());
        self
    }

    /// Puts something in, behind what is in it already.
    #[expect(clippy::should_implement_trait, reason = "a builder's method, and nothing is summed up")]
    #[inline(never)]
    pub fn add(mut self, part: impl Part) -> Self {
        part.put(&mut self.0.children);
        self
    }

    /// Puts in something that changes.
    pub fn add_of(self, part: impl Fn() -> AnyView + Send + Sync + 'static) -> Self {
        self.add(dynamic(part))
    }

    /// Puts in text that changes.
    pub fn text_of(self, text: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.add(dynamic_text(Arc::new(text)))
    }

    /// The view of it.
    #[inline(never)]
    pub fn view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        leptos::html::custom(tag).add_any_attr(attributes).child(children).into_any()
    }
}

fn make_it(element: Element, make: Arc<dyn Fn(&Element) + Send + Sync>) {
    make(&element);
}

/// A view that changes.
pub fn dynamic(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    dynamic_view(Arc::new(view))
}

#[inline(never)]
fn dynamic_view(view: Arc<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || view()).into_any()
}

#[inline(never)]
fn dynamic_text(text: Arc<dyn Fn() -> String + Send + Sync>) -> AnyView {
    (move || text()).into_any()
}

/// Nothing.
#[inline(never)]
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Several views, one behind the other.
#[inline(never)]
pub fn all(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// What can be put into an element.
pub trait Part {
    /// Puts it behind what is there.
    fn put(self, into: &mut Vec<AnyView>);
}

impl Part for AnyView {
    fn put(self, into: &mut Vec<AnyView>) {
        into.push(self);
    }
}

impl Part for El {
    fn put(self, into: &mut Vec<AnyView>) {
        into.push(self.view());
    }
}

impl Part for String {
    #[inline(never)]
    fn put(self, into: &mut Vec<AnyView>) {
        into.push(self.into_any());
    }
}

impl Part for &str {
    fn put(self, into: &mut Vec<AnyView>) {
        self.to_owned().put(into);
    }
}

impl Part for &String {
    fn put(self, into: &mut Vec<AnyView>) {
        self.clone().put(into);
    }
}

impl<P: Part> Part for Option<P> {
    fn put(self, into: &mut Vec<AnyView>) {
        if let Some(part) = self {
            part.put(into);
        }
    }
}

impl<P: Part> Part for Vec<P> {
    fn put(self, into: &mut Vec<AnyView>) {
        self.into_iter().for_each(|part| part.put(into));
    }
}

impl From<El> for AnyView {
    fn from(element: El) -> Self {
        element.view()
    }
}
