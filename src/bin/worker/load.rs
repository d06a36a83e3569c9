//! Opening files, in slices; their hashes and the audit trail behind it.

use engine::messages::{Answer, Event, How, ProblemRow, Progress};
use engine::{Opening, Session, Settings};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::bytes::{self, Missing};
use super::{STATE, again, line, parts};

/// Milliseconds of work before the message loop goes round.
const SLICE: f64 = 30.0;

/// So many bytes are free before a slice begins. Left to itself the allocator asks for 64 KiB at a time, which took a third of the
/// time in one engine; in the Chromium that was measured it makes no difference.
const ROOM: usize = 32 << 20;

/// Milliseconds between two words on progress.
const PACE: f64 = 100.0;

/// Most bytes that are opened together. A tab's module has 4 GiB, and reading takes a share of it.
const MOST: f64 = 1_610_612_736.0;

/// What is to be opened, and how.
pub struct Load {
    /// With what is open, not in its place.
    pub add: bool,
    /// Where it comes from.
    pub origin: Option<String>,
    /// How to judge it.
    pub how: How,
    /// The files.
    pub files: Vec<(String, File)>,
}

/// Opens files in the place of what is open, or with it. What is open stays until they are.
pub fn open(id: u32, mut load: Load) {
    let turn = STATE.with_borrow_mut(|state| {
        state.loading = Some(id);
        state.load
    });
    spawn_local(async move {
        let actions = STATE.with_borrow(|state| state.actions.clone());
        let mut settings =
            Settings { origin: load.origin, actions, ..Settings::page(&line::today()) }.judged(&load.how);
        if load.add {
            STATE.with_borrow(|state| {
                let mut all = state.files.clone();
                all.append(&mut load.files);
                load.files = all;
                // What was judged by hand meanwhile is in no file.
                if let Some(session) = &state.session {
                    settings.beside = session.beside();
                }
            });
        }
        let Some((answer, digests)) = take(turn, settings, load.files, load.add).await else { return };
        // Cancelled in its last turn, the load has been answered already.
        let current = STATE.with_borrow_mut(|state| state.load == turn && state.loading.take().is_some());
        if !current {
            return;
        }
        line::answer(id, answer, &line::peak_memory());
        tell_trail().await;
        if let Some((opened, digests)) = digests {
            hash(opened, digests).await;
        }
    });
}

/// Which opening it is, and its files, with their numbers, to be hashed: not before the person has an answer.
type Digests = Option<(u32, Vec<(usize, Hashed)>)>;

/// What a file's hash is made of.
enum Hashed {
    /// The very bytes that were read.
    Bytes(ArrayBuffer),
    /// The file, which is too large to be kept twice.
    Large(File),
}

/// Opens files as an older audit, to compare what is open with. That stays as it is.
pub fn compare_with(id: u32, files: Vec<(String, File)>) {
    let (turn, how) = STATE.with_borrow_mut(|state| {
        state.loading = Some(id);
        (state.load, state.session.as_ref().map(Session::how_to_compare).unwrap_or_default())
    });
    spawn_local(async move {
        let actions = STATE.with_borrow(|state| state.actions.clone());
        let settings = Settings { actions, ..Settings::page(&line::today()) }.judged(&how);
        let Some(read) = read(turn, settings, &files).await else { return };
        // What it is compared by comes with what is written.
        let there = parts::take(&[engine::Part::Papers]).await;
        let current = STATE.with_borrow_mut(|state| state.load == turn && state.loading.take().is_some());
        if !current {
            return;
        }
        let opened = read.and_then(|Read { opening, unread, .. }| {
            line::say_unread(unread);
            opening.finish()
        });
        let answer = match opened {
            Ok(_) if !there => parts::lacking(),
            Ok(older) => STATE.with_borrow_mut(|state| match &mut state.session {
                Some(session) => session.set_older(older),
                None => super::nothing_is_open(),
            }),
            Err(problems) => not_opened(problems),
        };
        line::answer(id, answer, &line::peak_memory());
    });
}

/// What was read and judged.
struct Read {
    opening: Opening,
    /// The files that the browser could not read.
    unread: Vec<ProblemRow>,
    digests: Vec<(usize, Hashed)>,
}

/// Reads and judges, and takes what was read as what is open. Nothing when it was cancelled.
async fn take(
    load: u32,
    settings: Settings,
    files: Vec<(String, File)>,
    add: bool,
) -> Option<(Answer, Digests)> {
    let Read { opening, unread, digests } = match read(load, settings, &files).await? {
        Ok(read) => read,
        Err(problems) => return Some((not_opened(problems), None)),
    };
    // A table or judgements alone are laid beside what is open.
    if opening.is_only_beside() && STATE.with_borrow(|state| state.session.is_some()) {
        return Some((again::lay_beside(load, opening, files).await?, None));
    }
    Some(match opening.finish() {
        Ok(mut session) => {
            line::say_unread(unread);
            let head = session.answer(&engine::messages::Ask::Head);
            let opened = STATE.with_borrow_mut(|state| {
                if let Some(earlier) = state.session.as_mut().filter(|_| add) {
                    session.take_older(earlier);
                }
                state.session = Some(session);
                state.files = files;
                state.opened = state.opened.wrapping_add(1);
                state.opened
            });
            let answer = match head {
                Answer::Head(head) => Answer::Opened(head),
                other => other,
            };
            (answer, Some((opened, digests)))
        }
        Err(mut found) => {
            found.splice(0..0, unread);
            (not_opened(found), None)
        }
    })
}

/// Reads and judges. Nothing when it was cancelled; problems where there is nothing to go on with.
async fn read(
    load: u32,
    settings: Settings,
    files: &[(String, File)],
) -> Option<Result<Read, Vec<ProblemRow>>> {
    let cancelled = || STATE.with_borrow(|state| state.load != load);
    let size: f64 = files.iter().map(|(_, file)| file.size()).sum();
    if size > MOST {
        return Some(Err(too_big(files)));
    }
    let mut opening = Opening::new(settings);
    let (mut digests, mut unread, mut added) = (Vec::new(), Vec::new(), 0);
    for (name, file) in files {
        match bytes::of(file, &cancelled).await {
            Ok((bytes, copy)) => {
                opening.add(name.clone(), bytes);
                digests.push((added, copy.map_or_else(|| Hashed::Large(file.clone()), Hashed::Bytes)));
            }
            Err(Missing::Cancelled) => return None,
            Err(Missing::TooBig) => return Some(Err(too_big(files))),
            Err(Missing::Unreadable) => {
                unread.push(unreadable(name));
                continue;
            }
        }
        added += 1;
    }
    loop {
        slices(load, |until| {
            make_room();
            let done = opening.step(&mut || line::now() < until);
            Some((done || opening.wants_actions() || !opening.wants_parts().is_empty(), opening.progress()))
        })
        .await?;
        let (actions, wanted) = (opening.wants_actions(), opening.wants_parts());
        if !actions && wanted.is_empty() {
            return Some(Ok(Read { opening, unread, digests }));
        }
        if !parts::take(wanted).await {
            return Some(Err(vec![lacking()]));
        }
        if actions {
            let actions = line::actions().await.and_then(|list| engine::actions(&list));
            STATE.with_borrow_mut(|state| state.actions.clone_from(&actions));
            opening.give_actions(actions);
        }
    }
}

/// Has the browser grow the memory at once, so that [`ROOM`] can be had without asking again. What is given back stays the
/// allocator's; where there is no more, what is allocated next is refused.
fn make_room() {
    let mut room: Vec<u8> = Vec::new();
    // The optimiser would take out a room that nobody enters.
    std::hint::black_box(&mut room).try_reserve_exact(ROOM).ok();
}

/// Works in slices until all is done. Nothing when it was cancelled, or when there is nothing to work on any more.
pub async fn slices(load: u32, mut work: impl FnMut(f64) -> Option<(bool, Progress)>) -> Option<()> {
    let turn = line::Turn::new();
    let mut told = line::now();
    loop {
        if STATE.with_borrow(|state| state.load != load) {
            return None;
        }
        let (done, progress) = work(line::now() + SLICE)?;
        if done {
            return Some(());
        }
        if line::now() - told >= PACE {
            told = line::now();
            line::say(&Event::Progress(progress));
        }
        if let Some(turn) = &turn {
            turn.next().await;
        }
    }
}

/// Has the session read the audit trail, and says when that is known.
pub async fn tell_trail() {
    let is_told = || STATE.with_borrow(|state| state.session.as_ref().is_none_or(Session::is_told));
    if is_told() {
        return;
    }
    let opened = STATE.with_borrow(|state| state.opened);
    idly(opened, Session::tell_trail).await;
    if STATE.with_borrow(|state| state.opened == opened) && is_told() {
        line::say(&Event::Completed);
    }
}

/// Has the files hashed, and says when all is known.
async fn hash(opened: u32, files: Vec<(usize, Hashed)>) {
    let mut large = Vec::new();
    for (at, file) in files {
        if !is_on(opened).await {
            return;
        }
        match file {
            Hashed::Bytes(bytes) => browser_hash(opened, at, &bytes).await,
            Hashed::Large(file) => large.push((at, file)),
        }
    }
    idly(opened, Session::hash_slice).await;
    // What is left are archives and what somebody else wrote. They are read again, and a browser gives nothing of what changed since.
    for (at, file) in large {
        if !is_on(opened).await {
            return;
        }
        let known = |session: &Session| session.has_sha256(at);
        if STATE.with_borrow(|state| state.session.as_ref().is_some_and(known)) {
            continue;
        }
        if let Ok(bytes) = JsFuture::from(file.array_buffer()).await {
            browser_hash(opened, at, &bytes.unchecked_into()).await;
        }
    }
    if is_on(opened).await {
        line::say(&Event::Completed);
    }
}

/// Whether that is what is open. A person who opens something else waits for that, so work that nobody waits for does until then.
async fn is_on(opened: u32) -> bool {
    loop {
        let (is_open, is_loading) =
            STATE.with_borrow(|state| (state.opened == opened, state.loading.is_some()));
        if !(is_open && is_loading) {
            return is_open;
        }
        line::pause(PACE).await;
    }
}

/// Has the session that was opened work on what nobody waits for, in slices.
async fn idly(opened: u32, work: fn(&mut Session, &mut dyn FnMut() -> bool) -> bool) {
    let turn = line::Turn::new();
    while is_on(opened).await {
        // What the page asks for comes first.
        if let Some(turn) = &turn {
            turn.next().await;
        }
        let until = line::now() + SLICE;
        let done = STATE.with_borrow_mut(|state| {
            let session = state.session.as_mut().filter(|_| state.opened == opened);
            session.is_none_or(|session| work(session, &mut || line::now() < until))
        });
        if done {
            return;
        }
    }
}

/// Has the browser hash the bytes of a file.
async fn browser_hash(opened: u32, at: usize, bytes: &ArrayBuffer) {
    let Some(digest) = line::digest(bytes) else { return };
    let Ok(digest) = JsFuture::from(digest).await else { return };
    let hex: String = Uint8Array::new(&digest).to_vec().iter().map(|byte| format!("{byte:02x}")).collect();
    STATE.with_borrow_mut(|state| {
        if let Some(session) = state.session.as_mut().filter(|_| state.opened == opened) {
            session.set_sha256(at, hex);
        }
    });
}

fn not_opened(problems: Vec<ProblemRow>) -> Answer {
    Answer::NotOpened { problems }
}

fn too_big(files: &[(String, File)]) -> Vec<ProblemRow> {
    let biggest = files.iter().max_by(|(_, a), (_, b)| a.size().total_cmp(&b.size()));
    vec![ProblemRow {
        file: biggest.map(|(name, _)| name.clone()).unwrap_or_default(),
        severity: "refused".to_owned(),
        what: "These files are more than a browser's tab can hold.".to_owned(),
        remedy: "Open fewer of them at a time, or use the lambdascope command, which reads the same files."
            .to_owned(),
        ..ProblemRow::default()
    }]
}

fn lacking() -> ProblemRow {
    let (what, remedy) = parts::LACKING;
    ProblemRow {
        severity: "refused".to_owned(),
        what: what.to_owned(),
        remedy: remedy.to_owned(),
        ..ProblemRow::default()
    }
}

fn unreadable(name: &str) -> ProblemRow {
    ProblemRow {
        file: name.to_owned(),
        severity: "refused".to_owned(),
        what: "The browser could not read this file: it was moved, changed or is a folder.".to_owned(),
        remedy: "Drop it again.".to_owned(),
        ..ProblemRow::default()
    }
}
