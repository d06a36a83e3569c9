//! A secret in the evidence is nowhere in the page until the person asks to see it, and nowhere again afterwards.

use e2e::{Browser, Host, Outside, screens, screens_of_report, watched};
use serde_json::{Value, json};

/// Stands in the evidence wherever a secret may, and nowhere else in the world.
const CANARY: &str = "c4n4ry+S3cr3t/value=";

/// Evidence with the secret in the environment (as one call or several tell it), in the address of the code, and in what is
/// no environment as AWS writes it.
fn evidence() -> String {
    let configuration = |name: &str, environment: Value| {
        json!({
            "FunctionName": name, "FunctionArn": format!("arn:aws:lambda:us-east-1:123456789012:function:{name}"),
            "Runtime": "python3.6", "Role": "arn:aws:iam::123456789012:role/r", "Handler": "a.b", "Timeout": 900,
            "TracingConfig": {"Mode": "PassThrough"}, "Environment": environment
        })
    };
    let variables = json!({"Variables": {"DB_PASSWORD": CANARY, "HARMLESS": CANARY, "URL": format!("https://u:{CANARY}@h/?{CANARY}")}});
    let call = |operation: &str, name: &str, response: Value| json!({"service": "lambda", "operation": operation, "parameters": {"FunctionName": name}, "response": response});
    let code = json!({"Location": format!("https://code.example.invalid/x?X-Amz-Security-Token={CANARY}"), "RepositoryType": "S3"});
    let calls = vec![
        call(
            "GetFunction",
            "quicksilver",
            json!({"Configuration": configuration("quicksilver", variables.clone()), "Code": code}),
        ),
        call("GetFunctionConfiguration", "quicksilver", configuration("quicksilver", variables.clone())),
        call(
            "GetFunction",
            "list",
            json!({"Configuration": configuration("list", json!([CANARY])), "Code": {}}),
        ),
        call(
            "GetFunction",
            "text",
            json!({"Configuration": configuration("text", json!({"Variables": CANARY})), "Code": {}}),
        ),
        call(
            "GetFunction",
            "nested",
            json!({"Configuration": configuration("nested", json!({"Variables": {"A": {"B": [CANARY]}}}))}),
        ),
        json!({"service": "lambda", "operation": "ListFunctions", "parameters": {},
            "response": {"Functions": [configuration("listed", variables)]}}),
    ];
    json!({"format": "lambda-evidence", "version": 1, "exported_at": "2026-11-01T00:00:00Z", "account": "123456789012",
        "region": "us-east-1", "calls": calls})
    .to_string()
}

/// The places where the secret stands now, whole or in a part that would give it away.
async fn places(browser: &mut Browser) -> Vec<String> {
    let body = "const [canary] = arguments; const found = []; \
        const parts = [canary, encodeURIComponent(canary), btoa(canary).replace(/=+$/, ''), 'c4n4ry', 'S3cr3t']; \
        const look = (place, text) => { if (parts.some((part) => String(text ?? '').includes(part))) found.push(place); }; \
        look('document', document.documentElement.outerHTML); look('title', document.title); look('address', location.href); \
        look('history', JSON.stringify(history.state)); look('cookies', document.cookie); \
        look('local', JSON.stringify({ ...localStorage })); look('session', JSON.stringify({ ...sessionStorage })); \
        for (const field of document.querySelectorAll('input, textarea')) look('a field', field.value); \
        look('marks', JSON.stringify(performance.getEntries())); look('window', window.name); \
        for (const database of await indexedDB.databases()) found.push(`database ${database.name}`); \
        for (const name of await caches.keys()) found.push(`cache ${name}`); \
        return found;";
    let found = browser.js_async(body, vec![json!(CANARY)]).await;
    let mut found: Vec<String> =
        serde_json::from_value(found.clone()).unwrap_or_else(|_| vec![found.to_string()]);
    if browser.console().await.iter().any(|line| line.contains("c4n4ry")) {
        found.push("console".to_owned());
    }
    found
}

async fn nowhere(browser: &mut Browser, when: &str) {
    assert_eq!(places(browser).await, Vec::<String>::new(), "{when}");
}

/// Goes through every screen and every finding.
async fn nowhere_on_any_screen(browser: &mut Browser, what: &str) {
    for function in ["quicksilver", "list", "text", "nested"] {
        let all = if what == "report" { screens_of_report(function, true) } else { screens(function) };
        for (name, fragment, drawn) in all {
            if function == "quicksilver"
                || ["function", "security-text", "compliance-text"].contains(&name.as_str())
            {
                browser.goes(&fragment, drawn).await;
                nowhere(browser, &format!("{what}: {name} of {function}")).await;
            }
        }
    }
    browser.goes("#v1/findings", ".list.findings .item .rule").await;
    browser.click("#row-0").await;
    let rows = browser
        .js("return Number(document.querySelector('.list').ariaRowCount) - 1", vec![])
        .await
        .as_u64()
        .unwrap_or(0);
    assert!(rows > 20, "{rows} findings");
    for row in 1..rows {
        browser.wait_for("article.finding").await;
        nowhere(browser, &format!("{what}: finding {row}")).await;
        browser.press("j").await;
        browser.wait_until(&format!("document.querySelector('#row-{row}.on')")).await;
    }
}

/// Opens the finding on the variable and shows its value.
async fn reveal(browser: &Browser) {
    browser.goes("#v1/functions/quicksilver", ".function .facts dd").await;
    // The evidence of the function is folded away.
    browser
        .js("document.querySelectorAll('details').forEach((details) => details.open = true)", vec![])
        .await;
    let find = "return [...document.querySelectorAll('.masked button')].findIndex((b) => b.ariaLabel.endsWith('DB_PASSWORD'))";
    browser.wait_until("[...document.querySelectorAll('.masked button')].some((b) => b.ariaLabel.endsWith('DB_PASSWORD'))").await;
    let at = browser.js(find, vec![]).await;
    browser.js("document.querySelectorAll('.masked button')[arguments[0]].click()", vec![at]).await;
    browser.wait_for_text(CANARY).await;
}

#[test]
fn a_secret_is_seen_only_while_it_is_asked_for() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("evidence.json", evidence().as_bytes()).await;
        nowhere_on_any_screen(browser, "evidence").await;

        // Shown: in the page's text, once, and still nowhere that lasts.
        reveal(browser).await;
        assert_eq!(places(browser).await, ["document"]);
        assert_eq!(browser.text().await.matches(CANARY).count(), 1, "only the one that was asked for");
        // Hidden again.
        browser.click_text("Hide").await;
        browser.wait_until(&format!("!document.body.innerText.includes('{CANARY}')")).await;
        nowhere(browser, "hidden again").await;
        // Shown and left: it isn't there on coming back.
        reveal(browser).await;
        browser.goes("#v1/overview", ".overview .checks tbody tr").await;
        nowhere(browser, "left").await;
        browser.client.back().await.expect("there is a step back");
        browser.wait_for(".function .facts dd").await;
        nowhere(browser, "come back").await;

        // Nothing that is saved or printed has it.
        browser.judges_as_published().await;
        browser.goes("#v1/functions/quicksilver?rules=2025-09", ".function .facts dd").await;
        browser.click_text("Save security_audit.json").await;
        browser.click_text("Save compliance_report.json").await;
        browser.js("document.querySelector('.top .menu').open = true", vec![]).await;
        browser.click_text("Report (lambdascope-report, JSON)").await;
        browser.js("document.querySelector('.top .menu').open = true", vec![]).await;
        browser.click_text("Classic documents of all functions (JSON)").await;
        let mut report = Vec::new();
        for name in [
            "quicksilver_security_audit.json",
            "quicksilver_compliance_report.json",
            "lambdascope-classic.json",
            "lambdascope-report-2026-11-01.json",
        ] {
            report = browser.taken(name).await;
            let text = String::from_utf8_lossy(&report);
            assert!(!text.contains("c4n4ry") && !text.contains("S3cr3t"), "it stands in {name}");
        }
        browser.start_page("").await;
        browser.opens_file("report.json", &report).await;
        nowhere_on_any_screen(browser, "report").await;
    });
}

#[test]
fn a_secret_in_what_cannot_be_read_is_not_quoted() {
    watched(Host::Headers, async |browser, _| {
        let text = evidence();
        let (before, after) = text.split_at(text.find(CANARY).unwrap_or_default());
        let cut = format!("{before}{}", after.get(..8).unwrap_or_default());
        let bare = format!("{before}\u{1}{after}");
        let odd = text.replace(&format!("\"{CANARY}\""), CANARY);
        let single = text.replace(r#""format":"lambda-evidence","#, "");
        browser.start_page("").await;
        for (name, bytes) in [
            ("cut.json", cut.as_bytes()),
            ("bare.json", bare.as_bytes()),
            ("odd.json", odd.as_bytes()),
            ("single.json", single.as_bytes()),
            ("utf8.json", &[before.as_bytes(), b"\xff", after.as_bytes()].concat()),
            ("DB_PASSWORD.txt", CANARY.as_bytes()),
        ] {
            browser.reads(async |browser| browser.drop_files("body", &[(name, bytes)]).await).await;
            nowhere(browser, name).await;
            if browser.count(".side").await > 0 {
                browser.goes("#v1/problems", ".problems .problem, .problems .empty").await;
                nowhere(browser, &format!("problems of {name}")).await;
            }
        }
    });
}

/// Writes down every worker that starts, and whether it was ended.
const WATCH_WORKERS: &str = "window.workers = []; const Started = Worker; \
    window.Worker = class extends Started { \
      constructor(...all) { super(...all); this.ended = false; window.workers.push(this); } \
      terminate() { this.ended = true; super.terminate(); } };";

#[test]
fn forget_leaves_nothing() {
    watched(Host::Headers, async |browser, outside: &Outside| {
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH_WORKERS})).await;
        browser.start_page("").await;
        browser.opens_file("evidence.json", evidence().as_bytes()).await;
        reveal(browser).await;
        browser.click_text("Forget").await;
        browser.wait_for(".landing .target").await;
        browser.wait_until("window.workers.length === 2").await;
        assert_eq!(
            browser.js("return window.workers.map((worker) => worker.ended)", vec![]).await,
            json!([true, false])
        );
        nowhere(browser, "forgotten").await;
        let shown = browser.js("return document.documentElement.outerHTML", vec![]).await;
        for word in ["quicksilver", "evidence.json", "DB_PASSWORD", "123456789012"] {
            assert!(!shown.as_str().unwrap_or_default().contains(word), "{word} is left");
        }
        assert_eq!(
            browser
                .js(
                    "return [document.title, location.hash, localStorage.length, sessionStorage.length]",
                    vec![]
                )
                .await,
            json!(["Lambdascope", "#v1/overview", 0, 0])
        );
        // A step back asks for nothing and shows nothing.
        browser.client.back().await.expect("there is a step back");
        browser.wait_for_text("The link you followed shows a part of a report").await;
        nowhere(browser, "a step back").await;
        // The new worker knows nothing of it, and reads what comes next.
        browser.opens_file("orders.json", include_bytes!("../../fixtures/orders.json")).await;
        assert!(browser.what_is_open().await.starts_with("orders.json | "));
        nowhere(browser, "other files").await;

        // In the middle of a load, too.
        let big = e2e::bundle(1_000, 10_000);
        browser.js("new MutationObserver((_, observer) => { if (!document.querySelector('.reading .stage')) return; \
            observer.disconnect(); document.querySelector('button.forget').click(); }).observe(document.body, { subtree: true, childList: true, characterData: true });", vec![]).await;
        browser.drop_files("body", &[("big.json", &big)]).await;
        browser.wait_for(".landing .target").await;
        browser.wait_until("window.workers.length === 3").await;
        browser.opens_sample_here().await;
        assert_eq!(
            browser.js("return window.workers.map((worker) => worker.ended)", vec![]).await,
            json!([true, true, false])
        );
        browser.quiet(outside).await;
    });
}

#[test]
fn what_was_saved_cannot_be_read_after_forget() {
    watched(Host::Headers, async |browser, _: &Outside| {
        browser.start_page("").await;
        browser.opens_file("evidence.json", evidence().as_bytes()).await;
        let watch = "window.made = []; window.freed = []; const make = URL.createObjectURL, free = URL.revokeObjectURL; \
            URL.createObjectURL = (blob) => { const url = make.call(URL, blob); window.made.push(url); return url; }; \
            URL.revokeObjectURL = (url) => { window.freed.push(url); free.call(URL, url); };";
        browser.js(watch, vec![]).await;
        for _ in 0..2 {
            browser.click(".top .menu summary").await;
            browser.click_text("Report (lambdascope-report, JSON)").await;
            browser.taken("lambdascope-report-2026-11-01.json").await;
        }
        assert_eq!(
            browser.js("return [window.made.length, window.freed.length]", vec![]).await,
            json!([2, 0])
        );
        browser.js("window.saved = [...window.made]", vec![]).await;
        browser.click_text("Forget").await;
        browser.wait_for(".landing .target").await;
        assert_eq!(
            browser.js("return window.saved.every((url) => window.freed.includes(url))", vec![]).await,
            json!(true)
        );
    });
}
