//! Small dealings with elements.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, HtmlDialogElement, HtmlElement, ResizeObserver};

use super::later::callback;
use super::signal::{StoredValue, effect, on_cleanup};

/// An element's height of a row, as its style sheet says in `--row`, in pixels.
pub fn row_height(element: &Element, otherwise: i32) -> i32 {
    let style = window().get_computed_style(element).ok().flatten();
    let value = style.and_then(|style| style.get_property_value("--row").ok()).unwrap_or_default();
    value.trim().trim_end_matches(['p', 'x']).parse().unwrap_or(otherwise)
}

/// Calls back with an element's first size, once it stands in the document, and whenever it changes, until the owner is gone.
pub fn on_resize(id: &'static str, resized: impl Fn(&Element) + 'static) {
    let resized = callback(move |_| {
        if let Some(element) = element(id) {
            resized(&element);
        }
    });
    let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
    let kept = StoredValue::new((observer, resized));
    on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    // Effects run when the document stands.
    effect(move || {
        if let Some(element) = element(id) {
            kept.with_value(|(observer, _)| observer.observe(&element));
        }
    });
}

/// Gives the keyboard to the element with this id, without moving what is seen. Says whether there is one.
pub fn focus(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let Some(element) = element else { return false };
    // `focus({preventScroll: true})`; a plain `focus()` would jump.
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
    if let Ok(focus) = js_sys::Reflect::get(&element, &"focus".into())
        && let Some(focus) = focus.dyn_ref::<js_sys::Function>()
    {
        let _ = focus.call1(&element, &options);
    }
    true
}

/// Brings the element with this id into view, unfolded where it is what one unfolds by, and gives it the keyboard.
pub fn unfold(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    if let Some(details) = element.parent_element().filter(|_| element.tag_name() == "SUMMARY") {
        let _ = details.set_attribute("open", "");
    }
    element.scroll_into_view();
    focus(id);
}

/// Gives the keyboard to an element and scrolls it into view, from its top.
pub fn show(id: &str) {
    if focus(id)
        && let Some(element) = element(id)
    {
        element.scroll_into_view();
    }
}

/// Puts the cursor into the search field, with its text chosen.
pub fn focus_search() -> bool {
    let field = document()
        .get_element_by_id(SEARCH)
        .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(field) = field else { return false };
    let _ = field.focus();
    field.select();
    true
}

/// What stands in the field that an event comes from.
pub fn typed(event: &web_sys::Event) -> String {
    let value = event.target().and_then(|target| js_sys::Reflect::get(&target, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// What is chosen in the list that an event comes from.
pub fn chosen(event: &web_sys::Event) -> String {
    typed(event)
}

/// Today, `YYYY-MM-DD`, where the person is.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The id of the screen's search field.
pub const SEARCH: &str = "search";

/// Scrolls the main part to its top, as a new page would stand.
pub fn to_top() {
    if let Some(main) = document().get_element_by_id("main") {
        main.set_scroll_top(0);
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Opens or closes a dialog over everything; the browser keeps the keyboard in it and gives it back on closing.
pub fn show_dialog(id: &str, open: bool) {
    let dialog = element(id).and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok());
    if let Some(dialog) = dialog.filter(|dialog| dialog.open() != open) {
        if open {
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    }
}

/// The element with this id.
pub fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// How far an element is scrolled down, in pixels.
pub fn scrolled(id: &str) -> i32 {
    element(id).map_or(0, |element| element.scroll_top())
}

/// Scrolls an element down to there.
pub fn scroll_to(id: &str, top: i32) {
    if let Some(element) = element(id) {
        element.set_scroll_top(top);
    }
}

/// What an event came from, or the nearest around it, that a selector finds.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|target| target.closest(selector).ok().flatten())
}

/// Whether the keyboard is on an element that a selector finds.
pub fn has_focus(selector: &str) -> bool {
    document().active_element().is_some_and(|element| element.matches(selector) == Ok(true))
}

/// Closes the menu (a disclosure) that an event came from, and gives the keyboard back to what opens it.
pub fn close_menu(event: &web_sys::Event) {
    if let Some(menu) = closest(event, "details") {
        let _ = menu.remove_attribute("open");
        if let Ok(Some(summary)) = menu.query_selector("summary") {
            let _ = summary.unchecked_into::<HtmlElement>().focus();
        }
    }
}

/// The page's own policy, as it stands in its head, a directive each.
pub fn policy() -> Vec<String> {
    let meta = document().query_selector("meta[http-equiv=\"Content-Security-Policy\"]").ok().flatten();
    let policy = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
    policy.split(';').map(|directive| directive.trim().to_owned()).filter(|d| !d.is_empty()).collect()
}

/// Has the browser ask before the page is left, while something would be lost.
pub fn ask_before_leaving(unsaved: impl Fn() -> bool + 'static) {
    super::later::on_window("beforeunload", move |event| {
        if unsaved() {
            event.prevent_default();
        }
    });
}

/// The title of the window.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Prints what the page holds.
pub fn print() {
    let _ = window().print();
}

/// Whether the window is so narrow that lists become cards. The style sheets draw the same line.
pub fn is_narrow() -> bool {
    window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width < 760.0)
}

/// Has a failure of the page itself say so where it can be seen: a wasm module that has stopped answers nothing more.
pub fn say_where_it_stops() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // Where, but never what: a message might hold a value from the evidence.
        web_sys::console::error_1(&format!("The page stopped at {place}.").into());
        let document = document();
        if let (Ok(line), Some(body)) = (document.create_element("p"), document.body()) {
            line.set_class_name("stopped");
            let _ = line.set_attribute("role", "alert");
            line.set_text_content(Some(
                "This page has stopped; this is a fault in it. Reload it and open your files again. Nothing was sent anywhere.",
            ));
            let _ = body.prepend_with_node_1(&line);
        }
    }));
}
