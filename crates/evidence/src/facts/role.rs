//! A role with its policies, joined from the calls about each of them and from the account's authorization details.

use std::borrow::Cow;

use super::{Answer, ArnParts, Facts, Field, Gap, Whereabouts};

const DETAILS: &str = "iam:GetAccountAuthorizationDetails";
const GET: &str = "iam:GetRole";

/// A policy document of a role.
#[derive(Clone, Debug)]
pub struct Document<'f> {
    /// An inline policy's name, or a managed policy's ARN.
    pub name: Cow<'f, str>,
    /// Whether it is an inline policy.
    pub inline: bool,
    /// The document: text or object, see [`Field::document`].
    pub document: Answer<Field<'f>>,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role<'f> {
    /// Its ARN, as the function names it.
    pub arn: &'f str,
    /// Its name, without path.
    pub name: &'f str,
    /// Its account, for asking more.
    pub at: Whereabouts<'f>,
    /// What IAM says about it: an object with `RoleName`, `Arn`, `AssumeRolePolicyDocument`, `RoleLastUsed`,
    /// `PermissionsBoundary`.
    pub detail: Answer<Field<'f>>,
    /// Its inline and managed policies, as far as they are listed.
    pub policies: Vec<Document<'f>>,
    /// Why there may be more inline policies.
    pub inline_gap: Option<Gap>,
    /// Why there may be more managed policies.
    pub attached_gap: Option<Gap>,
    /// Its permissions boundary; absent where it has none.
    pub boundary: Answer<Document<'f>>,
}

impl<'f> Role<'f> {
    /// All that is known of a role.
    pub fn new(facts: &'f Facts<'f>, arn: &'f str) -> Self {
        let (at, name) = place(arn);
        let detail = Self::detail(facts, arn);
        let boundary = Self::boundary(facts, arn, &detail);
        let mut role = Self {
            arn,
            name,
            at,
            detail,
            policies: Vec::new(),
            inline_gap: None,
            attached_gap: None,
            boundary,
        };
        let details = facts.find(at, DETAILS, "RoleDetailList", "Arn", arn).into_iter().next();
        role.read_inline(facts, details);
        role.read_attached(facts, details);
        role
    }

    /// The account that a role's ARN names, for asking more.
    pub fn account(arn: &str) -> Whereabouts<'_> {
        place(arn).0
    }

    /// What IAM says about a role, see [`Role::detail`]; its policies are not read.
    pub fn detail(facts: &'f Facts<'f>, arn: &str) -> Answer<Field<'f>> {
        let (at, name) = place(arn);
        match facts.asked(at, GET, "RoleName", &[name, arn]) {
            Answer::Known(answer) => match answer.get("Role") {
                Some(role) => Answer::Known(role),
                None => Answer::Missing(Gap { operation: GET, call: Some(answer.call) }),
            },
            Answer::Absent(call) => Answer::Absent(call),
            unknown => match facts.find(at, DETAILS, "RoleDetailList", "Arn", arn).into_iter().next() {
                Some(role) => Answer::Known(role),
                None => unknown.or_else(|| missing_in_details(facts, at)),
            },
        }
    }

    /// The permissions boundary of a role that IAM says this about, see [`Role::boundary`].
    pub fn boundary(facts: &'f Facts<'f>, arn: &str, detail: &Answer<Field<'f>>) -> Answer<Document<'f>> {
        let named = |name: Cow<'f, str>, document| Document { inline: false, document, name };
        match detail {
            Answer::Known(detail) => match detail.path(&["PermissionsBoundary", "PermissionsBoundaryArn"]) {
                Some(boundary) => {
                    let (at, _) = place(arn);
                    let name = boundary.text().unwrap_or_default();
                    Answer::Known(named(name.clone(), facts.managed_policy(at, &name)))
                }
                None => Answer::Absent(detail.call),
            },
            other => other.clone().map(|_| named("".into(), Answer::missing(GET))),
        }
    }

    fn read_inline(&mut self, facts: &'f Facts<'f>, details: Option<Field<'f>>) {
        const LIST: &str = "iam:ListRolePolicies";
        const READ: &str = "iam:GetRolePolicy";
        let listed = facts.asked_list(self.at, LIST, "RoleName", self.name, "PolicyNames");
        let names = listed.items.iter().filter_map(|name| name.text());
        let mut names: Vec<Cow<'f, str>> = names.collect();
        let known = listed.items.len();
        // A document that was read is there, listed or not.
        for call in facts.calls_asking(self.at, READ, "RoleName", &[self.name]) {
            let answer = facts.answer(call, READ).known();
            names.extend(answer.and_then(|answer| answer.text_of("PolicyName")));
        }
        for (at, name) in names.iter().enumerate() {
            if at >= known && names[..at].contains(name) {
                continue;
            }
            let right = |parameters: crate::json::Value<'_>| {
                parameters.get("PolicyName").is_some_and(|given| given.is_text(name))
            };
            let answer = facts.asked_with(self.at, READ, "RoleName", &[self.name], &right);
            let document = part(answer, READ, "PolicyDocument");
            self.policies.push(Document { name: name.clone(), inline: true, document });
        }
        self.inline_gap = listed.gap;
        let Some(details) = details.filter(|details| details.get("RolePolicyList").is_some()) else { return };
        self.inline_gap = None;
        for policy in details.list("RolePolicyList") {
            let Some(name) = policy.text_of("PolicyName") else { continue };
            let document = part(Answer::Known(policy), DETAILS, "PolicyDocument");
            match self.policies.iter_mut().find(|known| known.inline && known.name == name) {
                Some(known) if !matches!(known.document, Answer::Known(_)) => known.document = document,
                Some(_) => {}
                None => self.policies.push(Document { name, inline: true, document }),
            }
        }
    }

    fn read_attached(&mut self, facts: &'f Facts<'f>, details: Option<Field<'f>>) {
        const LIST: &str = "iam:ListAttachedRolePolicies";
        let listed = facts.asked_list(self.at, LIST, "RoleName", self.name, "AttachedPolicies");
        self.attached_gap = listed.gap;
        let mut attached = listed.items;
        if let Some(details) = details.filter(|details| details.get("AttachedManagedPolicies").is_some()) {
            self.attached_gap = None;
            attached.extend(details.list("AttachedManagedPolicies"));
        }
        let mut seen: Vec<Cow<'f, str>> = Vec::new();
        for policy in attached {
            let Some(arn) = policy.text_of("PolicyArn").filter(|arn| !seen.contains(arn)) else { continue };
            let document = facts.managed_policy(self.at, &arn);
            seen.push(arn.clone());
            self.policies.push(Document { name: arn, inline: false, document });
        }
    }

    /// Who may assume it: its trust policy, text or object.
    pub fn trust(&self) -> Answer<Field<'f>> {
        part(self.detail.clone(), GET, "AssumeRolePolicyDocument")
    }
}

/// Where a role is asked about, and its name without path.
fn place(arn: &str) -> (Whereabouts<'_>, &str) {
    let at = ArnParts::parse(arn).map(|parts| parts.whereabouts()).unwrap_or_default().everywhere();
    (at, arn.rsplit('/').next().unwrap_or(arn))
}

/// A member that every such answer has.
fn part<'f>(answer: Answer<Field<'f>>, operation: &'static str, key: &str) -> Answer<Field<'f>> {
    match answer {
        Answer::Known(field) => match field.get(key) {
            Some(part) => Answer::Known(part),
            None => Answer::Missing(Gap { operation, call: Some(field.call) }),
        },
        other => other,
    }
}

/// Whether authorization details that list all roles are there, for a role that they don't list.
fn missing_in_details<'f>(facts: &'f Facts<'f>, at: Whereabouts<'_>) -> Answer<Field<'f>> {
    let lists_roles = |parameters: crate::json::Value<'_>| match parameters.get("Filter") {
        Some(filter) => filter.items().any(|kind| kind.is_text("Role")),
        None => true,
    };
    match facts.covered(at, DETAILS, &lists_roles) {
        Ok(call) => Answer::Absent(call),
        Err(_) => Answer::missing(GET),
    }
}

impl<'e> Facts<'e> {
    /// The default version of a managed policy: its document. Many roles have the same, so it is looked for once.
    pub fn managed_policy(&self, at: Whereabouts<'_>, arn: &str) -> Answer<Field<'_>> {
        let found = self.managed(at, arn, || self.find_managed_policy(at, arn));
        match found {
            Answer::Known((call, node)) => match self.node(call, node) {
                Some(document) => Answer::Known(document),
                // It was found there.
                None => Answer::missing("iam:GetPolicyVersion"),
            },
            Answer::Absent(call) => Answer::Absent(call),
            Answer::Refused(gap) => Answer::Refused(gap),
            Answer::Missing(gap) => Answer::Missing(gap),
        }
    }

    fn find_managed_policy(&self, at: Whereabouts<'_>, arn: &str) -> Answer<Field<'_>> {
        const GET: &str = "iam:GetPolicy";
        const VERSION: &str = "iam:GetPolicyVersion";
        let policy = self.asked(at, GET, "PolicyArn", &[arn]);
        let default = policy.clone().known().and_then(|policy| policy.path(&["Policy", "DefaultVersionId"]));
        let default = default.and_then(|version| version.text());
        let is_right = |parameters: crate::json::Value<'_>| {
            let given = parameters.get("VersionId").and_then(|version| version.text());
            default.is_none() || given == default
        };
        // Without GetPolicy, a version that calls itself the default one is.
        let is_default = |version: &Field<'_>| {
            default.is_some() || version.get("IsDefaultVersion").and_then(|is| is.bool()) == Some(true)
        };
        let mut document = Answer::missing(if default.is_some() { VERSION } else { GET });
        for call in self.calls_asking(at, VERSION, "PolicyArn", &[arn]) {
            let parameters = crate::json::Document::parse(self.evidence().parameters(call));
            if !parameters.is_ok_and(|parameters| is_right(parameters.root())) {
                continue;
            }
            let answer = part(self.answer(call, VERSION), VERSION, "PolicyVersion");
            let fits = !matches!(&answer, Answer::Known(version) if !is_default(version));
            if fits {
                document = document.or_else(|| part(answer, VERSION, "Document"));
            }
        }
        let in_details = || {
            let policy = self.find(at, DETAILS, "Policies", "Arn", arn).into_iter().next()?;
            let default = policy.text_of("DefaultVersionId");
            let is_default = |version: &Field<'_>| {
                version.get("IsDefaultVersion").and_then(|is| is.bool()) == Some(true)
                    || (default.is_some() && version.text_of("VersionId") == default)
            };
            policy.list("PolicyVersionList").find(is_default)?.get("Document")
        };
        match document {
            Answer::Known(_) | Answer::Absent(_) => document,
            unknown => match in_details() {
                Some(found) => Answer::Known(found),
                None => match policy {
                    Answer::Known(_) => unknown,
                    policy => unknown.or_else(|| policy),
                },
            },
        }
    }
}
