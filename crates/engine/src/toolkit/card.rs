//! What the page shows of a container: the integrity report in the order in which a person reads it.

use envelope::handler::Screen;
use envelope::key::KeyShown;
use envelope::report::Report;
use envelope::sealing::{self, SealError};
use envelope::verdict::{Kind, Reason, Verdict};
use envelope::{look, text};
use serde_json::Value;

use super::held::reading;
use crate::messages::toolkit::{Card, Command, Plain};

/// Facts that are shown at most; the integrity report has all.
const MOST_FACTS: usize = 60;

/// Said with a sealed file.
pub const SEALED: &str = "Sealed as a message of the AWS Encryption SDK that commits to its key (suite 0x0478). Who may call kms:Decrypt on that KMS key with this context can open it, here or with the official clients.";
/// Said with the chapter's envelope.
pub const SEALED_CHAPTER: &str = "Sealed as the encryption manager's envelope, the weaker form: half of the key encrypts, with 128 bits, no encryption context is bound in, and the time is in clear.";
/// Said with a protected document.
pub const PROTECTED: &str = "The chosen fields are protected, each bound to its place. Open the document with the same key to restore it.";
/// Where fields could not be protected.
pub const NOT_PROTECTED: &str = "The fields could not be protected. Choose fewer of them.";

/// What a container is called.
fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Esdk => "A message of the AWS Encryption SDK",
        Kind::Das => "Records of a Database Activity Stream",
        Kind::Sops => "A SOPS file",
        Kind::S3ec => "Metadata of an object of the S3 Encryption Client",
        Kind::Fernet => "A Fernet token",
        Kind::FernetEnvelope => {
            "The encryption manager's envelope: a Fernet token and its encrypted data key"
        }
        Kind::FieldEncrypted => "A document with encrypted fields",
        Kind::Boto3Container => "An encrypted data key and a Fernet token in one file",
        Kind::OpensslSalted => "A file that OpenSSL encrypted",
        Kind::Jwe => "An encrypted token (JWE)",
        Kind::AesGcm => "Data under AES-GCM",
        Kind::KmsBlob => "A ciphertext of KMS itself",
        Kind::Age => "An age file",
        Kind::Plain => "No container that is known here",
    }
}

/// The card of a report, and of what came out.
pub fn card(report: &Report, plaintext: Option<&[u8]>) -> Card {
    // A request to open what it carries is done at once.
    let opens = |screen: Screen| screen == Screen::Open && report.kind != Kind::Plain;
    let request = report.handler.as_ref().filter(|request| !opens(request.screen));
    let answers = answers(report);
    let intact = matches!(report.verdict, Verdict::Intact);
    let mut facts = Vec::new();
    flatten("", &report.key_source, &mut facts);
    flatten("", &report.container, &mut facts);
    let proven = report.key_source.get("authenticated") == Some(&Value::Bool(true));
    // A header is sealed with the content in these alone; elsewhere what stands beside the content can be another's.
    let sealed = matches!(report.kind, Kind::Esdk | Kind::Das | Kind::Jwe);
    // A KMS key's name is its ARN, which is there already.
    facts.retain(|(name, _)| name != "authenticated" && name != "encrypted data key count");
    let arns: Vec<String> =
        facts.iter().filter(|(name, _)| name.ends_with("arn")).map(|(_, arn)| arn.clone()).collect();
    facts.retain(|(name, value)| !(name.ends_with("name") && arns.contains(value)));
    let (facts, more): (Vec<_>, Vec<_>) =
        facts.into_iter().partition(|(name, _)| FIRST.iter().any(|part| name.contains(part)));
    let unopenable = matches!(report.kind, Kind::KmsBlob | Kind::Age | Kind::Sops | Kind::S3ec);
    let nothing = matches!(report.reason, Reason::NotAContainer | Reason::Several { .. });
    let takes_key = answers.is_empty() && !unopenable && !nothing && report.verdict != Verdict::Unsupported;
    let mut needs = report.needs.clone();
    needs.extend(report.unverified.iter().map(|path| match path.as_str() {
        "" => "No tag covers what came out.".to_owned(),
        path => format!("No tag covers {path}."),
    }));
    let mut notes = report.notes.clone();
    notes.extend(ambiguity(report));
    let mut commands = commands(report, &answers);
    let screen = request.map(|request| {
        commands.extend(request.commands.iter().map(|command| Command {
            label: request.action.to_owned(),
            bash: command.bash.clone(),
            powershell: command.powershell.clone(),
        }));
        serde_json::to_value(request.screen).ok().and_then(|name| name.as_str().map(str::to_owned))
    });
    Card {
        title: match request {
            Some(request) => format!("A request to the encryption handler: {}", request.action),
            None => title(report.kind).to_owned(),
        },
        verdict: report.verdict.name().to_owned(),
        sentence: match (request, &report.reason) {
            (Some(_), _) => HANDLER.to_owned(),
            // What was checked stands in a list.
            (None, Reason::Authentic { .. }) if sealed || facts.is_empty() => AUTHENTIC.to_owned(),
            (None, Reason::Authentic { .. }) => CONTENT_AUTHENTIC.to_owned(),
            (None, _) => text::visible(&report.detail),
        },
        checks: match &report.reason {
            Reason::Authentic { checks } => checks.iter().map(|check| (*check).to_owned()).collect(),
            _ => Vec::new(),
        },
        layers: report.layers.iter().map(|layer| text::visible(layer)).collect(),
        needs: if intact || request.is_some() { Vec::new() } else { needs },
        facts,
        more,
        authenticated: (intact && sealed) || proven,
        notes,
        commands,
        fields: answers,
        takes_key: takes_key && request.is_none(),
        takes_answer: report.kind == Kind::KmsBlob && request.is_none(),
        takes_context: matches!(report.reason, Reason::HeaderOrRequiredContext | Reason::KeyOrHeader),
        takes_risk: matches!(report.reason, Reason::AskUnauthenticated),
        screen: screen.flatten().unwrap_or_default(),
        plain: plaintext.map(plain),
        ..Card::default()
    }
}

/// Parts of the names of facts that say whom it is for and what it is.
const FIRST: [&str; 6] = ["arn", "context", "provider", "suite name", "created", "plaintext bytes"];

const AUTHENTIC: &str = "Everything authenticates under this key: it is what was sealed.";

const CONTENT_AUTHENTIC: &str = "The content authenticates under this key: it is what was sealed. What the container says beside it, such as which key it \
                                 is for, is covered by nothing.";

const HANDLER: &str = "This asks a Lambda function to work with KMS or with stored secrets. It is done here without calling it: with the command, or on the screen that this leads to.";

/// What can be told of a plaintext.
pub fn plain(plaintext: &[u8]) -> Plain {
    let (text, json) = look::kinds(plaintext);
    Plain { bytes: plaintext.len() as u64, name: String::new(), text, json, viewer: viewer(plaintext, json) }
}

/// Names at the top of what the viewer reads.
const READ: [&str; 8] = [
    "calls",
    "security_score",
    "compliance_status",
    "Configuration",
    "Functions",
    "RoleDetailList",
    "security_audit",
    "Events",
];

/// Whether the viewer may read it: a report, evidence, or an archive of them.
fn viewer(plaintext: &[u8], json: bool) -> bool {
    if !json {
        return plaintext.starts_with(b"PK\x03\x04") || plaintext.starts_with(&[0x1f, 0x8b]);
    }
    let top = look::members_at(plaintext, "").0;
    let known =
        |name: &str, value: &str| READ.contains(&name) || (name == "format" && value.starts_with("\"lambda"));
    let first = top.first().map(|first| look::members_at(plaintext, &first.pointer).0).unwrap_or_default();
    top.iter().any(|v| known(&v.name, &v.value)) || first.iter().any(|v| v.name == "security_audit")
}

/// The name that a plaintext is saved under.
pub fn plain_name(container: &str, plain: Option<&Plain>) -> String {
    let base = container.rsplit('/').next().unwrap_or_default();
    for (ending, instead) in [
        (".sealed", ""),
        (".esdk", ""),
        (".enc", ""),
        (".fernet", ""),
        (".envelope.json", ""),
        (".protected.json", ".json"),
    ] {
        if let Some(stem) = base.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            if stem.contains('.') || !instead.is_empty() {
                return format!("{stem}{instead}");
            }
            return format!("{stem}{}", extension(plain));
        }
    }
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    format!("{stem}.opened{}", extension(plain))
}

/// How the name of a plaintext ends.
fn extension(plain: Option<&Plain>) -> &'static str {
    match plain {
        Some(plain) if plain.json => ".json",
        Some(plain) if plain.text => ".txt",
        _ => ".bin",
    }
}

/// An encryption context as people type it: a JSON object of strings, or a line `name=value` each.
pub fn context(typed: &str) -> Result<Vec<(String, String)>, SealError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    if typed.starts_with('{') {
        return sealing::read_context(typed.as_bytes());
    }
    let mut pairs = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once('=').ok_or(SealError::Context)?;
        pairs.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    pairs.sort_unstable();
    if pairs.windows(2).any(|w| matches!(w, [a, b] if a.0 == b.0)) {
        return Err(SealError::Context);
    }
    Ok(pairs)
}

/// What was pasted as the key, where it can be read in several ways.
fn ambiguity(report: &Report) -> Option<String> {
    let told = |key: &KeyShown| format!("{} ({})", key.fingerprint, reading(key.reading, key.bits));
    let all: Vec<String> = report.key_readings.iter().map(told).collect();
    if all.len() < 2 {
        return None;
    }
    let used = report.key.as_ref().map(|key| format!(" It opened with {}.", key.fingerprint));
    let all = all.join(", ");
    Some(format!(
        "What was pasted can be read as several keys, and each was tried: {all}.{}",
        used.unwrap_or_default()
    ))
}

/// The fields that want an answer each.
fn answers(report: &Report) -> Vec<String> {
    let fields = report.key_source.get("fields").and_then(Value::as_array).into_iter().flatten();
    fields.filter_map(|field| field.get("field")?.as_str().map(str::to_owned)).collect()
}

fn commands(report: &Report, fields: &[String]) -> Vec<Command> {
    let both = report.commands.iter().zip(&report.commands_powershell).enumerate();
    let label = |at: usize| match fields.get(at) {
        Some(field) if fields.len() == report.commands.len() => text::visible(field),
        _ if report.commands.len() == 1 => String::new(),
        _ => format!("{} of {}", at + 1, report.commands.len()),
    };
    both.map(|(at, (bash, powershell))| Command {
        label: label(at),
        bash: bash.clone(),
        powershell: powershell.clone(),
    })
    .collect()
}

/// Every value that says something, with the way to it in words.
fn flatten(path: &str, value: &Value, facts: &mut Vec<(String, String)>) {
    if facts.len() >= MOST_FACTS {
        return;
    }
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path} · {name}"),
    };
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Object(members) => {
            // Fields that want an answer each are listed with their commands.
            let listed =
                |name: &str, value: &Value| name == "fields" && value.get(0).is_some_and(Value::is_object);
            for (name, value) in members.iter().filter(|(name, value)| !listed(name, value)) {
                // The names of a context are the person's own and stay as they are.
                let name = if path.ends_with("context") { name.clone() } else { name.replace('_', " ") };
                flatten(&below(&text::visible(&name)), value, facts);
            }
        }
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            if !words.is_empty() {
                facts.push((path.to_owned(), text::visible(&words.join(", "))));
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                let path = if list.len() == 1 { path.to_owned() } else { below(&(at + 1).to_string()) };
                flatten(&path, value, facts);
            }
        }
        Value::String(said) => facts.push((path.to_owned(), text::visible(said))),
        other => facts.push((path.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn facts_are_flat_and_in_words() {
        let mut facts = Vec::new();
        let value = json!({"how": "encrypted data key", "authenticated": false, "none": null,
            "encryption_context": {"a_b": "c"}, "encrypted_data_keys": [{"arn": "x"}], "parts": [{"n": 1}, {"n": 2}]});
        flatten("", &value, &mut facts);
        facts.sort();
        let facts: Vec<_> = facts.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(
            facts,
            [
                "encrypted data keys · arn=x",
                "encryption context · a_b=c",
                "how=encrypted data key",
                "parts · 1 · n=1",
                "parts · 2 · n=2"
            ]
        );
    }

    #[test]
    fn contexts_as_people_type_them() {
        let pair = |k: &str, v: &str| (k.to_owned(), v.to_owned());
        assert_eq!(context(" \n"), Ok(vec![]));
        assert_eq!(context("b = 2\na=1=x\n"), Ok(vec![pair("a", "1=x"), pair("b", "2")]));
        assert_eq!(context(r#"{"a": "1"}"#), Ok(vec![pair("a", "1")]));
        assert!(context("a").is_err() && context("a=1\na=2").is_err() && context("{").is_err());
    }

    #[test]
    fn names_of_what_came_out() {
        let check = |name: &str, plain: &[u8], expected: &str| {
            assert_eq!(plain_name(name, Some(&super::plain(plain))), expected);
        };
        check("report.json.sealed", b"{}", "report.json");
        check("a.protected.json", b"{}", "a.json");
        check("message.esdk", b"text", "message.txt");
        check("in/a.json", b"{}", "a.opened.json");
        check("a", b"text", "a.opened.txt");
        check(".sealed", b"\xff", ".opened.bin");
    }

    #[test]
    fn readings_of_a_key_are_told() {
        let key = |bits, fingerprint: &str| KeyShown {
            reading: envelope::key::Reading::Hex,
            bits,
            fingerprint: fingerprint.to_owned(),
        };
        let mut report = crate::toolkit::inspect(b"x".to_vec());
        report.key_readings = vec![key(128, "aa")];
        assert_eq!(ambiguity(&report), None);
        report.key_readings.push(key(192, "bb"));
        report.key = Some(key(192, "bb"));
        let told = ambiguity(&report).unwrap();
        assert!(told.ends_with("aa (hexadecimal, 128 bits), bb (hexadecimal, 192 bits). It opened with bb."));
    }

    #[test]
    fn what_the_viewer_reads() {
        let check = |plain: &[u8], expected: bool| assert_eq!(super::plain(plain).viewer, expected);
        check(br#"{"format": "lambdascope-report", "version": 1}"#, true);
        check(br#"{"format": "lambda-evidence", "calls": []}"#, true);
        check(br#"{"orders": {"security_audit": {}}}"#, true);
        check(br#"{"user": "alice"}"#, false);
        check(b"PK\x03\x04", true);
        check(b"text", false);
    }
}
