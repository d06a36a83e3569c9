//! The harness itself, on a page that only writes down what was done to it.

use std::env;
use std::fs;

use e2e::{Browser, Host, Violation, run};
use serde_json::json;

const LISTENING: &str = "window.seen = [];
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()?.isDirectory);
    for (const [at, file] of [...event.dataTransfer.files].entries())
      window.seen.push(entries[at] ? `folder ${file.name}` : `${file.name}: ${file.size < 100 ? await file.text() : file.size}`);
  });
  addEventListener('paste', (event) => window.seen.push(`pasted ${event.clipboardData.getData('text')}`));
  for (const input of document.querySelectorAll('input[type=file]')) input.addEventListener('change', () => {
    for (const file of input.files) window.seen.push(`chose ${file.webkitRelativePath || file.name}`);
  });";

async fn listen(browser: &Browser) {
    let page = "<!doctype html><html lang=en><title>Hands</title><main><h1>Hands</h1><div id=target>Drop here</div>\
        <label>Files <input id=files type=file multiple></label><label>Folder <input id=folder type=file webkitdirectory></label>\
        <label>Text <input id=text></label><button type=button>Press</button><a id=save download=saved.txt href='data:,saved%20text'>Save</a>\
        <img id=mute src='data:,'></main></html>";
    browser.site.put("/index.html", page);
    browser.open("").await;
    browser.js(LISTENING, vec![]).await;
}

async fn seen(browser: &Browser, expected: &[&str]) {
    browser.wait_until(&format!("window.seen.length >= {}", expected.len())).await;
    assert_eq!(browser.js("return window.seen", vec![]).await, json!(expected));
}

#[test]
fn files_made_in_memory_are_dropped() {
    run(Host::Plain, async |browser| {
        listen(browser).await;
        let big = vec![b' '; 7 << 20];
        browser.drop_files("#target", &[("a.json", b"{\"\xC3\xA9\": 1}"), ("big.json", &big)]).await;
        seen(browser, &["a.json: {\"é\": 1}", "big.json: 7340032"]).await;
    });
}

#[test]
fn files_and_folders_of_the_disk_are_dropped_and_chosen() {
    let folder = env::temp_dir().join(format!("lambdascope-hands-{}", std::process::id()));
    fs::create_dir_all(folder.join("below")).unwrap();
    fs::write(folder.join("one.json"), "1").unwrap();
    fs::write(folder.join("below/two.json"), "2").unwrap();
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let one = folder.join("one.json");
    run(Host::Plain, async |browser| {
        listen(browser).await;
        browser.drop_paths("#target", &[&one, &folder]).await;
        seen(browser, &["one.json: 1", &format!("folder {name}")]).await;
        browser.js("window.seen = []", vec![]).await;
        browser.choose_paths("#files", &[&one, &folder.join("below/two.json")]).await;
        seen(browser, &["chose one.json", "chose two.json"]).await;
        browser.js("window.seen = []", vec![]).await;
        browser.choose_paths("#folder", &[&folder]).await;
        browser.wait_until("window.seen.length === 2").await;
        let chosen = browser.js("return window.seen.sort()", vec![]).await;
        assert_eq!(chosen, json!([format!("chose {name}/below/two.json"), format!("chose {name}/one.json")]));
    });
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn pasting_typing_clicking_and_saving_work() {
    run(Host::Plain, async |browser| {
        listen(browser).await;
        browser.paste("{\"a\": 1}").await;
        seen(browser, &["pasted {\"a\": 1}"]).await;
        browser.click("#text").await;
        browser.press("abc").await;
        assert_eq!(browser.js("return document.getElementById('text').value", vec![]).await, json!("abc"));
        browser.js("document.querySelector('button').addEventListener('click', (e) => e.target.textContent = 'Pressed')", vec![]).await;
        browser.click_text("Press").await;
        browser.wait_for_text("Pressed").await;
        browser.click("#save").await;
        assert_eq!(browser.downloaded("saved.txt").await, b"saved text");
    });
}

#[test]
fn what_the_browser_logs_is_read() {
    run(Host::Plain, async |browser| {
        listen(browser).await;
        browser
            .js("console.error('first'); console.info('no complaint'); fetch('missing.json')", vec![])
            .await;
        browser
            .wait_until("performance.getEntriesByType('resource').some((r) => r.name.includes('missing'))")
            .await;
        let complaints = browser.complaints().await;
        assert!(complaints.iter().any(|line| line.contains("first")), "{complaints:?}");
        assert!(complaints.iter().any(|line| line.contains("404")), "{complaints:?}");
        assert!(!complaints.iter().any(|line| line.contains("no complaint")), "{complaints:?}");
        let asked = browser.network().await;
        assert!(asked.iter().any(|address| address.ends_with("/missing.json")), "{asked:?}");
        let found: Vec<Violation> = browser.axe().await;
        assert!(
            found.iter().any(|violation| violation.rule == "image-alt" && violation.elements == ["#mute"]),
            "{found:?}"
        );
        assert!(browser.renderer_memory().is_none_or(|kib| kib > 10_000), "{:?}", browser.renderer_memory());
    });
}

#[test]
fn widths_and_themes_are_set() {
    run(Host::Plain, async |browser| {
        listen(browser).await;
        for width in [390, 1280] {
            browser.width(width).await;
            assert_eq!(browser.js("return innerWidth", vec![]).await, json!(width));
        }
        for dark in [true, false] {
            browser.dark(dark).await;
            assert_eq!(
                browser.js("return matchMedia('(prefers-color-scheme: dark)').matches", vec![]).await,
                json!(dark)
            );
        }
        browser.screenshot("hands").await;
    });
}
