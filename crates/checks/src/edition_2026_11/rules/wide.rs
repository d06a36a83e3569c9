//! Statements whose actions are allowed without naming a resource, though a policy could name one: rules that ask the catalogue of
//! actions what each of them does.

use std::collections::BTreeSet;

use evidence::facts::{Function, Gap};
use iam::catalogue::{Access, Action, Catalogue};
use iam::limit::{Width, arn_width};
use iam::policy::{Actions, Resources, Statement};
use iam::role::{Question, StatementRef};

use super::granted::{Collected, Granted, some_of};
use super::rights::Rights;
use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::{Found, Judged};

/// What has to be loaded before actions can be told apart.
pub(super) const ACTIONS: Gap = Gap { operation: "actions.txt", call: None };

/// What an action on all resources is to the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// It changes who may do what.
    pub permissions: bool,
    /// It changes something.
    pub modifies: bool,
    /// A policy could name resources for it.
    pub restrictable: bool,
}

/// The actions that a statement allows on all resources.
struct Wide {
    at: StatementRef,
    within: Vec<StatementRef>,
    only_if: Vec<String>,
    actions: Vec<(String, Kind)>,
    /// Whether it allows so many that a few stand for all of them.
    many: bool,
}

/// Judges statements on all resources: `concerns` chooses among the actions that they allow.
pub(super) fn judge(
    context: &Context<'_>,
    function: &Function<'_>,
    concerns: impl Fn(Kind) -> bool,
    words: &str,
) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    let catalogue = context.data.actions().ok_or(ACTIONS)?;
    // Several rules and functions ask the same of a role.
    let wide = context.once("actions on all resources", &rights.arn, || find(&rights, catalogue));
    let mut collected = Collected { open: !rights.gaps.is_empty(), ..Collected::default() };
    for wide in wide.iter() {
        let actions = wide.actions.iter().filter(|(_, kind)| concerns(*kind));
        let rights: Vec<(String, &'static str)> = actions.map(|(action, _)| (action.clone(), "")).collect();
        if !rights.is_empty() {
            let (within, only_if) = (wide.within.clone(), wide.only_if.clone());
            collected.granted.push(Granted { at: wide.at, rights, within, only_if });
        }
    }
    collected.judged(&rights, |granted, name| {
        // A few names would not tell what thousands of actions do.
        if wide.iter().any(|wide| wide.at == granted.at && wide.many) {
            return Found::new(format!("`{name}` {words}, of nearly every service."));
        }
        let actions: Vec<&str> = granted.rights.iter().map(|(action, _)| action.as_str()).collect();
        Found::new(format!("`{name}` {words}: {}.", some_of(&actions)))
    })
}

fn find(rights: &Rights, catalogue: &Catalogue) -> Vec<Wide> {
    let role = rights.role(None);
    let mut found = Vec::new();
    for (at, document, statement) in rights.allows() {
        let resources = wide_resources(statement);
        // AWS wrote some for what Lambda itself does before and after the code runs; nobody can name the resources there.
        if resources.is_empty() || document.is_execution_role() {
            continue;
        }
        let actions: Vec<(&str, &Action)> = match &statement.actions {
            Actions::Except(patterns) => catalogue.all_but(patterns),
            Actions::Only(patterns) => {
                patterns.iter().flat_map(|pattern| catalogue.expand(pattern)).collect()
            }
        };
        // Where nothing takes anything away, a statement on all resources grants each of its actions on them.
        let is_alone = rights.is_unlimited()
            && statement.conditions.is_empty()
            && matches!(statement.resources, Resources::Only(_));
        let mut collected = Collected::default();
        if is_alone {
            collected.granted.push(Granted {
                at,
                rights: Vec::new(),
                within: Vec::new(),
                only_if: Vec::new(),
            });
        }
        // One action of each service tells as much as all of them where a pattern stands for thousands.
        let many = actions.len() > MANY;
        // A service has one name in the catalogue, so where that lies tells services apart.
        let mut told: BTreeSet<(*const u8, Kind)> = BTreeSet::new();
        let mut granted: Vec<(String, Kind)> = Vec::new();
        for (service, action) in actions {
            let kind = Kind::of(action);
            if !(kind.restrictable || kind.permissions) || (many && told.contains(&(service.as_ptr(), kind)))
            {
                continue;
            }
            // Thousands of these are made for a role that may do all.
            let name = [service, ":", action.name.as_ref()].concat();
            if !is_alone && !role.is_inside(&name) {
                continue;
            }
            for resource in resources.iter().filter(|resource| speaks_of(resource, service)) {
                let asked = || match &statement.resources {
                    // All but some is as good as all, and no pattern is as wide as that.
                    Resources::Except(_) => Question::some(&name, resource),
                    _ => Question::every(&name, resource),
                };
                if is_alone || collected.ask_of(&role, &asked(), "", Some(at)) {
                    if many {
                        told.insert((service.as_ptr(), kind));
                    }
                    granted.push((name, kind));
                    break;
                }
            }
        }
        if let Some(first) = collected.granted.pop().filter(|_| !granted.is_empty()) {
            found.push(Wide { at, within: first.within, only_if: first.only_if, actions: granted, many });
        }
    }
    found
}

impl Kind {
    fn of(action: &Action) -> Self {
        Self {
            permissions: action.access == Access::Permissions,
            modifies: modifies(action),
            restrictable: action.has_resources,
        }
    }
}

/// More actions than a statement has that somebody wrote with a service in mind.
const MANY: usize = 2000;

/// The resources of a statement that are all there are, of a service at least.
fn wide_resources(statement: &Statement) -> Vec<&str> {
    match &statement.resources {
        Resources::Attached => Vec::new(),
        Resources::Except(_) => vec!["*"],
        Resources::Only(patterns) => {
            patterns.iter().map(|pattern| pattern.text.as_str()).filter(|text| is_wide(text)).collect()
        }
    }
}

/// Whether a resource is no narrower than a service: `*`, `arn:aws:s3:::*`, `arn:aws:sqs:*:*:*`.
fn is_wide(resource: &str) -> bool {
    if !resource.starts_with("arn:") {
        return !resource.is_empty() && resource.bytes().all(|byte| byte == b'*');
    }
    let mut segments = resource.splitn(6, ':').skip(3);
    let open = |segment: &str| segment.bytes().all(|byte| byte == b'*');
    let (region, account, name) = (segments.next(), segments.next(), segments.next());
    match (region, account, name) {
        (Some(region), Some(account), Some(name)) => {
            let every_kind = name.split(['/', ':']).all(|part| !part.is_empty() && open(part));
            let places = open(region) && open(account);
            let (width, _) = arn_width(resource, true);
            every_kind && places && width >= Width::AnyAccount
        }
        _ => resource.ends_with('*'),
    }
}

/// Whether a resource can be one of a service's; a pattern may stand for any.
fn speaks_of(resource: &str, service: &str) -> bool {
    match resource.split(':').nth(2) {
        None => true,
        Some(named) => named.contains(['*', '?']) || named.eq_ignore_ascii_case(service),
    }
}

/// Whether an action changes something and a policy could say of what.
pub(super) fn modifies(action: &Action) -> bool {
    action.has_resources && matches!(action.access, Access::Write | Access::Permissions | Access::Tagging)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_wide_or_not() {
        let check = |resource: &str, expected: bool| assert_eq!(is_wide(resource), expected, "{resource}");
        check("*", true);
        check("**", true);
        check("arn:aws:s3:::*", true);
        check("arn:aws:s3:::*/*", true);
        check("arn:aws:sqs:*:*:*", true);
        check("arn:*", true);
        check("arn:aws:sqs:us-east-1:123456789012:*", false);
        check("arn:aws:logs:us-east-1:123456789012:*", false);
        check("arn:aws:s3:::orders*", false);
        check("arn:aws:s3:::orders/*", false);
        check("", false);
    }
}
