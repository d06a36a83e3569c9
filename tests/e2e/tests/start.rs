//! The page starts, from any host, and asks it for nothing more afterwards.

use e2e::{Host, run};
use serde_json::{Value, json};

#[test]
fn the_page_starts_without_a_complaint() {
    for host in [Host::Headers, Host::Plain] {
        run(host, async |browser| {
            browser.open("").await;
            browser.wait_until("document.getElementById('boot') === null").await;
            assert_eq!(browser.complaints().await, Vec::<String>::new());
            let elsewhere = |address: &String| {
                !address.starts_with(&browser.site.url())
                    && !address.starts_with("data:")
                    && !address.starts_with("blob:")
            };
            let asked: Vec<_> = browser.network().await.into_iter().filter(elsewhere).collect();
            assert_eq!(asked, Vec::<String>::new(), "asked of somebody else");
        });
    }
}

#[test]
fn a_new_worker_asks_the_host_for_nothing() {
    run(Host::Headers, async |browser| {
        browser.open("").await;
        browser.wait_until("document.getElementById('boot') === null").await;
        let start = "const worker = await lambdascope.startWorker(); \
            const failed = new Promise((done) => worker.addEventListener('error', () => done('failed'))); \
            const alive = new Promise((done) => setTimeout(done, 500, 'alive')); \
            const state = await Promise.race([failed, alive]); worker.terminate(); return state;";
        assert_eq!(browser.js_async(start, vec![]).await, json!("alive"));
        let asked = browser.site.requests().len();
        for _ in 0..3 {
            assert_eq!(browser.js_async(start, vec![]).await, json!("alive"));
        }
        assert_eq!(browser.site.requests().len(), asked, "{:?}", browser.site.requests());
    });
}

#[test]
fn the_exporter_comes_when_somebody_looks_at_it() {
    run(Host::Headers, async |browser| {
        browser.open("").await;
        browser.wait_until("document.getElementById('boot') === null").await;
        let asked =
            || browser.site.requests().into_iter().filter(|path| path.ends_with(".sh")).collect::<Vec<_>>();
        assert_eq!(asked(), Vec::<String>::new());
        browser.click_text("How to export from AWS").await;
        browser.wait_for_text("Save the script").await;
        assert_eq!(asked().len(), 1, "{:?}", asked());
        browser.click_text("Save the script").await;
        let script = include_bytes!("../../../export/lambdascope-export.sh");
        assert_eq!(browser.taken("lambdascope-export.sh").await, script);
        assert_eq!(browser.complaints().await, Vec::<String>::new());
    });
}

#[test]
fn a_browser_without_webassembly_is_told_so() {
    run(Host::Headers, async |browser| {
        let gone = json!({"source": "delete globalThis.WebAssembly;"});
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", gone).await;
        browser.open("").await;
        browser.wait_for_text("refused to run WebAssembly").await;
        assert_eq!(
            browser.js("return document.getElementById('boot').getAttribute('role')", vec![]).await,
            json!("alert")
        );
    });
}

#[test]
fn without_scripts_the_page_says_what_it_needs() {
    run(Host::Headers, async |browser| {
        browser.cdp("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
        browser.open("").await;
        // Read as markup only where scripts are off; otherwise it is one text without elements.
        let document = browser.cdp("DOM.getDocument", json!({})).await;
        let root = document.pointer("/root/nodeId");
        let shown =
            browser.cdp("DOM.querySelector", json!({"nodeId": root, "selector": "noscript p code"})).await;
        assert!(shown.get("nodeId").and_then(Value::as_u64).is_some_and(|node| node != 0), "{shown}");
    });
}

#[test]
fn the_chosen_theme_stands_before_the_page() {
    run(Host::Headers, async |browser| {
        let theme = "return document.documentElement.dataset.theme ?? 'system'";
        browser.open("").await;
        assert_eq!(browser.js(theme, vec![]).await, json!("system"));
        for chosen in ["dark", "light"] {
            browser.js("localStorage.setItem('theme', arguments[0])", vec![json!(chosen)]).await;
            browser.reload().await;
            assert_eq!(browser.js(theme, vec![]).await, json!(chosen));
        }
        browser.js("localStorage.setItem('theme', '\"><script>')", vec![]).await;
        browser.reload().await;
        assert_eq!(browser.js(theme, vec![]).await, json!("system"));
    });
}
