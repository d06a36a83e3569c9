//! The ways in which a function's role may raise its own rights, as far as the evidence shows that they lead anywhere.

use std::collections::HashMap;

use evidence::facts::{Answer, Function};
use iam::condition::Truth;
use iam::context::{Context as Request, Known, is_callers_choice};
use iam::escalation::{Class, Path, escalation};
use iam::gain::{Gain, gain, trusts};
use iam::role::{Question, Role};

use super::rights::{Rights, is_execution_role, role_arn};
use crate::EvidenceRef;
use crate::edition_2026_11::Context;

const DETAILS: &str = "iam:GetAccountAuthorizationDetails";
/// Passing any role is bad enough without having looked at each of a large account.
const LOOKED_AT: usize = 200;

/// One way to more rights.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Its name in the catalogues.
    pub id: &'static str,
    /// How it raises rights.
    pub class: Class,
    /// Its steps, each in words that continue "the role ...", with the statements that grant it.
    pub steps: Vec<String>,
    /// The action of each step.
    pub actions: Vec<&'static str>,
    /// The statements that decide it.
    pub evidence: Vec<EvidenceRef>,
    /// Condition keys that must hold, but aren't known.
    pub only_if: Vec<String>,
    /// What is known about the role that it passes, as a sentence; may be empty.
    pub about_roles: String,
    /// What would tell more about that role.
    pub missing: Option<&'static str>,
    /// Whether it needs nothing beyond itself.
    on_itself: bool,
}

/// All ways of a role.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    /// The shortest and surest first.
    pub ways: Vec<Way>,
    /// Whether other ways can't be ruled out.
    pub open: bool,
    /// Whether the role may do everything anyway.
    pub is_admin: bool,
}

/// Finds the ways of a function's role.
pub(super) fn ways(context: &Context<'_>, function: &Function<'_>, rights: &Rights) -> Ways {
    if !rights.escalates() {
        return Ways::default();
    }
    let role = rights.role(function.arn);
    let found = escalation(&role);
    let is_admin = role.could("*:*") && role.may(&Question::every("*:*", "*")).is_granted();
    let mut passing = Passing { context, rights, role: &role, is_admin, gains: HashMap::new(), known: None };
    let mut ways = Vec::new();
    for path in &found.paths {
        if path.class == Class::Existing && !passing.reaches_more(path, function.arn) {
            continue;
        }
        if attaches_only_harmless(path, &role) {
            continue;
        }
        let (about_roles, missing) = if path.class == Class::PassRole {
            match passing.judge(path) {
                Passed::Nothing => continue,
                Passed::Gains(words) => (words, None),
                Passed::Unknown(roles) => {
                    (format!("What {roles} may do is not in the evidence."), Some(DETAILS))
                }
                Passed::Any => (String::new(), None),
            }
        } else {
            (String::new(), None)
        };
        ways.push(way(path, rights, about_roles, missing));
    }
    order::by_key(&mut ways, |way| {
        (way.class == Class::Existing, !way.on_itself, !way.only_if.is_empty(), way.class, way.steps.len())
    });
    Ways { ways, open: !found.missing.is_empty(), is_admin }
}

fn way(path: &Path<'_>, rights: &Rights, about_roles: String, missing: Option<&'static str>) -> Way {
    let (mut evidence, mut only_if): (Vec<EvidenceRef>, Vec<String>) = Default::default();
    let mut steps = Vec::new();
    for step in &path.steps {
        let mut granted: Vec<String> = Vec::new();
        for grant in &step.answer.grants {
            let name = format!("`{}`", rights.name(grant.at));
            if !granted.contains(&name) {
                granted.push(name);
            }
            for place in std::iter::once(&grant.at).chain(&grant.within).filter_map(|&at| rights.place(at)) {
                if !evidence.contains(&place) {
                    evidence.push(place);
                }
            }
            for condition in grant.only_if.iter().filter(|condition| !is_callers_choice(&condition.key)) {
                if !only_if.contains(&condition.key) && condition.lowercase_key != "iam:passedtoservice" {
                    only_if.push(condition.key.clone());
                }
            }
        }
        // A step that some statement grants without conditions doesn't depend on those of another.
        if step.answer.grants.iter().any(|grant| grant.certain) {
            let own: Vec<&str> =
                step.answer.grants.iter().flat_map(|grant| &grant.only_if).map(|c| c.key.as_str()).collect();
            only_if.retain(|key| !own.contains(&key.as_str()));
        }
        steps.push(format!("it {} ({}, by {})", step.words, step.action, granted.join(" and ")));
    }
    Way {
        id: path.id,
        class: path.class,
        steps,
        actions: path.steps.iter().map(|step| step.action).collect(),
        evidence,
        only_if,
        about_roles,
        missing,
        on_itself: path.on_itself,
    }
}

/// Whether a path attaches policies, and conditions leave it only those that AWS made for what Lambda itself does.
fn attaches_only_harmless(path: &Path<'_>, role: &Role<'_>) -> bool {
    let attach = path.steps.iter().filter(|step| step.action.starts_with("iam:Attach"));
    attach.into_iter().any(|step| {
        let grants = &step.answer.grants;
        let admin = format!("arn:{}:iam::aws:policy/AdministratorAccess", role.partition());
        let request = Request::new().with("iam:PolicyARN", Known::one(admin));
        let any = role.may(&Question::some(step.action, "*").given(request));
        let harmless = |grant: &iam::role::Grant<'_>| {
            let limits: Vec<_> =
                grant.only_if.iter().filter(|condition| condition.lowercase_key == "iam:policyarn").collect();
            let values = limits.iter().flat_map(|limit| &limit.values);
            !limits.is_empty() && values.into_iter().all(|arn| is_literal(arn) && is_execution_role(arn))
        };
        !any.is_granted() && !grants.is_empty() && grants.iter().all(harmless)
    })
}

/// What passing a role leads to.
#[derive(Clone)]
enum Passed {
    /// Nowhere: no role that can be passed has more rights, or none trusts the service.
    Nothing,
    /// To more rights, in a sentence.
    Gains(String),
    /// These roles aren't known.
    Unknown(String),
    /// Any role of the account can be passed.
    Any,
}

/// Looks at the roles that a role may pass.
struct Passing<'r, 'f> {
    context: &'r Context<'f>,
    rights: &'r Rights,
    role: &'r Role<'r>,
    is_admin: bool,
    gains: HashMap<String, Passed>,
    known: Option<(Vec<String>, bool)>,
}

impl Passing<'_, '_> {
    fn judge(&mut self, path: &Path<'_>) -> Passed {
        if self.is_admin {
            return Passed::Any;
        }
        let service = path.service.unwrap_or_default();
        let all = format!("arn:{}:iam::{}:role/*", self.role.partition(), self.role.account());
        // Where a Deny takes some away, it depends on which remain.
        let any = self.role.may(&Question::every("iam:PassRole", &all));
        let is_any = any.is_granted() && any.denies.is_empty();
        let patterns: Vec<String> = path.passable_roles().into_iter().map(str::to_owned).collect();
        let (known, complete) = self.known();
        let mut candidates: Vec<String> =
            patterns.iter().filter(|pattern| is_literal(pattern)).cloned().collect();
        let all_named = candidates.len() == patterns.len();
        for arn in known.iter().filter(|arn| !candidates.contains(arn)).cloned().collect::<Vec<_>>() {
            if !all_named && path.can_pass(self.role, &arn) {
                candidates.push(arn);
            }
        }
        candidates.retain(|arn| path.can_pass(self.role, arn));
        let mut unknown: Vec<String> = Vec::new();
        for arn in candidates.iter().take(LOOKED_AT) {
            match self.gain_by(arn, service) {
                Passed::Unknown(_) => unknown.push(arn.clone()),
                Passed::Nothing | Passed::Any => {}
                gains @ Passed::Gains(_) => return gains,
            }
        }
        if is_any {
            return Passed::Any;
        }
        let looked_at_all = candidates.len() <= LOOKED_AT;
        if !looked_at_all || !(all_named || complete) {
            let open = |pattern: &String| !looked_at_all || !is_literal(pattern);
            unknown.extend(patterns.into_iter().filter(open));
        }
        if unknown.is_empty() { Passed::Nothing } else { Passed::Unknown(super::granted::some_of(&unknown)) }
    }

    /// The roles that the evidence lists, and whether that is all of them.
    fn known(&mut self) -> (Vec<String>, bool) {
        let (context, rights) = (self.context, self.rights);
        let read = || {
            let account = rights.arn.split(':').nth(4);
            let at = evidence::facts::Whereabouts { account, region: None };
            let roles = context.facts.items(at, DETAILS, "RoleDetailList");
            let roles = roles.iter().filter_map(|role| role.text_of("Arn"));
            let arns: Vec<String> = roles.map(|arn| arn.into_owned()).collect();
            let lists_roles = |parameters: evidence::json::Value<'_>| match parameters.get("Filter") {
                Some(filter) => filter.items().any(|kind| kind.is_text("Role")),
                None => true,
            };
            (arns, context.facts.covered(at, DETAILS, &lists_roles).is_ok())
        };
        self.known.get_or_insert_with(read).clone()
    }

    /// Whether a role that can be passed to a service gains anything.
    fn gain_by(&mut self, arn: &str, service: &str) -> Passed {
        let other = Rights::of_role(self.context, arn);
        let trusted = other.trust.as_ref().map(|trust| trusts(&trust.policy, service));
        if trusted == Ok(Truth::No) { Passed::Nothing } else { self.gain(arn) }
    }

    /// Whether the rights of another role are more than its own.
    fn gain(&mut self, arn: &str) -> Passed {
        if let Some(known) = self.gains.get(arn) {
            return known.clone();
        }
        let passed = self.look(arn);
        self.gains.insert(arn.to_owned(), passed.clone());
        passed
    }

    fn look(&self, arn: &str) -> Passed {
        if arn == self.rights.arn {
            return Passed::Nothing;
        }
        let other = Rights::of_role(self.context, arn);
        match other.existence {
            Answer::Absent(_) => return Passed::Nothing,
            Answer::Refused(_) | Answer::Missing(_) => return Passed::Unknown(arn.to_owned()),
            Answer::Known(_) => {}
        }
        match gain(self.role, &other.role(None)) {
            Gain::No => Passed::Nothing,
            Gain::CannotTell(_) => Passed::Unknown(arn.to_owned()),
            Gain::Yes { action, resource, .. } => {
                let name = arn.rsplit('/').next().unwrap_or(arn);
                Passed::Gains(format!("`{name}` may do {action} on {resource}: more than its own role."))
            }
        }
    }

    /// Whether a path that puts code into functions reaches any whose role has more rights: false only where all of them are known.
    fn reaches_more(&mut self, path: &Path<'_>, own: Option<&str>) -> bool {
        let reached = path.steps.iter().filter(|step| step.action.starts_with("lambda:"));
        let resources: Vec<&str> = reached.flat_map(|step| step.answer.resources()).collect();
        if resources.is_empty() {
            return true;
        }
        let context = self.context;
        let functions = context.once("functions by ARN", "", || {
            let functions = context.facts.functions().enumerate();
            functions
                .filter_map(|(at, function)| Some((function.arn?.to_owned(), at)))
                .collect::<HashMap<_, _>>()
        });
        resources.into_iter().any(|resource| {
            // A version or alias of a function runs as the function does.
            let arn: String = resource.splitn(8, ':').take(7).collect::<Vec<_>>().join(":");
            if !is_literal(&arn) {
                return true;
            }
            if own == Some(arn.as_str()) {
                return false;
            }
            let function = functions.get(&arn).and_then(|&at| context.facts.function(at));
            match function.map(|function| role_arn(&function)) {
                Some(Ok(role)) => !matches!(self.gain(&role), Passed::Nothing),
                _ => true,
            }
        })
    }
}

fn is_literal(pattern: &str) -> bool {
    !pattern.contains(['*', '?', '$'])
}
