//! Commands that ask AWS for what needs a credential, built from hostile bytes and safe to paste.
//!
//! Nothing from a container reaches a command as it is: a blob becomes base64, a context becomes JSON in which
//! everything but plain ASCII is `\uXXXX`, and an ARN is left out unless it has exactly the shape of one.

use serde::Serialize;

use crate::text::{base64, push_escape};

/// The longest ciphertext that KMS takes, in bytes.
const LONGEST_BLOB: usize = 6144;
/// The longest encryption context that KMS takes, in characters of names and values.
const LONGEST_CONTEXT: usize = 8192;

/// One command in its two forms, each a single line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Command {
    /// For bash and zsh.
    pub bash: String,
    /// For PowerShell.
    pub powershell: String,
}

/// A KMS key's ARN that has exactly the shape of one, and its region.
pub fn key_arn(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let (scheme, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = |s: &str, more: &[u8]| {
        !s.is_empty() && s.len() <= 256 && s.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    let lower = |s: &str| {
        s.len() <= 32
            && s.starts_with(|c: char| c.is_ascii_lowercase())
            && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let named = match resource.split_once('/')? {
        ("key", id) => plain(id, b"-"),
        ("alias", name) => plain(name, b"-_/"),
        _ => false,
    };
    let sound = scheme == "arn"
        && (partition == "aws" || partition.starts_with("aws-"))
        && lower(partition)
        && service == "kms"
        && lower(region)
        && region.contains('-')
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && named;
    sound.then_some((arn, region))
}

/// A context as JSON of nothing but harmless ASCII: no quote, control or other character that a shell or a terminal
/// would take for more than text.
pub fn context_json(context: &[(String, String)]) -> String {
    let mut out = String::from("{");
    let push = |out: &mut String, text: &str| {
        out.push('"');
        for c in text.chars() {
            let harmless =
                c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '\'' | '`' | '$' | '!' | '<' | '>' | '&');
            if harmless || c == ' ' { out.push(c) } else { push_escape(out, c) }
        }
        out.push('"');
    };
    for (i, (name, value)) in context.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        push(&mut out, name);
        out.push(':');
        push(&mut out, value);
    }
    out.push('}');
    out
}

/// The command that asks KMS to decrypt a blob; nothing when KMS could not take it.
pub fn decrypt(blob: &[u8], arn: Option<&str>, context: &[(String, String)]) -> Option<Command> {
    let characters: usize = context.iter().map(|(k, v)| k.chars().count() + v.chars().count()).sum();
    if blob.is_empty() || blob.len() > LONGEST_BLOB || characters > LONGEST_CONTEXT {
        return None;
    }
    let blob = base64(blob);
    let key = arn
        .and_then(key_arn)
        .map(|(arn, region)| format!(" --region {region} --key-id {arn}"))
        .unwrap_or_default();
    let json = context_json(context);
    let (bash_context, power_before, power_context, power_after) = if context.is_empty() {
        (String::new(), String::new(), String::new(), String::new())
    } else {
        (
            format!(" --encryption-context '{json}'"),
            format!(" $c = New-TemporaryFile; [IO.File]::WriteAllText($c, '{json}');"),
            " --encryption-context \"file://$c\"".to_owned(),
            ", $c".to_owned(),
        )
    };
    Some(Command {
        bash: format!(
            "aws kms decrypt{key} --ciphertext-blob fileb://<(printf %s '{blob}' | base64 -d){bash_context} --query Plaintext --output text"
        ),
        powershell: format!(
            "$b = New-TemporaryFile; [IO.File]::WriteAllBytes($b, [Convert]::FromBase64String('{blob}'));{power_before} aws kms decrypt{key} --ciphertext-blob \"fileb://$b\"{power_context} --query Plaintext --output text; Remove-Item $b{power_after}"
        ),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn arns() {
        let good = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555";
        assert_eq!(key_arn(good), Some((good, "us-east-1")));
        assert!(key_arn("arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/aws/lambda").is_some());
        for bad in [
            "file:///etc/passwd",
            "arn:aws:kms:us-east-1:123456789012:key/1;touch x",
            "arn:aws:kms:us-east-1:123456789012:key/$(x)",
            "arn:aws:kms:us-east-1:123456789012:key/1\n",
            "arn:aws:kms:-x-:123456789012:key/1",
            "arn:aws:kms:us-east-1:12345678901２:key/1",
            "arn:aws:kms:us-east-1:123456789012:secret/1",
            "arn:aws:s3:us-east-1:123456789012:key/1",
            "",
        ] {
            assert_eq!(key_arn(bad), None, "{bad}");
        }
    }

    #[test]
    fn context_is_harmless_text() {
        let context = [("k'\n".to_owned(), "\u{202e}`$!😀".to_owned())];
        assert_eq!(context_json(&context), r#"{"k\u0027\u000a":"\u202e\u0060\u0024\u0021\ud83d\ude00"}"#);
        let back: serde_json::Map<String, Value> = serde_json::from_str(&context_json(&context)).unwrap();
        assert_eq!(back["k'\n"], "\u{202e}`$!😀");
    }

    /// No PowerShell runs in these tests, so its own rules are applied: in a text between single quotes nothing but a quote means
    /// anything, and the typographic ones are quotes too. What is left outside must be the same line whatever the container holds.
    #[test]
    fn powershell_reads_hostile_values_as_text() {
        let arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555";
        let line = |value: &str| {
            let context = [("k'; rm x #".to_owned(), value.to_owned()), (value.to_owned(), "v".to_owned())];
            let line = decrypt(value.as_bytes(), Some(arn), &context).unwrap().powershell;
            assert!(line.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "{line}");
            let parts: Vec<String> = line.split('\'').map(str::to_owned).collect();
            let [before, blob, between, json, after] = <[String; 5]>::try_from(parts).unwrap();
            assert_eq!(blob, base64(value.as_bytes()));
            let read: serde_json::Map<String, Value> = serde_json::from_str(&json).unwrap();
            assert_eq!(read["k'; rm x #"], value);
            assert_eq!(read[value], "v");
            [before, between, after]
        };
        let harmless = line("orders");
        assert!(harmless[2].contains(&format!(" aws kms decrypt --region us-east-1 --key-id {arn} ")));
        for value in [
            "'; Remove-Item x; '",
            "''",
            "\u{2019}; calc; \u{2018}",
            "\u{201a}\u{201b}",
            "$(calc)",
            "`n",
            "\"",
            "\r\n; calc",
            "#",
            "--%",
            "@'",
            "&calc",
            "|calc",
            "\u{0}",
            "\u{202e}",
            "😀",
        ] {
            assert_eq!(line(value), harmless, "{value:?}");
        }
    }

    #[test]
    fn what_kms_cannot_take_has_no_command() {
        assert!(decrypt(&[0; 6145], None, &[]).is_none());
        assert!(decrypt(&[], None, &[]).is_none());
        assert!(decrypt(b"x", None, &[("k".into(), "v".repeat(8192))]).is_none());
        let command = decrypt(b"x", Some("$(touch PWNED)"), &[]).unwrap();
        assert_eq!(
            command.bash,
            "aws kms decrypt --ciphertext-blob fileb://<(printf %s 'eA==' | base64 -d) --query Plaintext --output text"
        );
    }
}
