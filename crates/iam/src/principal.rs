//! Who a statement speaks about.

/// The principals of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// `Principal`: these.
    Only(Vec<Who>),
    /// `NotPrincipal`: everybody but these.
    Except(Vec<Who>),
    /// Neither, as in identity policies: whoever the policy is attached to.
    Attached,
}

/// One principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// `*` or `{"AWS": "*"}`: everybody, signed in or not.
    Everyone,
    /// A whole account: its number, or `arn:aws:iam::ACCOUNT:root`.
    Account(String),
    /// A role, user or session.
    Arn {
        /// As written.
        arn: String,
        /// Its account.
        account: String,
    },
    /// An AWS service, like `events.amazonaws.com`.
    Service(String),
    /// An identity provider: its ARN or host name.
    Federated(String),
    /// A canonical user of S3, or an origin access identity by its canonical id.
    CanonicalUser(String),
    /// The id of a principal that doesn't exist any more (`AROA...`), or something that isn't a principal.
    Other(String),
}

impl Who {
    /// Reads one value under a key of `Principal`; `kind` is `AWS`, `Service`, `Federated` or `CanonicalUser`.
    pub fn parse(kind: &str, value: &str) -> Self {
        let value = value.trim();
        match kind.to_ascii_lowercase().as_str() {
            // IAM takes no other wildcard here, but Service: * is everybody's service.
            _ if value == "*" => Self::Everyone,
            "service" => Self::Service(value.to_ascii_lowercase()),
            "federated" => Self::Federated(value.to_owned()),
            "canonicaluser" => Self::CanonicalUser(value.to_owned()),
            "aws" => Self::parse_aws(value),
            _ => Self::Other(value.to_owned()),
        }
    }

    fn parse_aws(value: &str) -> Self {
        if is_account(value) {
            return Self::Account(value.to_owned());
        }
        let segments: Vec<&str> = value.splitn(6, ':').collect();
        match *segments.as_slice() {
            ["arn", _, "iam", "", account, "root"] => Self::Account(account.to_owned()),
            ["arn", _, "iam" | "sts", "", account, _] => {
                Self::Arn { arn: value.to_owned(), account: account.to_owned() }
            }
            _ => Self::Other(value.to_owned()),
        }
    }

    /// The account, where the principal has one.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Account(account) | Self::Arn { account, .. } => Some(account),
            _ => None,
        }
    }

    /// True if whoever this is also is `other`: everybody includes each, an account includes its roles and users.
    pub fn includes(&self, other: &Who) -> bool {
        match (self, other) {
            (Self::Everyone, _) => true,
            (Self::Account(own), Self::Arn { account, .. }) => own == account,
            (Self::Arn { arn: role, .. }, Self::Arn { arn: session, .. }) => {
                role == session || is_session_of(session, role)
            }
            _ => self == other,
        }
    }
}

/// Is `arn:aws:sts::1:assumed-role/NAME/SESSION` a session of `arn:aws:iam::1:role/PATH/NAME`?
fn is_session_of(session: &str, role: &str) -> bool {
    let session: Vec<&str> = session.splitn(6, ':').collect();
    let role: Vec<&str> = role.splitn(6, ':').collect();
    let (
        ["arn", partition, "sts", "", account, session],
        ["arn", own_partition, "iam", "", own_account, role],
    ) = (session.as_slice(), role.as_slice())
    else {
        return false;
    };
    let name = session.strip_prefix("assumed-role/").and_then(|rest| rest.split('/').next());
    partition == own_partition
        && account == own_account
        && role.starts_with("role/")
        && name.is_some()
        && name == role.rsplit('/').next()
}

/// True for the twelve digits of an account.
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading() {
        let arn = |arn: &str| Who::Arn { arn: arn.to_owned(), account: "123456789012".to_owned() };
        let account = || Who::Account("123456789012".to_owned());
        for (kind, value, expected) in [
            ("AWS", "*", Who::Everyone),
            ("AWS", "123456789012", account()),
            ("AWS", "arn:aws-cn:iam::123456789012:root", account()),
            ("AWS", "arn:aws:iam::123456789012:role/a/b", arn("arn:aws:iam::123456789012:role/a/b")),
            (
                "AWS",
                "arn:aws:sts::123456789012:assumed-role/b/s",
                arn("arn:aws:sts::123456789012:assumed-role/b/s"),
            ),
            ("AWS", "AROAEXAMPLEEXAMPLE123", Who::Other("AROAEXAMPLEEXAMPLE123".to_owned())),
            ("Service", "Lambda.amazonaws.com", Who::Service("lambda.amazonaws.com".to_owned())),
            ("Federated", "accounts.google.com", Who::Federated("accounts.google.com".to_owned())),
        ] {
            assert_eq!(Who::parse(kind, value), expected, "{value}");
        }
    }

    #[test]
    fn including() {
        let parse = |value| Who::parse("AWS", value);
        let (account, role, session) = (
            parse("123456789012"),
            parse("arn:aws:iam::123456789012:role/a/b"),
            parse("arn:aws:sts::123456789012:assumed-role/b/s"),
        );
        assert!(Who::Everyone.includes(&role) && account.includes(&role) && role.includes(&session));
        assert!(!role.includes(&account) && !session.includes(&role) && !account.includes(&Who::Everyone));
    }
}
