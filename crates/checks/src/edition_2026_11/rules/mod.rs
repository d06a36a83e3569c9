//! The registry: every rule of the edition, in the order in which reports show them.

use super::Rule;

mod keys;
mod layers;
mod resource_policy;
mod runtime;
mod tags;
mod url;

mod exp_01;
mod exp_02;
mod exp_03;
mod exp_04;
mod exp_05;
mod exp_06;
mod exp_07;
mod exp_08;
mod exp_09;
mod exp_10;
mod exp_11;
mod exp_12;
mod exp_13;
mod inv_01;
mod inv_02;
mod inv_03;
mod inv_04;
mod rt_01;
mod rt_02;
mod rt_03;
mod rt_04;
mod rt_05;
mod rt_06;
mod rt_07;
mod rt_08;
mod rt_09;
mod rt_10;
mod rt_11;
mod rt_12;
mod sec_05;
mod sec_06;
mod sec_07;
mod sec_08;
mod sec_09;
mod sec_10;
mod sec_11;
mod sec_12;

#[rustfmt::skip]
static EXPOSURE: &[&Rule] = &[
    &exp_01::RULE,
    &exp_02::RULE,
    &exp_03::RULE,
    &exp_04::RULE,
    &exp_05::RULE,
    &exp_06::RULE,
    &exp_07::RULE,
    &exp_08::RULE,
    &exp_09::RULE,
    &exp_10::RULE,
    &exp_11::RULE,
    &exp_12::RULE,
    &exp_13::RULE,
];
static IDENTITY: &[&Rule] = &[];
#[rustfmt::skip]
static SECRETS: &[&Rule] = &[
    &sec_05::RULE,
    &sec_06::RULE,
    &sec_07::RULE,
    &sec_08::RULE,
    &sec_09::RULE,
    &sec_10::RULE,
    &sec_11::RULE,
    &sec_12::RULE,
];
#[rustfmt::skip]
static RUNTIME: &[&Rule] = &[
    &rt_01::RULE,
    &rt_02::RULE,
    &rt_03::RULE,
    &rt_04::RULE,
    &rt_05::RULE,
    &rt_06::RULE,
    &rt_07::RULE,
    &rt_08::RULE,
    &rt_09::RULE,
    &rt_10::RULE,
    &rt_11::RULE,
    &rt_12::RULE,
];
static NETWORK: &[&Rule] = &[];
static LOGGING: &[&Rule] = &[];
static RELIABILITY: &[&Rule] = &[];
#[rustfmt::skip]
static INVENTORY: &[&Rule] = &[
    &inv_01::RULE,
    &inv_02::RULE,
    &inv_03::RULE,
    &inv_04::RULE,
];

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
