//! What the toolkit's worker holds, and what it answers. Nothing here knows a browser: files and keys are handed in as bytes,
//! the time and random bytes as arguments, and ciphers are asked for step by step.

use std::fmt::Display;

use envelope::fields;
use envelope::machine::Step;
use envelope::report::{Opened, Report, Secret};
use envelope::sealing::{self, DataKey};
use envelope::{Options, look};

use super::held::Held;
use super::{card, commands};
use crate::messages::toolkit::{Answer, Ask, Field, Form, Key, Row, View};

/// Bytes of text that are shown at once.
const TEXT: usize = 64 * 1024;
/// Bytes that are shown in hexadecimal at once.
const HEX: usize = 8 * 1024;

/// What is on the bench. All of it is gone when the worker is ended.
#[derive(Default)]
pub struct Bench {
    name: String,
    container: Vec<u8>,
    key: Option<Held>,
    report: Option<Report>,
    plaintext: Option<Secret>,
    plain_name: String,
    document: Secret,
    document_name: String,
}

/// What is handed out: an answer, and bytes or text beside it.
pub struct Said {
    /// The answer.
    pub answer: Answer,
    /// Beside it.
    pub beside: Beside,
}

/// What travels beside an answer.
pub enum Beside {
    /// Nothing.
    Nothing,
    /// Text to be shown.
    Text(Secret),
    /// A file's bytes.
    Bytes(Secret),
}

impl From<Answer> for Said {
    fn from(answer: Answer) -> Self {
        Self { answer, beside: Beside::Nothing }
    }
}

fn failed(error: impl Display) -> Said {
    Answer::Failed(error.to_string()).into()
}

const NO_KEY: &str = "There is no key here. Paste it first.";
const NOTHING_OPEN: &str = "Nothing was opened here. Open a container first.";

/// What sealing gives.
pub type Sealing = Result<Step<Result<Vec<u8>, sealing::SealError>>, Said>;
/// What protecting fields gives.
pub type Protecting = Result<Step<Option<Vec<u8>>>, Said>;

impl Bench {
    /// Puts a container on the bench, in the place of the one before, and says what it is.
    pub fn inspect(&mut self, name: String, bytes: Vec<u8>) -> Step<Report> {
        self.plaintext = None;
        self.report = None;
        self.name = name;
        self.container = bytes;
        envelope::inspect(self.container.clone())
    }

    /// What was found out without a key.
    pub fn inspected(&mut self, report: Report) -> Said {
        self.card(Opened { report, plaintext: None })
    }

    /// Keeps a key, in the place of the one before.
    pub fn keep(&mut self, pasted: &[u8]) -> Said {
        let (held, readings) = match Held::new(pasted) {
            Ok(kept) => kept,
            Err(error) => return failed(error),
        };
        self.key = Some(held);
        let mut readings = readings.into_iter();
        let (fingerprint, told) = readings.next().unwrap_or_default();
        let others = readings.map(|(fingerprint, told)| format!("{fingerprint}: {told}")).collect();
        Answer::Key(Key { fingerprint, told, others }).into()
    }

    /// Verifies and opens what is on the bench.
    pub fn open(&mut self, context: &str, unauthenticated: bool) -> Result<Step<Opened>, Said> {
        let key = self.key.as_ref().ok_or_else(|| failed(NO_KEY))?.copy();
        let required_context = card::context(context).map_err(failed)?;
        let options =
            Options { required_context, allow_unauthenticated: unauthenticated, ..Options::default() };
        Ok(self.open_with(key, options))
    }

    /// Puts a document together from answers of KMS.
    pub fn answers(&mut self, fields: &[String], answers: &[Secret]) -> Step<Opened> {
        self.open_with(commands::answers(fields, answers), Options::default())
    }

    fn open_with(&mut self, key: Secret, options: Options) -> Step<Opened> {
        self.plaintext = None;
        envelope::open(self.container.clone(), key, options)
    }

    /// What came of it.
    pub fn opened(&mut self, opened: Opened) -> Said {
        self.card(opened)
    }

    fn card(&mut self, opened: Opened) -> Said {
        let mut card = card::card(&opened.report, opened.plaintext.as_deref().map(Vec::as_slice));
        self.plain_name = card::plain_name(&self.name, card.plain.as_ref());
        if let Some(plain) = &mut card.plain {
            plain.name.clone_from(&self.plain_name);
        }
        card.file.clone_from(&self.name);
        card.bytes = self.container.len() as u64;
        self.report = Some(opened.report);
        self.plaintext = opened.plaintext;
        Answer::Card(Box::new(card)).into()
    }

    /// Reads the answer of a command.
    pub fn read(&mut self, pasted: &[u8]) -> Said {
        let Some((mut card, plaintext)) = commands::read(pasted) else {
            return failed(commands::NOT_READ);
        };
        self.name = "answer".to_owned();
        self.report = None;
        self.container = Vec::new();
        self.plain_name = card::plain_name("secret", card.plain.as_ref());
        if let Some(plain) = &mut card.plain {
            plain.name.clone_from(&self.plain_name);
        }
        self.plaintext = plaintext;
        Answer::Card(Box::new(card)).into()
    }

    /// Seals bytes with the data key that is kept.
    pub fn seal(
        &mut self,
        plaintext: Secret,
        context: &str,
        chapter: bool,
        time: u64,
        random: [u8; 32],
    ) -> Sealing {
        let key = self.key.as_ref().ok_or_else(|| failed(NO_KEY))?.copy();
        let data_key = DataKey::read(&key).map_err(failed)?;
        if chapter {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = random;
            let iv = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p];
            return Ok(sealing::seal_chapter_envelope(plaintext, data_key, time, iv));
        }
        let context = card::context(context).map_err(failed)?;
        sealing::seal_message(plaintext, data_key, context, random).map_err(failed)
    }

    /// What was sealed, as a file.
    pub fn sealed(&self, name: &str, chapter: bool, sealed: Result<Vec<u8>, sealing::SealError>) -> Said {
        let bytes = match sealed {
            Ok(bytes) => Secret::new(bytes),
            Err(error) => return failed(error),
        };
        let (name, media_type, note) = if chapter {
            (format!("{name}.envelope.json"), "application/json", card::SEALED_CHAPTER)
        } else {
            (format!("{name}.sealed"), "application/octet-stream", card::SEALED)
        };
        let (media_type, note) = (media_type.to_owned(), note.to_owned());
        Said { answer: Answer::File { name, media_type, note }, beside: Beside::Bytes(bytes) }
    }

    /// Keeps a document and lists its sensitive fields.
    pub fn fields(&mut self, name: String, document: Secret, chapter: bool) -> Said {
        // The same document may be asked about by the other list.
        if !document.is_empty() {
            self.document = document;
            self.document_name = name;
        }
        let edition = if chapter { fields::Edition::Chapter } else { fields::Edition::Today };
        match fields::find(&self.document, edition) {
            Ok(found) => {
                let mut list: Vec<Field> =
                    found.into_iter().map(|f| Field { pointer: f.pointer, because: f.because }).collect();
                // What else stands at the top can be chosen too.
                for value in look::members_at(&self.document, "").0 {
                    let covered = |f: &Field| {
                        f.pointer == value.pointer || f.pointer.starts_with(&format!("{}/", value.pointer))
                    };
                    if !list.iter().any(covered) {
                        list.push(Field { pointer: value.pointer, because: String::new() });
                    }
                }
                Answer::Fields(list).into()
            }
            Err(error) => failed(error),
        }
    }

    /// Protects fields of the document with the data key that is kept.
    pub fn protect(&mut self, pointers: &[String], context: &str, random: [u8; 32]) -> Protecting {
        let key = self.key.as_ref().ok_or_else(|| failed(NO_KEY))?.copy();
        let data_key = DataKey::read(&key).map_err(failed)?;
        let context = card::context(context).map_err(failed)?;
        fields::protect(&self.document, pointers, data_key, &context, random).map_err(failed)
    }

    /// The protected document, as a file.
    pub fn protected(&self, protected: Option<Vec<u8>>) -> Said {
        let Some(bytes) = protected else { return failed(card::NOT_PROTECTED) };
        let stem = self.document_name.strip_suffix(".json").unwrap_or(&self.document_name);
        let (name, media_type) = (format!("{stem}.protected.json"), "application/json".to_owned());
        let note = card::PROTECTED.to_owned();
        Said { answer: Answer::File { name, media_type, note }, beside: Beside::Bytes(Secret::new(bytes)) }
    }

    /// Answers what needs neither a file nor a cipher.
    pub fn answer(&self, ask: &Ask) -> Said {
        match ask {
            Ask::View { view, from, what } => self.view(*view, *from as usize, what),
            Ask::Plaintext => match &self.plaintext {
                Some(plain) => {
                    let answer = Answer::File {
                        name: self.plain_name.clone(),
                        media_type: "application/octet-stream".to_owned(),
                        note: String::new(),
                    };
                    Said { answer, beside: Beside::Bytes(plain.clone()) }
                }
                None => failed(NOTHING_OPEN),
            },
            Ask::Integrity => match &self.report {
                Some(report) => {
                    let answer = Answer::File {
                        name: format!("{}.integrity.json", self.name),
                        media_type: "application/json".to_owned(),
                        note: String::new(),
                    };
                    let json = format!("{}\n", report.to_json()).into_bytes();
                    Said { answer, beside: Beside::Bytes(Secret::new(json)) }
                }
                None => failed(NOTHING_OPEN),
            },
            Ask::Command(form) => command(form),
            _ => failed(NOTHING_OPEN),
        }
    }

    fn view(&self, view: View, from: usize, what: &str) -> Said {
        let Some(plain) = &self.plaintext else { return failed(NOTHING_OPEN) };
        let rows = |values: Vec<look::Value>| {
            let row =
                |v: look::Value| Row { pointer: v.pointer, name: v.name, value: v.value, opens: v.opens };
            values.into_iter().map(row).collect::<Vec<_>>()
        };
        let part = |(text, next): (String, Option<usize>)| Said {
            answer: Answer::Part(next.and_then(|next| u32::try_from(next).ok())),
            beside: Beside::Text(Secret::new(text.into_bytes())),
        };
        match view {
            View::Text => part(look::text(plain, from, TEXT)),
            View::Hex => part(look::hexadecimal(plain, from, HEX)),
            View::Json => {
                let (values, more) = look::members_at(plain, what);
                Answer::Rows(rows(values), u32::try_from(more).unwrap_or(u32::MAX)).into()
            }
            View::Search => {
                let (values, more) = look::search(plain, what);
                Answer::Rows(rows(values), u32::from(more)).into()
            }
        }
    }
}

fn command(form: &Form) -> Said {
    match commands::command(form) {
        Ok(command) => Answer::Command(command).into(),
        Err(sentence) => failed(sentence),
    }
}
