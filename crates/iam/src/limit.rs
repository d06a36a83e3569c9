//! What a condition on a resource policy narrows: which keys say who is calling, and which values let everybody in.

use crate::compare::Network;
use crate::condition::{Condition, Set, Test, is_only_stars};
use crate::policy::Version;
use crate::principal::{Who, is_account};
use crate::variable;

/// A condition that says something about who gets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What it speaks about.
    pub kind: LimitKind,
    /// The key as written.
    pub key: String,
    /// The values as written.
    pub values: Vec<String>,
    /// How wide its widest value is.
    pub width: Width,
    /// The accounts that the values pin down, if each does. `${aws:ResourceAccount}` stands for the resource's own.
    pub accounts: Option<Vec<String>>,
}

/// What a limit speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// `aws:SourceArn`: the resource on whose behalf a service calls.
    SourceArn,
    /// `aws:PrincipalArn`: the caller.
    PrincipalArn,
    /// An account.
    Account,
    /// An organisation, or a part of one.
    Organization,
    /// A VPC or a VPC endpoint.
    Network,
    /// An address range.
    Address,
    /// A token that only the right caller can have, like `lambda:EventSourceToken`.
    Token,
    /// A unique id of a principal, `aws:userid`.
    PrincipalId,
    /// The subject or audience that an identity provider vouches for.
    Subject,
    /// Only AWS services.
    Services,
    /// `sts:ExternalId`: agreed with one partner, but no secret.
    ExternalId,
    /// The principals that a Deny with `NotPrincipal` spares.
    Principals,
    /// One of several limits, whichever the caller meets.
    Several,
}

/// How much a value lets in, from the narrowest to the widest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// One thing.
    Exact,
    /// Several things by a pattern in their names, within one account.
    Pattern,
    /// All things of a kind in one account.
    AnyInAccount,
    /// Things of any account.
    AnyAccount,
    /// Anything.
    Everything,
}

impl Limit {
    /// The limit that a Deny for everybody but these sets.
    pub(crate) fn spared(spared: &[Who]) -> Self {
        let accounts = spared.iter().map(|who| who.account().map(str::to_owned)).collect();
        Self {
            kind: LimitKind::Principals,
            key: "NotPrincipal".to_owned(),
            values: Vec::new(),
            width: Width::Exact,
            accounts,
        }
    }

    /// Several limits of which a caller has to meet one.
    pub(crate) fn any_of(limits: Vec<Limit>) -> Self {
        let accounts: Option<Vec<Vec<String>>> = limits.iter().map(|limit| limit.accounts.clone()).collect();
        Self {
            kind: LimitKind::Several,
            key: limits.iter().map(|limit| limit.key.as_str()).collect::<Vec<_>>().join(" or "),
            width: limits.iter().map(|limit| limit.width).max().unwrap_or(Width::Everything),
            values: limits.into_iter().flat_map(|limit| limit.values).collect(),
            accounts: accounts.map(|lists| lists.into_iter().flatten().collect()),
        }
    }
}

/// Sorts a statement's conditions into those that narrow who gets in and those of the same keys that don't. Conditions
/// on other keys say nothing about who.
pub(crate) fn of(conditions: &[Condition]) -> (Vec<Limit>, Vec<Limit>) {
    let (mut limits, mut wide) = (Vec::new(), Vec::new());
    for condition in conditions {
        let Some(limit) = read(condition) else { continue };
        if narrows(condition, &limit, conditions) {
            limits.push(limit);
        } else {
            wide.push(limit);
        }
    }
    (limits, wide)
}

fn narrows(condition: &Condition, limit: &Limit, all: &[Condition]) -> bool {
    let Some(operator) = condition.operator else { return false };
    if operator.negated || operator.test == Test::Null || limit.width >= Width::AnyAccount {
        return false;
    }
    // An absent key passes IfExists and ForAllValues, unless another condition asks for the key to be there.
    let passes_absent = operator.if_exists || operator.set == Set::ForAllValues;
    let demanded = || {
        all.iter().any(|other| {
            other.lowercase_key == condition.lowercase_key
                && other.operator.is_some_and(|operator| operator.test == Test::Null)
                && other.asks_for_null(false)
                && !other.asks_for_null(true)
        })
    };
    !passes_absent || demanded()
}

fn read(condition: &Condition) -> Option<Limit> {
    let operator = condition.operator?;
    let kind = kind(condition)?;
    let wild = operator.has_wildcards();
    let mut width = Width::Exact;
    let mut accounts = Some(Vec::new());
    for value in &condition.values {
        let (value_width, account) = match kind {
            LimitKind::SourceArn | LimitKind::PrincipalArn => arn_width(value, wild),
            LimitKind::Account => account_width(value, wild),
            LimitKind::Organization => (organization_width(value, wild), None),
            LimitKind::Address => (address_width(value), None),
            LimitKind::Subject => (subject_width(value, wild), None),
            _ => (id_width(value, wild), None),
        };
        let (value_width, account) = match variable_in(value, condition.version) {
            Some(own) => (if own { value_width.min(Width::Pattern) } else { Width::Everything }, account),
            None => (value_width, account),
        };
        width = width.max(value_width);
        match (&mut accounts, account) {
            (Some(list), Some(account)) => list.push(account),
            _ => accounts = None,
        }
    }
    if condition.values.is_empty() {
        accounts = None;
    }
    Some(Limit { kind, key: condition.key.clone(), values: condition.values.clone(), width, accounts })
}

/// What a key says about the caller. Source: the IAM User Guide's list of global condition keys, read in November 2026.
fn kind(condition: &Condition) -> Option<LimitKind> {
    let key = condition.lowercase_key.as_str();
    Some(match key {
        "aws:sourcearn" | "lambda:sourcefunctionarn" => LimitKind::SourceArn,
        "aws:principalarn" => LimitKind::PrincipalArn,
        "aws:sourceaccount"
        | "aws:principalaccount"
        | "aws:sourceowner"
        | "aws:vpceaccount"
        | "kms:calleraccount" => LimitKind::Account,
        "aws:sourceorgid"
        | "aws:sourceorgpaths"
        | "aws:principalorgid"
        | "aws:principalorgpaths"
        | "aws:vpceorgid"
        | "aws:vpceorgpaths" => LimitKind::Organization,
        "aws:sourcevpc" | "aws:sourcevpce" => LimitKind::Network,
        "aws:sourcevpcarn" => LimitKind::SourceArn,
        "aws:sourceip" => LimitKind::Address,
        "lambda:eventsourcetoken" => LimitKind::Token,
        "aws:userid" => LimitKind::PrincipalId,
        "sts:externalid" => LimitKind::ExternalId,
        "aws:principalisawsservice" => {
            let only_true = condition.values.iter().all(|value| value.eq_ignore_ascii_case("true"));
            return only_true.then_some(LimitKind::Services);
        }
        "aws:principalservicename" | "aws:principalservicenameslist" => LimitKind::Services,
        // The resource's own account or organisation narrows only if the caller's is compared with it.
        "aws:resourceaccount" => return compares_caller(condition).then_some(LimitKind::Account),
        "aws:resourceorgid" | "aws:resourceorgpaths" => {
            return compares_caller(condition).then_some(LimitKind::Organization);
        }
        _ if key.starts_with("aws:") => return None,
        // Keys of identity providers are named after the provider's host, or saml.
        _ if key.contains('.') || key.starts_with("saml:") => {
            let claim = key.rsplit(':').next().unwrap_or_default();
            // The audience of a public provider is the same for all of its users.
            let telling = !matches!(claim, "aud" | "iss" | "amr" | "aud_type");
            return telling.then_some(LimitKind::Subject);
        }
        _ => return None,
    })
}

fn compares_caller(condition: &Condition) -> bool {
    condition.version == Version::Current
        && condition.values.iter().all(|value| {
            let value = value.to_ascii_lowercase();
            matches!(
                value.as_str(),
                "${aws:principalaccount}"
                    | "${aws:principalorgid}"
                    | "${aws:sourceaccount}"
                    | "${aws:sourceorgid}"
            )
        })
}

/// `Some(true)` if a value's variables stand for the resource's own account or organisation (or, on the resource's own
/// key, the caller's), `Some(false)` if for anything else, `None` if it has none.
fn variable_in(value: &str, version: Version) -> Option<bool> {
    if version != Version::Current || !variable::occurs_in(value) {
        return None;
    }
    let keys = variable::keys(value);
    let own = |key: &&str| {
        let key = key.to_ascii_lowercase();
        key.starts_with("aws:resource")
            || matches!(
                key.as_str(),
                "aws:principalaccount" | "aws:principalorgid" | "aws:sourceaccount" | "aws:sourceorgid"
            )
    };
    (!keys.is_empty()).then(|| keys.iter().all(own))
}

fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

fn account_width(value: &str, wild: bool) -> (Width, Option<String>) {
    let value = value.trim();
    if wild && has_wildcard(value) {
        (if is_only_stars(value) { Width::Everything } else { Width::AnyAccount }, None)
    } else {
        (Width::Exact, Some(value.to_owned()))
    }
}

/// An organisation's id is `o-` and ten to thirty-two more; a path begins with it and a slash.
fn organization_width(value: &str, wild: bool) -> Width {
    let value = value.trim();
    if !wild || !has_wildcard(value) {
        return Width::Exact;
    }
    match value.split_once('/') {
        Some((id, _)) if !has_wildcard(id) => Width::Pattern,
        _ if is_only_stars(value) => Width::Everything,
        _ => Width::AnyAccount,
    }
}

/// Anything wider than /8 (IPv4) or /32 (IPv6) is as good as the whole internet; so Amazon S3 judges it too.
fn address_width(value: &str) -> Width {
    match Network::parse(value) {
        // Nothing matches what isn't an address.
        None => Width::Exact,
        Some(network) if network.prefix == 0 => Width::Everything,
        Some(network) if network.is_private() => Width::Pattern,
        Some(network) if network.prefix < if value.contains(':') { 32 } else { 8 } => Width::AnyAccount,
        Some(_) => Width::Pattern,
    }
}

/// Ids are unique over all accounts, so that the text before a wildcard has to hold a whole one.
fn id_width(value: &str, wild: bool) -> Width {
    let value = value.trim();
    match value.find(['*', '?']) {
        Some(at) if wild => match value.get(..at).map(str::len) {
            // AROA and 17 more, vpce- and 17 more.
            Some(8..) => Width::Pattern,
            _ if is_only_stars(value) => Width::Everything,
            _ => Width::AnyAccount,
        },
        _ => Width::Exact,
    }
}

/// A subject like `repo:OWNER/NAME:ref:...` has to name the owner before the first wildcard.
fn subject_width(value: &str, wild: bool) -> Width {
    match value.split_once(['*', '?']) {
        Some((before, _)) if wild && before.contains('/') => Width::Pattern,
        _ => id_width(value, wild),
    }
}

/// How wide an ARN in a condition is, and the account it pins down.
pub fn arn_width(value: &str, wild: bool) -> (Width, Option<String>) {
    let value = value.trim();
    let segments: Vec<&str> = value.splitn(6, ':').collect();
    let whole = match *segments.as_slice() {
        ["arn", _, service, _, account, resource] => Some((service, account, resource)),
        _ => None,
    };
    let pinned = whole
        .filter(|(_, account, _)| {
            is_account(account) || account.eq_ignore_ascii_case("${aws:ResourceAccount}")
        })
        .map(|(_, account, _)| account.to_owned());
    if !wild || !has_wildcard(value) {
        return (Width::Exact, pinned);
    }
    let Some((service, account, resource)) = whole else {
        let open = segments.iter().all(|segment| is_only_stars(segment));
        return (if open { Width::Everything } else { Width::AnyAccount }, None);
    };
    if pinned.is_some() {
        let width = if is_any_of_kind(service, resource) { Width::AnyInAccount } else { Width::Pattern };
        return (width, pinned);
    }
    if account.is_empty() && !has_wildcard(service) {
        // Names without an account, like those of buckets, are there for anybody to take; only a whole one is one's own.
        let name = resource.split('/').next().unwrap_or_default();
        let own = !name.is_empty() && !has_wildcard(name);
        return (if own { Width::Pattern } else { Width::AnyAccount }, None);
    }
    let everything = segments.iter().skip(1).all(|segment| is_only_stars(segment));
    (if everything { Width::Everything } else { Width::AnyAccount }, None)
}

/// Does the resource part say no more than the kind, like `*`, `rule/*` or (API Gateway) `*/*/*`?
fn is_any_of_kind(service: &str, resource: &str) -> bool {
    let mut parts = resource.split(['/', ':']);
    let first = parts.next().unwrap_or_default();
    if is_only_stars(first) {
        return true;
    }
    // An API's id comes first there; elsewhere the kind does.
    service != "execute-api"
        && !has_wildcard(first)
        && parts.next().is_some_and(is_only_stars)
        && parts.all(is_only_stars)
}
