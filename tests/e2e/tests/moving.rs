//! Getting about: by the keyboard alone, by back and forward, by a link that was copied.
#![expect(clippy::panic, reason = "helpers of tests fail by panicking")]

use e2e::{Browser, Host, Key, watched};
use serde_json::{Value, json};

/// What has the focus, in words, and whether that can be seen.
async fn focused(browser: &Browser) -> (String, bool) {
    let body = "const on = document.activeElement; const style = getComputedStyle(on); \
        const ring = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; \
        const box = on.getBoundingClientRect(); \
        return [`${on.tagName} ${on.id} ${(on.ariaLabel ?? on.innerText ?? '').trim().split('\\n')[0]}`, \
            ring(style) && box.width > 0 && box.bottom > 0 && box.top < innerHeight];";
    let found = browser.js(body, vec![]).await;
    let name = found.get(0).and_then(Value::as_str).unwrap_or_default().to_owned();
    (name, found.get(1) == Some(&json!(true)))
}

/// Goes on with Tab until the focus is on what is named so; each stop on the way can be seen.
async fn tab_to(browser: &Browser, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..60 {
        browser.press(&Key::Tab).await;
        let (on, seen) = focused(browser).await;
        assert!(
            seen || on.starts_with("BODY") || on.starts_with("HTML"),
            "the focus can't be seen on {on:?}"
        );
        if on.contains(name) {
            return;
        }
        passed.push(on);
    }
    panic!("Tab never came to {name:?}, but to {passed:#?}");
}

async fn clipboard(browser: &Browser) -> String {
    let read = browser.js_async("return await navigator.clipboard.readText()", vec![]).await;
    read.as_str().unwrap_or_else(|| panic!("the clipboard: {read}")).to_owned()
}

async fn may_use_the_clipboard(browser: &Browser) {
    let permissions = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
    browser.cdp("Browser.grantPermissions", permissions).await;
}

#[test]
fn from_the_sample_to_a_command_by_keys_alone() {
    watched(Host::Headers, async |browser, _| {
        may_use_the_clipboard(browser).await;
        browser.start_page("").await;
        // The first stop lets people pass over the frame.
        browser.press(&Key::Tab).await;
        assert!(focused(browser).await.0.contains("Skip to the content"));
        tab_to(browser, "Try the sample").await;
        browser.opens(async |browser| browser.press(&Key::Enter).await).await;

        // By the keys of the page.
        browser.press("g").await;
        browser.press("i").await;
        browser.wait_for(".list.findings .item .rule").await;
        // The worst of the sample is mended by thinking; what is about runtimes has a command.
        browser.goes("#v1/findings?text=runtime", ".list.findings[aria-busy=false] .item .rule").await;
        browser.press("j").await;
        browser.wait_until("document.querySelector('#row-1.on') === document.activeElement").await;
        assert!(focused(browser).await.1, "the row that the keyboard is on can be seen");
        browser.press(&Key::Enter).await;
        browser.wait_for("article.finding .excerpt").await;
        let first = browser.text_of("article.finding h2").await;
        browser.press("j").await;
        browser.wait_until("document.querySelector('#row-2.on')").await;
        browser.press("k").await;
        browser
            .wait_until(&format!(
                "document.querySelector('article.finding h2').textContent === {}",
                json!(first)
            ))
            .await;
        browser.press("c").await;
        browser.wait_for_text("Copied").await;
        let command = clipboard(browser).await;
        assert!(command.starts_with("aws "), "{command}");
        assert_eq!(browser.text_of("article.finding .command code").await, command);
        browser.press(&Key::Escape).await;
        browser.wait_until("!document.querySelector('article.finding')").await;
        browser.wait_until("document.activeElement.id === 'row-1'").await;

        // Search, and its field's own keys.
        browser.press("/").await;
        assert!(focused(browser).await.0.contains("search"));
        browser.press("deprecated g i ?").await;
        browser.wait_until("location.hash.includes('text=deprecated')").await;
        assert_eq!(browser.count("dialog[open]").await, 0, "letters in a field are letters");
        browser.press(&Key::Escape).await;

        // The help: opened, left with Escape, and the focus is back where it was.
        tab_to(browser, "Theme").await;
        let before = focused(browser).await.0;
        browser.press("?").await;
        browser.wait_for("dialog[open]").await;
        browser.press(&Key::Escape).await;
        browser.wait_until("!document.querySelector('dialog[open]')").await;
        assert_eq!(focused(browser).await.0, before);

        // Every screen has its key.
        for (key, drawn) in [
            ("o", ".overview .checks"),
            ("f", ".list.functions .item .name"),
            ("c", ".requirement .line"),
            ("t", ".list.trail .item .time"),
            ("i", ".list.findings .item .rule"),
        ] {
            browser.press("g").await;
            browser.press(key).await;
            browser.wait_for(drawn).await;
        }
    });
}

#[test]
fn everything_is_reached_without_the_pages_own_keys() {
    watched(Host::Headers, async |browser, _| {
        browser.opens_sample().await;
        tab_to(browser, "Findings").await;
        browser.press(&Key::Enter).await;
        browser.wait_for(".list.findings .item .rule").await;
        tab_to(browser, "Medium").await;
        browser.press(" ").await;
        browser.wait_until("location.hash.includes('severity=MEDIUM')").await;
        browser
            .wait_until("document.querySelector('.facet[aria-pressed=true]') === document.activeElement")
            .await;
        tab_to(browser, "row-0").await;
        browser.press(&Key::Down).await;
        browser.wait_until("document.activeElement.id === 'row-1'").await;
        browser.press(&Key::End).await;
        browser
            .wait_until(
                "document.activeElement.id === `row-${document.querySelector('.list').ariaRowCount - 2}`",
            )
            .await;
        browser.press(&Key::Home).await;
        browser.wait_until("document.activeElement.id === 'row-0'").await;
        browser.press(&Key::Enter).await;
        browser.wait_for("article.finding .excerpt").await;
        tab_to(browser, "Copy pointer").await;

        // A framework by its tab, with arrows, and a requirement.
        browser.press("g").await;
        browser.press("c").await;
        browser.wait_for(".requirement .line").await;
        tab_to(browser, "tab-SOC2").await;
        browser.press(&Key::Right).await;
        browser
            .wait_until(
                "document.activeElement.id === 'tab-GDPR' && document.activeElement.ariaSelected === 'true'",
            )
            .await;
        browser
            .wait_until(
                "document.querySelector('#framework h2')?.textContent.includes('General Data Protection')",
            )
            .await;
        tab_to(browser, "Art.").await;
        browser.press(&Key::Enter).await;
        browser.wait_for(".requirement .line[aria-expanded=true]").await;
        browser.press(&Key::Escape).await;
        browser.wait_until("!document.querySelector('.requirement .line[aria-expanded=true]')").await;

        // The menu and the way back to an empty page.
        tab_to(browser, "Export").await;
        browser.press(&Key::Enter).await;
        browser.wait_for(".top .menu[open]").await;
        browser.press(&Key::Tab).await;
        assert!(focused(browser).await.0.contains("Report"));
        browser.press(&Key::Escape).await;
        browser.wait_until("!document.querySelector('.top .menu[open]')").await;
        assert!(focused(browser).await.0.contains("Export"), "what opened the menu has the keyboard again");
        tab_to(browser, "Forget").await;
        browser.press(&Key::Enter).await;
        browser.wait_for(".landing .target").await;
    });
}

/// What stands on the screen, for telling views apart.
async fn view(browser: &Browser) -> String {
    let parts = ".side a[aria-current=page] span, h1, .facet[aria-pressed=true], .told, article.finding h2, [role=tab][aria-selected=true], .requirement.opened .id-of";
    let search = browser.js("return document.querySelector('#search')?.value ?? ''", vec![]).await;
    format!("{} / {search}", browser.text_of(parts).await)
}

/// Waits until the screen stands still, and gives what it shows.
async fn settled(browser: &Browser) -> String {
    browser.wait_until("document.querySelector('.screen') && !document.querySelector('[aria-busy=true]') && document.querySelector('.told')?.textContent !== '…'").await;
    view(browser).await
}

#[test]
fn back_forward_and_a_copied_link_show_the_same_view() {
    watched(Host::Headers, async |browser, _| {
        may_use_the_clipboard(browser).await;
        browser.opens_sample().await;
        let mut views = vec![(browser.fragment().await, settled(browser).await)];
        let mut step = async |browser: &Browser, drawn: &str| {
            browser.wait_for(drawn).await;
            views.push((browser.fragment().await, settled(browser).await));
        };
        browser.click(".side a[href*=functions]").await;
        step(browser, ".list.functions .item .name").await;
        browser.click_text("crm-bridge").await;
        step(browser, ".function .facts dd").await;
        browser.click(".side a[href*=findings]").await;
        step(browser, ".list.findings .item .rule").await;
        // The first value leaves one row alone.
        browser.click(".facets [role=group]:first-child .facet:nth-of-type(2)").await;
        step(browser, ".facet[aria-pressed=true]").await;
        browser.click("#row-1").await;
        step(browser, "article.finding .excerpt").await;
        browser.click("article.finding .row a").await;
        step(browser, ".requirement.opened .rule").await;
        browser.click(".side a[href*=compliance]").await;
        step(browser, ".requirement .line").await;
        browser.click(".requirement .line").await;
        step(browser, ".behind table tr").await;
        browser.click(".side a[href*=trail]").await;
        step(browser, ".list.trail .item .time").await;
        let expected: Vec<String> = views.iter().map(|(_, view)| view.clone()).collect();
        let mut told = expected.clone();
        told.dedup();
        assert_eq!(told, expected, "each step shows something else");

        // Words typed into the search take the place of the view: they are no steps.
        browser.click("#search").await;
        browser.press("root").await;
        browser.wait_until("location.hash.includes('text=root')").await;
        browser.client.back().await.expect("there is a step back");
        views.pop();
        for (fragment, view) in views.iter().rev() {
            browser.wait_until(&format!("location.hash === {}", json!(fragment))).await;
            assert_eq!(&settled(browser).await, view, "back at {fragment}");
            browser.client.back().await.expect("there is a step back");
        }
        // One step too many led out of the page: what was open is gone then, and the link finds it again.
        for (fragment, view) in &views {
            browser.start_page(fragment).await;
            browser.wait_for(".what").await;
            assert_eq!(&settled(browser).await, view, "a new tab with {fragment}");
        }
        // Forward again.
        browser.start_page(&views[0].0).await;
        browser.wait_for(".overview .checks").await;
        browser.click(".side a[href*=functions]").await;
        browser.wait_for(".list.functions .item .name").await;
        browser.client.back().await.expect("there is a step back");
        browser.wait_for(".overview .checks").await;
        browser.client.forward().await.expect("there is a step forward");
        browser.wait_for(".list.functions .item .name").await;

        // The link that the page itself copies.
        browser.click(".side a[href*=findings]").await;
        browser.click("#row-3").await;
        browser.wait_for("article.finding .excerpt").await;
        let finding = browser.text_of("article.finding").await;
        browser.click_text("Copy link").await;
        browser.wait_for_text("Copied").await;
        let link = clipboard(browser).await;
        browser.visit(&link).await;
        browser.wait_for("article.finding .excerpt").await;
        assert_eq!(browser.text_of("article.finding").await, finding);
    });
}

#[test]
fn a_link_waits_for_the_files_that_it_is_of() {
    watched(Host::Headers, async |browser, _| {
        let orders = include_bytes!("../../fixtures/orders.json");
        browser.start_page("#v1/findings?severity=HIGH&text=runtime&rules=2025-09").await;
        browser
            .wait_for_text("The link you followed shows a part of a report, and holds none of its data.")
            .await;
        browser.opens_file("orders.json", orders).await;
        browser.wait_for(".list.findings .item .rule").await;
        assert_eq!(browser.fragment().await, "#v1/findings?severity=HIGH&text=runtime&rules=2025-09");
        assert_eq!(browser.text_of(".told").await, "1 of 20");
        // One that this page doesn't understand whole shows what it can.
        browser.goes("#v7/findings?severity=HIGH&colour=blue", ".banner .note").await;
        // That is still told when it was judged by the edition that this link means.
        browser
            .wait_until("!document.querySelector('.reading') && document.querySelector('.chips').textContent.includes('rules 2026-11')")
            .await;
        assert!(
            browser
                .text_of(".banner")
                .await
                .contains("This link holds something that this page doesn't know")
        );
        // One of a finding, a function or a framework that isn't there.
        for fragment in [
            "#v1/findings?id=nothing",
            "#v1/functions/nothing",
            "#v1/compliance/nothing",
            "#v1/text/security/nothing?rules=2025-09",
        ] {
            browser.goes(fragment, "main [role=alert]").await;
            assert!(browser.text_of("main [role=alert]").await.len() > 20);
        }
        assert!(browser.what_is_open().await.starts_with("orders.json"));
    });
}

#[test]
fn one_menu_is_open_at_a_time_and_none_stays() {
    watched(Host::Headers, async |browser, _| {
        browser.opens_sample().await;
        let open =
            "return [...document.querySelectorAll('.top details[open]')].map((menu) => menu.id).join()";
        browser.click("#export-menu summary").await;
        assert_eq!(browser.js(open, vec![]).await, json!("export-menu"));
        browser.click("#rules-menu summary").await;
        assert_eq!(browser.js(open, vec![]).await, json!("rules-menu"));
        browser.js("document.activeElement.blur()", vec![]).await;
        browser.press(&Key::Escape).await;
        assert_eq!(browser.js(open, vec![]).await, json!(""));
        browser.click("#export-menu summary").await;
        browser.click(".side li:nth-child(2) a").await;
        browser.wait_for(".list.functions .item").await;
        assert_eq!(browser.js(open, vec![]).await, json!(""));
    });
}
