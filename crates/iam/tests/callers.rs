//! Who a resource policy or a trust policy lets in, and what narrows it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use iam::callers::{Caller, callers};
use iam::limit::{Width, arn_width};
use iam::policy::Policy;
use iam::principal::Who;

const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:orders";

fn judge(statements: &str) -> Vec<Caller> {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    callers(&Policy::parse(&text).unwrap(), &["lambda:InvokeFunction"], Some(FUNCTION))
}

fn statement(effect: &str, principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}",{principal},"Action":"lambda:InvokeFunction","Resource":"{FUNCTION}"
        {}{condition}}}"#,
        if condition.is_empty() { "" } else { r#","Condition":"# }
    )
}

const EVERYONE: &str = r#""Principal":"*""#;

/// Is everybody let in under this condition?
#[track_caller]
fn check_public(condition: &str, expected: bool) {
    let found = judge(&statement("Allow", EVERYONE, condition));
    assert_eq!(found.iter().any(Caller::is_public), expected, "{condition}");
}

#[test]
fn what_narrows() {
    for condition in [
        r#"{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:us-east-1:123456789012:orders"}}"#,
        r#"{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::orders-in"}}"#,
        r#"{"StringEquals":{"aws:SourceAccount":"123456789012"}}"#,
        r#"{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}"#,
        r#"{"StringEquals":{"aws:PrincipalOrgID":["o-a1b2c3d4e5","o-zzzzzzzzzz"]}}"#,
        r#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}"#,
        r#"{"StringEquals":{"aws:PrincipalAccount":"123456789012"}}"#,
        r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}"#,
        r#"{"StringEquals":{"aws:SourceVpce":"vpce-0123456789abcdef0"}}"#,
        r#"{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/48"]}}"#,
        r#"{"StringEquals":{"lambda:EventSourceToken":"t0ken"}}"#,
        r#"{"StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}}"#,
        r#"{"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}}"#,
        r#"{"StringEqualsIfExists":{"aws:SourceAccount":"123456789012"},"Null":{"aws:SourceAccount":"false"}}"#,
        // StringEquals knows no wildcard, so nobody's organisation is called *.
        r#"{"StringEquals":{"aws:PrincipalOrgID":"*"}}"#,
    ] {
        check_public(condition, false);
    }
}

#[test]
fn what_does_not() {
    for condition in [
        "",
        r#"{"Bool":{"aws:SecureTransport":"true"}}"#,
        r#"{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}"#,
        r#"{"StringLike":{"aws:SourceAccount":"*"}}"#,
        r#"{"StringLike":{"aws:PrincipalOrgID":"o-*"}}"#,
        r#"{"StringEqualsIfExists":{"aws:SourceAccount":"123456789012"}}"#,
        r#"{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
        r#"{"StringNotEquals":{"aws:PrincipalAccount":"999988887777"}}"#,
        r#"{"Null":{"aws:PrincipalOrgID":"false"}}"#,
        r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#,
        r#"{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","::/0"]}}"#,
        r#"{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}"#,
        r#"{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#,
        r#"{"ArnLike":{"aws:SourceArn":"*"}}"#,
        r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}}"#,
        r#"{"ArnLike":{"aws:SourceArn":"arn:aws:events:*:*:rule/*"}}"#,
        r#"{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}}"#,
        r#"{"StringLike":{"aws:SourceVpce":"vpce-*"}}"#,
        r#"{"StringEquals":{"aws:PrincipalTag/team":"orders"}}"#,
        r#"{"StringEquals":{"aws:PrincipalAccount":"${aws:PrincipalTag/account}"}}"#,
        r#"{"StringEquals":{"sts:ExternalId":"partner"}}"#,
        r#"{"Bool":{"aws:PrincipalIsAWSService":"true"}}"#,
    ] {
        check_public(condition, true);
    }
}

/// Is everybody let in by an open statement beside this Deny?
#[track_caller]
fn check_deny(deny: &str, expected: bool) {
    let found = judge(&format!("{},{deny}", statement("Allow", EVERYONE, "")));
    assert_eq!(found.iter().any(Caller::is_public), expected, "{deny}");
}

#[test]
fn denies() {
    let deny = |condition| statement("Deny", EVERYONE, condition);
    check_deny(&deny(""), false);
    check_deny(&deny(r#"{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#), false);
    check_deny(&deny(r#"{"StringNotEqualsIfExists":{"aws:PrincipalAccount":"123456789012"}}"#), false);
    check_deny(&deny(r#"{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#), false);
    // Strikes only if both hold, so whoever escapes one of them gets in.
    check_deny(
        &deny(
            r#"{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"Bool":{"aws:SecureTransport":"false"}}"#,
        ),
        true,
    );
    check_deny(
        &deny(
            r#"{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},
            "StringNotEqualsIfExists":{"aws:SourceAccount":"123456789012"}}"#,
        ),
        false,
    );
    check_deny(&deny(r#"{"StringNotLike":{"aws:PrincipalOrgID":"o-*"}}"#), true);
    check_deny(&deny(r#"{"StringEquals":{"aws:PrincipalAccount":"999988887777"}}"#), true);
    check_deny(&deny(r#"{"Bool":{"aws:SecureTransport":"false"}}"#), true);
    check_deny(&statement("Deny", r#""Principal":{"AWS":"999988887777"}"#, ""), true);
    check_deny(&statement("Deny", r#""NotPrincipal":{"AWS":"123456789012"}"#, ""), false);
    let other_function = deny("").replace(":orders", ":mail");
    check_deny(&other_function, true);
    let other_action = deny("").replace("InvokeFunction", "GetFunction");
    check_deny(&other_action, true);
}

#[test]
fn principals() {
    let found = judge(&statement(
        "Allow",
        r#""Principal":{"AWS":["arn:aws-cn:iam::999988887777:role/ci","123456789012"],"Service":"S3.amazonaws.com"}"#,
        r#"{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::orders-in"}}"#,
    ));
    let accounts: Vec<Option<Vec<&str>>> = found.iter().map(Caller::accounts).collect();
    assert_eq!(accounts, [Some(vec!["999988887777"]), Some(vec!["123456789012"]), None]);
    assert_eq!(found[2].who, Who::Service("s3.amazonaws.com".to_owned()));
    assert!(found[2].is_narrowed() && !found[2].has_source());
    let denied = format!(
        "{},{}",
        statement("Allow", r#""Principal":{"AWS":"arn:aws:iam::999988887777:role/ci"}"#, ""),
        statement("Deny", r#""Principal":{"AWS":"999988887777"}"#, "")
    );
    assert_eq!(judge(&denied)[0].denied_by, [1]);
    let all_but = judge(&statement("Allow", r#""NotPrincipal":{"AWS":"999988887777"}"#, ""));
    assert!(all_but[0].is_public() && all_but[0].but == [Who::Account("999988887777".to_owned())]);
    let nobody = judge(&statement("Allow", EVERYONE, "").replace("InvokeFunction", "GetFunction"));
    assert!(nobody.is_empty());
}

#[test]
fn widths() {
    for (value, width, account) in [
        ("*", Width::Everything, None),
        ("arn:aws:*", Width::AnyAccount, None),
        ("arn:*:*:*:*:*", Width::Everything, None),
        ("arn:aws:s3:::*", Width::AnyAccount, None),
        ("arn:aws:s3:::orders-*", Width::AnyAccount, None),
        ("arn:aws:s3:::orders-in", Width::Exact, None),
        ("arn:aws:events:*:*:rule/*", Width::AnyAccount, None),
        ("arn:aws:events:us-east-1:123456789012:rule/*", Width::AnyInAccount, Some("123456789012")),
        ("arn:aws:events:us-east-1:123456789012:rule/tick-*", Width::Pattern, Some("123456789012")),
        ("arn:aws:events:us-east-1:123456789012:rule/tick", Width::Exact, Some("123456789012")),
        ("arn:aws:execute-api:us-east-1:123456789012:*/*/*/*", Width::AnyInAccount, Some("123456789012")),
        ("arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*/*/*", Width::Pattern, Some("123456789012")),
        ("arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*", Width::Pattern, Some("123456789012")),
        ("arn:aws:logs:us-east-1:123456789012:log-group:*", Width::AnyInAccount, Some("123456789012")),
    ] {
        assert_eq!(arn_width(value, true), (width, account.map(str::to_owned)), "{value}");
    }
    assert_eq!(arn_width("arn:aws:s3:::*", false), (Width::Exact, None));
}
