//! What a role may do: its policies, boundary and trust policy, read once for each role.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;

use evidence::CallId;
use evidence::facts::{Answer, Field, Function, Gap, Role as Facts};
use iam::context::{Context as Requests, Known};
use iam::policy::{Effect, Policy, Statement, Wanted};
use iam::role::{Boundary, NamedPolicy, PolicyRef, Role, StatementRef};
use serde::Deserialize;

use crate::EvidenceRef;
use crate::edition_2026_11::rule::{Judged, Outcome, not_applicable, place};
use crate::edition_2026_11::{Context, Read};

const GET: &str = "iam:GetRole";
/// What lists all roles, without their policies.
pub(super) const LIST: &str = "iam:ListRoles";
const ATTACHED: &str = "iam:ListAttachedRolePolicies";

/// A role and what it may do.
#[derive(Debug)]
pub(super) struct Rights {
    /// Its ARN, as the function names it.
    pub arn: String,
    /// Whether it is there.
    pub existence: Answer<CallId>,
    /// Who may assume it.
    pub trust: Result<Document, Gap>,
    /// Its identity policies that are known.
    pub documents: Vec<Document>,
    boundary: Bound,
    /// What would have to be read before all of its rights are known.
    pub gaps: Vec<Gap>,
    /// What is known about the role's requests.
    requests: Requests,
    /// Whether anything could allow any step of a way to more rights.
    escalates: OnceCell<bool>,
}

/// A policy of a role.
#[derive(Debug)]
pub(super) struct Document {
    /// An inline policy's name, or a managed policy's ARN.
    pub name: String,
    /// Whether it is an inline policy.
    pub inline: bool,
    /// What it says.
    pub policy: Rc<Policy>,
    source: Source,
}

/// Where a policy's text comes from.
#[derive(Debug)]
enum Source {
    /// It stands in the evidence.
    Read(Read),
    /// The evidence names it here, and what such a policy of AWS says is known.
    Named(Option<EvidenceRef>),
}

#[derive(Debug)]
enum Bound {
    None,
    Is(Document),
    Missing(String),
}

impl Document {
    /// Where a statement stands.
    pub fn place(&self, statement: usize) -> Option<EvidenceRef> {
        match &self.source {
            Source::Read(read) => Some(read.statement(statement)),
            Source::Named(place) => place.clone(),
        }
    }

    /// The last part of its name, for people.
    pub fn short_name(&self) -> &str {
        if self.inline { &self.name } else { self.name.rsplit('/').next().unwrap_or(&self.name) }
    }

    /// Whether AWS wrote it.
    pub fn is_of_aws(&self) -> bool {
        !self.inline && self.name.contains(":iam::aws:policy/")
    }

    /// Whether it is one of those that AWS made for Lambda's own needs, such as `AWSLambdaBasicExecutionRole`.
    pub fn is_execution_role(&self) -> bool {
        !self.inline && is_execution_role(&self.name)
    }
}

impl Rights {
    /// What the function's role may do; `Err` holds what its rules say instead.
    pub fn of(context: &Context<'_>, function: &Function<'_>) -> Result<Rc<Self>, Judged> {
        // Many rules ask for them.
        let rights = context.here("rights", || role_arn(function).map(|arn| Self::of_role(context, &arn)));
        match rights.as_ref() {
            Err(gap) => Err(Err(*gap)),
            Ok(rights) if matches!(rights.existence, Answer::Absent(_)) => {
                Err(not_applicable("The role does not exist."))
            }
            Ok(rights) => Ok(rights.clone()),
        }
    }

    /// What any role may do.
    pub fn of_role(context: &Context<'_>, arn: &str) -> Rc<Self> {
        context.once("rights", arn, || Self::read(context, arn))
    }

    fn read(context: &Context<'_>, arn: &str) -> Self {
        let role = Facts::new(context.facts, arn);
        let mut gaps: Vec<Gap> = Vec::new();
        gaps.extend(role.inline_gap);
        gaps.extend(role.attached_gap);
        let mut documents = Vec::new();
        for listed in &role.policies {
            let operation = if listed.inline { "iam:GetRolePolicy" } else { "iam:GetPolicyVersion" };
            match read(context, &listed.document, operation) {
                Ok(Some(read)) => documents.push(Document {
                    name: listed.name.clone().into_owned(),
                    inline: listed.inline,
                    policy: read.policy.clone(),
                    source: Source::Read(read),
                }),
                Ok(None) => {}
                Err(gap) => {
                    gaps.push(gap);
                    if let Some(policy) = of_aws(&listed.name).filter(|_| !listed.inline) {
                        let source = Source::Named(attachment(context, &role, &listed.name));
                        let name = listed.name.clone().into_owned();
                        documents.push(Document { name, inline: false, policy, source });
                    }
                }
            }
        }
        let boundary = match &role.boundary {
            Answer::Absent(_) => Bound::None,
            Answer::Known(listed) => match read(context, &listed.document, "iam:GetPolicyVersion") {
                Ok(Some(read)) => Bound::Is(Document {
                    name: listed.name.clone().into_owned(),
                    inline: false,
                    policy: read.policy.clone(),
                    source: Source::Read(read),
                }),
                Ok(None) => Bound::Missing(listed.name.clone().into_owned()),
                Err(gap) => {
                    gaps.push(gap);
                    match of_aws(&listed.name).filter(|_| is_unlimited(&listed.name)) {
                        Some(policy) => Bound::Is(Document {
                            name: listed.name.clone().into_owned(),
                            inline: false,
                            policy,
                            source: Source::Named(None),
                        }),
                        None => Bound::Missing(listed.name.clone().into_owned()),
                    }
                }
            },
            Answer::Refused(gap) | Answer::Missing(gap) => {
                gaps.push(*gap);
                Bound::Missing(GET.to_owned())
            }
        };
        let trust = match read(context, &role.trust(), GET) {
            Ok(Some(read)) => Ok(Document {
                name: "the trust policy".to_owned(),
                inline: true,
                policy: read.policy.clone(),
                source: Source::Read(read),
            }),
            Ok(None) => Err(Gap::new(GET)),
            Err(gap) => match listed(context, &role) {
                Some(trust) => Ok(trust),
                None => Err(gap),
            },
        };
        let account = || Known::one(arn.split(':').nth(4).unwrap_or_default());
        let requests = Requests::of_service_role(arn)
            .at(&format!("{}T00:00:00Z", context.as_of))
            // What rules ask about are things of its own account.
            .with("aws:ResourceAccount", account())
            .with("s3:ResourceAccount", account())
            .shared();
        Self {
            arn: arn.to_owned(),
            existence: role.detail.clone().map(|detail| detail.call),
            trust,
            documents,
            boundary,
            gaps,
            requests,
            escalates: OnceCell::new(),
        }
    }

    /// The role, to be asked; `function` is the ARN of the function that acts as it.
    pub fn role(&self, function: Option<&str>) -> Role<'_> {
        let mut requests = self.requests.clone();
        if let Some(arn) = function {
            requests = requests.with("lambda:SourceFunctionArn", Known::IsOrAbsent(vec![arn.to_owned()]));
        }
        Role {
            arn: &self.arn,
            identity: self.documents.iter().map(named).collect(),
            boundary: match &self.boundary {
                Bound::None => Boundary::None,
                Bound::Is(document) => Boundary::Is(named(document)),
                Bound::Missing(what) => Boundary::Missing(what.clone()),
            },
            missing: if self.is_read() {
                Vec::new()
            } else {
                self.gaps.iter().map(|gap| gap.operation.to_owned()).collect()
            },
            context: requests,
        }
    }

    /// Whether nothing takes away what its Allows grant: it has no boundary, and no policy that was read denies anything.
    pub fn is_unlimited(&self) -> bool {
        let mut statements = self.documents.iter().flat_map(|document| &document.policy.statements);
        matches!(self.boundary, Bound::None) && statements.all(|statement| statement.effect == Effect::Allow)
    }

    /// Whether all of its identity policies were read.
    fn is_read(&self) -> bool {
        self.gaps.is_empty() || matches!(self.boundary, Bound::Missing(_)) && self.gaps.len() == 1
    }

    /// Whether anything could allow it an action, see [`Role::could`].
    pub fn could(&self, action: &str) -> bool {
        let action = Wanted::new(action);
        let is_inside = match &self.boundary {
            Bound::Is(document) => document.policy.allows_some(&action),
            Bound::None | Bound::Missing(_) => true,
        };
        is_inside
            && (!self.is_read() || self.documents.iter().any(|document| document.policy.allows_some(&action)))
    }

    /// Whether anything could allow any step of a way to more rights.
    pub fn escalates(&self) -> bool {
        *self.escalates.get_or_init(|| iam::escalation::actions().any(|action| self.could(action)))
    }

    /// The document of a policy.
    pub fn document(&self, at: PolicyRef) -> Option<&Document> {
        match (at, &self.boundary) {
            (PolicyRef::Identity(index), _) => self.documents.get(index),
            (PolicyRef::Boundary, Bound::Is(document)) => Some(document),
            (PolicyRef::Boundary, _) => None,
        }
    }

    /// Where a statement stands.
    pub fn place(&self, at: StatementRef) -> Option<EvidenceRef> {
        self.document(at.policy)?.place(at.statement)
    }

    /// What to call a statement: its policy and its `Sid` or number.
    pub fn name(&self, at: StatementRef) -> String {
        let Some(document) = self.document(at.policy) else { return "the boundary".to_owned() };
        format!("{}/{}", document.short_name(), statement_name(&document.policy, at.statement))
    }

    /// All Allow statements of its identity policies.
    pub fn allows(&self) -> impl Iterator<Item = (StatementRef, &Document, &Statement)> {
        self.documents.iter().enumerate().flat_map(|(index, document)| {
            let allows =
                document.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
            allows.map(move |statement| {
                let policy = PolicyRef::Identity(index);
                (StatementRef { policy, statement: statement.index }, document, statement)
            })
        })
    }

    /// What is missing, as outcomes.
    pub fn open(&self) -> impl Iterator<Item = Outcome> {
        self.gaps.iter().copied().map(Outcome::NotAssessed)
    }
}

/// Whether an ARN is that of a policy that AWS made for what Lambda itself does, such as `AWSLambdaBasicExecutionRole`.
pub(super) fn is_execution_role(arn: &str) -> bool {
    arn.contains(":iam::aws:policy/service-role/AWSLambda") && arn.ends_with("ExecutionRole")
}

/// The ARN of a function's role.
pub(super) fn role_arn(function: &Function<'_>) -> Result<String, Gap> {
    let call = function.configuration().known().map(|configuration| configuration.call);
    let arn = function.config_text("Role")?;
    arn.map(|arn| arn.into_owned()).ok_or(Gap { operation: "lambda:GetFunction", call })
}

/// A statement's `Sid`, else its number.
pub(super) fn statement_name(policy: &Policy, statement: usize) -> String {
    let found = policy.statements.iter().find(|found| found.index == statement);
    let sid = found.and_then(|found| found.sid.clone()).filter(|sid| !sid.is_empty());
    sid.unwrap_or_else(|| format!("statement {}", statement + 1))
}

fn named(document: &Document) -> NamedPolicy<'_> {
    NamedPolicy { name: &document.name, policy: &document.policy }
}

fn read(
    context: &Context<'_>,
    document: &Answer<Field<'_>>,
    operation: &'static str,
) -> Result<Option<Read>, Gap> {
    match document {
        Answer::Known(field) => context.policy(field, operation).map(Some),
        // A policy that is listed and then not found went away in between.
        Answer::Absent(call) => Err(Gap { operation, call: Some(*call) }),
        Answer::Refused(gap) | Answer::Missing(gap) => Err(*gap),
    }
}

/// The trust policy as a list of roles tells it.
fn listed(context: &Context<'_>, role: &Facts<'_>) -> Option<Document> {
    let found = context.facts.find(role.at, LIST, "Roles", "Arn", role.arn).into_iter().next()?;
    let read = context.policy(&found.get("AssumeRolePolicyDocument")?, LIST).ok()?;
    let policy = read.policy.clone();
    Some(Document { name: "the trust policy".to_owned(), inline: true, policy, source: Source::Read(read) })
}

/// Where a role's answers name a managed policy.
fn attachment(context: &Context<'_>, role: &Facts<'_>, arn: &str) -> Option<EvidenceRef> {
    let listed = context.facts.asked_list(role.at, ATTACHED, "RoleName", role.name, "AttachedPolicies");
    let details = role.detail.clone().known();
    let details = details.iter().flat_map(|detail| detail.list("AttachedManagedPolicies"));
    let found = listed
        .items
        .into_iter()
        .chain(details)
        .find(|policy| policy.get("PolicyArn").is_some_and(|found| found.is_text(arn)));
    found.map(|policy| place(&policy))
}

/// A boundary that is known to allow all there is needs no document; others do.
fn is_unlimited(arn: &str) -> bool {
    arn.ends_with(":policy/AdministratorAccess")
}

/// What a managed policy of AWS grants at least, by its ARN.
fn of_aws(arn: &str) -> Option<Rc<Policy>> {
    #[derive(Deserialize)]
    struct Shipped {
        policies: BTreeMap<String, serde_json::Value>,
    }
    static POLICIES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let policies = POLICIES.get_or_init(|| {
        let shipped = serde_json::from_str(include_str!("../../../data/managed-policies.json"));
        let shipped = shipped.unwrap_or(Shipped { policies: BTreeMap::new() });
        shipped.policies.into_iter().map(|(name, policy)| (name, policy.to_string())).collect()
    });
    let (front, name) = arn.split_once(":iam::aws:policy/")?;
    let document = policies.get(name).filter(|_| front.starts_with("arn:"))?;
    Policy::parse(document).ok().map(Rc::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_of_aws_are_known_by_their_arn() {
        let check = |arn: &str, expected: bool| assert_eq!(of_aws(arn).is_some(), expected, "{arn}");
        check("arn:aws:iam::aws:policy/AdministratorAccess", true);
        check("arn:aws-cn:iam::aws:policy/AdministratorAccess", true);
        check("arn:aws-us-gov:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", true);
        check("arn:aws:iam::123456789012:policy/AdministratorAccess", false);
        check("arn:aws:iam::aws:policy/ReadOnlyAccess", false);
        check("AdministratorAccess", false);
    }
}
