//! The crate against the reference cases: evidence as AWS answers it, and what an expert is sure of.
//!
//! Joining evidence and wording findings is other crates' work; here only as much is joined as the questions need.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use iam::callers::{Caller, callers};
use iam::escalation::{Class, escalation};
use iam::limit::{LimitKind, Width};
use iam::policy::Policy;
use iam::principal::{Principals, Who};
use iam::role::{Boundary, NamedPolicy, Question, Role, Verdict};
use serde_json::Value;

/// The reference material, or `None` (and a line that says so) where there is none.
fn shared() -> Option<PathBuf> {
    let root = match std::env::var_os("LAMBDASCOPE_SHARED") {
        Some(path) => PathBuf::from(path),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    if root.join("iam").is_dir() {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "no reference cases at {}", root.display());
    println!("skipped: no reference cases at {}", root.display());
    None
}

fn read(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()
}

/// A document as it stands in an answer: an object, or text.
fn policy(document: &Value) -> Policy {
    match document.as_str() {
        Some(text) => Policy::parse(text).unwrap(),
        None => Policy::parse(&document.to_string()).unwrap(),
    }
}

/// What the evidence says about one role.
#[derive(Default)]
struct Known {
    arn: String,
    policies: Vec<(String, Policy)>,
    boundary: Option<(String, Option<Policy>)>,
    trust: Option<Policy>,
    missing: Vec<String>,
}

struct Evidence {
    calls: Vec<Value>,
}

impl Evidence {
    fn answers<'a>(&'a self, operation: &'a str) -> impl Iterator<Item = (&'a Value, &'a Value)> {
        self.calls
            .iter()
            .filter(move |call| call["operation"] == operation && call["response"].is_object())
            .map(|call| (&call["parameters"], &call["response"]))
    }

    fn role(&self, name: &str) -> Known {
        for (_, answer) in self.answers("GetAccountAuthorizationDetails") {
            let list = answer["RoleDetailList"].as_array().unwrap();
            if let Some(role) = list.iter().find(|role| role["RoleName"] == name) {
                return self.role_of_details(role, answer);
            }
        }
        let mut known = Known::default();
        let about = |parameters: &Value| parameters["RoleName"] == name;
        let role = self.answers("GetRole").find(|(parameters, _)| about(parameters));
        if let Some((_, answer)) = role {
            known.arn = answer["Role"]["Arn"].as_str().unwrap().to_owned();
            known.trust = Some(policy(&answer["Role"]["AssumeRolePolicyDocument"]));
            if let Some(arn) = answer["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"].as_str() {
                known.boundary = Some((arn.to_owned(), self.managed(arn)));
            }
        } else {
            known.boundary = Some(("iam:GetRole".to_owned(), None));
        }
        match self.answers("ListRolePolicies").find(|(parameters, _)| about(parameters)) {
            None => known.missing.push("iam:ListRolePolicies".to_owned()),
            Some((_, answer)) => {
                for inline in answer["PolicyNames"].as_array().unwrap() {
                    let found = self
                        .answers("GetRolePolicy")
                        .find(|(parameters, _)| about(parameters) && parameters["PolicyName"] == *inline);
                    let inline = inline.as_str().unwrap().to_owned();
                    match found {
                        Some((_, answer)) => known.policies.push((inline, policy(&answer["PolicyDocument"]))),
                        None => known.missing.push(inline),
                    }
                }
            }
        }
        match self.answers("ListAttachedRolePolicies").find(|(parameters, _)| about(parameters)) {
            None => known.missing.push("iam:ListAttachedRolePolicies".to_owned()),
            Some((_, answer)) => {
                for attached in answer["AttachedPolicies"].as_array().unwrap() {
                    self.attach(&mut known, attached["PolicyArn"].as_str().unwrap());
                }
                if ["Marker", "NextToken"].iter().any(|key| answer[key].is_string()) {
                    known.missing.push("the rest of iam:ListAttachedRolePolicies".to_owned());
                }
            }
        }
        known
    }

    fn role_of_details(&self, role: &Value, answer: &Value) -> Known {
        let mut known = Known {
            arn: role["Arn"].as_str().unwrap().to_owned(),
            trust: Some(policy(&role["AssumeRolePolicyDocument"])),
            ..Known::default()
        };
        let managed = |arn: &str| {
            let found = answer["Policies"].as_array()?.iter().find(|policy| policy["Arn"] == arn)?;
            let versions = found["PolicyVersionList"].as_array()?;
            let version =
                versions.iter().find(|version| version["VersionId"] == found["DefaultVersionId"])?;
            Some(policy(&version["Document"]))
        };
        for inline in role["RolePolicyList"].as_array().unwrap() {
            let name = inline["PolicyName"].as_str().unwrap().to_owned();
            known.policies.push((name, policy(&inline["PolicyDocument"])));
        }
        for attached in role["AttachedManagedPolicies"].as_array().unwrap() {
            let arn = attached["PolicyArn"].as_str().unwrap();
            match managed(arn) {
                Some(policy) => known.policies.push((arn.to_owned(), policy)),
                None => known.missing.push(arn.to_owned()),
            }
        }
        if let Some(arn) = role["PermissionsBoundary"]["PermissionsBoundaryArn"].as_str() {
            known.boundary = Some((arn.to_owned(), managed(arn)));
        }
        known
    }

    fn attach(&self, known: &mut Known, arn: &str) {
        match self.managed(arn) {
            Some(policy) => known.policies.push((arn.to_owned(), policy)),
            None => known.missing.push(arn.to_owned()),
        }
    }

    fn managed(&self, arn: &str) -> Option<Policy> {
        let (_, described) =
            self.answers("GetPolicy").find(|(parameters, _)| parameters["PolicyArn"] == arn)?;
        let version = &described["Policy"]["DefaultVersionId"];
        let (_, found) = self
            .answers("GetPolicyVersion")
            .find(|(parameters, _)| parameters["PolicyArn"] == arn && parameters["VersionId"] == *version)?;
        Some(policy(&found["PolicyVersion"]["Document"]))
    }

    fn configuration(&self, function: &str) -> &Value {
        self.answers("GetFunction")
            .map(|(_, answer)| &answer["Configuration"])
            .find(|configuration| configuration["FunctionName"] == function)
            .unwrap_or_else(|| panic!("no function {function}"))
    }

    fn function_policy(&self, function: &str) -> Result<Policy, &'static str> {
        let is_it = |call: &&Value| {
            let name = call["parameters"]["FunctionName"].as_str().unwrap_or_default();
            call["service"] == "lambda"
                && call["operation"] == "GetPolicy"
                && (name == function || name.ends_with(&format!(":{function}")))
        };
        match self.calls.iter().find(is_it) {
            Some(call) if call["response"].is_object() => Ok(policy(&call["response"]["Policy"])),
            Some(call) if call["error"]["code"] == "ResourceNotFoundException" => {
                Ok(Policy::parse(r#"{"Statement":[]}"#).unwrap())
            }
            _ => Err("NOT_ASSESSED"),
        }
    }
}

fn status(found: bool, missing: bool) -> &'static str {
    match (found, missing) {
        (true, _) => "FAIL",
        (false, true) => "NOT_ASSESSED",
        (false, false) => "PASS",
    }
}

fn of_verdicts(verdicts: &[Verdict]) -> &'static str {
    let any = |wanted: &[Verdict]| verdicts.iter().any(|verdict| wanted.contains(verdict));
    status(any(&[Verdict::Yes, Verdict::Conditionally]), any(&[Verdict::CannotTell]))
}

/// What the crate's answers make of a rule about the role; `None` for rules that aren't about its rights.
fn judge_role(rule: &str, role: &Role<'_>, function_arn: &str) -> Option<&'static str> {
    let every = |actions: &[&str], resource: &str| {
        let verdicts: Vec<Verdict> =
            actions.iter().map(|action| role.may(&Question::every(action, resource)).verdict).collect();
        of_verdicts(&verdicts)
    };
    let by_arn = |name: &str| {
        let arn = format!("arn:{}:iam::aws:policy/{name}", role.partition());
        role.missing.contains(&arn)
    };
    Some(match rule {
        "IAM-01" if by_arn("AdministratorAccess") => "FAIL",
        "IAM-01" => every(&["*:*"], "*"),
        "IAM-02" => {
            let escalation = escalation(role);
            let found = escalation.paths.iter().any(|path| path.class != Class::Existing);
            status(found, !escalation.missing.is_empty())
        }
        "IAM-03" => {
            let services: Vec<String> = role
                .identity
                .iter()
                .flat_map(|named| &named.policy.statements)
                .flat_map(|statement| statement.actions.patterns())
                .filter_map(|pattern| pattern.service())
                .map(|service| format!("{service}:*"))
                .collect();
            let mut verdicts: Vec<Verdict> =
                services.iter().map(|action| role.may(&Question::some(action, "*")).verdict).collect();
            verdicts.extend((!role.missing.is_empty()).then_some(Verdict::CannotTell));
            of_verdicts(&verdicts)
        }
        "IAM-04" => every(&["s3:GetObject"], &format!("arn:{}:s3:::*/*", role.partition())),
        "IAM-05" => every(
            &["iam:CreateAccessKey"],
            &format!("arn:{}:iam::{}:user/*", role.partition(), role.account()),
        ),
        "IAM-09" => {
            every(&["iam:PassRole"], &format!("arn:{}:iam::{}:role/*", role.partition(), role.account()))
        }
        "IAM-10" => every(&["sts:AssumeRole"], &format!("arn:{}:iam::*:role/*", role.partition())),
        "IAM-12" => every(&["kms:Decrypt"], "arn:aws:kms:*:*:key/*"),
        "IAM-20" => {
            let group =
                function_arn.replace(":lambda:", ":logs:").replace(":function:", ":log-group:/aws/lambda/");
            let verdict = ["logs:CreateLogStream", "logs:PutLogEvents"]
                .iter()
                .map(|action| role.may(&Question::some(action, &format!("{group}:*"))).verdict)
                .min()?;
            status(verdict == Verdict::No, verdict == Verdict::CannotTell)
        }
        "IAM-21" => {
            of_verdicts(&[role.may(&Question::exactly("lambda:UpdateFunctionCode", function_arn)).verdict])
        }
        _ => return None,
    })
}

/// What the crate makes of a rule about the function's resource policy.
fn judge_policy(rule: &str, policy: &Policy, function_arn: &str) -> Option<&'static str> {
    let account = function_arn.split(':').nth(4)?;
    let found: Vec<Caller> = callers(policy, &["lambda:*"], Some(function_arn));
    let other =
        |caller: &&Caller| caller.accounts().is_none_or(|accounts| accounts.iter().any(|a| *a != account));
    let any =
        |test: &dyn Fn(&Caller) -> bool| status(found.iter().any(|c| c.is_admitted() && test(c)), false);
    Some(match rule {
        "EXP-05" => any(&Caller::is_public),
        "EXP-06" => any(&|caller| caller.who.account().is_some_and(|its| its != account)),
        "EXP-07" => any(&|caller| matches!(caller.who, Who::Service(_)) && !caller.has_source()),
        "EXP-08" => any(&|caller| {
            let mut sources = caller.limits.iter().chain(&caller.wide);
            sources.any(|limit| limit.kind == LimitKind::SourceArn && limit.width >= Width::AnyInAccount)
        }),
        "EXP-09" => {
            let wide = callers(policy, &["lambda:UpdateFunctionCode"], Some(function_arn));
            status(wide.iter().any(|caller| caller.is_admitted() && other(&caller)), false)
        }
        "EXP-10" => status(
            policy.statements.iter().any(|statement| {
                statement.effect == iam::policy::Effect::Allow
                    && matches!(statement.principals, Principals::Except(_))
            }),
            false,
        ),
        _ => return None,
    })
}

#[test]
fn reference_cases() {
    let Some(root) = shared() else { return };
    let mut judged: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let folders =
        ["iam", "rules"].into_iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    for folder in folders.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let expected = read(folder.join("expect.json"));
        let relevant = |rule: &str| rule.starts_with("IAM-") || rule.starts_with("EXP-");
        let labels = expected["expect"].as_array().unwrap();
        if !labels.iter().any(|label| relevant(label["rule"].as_str().unwrap())) {
            continue;
        }
        let evidence =
            Evidence { calls: read(folder.join("evidence.json"))["calls"].as_array().unwrap().clone() };
        for label in labels {
            let (Some(function), Some(rule)) = (label["function"].as_str(), label["rule"].as_str()) else {
                continue;
            };
            let is_policy_rule = rule.starts_with("EXP-");
            if !relevant(rule) || evidence.answers("GetFunction").next().is_none() {
                continue;
            }
            let configuration = evidence.configuration(function);
            let function_arn = configuration["FunctionArn"].as_str().unwrap();
            let found = if is_policy_rule {
                match evidence.function_policy(function) {
                    Ok(policy) => judge_policy(rule, &policy, function_arn),
                    Err(status) => {
                        matches!(rule, "EXP-05" | "EXP-06" | "EXP-07" | "EXP-08" | "EXP-09").then_some(status)
                    }
                }
            } else {
                let arn = configuration["Role"].as_str().unwrap();
                let known = evidence.role(arn.rsplit('/').next().unwrap());
                let mut role = Role::new(if known.arn.is_empty() { arn } else { &known.arn });
                role.missing = known.missing.clone();
                role.identity =
                    known.policies.iter().map(|(name, policy)| NamedPolicy { name, policy }).collect();
                role.boundary = match &known.boundary {
                    None => Boundary::None,
                    Some((name, Some(policy))) => Boundary::Is(NamedPolicy { name, policy }),
                    Some((name, None)) => Boundary::Missing(name.clone()),
                };
                match (rule, &known.trust) {
                    ("IAM-13", Some(trust)) => {
                        let open =
                            |caller: &Caller| caller.who != Who::Service("lambda.amazonaws.com".to_owned());
                        Some(status(callers(trust, &["sts:*"], None).iter().any(open), false))
                    }
                    ("IAM-14", Some(trust)) => {
                        let bare = |caller: &Caller| {
                            matches!(&caller.who, Who::Service(name) if name != "lambda.amazonaws.com")
                                && !caller.has_source()
                        };
                        Some(status(callers(trust, &["sts:*"], None).iter().any(bare), false))
                    }
                    _ => judge_role(rule, &role, function_arn),
                }
            };
            let Some(found) = found else { continue };
            *judged.entry(rule.to_owned()).or_default() += 1;
            let wanted = label["status"].as_str().unwrap();
            if !wanted.split('|').any(|status| status == found) {
                wrong.push(format!("{}: {rule} of {function} is {found}, not {wanted}", folder.display()));
            }
        }
    }
    println!("judged: {judged:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(judged.get("IAM-02").is_some_and(|&count| count > 25), "{judged:?}");
    assert!(judged.get("EXP-05").is_some_and(|&count| count > 8), "{judged:?}");
}

#[test]
fn escalation_sets_are_all_there() {
    let Some(root) = shared() else { return };
    let reference = read(root.join("data/privilege-escalation-sets.json"));
    let lower = |text: &str| text.to_ascii_lowercase();
    let mut own: BTreeMap<&str, (Class, Vec<String>, Option<&str>)> = BTreeMap::new();
    for set in iam::escalation::sets() {
        let mut actions: Vec<String> = set.actions().map(lower).collect();
        actions.sort();
        own.insert(set.id, (set.class, actions, set.service));
    }
    let sets = reference["sets"].as_array().unwrap();
    assert_eq!(sets.len(), own.len());
    for set in sets {
        let texts = |key: &str| -> Vec<String> {
            let mut texts: Vec<String> =
                set[key].as_array().unwrap().iter().map(|text| lower(text.as_str().unwrap())).collect();
            texts.sort();
            texts
        };
        let class = match set["class"].as_str().unwrap() {
            "self" => Class::Itself,
            "passrole" => Class::PassRole,
            _ => Class::Existing,
        };
        let id = set["id"].as_str().unwrap();
        let service = texts("passed_to").first().cloned();
        assert_eq!(own[id], (class, texts("actions"), service.as_deref()), "{id}");
    }
}

#[test]
fn actions_without_resources_have_no_target() {
    let catalogue = iam::catalogue::Catalogue::parse(include_bytes!("../data/actions.txt")).unwrap();
    for line in include_str!("../data/escalation.txt").lines().filter_map(|line| line.strip_prefix("act ")) {
        let mut fields = line.split('|').map(str::trim);
        let (name, target) = (fields.next().unwrap(), fields.next().unwrap());
        let action = catalogue.action(name).unwrap_or_else(|| panic!("no action {name}"));
        assert_eq!(action.has_resources, target != "*", "{name}");
    }
}
