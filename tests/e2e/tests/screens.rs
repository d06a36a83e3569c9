//! Every screen, light and dark, wide and narrow: drawn, whole, and keeping nobody out.

use e2e::{Host, screens, watched};
use serde_json::json;

#[test]
fn the_first_page_and_its_dialog_are_sound() {
    watched(Host::Headers, async |browser, _| {
        let mut found = Vec::new();
        browser.start_page("").await;
        browser.screenshot("landing").await;
        found.extend(browser.faults("landing").await);
        // Everything that is folded away is part of the page too.
        browser
            .js("document.querySelectorAll('details').forEach((details) => details.open = true)", vec![])
            .await;
        browser.screenshot("landing-unfolded").await;
        found.extend(browser.faults("landing, unfolded").await);
        browser.press("?").await;
        browser.wait_for("dialog[open] dl").await;
        browser.screenshot("help").await;
        found.extend(browser.faults("help").await);
        browser.press(&e2e::Key::Escape).await;
        browser.wait_until("!document.querySelector('dialog[open]')").await;

        browser.drop_files("body", &[("empty.json", b""), ("notes.txt", b"nothing of interest")]).await;
        browser.wait_for(".trouble .problem").await;
        browser.screenshot("refused").await;
        found.extend(browser.faults("what could not be opened").await);
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn a_load_under_way_is_sound() {
    watched(Host::Headers, async |browser, _| {
        let mut found = Vec::new();
        browser.start_page("").await;
        // The worker waits for the file as long as the test does.
        let hold = "const send = Worker.prototype.postMessage; \
            Worker.prototype.postMessage = function (...message) { if (message[0]?.length !== 3) send.apply(this, message); };";
        browser.js(hold, vec![]).await;
        browser.drop_files("body", &[("orders.json", b"{}")]).await;
        browser.wait_for(".reading [role=progressbar]").await;
        browser.screenshot("reading").await;
        found.extend(browser.faults("a load under way").await);
        browser.click_text("Cancel").await;
        browser.wait_until("!document.querySelector('.reading')").await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn every_screen_is_sound() {
    watched(Host::Headers, async |browser, _| {
        let mut found = Vec::new();
        browser.opens_sample().await;
        for (name, fragment, drawn) in screens("payments-webhook") {
            browser.goes(&fragment, drawn).await;
            browser.screenshot(&name).await;
            found.extend(browser.faults(&name).await);
        }
        // The screens before were of another edition; the rows of this one come when it has judged.
        browser.js("location.hash = '#v1/findings'", vec![]).await;
        browser.wait_until("document.querySelector('.chips').textContent.includes('2026-11')").await;
        browser.wait_for(".list.findings[aria-busy=false] .item .rule").await;
        browser.click("#row-0").await;
        browser.wait_for("article.finding .excerpt").await;
        browser.screenshot("finding").await;
        found.extend(browser.faults("findings with one of them").await);

        browser.goes("#v1/compliance/SOC2", ".requirement .line").await;
        browser.click(".requirement .line").await;
        browser.wait_for(".behind table tr").await;
        browser.screenshot("requirement").await;
        found.extend(browser.faults("compliance with a requirement").await);

        browser.goes("#v1/findings?text=nowhere-to-be-found", ".list.none").await;
        found.extend(browser.faults("a list without a row").await);
        browser.click(".top .menu summary").await;
        found.extend(browser.faults("the menu").await);
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn on_a_narrow_screen_open_and_search_are_at_hand() {
    watched(Host::Headers, async |browser, _| {
        browser.opens_sample().await;
        for width in [390, 800] {
            browser.width(width).await;
            browser.goes("#v1/overview", ".overview .checks tbody tr").await;
            // Every tool of the header can be seen, and stands apart from the others.
            let body = "const boxes = [...document.querySelectorAll('.tools > :not([hidden])')].map((e) => e.getBoundingClientRect()); \
                return [boxes.length, boxes.every((box, at) => box.width >= 24 && box.height >= 24 && box.left >= 0 && \
                  box.right <= innerWidth && (at === 0 || box.left >= boxes[at - 1].right))];";
            assert_eq!(browser.js(body, vec![]).await, json!([5, true]), "at {width}");
            let watch = "window.chosen = []; HTMLInputElement.prototype.click = function () { window.chosen.push(this.id); };";
            browser.js(watch, vec![]).await;
            browser.click(".tools [aria-label='Open…']").await;
            assert_eq!(browser.js("return window.chosen", vec![]).await, json!(["add-files"]));
            browser.click(".tools [aria-label=Search]").await;
            browser.wait_until("document.activeElement.id === 'search'").await;
        }
    });
}
