//! The function's resource policies: its own and those of its versions and aliases.

use std::cell::OnceCell;
use std::rc::Rc;

use evidence::facts::{Answer, Field, Function, Gap};
use iam::callers::{Caller, callers};
use iam::policy::{Actions, Effect};

use crate::edition_2026_11::{Context, Read};

const GET: &str = "lambda:GetPolicy";

/// The policies that are known, and why there may be more.
pub(super) struct Policies {
    pub known: Vec<Read>,
    pub gap: Option<Gap>,
    admitted: OnceCell<Vec<Admitted>>,
}

/// Somebody whom a statement of a policy lets in.
pub(super) struct Admitted {
    /// The policy.
    pub policy: Read,
    /// Who.
    pub caller: Caller,
}

impl Admitted {
    /// The statement, by name.
    pub fn statement(&self) -> String {
        self.policy.name(self.caller.statement)
    }

    /// Where the statement stands.
    pub fn place(&self) -> crate::EvidenceRef {
        self.policy.statement(self.caller.statement)
    }
}

/// The policies of the function that is being judged, read once for all rules.
pub(super) fn read(context: &Context<'_>, function: &Function<'_>) -> Rc<Policies> {
    context.here("resource policies", || read_all(context, function))
}

fn read_all(context: &Context<'_>, function: &Function<'_>) -> Policies {
    let (mut known, mut gap) = (Vec::new(), None);
    for (_, answer) in function.ask_each(GET) {
        gap = gap.or(answer.gap());
        let Answer::Known(answer) = answer else { continue };
        let document: Option<Field<'_>> = answer.get("Policy");
        match document.map(|document| context.policy(&document, GET)) {
            Some(Ok(policy)) => known.push(policy),
            Some(Err(unread)) => gap = Some(unread),
            None => gap = Some(Gap { operation: GET, call: Some(answer.call) }),
        }
    }
    Policies { known, gap, admitted: OnceCell::new() }
}

impl Policies {
    /// Everybody whom the policies let do something, each once per statement.
    pub fn admitted(&self) -> &[Admitted] {
        self.admitted.get_or_init(|| self.find_admitted())
    }

    fn find_admitted(&self) -> Vec<Admitted> {
        const ALL: &str = "lambda:*";
        let mut found = Vec::new();
        for policy in &self.known {
            let allows =
                policy.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
            for statement in allows {
                // A Deny counts where it covers what the statement allows, so each of its patterns is asked on its own. Of those that
                // reach other services, only what they allow here.
                let asked: Vec<&str> = match &statement.actions {
                    Actions::Only(patterns) => patterns.iter().map(|pattern| pattern.text.as_str()).collect(),
                    Actions::Except(_) => vec![ALL],
                };
                for action in asked {
                    let action = if action.chars().all(|char| char == '*') { ALL } else { action };
                    collect(&mut found, policy, action, Some(statement.index));
                }
            }
        }
        found
    }

    /// Everybody whom the policies let do one of these actions.
    pub fn admitted_to(&self, actions: &[&str]) -> Vec<Admitted> {
        let mut found = Vec::new();
        for policy in &self.known {
            for action in actions {
                collect(&mut found, policy, action, None);
            }
        }
        found
    }
}

/// Adds those whom a policy lets do an action, by one of its statements or by any.
fn collect(found: &mut Vec<Admitted>, policy: &Read, action: &str, statement: Option<usize>) {
    for caller in callers(&policy.policy, &[action], None) {
        let same = |known: &Admitted| {
            Rc::ptr_eq(&known.policy.policy, &policy.policy)
                && known.caller.statement == caller.statement
                && known.caller.who == caller.who
        };
        let right = statement.is_none_or(|statement| statement == caller.statement);
        if right && caller.is_admitted() && !found.iter().any(same) {
            found.push(Admitted { policy: policy.clone(), caller });
        }
    }
}
