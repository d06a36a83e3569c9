//! Files that the person hands over: dropped, chosen, pasted. Their bytes are not read here; the worker does that.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ClipboardEvent, DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
    HtmlInputElement,
};

use super::later::on_window;

/// Files of a folder that are taken at most; the worker's own limits come behind it.
const MOST: usize = 100_000;

/// Files with the names they are shown under: the path within a dropped folder, else their own.
#[derive(Clone, Default)]
pub struct Picked {
    files: Vec<(String, File)>,
}

impl Picked {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The names, in order.
    pub fn names(&self) -> Vec<String> {
        self.files.iter().map(|(name, _)| name.clone()).collect()
    }

    /// All sizes together, in bytes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|(_, file)| file.size() as u64).sum()
    }

    /// The files and their names, for the worker.
    pub(super) fn into_js(self) -> (Array, Array) {
        let (files, names) = (Array::new(), Array::new());
        for (name, file) in self.files {
            files.push(&file);
            names.push(&JsValue::from_str(&name));
        }
        (files, names)
    }

    /// Takes a file, unless it is what systems leave behind.
    fn push(&mut self, name: String, file: File) {
        if !engine::messages::is_cruft(&name) {
            self.files.push((name, file));
        }
    }

    /// Text as a file.
    pub fn of_text(name: &str, text: &str) -> Self {
        Self::of_parts(name, &Array::of1(&JsValue::from_str(text)))
    }

    /// Parts (text or bytes, JavaScript values) as a file.
    pub(super) fn of_parts(name: &str, parts: &Array) -> Self {
        let mut picked = Self::default();
        if let Ok(file) = File::new_with_blob_sequence(parts, name) {
            picked.push(name.to_owned(), file);
        }
        picked
    }
}

/// What the file input of an event holds; it is emptied, so that the same file can be chosen again.
pub fn from_input(event: &web_sys::Event) -> Picked {
    let mut picked = Picked::default();
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return picked;
    };
    if let Some(list) = input.files() {
        for file in (0..list.length()).filter_map(|at| list.get(at)) {
            let path = js_sys::Reflect::get(&file, &"webkitRelativePath".into());
            let path = path.ok().and_then(|path| path.as_string()).filter(|path| !path.is_empty());
            picked.push(path.unwrap_or_else(|| file.name()), file);
        }
    }
    input.set_value("");
    picked
}

/// Opens the browser's dialog of the file input with this id.
pub fn choose(id: &str) {
    let input = leptos::prelude::document().get_element_by_id(id);
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.click();
    }
}

/// Whether something that is dragged or pasted holds files.
pub fn has_files(transfer: &DataTransfer) -> bool {
    transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
}

/// Text that was dropped or pasted instead of files, as a file. It may be a secret, so it is never copied to here.
pub fn pasted(transfer: &DataTransfer) -> Option<Picked> {
    let get = js_sys::Reflect::get(transfer, &"getData".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    let text = get.call1(transfer, &"text/plain".into()).ok()?;
    let start = text.dyn_ref::<js_sys::JsString>()?.trim_start();
    let first = start.char_at(0).as_string().unwrap_or_default();
    (!first.is_empty()).then(|| Picked::of_parts(pasted_name(&first), &Array::of1(&text)))
}

/// What was dropped or pasted, not yet walked through: a browser takes the list away when its event is over.
pub struct Dropped {
    entries: Vec<FileSystemEntry>,
    files: Vec<File>,
}

impl Dropped {
    /// Takes what the event holds. To be called within the event.
    pub fn of(transfer: &DataTransfer) -> Self {
        let (mut entries, mut files) = (Vec::new(), Vec::new());
        let items = transfer.items();
        for item in (0..items.length()).filter_map(|at| items.get(at)).filter(|item| item.kind() == "file") {
            match item.webkit_get_as_entry().ok().flatten() {
                Some(entry) if entry.is_directory() => entries.push(entry),
                _ => files.extend(item.get_as_file().ok().flatten()),
            }
        }
        // Files that a script put in have no items in some browsers.
        if let Some(list) = transfer.files().filter(|_| entries.is_empty() && files.is_empty()) {
            files.extend((0..list.length()).filter_map(|at| list.get(at)));
        }
        Self { entries, files }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.files.is_empty()
    }

    /// Walks through the folders, without recursion, and gives all files, ordered by path within the folders.
    pub async fn walk(self) -> Picked {
        let mut picked = Picked::default();
        for file in self.files {
            picked.push(file.name(), file);
        }
        let mut found = Picked::default();
        let mut open = self.entries;
        while let Some(entry) = open.pop() {
            if found.files.len() >= MOST {
                break;
            }
            if entry.is_directory() {
                open.extend(entries_in(entry.unchecked_into()).await);
            } else if let Some(file) = file_of(entry.clone().unchecked_into()).await {
                found.push(entry.full_path().trim_start_matches('/').to_owned(), file);
            }
        }
        found.files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        picked.files.append(&mut found.files);
        picked
    }
}

/// A directory's entries. A browser hands them out a hundred at a time, and none when there are no more.
async fn entries_in(directory: FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = directory.create_reader();
    let mut entries = Vec::new();
    loop {
        let some = called_back(|done, failed| {
            let _ = reader.read_entries_with_callback_and_callback(done, failed);
        });
        let Ok(some) = some.await else { return entries };
        let some: Array = some.unchecked_into();
        if some.length() == 0 || entries.len() >= MOST {
            return entries;
        }
        entries.extend(some.iter().map(JsValue::unchecked_into));
    }
}

async fn file_of(entry: FileSystemFileEntry) -> Option<File> {
    let file = called_back(|done, failed| entry.file_with_callback_and_callback(done, failed));
    file.await.ok().map(JsValue::unchecked_into)
}

/// Waits for one of two callbacks.
async fn called_back(call: impl FnOnce(&js_sys::Function, &js_sys::Function)) -> Result<JsValue, JsValue> {
    let kept: Rc<RefCell<Option<(js_sys::Function, js_sys::Function)>>> = Rc::default();
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        kept.replace(Some((resolve, reject)));
    });
    if let Some((resolve, reject)) = kept.take() {
        call(&resolve, &reject);
    }
    JsFuture::from(promise).await
}

/// Calls back for what is pasted anywhere but into a field.
pub fn on_paste(pasted: impl Fn(&DataTransfer) + 'static) {
    on_window("paste", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| ["INPUT", "TEXTAREA"].contains(&target.tag_name().as_str())) {
            return;
        }
        if let Some(transfer) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data) {
            event.prevent_default();
            pasted(&transfer);
        }
    });
}

/// A name for text that was pasted.
pub fn pasted_name(text: &str) -> &'static str {
    match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => "pasted.json",
        _ => "pasted.txt",
    }
}
