//! Long lists: every row of a big account can be reached, and the counts are right.

use std::collections::BTreeMap;

use e2e::{Browser, Host, Key, audit, bundle, watched};
use serde_json::{Value, json};

/// Scrolls a list from its start to its end, a window at a time, and gathers the text of each row by its number.
const READ_ALL: &str = "const list = document.querySelector('.list'); const rows = {}; const head = 1; \
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done))); \
    const count = Number(list.ariaRowCount) - 1; let tries = 0; list.scrollTop = 0; \
    while (tries < 4000) { \
      await frame(); tries += 1; \
      const shown = [...list.querySelectorAll('.item')]; \
      if (!shown.length || shown.some((row) => row.querySelector('.waiting'))) continue; \
      for (const row of shown) rows[Number(row.ariaRowIndex) - head - 1] = \
        ['.rule', '.function', '.message'].map((cell) => row.querySelector(cell).textContent).join(' | '); \
      if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) break; \
      list.scrollTop += list.clientHeight - 64; \
    } \
    return [count, rows];";

/// Drops an account of so many functions, and goes to its findings.
async fn opens_findings(browser: &Browser, functions: usize) {
    browser.start_page("").await;
    browser.opens_file("account.json", &bundle(functions, 0)).await;
    browser.goes("#v1/findings", ".list.findings .item .rule").await;
}

/// Waits until the keyboard is on a row that is drawn, whole, where it can be seen.
async fn on_row(browser: &Browser, row: u32) {
    browser
        .wait_until(&format!(
            "(() => {{ const on = document.activeElement, list = document.querySelector('.list').getBoundingClientRect(); \
             const box = on.getBoundingClientRect(), head = document.querySelector('.list .head').getBoundingClientRect(); \
             return on.id === 'row-{row}' && on.tabIndex === 0 && on.querySelector('.rule') && \
               document.querySelectorAll('.item.on').length === 1 && on.matches('.on') && \
               box.top >= head.bottom - 1 && box.bottom <= list.bottom + 1; }})()"
        ))
        .await;
}

#[test]
fn a_list_keeps_the_keyboard_when_its_rows_move() {
    watched(Host::Headers, async |browser, _| {
        opens_findings(browser, 1_000).await;
        browser.js("document.querySelector('#row-0').focus()", vec![]).await;
        for _ in 0..60 {
            browser.press(&Key::Down).await;
        }
        on_row(browser, 60).await;
        for _ in 0..50 {
            browser.press(&Key::Up).await;
        }
        on_row(browser, 10).await;
        browser.press("jjjkk").await;
        on_row(browser, 11).await;

        // Scrolled far away by hand, the row stands nowhere: the list has the keyboard, and the next key goes on from it.
        browser.js("document.querySelector('.list').scrollTop = 50000", vec![]).await;
        browser
            .wait_until("document.activeElement.id === 'list' && document.activeElement.tabIndex === 0")
            .await;
        browser.press(&Key::Down).await;
        on_row(browser, 12).await;
        assert_eq!(browser.js("return document.querySelector('.list').tabIndex", vec![]).await, json!(-1));

        // Rows stand in the order in which they are read out, whichever way they came.
        for top in [0_u32, 900, 450, 100_000, 99_000, 0] {
            browser.js("document.querySelector('.list').scrollTop = arguments[0]", vec![json!(top)]).await;
            let first = (top / 32).saturating_sub(8);
            browser.wait_until(&format!("document.querySelector('#row-{first}')")).await;
            let order = "const rows = [...document.querySelectorAll('.item')].map((row) => Number(row.ariaRowIndex)); \
                return rows.every((row, at) => at === 0 || row === rows[at - 1] + 1);";
            assert_eq!(browser.js(order, vec![]).await, json!(true), "at {top}");
        }
    });
}

#[test]
fn scrolling_makes_no_rows() {
    watched(Host::Headers, async |browser, _| {
        opens_findings(browser, 1_000).await;
        let body = "const list = document.querySelector('.list'), space = list.querySelector('.space'); \
            const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done))); \
            const known = new Set(list.querySelectorAll('.item')); let fresh = 0; \
            for (let step = 0; step < 100; step += 1) { \
              list.scrollTop += 97; await frame(); \
              for (const row of list.querySelectorAll('.item')) if (!known.has(row)) { known.add(row); fresh += 1; } \
            } \
            return [fresh, list.querySelectorAll('.item').length, list.scrollTop];";
        let read = browser.js_async(body, vec![]).await;
        let number = |at: usize| read[at].as_u64().unwrap_or(u64::MAX);
        // At the list's start fewer stand ready above what is seen, so the first steps add some.
        assert!(number(0) <= 12, "{} rows were made anew", number(0));
        assert!(number(1) < 60, "{} rows stand in the page", number(1));
        assert_eq!(number(2), 9_700);
    });
}

#[test]
fn every_finding_of_a_big_account_is_reached() {
    watched(Host::Headers, async |browser, _| {
        let evidence = bundle(1_000, 0);
        let file = std::env::temp_dir().join(format!("lambdascope-account-{}.json", std::process::id()));
        std::fs::write(&file, &evidence).expect("the file is written");
        let native: Value = serde_json::from_slice(&audit(&file, "json")).expect("a report");
        let mut expected: BTreeMap<String, u32> = BTreeMap::new();
        let mut owners = native["functions"].as_array().expect("functions").clone();
        let mut account = native["account"].clone();
        account["name"] = json!("the account");
        owners.push(account);
        // What only says that a rule doesn't apply is listed when it is asked for.
        for function in &mut owners {
            let findings = function["findings"].as_array_mut().expect("findings");
            findings.retain(|finding| finding["status"] != "NOT_APPLICABLE");
        }
        for function in &owners {
            for finding in function["findings"].as_array().expect("findings") {
                let text = |key: &str| finding[key].as_str().unwrap_or_default();
                let state = match text("status") {
                    "MANUAL" => "A person must look",
                    _ => "",
                };
                let name = function["name"].as_str().unwrap_or_default();
                *expected
                    // The page shows what stands between backticks as code.
                    .entry(format!("{} | {name} | {}{state}", text("rule"), text("message").replace('`', "")))
                    .or_default() += 1;
            }
        }
        let total: u32 = expected.values().sum();
        assert!(total > 5_000, "{total} findings");

        browser.start_page("").await;
        browser.opens(async |browser| browser.drop_paths("body", &[&file]).await).await;
        assert!(browser.what_is_open().await.contains("Functions1000 | "));
        browser.goes("#v1/findings", ".list.findings .item .rule").await;
        // High, so that there are fewer windows to look through.
        let high = json!({"width": 1280, "height": 3000, "deviceScaleFactor": 1, "mobile": false});
        browser.cdp("Emulation.setDeviceMetricsOverride", high).await;
        let read = browser.js_async(READ_ALL, vec![]).await;
        assert_eq!(read[0], json!(total), "the number of rows that is told");
        let rows = read[1].as_object().unwrap_or_else(|| panic!("{read}"));
        assert_eq!(rows.len(), total as usize, "rows that could be reached");
        let mut found: BTreeMap<String, u32> = BTreeMap::new();
        for row in rows.values() {
            *found.entry(row.as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        let differ: Vec<_> =
            expected.iter().filter(|(row, count)| found.get(*row) != Some(*count)).take(5).collect();
        assert!(
            differ.is_empty() && found.len() == expected.len(),
            "rows that the command tells otherwise: {differ:?}"
        );

        // Few rows stand in the page, however many there are.
        assert!(browser.count(".item").await < 200);
        browser.width(1280).await;
        browser.wait_until("document.querySelectorAll('.item').length < 60").await;

        // To the end and back by keys.
        browser.js("document.querySelector('.list').scrollTop = 0", vec![]).await;
        browser.wait_for("#row-0").await;
        browser.js("document.querySelector('#row-0').focus()", vec![]).await;
        browser.press(&Key::End).await;
        browser
            .wait_until(&format!(
                "document.activeElement.id === 'row-{}' && !document.activeElement.querySelector('.waiting')",
                total - 1
            ))
            .await;
        browser.press(&Key::Home).await;
        browser.wait_until("document.activeElement.id === 'row-0'").await;

        // Each filter leaves as many rows as it says, and words search in all of them.
        let high = owners.iter().flat_map(|f| f["findings"].as_array()).flatten();
        let high = high.filter(|finding| finding["severity"] == "HIGH").count();
        browser.goes("#v1/findings?severity=HIGH", ".facet[aria-pressed=true]").await;
        browser.wait_until(&format!("document.querySelector('.list').ariaRowCount === '{}'", high + 1)).await;
        assert_eq!(
            browser.text_of(".facet[aria-pressed=true] i").await.replace(['\u{202f}', ',', ' '], ""),
            high.to_string()
        );
        let of_one = expected
            .iter()
            .filter(|(row, _)| row.contains(" | fn-00777 | "))
            .map(|(_, count)| count)
            .sum::<u32>();
        browser.goes("#v1/findings?text=FN-00777", ".list.findings .item .rule").await;
        browser
            .wait_until(&format!("document.querySelector('.list').ariaRowCount === '{}'", of_one + 1))
            .await;
        // Ordered by a column, both ways.
        browser.goes("#v1/functions", ".list.functions .item .name").await;
        browser.click_text("Function").await;
        browser.wait_until("document.querySelector('#row-0 .name').textContent === 'fn-00000'").await;
        browser.click_text("Function").await;
        browser.wait_until("document.querySelector('#row-0 .name').textContent === 'fn-00999'").await;
        std::fs::remove_file(&file).ok();
    });
}

#[test]
fn findings_stand_in_groups_that_lead_to_them() {
    watched(Host::Headers, async |browser, _| {
        opens_findings(browser, 200).await;
        let all = browser.text_of(".search .told").await;

        // Chosen by the keyboard, the choice keeps it.
        browser.js("document.querySelector('#group-by').focus()", vec![]).await;
        browser.press("R").await;
        browser.wait_for(".list.groups .item .findings").await;
        browser.wait_until("document.activeElement.id === 'group-by'").await;
        assert_eq!(browser.fragment().await, "#v1/findings?group=rule");
        let count = "return [...document.querySelectorAll('.list.groups .item .findings')]\
            .reduce((sum, cell) => sum + Number(cell.textContent.replaceAll(/\\D/g, '')), 0)";
        assert_eq!(
            browser.js(count, vec![]).await,
            json!(all.replace(|c: char| !c.is_ascii_digit(), "").parse::<u32>().unwrap())
        );
        assert_eq!(browser.faults("groups").await, Vec::<String>::new());
        browser.screenshot("groups").await;

        // A group leads to its findings, and back.
        let first = browser.text_of(".list.groups #row-0 code").await;
        let findings = browser.text_of(".list.groups #row-0 .findings").await;
        browser.click(".list.groups #row-0 .severities").await;
        browser.wait_for(".list.findings .item .rule").await;
        assert_eq!(browser.fragment().await, format!("#v1/findings?rule={first}"));
        assert_eq!(browser.text_of(".search .told").await, format!("{findings} of {all}"));
        browser.js("history.back()", vec![]).await;
        browser.wait_for(".list.groups .item .findings").await;

        // Filters choose which findings are grouped.
        browser.goes("#v1/findings?severity=HIGH&group=function", ".list.groups .item .name a").await;
        browser.width(390).await;
        browser.wait_until("document.documentElement.scrollWidth <= 390").await;
        browser.screenshot("groups-390").await;
    });
}
