//! The blast radius of a function: who can call it, how its role may raise its rights, and what that role reaches. Data for the
//! small picture on the function's screen.

use evidence::facts::{ArnParts, Function, Gap};
use iam::catalogue::Access;
use iam::limit::LimitKind;
use iam::policy::{Actions, Resources, Statement};
use iam::principal::Who;
use iam::role::{Question, Role, StatementRef};

use super::escalation::ways;
use super::granted::is_narrowed;
use super::rights::{Rights, role_arn};
use super::{resource_policy, trust, url, wide};
use crate::EvidenceRef;
use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::place;

/// From who can call a function to what it reaches.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Who can call it, the most open first.
    pub callers: Vec<Caller>,
    /// Operations whose answers could name more callers.
    pub callers_missing: Vec<&'static str>,
    /// Its role's ARN, where known.
    pub role: Option<String>,
    /// The shortest and surest way in which the role may raise its rights.
    pub escalation: Option<Escalation>,
    /// What the role reaches, the widest first.
    pub reaches: Vec<Reached>,
    /// Operations whose answers could name more rights.
    pub rights_missing: Vec<&'static str>,
}

/// Somebody or something that can call a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// What it is.
    pub kind: CallerKind,
    /// Who: `everybody`, an account, an ARN, a service, a URL.
    pub name: String,
    /// What narrows it: the sources, accounts or organisations that conditions name. Empty where nothing does.
    pub only: Vec<String>,
    /// Whether everybody gets in by it.
    pub public: bool,
    /// The statement of the resource policy that lets it in, by the name that findings have; none for URLs and event sources.
    pub statement: Option<String>,
    /// Where the evidence shows it.
    pub evidence: EvidenceRef,
}

/// What calls a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallerKind {
    /// A function URL.
    Url,
    /// Everybody whom the resource policy's conditions let in.
    Everyone,
    /// An account, a role or a user.
    Principal,
    /// An AWS service.
    Service,
    /// A queue, a stream or a topic that Lambda reads for it.
    EventSource,
}

/// A way to more rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// Its name in the catalogues of the field.
    pub id: &'static str,
    /// Its steps in words that continue "the role ...".
    pub steps: Vec<String>,
    /// The action of each step.
    pub actions: Vec<&'static str>,
    /// Keys of conditions that must hold, but aren't known.
    pub only_if: Vec<String>,
    /// What is known about the role that it passes, as a sentence; may be empty.
    pub about_roles: String,
    /// How many other ways there are.
    pub others: usize,
    /// Whether it needs something that already runs with more rights.
    pub needs_other: bool,
    /// The statements that decide it.
    pub evidence: Vec<EvidenceRef>,
}

/// What a role reaches of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The service's prefix, such as `s3`; `*` for all of them.
    pub service: String,
    /// Its actions, as the policies write them.
    pub actions: Vec<String>,
    /// Its resources, as the policies write them.
    pub resources: Vec<String>,
    /// Whether these are all resources of the service, at least of the account's.
    pub all_resources: bool,
    /// Whether it may change something there; none where the catalogue of actions isn't loaded.
    pub changes: Option<bool>,
    /// Whether it depends on conditions.
    pub conditional: bool,
    /// The statements that grant it, by the names that findings have.
    pub statements: Vec<String>,
    /// The same in the evidence.
    pub evidence: Vec<EvidenceRef>,
}

impl Reach {
    /// Whether everybody can call it.
    pub fn is_public(&self) -> bool {
        self.callers.iter().any(|caller| caller.public)
    }

    /// Whether it is the worst there is: everybody can call it, and its role leads to more rights. Such a function stands first.
    pub fn is_worst(&self) -> bool {
        self.is_public() && self.escalation.as_ref().is_some_and(|escalation| !escalation.needs_other)
    }
}

/// Follows a function from who can call it to what it reaches.
pub fn reach(context: &Context<'_>, function: &Function<'_>) -> Reach {
    let mut reach = Reach { role: role_arn(function).ok(), ..Reach::default() };
    callers(context, function, &mut reach);
    order::by_key(&mut reach.callers, |caller| (!caller.public, caller.kind));
    match Rights::of(context, function) {
        Ok(rights) => {
            missing(&mut reach.rights_missing, rights.gaps.iter().copied());
            let found = ways(context, function, &rights);
            let others = found.ways.len().saturating_sub(1);
            reach.escalation = found.ways.into_iter().next().map(|way| Escalation {
                id: way.id,
                needs_other: way.class == iam::escalation::Class::Existing,
                steps: way.steps,
                actions: way.actions,
                only_if: way.only_if,
                about_roles: way.about_roles,
                others,
                evidence: way.evidence,
            });
            reach.reaches = reached(context, &rights, &rights.role(function.arn));
        }
        Err(judged) => missing(&mut reach.rights_missing, judged.err()),
    }
    reach
}

fn missing(into: &mut Vec<&'static str>, gaps: impl IntoIterator<Item = Gap>) {
    for gap in gaps {
        if !into.contains(&gap.operation) {
            into.push(gap.operation);
        }
    }
}

fn callers(context: &Context<'_>, function: &Function<'_>, reach: &mut Reach) {
    let policies = resource_policy::read(context, function);
    let (urls, urls_gap) = url::urls(function);
    let mappings = function.mappings();
    missing(&mut reach.callers_missing, [policies.gap, urls_gap, mappings.gap].into_iter().flatten());
    let admitted =
        policies.admitted_to(&["lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:InvokeAsync"]);
    for admitted in &admitted {
        let caller = &admitted.caller;
        let kind = match &caller.who {
            Who::Everyone => CallerKind::Everyone,
            Who::Service(_) => CallerKind::Service,
            _ => CallerKind::Principal,
        };
        let limits = caller.limits.iter().filter(|limit| limit.kind != LimitKind::Services);
        let only = limits.flat_map(|limit| limit.values.iter().cloned()).collect();
        let found = Caller {
            kind,
            name: trust::words(&caller.who),
            only,
            public: caller.is_public(),
            statement: Some(admitted.statement()),
            evidence: admitted.place(),
        };
        let same =
            |known: &Caller| known.kind == found.kind && known.name == found.name && known.only == found.only;
        if !reach.callers.iter().any(same) {
            reach.callers.push(found);
        }
    }
    let lets_everybody = admitted.iter().any(|admitted| admitted.caller.is_public());
    for url in &urls {
        let open = url::is_open(url);
        reach.callers.push(Caller {
            kind: CallerKind::Url,
            name: url
                .text_of("FunctionUrl")
                .map_or_else(|| "function URL".to_owned(), |url| url.into_owned()),
            only: if open { Vec::new() } else { vec!["AWS_IAM".to_owned()] },
            public: open && (lets_everybody || policies.gap.is_some()),
            statement: None,
            evidence: place(&url.get("AuthType").unwrap_or(*url)),
        });
    }
    for mapping in &mappings.items {
        let disabled = mapping.get("State").is_some_and(|state| state.is_text("Disabled"));
        let source = mapping.text_of("EventSourceArn").map(|arn| arn.into_owned());
        let own = || mapping.get("SelfManagedEventSource").map(|_| "self-managed Kafka".to_owned());
        let Some(name) = source.or_else(own).filter(|_| !disabled) else { continue };
        reach.callers.push(Caller {
            kind: CallerKind::EventSource,
            name,
            only: Vec::new(),
            public: false,
            statement: None,
            evidence: place(mapping),
        });
    }
}

fn reached(context: &Context<'_>, rights: &Rights, role: &Role<'_>) -> Vec<Reached> {
    let mut found: Vec<Reached> = Vec::new();
    for (at, _, statement) in rights.allows() {
        match &statement.actions {
            Actions::Except(_) => {
                // What is left is nearly everything; services that matter stand for it.
                let left = ["s3:*", "ec2:*", "iam:*", "lambda:*"];
                if let Some(conditional) = left.iter().find_map(|action| granted(role, statement, at, action))
                {
                    add(context, rights, &mut found, (at, statement), ("*", "*"), conditional);
                }
            }
            Actions::Only(patterns) => {
                for pattern in patterns {
                    let service = pattern.service().unwrap_or_else(|| "*".to_owned());
                    if let Some(conditional) = granted(role, statement, at, &pattern.text) {
                        add(
                            context,
                            rights,
                            &mut found,
                            (at, statement),
                            (&service, &pattern.text),
                            conditional,
                        );
                    }
                }
            }
        }
    }
    order::by_key(&mut found, |reached| {
        (
            reached.service != "*",
            !reached.all_resources,
            reached.changes == Some(false),
            reached.service.clone(),
        )
    });
    found
}

/// Whether a statement's action is left to the role; then, whether only under conditions.
fn granted(role: &Role<'_>, statement: &Statement, at: StatementRef, action: &str) -> Option<bool> {
    let resources: Vec<&str> = match &statement.resources {
        Resources::Only(patterns) => patterns.iter().map(|pattern| pattern.text.as_str()).collect(),
        Resources::Except(_) | Resources::Attached => vec!["*"],
    };
    let mut best: Option<bool> = None;
    for resource in resources {
        let answer = role.may(&Question::some(action, resource));
        if !answer.is_granted() {
            continue;
        }
        for grant in answer.grants.iter().filter(|grant| grant.at == at) {
            let conditional = !grant.certain && (is_narrowed(role, grant) || !grant.is_callers_choice(role));
            best = Some(best.unwrap_or(true) && conditional);
        }
    }
    best
}

fn add(
    context: &Context<'_>,
    rights: &Rights,
    found: &mut Vec<Reached>,
    (at, statement): (StatementRef, &Statement),
    (service, action): (&str, &str),
    conditional: bool,
) {
    let at_service = found.iter().position(|reached| reached.service == service);
    let index = at_service.unwrap_or_else(|| {
        found.push(Reached {
            service: service.to_owned(),
            actions: Vec::new(),
            resources: Vec::new(),
            all_resources: false,
            changes: context.data.actions().map(|_| false),
            conditional: true,
            statements: Vec::new(),
            evidence: Vec::new(),
        });
        found.len() - 1
    });
    let Some(reached) = found.get_mut(index) else { return };
    let push = |list: &mut Vec<String>, text: &str| {
        if !list.iter().any(|known| known == text) {
            list.push(text.to_owned());
        }
    };
    push(&mut reached.actions, action);
    push(&mut reached.statements, &rights.name(at));
    match &statement.resources {
        Resources::Only(patterns) => {
            for pattern in patterns {
                push(&mut reached.resources, &pattern.text);
                reached.all_resources |= is_all(&pattern.text);
            }
        }
        Resources::Except(_) | Resources::Attached => {
            push(&mut reached.resources, "*");
            reached.all_resources = true;
        }
    }
    reached.conditional &= conditional;
    if let (Some(catalogue), Some(changes)) = (context.data.actions(), reached.changes.as_mut()) {
        let pattern = iam::policy::ActionPattern::new(action.to_owned());
        *changes |= catalogue.expand(&pattern).iter().any(|(_, action)| {
            wide::modifies(action) || matches!(action.access, Access::Write | Access::Permissions)
        });
    }
    if let Some(place) = rights.place(at).filter(|place| !reached.evidence.contains(place)) {
        reached.evidence.push(place);
    }
}

/// Whether a pattern is all of a service, or all of a kind in an account.
fn is_all(resource: &str) -> bool {
    let stars = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte == b'*');
    match ArnParts::parse(resource) {
        None => stars(resource),
        Some(arn) => {
            let mut parts = arn.resource.split(['/', ':']);
            stars(arn.resource)
                || (parts.next().is_some()
                    && parts.next().is_some_and(stars)
                    && parts.all(stars)
                    && arn.service != "s3")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::edition_2026_11::rules::iam_testing::{allow, allow_if, inline, roles};
    use crate::edition_2026_11::testing::{ARN, about, denied, evidence, function, policy};
    use crate::edition_2026_11::{Auditor, Data, Date};

    fn of(calls: Vec<Value>) -> Reach {
        let mut all = vec![function(json!({}))];
        all.extend(calls);
        let (evidence, data) = (evidence(all), Data::default());
        let auditor = Auditor::new(&evidence, Date::parse("2026-11-23").unwrap(), &data);
        let subject = auditor.subjects().into_iter().next().unwrap();
        auditor.reach(&subject)
    }

    fn role(statements: Value) -> Value {
        roles(vec![inline("orders-role", statements)], json!([]))
    }

    #[test]
    fn callers_are_named_with_what_narrows_them() {
        let statements = json!([
            {"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": ARN},
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "lambda:InvokeFunction", "Resource": ARN},
            {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "lambda:InvokeFunction", "Resource": ARN,
                "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::orders-in"}}},
        ]);
        let mapping = json!({"UUID": "u", "FunctionArn": ARN, "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:q", "State": "Enabled"});
        let off = json!({"UUID": "v", "FunctionArn": ARN, "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:off", "State": "Disabled"});
        let url = json!({"FunctionUrl": "https://x.on.aws/", "AuthType": "AWS_IAM"});
        let reach = of(vec![
            policy(statements),
            about("lambda:GetFunctionUrlConfig", url),
            about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": [mapping, off]})),
        ]);
        let told: Vec<(CallerKind, &str, bool)> =
            reach.callers.iter().map(|caller| (caller.kind, caller.name.as_str(), caller.public)).collect();
        assert_eq!(
            told,
            [
                (CallerKind::Everyone, "everybody", true),
                (CallerKind::Url, "https://x.on.aws/", false),
                (CallerKind::Principal, "account 999988887777", false),
                (CallerKind::Service, "s3.amazonaws.com", false),
                (CallerKind::EventSource, "arn:aws:sqs:us-east-1:123456789012:q", false),
            ]
        );
        assert_eq!(reach.callers[3].only, ["arn:aws:s3:::orders-in"]);
        assert!(reach.is_public() && !reach.is_worst() && reach.callers_missing.is_empty());
    }

    #[test]
    fn what_the_role_reaches_is_grouped_by_service() {
        let reach = of(vec![role(json!([
            allow("s3:GetObject s3:ListBucket", "arn:aws:s3:::orders/*"),
            allow("dynamodb:PutItem", "*"),
            allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q"),
            {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"},
            allow_if("ec2:TerminateInstances", "*", json!({"StringEquals": {"ec2:ResourceTag/team": "orders"}})),
        ]))]);
        let told: Vec<(&str, bool, Option<bool>, bool)> = reach
            .reaches
            .iter()
            .map(|reached| {
                (reached.service.as_str(), reached.all_resources, reached.changes, reached.conditional)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("dynamodb", true, Some(true), false),
                ("ec2", true, Some(true), true),
                ("s3", false, Some(false), false)
            ]
        );
        assert_eq!(reach.reaches[2].actions, ["s3:GetObject", "s3:ListBucket"]);
        assert_eq!(reach.reaches[2].evidence.len(), 1);
        assert_eq!(reach.escalation, None);
    }

    #[test]
    fn a_public_function_with_a_way_to_more_rights_is_the_worst() {
        let public = policy(
            json!([{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": ARN}]),
        );
        let reach = of(vec![public, role(json!([allow("*", "*")]))]);
        assert!(reach.is_worst());
        assert_eq!(reach.reaches[0].service, "*");
        assert!(reach.escalation.as_ref().unwrap().others > 50);
    }

    #[test]
    fn what_is_unknown_is_told() {
        let reach = of(vec![denied("lambda:GetPolicy")]);
        assert_eq!(
            reach.callers_missing,
            ["lambda:GetPolicy", "lambda:GetFunctionUrlConfig", "lambda:ListEventSourceMappings"]
        );
        assert_eq!(
            reach.rights_missing,
            ["iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:GetRole"]
        );
        assert!(reach.callers.is_empty() && reach.reaches.is_empty());
    }
}
