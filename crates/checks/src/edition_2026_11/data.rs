//! Facts and numbers that have a date or a reason: data, not code.

use std::collections::BTreeMap;
use std::sync::Arc;

use iam::catalogue::Catalogue;
use serde::Deserialize;

use super::Date;
use crate::Severity;

/// When AWS ends the support of each runtime.
#[derive(Clone, Debug, Deserialize)]
pub struct Runtimes {
    format: String,
    version: u32,
    /// The day on which the table was true.
    pub as_of: String,
    /// Where it comes from.
    pub source: String,
    runtimes: BTreeMap<String, Dates>,
}

/// The days of one runtime, `2026-10-31`; none where AWS announced none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Dates {
    deprecated: Option<String>,
    create_block: Option<String>,
    update_block: Option<String>,
    successor: Option<String>,
}

/// What is known of one runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime<'a> {
    /// From this day on it gets no security fixes.
    pub deprecated: Option<Date>,
    /// From this day on no function can be made with it.
    pub create_block: Option<Date>,
    /// From this day on no function that has it can be changed.
    pub update_block: Option<Date>,
    /// What to move to.
    pub successor: Option<&'a str>,
}

impl Runtimes {
    /// Reads a table of that shape.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: Self = parse(text, "lambda-runtimes")?;
        checked(&table.format, table.version, "lambda-runtimes")?;
        let days = table
            .runtimes
            .values()
            .flat_map(|dates| [&dates.deprecated, &dates.create_block, &dates.update_block]);
        let wrong = days.flatten().find(|day| Date::parse(day).is_none()).cloned();
        match wrong {
            Some(day) => Err(format!("`{day}` is not a day. Write days as 2026-11-23.")),
            None => Ok(table),
        }
    }

    /// What is known of a runtime; `None` for one that isn't in the table.
    pub fn get(&self, name: &str) -> Option<Runtime<'_>> {
        let dates = self.runtimes.get(name)?;
        let day = |day: &Option<String>| day.as_deref().and_then(Date::parse);
        Some(Runtime {
            deprecated: day(&dates.deprecated),
            create_block: day(&dates.create_block),
            update_block: day(&dates.update_block),
            successor: dates.successor.as_deref(),
        })
    }
}

/// The numbers that rules need.
#[derive(Clone, Debug, Deserialize)]
pub struct Thresholds {
    format: String,
    version: u32,
    #[serde(flatten)]
    rules: BTreeMap<String, serde_json::Value>,
}

impl Thresholds {
    /// Reads numbers of that shape.
    ///
    /// # Errors
    /// What is wrong with them, and what to do.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: Self = parse(text, "lambdascope-thresholds")?;
        checked(&table.format, table.version, "lambdascope-thresholds").map(|()| table)
    }

    /// A rule's number, or `otherwise` where a replaced file leaves it out.
    pub fn number(&self, rule: &str, name: &str, otherwise: i64) -> i64 {
        let number = self.rules.get(rule).and_then(|rule| rule.get(name));
        number.and_then(serde_json::Value::as_i64).unwrap_or(otherwise)
    }

    /// A rule's list of numbers.
    pub fn numbers(&self, rule: &str, name: &str) -> Vec<i64> {
        let list = self.rules.get(rule).and_then(|rule| rule.get(name)).and_then(serde_json::Value::as_array);
        list.into_iter().flatten().filter_map(serde_json::Value::as_i64).collect()
    }

    /// A rule's list of texts.
    pub fn texts(&self, rule: &str, name: &str) -> Vec<&str> {
        let list = self.rules.get(rule).and_then(|rule| rule.get(name)).and_then(serde_json::Value::as_array);
        list.into_iter().flatten().filter_map(serde_json::Value::as_str).collect()
    }
}

/// What findings cost.
#[derive(Clone, Debug, Deserialize)]
pub struct Weights {
    format: String,
    version: u32,
    /// How it works, in words.
    pub why: String,
    /// What a check that was assessed in full is worth.
    pub check_points: u8,
    severity: BTreeMap<String, u8>,
}

impl Weights {
    /// Reads weights of that shape.
    ///
    /// # Errors
    /// What is wrong with them, and what to do.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: Self = parse(text, "lambdascope-weights")?;
        checked(&table.format, table.version, "lambdascope-weights").map(|()| table)
    }

    /// The points that a check of at most `max` loses to failed rules of these severities.
    pub fn lost(&self, max: u32, failed: impl IntoIterator<Item = Severity>) -> u32 {
        let full = u32::from(self.check_points).max(1);
        let cost: u32 = failed.into_iter().map(|severity| u32::from(self.of(severity))).sum();
        (max * cost.min(full)).div_ceil(full)
    }

    /// What a failed rule costs by its severity, of [`Weights::check_points`].
    pub fn of(&self, severity: Severity) -> u8 {
        self.severity.get(severity.as_str()).copied().unwrap_or_default()
    }
}

/// Accounts that publish layers for everybody.
#[derive(Clone, Debug, Deserialize)]
struct Vendors {
    accounts: BTreeMap<String, String>,
}

/// All data that an audit needs.
#[derive(Clone, Debug)]
pub struct Data {
    /// The runtimes and their days.
    pub runtimes: Runtimes,
    /// The numbers.
    pub thresholds: Thresholds,
    /// What findings cost.
    pub weights: Weights,
    vendors: Vendors,
    actions: Option<Arc<Catalogue>>,
}

impl Default for Data {
    #[expect(clippy::expect_used, reason = "the files are compiled in, and a test reads each of them")]
    fn default() -> Self {
        Self {
            runtimes: Runtimes::parse(include_str!("../../data/runtimes.json")).expect("a table"),
            thresholds: Thresholds::parse(include_str!("../../data/thresholds.json")).expect("numbers"),
            weights: Weights::parse(include_str!("../../data/weights.json")).expect("weights"),
            vendors: serde_json::from_str(include_str!("../../data/layer-vendors.json")).expect("accounts"),
            actions: shipped_actions(),
        }
    }
}

impl Data {
    /// What each action of IAM does. A page has to load it first, see [`Data::set_actions`].
    pub fn actions(&self) -> Option<&Catalogue> {
        self.actions.as_deref()
    }

    /// All but the catalogue of actions: what a program has before it loads that.
    pub fn without_actions() -> Self {
        Self { actions: None, ..Self::default() }
    }

    /// Takes the catalogue of actions that was loaded.
    pub fn set_actions(&mut self, actions: Arc<Catalogue>) {
        self.actions = Some(actions);
    }

    /// The vendor who publishes layers from an account.
    pub fn vendor(&self, account: &str) -> Option<&str> {
        self.vendors.accounts.get(account).map(String::as_str)
    }
}

/// The shipped catalogue of actions, read once. It is too large to be part of a page.
#[cfg(not(target_arch = "wasm32"))]
fn shipped_actions() -> Option<Arc<Catalogue>> {
    static ACTIONS: std::sync::OnceLock<Option<Arc<Catalogue>>> = std::sync::OnceLock::new();
    ACTIONS.get_or_init(|| Catalogue::shipped().ok().map(Arc::new)).clone()
}

#[cfg(target_arch = "wasm32")]
fn shipped_actions() -> Option<Arc<Catalogue>> {
    None
}

fn parse<'t, T: Deserialize<'t>>(text: &'t str, format: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| {
        format!(
            "The file is not `{format}`: it breaks off at line {}, column {}. Take the shipped file and change its values.",
            error.line(),
            error.column()
        )
    })
}

fn checked(format: &str, version: u32, expected: &str) -> Result<(), String> {
    if format != expected {
        Err(format!("The file is `{format}`, not `{expected}`. Choose the right file."))
    } else if version != 1 {
        Err(format!(
            "The file has version {version}; this program reads version 1. Take a newer program, or the older file."
        ))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_data_reads() {
        let data = Data::default();
        let python = data.runtimes.get("python3.10").unwrap();
        assert_eq!(python.deprecated, Date::parse("2026-10-31"));
        assert_eq!(data.runtimes.get("python9.9"), None);
        assert_eq!(data.runtimes.get("nodejs26.x").unwrap().deprecated, None);
        assert_eq!(data.thresholds.numbers("RT-02", "days"), [90, 180]);
        assert_eq!(data.weights.of(Severity::High), 5);
        assert!(data.vendor("464622532012").is_some());
    }

    #[test]
    fn a_wrong_table_is_refused_in_two_sentences() {
        let check = |text: &str, expected: &str| {
            let error = Runtimes::parse(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        };
        check("[]", "Take the shipped file");
        check(r#"{"format":"x","version":1,"as_of":"","source":"","runtimes":{}}"#, "not `lambda-runtimes`");
        check(
            r#"{"format":"lambda-runtimes","version":2,"as_of":"","source":"","runtimes":{}}"#,
            "version 2",
        );
        check(
            r#"{"format":"lambda-runtimes","version":1,"as_of":"","source":"","runtimes":{"a":{"deprecated":"soon"}}}"#,
            "is not a day",
        );
    }
}
