//! The words of the toolkit.

use engine::messages::toolkit::{Key, Task};

/// The screen's heading.
pub const TITLE: &str = "Toolkit";
/// Under it.
pub const SUB: &str = "Open, check and seal encrypted data with a data key that KMS unwrapped for you. No credential comes here: you run the commands, and paste what they print. The key lives in a worker of its own in this tab; Forget ends it.";
/// Tabs.
pub const TABS: &str = "Tools";
/// Tab.
pub const OPEN: &str = "Open";
/// Tab.
pub const SEAL: &str = "Seal";
/// Tab.
pub const FIELDS: &str = "Fields";
/// Tab.
pub const COMMAND: &str = "Commands";

/// The target.
pub const DROP: &str = "Drop an encrypted file here";
/// Under it.
pub const PASTE: &str =
    "or paste it anywhere with Ctrl+V: base64, hexadecimal, JSON, an answer of the encryption handler";
/// Buttons.
pub const CHOOSE: &str = "Choose a file";
/// While the worker works.
pub const BUSY: &str = "Working…";

/// Heading of the lock screen.
pub const LOCKED: &str = "This file is sealed";
/// Under it.
pub const LOCKED_SUB: &str = "Whoever may have KMS decrypt its data key may read it. Run the command, paste what it prints, and it opens here, in this tab.";
/// On the button that leaves the lock screen.
pub const LEAVE: &str = "Don't open it";

/// Before what the container says of itself.
pub const SAYS: &str = "What it says about itself";
/// Behind it.
pub const SAYS_MORE: &str = "More of it";
/// The same, while nothing proves it.
pub const NOT_AUTHENTICATED: &str = "not yet authenticated";
/// The same, where the content is proven and this is not part of it.
pub const NOT_COVERED: &str = "not covered by what was checked";
/// The same, when a key has proven it.
pub const AUTHENTICATED: &str = "authenticated";
/// Before the checks.
pub const CHECKED: &str = "Checked, in this order";
/// Before what is needed.
pub const NEEDS: &str = "It needs";
/// Before the way in.
pub const LAYERS: &str = "Found in";
/// Before the commands.
pub const COMMANDS: &str = "The command that brings the key";
/// Before the commands, where there is no data key.
pub const COMMANDS_EACH: &str = "A command for each field";
/// Before the commands of a request.
pub const COMMANDS_DO: &str = "The command that does it";
/// After a command of KMS.
pub const COMMANDS_ASIDE: &str = "It runs with your credentials, on your machine. CloudTrail records the call with its context, and the key is left in your terminal's scrollback.";
/// A shell.
pub const BASH: &str = "bash";
/// A shell.
pub const POWERSHELL: &str = "PowerShell";

/// The key's field.
pub const KEY: &str = "The key";
/// Under it.
pub const KEY_HINT: &str = "What the command printed: base64, hexadecimal, or the whole JSON. It goes straight to the worker, and this field is emptied.";
/// The data key's field.
pub const DATA_KEY: &str = "The answer of generate-data-key";
/// Under it.
pub const DATA_KEY_HINT: &str =
    "The whole JSON that the command printed. It goes straight to the worker, and this field is emptied.";
/// On the button that takes a key from a file.
pub const KEY_FILE: &str = "From a file";
/// On the button that opens.
pub const OPEN_IT: &str = "Verify and open";
/// On the button that opens what nothing protects.
pub const OPEN_ANYWAY: &str = "Open it without authentication";
/// More context.
pub const MORE_CONTEXT: &str = "Required encryption context that is not stored in it";
/// The context's field.
pub const CONTEXT: &str = "Encryption context";
/// Under it.
pub const CONTEXT_HINT: &str = "name=value, a line each, or a JSON object. It is not secret: it is stored beside the data and recorded by CloudTrail.";
/// Before the answers.
pub const ANSWERS: &str = "What the commands printed";
/// On their button.
pub const PUT_TOGETHER: &str = "Put the document together";
/// Without a key.
pub const NO_KEY: &str = "There is no key yet. Paste it into its field.";

/// Before the plaintext.
pub const PLAINTEXT: &str = "What came out";
/// Views.
pub const AS_TEXT: &str = "Text";
/// Views.
pub const AS_JSON: &str = "JSON";
/// Views.
pub const AS_HEX: &str = "Hex";
/// Views.
pub const VIEWS: &str = "How it is shown";
/// On the button that shows more.
pub const MORE: &str = "Show more";
/// The field to search JSON.
pub const SEARCH: &str = "Search names and values";
/// When nothing is found.
pub const NOT_FOUND: &str = "No name or value holds these words.";
/// When more is found than is shown.
pub const MORE_FOUND: &str = "There are more. Search for less.";
/// On a button.
pub const DOWNLOAD: &str = "Save it";
/// On a button.
pub const VIEWER: &str = "Open in the viewer";
/// On a button.
pub const INTEGRITY: &str = "Save the integrity report";

/// Before what is to be sealed.
pub const WHAT: &str = "What to seal";
/// Before the exports of what is open.
pub const OPEN_EXPORTS: &str = "or, of what is open:";
/// When nothing is chosen.
pub const NOTHING: &str = "nothing yet: drop a file, paste, or choose one";
/// In the menu of exports.
pub const SEAL_REPORT: &str = "Seal the report, or another of these…";
/// Before the data key.
pub const FOR_WHOM: &str = "For whom";
/// The KMS key's field.
pub const KMS_KEY: &str = "KMS key: id, alias or ARN";
/// On the button that makes the command.
pub const MAKE: &str = "Make the command";
/// The form.
pub const FORM: &str = "Form";
/// The form.
pub const MESSAGE: &str =
    "Message of the AWS Encryption SDK that commits to its key (0x0478), which official clients open";
/// The form.
pub const ENVELOPE: &str = "The encryption manager's envelope: the weaker one, for what reads nothing else";
/// On the button that seals.
pub const SEAL_IT: &str = "Seal and save";

/// The document's target.
pub const DROP_DOCUMENT: &str = "Drop a JSON document here";
/// Under it.
pub const FIELDS_SUB: &str = "Its sensitive fields are found and chosen; add others or leave some out. Each is protected under the data key and bound to its place; the rest stays readable. To restore a protected document, open it on the screen Open.";
/// Which list finds fields.
pub const TODAY: &str = "Today's list";
/// Which list finds fields.
pub const CHAPTER: &str = "The list of edition 2025-09";
/// On the button that protects.
pub const PROTECT: &str = "Protect the chosen fields and save";

/// Under the screen of commands.
pub const COMMAND_SUB: &str = "What needs a credential is never done here. These commands are safe to paste: names are checked, and a secret is typed into the command when it runs (end it with Ctrl+D), never part of it.";
/// What the command is to do.
pub const TASK: &str = "What it does";
/// The name's field.
pub const NAME: &str = "Name of the secret or parameter; for decrypting, the ciphertext in base64";
/// The description's field.
pub const ABOUT: &str = "Description, if any";
/// Where an answer is pasted.
pub const ANSWER: &str = "What the command printed";
/// Under it.
pub const ANSWER_HINT: &str =
    "Paste the AWS CLI's JSON or its error. It goes straight to the worker, and this field is emptied.";
/// On its button.
pub const READ: &str = "Read the answer";

/// On the chip.
pub const FORGET: &str = "Forget the key";
/// After Forget.
pub const FORGOTTEN: &str = "The key and what it opened are forgotten.";
/// After ten minutes.
pub const FORGOTTEN_IDLE: &str =
    "Nobody used the key for ten minutes, so it and what it opened are forgotten.";
/// What to do about it.
pub const FORGOTTEN_REMEDY: &str = "Open the file again if you still need it.";
/// When the worker stopped.
pub const CRASHED: &str =
    "The toolkit has stopped; this is a fault in it, or the file was too much for this tab.";
/// What to do about it.
pub const CRASHED_REMEDY: &str = "The key is gone with it. Open the file again, or use the lambdascope command. Nothing was sent anywhere.";
/// When the browser refuses to save.
pub const NOT_SAVED: &str = "The browser did not take the file to save. Allow downloads for this page.";

/// A verdict's word and the class that gives its colour.
pub fn verdict(name: &str) -> (&'static str, &'static str) {
    match name {
        "intact" => ("Intact", "pass"),
        "wrong-key" => ("Wrong key", "fail"),
        "altered" => ("Altered", "fail"),
        "truncated" => ("Truncated", "fail"),
        "cannot-tell" => ("Cannot tell", "manual"),
        "needs-key" => ("Needs a key", "unknown"),
        "answer" => ("Answer", "unknown"),
        _ => ("Not opened here", "unknown"),
    }
}

/// What is said with a key.
pub fn key_held(key: &Key) -> String {
    format!("The worker holds the key {}.", key.fingerprint)
}

/// A key's chip.
pub fn chip(key: &Key, minutes: u32) -> String {
    format!("key {} · {} · {minutes} min", key.fingerprint, key.told)
}

/// Its whole, on hover.
pub fn chip_title(key: &Key) -> String {
    let mut told = "The fingerprint of the key that the toolkit's worker holds. Two people who see the same one hold the same key.".to_owned();
    for other in &key.others {
        told.push_str("\nIt can also be read as ");
        told.push_str(other);
    }
    told
}

/// The button that opens with the key that is there.
pub fn open_with(key: &Key) -> String {
    format!("Open with {}", key.fingerprint)
}

/// When a file was handed over.
pub fn saved(name: &str) -> String {
    format!("Saved {name}")
}

/// Where another screen does it.
pub fn leads(screen: &str) -> Option<&'static str> {
    match screen {
        "seal" => Some("Seal it here"),
        "fields" => Some("Protect its fields here"),
        "commands" => Some("More commands"),
        _ => None,
    }
}

/// The tasks in their order.
pub const TASKS: [(Task, &str); 7] = [
    (Task::Encrypt, "KMS: encrypt a short secret"),
    (Task::Decrypt, "KMS: decrypt a ciphertext"),
    (Task::GenerateDataKey, "KMS: generate a data key"),
    (Task::SecretStore, "Secrets Manager: create, or else update"),
    (Task::SecretGet, "Secrets Manager: get"),
    (Task::ParameterPut, "Parameter Store: put a SecureString"),
    (Task::ParameterGet, "Parameter Store: get"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_have_words() {
        assert_eq!(verdict("intact"), ("Intact", "pass"));
        assert_ne!(verdict("anything").1, "pass", "what is not known never passes");
    }

    #[test]
    fn a_chip_tells_the_key() {
        let key =
            Key { fingerprint: "01ab".into(), told: "base64, 256 bits".into(), others: vec!["x".into()] };
        assert_eq!(chip(&key, 3), "key 01ab · base64, 256 bits · 3 min");
        assert!(chip_title(&key).ends_with("read as x"));
    }
}
