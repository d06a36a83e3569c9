//! The registry: every rule of the edition, in the order in which reports show them.

use super::Rule;

mod resource_policy;
mod url;

mod exp_01;

static EXPOSURE: &[&Rule] = &[
    &exp_01::RULE, //
];
static IDENTITY: &[&Rule] = &[];
static SECRETS: &[&Rule] = &[];
static RUNTIME: &[&Rule] = &[];
static NETWORK: &[&Rule] = &[];
static LOGGING: &[&Rule] = &[];
static RELIABILITY: &[&Rule] = &[];
static INVENTORY: &[&Rule] = &[];

static FAMILIES: [&[&Rule]; 8] =
    [EXPOSURE, IDENTITY, SECRETS, RUNTIME, NETWORK, LOGGING, RELIABILITY, INVENTORY];

/// All rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// The rule of that id.
pub fn get(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
