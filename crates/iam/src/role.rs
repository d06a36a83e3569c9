//! What a role may do: all its policies together, minus every Deny, inside its permissions boundary.

use crate::condition::Condition;
use crate::context::{Context, is_callers_choice};
use crate::evaluate::Evaluation;
use crate::glob::Glob;
use crate::policy::{ActionPattern, Policy, Statement, Wanted};

/// A policy and the name it goes by in findings.
#[derive(Clone, Copy, Debug)]
pub struct NamedPolicy<'a> {
    /// An inline policy's name, or a managed policy's ARN.
    pub name: &'a str,
    /// The document.
    pub policy: &'a Policy,
}

/// The permissions boundary of a role.
#[derive(Clone, Debug)]
pub enum Boundary<'a> {
    /// The role has none.
    None,
    /// This one.
    Is(NamedPolicy<'a>),
    /// There is one that nobody read, or nobody asked; the text says which.
    Missing(String),
}

/// A role and all that limits it.
#[derive(Clone, Debug)]
pub struct Role<'a> {
    /// Its ARN.
    pub arn: &'a str,
    /// Its inline and managed policies.
    pub identity: Vec<NamedPolicy<'a>>,
    /// Its permissions boundary.
    pub boundary: Boundary<'a>,
    /// Identity policies that are known to exist, or may exist, but weren't read. Empty if all were.
    pub missing: Vec<String>,
    /// What is known about the requests that the role makes.
    pub context: Context,
}

/// A statement of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementRef {
    /// The policy.
    pub policy: PolicyRef,
    /// The statement's index in it.
    pub statement: usize,
}

/// A policy of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyRef {
    /// The index in [`Role::identity`].
    Identity(usize),
    /// The permissions boundary.
    Boundary,
}

/// "May the role do this, there, under these circumstances?"
#[derive(Clone, Debug)]
pub struct Question {
    /// The action; with wildcards it means "all of these".
    pub action: ActionPattern,
    /// Where.
    pub reach: Reach,
    /// What is known about this request, beyond what is known about all requests of the role.
    pub context: Context,
}

/// Where an action is to be done.
#[derive(Clone, Debug)]
pub enum Reach {
    /// On any one resource that matches.
    Some(Glob),
    /// On all resources that match, by one statement's pattern. A Deny that takes only some of them away doesn't count
    /// against it: the right is still as wide as its Allow, and the answer names the Deny.
    Every(Glob),
}

/// How an answer turned out, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It may not.
    No,
    /// A policy that decides it is missing.
    CannotTell,
    /// It may, if conditions hold whose keys aren't known.
    Conditionally,
    /// It may.
    Yes,
}

/// An answer and what decides it.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The answer.
    pub verdict: Verdict,
    /// The Allow statements that grant it, as far as nothing takes it away again.
    pub grants: Vec<Grant<'a>>,
    /// The Deny statements that concern it: they took it away, or (beside a grant) took away a part.
    pub denies: Vec<StatementRef>,
    /// What is missing. Beside a Yes this says that a missing policy could still hold a Deny.
    pub missing: Vec<String>,
}

/// An Allow statement that grants what was asked.
#[derive(Clone, Debug)]
pub struct Grant<'a> {
    /// The statement.
    pub at: StatementRef,
    /// Its resources, as written, that reach what was asked; `*` for `NotResource`.
    pub resources: Vec<&'a str>,
    /// True if it holds whatever the unknown keys are.
    pub certain: bool,
    /// Conditions (its own and the boundary's) that must hold, but whose keys aren't known.
    pub only_if: Vec<&'a Condition>,
    /// Deny statements that would take it away, if their conditions hold.
    pub unless: Vec<StatementRef>,
    /// The boundary's statements that let it through.
    pub within: Vec<StatementRef>,
}

impl Reach {
    /// The resources that were asked about.
    pub fn glob(&self) -> &Glob {
        match self {
            Self::Some(glob) | Self::Every(glob) => glob,
        }
    }
}

impl Question {
    /// May it do the action on any resource that matches the pattern? `*` asks for any resource at all.
    pub fn some(action: &str, resource: &str) -> Self {
        Self::new(action, Reach::Some(Glob::arn(resource)))
    }

    /// May it do the action on all resources that match the pattern? `*` asks for everything.
    pub fn every(action: &str, resource: &str) -> Self {
        Self::new(action, Reach::Every(Glob::arn(resource)))
    }

    /// May it do the action on this resource? `*` here is how a request without a resource looks to IAM.
    pub fn exactly(action: &str, resource: &str) -> Self {
        Self::new(action, Reach::Some(Glob::literal(resource)))
    }

    fn new(action: &str, reach: Reach) -> Self {
        Self { action: ActionPattern::new(action.to_owned()), reach, context: Context::new() }
    }

    /// Adds what is known about this request.
    #[must_use]
    pub fn given(mut self, context: Context) -> Self {
        self.context = context;
        self
    }
}

impl<'a> Role<'a> {
    /// A role that an AWS service assumed, with no policy yet and no boundary.
    pub fn new(arn: &'a str) -> Self {
        Self {
            arn,
            identity: Vec::new(),
            boundary: Boundary::None,
            missing: Vec::new(),
            context: Context::of_service_role(arn),
        }
    }

    /// Adds an identity policy.
    #[must_use]
    pub fn with(mut self, name: &'a str, policy: &'a Policy) -> Self {
        self.identity.push(NamedPolicy { name, policy });
        self
    }

    /// Sets the boundary.
    #[must_use]
    pub fn within(mut self, name: &'a str, policy: &'a Policy) -> Self {
        self.boundary = Boundary::Is(NamedPolicy { name, policy });
        self
    }

    /// Whether anything could allow an action: an Allow of its policies that speaks about all of it, or a policy that nobody
    /// read, inside its boundary. Where nothing could, every answer about the action is No; this is much faster than asking.
    pub fn could(&self, action: &str) -> bool {
        let action = Wanted::new(action);
        self.admits(&action)
            && (!self.missing.is_empty()
                || self.identity.iter().any(|named| named.policy.allows_some(&action)))
    }

    /// Whether its boundary could allow an action, see [`Role::could`]: for actions that one of its policies is known to allow.
    pub fn is_inside(&self, action: &str) -> bool {
        self.admits(&Wanted::new(action))
    }

    fn admits(&self, action: &Wanted<'_>) -> bool {
        match &self.boundary {
            Boundary::Is(named) => named.policy.allows_some(action),
            Boundary::None | Boundary::Missing(_) => true,
        }
    }

    /// Answers a question.
    pub fn may(&self, question: &Question) -> Answer<'a> {
        Evaluation::new(self, question).answer()
    }

    /// All policies: first those of the identity, then the boundary.
    pub fn policies(&self) -> impl Iterator<Item = (PolicyRef, NamedPolicy<'a>)> {
        let boundary = match &self.boundary {
            Boundary::Is(named) => Some((PolicyRef::Boundary, *named)),
            Boundary::None | Boundary::Missing(_) => None,
        };
        let identity = self.identity.iter().enumerate().map(|(at, named)| (PolicyRef::Identity(at), *named));
        identity.chain(boundary)
    }

    /// A policy.
    pub fn policy(&self, at: PolicyRef) -> Option<NamedPolicy<'a>> {
        match (at, &self.boundary) {
            (PolicyRef::Identity(index), _) => self.identity.get(index).copied(),
            (PolicyRef::Boundary, Boundary::Is(named)) => Some(*named),
            (PolicyRef::Boundary, _) => None,
        }
    }

    /// A statement.
    pub fn statement(&self, at: StatementRef) -> Option<&'a Statement> {
        self.policy(at.policy)?.policy.statements.get(at.statement)
    }

    /// The account the role lives in.
    pub fn account(&self) -> &'a str {
        self.arn.split(':').nth(4).unwrap_or_default()
    }

    /// The partition the role lives in: `aws`, `aws-cn`, `aws-us-gov`.
    pub fn partition(&self) -> &'a str {
        self.arn.split(':').nth(1).unwrap_or("aws")
    }
}

impl Answer<'_> {
    /// True for Yes and Conditionally.
    pub fn is_granted(&self) -> bool {
        self.verdict >= Verdict::Conditionally
    }

    /// The resources that the grants name, as written, each once.
    pub fn resources(&self) -> Vec<&str> {
        let mut resources: Vec<&str> =
            self.grants.iter().flat_map(|grant| grant.resources.iter().copied()).collect();
        resources.sort_unstable();
        resources.dedup();
        resources
    }
}

impl Grant<'_> {
    /// True if nothing stands in the way but conditions whose keys the caller sets at will, like the region of a request.
    pub fn is_callers_choice(&self, role: &Role<'_>) -> bool {
        let free = |condition: &Condition| is_callers_choice(&condition.key);
        self.only_if.iter().all(|condition| free(condition))
            && self
                .unless
                .iter()
                .all(|&at| role.statement(at).is_some_and(|statement| statement.conditions.iter().any(free)))
    }
}
