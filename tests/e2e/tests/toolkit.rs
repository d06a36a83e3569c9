//! The toolkit as a person uses it: opening, refusing, sealing, fields, commands, and a sealed report in the place of what it holds.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use e2e::{Browser, Host, watched};
use serde_json::{Value, json};

/// A data key as `aws kms generate-data-key` prints it; the ciphertext is nobody's.
fn data_key() -> String {
    let key: Vec<u8> = (0..32).map(|at| at * 7 + 3).collect();
    json!({
        "CiphertextBlob": BASE64_STANDARD.encode([1, 2, 3, 0, 0x78].repeat(20)),
        "Plaintext": BASE64_STANDARD.encode(key),
        "KeyId": "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555"
    })
    .to_string()
}

fn plain_key() -> String {
    let json: Value = serde_json::from_str(&data_key()).expect("JSON");
    json["Plaintext"].as_str().expect("a key").to_owned()
}

/// A container of the reference material and its key; nothing where that isn't at hand.
fn vector(name: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let shared = std::env::var_os("LAMBDASCOPE_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    let text = std::fs::read_to_string(shared.join("vectors").join(name)).ok()?;
    let vector: Value = serde_json::from_str(&text).expect("a vector is JSON");
    let file = |name: &Value| {
        let file = &vector["files"][name.as_str().expect("a name")];
        match file["base64"].as_str() {
            Some(bytes) => BASE64_STANDARD.decode(bytes).expect("base64"),
            None => file["text"].as_str().expect("text").as_bytes().to_vec(),
        }
    };
    Some((file(&vector["input"]), file(&vector["key"])))
}

async fn set(browser: &Browser, id: &str, text: &str) {
    browser.wait_for(&format!("#{id}")).await;
    let body = "document.getElementById(arguments[0]).value = arguments[1]";
    browser.js(body, vec![json!(id), json!(text)]).await;
}

/// Drops a container on the toolkit and waits for its card.
async fn inspects(browser: &Browser, name: &str, bytes: &[u8]) {
    browser.goes("#v1/toolkit/open", ".toolkit .target").await;
    browser.drop_files("body", &[(name, bytes)]).await;
    browser
        .wait_until(&format!(
            "document.querySelector('.sealed header .aside')?.textContent.startsWith('{name} ')"
        ))
        .await;
}

/// Pastes a key and has the container opened; gives the verdict's word.
async fn opens_with(browser: &Browser, key: &str) -> String {
    set(browser, "toolkit-key", key).await;
    browser.click_text("Verify and open").await;
    browser.wait_until("!document.querySelector('.toolkit .waiting') && !['Needs a key', ''].includes(document.querySelector('.sealed .state')?.textContent ?? '')").await;
    assert_eq!(
        browser.js("return document.getElementById('toolkit-key')?.value ?? ''", vec![]).await,
        json!("")
    );
    browser.text_of(".sealed header .state").await
}

/// What is said of what a container says about itself.
const SAYS: &str = ".sealed > details > summary .state";

/// The picture of a screen in both themes, and what is wrong with it.
async fn looked_at(browser: &Browser, name: &str) -> Vec<String> {
    browser.dark(true).await;
    browser.screenshot(&format!("{name}-dark")).await;
    browser.dark(false).await;
    browser.screenshot(name).await;
    browser.faults(name).await
}

#[test]
fn a_signed_message_opens_and_an_altered_one_does_not() {
    let Some((message, key)) = vector("esdk/0578_kms.json") else {
        assert!(std::env::var_os("CI").is_none());
        return;
    };
    let key = String::from_utf8(key).expect("a key as text");
    watched(Host::Headers, async |browser, _| {
        let mut found = Vec::new();
        browser.start_page("#v1/toolkit").await;
        found.extend(looked_at(browser, "toolkit").await);
        inspects(browser, "message.esdk", &message).await;
        let text = browser.text().await;
        for part in [
            "A message of the AWS Encryption SDK",
            "its signature verifies",
            "not yet authenticated",
            "arn:aws:kms:",
            "aws kms decrypt",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        browser.click_text("PowerShell").await;
        browser.wait_for_text("New-TemporaryFile").await;
        browser.click_text("bash").await;
        found.extend(looked_at(browser, "toolkit-signed").await);

        assert_eq!(opens_with(browser, &key).await, "Intact");
        browser.wait_until("document.querySelector('pre.plaintext')?.textContent.length > 0").await;
        browser.wait_for(".keychip").await;
        // The key proves the header of such a message too.
        assert_eq!(browser.text_of(SAYS).await, "authenticated");
        found.extend(looked_at(browser, "toolkit-intact").await);
        browser.click_text("Hex").await;
        browser.wait_for_text("00000000  ").await;
        browser.click_text("Save it").await;
        let saved = browser.taken("message.txt").await;
        assert_eq!(saved.len(), 13);
        browser.click_text("Save the integrity report").await;
        let report: Value =
            serde_json::from_slice(&browser.taken("message.esdk.integrity.json").await).expect("JSON");
        assert_eq!(report["verdict"], "intact");
        let text = report.to_string();
        assert!(!text.contains(&String::from_utf8_lossy(&saved).into_owned()) && !text.contains(key.trim()));

        let altered = [
            &message[..message.len() - 150],
            &[message[message.len() - 150] ^ 1],
            &message[message.len() - 149..],
        ]
        .concat();
        inspects(browser, "altered.esdk", &altered).await;
        let word = browser.text_of(".sealed header .state").await;
        assert_eq!(word, "Altered", "without any key: {}", browser.text().await);
        browser.click_text("Forget the key").await;
        browser.wait_until("!document.querySelector('.keychip') && !document.querySelector('.sealed')").await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn what_does_not_open_says_why_and_shows_nothing() {
    let frame = vector("esdk/tampered-0378_f512_frame1_ciphertext.json");
    let wrong = vector("esdk/tampered-0578_f512_wrong_data_key.json");
    let (Some(frame), Some(wrong)) = (frame, wrong) else {
        assert!(std::env::var_os("CI").is_none());
        return;
    };
    watched(Host::Headers, async |browser, _| {
        let mut found = Vec::new();
        browser.start_page("#v1/toolkit/open").await;
        for (name, (message, key), word, sentence) in [
            ("tampered", frame, "Altered", "frame 1 does not authenticate"),
            ("wrong-key", wrong, "Wrong key", "the wrong key"),
        ] {
            inspects(browser, name, &message).await;
            assert_eq!(opens_with(browser, &String::from_utf8_lossy(&key)).await, word);
            browser.wait_for_text(sentence).await;
            assert_eq!(browser.count("pre.plaintext, .plain").await, 0);
            found.extend(looked_at(browser, &format!("toolkit-{name}")).await);
        }
        // Something that can't be a key, and nothing at all.
        inspects(browser, "again", &vector("esdk/0578_kms.json").expect("it").0).await;
        set(browser, "toolkit-key", "c2hvcnQ=").await;
        browser.click_text("Verify and open").await;
        browser.wait_for_text("32 are needed").await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn what_stands_beside_the_content_is_not_called_authenticated() {
    let Some((envelope, key)) = vector("fernet-envelope/extra-fields.json") else {
        assert!(std::env::var_os("CI").is_none());
        return;
    };
    watched(Host::Headers, async |browser, _| {
        browser.start_page("#v1/toolkit/open").await;
        inspects(browser, "envelope.json", &envelope).await;
        assert_eq!(browser.text_of(SAYS).await, "not yet authenticated");
        assert_eq!(opens_with(browser, &String::from_utf8_lossy(&key)).await, "Intact");
        assert_eq!(browser.text_of(SAYS).await, "not covered by what was checked");
    });
}

#[test]
fn a_report_is_sealed_and_opens_in_place() {
    watched(Host::Headers, async |browser, _| {
        let mut found = Vec::new();
        browser.opens_sample().await;
        let before = browser.text_of(".side li:nth-child(-n+3)").await;
        browser.click(".top .menu summary").await;
        browser.click_text("Seal the report, or another of these…").await;
        browser.wait_for(".toolkit .subject").await;
        set(browser, "toolkit-kms-key", "alias/audits").await;
        set(browser, "toolkit-context", "for=auditors").await;
        browser.click_text("Make the command").await;
        browser.wait_for_text("aws kms generate-data-key --key-id 'alias/audits'").await;
        browser.wait_for_text(r#"{"for":"auditors"}"#).await;
        set(browser, "toolkit-data-key", &data_key()).await;
        found.extend(looked_at(browser, "toolkit-seal").await);
        browser.click_text("Seal and save").await;
        browser.wait_for_text("commits to its key").await;
        let name = browser.text_of(".toolkit .subject").await;
        let sealed = browser.taken(&format!("{name}.sealed")).await;
        assert_eq!(&sealed[..3], [2, 4, 0x78]);

        // Beside the page, named by a link.
        browser.site.put("/report.sealed", sealed.clone());
        browser.start_page("#open=report.sealed").await;
        browser.wait_for(".locked .sealed").await;
        let text = browser.text().await;
        for part in ["This file is sealed", "aws kms decrypt --region us-east-1", r#"{"for":"auditors"}"#] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        found.extend(looked_at(browser, "toolkit-locked").await);
        let wrong = BASE64_STANDARD.encode([9; 32]);
        assert_eq!(opens_with(browser, &wrong).await, "Cannot tell");
        set(browser, "toolkit-key", &plain_key()).await;
        browser.click_text("Verify and open").await;
        browser.wait_for(".overview .checks tbody tr").await;
        assert_eq!(browser.text_of(".side li:nth-child(-n+3)").await, before, "the same report");
        assert!(browser.fragment().await.contains("open=report.sealed"), "a link still names it");
        assert_eq!(browser.count(".keychip").await, 0, "the key is not kept");
        browser.screenshot("toolkit-opened-in-place").await;

        // Dropped over what is open: left, that stays.
        browser.drop_files(".top", &[("again.sealed", &sealed)]).await;
        browser.wait_for(".locked .sealed").await;
        browser.click_text("Don't open it").await;
        browser.wait_for(".overview .checks tbody tr").await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn fields_are_protected_and_restored() {
    watched(Host::Headers, async |browser, _| {
        let document = br#"{"user": "alice", "password": "hunter2", "card": {"number": "4111 1111 1111 1111"}, "n": 1.50}"#;
        browser.start_page("#v1/toolkit/fields").await;
        browser.drop_files("body", &[("user.json", document)]).await;
        browser.wait_for(".fields li").await;
        let rows = browser.text_of(".fields li").await;
        assert!(rows.contains("/password") && rows.contains("/card/number") && rows.contains("/n"), "{rows}");
        let found = looked_at(browser, "toolkit-fields").await;
        assert_eq!(browser.count(".fields input:checked").await, 2);
        set(browser, "toolkit-data-key", &data_key()).await;
        browser.click_text("Protect the chosen fields and save").await;
        let protected = browser.taken("user.protected.json").await;
        let text = String::from_utf8_lossy(&protected).into_owned();
        assert!(text.contains("alice") && !text.contains("hunter2") && !text.contains("4111"));

        inspects(browser, "user.protected.json", &protected).await;
        assert_eq!(opens_with(browser, &plain_key()).await, "Intact");
        browser.wait_for(".tree li").await;
        browser.click(".tree summary").await;
        browser.wait_for_text("4111 1111 1111 1111").await;
        set(browser, "toolkit-key", "").await;
        browser.wait_for(".plain input[type=search]").await.send_keys("HUNTER\n").await.expect("typed");
        browser
            .wait_until("document.querySelector('.tree')?.innerText.includes('/password \"hunter2\"')")
            .await;
        browser.click_text("Save it").await;
        assert_eq!(browser.taken("user.json").await, document);
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn documents_without_a_data_key_are_put_together() {
    let Some((document, answers)) = vector("field-encrypted/unicode-answers.json") else {
        assert!(std::env::var_os("CI").is_none());
        return;
    };
    let answers: Value = serde_json::from_slice(&answers).expect("JSON");
    watched(Host::Headers, async |browser, _| {
        browser.start_page("#v1/toolkit/open").await;
        inspects(browser, "record.json", &document).await;
        let names: Vec<String> = serde_json::from_value(
            browser.js("return [...document.querySelectorAll('.toolkit .field > label')].map((l) => l.textContent)", vec![]).await,
        )
        .expect("names");
        assert!(!names.is_empty());
        assert_eq!(browser.count(".command").await, names.len() as u64, "a command each");
        let mut found = looked_at(browser, "toolkit-answers").await;
        for (at, name) in names.iter().enumerate() {
            let answer = &answers[name];
            let answer = answer.as_str().map_or_else(|| answer.to_string(), str::to_owned);
            set(browser, &format!("toolkit-answer-{at}"), &answer).await;
        }
        browser.click_text("Put the document together").await;
        browser.wait_for_text("No tag covers the document").await;
        browser.wait_for(".tree li").await;
        found.extend(browser.faults("put together").await);
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn commands_are_made_and_their_answers_read() {
    watched(Host::Headers, async |browser, _| {
        browser.start_page("#v1/toolkit/commands").await;
        let choose = "const all = document.getElementById('toolkit-task'); all.value = arguments[0]; \
            all.dispatchEvent(new Event('change', { bubbles: true }));";
        browser.wait_for("#toolkit-task").await;
        browser.js(choose, vec![json!("Secrets Manager: create, or else update")]).await;
        set(browser, "toolkit-command-name", "prod/db").await;
        browser.click_text("Make the command").await;
        browser.wait_for_text("aws secretsmanager create-secret --name 'prod/db'").await;
        let mut found = looked_at(browser, "toolkit-commands").await;
        set(browser, "toolkit-command-name", "$(x)").await;
        browser.click_text("Make the command").await;
        browser.wait_for_text("characters that the service does not allow").await;
        let answer = r#"{"ARN": "a", "Name": "prod/db", "VersionId": "v", "SecretString": "hunter2"}"#;
        set(browser, "toolkit-command-answer", answer).await;
        browser.click_text("Read the answer").await;
        browser.wait_for_text("A secret of Secrets Manager").await;
        assert!(!browser.text().await.contains("hunter2"), "shown when it is asked for");
        browser.click_text("Text").await;
        browser.wait_for_text("hunter2").await;
        found.extend(browser.faults("an answer").await);

        // A request to the handler leads to the command that does it.
        let request = br#"{"action": "store_secret", "secret_name": "db", "secret_value": "hunter3"}"#;
        inspects(browser, "request.json", request).await;
        browser.wait_for_text("aws secretsmanager create-secret --name 'db'").await;
        assert!(!browser.text().await.contains("hunter3"));
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn a_key_that_nobody_uses_is_forgotten() {
    watched(Host::Headers, async |browser, _| {
        // The page looks at the clock every fifteen seconds; here it looks sooner.
        let sooner = "const wait = window.setTimeout; window.setTimeout = (act, time, ...more) => \
            wait(act, time === 15000 ? 100 : time, ...more); \
            const now = Date.now; window.ahead = 0; Date.now = () => now() + window.ahead;";
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({"source": sooner})).await;
        browser.start_page("#v1/toolkit/seal").await;
        browser.drop_files("body", &[("a.txt", b"a")]).await;
        browser.wait_until("document.querySelector('.subject')?.textContent === 'a.txt'").await;
        set(browser, "toolkit-data-key", &data_key()).await;
        browser.click_text("Seal and save").await;
        browser.wait_for(".keychip").await;
        browser.downloaded("a.txt.sealed").await;
        browser.js("window.ahead = 9 * 60000", vec![]).await;
        browser.wait_for_text("· 9 min").await;
        browser.js("window.ahead = 11 * 60000", vec![]).await;
        browser.wait_for_text("Nobody used the key for ten minutes").await;
        assert_eq!(browser.count(".keychip").await, 0);
    });
}
