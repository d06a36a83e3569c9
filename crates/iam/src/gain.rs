//! Does one role have rights that another lacks? This decides whether passing or assuming it gains anything.

use crate::condition::Truth;
use crate::policy::{Actions, Effect, Resources};
use crate::role::{Boundary, PolicyRef, Question, Role, StatementRef, Verdict};

/// What somebody with the rights of one role gains from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gain {
    /// This statement of the other role grants what the first one may not do.
    Yes {
        /// The statement.
        at: StatementRef,
        /// Its action, as written; `*` for `NotAction`.
        action: String,
        /// Its resource, as written; `*` for `NotResource`.
        resource: String,
    },
    /// The first role may do all of it already.
    No,
    /// Policies of one of them are missing, or narrowed in a way that can't be compared.
    CannotTell(Vec<String>),
}

/// What a role gains when it gets the rights of another.
///
/// Rights are compared statement by statement: one that the first role has only by several statements together counts as
/// a gain.
pub fn gain(from: &Role<'_>, to: &Role<'_>) -> Gain {
    let mut unclear: Vec<String> = from.missing.iter().chain(&to.missing).cloned().collect();
    for role in [from, to] {
        if let Boundary::Missing(what) = &role.boundary {
            unclear.push(what.clone());
        }
    }
    let mut narrowed = false;
    for (policy, named) in to.policies() {
        if policy == PolicyRef::Boundary {
            continue;
        }
        for statement in named.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow)
        {
            let at = StatementRef { policy, statement: statement.index };
            let actions: Vec<&str> = match &statement.actions {
                Actions::Only(patterns) => patterns.iter().map(|pattern| pattern.text.as_str()).collect(),
                Actions::Except(_) => vec!["*"],
            };
            let resources: Vec<&str> = match &statement.resources {
                Resources::Only(patterns) => patterns.iter().map(|pattern| pattern.text.as_str()).collect(),
                Resources::Except(_) | Resources::Attached => vec!["*"],
            };
            for action in &actions {
                for resource in &resources {
                    let own = from.may(&Question::every(action, resource));
                    if own.verdict == Verdict::Yes && own.denies.is_empty() {
                        continue;
                    }
                    // NotAction leaves nearly all services: nobody has as much without a wildcard of that kind.
                    if matches!(statement.actions, Actions::Except(_)) && is_wide(from) {
                        narrowed = true;
                        continue;
                    }
                    match to.may(&Question::some(action, resource)).verdict {
                        Verdict::Yes | Verdict::Conditionally if unclear.is_empty() => {
                            return Gain::Yes {
                                at,
                                action: (*action).to_owned(),
                                resource: (*resource).to_owned(),
                            };
                        }
                        Verdict::No
                            if matches!(statement.actions, Actions::Except(_)) && unclear.is_empty() =>
                        {
                            return Gain::Yes {
                                at,
                                action: "*".to_owned(),
                                resource: (*resource).to_owned(),
                            };
                        }
                        Verdict::No if !action.contains(['*', '?']) => {}
                        _ => narrowed = true,
                    }
                }
            }
        }
    }
    if !unclear.is_empty() {
        Gain::CannotTell(unclear)
    } else if narrowed {
        Gain::CannotTell(vec!["rights that a boundary or a Deny narrows".to_owned()])
    } else {
        Gain::No
    }
}

/// Does any Allow of a role reach over services?
fn is_wide(role: &Role<'_>) -> bool {
    role.identity.iter().flat_map(|named| &named.policy.statements).any(|statement| {
        statement.effect == Effect::Allow
            && match &statement.actions {
                Actions::Except(_) => true,
                Actions::Only(patterns) => {
                    patterns.iter().any(|pattern| pattern.lowercase_service().is_none())
                }
            }
    })
}

/// Does a role let a service assume it, by its trust policy?
pub fn trusts(trust: &crate::policy::Policy, service: &str) -> Truth {
    let mut result = Truth::No;
    for caller in crate::callers::callers(trust, &["sts:AssumeRole"], None) {
        let is_it = match &caller.who {
            crate::principal::Who::Everyone => true,
            crate::principal::Who::Service(name) => name == service,
            _ => false,
        };
        if is_it && caller.is_admitted() {
            if caller.limits.is_empty() && caller.but.is_empty() {
                return Truth::Yes;
            }
            result = Truth::Depends;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn policy(statement: &str) -> Policy {
        Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#)).unwrap()
    }

    #[track_caller]
    fn check(from: &str, to: &str, expected: fn(&Gain) -> bool) {
        let (own, other) = (policy(from), policy(to));
        let from = Role::new("arn:aws:iam::123456789012:role/from").with("p", &own);
        let to = Role::new("arn:aws:iam::123456789012:role/to").with("q", &other);
        let found = gain(&from, &to);
        assert!(expected(&found), "{found:?}");
    }

    #[test]
    fn gains() {
        let read = r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#;
        let one = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#;
        let all = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
        let power = r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#;
        let yes = |gain: &Gain| matches!(gain, Gain::Yes { .. });
        let no = |gain: &Gain| *gain == Gain::No;
        check(read, one, no);
        check(one, read, yes);
        check(read, all, yes);
        check(all, power, no);
        check(read, power, yes);
        check(one, one, no);
        let denied = format!(r#"{one},{{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#);
        check(r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#, &denied, no);
    }

    #[test]
    fn trust() {
        let check = |principal: &str, expected| {
            let trust =
                policy(&format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"}}"#));
            assert_eq!(trusts(&trust, "glue.amazonaws.com"), expected, "{principal}");
        };
        check(r#"{"Service":["lambda.amazonaws.com","glue.amazonaws.com"]}"#, Truth::Yes);
        check(r#"{"Service":"lambda.amazonaws.com"}"#, Truth::No);
        check(r#""*""#, Truth::Yes);
        check(r#"{"AWS":"123456789012"}"#, Truth::No);
    }
}
