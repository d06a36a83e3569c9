//! What the page asks the toolkit's worker, and what it is told. Files, keys, pasted answers and plaintexts travel beside these
//! messages as JavaScript values: none of them is ever part of one.

use super::wire::{Reader, Wire, enums, structs};

/// A question, with the number under which its answer comes back.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Chosen by the page; every request is answered exactly once under it.
    pub id: u32,
    /// The question.
    pub ask: Ask,
}

/// What the page may ask the toolkit.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Say what the file beside this message is. Answered by [`Answer::Card`].
    Inspect {
        /// Its name.
        name: String,
    },
    /// Keep the text or file beside this message as the key. Answered by [`Answer::Key`].
    Key,
    /// Verify and open what was inspected with the key that is kept. Answered by [`Answer::Card`].
    Open {
        /// Encryption context that is not stored in the message, as it was typed.
        context: String,
        /// Open what no tag protects.
        unauthenticated: bool,
    },
    /// Put a document together from the answers beside this message, one for each of these fields. Answered by [`Answer::Card`].
    Answers(Vec<String>),
    /// A part of the plaintext. Text and hexadecimal come beside [`Answer::Part`], JSON as [`Answer::Rows`].
    View {
        /// How.
        view: View,
        /// From which byte on.
        from: u32,
        /// For JSON: the value whose members are wanted; else what to search for.
        what: String,
    },
    /// The plaintext as a file; the bytes come beside [`Answer::File`].
    Plaintext,
    /// The integrity report as a file.
    Integrity,
    /// Seal the file or text beside this message with the data key that is kept.
    Seal {
        /// Its name.
        name: String,
        /// The encryption context, as it was typed.
        context: String,
        /// Write the chapter's weaker envelope.
        chapter: bool,
    },
    /// Find the sensitive fields of the document beside this message, which is kept. Answered by [`Answer::Fields`].
    Fields {
        /// Its name.
        name: String,
        /// By the chapter's list.
        chapter: bool,
    },
    /// Protect fields of the document that is kept, with the data key that is kept.
    Protect {
        /// Their pointers.
        pointers: Vec<String>,
        /// The encryption context, as it was typed.
        context: String,
    },
    /// A command for what needs a credential. Answered by [`Answer::Command`].
    Command(Form),
    /// Read the answer of such a command, beside this message. Answered by [`Answer::Card`].
    Read,
}

/// How a plaintext is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// As text.
    Text,
    /// The members of a value of a JSON document.
    Json,
    /// The values of a JSON document that hold these words.
    Search,
    /// In hexadecimal.
    Hex,
}

/// What a command is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Ask KMS for a data key.
    GenerateDataKey,
    /// Have KMS encrypt a short secret.
    Encrypt,
    /// Have KMS decrypt its own ciphertext.
    Decrypt,
    /// Create a secret in Secrets Manager, or update it.
    SecretStore,
    /// Get one.
    SecretGet,
    /// Put a SecureString into Parameter Store.
    ParameterPut,
    /// Get one.
    ParameterGet,
}

/// What a person typed for a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is to do.
    pub task: Task,
    /// The KMS key.
    pub key: String,
    /// The name of the secret or parameter; for [`Task::Decrypt`] the ciphertext.
    pub name: String,
    /// A description.
    pub about: String,
    /// The encryption context.
    pub context: String,
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The request's number.
    pub id: u32,
    /// Its answer.
    pub answer: Answer,
}

/// An answer of the toolkit.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// What is known of a container.
    Card(Box<Card>),
    /// What can be told about the key that is kept now.
    Key(Key),
    /// A part of a plaintext is beside this; from which byte it goes on.
    Part(Option<u32>),
    /// Values of a JSON document, and how many more there are.
    Rows(Vec<Row>, u32),
    /// A file is beside this.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        media_type: String,
        /// What is to be said with it.
        note: String,
    },
    /// The fields of a document.
    Fields(Vec<Field>),
    /// A command.
    Command(Command),
    /// It can't be done.
    Failed(String),
}

/// What can be told about a key without giving it away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// A short fingerprint by which two people can compare keys.
    pub fingerprint: String,
    /// How it was read, and how long it is.
    pub told: String,
    /// The other ways in which it can be read.
    pub others: Vec<String>,
}

/// One command in its two forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// What it is for.
    pub label: String,
    /// For bash and zsh.
    pub bash: String,
    /// For PowerShell.
    pub powershell: String,
}

/// A value of a JSON document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its pointer.
    pub pointer: String,
    /// Its name, or its place in an array.
    pub name: String,
    /// The value itself, cut where it is long; of an object or array how much is in it.
    pub value: String,
    /// Whether there are values within.
    pub opens: bool,
}

/// A field of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its pointer.
    pub pointer: String,
    /// Why it is sensitive; empty where nothing says so.
    pub because: String,
}

/// What is known of a container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// The name of the file.
    pub file: String,
    /// How long it is.
    pub bytes: u64,
    /// What it is, in words.
    pub title: String,
    /// The verdict's name in reports.
    pub verdict: String,
    /// The verdict's sentences.
    pub sentence: String,
    /// What was checked, in order.
    pub checks: Vec<String>,
    /// How it was wrapped, outermost first.
    pub layers: Vec<String>,
    /// What is needed to open it.
    pub needs: Vec<String>,
    /// Whom it is for and what it is: keys, context, suite.
    pub facts: Vec<(String, String)>,
    /// What else it says about itself.
    pub more: Vec<(String, String)>,
    /// Whether a key has proven all that it says about itself.
    pub authenticated: bool,
    /// Remarks on weaknesses and oddities.
    pub notes: Vec<String>,
    /// Commands that bring the key.
    pub commands: Vec<Command>,
    /// Fields that want an answer each, where there is no data key.
    pub fields: Vec<String>,
    /// Whether a key opens it.
    pub takes_key: bool,
    /// Whether the answer of its command, pasted, is all that came of it: KMS itself opens it.
    pub takes_answer: bool,
    /// Whether context that is not stored in it may be needed.
    pub takes_context: bool,
    /// Whether it opens only when that is accepted without authentication.
    pub takes_risk: bool,
    /// Another screen that does what this asks for: `seal`, `fields`, `command`.
    pub screen: String,
    /// What came out.
    pub plain: Option<Plain>,
}

/// What came out of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// How long it is.
    pub bytes: u64,
    /// The name that it is saved under.
    pub name: String,
    /// Whether it is text.
    pub text: bool,
    /// Whether it is JSON.
    pub json: bool,
    /// Whether it seems to be a report or evidence.
    pub viewer: bool,
}

structs! {
    Request { id, ask }
    Form { task, key, name, about, context }
    Response { id, answer }
    Key { fingerprint, told, others }
    Command { label, bash, powershell }
    Row { pointer, name, value, opens }
    Field { pointer, because }
    Card {
        file, bytes, title, verdict, sentence, checks, layers, needs, facts, more, authenticated, notes, commands,
        fields, takes_key, takes_answer, takes_context, takes_risk, screen, plain
    }
    Plain { bytes, name, text, json, viewer }
}

enums! {
    Ask (Self::Read) {
        Inspect { name }, Key, Open { context, unauthenticated }, Answers(it), View { view, from, what }, Plaintext,
        Integrity, Seal { name, context, chapter }, Fields { name, chapter }, Protect { pointers, context },
        Command(it), Read
    }
    View (Self::Text) { Text, Json, Search, Hex }
    Task (Self::Encrypt) { GenerateDataKey, Encrypt, Decrypt, SecretStore, SecretGet, ParameterPut, ParameterGet }
    Answer (Self::Part(None)) {
        Card(it), Key(it), Part(it), Rows(it, more), File { name, media_type, note }, Fields(it), Command(it),
        Failed(it)
    }
}
