//! Parts of the page and of its worker that load when somebody needs them, and what is said where one doesn't arrive.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::path::Path;

use e2e::{Browser, Host, audit, watched};
use serde_json::{Value, json};

const SAMPLE: &[u8] = include_bytes!("../../../sample/sample.json");

/// A report on the sample, as somebody saved it.
fn report() -> Vec<u8> {
    audit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample/sample.json"), "json")
}

/// The parts that the host was asked for, in order, without their hashes; how often the page itself was.
fn asked(browser: &Browser) -> Vec<String> {
    let part = |path: &String| {
        let stem = path.strip_prefix('/')?.strip_suffix(".wasm")?.rsplit_once('-')?.0;
        (!stem.ends_with("_bg")).then(|| stem.to_owned())
    };
    let mut parts: Vec<String> = browser.site.requests().iter().filter_map(part).collect();
    // The page's and the worker's parts come side by side.
    parts.sort();
    parts
}

/// Where the host has a part.
async fn path_of(browser: &Browser, part: &str) -> String {
    let body = "return document.querySelector('script[data-page]').dataset[arguments[0]]";
    let name = browser.js(body, vec![json!(part)]).await;
    format!("/{}", name.as_str().expect("the part's name"))
}

/// Has the host send something else in a part's place; gives how it is mended.
async fn damage(browser: &mut Browser, part: &str) -> impl Fn(&Browser) + use<> {
    let path = path_of(browser, part).await;
    let whole = std::fs::read(browser.site.directory().join(path.trim_start_matches('/'))).expect("the part");
    browser.site.put(&path, b"\0asm\x01\0\0\0".as_slice());
    // The browser's own line on it.
    browser.forgive("integrity");
    move |browser: &Browser| browser.site.put(&path, whole.clone())
}

#[test]
fn a_part_is_asked_for_when_it_is_needed_and_once() {
    let report = report();
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        assert_eq!(asked(browser), [] as [&str; 0], "nothing is open");

        // A report is read and shown; nobody judges.
        browser.opens_file("report.json", &report).await;
        browser.wait_for(".overview .checks tbody tr").await;
        let mut expected = vec!["page_screens", "worker_papers", "worker_shared"];
        assert_eq!(asked(browser), expected);
        browser.goes("#v1/findings", ".list.findings .item .rule").await;
        assert_eq!(asked(browser), expected);

        // Evidence is judged, by the current rules.
        browser.opens_file("sample.json", SAMPLE).await;
        browser.wait_for(".overview .checks tbody tr").await;
        expected.insert(2, "worker_rules");
        assert_eq!(asked(browser), expected);

        // The published edition judges when it is asked.
        browser.goes("#v1/editions", ".editions .requirement .line").await;
        expected.insert(2, "worker_published");
        assert_eq!(asked(browser), expected);

        browser.goes("#v1/toolkit", ".toolkit .tabs").await;
        expected.insert(1, "page_tools");
        assert_eq!(asked(browser), expected);

        // Neither other files nor another worker ask again.
        browser.goes("#v1/overview", ".overview .checks tbody tr").await;
        browser.click_text("Forget").await;
        browser.opens_file("report.json", &report).await;
        browser.opens_file("sample.json", SAMPLE).await;
        browser.goes("#v1/editions", ".editions .requirement .line").await;
        assert_eq!(asked(browser), expected);
    });
}

#[test]
fn once_it_stands_the_page_works_off_the_network() {
    watched(Host::Headers, async |browser, _| {
        browser.saves_data(false).await;
        browser.start_page("").await;
        browser.js_async("await lambdascope.whole; return true", vec![]).await;
        let all = [
            "page_screens",
            "page_tools",
            "worker_papers",
            "worker_published",
            "worker_rules",
            "worker_shared",
        ];
        assert_eq!(asked(browser), all);
        let before = browser.site.requests();
        let off = json!({"offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        browser.cdp("Network.enable", json!({})).await;
        browser.cdp("Network.emulateNetworkConditions", off).await;

        browser.opens_file("sample.json", SAMPLE).await;
        for (address, seen) in [
            ("overview", ".overview .checks tbody tr"),
            ("findings", ".list.findings .item .rule"),
            ("compliance", ".requirement .line"),
            ("rules", ".rules .requirement .line"),
            ("editions", ".editions .requirement .line"),
        ] {
            browser.goes(&format!("#v1/{address}"), seen).await;
        }
        let report = audit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample/sample.json"), "json");
        browser.opens_file("report.json", &report).await;
        browser.wait_for(".overview .checks tbody tr").await;
        assert_eq!(browser.site.requests(), before);
    });
}

#[test]
fn evidence_alone_needs_no_papers() {
    watched(Host::Plain, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("sample.json", SAMPLE).await;
        browser.goes("#v1/findings", ".list.findings .item .rule").await;
        browser.click("#row-0").await;
        browser.wait_for("article.finding .excerpt").await;
        browser.goes("#v1/compliance", ".requirement .line").await;
        assert_eq!(asked(browser), ["page_screens", "worker_rules", "worker_shared"]);
    });
}

#[test]
fn rules_that_do_not_arrive_are_told_and_what_is_open_stays() {
    let report = report();
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("report.json", &report).await;
        let mend = damage(browser, "workerRules").await;
        assert!(
            !browser
                .reads(async |browser| browser.drop_files("body", &[("sample.json", SAMPLE)]).await)
                .await
        );
        let told = browser.text_of(".trouble").await;
        assert!(told.contains("A part of this page that is needed here did not arrive whole."), "{told}");
        assert!(told.contains("Try again in a moment"), "{told}");
        // What was open is still there, and answers.
        browser.goes("#v1/findings", ".list.findings .item .rule").await;
        mend(browser);
        browser.opens_file("sample.json", SAMPLE).await;
        browser.wait_for(".overview .checks tbody tr").await;
        assert!(browser.what_is_open().await.starts_with("sample.json"));
    });
}

#[test]
fn cancelled_while_the_rules_are_on_their_way_a_load_changes_nothing() {
    const OTHER: &[u8] =
        br#"{"format":"lambda-evidence","version":1,"calls":[{"service":"lambda","operation":"GetFunction",
        "parameters":{"FunctionName":"other"},"response":{"Configuration":{"FunctionName":"other"}}}]}"#;
    let report = report();
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("report.json", &report).await;
        browser.goes("#v1/functions", ".list.functions .item").await;
        let before = (browser.what_is_open().await, browser.text_of(".list.functions").await);
        assert!(!before.1.contains("other"), "{}", before.1);

        let slow =
            json!({"offline": false, "latency": 3000, "downloadThroughput": -1, "uploadThroughput": -1});
        browser.cdp("Network.enable", json!({})).await;
        browser.cdp("Network.emulateNetworkConditions", slow).await;
        let drop_and_cancel = async |browser: &Browser| {
            browser.drop_files("body", &[("other.json", OTHER)]).await;
            browser.wait_for(".reading").await;
            browser.click_text("Cancel").await;
        };
        assert!(!browser.reads(drop_and_cancel).await);
        let come = "performance.getEntriesByType('resource').some(({name}) => name.includes('worker_rules'))";
        let too_late = browser.js(&format!("return {come}"), vec![]).await;
        assert_eq!(too_late, json!(false), "it was cancelled too late to tell");
        // They come all the same, and find nobody who waits for them.
        browser.wait_until(come).await;
        browser.goes("#v1/findings", ".list.findings .item .rule").await;
        browser.goes("#v1/functions", ".list.functions .item").await;
        assert_eq!((browser.what_is_open().await, browser.text_of(".list.functions").await), before);
    });
}

#[test]
fn a_question_whose_part_does_not_arrive_is_answered_so() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("sample.json", SAMPLE).await;
        let mend = damage(browser, "workerPapers").await;
        browser.goes("#v1/rules", ".empty[role=alert]").await;
        let told = browser.text_of(".empty[role=alert]").await;
        assert!(told.starts_with("A part of this page that is needed here did not arrive whole."), "{told}");
        browser.goes("#v1/findings", ".list.findings .item .rule").await;
        mend(browser);
        browser.goes("#v1/rules", ".rules .requirement .line").await;
    });
}

#[test]
fn a_screen_whose_part_does_not_arrive_says_so_and_tries_again() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        let mend = damage(browser, "pageScreens").await;
        browser.opens_file("sample.json", SAMPLE).await;
        browser.wait_for("main [role=alert]").await;
        let told = browser.text_of("main [role=alert]").await;
        assert!(told.starts_with("A part of Lambdascope did not arrive whole"), "{told}");
        mend(browser);
        browser.click_text("Try again").await;
        browser.wait_for(".overview .checks tbody tr").await;
        let complaints: Value =
            browser.js("return document.querySelectorAll('[role=alert]').length", vec![]).await;
        assert_eq!(complaints, json!(0));
    });
}
