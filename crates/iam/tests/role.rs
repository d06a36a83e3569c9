//! What a role may do: Allow, Deny, boundary, resources, conditions, and what is missing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use iam::context::{Context, Known};
use iam::policy::Policy;
use iam::role::{Answer, Boundary, PolicyRef, Question, Role, StatementRef, Verdict};

const ARN: &str = "arn:aws:iam::123456789012:role/orders";

fn policy(statements: &str) -> Policy {
    Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)).unwrap()
}

fn statement(effect: &str, actions: &str, resource: &str, condition: &str) -> String {
    let condition = if condition.is_empty() { String::new() } else { format!(r#","Condition":{condition}"#) };
    format!(r#"{{"Effect":"{effect}","Action":"{actions}","Resource":"{resource}"{condition}}}"#)
}

#[track_caller]
fn check(statements: impl IntoIterator<Item = String>, question: &Question, expected: Verdict) {
    let statements: Vec<String> = statements.into_iter().collect();
    let policy = policy(&statements.join(","));
    let answer = Role::new(ARN).with("p", &policy).may(question);
    assert_eq!(answer.verdict, expected, "{statements:?} {answer:?}");
}

fn get(resource: &str) -> Question {
    Question::some("s3:GetObject", resource)
}

#[test]
fn resources() {
    let allow = |resource| statement("Allow", "s3:Get*", resource, "");
    let deny = |resource| statement("Deny", "s3:*", resource, "");
    let every = |resource| Question::every("s3:GetObject", resource);
    check([allow("*")], &get("*"), Verdict::Yes);
    check([allow("arn:aws:s3:::a/*")], &get("arn:aws:s3:::b/*"), Verdict::No);
    check([allow("arn:aws:s3:::a/*")], &every("*"), Verdict::No);
    check([allow("arn:aws:s3:::*")], &every("arn:aws:s3:::*/*"), Verdict::Yes);
    check([allow("*"), deny("arn:aws:s3:::a/*")], &every("*"), Verdict::Yes);
    check([allow("*"), deny("arn:aws:s3:::a/*")], &get("arn:aws:s3:::a/b"), Verdict::No);
    check([allow("arn:aws:s3:::a/*"), deny("arn:aws:s3:::*")], &get("*"), Verdict::No);
    // Two Denies cover together what neither covers alone.
    check([allow("arn:aws:s3:::a?"), deny("arn:aws:s3:::*"), deny("*")], &get("*"), Verdict::No);
    let both = [allow("arn:aws:s3:::a*"), deny("arn:aws:s3:::a"), deny("arn:aws:s3:::a?*")];
    check(both, &get("*"), Verdict::No);
    let spared =
        r#"{"Effect":"Deny","Action":"*","NotResource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}"#.to_owned();
    check([allow("*"), spared.clone()], &get("*"), Verdict::Yes);
    check([allow("*"), spared.clone()], &get("arn:aws:s3:::c/*"), Verdict::No);
    check([allow("*"), spared, deny("arn:aws:s3:::a/*"), deny("arn:aws:s3:::b/*")], &get("*"), Verdict::No);
    let rest = r#"{"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::a/*"}"#.to_owned();
    check([rest.clone()], &every("arn:aws:s3:::b/*"), Verdict::Yes);
    check([rest.clone()], &get("arn:aws:s3:::a/b"), Verdict::No);
    check([rest], &every("*"), Verdict::No);
}

#[test]
fn actions() {
    let allow = |action| statement("Allow", action, "*", "");
    let ask = |action| Question::every(action, "*");
    check([allow("S3:GETobject")], &ask("s3:GetObject"), Verdict::Yes);
    check([allow("s3:*")], &ask("s3:*"), Verdict::Yes);
    check([allow("s3:Get*")], &ask("s3:*"), Verdict::No);
    check([allow("*")], &ask("*:*"), Verdict::Yes);
    check([allow("*"), statement("Deny", "iam:*", "*", "")], &ask("*:*"), Verdict::Yes);
    check([allow("*"), statement("Deny", "*", "*", "")], &ask("*:*"), Verdict::No);
    let rest = r#"{"Effect":"Allow","NotAction":["iam:*","s3:Put*"],"Resource":"*"}"#.to_owned();
    check([rest.clone()], &ask("sqs:*"), Verdict::Yes);
    check([rest.clone()], &ask("s3:*"), Verdict::No);
    check([rest.clone()], &ask("s3:GetObject"), Verdict::Yes);
    check([rest], &ask("IAM:PassRole"), Verdict::No);
}

#[test]
fn what_is_known_of_a_service_role() {
    let allow = |condition| statement("Allow", "s3:GetObject", "*", condition);
    for (condition, expected) in [
        (r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#, Verdict::No),
        (r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}"#, Verdict::Yes),
        (r#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/other"}}"#, Verdict::No),
        (r#"{"StringEquals":{"aws:PrincipalAccount":"123456789012"}}"#, Verdict::Yes),
        (r#"{"StringEquals":{"aws:username":"bob"}}"#, Verdict::No),
        (r#"{"StringEquals":{"aws:PrincipalTag/team":"orders"}}"#, Verdict::Conditionally),
        (r#"{"StringEqualsIfExists":{"aws:SourceAccount":"999988887777"}}"#, Verdict::Yes),
        (r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, Verdict::Conditionally),
        (r#"{"StringLike":{"aws:SourceVpce":"*"}}"#, Verdict::Yes),
    ] {
        check([allow(condition)], &get("*"), expected);
    }
    let until = allow(r#"{"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}"#);
    check([until.clone()], &get("*"), Verdict::Conditionally);
    check([until], &get("*").given(Context::new().at("2026-11-01T00:00:00Z")), Verdict::No);
}

#[test]
fn denies_with_conditions() {
    let allow = || statement("Allow", "*", "*", "");
    let deny = |condition| statement("Deny", "*", "*", condition);
    let elsewhere = r#"{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}"#;
    check([allow(), deny(elsewhere)], &get("*"), Verdict::Conditionally);
    // IAM lives in one region, so what is denied elsewhere is of no matter to it.
    check([allow(), deny(elsewhere)], &Question::some("iam:PutRolePolicy", ARN), Verdict::Yes);
    check([allow(), deny(r#"{"Null":{"aws:MultiFactorAuthAge":"true"}}"#)], &get("*"), Verdict::No);
    check(
        [allow(), deny(r#"{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}}"#)],
        &get("*"),
        Verdict::No,
    );
    // Where only a part is denied under a condition, the rest is certain.
    let part = statement("Deny", "*", "arn:aws:s3:::a/*", elsewhere);
    check([allow(), part], &get("*"), Verdict::Yes);

    let policy = policy(&[allow(), deny(elsewhere)].join(","));
    let role = Role::new(ARN).with("p", &policy);
    let answer = role.may(&get("*"));
    assert_eq!(answer.grants[0].unless, [StatementRef { policy: PolicyRef::Identity(0), statement: 1 }]);
    assert!(answer.grants[0].is_callers_choice(&role));
}

#[test]
fn variables_in_resources() {
    let allow = |resource| statement("Allow", "s3:GetObject", resource, "");
    let own = get("arn:aws:s3:::home/123456789012/x");
    check([allow("arn:aws:s3:::home/${aws:PrincipalAccount}/*")], &own, Verdict::Yes);
    check([allow("arn:aws:s3:::home/${aws:username}/*")], &get("*"), Verdict::No);
    check([allow("arn:aws:s3:::home/${aws:username, '123456789012'}/*")], &own, Verdict::Yes);
    check([allow("arn:aws:s3:::home/${aws:PrincipalTag/team}/*")], &own, Verdict::Conditionally);
    check(
        [allow("arn:aws:s3:::${aws:PrincipalTag/team}/*")],
        &Question::every("s3:GetObject", "arn:aws:s3:::*/*"),
        Verdict::No,
    );
    check([allow("arn:aws:s3:::${*}")], &get("arn:aws:s3:::a"), Verdict::No);
    let deny = statement("Deny", "s3:*", "arn:aws:s3:::home/${aws:PrincipalTag/team}/*", "");
    check([allow("*"), deny], &own, Verdict::Conditionally);
    let old = Policy::parse(
        r#"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:PrincipalAccount}"}]}"#,
    )
    .unwrap();
    let answer = Role::new(ARN).with("p", &old).may(&get("arn:aws:s3:::123456789012"));
    assert_eq!(answer.verdict, Verdict::No);
}

#[test]
fn boundaries() {
    let all = policy(&statement("Allow", "*", "*", ""));
    let some = policy(&statement("Allow", "s3:*", "arn:aws:s3:::a/*", ""));
    let role = Role::new(ARN).with("p", &all).within("edge", &some);
    let verdict = |question: &Question| role.may(question).verdict;
    assert_eq!(verdict(&get("arn:aws:s3:::a/b")), Verdict::Yes);
    assert_eq!(verdict(&get("arn:aws:s3:::b/b")), Verdict::No);
    assert_eq!(verdict(&Question::every("s3:GetObject", "*")), Verdict::No);
    assert_eq!(verdict(&Question::some("iam:PassRole", "*")), Verdict::No);
    assert_eq!(verdict(&Question::every("*:*", "*")), Verdict::No);
    let answer = role.may(&get("*"));
    assert_eq!(answer.grants[0].within, [StatementRef { policy: PolicyRef::Boundary, statement: 0 }]);
    assert_eq!(answer.resources(), ["*"]);
}

#[test]
fn what_is_missing() {
    let allow = policy(&statement("Allow", "s3:GetObject", "*", ""));
    let deny = policy(&statement("Deny", "s3:*", "*", ""));
    let judge = |policies: &[&Policy], boundary_missing: bool, question: &Question| -> Answer<'_> {
        let mut role = Role::new(ARN);
        role.identity = policies
            .iter()
            .map(|policy| iam::role::NamedPolicy {
                name: "p",
                policy: if std::ptr::eq(*policy, &allow) { &allow } else { &deny },
            })
            .collect();
        if boundary_missing {
            role.boundary = Boundary::Missing("the boundary".to_owned());
        } else {
            role.missing.push("policy q".to_owned());
        }
        role.may(question)
    };
    let answer = judge(&[&allow], false, &get("*"));
    assert_eq!((answer.verdict, answer.missing), (Verdict::Yes, vec!["policy q".to_owned()]));
    let answer = judge(&[&allow], false, &Question::some("sqs:SendMessage", "*"));
    assert_eq!((answer.verdict, answer.missing), (Verdict::CannotTell, vec!["policy q".to_owned()]));
    let answer = judge(&[&deny], false, &get("*"));
    assert_eq!((answer.verdict, answer.missing), (Verdict::No, Vec::new()));
    assert_eq!(judge(&[&allow], true, &get("*")).verdict, Verdict::CannotTell);
    assert_eq!(judge(&[&deny], true, &get("*")).verdict, Verdict::No);
    assert_eq!(judge(&[&allow, &deny], true, &get("*")).verdict, Verdict::No);
}

#[test]
fn who_decides() {
    let read = policy(
        &[statement("Allow", "sqs:*", "*", ""), statement("Allow", "s3:Get*", "arn:aws:s3:::a/*", "")]
            .join(","),
    );
    let guard = policy(&statement("Deny", "s3:GetObject", "arn:aws:s3:::a/secret/*", ""));
    let role = Role::new(ARN).with("read", &read).with("guard", &guard);
    let answer = role.may(&get("arn:aws:s3:::*").given(Context::new().with("k", Known::Absent)));
    assert_eq!(answer.verdict, Verdict::Yes);
    assert_eq!(answer.grants.len(), 1);
    assert_eq!(answer.grants[0].at, StatementRef { policy: PolicyRef::Identity(0), statement: 1 });
    assert_eq!(answer.grants[0].resources, ["arn:aws:s3:::a/*"]);
    assert_eq!(answer.denies, [StatementRef { policy: PolicyRef::Identity(1), statement: 0 }]);
    assert_eq!(role.policy(answer.denies[0].policy).unwrap().name, "guard");
}
