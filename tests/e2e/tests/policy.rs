//! The strict policy: nothing gets out of the page or its worker, and nothing runs that wasn't built with index.html.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use e2e::{Browser, Host, Outside, run};
use serde_json::{Value, json};

const GETTING_OUT: &str = include_str!("getting_out.js");

/// The value of an attribute in the served index.html.
async fn part(browser: &Browser, attribute: &str) -> String {
    let body = "return document.querySelector(`script[${arguments[0]}]`).getAttribute(arguments[0])";
    browser.js(body, vec![json!(attribute)]).await.as_str().expect("index.html names it").to_owned()
}

/// A file of the site as its host serves it, as text.
async fn fetched(browser: &Browser, path: &str) -> String {
    let text = browser.js_async("return await (await fetch(arguments[0])).text()", vec![json!(path)]).await;
    text.as_str().expect("the host has it").to_owned()
}

/// Time for what was started to arrive somewhere.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(1500)).await;
}

async fn get_out_of_the_page(browser: &Browser, outside: &Outside) -> Value {
    let body = format!("const OUTSIDE = arguments[0]; {GETTING_OUT}; return await tried;");
    let tried = browser.js_async(&body, vec![json!(outside.address())]).await;
    assert!(tried.get("fetch").is_some(), "the script didn't run: {tried}");
    settle().await;
    tried
}

/// The workers: their glue's attribute in index.html, and what starts them.
const WORKERS: [(&str, &str); 2] =
    [("data-worker-glue", "startWorker"), ("data-toolkit-glue", "startToolkit")];

/// Serves a worker whose first lines try to get out, with its right hash in index.html, and has the page start it.
async fn get_out_of_the_worker(
    browser: &Browser,
    outside: &Outside,
    (attribute, start): (&str, &str),
    with_policy: bool,
) {
    browser.open("").await;
    let (glue, hash) =
        (part(browser, attribute).await, part(browser, &format!("{attribute}-integrity")).await);
    let hostile = format!(
        "{{ const OUTSIDE = '{}'; {GETTING_OUT}; tried.then((results) => postMessage(JSON.stringify(results))); }}\n{}",
        outside.address(),
        fetched(browser, &glue).await
    );
    let new_hash = browser
        .js_async(
            "return [...new Uint8Array(await crypto.subtle.digest('SHA-384', new TextEncoder().encode(arguments[0])))]",
            vec![json!(hostile)],
        )
        .await;
    let digest: Vec<u8> = serde_json::from_value(new_hash).expect("a digest");
    let mut index = fetched(browser, "index.html").await;
    index = index.replace(&hash, &format!("sha384-{}", BASE64_STANDARD.encode(digest)));
    if !with_policy {
        index = index.replace("http-equiv=\"Content-Security-Policy\"", "name=\"nothing\"");
    }
    browser.site.put("/index.html", index);
    browser.site.put(&format!("/{glue}"), hostile);
    browser.open("#hostile").await;
    browser.reload().await;
    let body = "const worker = await lambdascope[arguments[0]](); \
        return await new Promise((done) => worker.addEventListener('message', (m) => { \
          if (typeof m.data === 'string' && m.data.includes('importScripts')) done(m.data); }));";
    let tried = browser.js_async(body, vec![json!(start)]).await;
    assert!(
        tried.as_str().is_some_and(|tried| tried.contains("fetch")),
        "the hostile worker didn't run: {tried}"
    );
    settle().await;
}

#[test]
fn nothing_gets_out_of_the_page() {
    for host in [Host::Headers, Host::Plain] {
        run(host, async |browser| {
            let outside = Outside::listen();
            browser.open("").await;
            let tried = get_out_of_the_page(browser, &outside).await;
            assert_eq!(outside.arrived(), Vec::<String>::new(), "{tried:#}");
        });
    }
}

#[test]
fn nothing_gets_out_of_the_workers() {
    for host in [Host::Headers, Host::Plain] {
        for worker in WORKERS {
            run(host, async |browser| {
                let outside = Outside::listen();
                get_out_of_the_worker(browser, &outside, worker, true).await;
                assert_eq!(outside.arrived(), Vec::<String>::new());
            });
        }
    }
}

#[test]
fn without_the_policy_these_tests_would_see_it() {
    run(Host::Plain, async |browser| {
        for worker in WORKERS {
            let outside = Outside::listen();
            get_out_of_the_worker(browser, &outside, worker, false).await;
            let from_worker = outside.arrived();
            for way in
                ["/fetch", "/post", "/xhr", "/websocket", "/eventsource", "/importscripts.js", "/worker"]
            {
                assert!(
                    from_worker.iter().any(|line| line.contains(way)),
                    "{way} of {worker:?}: {from_worker:?}"
                );
            }
        }
        let outside = Outside::listen();
        let tried = get_out_of_the_page(browser, &outside).await;
        let from_page = outside.arrived();
        for way in [
            "/fetch",
            "/beacon",
            "/image.png",
            "/script",
            "/iframe",
            "/stylesheet",
            "/import.css",
            "/form",
            "/import.js",
            "/object",
        ] {
            assert!(
                from_page.iter().any(|line| line.contains(way)),
                "{way} of the page: {from_page:?} {tried:#}"
            );
        }
    });
}

#[test]
fn a_damaged_part_is_refused() {
    // What is damaged, and what the page then says.
    let parts = [
        ("script[data-page]", "data-page", "did not arrive whole"),
        ("script[src^=page]", "src", "did not arrive whole"),
        ("script[data-worker]", "data-worker", ""),
        ("script[data-worker-glue]", "data-worker-glue", ""),
        ("script[data-toolkit]", "data-toolkit", ""),
        ("script[data-toolkit-glue]", "data-toolkit-glue", ""),
        ("script[src^=boot]", "src", "a part of the page did not arrive"),
    ];
    for (selector, attribute, message) in parts {
        run(Host::Headers, async |browser| {
            browser.open("").await;
            let body = "return document.querySelector(arguments[0]).getAttribute(arguments[1])";
            let name = browser.js(body, vec![json!(selector), json!(attribute)]).await;
            let name = name.as_str().expect("index.html names it").to_owned();
            let mut damaged = std::fs::read(browser.file(&name)).expect("the built file");
            // A blank more is no change of what a script says, and still not the file that was built.
            damaged.push(b' ');
            browser.site.put(&format!("/{name}"), damaged);
            browser.open("#damaged").await;
            browser.reload().await;
            if message.is_empty() {
                let start = if name.starts_with("toolkit") { "startToolkit" } else { "startWorker" };
                let body = "await lambdascope[arguments[0]](); return 'started'";
                let refused = browser.js_async(body, vec![json!(start)]).await;
                let refused = refused.get("error").and_then(Value::as_str).unwrap_or_default().to_owned();
                assert!(refused.contains("did not arrive whole"), "{name}: {refused}");
            } else {
                browser.wait_for_text(message).await;
            }
        });
    }
}
