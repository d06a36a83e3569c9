//! The page's dealings with the browser, in a browser.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::cell::RefCell;
use std::rc::Rc;

use lambdascope::platform::files::{Dropped, Picked, pasted_name};
use lambdascope::platform::host::{Refused, fetch_beside};
use lambdascope::platform::signal::{Memo, Owner, RwSignal, StoredValue, effect, keep};
use lambdascope::platform::theme::{self, Theme};
use lambdascope::platform::{announcer, dom, files, hash, keys, marks, requests};
use lambdascope::ui::el::{El, all, dynamic, el, nothing, svg};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{DataTransfer, Element, EventTarget, File, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

fn element(tag: &str) -> HtmlElement {
    let element: HtmlElement = document().create_element(tag).unwrap().unchecked_into();
    document().body().unwrap().append_child(&element).unwrap();
    element
}

/// Presses a key on an element, and says whether somebody dealt with it.
fn press(target: &EventTarget, key: &str) -> bool {
    // `new KeyboardEvent("keydown", {key, bubbles, cancelable})`
    let options = js_sys::Object::new();
    let set = |name: &str, value: &JsValue| js_sys::Reflect::set(&options, &name.into(), value).unwrap();
    set("key", &key.into());
    set("bubbles", &JsValue::TRUE);
    set("cancelable", &JsValue::TRUE);
    let class = js_sys::Reflect::get(&js_sys::global(), &"KeyboardEvent".into()).unwrap();
    let arguments = js_sys::Array::of2(&"keydown".into(), &options);
    let event = js_sys::Reflect::construct::<fn() -> JsValue>(class.unchecked_ref(), &arguments).unwrap();
    !target.dispatch_event(event.unchecked_ref()).unwrap()
}

#[wasm_bindgen_test]
fn the_address_is_pushed_and_replaced() {
    hash::replace("#v1/overview");
    let steps = window().history().unwrap().length().unwrap();
    hash::push("#v1/findings?text=a%20b");
    assert_eq!(hash::now(), "#v1/findings?text=a%20b");
    hash::push("#v1/findings?text=a%20b");
    hash::replace("#v1/trail");
    assert_eq!(window().history().unwrap().length().unwrap(), steps + 1, "the same address is no step");
    assert!(hash::link_to("#v1/x").ends_with("/#v1/x") || hash::link_to("#v1/x").ends_with("html#v1/x"));
}

#[wasm_bindgen_test]
fn the_theme_is_kept_and_forgotten() {
    let stored = || window().local_storage().unwrap().unwrap().get_item("theme").unwrap();
    for (theme, expected) in
        [(Theme::Dark, Some("dark")), (Theme::Light, Some("light")), (Theme::System, None)]
    {
        theme::set(theme);
        assert_eq!(theme::now(), theme);
        assert_eq!(stored().as_deref(), expected);
    }
    assert_eq!(Theme::System.next().next().next(), Theme::System);
}

#[wasm_bindgen_test]
fn keys_are_for_the_page_unless_somebody_else_wants_them() {
    let heard: Rc<RefCell<Vec<String>>> = Rc::default();
    let owner = Owner::new();
    owner.with(|| {
        let heard = heard.clone();
        keys::on_key(move |key| {
            heard.borrow_mut().push(key.to_owned());
            key == "j"
        });
    });
    let (field, button, body) = (element("input"), element("button"), document().body().unwrap());
    assert!(press(&body, "j"), "what is dealt with goes no further");
    assert!(!press(&body, "x"));
    press(&field, "j");
    press(&button, "Enter");
    assert_eq!(*heard.borrow(), ["j", "x"]);
    press(&field, "Escape");
    press(&button, "j");
    assert_eq!(*heard.borrow(), ["j", "x", "Escape", "j"]);
    let dialog = element("dialog");
    dialog.set_attribute("open", "").unwrap();
    press(&dialog, "Escape");
    owner.cleanup();
    press(&body, "j");
    assert_eq!(
        heard.borrow().len(),
        4,
        "a dialog has its keys to itself, and a screen that is gone hears none"
    );
    [field, button, dialog].iter().for_each(|element| element.remove());
}

#[wasm_bindgen_test]
fn text_becomes_a_file() {
    let picked = Picked::of_text("pasted.json", "{\"a\": \"ä\"}");
    assert_eq!((picked.names(), picked.bytes()), (vec!["pasted.json".to_owned()], 11));
    assert!(!picked.is_empty() && Picked::default().is_empty());
    assert_eq!((pasted_name(" [1]"), pasted_name("An error occurred")), ("pasted.json", "pasted.txt"));
}

#[wasm_bindgen_test]
async fn what_is_dropped_is_taken() {
    let transfer = DataTransfer::new().unwrap();
    for name in ["a.json", "b.json"] {
        let parts = js_sys::Array::of1(&"{}".into());
        transfer.items().add_with_file(&File::new_with_str_sequence(&parts, name).unwrap()).unwrap();
    }
    assert!(files::has_files(&transfer));
    let dropped = Dropped::of(&transfer);
    assert!(!dropped.is_empty());
    let picked = dropped.walk().await;
    assert_eq!((picked.names(), picked.bytes()), (vec!["a.json".to_owned(), "b.json".to_owned()], 4));

    let text = DataTransfer::new().unwrap();
    text.set_data("text/plain", "{}").unwrap();
    assert!(Dropped::of(&text).is_empty() && !files::has_files(&text));
    let pasted = files::pasted(&text).unwrap();
    assert_eq!((pasted.names(), pasted.bytes()), (vec!["pasted.json".to_owned()], 2));
    text.set_data("text/plain", " \n").unwrap();
    assert!(files::pasted(&text).is_none());
}

#[wasm_bindgen_test]
async fn only_bare_names_are_fetched() {
    for name in ["../a.json", "a/b.json", "https://example.com/a.json", ".a", ""] {
        assert_eq!(fetch_beside(name).await.err(), Some(Refused::Name), "{name}");
    }
    assert_eq!(fetch_beside("there-is-no-such-file.json").await.err(), Some(Refused::Status(404)));
}

#[wasm_bindgen_test]
fn requests_are_named() {
    let origin = window().location().origin().unwrap();
    let check = |address: &str, expected: &str| {
        assert_eq!(requests::told(&[address.to_owned()]), (0, vec![expected.to_owned()]));
    };
    check(&format!("{origin}/audit/orders.json?x#y"), "orders.json, from this host");
    check(&format!("{origin}/"), "/, from this host");
    check("https://example.com/a.json", "https://example.com/a.json");
    check(&format!("{origin}.example.com/a"), &format!("{origin}.example.com/a"));
    // A part is told apart by the name that boot.js gives it, and only where it came from this host.
    let (name, boot) = ("rules-1.wasm", js_sys::Object::new());
    js_sys::Reflect::set(&boot, &"parts".into(), &js_sys::Array::of1(&name.into())).unwrap();
    js_sys::Reflect::set(&js_sys::global(), &"lambdascope".into(), &boot).unwrap();
    assert_eq!(
        requests::told(&[format!("{origin}/audit/{name}"), format!("{origin}/b")]),
        (1, vec!["b, from this host".to_owned()])
    );
    check(&format!("https://example.com/{name}"), &format!("https://example.com/{name}"));
    let owner = Owner::new();
    assert!(owner.with(|| requests::watch(RwSignal::new(Vec::new()))));
}

#[wasm_bindgen_test]
async fn signals_tell_who_reads_them_until_their_owner_is_gone() {
    let owner = Owner::new();
    let (words, times) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(0)));
    let (signal, memo) = owner.with(|| {
        let signal = RwSignal::new("one".to_owned());
        let memo = Memo::new(move || signal.with(String::len));
        let (heard, counted) = (words.clone(), times.clone());
        effect(move || heard.borrow_mut().push(signal.get()));
        effect(move || {
            memo.track();
            *counted.borrow_mut() += 1;
        });
        (signal, memo)
    });
    leptos::task::tick().await;
    signal.set("two".to_owned());
    leptos::task::tick().await;
    assert_eq!((memo.get_untracked(), *times.borrow()), (3, 1), "what is made of it is the same");
    signal.update(|word| word.push('!'));
    signal.update_untracked(|word| word.push('?'));
    leptos::task::tick().await;
    assert_eq!((memo.with_untracked(|length| *length), *times.borrow()), (5, 2));
    assert_eq!(*words.borrow(), ["one", "two", "two!?"]);
    owner.cleanup();
    signal.set("three".to_owned());
    leptos::task::tick().await;
    assert_eq!((words.borrow().len(), *times.borrow()), (3, 2), "nobody hears any more");
}

#[wasm_bindgen_test]
fn what_is_kept_goes_with_its_owner() {
    let (owner, kept) = (Owner::new(), Rc::new(()));
    let stored = owner.with(|| {
        keep(kept.clone());
        StoredValue::new(kept.clone())
    });
    assert!(stored.with_value(|value| Rc::ptr_eq(value, &kept)));
    assert_eq!(stored.try_update_value(|_| 7), Some(7));
    owner.cleanup();
    assert_eq!((Rc::strong_count(&kept), stored.try_get_value()), (1, None));
    assert_eq!(stored.try_update_value(|_| 7), None);
}

#[wasm_bindgen_test]
fn the_announcer_says_the_same_twice() {
    let owner = Owner::new();
    owner.with(|| {
        let announcer = announcer::Announcer::new();
        announcer.say("12 rows");
        let once = announcer.said();
        announcer.say("12 rows");
        assert_ne!(once, announcer.said());
        assert_eq!(once.trim(), announcer.said().trim());
    });
}

#[wasm_bindgen_test]
fn marks_hold_their_detail() {
    marks::mark("lambdascope:test", &JsValue::from_f64(42.0));
    let entries = window().performance().unwrap().get_entries_by_name("lambdascope:test");
    let detail = js_sys::Reflect::get(&entries.get(0), &"detail".into()).unwrap();
    assert_eq!(detail.as_f64(), Some(42.0));
}

#[wasm_bindgen_test]
fn the_keyboard_is_handed_over() {
    let field = element("input");
    field.set_id("a-field");
    assert!(dom::focus("a-field"));
    assert_eq!(document().active_element().map(|e: Element| e.id()).as_deref(), Some("a-field"));
    assert!(!dom::focus("there-is-none"));
    let row = element("div");
    row.set_attribute("class", "list").unwrap();
    row.style().set_property("--row", "76px").unwrap();
    assert_eq!(dom::row_height(&row, 32), 76);
    row.style().set_property("--row", "odd").unwrap();
    assert_eq!(dom::row_height(&row, 32), 32);
    field.remove();
    row.remove();
}

/// Gives effects their turn.
async fn turn() {
    leptos::task::tick().await;
    leptos::task::tick().await;
}

/// Draws a view as the page does, and gives its element and its owner.
fn drawn(view: impl FnOnce() -> El) -> (HtmlElement, Owner) {
    // Has the browser run effects.
    leptos::mount::mount_to_body(|| ());
    let (host, owner) = (element("section"), Owner::new());
    host.append_child(owner.with(view).node()).unwrap();
    (host, owner)
}

#[wasm_bindgen_test]
async fn what_changes_stands_where_it_was_put() {
    let (outer, inner) = (RwSignal::new(1_u32), RwSignal::new('a'));
    let (host, owner) = drawn(|| {
        let inside = move || dynamic(move || el("i").add(inner.get().to_string()).view());
        let several = move || {
            let more = (0..outer.get()).map(|_| inside());
            all(std::iter::once(el("b").view()).chain(more).collect())
        };
        el("p").add("<").add_of(several).add(">").add(nothing()).text_of(move || format!("{}!", inner.get()))
    });
    let check = |expected: &str| assert_eq!(host.inner_html(), format!("<p>{expected}</p>"));
    check("&lt;<b></b><i>a</i>&gt;a!");
    inner.set('c');
    turn().await;
    check("&lt;<b></b><i>c</i>&gt;c!");
    outer.set(2);
    turn().await;
    check("&lt;<b></b><i>c</i><i>c</i>&gt;c!");
    outer.set(0);
    inner.set('d');
    turn().await;
    check("&lt;<b></b>&gt;d!");
    owner.cleanup();
    inner.set('e');
    turn().await;
    check("&lt;<b></b>&gt;d!");
    host.remove();
}

#[wasm_bindgen_test]
async fn attributes_come_and_go_and_fields_keep_what_is_typed() {
    let (name, text) = (RwSignal::new(None::<String>), RwSignal::new("one".to_owned()));
    let (host, _owner) = drawn(|| {
        el("input")
            .attr("id", "a")
            .attr_of("title", move || name.get())
            .value_of(move || text.get())
            .is("aria-busy", move || name.with(Option::is_some))
            .style("left", "3px".to_owned())
    });
    let field: web_sys::HtmlInputElement = host.first_element_child().unwrap().unchecked_into();
    let check = |title: Option<&str>, value: &str| {
        assert_eq!((field.get_attribute("title").as_deref(), field.value().as_str()), (title, value));
        assert_eq!(
            field.get_attribute("aria-busy").as_deref(),
            Some(if title.is_some() { "true" } else { "false" })
        );
    };
    check(None, "one");
    assert_eq!(field.style().get_property_value("left").unwrap(), "3px");
    field.set_value("typed");
    name.set(Some("there".to_owned()));
    text.set("one".to_owned());
    turn().await;
    check(Some("there"), "typed");
    name.set(None);
    text.set("two".to_owned());
    turn().await;
    check(None, "two");
    host.remove();
}

#[wasm_bindgen_test]
fn what_is_gone_hears_nothing() {
    let heard = RwSignal::new(0);
    let (host, owner) = drawn(|| el("div").on("keydown", move |_| heard.update(|heard| *heard += 1)));
    let target = host.first_element_child().unwrap();
    press(&target, "x");
    assert_eq!(heard.get_untracked(), 1);
    owner.cleanup();
    press(&target, "x");
    assert_eq!(heard.get_untracked(), 1);
    host.remove();
}

#[wasm_bindgen_test]
fn pictures_are_pictures() {
    let (host, _owner) = drawn(|| svg("svg").attr("viewBox", "0 0 1 1").add(svg("path").attr("d", "M0 0h1")));
    let picture = host.first_element_child().unwrap();
    assert_eq!(picture.namespace_uri().as_deref(), Some("http://www.w3.org/2000/svg"));
    assert_eq!(picture.first_element_child().unwrap().namespace_uri(), picture.namespace_uri());
    host.remove();
}
