//! What the page knows of the toolkit: never a key, and of a plaintext only what is shown.

use crate::platform::signal::*;
use engine::messages::toolkit::{Answer, Ask, Card, Command, Field, Key, Task};
use wasm_bindgen::JsValue;

use super::words;
use crate::platform::files::Picked;
use crate::platform::toolkit::{self, Happened};
use crate::platform::{dom, download, later};
use crate::route::{Route, Screen, Tool};
use crate::state::{App, Trouble};

/// Milliseconds without use after which the key is forgotten.
const IDLE: f64 = 600_000.0;
/// Milliseconds between two looks at the clock.
const LOOK: u64 = 15_000;

/// A sealed file that stands in the place of what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Where it came from, when not from the person's own disk.
    pub origin: Option<String>,
    /// The file beside the page that it is.
    pub host_file: Option<String>,
}

/// The toolkit's signals.
#[derive(Clone, Copy)]
pub struct Toolkit {
    /// What lies on the bench.
    pub card: RwSignal<Option<Card>>,
    /// The key that the worker holds.
    pub key: RwSignal<Option<Key>>,
    /// For how many minutes it has held it.
    pub age: RwSignal<u32>,
    /// Since when, in milliseconds since 1970.
    since: StoredValue<f64>,
    /// Whether it is at work.
    pub busy: RwSignal<bool>,
    /// What could not be done last.
    pub failed: RwSignal<Option<String>>,
    /// A sealed file that waits for its key in the place of what it holds.
    pub lock: RwSignal<Option<Lock>>,
    /// The name of what is to be sealed.
    pub subject: RwSignal<Option<String>>,
    /// The fields of the document on the bench, and whether each is chosen.
    pub fields: RwSignal<Vec<(Field, bool)>>,
    /// The command that was made last, and for what.
    pub command: RwSignal<Option<(Task, Command)>>,
    /// What was said with the last file that was saved.
    pub note: RwSignal<String>,
    /// PowerShell instead of bash.
    pub powershell: RwSignal<bool>,
}

impl Toolkit {
    /// Nothing on the bench, and no worker yet.
    pub fn empty() -> Self {
        Self {
            card: RwSignal::new(None),
            key: RwSignal::new(None),
            age: RwSignal::new(0),
            since: StoredValue::new(0.0),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            lock: RwSignal::new(None),
            subject: RwSignal::new(None),
            fields: RwSignal::new(Vec::new()),
            command: RwSignal::new(None),
            note: RwSignal::new(String::new()),
            powershell: RwSignal::new(false),
        }
    }

    /// Hears of its worker, and looks at the clock from time to time.
    pub fn listen(self, app: App) {
        toolkit::listen(move |happened| match happened {
            Happened::Requested(address) => app.requests.update(|requests| requests.push(address)),
            Happened::Crashed(sentence) => {
                self.clear();
                let title = sentence.unwrap_or_else(|| words::CRASHED.to_owned());
                self.tell(app, title, words::CRASHED_REMEDY);
            }
        });
    }

    /// Asks, and says what went wrong if it does.
    pub fn ask(self, ask: Ask, beside: JsValue, reply: impl FnOnce(Answer, JsValue) + 'static) {
        self.ask_boxed(ask, beside, Box::new(reply));
    }

    #[inline(never)]
    fn ask_boxed(self, ask: Ask, beside: JsValue, reply: Box<dyn FnOnce(Answer, JsValue)>) {
        self.busy.set(true);
        self.failed.set(None);
        self.note.set(String::new());
        toolkit::ask(ask, beside, move |answer, beside| {
            self.busy.set(false);
            match answer {
                Answer::Failed(sentence) => self.failed.set(Some(sentence)),
                Answer::Card(card) => {
                    let card = *card;
                    self.card.set(Some(card.clone()));
                    reply(Answer::Card(Box::new(card)), beside);
                }
                answer => reply(answer, beside),
            }
        });
    }

    /// Hands a key from its field to the worker, then goes on. The field is empty at once.
    pub fn hand_key(self, app: App, field: &str, then: impl FnOnce() + 'static) {
        let value = toolkit::take_field(field);
        if toolkit::is_blank(&value) {
            if self.key.with_untracked(Option::is_some) {
                then();
            } else {
                self.failed.set(Some(words::NO_KEY.to_owned()));
            }
            return;
        }
        self.keep_key(app, value, Box::new(then));
    }

    /// Hands a key's file to the worker, then goes on.
    pub fn hand_key_file(self, app: App, files: Picked, then: impl FnOnce() + 'static) {
        if let Some((_, file)) = toolkit::first_of(files) {
            self.keep_key(app, file, Box::new(then));
        }
    }

    fn keep_key(self, app: App, value: JsValue, then: Box<dyn FnOnce()>) {
        self.ask(Ask::Key, value, move |answer, _| {
            if let Answer::Key(key) = answer {
                let watched = self.key.with_untracked(Option::is_some);
                app.say(words::key_held(&key));
                self.key.set(Some(key));
                self.age.set(0);
                self.since.set_value(toolkit::now());
                if !watched {
                    self.watch(app);
                }
                then();
            }
        });
    }

    /// Keeps the key's age, and forgets it when nobody has used it for long.
    fn watch(self, app: App) {
        later::after(LOOK, move || {
            if self.key.with_untracked(Option::is_none) {
                return;
            }
            if toolkit::idle().is_none_or(|idle| idle >= IDLE) {
                self.forget(app);
                self.tell(app, words::FORGOTTEN_IDLE.to_owned(), words::FORGOTTEN_REMEDY);
                return;
            }
            self.age.set(((toolkit::now() - self.since.get_value()) / 60_000.0) as u32);
            self.watch(app);
        });
    }

    /// Says what happened unasked, where it is seen: the lock screen may be gone with what it was of.
    fn tell(self, app: App, title: String, text: &'static str) {
        app.say(title.clone());
        match app.route.with_untracked(|route| matches!(route.screen, Screen::Toolkit(_))) {
            true => self.failed.set(Some(format!("{title} {text}"))),
            false => app.trouble.set(Some(Trouble { title, text: text.to_owned(), problems: Vec::new() })),
        }
    }

    /// Takes files or pasted text onto the bench of the screen that is shown.
    pub fn take(self, app: App, files: Picked) {
        let Some((name, file)) = toolkit::first_of(files) else { return };
        match app.route.with_untracked(|route| route.screen.clone()) {
            Screen::Toolkit(Tool::Seal) => {
                toolkit::set_subject(file);
                self.subject.set(Some(name));
            }
            Screen::Toolkit(Tool::Fields) => {
                toolkit::set_subject(file.clone());
                self.find_fields(name, file, false);
            }
            Screen::Toolkit(Tool::Command) => {
                app.go(Route::to(Screen::Toolkit(Tool::Open)));
                self.inspect(name, file);
            }
            _ => self.inspect(name, file),
        }
    }

    fn inspect(self, name: String, file: JsValue) {
        self.card.set(None);
        self.ask(Ask::Inspect { name }, file, |_, _| {});
    }

    /// Shows a sealed file in the place of what it holds.
    pub fn lock(self, files: Picked, lock: Lock) {
        if let Some((name, file)) = toolkit::first_of(files) {
            self.lock.set(Some(lock));
            self.inspect(name, file);
            dom::focus("main");
        }
    }

    /// Verifies and opens what lies on the bench.
    pub fn open(self, app: App, unauthenticated: bool) {
        let context = toolkit::typed(super::open::CONTEXT);
        self.ask(Ask::Open { context, unauthenticated }, JsValue::UNDEFINED, move |answer, _| {
            self.came_out(app, &answer);
        });
    }

    /// Says what came out; what was locked is opened in place.
    pub fn came_out(self, app: App, answer: &Answer) {
        let Answer::Card(card) = answer else { return };
        app.say(words::verdict(&card.verdict).0);
        // It stands above the key, which may be all that is seen: the person is taken to it.
        later::after(0, || dom::show(super::open::VERDICT));
        let locked = self.lock.with_untracked(Option::is_some);
        if locked && card.plain.as_ref().is_some_and(|plain| plain.viewer) {
            self.open_in_viewer(app);
        }
    }

    /// Opens what came out in the viewer. Its bytes go from one worker to the other; the key is not needed any more.
    pub fn open_in_viewer(self, app: App) {
        self.ask(Ask::Plaintext, JsValue::UNDEFINED, move |answer, bytes| {
            let Answer::File { name, .. } = answer else { return };
            let lock = self.lock.get_untracked().unwrap_or_default();
            self.forget(app);
            if matches!(app.route.with_untracked(|route| route.screen.clone()), Screen::Toolkit(_)) {
                app.replace(Route::default());
            }
            app.load(toolkit::as_file(&name, &bytes), false, lock.origin, lock.host_file);
        });
    }

    /// Asks for a file and hands it to the person.
    pub fn save(self, app: App, ask: Ask, beside: JsValue) {
        self.ask(ask, beside, move |answer, bytes| {
            let Answer::File { name, media_type, note } = answer else { return };
            match download::save(&name, &media_type, &bytes) {
                Ok(()) => {
                    app.say(words::saved(&name));
                    self.note.set(if note.is_empty() {
                        words::saved(&name)
                    } else {
                        format!("{}: {note}", words::saved(&name))
                    });
                }
                Err(_) => self.failed.set(Some(words::NOT_SAVED.to_owned())),
            }
        });
    }

    /// Lists the sensitive fields of a document; without one, of the one that is there.
    pub fn find_fields(self, name: String, document: JsValue, chapter: bool) {
        if !name.is_empty() {
            self.subject.set(Some(name.clone()));
        }
        self.fields.set(Vec::new());
        self.ask(Ask::Fields { name, chapter }, document, move |answer, _| {
            if let Answer::Fields(fields) = answer {
                let chosen = |field: Field| {
                    let because = !field.because.is_empty();
                    (field, because)
                };
                self.fields.set(fields.into_iter().map(chosen).collect());
            }
        });
    }

    /// Forgets all of it: the worker is ended with everything it holds.
    pub fn forget(self, app: App) {
        let held = self.key.with_untracked(Option::is_some);
        toolkit::forget();
        self.clear();
        if held {
            app.say(words::FORGOTTEN);
        }
    }

    fn clear(self) {
        toolkit::empty_fields();
        self.card.set(None);
        self.key.set(None);
        self.busy.set(false);
        self.failed.set(None);
        self.lock.set(None);
        self.subject.set(None);
        self.fields.set(Vec::new());
        self.command.set(None);
        self.note.set(String::new());
    }
}
