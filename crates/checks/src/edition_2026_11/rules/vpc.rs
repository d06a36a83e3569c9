//! The function's VPC, and what EC2 says about its subnets, groups and routes.

use std::borrow::Cow;

use evidence::facts::{Field, Function, Gap};
use evidence::json::Value;
use iam::glob::Glob;

use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::{Judged, not_applicable};

pub(super) const GROUPS: &str = "ec2:DescribeSecurityGroups";
pub(super) const SUBNETS: &str = "ec2:DescribeSubnets";
pub(super) const ROUTES: &str = "ec2:DescribeRouteTables";

/// When the rules of this family but the first don't apply.
pub(super) const EXEMPT: &str = "The function is not in a VPC.";

/// Where the function is.
pub(super) struct Vpc<'f> {
    /// `VpcConfig`.
    pub config: Field<'f>,
    pub id: Option<Cow<'f, str>>,
    /// Each once.
    pub subnets: Vec<Cow<'f, str>>,
    /// Each once.
    pub groups: Vec<Cow<'f, str>>,
}

/// The function's VPC; `None` where it is in none.
pub(super) fn of<'f>(function: &'f Function<'_>) -> Result<Option<Vpc<'f>>, Gap> {
    let Some(config) = function.config("VpcConfig")? else { return Ok(None) };
    let ids = |key: &str| {
        let mut ids = config.texts_of(key);
        ids.retain(|id| !id.is_empty());
        order::sort(&mut ids);
        ids.dedup();
        ids
    };
    let id = config.text_of("VpcId");
    let (subnets, groups) = (ids("SubnetIds"), ids("SecurityGroupIds"));
    Ok((id.is_some() || !subnets.is_empty()).then_some(Vpc { config, id, subnets, groups }))
}

/// What the rules say of a function in no VPC.
pub(super) fn outside() -> Judged {
    not_applicable(EXEMPT)
}

/// What the rules on groups say of a function that has none; another rule tells of that.
pub(super) fn without_groups() -> Judged {
    not_applicable("The function has no security group.")
}

/// What some of the things are, and why some aren't known.
pub(super) struct Found<'f> {
    pub items: Vec<Field<'f>>,
    pub gap: Option<Gap>,
}

/// What EC2 says about the function's security groups.
pub(super) fn groups<'f>(context: &Context<'f>, function: &Function<'_>, vpc: &Vpc<'_>) -> Found<'f> {
    named(context, function, (GROUPS, "SecurityGroups", "GroupId", "GroupIds", "group-id"), &vpc.groups, vpc)
}

/// What EC2 says about the function's subnets.
pub(super) fn subnets<'f>(context: &Context<'f>, function: &Function<'_>, vpc: &Vpc<'_>) -> Found<'f> {
    named(context, function, (SUBNETS, "Subnets", "SubnetId", "SubnetIds", "subnet-id"), &vpc.subnets, vpc)
}

type Kind = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn named<'f>(
    context: &Context<'f>,
    function: &Function<'_>,
    (operation, list, key, parameter, filter): Kind,
    ids: &[Cow<'_, str>],
    vpc: &Vpc<'_>,
) -> Found<'f> {
    let mut found = Found { items: Vec::new(), gap: None };
    for id in ids {
        match context.facts.find(function.at, operation, list, key, id).into_iter().next() {
            Some(item) => found.items.push(item),
            // What a whole list leaves out was deleted since, or the list is older: neither tells what it was.
            None => {
                let traits =
                    [(parameter, &**id), (filter, id), ("vpc-id", vpc.id.as_deref().unwrap_or_default())];
                let listed = listing(context, function, operation, &traits);
                found.gap = found
                    .gap
                    .or(Some(listed.map_or_else(|gap| gap, |call| Gap { operation, call: Some(call) })));
            }
        }
    }
    found
}

/// The call that would have listed a thing that has these traits: ids by the parameter's name, and values by the filter's.
pub(super) fn listing(
    context: &Context<'_>,
    function: &Function<'_>,
    operation: &'static str,
    traits: &[(&str, &str)],
) -> Result<evidence::CallId, Gap> {
    context.facts.covered(function.at, operation, &|parameters| lets_through(parameters, traits))
}

/// Whether parameters of a call don't leave out a thing that has these traits.
fn lets_through(parameters: Value<'_>, traits: &[(&str, &str)]) -> bool {
    let has = |name: &str, values: Value<'_>| {
        let mut own = traits.iter().filter(|(own, _)| *own == name);
        own.any(|(_, own)| {
            values.items().filter_map(|value| value.text()).any(|value| Glob::plain(&value).matches(own))
        })
    };
    parameters.members().into_iter().all(|(name, value)| match &*name {
        // DescribeFlowLogs alone calls them `Filter`.
        "Filters" | "Filter" => value.items().all(|filter| {
            let name = filter.get("Name").and_then(|name| name.text()).unwrap_or_default();
            filter.get("Values").is_some_and(|values| has(&name, values))
        }),
        "DryRun" => true,
        name => has(name, value),
    })
}

/// The route table that a subnet uses: its own, else the main one of the VPC.
pub(super) fn route_table<'f>(
    context: &Context<'f>,
    function: &Function<'_>,
    vpc: &Vpc<'_>,
    subnet: &str,
) -> Result<Field<'f>, Gap> {
    let find = |key, id: &str| context.facts.find(function.at, ROUTES, "RouteTables", key, id).into_iter();
    let associated = |table: &Field<'_>, right: &dyn Fn(&Field<'_>) -> bool| {
        table.list("Associations").any(|association| {
            let state = association.path(&["AssociationState", "State"]);
            right(&association) && state.is_none_or(|state| state.is_text("associated"))
        })
    };
    let own = |association: &Field<'_>| association.get("SubnetId").is_some_and(|id| id.is_text(subnet));
    if let Some(table) = find("Associations/*/SubnetId", subnet).find(|table| associated(table, &own)) {
        return Ok(table);
    }
    let vpc = vpc.id.as_deref().unwrap_or_default();
    // The main table counts only where it is sure that no other one is the subnet's own.
    let call = listing(context, function, ROUTES, &[("vpc-id", vpc), ("association.subnet-id", subnet)])?;
    let main = |association: &Field<'_>| association.get("Main").and_then(|main| main.bool()) == Some(true);
    let table = find("VpcId", vpc).find(|table| associated(table, &main));
    table.ok_or(Gap { operation: ROUTES, call: Some(call) })
}
