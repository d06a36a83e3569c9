//! Names that promise a sensitive value.

/// The chapter's list: any of these anywhere in the lower-cased name. `monkey` is sensitive by it, `passwd` is not.
pub(super) const CHAPTER: [&str; 13] = [
    "password",
    "pwd",
    "secret",
    "key",
    "token",
    "ssn",
    "social_security",
    "credit_card",
    "cc_number",
    "phone",
    "email",
    "address",
    "birth_date",
];

/// Words that are sensitive by themselves.
const WORDS: [&str; 39] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "pin",
    "secret",
    "token",
    "credential",
    "otp",
    "jwt",
    "apikey",
    "ssn",
    "cvv",
    "cvc",
    "iban",
    "dob",
    "birthdate",
    "birthday",
    "phone",
    "telephone",
    "mobile",
    "fax",
    "email",
    "passport",
    "salary",
    "diagnosis",
    "passwort",
    "kennwort",
    "contrasena",
    "contraseña",
    "senha",
    "wachtwoord",
    "hasło",
    "heslo",
    "geburtsdatum",
    "adresse",
    "direccion",
    "telefon",
];

/// Words that are sensitive one after the other.
const PHRASES: [&str; 35] = [
    "api key",
    "access key",
    "private key",
    "secret key",
    "encryption key",
    "signing key",
    "shared key",
    "master key",
    "social security",
    "credit card",
    "debit card",
    "card number",
    "cc number",
    "account number",
    "bank account",
    "routing number",
    "sort code",
    "tax id",
    "tax number",
    "national id",
    "driver license",
    "drivers license",
    "driving licence",
    "birth date",
    "date birth",
    "first name",
    "last name",
    "full name",
    "maiden name",
    "street address",
    "security code",
    "security answer",
    "mot de passe",
    "date of birth",
    "e mail",
];

/// An address is a person's unless one of these says what else it is.
const NO_PERSONS_ADDRESS: [&str; 9] =
    ["ip", "mac", "memory", "bus", "host", "base", "listen", "bind", "contract"];

/// Sensitive anywhere in a name, in languages that don't write blanks or that inflect.
const ANYWHERE: [&str; 24] = [
    "密码",
    "密碼",
    "口令",
    "密钥",
    "金鑰",
    "身份证",
    "身分證",
    "手机",
    "手機",
    "电话",
    "電話",
    "邮箱",
    "郵箱",
    "地址",
    "银行卡",
    "住所",
    "パスワード",
    "メール",
    "парол",
    "телефон",
    "паспорт",
    "адрес",
    "비밀번호",
    "전화",
];

/// The words of a name: `snake_case`, `kebab-case`, `camelCase` and `HTTPServer` alike.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (i, c) in characters.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|j| characters.get(j));
        let after = characters.get(i + 1);
        let begins = c.is_uppercase()
            && (before.is_some_and(|b| b.is_lowercase() || b.is_numeric())
                || before.is_some_and(|b| b.is_uppercase()) && after.is_some_and(|a| a.is_lowercase()));
        if (begins || !c.is_alphabetic()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The word or phrase for which a name counts as sensitive today.
pub(super) fn sensitive(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    if let Some(part) = ANYWHERE.iter().find(|part| lower.contains(*part)) {
        return Some((*part).to_owned());
    }
    let words = words(name);
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    for word in &words {
        if let Some(hit) = WORDS.iter().find(|w| **w == word.as_str() || **w == singular(word)) {
            return Some((*hit).to_owned());
        }
        if matches!(word.as_str(), "address" | "addresses")
            && !words.iter().any(|w| NO_PERSONS_ADDRESS.contains(&w.as_str()))
        {
            return Some("address".to_owned());
        }
    }
    let joined = format!(" {} ", words.iter().map(|w| singular(w)).collect::<Vec<_>>().join(" "));
    let plain = format!(" {} ", words.join(" "));
    let hit =
        PHRASES.iter().find(|p| plain.contains(&format!(" {p} ")) || joined.contains(&format!(" {p} ")));
    hit.map(|p| (*p).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in [
            ("DB_PASSWORD", true),
            ("dbPasswd", true),
            ("userPINCode", true),
            ("APIKey", true),
            ("awsSecretAccessKeys", true),
            ("dateOfBirth", true),
            ("billing-address", true),
            ("用户密码", true),
            ("creditCardNumber", true),
            ("phones", true),
            ("monkey", false),
            ("keyboard", false),
            ("tokenizer", false),
            ("lessons_assn", false),
            ("ip_address", false),
            ("primary_key", false),
            ("spinning", false),
            ("", false),
        ] {
            assert_eq!(sensitive(name).is_some(), expected, "{name}");
        }
    }
}
