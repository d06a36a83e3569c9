//! What the page's own tests have in common: opening things, reading what the frame says, and what holds on every screen.

use serde_json::{Value, json};

use crate::{Browser, Host, Outside, outside, run};

/// What the frame says of what is open.
const OPEN: &str =
    "const text = (on) => [...document.querySelectorAll(on)].map((e) => e.textContent).join(' | ');";

/// Hosts that Chromium asks by itself, whatever page it shows: about updates, the time, who is signed in.
const MAKERS_HOSTS: [&str; 3] = [".google.com", ".googleapis.com", ".gvt1.com"];

/// Every screen of a report of one function with this key, and the text that stands on it once it is drawn.
pub fn screens(function: &str) -> Vec<(String, String, &'static str)> {
    let screen = |name: &str, fragment: &str, drawn| (name.to_owned(), format!("#v1/{fragment}"), drawn);
    vec![
        screen("overview", "overview", ".overview .checks tbody tr"),
        screen("functions", "functions", ".list.functions .item .name"),
        screen("function", &format!("functions/{function}"), ".function .facts dd"),
        screen("findings", "findings", ".list.findings .item .rule"),
        screen("compliance", "compliance", ".requirement .line"),
        screen("trail", "trail", ".list.trail[aria-busy=false]"),
        screen("editions", "editions", ".editions .requirement .line"),
        screen("rules", "rules", ".rules .requirement .line"),
        screen("problems", "problems", ".problems .problem, .problems .empty"),
        screen("security-text", &format!("text/security/{function}?rules=2025-09"), "pre.report"),
        screen("compliance-text", &format!("text/compliance/{function}?rules=2025-09"), "pre.report"),
    ]
}

/// The same of a report that is open alone. What the editions say differently can't be known without the evidence, and there
/// are no texts but the published edition's: the page says so.
pub fn screens_of_report(function: &str, published: bool) -> Vec<(String, String, &'static str)> {
    let mut screens = screens(function);
    for (name, _, drawn) in &mut screens {
        match name.as_str() {
            "editions" => *drawn = ".editions [role=alert]",
            "security-text" | "compliance-text" if !published => *drawn = ".screen.text [role=alert]",
            _ => {}
        }
    }
    screens
}

/// Runs a test of the page, and asserts what holds whatever is done with it: the console has nothing to complain of, and
/// nothing is asked of anybody but the page's own host.
///
/// `OUTSIDE` in what the test hands over is where nothing may ever arrive.
pub fn watched(host: Host, test: impl AsyncFnOnce(&mut Browser, &Outside)) {
    run(host, async |browser| {
        let outside = Outside::listen();
        test(browser, &outside).await;
        browser.quiet(&outside).await;
    });
}

impl Browser {
    /// Loads the page anew, with nothing open, at an address; `fragment` is empty or begins with `#`.
    pub async fn start_page(&self, fragment: &str) {
        self.visit(&format!("{}{fragment}", self.site.url())).await;
    }

    /// The same, at any host's address.
    pub async fn visit(&self, address: &str) {
        // An address that differs in its fragment alone would load nothing.
        self.client.goto("about:blank").await.expect("an empty page");
        self.client.goto(address).await.expect("the page's host answers");
        self.wait_until("document.getElementById('boot') === null && document.querySelector('main')").await;
    }

    /// Takes another host of the page for its own.
    pub fn trust(&mut self, url: &str) {
        self.own.push(url.to_owned());
    }

    /// Lets the console have lines with this part: what the browser itself writes, whatever the page does.
    pub fn forgive(&mut self, part: &str) {
        self.forgiven.push(part.to_owned());
    }

    /// Asserts that nothing complained and that nobody else was asked for anything, since this was last called.
    pub async fn quiet(&mut self, outside: &Outside) {
        let mut complaints = self.complaints().await;
        complaints.retain(|line| !self.forgiven.iter().any(|part| line.contains(part)));
        assert_eq!(complaints, Vec::<String>::new(), "the console");
        let known = |address: &String| {
            let own = self.own.iter().map(String::as_str);
            own.chain(["data:", "blob:", "about:"]).any(|start| address.starts_with(start))
        };
        let elsewhere: Vec<_> = self.network().await.into_iter().filter(|address| !known(address)).collect();
        assert_eq!(elsewhere, Vec::<String>::new(), "asked of somebody else");
        assert_eq!(outside.arrived(), Vec::<String>::new(), "arrived elsewhere");
        let browsers_own = |line: &String| {
            let host = line.split(' ').nth(1).unwrap_or_default().trim_start_matches("http://");
            let host = host.split(['/', ':']).next().unwrap_or_default();
            MAKERS_HOSTS.iter().any(|end| host.ends_with(end))
        };
        let (own, mut asked): (Vec<_>, Vec<_>) = self.elsewhere.arrived().into_iter().partition(browsers_own);
        // Where a connection of its own takes long, the browser opens a second one, and nothing comes over one of the two.
        for _ in &own {
            if let Some(spare) = asked.iter().position(|line| line == outside::SILENT) {
                asked.remove(spare);
            }
        }
        assert_eq!(asked, Vec::<String>::new(), "asked of another machine");
    }

    /// How often something was handed to the page and taken up, and how often it was opened.
    async fn loads(&self) -> (u64, u64) {
        let body = "return ['dropped', 'judged'].map((mark) => performance.getEntriesByName(`lambdascope:${mark}`).length)";
        let counts = self.js(body, vec![]).await;
        let count = |at: usize| counts.get(at).and_then(Value::as_u64).unwrap_or_default();
        (count(0), count(1))
    }

    /// Does what hands something over, and waits until it is read. Says whether it was opened.
    pub async fn reads(&self, hand_over: impl AsyncFnOnce(&Self)) -> bool {
        let (dropped, judged) = self.loads().await;
        hand_over(self).await;
        self.wait_until(&format!(
            "performance.getEntriesByName('lambdascope:dropped').length > {dropped} && !document.querySelector('.reading')"
        ))
        .await;
        self.loads().await.1 > judged
    }

    /// Hands files over that must open.
    pub async fn opens(&self, hand_over: impl AsyncFnOnce(&Self)) {
        assert!(self.reads(hand_over).await, "nothing was opened; the page shows:\n{}", self.text().await);
        self.wait_until("document.querySelector('.what')").await;
    }

    /// Drops one file made in memory that must open.
    pub async fn opens_file(&self, name: &str, bytes: &[u8]) {
        self.opens(async |browser| browser.drop_files("body", &[(name, bytes)]).await).await;
    }

    /// Opens the sample by its button, on a new page.
    pub async fn opens_sample(&self) {
        self.start_page("").await;
        self.opens_sample_here().await;
    }

    /// The same, on the first page as it stands.
    pub async fn opens_sample_here(&self) {
        self.opens(async |browser| browser.click_text("Try the sample").await).await;
    }

    /// What is open, as the frame has it: files, account and region, rules and date, how much there is of what.
    pub async fn what_is_open(&self) -> String {
        // How many events there are is known when all else is done.
        self.wait_until("document.querySelector('.side a[href*=trail] i')?.textContent").await;
        let body = format!("{OPEN} return text('.what span, .chips .chip, .side a').replaceAll(' ▾', '')");
        self.js(&body, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// The text that the selected elements have, together.
    pub async fn text_of(&self, selector: &str) -> String {
        let body = format!("{OPEN} return text(arguments[0])");
        self.js(&body, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// How many elements there are.
    pub async fn count(&self, selector: &str) -> u64 {
        let count =
            self.js("return document.querySelectorAll(arguments[0]).length", vec![json!(selector)]).await;
        count.as_u64().unwrap_or_default()
    }

    /// Judges what is open by the published edition, on the first screen.
    pub async fn judges_as_published(&self) {
        self.goes("#v1/overview?rules=2025-09", ".overview .checks").await;
        self.wait_until("document.querySelector('.chips').textContent.includes('rules 2025-09')").await;
    }

    /// The address's fragment.
    pub async fn fragment(&self) -> String {
        self.js("return location.hash", vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Goes to a view of what is open, as a followed link does, and waits until it is drawn.
    pub async fn goes(&self, fragment: &str, drawn: &str) {
        self.js("location.hash = arguments[0]", vec![json!(fragment)]).await;
        self.wait_for(drawn).await;
    }

    /// What is wrong with the screen as it stands: what keeps people out, and what doesn't fit, light and dark, wide and narrow.
    pub async fn faults(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (width, dark) in [(390, false), (1280, true), (1280, false)] {
            self.width(width).await;
            self.dark(dark).await;
            // Two frames, so that what heeds the width has been drawn.
            let frames = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); \
                const all = document.documentElement; \
                return [all.scrollWidth - all.clientWidth, all.scrollHeight - all.clientHeight];";
            let beyond = self.js_async(frames, vec![]).await;
            // The frame holds what scrolls: the window itself never does.
            if beyond != json!([0, 0]) {
                found.push(format!("{name} at {width}: {beyond} pixels wider and higher than the window"));
            }
            let theme = if dark { "dark" } else { "light" };
            let serious = |impact: &str| impact == "serious" || impact == "critical";
            let violations = self.axe().await.into_iter().filter(|violation| serious(&violation.impact));
            found.extend(
                violations.map(|v| format!("{name} at {width}, {theme}: {} {:?}", v.rule, v.elements)),
            );
        }
        found
    }
}
