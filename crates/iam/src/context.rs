//! What is known about a request: condition keys that are known, known to be absent, or not known at all.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known about one condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// The request has the key with these values.
    Is(Vec<String>),
    /// The request doesn't have the key.
    Absent,
    /// The request either doesn't have the key or has it with these values.
    IsOrAbsent(Vec<String>),
}

impl Known {
    /// The key has this one value.
    pub fn one(value: impl Into<String>) -> Self {
        Self::Is(vec![value.into()])
    }
}

/// Condition keys and what is known about them. A key that isn't in here is unknown: it may be anything or absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    keys: BTreeMap<String, Known>,
    /// What was known before, for many contexts at once.
    before: Option<Arc<Context>>,
}

impl Context {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what is known about a key; keys have no case.
    #[must_use]
    pub fn with(mut self, key: &str, known: Known) -> Self {
        self.keys.insert(key.to_ascii_lowercase(), known);
        self
    }

    /// The same, so that copies of it cost nothing, however much is known.
    #[must_use]
    pub fn shared(self) -> Self {
        Self { keys: BTreeMap::new(), before: Some(Arc::new(self)) }
    }

    /// Requests that a role makes after an AWS service assumed it: who asks is known, nobody typed an MFA code, and no
    /// service acts in its own name. `arn` is the role's.
    pub fn of_service_role(arn: &str) -> Self {
        let mut context = Self::new()
            .with("aws:PrincipalArn", Known::one(arn))
            .with("aws:PrincipalType", Known::one("AssumedRole"))
            .with("aws:PrincipalIsAWSService", Known::one("false"))
            .with("aws:MultiFactorAuthPresent", Known::IsOrAbsent(vec!["false".to_owned()]))
            .with("aws:username", Known::Absent)
            .with("aws:MultiFactorAuthAge", Known::Absent)
            .with("aws:FederatedProvider", Known::Absent)
            .with("aws:PrincipalServiceName", Known::Absent)
            .with("aws:PrincipalServiceNamesList", Known::Absent)
            .with("aws:SourceArn", Known::Absent)
            .with("aws:SourceAccount", Known::Absent)
            .with("aws:SourceOrgID", Known::Absent)
            .with("aws:SourceOrgPaths", Known::Absent);
        if let Some(account) = arn.split(':').nth(4).filter(|account| !account.is_empty()) {
            context = context.with("aws:PrincipalAccount", Known::one(account));
        }
        context
    }

    /// Adds the moment of the request (`2026-11-01T00:00:00Z`), so that rights that have run out count as such.
    #[must_use]
    pub fn at(self, instant: &str) -> Self {
        match crate::date::seconds(instant) {
            Some(seconds) => self
                .with("aws:CurrentTime", Known::one(instant))
                .with("aws:EpochTime", Known::one(seconds.to_string())),
            None => self,
        }
    }

    /// What is known about a key, given in lower case.
    pub fn get(&self, lowercase_key: &str) -> Option<&Known> {
        self.keys.get(lowercase_key).or_else(|| self.before.as_ref()?.get(lowercase_key))
    }
}

/// Several contexts together: what an earlier one knows, a later one doesn't change.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    first: &'a Context,
    then: Option<&'a Context>,
    last: Option<&'a Context>,
}

impl<'a> Facts<'a> {
    /// One context alone.
    pub fn of(context: &'a Context) -> Self {
        Self { first: context, then: None, last: None }
    }

    /// Three contexts, the most special one first.
    pub fn layered(first: &'a Context, then: &'a Context, last: &'a Context) -> Self {
        Self { first, then: Some(then), last: Some(last) }
    }

    /// What is known about a key, given in lower case.
    pub fn get(&self, lowercase_key: &str) -> Option<&'a Known> {
        self.first
            .get(lowercase_key)
            .or_else(|| self.then?.get(lowercase_key))
            .or_else(|| self.last?.get(lowercase_key))
    }
}

/// True for keys whose value the caller chooses freely with each request, so that they hold nobody off: the region, tags
/// and names that the request carries, the transport. Anything else may really limit.
pub fn is_callers_choice(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    matches!(
        key.as_str(),
        "aws:requestedregion" | "aws:securetransport" | "aws:useragent" | "aws:referer" | "aws:tagkeys"
    ) || key.starts_with("aws:requesttag/")
}
