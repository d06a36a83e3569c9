//! A browser with the page in it: going there, waiting, looking, and what it logged.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::driver::Driver;
use crate::{Outside, Site};

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(50);

/// The arguments that Chromium gets. Without the last four it calls its maker's hosts by itself.
const ARGUMENTS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A browser, its driver, and the host of its page.
pub struct Browser {
    /// The driver's client, for whatever has no helper here.
    pub client: Client,
    /// The host of the page.
    pub site: Site,
    /// Where everything goes that isn't asked of this machine: the browser's proxy, which answers nobody.
    pub(crate) elsewhere: Outside,
    /// Hosts that serve the page, besides which it may ask nobody.
    pub(crate) own: Vec<String>,
    /// Parts of lines that the console may have.
    pub(crate) forgiven: Vec<String>,
    downloads: PathBuf,
    console: Vec<String>,
    driver_process: Driver,
}

/// What axe-core found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// axe's name of the rule.
    pub rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// Selectors of the elements.
    pub elements: Vec<String>,
}

impl Browser {
    pub(crate) async fn start(chromium: &Path, chromedriver: &Path, site: Site) -> Self {
        let driver = Driver::start(chromedriver);
        let port = driver.url().rsplit(':').next().unwrap_or_default().to_owned();
        let downloads = std::env::temp_dir().join(format!("lambdascope-e2e-{}-{port}", std::process::id()));
        fs::create_dir_all(&downloads).expect("a directory for downloads");
        let elsewhere = Outside::listen();
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).to_vec();
        // Chromium never takes a proxy for this machine's own addresses.
        arguments.push(format!("--proxy-server=http://{}", elsewhere.address()));
        let capabilities = json!({
            // It may not connect ahead of what it is about to ask: the tests of the policy count connections.
            "goog:chromeOptions": {
                "binary": chromium, "args": arguments, "prefs": {"net": {"network_prediction_options": 2}},
            },
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.as_object().cloned().unwrap_or_default());
        let client = builder.connect(&driver.url()).await.expect("a browser starts");
        let browser = Self {
            own: vec![site.url()],
            client,
            site,
            elsewhere,
            forgiven: Vec::new(),
            downloads,
            console: Vec::new(),
            driver_process: driver,
        };
        browser.width(1280).await;
        let folder = json!({"behavior": "allow", "downloadPath": browser.downloads});
        browser.cdp("Browser.setDownloadBehavior", folder).await;
        // Parts come when they are needed, then, and not by themselves: what asks for them is what is tested.
        browser.saves_data(true).await;
        browser
    }

    /// A file of the built site, on the disk.
    pub fn file(&self, name: &str) -> PathBuf {
        self.site.directory().join(name)
    }

    /// Goes to the page; `fragment` is empty or begins with `#`.
    pub async fn open(&self, fragment: &str) {
        self.client.goto(&format!("{}{fragment}", self.site.url())).await.expect("the page's host answers");
    }

    /// Loads the page again, as the browser's button does.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page's host answers");
    }

    /// Runs a function's body in the page and gives what it returns.
    pub async fn js(&self, body: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(body, arguments).await.unwrap_or_else(|error| panic!("{body}\nfailed: {error}"))
    }

    /// Runs an async function's body in the page and waits for what it returns. An error comes back as `{"error": text}`.
    pub async fn js_async(&self, body: &str, arguments: Vec<Value>) -> Value {
        let wrapped = format!(
            "const done = arguments[arguments.length - 1]; \
             (async function () {{ {body} }}).apply(null, arguments).then(done, (error) => done({{ error: String(error) }}));"
        );
        self.client
            .execute_async(&wrapped, arguments)
            .await
            .unwrap_or_else(|error| panic!("{body}\nfailed: {error}"))
    }

    /// Sends a command of Chromium's own protocol.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        self.driver("goog/cdp/execute", json!({"cmd": command, "params": parameters})).await
    }

    async fn driver(&self, end: &'static str, body: Value) -> Value {
        self.client
            .issue_cmd(Post { end, body })
            .await
            .unwrap_or_else(|error| panic!("{end} failed: {error}"))
    }

    /// Tells the browser to save data, as a person may, or not to.
    pub async fn saves_data(&self, saves: bool) {
        self.cdp("Emulation.setDataSaverOverride", json!({"dataSaverEnabled": saves})).await;
    }

    /// The page's visible text.
    pub async fn text(&self) -> String {
        self.js("return document.body.innerText", vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows this text.
    pub async fn wait_for_text(&self, text: &str) {
        let started = Instant::now();
        while !self.text().await.contains(text) {
            assert!(
                started.elapsed() < PATIENCE,
                "The page never showed {text:?}. It shows:\n{}",
                self.text().await
            );
            tokio::time::sleep(SHORT).await;
        }
    }

    /// Waits until an expression in the page is true.
    pub async fn wait_until(&self, expression: &str) {
        let started = Instant::now();
        while self.js(&format!("return Boolean({expression})"), vec![]).await != Value::Bool(true) {
            assert!(
                started.elapsed() < PATIENCE,
                "`{expression}` never held. The page shows:\n{}",
                self.text().await
            );
            tokio::time::sleep(SHORT).await;
        }
    }

    /// Waits for an element.
    pub async fn wait_for(&self, selector: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(PATIENCE).every(SHORT);
        wait.for_element(Locator::Css(selector))
            .await
            .unwrap_or_else(|error| panic!("{selector} never came: {error}"))
    }

    /// Sets the width of what is seen, in CSS pixels; the height is 800.
    pub async fn width(&self, width: u32) {
        let size = json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Makes the system's theme dark or light.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.cdp("Emulation.setEmulatedMedia", media).await;
    }

    /// Takes pictures at 1280 and at 390 pixels, `NAME-1280.png` and `NAME-390.png`, in `$LAMBDASCOPE_SCREENSHOTS` where that is set.
    pub async fn screenshot(&self, name: &str) {
        let Some(directory) = std::env::var_os("LAMBDASCOPE_SCREENSHOTS").map(PathBuf::from) else { return };
        fs::create_dir_all(&directory).expect("the directory of the screenshots");
        for width in [390, 1280] {
            self.width(width).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
            let picture = self.client.screenshot().await.expect("a screenshot");
            fs::write(directory.join(format!("{name}-{width}.png")), picture)
                .expect("the screenshot is written");
        }
    }

    /// Everything that the console said since the browser started, as `LEVEL text`.
    pub async fn console(&mut self) -> Vec<String> {
        let entries = self.driver("se/log", json!({"type": "browser"})).await;
        let text =
            |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let new = entries
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| format!("{} {}", text(entry, "level"), text(entry, "message")));
        self.console.extend(new);
        self.console.clone()
    }

    /// What the console called an error or a warning since the browser started.
    pub async fn complaints(&mut self) -> Vec<String> {
        let said = self.console().await;
        said.into_iter().filter(|line| line.starts_with("SEVERE") || line.starts_with("WARNING")).collect()
    }

    /// The addresses that the page asked for since this was last called, from Chromium's own log.
    pub async fn network(&self) -> Vec<String> {
        let entries = self.driver("se/log", json!({"type": "performance"})).await;
        let address = |entry: &Value| {
            let message: Value = serde_json::from_str(entry.get("message")?.as_str()?).ok()?;
            let message = message.get("message")?;
            let sent = message.get("method")?.as_str()? == "Network.requestWillBeSent";
            sent.then(|| message.pointer("/params/request/url")?.as_str().map(str::to_owned))?
        };
        entries.as_array().into_iter().flatten().filter_map(address).collect()
    }

    /// What axe-core has to say about the page as it stands.
    pub async fn axe(&self) -> Vec<Violation> {
        if self.js("return typeof axe === 'undefined'", vec![]).await == Value::Bool(true) {
            let file = std::env::var_os("LAMBDASCOPE_AXE").expect("LAMBDASCOPE_AXE names axe.min.js");
            let source = fs::read_to_string(file).expect("axe-core is installed");
            // Through the driver: the page's policy lets nobody add a script.
            self.js(&source, vec![]).await;
        }
        let body = "const found = await axe.run(document, { resultTypes: ['violations'] }); \
                    return found.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.target.join(' '))]);";
        let found = self.js_async(body, vec![]).await;
        let found = found.as_array().unwrap_or_else(|| panic!("axe-core failed: {found}"));
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let read = |violation: &Value| Violation {
            rule: text(violation.get(0)),
            impact: text(violation.get(1)),
            elements: violation
                .get(2)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .map(|v| text(Some(v)))
                .collect(),
        };
        found.iter().map(read).collect()
    }

    /// Waits for a file that the page let a person save, and gives its bytes.
    pub async fn downloaded(&self, name: &str) -> Vec<u8> {
        let file = self.downloads.join(name);
        let started = Instant::now();
        // The browser keeps a place for a file before it writes it there at once.
        while !fs::metadata(&file).is_ok_and(|file| file.len() > 0) {
            assert!(started.elapsed() < PATIENCE, "{name} was never saved");
            tokio::time::sleep(SHORT).await;
        }
        fs::read(file).expect("what was saved can be read")
    }

    /// The same, and takes the file away, so that it can be saved again under its name.
    pub async fn taken(&self, name: &str) -> Vec<u8> {
        let bytes = self.downloaded(name).await;
        fs::remove_file(self.downloads.join(name)).expect("what was saved can be removed");
        bytes
    }

    /// The most memory that one of the browser's renderers had so far, in KiB. `None` where the system doesn't tell.
    pub fn renderer_memory(&self) -> Option<u64> {
        self.driver_process.renderer_memory()
    }

    /// The bytes in base64, as the driver's scripts take them.
    pub(crate) fn base64(bytes: &[u8]) -> Value {
        Value::String(BASE64_STANDARD.encode(bytes))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.downloads).ok();
    }
}

/// A command of Chromium's driver that WebDriver itself doesn't have.
#[derive(Debug)]
struct Post {
    end: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.end))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
