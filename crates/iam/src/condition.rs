//! Conditions, judged by meaning: what a condition says about a request of which only a part is known.

use crate::compare::{self, Value};
use crate::context::{Facts, Known};
use crate::policy::{Effect, Version};

/// One key under one operator. All conditions of a statement must hold; of the values of one key, one suffices.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The operator as written, like `ForAnyValue:StringLikeIfExists`.
    pub operator_text: String,
    /// The operator; `None` if the policy language has none of this name.
    pub operator: Option<Operator>,
    /// The key as written.
    pub key: String,
    /// The key in lower case, because keys have no case.
    pub lowercase_key: String,
    /// The values as written.
    pub values: Vec<String>,
    /// Whether `${...}` is a variable in the values.
    pub version: Version,
}

/// An operator with everything around its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// What is compared, and how.
    pub test: Test,
    /// True for `...Not...`: the condition holds if no value fits.
    pub negated: bool,
    /// True with `IfExists`: the condition holds if the key is absent.
    pub if_exists: bool,
    /// How several values in the request count.
    pub set: Set,
}

/// What an operator compares, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// `StringEquals`.
    StringEquals,
    /// `StringEqualsIgnoreCase`.
    StringEqualsIgnoreCase,
    /// `StringLike`.
    StringLike,
    /// `NumericEquals` and its kin.
    Numeric(Order),
    /// `DateEquals` and its kin.
    Date(Order),
    /// `Bool`.
    Bool,
    /// `BinaryEquals`.
    Binary,
    /// `IpAddress`.
    IpAddress,
    /// `ArnEquals` and `ArnLike`, which do the same.
    ArnLike,
    /// `Null`: `true` asks for the key to be absent.
    Null,
}

/// How two numbers or dates are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The same.
    Equals,
    /// The request's value is less.
    Less,
    /// The request's value is less or the same.
    LessOrEqual,
    /// The request's value is greater.
    Greater,
    /// The request's value is greater or the same.
    GreaterOrEqual,
}

/// How several values in the request count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// No qualifier: the key has one value.
    Single,
    /// `ForAllValues:`: each value of the request must fit; an absent key fits.
    ForAllValues,
    /// `ForAnyValue:`: one value of the request must fit; an absent key doesn't.
    ForAnyValue,
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds for every request that agrees with what is known.
    Yes,
    /// It depends on what isn't known.
    Depends,
    /// It can't hold.
    No,
}

impl Operator {
    /// Reads an operator's name; upper and lower case are the same.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let (set, rest) = if let Some(rest) = lower.strip_prefix("forallvalues:") {
            (Set::ForAllValues, rest)
        } else if let Some(rest) = lower.strip_prefix("foranyvalue:") {
            (Set::ForAnyValue, rest)
        } else {
            (Set::Single, lower.as_str())
        };
        let (name, if_exists) = match rest.strip_suffix("ifexists") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let (test, negated) = match name {
            "stringequals" => (Test::StringEquals, false),
            "stringnotequals" => (Test::StringEquals, true),
            "stringequalsignorecase" => (Test::StringEqualsIgnoreCase, false),
            "stringnotequalsignorecase" => (Test::StringEqualsIgnoreCase, true),
            "stringlike" => (Test::StringLike, false),
            "stringnotlike" => (Test::StringLike, true),
            "bool" => (Test::Bool, false),
            "binaryequals" => (Test::Binary, false),
            "ipaddress" => (Test::IpAddress, false),
            "notipaddress" => (Test::IpAddress, true),
            "arnequals" | "arnlike" => (Test::ArnLike, false),
            "arnnotequals" | "arnnotlike" => (Test::ArnLike, true),
            "null" if !if_exists => (Test::Null, false),
            _ => {
                let (kind, order) = match name.strip_prefix("numeric") {
                    Some(order) => (Test::Numeric as fn(Order) -> Test, order),
                    None => (Test::Date as fn(Order) -> Test, name.strip_prefix("date")?),
                };
                match order {
                    "equals" => (kind(Order::Equals), false),
                    "notequals" => (kind(Order::Equals), true),
                    "lessthan" => (kind(Order::Less), false),
                    "lessthanequals" => (kind(Order::LessOrEqual), false),
                    "greaterthan" => (kind(Order::Greater), false),
                    "greaterthanequals" => (kind(Order::GreaterOrEqual), false),
                    _ => return None,
                }
            }
        };
        Some(Self { test, negated, if_exists, set })
    }

    /// True if `*` and `?` in the values are wildcards.
    pub fn has_wildcards(self) -> bool {
        matches!(self.test, Test::StringLike | Test::ArnLike)
    }
}

impl Condition {
    /// Reads a condition; an unknown operator is kept and never judged.
    pub fn new(operator: &str, key: &str, values: Vec<String>, version: Version) -> Self {
        Self {
            operator: Operator::parse(operator),
            operator_text: operator.to_owned(),
            key: key.to_owned(),
            lowercase_key: key.to_ascii_lowercase(),
            values,
            version,
        }
    }

    /// Does the condition hold?
    ///
    /// A positive condition that any value satisfies (`StringLike: *`) counts as held under an Allow even where nobody
    /// knows the key, because it narrows nothing. Under a Deny it needs the key to be there, which isn't known.
    pub fn holds(&self, facts: &Facts<'_>, effect: Effect) -> Truth {
        let Some(operator) = self.operator else { return Truth::Depends };
        match facts.get(&self.lowercase_key) {
            Some(Known::Absent) => self.holds_absent(operator),
            Some(Known::Is(values)) => self.holds_with(operator, values, facts),
            Some(Known::IsOrAbsent(values)) => {
                let absent = self.holds_absent(operator);
                if absent == self.holds_with(operator, values, facts) { absent } else { Truth::Depends }
            }
            None => {
                let passes_absent = operator.if_exists || operator.set == Set::ForAllValues;
                if self.values.is_empty() && !operator.negated && !passes_absent {
                    Truth::No
                } else if self.lets_all_in(operator) && (passes_absent || effect == Effect::Allow) {
                    Truth::Yes
                } else {
                    Truth::Depends
                }
            }
        }
    }

    fn holds_absent(&self, operator: Operator) -> Truth {
        let holds = match operator {
            Operator { test: Test::Null, .. } => self.asks_for_null(true),
            Operator { if_exists: true, .. } | Operator { set: Set::ForAllValues, .. } => true,
            Operator { set: Set::ForAnyValue, .. } => false,
            Operator { negated, .. } => negated,
        };
        if holds { Truth::Yes } else { Truth::No }
    }

    fn holds_with(&self, operator: Operator, present: &[String], facts: &Facts<'_>) -> Truth {
        if operator.test == Test::Null {
            return if self.asks_for_null(false) { Truth::Yes } else { Truth::No };
        }
        let wanted: Vec<Value<'_>> = self
            .values
            .iter()
            .map(|value| Value::prepare(operator.test, value, self.version, facts))
            .collect();
        let fits = |given: &String| {
            let any = any(wanted.iter().map(|value| compare::matches(operator.test, given, value)));
            if operator.negated { not(any) } else { any }
        };
        match operator.set {
            Set::ForAllValues => all(present.iter().map(fits)),
            Set::ForAnyValue => any(present.iter().map(fits)),
            Set::Single if operator.negated => all(present.iter().map(fits)),
            Set::Single => any(present.iter().map(fits)),
        }
    }

    /// `Null` asks whether the key is absent (`true`) or present (`false`).
    pub(crate) fn asks_for_null(&self, absent: bool) -> bool {
        self.values.iter().any(|value| value.eq_ignore_ascii_case(if absent { "true" } else { "false" }))
    }

    /// True if every value that the key could have satisfies the condition.
    fn lets_all_in(&self, operator: Operator) -> bool {
        if operator.negated {
            return false;
        }
        let values = || self.values.iter().map(|value| value.trim());
        match operator.test {
            Test::StringLike => values().any(is_only_stars),
            Test::ArnLike => values().any(|value| value.split(':').all(is_only_stars)),
            Test::IpAddress => values().any(|value| value.ends_with("/0")),
            Test::Bool => {
                values().any(|value| value.eq_ignore_ascii_case("true"))
                    && values().any(|value| value.eq_ignore_ascii_case("false"))
            }
            _ => false,
        }
    }
}

/// True for `*`, `**` and so on.
pub(crate) fn is_only_stars(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

/// All of a statement's conditions together, with those that depend on what isn't known.
pub fn all_hold<'a>(
    conditions: &'a [Condition],
    facts: &Facts<'_>,
    effect: Effect,
) -> (Truth, Vec<&'a Condition>) {
    let mut open = Vec::new();
    for condition in conditions {
        match condition.holds(facts, effect) {
            Truth::Yes => {}
            Truth::Depends => open.push(condition),
            Truth::No => return (Truth::No, Vec::new()),
        }
    }
    (if open.is_empty() { Truth::Yes } else { Truth::Depends }, open)
}

fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::No => Truth::Yes,
        Truth::Depends => Truth::Depends,
    }
}

fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut result = Truth::No;
    for truth in truths {
        match truth {
            Truth::Yes => return Truth::Yes,
            Truth::Depends => result = Truth::Depends,
            Truth::No => {}
        }
    }
    result
}

fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    not(any(truths.map(not)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;

    /// Judges one condition where `k` is present with a value, absent, or unknown.
    #[track_caller]
    fn check(operator: &str, values: &[&str], given: Option<&str>, expected: Truth) {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let condition = Condition::new(operator, "K", values, Version::Current);
        let context = match given {
            Some("-") => Context::new().with("k", Known::Absent),
            Some(value) => Context::new().with("k", Known::Is(value.split('|').map(str::to_owned).collect())),
            None => Context::new(),
        };
        assert_eq!(condition.holds(&Facts::of(&context), Effect::Allow), expected, "{operator} {given:?}");
    }

    const ABSENT: Option<&str> = Some("-");

    #[test]
    fn strings() {
        check("StringEquals", &["a", "b"], Some("b"), Truth::Yes);
        check("StringEquals", &["a"], Some("A"), Truth::No);
        check("StringEquals", &["*"], Some("A"), Truth::No);
        check("stringequalsignorecase", &["a"], Some("A"), Truth::Yes);
        check("StringNotEquals", &["a", "b"], Some("c"), Truth::Yes);
        check("StringNotEquals", &["a", "b"], Some("a"), Truth::No);
        check("StringLike", &["a*"], Some("abc"), Truth::Yes);
        check("StringNotLike", &["a*"], Some("abc"), Truth::No);
        check("StringEquals", &["a"], None, Truth::Depends);
        check("StringLike", &["*"], None, Truth::Yes);
        check("StringLike", &["?*"], None, Truth::Depends);
        check("Strange", &["a"], Some("a"), Truth::Depends);
    }

    #[test]
    fn absent_keys() {
        check("StringEquals", &["a"], ABSENT, Truth::No);
        check("StringLike", &["*"], ABSENT, Truth::No);
        check("StringNotEquals", &["a"], ABSENT, Truth::Yes);
        check("StringEqualsIfExists", &["a"], ABSENT, Truth::Yes);
        check("ForAllValues:StringEquals", &["a"], ABSENT, Truth::Yes);
        check("ForAnyValue:StringEquals", &["a"], ABSENT, Truth::No);
        check("ForAnyValue:StringNotEquals", &["a"], ABSENT, Truth::No);
        check("Null", &["true"], ABSENT, Truth::Yes);
        check("Null", &["false"], ABSENT, Truth::No);
        check("Null", &["false"], Some("x"), Truth::Yes);
        check("Null", &["true"], None, Truth::Depends);
    }

    #[test]
    fn sets() {
        check("ForAllValues:StringEquals", &["a", "b"], Some("a|b"), Truth::Yes);
        check("ForAllValues:StringEquals", &["a"], Some("a|b"), Truth::No);
        check("ForAnyValue:StringEquals", &["a"], Some("a|b"), Truth::Yes);
        check("ForAnyValue:StringNotEquals", &["a"], Some("a|b"), Truth::Yes);
        check("ForAllValues:StringNotEquals", &["a"], Some("a|b"), Truth::No);
    }

    #[test]
    fn numbers_dates_and_the_rest() {
        check("NumericLessThan", &["10"], Some("9.5"), Truth::Yes);
        check("NumericGreaterThanEquals", &["10"], Some("9.5"), Truth::No);
        check("NumericEquals", &["ten"], Some("10"), Truth::No);
        check("DateGreaterThan", &["2026-01-01T00:00:00Z"], Some("2026-06-01T00:00:00Z"), Truth::Yes);
        check("DateLessThan", &["2026-01-01"], Some("2026-06-01T00:00:00Z"), Truth::No);
        check("Bool", &["true"], Some("TRUE"), Truth::Yes);
        check("Bool", &["true", "false"], None, Truth::Yes);
        check("IpAddress", &["10.0.0.0/8"], Some("10.1.2.3"), Truth::Yes);
        check("NotIpAddress", &["10.0.0.0/8"], Some("11.1.2.3"), Truth::Yes);
        check("IpAddress", &["2001:db8::/32"], Some("2001:db8:1::1"), Truth::Yes);
        check("IpAddress", &["0.0.0.0/0"], None, Truth::Yes);
        check("ArnEquals", &["arn:aws:iam::*:role/*"], Some("arn:aws:iam::1:role/x"), Truth::Yes);
        check("ArnLike", &["arn:aws:*"], Some("arn:aws:iam::1:role/x"), Truth::No);
        check("BinaryEquals", &["QmluYXJ5"], Some("QmluYXJ5"), Truth::Yes);
    }

    #[test]
    fn a_deny_needs_the_key_to_be_there() {
        let condition = Condition::new("StringLike", "k", vec!["*".to_owned()], Version::Current);
        let context = Context::new();
        assert_eq!(condition.holds(&Facts::of(&context), Effect::Deny), Truth::Depends);
    }
}
