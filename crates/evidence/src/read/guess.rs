//! What a file seems to be when it is nothing that is read, in the auditor's words.

use std::borrow::Cow;

use super::problems::Group;
use crate::problem::Problem;

/// Whether a file is what systems leave behind in folders and archives, by its path. Nobody means to open it.
pub fn is_cruft(path: &str) -> bool {
    let name = base_name(path);
    path.split('/').any(|part| part == "__MACOSX")
        || name.starts_with("._")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// The last part of a path.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What a file's name says where an answer doesn't: `OPERATION.SUBJECT.json`.
pub(super) fn named(path: &str) -> Option<(&str, Cow<'_, str>)> {
    let (stem, _) = base_name(path).rsplit_once('.')?;
    let (operation, subject) = stem.split_once('.').unwrap_or((stem, ""));
    Some((operation, percent_decoded(subject)))
}

/// A subject such as an ARN can stand in a file's name only with `%3A` and `%2F`.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_or(text.into(), Cow::Owned)
}

/// What is read, for the second sentence.
const READ: &str = "Drop what the exporter or the AWS CLI wrote as JSON, a zip of it, or an audit's JSON.";
const JSON_PLEASE: &str = "Export it again with --output json.";
const NOT_YET: &str =
    "Such files are not read yet; drop the evidence it was made from, or what the AWS CLI prints.";

/// Signatures of files that are no text.
const BINARY: [(&[u8], &str); 16] = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture, a sound or a film (RIFF)"),
    (b"%PDF", "a PDF"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ", "a Windows program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "a Java class or a macOS program"),
    (b"\0asm", "a WebAssembly module"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"SQLite format 3", "a database (SQLite)"),
];

/// Starts of encrypted containers.
const CONTAINERS: [(&[u8], &str); 17] = [
    (b"\x01\x80\x03", "a message of the AWS Encryption SDK"),
    (b"\x01\x80\x01", "a message of the AWS Encryption SDK"),
    (b"\x01\x80\x00", "a message of the AWS Encryption SDK"),
    (b"\x02\x04\x78", "a message of the AWS Encryption SDK"),
    (b"\x02\x05\x78", "a message of the AWS Encryption SDK"),
    (b"age-encryption.org/", "an age file"),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", "an age file"),
    (b"Salted__", "a file that OpenSSL encrypted"),
    (b"U2FsdGVkX1", "a file that OpenSSL encrypted"),
    (b"gAAAAA", "a Fernet token"),
    (b"AYAA", "a message of the AWS Encryption SDK"),
    (b"AYAB", "a message of the AWS Encryption SDK"),
    (b"AYAC", "a message of the AWS Encryption SDK"),
    (b"AYAD", "a message of the AWS Encryption SDK"),
    (b"AgR4", "a message of the AWS Encryption SDK"),
    (b"AgV4", "a message of the AWS Encryption SDK"),
    (b"AQICAH", "a ciphertext of KMS"),
];

/// What a file that is no JSON seems to be, as a problem.
pub(super) fn not_json(name: &str, bytes: &[u8]) -> (Group, Problem) {
    let starts = |(magic, _): &&(&[u8], &str)| bytes.starts_with(magic);
    if let Some((_, what)) = CONTAINERS.iter().find(starts) {
        return encrypted(name, what);
    }
    if let Some((_, what)) = BINARY.iter().find(starts) {
        return not_read(name, &format!("This is {what}."), READ);
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if is_binary(head) {
        return not_read(name, "This is a binary file.", READ);
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let lower = text.to_ascii_lowercase();
    let first = text.lines().next().unwrap_or_default().trim_end();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        not_read(
            name,
            "This is a web page, probably a login page that was saved in place of the export.",
            "Sign in and download the file again, or copy it from where it was exported.",
        )
    } else if text.starts_with('<') {
        not_read(name, "This is XML.", JSON_PLEASE)
    } else if is_jwe(first) {
        encrypted(name, "an encrypted token (JWE)")
    } else if [
        "usage: aws",
        "aws: error",
        "unable to locate credentials",
        "could not connect to the endpoint",
    ]
    .iter()
    .any(|said| lower.starts_with(said))
        || lower.contains("aws: command not found")
    {
        not_read(
            name,
            "The AWS CLI could not ask AWS: this is what it printed about that.",
            "Correct what it complains about, then export again.",
        )
    } else if text.starts_with("---") || looks_like_yaml(text) {
        not_read(name, "This seems to be YAML.", JSON_PLEASE)
    } else if text.starts_with("| ") || text.starts_with("+--") || text.starts_with("----") {
        not_read(name, "This is a table as the AWS CLI draws it.", JSON_PLEASE)
    } else if first.matches(',').count() >= 2 {
        not_read(name, "This seems to be CSV.", JSON_PLEASE)
    } else if first.contains('\t') {
        not_read(name, "This seems to be the AWS CLI's output as plain text.", JSON_PLEASE)
    } else {
        not_read(name, "This is not JSON.", READ)
    }
}

/// Whether bytes are no text in any usual encoding: texts have no such controls, and nearly all of UTF-8.
fn is_binary(head: &[u8]) -> bool {
    let control = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31);
    let broken = head.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    head.contains(&0) || head.iter().any(control) || broken * 10 > head.len()
}

/// A file of nothing, or of white space.
pub(super) fn empty(name: &str) -> (Group, Problem) {
    let problem = Problem::refused(
        name,
        "The file is empty.",
        "The AWS CLI prints nothing when a call fails and when there is nothing to say: export it again, with the \
         exporter, which records both.",
    );
    (Group::NotRead, problem)
}

fn not_read(name: &str, what: &str, remedy: &str) -> (Group, Problem) {
    (Group::NotRead, Problem::refused(name, what, remedy))
}

pub(super) fn encrypted(name: &str, what: &str) -> (Group, Problem) {
    let what = format!("This is encrypted: {what}.");
    let remedy = "Drop it alone: the toolkit says which command brings its key, and opens it.";
    (Group::NotYet, Problem::refused(name, what, remedy).sealed())
}

/// What is recognised, and comes later.
pub(super) fn not_yet(name: &str, what: &str) -> (Group, Problem) {
    (Group::NotYet, Problem::refused(name, format!("This is {what}."), NOT_YET))
}

/// Five parts of base64url, the first of which is the head of a JSON object.
fn is_jwe(line: &str) -> bool {
    line.starts_with("eyJ") && line.split('.').count() == 5
}

/// Its first lines are `key: value` or comments.
fn looks_like_yaml(text: &str) -> bool {
    let mut lines =
        text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty());
    let is_key = |line: &str| {
        let line = line.trim_start().trim_start_matches("- ");
        line.split_once(':').is_some_and(|(key, rest)| {
            (rest.is_empty() || rest.starts_with(' '))
                && !key.is_empty()
                && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.\"'".contains(&byte))
        })
    };
    let first: Vec<&str> = lines.by_ref().take(2).collect();
    !first.is_empty() && first.iter().all(|line| is_key(line))
}
