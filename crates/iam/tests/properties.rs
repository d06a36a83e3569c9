//! What must hold for any policies at all, tried on many that a small deterministic generator makes up.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use iam::escalation::escalation;
use iam::policy::Policy;
use iam::role::{Boundary, NamedPolicy, Question, Role, Verdict};

/// How many roles are made up for each property.
const SEEDS: u64 = 120;

const ARN: &str = "arn:aws:iam::123456789012:role/app";

/// SplitMix64: enough to mix, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).unwrap()
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.next(choices.len())]
    }
}

const ACTIONS: &[&str] = &[
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "S3:getobject",
    "iam:*",
    "iam:PassRole",
    "iam:Pass*",
    "IAM:*Policy*",
    "iam:PutRolePolicy",
    "lambda:*",
    "lambda:CreateFunction",
    "lambda:Invoke*",
    "glue:CreateJob",
    "?am:PassRole",
];

const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::a*",
    "arn:aws:s3:::ab/*",
    "arn:aws:s3:::ab/${aws:PrincipalTag/team}/*",
    "arn:aws:iam::123456789012:role/*",
    "arn:aws:iam::*:role/app",
    "arn:aws:iam::123456789012:role/a*",
    "arn:aws:*",
    "arn:aws:lambda:*:*:function:*",
    "arn:aws:lambda:*:123456789012:function:b?",
    "arn:aws:s3:::${aws:username}/*",
];

const CONDITIONS: &[&str] = &[
    "",
    "",
    "",
    "",
    r#","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}"#,
    r#","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}"#,
    r#","Condition":{"StringNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/app"}}"#,
    r#","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}"#,
    r#","Condition":{"StringLike":{"aws:SourceVpce":"*"},"Null":{"aws:SourceIp":"true"}}"#,
];

const QUESTIONS: &[(&str, &str)] = &[
    ("s3:GetObject", "*"),
    ("s3:GetObject", "arn:aws:s3:::*"),
    ("s3:GetObject", "arn:aws:s3:::ab/x/y"),
    ("s3:*", "arn:aws:s3:::a*"),
    ("iam:PassRole", "arn:aws:iam::123456789012:role/*"),
    ("iam:PutRolePolicy", ARN),
    ("lambda:CreateFunction", "arn:aws:lambda:*:123456789012:function:*"),
    ("*:*", "*"),
];

fn list(random: &mut Random, choices: &[&str]) -> String {
    let count = 1 + random.next(3);
    let texts: Vec<String> = (0..count).map(|_| format!("\"{}\"", random.of(choices))).collect();
    format!("[{}]", texts.join(","))
}

fn statement(random: &mut Random, effect: &str) -> String {
    let action = if random.next(6) == 0 { "NotAction" } else { "Action" };
    let resource = if random.next(6) == 0 { "NotResource" } else { "Resource" };
    format!(
        r#"{{"Effect":"{effect}","{action}":{},"{resource}":{}{}}}"#,
        list(random, ACTIONS),
        list(random, RESOURCES),
        random.of(CONDITIONS)
    )
}

fn statements(random: &mut Random) -> Vec<String> {
    let count = 1 + random.next(4);
    (0..count)
        .map(|_| {
            let effect = if random.next(3) == 0 { "Deny" } else { "Allow" };
            statement(random, effect)
        })
        .collect()
}

fn document(statements: &[String]) -> Policy {
    Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))).unwrap()
}

/// A role's policies as lists of statements, and what else limits it.
#[derive(Clone)]
struct Sketch {
    policies: Vec<Vec<String>>,
    boundary: Option<Vec<String>>,
    boundary_missing: bool,
    missing: bool,
}

fn sketch(random: &mut Random) -> Sketch {
    let count = 1 + random.next(3);
    Sketch {
        policies: (0..count).map(|_| statements(random)).collect(),
        boundary: (random.next(3) == 0).then(|| statements(random)),
        boundary_missing: random.next(8) == 0,
        missing: random.next(5) == 0,
    }
}

/// All verdicts about a role: on each question both ways, and on its paths.
fn judge(sketch: &Sketch) -> (Vec<Verdict>, Vec<(&'static str, Verdict)>) {
    let policies: Vec<Policy> = sketch.policies.iter().map(|statements| document(statements)).collect();
    let boundary = sketch.boundary.as_deref().map(document);
    let mut role = Role::new(ARN);
    role.identity = policies.iter().map(|policy| NamedPolicy { name: "p", policy }).collect();
    role.boundary = match &boundary {
        _ if sketch.boundary_missing => Boundary::Missing("the boundary".to_owned()),
        Some(policy) => Boundary::Is(NamedPolicy { name: "b", policy }),
        None => Boundary::None,
    };
    if sketch.missing {
        role.missing.push("a policy".to_owned());
    }
    let mut verdicts = Vec::new();
    for (action, resource) in QUESTIONS {
        verdicts.push(role.may(&Question::some(action, resource)).verdict);
        verdicts.push(role.may(&Question::every(action, resource)).verdict);
    }
    let paths = escalation(&role).paths.iter().map(|path| (path.id, path.verdict)).collect();
    (verdicts, paths)
}

fn each(check: impl Fn(&mut Random, &Sketch)) {
    for seed in 0..SEEDS {
        let mut random = Random(seed);
        let sketch = sketch(&mut random);
        check(&mut random, &sketch);
    }
}

#[test]
fn adding_a_deny_never_grants() {
    each(|random, before| {
        let mut after = before.clone();
        let at = random.next(after.policies.len());
        after.policies[at].push(statement(random, "Deny"));
        let (was, is) = (judge(before), judge(&after));
        for (number, (was, is)) in was.0.iter().zip(&is.0).enumerate() {
            assert!(is <= was, "question {number} went from {was:?} to {is:?}: {:?}", after.policies);
        }
        for path in &is.1 {
            let earlier = was.1.iter().find(|earlier| earlier.0 == path.0);
            assert!(earlier.is_some_and(|earlier| path.1 <= earlier.1), "{path:?}: {:?}", after.policies);
        }
    });
}

#[test]
fn adding_an_allow_never_revokes() {
    each(|random, before| {
        let mut after = before.clone();
        let at = random.next(after.policies.len());
        after.policies[at].push(statement(random, "Allow"));
        let (was, is) = (judge(before), judge(&after));
        for (number, (was, is)) in was.0.iter().zip(&is.0).enumerate() {
            assert!(is >= was, "question {number} went from {was:?} to {is:?}: {:?}", after.policies);
        }
        for path in &was.1 {
            let later = is.1.iter().find(|later| later.0 == path.0);
            assert!(later.is_some_and(|later| later.1 >= path.1), "{path:?}: {:?}", after.policies);
        }
    });
}

#[test]
fn splitting_a_policy_changes_nothing() {
    each(|random, before| {
        let mut after = before.clone();
        let at = random.next(after.policies.len());
        let cut = random.next(after.policies[at].len() + 1);
        let tail = after.policies[at].split_off(cut);
        after.policies.push(tail);
        assert_eq!(judge(before), judge(&after), "{:?}", after.policies);
    });
}

#[test]
fn order_changes_nothing() {
    each(|random, before| {
        let mut after = before.clone();
        after.policies.reverse();
        for statements in after.policies.iter_mut().chain(&mut after.boundary) {
            for last in (1..statements.len()).rev() {
                statements.swap(last, random.next(last + 1));
            }
        }
        assert_eq!(judge(before), judge(&after), "{:?}", after.policies);
    });
}

#[test]
fn a_boundary_of_everything_changes_nothing() {
    each(|_, before| {
        let mut without = before.clone();
        without.boundary = None;
        let mut with = without.clone();
        with.boundary = Some(vec![r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#.to_owned()]);
        assert_eq!(judge(&without), judge(&with), "{:?}", with.policies);
    });
}

#[test]
fn the_generator_reaches_every_verdict() {
    let mut seen = std::collections::BTreeSet::new();
    let mut paths = 0;
    for seed in 0..SEEDS {
        let (verdicts, found) = judge(&sketch(&mut Random(seed)));
        seen.extend(verdicts);
        paths += found.len();
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert!(paths > 300, "{paths}");
}
