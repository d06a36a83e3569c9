//! A key that is planted stands in the toolkit's worker and nowhere else, and nowhere at all after Forget.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use e2e::{Browser, Host, watched};
use serde_json::json;

const KEEP_MEMORY: &str = include_str!("canary.js");

/// Thirty-two bytes that stand nowhere else.
const KEY: [u8; 32] = *b"\xc4\x4e\xa4\x99\xf1\x07\xd3c4n4ry-of-the-toolkit\x00\xfe\xed\x01";

/// How the key may be written.
fn spellings() -> Vec<Vec<u8>> {
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    let base64 = BASE64_STANDARD.encode(KEY);
    // Of the base64 a part that no padding or alphabet changes.
    let url = BASE64_URL_SAFE_NO_PAD.encode(KEY);
    let texts = [hex.clone(), hex.to_uppercase(), base64.trim_end_matches('=').to_owned(), url];
    let wide = |text: &String| text.bytes().flat_map(|byte| [byte, 0]).collect::<Vec<u8>>();
    let mut all: Vec<Vec<u8>> = texts.iter().map(|text| text.clone().into_bytes()).collect();
    all.extend(texts.iter().map(wide));
    // Half of it would be enough.
    all.extend([KEY.to_vec(), KEY[..16].to_vec(), KEY[16..].to_vec()]);
    all
}

async fn memories(browser: &Browser) -> Vec<String> {
    let found = browser.js_async("return await searchMemory(arguments[0])", vec![json!(spellings())]).await;
    serde_json::from_value(found.clone()).unwrap_or_else(|_| vec![found.to_string()])
}

/// The places besides memory where the key stands now.
async fn places(browser: &mut Browser) -> Vec<String> {
    let texts: Vec<String> =
        spellings().into_iter().take(4).map(|text| String::from_utf8(text).expect("text")).collect();
    let body = "const [texts] = arguments; const found = []; \
        const all = texts.flatMap((text) => [text, encodeURIComponent(text)]); \
        const look = (place, text) => { if (all.some((part) => String(text ?? '').includes(part))) found.push(place); }; \
        look('document', document.documentElement.outerHTML); look('title', document.title); look('address', location.href); \
        look('history', JSON.stringify(history.state)); look('cookies', document.cookie); \
        look('local', JSON.stringify({ ...localStorage })); look('session', JSON.stringify({ ...sessionStorage })); \
        for (const field of document.querySelectorAll('input, textarea')) look('a field', field.value); \
        look('marks', JSON.stringify(performance.getEntries())); look('window', window.name); \
        for (const database of await indexedDB.databases()) found.push(`database ${database.name}`); \
        for (const name of await caches.keys()) found.push(`cache ${name}`); \
        return found;";
    let found = browser.js_async(body, vec![json!(texts)]).await;
    let mut found: Vec<String> =
        serde_json::from_value(found.clone()).unwrap_or_else(|_| vec![found.to_string()]);
    if browser.console().await.iter().any(|line| texts.iter().any(|text| line.contains(text.as_str()))) {
        found.push("console".to_owned());
    }
    found
}

const NOWHERE: Vec<String> = Vec::new();

/// Puts a text into a field and sees it there; the test would see a key that stays.
async fn fill(browser: &mut Browser, id: &str, text: &str) {
    browser.wait_for(&format!("#{id}")).await;
    browser
        .js("document.getElementById(arguments[0]).value = arguments[1]", vec![json!(id), json!(text)])
        .await;
    assert_eq!(places(browser).await, ["a field"]);
}

#[test]
fn a_key_is_in_its_worker_alone_and_after_forget_nowhere() {
    watched(Host::Headers, async |browser, _| {
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({"source": KEEP_MEMORY})).await;
        let base64 = BASE64_STANDARD.encode(KEY);
        let data_key = json!({
            "CiphertextBlob": BASE64_STANDARD.encode([1, 2, 3, 0, 0x78].repeat(20)), "Plaintext": base64,
            "KeyId": "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555"
        });
        browser.opens_sample().await;
        assert_eq!(memories(browser).await, NOWHERE);

        // Sealing: the key comes as a part of the AWS CLI's answer.
        browser.goes("#v1/toolkit/seal", ".toolkit .subject").await;
        browser.drop_files("body", &[("a.txt", b"what was sealed")]).await;
        browser.wait_until("document.querySelector('.subject')?.textContent === 'a.txt'").await;
        fill(browser, "toolkit-data-key", &data_key.to_string()).await;
        browser.click_text("Seal and save").await;
        let sealed = browser.taken("a.txt.sealed").await;
        assert_eq!(memories(browser).await, ["toolkit"], "the search finds what is there");
        assert_eq!(places(browser).await, NOWHERE, "sealed");
        browser.click_text("Forget the key").await;
        browser.wait_until("!document.querySelector('.keychip')").await;
        assert_eq!((memories(browser).await, places(browser).await), (NOWHERE, NOWHERE), "forgotten");

        // Opening, with the key in several spellings; and failing with it.
        let hex: String = KEY.iter().map(|byte| format!("{byte:02X}")).collect();
        let mut altered = sealed.clone();
        let last = altered.len() - 20;
        altered[last] ^= 1;
        for (key, container, word) in
            [(base64.as_str(), &sealed, "Intact"), (&hex, &sealed, "Intact"), (&base64, &altered, "Altered")]
        {
            browser.goes("#v1/toolkit/open", ".toolkit .target").await;
            browser.drop_files("body", &[("a.txt.sealed", container)]).await;
            browser.wait_for(".sealed").await;
            fill(browser, "toolkit-key", key).await;
            browser.click_text("Verify and open").await;
            browser
                .wait_until(&format!("document.querySelector('.sealed .state')?.textContent === '{word}'"))
                .await;
            assert_eq!(places(browser).await, NOWHERE, "{word}");
            assert_eq!(memories(browser).await, ["toolkit"]);
            browser.click_text("Forget the key").await;
            browser.wait_until("!document.querySelector('.keychip')").await;
            assert_eq!((memories(browser).await, places(browser).await), (NOWHERE, NOWHERE), "forgotten");
        }

        // A key pasted beside its field, the frame's own Forget, and a key that was typed and never handed over.
        browser.goes("#v1/toolkit/open", ".toolkit .target").await;
        browser.js("document.activeElement?.blur()", vec![]).await;
        browser.paste(&base64).await;
        browser.wait_for(".sealed").await;
        assert_eq!(places(browser).await, NOWHERE, "pasted beside");
        assert!(!memories(browser).await.contains(&"page".to_owned()));
        browser.goes("#v1/toolkit/seal", ".toolkit .subject").await;
        fill(browser, "toolkit-data-key", &data_key.to_string()).await;
        browser.click_text("Forget").await;
        browser.wait_for(".landing .target").await;
        assert_eq!((memories(browser).await, places(browser).await), (NOWHERE, NOWHERE), "all is forgotten");
    });
}
