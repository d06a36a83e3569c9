//! Saying what was dropped, by content alone: through base64, hexadecimal, JSON, NDJSON, and each of them in another.
//!
//! Only shapes that are meant to hold one container are looked into. A document with a ciphertext somewhere inside, such
//! as evidence with an encrypted environment variable, stays what it is.

use std::rc::Rc;

use serde_json::value::RawValue;

use crate::boto3::Boto3;
use crate::das::Stream;
use crate::esdk::header;
use crate::fernet::{self, Envelope};
use crate::fields::Protected;
use crate::gcm::Gcm;
use crate::json::{Members, elements, members, sequence, string};
use crate::jwe::Jwe;
use crate::kms::{self, Blob};
use crate::processed::Processed;
use crate::s3ec::Metadata;
use crate::text::{as_text, from_base64, from_hex, looks_base64};
use crate::verdict::Kind;

/// Wrappings deeper than this are not looked into.
const DEEPEST: usize = 6;
/// A flat record has no more members than this.
const MOST_MEMBERS: usize = 24;
/// So many lines without a container, and the file is no list of containers.
const LINES_TO_TRY: usize = 64;

/// A container, with what its reader needs.
#[derive(Debug, Clone)]
pub(crate) enum Container {
    Esdk(Rc<Vec<u8>>),
    Fernet(String),
    Envelope(Envelope),
    Processed(Processed),
    Fields(Protected),
    Gcm(Gcm),
    Kms(Blob),
    Das(Stream),
    Boto3(Boto3),
    Jwe(Jwe),
    Openssl(Rc<Vec<u8>>),
    /// The metadata of an object, without the object.
    S3(Metadata),
    Age,
    /// Recognised, and not opened here: its kind and what to call it.
    Other(Kind, &'static str),
    /// Several containers; the first of them, and how many.
    Several(Box<Container>, usize),
    /// Nothing known. The bytes, where they may be AES-GCM without a header.
    Plain(Option<Rc<Vec<u8>>>),
}

/// What was recognised, and how it was wrapped, outermost first.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) layers: Vec<String>,
    pub(crate) container: Container,
}

impl Found {
    fn of(container: Container) -> Option<Self> {
        Some(Self { layers: Vec::new(), container })
    }

    fn within(mut self, layer: &str) -> Self {
        self.layers.insert(0, layer.to_owned());
        self
    }
}

/// Says what some bytes are.
pub(crate) fn recognise(bytes: &[u8]) -> Found {
    look(bytes, 0).unwrap_or_else(|| {
        let (layers, inner) = unwrap_text(bytes);
        let raw = inner.filter(|b| as_text(b).is_none() && b.len() >= 28).map(Rc::new);
        Found { layers, container: Container::Plain(raw) }
    })
}

/// The bytes themselves, or what base64 or hexadecimal text stands for.
fn unwrap_text(bytes: &[u8]) -> (Vec<String>, Option<Vec<u8>>) {
    match as_text(bytes) {
        None => (Vec::new(), Some(bytes.to_vec())),
        Some(text) => match decode(text) {
            Some((layer, inner)) if as_text(&inner).is_none() => (vec![layer.to_owned()], Some(inner)),
            _ => (Vec::new(), None),
        },
    }
}

fn decode(text: &str) -> Option<(&'static str, Vec<u8>)> {
    if let Some(bytes) = from_hex(text) {
        return (bytes.len() >= 28).then_some(("hexadecimal", bytes));
    }
    if !looks_base64(text) {
        return None;
    }
    if let Some(bytes) = from_base64(text) {
        return Some(("base64", bytes));
    }
    // A cut-off copy still shows what it was the beginning of.
    let whole: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let end = whole.len() / 4 * 4;
    from_base64(whole.get(..end)?).map(|bytes| ("base64, cut off", bytes))
}

fn look(bytes: &[u8], depth: usize) -> Option<Found> {
    if depth > DEEPEST {
        return None;
    }
    if header::recognise(bytes).is_some() {
        return Found::of(Container::Esdk(Rc::new(bytes.to_vec())));
    }
    if bytes.starts_with(b"Salted__") {
        return Found::of(Container::Openssl(Rc::new(bytes.to_vec())));
    }
    if bytes.starts_with(b"age-encryption.org/v1") {
        return Found::of(Container::Age);
    }
    if kms::explain(bytes).is_some() {
        return Found::of(Container::Kms(Blob::bare(bytes)));
    }
    if let Some(container) = Boto3::read(bytes) {
        return Found::of(Container::Boto3(container));
    }
    look_text(as_text(bytes)?, depth)
}

fn look_text(text: &str, depth: usize) -> Option<Found> {
    if text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----") {
        return Found::of(Container::Age);
    }
    if fernet::recognise(text) {
        return Found::of(Container::Fernet(text.to_owned()));
    }
    match text.as_bytes().first()? {
        b'{' => {
            if let Some(stream) = Stream::from_parts(sequence(text)) {
                return Found::of(Container::Das(stream));
            }
            return match members(text) {
                Some(object) => look_object(&object, depth),
                None => look_lines(text, depth),
            };
        }
        b'[' => {
            // A SOPS file of the INI kind begins with a section.
            if is_sops(text) {
                return Found::of(Container::Other(Kind::Sops, SOPS));
            }
            let parts = elements(text)?;
            if let Some(stream) = Stream::from_parts(parts.iter().copied().map(Some)) {
                return Found::of(Container::Das(stream));
            }
            return look_parts(parts.iter().map(|raw| raw.get()), depth).map(|f| f.within("JSON array"));
        }
        b'"' => {
            let inner: String = serde_json::from_str(text).ok()?;
            return look(inner.as_bytes(), depth + 1).map(|f| f.within("JSON string"));
        }
        _ => {}
    }
    if let Some(token) = Jwe::compact(text) {
        return Found::of(Container::Jwe(token));
    }
    if is_sops(text) {
        return Found::of(Container::Other(Kind::Sops, SOPS));
    }
    let (layer, bytes) = decode(text)?;
    let found = look(&bytes, depth + 1)?;
    // Only a container that says itself how long it is can be told to be cut off.
    (layer != "base64, cut off" || matches!(found.container, Container::Esdk(_))).then(|| found.within(layer))
}

const SOPS: &str = "a SOPS file";

fn is_sops(text: &str) -> bool {
    text.contains("ENC[AES256_GCM,") && text.contains("sops")
}

/// One container a line, or one after the other.
fn look_lines(text: &str, depth: usize) -> Option<Found> {
    look_parts(sequence(text).flatten().map(|raw| raw.get()), depth).map(|f| f.within("NDJSON"))
}

fn look_parts<'a>(parts: impl Iterator<Item = &'a str>, depth: usize) -> Option<Found> {
    let (mut first, mut count) = (None, 0usize);
    for (i, part) in parts.enumerate() {
        if count == 0 && i >= LINES_TO_TRY {
            return None;
        }
        if let Some(found) = look(part.as_bytes(), depth + 1) {
            count += 1;
            first.get_or_insert(found);
        }
    }
    let first = first?;
    if count == 1 {
        return Some(first);
    }
    Some(Found { layers: first.layers, container: Container::Several(Box::new(first.container), count) })
}

fn look_object(object: &Members<'_>, depth: usize) -> Option<Found> {
    if let Some(container) = shape(object) {
        return Found::of(container);
    }
    // A handler's answer, and what it carries as text or as an object.
    for (wrapper, beside) in
        [("body", "statusCode"), ("result", "success"), ("body", "headers"), ("Payload", "StatusCode")]
    {
        if let (Some(inner), true) = (object.get(wrapper), object.get(beside).is_some()) {
            return look_value(inner, depth).map(|f| f.within(&format!("JSON, member `{wrapper}`")));
        }
    }
    look_record(object, depth)
}

fn look_value(raw: &RawValue, depth: usize) -> Option<Found> {
    match string(raw) {
        Some(text) => look(text.as_bytes(), depth + 1),
        None => look(raw.get().as_bytes(), depth + 1),
    }
}

/// A flat record, one member of which is a container.
fn look_record(object: &Members<'_>, depth: usize) -> Option<Found> {
    let nested = |raw: &RawValue| raw.get().starts_with(['{', '[']);
    let single = object.0.len() == 1;
    if object.0.len() > MOST_MEMBERS || (!single && object.0.iter().any(|(_, raw)| nested(raw))) {
        return None;
    }
    let mut found = None;
    for (name, raw) in &object.0 {
        // Short text is no container, and looking at it costs.
        if raw.get().len() < 40 {
            continue;
        }
        if let Some(inner) = look_value(raw, depth) {
            if found.is_some() {
                return None;
            }
            found = Some(inner.within(&format!("JSON, member `{name}`")));
        }
    }
    found
}

/// The shapes of JSON that are containers themselves.
fn shape(object: &Members<'_>) -> Option<Container> {
    let has = |name: &str| object.get(name).is_some();
    if object.object("sops").is_some_and(|s| s.get("mac").is_some() || s.get("lastmodified").is_some()) {
        return Some(Container::Other(Kind::Sops, "a SOPS file"));
    }
    if let Some(protected) = Protected::from_members(object) {
        return Some(Container::Fields(protected));
    }
    if has("processed_data") && has("encrypted_fields") {
        return Processed::from_members(object).map(Container::Processed);
    }
    if let (Some(data), Some(data_key)) =
        (object.string("encrypted_data"), object.string("encrypted_data_key"))
    {
        let chapter = object.any_string(&["iv", "nonce", "tag"]).is_none();
        if chapter {
            return Some(Container::Envelope(Envelope { data, data_key }));
        }
    }
    if let Some(token) = Jwe::from_members(object) {
        return Some(Container::Jwe(token));
    }
    if let Some(metadata) = Metadata::from_members(object) {
        return Some(Container::S3(metadata));
    }
    if let Some(gcm) = Gcm::from_members(object) {
        return Some(Container::Gcm(gcm));
    }
    Blob::from_members(object).map(Container::Kms)
}
