//! The five frameworks as data, one file each.
//!
//! Titles are in words of our own; the standards' texts are their owners'. Who else maps a requirement was read in November
//! 2026 from the files of prowler 5.46 and of steampipe's AWS Compliance mod, from Security Hub's control reference and from
//! cdk-nag's rule packs.

mod gdpr;
mod hipaa;
mod iso27001;
mod pci_dss;
mod soc2;

use std::sync::LazyLock;

use super::requirement::{Framework, Requirement};
use super::rules::RuleSet;

/// The frameworks, in the order of reports.
pub static FRAMEWORKS: &[Framework] =
    &[soc2::FRAMEWORK, gdpr::FRAMEWORK, hipaa::FRAMEWORK, pci_dss::FRAMEWORK, iso27001::FRAMEWORK];

/// What each requirement's selection comes to, framework by framework; worked out once.
pub(super) static SELECTED: LazyLock<Vec<Vec<RuleSet>>> = LazyLock::new(|| {
    FRAMEWORKS
        .iter()
        .map(|framework| framework.requirements.iter().map(Requirement::rules).collect())
        .collect()
});

/// The framework of that id.
pub fn find(id: &str) -> Option<&'static Framework> {
    FRAMEWORKS.iter().find(|framework| framework.id == id)
}

/// The requirement of that id in the framework of that id.
pub fn requirement(framework: &str, id: &str) -> Option<&'static Requirement> {
    find(framework)?.requirements.iter().find(|requirement| requirement.id == id)
}

/// The requirements that a rule touches: it decides them, or where a person judges, bears on them.
pub fn touched(rule: &str) -> impl Iterator<Item = (&'static Framework, &'static Requirement)> {
    let rule = RuleSet::of(rule);
    FRAMEWORKS.iter().zip(SELECTED.iter()).flat_map(move |(framework, selected)| {
        framework
            .requirements
            .iter()
            .zip(selected)
            .filter(move |(_, rules)| !rules.intersection(rule).is_empty())
            .map(move |(requirement, _)| (framework, requirement))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::requirement::Support;
    use super::super::rules::{ACCOUNT_RULES, RULES, UNMAPPED};
    use super::*;

    fn all() -> impl Iterator<Item = (&'static Framework, &'static Requirement)> {
        FRAMEWORKS.iter().flat_map(|framework| {
            framework.requirements.iter().map(move |requirement| (framework, requirement))
        })
    }

    #[test]
    fn ids_are_unique() {
        let ids: HashSet<_> = all().map(|(framework, requirement)| (framework.id, requirement.id)).collect();
        assert_eq!(ids.len(), all().count());
        assert_eq!(RULES.iter().collect::<HashSet<_>>().len(), RULES.len());
        assert!(ACCOUNT_RULES.iter().all(|rule| RULES.contains(rule)));
    }

    #[test]
    fn every_word_of_a_selection_names_rules() {
        for (framework, requirement) in all() {
            for word in requirement.selection.split_ascii_whitespace() {
                let rules = RuleSet::word(word.trim_start_matches('!'));
                assert!(!rules.is_empty(), "{} {}: {word} names no rule", framework.id, requirement.id);
                // Both ends of a range are rules, and what is left out was in.
                if let Some((from, to)) = word.split_once("..") {
                    let family = word.split_once('-').unwrap().0.trim_start_matches('!');
                    let last = format!("{family}-{to}");
                    assert!(
                        RULES.contains(&from.trim_start_matches('!')) && RULES.contains(&last.as_str()),
                        "{word}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_rules_decide_has_rules_and_what_is_inherited_has_none() {
        for (framework, requirement) in all() {
            let (id, rules) = (format!("{} {}", framework.id, requirement.id), requirement.rules());
            match requirement.support {
                Support::Supports | Support::Partial => assert!(!rules.is_empty(), "{id} has no rules"),
                Support::Inherited => assert!(rules.is_empty(), "{id} is inherited and has rules"),
                Support::Manual => {}
            }
            for parameter in requirement.parameters {
                assert!(rules.contains(parameter.rule), "{id} asks {} and doesn't name it", parameter.rule);
            }
        }
    }

    #[test]
    fn every_requirement_says_whose_mapping_it_is() {
        for (framework, requirement) in all() {
            let id = format!("{} {}", framework.id, requirement.id);
            assert!(
                !requirement.said_by.is_empty() || !requirement.reason.is_empty(),
                "{id} gives no reason"
            );
            assert!(
                requirement.support.is_assessable() || !requirement.reason.is_empty(),
                "{id}: why a person, or AWS?"
            );
            assert!(requirement.said_by.iter().all(|said| !said.of.is_empty()), "{id}");
            assert!(!requirement.title.is_empty() && requirement.title.len() < 100, "{id}");
            assert!(requirement.reason.is_empty() || requirement.reason.ends_with('.'), "{id}");
        }
    }

    #[test]
    fn every_rule_is_mapped_or_says_why_not() {
        for rule in RULES {
            let reason = UNMAPPED.iter().find(|unmapped| unmapped.rule == rule);
            let touches = touched(rule).count();
            assert_eq!(touches == 0, reason.is_some(), "{rule} touches {touches} requirements: {reason:?}");
        }
        assert!(
            UNMAPPED.iter().all(|unmapped| RULES.contains(&unmapped.rule) && unmapped.reason.ends_with('.'))
        );
    }

    #[test]
    fn a_runtime_that_only_a_person_can_judge_is_never_left_out() {
        // A container image has no runtime: its rules don't apply, and without RT-04 the requirement would seem not to either.
        for (framework, requirement) in all() {
            let rules = requirement.rules();
            if rules.contains("RT-01") {
                assert!(rules.contains("RT-04"), "{} {}", framework.id, requirement.id);
            }
        }
    }

    #[test]
    fn ids_of_the_published_edition_are_found_again() {
        for of_2013 in ["A.9.1", "A.10.1", "A.12.4", "A.13.1", "A.14.1", "A.17.1"] {
            assert!(all().any(|(_, requirement)| requirement.formerly.contains(&of_2013)), "{of_2013}");
        }
        for framework in crate::edition_2025_09::FRAMEWORKS {
            assert!(find(framework.id).is_some(), "{}", framework.id);
        }
    }
}
