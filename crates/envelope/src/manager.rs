//! Commands for what the chapter's encryption manager does with credentials: KMS, Secrets Manager and Parameter Store.
//!
//! They are built from what a person types, and checked as if it were hostile: a name is refused unless it has the
//! characters that the service allows. A secret value is never part of a command; it is typed or piped into it. In
//! PowerShell, which hands no standard input to `file://`, it goes through a temporary file that is removed again.

use std::fmt;

use crate::command::{Command, context_json};

/// Why a command can't be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandError {
    /// The key is no id, alias or ARN of a KMS key.
    Key,
    /// The name has characters that the service does not allow.
    Name,
    /// The description has characters that a command line does not carry well, or the CLI would take it for a file.
    Description,
    /// The context is longer than KMS takes.
    Context,
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "This is not the id, alias or ARN of a KMS key. Take it from `aws kms list-keys` or `list-aliases`.",
            Self::Name => "The name has characters that the service does not allow. Use letters, digits and . _ - / (for secrets also + = @).",
            Self::Description => "The description can't be part of a command: it has control characters, or begins like an option, a file or an address. Write it in plain words.",
            Self::Context => "The encryption context is longer than KMS takes: 8192 characters. Shorten it.",
        })
    }
}

impl std::error::Error for CommandError {}

/// A KMS key as a person names it: id, alias or ARN.
fn key(text: &str) -> Result<&str, CommandError> {
    let sound = !text.is_empty()
        && text.len() <= 2048
        && !text.starts_with('-')
        && !text.contains("//")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b":/_-".contains(&b));
    if sound { Ok(text) } else { Err(CommandError::Key) }
}

fn name<'a>(text: &'a str, allowed: &[u8]) -> Result<&'a str, CommandError> {
    let sound = !text.is_empty()
        && text.len() <= 2048
        && !text.starts_with('-')
        && !text.contains("//")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || allowed.contains(&b));
    if sound { Ok(text) } else { Err(CommandError::Name) }
}

fn secret_name(text: &str) -> Result<&str, CommandError> {
    // A secret may be named by its ARN, too.
    name(text, b"/_+=.@-:")
}

fn parameter_name(text: &str) -> Result<&str, CommandError> {
    name(text, b"/_.-:")
}

/// A description as an argument for bash and for PowerShell.
fn description(text: Option<&str>) -> Result<(String, String), CommandError> {
    let Some(text) = text.filter(|t| !t.is_empty()) else { return Ok((String::new(), String::new())) };
    let lower = text.to_ascii_lowercase();
    let literal = !["file://", "fileb://", "http://", "https://", "-"].iter().any(|p| lower.starts_with(p));
    // PowerShell takes typographic quotes for quotes, and its older versions lose double ones.
    let plain =
        !text.chars().any(|c| crate::text::is_hidden(c) || matches!(c, '"' | '\\' | '‘' | '’' | '‚' | '‛'));
    if !literal || !plain || text.chars().count() > 1024 {
        return Err(CommandError::Description);
    }
    let bash = format!(" --description '{}'", text.replace('\'', "'\\''"));
    Ok((bash, format!(" --description '{}'", text.replace('\'', "''"))))
}

/// The context as an argument: for bash as it is, for PowerShell through a file.
fn context(pairs: &[(String, String)]) -> Result<(String, String, String), CommandError> {
    let characters: usize = pairs.iter().map(|(k, v)| k.chars().count() + v.chars().count()).sum();
    if characters > 8192 {
        return Err(CommandError::Context);
    }
    if pairs.is_empty() {
        return Ok(Default::default());
    }
    let json = context_json(pairs);
    Ok((
        format!(" --encryption-context '{json}'"),
        format!("$c = New-TemporaryFile; [IO.File]::WriteAllText($c, '{json}'); "),
        " --encryption-context \"file://$c\"".to_owned(),
    ))
}

/// Reads a secret into a temporary file in PowerShell, for the command in between.
const ASK: &str = "$v = New-TemporaryFile; [IO.File]::WriteAllText($v, [Net.NetworkCredential]::new('', (Read-Host 'Value' -AsSecureString)).Password); ";
const FORGET: &str = "; Remove-Item $v";

/// Encrypts a secret of at most 4096 bytes with KMS. The secret is typed or piped in, and ended with Ctrl-D.
pub fn kms_encrypt(key_id: &str, pairs: &[(String, String)]) -> Result<Command, CommandError> {
    let (key_id, (bash, before, power)) = (key(key_id)?, context(pairs)?);
    let forget = if pairs.is_empty() { "" } else { ", $c" };
    Ok(Command {
        bash: format!("aws kms encrypt --key-id '{key_id}' --plaintext fileb:///dev/stdin{bash}"),
        powershell: format!(
            "{before}{ASK}aws kms encrypt --key-id '{key_id}' --plaintext \"fileb://$v\"{power}{FORGET}{forget}"
        ),
    })
}

/// Asks for a data key of 32 bytes. Its answer is what sealing takes.
pub fn kms_generate_data_key(key_id: &str, pairs: &[(String, String)]) -> Result<Command, CommandError> {
    let (key_id, (bash, before, power)) = (key(key_id)?, context(pairs)?);
    let forget = if pairs.is_empty() { "" } else { "; Remove-Item $c" };
    let head = format!("aws kms generate-data-key --key-id '{key_id}' --key-spec AES_256");
    Ok(Command { bash: format!("{head}{bash}"), powershell: format!("{before}{head}{power}{forget}") })
}

/// Creates a secret in Secrets Manager, or updates it if it is there.
pub fn secret_store(id: &str, key_id: Option<&str>, about: Option<&str>) -> Result<Command, CommandError> {
    let id = secret_name(id)?;
    let key_id = key_id.map(key).transpose()?.map(|k| format!(" --kms-key-id '{k}'")).unwrap_or_default();
    let (about, power_about) = description(about)?;
    let create = format!("aws secretsmanager create-secret --name '{id}'{key_id}");
    let update = format!("aws secretsmanager update-secret --secret-id '{id}'{key_id}");
    // The value stays in a variable of a subshell; `printf` is the shell's own, so that no process list shows it.
    Ok(Command {
        bash: format!(
            "(v=$(cat); e=$(printf %s \"$v\" | {create}{about} --secret-string file:///dev/stdin 2>&1) && printf '%s\\n' \"$e\" || case $e in *ResourceExistsException*) printf %s \"$v\" | {update} --secret-string file:///dev/stdin;; *) printf '%s\\n' \"$e\" >&2; false;; esac)"
        ),
        powershell: format!(
            "{ASK}$e = ({create}{power_about} --secret-string \"file://$v\" 2>&1 | Out-String); if ($e -match 'ResourceExistsException') {{ {update} --secret-string \"file://$v\" }} else {{ $e }}{FORGET}"
        ),
    })
}

/// Gets a secret from Secrets Manager; its answer can be pasted back.
pub fn secret_get(id: &str) -> Result<Command, CommandError> {
    let line = format!("aws secretsmanager get-secret-value --secret-id '{}'", secret_name(id)?);
    Ok(Command { bash: line.clone(), powershell: line })
}

/// Puts a SecureString into Parameter Store.
pub fn parameter_put(id: &str, key_id: Option<&str>, about: Option<&str>) -> Result<Command, CommandError> {
    let id = parameter_name(id)?;
    let key_id = key_id.map(key).transpose()?.map(|k| format!(" --key-id '{k}'")).unwrap_or_default();
    let (about, power_about) = description(about)?;
    let head = format!("aws ssm put-parameter --name '{id}' --type SecureString --overwrite{key_id}");
    Ok(Command {
        bash: format!("{head}{about} --value file:///dev/stdin"),
        powershell: format!("{ASK}{head}{power_about} --value \"file://$v\"{FORGET}"),
    })
}

/// Gets a parameter, decrypted; its answer can be pasted back.
pub fn parameter_get(id: &str) -> Result<Command, CommandError> {
    let line = format!("aws ssm get-parameter --name '{}' --with-decryption", parameter_name(id)?);
    Ok(Command { bash: line.clone(), powershell: line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let pairs = [("app".to_owned(), "it's".to_owned())];
        assert_eq!(
            kms_generate_data_key("alias/audit", &pairs).unwrap().bash,
            r#"aws kms generate-data-key --key-id 'alias/audit' --key-spec AES_256 --encryption-context '{"app":"it\u0027s"}'"#
        );
        assert_eq!(
            parameter_put("/prod/db", None, Some("it's mine")).unwrap().bash,
            r"aws ssm put-parameter --name '/prod/db' --type SecureString --overwrite --description 'it'\''s mine' --value file:///dev/stdin"
        );
    }

    #[test]
    fn refusals() {
        for bad in ["", "-x", "$(x)", "a b", "a'b", "file:///etc/passwd", "a\nb", "é"] {
            assert_eq!(secret_get(bad), Err(CommandError::Name), "{bad}");
            assert_eq!(parameter_get(bad), Err(CommandError::Name), "{bad}");
            assert_eq!(kms_encrypt(bad, &[]), Err(CommandError::Key), "{bad}");
        }
        for bad in ["file://x", "-x", "a\nb", "HTTP://x", "\u{202e}", "\"", "a’; x"] {
            assert_eq!(secret_store("a", None, Some(bad)), Err(CommandError::Description), "{bad}");
        }
        let long = [("a".to_owned(), "b".repeat(8192))];
        assert_eq!(kms_encrypt("a", &long), Err(CommandError::Context));
    }
}
