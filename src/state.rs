//! What the page knows beyond its address: what is open, what is being opened, what went wrong.

use crate::platform::signal::*;
use engine::messages::{Ask, Event, Faults, Head, How, Otherwise, ProblemRow, Progress, Question, Shown};
use wasm_bindgen::JsValue;

use crate::features::landing::words as landing;
use crate::features::reading::words;
use crate::features::toolkit::state::{Lock, Toolkit};
use crate::platform::announcer::Announcer;
use crate::platform::files::Picked;
use crate::platform::parts::{Part, Parts};
use crate::platform::worker::{self, Happened};
use crate::platform::{dom, download, hash, host, later, marks};
use crate::route::{CURRENT, PUBLISHED, Route, Screen, Understood};

/// A load under way.
#[derive(Clone, Default)]
pub struct Loading {
    /// The files.
    pub names: Vec<String>,
    /// Their size together.
    pub bytes: u64,
    /// How far it is.
    pub progress: Progress,
}

/// What went wrong, in front of everything until it is put away.
#[derive(Clone)]
pub struct Trouble {
    /// What happened.
    pub title: String,
    /// What to do, and what stays.
    pub text: String,
    /// File by file.
    pub problems: Vec<ProblemRow>,
}

/// The page's state; a handful of signals that every screen can reach.
#[derive(Clone, Copy)]
pub struct App {
    /// The address.
    pub route: RwSignal<Route>,
    /// A link that was not understood whole.
    pub strange_link: RwSignal<bool>,
    /// What is open.
    pub head: RwSignal<Option<Head>>,
    /// What is being opened.
    pub loading: RwSignal<Option<Loading>>,
    /// What went wrong last.
    pub trouble: RwSignal<Option<Trouble>>,
    /// Counts up whenever other things are open or shown, so that screens ask again.
    pub opened: RwSignal<u32>,
    /// The file beside the page that is open.
    pub host_file: RwSignal<Option<String>>,
    /// Everything that was requested since the page stood.
    pub requests: RwSignal<Vec<String>>,
    /// Whether the browser tells of requests at all.
    pub requests_known: StoredValue<bool>,
    /// The auditor's worksheet, while it is printed.
    pub worksheet: RwSignal<Option<Vec<engine::messages::WorksheetRow>>>,
    /// Who judged last, so that the name is typed once.
    pub author: StoredValue<String>,
    /// Whether judgements were taken down that no file holds yet.
    pub unsaved: RwSignal<bool>,
    /// Whether the open requirement takes the keyboard back when it is shown anew: what it stood on is gone then.
    pub returns: StoredValue<bool>,
    announcer: Announcer,
    /// Encrypted containers.
    pub toolkit: Toolkit,
    /// What of the page's module is there.
    pub parts: Parts,
}

impl App {
    /// Makes it for everything below, and starts the worker.
    pub fn provide() -> Self {
        let (route, understood) = Route::parse(&hash::now());
        let requests = RwSignal::new(Vec::new());
        let app = Self {
            route: RwSignal::new(route),
            strange_link: RwSignal::new(understood == Understood::InPart),
            head: RwSignal::new(None),
            loading: RwSignal::new(None),
            trouble: RwSignal::new(None),
            opened: RwSignal::new(0),
            host_file: RwSignal::new(None),
            requests,
            requests_known: StoredValue::new(crate::platform::requests::watch(requests)),
            worksheet: RwSignal::new(None),
            author: StoredValue::new(String::new()),
            unsaved: RwSignal::new(false),
            returns: StoredValue::new(false),
            announcer: Announcer::new(),
            toolkit: Toolkit::empty(),
            parts: Parts::away(),
        };
        app.toolkit.listen(app);
        leptos::prelude::provide_context(app);
        worker::start(move |happened| app.happened(happened));
        hash::on_change(move || app.address_changed());
        dom::ask_before_leaving(move || app.unsaved.get_untracked());
        app.open_from_address();
        app
    }

    /// The page's state. For views and effects; what happens later (events, answers) has to be handed it.
    pub fn get() -> Self {
        leptos::prelude::expect_context::<Self>()
    }

    /// The address of a view, with what it takes to have the same open: the file beside the page, the judgement shown.
    pub fn href(self, route: &Route) -> String {
        let mut route = route.clone();
        route.open = self.host_file.get_untracked();
        route.shown = self
            .head
            .with_untracked(|head| head.as_ref().filter(|head| head.can_switch).and_then(|head| head.shown));
        let how = self.how();
        route.rules = how.rules;
        route.as_of = how.as_of;
        route.fragment()
    }

    /// How what is open was judged, as an address says it: what is usual is left out. With nothing open, what the address asks
    /// for.
    fn how(self) -> How {
        self.head.with_untracked(|head| match head {
            None => self.how_asked(),
            Some(head) if head.can_judge && !(head.can_switch && head.shown == Some(Shown::AsWritten)) => {
                How {
                    rules: (head.rules == PUBLISHED).then(|| PUBLISHED.to_owned()),
                    as_of: (head.as_of_source == "asked").then(|| head.as_of.clone()),
                }
            }
            Some(_) => How::default(),
        })
    }

    /// How the address asks to judge.
    fn how_asked(self) -> How {
        self.route.with_untracked(|route| How { rules: route.rules.clone(), as_of: route.as_of.clone() })
    }

    /// Goes to a view, as a step that can be taken back.
    pub fn go(self, route: Route) {
        hash::push(&self.href(&route));
        self.set_route(route);
    }

    /// Goes to a view in the place of the present one: typing and moving along a list are no steps.
    pub fn replace(self, route: Route) {
        hash::replace(&self.href(&route));
        self.set_route(route);
    }

    /// Has the address say how the present view is judged. A link that was not understood whole stays one until somebody goes on.
    fn tell_address(self) {
        let strange = self.strange_link.get_untracked();
        self.replace(self.route.get_untracked());
        self.strange_link.set(strange);
    }

    fn set_route(self, route: Route) {
        let elsewhere = self.route.with_untracked(|now| now.screen != route.screen);
        self.strange_link.set(false);
        self.toolkit.lock.set(None);
        self.route.set(route);
        if elsewhere {
            dom::to_top();
            dom::focus("main");
        }
    }

    fn address_changed(self) {
        let (route, understood) = Route::parse(&hash::now());
        self.set_route(route);
        self.strange_link.set(understood == Understood::InPart);
        self.open_from_address();
        self.show_from_address();
        self.judge_from_address();
    }

    /// Fetches the file that the address names, unless it is open.
    fn open_from_address(self) {
        let name = self.route.with_untracked(|route| route.open.clone());
        if let Some(name) =
            name.filter(|name| self.host_file.with_untracked(|open| open.as_ref() != Some(name)))
        {
            self.open_beside(name);
        }
    }

    /// Shows the judgement that the address names.
    fn show_from_address(self) {
        let wanted = self.route.with_untracked(|route| route.shown);
        let other = self.head.with_untracked(|head| {
            head.as_ref().is_some_and(|head| head.can_switch && wanted.is_some() && head.shown != wanted)
        });
        if let Some(shown) = wanted.filter(|_| other) {
            self.show(shown);
        }
    }

    /// Judges as the address asks, unless that is how it was judged.
    fn judge_from_address(self) {
        let can = self.head.with_untracked(|head| {
            head.as_ref().is_some_and(|head| head.can_judge && head.shown == Some(Shown::Judged))
        });
        let asked = self.how_asked();
        if can && self.loading.with_untracked(Option::is_none) && asked != self.how() {
            self.judge_again(asked);
        }
    }

    /// Judges what is open by other rules, or at another date. What is opened of the former judgement is closed: the other one
    /// has other findings and requirements.
    pub fn judge(self, how: How) {
        if how.rules != self.how().rules {
            let mut route = self.route.get_untracked();
            route.filters.retain(|(name, _)| !["rule", "check", "category"].contains(&name.as_str()));
            if matches!(route.screen, Screen::Findings | Screen::Compliance(_) | Screen::Rules) {
                route.id = None;
            }
            self.replace(route);
        }
        self.judge_again(how);
    }

    fn judge_again(self, how: How) {
        self.trouble.set(None);
        let by = how.rules.clone().unwrap_or_else(|| CURRENT.to_owned());
        let loading = Loading { names: vec![words::by_rules(&by)], ..self.judging() };
        self.announcer.say(words::judging_by(&by));
        self.loading.set(Some(loading));
        worker::ask(Question::judge(how), move |answer, _| {
            match answer {
                Ok(head) => {
                    self.loading.set(None);
                    self.announcer.say(words::judged(&head));
                    self.head.set(Some(head));
                    self.opened.update(|opened| *opened += 1);
                }
                Err(Otherwise::Failed(message)) => self.fail(message),
                _ => {}
            }
            // The address says what is shown, also where it had asked for something else and was stopped.
            if self.loading.with_untracked(Option::is_none) {
                self.tell_address();
            }
        });
    }

    fn judging(self) -> Loading {
        let total = self.head.with_untracked(|head| head.as_ref().map_or(0, |head| head.functions));
        let progress =
            Progress { stage: "judging".to_owned(), total: u64::from(total), ..Progress::default() };
        Loading { progress, ..Loading::default() }
    }

    /// Has the worker judge by the other edition too, and hands over what it answers.
    pub fn compare(self, answered: impl FnOnce(Result<Faults, Otherwise>) + 'static) {
        self.loading.set(Some(Loading { names: vec![words::BY_BOTH.to_owned()], ..self.judging() }));
        worker::ask(Question::faults(), move |answer, _| {
            if answer != Err(Otherwise::Cancelled) {
                self.loading.set(None);
            }
            answered(answer);
        });
    }

    /// Has the worker read an older audit, to compare what is shown with.
    pub fn compare_with(self, files: Picked) {
        if files.is_empty() {
            return;
        }
        self.trouble.set(None);
        let loading = Loading { bytes: files.bytes(), names: files.names(), progress: Progress::default() };
        self.announcer.say(words::reading(&loading.names));
        self.loading.set(Some(loading));
        worker::open(Question::compare_with(), files, move |answer, _| match answer {
            Ok(compared) => {
                self.loading.set(None);
                self.announcer.say(crate::features::compare::words::told(&compared));
                self.opened.update(|opened| *opened += 1);
            }
            Err(Otherwise::NotOpened(problems)) => {
                self.loading.set(None);
                self.not_opened(problems);
            }
            Err(Otherwise::Failed(message)) => self.fail(message),
            Err(_) => {}
        });
    }

    /// Shows an audit as it was written, or as it is judged today.
    pub fn show(self, shown: Shown) {
        worker::ask(Question::show(shown), move |answer, _| match answer {
            Ok(head) => {
                self.head.set(Some(head));
                self.opened.update(|opened| *opened += 1);
                self.tell_address();
            }
            Err(Otherwise::Failed(message)) => self.fail(message),
            _ => {}
        });
    }

    /// Opens a file that lies beside the page.
    pub fn open_beside(self, name: String) {
        self.trouble.set(None);
        let progress = Progress { stage: "fetching".to_owned(), file: name.clone(), ..Progress::default() };
        self.loading.set(Some(Loading { names: vec![name.clone()], progress, ..Loading::default() }));
        later::work(async move {
            match host::fetch_beside(&name).await {
                // Cancelled or overtaken meanwhile.
                Ok(_)
                    if self
                        .loading
                        .with_untracked(|l| l.as_ref().is_none_or(|l| l.names.first() != Some(&name))) => {}
                Ok(files) => self.load(files, false, Some(words::from_host(&name)), Some(name)),
                Err(refused) => {
                    self.loading.set(None);
                    self.trouble.set(Some(Trouble {
                        title: words::not_fetched(&name, refused),
                        text: words::not_fetched_remedy(refused),
                        problems: Vec::new(),
                    }));
                }
            }
        });
    }

    /// Opens files that the person handed over.
    pub fn open(self, files: Picked, add: bool) {
        self.load(files, add, None, None);
    }

    /// Opens files, and says where they came from.
    pub fn load(self, files: Picked, add: bool, origin: Option<String>, host_file: Option<String>) {
        if files.is_empty() {
            self.loading.set(None);
            self.trouble.set(Some(Trouble {
                title: words::NOTHING_DROPPED.to_owned(),
                text: words::NOTHING_DROPPED_REMEDY.to_owned(),
                problems: Vec::new(),
            }));
            return;
        }
        marks::mark(marks::DROPPED, &JsValue::NULL);
        // Other evidence has a date of its own; what an address names is judged as it says.
        let how = match (add, host_file.is_some()) {
            (_, true) => self.how_asked(),
            (true, false) => self.how(),
            (false, false) => How {
                as_of: self.how().as_of.filter(|_| self.head.with_untracked(Option::is_none)),
                ..self.how()
            },
        };
        let add = add && self.head.with_untracked(Option::is_some);
        self.trouble.set(None);
        let names = files.names();
        let loading = Loading { bytes: files.bytes(), names, progress: Progress::default() };
        self.announcer.say(words::reading(&loading.names));
        self.loading.set(Some(loading));
        // What is read has screens to be shown on.
        self.parts.want(Part::Screens);
        // One file alone may be sealed; then it stands in the place of what it holds.
        let alone = (files.names().len() == 1).then(|| files.clone());
        let lock = Lock { origin: origin.clone(), host_file: host_file.clone() };
        worker::open(Question::open(add, origin, how), files, move |answer, memory| match answer {
            Ok(head) => {
                marks::mark(marks::JUDGED, &memory);
                let first = self.head.with_untracked(Option::is_none);
                let add = add
                    || self.head.with_untracked(|open| open.as_ref().is_some_and(|open| joins(open, &head)));
                self.announcer.say(words::opened(&head));
                self.loading.set(None);
                self.toolkit.lock.set(None);
                self.head.set(Some(head));
                self.host_file.set(host_file);
                self.opened.update(|opened| *opened += 1);
                let mut route = self.route.get_untracked();
                if !first && !add {
                    route = Route::default();
                    self.unsaved.set(false);
                }
                // What an address still says of filters holds for what comes next only when it was a link to follow.
                if first {
                    self.replace(route)
                } else {
                    self.go(route)
                }
                self.show_from_address();
            }
            Err(Otherwise::NotOpened(problems)) => {
                self.loading.set(None);
                if let Some(files) = alone.filter(|_| problems.iter().any(|problem| problem.sealed)) {
                    self.toolkit.lock(files, lock);
                    return;
                }
                self.not_opened(problems);
            }
            Err(Otherwise::Failed(message)) => self.fail(message),
            _ => {}
        });
    }

    /// Says that none of the files could be opened, and that what is open stays.
    fn not_opened(self, problems: Vec<ProblemRow>) {
        let stays = self.head.with_untracked(Option::is_some);
        self.announcer.say(words::NOTHING_OPENED);
        self.trouble.set(Some(Trouble {
            title: words::NOTHING_OPENED.to_owned(),
            text: if stays { words::STAYS_OPEN.to_owned() } else { String::new() },
            problems,
        }));
    }

    /// Says that something could not be done.
    pub fn fail(self, message: String) {
        self.loading.set(None);
        self.trouble.set(Some(Trouble { title: message, text: String::new(), problems: Vec::new() }));
    }

    /// Stops the load under way. What was open stays.
    pub fn cancel(self) {
        self.loading.set(None);
        self.announcer.say(words::CANCELLED);
        worker::ask_any(Ask::Cancel, Box::new(|_, _| {}));
    }

    /// Forgets everything: the worker is ended with all it holds. What a person wrote and did not save is told first.
    pub fn forget(self) {
        if self.unsaved.get_untracked() {
            self.unsaved.set(false);
            let (title, text) = (words::UNSAVED.to_owned(), words::UNSAVED_REMEDY.to_owned());
            self.announcer.say(words::UNSAVED);
            return self.trouble.set(Some(Trouble { title, text, problems: Vec::new() }));
        }
        worker::restart();
        download::forget();
        self.toolkit.forget(self);
        self.loading.set(None);
        self.trouble.set(None);
        self.host_file.set(None);
        self.head.set(None);
        self.opened.update(|opened| *opened += 1);
        self.go(Route::default());
        self.announcer.say(landing::FORGOTTEN);
        dom::focus("main");
    }

    fn happened(self, happened: Happened) {
        match happened {
            Happened::Said(Event::Progress(progress)) => self.loading.update(|loading| {
                if let Some(loading) = loading {
                    loading.progress = progress;
                }
            }),
            Happened::Said(Event::Completed) => worker::ask(Question::head(), move |answer, _| {
                if let Ok(head) = answer {
                    self.head.set(Some(head));
                }
            }),
            Happened::Said(Event::Ready) => {}
            Happened::Unread(problems) => self.trouble.set(Some(Trouble {
                title: words::SOME_NOT_READ.to_owned(),
                text: String::new(),
                problems,
            })),
            Happened::Requested(address) => self.requests.update(|requests| requests.push(address)),
            Happened::Crashed(sentence) => {
                let was_loading = self.loading.with_untracked(Option::is_some);
                self.loading.set(None);
                self.head.set(None);
                self.host_file.set(None);
                self.opened.update(|opened| *opened += 1);
                self.announcer.say(words::CRASHED);
                self.trouble.set(Some(match sentence {
                    Some(sentence) => Trouble { title: sentence, text: String::new(), problems: Vec::new() },
                    None => Trouble {
                        title: words::CRASHED.to_owned(),
                        text: words::crashed_remedy(was_loading),
                        problems: Vec::new(),
                    },
                }));
            }
        }
    }

    /// The sentence that is read out.
    pub fn announced(self) -> String {
        self.announcer.said()
    }

    /// Has a sentence read out by screen readers.
    pub fn say(self, sentence: impl Into<String>) {
        self.announcer.say(sentence);
    }
}

/// Whether what is open now is what was open before and more: judgements, or a table, that were laid beside it.
fn joins(before: &Head, now: &Head) -> bool {
    let names = |head: &Head| head.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>();
    before.files.len() < now.files.len() && names(now).starts_with(&names(before))
}
