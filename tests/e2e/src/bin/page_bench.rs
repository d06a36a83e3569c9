//! Measures the shipped page in the browser and prints one JSON object: `cargo xtask bench` runs it.
//!
//! `page_bench FILE ROUNDS RULES`: the page judges by that edition of the rules. In each round the same page parses the file's
//! bytes with `TextDecoder` and `JSON.parse`, and is then given the file by a drop, from the disk as by a person; the page's own
//! marks say when it had it and when the last finding was there. In a browser of its own the page then reads the file from the
//! disk itself and parses it, which is the way of a page that only wants the data. The memory is taken in a third one that
//! only opens the file.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that can't be taken ends; the result is printed"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use e2e::{Browser, Host, run};
use serde_json::{Value, json};

/// How long one opening may take.
const PATIENCE: Duration = Duration::from_secs(600);

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let file = PathBuf::from(arguments.next().expect("page_bench FILE ROUNDS RULES"));
    let rounds: usize = arguments
        .next()
        .and_then(|rounds| rounds.to_str()?.parse().ok())
        .expect("page_bench FILE ROUNDS RULES");
    let rules = arguments.next().expect("page_bench FILE ROUNDS RULES").to_string_lossy().into_owned();
    // The current edition is the one that an address leaves out.
    let address = if rules == "2026-11" { String::new() } else { format!("#v1/overview?rules={rules}") };

    let (mut parse, mut read, mut audit, mut idle, mut peak) =
        (Vec::new(), Vec::new(), Vec::new(), None, None);
    run(Host::Headers, async |browser| {
        browser.site.put("/bench.json", std::fs::read(&file).expect("the file can be read"));
        for _ in 0..rounds {
            started(browser, &address).await;
            let baseline = "const bytes = await (await fetch('bench.json')).arrayBuffer(); \
                const from = performance.now(); const value = JSON.parse(new TextDecoder().decode(bytes)); \
                const took = performance.now() - from; if (!value) throw new Error('nothing'); return took;";
            parse.push(browser.js_async(baseline, vec![]).await.as_f64().expect("a time"));
            browser.drop_paths("body", &[&file]).await;
            audit.push(judged(browser).await);
        }
    });
    // In a browser of its own: what it leaves behind is much, and collecting it would be counted to us.
    run(Host::Headers, async |browser| {
        for _ in 0..rounds {
            started(browser, &address).await;
            read.push(read_and_parsed(browser, &file).await);
        }
    });
    run(Host::Headers, async |browser| {
        started(browser, &address).await;
        idle = browser.renderer_memory();
        browser.drop_paths("body", &[&file]).await;
        judged(browser).await;
        browser.wait_until("document.querySelector('.side a[href*=trail] i')?.textContent").await;
        peak = browser.renderer_memory();
    });
    println!(
        "{}",
        json!({"parse_ms": parse, "read_ms": read, "audit_ms": audit, "memory_idle_kib": idle, "memory_peak_kib": peak})
    );
}

/// Opens the page anew and waits until it runs.
async fn started(browser: &mut Browser, address: &str) {
    browser.open(address).await;
    browser.reload().await;
    browser.wait_until("document.getElementById('boot') === null").await;
}

/// Chooses the file as a page would have it chosen that only wants the data, and gives the milliseconds until it has them.
async fn read_and_parsed(browser: &Browser, file: &Path) -> f64 {
    let input = "const input = document.createElement('input'); input.type = 'file'; input.id = 'bench'; \
        document.body.append(input);";
    browser.js(input, vec![]).await;
    browser.choose_paths("#bench", &[file]).await;
    let body = "const [file] = document.getElementById('bench').files; const from = performance.now(); \
        const value = JSON.parse(new TextDecoder().decode(await file.arrayBuffer())); \
        const took = performance.now() - from; if (!value) throw new Error('nothing'); return took;";
    browser.js_async(body, vec![]).await.as_f64().expect("a time")
}

/// Waits for the last finding and gives the milliseconds since the drop.
async fn judged(browser: &Browser) -> f64 {
    let body = "const last = (name) => performance.getEntriesByName(name).at(-1)?.startTime; \
        const [from, to] = [last('lambdascope:dropped'), last('lambdascope:judged')]; \
        return from !== undefined && to > from ? to - from : null;";
    let begun = Instant::now();
    loop {
        if let Value::Number(took) = browser.js(body, vec![]).await {
            return took.as_f64().expect("a time");
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "The page never judged the file. It shows:\n{}",
            browser.text().await
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
