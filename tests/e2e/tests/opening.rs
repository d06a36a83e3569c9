//! Every way in: dropped, chosen, pasted, by the sample's button; over what is open, together, twice, and stopped half-way.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use e2e::{Browser, Host, Key, bundle, watched};
use serde_json::{Value, json};

const ORDERS: &[u8] = include_bytes!("../../fixtures/orders.json");

/// Stands between the thousands of a number.
const NARROW_SPACE: char = '\u{202f}';

/// A directory of its own for files on the disk, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = std::env::temp_dir().join(format!("lambdascope-{name}-{}", std::process::id()));
        for (path, bytes) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder is made");
            fs::write(path, bytes).expect("the file is written");
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Asserts what the frame says is open: parts of it, and how many functions.
async fn opened(browser: &Browser, parts: &[&str], functions: u64) {
    let open = browser.what_is_open().await.replace(NARROW_SPACE, "");
    for part in parts {
        assert!(open.contains(part), "{part:?} is not in what is open: {open}");
    }
    let count = format!("Functions{functions} |");
    assert!(open.contains(&count), "{count:?} is not in what is open: {open}");
    assert_eq!(browser.text_of(".trouble").await, "");
}

/// The orders, as far as Lambda itself tells of them.
fn without_roles() -> Vec<u8> {
    let mut orders: Value = serde_json::from_slice(ORDERS).expect("JSON");
    orders["calls"].as_array_mut().expect("calls").retain(|call| call["service"] == "lambda");
    orders.to_string().into_bytes()
}

async fn only_parts_are_asked_for(browser: &Browser, count: usize) {
    let asked = browser.text_of(".bottom .requests").await;
    let expected = format!("0 requests since it loaded, beside {count} parts of the page");
    assert!(asked.ends_with(&expected), "{asked}");
}

/// Drops files of the disk on one half of the targets that come while something is dragged over an open report.
async fn drop_on_half(browser: &Browser, half: &str, paths: &[&Path]) {
    let event = async |kind: &str, (x, y): (f64, f64)| {
        let data = json!({"items": [], "files": paths, "dragOperationsMask": 1});
        browser.cdp("Input.dispatchDragEvent", json!({"type": kind, "x": x, "y": y, "data": data})).await;
    };
    event("dragEnter", (640.0, 400.0)).await;
    let selector = format!("[data-drop={half}]");
    browser.wait_for(&selector).await;
    let body = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); \
        return [box.x + box.width / 2, box.y + box.height / 2];";
    let place = browser.js(body, vec![json!(selector)]).await;
    let at = |at: usize| place.get(at).and_then(Value::as_f64).expect("a place");
    event("dragOver", (at(0), at(1))).await;
    browser.wait_for(&format!("{selector}.on")).await;
    event("drop", (at(0), at(1))).await;
}

#[test]
fn files_come_in_every_way() {
    let folder = Folder::new(
        "ways",
        &[
            ("orders.json", ORDERS),
            ("export/below/orders.json", ORDERS),
            ("left/.DS_Store", b"\0\0\0\x01Bud1"),
            ("left/Thumbs.db", b"\xd0\xcf\x11\xe0"),
            ("left/__MACOSX/._orders.json", b"\0\x05\x16\x07"),
            ("left/orders.json", ORDERS),
        ],
    );
    let sample = Folder::new(
        "ways-sample",
        &[("sample.json", &fs::read("../../sample/sample.json").expect("the sample"))],
    );
    watched(Host::Headers, async |browser, _| {
        // Dropped, on the first page and from the disk.
        browser.start_page("").await;
        browser.opens(async |browser| browser.drop_paths("body", &[&folder.path("orders.json")]).await).await;
        opened(
            browser,
            &["orders.json", "123456789012", "eu-central-1", "rules 2026-11", "as of 2026-11-01"],
            2,
        )
        .await;
        assert_eq!(browser.js("return document.title", vec![]).await, json!("Overview · Lambdascope"));
        assert_eq!(browser.fragment().await, "#v1/overview");
        // It is shown on the screens and judged by the rules, which have something in common with others; it speaks of roles, and
        // what they allow is read with the list of AWS's actions. Nothing else is asked for.
        only_parts_are_asked_for(browser, 4).await;
        // Evidence that speaks of none doesn't need the list.
        browser.start_page("").await;
        browser.opens_file("lambda.json", &without_roles()).await;
        only_parts_are_asked_for(browser, 3).await;

        // A folder, dropped.
        browser.start_page("").await;
        browser.opens(async |browser| browser.drop_paths("body", &[&folder.path("export")]).await).await;
        opened(browser, &["export/below/orders.json"], 2).await;

        // What systems leave behind in folders is no file of it.
        browser.start_page("").await;
        browser.opens(async |browser| browser.drop_paths("body", &[&folder.path("left")]).await).await;
        opened(browser, &["left/orders.json"], 2).await;
        assert_eq!(browser.count(".bottom .problems").await, 0);
        browser.start_page("").await;
        browser
            .opens(async |browser| browser.choose_paths("#choose-folder", &[&folder.path("left")]).await)
            .await;
        opened(browser, &["left/orders.json"], 2).await;

        // Chosen, as files and as a folder.
        browser.start_page("").await;
        browser
            .opens(async |browser| {
                browser.choose_paths("#choose-files", &[&folder.path("orders.json")]).await
            })
            .await;
        opened(browser, &["orders.json"], 2).await;
        browser.start_page("").await;
        browser
            .opens(async |browser| browser.choose_paths("#choose-folder", &[&folder.path("export")]).await)
            .await;
        opened(browser, &["export/below/orders.json"], 2).await;

        // Pasted.
        browser.start_page("").await;
        browser.opens(async |browser| browser.paste(&String::from_utf8_lossy(ORDERS)).await).await;
        opened(browser, &["pasted.json"], 2).await;
        // Pasted over what is open, on any screen.
        browser.goes("#v1/findings", ".list.findings .item .rule").await;
        browser.opens(async |browser| browser.paste(&String::from_utf8_lossy(ORDERS)).await).await;
        opened(browser, &["pasted.json"], 2).await;
        // What is pasted into a field stays there.
        browser.goes("#v1/findings", "#search").await;
        browser.click("#search").await;
        browser.paste("not for the page").await;
        opened(browser, &["pasted.json"], 2).await;

        // The sample.
        browser.opens_sample().await;
        opened(browser, &["sample.json, from this host", "471112654321"], 11).await;
        assert!(
            browser.text_of(".bottom .requests").await.contains("of the page: sample.json, from this host")
        );

        // Two together: one audit of both.
        browser.start_page("").await;
        let both = [folder.path("orders.json"), sample.path("sample.json")];
        browser.opens(async |browser| browser.drop_paths("body", &[&both[0], &both[1]]).await).await;
        opened(browser, &["2 files", "2 accounts"], 13).await;
        only_parts_are_asked_for(browser, 4).await;
    });
}

#[test]
fn the_same_file_opens_twice_and_over_itself() {
    let folder = Folder::new("twice", &[("orders.json", ORDERS)]);
    let file = folder.path("orders.json");
    watched(Host::Headers, async |browser, _| {
        for _ in 0..2 {
            browser.start_page("").await;
            for _ in 0..2 {
                browser.opens(async |browser| browser.drop_paths("body", &[&file]).await).await;
                opened(browser, &["orders.json"], 2).await;
            }
        }
        // By one and the same input: it has to forget what was chosen before.
        browser.start_page("").await;
        let chosen = async |browser: &Browser| browser.choose_paths("#choose-files", &[&file]).await;
        browser.opens(chosen).await;
        let added = async |browser: &Browser| browser.choose_paths("#add-files", &[&file]).await;
        for files in ["2 files", "3 files"] {
            browser.opens(added).await;
            opened(browser, &[files], 2).await;
        }
    });
}

#[test]
fn a_drop_over_a_report_replaces_it_or_joins_it() {
    let sample = fs::read("../../sample/sample.json").expect("the sample");
    let folder = Folder::new("over", &[("orders.json", ORDERS), ("sample.json", &sample)]);
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("orders.json", ORDERS).await;
        browser.goes("#v1/findings?severity=HIGH", ".list.findings .item .rule").await;
        let other = folder.path("sample.json");
        browser.opens(async |browser| drop_on_half(browser, "add", &[&other]).await).await;
        opened(browser, &["2 files"], 13).await;
        assert_eq!(browser.fragment().await, "#v1/findings?severity=HIGH", "adding leaves one where one is");
        assert_eq!(browser.count(".drop-over").await, 0);

        browser.opens(async |browser| drop_on_half(browser, "open", &[&other]).await).await;
        opened(browser, &["sample.json | 471112654321"], 11).await;
        assert_eq!(browser.fragment().await, "#v1/overview", "other files start at their overview");
    });
}

#[test]
fn a_big_load_is_stopped_and_what_was_open_stays() {
    let big = bundle(18_000, 1_800);
    assert!(big.len() > 30_000_000, "{}", big.len());
    let folder = Folder::new("big", &[("big.json", &big)]);
    let file = folder.path("big.json");
    watched(Host::Headers, async |browser, _| {
        // Nothing open: back to the first page.
        browser.start_page("").await;
        let stopped_at = async |browser: &Browser, stage: &str| {
            // A person's click as early or as late as the stage comes: by the driver it would come too late to stop anything.
            let watch = "const stage = arguments[0]; window.stopped = null; \
                new MutationObserver((_, observer) => { \
                  const words = document.querySelector('.reading .stage')?.textContent ?? ''; \
                  if (!words.startsWith(stage)) return; \
                  observer.disconnect(); window.stopped = words; document.querySelector('.reading button').click(); \
                }).observe(document.body, { subtree: true, childList: true, characterData: true });";
            browser.js(watch, vec![json!(stage)]).await;
            let was_opened = browser.reads(async |browser| browser.drop_paths("body", &[&file]).await).await;
            let stopped = browser.js("return window.stopped", vec![]).await;
            assert!(
                stopped.as_str().is_some_and(|words| words.starts_with(stage)),
                "{stage:?} was never shown: {stopped}"
            );
            assert!(!was_opened, "it was opened all the same, stopped at {stopped}");
            browser.wait_for_text("Stopped. What was open before stays open.").await;
        };
        stopped_at(browser, "Starting").await;
        browser.wait_for(".landing .target").await;

        browser.opens_file("orders.json", ORDERS).await;
        let before = browser.what_is_open().await;
        for stage in ["Starting", "Reading", "Judging"] {
            stopped_at(browser, stage).await;
            assert_eq!(browser.what_is_open().await, before, "after {stage}");
            // The worker has it still, and answers at once.
            browser.goes("#v1/functions", ".list.functions .item .name").await;
            assert_eq!(browser.text_of(".list.functions .item .name a").await, "orders | quiet");
            browser.goes("#v1/overview", ".overview .checks tbody tr").await;
        }
        // Escape stops nothing by accident, and the same file opens whole when nobody stops it.
        browser.press(&Key::Escape).await;
        browser.opens(async |browser| browser.drop_paths("body", &[&file]).await).await;
        opened(browser, &["big.json"], 18000).await;
    });
}
