//! What a person's hands do with a page: dropping, choosing, pasting, typing.

use std::path::Path;

use serde_json::{Value, json};

use crate::Browser;

/// Bytes of a file that go to the page with one command of the driver.
const PIECE: usize = 3 << 20;

impl Browser {
    /// Drops files made in memory on the element that a selector finds.
    pub async fn drop_files(&self, selector: &str, files: &[(&str, &[u8])]) {
        self.hand_over(files).await;
        let body = "const on = document.querySelector(arguments[0]); \
            const dataTransfer = window.e2eFiles(); \
            for (const type of ['dragenter', 'dragover', 'drop']) \
              on.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));";
        self.js(body, vec![json!(selector)]).await;
    }

    /// Drops files or folders of the disk in the middle of an element, as the browser itself does it.
    pub async fn drop_paths(&self, selector: &str, paths: &[&Path]) {
        let body = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); \
            return [box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1)];";
        let place = self.js(body, vec![json!(selector)]).await;
        for kind in ["dragEnter", "dragOver", "drop"] {
            let data = json!({"items": [], "files": paths, "dragOperationsMask": 1});
            let event = json!({"type": kind, "x": place.get(0), "y": place.get(1), "data": data});
            self.cdp("Input.dispatchDragEvent", event).await;
        }
    }

    /// Chooses files of the disk (or a folder) in a file input.
    pub async fn choose_paths(&self, selector: &str, paths: &[&Path]) {
        let lines: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        self.wait_for(selector).await.send_keys(&lines.join("\n")).await.expect("the input takes files");
    }

    /// Pastes text, as Ctrl+V anywhere in the page does.
    pub async fn paste(&self, text: &str) {
        let body = "const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', arguments[0]); \
            (document.activeElement ?? document.body).dispatchEvent( \
              new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";
        self.js(body, vec![json!(text)]).await;
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys can be pressed");
    }

    /// Clicks the element that a selector finds, once it is there.
    pub async fn click(&self, selector: &str) {
        self.wait_for(selector)
            .await
            .click()
            .await
            .unwrap_or_else(|error| panic!("{selector} can't be clicked: {error}"));
    }

    /// Clicks the button, link or tab with this text.
    pub async fn click_text(&self, text: &str) {
        let body = "const all = [...document.querySelectorAll('button, a, summary, label, [role=tab], [role=button], [role=menuitem]')]; \
            const seen = all.filter((e) => e.getClientRects().length && (e.innerText ?? e.textContent).trim() === arguments[0]); \
            if (seen.length) seen[0].click(); return seen.length > 0;";
        let clicked = self.js(body, vec![json!(text)]).await;
        assert_eq!(
            clicked,
            Value::Bool(true),
            "nothing to click says {text:?}; the page shows:\n{}",
            self.text().await
        );
    }

    /// Hands files' bytes to the page without the network, and `window.e2eFiles()` that gives them as a `DataTransfer`.
    async fn hand_over(&self, files: &[(&str, &[u8])]) {
        let body = "window.e2ePieces = []; window.e2eFiles = () => { const all = new DataTransfer(); \
            for (const [name, pieces] of window.e2ePieces) all.items.add(new File(pieces, name)); \
            delete window.e2ePieces; delete window.e2eFiles; return all; };";
        self.js(body, vec![]).await;
        for (name, bytes) in files {
            self.js("window.e2ePieces.push([arguments[0], []]);", vec![json!(name)]).await;
            for piece in bytes.chunks(PIECE) {
                let body = "window.e2ePieces.at(-1)[1].push(Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0)));";
                self.js(body, vec![Self::base64(piece)]).await;
            }
        }
    }
}
