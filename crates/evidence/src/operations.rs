//! The AWS operations whose answers are read: how an answer is told apart, and where it names what it is about.

/// One operation of an AWS service.
#[derive(Debug)]
pub(crate) struct Operation {
    /// As the AWS CLI names the service.
    pub service: &'static str,
    /// As the API names the operation.
    pub name: &'static str,
    /// As the AWS CLI names the operation; files are named after it.
    pub cli: &'static str,
    /// Members that every answer has. Those that an answer may leave out can't tell it.
    pub members: &'static [(&'static str, Is)],
    /// Where the answer names its subject.
    pub subject: Subject,
    /// The parameters that the subject in a file's name stands for, in their order: `get-role-policy.ROLE.POLICY.err`.
    pub named: &'static [&'static str],
    /// A JSON pointer to an ARN of the account and region in which it was asked; empty where an answer has none.
    pub arn: &'static str,
}

/// What a member must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Is {
    Text,
    Bool,
    Number,
    Object,
    List,
}

/// Where an answer names what was asked about.
#[derive(Debug)]
pub(crate) enum Subject {
    /// It was asked about everything: there are no parameters.
    All,
    /// Parameters, and JSON pointers to the texts that they had.
    At(&'static [(&'static str, &'static str)]),
    /// The function in the ARN at a pointer, with its qualifier.
    Function(&'static str),
    /// The function in the ARN at a pointer, whatever its qualifier.
    AnyVersion(&'static str),
    /// The function, or the layer, that is the resource of the policy's statements.
    PolicyResource,
    /// What the names of all log groups begin with.
    LogGroups,
    /// The function that all event source mappings invoke, or the source that they all have.
    Mappings,
    /// The address of the queue, made from its ARN.
    Queue,
    /// Some parameters, as for `At`; the file's name must say the others.
    Partly(&'static [(&'static str, &'static str)]),
}

use Is::{Bool, List, Number, Object, Text};
use Subject::{All, AnyVersion, At, Function, LogGroups, Mappings, Partly, PolicyResource, Queue};

const FUNCTION: &[&str] = &["FunctionName"];
const ROLE: &[&str] = &["RoleName"];

/// Shorthand for a row of the table.
const fn op(
    service: &'static str,
    name: &'static str,
    cli: &'static str,
    members: &'static [(&'static str, Is)],
    subject: Subject,
    named: &'static [&'static str],
    arn: &'static str,
) -> Operation {
    Operation { service, name, cli, members, subject, named, arn }
}

/// All of them. Where an answer fits several rows, the first whose subject it names is taken.
#[rustfmt::skip]
pub(crate) const OPERATIONS: &[Operation] = &[
    op("lambda", "GetFunction", "get-function", &[("Configuration", Object)],
        Function("/Configuration/FunctionArn"), FUNCTION, "/Configuration/FunctionArn"),
    op("lambda", "GetFunctionConfiguration", "get-function-configuration",
        &[("FunctionName", Text), ("FunctionArn", Text), ("Role", Text)], Function("/FunctionArn"), FUNCTION, "/FunctionArn"),
    op("lambda", "ListFunctions", "list-functions", &[("Functions", List)], All, &[], "/Functions/0/FunctionArn"),
    op("lambda", "GetPolicy", "get-policy", &[("Policy", Text)], PolicyResource, FUNCTION, ""),
    op("lambda", "GetLayerVersionPolicy", "get-layer-version-policy", &[("Policy", Text)], PolicyResource,
        &["LayerName", "VersionNumber"], ""),
    op("lambda", "GetFunctionUrlConfig", "get-function-url-config", &[("FunctionUrl", Text), ("FunctionArn", Text)],
        Function("/FunctionArn"), FUNCTION, "/FunctionArn"),
    op("lambda", "ListFunctionUrlConfigs", "list-function-url-configs", &[("FunctionUrlConfigs", List)],
        AnyVersion("/FunctionUrlConfigs/0/FunctionArn"), FUNCTION, "/FunctionUrlConfigs/0/FunctionArn"),
    op("lambda", "GetFunctionConcurrency", "get-function-concurrency", &[("ReservedConcurrentExecutions", Number)],
        Partly(&[]), FUNCTION, ""),
    op("lambda", "GetFunctionCodeSigningConfig", "get-function-code-signing-config",
        &[("CodeSigningConfigArn", Text), ("FunctionName", Text)], At(&[("FunctionName", "/FunctionName")]), FUNCTION,
        "/CodeSigningConfigArn"),
    op("lambda", "GetRuntimeManagementConfig", "get-runtime-management-config",
        &[("UpdateRuntimeOn", Text), ("FunctionArn", Text)], Function("/FunctionArn"), FUNCTION, "/FunctionArn"),
    // Behind all others that name a function's ARN: it has nothing else that it always has.
    op("lambda", "GetFunctionEventInvokeConfig", "get-function-event-invoke-config",
        &[("FunctionArn", Text), ("LastModified", Text)], Function("/FunctionArn"), FUNCTION, "/FunctionArn"),
    op("lambda", "GetFunctionEventInvokeConfig", "get-function-event-invoke-config",
        &[("FunctionArn", Text), ("LastModified", Number)], Function("/FunctionArn"), FUNCTION, "/FunctionArn"),
    op("lambda", "ListEventSourceMappings", "list-event-source-mappings", &[("EventSourceMappings", List)], Mappings, FUNCTION,
        "/EventSourceMappings/0/FunctionArn"),
    op("lambda", "GetFunctionRecursionConfig", "get-function-recursion-config", &[("RecursiveLoop", Text)], Partly(&[]),
        FUNCTION, ""),
    op("lambda", "GetCodeSigningConfig", "get-code-signing-config", &[("CodeSigningConfig", Object)],
        At(&[("CodeSigningConfigArn", "/CodeSigningConfig/CodeSigningConfigArn")]), &["CodeSigningConfigArn"],
        "/CodeSigningConfig/CodeSigningConfigArn"),
    op("lambda", "ListAliases", "list-aliases", &[("Aliases", List)], AnyVersion("/Aliases/0/AliasArn"), FUNCTION,
        "/Aliases/0/AliasArn"),
    op("lambda", "ListTags", "list-tags", &[("Tags", Object)], Partly(&[]), &["Resource"], ""),

    op("iam", "GetAccountAuthorizationDetails", "get-account-authorization-details", &[("RoleDetailList", List)], All, &[],
        "/RoleDetailList/0/Arn"),
    op("iam", "GetRole", "get-role", &[("Role", Object)], At(&[("RoleName", "/Role/RoleName")]), ROLE, "/Role/Arn"),
    op("iam", "ListAttachedRolePolicies", "list-attached-role-policies", &[("AttachedPolicies", List)], Partly(&[]), ROLE, ""),
    op("iam", "ListRolePolicies", "list-role-policies", &[("PolicyNames", List)], Partly(&[]), ROLE, ""),
    op("iam", "GetRolePolicy", "get-role-policy", &[("RoleName", Text), ("PolicyName", Text)],
        At(&[("RoleName", "/RoleName"), ("PolicyName", "/PolicyName")]), &["RoleName", "PolicyName"], ""),
    op("iam", "GetPolicy", "get-policy", &[("Policy", Object)], At(&[("PolicyArn", "/Policy/Arn")]), &["PolicyArn"],
        "/Policy/Arn"),
    op("iam", "GetPolicyVersion", "get-policy-version", &[("PolicyVersion", Object)],
        Partly(&[("VersionId", "/PolicyVersion/VersionId")]), &["PolicyArn", "VersionId"], ""),

    op("logs", "DescribeLogGroups", "describe-log-groups", &[("logGroups", List)], LogGroups, &["logGroupNamePrefix"],
        "/logGroups/0/arn"),
    op("logs", "DescribeResourcePolicies", "describe-resource-policies", &[("resourcePolicies", List)], All, &[], ""),

    // The trails that a region shows may belong to another account or region, so their ARNs don't say who asked.
    op("cloudtrail", "DescribeTrails", "describe-trails", &[("trailList", List)], All, &[], ""),
    op("cloudtrail", "GetTrailStatus", "get-trail-status", &[("IsLogging", Bool)], Partly(&[]), &["Name"], ""),
    op("cloudtrail", "GetEventSelectors", "get-event-selectors", &[("TrailARN", Text), ("EventSelectors", List)],
        At(&[("TrailName", "/TrailARN")]), &["TrailName"], ""),
    op("cloudtrail", "GetEventSelectors", "get-event-selectors", &[("TrailARN", Text), ("AdvancedEventSelectors", List)],
        At(&[("TrailName", "/TrailARN")]), &["TrailName"], ""),
    op("cloudtrail", "LookupEvents", "lookup-events", &[("Events", List)], Partly(&[]), &["ResourceName"], ""),

    // A key may belong to another account than the one that asked about it.
    op("kms", "DescribeKey", "describe-key", &[("KeyMetadata", Object)], At(&[("KeyId", "/KeyMetadata/Arn")]), &["KeyId"], ""),
    op("kms", "GetKeyRotationStatus", "get-key-rotation-status", &[("KeyRotationEnabled", Bool), ("KeyId", Text)],
        At(&[("KeyId", "/KeyId")]), &["KeyId"], ""),
    op("kms", "GetKeyRotationStatus", "get-key-rotation-status", &[("KeyRotationEnabled", Bool)], Partly(&[]), &["KeyId"], ""),
    op("kms", "GetKeyPolicy", "get-key-policy", &[("Policy", Text)], Partly(&[("PolicyName", "/PolicyName")]), &["KeyId"], ""),

    op("cloudwatch", "DescribeAlarms", "describe-alarms", &[("MetricAlarms", List)], All, &[], "/MetricAlarms/0/AlarmArn"),
    op("guardduty", "ListDetectors", "list-detectors", &[("DetectorIds", List)], All, &[], ""),
    op("guardduty", "GetDetector", "get-detector", &[("Status", Text), ("ServiceRole", Text), ("FindingPublishingFrequency", Text)],
        Partly(&[]), &["DetectorId"], "/ServiceRole"),
    op("inspector2", "BatchGetAccountStatus", "batch-get-account-status", &[("accounts", List), ("failedAccounts", List)], All,
        &[], ""),
    op("inspector2", "BatchGetAccountStatus", "batch-get-account-status", &[("accounts", List)], All, &[], ""),
    op("sqs", "GetQueueAttributes", "get-queue-attributes", &[("Attributes", Object)], Queue, &["QueueUrl"],
        "/Attributes/QueueArn"),

    op("ec2", "DescribeVpcs", "describe-vpcs", &[("Vpcs", List)], All, &[], ""),
    op("ec2", "DescribeSubnets", "describe-subnets", &[("Subnets", List)], All, &[], "/Subnets/0/SubnetArn"),
    op("ec2", "DescribeSecurityGroups", "describe-security-groups", &[("SecurityGroups", List)], All, &[],
        "/SecurityGroups/0/SecurityGroupArn"),
    op("ec2", "DescribeNetworkAcls", "describe-network-acls", &[("NetworkAcls", List)], All, &[], ""),
    op("ec2", "DescribeRouteTables", "describe-route-tables", &[("RouteTables", List)], All, &[], ""),
    op("ec2", "DescribeVpcEndpoints", "describe-vpc-endpoints", &[("VpcEndpoints", List)], All, &[], ""),
    op("ec2", "DescribeNatGateways", "describe-nat-gateways", &[("NatGateways", List)], All, &[], ""),
    op("ec2", "DescribeFlowLogs", "describe-flow-logs", &[("FlowLogs", List)], All, &[], ""),
];

/// What is asked of the parts of an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub partition: &'a str,
    pub service: &'a str,
    /// Empty for services that have no regions.
    pub region: &'a str,
    /// Empty, or `aws` for what belongs to AWS.
    pub account: &'a str,
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let mut part = || parts.next();
        (part()? == "arn").then_some(())?;
        Some(Self {
            partition: part()?,
            service: part()?,
            region: part()?,
            account: part()?,
            resource: part()?,
        })
    }

    /// The account, when it is one.
    pub(crate) fn account(&self) -> Option<&'a str> {
        (self.account.len() == 12 && self.account.bytes().all(|byte| byte.is_ascii_digit()))
            .then_some(self.account)
    }

    /// The region, when it has one.
    pub(crate) fn region(&self) -> Option<&'a str> {
        Some(self.region).filter(|region| !region.is_empty() && *region != "*")
    }

    /// Name and qualifier of a function; `$LATEST` is no qualifier.
    pub(crate) fn function(&self) -> Option<(&'a str, Option<&'a str>)> {
        let name = self.resource.strip_prefix("function:").filter(|_| self.service == "lambda")?;
        Some(match name.split_once(':') {
            Some((name, qualifier)) => (name, Some(qualifier).filter(|qualifier| *qualifier != "$LATEST")),
            None => (name, None),
        })
    }

    /// Name and version of a layer's version.
    pub(crate) fn layer(&self) -> Option<(&'a str, &'a str)> {
        self.resource.strip_prefix("layer:").filter(|_| self.service == "lambda")?.split_once(':')
    }
}
