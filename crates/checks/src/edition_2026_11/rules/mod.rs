//! The registry: every rule of the edition, in the order in which reports show them.

use super::Rule;

mod asynchronous;
mod escalation;
mod exposure;
mod granted;
#[cfg(test)]
mod iam_testing;
mod keys;
mod layers;
mod log_group;
mod mapping;
mod queue;
pub(super) mod reach;
mod resource_policy;
mod rights;
mod runtime;
mod secret;
mod survey;
mod tags;
mod trail;
mod trails;
mod trust;
mod url;
mod used;
mod variables;
mod vpc;
mod wide;
mod world;

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
mod iam_01;
mod iam_02;
mod iam_03;
mod iam_04;
mod iam_05;
mod iam_06;
mod iam_07;
mod iam_08;
mod iam_09;
mod iam_10;
mod iam_11;
mod iam_12;
mod iam_13;
mod iam_14;
mod iam_15;
mod iam_16;
mod iam_17;
mod iam_18;
mod iam_19;
mod iam_20;
mod iam_21;
mod iam_22;
mod inv_01;
mod inv_02;
mod inv_03;
mod inv_04;
mod log_01;
mod log_02;
mod log_03;
mod log_04;
mod log_05;
mod log_06;
mod log_07;
mod log_08;
mod log_09;
mod log_10;
mod log_11;
mod net_01;
mod net_02;
mod net_03;
mod net_04;
mod net_05;
mod net_06;
mod net_07;
mod net_08;
mod net_09;
mod net_10;
mod rel_01;
mod rel_02;
mod rel_03;
mod rel_04;
mod rel_05;
mod rel_06;
mod rel_07;
mod rel_08;
mod rel_09;
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
mod sec_01;
mod sec_02;
mod sec_03;
mod sec_04;
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
#[rustfmt::skip]
static IDENTITY: &[&Rule] = &[
    &iam_01::RULE,
    &iam_02::RULE,
    &iam_03::RULE,
    &iam_04::RULE,
    &iam_05::RULE,
    &iam_06::RULE,
    &iam_07::RULE,
    &iam_08::RULE,
    &iam_09::RULE,
    &iam_10::RULE,
    &iam_11::RULE,
    &iam_12::RULE,
    &iam_13::RULE,
    &iam_14::RULE,
    &iam_15::RULE,
    &iam_16::RULE,
    &iam_17::RULE,
    &iam_18::RULE,
    &iam_19::RULE,
    &iam_20::RULE,
    &iam_21::RULE,
    &iam_22::RULE,
];
#[rustfmt::skip]
static SECRETS: &[&Rule] = &[
    &sec_01::RULE,
    &sec_02::RULE,
    &sec_03::RULE,
    &sec_04::RULE,
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
#[rustfmt::skip]
static NETWORK: &[&Rule] = &[
    &net_01::RULE,
    &net_02::RULE,
    &net_03::RULE,
    &net_04::RULE,
    &net_05::RULE,
    &net_06::RULE,
    &net_07::RULE,
    &net_08::RULE,
    &net_09::RULE,
    &net_10::RULE,
];
#[rustfmt::skip]
static LOGGING: &[&Rule] = &[
    &log_01::RULE,
    &log_02::RULE,
    &log_03::RULE,
    &log_04::RULE,
    &log_05::RULE,
    &log_06::RULE,
    &log_07::RULE,
    &log_08::RULE,
    &log_09::RULE,
    &log_10::RULE,
    &log_11::RULE,
];
#[rustfmt::skip]
static RELIABILITY: &[&Rule] = &[
    &rel_01::RULE,
    &rel_02::RULE,
    &rel_03::RULE,
    &rel_04::RULE,
    &rel_05::RULE,
    &rel_06::RULE,
    &rel_07::RULE,
    &rel_08::RULE,
    &rel_09::RULE,
];
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
