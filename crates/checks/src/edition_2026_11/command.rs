//! The read-only AWS CLI command that brings an operation's answer.

/// A command such as `aws lambda get-policy --function-name {function}` for an operation such as `lambda:GetPolicy`.
///
/// `{function}`, `{arn}`, `{role}` and `{log-group}` are the function's; other names in braces are the person's to choose. `None` for
/// what is no operation.
pub fn command(operation: &str) -> Option<String> {
    let (service, name) = operation.split_once(':')?;
    if service.is_empty() || name.is_empty() {
        return None;
    }
    let mut out = format!("aws {service} ");
    for (at, char) in name.char_indices() {
        if char.is_ascii_uppercase() && at > 0 {
            out.push('-');
        }
        out.push(char.to_ascii_lowercase());
    }
    let subject = match (service, name) {
        ("lambda", "ListFunctions") => "",
        ("lambda", "ListTags") => "--resource {arn}",
        ("lambda", "GetLayerVersionPolicy") => "--layer-name {layer} --version-number {version}",
        ("lambda", "GetCodeSigningConfig") => "--code-signing-config-arn {config-arn}",
        ("lambda", _) => "--function-name {function}",
        ("iam", "GetAccountAuthorizationDetails") => "",
        ("iam", "GetPolicy") => "--policy-arn {policy-arn}",
        ("iam", "GetPolicyVersion") => "--policy-arn {policy-arn} --version-id {version}",
        ("iam", "GetRolePolicy") => "--role-name {role} --policy-name {policy}",
        ("iam", _) => "--role-name {role}",
        ("kms", "GetKeyPolicy") => "--key-id {key} --policy-name default",
        ("kms", _) => "--key-id {key}",
        ("logs", "DescribeLogGroups") => "--log-group-name-prefix {log-group}",
        ("cloudtrail", "GetTrailStatus") => "--name {trail}",
        ("cloudtrail", "GetEventSelectors") => "--trail-name {trail}",
        ("guardduty", "GetDetector") => "--detector-id {detector}",
        ("sqs", "GetQueueAttributes") => "--queue-url {queue-url} --attribute-names All",
        _ => "",
    };
    if !subject.is_empty() {
        out.push(' ');
        out.push_str(subject);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn commands() {
        let check =
            |operation: &str, expected: &str| assert_eq!(command(operation).as_deref(), Some(expected));
        check("lambda:GetFunctionUrlConfig", "aws lambda get-function-url-config --function-name {function}");
        check("ec2:DescribeFlowLogs", "aws ec2 describe-flow-logs");
        check("kms:GetKeyPolicy", "aws kms get-key-policy --key-id {key} --policy-name default");
        check("inspector2:BatchGetAccountStatus", "aws inspector2 batch-get-account-status");
        assert_eq!(command("x"), None);
    }
}
