//! Script in every string of the evidence and of a report: it is text on every screen, and runs nowhere.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use e2e::{Browser, Host, Outside, screens, screens_of_report, watched};
use serde_json::{Value, json};

const SAMPLE: &str = include_str!("../../../sample/sample.json");

/// What is put at the end of strings; `OUTSIDE` is an address elsewhere. Without `/` and `:`, which part names and ARNs.
const IN_NAMES: &str = "<img src=x onerror=window.pwned=1>";
const IN_TEXTS: &str = "\"'><script>window.pwned=2</script><img src=//OUTSIDE/img onerror=window.pwned=3>\
    <svg onload=window.pwned=4><a href=javascript:window.pwned=5>{{7*7}}${7*7}</a><style>@import '//OUTSIDE/css'</style>";

/// Strings that select what is looked at: with something added to them, little of the evidence would be read at all.
const SELECTING: [&str; 14] = [
    "format",
    "service",
    "operation",
    "exported_at",
    "account",
    "region",
    "Effect",
    "AuthType",
    "PackageType",
    "Mode",
    "Action",
    "AttributeKey",
    "code",
    "Version",
];

/// Adds to every string of a document that has a place for it; with `all`, to those too that select what is looked at.
fn poison(value: &mut Value, key: &str, in_texts: &str, all: bool) {
    match value {
        Value::String(text) => {
            let selects = SELECTING.contains(&key);
            let names = [
                "Name",
                "Arn",
                "ARN",
                "Role",
                "Prefix",
                "AttributeValue",
                "arn",
                "name",
                "PolicyNames",
                "Id",
            ];
            if key == "CloudTrailEvent" {
                let mut event: Value = serde_json::from_str(text).unwrap_or_default();
                poison(&mut event, "", in_texts, all);
                *text = event.to_string();
            } else if names.iter().any(|end| key.ends_with(end)) {
                text.push_str(IN_NAMES);
            } else if (all || !selects) && !["format", "exported_at", "service", "operation"].contains(&key) {
                text.push_str(in_texts);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| poison(value, key, in_texts, all)),
        Value::Object(members) => {
            let old = std::mem::take(members);
            for (name, mut value) in old {
                poison(&mut value, &name, in_texts, all);
                // Where keys are the customer's own words.
                let name =
                    if ["Variables", "Tags"].contains(&key) { format!("{name}{in_texts}") } else { name };
                members.insert(name, value);
            }
        }
        _ => {}
    }
}

fn poisoned(document: &str, outside: &Outside, all: bool) -> String {
    let mut document: Value = serde_json::from_str(document).expect("JSON");
    poison(&mut document, "", &IN_TEXTS.replace("OUTSIDE", &outside.address()), all);
    document.to_string()
}

/// Asserts that nothing of it became part of the page.
async fn only_text(browser: &Browser, place: &str) {
    let body = "const found = [...document.querySelectorAll('body img, body script, body style, body iframe, body link, body object, body embed')] \
            .map((element) => element.outerHTML); \
        for (const element of document.querySelectorAll('*')) for (const { name, value } of element.attributes) \
            if (name.startsWith('on') || (['href', 'src', 'action'].includes(name) && /^\\s*javascript:/i.test(value))) found.push(`${name}=${value}`); \
        return [window.pwned ?? null, found];";
    assert_eq!(browser.js(body, vec![]).await, json!([null, []]), "on {place}");
}

/// Visits every screen of what is open, with the first function's page, the first finding and the first requirement.
async fn visit(browser: &Browser, what: &str) {
    browser.goes("#v1/functions", ".list.functions .item .name a").await;
    let link = browser
        .js("return document.querySelector('.list.functions .item:nth-child(2) .name a').hash", vec![])
        .await;
    let key = link.as_str().and_then(|link| link.split(['/', '?']).nth(2)).unwrap_or_default().to_owned();
    assert!(key.contains("%3Cimg"), "{what}: {key}");
    let (report, published) = (what.contains("report"), what.contains("published"));
    let all = if report { screens_of_report(&key, published) } else { screens(&key) };
    for (name, fragment, drawn) in all {
        browser.goes(&fragment, drawn).await;
        only_text(browser, &format!("{name} of {what}")).await;
        let text = browser.text_of("main").await;
        match name.as_str() {
            "compliance" | "editions" | "rules" | "problems" => {}
            // The current edition's reports hold no events and no texts, and the page says so.
            "trail" if report && !published => {
                assert!(text.contains("don't hold the audit trail"), "the trail of {what}: {text}");
            }
            "security-text" | "compliance-text" if report && !published => {}
            _ => assert!(text.contains("<img src="), "{name} of {what} doesn't show it as text: {text}"),
        }
    }
    browser.goes("#v1/findings", ".list.findings .item .rule").await;
    let mut found = 0;
    for row in 0..12 {
        browser.click(&format!("#row-{row}")).await;
        browser
            .wait_until(&format!(
                "document.querySelector('#row-{row}.on') && document.querySelector('article.finding')"
            ))
            .await;
        only_text(browser, &format!("finding {row} of {what}")).await;
        found += browser.count("article.finding .excerpt").await;
        browser.press(&e2e::Key::Escape).await;
    }
    assert!(found > 0 || report, "no finding of {what} showed evidence");
    browser.goes("#v1/compliance/SOC2", ".requirement .line").await;
    browser.click(".requirement .line").await;
    browser.wait_for(".behind table tr").await;
    only_text(browser, &format!("a requirement of {what}")).await;
}

/// Saves a report of what is open, and adds to its strings.
async fn report(browser: &Browser, outside: &Outside) -> String {
    browser.js("document.querySelector('.top .menu').open = true", vec![]).await;
    browser.click_text("Report (lambdascope-report, JSON)").await;
    let report = browser.taken("lambdascope-report-2026-11-01.json").await;
    poisoned(&String::from_utf8_lossy(&report), outside, false)
}

#[test]
fn script_in_every_string_is_text() {
    watched(Host::Plain, async |browser, outside| {
        // Without the policy too: the page's own care has to do.
        for policy in [true, false] {
            if !policy {
                let index = std::fs::read_to_string(browser.file("index.html")).expect("index.html is there");
                browser.site.put(
                    "/index.html",
                    index.replace("http-equiv=\"Content-Security-Policy\"", "name=\"nothing\""),
                );
            }
            let name = "<img src=x onerror=window.pwned=9>.json";
            for all in [false, true].into_iter().skip(usize::from(policy)) {
                browser.start_page("").await;
                browser.opens_file(name, poisoned(SAMPLE, outside, all).as_bytes()).await;
                assert!(browser.what_is_open().await.starts_with(name));
                visit(browser, &format!("evidence (policy: {policy}, all: {all})")).await;
            }
            if !policy {
                // What it makes of such evidence, and what a report could hold besides. The published edition's has the trail.
                let current = report(browser, outside).await;
                browser.judges_as_published().await;
                let published = report(browser, outside).await;
                for (what, report) in [("the report", current), ("the published edition's report", published)]
                {
                    browser.start_page("").await;
                    browser.opens_file("report.json", report.as_bytes()).await;
                    visit(browser, what).await;
                }
            }
            // A message about what can't be read.
            let names = [(
                "<script>window.pwned=6</script>.json",
                b"{\"<img src=x onerror=window.pwned=7>\": 1}".as_slice(),
            )];
            assert!(!browser.reads(async |browser| browser.drop_files("body", &names).await).await);
            only_text(browser, "a message").await;
            assert!(browser.text_of(".trouble").await.contains("<img src=x onerror=window.pwned=7>"));
            // An address made by somebody else.
            browser
                .goes(
                    "#v1/functions/%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D8%3E",
                    ".function [role=alert]",
                )
                .await;
            only_text(browser, "an address").await;
        }
        assert_eq!(outside.arrived(), Vec::<String>::new());
    });
}
