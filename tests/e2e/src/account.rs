//! A made-up account of any size, as a `lambda-evidence` bundle.

use std::fmt::Write as _;

/// A bundle of so many functions, each with its own faults, and padded with a description to this many bytes each.
///
/// Each function has a runtime, a role and an environment of its own and says why nothing else is known of it.
pub fn bundle(functions: usize, bytes_each: usize) -> Vec<u8> {
    let mut out = String::from(
        "{\"format\": \"lambda-evidence\", \"version\": 1, \"exported_at\": \"2026-11-01T00:00:00Z\", \
         \"account\": \"123456789012\", \"region\": \"us-east-1\", \"calls\": [\n",
    );
    for number in 0..functions {
        if number > 0 {
            out.push_str(",\n");
        }
        let start = out.len();
        function(number, &mut out);
        let padding = bytes_each.saturating_sub(out.len() - start);
        // Before the end of the last call, an answer that no rule reads.
        let _ = write!(
            out,
            ",\n{{\"service\": \"lambda\", \"operation\": \"ListTags\", \"parameters\": {{\"Resource\": \"fn-{number:05}\"}}, \
             \"response\": {{\"Tags\": {{\"note\": \"{}\"}}}}}}",
            "lorem ipsum ".repeat(padding / 12)
        );
    }
    out.push_str("\n]}\n");
    out.into_bytes()
}

fn function(number: usize, out: &mut String) {
    let runtime = ["python3.13", "nodejs22.x", "python2.7", "java21", "go1.x"]
        .get(number % 5)
        .copied()
        .unwrap_or_default();
    let secret = if number.is_multiple_of(3) { ", \"DB_PASSWORD\": \"hunter2-hunter2\"" } else { "" };
    let url = if number.is_multiple_of(4) {
        "\"response\": {\"AuthType\": \"NONE\", \"Cors\": {\"AllowOrigins\": [\"*\"]}}"
    } else {
        "\"error\": {\"code\": \"ResourceNotFoundException\", \"message\": \"none\"}"
    };
    let action = if number.is_multiple_of(7) { "s3:*" } else { "s3:GetObject" };
    let _ = write!(
        out,
        "{{\"service\": \"lambda\", \"operation\": \"GetFunction\", \"parameters\": {{\"FunctionName\": \"fn-{number:05}\"}}, \
         \"response\": {{\"Configuration\": {{\"FunctionName\": \"fn-{number:05}\", \
         \"FunctionArn\": \"arn:aws:lambda:us-east-1:123456789012:function:fn-{number:05}\", \"Runtime\": \"{runtime}\", \
         \"Role\": \"arn:aws:iam::123456789012:role/role-{number:05}\", \"Handler\": \"app.handler\", \"Timeout\": 3, \
         \"MemorySize\": 128, \"LastModified\": \"2026-05-04T03:02:01.000+0000\", \"TracingConfig\": {{\"Mode\": \"PassThrough\"}}, \
         \"Environment\": {{\"Variables\": {{\"STAGE\": \"prod\"{secret}}}}}}}, \"Tags\": {{}}}}}},\n\
         {{\"service\": \"lambda\", \"operation\": \"GetFunctionUrlConfig\", \"parameters\": {{\"FunctionName\": \"fn-{number:05}\"}}, {url}}},\n\
         {{\"service\": \"iam\", \"operation\": \"ListAttachedRolePolicies\", \"parameters\": {{\"RoleName\": \"role-{number:05}\"}}, \
         \"response\": {{\"AttachedPolicies\": []}}}},\n\
         {{\"service\": \"iam\", \"operation\": \"ListRolePolicies\", \"parameters\": {{\"RoleName\": \"role-{number:05}\"}}, \
         \"response\": {{\"PolicyNames\": [\"own\"]}}}},\n\
         {{\"service\": \"iam\", \"operation\": \"GetRolePolicy\", \"parameters\": {{\"RoleName\": \"role-{number:05}\", \"PolicyName\": \"own\"}}, \
         \"response\": {{\"RoleName\": \"role-{number:05}\", \"PolicyName\": \"own\", \"PolicyDocument\": {{\"Version\": \"2012-10-17\", \
         \"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"*\"}}]}}}}}}"
    );
}
