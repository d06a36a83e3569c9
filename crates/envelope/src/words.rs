//! The English sentences of this crate, in one place: what happened, then what to do.

use crate::verdict::{Part, Reason};

fn part(part: Part) -> String {
    match part {
        Part::Header => "the header".to_owned(),
        Part::Frame(n) => format!("frame {n}"),
        Part::Signature => "the signature".to_owned(),
        Part::Trailing => "bytes after the end".to_owned(),
    }
}

fn lengths(list: &[usize]) -> String {
    let mut words: Vec<String> = list.iter().map(usize::to_string).collect();
    match (words.pop(), words.is_empty()) {
        (Some(last), true) => last,
        (Some(last), false) => format!("{} or {last}", words.join(", ")),
        (None, _) => "no".to_owned(),
    }
}

/// The two sentences for a reason.
pub fn sentence(reason: &Reason) -> String {
    match reason {
        Reason::Authentic { checks } => {
            format!("Everything authenticates under this key. Checked: {}.", checks.join(", "))
        }
        Reason::LooksWhole => {
            "The structure is whole; nothing is authenticated yet. Bring the key with the command, then open it.".to_owned()
        }
        Reason::LooksWholeSigned => {
            "The structure is whole and its signature verifies, which proves only that it agrees with itself: the public key is part of the message. Bring the key with the command, then open it.".to_owned()
        }
        Reason::EndsEarly { within } => {
            format!("The data is truncated: it ends within {}. Fetch it again and compare the sizes.", part(*within))
        }
        Reason::PartAltered { part: Part::Trailing } => {
            "The data was altered: bytes follow where it should end. Fetch it again from its source.".to_owned()
        }
        Reason::PartAltered { part: p } => {
            format!("The data was altered: the key is right, and {} does not authenticate. Nothing is released; fetch it again from its source.", part(*p))
        }
        Reason::HeaderOrRequiredContext => {
            "The key is right, and the header does not authenticate: it was altered, or it was sealed with required encryption context that is not stored in it. If you know such context, give it; else fetch the message again.".to_owned()
        }
        Reason::OutOfSequence { frame } => {
            format!("The data was altered: frame {frame} is not where it should be. Frames were dropped, repeated or swapped; fetch it again from its source.")
        }
        Reason::Malformed { what } => {
            format!("The data was altered or damaged: {what}. Fetch it again from its source.")
        }
        Reason::SignatureInvalid => {
            "The data was altered: its signature does not verify, and the key is not proven by it. Fetch it again from its source.".to_owned()
        }
        Reason::KeyDoesNotFit => {
            "This is the wrong key: the container is whole and its own check does not fit this key. Take the key that the command brings.".to_owned()
        }
        Reason::KeyLength { given, needed } => format!(
            "This is the wrong key: it has {} bytes, and {} are needed. Take the key that the command brings, whole.",
            lengths(given),
            lengths(needed)
        ),
        Reason::OneTag => {
            "It did not open, and one check covers both key and data, so that a wrong key and altered data cannot be told apart. Compare the key's fingerprint with someone who can open it, or fetch the data again.".to_owned()
        }
        Reason::KeyOrHeader => {
            "It did not open: a wrong key and an altered header look the same in an unsigned message, so one cannot tell. Compare the key's fingerprint, or fetch the data again.".to_owned()
        }
        Reason::AmbiguousKey => {
            "What was pasted can be read as several keys, and nothing here decides which is meant. Give the key in another form.".to_owned()
        }
        Reason::OnlyKms => {
            "This is a ciphertext of KMS itself, and only KMS opens it. Run the command with credentials that may call kms:Decrypt.".to_owned()
        }
        Reason::PutTogether { fields } => {
            format!("Put together from the {fields} pasted answers. No tag covers the document, so one cannot tell whether it is what was sealed.")
        }
        Reason::FieldsMissing { fields } => {
            format!("Answers are missing or unreadable for: {}. Run their commands and paste what they print.", fields.join(", "))
        }
        Reason::NoDataKey => {
            "These fields were encrypted by KMS one by one, and no data key exists that opens them. Run the command of each field and give the answers as {\"field\": \"answer\"}.".to_owned()
        }
        Reason::FieldsAuthentic { fields } => {
            format!("The {fields} protected fields authenticate under this key, each with its place in the document. The other members are covered by nothing.")
        }
        Reason::FieldAltered { field } => {
            format!("The field {field} does not authenticate: it was altered or moved. Nothing is released; fetch the document again.")
        }
        Reason::NotOpenedHere { what } => {
            format!("This is {what}, which is recognised and unsupported for opening here. Use the tool that wrote it.")
        }
        Reason::Several { parts } => {
            format!("The file holds {parts} containers. Open them one by one.")
        }
        Reason::NotAContainer => {
            "This is not encrypted in any way known here, so opening it is unsupported. Nothing needs to be done, or drop the right file.".to_owned()
        }
        Reason::NoHeader => {
            "These bytes have no header that is known here; they may be AES-GCM without one, which only a key can tell. Try opening them with the key.".to_owned()
        }
        Reason::UnreadableKey { error } => error.to_string(),
        Reason::NoKeyOpensIt => {
            "These bytes have no header; they may be AES-GCM, and this key does not open them, so one cannot tell. Check where they come from.".to_owned()
        }
        Reason::Unauthenticated => {
            "It opened, and nothing proves that it is what was sealed: no tag covers it, so one cannot tell. Do not rely on it where it matters.".to_owned()
        }
        Reason::AskUnauthenticated => {
            "No tag protects this data, so one cannot tell whether it was changed. Ask for opening without authentication if you accept that.".to_owned()
        }
        Reason::UnknownValue { what, value } => {
            format!("Its {what} says {value:?}, which is unsupported here. Use the tool that wrote it.")
        }
        Reason::TooLarge { limit } => {
            format!("Unpacked it would be larger than {limit} bytes, which is unsupported. Unpack it with another tool.")
        }
        Reason::Missing { what } => format!("It needs {what} as well. Give that beside the file."),
    }
}
