//! The editions of the rules: choosing one, choosing a date, what they say differently; and what an auditor does with the
//! current one.

use e2e::{Browser, Host, Key, watched};
use serde_json::json;

const ORDERS: &[u8] = include_bytes!("../../fixtures/orders.json");

async fn opens_orders(browser: &Browser, fragment: &str) {
    browser.start_page(fragment).await;
    browser.opens_file("orders.json", ORDERS).await;
}

/// Waits until the chips say so, and gives the address.
async fn judged(browser: &Browser, chip: &str) -> String {
    let told = format!("document.querySelector('.chips').textContent.includes({})", json!(chip));
    browser.wait_until(&format!("!document.querySelector('.reading') && {told}")).await;
    browser.fragment().await
}

#[test]
fn an_edition_and_a_date_are_chosen_and_stand_in_the_address() {
    watched(Host::Headers, async |browser, _| {
        opens_orders(browser, "").await;
        assert_eq!(judged(browser, "rules 2026-11").await, "#v1/overview");
        browser.goes("#v1/findings?severity=HIGH", ".list.findings .item .rule").await;
        browser.click("#rules-menu summary").await;
        browser.screenshot("rules-menu").await;
        let faults = browser.faults("the menu of editions").await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        browser.click("#rules-menu li:nth-child(2) button").await;
        assert_eq!(judged(browser, "rules 2025-09").await, "#v1/findings?severity=HIGH&rules=2025-09");
        browser.wait_until("document.querySelector('#row-0 .rule')?.textContent.startsWith('C25-')").await;

        // The date, by the keyboard.
        browser.js("document.querySelector('#date-menu').open = true", vec![]).await;
        browser.js("document.querySelector('#audit-date').focus()", vec![]).await;
        let set = "const field = document.querySelector('#audit-date'); field.value = '2030-01-02'; \
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        browser.js(set, vec![]).await;
        browser.click_text("Judge at this date").await;
        let address = judged(browser, "as of 2030-01-02").await;
        assert_eq!(address, "#v1/findings?severity=HIGH&rules=2025-09&as-of=2030-01-02");

        // Back is a judgement too, and a new tab with the address shows the same.
        browser.goes("#v1/findings?severity=HIGH", ".list.findings").await;
        judged(browser, "rules 2026-11").await;
        browser.client.back().await.expect("there is a step back");
        judged(browser, "as of 2030-01-02").await;
        opens_orders(browser, &address).await;
        assert_eq!(judged(browser, "rules 2025-09").await, address);
        judged(browser, "as of 2030-01-02").await;
    });
}

#[test]
fn judging_again_can_be_stopped_and_what_was_shown_stays() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("#v1/overview?rules=2025-09").await;
        browser.opens_file("account.json", &e2e::bundle(3_000, 0)).await;
        browser.wait_for(".overview .big b").await;
        let before = browser.text_of(".overview .big b").await;
        // Pressed by the page itself as soon as there is something to press: a driver may come when all is judged.
        let cancel = "window.seen = null; \
            new MutationObserver((_, observer) => { \
              if (!document.querySelector('.reading [role=progressbar]')) return; \
              observer.disconnect(); \
              window.seen = document.querySelector('.overview .big b').textContent; \
              [...document.querySelectorAll('button')].find((button) => button.textContent.includes('Cancel')).click(); \
            }).observe(document.body, { childList: true, subtree: true }); \
            location.hash = '#v1/overview';";
        browser.js(cancel, vec![]).await;
        browser.wait_until("window.seen !== null").await;
        assert_eq!(browser.js("return window.seen", vec![]).await, json!(before));
        // The worker hears of it between two slices; then the address says again what is shown.
        browser.wait_until("location.hash === '#v1/overview?rules=2025-09'").await;
        judged(browser, "rules 2025-09").await;
        assert_eq!(browser.text_of(".overview .big b").await, before);
    });
}

#[test]
fn what_differs_stands_under_the_fault_that_explains_it() {
    watched(Host::Headers, async |browser, _| {
        browser.opens_sample().await;
        browser.goes("#v1/editions", ".editions .requirement .line").await;
        assert!(browser.text_of(".editions").await.contains("Both editions judged"));
        browser.click(".editions .requirement .line").await;
        browser.wait_for(".editions table.both td li").await;
        assert!(browser.fragment().await.contains("fault="));
        browser.screenshot("differences").await;
        let faults = browser.faults("what differs").await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        // A fault that nothing shows is listed too, and a link finds it.
        browser.goes("#v1/overview", ".overview .checks").await;
        browser.goes("#v1/editions?fault=41", "#fault-41 dl").await;
    });
}

#[test]
fn from_a_framework_to_the_evidence_and_back() {
    watched(Host::Headers, async |browser, _| {
        opens_orders(browser, "").await;
        browser.goes("#v1/compliance/SOC2", ".requirement .line").await;
        let sentence = browser.text_of("#sentence").await;
        assert!(sentence.contains("assessable requirements pass"), "{sentence}");
        assert!(!browser.text().await.contains("COMPLIANT"));
        browser.js("[...document.querySelectorAll('.requirement .line')].find((line) => line.textContent.includes('Fails')).click()", vec![]).await;
        browser.wait_for(".behind table tr td.aside a").await;
        let id = browser.text_of(".requirement.opened .id-of").await;
        browser.screenshot("requirement-current").await;
        let faults = browser.faults("a requirement of the current edition").await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        browser.click(".behind table tr td.aside a").await;
        browser.wait_for("article.finding .excerpt, article.finding .aside").await;
        let back = format!(
            "[...document.querySelectorAll('article.finding .touched a')].some((a) => a.textContent.includes({}))",
            json!(id)
        );
        browser.wait_until(&back).await;
        // The finding leads to its rule, and the rule to its requirements.
        browser.click("article.finding .row a").await;
        browser.wait_for(".behind.rule h3").await;
        browser.screenshot("rule").await;
        browser.wait_for(".behind.rule .touched a").await;

        // The matrix.
        browser.goes("#v1/compliance/SOC2?view=matrix", ".list.matrix .squares .square").await;
        let faults = browser.faults("the matrix").await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        browser.screenshot("matrix").await;
        browser.press("j").await;
        browser.wait_until("document.activeElement.id === 'row-1'").await;
        browser.press(&Key::Enter).await;
        browser.wait_for(".function .facts dd").await;
    });
}

#[test]
fn a_judgement_is_taken_down_saved_and_dropped_again() {
    watched(Host::Headers, async |browser, _| {
        opens_orders(browser, "").await;
        browser.goes("#v1/compliance/GDPR?id=Art.%2035", ".judgement input").await;
        // Nobody has said anything yet.
        assert_eq!(
            browser.js("return document.querySelector('.judgement select').value", vec![]).await,
            json!("")
        );
        let set = "const set = (on, value) => { const field = document.querySelector(on); field.value = value; \
            field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true })); }; \
            set('.judgement select', 'PARTLY_MET'); set('.judgement input[type=text]', 'Ada Lovelace'); \
            set('.judgement textarea', 'Filed as DP-12.');";
        browser.js(set, vec![]).await;
        browser.click_text("Record it").await;
        browser.wait_for_text("met in part").await;
        // The button that was pressed is gone; the keyboard is where it was, at its requirement.
        browser.wait_until("document.activeElement.id === 'requirement-Art.-35'").await;
        browser.screenshot("judgement").await;
        // What is in no file yet is not forgotten at one word.
        browser.click_text("Forget").await;
        browser.wait_for_text("in no file yet").await;
        browser.press(&Key::Escape).await;
        browser.click_text("Save your judgements").await;
        let file = browser.taken("lambdascope-judgements-2026-11-01.json").await;
        assert!(String::from_utf8_lossy(&file).contains("Ada Lovelace"));
        browser.click_text("Worksheet (CSV)").await;
        let sheet = browser.taken("lambdascope-worksheet-2026-11-01.csv").await;
        assert!(String::from_utf8_lossy(&sheet).contains("\"PARTLY_MET\",\"Ada Lovelace\""));
        // The browser's own dialog would wait for a person.
        browser.js("window.printed = 0; window.print = () => { window.printed += 1; }", vec![]).await;
        browser.click_text("Print the worksheet").await;
        browser.wait_until("window.printed === 1").await;
        browser.cdp("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
        let paper = browser.text().await;
        assert!(
            paper.contains("Auditor's worksheet")
                && paper.contains("Filed as DP-12.")
                && paper.contains("Art. 35")
        );
        browser.cdp("Emulation.setEmulatedMedia", json!({"media": ""})).await;
        browser.js("dispatchEvent(new Event('afterprint'))", vec![]).await;
        browser.wait_until("!document.querySelector('.paper')").await;

        // A new page with the same evidence knows it once the file lies beside it.
        opens_orders(browser, "#v1/compliance/GDPR?id=Art.%2035").await;
        browser.wait_for(".judgement input").await;
        assert!(!browser.text().await.contains("met in part says"));
        browser.opens_file("judgements.json", &file).await;
        browser.wait_for_text("Ada Lovelace").await;
    });
}

#[test]
fn a_dropped_table_of_runtimes_judges_from_now_on() {
    watched(Host::Headers, async |browser, _| {
        opens_orders(browser, "").await;
        let table = br#"{"format":"lambda-runtimes","version":1,"as_of":"2027-03-01","source":"a test","runtimes":{"python3.6":{}}}"#;
        browser.opens_file("mine.json", table).await;
        browser.js("document.querySelector('#date-menu').open = true", vec![]).await;
        browser.wait_for_text("mine.json, the table as of 2027-03-01").await;
        browser.goes("#v1/findings?rule=RT-01&status=FAIL", ".list.findings.none").await;
    });
}
