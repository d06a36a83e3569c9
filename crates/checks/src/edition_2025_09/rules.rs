//! The registry of the edition: what the chapter's eight checks look for, each with its own words.

use std::borrow::Cow;

use crate::{Recommendation, Rule, Severity, Status};

/// The check names of the original, in its order.
pub(super) const IAM: &str = "IAM Permissions Check";
pub(super) const ENV: &str = "Environment Variables Check";
pub(super) const VPC: &str = "VPC Configuration Check";
pub(super) const ENC: &str = "Encryption Settings Check";
pub(super) const CFG: &str = "Function Configuration Check";
pub(super) const CODE: &str = "Code Security Check";
pub(super) const LOG: &str = "Logging Configuration Check";
pub(super) const NET: &str = "Network Access Check";

const FUNCTION: &[&str] = &["lambda:GetFunction"];
const ROLE: &[&str] = &[
    "lambda:GetFunction",
    "iam:ListAttachedRolePolicies",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:ListRolePolicies",
    "iam:GetRolePolicy",
];
const INLINE: &[&str] = &["lambda:GetFunction", "iam:ListRolePolicies"];
const LOGS: &[&str] = &["logs:DescribeLogGroups"];
const URL: &[&str] = &["lambda:GetFunctionUrlConfig"];

const fn advice(
    category: &'static str,
    action: &'static str,
    description: &'static str,
) -> Option<Recommendation> {
    Some(Recommendation { category, action, description: Cow::Borrowed(description) })
}

pub(super) static IAM_1: Rule = Rule {
    id: "C25-IAM-1",
    title: "The role is allowed one of eight dangerous actions",
    severity: Severity::High,
    status: Status::Fail,
    category: "IAM_PERMISSIONS",
    check: IAM,
    points: 3,
    why: "Whoever controls the function's code can do all that its role may do. This edition knows eight actions and compares \
          them letter by letter: *, iam:*, sts:AssumeRole, lambda:InvokeFunction, s3:*, dynamodb:*, rds:* and ec2:*.",
    fix: "Allow only the actions that the function calls, on the resources that it uses.",
    command: Some("aws iam list-attached-role-policies --role-name {role}"),
    needs: ROLE,
    recommendation: advice("IAM", "REDUCE_PERMISSIONS", "Apply principle of least privilege to IAM role"),
};

pub(super) static IAM_2: Rule = Rule {
    id: "C25-IAM-2",
    title: "A policy of the role allows something on every resource",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "IAM_PERMISSIONS",
    check: IAM,
    points: 2,
    why: "A statement whose resource is * reaches data that has nothing to do with the function. Many AWS managed policies are \
          written so, and each such statement counts.",
    fix: "Name the ARNs of the resources that the function uses.",
    command: Some("aws iam list-attached-role-policies --role-name {role}"),
    needs: ROLE,
    recommendation: advice("IAM", "SPECIFY_RESOURCES", "Replace wildcard resources with specific ARNs"),
};

pub(super) static IAM_3: Rule = Rule {
    id: "C25-IAM-3",
    title: "The role has inline policies",
    severity: Severity::Low,
    status: Status::Fail,
    category: "IAM_PERMISSIONS",
    check: IAM,
    points: 1,
    why: "An inline policy belongs to one role, has no versions, and is easily overlooked when permissions are reviewed.",
    fix: "Move the statements into a managed policy and attach it.",
    command: Some("aws iam list-role-policies --role-name {role}"),
    needs: INLINE,
    recommendation: advice(
        "IAM",
        "USE_MANAGED_POLICIES",
        "Consider using managed policies instead of inline policies",
    ),
};

pub(super) static IAM_4: Rule = Rule {
    id: "C25-IAM-4",
    title: "The role's policies could not be read",
    severity: Severity::Medium,
    status: Status::Manual,
    category: "IAM_CHECK_ERROR",
    check: IAM,
    points: 5,
    why: "A policy document had a form that this edition does not understand, for instance text where it expects an object.",
    fix: "Look at the role's policies by hand, or judge with the current edition.",
    command: None,
    needs: ROLE,
    recommendation: None,
};

pub(super) static ENV_1: Rule = Rule {
    id: "C25-ENV-1",
    title: "An environment variable looks like a secret",
    severity: Severity::High,
    status: Status::Fail,
    category: "ENVIRONMENT_VARIABLES",
    check: ENV,
    points: 2,
    why: "Environment variables are readable by everybody who may read the function's configuration. This edition looks for \
          words such as password, secret, key and token anywhere in the name or the value, and for the shapes of AWS keys; \
          harmless names match too.",
    fix: "Keep secrets in AWS Secrets Manager or Parameter Store and read them when the function starts.",
    command: None,
    needs: FUNCTION,
    // The description names the variable, so the check writes it.
    recommendation: None,
};

pub(super) static ENV_2: Rule = Rule {
    id: "C25-ENV-2",
    title: "Environment variables are not encrypted with a key of your own",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "ENCRYPTION",
    check: ENV,
    points: 2,
    why: "Variables are always encrypted at rest; with a key of your own you also decide and log who may decrypt them.",
    fix: "Set a customer-managed KMS key on the function.",
    command: Some("aws lambda update-function-configuration --function-name {function} --kms-key-arn {key}"),
    needs: FUNCTION,
    recommendation: advice(
        "ENCRYPTION",
        "ENABLE_ENV_ENCRYPTION",
        "Enable environment variable encryption with KMS",
    ),
};

pub(super) static VPC_1: Rule = Rule {
    id: "C25-VPC-1",
    title: "In a VPC, but without security groups",
    severity: Severity::High,
    status: Status::Fail,
    category: "VPC_SECURITY",
    check: VPC,
    points: 5,
    why: "Security groups decide what the function may reach. AWS also answers with empty lists when a function was taken out of \
          its VPC, and this edition can't tell the two apart.",
    fix: "Give the function a security group of its own, or check that it is meant to run outside a VPC.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config SubnetIds={subnets},SecurityGroupIds={groups}",
    ),
    needs: FUNCTION,
    recommendation: None,
};

pub(super) static VPC_2: Rule = Rule {
    id: "C25-VPC-2",
    title: "Fewer than two subnets",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "VPC_AVAILABILITY",
    check: VPC,
    points: 1,
    why: "With one subnet the function stops when that availability zone does.",
    fix: "Configure subnets in two or more availability zones.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config SubnetIds={subnets},SecurityGroupIds={groups}",
    ),
    needs: FUNCTION,
    recommendation: advice("VPC", "ADD_SUBNETS", "Configure function with subnets in multiple AZs"),
};

pub(super) static VPC_3: Rule = Rule {
    id: "C25-VPC-3",
    title: "Not in a VPC",
    severity: Severity::Low,
    status: Status::Fail,
    category: "VPC_CONFIGURATION",
    check: VPC,
    points: 0,
    why: "A function that uses private resources must run in their VPC. One that does not needs none, so this costs no points.",
    fix: "Consider a VPC if the function uses private resources.",
    command: None,
    needs: FUNCTION,
    recommendation: advice(
        "VPC",
        "CONSIDER_VPC",
        "Consider running function in VPC if it accesses private resources",
    ),
};

pub(super) static ENC_1: Rule = Rule {
    id: "C25-ENC-1",
    title: "No customer-managed key for the function's code",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "ENCRYPTION",
    check: ENC,
    points: 2,
    why: "This edition reads the function's KMSKeyArn as the key of its code. In truth that key encrypts environment variables \
          and snapshots.",
    fix: "Set a customer-managed KMS key on the function.",
    command: Some("aws lambda update-function-configuration --function-name {function} --kms-key-arn {key}"),
    needs: FUNCTION,
    recommendation: advice(
        "ENCRYPTION",
        "ENABLE_CODE_ENCRYPTION",
        "Use customer-managed KMS key for function code encryption",
    ),
};

pub(super) static ENC_2: Rule = Rule {
    id: "C25-ENC-2",
    title: "Environment variables without a customer-managed key, counted again",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "ENCRYPTION",
    check: ENC,
    points: 1,
    why: "The same missing key as in C25-ENV-2 and C25-ENC-1: this edition charges it three times, under two checks.",
    fix: "Set a customer-managed KMS key on the function.",
    command: Some("aws lambda update-function-configuration --function-name {function} --kms-key-arn {key}"),
    needs: FUNCTION,
    recommendation: None,
};

pub(super) static CFG_1: Rule = Rule {
    id: "C25-CFG-1",
    title: "Deprecated runtime",
    severity: Severity::High,
    status: Status::Fail,
    category: "RUNTIME_SECURITY",
    check: CFG,
    points: 3,
    why: "A deprecated runtime gets no security updates. This edition knows seven: python2.7, python3.6, nodejs8.10, nodejs10.x, \
          dotnetcore2.1, go1.x and ruby2.5.",
    fix: "Move the function to a supported runtime.",
    command: Some("aws lambda update-function-configuration --function-name {function} --runtime {runtime}"),
    needs: FUNCTION,
    recommendation: advice("RUNTIME", "UPDATE_RUNTIME", "Update to latest supported runtime version"),
};

pub(super) static CFG_2: Rule = Rule {
    id: "C25-CFG-2",
    title: "Timeout above 300 seconds",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "FUNCTION_CONFIG",
    check: CFG,
    points: 1,
    why: "A function that hangs runs, and costs, until its timeout.",
    fix: "Set the timeout to what the function needs.",
    command: Some("aws lambda update-function-configuration --function-name {function} --timeout {seconds}"),
    needs: FUNCTION,
    recommendation: advice("CONFIGURATION", "OPTIMIZE_TIMEOUT", "Review and optimize function timeout"),
};

pub(super) static CFG_3: Rule = Rule {
    id: "C25-CFG-3",
    title: "No reserved concurrency",
    severity: Severity::Low,
    status: Status::Fail,
    category: "FUNCTION_CONFIG",
    check: CFG,
    points: 0,
    why: "Without a limit one function can use up the account's concurrency. This edition looks for it where AWS never answers \
          it, so it is reported for functions that have one, too.",
    fix: "Reserve concurrency for the function, or check that it has been.",
    command: Some("aws lambda get-function-concurrency --function-name {function}"),
    needs: FUNCTION,
    recommendation: advice(
        "CONFIGURATION",
        "SET_CONCURRENCY_LIMITS",
        "Configure reserved concurrency to prevent resource exhaustion",
    ),
};

pub(super) static CODE_1: Rule = Rule {
    id: "C25-CODE-1",
    title: "Code package above 50 MB",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "CODE_SECURITY",
    check: CODE,
    points: 1,
    why: "A large package starts slowly and carries code that nobody looks at. The size is that of the zip, without layers, and 0 \
          for container images.",
    fix: "Leave out what the function does not use.",
    command: None,
    needs: FUNCTION,
    recommendation: advice(
        "CODE",
        "OPTIMIZE_PACKAGE_SIZE",
        "Optimize code package size and remove unnecessary dependencies",
    ),
};

pub(super) static CODE_2: Rule = Rule {
    id: "C25-CODE-2",
    title: "More than five layers",
    severity: Severity::Low,
    status: Status::Fail,
    category: "CODE_SECURITY",
    check: CODE,
    points: 0,
    why: "Each layer is code from elsewhere. Lambda itself allows five, so this can hardly happen.",
    fix: "Review the layers and put together what belongs together.",
    command: None,
    needs: FUNCTION,
    recommendation: advice("CODE", "REVIEW_LAYERS", "Review and consolidate Lambda layers"),
};

pub(super) static LOG_1: Rule = Rule {
    id: "C25-LOG-1",
    title: "Logs are kept for ever",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "LOGGING",
    check: LOG,
    points: 2,
    why: "Without a retention period logs, and the personal data in them, are never deleted. This edition judges the first log \
          group whose name begins with the function's.",
    fix: "Set a retention period on the log group.",
    command: Some("aws logs put-retention-policy --log-group-name {log-group} --retention-in-days {days}"),
    needs: LOGS,
    recommendation: advice("LOGGING", "SET_LOG_RETENTION", "Set appropriate log retention period"),
};

pub(super) static LOG_2: Rule = Rule {
    id: "C25-LOG-2",
    title: "Logs are kept longer than a year",
    severity: Severity::Low,
    status: Status::Fail,
    category: "LOGGING",
    check: LOG,
    points: 1,
    why: "Data that is kept longer than it is needed can be lost for longer, too. Some rules do ask for more than a year.",
    fix: "Check that the retention period is what your rules ask for.",
    command: Some("aws logs put-retention-policy --log-group-name {log-group} --retention-in-days {days}"),
    needs: LOGS,
    recommendation: None,
};

pub(super) static LOG_3: Rule = Rule {
    id: "C25-LOG-3",
    title: "Logs are not encrypted with a KMS key",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "LOGGING",
    check: LOG,
    points: 2,
    why: "CloudWatch always encrypts logs; with a KMS key you also decide and log who may read them.",
    fix: "Associate a KMS key with the log group.",
    command: Some("aws logs associate-kms-key --log-group-name {log-group} --kms-key-id {key}"),
    needs: LOGS,
    recommendation: advice("ENCRYPTION", "ENCRYPT_LOGS", "Enable KMS encryption for CloudWatch logs"),
};

pub(super) static LOG_4: Rule = Rule {
    id: "C25-LOG-4",
    title: "The log group could not be verified",
    severity: Severity::Low,
    status: Status::Manual,
    category: "LOGGING",
    check: LOG,
    points: 1,
    why: "The answer about the log group was missing, refused, or not of the form that AWS gives.",
    fix: "Export the log group's description and judge again.",
    command: Some("aws logs describe-log-groups --log-group-name-prefix {log-group}"),
    needs: LOGS,
    recommendation: None,
};

pub(super) static NET_1: Rule = Rule {
    id: "C25-NET-1",
    title: "The function URL asks for no authentication",
    severity: Severity::High,
    status: Status::Fail,
    category: "NETWORK_SECURITY",
    check: NET,
    points: 5,
    why: "With AuthType NONE everybody on the internet can call the function, where its resource policy allows it too. This \
          edition does not look at the policy.",
    fix: "Set the URL's AuthType to AWS_IAM, or check the caller in front of it.",
    command: Some("aws lambda update-function-url-config --function-name {function} --auth-type AWS_IAM"),
    needs: URL,
    recommendation: advice("AUTHENTICATION", "ENABLE_AUTH", "Enable authentication for function URL"),
};

pub(super) static NET_2: Rule = Rule {
    id: "C25-NET-2",
    title: "The function URL allows every origin",
    severity: Severity::Medium,
    status: Status::Fail,
    category: "NETWORK_SECURITY",
    check: NET,
    points: 2,
    why: "Scripts of every site may read the function's answers in a visitor's browser.",
    fix: "List the origins that need it.",
    command: Some(
        "aws lambda update-function-url-config --function-name {function} --cors AllowOrigins={origins}",
    ),
    needs: URL,
    recommendation: advice("CORS", "RESTRICT_ORIGINS", "Restrict CORS origins to specific domains"),
};

pub(super) static NET_3: Rule = Rule {
    id: "C25-NET-3",
    title: "The function URL could not be verified",
    severity: Severity::Low,
    status: Status::Manual,
    category: "NETWORK_CHECK_ERROR",
    check: NET,
    points: 0,
    why: "The answer about the function's URL was missing, refused, or not of the form that AWS gives. This edition takes no \
          points for that.",
    fix: "Export the function's URL configuration and judge again.",
    command: Some("aws lambda get-function-url-config --function-name {function}"),
    needs: URL,
    recommendation: None,
};

pub(super) static AUDIT_1: Rule = Rule {
    id: "C25-AUDIT-1",
    title: "The audit could not be performed",
    severity: Severity::High,
    status: Status::Manual,
    category: "AUDIT_ERROR",
    check: "Audit",
    // It costs whatever was left: this edition scores a broken audit with 0.
    points: 80,
    why: "The function's configuration was missing, refused, or not of the form that AWS gives. This edition then stops and \
          scores 0.",
    fix: "Export the function's configuration and judge again.",
    command: Some("aws lambda get-function --function-name {function}"),
    needs: FUNCTION,
    recommendation: None,
};

/// All rules of the edition, in the order in which they are judged.
pub static RULES: &[&Rule] = &[
    &IAM_1, &IAM_2, &IAM_3, &IAM_4, &ENV_1, &ENV_2, &VPC_1, &VPC_2, &VPC_3, &ENC_1, &ENC_2, &CFG_1, &CFG_2,
    &CFG_3, &CODE_1, &CODE_2, &LOG_1, &LOG_2, &LOG_3, &LOG_4, &NET_1, &NET_2, &NET_3, &AUDIT_1,
];
