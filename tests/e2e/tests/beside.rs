//! `#open=NAME`: a file that lies beside the page, and every name and answer that is refused.

use e2e::{Answer, Browser, Front, Host, watched};
use serde_json::json;

const ORDERS: &[u8] = include_bytes!("../../fixtures/orders.json");

async fn refused(browser: &mut Browser, name: &str, sentence: &str) {
    browser.js("document.querySelector('.trouble header button')?.click()", vec![]).await;
    browser.js("location.hash = arguments[0]", vec![json!(format!("#open={name}"))]).await;
    browser.wait_until("document.querySelector('.trouble') && !document.querySelector('.reading')").await;
    let said = browser.text_of(".trouble").await;
    assert!(said.contains(sentence), "{name:?} should be refused with {sentence:?}, but: {said}");
    // The address is the only place where the name stands as it was written.
    assert_eq!(browser.count(".trouble img, .trouble script").await, 0);
}

#[test]
fn a_file_beside_the_page_opens() {
    watched(Host::Headers, async |browser, _| {
        browser.site.put("/orders-2026_11.json", ORDERS);
        browser.start_page("#open=orders-2026_11.json").await;
        browser.wait_for(".overview .checks tbody tr").await;
        let open = browser.what_is_open().await;
        assert!(open.starts_with("orders-2026_11.json, from this host | 123456789012"), "{open}");
        assert_eq!(browser.fragment().await, "#v1/overview?open=orders-2026_11.json");
        assert!(
            browser
                .text_of(".bottom .requests")
                .await
                .contains("of the page: orders-2026_11.json, from this host")
        );
        let asked: Vec<String> =
            browser.site.requests().into_iter().filter(|path| path.ends_with(".json")).collect();
        assert_eq!(asked, ["/orders-2026_11.json"], "asked once");

        // Every link within carries the file's name, so that it can be handed on.
        browser.click(".side a[href*=findings]").await;
        browser.wait_for(".list.findings .item .rule").await;
        assert_eq!(browser.fragment().await, "#v1/findings?open=orders-2026_11.json");
        let link = browser.fragment().await;
        browser.start_page(&link).await;
        browser.wait_for(".list.findings .item .rule").await;
        let open = browser.what_is_open().await;
        assert!(open.contains("Findings27"), "{open}");

        // By an edited address over what is open; what the person drops then is theirs, and no longer from the host.
        browser.site.put("/quiet.json", ORDERS);
        browser
            .opens(async |browser| {
                browser.js("location.hash = '#open=quiet.json'", vec![]).await;
            })
            .await;
        assert!(browser.what_is_open().await.starts_with("quiet.json, from this host"));
        browser.opens_file("mine.json", ORDERS).await;
        assert!(browser.what_is_open().await.starts_with("mine.json | "));
        assert_eq!(browser.fragment().await, "#v1/overview");
    });
}

#[test]
fn names_that_are_no_file_beside_the_page_are_refused() {
    watched(Host::Headers, async |browser, outside| {
        browser.start_page("").await;
        browser.opens_file("orders.json", ORDERS).await;
        let before = browser.what_is_open().await;
        let asked = browser.site.requests().len();
        let elsewhere = format!("http://{}/orders.json", outside.address());
        let without_scheme = format!("//{}/orders.json", outside.address());
        let long = "a".repeat(300);
        for name in [
            "../orders.json",
            "..",
            ".",
            ".hidden.json",
            "/orders.json",
            "below/orders.json",
            "below%2Forders.json",
            "..%2Forders.json",
            "%2e%2e%2forders.json",
            "orders.json%3Fa",
            "orders.json%23a",
            "a%5Cb.json",
            "a%00.json",
            "a%0Ab.json",
            "%20",
            "blob:x",
            "data:application/json,{}",
            "javascript:alert(1)",
            "\"><img src=x onerror=window.pwned=1>",
            "%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E",
            "k%C3%A4se.json",
            &long,
            &elsewhere,
            &without_scheme,
        ] {
            refused(browser, name, "which is not the name of a file beside this page").await;
            assert_eq!(browser.what_is_open().await, before, "after {name:?}");
        }
        assert_eq!(browser.site.requests().len(), asked, "the host was asked: {:?}", browser.site.requests());
        assert_eq!(browser.js("return window.pwned ?? null", vec![]).await, json!(null));
    });
}

#[test]
fn answers_that_are_no_file_are_refused() {
    watched(Host::Headers, async |browser, outside| {
        let to = |place: &str| Answer::head(&format!("302 Found\r\nLocation: {place}"));
        let answers = [
            ("/away.json", to(&format!("http://{}/orders.json", outside.address()))),
            ("/home.json", to("/sample.json")),
            ("/locked.json", Answer::head("403 Forbidden")),
            ("/broken.json", Answer::head("500 Internal Server Error")),
            ("/told.json", Answer::head("200 OK\r\nContent-Length: 536870913")),
            ("/untold.json", Answer::Blanks((512 << 20) + 1)),
            ("/short.json", Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"".to_vec())),
            ("/empty.json", Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec())),
            (
                "/login.json",
                Answer::Bytes(
                    b"HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n<!doctype html><form></form>".to_vec(),
                ),
            ),
        ];
        let front = Front::start(&browser.site, answers);
        browser.trust(&front.url());
        browser.visit(&front.url()).await;
        browser.opens_file("orders.json", ORDERS).await;
        let before = browser.what_is_open().await;
        for (name, sentence) in [
            ("missing.json", "This host has no missing.json beside this page."),
            ("away.json", "away.json could not be fetched: the host can't be reached, or sends elsewhere."),
            ("home.json", "home.json could not be fetched: the host can't be reached, or sends elsewhere."),
            ("locked.json", "This host refused locked.json (status 403)."),
            ("broken.json", "This host refused broken.json (status 500)."),
            ("told.json", "told.json is more than 537 MB."),
            ("untold.json", "untold.json is more than 537 MB."),
            ("short.json", "short.json could not be fetched: the host can't be reached, or sends elsewhere."),
            ("empty.json", "The file is empty."),
            ("login.json", "This is a web page, probably a login page"),
        ] {
            refused(browser, name, sentence).await;
            assert_eq!(browser.what_is_open().await, before, "after {name}");
        }
        // What the browser itself says of these answers is no fault of the page's.
        for part in ["(Not Found)", "(Forbidden)", "(Internal Server Error)", "net::ERR_"] {
            browser.forgive(part);
        }
    });
}
