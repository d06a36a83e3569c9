//! What is shown beside an older audit.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::path::Path;

use e2e::{Browser, Host, Key, watched};
use serde_json::json;

const ORDERS: &str = include_str!("../../fixtures/orders.json");

/// The fixture three months before, when its runtime was a current one.
fn older() -> Vec<u8> {
    ORDERS.replace("python3.6", "python3.14").replace("2026-11-01T", "2026-08-01T").into_bytes()
}

async fn chooses(browser: &Browser, name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compare");
    std::fs::create_dir_all(&folder).expect("a folder for files to choose");
    std::fs::write(folder.join(name), bytes).expect("a file to choose");
    browser.choose_paths("#older-files", &[&folder.join(name)]).await;
}

#[test]
fn an_older_audit_is_chosen_and_says_what_became_of_each_problem() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("orders.json", ORDERS.as_bytes()).await;
        let before = browser.text_of(".side li:nth-child(3)").await;
        browser.goes("#v1/compare", ".screen.page h1").await;
        browser.screenshot("compare-empty").await;
        let mut found = browser.faults("comparing, before a choice").await;
        chooses(browser, "older.json", &older()).await;
        browser.wait_for(".list.fates .item").await;
        let sides = browser.text_of(".sides").await;
        assert!(sides.contains("2026-11-01") && sides.contains("older.json, of 2026-08-01"), "{sides}");
        browser.screenshot("compare").await;
        browser.dark(true).await;
        browser.screenshot("compare-dark").await;
        browser.dark(false).await;
        found.extend(browser.faults("a comparison").await);
        assert_eq!(browser.text_of(".side li:nth-child(3)").await, before, "what is open stays");

        // A filter stands in the address; a row leads to the finding.
        browser.goes("#v1/compare?change=new", ".facet[aria-pressed=true]").await;
        browser.wait_until("document.querySelectorAll('.list.fates .item').length === 2").await;
        let rules = browser.js("return [...document.querySelectorAll('.list.fates .item .rule')].map((rule) => rule.textContent).join()", vec![]).await;
        assert_eq!(rules, json!("RT-01,RT-03"));
        browser.press("j").await;
        browser.press("k").await;
        browser.press(&Key::Enter).await;
        browser.wait_for("article.finding .excerpt").await;
        assert!(browser.text_of("article.finding h2").await.contains("python3.6"));

        // Other rules have nothing in common with it, and a file that is no audit leaves it.
        browser.goes("#v1/compare?rules=2025-09", ".sides .note").await;
        browser.wait_for_text("Chosen here once more").await;
        chooses(browser, "older.json", &older()).await;
        browser.wait_for(".list.fates .item").await;
        chooses(browser, "nothing.json", b"nothing").await;
        browser.wait_for(".trouble").await;
        assert!(browser.text_of(".sides").await.contains("older.json"));
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn on_a_narrow_screen_every_screen_is_reached() {
    watched(Host::Headers, async |browser, _| {
        browser.width(390).await;
        browser.start_page("").await;
        browser.opens_file("orders.json", ORDERS.as_bytes()).await;
        browser.goes("#v1/compare", ".screen.page h1").await;
        chooses(browser, "narrow.json", &older()).await;
        browser.wait_for(".list.fates .item").await;
        browser.screenshot("compare-narrow").await;
        let outside = "return [...document.querySelectorAll('.side a')]\
            .filter((link) => link.getBoundingClientRect().right > innerWidth || link.scrollWidth > link.clientWidth + 1)\
            .map((link) => link.textContent)";
        assert_eq!(browser.js(outside, vec![]).await, json!([]));
        let faults = browser.faults("a comparison, narrow").await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}
