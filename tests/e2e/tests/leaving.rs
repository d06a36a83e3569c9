//! What leaves the page by the person's hand, and comes back: saved documents, opened reports, paper.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use e2e::{Browser, Host, audit, watched};
use serde_json::{Value, json};

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample/sample.json")
}

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("what is saved is JSON")
}

/// Chooses an entry of the menu and gives the file that is saved.
async fn exported(browser: &Browser, entry: &str, name: &str) -> Vec<u8> {
    browser.click(".top .menu summary").await;
    browser.click_text(entry).await;
    browser.taken(name).await
}

async fn report(browser: &Browser) -> Vec<u8> {
    exported(browser, "Report (lambdascope-report, JSON)", "lambdascope-report-2026-11-01.json").await
}

/// The first place where two documents differ, for a message that can be read.
fn same(page: &Value, native: &Value, place: &str) {
    match (page, native) {
        (Value::Object(a), Value::Object(b)) => {
            assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "the keys at {place:?}");
            a.iter().for_each(|(key, value)| same(value, &b[key], &format!("{place}/{key}")));
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "the length at {place:?}");
            a.iter().zip(b).enumerate().for_each(|(at, (a, b))| same(a, b, &format!("{place}/{at}")));
        }
        _ => assert_eq!(page, native, "at {place:?}: the page's, and the command's"),
    }
}

#[test]
fn what_is_saved_is_what_the_command_writes() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("sample.json", &fs::read(sample()).expect("the sample")).await;
        // The hashes come a moment after the audit; a report holds them.
        browser
            .wait_until("/sha-256 [0-9a-f]{4}/.test(document.querySelector('.bottom .files').textContent)")
            .await;
        same(&parsed(&report(browser).await), &parsed(&audit(&sample(), "json")), "");

        browser.judges_as_published().await;
        let classic =
            exported(browser, "Classic documents of all functions (JSON)", "lambdascope-classic.json").await;
        let native = parsed(&audit(&sample(), "classic"));
        same(&parsed(&classic), &native, "");

        // The findings that are shown, and no others.
        browser
            .goes("#v1/findings?severity=LOW&rules=2025-09", ".list.findings[aria-busy=false] .item .rule")
            .await;
        let shown = browser.text_of(".search .told").await;
        let table = exported(browser, "Findings as shown (CSV)", "lambdascope-findings-2026-11-01.csv").await;
        let table = String::from_utf8_lossy(&table).into_owned();
        let rows = table.matches("\"LOW\"").count();
        assert!(rows > 1 && shown.starts_with(&format!("{rows} of ")), "{rows} rows, {shown} shown");
        assert!(!table.contains("\"HIGH\"") && !table.contains("\"MEDIUM\""), "{table}");

        // One function's own, and its texts as they are shown and saved.
        let own = &native["crm-bridge"];
        browser.goes("#v1/functions/crm-bridge?rules=2025-09", ".function .facts dd").await;
        for kind in ["security_audit", "compliance_report"] {
            browser.click_text(&format!("Save {kind}.json")).await;
            let saved = browser.taken(&format!("crm-bridge_{kind}.json")).await;
            same(&parsed(&saved), &own[kind], kind);
        }
        for (kind, text) in [("security", "security_text"), ("compliance", "compliance_text")] {
            browser.goes(&format!("#v1/text/{kind}/crm-bridge?rules=2025-09"), "pre.report").await;
            browser
                .wait_until(&format!("document.querySelector('pre.report').textContent === {}", own[text]))
                .await;
            browser.click_text("Save").await;
            let name = if kind == "security" {
                "crm-bridge_security_audit.txt"
            } else {
                "crm-bridge_compliance_report.txt"
            };
            assert_eq!(
                String::from_utf8_lossy(&browser.taken(name).await),
                own[text].as_str().unwrap_or_default()
            );
        }
    });
}

#[test]
fn an_opened_report_stands_as_written_until_it_is_judged_again() {
    watched(Host::Headers, async |browser, _| {
        let native = audit(&sample(), "json");
        let mut older = parsed(&native);
        let at = older["functions"]
            .as_array()
            .and_then(|all| all.iter().position(|f| f["name"] == "crm-bridge"))
            .expect("a function");
        // As an older judgement would have it: another score, and a sentence that nobody says today.
        older["functions"][at]["score"] = json!(3);
        let message = "What nobody would say today";
        // Of a finding that is listed: what doesn't apply only is when somebody asks for it.
        let fails = older["functions"][at]["findings"]
            .as_array_mut()
            .and_then(|all| all.iter_mut().find(|finding| finding["status"] == "FAIL"))
            .expect("a finding that fails");
        fails["message"] = json!(message);
        let older = older.to_string();

        browser.start_page("").await;
        browser.opens_file("audit.json", older.as_bytes()).await;
        assert!(browser.what_is_open().await.starts_with("audit.json"));
        browser.goes("#v1/functions/crm-bridge", ".function .big b").await;
        assert_eq!(browser.text_of(".function .big b").await, "3");
        browser.goes("#v1/findings?text=nobody", ".list.findings .item .rule").await;
        let messages = browser.text_of(".list.findings .message").await;
        assert!(messages.contains(message), "{messages}");
        // It holds no events: that is told, and isn't the same as that there were none.
        browser.goes("#v1/trail", ".middle > .note").await;
        browser.screenshot("trail-not-written").await;
        let faults = browser.faults("a trail that is not written").await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        // Alone it can't be judged again, and is saved as it was written.
        assert_eq!(browser.count(".judgement").await, 0);
        let saved = report(browser).await;
        let [mut saved, mut written] = [parsed(&saved), parsed(older.as_bytes())];
        // The summary sums up the functions, whose scores were changed here and it not.
        for report in [&mut saved, &mut written] {
            report["summary"].take();
        }
        same(&saved, &written, "");

        // With its evidence it can.
        browser.start_page("").await;
        let files: [(&str, &[u8]); 2] =
            [("audit.json", older.as_bytes()), ("sample.json", &fs::read(sample()).expect("the sample"))];
        browser.opens(async |browser| browser.drop_files("body", &files).await).await;
        browser.wait_for_text("This is the audit as its file has it, not judged again.").await;
        browser.goes("#v1/trail", ".middle > .note").await;
        browser.goes("#v1/functions/crm-bridge", ".function .big b").await;
        assert_eq!(browser.text_of(".function .big b").await, "3");
        browser.click_text("Judge again").await;
        browser.wait_for_text("This is what this program says to the evidence today.").await;
        browser.goes("#v1/trail", ".list.trail .item .time").await;
        assert_eq!(browser.count(".middle > .note").await, 0);
        browser.goes("#v1/functions/crm-bridge", ".function .big b").await;
        let today = parsed(&native)["functions"][at]["score"].to_string();
        browser
            .wait_until(&format!("document.querySelector('.function .big b')?.textContent === '{today}'"))
            .await;
        browser.click_text("What changes").await;
        browser.wait_for(".changes .card").await;
        let changes = browser.text_of(".changes").await;
        assert!(changes.contains("crm-bridge") && changes.contains(message), "{changes}");
        browser.screenshot("changes").await;
        let faults = browser.faults("what changes").await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        browser.click_text("Show the audit as written").await;
        browser.wait_for_text("This is the audit as its file has it, not judged again.").await;
        browser.goes("#v1/functions/crm-bridge", ".function .big b").await;
        browser.wait_until("document.querySelector('.function .big b')?.textContent === '3'").await;
    });
}

#[test]
fn classic_files_are_shown_as_written() {
    watched(Host::Headers, async |browser, _| {
        let classic = parsed(&audit(&sample(), "classic"));
        let document = |kind: &str| classic["crm-bridge"][kind].to_string().into_bytes();
        let (security, compliance) = (document("security_audit"), document("compliance_report"));
        browser.start_page("").await;
        let files: [(&str, &[u8]); 2] = [
            ("crm-bridge_security_audit.json", &security),
            ("crm-bridge_compliance_report.json", &compliance),
        ];
        browser.opens(async |browser| browser.drop_files("body", &files).await).await;
        browser.goes("#v1/functions/crm-bridge", ".function .big b").await;
        assert_eq!(
            browser.text_of(".function .big b").await,
            classic["crm-bridge"]["security_audit"]["security_score"].to_string()
        );
        for kind in ["security", "compliance"] {
            browser.goes(&format!("#v1/text/{kind}/crm-bridge"), "pre.report").await;
            let text = &classic["crm-bridge"][format!("{kind}_text")];
            browser.wait_until(&format!("document.querySelector('pre.report').textContent === {text}")).await;
        }
        let saved =
            exported(browser, "Classic documents of all functions (JSON)", "lambdascope-classic.json").await;
        same(&parsed(&saved)["crm-bridge"], &classic["crm-bridge"], "");
    });
}

#[test]
fn on_paper_stands_the_whole_report() {
    watched(Host::Headers, async |browser, _| {
        browser.opens_sample().await;
        // The browser's own dialog would wait for a person.
        browser.js("window.printed = 0; window.print = () => { window.printed += 1; }", vec![]).await;
        browser.js("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'p', ctrlKey: true, bubbles: true, cancelable: true }))", vec![]).await;
        browser.wait_until("window.printed === 1").await;
        assert_eq!(
            browser.js("return getComputedStyle(document.querySelector('.paper')).display", vec![]).await,
            json!("none")
        );
        browser.cdp("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
        let native = parsed(&audit(&sample(), "json"));
        let paper = browser.text().await;
        let findings = native["functions"]
            .as_array()
            .expect("functions")
            .iter()
            .chain([&native["account"]])
            .flat_map(|f| f["findings"].as_array())
            .flatten()
            .filter(|finding| finding["status"] != "NOT_APPLICABLE");
        let mut count = 0;
        for finding in findings {
            // Names stand in another type, not between marks.
            let message = finding["message"].as_str().unwrap_or_default().replace('`', "");
            assert!(paper.contains(&message), "{message:?} is not on paper");
            count += 1;
        }
        let hash = native["evidence"][0]["sha256"].as_str().unwrap_or("no hash").to_owned();
        for part in [
            format!("{count} findings"),
            format!("{} of 100", native["summary"]["score"]),
            "IAM Permissions".to_owned(),
            "SOC 2".to_owned(),
            hash,
        ] {
            assert!(paper.contains(&part), "{part:?} is not on paper");
        }
        for part in ["Try the sample", "Forget", "Search", "Clear filters"] {
            assert!(!paper.contains(part), "{part:?} is on paper");
        }
        let pdf = browser.cdp("Page.printToPDF", json!({"preferCSSPageSize": true})).await;
        assert!(pdf["data"].as_str().is_some_and(|data| data.len() > 20_000), "a document of several pages");
        browser.cdp("Emulation.setEmulatedMedia", json!({"media": ""})).await;
        browser.js("dispatchEvent(new Event('afterprint'))", vec![]).await;
        browser.wait_until("!document.querySelector('.paper')").await;
        browser.wait_for(".overview .checks tbody tr").await;
    });
}
