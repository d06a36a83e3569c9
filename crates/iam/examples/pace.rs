//! How long judging takes: a role with ten managed policies of 6 KB each, all escalation sets and the wildcard questions.
//!
//! `cargo run --release -p iam --example pace`

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for people at a terminal")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use iam::escalation::escalation;
use iam::policy::Policy;
use iam::role::{Question, Role};

const ARN: &str = "arn:aws:iam::123456789012:role/app";

/// A policy of about 6 KB, of statements as people write them: many actions, some resources, now and then a condition.
fn document(number: usize) -> String {
    let services = ["s3", "dynamodb", "sqs", "sns", "lambda", "glue", "iam", "ec2", "ecs", "states"];
    let verbs = ["Get", "List", "Describe", "Create", "Update", "Delete", "Tag", "Start"];
    let mut statements = Vec::new();
    while statements.join(",").len() < 5_800 {
        let turn = statements.len() + number;
        let service = services[turn % services.len()];
        let actions: Vec<String> =
            verbs.iter().map(|verb| format!("\"{service}:{verb}Thing{}\"", turn % 7)).collect();
        let last =
            ["\"iam:PassRole\"", "\"lambda:CreateFunction\"", "\"lambda:Invoke*\"", "\"s3:Get*\""][turn % 4];
        let condition = match turn % 5 {
            0 => r#","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}"#,
            _ => "",
        };
        let effect = if turn % 9 == 8 { "Deny" } else { "Allow" };
        statements.push(format!(
            r#"{{"Sid":"S{turn}","Effect":"{effect}","Action":[{},{last}],"Resource":["arn:aws:{service}:*:123456789012:app-{turn}/*","arn:aws:iam::123456789012:role/app-{turn}-*"]{condition}}}"#,
            actions.join(",")
        ));
    }
    format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
}

fn best(label: &str, mut run: impl FnMut()) {
    let mut times: Vec<Duration> = (0..200)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{label}: median {:?}, best {:?}", times[times.len() / 2], times[0]);
}

fn main() {
    let texts: Vec<String> = (0..10).map(document).collect();
    println!("{} bytes of policies", texts.iter().map(String::len).sum::<usize>());
    best("reading ten policies", || {
        for text in &texts {
            black_box(Policy::parse(text).unwrap());
        }
    });
    let policies: Vec<Policy> = texts.iter().map(|text| Policy::parse(text).unwrap()).collect();
    let admin = Policy::parse(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
    );
    let admin = admin.unwrap();
    let wildcard = ["s3:GetObject", "kms:Decrypt", "sts:AssumeRole", "iam:PassRole", "*:*", "s3:*", "iam:*"];
    let edge = Policy::parse(&document(11)).unwrap();
    for (label, extra, bound) in [
        ("judging the role", None, None),
        ("judging it as an administrator", Some(&admin), None),
        ("judging it as an administrator inside a boundary of all", Some(&admin), Some(&admin)),
        ("judging it as an administrator inside a boundary of 6 KB", Some(&admin), Some(&edge)),
    ] {
        let mut role = Role::new(ARN);
        for policy in policies.iter().chain(extra) {
            role = role.with("p", policy);
        }
        if let Some(bound) = bound {
            role = role.within("b", bound);
        }
        println!("{} paths", escalation(&role).paths.len());
        best(label, || {
            black_box(escalation(&role));
            for action in wildcard {
                black_box(role.may(&Question::every(action, "*")));
                black_box(role.may(&Question::some(action, "*")));
            }
        });
    }
}
