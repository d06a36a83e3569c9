//! Where something is: account and region, each known or not; and the names that functions are called by.

use crate::calls::{Evidence, Scope};

/// An account and region, each where known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Whereabouts<'a> {
    /// The account's twelve digits.
    pub account: Option<&'a str>,
    /// Such as `us-east-1`.
    pub region: Option<&'a str>,
}

impl<'a> Whereabouts<'a> {
    /// Where a call was made.
    pub fn of(evidence: &'a Evidence, scope: Scope) -> Self {
        Self {
            account: scope.account.map(|account| evidence.name(account)),
            region: scope.region.map(|region| evidence.name(region)),
        }
    }

    /// The account alone, for services that have no regions.
    pub fn everywhere(self) -> Self {
        Self { region: None, ..self }
    }

    /// How well a call made there answers for here: 0 not at all, more is better. What is unknown may be anywhere.
    pub(super) fn fits(self, there: Self) -> u8 {
        let part = |here: Option<&str>, there: Option<&str>| match (here, there) {
            (Some(here), Some(there)) => u8::from(here == there) * 2,
            (None, None) => 2,
            _ => 1,
        };
        part(self.account, there.account) * part(self.region, there.region)
    }

    /// Fills in what is unknown.
    pub(super) fn or(self, other: Self) -> Self {
        Self { account: self.account.or(other.account), region: self.region.or(other.region) }
    }
}

/// An ARN's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArnParts<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov` and so on.
    pub partition: &'a str,
    /// Such as `lambda`.
    pub service: &'a str,
    /// Empty for services that have no regions.
    pub region: &'a str,
    /// Empty where ARNs have none, as those of buckets.
    pub account: &'a str,
    /// What follows.
    pub resource: &'a str,
}

impl<'a> ArnParts<'a> {
    /// The parts of an ARN; `None` for anything else.
    pub fn parse(arn: &'a str) -> Option<Self> {
        let mut rest = arn.strip_prefix("arn:")?;
        // Parts are a few bytes long: looking at each of them is quicker than any searcher.
        let mut part = || {
            let (part, behind) = rest.split_at_checked(rest.bytes().position(|byte| byte == b':')?)?;
            rest = behind.get(1..)?;
            Some(part)
        };
        let (partition, service, region, account) = (part()?, part()?, part()?, part()?);
        Some(Self { partition, service, region, account, resource: rest })
    }

    /// Account and region, where the ARN says them.
    pub fn whereabouts(&self) -> Whereabouts<'a> {
        let said = |part: &'a str| Some(part).filter(|part| !part.is_empty() && *part != "*");
        Whereabouts { account: said(self.account), region: said(self.region) }
    }
}

/// A function as somebody named it: by name, ARN or part of an ARN, with a version or alias or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionName<'a> {
    /// Where the name says that it is.
    pub whereabouts: Whereabouts<'a>,
    /// Its name.
    pub name: &'a str,
    /// The version or alias; `$LATEST` is none.
    pub qualifier: Option<&'a str>,
}

impl<'a> FunctionName<'a> {
    /// Takes a name apart.
    pub fn parse(text: &'a str) -> Self {
        let mut whereabouts = Whereabouts::default();
        let mut rest = text;
        if let Some(arn) = ArnParts::parse(text).filter(|arn| arn.service == "lambda") {
            whereabouts = arn.whereabouts();
            rest = arn.resource;
        } else {
            if let Some((region, behind)) = rest.split_once(':').filter(|(region, _)| is_region(region)) {
                (whereabouts.region, rest) = (Some(region), behind);
            }
            if let Some((account, behind)) = rest.split_once(':').filter(|(account, _)| is_account(account)) {
                (whereabouts.account, rest) = (Some(account), behind);
            }
        }
        rest = rest.strip_prefix("function:").unwrap_or(rest);
        let (name, qualifier) = match rest.split_once(':') {
            Some((name, qualifier)) => (name, Some(qualifier)),
            None => (rest, None),
        };
        Self { whereabouts, name, qualifier: qualifier.filter(|qualifier| *qualifier != "$LATEST") }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_region(text: &str) -> bool {
    text.matches('-').count() >= 2 && text.ends_with(|last: char| last.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_named_in_many_ways() {
        let check = |text: &str, account: Option<&str>, name: &str, qualifier: Option<&str>| {
            let named = FunctionName::parse(text);
            assert_eq!(
                (named.whereabouts.account, named.name, named.qualifier),
                (account, name, qualifier),
                "{text}"
            );
        };
        let account = Some("123456789012");
        check("orders", None, "orders", None);
        check("orders:live", None, "orders", Some("live"));
        check("orders:$LATEST", None, "orders", None);
        check("123456789012:function:orders", account, "orders", None);
        check("us-east-1:123456789012:function:orders:7", account, "orders", Some("7"));
        check(
            "arn:aws-cn:lambda:cn-north-1:123456789012:function:orders:live",
            account,
            "orders",
            Some("live"),
        );
    }
}
