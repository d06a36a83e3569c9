//! JSON Web Encryption (RFC 7516) with a shared key: `alg` is `dir`, `enc` is AES-GCM; compact, or flattened JSON.

use serde_json::json;

use crate::json::{Members, elements, members, string};
use crate::key::{Candidate, KeyShown};
use crate::machine::{Platform, Request, Slice};
use crate::report::{Opened, Report};
use crate::text::{from_base64, looks_base64};
use crate::verdict::{Kind, Part, Reason, Verdict};

const LONGEST_HEADER: usize = 64 * 1024;

/// The parts of a token, still as text.
#[derive(Debug, Clone)]
pub(crate) struct Jwe {
    protected: String,
    encrypted_key: String,
    iv: String,
    ciphertext: String,
    tag: String,
    aad: Option<String>,
    /// The headers that are not protected, as JSON.
    unprotected: Vec<String>,
    /// How many recipients it is for.
    recipients: usize,
    /// A part of it is no text, as each has to be.
    ill_typed: bool,
}

/// What is needed to open a token.
struct Ready {
    key_length: usize,
    iv: Vec<u8>,
    aad: Vec<u8>,
    data: Slice,
}

impl Jwe {
    /// Reads the compact form: five parts, of which the first is a JSON object.
    pub(crate) fn compact(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(6, '.').collect();
        let [protected, encrypted_key, iv, ciphertext, tag] = *parts.as_slice() else { return None };
        // Every header begins with a brace, behind blanks or not, so that one that is damaged further on is still seen.
        let start = protected.get(..8).and_then(from_base64).unwrap_or_default();
        let mut start = start.iter().filter(|byte| !byte.is_ascii_whitespace());
        let begins = start.next() == Some(&b'{') && matches!(start.next(), None | Some(b'"' | b'}'));
        let own = |t: &str| t.to_owned();
        (begins && protected.len() <= LONGEST_HEADER && looks_base64(protected)).then(|| Self {
            protected: own(protected),
            encrypted_key: own(encrypted_key),
            iv: own(iv),
            ciphertext: own(ciphertext),
            tag: own(tag),
            aad: None,
            unprotected: Vec::new(),
            recipients: 1,
            ill_typed: false,
        })
    }

    /// Reads the JSON form.
    pub(crate) fn from_members(object: &Members<'_>) -> Option<Self> {
        let has = |name: &str| object.get(name).is_some();
        if !(has("protected") || has("unprotected") || has("header") || has("recipients")) {
            return None;
        }
        let raw = |name: &str| object.get(name).map(|r| r.get().to_owned());
        let recipients = object.get("recipients").map(|list| elements(list.get()).unwrap_or_default());
        // What one recipient alone has, stands for all.
        let only = match recipients.as_deref() {
            Some([one]) => members(one.get()),
            _ => None,
        };
        let of_only = |name: &str| only.as_ref()?.get(name);
        let texts = ["protected", "encrypted_key", "aad"].into_iter().filter_map(|name| object.get(name));
        let ill_typed = texts.chain(of_only("encrypted_key")).any(|part| string(part).is_none());
        let headers = [raw("unprotected"), raw("header"), of_only("header").map(|raw| raw.get().to_owned())];
        Some(Self {
            protected: object.string("protected").unwrap_or_default(),
            encrypted_key: object
                .string("encrypted_key")
                .or_else(|| of_only("encrypted_key").and_then(string))
                .unwrap_or_default(),
            iv: object.string("iv")?,
            ciphertext: object.string("ciphertext")?,
            tag: object.string("tag")?,
            aad: object.string("aad"),
            unprotected: headers.into_iter().flatten().collect(),
            recipients: recipients.as_ref().map_or(1, Vec::len),
            ill_typed,
        })
    }

    /// A parameter of the headers, the protected one first.
    fn parameter(&self, name: &str) -> Option<String> {
        let protected = from_base64(&self.protected).and_then(|b| String::from_utf8(b).ok());
        protected.iter().chain(&self.unprotected).find_map(|text| {
            let header = members(text)?;
            header.string(name).or_else(|| header.get(name).map(|raw| raw.get().to_owned()))
        })
    }

    /// RFC 7516, section 4: the names in all headers together are distinct.
    fn repeats_a_parameter(&self) -> bool {
        let protected = from_base64(&self.protected).and_then(|b| String::from_utf8(b).ok());
        let mut names: Vec<String> = Vec::new();
        for header in protected.iter().chain(&self.unprotected).filter_map(|text| members(text)) {
            for (name, _) in header.0 {
                if names.contains(&name) {
                    return true;
                }
                names.push(name);
            }
        }
        false
    }

    fn ready(&self) -> Result<Ready, (Verdict, Reason)> {
        let malformed = |what| (Verdict::Altered, Reason::Malformed { what });
        let unknown = |what, value: String| {
            (Verdict::Unsupported, Reason::UnknownValue { what, value: value.chars().take(60).collect() })
        };
        if !self.protected.is_empty() {
            let header = from_base64(&self.protected).and_then(|b| String::from_utf8(b).ok());
            if header.as_deref().and_then(members).is_none() {
                return Err(malformed("the protected header is not JSON"));
            }
        }
        if self.ill_typed {
            return Err(malformed("a part of it that has to be text is something else"));
        }
        if self.repeats_a_parameter() {
            return Err(malformed("a parameter stands in more than one of its headers"));
        }
        if self.recipients != 1 {
            return Err(unknown("number of recipients", self.recipients.to_string()));
        }
        if let Some(crit) = self.parameter("crit") {
            return Err(unknown("list of critical header parameters", crit));
        }
        if let Some(zip) = self.parameter("zip") {
            return Err(unknown("compression", zip));
        }
        let alg = self.parameter("alg").unwrap_or_default();
        if alg != "dir" {
            return Err(unknown("key management", alg));
        }
        let enc = self.parameter("enc").unwrap_or_default();
        let key_length = match enc.as_str() {
            "A128GCM" => 16,
            "A192GCM" => 24,
            "A256GCM" => 32,
            _ => return Err(unknown("content encryption", enc)),
        };
        if !self.encrypted_key.is_empty() {
            return Err(malformed("it holds an encrypted key, which a shared key leaves no room for"));
        }
        let part = |text: &str| from_base64(text).ok_or(malformed("a part of it is not base64"));
        let (iv, mut data, tag) = (part(&self.iv)?, part(&self.ciphertext)?, part(&self.tag)?);
        if iv.len() != 12 {
            return Err(malformed("its IV has not 12 bytes"));
        }
        if tag.len() > 16 {
            return Err(malformed("its tag has more than 16 bytes"));
        }
        if tag.len() < 16 {
            return Err((Verdict::Truncated, Reason::EndsEarly { within: Part::Frame(1) }));
        }
        data.extend_from_slice(&tag);
        let aad = match &self.aad {
            Some(aad) => format!("{}.{aad}", self.protected),
            None => self.protected.clone(),
        };
        Ok(Ready { key_length, iv, aad: aad.into_bytes(), data: Slice::from(data) })
    }

    /// What can be told without the key.
    pub(crate) fn inspect(&self) -> Report {
        let mut report = Report::new(Kind::Jwe, Verdict::NeedsKey, Reason::LooksWhole);
        match self.ready() {
            Ok(ready) => report.needs.push(format!("the shared key of {} bytes", ready.key_length)),
            Err((verdict, reason)) => report.judge(verdict, reason),
        }
        report.container = json!({
            "alg": self.parameter("alg"),
            "enc": self.parameter("enc"),
            "kid": self.parameter("kid"),
        });
        report.key_source = json!({"how": "a shared key", "kid": self.parameter("kid")});
        report
    }

    /// Opens it.
    pub(crate) async fn open(&self, platform: &Platform, candidates: &[Candidate]) -> Opened {
        let mut report = self.inspect();
        report.readings(candidates);
        let Ok(ready) = self.ready() else { return Opened::closed(report) };
        let fitting: Vec<_> = candidates.iter().filter(|c| c.length == ready.key_length).collect();
        if fitting.is_empty() {
            let given = candidates.iter().map(|c| c.length).collect();
            report.judge(Verdict::WrongKey, Reason::KeyLength { given, needed: vec![ready.key_length] });
            return Opened::closed(report);
        }
        for candidate in fitting {
            let request = Request::GcmOpen {
                key: candidate.key.clone(),
                iv: ready.iv.clone(),
                aad: ready.aad.clone(),
                data: ready.data.clone(),
            };
            if let Some(plaintext) = platform.ask(request).await.ok() {
                report.key = Some(KeyShown::from(candidate));
                report.needs.clear();
                report.judge(Verdict::Intact, Reason::Authentic { checks: vec!["authentication tag"] });
                return Opened { report, plaintext: Some(plaintext) };
            }
        }
        report.judge(Verdict::CannotTell, Reason::OneTag);
        Opened::closed(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENC: &str = r#"{"alg":"dir","enc":"A256GCM"}"#;

    fn base64(text: &str) -> String {
        crate::text::base64_url(text.as_bytes())
    }

    #[track_caller]
    fn check_json(text: &str, verdict: Verdict) {
        let token = Jwe::from_members(&members(text).unwrap()).unwrap();
        assert_eq!(token.inspect().verdict, verdict, "{text}");
    }

    #[test]
    fn headers_may_begin_with_blanks() {
        for header in [ENC, "{\t\"alg\":\"dir\",\"enc\":\"A256GCM\"}", &format!("\r\n {ENC}")] {
            let token = format!("{}..{}.AA.{}", base64(header), "A".repeat(16), "A".repeat(22));
            let token = Jwe::compact(&token).unwrap();
            assert_eq!(token.inspect().verdict, Verdict::NeedsKey, "{header}");
        }
        assert!(Jwe::compact(&format!("{}..AA.AA.AA", base64("no header at all"))).is_none());
    }

    #[test]
    fn one_recipient_is_as_good_as_none_and_headers_are_distinct() {
        let (iv, tag, protected) = ("A".repeat(16), "A".repeat(22), base64(ENC));
        let parts = |more: &str, tag: &str| {
            format!(r#"{{"protected":"{protected}","iv":"{iv}","ciphertext":"AA","tag":"{tag}"{more}}}"#)
        };
        for (more, verdict) in [
            ("", Verdict::NeedsKey),
            (r#","recipients":[{}]"#, Verdict::NeedsKey),
            (r#","recipients":[{"header":{"kid":"k"}}]"#, Verdict::NeedsKey),
            (r#","recipients":[{},{}]"#, Verdict::Unsupported),
            (r#","recipients":[]"#, Verdict::Unsupported),
            (r#","unprotected":{"alg":"RSA-OAEP"}"#, Verdict::Altered),
            (r#","unprotected":{"kid":"a"},"header":{"kid":"b"}"#, Verdict::Altered),
            (r#","recipients":[{"header":{"enc":"A128GCM"}}]"#, Verdict::Altered),
            (r#","aad":5"#, Verdict::Altered),
            (r#","encrypted_key":["AA"]"#, Verdict::Altered),
        ] {
            check_json(&parts(more, &tag), verdict);
        }
        check_json(&parts("", &"A".repeat(20)), Verdict::Truncated);
        check_json(&parts("", &"A".repeat(23)), Verdict::Altered);
    }
}
