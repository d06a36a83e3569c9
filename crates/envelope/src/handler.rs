//! The chapter's Lambda handler: a request with its `action`, and where in the toolkit that is done without calling it.

use serde::Serialize;

use crate::command::Command;
use crate::json::members;
use crate::manager;
use crate::text::as_text;

/// Where a request leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Screen {
    /// Commands with a credential.
    Commands,
    /// Protecting fields.
    Fields,
    /// Sealing.
    Seal,
    /// Opening.
    Open,
}

/// Lambda takes no larger request.
const LARGEST: usize = 6 << 20;

/// A request to the handler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Its action.
    pub action: &'static str,
    /// Where it leads.
    pub screen: Screen,
    /// The commands that do it, where they can be built; a secret value in the request is not part of them.
    pub commands: Vec<Command>,
}

/// Recognises a request to the handler.
pub fn recognise(bytes: &[u8]) -> Option<Request> {
    let object = members(as_text(bytes).filter(|t| t.len() <= LARGEST)?)?;
    let action = object.string("action")?;
    let name = object.string("secret_name").unwrap_or_default();
    let about = object.string("description");
    let (action, screen, command) = match action.as_str() {
        "encrypt_data" => {
            let context = object.strings("context").unwrap_or_default();
            // The manager falls back to this alias; it works for Lambda itself, and the person replaces it.
            ("encrypt_data", Screen::Commands, manager::kms_encrypt("alias/aws/lambda", &context).ok())
        }
        "decrypt_data" => ("decrypt_data", Screen::Open, None),
        "process_sensitive" => ("process_sensitive", Screen::Fields, None),
        "envelope_encrypt" => ("envelope_encrypt", Screen::Seal, None),
        "envelope_decrypt" => ("envelope_decrypt", Screen::Open, None),
        "store_secret" => {
            ("store_secret", Screen::Commands, manager::secret_store(&name, None, about.as_deref()).ok())
        }
        "retrieve_secret" => ("retrieve_secret", Screen::Commands, manager::secret_get(&name).ok()),
        _ => return None,
    };
    Some(Request { action, screen, commands: command.into_iter().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(request: &str, expected: Option<(Screen, usize)>) {
        let found = recognise(request.as_bytes());
        assert_eq!(found.map(|r| (r.screen, r.commands.len())), expected, "{request}");
    }

    #[test]
    fn requests() {
        check(
            r#"{"action": "store_secret", "secret_name": "db", "secret_value": "s"}"#,
            Some((Screen::Commands, 1)),
        );
        check(r#"{"action": "retrieve_secret", "secret_name": "$(x)"}"#, Some((Screen::Commands, 0)));
        check(
            r#"{"action": "encrypt_data", "data": "x", "context": {"a": "b"}}"#,
            Some((Screen::Commands, 1)),
        );
        check(r#"{"action": "process_sensitive", "data": {}}"#, Some((Screen::Fields, 0)));
        check(r#"{"action": "envelope_decrypt"}"#, Some((Screen::Open, 0)));
        check(r#"{"action": "process"}"#, None);
        check("[]", None);
    }

    #[test]
    fn the_secret_is_not_in_the_command() {
        let request = br#"{"action": "store_secret", "secret_name": "db", "secret_value": "hunter2"}"#;
        let command = recognise(request).unwrap().commands.remove(0);
        assert!(!command.bash.contains("hunter2") && !command.powershell.contains("hunter2"));
    }
}
