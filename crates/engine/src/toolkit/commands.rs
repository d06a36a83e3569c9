//! Commands for what needs a credential, from what a person typed, and their answers, pasted back.

use envelope::answer::{self, Answer};
use envelope::command::{Command as Line, decrypt};
use envelope::manager;
use envelope::report::Secret;
use envelope::text;
use zeroize::Zeroize;

use super::card;
use crate::messages::toolkit::{Card, Command, Form, Task};

/// When what was pasted is no answer that is known.
pub const NOT_READ: &str =
    "This is no answer of these commands. Paste everything that the AWS CLI printed: its JSON, or its error.";
const NO_BLOB: &str =
    "This is no ciphertext of KMS in base64. Paste the `CiphertextBlob` that `aws kms encrypt` printed.";

/// The command for a form.
pub fn command(form: &Form) -> Result<Command, String> {
    let sentence = |error: manager::CommandError| error.to_string();
    let context = || card::context(&form.context).map_err(|error| error.to_string());
    let (key, name, about) = (form.key.trim(), form.name.trim(), form.about.trim());
    let given = |text: &'static str, value: &str| (!value.is_empty()).then_some(text);
    let optional_key = given("", key).map(|_| key);
    let about = given("", about).map(|_| about);
    let line: Line = match form.task {
        Task::GenerateDataKey => manager::kms_generate_data_key(key, &context()?).map_err(sentence)?,
        Task::Encrypt => manager::kms_encrypt(key, &context()?).map_err(sentence)?,
        Task::Decrypt => {
            let arn = optional_key;
            let blob = text::from_base64(name).ok_or(NO_BLOB)?;
            decrypt(&blob, arn, &context()?).ok_or(NO_BLOB)?
        }
        Task::SecretStore => manager::secret_store(name, optional_key, about).map_err(sentence)?,
        Task::SecretGet => manager::secret_get(name).map_err(sentence)?,
        Task::ParameterPut => manager::parameter_put(name, optional_key, about).map_err(sentence)?,
        Task::ParameterGet => manager::parameter_get(name).map_err(sentence)?,
    };
    Ok(Command { label: String::new(), bash: line.bash, powershell: line.powershell })
}

/// Answers of KMS for single fields as the one document that opening takes: `{"field": answer}`. An answer may be the bare
/// plaintext or the whole JSON of the AWS CLI.
pub fn answers(fields: &[String], answers: &[Secret]) -> Secret {
    // Room for all of it, so that growing leaves no copy behind.
    let room = answers.iter().map(|answer| answer.len() * 6 + 16).sum::<usize>();
    let room = room + fields.iter().map(|field| field.len() * 6 + 16).sum::<usize>();
    let mut out = Secret::new(Vec::with_capacity(room));
    out.push(b'{');
    for (field, answer) in fields.iter().zip(answers) {
        let said = std::str::from_utf8(answer).unwrap_or_default().trim();
        if said.is_empty() {
            continue;
        }
        if out.len() > 1 {
            out.push(b',');
        }
        // Serialising a string cannot fail.
        out.extend_from_slice(serde_json::to_string(field).unwrap_or_default().as_bytes());
        out.push(b':');
        if said.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(said).is_ok() {
            out.extend_from_slice(said.as_bytes());
        } else {
            let mut quoted = serde_json::to_string(said.trim_matches('"')).unwrap_or_default();
            out.extend_from_slice(quoted.as_bytes());
            quoted.zeroize();
        }
    }
    out.push(b'}');
    out
}

/// The card of an answer, and the secret in it.
pub fn read(pasted: &[u8]) -> Option<(Card, Option<Secret>)> {
    let Some(answer) = answer::read(pasted) else { return bare(pasted) };
    let mut facts: Vec<(&str, String)> = Vec::new();
    let (title, sentence, secret) = match answer {
        Answer::Encrypted { blob, key_id } => {
            facts.push(("KMS key", key_id));
            facts.push(("ciphertext", text::base64(&blob)));
            ("KMS encrypted it", "Keep the ciphertext with its encryption context; only KMS opens it.", None)
        }
        Answer::Decrypted { plaintext, key_id } => {
            facts.push(("KMS key", key_id));
            ("KMS decrypted it", DECRYPTED, Some(plaintext))
        }
        Answer::DataKey { key_id } => {
            facts.push(("KMS key", key_id));
            (
                "A data key",
                "It seals what only those can open who may call kms:Decrypt. Paste it on the screen Seal.",
                None,
            )
        }
        Answer::SecretValue { name, version, value } => {
            facts.push(("name", name));
            facts.push(("version", version));
            ("A secret of Secrets Manager", SECRET, Some(value))
        }
        Answer::SecretStored { arn, version } => {
            facts.push(("ARN", arn));
            facts.push(("version", version));
            ("Secrets Manager stored it", "The secret is stored under this version.", None)
        }
        Answer::Parameter { name, kind, value } => {
            facts.push(("name", name));
            facts.push(("type", kind));
            ("A parameter", SECRET, Some(value))
        }
        Answer::ParameterStored { version } => {
            facts.push(("version", version.to_string()));
            ("Parameter Store stored it", "The parameter is stored under this version.", None)
        }
        Answer::Refused { code, operation } => {
            facts.push(("operation", operation));
            facts.push(("code", code));
            (
                "AWS said no",
                "The command ran and was refused. Check the rights, the region and, for KMS, the encryption context.",
                None,
            )
        }
    };
    let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), text::visible(&value))).collect();
    let card = Card {
        title: title.to_owned(),
        sentence: sentence.to_owned(),
        verdict: "answer".to_owned(),
        facts,
        plain: secret.as_ref().map(|secret| card::plain(secret)),
        ..Card::default()
    };
    Some((card, secret))
}

const DECRYPTED: &str = "It is shown below. KMS checked it together with its encryption context.";
const BARE: &str = "It is shown below. It is base64 and nothing else: where it comes from, and whether KMS checked it, can't be told from it.";
const SECRET: &str = "Its value is shown below, and stands nowhere else.";

/// What `--query Plaintext --output text` prints: base64 alone.
fn bare(pasted: &[u8]) -> Option<(Card, Option<Secret>)> {
    let plaintext =
        Secret::new(text::from_base64(std::str::from_utf8(pasted).ok()?.trim().trim_matches('"'))?);
    if plaintext.is_empty() {
        return None;
    }
    let card = Card {
        title: "A plaintext, as KMS would print it".to_owned(),
        sentence: BARE.to_owned(),
        verdict: "answer".to_owned(),
        plain: Some(card::plain(&plaintext)),
        ..Card::default()
    };
    Some((card, Some(plaintext)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_put_together() {
        let secret = |text: &str| Secret::new(text.as_bytes().to_vec());
        let fields = ["a".to_owned(), "b\"".to_owned(), "c".to_owned()];
        let made = answers(&fields, &[secret(" aGk=\n"), secret(r#"{"Plaintext": "aGk="}"#), secret("")]);
        assert_eq!(std::str::from_utf8(&made).unwrap(), r#"{"a":"aGk=","b\"":{"Plaintext": "aGk="}}"#);
        assert_eq!(&*answers(&[], &[]), b"{}");
    }

    #[test]
    fn commands_are_made_or_refused() {
        let form = |task, key: &str, name: &str| Form {
            task,
            key: key.to_owned(),
            name: name.to_owned(),
            about: String::new(),
            context: String::new(),
        };
        assert!(command(&form(Task::Encrypt, "alias/a", "")).unwrap().bash.starts_with("aws kms encrypt"));
        assert!(command(&form(Task::Decrypt, "", "AQI=")).unwrap().bash.starts_with("aws kms decrypt"));
        assert!(command(&form(Task::SecretStore, "", "db")).unwrap().bash.contains("create-secret"));
        for bad in
            [form(Task::Encrypt, "", ""), form(Task::Decrypt, "", "no!"), form(Task::SecretGet, "", "$(x)")]
        {
            assert!(command(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn secrets_of_answers_are_no_facts() {
        let pasted = br#"{"ARN": "a", "Name": "n", "VersionId": "v", "SecretString": "hunter2"}"#;
        let (card, secret) = read(pasted).unwrap();
        assert!(!format!("{card:?}").contains("hunter2"));
        assert_eq!(&**secret.unwrap(), b"hunter2");
        assert_eq!(&**read(b"aGVsbG8=\n").unwrap().1.unwrap(), b"hello");
        assert!(read(b"what?").is_none());
    }
}
