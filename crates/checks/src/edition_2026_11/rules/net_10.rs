//! NET-10: traffic that nobody records.

use evidence::facts::{Field, Function, Gap};

use super::vpc::{self, Vpc};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, VPC, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const LOGS: &str = "ec2:DescribeFlowLogs";
const INTERFACES: &str = "ec2:DescribeNetworkInterfaces";

pub(super) static RULE: Rule = Rule {
    id: "NET-10",
    title: "No flow logs",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`FlowLogs[].ResourceId` and `FlowLogStatus` of describe-flow-logs: of the VPC, all of the function's subnets, or its interfaces",
    why: "Without flow logs nobody can tell later where the function connected to.",
    fix: "Turn on flow logs for the VPC.",
    command: Some(
        "aws ec2 create-flow-logs --resource-type VPC --resource-ids {subject} --traffic-type ALL --log-destination-type s3 \
         --log-destination {bucket-arn}",
    ),
    sources: "AWS Security Hub EC2.6; CIS AWS Foundations Benchmark 3.7; prowler; steampipe",
    needs: &["lambda:GetFunction", LOGS],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let Some(vpc) = vpc::of(function)? else { return vpc::outside() };
    let id = match &vpc.id {
        Some(id) => id.clone(),
        // The subnets know.
        None => {
            let subnets = vpc::subnets(context, function, &vpc);
            let id = subnets.items.iter().find_map(|subnet| subnet.text_of("VpcId"));
            id.ok_or(subnets.gap.unwrap_or(Gap::new(vpc::SUBNETS)))?
        }
    };
    let of = |id: &str| context.facts.find(function.at, LOGS, "FlowLogs", "ResourceId", id);
    let works = |logs: &[Field<'_>]| logs.iter().any(is_working);
    let own = of(&id);
    if works(&own) || (!vpc.subnets.is_empty() && vpc.subnets.iter().all(|subnet| works(&of(subnet)))) {
        return pass();
    }
    interfaces(context, function, &vpc)?;
    let call = vpc::listing(context, function, LOGS, &[("resource-id", &id)])?;
    let mut found = if own.is_empty() {
        Found::new(format!("{id}, the function's VPC, has no flow log.")).at_call(Some(call))
    } else {
        own.iter().fold(
            Found::new(format!(
                "The flow log of {id}, the function's VPC, is not active, or what it records isn't delivered."
            )),
            |found, log| found.at(log),
        )
    };
    // A flow log of all subnets would do as well.
    let open = |subnet: &str| vpc::listing(context, function, LOGS, &[("resource-id", subnet)]).is_err();
    if vpc.subnets.iter().all(|subnet| works(&of(subnet)) || open(subnet)) {
        found = found.missing(LOGS);
    }
    fail(found.about(id))
}

/// Whether it records, and what it records arrives.
fn is_working(log: &Field<'_>) -> bool {
    log.get("FlowLogStatus").is_none_or(|status| status.is_text("ACTIVE"))
        && log.get("DeliverLogsStatus").is_none_or(|status| !status.is_text("FAILED"))
}

/// Flow logs of single interfaces may be of the function's own.
fn interfaces(context: &Context<'_>, function: &Function<'_>, vpc: &Vpc<'_>) -> Result<(), Gap> {
    let logs = context.facts.items(function.at, LOGS, "FlowLogs");
    for log in logs.iter().filter(|log| is_working(log)) {
        let Some(interface) = log.text_of("ResourceId").filter(|id| id.starts_with("eni-")) else { continue };
        let known = context.facts.find(
            function.at,
            INTERFACES,
            "NetworkInterfaces",
            "NetworkInterfaceId",
            &interface,
        );
        let Some(known) = known.first() else { return Err(Gap::new(INTERFACES)) };
        let is_lambda = known.get("InterfaceType").is_none_or(|kind| kind.is_text("lambda"));
        if is_lambda && known.text_of("SubnetId").is_some_and(|subnet| vpc.subnets.contains(&subnet)) {
            return Err(Gap { operation: INTERFACES, call: Some(known.call) });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    fn inside() -> Value {
        let subnets = ["subnet-1", "subnet-2"];
        function(json!({"VpcConfig": {"VpcId": "vpc-1", "SubnetIds": subnets, "SecurityGroupIds": ["sg-1"]}}))
    }

    fn log(id: &str) -> Value {
        json!({"ResourceId": id, "FlowLogStatus": "ACTIVE", "DeliverLogsStatus": "SUCCESS"})
    }

    fn logs(parameters: Value, logs: &[Value]) -> Value {
        call("ec2:DescribeFlowLogs", parameters, json!({"FlowLogs": logs}))
    }

    #[test]
    fn vpcs_and_subnets_are_watched() {
        let one =
            |all: &[Value], expected: &str| check("NET-10", vec![inside(), logs(json!({}), all)], expected);
        one(&[log("vpc-1")], "PASS");
        one(&[log("subnet-1"), log("subnet-2")], "PASS");
        one(&[log("subnet-1")], "FAIL MEDIUM");
        one(&[log("vpc-2")], "FAIL MEDIUM");
        one(&[], "FAIL MEDIUM");
        let mut failed = log("vpc-1");
        failed["DeliverLogsStatus"] = "FAILED".into();
        one(&[failed], "FAIL MEDIUM");
        one(&[log("eni-1")], "NOT_ASSESSED ec2:DescribeNetworkInterfaces");
        check("NET-10", vec![function(json!({}))], "NOT_APPLICABLE");
    }

    #[test]
    fn what_was_not_asked_stays_open() {
        let filter = |id: &str| json!({"Filter": [{"Name": "resource-id", "Values": [id]}]});
        let open = "NOT_ASSESSED ec2:DescribeFlowLogs";
        check("NET-10", vec![inside(), logs(filter("vpc-1"), &[])], "FAIL MEDIUM");
        check("NET-10", vec![inside(), logs(filter("vpc-2"), &[])], open);
        check("NET-10", vec![inside()], open);
        check(
            "NET-10",
            vec![inside(), error("ec2:DescribeFlowLogs", json!({}), "UnauthorizedOperation")],
            open,
        );
    }
}
