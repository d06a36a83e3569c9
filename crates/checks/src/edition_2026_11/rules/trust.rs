//! Who may take on a function's role, by its trust policy.

use std::rc::Rc;

use evidence::facts::Function;
use iam::callers::{Caller, callers};
use iam::policy::Policy;
use iam::principal::Who;

use super::rights::{Document, Rights, statement_name};
use crate::EvidenceRef;
use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::Judged;

/// The ways to take on a role. A Deny counts where it covers one of these, so each is asked on its own.
const ACTIONS: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"];

/// A role's trust policy.
pub(super) struct Trust {
    rights: Rc<Rights>,
}

impl Trust {
    /// That of a function's role; `Err` holds what its rules say instead.
    pub fn of(context: &Context<'_>, function: &Function<'_>) -> Result<Self, Judged> {
        let rights = Rights::of(context, function)?;
        match &rights.trust {
            Err(gap) => Err(Err(*gap)),
            Ok(_) => Ok(Self { rights }),
        }
    }

    /// The role's account.
    pub fn account(&self) -> &str {
        self.rights.arn.split(':').nth(4).unwrap_or_default()
    }

    fn document(&self) -> Option<&Document> {
        self.rights.trust.as_ref().ok()
    }

    /// Everybody who gets in, each once per statement.
    pub fn callers(&self) -> Vec<Caller> {
        self.document().map_or(Vec::new(), |document| admitted(&document.policy))
    }

    /// What to call a statement.
    pub fn name(&self, statement: usize) -> String {
        self.document().map_or(String::new(), |document| statement_name(&document.policy, statement))
    }

    /// Where a statement stands.
    pub fn place(&self, statement: usize) -> Option<EvidenceRef> {
        self.document()?.place(statement)
    }
}

fn admitted(policy: &Policy) -> Vec<Caller> {
    let mut found: Vec<Caller> = Vec::new();
    for action in ACTIONS {
        for caller in callers(policy, &[action], None).into_iter().filter(Caller::is_admitted) {
            let same = |known: &Caller| known.statement == caller.statement && known.who == caller.who;
            if !found.iter().any(same) {
                found.push(caller);
            }
        }
    }
    found
}

/// Whether a service is Lambda itself. Lambda at the edge is, too.
pub(super) fn is_lambda(service: &str) -> bool {
    matches!(service, "lambda.amazonaws.com" | "edgelambda.amazonaws.com" | "lambda.amazonaws.com.cn")
}

/// A principal in words.
pub(super) fn words(who: &Who) -> String {
    match who {
        Who::Everyone => "everybody".to_owned(),
        Who::Account(account) => format!("account {account}"),
        Who::Arn { arn, .. } => arn.clone(),
        Who::Service(service) => service.clone(),
        Who::Federated(provider) => format!("identity provider {provider}"),
        Who::CanonicalUser(id) | Who::Other(id) => id.clone(),
    }
}
