//! The role's policies, as far as the original gets with them.
//!
//! It reads attached policies, then inline ones, and stops without a word at the first answer that it can't read; what it
//! holds by then it judges. What it did not see is noted here, so that nothing unseen passes.

use std::rc::Rc;

use evidence::{CallId, Evidence, Map, Scope};

use super::answers::{ask, named};
use super::check::Sheet;
use super::configuration::{Configuration, Field};
use super::policy::{Judged, judge};
use super::rules;
use crate::Details;
use crate::python::{Py, Raised};

const LIST_ATTACHED: &str = "iam:ListAttachedRolePolicies";
const GET_POLICY: &str = "iam:GetPolicy";
const GET_VERSION: &str = "iam:GetPolicyVersion";
const LIST_INLINE: &str = "iam:ListRolePolicies";
const GET_INLINE: &str = "iam:GetRolePolicy";
const NO_ROLE: &[&str] = &["lambda:GetFunction"];

/// What functions share: roles by their name, managed policies by their ARN.
#[derive(Debug, Default)]
pub struct Shared {
    roles: Map<Scope, Map<String, Rc<Role>>>,
    managed: Map<(Scope, String), Managed>,
}

/// A managed policy's default version, or the operation whose answer could not be read.
type Managed = Result<(CallId, Rc<Judged>), &'static str>;

#[derive(Debug, Default)]
struct Role {
    /// The policies that the original gets hold of.
    policies: Vec<Policy>,
    /// Operations whose answers were missing, refused or unreadable.
    missing: Vec<&'static str>,
    /// The answer about inline policies: its call, and the names as the answer has them.
    inline: Option<(CallId, Inline)>,
    /// The original stopped.
    stopped: bool,
}

#[derive(Debug)]
enum Inline {
    None,
    Some { count: Result<usize, String>, names: Details },
}

#[derive(Debug)]
struct Policy {
    name: String,
    call: CallId,
    judged: Rc<Judged>,
}

// Kept apart, as below: ARCHITECTURE.md, "Size and speed", says why.
#[inline(never)]
pub(super) fn iam(
    sheet: &mut Sheet,
    evidence: &Evidence,
    scope: Scope,
    config: &Configuration<'_>,
    call: Option<CallId>,
    shared: &mut Shared,
) {
    let role = config.get(Field::Role, Py::None).and_then(|role| match role {
        Py::Text(arn) => Ok(arn),
        other if other.truthy() => Err(other.no_attribute("split")),
        _ => Ok("".into()),
    });
    match role.as_deref().map(|arn| arn.rsplit('/').next().unwrap_or_default()) {
        Ok("") => {
            sheet.could_not_look(&[&rules::IAM_1, &rules::IAM_2, &rules::IAM_3, &rules::IAM_4], NO_ROLE);
        }
        Ok(name) => {
            let role = shared.role(evidence, scope, name);
            if let Err((call, text)) = role.judge(sheet) {
                failed(sheet, call, &text);
            }
        }
        Err(raised) => {
            failed(sheet, call, &raised.to_string());
            sheet.could_not_look(&[&rules::IAM_1, &rules::IAM_2, &rules::IAM_3], NO_ROLE);
        }
    }
}

fn failed(sheet: &mut Sheet, call: Option<CallId>, text: &str) {
    sheet.find(&rules::IAM_4, format!("Failed to check IAM permissions: {text}")).at(call, "");
}

impl Role {
    /// Judges what the original got hold of. An exception is the call that it comes from, and its text.
    #[inline(never)]
    fn judge(&self, sheet: &mut Sheet) -> Result<(), (Option<CallId>, String)> {
        let inline_missing: Vec<&'static str> =
            self.missing.iter().copied().filter(|operation| *operation == LIST_INLINE).collect();
        if self.stopped {
            sheet.could_not_look(&[&rules::IAM_1, &rules::IAM_2, &rules::IAM_4], &self.missing);
        }
        if !inline_missing.is_empty() {
            sheet.could_not_look(&[&rules::IAM_3], &inline_missing);
        }
        let step = self.actions(sheet);
        if step.is_err() {
            sheet.could_not_look(&[&rules::IAM_1, &rules::IAM_2, &rules::IAM_3], &[GET_VERSION, GET_INLINE]);
        }
        step?;
        let step = self.wildcards(sheet);
        if step.is_err() {
            sheet.could_not_look(&[&rules::IAM_2, &rules::IAM_3], &[GET_VERSION, GET_INLINE]);
        }
        step?;
        let Some((call, Inline::Some { count, names })) = &self.inline else { return Ok(()) };
        // A count that fails is that of no list: then the names could not be read, which is noted above.
        let count = count.as_ref().map_err(|text| (Some(*call), text.clone()))?;
        sheet
            .find(&rules::IAM_3, format!("Function role uses inline policies: {count} found"))
            .details(names.clone())
            .at(Some(*call), "/PolicyNames");
        Ok(())
    }

    #[inline(never)]
    fn actions(&self, sheet: &mut Sheet) -> Result<(), (Option<CallId>, String)> {
        let mut places = Vec::new();
        let mut found: Vec<&'static str> = Vec::new();
        for policy in &self.policies {
            let actions = policy.judged.actions.as_ref().map_err(|text| (Some(policy.call), text.clone()))?;
            for (action, pointer) in actions {
                found.push(action);
                places.push((policy.call, pointer));
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        // The original's order is that of a set, which is none; by code point it is the same every time.
        order::sort(&mut found);
        found.dedup();
        let message = format!("Function has overprivileged permissions: {}", found.join(", "));
        let finding = sheet.find(&rules::IAM_1, message);
        finding.details(Details::List(found.into_iter().map(str::to_owned).collect()));
        places.dedup();
        for (call, pointer) in places {
            finding.at(Some(call), pointer.clone());
        }
        finding.missing.clone_from(&self.missing);
        Ok(())
    }

    #[inline(never)]
    fn wildcards(&self, sheet: &mut Sheet) -> Result<(), (Option<CallId>, String)> {
        let mut places = Vec::new();
        let mut found = Vec::new();
        for policy in &self.policies {
            let pointers =
                policy.judged.wildcards.as_ref().map_err(|text| (Some(policy.call), text.clone()))?;
            found.extend(pointers.iter().map(|_| format!("Policy: {}", policy.name)));
            places.extend(pointers.iter().map(|pointer| (policy.call, pointer)));
        }
        if found.is_empty() {
            return Ok(());
        }
        let message = format!("Function uses wildcard permissions: {} found", found.len());
        let finding = sheet.find(&rules::IAM_2, message);
        finding.details(Details::List(found));
        places.dedup();
        for (call, pointer) in places {
            finding.at(Some(call), pointer.clone());
        }
        finding.missing.clone_from(&self.missing);
        Ok(())
    }

    fn miss(&mut self, operation: &'static str) {
        self.stopped = true;
        if !self.missing.contains(&operation) {
            self.missing.push(operation);
        }
    }

    fn keep(&mut self, policy: Policy) {
        if !self.stopped {
            self.policies.push(policy);
        }
    }
}

impl Shared {
    #[inline(never)]
    fn role(&mut self, evidence: &Evidence, scope: Scope, name: &str) -> Rc<Role> {
        if let Some(role) = self.roles.get(&scope).and_then(|roles| roles.get(name)) {
            return Rc::clone(role);
        }
        let mut role = Role::default();
        self.read_attached(evidence, scope, name, &mut role);
        read_inline(evidence, scope, name, &mut role);
        let role = Rc::new(role);
        self.roles.entry(scope).or_default().insert(name.to_owned(), Rc::clone(&role));
        role
    }

    #[inline(never)]
    fn read_attached(&mut self, evidence: &Evidence, scope: Scope, name: &str, role: &mut Role) {
        let parameters = named(&[("RoleName", &Py::Text(name.into()))]);
        let reply = ask(evidence, scope, LIST_ATTACHED, &parameters);
        let attached = reply.root().and_then(|root| root.item("AttachedPolicies")?.iterate());
        let Ok(attached) = attached else { return role.miss(LIST_ATTACHED) };
        for entry in attached {
            let Ok(arn) = entry.item("PolicyArn") else {
                role.miss(LIST_ATTACHED);
                continue;
            };
            match self.managed(evidence, scope, &arn) {
                Err(operation) => role.miss(operation),
                Ok((call, judged)) => match entry.item("PolicyName") {
                    Ok(name) => role.keep(Policy { name: name.to_text().into_owned(), call, judged }),
                    Err(_) => role.miss(LIST_ATTACHED),
                },
            }
        }
    }

    fn managed(&mut self, evidence: &Evidence, scope: Scope, arn: &Py<'_>) -> Managed {
        let parameters = named(&[("PolicyArn", arn)]);
        let key = (scope, parameters);
        if let Some(managed) = self.managed.get(&key) {
            return managed.clone();
        }
        let managed = read_managed(evidence, scope, arn, &key.1);
        self.managed.insert(key, managed.clone());
        managed
    }
}

#[inline(never)]
fn read_managed(evidence: &Evidence, scope: Scope, arn: &Py<'_>, parameters: &str) -> Managed {
    let policy = ask(evidence, scope, GET_POLICY, parameters);
    let default = policy.root().and_then(|root| root.item("Policy")?.item("DefaultVersionId"));
    let parameters = named(&[("PolicyArn", arn), ("VersionId", &default.map_err(|_| GET_POLICY)?)]);
    let version = ask(evidence, scope, GET_VERSION, &parameters);
    let document = version.root().and_then(|root| root.item("PolicyVersion")?.item("Document"));
    let judged = judge(&document.map_err(|_| GET_VERSION)?, "/PolicyVersion/Document");
    // A reply that could be read comes from a call.
    Ok((version.call.ok_or(GET_VERSION)?, Rc::new(judged)))
}

#[inline(never)]
fn read_inline(evidence: &Evidence, scope: Scope, role_name: &str, role: &mut Role) {
    let role_name = Py::Text(role_name.into());
    let reply = ask(evidence, scope, LIST_INLINE, &named(&[("RoleName", &role_name)]));
    let Some((call, names)) = reply.call.zip(reply.root().and_then(|root| root.item("PolicyNames")).ok())
    else {
        return role.miss(LIST_INLINE);
    };
    role.inline = Some((call, inline(&names)));
    let Ok(names) = names.iterate() else { return role.miss(LIST_INLINE) };
    for name in names {
        let reply =
            ask(evidence, scope, GET_INLINE, &named(&[("RoleName", &role_name), ("PolicyName", &name)]));
        let document = reply.root().and_then(|root| root.item("PolicyDocument"));
        match (reply.call, document) {
            (Some(call), Ok(document)) => {
                let judged = Rc::new(judge(&document, "/PolicyDocument"));
                role.keep(Policy { name: name.to_text().into_owned(), call, judged });
            }
            _ => role.miss(GET_INLINE),
        }
    }
}

fn inline(names: &Py<'_>) -> Inline {
    if !names.truthy() {
        return Inline::None;
    }
    let texts = match names {
        Py::List(_) => names.iterate().unwrap_or_default(),
        _ => Vec::new(),
    };
    let plain: Option<Vec<String>> = texts
        .into_iter()
        .map(|name| match name {
            Py::Text(text) => Some(text.into_owned()),
            _ => None,
        })
        .collect();
    let names_ = match plain {
        Some(plain) if matches!(names, Py::List(_)) => Details::List(plain),
        _ => Details::Json(names.to_json().into_owned()),
    };
    Inline::Some { count: names.length().map_err(|raised: Raised<'_>| raised.to_string()), names: names_ }
}
