//! What a framework says of itself, and a requirement.

use super::rules::RuleSet;

/// A framework.
#[derive(Debug)]
pub struct Framework {
    /// Such as `SOC2`; the same in both editions.
    pub id: &'static str,
    /// Its full name with its version.
    pub title: &'static str,
    /// What of it is looked at, and what never is.
    pub about: &'static str,
    /// In the framework's own order.
    pub requirements: &'static [Requirement],
}

/// One requirement of a framework.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// Unique in its framework: `CC6.1`, `164.312(b)`.
    pub id: &'static str,
    /// What is asked for, in a few words of our own.
    pub title: &'static str,
    /// How far a configuration can speak for it.
    pub support: Support,
    /// HIPAA only: what the rule itself says of the specification.
    pub obligation: Option<Obligation>,
    /// Which rules decide it; where a person judges, which rules bear on it. See [`Requirement::rules`].
    pub(super) selection: &'static str,
    /// The rules that this requirement reads in its own way.
    pub parameters: &'static [Parameter],
    /// Who else looks at configurations for this requirement.
    pub said_by: &'static [Said],
    /// Why it is judged so, where that is ours; empty where others are followed.
    pub reason: &'static str,
    /// ISO/IEC 27001 only: its ids in the annex of 2013, which edition 2025-09 used.
    pub formerly: &'static [&'static str],
}

/// How far a configuration can speak for a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// The configuration is direct evidence of it.
    Supports,
    /// The configuration shows a part of it.
    Partial,
    /// Only a person can judge it.
    Manual,
    /// AWS answers for it.
    Inherited,
}

impl Support {
    /// As reports write it: `supports`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Partial => "partial",
            Self::Manual => "manual",
            Self::Inherited => "inherited",
        }
    }

    /// Whether rules decide it.
    pub fn is_assessable(self) -> bool {
        matches!(self, Self::Supports | Self::Partial)
    }
}

/// What the HIPAA Security Rule says of a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Obligation {
    /// It must be implemented.
    Required,
    /// It must be implemented, or the reason why not written down.
    Addressable,
}

impl Obligation {
    /// `required` or `addressable`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Addressable => "addressable",
        }
    }
}

/// What a requirement asks of a rule's subject, beyond the rule's own verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The rule that it replaces the verdict of.
    pub rule: &'static str,
    /// What is asked.
    pub asks: Asks,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Logs are kept at least so many days; to keep them for ever is enough.
    AtLeastDays(u32),
    /// Logs are deleted some day, and no later than the organisation's own limit where it is known.
    AnEnd,
}

impl Parameter {
    /// What it asks, as a sentence.
    pub fn sentence(&self) -> String {
        match self.asks {
            Asks::AtLeastDays(days) => {
                format!("Here {} asks that logs are kept at least {days} days.", self.rule)
            }
            Asks::AnEnd => format!("Here {} asks that logs are deleted some day.", self.rule),
        }
    }
}

/// A tool that maps a requirement to configurations, read in November 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The tool.
    pub tool: Tool,
    /// What it looks at for this requirement, in a few words.
    pub of: &'static str,
}

/// A tool that maps requirements to configurations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Prowler's compliance files.
    Prowler,
    /// Steampipe's AWS Compliance mod, run by Powerpipe.
    Steampipe,
    /// AWS Security Hub's control reference.
    SecurityHub,
    /// The rule packs of cdk-nag.
    CdkNag,
}

impl Tool {
    /// Its name as it writes itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prowler => "prowler",
            Self::Steampipe => "steampipe",
            Self::SecurityHub => "Security Hub",
            Self::CdkNag => "cdk-nag",
        }
    }
}

impl Requirement {
    /// The rules that decide it; where a person judges, those that bear on it.
    pub fn rules(&self) -> RuleSet {
        RuleSet::select(self.selection)
    }

    const fn new(id: &'static str, title: &'static str, support: Support, selection: &'static str) -> Self {
        Self {
            id,
            title,
            support,
            obligation: None,
            selection,
            parameters: &[],
            said_by: &[],
            reason: "",
            formerly: &[],
        }
    }

    pub(super) const fn said_by(mut self, said_by: &'static [Said]) -> Self {
        self.said_by = said_by;
        self
    }

    pub(super) const fn ours(mut self, reason: &'static str) -> Self {
        self.reason = reason;
        self
    }

    pub(super) const fn asks(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    pub(super) const fn formerly(mut self, ids: &'static [&'static str]) -> Self {
        self.formerly = ids;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.obligation = Some(Obligation::Required);
        self
    }

    pub(super) const fn addressable(mut self) -> Self {
        self.obligation = Some(Obligation::Addressable);
        self
    }
}

pub(super) const fn supports(id: &'static str, title: &'static str, rules: &'static str) -> Requirement {
    Requirement::new(id, title, Support::Supports, rules)
}

pub(super) const fn partial(id: &'static str, title: &'static str, rules: &'static str) -> Requirement {
    Requirement::new(id, title, Support::Partial, rules)
}

/// `rules` bear on it and never decide it.
pub(super) const fn manual(id: &'static str, title: &'static str, rules: &'static str) -> Requirement {
    Requirement::new(id, title, Support::Manual, rules)
}

pub(super) const fn inherited(id: &'static str, title: &'static str) -> Requirement {
    Requirement::new(id, title, Support::Inherited, "")
}

pub(super) const fn prowler(of: &'static str) -> Said {
    Said { tool: Tool::Prowler, of }
}

pub(super) const fn steampipe(of: &'static str) -> Said {
    Said { tool: Tool::Steampipe, of }
}

pub(super) const fn security_hub(of: &'static str) -> Said {
    Said { tool: Tool::SecurityHub, of }
}

pub(super) const fn cdk_nag(of: &'static str) -> Said {
    Said { tool: Tool::CdkNag, of }
}

/// The number of days that steampipe and prowler ask for where the requirement gives none, and that PCI DSS 10.5.1 gives.
pub(super) const A_YEAR_OF_LOGS: &[Parameter] = &[Parameter { rule: "LOG-02", asks: Asks::AtLeastDays(365) }];

/// Data is not kept for ever.
pub(super) const AN_END: &[Parameter] = &[Parameter { rule: "LOG-02", asks: Asks::AnEnd }];
