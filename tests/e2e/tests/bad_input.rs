//! What can't be read: each a clear message that names the file, the page alive, and nothing lost of what was open.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::io::Write as _;

use e2e::{Browser, Host, watched};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use serde_json::json;

const ORDERS: &str = include_str!("../../fixtures/orders.json");

/// What becomes of a file.
enum Then {
    /// Nothing of it opens, and this is said.
    Refused(&'static str),
    /// What can be read of it opens, and this is said.
    Opens(&'static str),
}
use Then::{Opens, Refused};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("memory is there");
    packed.finish().expect("memory is there")
}

/// A zip whose central directory names so many files, which all lie at the same place in it.
fn zip(content: &[u8], files: u16) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(content).expect("memory is there");
    let packed = packed.finish().expect("memory is there");
    let mut crc = flate2::Crc::new();
    crc.update(content);
    let number = |value: usize| u32::try_from(value).expect("small").to_le_bytes();
    // Version, flags, method (deflate), time, date; then checksum, sizes and the length of the name.
    let mut head = vec![20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x5b];
    head.extend([crc.sum().to_le_bytes(), number(packed.len()), number(content.len())].concat());
    head.extend([10, 0, 0, 0]);
    let mut out = b"PK\x03\x04".to_vec();
    out.extend(&head);
    out.extend(b"00000.json");
    out.extend(&packed);
    let directory = out.len();
    for file in 0..files {
        out.extend(b"PK\x01\x02\x14\x00");
        out.extend(&head);
        out.extend([0; 14]);
        out.extend(format!("{file:05}.json").bytes());
    }
    let size = out.len() - directory;
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([files.to_le_bytes(), files.to_le_bytes()].concat());
    out.extend([number(size), number(directory)].concat());
    out.extend([0, 0]);
    out
}

/// The fixture with something in it put in another's place.
fn orders(what: &str, by: &str) -> Vec<u8> {
    assert!(ORDERS.contains(what), "{what} is in the fixture");
    ORDERS.replacen(what, by, 1).into_bytes()
}

fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn inputs() -> Vec<(&'static str, Vec<u8>, Then)> {
    let deep = |open: &str, inner: &str, close: &str| {
        [open.repeat(2_000), inner.to_owned(), close.repeat(2_000)].concat()
    };
    let report = |version: &str, functions: &str| {
        format!(
            "{{\"format\": \"lambdascope-report\", \"version\": {version}, \"generator\": {{\"name\": \"x\", \"version\": \"1\"}}, \
             \"rules\": \"2025-09\", \"as_of\": \"2026-11-01\", \"functions\": {functions}}}"
        )
        .into_bytes()
    };
    vec![
        ("empty.json", Vec::new(), Refused("The file is empty.")),
        ("blank.json", b" \n\t\r\n".to_vec(), Refused("The file is empty.")),
        ("mark.json", b"\xef\xbb\xbf".to_vec(), Refused("This is not JSON.")),
        ("prose.json", b"Dear auditor, the export is attached.".to_vec(), Refused("This is not JSON.")),
        ("number.json", b"42".to_vec(), Refused("")),
        ("null.json", b"null".to_vec(), Refused("")),
        ("list.json", b"[1, [2], \"three\"]".to_vec(), Refused("")),
        (
            "other.json",
            b"{\"name\": \"left-pad\", \"license\": \"WTFPL\"}".to_vec(),
            Refused("no evidence, report or answer that is read here; it begins with name, license"),
        ),
        (
            "truncated.json",
            b"{\"Configuration\": {\"FunctionName\": \"ord".to_vec(),
            Refused("The JSON ends in the middle of a value."),
        ),
        (
            "truncated-bundle.json",
            ORDERS.as_bytes()[..ORDERS.len() / 2].to_vec(),
            Opens("The JSON ends in the middle of a value."),
        ),
        (
            "newer-report.json",
            report("99", "[]"),
            Refused("This report has version 99, and this program reads up to version 1."),
        ),
        (
            "newer-bundle.json",
            orders("\"version\": 1", "\"version\": 7"),
            Refused("The bundle is lambda-evidence version 7; version 1 is read here."),
        ),
        (
            "odd-version.json",
            orders("\"version\": 1", "\"version\": {\"a\": 1}"),
            Refused("The bundle is lambda-evidence version {\"a\": 1}"),
        ),
        (
            "wrong-calls.json",
            b"{\"format\": \"lambda-evidence\", \"version\": 1, \"calls\": {\"0\": 7}}".to_vec(),
            Refused("\"calls\" in the bundle is not a list."),
        ),
        ("wrong-functions.json", report("1", "7"), Refused("")),
        ("wrong-function.json", report("1", "[{\"name\": 7, \"checks\": \"all\"}]"), Refused("")),
        (
            "wrong-call.json",
            orders("\"calls\": [", "\"calls\": [7, null, {\"service\": 7}, {\"service\": \"iam\"},"),
            Opens("call"),
        ),
        ("wrong-answer.json", orders("\"Variables\": {", "\"Variables\": [], \"Was\": {"), Opens("")),
        ("deep.json", deep("[", "", "]").into_bytes(), Refused("nested more than 128 deep")),
        ("deep-object.json", deep("{\"a\":", "1", "}").into_bytes(), Refused("nested more than 128 deep")),
        (
            "deep-bundle.json",
            orders(
                "\"STAGE\": \"prod\"",
                &deep("\"STAGE\": [", "1", "]")
                    .replacen("\"STAGE\": [\"STAGE\": [", "[[", 1)
                    .replace("\"STAGE\": ", ""),
            ),
            Refused(""),
        ),
        (
            "huge-number.json",
            orders("\"Timeout\": 900", &format!("\"Timeout\": {}", "9".repeat(5_000))),
            Opens(""),
        ),
        ("huge-exponent.json", orders("\"Timeout\": 900", "\"Timeout\": 1e999999999"), Opens("")),
        (
            "no-number.json",
            orders("\"Timeout\": 900", "\"Timeout\": 0900"),
            Refused("This is not a number as JSON writes them."),
        ),
        (
            "duplicate-keys.json",
            orders("\"Timeout\": 900", "\"Timeout\": 3, \"Timeout\": 900"),
            Opens("The key \"Timeout\" stands twice in an object."),
        ),
        (
            "invalid-utf8.json",
            [b"{\"Configuration\": \"".as_slice(), b"\xc3\x28\xff\"}"].concat(),
            Refused("The text is not UTF-8 here."),
        ),
        (
            "control.json",
            b"{\"a\": \"\x01\"}".to_vec(),
            Refused("A control character stands bare in a string."),
        ),
        (
            "escape.json",
            br#"{"a": "\q"}"#.to_vec(),
            Refused("A backslash in a string starts no escape that JSON knows."),
        ),
        ("utf16.json", utf16(ORDERS), Opens("")),
        ("utf16-of-nothing.json", utf16("Dear auditor"), Refused("")),
        (
            "login.json",
            b"<!DOCTYPE html><html><body><form action=/login></form></body></html>".to_vec(),
            Refused("This is a web page, probably a login page that was saved in place of the export."),
        ),
        (
            "picture.json",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec(),
            Refused("This is a picture (PNG)."),
        ),
        ("bomb.gz", gzip(&vec![b' '; 24 << 20]), Refused("It unpacks to more than 200 times its size")),
        ("bomb.zip", zip(&vec![b' '; 9 << 20], 200), Refused("bomb.zip")),
        ("cut.zip", zip(ORDERS.as_bytes(), 1)[..500].to_vec(), Refused("cut.zip")),
        ("mixed.zip", zip(ORDERS.as_bytes(), 2), Opens("")),
    ]
}

/// The message that is shown for a file, after which what was open has to be as it was.
async fn refuse(browser: &Browser, name: &str, sentence: &str, before: &str) -> Result<(), String> {
    browser.wait_until("document.querySelector('.trouble')").await;
    let card = browser.text_of(".trouble").await;
    // What a gzip holds is told under the name that it has without the ending.
    let wanted =
        ["Nothing could be opened.", "What was open stays open.", name.trim_end_matches(".gz"), sentence];
    if let Some(missing) = wanted.iter().find(|part| !card.contains(**part)) {
        return Err(format!("the message lacks {missing:?}: {card}"));
    }
    if browser.text_of(".trouble .remedy").await.is_empty() {
        return Err(format!("the message says nothing to do: {card}"));
    }
    // Whatever screen it is, it is still drawn and the worker still answers.
    let open = browser.what_is_open().await;
    if open != before {
        return Err(format!("what was open has changed: {open}"));
    }
    browser.goes("#v1/functions", ".list.functions .item .name").await;
    let functions = browser.count(".list.functions .item .name").await;
    browser.goes("#v1/overview", ".overview .checks tbody tr").await;
    browser.click_text("Dismiss").await;
    if functions == 11 { Ok(()) } else { Err(format!("{functions} functions are left of 11")) }
}

/// What is said of a file that opens in part.
async fn open_in_part(browser: &Browser, name: &str, sentence: &str) -> Result<(), String> {
    let open = browser.what_is_open().await;
    if !open.starts_with(name) {
        return Err(format!("it isn't what is open: {open}"));
    }
    if sentence.is_empty() {
        return Ok(());
    }
    browser.goes("#v1/problems", ".problems .problem, .problems .empty").await;
    let told = browser.text_of(".problems").await;
    if told.contains(sentence) && told.contains(name) {
        Ok(())
    } else {
        Err(format!("{sentence:?} isn't told: {told}"))
    }
}

#[test]
fn bad_files_are_explained_and_take_nothing_away() {
    watched(Host::Headers, async |browser, _| {
        let mut failures = Vec::new();
        let sample = std::fs::read("../../sample/sample.json").expect("the sample");
        browser.start_page("").await;
        browser.opens_file("sample.json", &sample).await;
        let before = browser.what_is_open().await;
        for (name, bytes, then) in inputs() {
            let was_opened =
                browser.reads(async |browser| browser.drop_files("body", &[(name, &bytes)]).await).await;
            let outcome = match then {
                Refused(_) if was_opened => Err(format!("it was opened: {}", browser.what_is_open().await)),
                Refused(sentence) => refuse(browser, name, sentence, &before).await,
                Opens(sentence) if was_opened => open_in_part(browser, name, sentence).await,
                Opens(_) => Err(format!("it was not opened: {}", browser.text_of(".trouble").await)),
            };
            if let Err(failure) = outcome {
                failures.push(format!("{name}: {failure}"));
            }
            if was_opened {
                browser.opens_file("sample.json", &sample).await;
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    });
}

#[test]
fn a_bad_file_among_good_ones_is_told_and_the_others_open() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        let files: [(&str, &[u8]); 3] =
            [("bad.json", b"{"), ("orders.json", ORDERS.as_bytes()), ("empty.json", b"")];
        browser.opens(async |browser| browser.drop_files("body", &files).await).await;
        let first = browser.text_of(".overview .cards > :first-child").await;
        assert!(first.contains("Not opened"), "what could not be opened stands before all else: {first}");
        assert!(browser.what_is_open().await.contains("Functions2 |"));
        browser.click_text("2 problems while reading").await;
        browser.wait_for(".problems .problem").await;
        let told = browser.text_of(".problems").await;
        for part in
            ["bad.json", "The JSON ends in the middle of a value.", "empty.json", "The file is empty."]
        {
            assert!(told.contains(part), "{part:?} isn't told: {told}");
        }
    });
}

#[test]
fn what_is_too_big_or_nothing_is_refused() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("").await;
        browser.opens_file("orders.json", ORDERS.as_bytes()).await;
        let before = browser.what_is_open().await;
        // Made in the page, for such a file would take long through the driver.
        let drop = "const all = new DataTransfer(); all.items.add(made); \
            for (const type of ['dragenter', 'dragover', 'drop']) \
              document.body.dispatchEvent(new DragEvent(type, { dataTransfer: all, bubbles: true, cancelable: true }));";
        for (name, made, sentence) in [
            (
                "huge-string.json",
                "const piece = 'x'.repeat(1 << 20); const made = new File(['{\"a\": \"', ...Array(65).fill(piece), '\"}'], 'huge-string.json');",
                "A string is longer than 64 MiB.",
            ),
            (
                "huge.json",
                "const piece = new Blob([new Uint8Array(1 << 20)]); const made = new File(Array(1700).fill(piece), 'huge.json');",
                "These files are more than a browser's tab can hold.",
            ),
        ] {
            let body = format!("{made} {drop}");
            let was_opened = browser
                .reads(async |browser| {
                    browser.js(&body, vec![]).await;
                })
                .await;
            assert!(!was_opened, "{name} was opened");
            browser.wait_for(".trouble .problem").await;
            let card = browser.text_of(".trouble").await;
            assert!(card.contains(name) && card.contains(sentence), "{card}");
            assert_eq!(browser.what_is_open().await, before);
        }
        // A folder without a file.
        let folder = std::env::temp_dir().join(format!("lambdascope-nothing-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        browser.drop_paths("body", &[&folder]).await;
        browser.wait_for_text("There was no file in it.").await;
        std::fs::remove_dir_all(&folder).ok();
        assert_eq!(browser.what_is_open().await, before);
        // Dragged text that is no file.
        let text = "const all = new DataTransfer(); all.setData('text/plain', 'a link that was dragged'); \
            document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: all, bubbles: true, cancelable: true }));";
        let was_opened = browser
            .reads(async |browser| {
                browser.js(text, vec![]).await;
            })
            .await;
        assert!(!was_opened);
        assert_eq!(browser.what_is_open().await, before);
        assert_eq!(browser.js("return location.pathname", vec![]).await, json!("/"));
    });
}
