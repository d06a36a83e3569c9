//! IAM-22: mistakes in policies.

use evidence::facts::Function;
use iam::catalogue::{Catalogue, is_service};
use iam::policy::{ActionPattern, NoteKind, Statement};
use iam::role::{PolicyRef, StatementRef};

use super::granted::{point, some_of};
use super::rights::{Document, Rights};
use super::wide;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-22",
    title: "Mistakes in policies",
    severity: Severity::Low,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "services and actions that don't exist, resources that are no ARNs, condition keys and operators that nobody knows, the old \
              version of the language; in the role's policies that AWS did not write",
    why: "IAM takes them without a word, and they do nothing: an Allow that is missing when it is needed, or a Deny that doesn't deny.",
    fix: "Correct the names; IAM Access Analyzer's validation shows them while one writes.",
    command: Some(
        "aws accessanalyzer validate-policy --policy-type IDENTITY_POLICY --policy-document file://policy.json",
    ),
    sources: "IAM Access Analyzer (policy validation); parliament; cfn-lint; AWS Service Authorization Reference",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "Policies that AWS wrote.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let rights = match Rights::of(context, function) {
        Ok(rights) => rights,
        Err(judged) => return judged,
    };
    let mut outcomes: Vec<Outcome> = rights.open().collect();
    for (index, document) in rights.documents.iter().enumerate().filter(|(_, document)| !document.is_of_aws())
    {
        let policy = PolicyRef::Identity(index);
        if document.policy.notes.iter().any(|note| note.kind == NoteKind::OldVersion) {
            let name = document.short_name();
            let message = format!(
                "`{name}` has the old version of the policy language, or none: variables are plain text in it."
            );
            let found = Found::new(message).about(name);
            outcomes.push(Outcome::Fail(point(found, &rights, StatementRef { policy, statement: 0 }, &[])));
        }
        for statement in &document.policy.statements {
            // Without the catalogue only services are known.
            let actions = statement.actions.patterns();
            if context.data.actions().is_none() && actions.iter().any(|action| names_action(&action.text)) {
                outcomes.push(Outcome::NotAssessed(wide::ACTIONS));
            }
            let at = StatementRef { policy, statement: statement.index };
            let mistakes = mistakes(document, statement, context.data.actions());
            if !mistakes.is_empty() {
                let name = rights.name(at);
                let found = Found::new(format!("`{name}`: {}.", some_of(&mistakes))).about(name);
                outcomes.push(Outcome::Fail(point(found, &rights, at, &[])));
            }
        }
    }
    Ok(outcomes)
}

fn mistakes(document: &Document, statement: &Statement, catalogue: Option<&Catalogue>) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(statement.actions.patterns().iter().filter_map(|action| wrong_action(action, catalogue)));
    let resources = statement.resources.patterns().iter().map(|resource| resource.text.as_str());
    found.extend(resources.filter(|text| !is_arn(text)).map(|text| format!("`{text}` is no ARN")));
    for condition in statement.conditions.iter().filter(|condition| !is_key(&condition.lowercase_key)) {
        found.push(format!("there is no condition key `{}`", condition.key));
    }
    for note in document.policy.notes.iter().filter(|note| note.statement == Some(statement.index)) {
        found.push(match &note.kind {
            NoteKind::UnknownOperator(name) => format!("there is no condition operator `{name}`"),
            NoteKind::UnknownKey(name) => format!("`{name}` is no element of a statement"),
            NoteKind::DuplicateKey(name) => format!("`{name}` stands there twice, and the last one counts"),
            NoteKind::OldVersion => continue,
        });
    }
    found
}

/// Whether a text names actions of a service that exists, so that only the catalogue knows whether there are such actions.
fn names_action(text: &str) -> bool {
    let parts = text.split_once(':').filter(|(service, _)| is_service(service));
    parts.is_some_and(|(_, name)| !name.bytes().all(|byte| byte == b'*'))
}

fn wrong_action(action: &ActionPattern, catalogue: Option<&Catalogue>) -> Option<String> {
    let text = &action.text;
    let Some((service, name)) = text.split_once(':') else {
        let is_all = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
        return (!is_all).then(|| format!("`{text}` is no action"));
    };
    // What wildcards stand for in a service's name is nobody's mistake.
    if service.contains(['*', '?']) {
        return None;
    }
    if !is_service(service) {
        return Some(format!("there is no service `{service}`"));
    }
    let catalogue = catalogue?;
    let none = !name.bytes().all(|byte| byte == b'*') && catalogue.expand(action).is_empty();
    none.then(|| format!("`{text}` is no action that was known in {}", catalogue.as_of))
}

/// Whether a text can be the ARN of something, or a pattern of such.
fn is_arn(text: &str) -> bool {
    if text.starts_with("${") || text.starts_with('*') {
        return !text.contains(' ');
    }
    let segments: Vec<&str> = text.splitn(6, ':').collect();
    match segments.as_slice() {
        ["arn", partition, service, _, account, name] => {
            let wild = |text: &str| text.contains(['*', '?', '$']);
            let is_account = account.is_empty()
                || wild(account)
                || *account == "aws"
                || (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()));
            (wild(partition) || partition.starts_with("aws"))
                && (wild(service) || is_arn_service(service))
                && is_account
                && !name.is_empty()
        }
        // A star at the end may stand for the rest, as in `arn:aws:sqs:*`; a path before it stands in the wrong place.
        ["arn", .., last] => last.ends_with('*') && !last.contains('/'),
        _ => false,
    }
}

/// Most services have the same name in ARNs as in actions; what is neither is only a mistake if it isn't a name at all.
fn is_arn_service(service: &str) -> bool {
    !service.is_empty()
        && service.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether there can be such a condition key: a global one, or one of a service or an identity provider.
fn is_key(lowercase: &str) -> bool {
    let Some((front, name)) = lowercase.split_once(':') else { return false };
    match front {
        "aws" => GLOBAL.contains(&name.split('/').next().unwrap_or_default()),
        "saml" | "accounts.google.com" => true,
        front => front.contains('.') || is_service(front),
    }
}

/// The global condition keys, without `aws:`. Source: IAM User Guide, "AWS global condition context keys", November 2026.
const GLOBAL: [&str; 53] = [
    "assumedroot",
    "calledvia",
    "calledviafirst",
    "calledvialast",
    "chatbotsourcearn",
    "currenttime",
    "ec2instancesourceprivateipv4",
    "ec2instancesourcevpc",
    "epochtime",
    "federatedprovider",
    "ismcpserviceaction",
    "multifactorauthage",
    "multifactorauthpresent",
    "principalaccount",
    "principalarn",
    "principalisawsservice",
    "principalorgid",
    "principalorgpaths",
    "principalservicename",
    "principalservicenameslist",
    "principaltag",
    "principaltype",
    "referer",
    "requestedregion",
    "requesttag",
    "resourceaccount",
    "resourceorgid",
    "resourceorgpaths",
    "resourcetag",
    "rolesessionname",
    "securetransport",
    "sourceaccount",
    "sourcearn",
    "sourceidentity",
    "sourceip",
    "sourceorgid",
    "sourceorgpaths",
    "sourceowner",
    "sourcevpc",
    "sourcevpcarn",
    "sourcevpce",
    "tagkeys",
    "tokenissuetime",
    "useragent",
    "userid",
    "username",
    "viaawsservice",
    "viaawsmcpservice",
    "calledviaawsmcp",
    "vpceaccount",
    "vpceorgid",
    "vpceorgpaths",
    "vpcsourceip",
];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::is_arn;
    use crate::edition_2026_11::Data;
    use crate::edition_2026_11::rules::iam_testing::{
        allow, allow_if, check, check_role, detail, inline, messages, roles,
    };
    use crate::edition_2026_11::testing::{audit_of, function, outcome};

    #[test]
    fn mistakes_are_found() {
        check("IAM-22", json!([allow("s3:GetObject", "arn:aws:s3:::orders/*")]), "PASS");
        check("IAM-22", json!([allow("lamda:InvokeFunction", "*")]), "FAIL LOW");
        check("IAM-22", json!([allow("s3:GetObjekt", "*")]), "FAIL LOW");
        check("IAM-22", json!([allow("s3:Get*", "*")]), "PASS");
        check("IAM-22", json!([allow("GetObject", "*")]), "FAIL LOW");
        check("IAM-22", json!([allow("s3:GetObject", "orders")]), "FAIL LOW");
        let key = |key: &str| json!([allow_if("s3:GetObject", "*", json!({"StringEquals": {key: "x"}}))]);
        check("IAM-22", key("aws:SourceIpp"), "FAIL LOW");
        check("IAM-22", key("aws:PrincipalTag/team"), "PASS");
        check("IAM-22", key("s3:ExistingObjectTag/team"), "PASS");
        check("IAM-22", key("ResourceTag"), "FAIL LOW");
        let operator = json!([allow_if("s3:GetObject", "*", json!({"StringEqual": {"aws:SourceIp": "x"}}))]);
        check("IAM-22", operator, "FAIL LOW");
    }

    fn versioned(version: Value) -> Vec<Value> {
        let mut document = json!({"Statement": [allow("s3:GetObject", "*")]});
        if !version.is_null() {
            document["Version"] = version;
        }
        let policies = json!({"RolePolicyList": [{"PolicyName": "p", "PolicyDocument": document}]});
        vec![roles(vec![detail("orders-role", policies)], json!([]))]
    }

    #[test]
    fn old_versions() {
        check_role("IAM-22", versioned(json!("2012-10-17")), "PASS");
        check_role("IAM-22", versioned(json!("2008-10-17")), "FAIL LOW");
        check_role("IAM-22", versioned(Value::Null), "FAIL LOW");
        assert!(messages("IAM-22", versioned(Value::Null))[0].starts_with("`p` has the old version"));
    }

    #[test]
    fn arns() {
        for arn in [
            "*",
            "arn:aws:s3:::b/*",
            "arn:*:s3:::b",
            "arn:aws:s3:*",
            "arn:aws:iam::aws:policy/X",
            "arn:aws:logs:us-east-1:${aws:PrincipalAccount}:*",
        ] {
            assert!(is_arn(arn), "{arn}");
        }
        for no in [
            "b",
            "arn:aws:s3",
            "arn:aws:s3:::",
            "arn:aws:lambda:us-east-1:1234:function:f",
            "arn:amazon:s3:::b",
        ] {
            assert!(!is_arn(no), "{no}");
        }
    }

    #[test]
    fn without_the_catalogue_services_are_still_judged() {
        let with = |statements: Value| {
            vec![function(json!({})), roles(vec![inline("orders-role", statements)], json!([]))]
        };
        let expect = |rule: &str, statements: Value, expected: &str| {
            let audit = audit_of(with(statements), "2026-11-23", &Data::without_actions());
            assert_eq!(outcome(&audit, rule), expected, "{rule}");
        };
        expect("IAM-22", json!([allow("lamda:InvokeFunction", "*")]), "FAIL LOW");
        expect("IAM-22", json!([allow("s3:GetObjekt", "*")]), "NOT_ASSESSED actions.txt");
        expect("IAM-22", json!([allow("s3:*", "*")]), "PASS");
        for rule in ["IAM-06", "IAM-07", "IAM-08"] {
            expect(rule, json!([allow("s3:PutBucketPolicy", "*")]), "NOT_ASSESSED actions.txt");
        }
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-22",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
