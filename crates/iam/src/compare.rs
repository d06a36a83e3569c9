//! Comparing one value of a request with one value of a condition.

use std::net::IpAddr;

use crate::condition::{Order, Test, Truth};
use crate::context::Facts;
use crate::date;
use crate::glob::Glob;
use crate::policy::Version;
use crate::variable::{self, Filled, Style};

/// A condition's value, with its variables filled in.
#[derive(Clone, Debug)]
pub struct Value<'a> {
    text: &'a str,
    pattern: Option<Filled<Glob>>,
}

impl<'a> Value<'a> {
    /// Gets a value ready for comparing.
    pub fn prepare(test: Test, text: &'a str, version: Version, facts: &Facts<'_>) -> Self {
        let style = match test {
            Test::ArnLike => Style::Arn,
            Test::StringLike => Style::Wildcards,
            Test::StringEquals | Test::StringEqualsIgnoreCase => Style::Literal,
            _ => return Self { text: text.trim(), pattern: None },
        };
        let mut pattern = if version == Version::Current && variable::occurs_in(text) {
            variable::fill(text, style, facts)
        } else {
            Filled::Exactly(if style == Style::Literal { Glob::literal(text) } else { Glob::plain(text) })
        };
        if test == Test::StringEqualsIgnoreCase {
            pattern = match pattern {
                Filled::Exactly(glob) => Filled::Exactly(glob.into_lowercase()),
                Filled::AtMost(glob) => Filled::AtMost(glob.into_lowercase()),
                Filled::Never => Filled::Never,
            };
        }
        Self { text: text.trim(), pattern: Some(pattern) }
    }
}

/// Does the request's value fit the condition's? `Depends` where a variable isn't known.
pub fn matches(test: Test, given: &str, wanted: &Value<'_>) -> Truth {
    let truth = |holds: bool| if holds { Truth::Yes } else { Truth::No };
    match test {
        Test::StringLike | Test::StringEquals => pattern(wanted, |glob| glob.matches(given)),
        Test::StringEqualsIgnoreCase => pattern(wanted, |glob| glob.matches(&given.to_ascii_lowercase())),
        Test::ArnLike if variable::occurs_in(wanted.text) => pattern(wanted, |glob| glob.matches(given)),
        Test::ArnLike => truth(arn_matches(wanted.text, given)),
        Test::Numeric(order) => truth(match (given.trim().parse::<f64>(), wanted.text.parse::<f64>()) {
            (Ok(given), Ok(wanted)) => given.partial_cmp(&wanted).is_some_and(|found| in_order(order, found)),
            _ => false,
        }),
        Test::Date(order) => truth(match (date::seconds(given), date::seconds(wanted.text)) {
            (Some(given), Some(wanted)) => in_order(order, given.cmp(&wanted)),
            _ => false,
        }),
        Test::Bool => truth(wanted.text.eq_ignore_ascii_case(given.trim())),
        Test::Binary => truth(wanted.text == given.trim()),
        Test::IpAddress => truth(match (given.trim().parse(), Network::parse(wanted.text)) {
            (Ok(address), Some(network)) => network.contains(address),
            _ => false,
        }),
        // Whether a key is there is asked before values are compared.
        Test::Null => Truth::Depends,
    }
}

fn pattern(wanted: &Value<'_>, matches: impl Fn(&Glob) -> bool) -> Truth {
    match &wanted.pattern {
        Some(Filled::Exactly(glob)) if matches(glob) => Truth::Yes,
        Some(Filled::AtMost(glob)) if matches(glob) => Truth::Depends,
        _ => Truth::No,
    }
}

fn in_order(order: Order, found: std::cmp::Ordering) -> bool {
    match order {
        Order::Equals => found.is_eq(),
        Order::Less => found.is_lt(),
        Order::LessOrEqual => found.is_le(),
        Order::Greater => found.is_gt(),
        Order::GreaterOrEqual => found.is_ge(),
    }
}

/// `ArnLike` compares each of the six segments on its own.
fn arn_matches(pattern: &str, given: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (pattern.splitn(6, ':').collect(), given.splitn(6, ':').collect());
    wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| Glob::plain(wanted).matches(given))
}

/// A range of IP addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// How many leading bits are fixed.
    pub prefix: u8,
}

impl Network {
    /// Reads `10.0.0.0/8`, `2001:db8::/32` or a single address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Some(longest), |text| text.parse().ok())?;
        (prefix <= longest).then_some(Self { address, prefix })
    }

    /// Is the address in the range?
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(32 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(128 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }

    /// True for addresses that only private networks have (RFC 1918, RFC 4193).
    pub fn is_private(self) -> bool {
        match self.address {
            IpAddr::V4(address) => {
                let [first, second, ..] = address.octets();
                (first == 10 && self.prefix >= 8)
                    || (first == 172 && (16..32).contains(&second) && self.prefix >= 12)
                    || (first == 192 && second == 168 && self.prefix >= 16)
            }
            IpAddr::V6(address) => {
                address.octets().first().is_some_and(|byte| byte & 0xFE == 0xFC) && self.prefix >= 7
            }
        }
    }
}
